/*
 * The one list of errors. Each row: name, termination set, termination code, cause, what to change.
 * A code is never reused or renumbered (docs/termination-codes.md is checked against this list): 06, 63
 * and 70 had rows once that nothing raised, and stay free.
 * Set 0 is the GHCB specification's (56421, 4.1.13 reason code set 0), set 7 is this firmware's.
 */
#ifndef LIB_ERR_H
#define LIB_ERR_H

#include "lib/types.h"

#define ERR_SET_GHCB 0
#define ERR_SET_SHIM 7

/* What most rows would advise. A row that has no advice of its own is given this. */
#define ERR_REMEDY "report it to the VMM"
#define REPORT_TO_VMM ""

/* What every ROM can end with */
#define ERR_LIST_DEFAULT(X) \
	X(ERR_GHCB_PROTOCOL, 0, 0x01, "the host offers no GHCB protocol version 2", \
	  "use a host with KVM from Linux 6.11 or later") \
	X(ERR_SNP_FEATURES, 0, 0x02, "SEV features (a) are enabled that this firmware lacks", \
	  "disable them in the VM's vmsa_features") \
	X(ERR_HV_FEATURES, 0, 0x02, "the host lacks hypervisor features (a), it offers (b)", \
	  "use a host with KVM from Linux 6.11 or later") \
	X(ERR_NOT_SNP, 7, 0x01, "this is an SEV guest without SNP", \
	  "use sev-snp-guest, or no confidential-guest-support at all") \
	X(ERR_CPUID_PAGE, 7, 0x03, "the CPUID page is malformed or lacks leaf (a)", \
	  "use a host whose CPUID table has 1 to 64 entries with that leaf") \
	X(ERR_C_BIT, 7, 0x04, "the C-bit (a) is out of range or does not encrypt", \
	  "check cbitpos= of the sev-snp-guest object") \
	X(ERR_VMPL, 7, 0x05, "not running at VMPL0", "start the VM without an SVSM") \
	X(ERR_GHCB_REGISTER, 7, 0x11, "the host refused the GHCB page (a)", "use a host that lets guests " \
	  "register their GHCB") \
	X(ERR_GHCB_RESPONSE, 7, 0x12, "unexpected GHCB MSR response (a) to request (b)", \
	  REPORT_TO_VMM) \
	X(ERR_GHCB_EXCEPTION, 7, 0x13, "the host answered exit (a) with exception (b)", \
	  REPORT_TO_VMM) \
	X(ERR_GHCB_VALID, 7, 0x14, "the host's answer to exit (a) lacks a field", REPORT_TO_VMM) \
	X(ERR_GHCB_MALFORMED, 7, 0x15, "the host calls exit (a) malformed, reason (b): 1 GHCB not " \
	  "registered, 2 usage, 3 scratch area, 4 missing input, 5 invalid input, 6 unknown event", \
	  REPORT_TO_VMM) \
	X(ERR_BUDGET, 7, 0x16, "the host made no progress", REPORT_TO_VMM) \
	X(ERR_GHCB_RESULT, 7, 0x17, "the host answered exit (a) with the undefined result (b)", \
	  REPORT_TO_VMM) \
	X(ERR_PSC, 7, 0x20, "page state change refused or malformed (a, b)", \
	  "check that the host has free memory for private pages") \
	X(ERR_PVALIDATE_CF, 7, 0x21, "page (a) was already validated: remap attack", "do not trust this " \
	  "host") \
	X(ERR_PVALIDATE, 7, 0x23, "PVALIDATE of (a) failed with code (b)", REPORT_TO_VMM) \
	X(ERR_PVALIDATE_SIZE, 7, 0x24, "PVALIDATE of 4 KiB page (a) reports a size mismatch", \
	  REPORT_TO_VMM) \
	X(ERR_LEDGER_TWICE, 7, 0x25, "page (a) would be accepted twice", "check the host's memory map") \
	X(ERR_LEDGER_RANGE, 7, 0x26, "page range (a..b) is outside the ledger", "check the host's memory " \
	  "map") \
	X(ERR_NO_RAM, 7, 0x27, "no RAM for (a) bytes of the boot plan", \
	  "give the VM more memory or a smaller initrd") \
	X(ERR_FW_CFG_ABSENT, 7, 0x30, "no fw_cfg device with DMA", "start the VM with QEMU 2.9 or later") \
	X(ERR_FW_CFG_DIR, 7, 0x31, "the fw_cfg directory is malformed (entry a)", REPORT_TO_VMM) \
	X(ERR_FW_CFG_SIZE, 7, 0x32, "fw_cfg item (a) has a bad size (b)", REPORT_TO_VMM) \
	X(ERR_FW_CFG_DMA, 7, 0x33, "fw_cfg DMA of item (a) failed with (b)", \
	  "give the VM at least 64 MiB of memory; if it has, report it to the VMM") \
	X(ERR_E820_MALFORMED, 7, 0x34, "the host's memory map is malformed (entry a)", \
	  REPORT_TO_VMM) \
	X(ERR_E820_PROTECTED, 7, 0x35, "the host's memory map has RAM over firmware pages (a..b)", \
	  REPORT_TO_VMM) \
	X(ERR_E820_RANGE, 7, 0x36, "the host's memory map leaves the physical address space (a..b)", \
	  "give the VM less memory or a CPU with more address bits") \
	X(ERR_E820_CONFLICT, 7, 0x37, "the host's memory map overlaps itself at (a..b)", \
	  REPORT_TO_VMM) \
	X(ERR_NO_KERNEL, 7, 0x38, "no kernel given", \
	  "start the VM with -kernel bzImage, not an ELF or multiboot file") \
	X(ERR_OWN_RAM, 7, 0x39, "the firmware needs RAM at (a..b)", \
	  "give the VM at least 64 MiB of memory") \
	X(ERR_HASH_TABLE_ABSENT, 7, 0x40, "the kernel hash table is absent", "set kernel-hashes=on") \
	X(ERR_HASH_TABLE, 7, 0x41, "the kernel hash table is malformed", REPORT_TO_VMM) \
	X(ERR_HASH_KERNEL, 7, 0x42, "the kernel does not match its measured hash", \
	  "boot the kernel that was measured") \
	X(ERR_HASH_INITRD, 7, 0x43, "the initrd does not match its measured hash", \
	  "boot the initrd that was measured") \
	X(ERR_HASH_CMDLINE, 7, 0x44, "the command line does not match its measured hash", \
	  "use the command line that was measured") \
	X(ERR_HASH_ITEM, 7, 0x45, "item (a) has no measured hash, or its hash no item", \
	  "measure exactly what is booted") \
	X(ERR_HASH_VERDICT, 7, 0x46, "the verdict on what is booted was lost", \
	  "do not trust this host") \
	X(ERR_KERNEL_HEADER, 7, 0x50, "the kernel is not a bzImage", \
	  "pass a Linux bzImage, not an ELF, PVH or multiboot file") \
	X(ERR_KERNEL_SIZE, 7, 0x51, "the kernel's header and size disagree, or fields of the " \
	  "header (a, b)", \
	  "pass an intact bzImage") \
	X(ERR_KERNEL_WINDOW, 7, 0x52, "the kernel needs memory (a..b) that is not there", \
	  "give the VM more memory") \
	X(ERR_CMDLINE, 7, 0x53, "the command line is too long or not a string (a, limit b)", \
	  "shorten -append") \
	X(ERR_INITRD, 7, 0x54, "no place for an initrd of (a) bytes below (b)", \
	  "give the VM more memory or a smaller initrd") \
	X(ERR_HANDOFF_MAP, 7, 0x55, "the final memory map is inconsistent at (a..b)", \
	  "report it as a defect of snp-shim") \
	X(ERR_KERNEL_PROTOCOL, 7, 0x56, "the kernel's boot protocol (a) is older than 2.12", \
	  "use Linux 3.8 or later") \
	X(ERR_KERNEL_NOT_64, 7, 0x57, "the kernel has no 64-bit entry", "use an x86-64 kernel") \
	X(ERR_KERNEL_NOT_SNP, 7, 0x58, "the kernel cannot run as an SEV-SNP guest", \
	  "use Linux 5.19 or later with CONFIG_AMD_MEM_ENCRYPT") \
	X(ERR_ACPI_SCRIPT, 7, 0x60, "the ACPI loader script is malformed (command a)", \
	  REPORT_TO_VMM) \
	X(ERR_ACPI_BOUNDS, 7, 0x61, "the ACPI loader script leaves its tables (command a)", \
	  REPORT_TO_VMM) \
	X(ERR_ACPI_TABLE, 7, 0x62, "an ACPI table at (a) is malformed", REPORT_TO_VMM) \
	X(ERR_ACPI_MADT, 7, 0x64, "the ACPI MADT is malformed (at a, defect b)", REPORT_TO_VMM) \
	X(ERR_SMBIOS, 7, 0x65, "the SMBIOS tables are malformed (a)", REPORT_TO_VMM) \
	X(ERR_ACPI_ABSENT, 7, 0x66, "the host has no ACPI tables to take the CPUs' APIC IDs from", \
	  "start the VM without acpi=off") \
	X(ERR_ACPI_MACHINE, 7, 0x67, "no ACPI tables for this machine (type a)", \
	  "use machine q35, pc or microvm, without ioapic2=off") \
	X(ERR_ACPI_CPUS, 7, 0x68, "the host's MADT has (a) CPUs, its fw_cfg (b)", REPORT_TO_VMM) \
	X(ERR_SECRETS_PAGE, 7, 0x71, "the secrets page is malformed (version a)", REPORT_TO_VMM) \
	X(ERR_EXCEPTION, 7, 0x80, "CPU exception (a) at (b)", "report it as a defect of snp-shim") \
	X(ERR_INTERRUPT, 7, 0xa0, "unexpected interrupt (a) at (b)", "do not trust this host") \
	X(ERR_INTERNAL, 7, 0xc0, "internal assertion failed", "report it as a defect of snp-shim")

/*
 * What only some variants of the ROM can end with: the default ROM has no rows for these. A new feature
 * adds a list of its own here and to ERR_LIST; the variant links lib/err_rows_all.c.
 */

/* Guest requests to the PSP (firmware/sev/guest_request.h) */
#define ERR_LIST_REQUEST(X) \
	X(ERR_REQUEST_KEY, 7, 0x72, "VMPCK0 is erased, or its message counter (a) is used up", \
	  "start the VM anew") \
	X(ERR_REQUEST_BUSY, 7, 0x73, "the host was busy at each of (a) tries of a guest request", \
	  "use a host that lets guests talk to their PSP") \
	X(ERR_REQUEST_HOST, 7, 0x74, "the host failed a guest request with (a), status of the PSP (b)", \
	  REPORT_TO_VMM) \
	X(ERR_REQUEST_PSP, 7, 0x75, "the PSP refused a guest request with status (a)", \
	  "check the SNP firmware of the host; report it to the VMM") \
	X(ERR_REQUEST_HEADER, 7, 0x76, "an answer of the PSP has a malformed header (byte a, value b)", \
	  "do not trust this host") \
	X(ERR_REQUEST_TYPE, 7, 0x77, "an answer of the PSP has type (a) in place of (b)", \
	  "do not trust this host") \
	X(ERR_REQUEST_SEQUENCE, 7, 0x78, "an answer of the PSP has number (a) in place of (b)", \
	  "do not trust this host") \
	X(ERR_REQUEST_SIZE, 7, 0x79, "an answer of the PSP has (a) bytes in place of (b)", \
	  "do not trust this host; if it is honest, use an SNP firmware with reports of that size") \
	X(ERR_REQUEST_TAG, 7, 0x7a, "an answer of the PSP does not authenticate", \
	  "do not trust this host") \
	X(ERR_REQUEST_STATUS, 7, 0x7b, "the PSP answered message type (a) with status (b)", \
	  "check that the chip has the key that was asked for") \
	X(ERR_REQUEST_CERTIFICATES_SIZE, 7, 0x7c, "the host's certificates need (a) pages, (b) are there", \
	  "give the host fewer certificates") \
	X(ERR_REQUEST_CERTIFICATES, 7, 0x7d, "the host's certificate table is malformed (entry a)", \
	  REPORT_TO_VMM)

/* Of ROMs that own the VMSAs of the other CPUs (docs/secondary-cpus.md) */
#define ERR_LIST_APS(X) \
	X(ERR_AP_PAGES, 7, 0x48, "the VM has (a) CPUs beside the first, the firmware VMSA pages for (b)", \
	  "give the VM fewer CPUs or use the ROM snp-shim") \
	X(ERR_AP_VMSA, 7, 0x49, "RMPADJUST makes no VMSA of page (a), code (b)", REPORT_TO_VMM) \
	X(ERR_AP_SILENT, 7, 0x4a, "the CPU with APIC ID (a) did not start, (b) before it did", \
	  "check that the host has started all of the VM's CPUs")

#define ERR_LIST(X) ERR_LIST_DEFAULT(X) ERR_LIST_REQUEST(X) ERR_LIST_APS(X)

#define ERR_ENUMERATOR(name, set, code, cause, remedy) name,
enum err { OK, ERR_LIST(ERR_ENUMERATOR) ERR_COUNT };
#undef ERR_ENUMERATOR

struct err_info {
	const char *cause;  /* the letters a and b in brackets stand for the fault's details */
	const char *remedy; /* what the reader should change */
	u8 set;             /* GHCB termination reason set */
	u8 code;            /* GHCB termination reason code */
};

/* The rows that this ROM has, in the list's order: lib/err_rows.c or lib/err_rows_all.c, whichever is linked. */
extern const struct err_code {
	u8 set, code;
} err_codes[];
extern const char err_texts[]; /* cause, NUL, remedy, NUL: "" stands for ERR_REMEDY */
extern const u32 err_rows_count;

/* The row of `error`; one that this ROM has no row for gives the row of ERR_INTERNAL. */
struct err_info err_info(enum err error);

#endif
