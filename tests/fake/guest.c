/* An SEV-SNP guest at its C entry; see the header. */
#include "tests/fake/guest.h"

#include "firmware/mem/layout.h"
#include "firmware/sev/ghcb.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/fake/rmp.h"

#define LOW_RAM_BYTES 0xa0000u
#define PRESENT 1ull
#define LARGE 0x83ull /* present, writable, 2 MiB */

/* PML4, PDPT, directory of the ROM's GiB, directory of the first: asm/entry32.asm */
static u64 *table(u32 index)
{
	return phys_ptr(layout_page_tables_gpa() + index * PAGE_SIZE, PAGE_SIZE);
}

static void build_tables(void)
{
	table(0)[0] = (layout_page_tables_gpa() + PAGE_SIZE) | GUEST_C_BIT | PRESENT;
	table(1)[0] = (layout_page_tables_gpa() + 3 * PAGE_SIZE) | GUEST_C_BIT | PRESENT;
	table(1)[3] = (layout_page_tables_gpa() + 2 * PAGE_SIZE) | GUEST_C_BIT | PRESENT;
	for (u64 i = 0; i < 512; i++)
		table(3)[i] = i * PAGE_SIZE_2M | GUEST_C_BIT | LARGE;
}

static void fill_launch_pages(void)
{
	*guest_cpuid_page() = (struct snp_cpuid_page){
		.count = 2,
		.entries = { { .eax_in = 0, .eax = 13 },
			     { .eax_in = CPUID_LEAF_ENCRYPTION, .eax = 0x1a,
			       .ebx = GUEST_C_BIT_POSITION } },
	};
	guest_secrets_page()->version = 3;
}

void guest_reset(u64 ram_end)
{
	fake_panic_reset();
	machine_reset();
	hypervisor_reset();
	(void)rmp_ram(0, LOW_RAM_BYTES);
	(void)rmp_ram(MIB, ram_end - MIB);
	rmp_launch(layout_launch_pages());
	rmp_launch(layout_launch_ram());
	build_tables();
	fill_launch_pages();
}

void guest_free(void)
{
	if (ghcb_is_ready())
		ghcb_stop();
	machine_free();
}

int guest_leave(void **state)
{
	(void)state;
	guest_free();
	return 0;
}

struct snp_cpuid_page *guest_cpuid_page(void)
{
	return phys_ptr(layout_cpuid_gpa(), sizeof(struct snp_cpuid_page));
}

struct snp_secrets_page *guest_secrets_page(void)
{
	return phys_ptr(layout_secrets_gpa(), sizeof(struct snp_secrets_page));
}

u64 guest_entry_2m(u64 gpa)
{
	return table(3)[gpa / PAGE_SIZE_2M];
}

u64 guest_entry_4k(u64 gpa)
{
	const u64 *entries = phys_ptr(layout_page_table_4k_gpa(), PAGE_SIZE);

	return entries[gpa / PAGE_SIZE];
}
