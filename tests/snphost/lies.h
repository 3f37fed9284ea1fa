/*
 * lies.h - what a hostile host may do, by name. Each lie can be told always or at its n-th
 * occasion: NAME, NAME=ARG, NAME@N, NAME=ARG@N. Catalogue: docs/snphost.md.
 */
#ifndef SNPHOST_LIES_H
#define SNPHOST_LIES_H

#include "fwcfg.h"
#include "ram.h"
#include "rmp.h"
#include "types.h"

struct vcpu;
struct ghcb_call;

/* id, name, default argument, what it does */
#define LIE_LIST(X) \
	X(REMAP, "remap", 0, "after a page was validated, back it with another frame") \
	X(REMAP_BACK, "remap-back", 0, "when a remapped page is validated again, swap the old frame in") \
	X(PVALIDATE_CF, "pvalidate-cf", 0, "PVALIDATE(1) reports that nothing changed") \
	X(PVALIDATE_CODE, "pvalidate-code", 1, "PVALIDATE fails with code ARG") \
	X(RMPADJUST_CODE, "rmpadjust-code", 2, "RMPADJUST fails with code ARG") \
	X(RESCIND_CF, "rescind-cf", 0, "PVALIDATE(0) reports that nothing changed") \
	X(SIZE_SMASH, "size-smash", 0, "split the 2 MiB entry just before it is validated") \
	X(SIZE_MERGE, "size-merge", 0, "a 4 KiB PVALIDATE reports a size mismatch") \
	X(PSC_NOOP, "psc-noop", 0, "claim success for a page state change and do nothing") \
	X(PSC_PARTIAL, "psc-partial", 1, "stop a batch after ARG entries; the guest must resume") \
	X(PSC_NEVER, "psc-never", 0, "never make progress in a batch") \
	X(PSC_BACKWARD, "psc-backward", 0, "cur_entry goes back") \
	X(PSC_END, "psc-end", 1, "end_entry grows by ARG") \
	X(PSC_RESERVED, "psc-reserved", 1, "the header's reserved field is ARG") \
	X(PSC_REWRITE, "psc-rewrite", 0, "rewrite the entries of the shared list after use") \
	X(PSC_ERROR, "psc-error", 0x10000000000, "SW_EXITINFO2 of a batch is ARG") \
	X(PSC_MSR_ERROR, "psc-msr-error", 1, "error field of the MSR response is ARG") \
	X(MSR_UNCHANGED, "msr-unchanged", 0, "leave the request in the GHCB MSR") \
	X(MSR_CODE, "msr-code", 0xfff, "response code ARG") \
	X(MSR_HIGH, "msr-high", 0, "set bits 63:60 of every response") \
	X(MSR_ZERO, "msr-zero", 0, "response 0") \
	X(INFO_VERSION, "info-version", 1, "highest GHCB version ARG") \
	X(INFO_MIN, "info-min", 3, "lowest GHCB version ARG") \
	X(INFO_CBIT, "info-cbit", 46, "C-bit position ARG in the SEV info") \
	X(FEATURES, "features", 0, "hypervisor features are ARG") \
	X(REGISTER, "register", 0, "GHCB registration echoes another page") \
	X(GHCB_STALE, "ghcb-stale", 0, "do not write an answer") \
	X(GHCB_NO_VALID, "ghcb-no-valid", 0, "answer without marking fields valid") \
	X(GHCB_INFO1, "ghcb-info1", 2, "SW_EXITINFO1 of the answer is ARG") \
	X(GHCB_INFO2, "ghcb-info2", 1, "SW_EXITINFO2 of the answer is ARG") \
	X(GHCB_RAISE, "ghcb-raise", 0x80000306, "answer: raise the exception ARG") \
	X(GHCB_WIDE, "ghcb-wide", 0, "RAX of an IN has bits above the operand") \
	X(GHCB_SCRATCH, "ghcb-scratch", 0x1000, "move the guest's sw_scratch to ARG") \
	X(DMA_ERROR, "dma-error", 0, "fw_cfg DMA reports an error") \
	X(DMA_NEVER, "dma-never", 0, "fw_cfg DMA never completes") \
	X(DMA_JUNK, "dma-junk", 0xff, "fw_cfg DMA control ends as ARG") \
	X(DMA_STALE, "dma-stale", 0, "fw_cfg DMA reports success and copies nothing") \
	X(DATA_FLIP, "data-flip", 0x11, "one byte of fw_cfg item ARG (0xffff: of etc/boot/kernel) is wrong") \
	X(DMA_REWRITE, "dma-rewrite", 0, "change a fw_cfg DMA's first byte once the guest has read it") \
	X(ITEM_LESS, "item-less", 0x08, "the size in fw_cfg item ARG is one less") \
	X(ITEM_MORE, "item-more", 0x08, "the size in fw_cfg item ARG is one more") \
	X(ITEM_NONE, "item-none", 0x0b, "the size in fw_cfg item ARG is zero") \
	X(ITEM_HUGE, "item-huge", 0x0b, "the size in fw_cfg item ARG is 0xffffffff") \
	X(ITEM_SWAP, "item-swap", 0x1211, "fw_cfg items ARG[7:0] and ARG[15:8] change places, with their sizes") \
	X(ITEM_TWICE, "item-twice", 0x1211, "fw_cfg item ARG[15:8] is ARG[7:0] once more, with its size") \
	X(HASH_FLIP, "hash-flip", 0, "byte ARG of the table of kernel hashes is wrong") \
	X(HASH_SWAP, "hash-swap", 1, "hashes ARG and ARG + 1 change places (0 command line, 1 initrd, 2 kernel)") \
	X(HASH_TWICE, "hash-twice", 2, "the entry before ARG, in a circle, is a second one of ARG") \
	X(HASH_CUT, "hash-cut", 2, "the table of kernel hashes has no entry ARG") \
	X(HASH_MORE, "hash-more", 0, "the table of kernel hashes has a fourth entry") \
	X(REREAD, "reread", 0x11, "fw_cfg item ARG (0xffff: any of the payload) reads differently the second time") \
	X(E820_OVERLAP, "e820-overlap", 0xffff0000, "claim 64 KiB of RAM at ARG") \
	X(E820_WRAP, "e820-wrap", 0, "an entry whose end wraps") \
	X(E820_MMIO, "e820-mmio", 0, "claim the LAPIC as RAM") \
	X(E820_HIGH, "e820-high", 0, "claim RAM at the C-bit") \
	X(E820_UNALIGNED, "e820-unaligned", 0, "RAM that starts and ends inside a page") \
	X(E820_NONE, "e820-none", 0, "the memory map is empty") \
	X(E820_ABOVE, "e820-above", 0x800000, "RAM begins at ARG") \
	X(DIR_COUNT, "dir-count", 0xffffffff, "the directory claims ARG files") \
	X(DIR_NO_NUL, "dir-no-nul", 0, "names without terminator") \
	X(DIR_SIZE, "dir-size", 0xffffffff, "every file claims ARG bytes") \
	X(DIR_TWICE, "dir-twice", 0, "two entries have one name: the first two, or (ARG 1) that of etc/e820") \
	X(CPUID_COUNT, "cpuid-count", 65, "the CPUID page claims ARG entries") \
	X(CPUID_NO_SEV, "cpuid-no-sev", 0, "leaf 0x8000001F is missing") \
	X(CPUID_CBIT, "cpuid-cbit", 46, "C-bit position ARG in the CPUID page") \
	X(AP_SILENT, "ap-silent", 1, "accept the creation of the AP with APIC ID ARG and never run it") \
	X(AP_REFUSED, "ap-refused", 0, "refuse an AP creation as malformed") \
	X(TABLES_NONE, "tables-none", 0, "there is no file etc/acpi/tables") \
	X(TABLES_CUT, "tables-cut", 0x400, "etc/acpi/tables has ARG bytes") \
	X(TABLES_AML, "tables-aml", 0x5a, "every byte of AML in etc/acpi/tables is ARG") \
	X(MADT_NONE, "madt-none", 0, "no table has the signature of a MADT") \
	X(MADT_ENTRY, "madt-entry", 0, "the first entry of the MADT has ARG bytes") \
	X(MADT_ID, "madt-id", 0, "the APIC ID of the last CPU in the MADT is ARG") \
	X(MADT_FLAGS, "madt-flags", 0, "the flags of the last CPU in the MADT are ARG") \
	X(MADT_IO_APIC, "madt-io-apic", 0xfec20000, "the I/O APIC in the MADT is at ARG") \
	X(HOST_BRIDGE, "host-bridge", 0x12348086, "the PCI host bridge identifies as ARG") \
	X(UART_BUSY, "uart-busy", 0, "COM1 is never ready to send") \
	X(SEV_STATUS, "sev-status", 3, "SEV_STATUS is ARG: another kind of VM, since no host can lie here") \
	X(SEV_STATUS_GP, "sev-status-gp", 0, "inject #GP into the read of SEV_STATUS, as if there were no SEV") \
	X(SECRETS_VERSION, "secrets-version", 0, "the version of the secrets page is ARG") \
	X(AP_START, "ap-start", 1, "run the launch VMSA of vCPU ARG at this exit, until it has another") \
	X(AP_AGAIN, "ap-again", 1, "run the launch VMSA of vCPU ARG at this exit, though it has another") \
	X(AP_INJECT, "ap-inject", 2, "inject vector ARG into a vCPU that asks to be held") \
	X(PARK_INJECT, "park-inject", 3, "inject vector ARG into a vCPU that falls asleep in the image") \
	X(INJECT, "inject", 3, "inject vector ARG") \
	X(INJECT_VC, "inject-vc", 0x72, "inject #VC with error code ARG") \
	X(TERMINATE_REFUSED, "terminate-refused", 0, "resume the guest after a termination") \
	X(REQUEST_BUSY, "request-busy", 0, "guest requests are busy") \
	X(RESPONSE_TAG, "response-tag", 0, "flip a bit of the response's tag") \
	X(RESPONSE_SEQNO, "response-seqno", 0, "wrong sequence number in the response") \
	X(RESPONSE_SIZE, "response-size", 0xffff, "response message size ARG") \
	X(RESPONSE_ALGO, "response-algo", 2, "response message algorithm ARG") \
	X(RESPONSE_TYPE, "response-type", 9, "response message type ARG") \
	X(RESPONSE_REPLAY, "response-replay", 0, "the response before, once more") \
	X(REQUEST_STATUS, "request-status", 0xffffffff00000000, "a guest request gives SW_EXITINFO2 ARG") \
	X(CERTS_PAGES, "certs-pages", 1000, "the certificates need ARG pages") \
	X(CERTS_OFFSET, "certs-offset", 0xfffffff0, "the first certificate begins at offset ARG")

enum lie_id {
#define X(id, name, argument, text) LIE_##id,
	LIE_LIST(X)
#undef X
	LIE_COUNT
};

struct lie {
	bool on;
	u64 argument;
	u64 nth;		/* 0: at every occasion */
	u64 occasions;
	u64 told;
};

extern struct lie lies[LIE_COUNT];

/* Parses NAME[=ARG][@N]. Returns NULL or what is wrong. Pure. */
const char *lie_parse(const char *text, enum lie_id *id, struct lie *out);
/* Counts an occasion; true when the lie is to be told now. */
bool lie_now(enum lie_id id);

void lies_enable(const char *text);
/* Prints "summary lie.NAME=TIMES" for each lie of this run. */
void lies_report(void);
void lies_after_exit(struct vcpu *v);
/* With an error code where the CPU would push one, so that the handler sees the stack it expects. */
void lies_inject(struct vcpu *v, u32 vector);
void lies_before_pvalidate(struct vcpu *v, u64 gpa, bool is_large, bool validate);
void lies_after_pvalidate(struct vcpu *v, u64 gpa, bool is_large, bool validate,
			  struct pvalidate_result *r);
/* The page was re-backed by the remap lie and not validated since. */
bool lies_rebound(u64 gpa);
bool lies_psc_without_effect(struct vcpu *v);
/* Index of the first entry not to be worked on. */
u32 lies_psc_stop(struct vcpu *v, u32 cur, u32 end);
void lies_psc_list(struct ghcb_call *call, u8 *buffer, u32 end);
u64 lies_msr_answer(struct vcpu *v, u64 request, u64 answer);
void lies_ghcb_answer(struct ghcb_call *call);
void lies_after_answer(struct ghcb_call *call);
/* At each exit of any vCPU. */
void lies_about_aps(struct vcpu *v);
/* An event waits for a vCPU that asked to be held: it runs. */
bool lies_inject_into_held(struct vcpu *v);
/* An event waits for a vCPU that falls asleep in the firmware image. */
void lies_inject_into_parked(struct vcpu *v);
bool lies_ap_refused(void);
bool lies_ap_silent(u32 apic_id);
bool lies_refuse_terminate(struct vcpu *v);
u32 lies_dma_result(u32 honest);
u8 lies_fwcfg_byte(u16 key, u32 offset, u8 byte);
/* Which item the host has under this key. */
u16 lies_fwcfg_key(u16 key);
void lies_fwcfg_data(u16 key, u32 offset, u8 *data, u32 len);
/* The four bytes of a size. */
void lies_item_size(u16 key, u8 *data);
/* A DMA has put its data at `gpa`; at the guest's next fw_cfg access it has been read. */
void lies_dma_done(u64 gpa);
void lies_dma_next(void);
/* The 176 bytes that QEMU measures with kernel-hashes=on. */
void lies_hash_table(u8 *table);
bool lies_dma_stale(void);
void lies_e820(struct e820_entry *entries, u32 *count, u32 max);
void lies_directory(struct fwcfg_file *files, u32 *count_be);
void lies_cpuid_page(u8 *page);
void lies_secrets_page(u8 *page);
/* The file etc/acpi/tables in the directory, and its bytes on their way to the guest. */
void lies_acpi_file(struct fwcfg_file *files, u32 count);
void lies_acpi_tables(u16 key, u32 offset, u8 *data, u32 len);
void lies_port_out(u16 port, u32 bytes, u32 value);
u32 lies_port_in(u16 port, u32 bytes, u32 value);
u64 lies_sev_status(u64 honest);
bool lies_no_sev_status(void);
u32 lies_rmpadjust(u32 honest);
bool lies_request_busy(struct ghcb_call *call);
bool lies_request_status(struct ghcb_call *call);
u64 lies_certificate_pages(u64 honest);
/* The table is in the guest's shared memory at `gpa`. */
void lies_certificates(u64 gpa);
/* A message of GUEST_MESSAGE_BYTES */
void lies_response(u8 *response);

#endif
