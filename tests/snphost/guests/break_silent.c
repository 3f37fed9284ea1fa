/*
 * Loops without ever leaving the guest: only the time limit ends it, and tells where it was.
 * RUN: --timeout 8
 * EXPECT: verdict=hang rip=0x[0-9a-f]*7fff[0-9a-f]*
 */
#include "guest.h"

void guest_main(void)
{
	for (;;)
		__asm__ volatile("pause");
}
