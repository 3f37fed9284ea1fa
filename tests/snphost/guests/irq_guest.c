/* irq_guest.c - see irq_guest.h. LAPIC by MMIO events. Document: APM vol. 2 ch. 16. */
#include "irq_guest.h"

enum { VECTOR = 0x40, SEL_CODE64 = 24, GATE_INTERRUPT = 0x8e,
       LAPIC_EOI = 0xb0, LAPIC_SPURIOUS = 0xf0, LAPIC_ICR_LOW = 0x300, LAPIC_ICR_HIGH = 0x310,
       LAPIC_TIMER = 0x320, LAPIC_TIMER_COUNT = 0x380, LAPIC_TIMER_DIVIDE = 0x3e0,
       SPURIOUS_ENABLE = 0x1ff, SHORTHAND_SELF = 1 << 18, LEVEL_ASSERT = 1 << 14, DIVIDE_BY_1 = 0xb };

struct irq_frame {
	u64 rip, cs, rflags, rsp, ss;
};

volatile u32 irq_count;
volatile u64 irq_return;
static struct { u64 low, high; } idt[VECTOR + 1];

static __attribute__((interrupt)) void handle(struct irq_frame *frame)
{
	irq_count++;
	irq_return = frame->rip;
}

/* Exceptions stay with the runtime: its gates are copied. */
void irq_load_idt(void)
{
	struct { u16 limit; u64 base; } __attribute__((packed)) idtr = {
		sizeof(idt) - 1, (u64)(uintptr_t)idt }, old;
	u64 at = (u64)(uintptr_t)handle;

	__asm__ volatile("sidt %0" : "=m"(old));
	for (u32 i = 0; i < 2 * (old.limit + 1u) / sizeof(idt[0]); i++)
		((volatile u64 *)idt)[i] = ((const volatile u64 *)old.base)[i];
	idt[VECTOR].low = (at & 0xffff) | SEL_CODE64 << 16 | (u64)GATE_INTERRUPT << 40 |
			  ((at >> 16) & 0xffff) << 48;
	idt[VECTOR].high = at >> 32;
	__asm__ volatile("lidt %0" : : "m"(idtr));
}

static void lapic_write(struct ghcb *g, u32 offset, u32 value)
{
	u64 gpa = (u64)(uintptr_t)g - SHARED_VIEW_BASE_GIB * GIB;
	struct ghcb_result r;

	g->scratch = gpa + 0x800;
	*(volatile u32 *)(void *)g->buffer = value;
	r = ghcb_do(g, GHCB_EVENT_MMIO_WRITE, 0xfee00000 + offset, 4, 0, GHCB_FIELD(scratch));
	EXPECT((u32)r.info1 == 0);
}

void irq_enable_lapic(struct ghcb *g)
{
	lapic_write(g, LAPIC_SPURIOUS, SPURIOUS_ENABLE);
}

void irq_send_self(struct ghcb *g)
{
	lapic_write(g, LAPIC_ICR_LOW, SHORTHAND_SELF | LEVEL_ASSERT | VECTOR);
}

void irq_send_to(struct ghcb *g, u32 apic_id)
{
	lapic_write(g, LAPIC_ICR_HIGH, apic_id << 24);
	lapic_write(g, LAPIC_ICR_LOW, LEVEL_ASSERT | VECTOR);
}

void irq_start_timer(struct ghcb *g, u32 ticks)
{
	lapic_write(g, LAPIC_TIMER_DIVIDE, DIVIDE_BY_1);
	lapic_write(g, LAPIC_TIMER, VECTOR);
	lapic_write(g, LAPIC_TIMER_COUNT, ticks);
}

void irq_end(struct ghcb *g)
{
	lapic_write(g, LAPIC_EOI, 0);
}

u64 irq_halt(void)
{
	u64 behind;

	__asm__ volatile("lea 1f(%%rip), %0; sti; hlt; 1: cli" : "=r"(behind) : : "memory");
	return behind;
}

__asm__(".pushsection .text.edge, \"ax\"\n"
	".balign 4096\n"
	".skip 4095 - (1f - 0f), 0xf4\n"
	".global irq_halt_in_fresh_page\n"
	"irq_halt_in_fresh_page:\n"
	"0:	lea 2f(%rip), %rax\n"
	"1:	sti\n"
	"	hlt\n"
	"2:	cli\n"
	"	ret\n"
	".balign 4096\n"
	".popsection\n");
