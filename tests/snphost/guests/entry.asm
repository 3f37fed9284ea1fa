; entry.asm - a test guest from reset to guest_main() in 64-bit mode.
; Memory: 0x10000-0x1ffff SEC_MEM (tables, stack, variables), 0x20000 secrets, 0x21000 CPUID page,
; 0x22000 kernel hashes. Linear: [0, 1G) = RAM with C=1; [4G, 5G) = the same with C=0;
; 0x7fe00000 and 0xffe00000 = the top 2 MiB below 4 GiB, C=1.
; Not made to be secure: it trusts the CPUID page and takes no care of double validation.

extern guest_main, guest_exception

TABLES		equ 0x10000
PML4		equ TABLES
PDPT		equ TABLES + 0x1000
PD_LOW		equ TABLES + 0x2000
PD_TOP2G	equ TABLES + 0x3000
PD_TOP4G	equ TABLES + 0x4000
PD_SHARED	equ TABLES + 0x5000
PDPT_SHARED	equ TABLES + 0x6000
CPUID_PAGE	equ 0x21000
STACK_TOP	equ 0x20000
ROM_SHIFT	equ 0x80000000		; linear address before paging = label + this
PTE		equ 3
PTE_LARGE	equ 0x83
TOP_2M		equ 0xffe00000
SEL_CODE32	equ 8
SEL_DATA	equ 16
SEL_CODE64	equ 24

section .start16 progbits alloc exec nowrite
start16:
BITS 16
%ifdef VC_IN_REAL_MODE
	cpuid				; #VC before any IDT: nobody can take it
%endif
	cli
	mov bx, gdtr - start16 + 0xe000
	o32 lgdt [cs:bx]
	mov eax, 1
	mov cr0, eax
	jmp dword SEL_CODE32:start32 + ROM_SHIFT

; AP entry (reset block): park in AP reset hold, no memory needed.
ap_start:
	mov ecx, 0xc0010130
.hold:
	xor edx, edx
%ifdef AP_ASKS_MORE
	mov eax, 0x80			; hypervisor features
	wrmsr
	rep vmmcall
	xor edx, edx
%endif
	mov eax, 6
	wrmsr
	rep vmmcall
	rdmsr
	jmp .hold

align 8
gdt:	dq 0
	dq 0x00cf9b000000ffff
	dq 0x00cf93000000ffff
	dq 0x00af9b000000ffff
gdtr:	dw gdtr - gdt - 1
	dd gdt + ROM_SHIFT

BITS 32
start32:
	mov eax, SEL_DATA
	mov ds, eax
	mov es, eax
	mov ss, eax
	mov ecx, [CPUID_PAGE]		; entries of 48 bytes from offset 16
	mov esi, CPUID_PAGE + 16
.find:
	cmp dword [esi], 0x8000001f
	je .found
	add esi, 48
	loop .find
	hlt
.found:
	mov ecx, [esi + 0x1c]
	and ecx, 63
	sub ecx, 32
	mov ebp, 1
	shl ebp, cl			; ebp = high half of the C-bit
	mov dword [PML4], PDPT + PTE
	mov [PML4 + 4], ebp
	mov dword [PDPT], PD_LOW + PTE
	mov [PDPT + 4], ebp
	mov dword [PDPT + 8], PD_TOP2G + PTE
	mov [PDPT + 12], ebp
	mov dword [PDPT + 24], PD_TOP4G + PTE
	mov [PDPT + 28], ebp
	mov dword [PDPT + 32], PD_SHARED + PTE
	mov [PDPT + 36], ebp
	mov dword [PD_TOP2G + 511 * 8], TOP_2M + PTE_LARGE
	mov [PD_TOP2G + 511 * 8 + 4], ebp
	mov dword [PD_TOP4G + 511 * 8], TOP_2M + PTE_LARGE
	mov [PD_TOP4G + 511 * 8 + 4], ebp
	xor ecx, ecx
.fill:
	mov eax, ecx
	shl eax, 21
	or eax, PTE_LARGE
	mov [PD_LOW + ecx * 8], eax
	mov [PD_LOW + ecx * 8 + 4], ebp
	mov [PD_SHARED + ecx * 8], eax
	inc ecx
	cmp ecx, 512
	jb .fill
	mov eax, 1 << 5
	mov cr4, eax
	mov eax, PML4
	mov cr3, eax
	mov ecx, 0xc0000080
	rdmsr
	or eax, 1 << 8
	wrmsr
	mov eax, 0x80000011
	mov cr0, eax
	jmp SEL_CODE64:start64 + ROM_SHIFT

BITS 64
start64:
	mov rax, start_high
	jmp rax

section .text
start_high:
	mov rsp, STACK_TOP
	mov rax, cr3			; from here the tables are found with the C-bit
	shl rbp, 32
	or rax, rbp
	mov cr3, rax
	mov [cbit_mask], rbp
	lea rdi, [idt]
	xor ecx, ecx
.gates:
	mov rax, stubs
	mov rdx, rcx
	shl rdx, 4			; each stub is 16 bytes
	add rax, rdx
	mov [rdi], ax
	mov word [rdi + 2], SEL_CODE64
	mov word [rdi + 4], 0x8e00
	shr rax, 16
	mov [rdi + 6], ax
	mov dword [rdi + 8], 0
	mov dword [rdi + 12], 0
	add rdi, 16
	inc ecx
	cmp ecx, 32
	jb .gates
%ifndef NO_IDT
	lidt [idtr]
%endif
	call guest_main
	hlt

; Vectors with an error code: 8, 10-14, 17, 21, 29, 30.
align 16
stubs:
%assign v 0
%rep 32
	align 16
%if !(v == 8 || (v >= 10 && v <= 14) || v == 17 || v == 21 || v == 29 || v == 30)
	push 0
%endif
	push v
	jmp near save_and_handle
%assign v v + 1
%endrep
	align 16
save_and_handle:
	push rax
	push rcx
	push rdx
	push rbx
	push rbp
	push rsi
	push rdi
	push r8
	push r9
	push r10
	push r11
	cld
	mov rdi, rsp			; struct guest_frame
	mov rbx, rsp
	and rsp, -16
	call guest_exception
	mov rsp, rbx
	pop r11
	pop r10
	pop r9
	pop r8
	pop rdi
	pop rsi
	pop rbp
	pop rbx
	pop rdx
	pop rcx
	pop rax
	add rsp, 16
	iretq

section .rodata
idtr:	dw 32 * 16 - 1
	dq idt

section .bss
align 16
idt:	resb 32 * 16
global cbit_mask
cbit_mask: resq 1

; --- what QEMU reads -----------------------------------------------------------------------------
section .metadata progbits alloc noexec nowrite
asev:	db "ASEV"
	dd asev_end - asev, 1, 4
%ifdef BAD_OVERLAP
	dd 0x10000, 0x11000, 1
%else
	dd 0x10000, 0x10000, 1
%endif
	dd 0x20000, 0x1000, 2
	dd 0x21000, 0x1000, 3
%ifdef BAD_TYPE
	dd 0x22000, 0x1000, 0x77
%else
	dd 0x22000, 0x1000, 0x10
%endif
asev_end:

section .table progbits alloc noexec nowrite
	times 0x90 - (table_end - table) db 0	; the table ends 0x20 bytes before 4 GiB
	; (0x7fffff40 + 0x90 = 0x7fffffd0 is the footer GUID: see below)
table:
%ifdef OWN_VMSAS
	dd 0x401000, 1, 0x1000, 1	; VMSA_GPA of ap_guest.h
	dw 34
	db 0x34, 0x9b, 0x5e, 0x1c, 0x62, 0xd7, 0x0a, 0x4f, 0x8b, 0x1d, 0x7a, 0xc4, 0x02, 0xe9, 0x53, 0xb6
%endif
	dd 0x22c00, 0x400
	dw 26
	db 0x1f, 0x37, 0x55, 0x72, 0x3b, 0x3a, 0x04, 0x4b, 0x92, 0x7b, 0x1d, 0xa6, 0xef, 0xa8, 0xd4, 0x54
%ifndef BAD_NO_METADATA
	dd 0x1000			; from the end of the image back to asev
	dw 22
	db 0x66, 0x65, 0x88, 0xdc, 0x4a, 0x98, 0x98, 0x47, 0xa7, 0x5e, 0x55, 0x85, 0xa7, 0xbf, 0x67, 0xcc
%endif
%ifdef BAD_NO_RESET
	dd 0
%else
	dd 0xffff0000 + 0xe000 + ap_start - start16
%endif
	dw 22
	db 0xde, 0x71, 0xf7, 0x00, 0x7e, 0x1a, 0xcb, 0x4f, 0x89, 0x0e, 0x68, 0xc7, 0x7e, 0x2f, 0xb4, 0x4e
	dw table_end - table + 16
table_end:
	db 0xde, 0x82, 0xb5, 0x96, 0xb2, 0x1f, 0xf7, 0x45, 0xba, 0xea, 0xa3, 0x66, 0xc5, 0x5a, 0x08, 0x2d

section .vector progbits alloc exec nowrite
BITS 16
global reset_vector
reset_vector:
	jmp near $ - (0xfff0 - 0xe000)
