/*
 * BIOS information. Guarantees: the search reads inside the table only and ends. The structure has no
 * release date, because a build has none.
 */
#include "firmware/boot/smbios_bios.h"

#include "lib/mem.h"

#define TYPE_BIOS 0
#define HEADER_BYTES 4u
#define FORMATTED_BYTES 0x18u /* without the strings */
#define CHARACTERISTICS_NONE (1u << 3) /* "not supported": there are no option ROMs, no boot order */
#define EXTENSION_VIRTUAL_MACHINE (1u << 4)

ASSERT_OFFSET(struct smbios_bios, characteristics, 0x0a);
ASSERT_OFFSET(struct smbios_bios, release_major, 0x14);
ASSERT_OFFSET(struct smbios_bios, vendor_text, FORMATTED_BYTES);

static const struct smbios_bios bios = {
	.type = TYPE_BIOS,
	.length = FORMATTED_BYTES,
	.vendor = 1,
	.version = 2,
	.characteristics = CHARACTERISTICS_NONE,
	.extension = { 0, EXTENSION_VIRTUAL_MACHINE },
	.release_major = VERSION_MAJOR,
	.release_minor = VERSION_MINOR,
	.controller_major = 0xff, /* no embedded controller */
	.controller_minor = 0xff,
	.vendor_text = "snp-shim",
	.version_text = VERSION_TEXT,
};

/* Where the structure after the one at `at` starts: behind two NULs that follow its fields. */
static u32 next_structure(const u8 *table, u32 bytes, u32 at)
{
	u32 end = at + table[at + 1];

	while (end + 1 < bytes && (table[end] != 0 || table[end + 1] != 0))
		end++;
	return end + 2;
}

bool smbios_has_bios(const u8 *table, u32 bytes)
{
	u32 at = 0;

	while (at + HEADER_BYTES <= bytes && table[at + 1] >= HEADER_BYTES) {
		if (table[at] == TYPE_BIOS)
			return true;
		at = next_structure(table, bytes, at);
	}
	return false;
}

void smbios_write_bios(u8 *to)
{
	memcpy(to, &bios, sizeof(bios));
}
