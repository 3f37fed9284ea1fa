/*
 * The firmware's own ACPI tables, from facts to finished tables. Guarantees: nothing but numbers
 * comes from the host, each of them checked; checksums are right; all tables lie in one block of ACPI
 * memory.
 *
 * SECURITY: no AML of the host's is handed over, and none can be named by these tables. What the
 * host still decides (machine type, CPUs, HPET) can only deny service.
 */
#include "firmware/boot/acpi_own.h"

#include "firmware/boot/acpi_tables.h"
#include "firmware/dev/fw_cfg.h"
#include "firmware/mem/phys.h"
#include "lib/mem.h"
#include "lib/panic.h"

#define TABLE_ALIGNMENT 16u /* of all but the FACS */
#define ROOT_ENTRIES_MAX 4u /* FADT, MADT, MCFG, HPET */
#define XSDT_BYTES_MAX (sizeof(struct acpi_header) + ROOT_ENTRIES_MAX * sizeof(u64))
#define RSDP_REVISION 2

#define HPET_GPA 0xfed00000u
#define HPET_BLOCK_ID 0x8086a201u

/* The block that the tables go to, front to back. */
struct builder {
	u64 next;
	u64 end;
	u32 root_count;
	u64 root[ROOT_ENTRIES_MAX];
};

void acpi_put_header(struct acpi_header *header, const char signature[4], u32 bytes, u8 revision)
{
	memcpy(header->signature, signature, sizeof(header->signature));
	header->length = bytes;
	header->revision = revision;
	memcpy(header->oem_id, "SNPSHM", sizeof(header->oem_id));
	memcpy(header->oem_table_id, "SNP-SHIM", sizeof(header->oem_table_id));
	header->oem_revision = 1;
	memcpy(header->creator_id, "SHIM", sizeof(header->creator_id));
	header->creator_revision = 1;
}

static u64 aligned(u64 bytes)
{
	return align_up(bytes, TABLE_ALIGNMENT);
}

static u64 block_bytes(const struct acpi_facts *facts)
{
	return aligned(sizeof(struct acpi_facs)) + aligned(acpi_dsdt_bytes(facts->machine)) +
	       aligned(sizeof(struct acpi_fadt)) + aligned(acpi_madt_bytes(facts)) +
	       aligned(sizeof(struct acpi_mcfg)) + aligned(sizeof(struct acpi_hpet)) +
	       aligned(XSDT_BYTES_MAX) + aligned(sizeof(struct acpi_rsdp));
}

/* The next `bytes` bytes of the block, zeroed; their address in *gpa. */
static void *take(struct builder *builder, u64 bytes, u64 *gpa)
{
	void *at = phys_ptr(builder->next, bytes);

	CHECK(bytes <= builder->end - builder->next);
	memset(at, 0, bytes);
	*gpa = builder->next;
	builder->next += aligned(bytes);
	return at;
}

static void seal(struct acpi_header *table)
{
	table->checksum = (u8)-mem_sum8(table, table->length);
}

/* A finished table that the root table names. */
static void add_to_root(struct builder *builder, struct acpi_header *table, u64 gpa)
{
	CHECK(builder->root_count < ROOT_ENTRIES_MAX);
	seal(table);
	builder->root[builder->root_count++] = gpa;
}

/* First in the block, which is aligned for it. Linux wants one beside fixed registers. */
static u64 add_facs(struct builder *builder)
{
	u64 gpa;
	struct acpi_facs *facs = take(builder, sizeof(*facs), &gpa);

	memcpy(facs->signature, "FACS", sizeof(facs->signature));
	facs->length = sizeof(*facs);
	facs->version = 1;
	return gpa;
}

static u64 add_dsdt(struct builder *builder, enum machine machine)
{
	u64 gpa;
	struct acpi_header *dsdt = take(builder, acpi_dsdt_bytes(machine), &gpa);

	acpi_put_dsdt(dsdt, machine);
	seal(dsdt);
	return gpa;
}

static void add_fadt(struct builder *builder, enum machine machine)
{
	u64 facs_gpa = machine == MACHINE_MICROVM ? 0 : add_facs(builder);
	u64 dsdt_gpa = add_dsdt(builder, machine);
	u64 gpa;
	struct acpi_fadt *fadt = take(builder, sizeof(*fadt), &gpa);

	acpi_put_fadt(fadt, machine, facs_gpa, dsdt_gpa);
	add_to_root(builder, &fadt->header, gpa);
}

static void add_madt(struct builder *builder, const struct acpi_facts *facts)
{
	u64 gpa;
	struct acpi_madt *madt = take(builder, acpi_madt_bytes(facts), &gpa);

	acpi_put_madt(madt, facts);
	add_to_root(builder, &madt->header, gpa);
}

static void add_mcfg(struct builder *builder, struct range ecam)
{
	u64 gpa;
	struct acpi_mcfg *mcfg = take(builder, sizeof(*mcfg), &gpa);

	acpi_put_header(&mcfg->header, "MCFG", sizeof(*mcfg), 1);
	mcfg->base = ecam.start;
	mcfg->last_bus = (u8)(range_bytes(ecam) / MIB - 1); /* 1 MiB for each bus */
	add_to_root(builder, &mcfg->header, gpa);
}

static void add_hpet(struct builder *builder)
{
	u64 gpa;
	struct acpi_hpet *hpet = take(builder, sizeof(*hpet), &gpa);

	acpi_put_header(&hpet->header, "HPET", sizeof(*hpet), 1);
	hpet->block_id = HPET_BLOCK_ID;
	hpet->base = (struct acpi_register){ ACPI_SPACE_MEMORY, 0, 0, 0, HPET_GPA };
	add_to_root(builder, &hpet->header, gpa);
}

static u64 add_xsdt(struct builder *builder)
{
	u32 entry_bytes = builder->root_count * (u32)sizeof(u64);
	u32 bytes = (u32)sizeof(struct acpi_header) + entry_bytes;
	u64 gpa;
	struct acpi_header *xsdt = take(builder, bytes, &gpa);

	acpi_put_header(xsdt, "XSDT", bytes, 1);
	memcpy(xsdt + 1, builder->root, entry_bytes);
	seal(xsdt);
	return gpa;
}

static u64 add_rsdp(struct builder *builder, u64 xsdt_gpa)
{
	u64 gpa;
	struct acpi_rsdp *rsdp = take(builder, sizeof(*rsdp), &gpa);

	memcpy(rsdp->signature, "RSD PTR ", sizeof(rsdp->signature));
	memcpy(rsdp->oem_id, "SNPSHM", sizeof(rsdp->oem_id));
	rsdp->revision = RSDP_REVISION;
	rsdp->length = sizeof(*rsdp);
	rsdp->xsdt = xsdt_gpa;
	rsdp->checksum = (u8)-mem_sum8(rsdp, ACPI_RSDP_V1_BYTES);
	rsdp->extended_checksum = (u8)-mem_sum8(rsdp, sizeof(*rsdp));
	return gpa;
}

enum err acpi_own_build(const struct acpi_facts *facts, struct arena *arena, u64 *rsdp_gpa)
{
	struct range ecam = chipset_ecam(facts->machine);
	struct builder builder = { 0 };
	u64 bytes = block_bytes(facts);
	enum err error = arena_take_high(arena, bytes, ACPI_FACS_ALIGNMENT, &builder.next);

	if (error != OK)
		return error;
	builder.end = builder.next + bytes;
	add_fadt(&builder, facts->machine);
	add_madt(&builder, facts);
	if (!range_is_empty(ecam))
		add_mcfg(&builder, ecam);
	if (facts->has_hpet)
		add_hpet(&builder);
	*rsdp_gpa = add_rsdp(&builder, add_xsdt(&builder));
	return OK;
}
