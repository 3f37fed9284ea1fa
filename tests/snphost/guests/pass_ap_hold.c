/*
 * CREATE_ON_INIT, and the reset hold of both protocols: a second INIT-SIPI is answered nonzero, a
 * SIPI alone with zero.
 * RUN: --strict all
 * QEMU: -smp 2
 * EXPECT: verdict=terminated set=9 code=0x1
 */
#include "ap_guest.h"

enum { AP_GHCB_GPA = 0x404000 };

static volatile u32 holds_msr, holds_page;

static void ap_main(void)
{
	struct ghcb *g = ghcb_start(AP_GHCB_GPA);
	struct ghcb_result r;

	holds_msr = 1;
	EXPECT(msr_call(GHCB_MSR_RESET_HOLD_REQUEST) == GHCB_MSR_RESET_HOLD_RESPONSE);
	holds_msr = 2;
	EXPECT(msr_call(GHCB_MSR_RESET_HOLD_REQUEST) >> 12 != 0);
	holds_page = 1;
	r = ghcb_do(g, GHCB_EVENT_RESET_HOLD, 0, 0, 0, 0);
	EXPECT(r.info1 == 0 && r.info2 != 0);
	pass();
}

/* Gives the AP time to be in its hold, also on a busy machine: nothing tells the BSP. */
static void let_it_hold(void)
{
	for (volatile u32 i = 0; i < 20000000; i++)
		;
}

void guest_main(void)
{
	struct ghcb *g = ghcb_start(GHCB_GPA);

	prepare_vmsa(ap_main);
	EXPECT(ap_creation(g, 0, VMSA_GPA) == 0);
	let_it_hold();
	EXPECT(!holds_msr);				/* nothing before the INIT */
	write_icr(g, ICR_INIT_OTHERS);
	write_icr(g, ICR_SIPI_OTHERS);
	EXPECT(wait_for(&holds_msr));
	let_it_hold();
	write_icr(g, ICR_SIPI_OTHERS);
	let_it_hold();
	EXPECT(holds_msr == 2);
	write_icr(g, ICR_INIT_OTHERS);
	write_icr(g, ICR_SIPI_OTHERS);
	EXPECT(wait_for(&holds_page));
	let_it_hold();
	write_icr(g, ICR_INIT_OTHERS);
	write_icr(g, ICR_SIPI_OTHERS);
	for (;;)
		__asm__ volatile("pause");
}
