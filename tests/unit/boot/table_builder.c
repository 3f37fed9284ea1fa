/* ACPI tables for tests; see the header. */
#include "tests/unit/boot/table_builder.h"
#include "lib/bytes.h"

#include <string.h>

void table_put(u8 *at, const char *signature, u32 bytes)
{
	for (u32 i = 0; i < bytes; i++)
		at[i] = (u8)(i * 13 + 5);
	memcpy(at, signature, 4);
	le32_store(at + 4, bytes);
	at[8] = 1; /* revision */
	at[9] = 0; /* checksum */
}

void table_put_fadt(u8 *at, u32 bytes)
{
	table_put(at, "FACP", bytes);
	memset(at + 36, 0, 8);
	if (bytes >= 148)
		memset(at + 132, 0, 16);
}

u8 table_sum(const u8 *at, u32 bytes)
{
	u32 sum = 0;

	for (u32 i = 0; i < bytes; i++)
		sum += at[i];
	return (u8)sum;
}

void table_seal_bytes(u8 *at, u32 bytes, u32 checksum)
{
	at[checksum] = 0;
	at[checksum] = (u8)(0x100 - table_sum(at, bytes));
}

void table_seal(u8 *at)
{
	table_seal_bytes(at, le32_load(at + 4), 9);
}

void table_put_rsdp(u8 *at, u32 rsdt)
{
	memset(at, 0, 20);
	memcpy(at, "RSD PTR ", 8);
	memcpy(at + 9, "TESTER", 6);
	le32_store(at + 16, rsdt);
	table_seal_bytes(at, 20, 8);
}

void table_put_rsdp_v2(u8 *at, u64 xsdt)
{
	table_put_rsdp(at, 0);
	memset(at + 20, 0, 16);
	at[15] = 2;
	le32_store(at + 20, 36);
	le64_store(at + 24, xsdt);
	table_seal_bytes(at, 20, 8);
	table_seal_bytes(at, 36, 32);
}
