/*
 * "sti; hlt" loses no wake-up: an interrupt that is pending at the STI is taken behind the HLT and nowhere
 * else, be there an exit between the two or not; and a timer ends a HLT that has begun.
 * RUN: --strict all --timeout 30
 * EXPECT: verdict=terminated set=9 code=0x1
 */
#include "irq_guest.h"

enum { ROUNDS = 4, TIMER_TICKS = 20000000 };

static void expect_one_behind(struct ghcb *g, u64 behind)
{
	EXPECT(irq_count == 1);
	EXPECT(irq_return == behind);
	irq_end(g);
	irq_count = 0;
}

void guest_main(void)
{
	struct ghcb *g = ghcb_start(GHCB_GPA);

	irq_load_idt();
	irq_enable_lapic(g);
	for (u32 i = 0; i < ROUNDS; i++) {
		irq_send_self(g);
		expect_one_behind(g, irq_halt());
		irq_start_timer(g, TIMER_TICKS);
		expect_one_behind(g, irq_halt());
	}
	irq_send_self(g);
	expect_one_behind(g, irq_halt_in_fresh_page());
	pass();
}
