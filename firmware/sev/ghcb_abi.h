/*
 * GHCB specification (AMD 56421, revision 2.03): MSR protocol (2.3.1), page layout (2.6), non-automatic
 * exits (4), page-state change (4.1.6).
 */
#ifndef SEV_GHCB_ABI_H
#define SEV_GHCB_ABI_H

#include "lib/types.h"

/* --- MSR protocol: bits 11:0 say what the rest means ------------------------------------------- */

#define GHCB_MSR_INFO_MASK 0xfffull
#define GHCB_MSR_SEV_INFO_REQUEST 0x002ull
#define GHCB_MSR_SEV_INFO_RESPONSE 0x001ull /* 63:48 max, 47:32 min version, 31:24 C-bit */
#define GHCB_MSR_REGISTER_REQUEST 0x012ull  /* 63:12 GFN */
#define GHCB_MSR_REGISTER_RESPONSE 0x013ull /* 63:12 the same GFN, or all ones */
#define GHCB_MSR_PSC_REQUEST 0x014ull       /* 55:52 operation, 51:12 GFN */
#define GHCB_MSR_PSC_RESPONSE 0x015ull      /* 63:32 error, 31:12 zero */
#define GHCB_MSR_FEATURES_REQUEST 0x080ull
#define GHCB_MSR_FEATURES_RESPONSE 0x081ull /* 63:12 bitmap */
#define GHCB_MSR_TERMINATE 0x100ull         /* 15:12 set, 23:16 code */

#define GHCB_MSR_DATA_SHIFT 12
#define GHCB_MSR_PSC_OPERATION_SHIFT 52

#define GHCB_PROTOCOL_VERSION 2u
#define GHCB_FEATURE_SNP (1ull << 0)
#define GHCB_FEATURE_AP_CREATION (1ull << 1)

enum psc_operation {
	PSC_PRIVATE = 1,
	PSC_SHARED = 2,
};

/* --- The page --------------------------------------------------------------------------------- */

#define GHCB_SHARED_BUFFER_BYTES 2032u
#define GHCB_USAGE_STANDARD 0u

struct ghcb_page {
	u8 reserved_0x000[0x1f8];
	u64 rax;
	u8 reserved_0x200[0x108];
	u64 rcx;
	u64 rdx;
	u64 rbx;
	u8 reserved_0x320[0x70];
	u64 exit_code;
	u64 exit_info_1;
	u64 exit_info_2;
	u64 scratch;
	u8 reserved_0x3b0[0x40];
	u64 valid_bitmap[2];
	u64 x87_state_gpa;
	u8 reserved_0x408[0x3f8];
	u8 shared_buffer[GHCB_SHARED_BUFFER_BYTES];
	u8 reserved_0xff0[10];
	u16 protocol_version;
	u32 usage;
};
ASSERT_SIZE(struct ghcb_page, 4096);
ASSERT_OFFSET(struct ghcb_page, rax, 0x1f8);
ASSERT_OFFSET(struct ghcb_page, rcx, 0x308);
ASSERT_OFFSET(struct ghcb_page, rbx, 0x318);
ASSERT_OFFSET(struct ghcb_page, exit_code, 0x390);
ASSERT_OFFSET(struct ghcb_page, scratch, 0x3a8);
ASSERT_OFFSET(struct ghcb_page, valid_bitmap, 0x3f0);
ASSERT_OFFSET(struct ghcb_page, shared_buffer, 0x800);
ASSERT_OFFSET(struct ghcb_page, protocol_version, 0xffa);

/* Bit of a field in the valid bitmap: its offset in quadwords */
#define GHCB_VALID(field) (offsetof(struct ghcb_page, field) / 8)

enum ghcb_exit_code {
	GHCB_EXIT_IOIO = 0x7b,
	GHCB_EXIT_MSR = 0x7c, /* SW_EXITINFO1: 0 read, 1 write */
	GHCB_EXIT_MMIO_WRITE = 0x80000002,
	GHCB_EXIT_PSC = 0x80000010,
	GHCB_EXIT_GUEST_REQUEST = 0x80000011,          /* SW_EXITINFO1, 2: addresses of request, response */
	GHCB_EXIT_EXTENDED_GUEST_REQUEST = 0x80000012, /* and RAX: address of data, RBX: its pages */
};

/* SW_EXITINFO1[31:0] after the exit (4.1.1) */
enum ghcb_result {
	GHCB_RESULT_OK = 0,
	GHCB_RESULT_EXCEPTION = 1, /* SW_EXITINFO2: event to inject */
	GHCB_RESULT_MALFORMED = 2, /* SW_EXITINFO2: reason */
};

/* Reasons of GHCB_RESULT_MALFORMED */
enum ghcb_reason {
	GHCB_REASON_NOT_REGISTERED = 1,
	GHCB_REASON_USAGE = 2,
	GHCB_REASON_SCRATCH = 3,
	GHCB_REASON_MISSING_INPUT = 4,
	GHCB_REASON_INVALID_INPUT = 5,
	GHCB_REASON_INVALID_EVENT = 6,
};

/* SW_EXITINFO1 of MSR and IOIO exits (APM volume 2, 15.10.2) */
#define MSR_EXIT_WRITE 1u

#define IOIO_IN (1u << 0)
#define IOIO_SIZE_SHIFT 4    /* bit 4: 8, bit 5: 16, bit 6: 32 bits: size in bytes << 4 */
#define IOIO_ADDRESS_64 (1u << 9)
#define IOIO_PORT_SHIFT 16

/* --- Page-state change ------------------------------------------------------------------------ */

#define PSC_ENTRIES_MAX 253u
#define PSC_ENTRY_PAGE_MASK 0xfffull /* pages of the entry that are done */
#define PSC_ENTRY_OPERATION_SHIFT 52
#define PSC_ENTRY_2M (1ull << 56)

struct psc_header {
	u16 current;  /* next entry to do */
	u16 last;     /* index of the last entry, inclusive */
	u32 reserved; /* 0 */
};

struct psc_buffer {
	struct psc_header header;
	u64 entries[PSC_ENTRIES_MAX];
};
ASSERT_SIZE(struct psc_buffer, GHCB_SHARED_BUFFER_BYTES);

#endif
