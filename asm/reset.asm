; The last 16 bytes below 4 GiB: the first instruction of the BSP (CS F000, base FFFF0000, IP FFF0).
; Also reached through the alias below 1 MiB when a kernel restarts by a real-mode jump, hence the
; near jump: it is relative and works at either base.

extern entry16

bits 16
section .reset progbits alloc exec nowrite align=1
global reset_vector
reset_vector:
        jmp     near entry16
        times 16 - ($ - $$) hlt
