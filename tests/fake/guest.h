/*
 * An SEV-SNP guest as the C code finds it at its entry: launch pages validated and filled, the first
 * GiB mapped with the C-bit by tables that assembly built, everything else in the host's hands.
 */
#ifndef FAKE_GUEST_H
#define FAKE_GUEST_H

#include "firmware/sev/snp_abi.h"
#include "lib/range.h"

#define GUEST_C_BIT_POSITION 51u
#define GUEST_C_BIT (1ull << GUEST_C_BIT_POSITION)

/* Resets machine and hypervisor; RAM below 640 KiB and from 1 MiB to `ram_end`. */
void guest_reset(u64 ram_end);

/* Frees it, the GHCB included; the second for teardowns of cmocka. */
void guest_free(void);
int guest_leave(void **state);

struct snp_cpuid_page *guest_cpuid_page(void);
struct snp_secrets_page *guest_secrets_page(void);

/* The page-table entry that maps `gpa` (below 1 GiB): of a 2 MiB page, or of a 4 KiB page. */
u64 guest_entry_2m(u64 gpa);
u64 guest_entry_4k(u64 gpa);

#endif
