/*
 * The tables as the script left them, seen as the kernel will see them.
 * ACPI 6.5 sections 5.2.5 to 5.2.9.
 */
#ifndef BOOT_ACPI_VERIFY_H
#define BOOT_ACPI_VERIFY_H

#include "firmware/boot/acpi.h"

#define ACPI_ROOT_ENTRIES_MAX 64u

/*
 * ERR_ACPI_TABLE (address in the fault detail): no RSDP, a wrong signature or checksum, a table
 * (also one that only the FADT names) that is not whole inside one blob, more root entries than
 * ACPI_ROOT_ENTRIES_MAX.
 */
MUST_CHECK enum err acpi_verify(const struct acpi *acpi);

#endif
