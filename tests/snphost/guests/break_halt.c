/*
 * Halts for ever.
 * RUN:
 * EXPECT: verdict=hang
 */
#include "guest.h"

void guest_main(void)
{
	__asm__ volatile("cli; hlt");
	pass();
}
