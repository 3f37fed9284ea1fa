/*
 * The DSDTs as bytes of the ROM; tools/make-aml makes them from aml/ and `make check` compares.
 * Guarantees: what the kernel gets depends on the machine type alone. microvm's 24 virtio-mmio
 * transports differ by a number, so the ROM holds one of them.
 */
#include "firmware/boot/acpi_tables.h"
#include "lib/mem.h"

#define DSDT_REVISION 2 /* 64-bit integers in AML */
#define TRANSPORTS 24u
#define TRANSPORT_BYTES 69u /* the last device of dsdt_microvm.asl */
#define TRANSPORT_MARK 'Z'  /* becomes 'A' plus the transport's number */

static const u8 q35[] = {
#include "firmware/boot/aml/dsdt_q35.inc"
};

static const u8 pc[] = {
#include "firmware/boot/aml/dsdt_pc.inc"
};

static const u8 microvm[] = {
#include "firmware/boot/aml/dsdt_microvm.inc"
};

struct acpi_aml acpi_dsdt_aml(enum machine machine)
{
	if (machine == MACHINE_Q35)
		return (struct acpi_aml){ q35, sizeof(q35), 0, 0 };
	if (machine == MACHINE_PC)
		return (struct acpi_aml){ pc, sizeof(pc), 0, 0 };
	return (struct acpi_aml){ microvm, sizeof(microvm) - TRANSPORT_BYTES, TRANSPORT_BYTES,
				  TRANSPORTS };
}

u32 acpi_dsdt_bytes(enum machine machine)
{
	struct acpi_aml aml = acpi_dsdt_aml(machine);

	return (u32)sizeof(struct acpi_header) + aml.count + aml.tail_bytes * aml.tail_copies;
}

/* Last transport first, as QEMU lists them: its first device is behind the last transport. */
void acpi_put_dsdt(struct acpi_header *dsdt, enum machine machine)
{
	struct acpi_aml aml = acpi_dsdt_aml(machine);
	u8 *at = (u8 *)(dsdt + 1);

	acpi_put_header(dsdt, "DSDT", acpi_dsdt_bytes(machine), DSDT_REVISION);
	memcpy(at, aml.bytes, aml.count);
	at += aml.count;
	for (u32 number = aml.tail_copies; number-- > 0;) {
		const u8 *tail = aml.bytes + aml.count;

		for (u32 i = 0; i < aml.tail_bytes; i++)
			*at++ = tail[i] == TRANSPORT_MARK ? (u8)('A' + number) : tail[i];
	}
}
