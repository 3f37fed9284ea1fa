/*
 * The EFI types of gnu-efi's headers plus what Linux adds to them. UEFI 2.10 sections 4.3, 4.6, 7.2;
 * Linux include/linux/efi.h.
 */
#ifndef BOOT_EFI_ABI_H
#define BOOT_EFI_ABI_H

#include <efi.h>

#include "lib/guid.h"

/* UEFI 2.10 table 7.6 has it; gnu-efi's enumeration ends before. */
#define EFI_UNACCEPTED_MEMORY_TYPE 15u

#define EFI_REVISION_2_10 (2u << 16 | 100u)

ASSERT_SIZE(EFI_MEMORY_DESCRIPTOR, 40);
ASSERT_SIZE(EFI_SYSTEM_TABLE, 120);
ASSERT_OFFSET(EFI_SYSTEM_TABLE, RuntimeServices, 88);
ASSERT_OFFSET(EFI_SYSTEM_TABLE, ConfigurationTable, 112);
ASSERT_SIZE(EFI_RUNTIME_SERVICES, 136);
ASSERT_SIZE(EFI_CONFIGURATION_TABLE, 24);

/* Configuration tables that Linux reads (drivers/firmware/efi/efi.c, common_tables) */
#define EFI_GUID_ACPI_20 \
	GUID_BYTES(0x8868e871u, 0xe4f1u, 0x11d3u, 0xbc, 0x22, 0x00, 0x80, 0xc7, 0x3c, 0x88, 0x81)
#define EFI_GUID_SMBIOS \
	GUID_BYTES(0xeb9d2d31u, 0x2d88u, 0x11d3u, 0x9a, 0x16, 0x00, 0x90, 0x27, 0x3f, 0xc1, 0x4d)
#define EFI_GUID_SMBIOS3 \
	GUID_BYTES(0xf2fd1544u, 0x9794u, 0x4a2cu, 0x99, 0x2e, 0xe5, 0xbb, 0xcf, 0x20, 0xe3, 0x94)
#define EFI_GUID_CC_BLOB \
	GUID_BYTES(0x067b1f5fu, 0xcf26u, 0x44c5u, 0x85, 0x54, 0x93, 0xd7, 0x77, 0x91, 0x2d, 0x42)
#define EFI_GUID_UNACCEPTED_MEMORY \
	GUID_BYTES(0xd5d1de3cu, 0x105cu, 0x44f9u, 0x9e, 0xa9, 0xbc, 0xef, 0x98, 0x12, 0x00, 0x31)
#define EFI_GUID_RT_PROPERTIES \
	GUID_BYTES(0xeb66918au, 0x7eefu, 0x402au, 0x84, 0x2e, 0x93, 0x1d, 0x21, 0xc3, 0x8a, 0xe9)

/* EFI_RT_PROPERTIES_TABLE, UEFI 2.10 section 4.6.2 */
struct efi_rt_properties {
	u16 version; /* 1 */
	u16 length;
	u32 supported; /* mask of EFI_RT_SUPPORTED_* */
};
ASSERT_SIZE(struct efi_rt_properties, 8);

#define EFI_RT_SUPPORTED_RESET_SYSTEM 0x0400u

#endif
