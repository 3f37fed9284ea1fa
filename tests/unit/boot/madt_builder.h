/* The host's etc/acpi/tables with a MADT, entry by entry, for tests of what is read from it. */
#ifndef TEST_MADT_BUILDER_H
#define TEST_MADT_BUILDER_H

#include "lib/types.h"

#define MADT_FILE_BYTES 0x8000u
#define MADT_OFFSET (64u + 100u) /* behind a FACS and a DSDT */

struct madt_builder {
	u8 file[MADT_FILE_BYTES];
	u32 end; /* of the MADT */
};

/* FACS, DSDT and an empty MADT, then zeros. */
void madt_start(struct madt_builder *madt);

/* Entries; each gives back its offset in the file and corrects the MADT's length. */
u32 madt_add(struct madt_builder *madt, const u8 *entry, u32 bytes);
u32 madt_add_cpu(struct madt_builder *madt, u8 apic_id, u32 flags);
u32 madt_add_x2apic(struct madt_builder *madt, u32 apic_id, u32 flags);
u32 madt_add_io_apic(struct madt_builder *madt, u32 address, u32 gsi);

#endif
