/* cpuid_table.h - the CPUID the guest sees, by the CPUID page and by GHCB alike. */
#ifndef SNPHOST_CPUID_TABLE_H
#define SNPHOST_CPUID_TABLE_H

#include "types.h"
#include "x86.h"

/* One leaf, with what QEMU's TCG cannot back hidden and leaf 0x8000001F made up. */
struct cpuid_result guest_cpuid(u32 leaf, u32 subleaf);
/* Fills the 4 KiB CPUID page. Document: SNP ABI, "CPUID page". */
void cpuid_page_fill(u8 *page);

#endif
