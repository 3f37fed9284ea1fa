; The other CPUs of an SEV-SNP guest whose firmware owns their VMSAs (ROM snp-shim-mailbox): parked here,
; in ROM, until the kernel wakes one through the mailbox (ACPI 6.5, 5.2.12.19). docs/secondary-cpus.md says
; what it may ask for.
; All of them share one stack, which the CPU writes when an exception comes and nobody ever reads: no
; push, no call, no return. An exception, whoever caused it, only starts the wait afresh.

%include "asm/x86.inc"

extern layout_mailbox, layout_ap_state

; ACPI 6.5, table 5.44
%define MAILBOX_COMMAND         0               ; word
%define MAILBOX_APIC_ID         4               ; double word
%define MAILBOX_VECTOR          8               ; quadword
%define COMMAND_WAKEUP          1

; struct ap_state, firmware/boot/ap_state.h
%define STATE_VECTOR_END        0x300
%define STATE_OWN_END           0x308
%define STATE_STACK_TOP         0x1000
%define SLOT_WHERE              4
%define WHERE_PARKED            1
%define WHERE_KERNEL            2

%define RAM_START               0x1000          ; page 0 is no place for code
%define OWN_START               0x10000
%define HOLE_START              0xa0000
%define HOLE_END                0x100000

bits 64
section .boot progbits alloc exec nowrite align=16

; From the VMSA, once.
; In:       64-bit mode on the tables of this ROM, IDT below, esi = own slot, edi = own APIC ID
global ap_mailbox_start
ap_mailbox_start:
        mov     dword [rsi + SLOT_WHERE], WHERE_PARKED ; the roll call: the BSP counts these

; In:       esi = own slot, edi = own APIC ID
park:   mov     ebx, layout_mailbox
.wait:  pause
        movzx   eax, word [rbx + MAILBOX_COMMAND] ; first: the kernel writes it last
        cmp     eax, COMMAND_WAKEUP
        jne     .wait                           ; nothing, or nothing that ACPI defines
        cmp     [rbx + MAILBOX_APIC_ID], edi
        jne     .wait                           ; for another CPU
        mov     rdx, [rbx + MAILBOX_VECTOR]     ; once: what is checked is what is used
        cmp     rdx, [abs layout_ap_state + STATE_VECTOR_END]
        jae     .acknowledge                    ; not RAM that the tables map: stay
        cmp     rdx, RAM_START
        jb      .acknowledge
        cmp     rdx, OWN_START
        jb      .leave
        cmp     rdx, [abs layout_ap_state + STATE_OWN_END]
        jb      .acknowledge                    ; the firmware's own pages, VMSAs among them
        cmp     rdx, HOLE_START
        jb      .leave
        cmp     rdx, HOLE_END
        jb      .acknowledge

; Acknowledged by one CPU only, even if two hold themselves for the same.
.leave: mov     dword [rsi + SLOT_WHERE], WHERE_KERNEL
        xor     ecx, ecx
        lock cmpxchg [rbx + MAILBOX_COMMAND], cx ; ax = command that was checked
        jne     .stay
        lidt    [rel no_idt]                    ; an exception is no more ours
        jmp     rdx
.stay:  mov     dword [rsi + SLOT_WHERE], WHERE_PARKED
        jmp     .wait

.acknowledge:
        xor     ecx, ecx
        lock cmpxchg [rbx + MAILBOX_COMMAND], cx
        jmp     .wait

; Any vector. NMIs stay blocked until the kernel's first IRET: one is enough.
any_exception:
        mov     esp, layout_ap_state + STATE_STACK_TOP
        jmp     park

align 8
no_idt: dw      0
        dq      0

%define VECTORS 32

align 16
global ap_mailbox_idt, ap_mailbox_idt_end
ap_mailbox_idt:
%rep VECTORS
        dw      any_exception - ROM_SEGMENT
        dw      SEL_CODE64
        dw      0x8e00                          ; present, interrupt gate, no stack of its own
        dw      ROM_SEGMENT >> 16
        dq      0
%endrep
ap_mailbox_idt_end:

; void hw_pause(void), firmware/cpu/hw.h
global hw_pause
hw_pause:
        pause
        ret
