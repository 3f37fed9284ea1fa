; What can go wrong before C: 32-bit exceptions and the refusals of entry32. Ends in one line on the
; serial port and the debug port where ports can be used (no SEV-ES, no SNP), else in a GHCB
; termination of this firmware's set; either way the CPU halts for ever.

%include "asm/x86.inc"
%include "asm/stubs.inc"

extern sev_status_read, layout_arena_start

%define COM1            0x3f8
%define DEBUGCON        0x402

bits 32
section .boot progbits alloc exec nowrite align=16

; In:       al = termination code
; Never returns.
global stop32
stop32:
        movzx   ebx, al
        mov     ecx, MSR_SEV_STATUS             ; an SEV guest has it; only such a guest gets a
        cmp     bl, CODE_EXCEPTION              ; refusal. A plain VM gets here by exceptions only
        jae     .say                            ; (asking again could fault again).
        rdmsr
        test    al, SEV_STATUS_ES
        jz      .say
        mov     eax, ebx
        shl     eax, TERMINATE_CODE_SHIFT
        or      eax, GHCB_TERMINATE | TERMINATE_SET_SHIM
        xor     edx, edx
        mov     ecx, MSR_GHCB
        wrmsr
        rep vmmcall
        jmp     .halt
.say:   mov     esi, message
.next:  mov     al, [cs:esi]
        inc     esi
        test    al, al
        jz      .code
        call    put_char
        jmp     .next
.code:  mov     al, bl                          ; two hexadecimal digits
        shr     al, 4
        call    put_digit
        mov     al, bl
        and     al, 15
        call    put_digit
        mov     al, 10
        call    put_char
.halt:  cli
        hlt
        jmp     .halt

; In: al = 0..15     Clobbers: al, edx
put_digit:
        cmp     al, 10
        sbb     al, 0x69                        ; the classic: 0..15 to '0'..'9', 'A'..'F'
        das
put_char:
        mov     dx, COM1
        out     dx, al
        mov     dx, DEBUGCON
        out     dx, al
        ret

message db      "snp-shim: start: stopped before memory was set up; "
        db      "see docs/termination-codes.md; code 7:", 0

; One stub a vector pushes its number; then all meet here.
; #GP of the SEV_STATUS read means: no such MSR, no SEV. It goes on behind with the value 0.
; A #GP anywhere else, and everything else, stops with code 80 + vector.
; SECURITY: a host can inject that #GP into an SNP guest, which would then run on with its stack and data
; shared. So memory is read that only a VM without SNP has by now: in an SNP guest no page but those of the
; launch is validated, and the #VC of the read stops.
exception32:
        cmp     dword [esp], VECTOR_GP
        jne     .stop
        cmp     dword [esp + 8], sev_status_read
        jne     .stop
        add     dword [esp + 8], 2              ; over RDMSR
        add     esp, 8                          ; vector, error code
        mov     al, [layout_arena_start]        ; #VC: this is an SNP guest
        xor     eax, eax
        xor     edx, edx
        iretd
.stop:  mov     al, [esp]
        add     al, CODE_EXCEPTION
        cmp     al, CODE_EXCEPTION + 29         ; #VC: only in SEV-ES and SNP guests, no ports
        jne     stop32
        mov     eax, ((CODE_EXCEPTION + 29) << TERMINATE_CODE_SHIFT) | GHCB_TERMINATE | TERMINATE_SET_SHIM
        xor     edx, edx
        mov     ecx, MSR_GHCB
        wrmsr
        rep vmmcall
.halt:  cli
        hlt
        jmp     .halt

exception_stubs stub32_, exception32

align 8
; The ROM fills the segment FFFF0000, so the upper half of every handler's address is a constant.
idt32:
%assign vector 0
%rep VECTORS
        dw      (stub32_ %+ vector) - ROM_SEGMENT
        dw      SEL_CODE32
        dw      0x8e00                          ; present, 32-bit interrupt gate
        dw      ROM_SEGMENT >> 16
%assign vector vector + 1
%endrep
idt32_end:

global idt32_pointer
idt32_pointer:
        dw      idt32_end - idt32 - 1
        dd      idt32
