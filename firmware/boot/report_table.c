/*
 * The table OEMR. Guarantees: the parts lie one behind another inside the table, checksums are right.
 * Trusts its caller for the sizes. ACPI 6.5 chapter 5.
 */
#include "firmware/boot/report_table.h"

#include "firmware/boot/acpi_abi.h"
#include "firmware/boot/acpi_tables.h"
#include "firmware/mem/phys.h"
#include "lib/bytes.h"
#include "lib/mem.h"
#include "lib/panic.h"

static_assert(REPORT_TABLE_ACPI_HEADER_BYTES == sizeof(struct acpi_header), "one header");

static void seal(struct acpi_header *table)
{
	table->checksum = 0;
	table->checksum = (u8)-mem_sum8(table, table->length);
}

static u32 error_code(enum err error)
{
	struct err_info info = err_info(error);

	return error == OK ? 0 : (u32)info.set << 8 | info.code;
}

u32 report_table_finish(u8 *to, const struct report_table *table)
{
	struct report_table_body body = {
		.error = error_code(table->error),
		.log_offset = REPORT_TABLE_BYTES,
		.log_bytes = table->log_bytes,
		.report_offset = REPORT_TABLE_BYTES + table->log_bytes,
		.report_bytes = table->error == OK ? sizeof(*table->report) : 0,
		.certificates_bytes = table->error == OK ? table->certificates_bytes : 0,
	};
	struct acpi_header header = { 0 };
	u32 bytes;

	CHECK(table->log_bytes <= EVENT_LOG_BYTES_MAX);
	CHECK(table->certificates_bytes <= REPORT_CERTIFICATES_MAX);
	body.certificates_offset = body.report_offset + body.report_bytes;
	bytes = body.certificates_offset + body.certificates_bytes;
	acpi_put_header(&header, REPORT_TABLE_SIGNATURE, bytes, REPORT_TABLE_REVISION);
	memcpy(to, &header, sizeof(header));
	memcpy(to + sizeof(header), &body, sizeof(body));
	if (table->error == OK) {
		memcpy(to + body.report_offset, table->report, body.report_bytes);
		memcpy(to + body.certificates_offset, table->certificates, body.certificates_bytes);
	}
	seal((struct acpi_header *)to);
	return bytes;
}

enum err report_table_publish(struct arena *arena, u64 rsdp_gpa, u64 gpa)
{
	struct acpi_rsdp *rsdp = phys_ptr(rsdp_gpa, sizeof(*rsdp));
	u64 old_gpa = rsdp->xsdt;
	u32 old_bytes = ((struct acpi_header *)phys_ptr(old_gpa, sizeof(struct acpi_header)))->length;
	u64 new_gpa;
	enum err error = arena_take_high(arena, old_bytes + sizeof(u64), 16, &new_gpa);
	u8 *root;

	if (error != OK)
		return error;
	root = phys_ptr(new_gpa, old_bytes + sizeof(u64));
	memcpy(root, phys_ptr(old_gpa, old_bytes), old_bytes);
	le64_store(root + old_bytes, gpa);
	((struct acpi_header *)root)->length = old_bytes + (u32)sizeof(u64);
	seal((struct acpi_header *)root);
	rsdp->xsdt = new_gpa;
	rsdp->extended_checksum = 0;
	rsdp->extended_checksum = (u8)-mem_sum8(rsdp, sizeof(*rsdp));
	return OK;
}
