; The other CPUs of a plain VM, started once by firmware/cpu/lapic.c: the MTRRs of firmware/cpu/mtrr.c,
; then they wait for the kernel's INIT. ROM only: no RAM, no stack, no memory operand, so that it does
; not matter when they run, or whether they come to the end.

%include "asm/x86.inc"

%define CPUID_EXTENDED_MAX      0x80000000
%define CPUID_ADDRESS_BITS      0x80000008
%define MSR_MTRR_BASE_0         0x200
%define MSR_MTRR_MASK_0         0x201
%define MSR_MTRR_DEFAULT        0x2ff
%define DEVICES_START           0xe0000000
%define MASK_VALID              0x800
%define DEFAULT_WRITE_BACK      0x806
%define HIGH_MASK_DEFAULT       0xf             ; 36 address bits

bits 16
section .ap_start progbits alloc exec nowrite align=16

; In:       real mode, CS = vector * 256, IP = 0: the ROM's last page in its alias below 1 MiB
global ap_start
ap_start:
        cli
        mov     esi, HIGH_MASK_DEFAULT          ; esi = bits 63:32 of the mask
        mov     eax, CPUID_EXTENDED_MAX
        cpuid
        cmp     eax, CPUID_ADDRESS_BITS
        jb      .have
        mov     eax, CPUID_ADDRESS_BITS
        cpuid
        lea     ecx, [eax - 32]                 ; shifts count modulo 32
        mov     esi, 1
        shl     esi, cl
        dec     esi
.have:  mov     ecx, MSR_MTRR_BASE_0
        mov     eax, DEVICES_START              ; type 0: uncached
        xor     edx, edx
        wrmsr
        mov     ecx, MSR_MTRR_MASK_0
        mov     eax, DEVICES_START | MASK_VALID ; up to 4 GiB
        mov     edx, esi
        wrmsr
        mov     ecx, MSR_MTRR_DEFAULT
        mov     eax, DEFAULT_WRITE_BACK
        xor     edx, edx
        wrmsr
.halt:  hlt
        jmp     .halt
