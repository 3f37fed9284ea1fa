/* Privileged instructions by signal; see the header. Knows those of asm/ap_mailbox.asm and no others. */
#define _GNU_SOURCE
#include "tests/unit/asm/cpu_in_user_mode.h"

#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <ucontext.h>

#define SIGNAL_INTERRUPT SIGUSR1
#define SIGNAL_STOP SIGUSR2
#define GHCB_HOLD 6u
#define GHCB_CPUID_EDX (4u | 3u << 30)
#define GHCB_CPUID_EDX_ANSWER (5u | 3u << 30)
#define LEAF_TOPOLOGY 0xbu

static __thread struct user_cpu *cpu;
static __thread u64 ghcb_msr;
static __thread sigjmp_buf way_out;
static volatile u64 interrupt_handler;

/* The instruction at the fault: its bytes, and what it does to the registers. */
struct instruction {
	u8 bytes[3];
	u8 count;  /* bytes that are compared */
	u8 length; /* of the whole */
	void (*run)(greg_t *reg);
};

static void nothing(greg_t *reg)
{
	(void)reg;
}

static void read_cr4(greg_t *reg)
{
	reg[REG_RAX] = (greg_t)cpu->cr4;
}

static void write_cr3(greg_t *reg)
{
	cpu->cr3 = (u64)reg[REG_RCX];
}

static void write_cr4(greg_t *reg)
{
	cpu->cr4 = (u64)reg[REG_RAX];
}

static void load_table(greg_t *reg)
{
	(void)reg;
	if (cpu->cr3_at_first_access == 0)
		cpu->cr3_at_first_access = cpu->cr3;
}

static void load_idt(greg_t *reg)
{
	load_table(reg);
	cpu->lidts++;
}

/* Request and answer at once: VMMCALL itself may or may not fault in a VM. */
static void write_msr(greg_t *reg)
{
	u64 request = (u64)reg[REG_RDX] << 32 | (u32)reg[REG_RAX];

	if ((u32)reg[REG_RCX] != 0xc0010130)
		cpu->defect = "WRMSR of another MSR than the GHCB's";
	else if (request == GHCB_HOLD)
		cpu->has_ended = cpu->holds++ > 0;
	else if (request != ((u64)LEAF_TOPOLOGY << 32 | GHCB_CPUID_EDX))
		cpu->defect = "a request that no host knows";
	ghcb_msr = (u64)cpu->host_apic_id << 32 |
		   (cpu->host_response != 0 ? cpu->host_response : GHCB_CPUID_EDX_ANSWER);
}

static void read_msr(greg_t *reg)
{
	reg[REG_RAX] = (u32)ghcb_msr;
	reg[REG_RDX] = (greg_t)(ghcb_msr >> 32);
}

static const struct instruction instructions[] = {
	{ { 0xfa }, 1, 1, nothing },                     /* cli */
	{ { 0x0f, 0x20, 0xe0 }, 3, 3, read_cr4 },        /* mov rax, cr4 */
	{ { 0x0f, 0x22, 0xd9 }, 3, 3, write_cr3 },       /* mov cr3, rcx */
	{ { 0x0f, 0x22, 0xe0 }, 3, 3, write_cr4 },       /* mov cr4, rax */
	{ { 0x0f, 0x01, 0x15 }, 3, 7, load_table },      /* lgdt */
	{ { 0x0f, 0x01, 0x1d }, 3, 7, load_idt },        /* lidt */
	{ { 0x8e, 0xd0 }, 2, 2, nothing },               /* mov ss, eax */
	{ { 0x8e, 0xd8 }, 2, 2, nothing },               /* mov ds, eax */
	{ { 0x8e, 0xc0 }, 2, 2, nothing },               /* mov es, eax */
	{ { 0x8e, 0xe0 }, 2, 2, nothing },               /* mov fs, eax */
	{ { 0x8e, 0xe8 }, 2, 2, nothing },               /* mov gs, eax */
	{ { 0x0f, 0x30 }, 2, 2, write_msr },             /* wrmsr */
	{ { 0x0f, 0x32 }, 2, 2, read_msr },              /* rdmsr */
	{ { 0xf3, 0x0f, 0x01 }, 3, 4, nothing },         /* rep vmmcall */
};

static _Noreturn void end_thread(void)
{
	cpu->has_ended = true;
	siglongjmp(way_out, 1);
}

static const struct instruction *at(const u8 *code)
{
	for (u32 i = 0; i < COUNT_OF(instructions); i++)
		if (memcmp(code, instructions[i].bytes, instructions[i].count) == 0)
			return &instructions[i];
	return NULL;
}

/* A jump out of the ROM ends in memory that cannot be executed: there the CPU has left. */
static bool is_rom(u64 rip)
{
	return rip >= 0xffff8000 && rip <= 0xffffffff;
}

static void on_fault(int number, siginfo_t *info, void *context)
{
	greg_t *reg = ((ucontext_t *)context)->uc_mcontext.gregs;
	const struct instruction *found;
	u64 rip = (u64)reg[REG_RIP];

	(void)number;
	(void)info;
	if (!is_rom(rip)) {
		cpu->left_to = rip;
		cpu->has_left = true;
		end_thread();
	}
	found = at((const u8 *)rip);
	if (found == NULL) {
		cpu->defect = "an instruction that faults and is not known";
		end_thread();
	}
	found->run(reg);
	reg[REG_RIP] += found->length;
	if (cpu->has_ended || cpu->defect != NULL)
		end_thread();
}

static void on_interrupt(int number, siginfo_t *info, void *context)
{
	greg_t *reg = ((ucontext_t *)context)->uc_mcontext.gregs;

	(void)number;
	(void)info;
	if (is_rom((u64)reg[REG_RIP]))
		reg[REG_RIP] = (greg_t)interrupt_handler;
}

static void on_stop(int number)
{
	(void)number;
	end_thread();
}

static void install(int number, void (*handler)(int, siginfo_t *, void *))
{
	struct sigaction action = { .sa_flags = SA_SIGINFO | SA_ONSTACK };

	action.sa_sigaction = handler;
	(void)sigaction(number, &action, NULL);
}

/* The code owns every register, the stack pointer included; it must never use it. */
static _Noreturn void enter(u64 entry, u64 rsi, u64 rdi)
{
	__asm__ volatile("xor %%esp, %%esp\n\tjmp *%0" : : "a"(entry), "S"(rsi), "D"(rdi) : "memory");
	__builtin_unreachable();
}

static void *run(void *argument)
{
	static __thread u8 signal_stack[1 << 16];
	stack_t stack = { .ss_sp = signal_stack, .ss_size = sizeof(signal_stack) };

	cpu = argument;
	(void)sigaltstack(&stack, NULL);
	if (sigsetjmp(way_out, 1) == 0)
		enter(cpu->entry, cpu->rsi, cpu->rdi);
	return NULL;
}

void user_cpu_catch(void)
{
	struct sigaction stop = { .sa_handler = on_stop, .sa_flags = SA_ONSTACK };

	install(SIGSEGV, on_fault);
	install(SIGILL, on_fault);
	install(SIGNAL_INTERRUPT, on_interrupt);
	(void)sigaction(SIGNAL_STOP, &stop, NULL);
}

void user_cpu_start(struct user_cpu *new_cpu)
{
	user_cpu_catch();
	(void)pthread_create(&new_cpu->thread, NULL, run, new_cpu);
}

void user_cpu_stop(struct user_cpu *old)
{
	if (!old->has_ended)
		(void)pthread_kill(old->thread, SIGNAL_STOP);
	(void)pthread_join(old->thread, NULL);
}

void user_cpu_interrupt(struct user_cpu *to, u64 handler)
{
	interrupt_handler = handler;
	(void)pthread_kill(to->thread, SIGNAL_INTERRUPT);
}
