; The other CPUs of an SEV-SNP guest whose firmware owns their VMSAs (ROM snp-shim-mailbox): parked here,
; in ROM, until the kernel wakes one through the mailbox (ACPI 6.5, 5.2.12.19), and again when the
; kernel gives one back at the reset vector. docs/secondary-cpus.md has the states.
; All of them share one stack, which the CPU writes when an exception comes and nobody ever reads: no
; push, no call, no return. An exception, whoever caused it, only starts the wait afresh.

%include "asm/x86.inc"

extern boot_gdt, layout_mailbox, layout_ap_state, layout_ap_tables

; ACPI 6.5, table 5.44
%define MAILBOX_COMMAND         0               ; word
%define MAILBOX_APIC_ID         4               ; double word
%define MAILBOX_VECTOR          8               ; quadword
%define COMMAND_WAKEUP          1
%define COMMAND_TEST            2

; struct ap_state, firmware/boot/ap_state.h
%define STATE_COUNT             0x300
%define STATE_VECTOR_END        0x308
%define STATE_OWN_END           0x310
%define STATE_STACK_TOP         0x1000
%define SLOT_APIC_ID            0
%define SLOT_WHERE              4
%define SLOT_BYTES              8
%define WHERE_PARKED            1
%define WHERE_KERNEL            2

%define TABLES_PML5             layout_ap_tables
%define TABLES_PML4             (layout_ap_tables + 0x1000)

%define CR4_MCE                 (1 << 6)
%define CR4_LA57                (1 << 12)
%define GHCB_CPUID_REQUEST      0x004
%define GHCB_CPUID_RESPONSE     0x005
%define GHCB_CPUID_EDX          (3 << 30)
%define LEAF_TOPOLOGY           0xb             ; edx = x2APIC ID
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
        jb      .wait                           ; 0: nothing
        cmp     [rbx + MAILBOX_APIC_ID], edi
        jne     .wait                           ; for another CPU
        cmp     eax, COMMAND_TEST
        ja      .wait                           ; not defined
        je      .acknowledge

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

; The reset vector: the kernel is done with a CPU.
; In:       64-bit mode with 4 or 5 levels of tables that map this page identically, without C-bit:
;           fetches are private all the same, but no memory operand may be used
global ap_mailbox_return
ap_mailbox_return:
        cli
        cld
        mov     ecx, TABLES_PML4                ; walks are private without the C-bit, too
        mov     edx, TABLES_PML5
        mov     rax, cr4
        and     eax, CR4_PAE | CR4_MCE | CR4_LA57
        test    eax, CR4_LA57
        cmovnz  ecx, edx
        mov     cr3, rcx
        mov     cr4, rax                        ; forgets what the kernel had turned on
        xor     esi, esi                        ; no slot yet
        mov     esp, layout_ap_state + STATE_STACK_TOP
        lgdt    [rel gdt]
        lidt    [rel idt]
        mov     eax, SEL_DATA
        mov     ss, eax
        mov     ds, eax
        mov     es, eax
        mov     fs, eax
        mov     gs, eax

; Registers are the kernel's, so the host is asked for the APIC ID. It gains nothing by a lie: an ID whose
; CPU is parked, or none, is not taken, so no two CPUs wait for one ID.
who_am_i:
        mov     ecx, MSR_GHCB
        mov     eax, GHCB_CPUID_REQUEST | GHCB_CPUID_EDX
        mov     edx, LEAF_TOPOLOGY
        wrmsr
        rep vmmcall
        rdmsr
        cmp     eax, GHCB_CPUID_RESPONSE | GHCB_CPUID_EDX
        jne     lost
        mov     edi, edx
        mov     edx, layout_ap_state
        mov     ebx, [rdx + STATE_COUNT]
.slot:  cmp     [rdx + SLOT_APIC_ID], edi
        je      .mine
        add     edx, SLOT_BYTES
        dec     ebx
        jnz     .slot
        jmp     lost
.mine:  mov     eax, WHERE_KERNEL
        mov     ecx, WHERE_PARKED
        lock cmpxchg [rdx + SLOT_WHERE], ecx
        jne     lost
        mov     esi, edx
        jmp     park

; A CPU without a name does nothing any more.
lost:   mov     ecx, MSR_GHCB
        mov     eax, GHCB_AP_RESET_HOLD
        xor     edx, edx
        wrmsr
        rep vmmcall
        jmp     lost

; Any vector. NMIs stay blocked until the kernel's first IRET: one is enough.
any_exception:
        mov     esp, layout_ap_state + STATE_STACK_TOP
        test    esi, esi
        jz      lost
        jmp     park

align 8
gdt:    dw      4 * 8 - 1
        dq      boot_gdt
idt:    dw      ap_mailbox_idt_end - ap_mailbox_idt - 1
        dq      ap_mailbox_idt
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
