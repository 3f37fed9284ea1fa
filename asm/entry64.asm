; Long mode to C: stack, zeroed .bss, firmware_main. There is no .data (the linker script asserts
; it), so nothing is copied.

%include "asm/x86.inc"

extern firmware_main, layout_stack_top, layout_bss_start, layout_bss_qwords, stop64_c_bit

bits 64
section .boot progbits alloc exec nowrite align=16

; In:       as entry32 leaves it
; Never returns.
global entry64
entry64:
        mov     eax, SEL_DATA
        mov     ss, eax
        mov     rsp, layout_stack_top - 16
        shl     rbp, 32                         ; mask of the C-bit, 0 in a plain VM
        jz      .private
        cmp     ebx, [abs layout_stack_top - 8] ; written with paging off, read through the tables
        jne     stop64_c_bit                    ; before anything is pushed
.private:
        mov     edx, edi                        ; edx:esi = SEV_STATUS
        mov     rdi, layout_bss_start
        mov     rcx, layout_bss_qwords
        xor     eax, eax
        rep stosq
        mov     edi, edx
        shl     rsi, 32
        or      rdi, rsi                        ; argument 1: SEV_STATUS
        mov     rsi, rbp                        ; argument 2: mask of the C-bit
        xor     ebp, ebp                        ; end of the backtrace
        call    firmware_main
        ud2                                     ; it never returns; if it does: exception 6
