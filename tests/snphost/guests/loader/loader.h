/*
 * loader.h - the smallest firmware that starts Linux as an SNP guest: everything validated, entry
 * at load + 0x200 with a CC blob. It checks next to nothing: it exists to judge snphost.
 */
#ifndef LOADER_H
#define LOADER_H

#include "../guest.h"

/* Guest-physical layout below 4 MiB; the rest is the kernel's. */
enum {
	LOW_RAM_END = 0x9f000, LOW_MEMORY_END = 0xa0000,
	ROM_AREA = 0xc0000,	/* without EFI, Linux searches all of this but the VGA window for an iBFT */
	LAUNCH_START = 0x10000, LAUNCH_END = 0x23000,
	BOOT_DATA = 0x80000, BOOT_DATA_END = 0x90000,	/* RAM, but for the ACPI tables */
	BOOT_PARAMS = 0x80000, CMDLINE = 0x81000, CC_BLOB = 0x82000, SETUP_DATA = 0x82100,
	ACPI_TABLES = 0x84000,
	HIGH_RAM = 0x100000,
	SHARED = 0x200000, SHARED_END = 0x400000,	/* GHCB, DMA descriptor, bounce pages */
	DESCRIPTOR_GPA = SHARED + 0x1000,
	BOUNCE_GPA = SHARED + 0x2000, BOUNCE_BYTES = 0x80000,
	SECRETS_GPA = 0x20000, CPUID_GPA = 0x21000,
};

void memory_copy(void *to, const void *from, u64 bytes);

/* load_fwcfg.c */
void fwcfg_start(struct ghcb *g);
u32 fwcfg_u32(u16 key);
/* Copies len bytes from offset of item key to private memory. */
void fwcfg_load_at(u16 key, u32 offset, void *to, u32 len);
/* Copies item key to private memory at gpa. */
void fwcfg_load(u16 key, u64 gpa, u32 bytes);

/* load_acpi.c: writes tables at ACPI_TABLES and programs the chipset; returns the RSDP. */
u64 acpi_build(struct ghcb *g, u32 cpu_count);

/* load_accept.c */
void accept_range(struct ghcb *g, u64 start, u64 end);

#endif
