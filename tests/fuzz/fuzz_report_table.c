/*
 * What a guest shows of its boot, as tools/snp-verify takes it apart: table, certificate table, event log. The
 * checksum is made right first, or nothing would get past it.
 */
#include "tests/fuzz/fuzz.h"
#include "tools/verify/boot_log.h"
#include "tools/verify/report_parts.h"

#include <stdlib.h>

#define CHECKSUM 9u

static void seal(u8 *table, size_t bytes)
{
	u8 sum = 0;

	table[CHECKSUM] = 0;
	for (size_t i = 0; i < bytes; i++)
		sum = (u8)(sum + table[i]);
	table[CHECKSUM] = (u8)-sum;
}

/* Every byte of a part can be read. */
static u8 touch(struct blob part)
{
	u8 any = 0;

	for (size_t i = 0; i < part.bytes; i++)
		any |= part.data[i];
	return any;
}

static void take_apart(struct blob table)
{
	struct report_parts parts;
	struct certificate_files files;
	struct boot_log log;
	volatile u8 any = 0;

	if (report_parts_parse(table, &parts) != NULL)
		return;
	any |= touch(parts.report);
	if (certificate_files_parse(parts.certificates, &files) == NULL)
		any |= touch(files.vcek) | touch(files.ask) | touch(files.ark);
	if (boot_log_parse(parts.log, &log) == NULL) {
		fuzz_assert(log.range_count > 0 && log.range_count <= BOOT_LOG_RANGES_MAX);
		fuzz_assert(log.firmware.variant[0] != '\0');
		fuzz_assert(boot_log_ram_bytes(&log) >= PAGE_SIZE);
		(void)boot_log_apic_ids_count_up(&log);
	}
}

int LLVMFuzzerTestOneInput(const u8 *input, size_t bytes)
{
	u8 *table = fuzz_copy(input, bytes);

	if (bytes > CHECKSUM)
		seal(table, bytes);
	take_apart((struct blob){ table, bytes });
	free(table);
	return 0;
}
