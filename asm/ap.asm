; An application processor of an SEV-SNP guest: its launch VMSA starts it here (SEV-ES reset block,
; asm/metadata.asm). ROM only: no RAM, no stack, so that it does no harm whenever the host chooses to run it.
; It asks to be held (GHCB MSR protocol, AP reset hold) for ever;
; Linux' AP creation replaces this register state.

%include "asm/x86.inc"

extern boot_gdt

bits 16
section .boot progbits alloc exec nowrite align=16

; SECURITY: an interrupt of the host's would find its handler in page 0 and push to page 0xf000, which are the
; kernel's; with an IDT of one byte it only ends the VM. The null descriptor is six zeros.
; In:       real mode, CS base FFFF0000
global ap_entry
ap_entry:
        lidt    [dword cs:boot_gdt - ROM_SEGMENT]
        cli
.hold:  mov     ecx, MSR_GHCB
        mov     eax, GHCB_AP_RESET_HOLD
        xor     edx, edx
        wrmsr
        rep vmmcall
        jmp     .hold
