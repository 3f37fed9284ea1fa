/* options.h - what the launcher asks for: fw_cfg file opt/snphost/options, lines of key=value. */
#ifndef SNPHOST_OPTIONS_H
#define SNPHOST_OPTIONS_H

#include "types.h"

/* SEV_FEATURES of a VMSA (AMD APM volume 2, table B-4) */
enum { SEV_FEATURE_SNP = 1 << 0, SEV_FEATURE_DEBUG_SWAP = 1 << 5 };

enum { ENTRY_BYTES = 32, MAX_ENTRY_PATTERNS = 4 };

struct options {
	u32 cbit;		/* 0 = 51, or 47 without LA57 */
	bool kernel_hashes;
	bool hash_boot_kernel_file;	/* hash etc/boot/kernel instead of the setup+kernel items */
	bool trace;
	bool check_handoff;	/* look at the memory that the kernel is entered with */
	bool own_vmsas;		/* VMSAs only where the image announces them, none after hand-off */
	bool stop_at_kernel;	/* the kernel's entry is the end of the run */
	bool count_instructions;	/* QEMU runs with -icount shift=icount_shift */
	u32 icount_shift;
	bool check_keys;	/* search guest memory for VMPCKs when the kernel is entered */
	bool vcek_disabled;	/* the PSP answers, and the answer is no: status 0x27 */
	bool rmp_4k_only;	/* never use 2 MiB RMP entries, as upstream guest_memfd */
	bool strict_kernel;	/* strict rules stay fatal after the kernel was entered */
	u64 sev_features;	/* of every VMSA; bit 0 SNP, bit 5 DebugSwap */
	u64 max_exits;		/* 0 = no budget */
	u32 cpu_signature;	/* RDX at reset; 0 = from CPUID */
	u64 guest_mib;		/* 0 = half of what is left */
	u64 policy;
	u8 host_data[32];
	u32 entry_count;
	u8 entry[MAX_ENTRY_PATTERNS][ENTRY_BYTES];	/* first bytes of the kernel's entries */
};

extern struct options options;

/* Parses text (NUL-terminated). Dies with one clear line on an unknown key or value. */
void options_parse(const char *text);
/* Reads opt/snphost/options when QEMU has it. */
void options_read(void);

#endif
