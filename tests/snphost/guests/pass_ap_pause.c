/*
 * A parked CPU that sleeps in the host (pause.h) hears of a word that is written to it, also when the writer
 * entered its loop before the sleep began and does nothing there but PAUSE.
 * RUN: --strict all --option own-vmsas=1 --timeout 30
 * QEMU: -smp 2
 * EXPECT: verdict=terminated set=9 code=0x1
 */
#include "ap_guest.h"

enum { ROUNDS = 20, IMAGE_SHIFT_GIB = 2 };

/* At a fixed address: the AP runs at its place in the image, where a parked CPU is looked for, and from there
 * variables are not where the compiler thinks. */
struct words {
	volatile u32 asked, answered, ready;
};
static struct words *const words = (struct words *)STACK_GPA;

static void ap_main(void)
{
	words->ready = 1;
	for (;;) {
		while (words->answered == words->asked)
			__asm__ volatile("pause");
		words->answered = words->asked;
	}
}

/* No exit comes from here, so that the AP falls asleep with this CPU in guest mode. */
static void let_it_sleep(void)
{
	for (volatile u32 i = 0; i < 3000000; i++)
		;
}

void guest_main(void)
{
	struct ghcb *g = ghcb_start(GHCB_GPA);

	prepare_vmsa((void (*)(void))((u64)(uintptr_t)ap_main + IMAGE_SHIFT_GIB * GIB));
	words->asked = words->answered = words->ready = 0;
	start_ap(g);
	EXPECT(wait_for(&words->ready));
	for (u32 i = 1; i <= ROUNDS; i++) {
		let_it_sleep();
		words->asked = i;
		EXPECT(wait_until(&words->answered, i));
	}
	pass();
}
