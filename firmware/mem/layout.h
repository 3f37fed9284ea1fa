/*
 * Linker symbols as typed ranges: callers see addresses, not symbols. linker.ld is the only place
 * where an address is written. Units: guest-physical bytes, page-aligned ranges.
 */
#ifndef MEM_LAYOUT_H
#define MEM_LAYOUT_H

#include "lib/range.h"

struct range layout_low(void);         /* all low pages of the firmware, reserved for ever */
struct range layout_launch_ram(void);  /* page tables, stacks, .bss */
struct range layout_arena(void);       /* boot data */
struct range layout_rom(void);
u64 layout_hash_table_gpa(void);       /* QEMU's kernel hashes, in the first launch page */
u64 layout_secrets_gpa(void);
u64 layout_cpuid_gpa(void);
u64 layout_shared_gpa(void);           /* the GHCB's page under SEV-SNP */
u64 layout_dma_descriptor_gpa(void);   /* in the shared buffer of the GHCB's page */
u64 layout_runtime_code_gpa(void);     /* EFI runtime services */
u64 layout_runtime_data_gpa(void);
u64 layout_kernel_gpa(void);           /* where the kernel is loaded */
u64 layout_page_tables_gpa(void);      /* PML4, PDPT, directories of the ROM and of the first GiB */
u64 layout_page_table_4k_gpa(void);    /* of the first 2 MiB; used under SEV-SNP only */
struct range layout_bounce(void);      /* shared with the host under SEV-SNP: one 2 MiB page */
struct range layout_launch_pages(void); /* hash table, secrets, CPUID: filled at launch */
struct range layout_runtime(void);     /* both EFI runtime pages */

#endif
