/* Privileged instructions by signal; see the header. Knows those of asm/ap_mailbox.asm and no others. */
#define _GNU_SOURCE
#include "tests/unit/asm/cpu_in_user_mode.h"

#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <ucontext.h>

#define SIGNAL_INTERRUPT SIGUSR1
#define SIGNAL_STOP SIGUSR2
#define ROM_START 0xffff8000u
#define ROM_LAST 0xffffffffu

static __thread struct user_cpu *cpu;
static __thread sigjmp_buf way_out;
static volatile u64 interrupt_handler;

static _Noreturn void end_thread(void)
{
	cpu->has_ended = true;
	siglongjmp(way_out, 1);
}

static bool is_rom(u64 rip)
{
	return rip >= ROM_START && rip <= ROM_LAST;
}

/* lidt [rip + displacement]: 0f 01 1d and four bytes */
static bool load_idt(greg_t *reg)
{
	static const u8 opcode[] = { 0x0f, 0x01, 0x1d };
	const u8 *code = (const u8 *)reg[REG_RIP];
	int32_t displacement;

	if (memcmp(code, opcode, sizeof(opcode)) != 0)
		return false;
	memcpy(&displacement, code + sizeof(opcode), sizeof(displacement));
	reg[REG_RIP] += (greg_t)(sizeof(opcode) + sizeof(displacement));
	cpu->idt_limit = *(const u16 *)(reg[REG_RIP] + displacement);
	cpu->lidts++;
	return true;
}

/* A jump out of the ROM ends in memory that cannot be executed: there the CPU has left. */
static void on_fault(int number, siginfo_t *info, void *context)
{
	greg_t *reg = ((ucontext_t *)context)->uc_mcontext.gregs;
	u64 rip = (u64)reg[REG_RIP];

	(void)number;
	(void)info;
	if (!is_rom(rip)) {
		cpu->left_to = rip;
		cpu->has_left = true;
		end_thread();
	}
	if (load_idt(reg))
		return;
	cpu->defect = "an instruction that faults and is not known";
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

static void on_stop(int number, siginfo_t *info, void *context)
{
	(void)number;
	(void)info;
	(void)context;
	end_thread();
}

static void install(int number, void (*handler)(int, siginfo_t *, void *))
{
	struct sigaction action = { .sa_flags = SA_SIGINFO | SA_ONSTACK };

	action.sa_sigaction = handler;
	(void)sigaction(number, &action, NULL);
}

void user_cpu_catch(void)
{
	install(SIGSEGV, on_fault);
	install(SIGILL, on_fault);
	install(SIGNAL_INTERRUPT, on_interrupt);
	install(SIGNAL_STOP, on_stop);
}

/* The code owns every register, the stack pointer included. */
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
	user_cpu_catch();
	interrupt_handler = handler;
	(void)pthread_kill(to->thread, SIGNAL_INTERRUPT);
}
