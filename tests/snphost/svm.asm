; svm.asm - the world switch, host exception entry, and waiting for a kick.
; The guest's FS, GS, TR, LDTR and syscall MSRs stay loaded while the host runs: the host uses
; none of them, so VMSAVE/VMLOAD are done only when the host wants to see or set them.

BITS 64
section .text

; void svm_run(u64 gpr[16], u64 vmcb_pa): run the guest until its next exit.
; In: GIF=0. Out: GIF=0. gpr[] = rbx rcx rdx rsi rdi rbp r8..r15; rax and rsp are in the VMCB.
; gpr[14], gpr[15] = TSC as close before VMRUN and behind the exit as can be; OWN_INSTRUCTIONS between
; the two readings are not the guest's (with -icount shift=0 the TSC counts instructions).
GPR_TSC_AT_ENTRY	equ 14 * 8
GPR_TSC_AT_EXIT		equ 15 * 8
OWN_INSTRUCTIONS	equ 22

global svm_run
svm_run:
	push rbx
	push rbp
	push r12
	push r13
	push r14
	push r15
	push rdi
	rdtsc
	shl rdx, 32
	or rax, rdx
	mov [rdi + GPR_TSC_AT_ENTRY], rax
	mov rax, rsi
	mov rbx, [rdi]
	mov rcx, [rdi + 8]
	mov rdx, [rdi + 16]
	mov rsi, [rdi + 24]
	mov rbp, [rdi + 40]
	mov r8, [rdi + 48]
	mov r9, [rdi + 56]
	mov r10, [rdi + 64]
	mov r11, [rdi + 72]
	mov r12, [rdi + 80]
	mov r13, [rdi + 88]
	mov r14, [rdi + 96]
	mov r15, [rdi + 104]
	mov rdi, [rdi + 32]
	vmrun
	xchg rdi, [rsp]			; rdi = gpr[], guest rdi on the stack
	mov [rdi + 16], rdx
	rdtsc
	shl rdx, 32
	or rax, rdx
	mov [rdi + GPR_TSC_AT_EXIT], rax
	mov [rdi], rbx
	mov [rdi + 8], rcx
	mov [rdi + 24], rsi
	pop rsi
	mov [rdi + 32], rsi
	mov [rdi + 40], rbp
	mov [rdi + 48], r8
	mov [rdi + 56], r9
	mov [rdi + 64], r10
	mov [rdi + 72], r11
	mov [rdi + 80], r12
	mov [rdi + 88], r13
	mov [rdi + 96], r14
	mov [rdi + 104], r15
	pop r15
	pop r14
	pop r13
	pop r12
	pop rbp
	pop rbx
	ret

; void svm_vmsave(u64 vmcb_pa), void svm_vmload(u64 vmcb_pa)
global svm_vmsave
svm_vmsave:
	mov rax, rdi
	vmsave
	ret
global svm_vmload
svm_vmload:
	mov rax, rdi
	vmload
	ret

; void take_nmi(void): let a pending NMI (a kick) be delivered to the host.
global take_nmi
take_nmi:
	stgi
	nop
	clgi
	ret

; void wait_for_nmi(void): sleep until an NMI. IF=0 and GIF=0 around it, so nothing else wakes us.
; An NMI that comes between STGI and HLT makes nmi_entry step over the HLT.
global wait_for_nmi
wait_for_nmi:
	stgi
wait_hlt:
	hlt
	clgi
	ret

nmi_entry:
	push rax
	lea rax, [rel wait_hlt]
	cmp [rsp + 8], rax
	jne .done
	inc qword [rsp + 8]		; HLT is one byte long
.done:
	pop rax
	iretq

extern host_exception
; One stub per exception vector: (vector, rip, error code or junk, cr2) to C, which never returns.
%assign v 0
%rep 32
fault_ %+ v:
	mov edi, v
	mov rsi, [rsp]
	mov rdx, [rsp + 8]
	mov rcx, cr2
	and rsp, -16
	call host_exception
%assign v v + 1
%endrep

section .rodata
global svm_run_own_instructions
svm_run_own_instructions: dq OWN_INSTRUCTIONS
global fault_entries
fault_entries:
%assign v 0
%rep 32
%if v = 2
	dq nmi_entry
%else
	dq fault_ %+ v
%endif
%assign v v + 1
%endrep
