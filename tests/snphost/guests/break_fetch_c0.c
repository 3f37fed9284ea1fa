/*
 * Runs code through a C=0 mapping.
 * RUN: --strict fetch-c0
 * EXPECT: verdict=violation rule=fetch-c0
 */
#include "guest.h"

void guest_main(void)
{
	accept_4k(0x400000);
	*(volatile u8 *)private_word(0x400000) = 0xc3;
	((void (*)(void))(uintptr_t)shared_word(0x400000))();
	pass();
}
