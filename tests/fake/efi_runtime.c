/* The symbols of asm/efi_runtime.asm in unit tests: other offsets, no code. */
#include "lib/types.h"

asm(".section .rodata\n"
    ".globl efi_runtime_start, efi_runtime_success, efi_runtime_unsupported\n"
    ".globl efi_runtime_reset, efi_runtime_end\n"
    "efi_runtime_start: .byte 0x11\n"
    "efi_runtime_success: .byte 0x22\n"
    "efi_runtime_unsupported: .byte 0x33\n"
    "efi_runtime_reset: .byte 0x44\n"
    "efi_runtime_end: .text\n");
