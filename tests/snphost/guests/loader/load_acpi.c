/*
 * load_acpi.c - RSDP, XSDT, FADT, MADT and a DSDT that only knows S5: enough for Linux' timers,
 * CPUs and power-off on q35. Document: ACPI 6.4 ch. 5.
 */
#include "loader.h"

enum {
	PM_BASE = 0x600, SCI = 9,
	LPC_DEVFN = 31 << 3, LPC_PMBASE = 0x40, LPC_ACPI_CONTROL = 0x44,
	PORT_PCI_ADDRESS = 0xcf8, PORT_PCI_DATA = 0xcfc,
	HEADER_BYTES = 36, FADT_BYTES = 244, ADDRESS_MASK = 0xff,
};

struct header {
	char signature[4];
	u32 length;
	u8 revision, checksum;
	char oem[6], oem_table[8];
	u32 oem_revision, creator, creator_revision;
} __attribute__((packed));

static u64 next;

static void set_checksum(u8 *table, u32 bytes, u8 *field)
{
	u8 sum = 0;

	*field = 0;
	for (u32 i = 0; i < bytes; i++)
		sum = (u8)(sum + table[i]);
	*field = (u8)-sum;
}

static u8 *new_table(const char *signature, u8 revision, u32 bytes)
{
	struct header *h = (struct header *)(uintptr_t)next;

	next = (next + bytes + 15) & ~15ull;
	for (u32 i = 0; i < bytes; i++)
		((u8 *)h)[i] = 0;
	memory_copy(h->signature, signature, 4);
	h->length = bytes;
	h->revision = revision;
	memory_copy(h->oem, "SNPHST", 6);
	memory_copy(h->oem_table, "LOADER  ", 8);
	return (u8 *)h;
}

static u64 finish(u8 *table)
{
	struct header *h = (struct header *)(void *)table;

	set_checksum(table, h->length, &h->checksum);
	return (u64)(uintptr_t)table;
}

static void put32(u8 *table, u32 offset, u32 value)
{
	memory_copy(table + offset, &value, sizeof(value));
}

static void put64(u8 *table, u32 offset, u64 value)
{
	memory_copy(table + offset, &value, sizeof(value));
}

static u64 build_dsdt(void)
{
	/* Name (_S5, Package () { 0, 0, 0, 0 }) */
	static const u8 aml[] = { 0x08, '_', 'S', '5', '_', 0x12, 0x06, 0x04, 0, 0, 0, 0 };
	u8 *t = new_table("DSDT", 2, HEADER_BYTES + sizeof(aml));

	memory_copy(t + HEADER_BYTES, aml, sizeof(aml));
	return finish(t);
}

static u64 build_fadt(void)
{
	u8 *t = new_table("FACP", 3, FADT_BYTES);
	u64 dsdt = build_dsdt();

	put32(t, 40, (u32)dsdt);
	t[46] = SCI;
	put32(t, 56, PM_BASE);			/* PM1a event block */
	put32(t, 64, PM_BASE + 4);		/* PM1a control block */
	put32(t, 76, PM_BASE + 8);		/* PM timer */
	t[88] = 4;
	t[89] = 2;
	t[91] = 4;
	put32(t, 112, 1 | 1 << 2 | 1 << 8);	/* WBINVD, C1, 32-bit PM timer */
	put64(t, 140, dsdt);
	return finish(t);
}

static u64 build_madt(u32 cpu_count)
{
	static const u8 overrides[] = { 2, 10, 0, 0, 2, 0, 0, 0, 0, 0,
					2, 10, 0, SCI, SCI, 0, 0, 0, 0x0d, 0 };
	u32 bytes = HEADER_BYTES + 8 + 8 * cpu_count + 12 + (u32)sizeof(overrides);
	u8 *t = new_table("APIC", 3, bytes);
	u8 *at = t + HEADER_BYTES + 8;

	put32(t, HEADER_BYTES, 0xfee00000);
	put32(t, HEADER_BYTES + 4, 1);
	for (u32 i = 0; i < cpu_count; i++, at += 8) {
		const u8 entry[8] = { 0, 8, (u8)i, (u8)i, 1, 0, 0, 0 };

		memory_copy(at, entry, sizeof(entry));
	}
	at[0] = 1;
	at[1] = 12;
	put32(at, 4, 0xfec00000);
	memory_copy(at + 12, overrides, sizeof(overrides));
	return finish(t);
}

static void out32_ghcb(struct ghcb *g, u16 port, u32 value)
{
	g->rax = value;
	ghcb_do(g, GHCB_EVENT_IOIO, (u64)port << 16 | 1 << 6, 0, 1ull << GHCB_RAX_BIT, 0);
}

static void pci_write(struct ghcb *g, u32 devfn, u32 offset, u32 value)
{
	out32_ghcb(g, PORT_PCI_ADDRESS, 0x80000000u | devfn << 8 | offset);
	out32_ghcb(g, PORT_PCI_DATA, value);
}

u64 acpi_build(struct ghcb *g, u32 cpu_count)
{
	u8 *xsdt, *rsdp;

	next = ACPI_TABLES;
	xsdt = new_table("XSDT", 1, HEADER_BYTES + 16);
	put64(xsdt, HEADER_BYTES, build_fadt());
	put64(xsdt, HEADER_BYTES + 8, build_madt(cpu_count));
	rsdp = new_table("RSD ", 0, 36);
	for (u32 i = 0; i < 36; i++)
		rsdp[i] = 0;
	memory_copy(rsdp, "RSD PTR ", 8);
	rsdp[15] = 2;
	put32(rsdp, 20, 36);
	put64(rsdp, 24, finish(xsdt));
	set_checksum(rsdp, 20, rsdp + 8);
	set_checksum(rsdp, 36, rsdp + 32);
	pci_write(g, LPC_DEVFN, LPC_PMBASE, PM_BASE | 1);
	pci_write(g, LPC_DEVFN, LPC_ACPI_CONTROL, 0x80);
	return (u64)(uintptr_t)rsdp;
}
