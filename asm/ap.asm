; An application processor of an SEV-SNP guest: its launch VMSA starts it here (SEV-ES reset block,
; asm/metadata.asm). ROM only: no RAM, no stack, no memory operand, so that it does no harm whenever
; the host chooses to run it. It asks to be held (GHCB MSR protocol, AP reset hold) for ever;
; Linux' AP creation replaces this register state.

%include "asm/x86.inc"

bits 16
section .boot progbits alloc exec nowrite align=16

; In:       real mode, CS base FFFF0000
global ap_entry
ap_entry:
        cli
.hold:  mov     ecx, MSR_GHCB
        mov     eax, GHCB_AP_RESET_HOLD
        xor     edx, edx
        wrmsr
        rep vmmcall
        jmp     .hold
