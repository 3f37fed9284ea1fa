; The 64-bit IDT and its stubs, in ROM, for the 32 exceptions. A vector above them passes the table's limit
; and arrives as #GP with its number in the error code, which says as much in 4 KiB less. Every vector
; ends in exception_report (C); none resumes, whatever the host injects.

%include "asm/x86.inc"
%include "asm/stubs.inc"

extern exception_report

%define IST     1

bits 64
section .boot progbits alloc exec nowrite align=16

; In: on the stack a byte with the vector, then what the CPU pushed.
; Some exceptions come with an error code (APM volume 2, 8.2): their bits in a word.
%define WITH_ERROR_CODE (1 << 8 | 1 << 10 | 1 << 11 | 1 << 12 | 1 << 13 | 1 << 14 | 1 << 17 | 1 << 21 | 1 << 29 | 1 << 30)

isr_common:
        cld
        mov     eax, [rsp]
        mov     ecx, WITH_ERROR_CODE
        bt      ecx, eax
        jc      .report
        push    rax                             ; the frame has a 0 in its place
        mov     qword [rsp + 8], 0
.report:
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

exception_stubs stub64_, isr_common

align 16
global idt64
idt64:
%assign vector 0
%rep VECTORS
        dw      (stub64_ %+ vector) - ROM_SEGMENT
        dw      SEL_CODE64
        db      IST
        db      0x8e                            ; present, 64-bit interrupt gate
        dw      ROM_SEGMENT >> 16
        dq      0
%assign vector vector + 1
%endrep
