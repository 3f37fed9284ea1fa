; The 64-bit IDT and its 256 stubs, in ROM. Every vector ends in exception_report (C); none resumes,
; whatever the host injects.

%include "asm/x86.inc"

extern exception_report

%define IST     1


bits 64
section .boot progbits alloc exec nowrite align=16

isr_common:
        mov     rdi, rsp                        ; struct exception_frame, firmware/cpu/exception.h
        and     rsp, -16
        call    exception_report
        ud2

; Terminates without touching memory: the stack's encryption is what was found wrong.
global stop64_c_bit
stop64_c_bit:
        mov     eax, (CODE_C_BIT << TERMINATE_CODE_SHIFT) | GHCB_TERMINATE | TERMINATE_SET_SHIM
        xor     edx, edx
        mov     ecx, MSR_GHCB
        wrmsr
        rep vmmcall
.halt:  cli
        hlt
        jmp     .halt

%assign vector 0
%rep 256
stub64_ %+ vector:
%if vector != 8 && (vector < 10 || vector > 14) && vector != 17 && vector != 21 && vector != 29 && vector != 30
        push    byte 0                          ; the CPU pushes no error code here (APM 2, 8.2)
%endif
%if vector < 128
        push    byte vector
%else
        push    qword vector
%endif
        jmp     isr_common
%assign vector vector + 1
%endrep

align 16
global idt64
idt64:
%assign vector 0
%rep 256
        dw      (stub64_ %+ vector) - ROM_SEGMENT
        dw      SEL_CODE64
        db      IST
        db      0x8e                            ; present, 64-bit interrupt gate
        dw      ROM_SEGMENT >> 16
        dq      0
%assign vector vector + 1
%endrep
