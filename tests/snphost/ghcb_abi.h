/*
 * ghcb_abi.h - the GHCB page and MSR protocol, numbers only. Document: AMD 56421 (GHCB), 2.03.
 */
#ifndef SNPHOST_GHCB_ABI_H
#define SNPHOST_GHCB_ABI_H

#include "types.h"

/* MSR protocol, section 2.3.1: bits [11:0]. */
enum ghcb_msr_code {
	GHCB_MSR_INFO_RESPONSE = 0x001,
	GHCB_MSR_INFO_REQUEST = 0x002,
	GHCB_MSR_CPUID_REQUEST = 0x004,
	GHCB_MSR_CPUID_RESPONSE = 0x005,
	GHCB_MSR_RESET_HOLD_REQUEST = 0x006,
	GHCB_MSR_RESET_HOLD_RESPONSE = 0x007,
	GHCB_MSR_PREFERRED_REQUEST = 0x010,
	GHCB_MSR_PREFERRED_RESPONSE = 0x011,
	GHCB_MSR_REGISTER_REQUEST = 0x012,
	GHCB_MSR_REGISTER_RESPONSE = 0x013,
	GHCB_MSR_PSC_REQUEST = 0x014,
	GHCB_MSR_PSC_RESPONSE = 0x015,
	GHCB_MSR_FEATURES_REQUEST = 0x080,
	GHCB_MSR_FEATURES_RESPONSE = 0x081,
	GHCB_MSR_TERMINATE = 0x100,
};

enum {
	GHCB_VERSION_MIN = 1,
	GHCB_VERSION_MAX = 2,
	GHCB_FEATURE_SNP = 1 << 0,
	GHCB_FEATURE_AP_CREATION = 1 << 1,
	PSC_OP_PRIVATE = 1,
	PSC_OP_SHARED = 2,
};

struct ghcb {
	u8 reserved_000[0xcb];
	u8 cpl;
	u8 reserved_0cc[0x74];
	u64 xss;
	u8 reserved_148[0xb0];
	u64 rax;
	u8 reserved_200[0x108];
	u64 rcx, rdx, rbx;
	u8 reserved_320[0x10];
	u64 rsi;
	u8 reserved_338[0x58];
	u64 exit_code, exit_info_1, exit_info_2, scratch;
	u8 reserved_3b0[0x38];
	u64 xcr0;
	u64 valid[2];
	u64 x87_state_gpa;
	u8 reserved_408[0x3f8];
	u8 buffer[0x7f0];
	u8 reserved_ff0[0xa];
	u16 version;
	u32 usage;
} __attribute__((packed));

_Static_assert(sizeof(struct ghcb) == 0x1000, "GHCB size");
_Static_assert(offsetof(struct ghcb, xss) == 0x140, "GHCB xss");
_Static_assert(offsetof(struct ghcb, rax) == 0x1f8, "GHCB rax");
_Static_assert(offsetof(struct ghcb, rcx) == 0x308, "GHCB rcx");
_Static_assert(offsetof(struct ghcb, rsi) == 0x330, "GHCB rsi");
_Static_assert(offsetof(struct ghcb, exit_code) == 0x390, "GHCB exit code");
_Static_assert(offsetof(struct ghcb, xcr0) == 0x3e8, "GHCB xcr0");
_Static_assert(offsetof(struct ghcb, valid) == 0x3f0, "GHCB bitmap");
_Static_assert(offsetof(struct ghcb, buffer) == 0x800, "GHCB buffer");
_Static_assert(offsetof(struct ghcb, version) == 0xffa, "GHCB version");

/* Valid-bitmap index of a quadword field: its offset / 8. */
#define GHCB_FIELD(name) (1ull << (offsetof(struct ghcb, name) / 8 - 64))
enum { GHCB_RAX_BIT = 63, GHCB_XSS_BIT = 40, GHCB_CPL_BIT = 25 };	/* in valid[0] */

enum ghcb_event {
	GHCB_EVENT_READ_DR7 = 0x27,
	GHCB_EVENT_WRITE_DR7 = 0x37,
	GHCB_EVENT_RDTSC = 0x6e,
	GHCB_EVENT_RDPMC = 0x6f,
	GHCB_EVENT_CPUID = 0x72,
	GHCB_EVENT_INVD = 0x76,
	GHCB_EVENT_IOIO = 0x7b,
	GHCB_EVENT_MSR = 0x7c,
	GHCB_EVENT_VMMCALL = 0x81,
	GHCB_EVENT_RDTSCP = 0x87,
	GHCB_EVENT_WBINVD = 0x89,
	GHCB_EVENT_MONITOR = 0x8a,
	GHCB_EVENT_MWAIT = 0x8b,
};
#define GHCB_EVENT_MMIO_READ 0x80000001ull
#define GHCB_EVENT_MMIO_WRITE 0x80000002ull
#define GHCB_EVENT_NMI_COMPLETE 0x80000003ull
#define GHCB_EVENT_RESET_HOLD 0x80000004ull
#define GHCB_EVENT_JUMP_TABLE 0x80000005ull
#define GHCB_EVENT_PSC 0x80000010ull
#define GHCB_EVENT_GUEST_REQUEST 0x80000011ull
#define GHCB_EVENT_EXT_REQUEST 0x80000012ull
#define GHCB_EVENT_AP_CREATION 0x80000013ull
#define GHCB_EVENT_FEATURES 0x8000fffdull
#define GHCB_EVENT_TERMINATE 0x8000fffeull
#define GHCB_EVENT_UNSUPPORTED 0x8000ffffull

/* SW_EXITINFO1[31:0] of the answer, and SW_EXITINFO2 when it is 2. Section 4.1. */
enum {
	GHCB_DONE = 0,
	GHCB_RAISE = 1,
	GHCB_MALFORMED = 2,
};
enum {
	GHCB_ERROR_NOT_REGISTERED = 1,
	GHCB_ERROR_USAGE = 2,
	GHCB_ERROR_SCRATCH = 3,
	GHCB_ERROR_MISSING = 4,
	GHCB_ERROR_INPUT = 5,
	GHCB_ERROR_EVENT = 6,
};
#define GHCB_RAISE_GP 0xffffffff8000030dull	/* as KVM writes it */

#define GHCB_PSC_GENERIC_ERROR (0x100ull << 32)
#define GHCB_PSC_INVALID_HEADER (1ull << 32 | 1)
#define GHCB_PSC_INVALID_ENTRY (1ull << 32 | 2)

struct psc_header {
	u16 cur_entry, end_entry;
	u32 reserved;
};

#endif
