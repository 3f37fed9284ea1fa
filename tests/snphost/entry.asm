; entry.asm - from the reset vector (BSP) and from a SIPI (QEMU's APs) to 64-bit C.
; Guarantees: long mode with five-level paging where the CPU has it, flat segments, IF=0, a stack.
; The first page tables are constants in the ROM (accessed and dirty bits already set): 4 TiB
; identity in 1 GiB pages. early.c builds the final ones.

%include "layout.inc"

extern early_setup, host_main, host_ap_main
extern boot_stack, ap_stacks

CR0_PE		equ 1 << 0
CR0_PG		equ 1 << 31
CR0_HOST	equ (1 << 1) | (1 << 5) | (1 << 16)	; MP, NE, WP: as guests have it
CR4_PAE		equ 1 << 5
CR4_OSFXSR	equ (1 << 9) | (1 << 10)
CR4_LA57	equ 1 << 12
MSR_EFER	equ 0xc0000080
EFER_HOST	equ (1 << 8) | (1 << 11) | (1 << 12)	; LME, NXE, SVME
PTE_TABLE	equ 0x63				; present, writable, accessed, dirty
PTE_LARGE	equ 0xe3
SEL_CODE32	equ 0x08
SEL_DATA	equ 0x10
SEL_CODE64	equ 0x18

section .tables progbits alloc noexec nowrite align=4096
align 4096
rom_pml5:
	dq (rom_pml4 - $$ + ROM_BASE) + PTE_TABLE
	times 511 dq 0
rom_pml4:
%assign i 0
%rep EARLY_PDPTS
	dq (rom_pdpts - $$ + ROM_BASE) + i * 4096 + PTE_TABLE
%assign i i + 1
%endrep
	times 512 - EARLY_PDPTS dq 0
rom_pdpts:
%assign i 0
%rep EARLY_PDPTS * 512
	dq (i << 30) + PTE_LARGE
%assign i i + 1
%endrep

section .start16 progbits alloc exec nowrite align=4096
; Enter 32-bit mode. %1 = offset of this page in the current code segment.
%macro to_protected 2
	cli
	cld
	o32 lgdt [cs:%1 + (gdtr - start16)]
	mov eax, CR0_PE
	mov cr0, eax
	jmp dword SEL_CODE32:%2
%endmacro

BITS 16
start16:
ap_start16:			; SIPI vector 0xFF: CS base 0xFF000, IP 0
	to_protected 0, ap_start32
bsp_start16:			; reset: CS base 0xFFFF0000, IP 0xFFF0
	to_protected 0xf000, bsp_start32

align 8
gdt:
	dq 0
	dq 0x00cf9b000000ffff	; 32-bit code
	dq 0x00cf93000000ffff	; data
	dq 0x00af9b000000ffff	; 64-bit code
gdtr:
	dw gdtr - gdt - 1
	dd gdt

BITS 32
; Out: long mode enabled (compatibility segment). Clobbers eax, ebx, ecx, edx.
%macro to_long 1
	mov eax, SEL_DATA
	mov ds, eax
	mov es, eax
	mov ss, eax
	mov fs, eax
	mov gs, eax
	mov eax, 7
	xor ecx, ecx
	cpuid
	mov edi, CR4_PAE | CR4_OSFXSR
	mov esi, rom_pml4
	test ecx, 1 << 16
	jz %%four_levels
	or edi, CR4_LA57
	mov esi, rom_pml5
%%four_levels:
	mov cr4, edi
	mov cr3, esi
	mov ecx, MSR_EFER
	xor edx, edx
	mov eax, EFER_HOST
	wrmsr
	mov eax, CR0_PG | CR0_PE | CR0_HOST
	mov cr0, eax
	jmp SEL_CODE64:%1
%endmacro

bsp_start32:
	to_long bsp_start64
ap_start32:
	to_long ap_start64

BITS 64
bsp_start64:
	mov esp, EARLY_STACK_TOP
	mov rax, early_setup
	call rax			; rax = final CR3
	mov cr3, rax
	mov rsp, boot_stack + (1 << AP_STACK_SHIFT)
	xor ebp, ebp
	mov rax, host_main
	call rax
	hlt

ap_start64:
	mov rdx, [AP_MAILBOX_CR3]	; the BSP wrote it before the SIPI
	mov cr3, rdx
	mov edi, 1
	lock xadd [AP_MAILBOX_COUNT], edi
	inc edi				; first AP is CPU 1
	mov eax, edi
	shl rax, AP_STACK_SHIFT
	mov rsp, ap_stacks
	add rsp, rax			; top of the stack of CPU edi
	mov rax, host_ap_main
	call rax
	hlt

section .reset progbits alloc exec nowrite
BITS 16
global reset_vector
reset_vector:
	jmp near $ - (0xfff0 - (0xf000 + bsp_start16 - start16))
