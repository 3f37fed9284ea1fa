/*
 * An exception with an empty IDT.
 * RUN:
 * EXPECT: verdict=shutdown
 */
#include "guest.h"

void guest_main(void)
{
	static const struct { u16 limit; u64 base; } __attribute__((packed)) empty = { 0, 0 };

	__asm__ volatile("lidt %0; ud2" : : "m"(empty));
	pass();
}
