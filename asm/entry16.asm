; Real mode to flat 32-bit mode. No CPUID, no I/O, no stack, no RAM: in an SEV-SNP guest nothing
; but the launch pages exists yet, and there is no IDT that could take a #VC.

%include "asm/x86.inc"

extern entry32

bits 16
section .boot progbits alloc exec nowrite align=16

; In:       CPU as after reset
; Clobbers: eax
global entry16
entry16:
        cli
        cld
        o32 lgdt [dword cs:boot_gdt_pointer - ROM_SEGMENT] ; o32: all 32 bits of the base
        mov     eax, CR0_PE | CR0_ET | CR0_NE | CR0_MP  ; caches on: CD and NW are 0
        mov     cr0, eax
        jmp     dword SEL_CODE32:entry32

align 8
; Selectors 0x10 and 0x18 are the ones that Linux documents for its 64-bit entry.
global boot_gdt
boot_gdt:
        dq      0
        dq      0x00cf9b000000ffff      ; 08: code, 32-bit, flat
        dq      0x00af9b000000ffff      ; 10: code, 64-bit
        dq      0x00cf93000000ffff      ; 18: data, flat
boot_gdt_end:

boot_gdt_pointer:
        dw      boot_gdt_end - boot_gdt - 1
        dd      boot_gdt
