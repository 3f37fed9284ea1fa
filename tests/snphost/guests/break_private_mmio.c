/*
 * Reads a device through C=1.
 * RUN:
 * EXPECT: verdict=violation rule=private-mmio
 */
#include "guest.h"

void guest_main(void)
{
	(void)*(volatile u32 *)0x3f000000;
	pass();
}
