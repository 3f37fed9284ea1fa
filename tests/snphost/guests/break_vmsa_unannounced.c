/*
 * A VMSA where the image announces none, on a host that wants VMSAs of the firmware's own only.
 * RUN: --option own-vmsas=1
 * EXPECT: verdict=violation rule=own-vmsas
 */
#include "guest.h"

void guest_main(void)
{
	(void)ghcb_start(GHCB_GPA);
	accept_4k(0x401000);
	EXPECT(rmpadjust(0x401000, false, 1 | 1 << 16) == 0);
	pass();
}
