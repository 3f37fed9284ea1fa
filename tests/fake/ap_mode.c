/* A ROM whose MADT has no entries of its own, for tests of the tables. */
#include "firmware/boot/ap_mode.h"

u32 ap_mode_madt_bytes(void)
{
	return 0;
}

u8 *ap_mode_put_madt(u8 *at, const struct acpi_topology *topology)
{
	(void)topology;
	return at;
}
