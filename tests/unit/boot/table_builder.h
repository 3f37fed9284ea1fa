/* ACPI tables for tests: headers, root tables, RSDPs. ACPI 6.5 section 5.2. */
#ifndef TEST_TABLE_BUILDER_H
#define TEST_TABLE_BUILDER_H

#include "lib/types.h"

#define TABLE_HEADER 36u

/* A table of `bytes` bytes with recognisable content and no checksum yet. */
void table_put(u8 *at, const char *signature, u32 bytes);

/* A FADT whose pointers to FACS and DSDT are all 0. */
void table_put_fadt(u8 *at, u32 bytes);

/* The sum of bytes modulo 256, one by one: what a checksum makes 0. */
u8 table_sum(const u8 *at, u32 bytes);

/* Makes the `bytes` bytes sum to 0 by the byte at `checksum`. */
void table_seal_bytes(u8 *at, u32 bytes, u32 checksum);

/* The same for a whole table by its header's length and checksum byte. */
void table_seal(u8 *at);

/* An RSDP of revision 0 (20 bytes) or 2 (36 bytes), sealed. */
void table_put_rsdp(u8 *at, u32 rsdt);
void table_put_rsdp_v2(u8 *at, u64 xsdt);

#endif
