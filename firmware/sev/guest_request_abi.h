/*
 * Messages between a guest and the PSP (SNP firmware ABI 56860, chapter 7 and 8.26: MSG_KEY, MSG_REPORT),
 * and the two exits that carry them (GHCB specification 56421, 4.1.7 and 4.1.8).
 */
#ifndef SEV_GUEST_REQUEST_ABI_H
#define SEV_GUEST_REQUEST_ABI_H

#include "lib/types.h"

/* --- Message: header, then the sealed payload --------------------------------------------------- */

#define GUEST_MESSAGE_PAYLOAD_MAX 4000u

#define GUEST_MESSAGE_ALGO_AES_256_GCM 1u
#define GUEST_MESSAGE_HEADER_VERSION 1u
#define GUEST_MESSAGE_VERSION 1u

enum guest_message_type {
	MSG_KEY_REQUEST = 3,
	MSG_REPORT_REQUEST = 5, /* each answer is its request + 1 */
};

struct guest_message_header {
	u8 tag[32]; /* of AES-GCM in the first 16 */
	u64 sequence;
	u64 reserved_0x28;
	u8 algo; /* from here on the tag covers the header, too */
	u8 header_version;
	u16 header_bytes;
	u8 type;
	u8 version;
	u16 payload_bytes;
	u32 reserved_0x38;
	u8 vmpck;
	u8 reserved_0x3d[35];
};
ASSERT_SIZE(struct guest_message_header, 0x60);
ASSERT_OFFSET(struct guest_message_header, sequence, 0x20);
ASSERT_OFFSET(struct guest_message_header, algo, 0x30);
ASSERT_OFFSET(struct guest_message_header, payload_bytes, 0x36);
ASSERT_OFFSET(struct guest_message_header, vmpck, 0x3c);

struct guest_message {
	struct guest_message_header header;
	u8 payload[GUEST_MESSAGE_PAYLOAD_MAX];
};
ASSERT_SIZE(struct guest_message, 4096);

/* --- MSG_REPORT --------------------------------------------------------------------------------- */

#define REPORT_DATA_BYTES 64u

struct report_request {
	u8 report_data[REPORT_DATA_BYTES];
	u32 vmpl;
	u32 key_select; /* 0: VLEK if the host loaded one, else VCEK */
	u8 reserved_0x48[24];
};
ASSERT_SIZE(struct report_request, 96);

#define REPORT_SIGNED_BYTES 0x2a0u /* the signature covers the bytes before it */

struct attestation_report {
	u32 version;
	u32 guest_svn;
	u64 policy;
	u8 family_id[16];
	u8 image_id[16];
	u32 vmpl;
	u32 signature_algo; /* 1: ECDSA P-384 with SHA-384 */
	u64 current_tcb;
	u64 platform_info;
	u32 flags;
	u32 reserved_0x4c;
	u8 report_data[REPORT_DATA_BYTES];
	u8 measurement[48];
	u8 host_data[32];
	u8 id_key_digest[48];
	u8 author_key_digest[48];
	u8 report_id[32];
	u8 report_id_ma[32];
	u64 reported_tcb;
	u8 cpuid_family, cpuid_model, cpuid_stepping; /* version 3 and later */
	u8 reserved_0x18b[21];
	u8 chip_id[64];
	u64 committed_tcb;
	u8 current_build, current_minor, current_major;
	u8 reserved_0x1eb;
	u8 committed_build, committed_minor, committed_major;
	u8 reserved_0x1ef;
	u64 launch_tcb;
	u64 launch_mit_vector;
	u64 current_mit_vector;
	u8 reserved_0x208[152];
	u8 signature_r[72]; /* little-endian, zero-extended */
	u8 signature_s[72];
	u8 reserved_0x330[368];
};
ASSERT_SIZE(struct attestation_report, 0x4a0);
ASSERT_OFFSET(struct attestation_report, report_data, 0x50);
ASSERT_OFFSET(struct attestation_report, measurement, 0x90);
ASSERT_OFFSET(struct attestation_report, reported_tcb, 0x180);
ASSERT_OFFSET(struct attestation_report, chip_id, 0x1a0);
ASSERT_OFFSET(struct attestation_report, signature_r, REPORT_SIGNED_BYTES);

struct report_response {
	u32 status; /* 0: the report follows */
	u32 report_bytes;
	u8 reserved_0x08[24];
	struct attestation_report report;
};
ASSERT_OFFSET(struct report_response, report, 0x20);

/* --- MSG_KEY ------------------------------------------------------------------------------------ */

#define DERIVED_KEY_BYTES 32u

/* What the key depends on besides chip and root; the PSP mixes in only what is selected. */
enum key_field {
	KEY_FIELD_POLICY = 1 << 0,
	KEY_FIELD_IMAGE_ID = 1 << 1,
	KEY_FIELD_FAMILY_ID = 1 << 2,
	KEY_FIELD_MEASUREMENT = 1 << 3,
	KEY_FIELD_GUEST_SVN = 1 << 4,
	KEY_FIELD_TCB_VERSION = 1 << 5,
};

struct key_request {
	u32 root_key_select; /* bit 0: 0 VCEK, 1 VMRK of a migration agent */
	u32 reserved_0x04;
	u64 field_select; /* enum key_field bits */
	u32 vmpl;
	u32 guest_svn; /* at most the guest's own */
	u64 tcb_version; /* at most the committed one */
};
ASSERT_SIZE(struct key_request, 32);

struct key_response {
	u32 status;
	u8 reserved_0x04[28];
	u8 key[DERIVED_KEY_BYTES];
};
ASSERT_SIZE(struct key_response, 64);

/* --- Certificate table of an extended request (56421, 4.1.8.1) ---------------------------------- */

/* Ends with an entry of zeros. The GUID is in the order in which it is written. */
struct certificate_entry {
	u8 guid[16];
	u32 offset; /* from the start of the table */
	u32 bytes;
};
ASSERT_SIZE(struct certificate_entry, 24);

/* --- SW_EXITINFO2 after the exit ---------------------------------------------------------------- */

/* Bits 63:32; bits 31:0 are the PSP's status */
enum guest_request_vmm_error {
	VMM_ERROR_NONE = 0,
	VMM_ERROR_INVALID_LENGTH = 1, /* extended: RBX pages are needed; the PSP was not asked */
	VMM_ERROR_BUSY = 2,           /* the same message again, later */
};

#endif
