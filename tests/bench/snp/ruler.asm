; A guest firmware for snphost that counts itself: a known number of instructions from reset, then a
; termination through the GHCB MSR. Shows that guest.instructions is the guest's instructions alone, none of
; the host's: end.guest.instructions must be RULER_COUNT (tests/bench/snp/run reads it here).

%define RULER_COUNT     1000007
%define LOOPS           ((RULER_COUNT - 5) / 2)  ; beside them: JMP at reset, two MOV before and two behind

%define ROM_BYTES       0x10000
%define MSR_GHCB        0xc0010130
%define TERMINATE       0x001100                ; GHCB specification 2.3.1: set 1, code 0

org 0
bits 16

start:
        mov     ecx, LOOPS
        xor     edx, edx
.again: dec     ecx
        jnz     .again
        mov     ecx, MSR_GHCB
        mov     eax, TERMINATE
        wrmsr                                   ; intercepted: not carried out by the guest
        rep vmmcall
        hlt

        times ROM_BYTES - 0x1000 - ($ - $$) db 0xff
; What QEMU reads: the metadata sections that a launch wants, a reset vector for APs (there are none).
asev:   db      "ASEV"
        dd      asev_end - asev, 1, 3
        dd      0x10000, 0x1000, 1
        dd      0x11000, 0x1000, 2
        dd      0x12000, 0x1000, 3
asev_end:

        times ROM_BYTES - 0x20 - (table_end - table) - ($ - $$) db 0xff
table:
        dd      ROM_BYTES - (asev - $$)
        dw      22
        db      0x66, 0x65, 0x88, 0xdc, 0x4a, 0x98, 0x98, 0x47, 0xa7, 0x5e, 0x55, 0x85, 0xa7, 0xbf, 0x67, 0xcc
        dd      0xffff0000
        dw      22
        db      0xde, 0x71, 0xf7, 0x00, 0x7e, 0x1a, 0xcb, 0x4f, 0x89, 0x0e, 0x68, 0xc7, 0x7e, 0x2f, 0xb4, 0x4e
        dw      table_end - table
        db      0xde, 0x82, 0xb5, 0x96, 0xb2, 0x1f, 0xf7, 0x45, 0xba, 0xea, 0xa3, 0x66, 0xc5, 0x5a, 0x08, 0x2d
table_end:
        times ROM_BYTES - 16 - ($ - $$) db 0xff
        jmp     near start
        times ROM_BYTES - ($ - $$) db 0xff
