/*
 * GDT, TSS and the report of an exception. Guarantees: a report runs on a stack of its own, so even
 * a lost stack pointer is named. Trusts only linker-placed memory.
 */
#include "firmware/cpu/exception.h"

#include "firmware/cpu/hw.h"
#include "lib/panic.h"

#define EXCEPTION_STACK_BYTES 2048
#define IDT_GATES 32u
#define VECTOR_GP 13u
#define ERROR_CODE_IDT 2u /* #GP names a gate of the IDT (APM volume 2, 8.4.1) */
#define ERROR_CODE_INDEX(code) ((code) >> 3 & 0xff)

#define SELECTOR_TASK 0x20
#define DESCRIPTOR_CODE64 0x00af9b000000ffffull
#define DESCRIPTOR_DATA 0x00cf93000000ffffull
#define DESCRIPTOR_TASK_TYPE (0x89ull << 40) /* present, available 64-bit TSS */

struct task_state {
	u32 reserved_0x00;
	u64 rsp[3];
	u64 reserved_0x1c;
	u64 ist[7];
	u64 reserved_0x5c;
	u16 reserved_0x64;
	u16 io_map_base;
} PACKED;
ASSERT_SIZE(struct task_state, 0x68);
ASSERT_OFFSET(struct task_state, ist, 0x24);

extern const u8 idt64[IDT_GATES * 16]; /* asm/isr.asm */

static u64 gdt[6];
static struct task_state task;
static u8 exception_stack[EXCEPTION_STACK_BYTES] UNINITIALISED __attribute__((aligned(16)));

static void describe_task(u64 base)
{
	gdt[SELECTOR_TASK / 8] = (sizeof(task) - 1) | (base & 0xffffff) << 16 | DESCRIPTOR_TASK_TYPE |
				 (base >> 24 & 0xff) << 56;
	gdt[SELECTOR_TASK / 8 + 1] = base >> 32;
}

void exception_install(void)
{
	gdt[2] = DESCRIPTOR_CODE64;
	gdt[3] = DESCRIPTOR_DATA;
	task.ist[0] = (u64)(uintptr_t)(exception_stack + sizeof(exception_stack));
	task.io_map_base = sizeof(task);
	describe_task((u64)(uintptr_t)&task);
	hw_load_gdt(gdt, sizeof(gdt));
	hw_load_task(SELECTOR_TASK);
	hw_load_idt(idt64, sizeof(idt64));
}

/* An interrupt without a gate: the CPU tells its vector by the error code of #GP. */
static bool is_interrupt(const struct exception_frame *frame)
{
	return frame->vector == VECTOR_GP && (frame->error_code & ERROR_CODE_IDT) &&
	       ERROR_CODE_INDEX(frame->error_code) >= IDT_GATES;
}

void exception_report(const struct exception_frame *frame)
{
	if (is_interrupt(frame)) {
		fault_detail(ERROR_CODE_INDEX(frame->error_code), frame->rip);
		panic(ERR_INTERRUPT);
	}
	fault_detail(frame->vector, frame->rip);
	panic(ERR_EXCEPTION);
}
