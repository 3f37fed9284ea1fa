/*
 * main.c - snphost from its first C to the guest's first instruction, and each vCPU's loop.
 */
#include "alloc.h"
#include "ap.h"
#include "counters.h"
#include "early.h"
#include "exits.h"
#include "fwcfg.h"
#include "fwcfg_filter.h"
#include "gmem.h"
#include "kick.h"
#include "lapic.h"
#include "launch.h"
#include "log.h"
#include "npt.h"
#include "options.h"
#include "phys.h"
#include "rmp.h"
#include "str.h"
#include "vcpu.h"
#include "x86.h"

enum { IOPM_BYTES = 0x3000, MSRPM_BYTES = 0x2000, DEFAULT_CBIT = 51, CBIT_FOUR_LEVELS = 47,
       HEAP_OFFSET = DATA_MAP_BYTES + 0x100000, GATE_INTERRUPT_64 = 0x8e, SEL_CODE64 = 0x18,
       FIRST_ASID = 1, NESTED_PAGING = 1 };

u64 host_base;
u8 boot_stack[1u << AP_STACK_SHIFT] __attribute__((aligned(16)));
u8 ap_stacks[MAX_VCPUS][1u << AP_STACK_SHIFT] __attribute__((aligned(16)));

extern const u64 fault_entries[32];
void host_main(void);
void host_ap_main(u32 index);
_Noreturn void host_exception(u32 vector, u64 word0, u64 word1, u64 cr2);

static u64 iopm_pa, msrpm_pa;
static struct { u64 low, high; } idt[32] __attribute__((aligned(16)));

_Noreturn void host_exception(u32 vector, u64 word0, u64 word1, u64 cr2)
{
	host_die("exception %u in the host, stack 0x%lx 0x%lx, cr2 0x%lx", vector, word0, word1,
		 cr2);
}

static void set_gate(u32 vector, u64 handler)
{
	idt[vector].low = (handler & 0xffff) | SEL_CODE64 << 16 | (u64)GATE_INTERRUPT_64 << 40 |
			  ((handler >> 16) & 0xffff) << 48;
	idt[vector].high = handler >> 32;
}

static void load_idt(void)
{
	struct { u16 limit; u64 base; } __attribute__((packed)) idtr = {
		sizeof(idt) - 1, (u64)(uintptr_t)idt };

	__asm__ volatile("lidt %0" : : "m"(idtr));
}

static void init_idt(void)
{
	for (u32 i = 0; i < 32; i++)
		set_gate(i, fault_entries[i]);
	load_idt();
}

static void init_memory(void)
{
	struct e820_entry entries[E820_MAX_ENTRIES];

	ram_map_build(&gmem.ram, entries, e820_read(entries));
	host_base = gmem.ram.host.start;
	alloc_init(host_base + HEAP_OFFSET, gmem.ram.host.end);
}

static void limit_guest_memory(void)
{
	u64 wanted = options.guest_mib * MIB;

	if (wanted > gmem.ram.guest_bytes)
		host_die("guest-mib=%lu: QEMU has RAM for %lu MiB only", options.guest_mib,
			 (u64)(gmem.ram.guest_bytes / MIB));
	if (wanted)
		gmem.ram.guest_bytes = wanted;
}

static void init_svm(void)
{
	u32 default_cbit = read_cr4() & CR4_LA57 ? DEFAULT_CBIT : CBIT_FOUR_LEVELS;

	if (!(cpuid(0x80000001, 0).ecx & (1 << 2)))
		host_die("this CPU model has no SVM; use -cpu max,la57=on,phys-bits=52");
	npt_init(options.cbit ? options.cbit : default_cbit);
	iopm_pa = alloc_bytes(IOPM_BYTES);
	memset(phys_ptr(iopm_pa), 0xff, IOPM_BYTES);
	msrpm_pa = alloc_bytes(MSRPM_BYTES);
	msrpm_init(phys_ptr(msrpm_pa));
}

static u64 instruction_bit(enum exit_code code)
{
	return 1ull << (code - EXIT_INTR);
}

static void init_vmcb(struct vcpu *v)
{
	struct vmcb *c = v->vmcb;

	if (!(options.sev_features & SEV_FEATURE_DEBUG_SWAP))
		c->intercept_dr_read = c->intercept_dr_write = 1 << 7;
	c->intercept_exceptions = 1u << VECTOR_UD;
	c->intercept_instructions = instruction_bit(EXIT_NMI) | instruction_bit(EXIT_RDPMC) |
		instruction_bit(EXIT_CPUID) | instruction_bit(EXIT_INVD) |
		instruction_bit(EXIT_HLT) | instruction_bit(EXIT_INVLPGA) |
		instruction_bit(EXIT_IOIO) | instruction_bit(EXIT_MSR) |
		instruction_bit(EXIT_SHUTDOWN) | instruction_bit(EXIT_WBINVD) |
		instruction_bit(EXIT_MONITOR) | instruction_bit(EXIT_MWAIT) |
		0x7full << (EXIT_VMRUN - EXIT_INTR);	/* VMRUN .. SKINIT */
	c->iopm_pa = iopm_pa;
	c->msrpm_pa = msrpm_pa;
	c->asid = FIRST_ASID;
	c->nested_control = NESTED_PAGING;
}

static void init_vcpu(u32 index)
{
	struct vcpu *v = &vcpus[index];

	v->index = index;
	v->vmcb_pa = alloc_page();
	v->vmcb = phys_ptr(v->vmcb_pa);
	v->ghcb_registered = GPA_NONE;
	v->vmsa_gpa = GPA_NONE;
	v->pending_vmsa_gpa = GPA_NONE;
	v->ghcb_msr = ghcb_msr_info((u32)__builtin_ctzll(npt_cbit_mask()));
	v->state = index == 0 ? VCPU_RUNNING : VCPU_UNINITIALISED;
	init_vmcb(v);
}

/* The part that must run on the vCPU's own CPU. */
static void start_on_this_cpu(struct vcpu *v)
{
	wrmsr(MSR_VM_HSAVE_PA, alloc_page());
	__asm__ volatile("clgi");
	v->apic_id = cpuid(1, 0).ebx >> 24;
	launch_load_vmsa(v->index);
	vcpu_choose_root(v);
	v->online = true;
}

/* QEMU flushes its TLB once more for each of these bits that differs between host and guest. */
static void match_guest_cr4(const struct vcpu *v)
{
	u64 host = read_cr4();
	u64 wanted = (host & ~(u64)CR4_MATCHED) | (v->vmcb->cr4 & CR4_MATCHED);

	if (wanted != host)
		write_cr4(wanted);
}

/* Only where QEMU's clock is an instruction count; svm.asm has the two readings. */
static void count_instructions(const struct vcpu *v)
{
	u64 ticks = v->tsc_at_exit - v->tsc_at_entry;

	if (options.count_instructions)
		counters[COUNT_GUEST_INSTRUCTIONS] += (ticks >> options.icount_shift) -
						      svm_run_own_instructions;
}

static _Noreturn void run(struct vcpu *v)
{
	for (;;) {
		ap_wait_until_running(v);
		vcpu_choose_root(v);
		match_guest_cr4(v);
		v->in_guest = true;
		host_unlock();
		svm_run(v->saved_gpr, v->vmcb_pa);
		v->in_guest = false;
		host_lock();
		count_instructions(v);
		exit_handle(v);
		host_unlock();
	}
}

void host_ap_main(u32 index)
{
	load_idt();
	host_lock();
	start_on_this_cpu(&vcpus[index]);
	host_unlock();
	run(&vcpus[index]);
}

static void start_cpus(void)
{
	u64 cr3;

	__asm__ volatile("mov %%cr3, %0" : "=r"(cr3));
	*(volatile u64 *)phys_ptr(AP_MAILBOX_CR3) = cr3;
	*(volatile u32 *)phys_ptr(AP_MAILBOX_COUNT) = 0;
	start_on_this_cpu(&vcpus[0]);
	if (vcpu_count == 1)
		return;
	lapic_start_aps();
	for (u32 i = 1; i < vcpu_count; i++)
		while (!vcpus[i].online)
			cpu_relax();
}

static u32 cpu_count(void)
{
	u16 count = 1;

	fwcfg_read(FWCFG_KEY_CPU_COUNT, &count, sizeof(count));
	if (count > MAX_VCPUS)
		host_die("-smp %u: at most %d CPUs", count, MAX_VCPUS);
	return count;
}

void host_main(void)
{
	init_memory();
	init_idt();
	options_read();
	limit_guest_memory();
	init_svm();
	vcpu_count = cpu_count();
	for (u32 i = 0; i < vcpu_count; i++)
		init_vcpu(i);
	launch(vcpu_count);
	fwcfg_filter_init();
	start_cpus();
	log_line("launch done: %u vCPU, %lu MiB, C-bit %d, image %lu KiB", vcpu_count,
		 (u64)(gmem.ram.guest_bytes / MIB), __builtin_ctzll(npt_cbit_mask()),
		 (u64)(gmem.image_bytes / KIB));
	counters_mark(MARK_FIRMWARE);
	run(&vcpus[0]);
}

void *rmp_new_page(void)
{
	return phys_ptr(alloc_page());
}
