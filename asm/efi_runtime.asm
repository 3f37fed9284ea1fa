; EFI runtime services as small as Linux lets them be. Copied to a page of its own, so the code is
; position-independent. Microsoft calling convention: arguments in rcx, rdx, r8, r9.
; Why they exist: without a SetVirtualAddressMap that succeeds Linux warns and taints itself, and
; with hardware-reduced ACPI (microvm) it resets through ResetSystem.

%define EFI_UNSUPPORTED         0x8000000000000003
%define EFI_RESET_SHUTDOWN      2

bits 64
section .text progbits alloc exec nowrite align=16

global efi_runtime_start, efi_runtime_end
global efi_runtime_success, efi_runtime_unsupported, efi_runtime_reset

efi_runtime_start:

efi_runtime_success:
        xor     eax, eax
        ret

efi_runtime_unsupported:
        mov     rax, EFI_UNSUPPORTED
        ret

; ResetSystem(ecx = type, ...): a shutdown is left to ACPI, which the kernel tries next; a reset is
; a triple fault, the one reset that every machine has.
efi_runtime_reset:
        cmp     ecx, EFI_RESET_SHUTDOWN
        je      efi_runtime_unsupported
        push    0
        push    0
        lidt    [rsp]
        int3

efi_runtime_end:
