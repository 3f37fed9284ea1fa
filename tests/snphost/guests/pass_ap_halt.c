/*
 * A CPU that halts with interrupts off stays there whatever its neighbours do, runs when AP_CREATE gives it
 * another VMSA, halts there as well, and goes on behind its HLT after INIT and SIPI, which change no register of
 * an SNP vCPU. One that halts with interrupts on is woken by an interrupt and by nothing else.
 * RUN: --strict all --timeout 30
 * QEMU: -smp 2
 * EXPECT: verdict=terminated set=9 code=0x1
 */
#include "ap_guest.h"
#include "irq_guest.h"

enum { VMSA_2_GPA = 0x403000, AP_GHCB_GPA = 0x404000, PAGES_GPA = 0x600000, KICKS = 16 };

static volatile u32 entered, went_on, ready, woken;
static volatile u64 behind;

static void ap_main(void)
{
	struct ghcb *g;

	entered++;
	__asm__ volatile("cli; hlt");
	went_on++;
	g = ghcb_start(AP_GHCB_GPA);
	irq_enable_lapic(g);
	ready = 1;
	behind = irq_halt();
	woken = 1;
	for (;;)
		msr_call(GHCB_MSR_RESET_HOLD_REQUEST);
}

/* Time to halt, then page state changes: each has the other CPU leave guest mode. */
static void disturb(void)
{
	static u32 pages;

	for (u32 i = 0; i < KICKS; i++) {
		for (volatile u32 k = 0; k < 500000; k++)
			;
		accept_4k(PAGES_GPA + pages++ * PAGE_BYTES);
	}
}

void guest_main(void)
{
	struct ghcb *g = ghcb_start(GHCB_GPA);

	irq_load_idt();
	prepare_vmsa(ap_main);
	prepare_another_vmsa(VMSA_2_GPA, ap_main);
	start_ap(g);
	EXPECT(wait_until(&entered, 1));
	disturb();
	EXPECT(went_on == 0);
	EXPECT(ap_creation(g, 1, VMSA_2_GPA) == 0);
	EXPECT(wait_until(&entered, 2));
	disturb();
	EXPECT(went_on == 0);
	write_icr(g, ICR_INIT_OTHERS);
	write_icr(g, ICR_SIPI_OTHERS);
	EXPECT(wait_until(&went_on, 1));
	EXPECT(wait_until(&ready, 1));
	disturb();
	EXPECT(irq_count == 0 && !woken);
	irq_send_to(g, 1);
	EXPECT(wait_until(&woken, 1));
	EXPECT(irq_count == 1 && irq_return == behind && entered == 2);
	pass();
}
