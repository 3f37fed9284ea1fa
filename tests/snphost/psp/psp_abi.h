/*
 * psp_abi.h - numbers and layouts of the guest side of the SNP firmware ABI (AMD 56860): guest
 * messages, their payloads, the attestation report, the secrets page, status codes.
 * The certificate table is that of the GHCB specification (56421), extended guest request.
 */
#ifndef PSP_ABI_H
#define PSP_ABI_H

#include "lib/types.h"

/* Status codes, also the low half of SW_EXITINFO2 of a guest request. */
enum psp_status {
	PSP_SUCCESS = 0x00,
	PSP_BAD_SIGNATURE = 0x0a,
	PSP_INVALID_PARAM = 0x16,
	PSP_AEAD_OFLOW = 0x1d,
	PSP_INVALID_KEY = 0x27,
};

/* Guest messages: header, then the encrypted payload. */
enum {
	GUEST_MESSAGE_BYTES = 4096,
	GUEST_MESSAGE_PAYLOAD_MAX = 4000,
	GUEST_MESSAGE_AAD_START = 0x30,		/* the tag covers header bytes 30h..5Fh */
	GUEST_MESSAGE_ALGO_AES_256_GCM = 1,
	GUEST_MESSAGE_HEADER_VERSION = 1,
	VMPCK_COUNT = 4,
	VMPCK_BYTES = 32,
};

enum guest_message_type {
	MSG_KEY_REQ = 3,
	MSG_REPORT_REQ = 5,
	MSG_TSC_INFO_REQ = 17,			/* each answer is its request + 1 */
};

struct guest_message_header {
	u8 authtag[32];				/* GCM tag in the first 16 */
	u64 msg_seqno;
	u64 reserved_28;
	u8 algo;
	u8 hdr_version;
	u16 hdr_sz;
	u8 msg_type;
	u8 msg_version;
	u16 msg_sz;
	u32 reserved_38;
	u8 msg_vmpck;
	u8 reserved_3d[35];
};
ASSERT_SIZE(struct guest_message_header, 0x60);
ASSERT_OFFSET(struct guest_message_header, algo, GUEST_MESSAGE_AAD_START);
ASSERT_OFFSET(struct guest_message_header, msg_sz, 0x36);
ASSERT_OFFSET(struct guest_message_header, msg_vmpck, 0x3c);

/* MSG_REPORT_REQ and the part of its answer before the report. */
struct report_request {
	u8 report_data[64];
	u32 vmpl;
	u32 key_sel;				/* [1:0], enum report_key_select */
	u8 reserved_48[24];
};
ASSERT_SIZE(struct report_request, 96);

enum report_key_select { REPORT_KEY_DEFAULT = 0, REPORT_KEY_VCEK = 1, REPORT_KEY_VLEK = 2 };

struct report_response_header {
	u32 status;
	u32 report_size;
	u8 reserved_08[24];
};
ASSERT_SIZE(struct report_response_header, 0x20);

/* MSG_KEY_REQ; version 1 of the message ends before launch_mit_vector. */
struct key_request {
	u32 root_key_select;			/* [0] 0 VCEK, 1 VMRK; [2:1] key_sel */
	u32 reserved_04;
	u64 guest_field_select;			/* enum key_field bits */
	u32 vmpl;
	u32 guest_svn;
	u64 tcb_version;
	u64 launch_mit_vector;
};
ASSERT_SIZE(struct key_request, 40);
enum { KEY_REQUEST_V1_BYTES = offsetof(struct key_request, launch_mit_vector) };

enum key_field {
	KEY_FIELD_POLICY = 1 << 0,
	KEY_FIELD_IMAGE_ID = 1 << 1,
	KEY_FIELD_FAMILY_ID = 1 << 2,
	KEY_FIELD_MEASUREMENT = 1 << 3,
	KEY_FIELD_GUEST_SVN = 1 << 4,
	KEY_FIELD_TCB_VERSION = 1 << 5,
	KEY_FIELD_LAUNCH_MIT_VECTOR = 1 << 6,	/* message version 2 */
};

struct key_response {
	u32 status;
	u8 reserved_04[28];
	u8 derived_key[32];
};
ASSERT_SIZE(struct key_response, 64);

enum { TSC_INFO_REQUEST_BYTES = 128 };

struct tsc_info_response {
	u32 status;
	u32 reserved_04;
	u64 tsc_scale;
	u64 tsc_offset;
	u32 tsc_factor;
	u8 reserved_1c[100];
};
ASSERT_SIZE(struct tsc_info_response, 128);

/* Attestation report; the signature covers the bytes before it. */
enum {
	REPORT_VERSION = 5,
	REPORT_SIGNATURE_ECDSA_P384_SHA384 = 1,
	REPORT_FLAG_AUTHOR_KEY_EN = 1 << 0,	/* bits [4:2] name the signing key, 0 = VCEK */
};

struct attestation_report {
	u32 version;
	u32 guest_svn;
	u64 policy;
	u8 family_id[16];
	u8 image_id[16];
	u32 vmpl;
	u32 signature_algo;
	u64 current_tcb;
	u64 platform_info;
	u32 flags;
	u32 reserved_04c;
	u8 report_data[64];
	u8 measurement[48];
	u8 host_data[32];
	u8 id_key_digest[48];
	u8 author_key_digest[48];
	u8 report_id[32];
	u8 report_id_ma[32];
	u64 reported_tcb;
	u8 cpuid_family, cpuid_model, cpuid_stepping;
	u8 reserved_18b[21];
	u8 chip_id[64];
	u64 committed_tcb;
	u8 current_build, current_minor, current_major;
	u8 reserved_1eb;
	u8 committed_build, committed_minor, committed_major;
	u8 reserved_1ef;
	u64 launch_tcb;
	u64 launch_mit_vector;
	u64 current_mit_vector;
	u8 reserved_208[152];
	u8 signature_r[72];			/* little-endian, zero-extended */
	u8 signature_s[72];
	u8 reserved_330[368];
};
ASSERT_SIZE(struct attestation_report, 0x4a0);
ASSERT_OFFSET(struct attestation_report, current_tcb, 0x038);
ASSERT_OFFSET(struct attestation_report, report_data, 0x050);
ASSERT_OFFSET(struct attestation_report, measurement, 0x090);
ASSERT_OFFSET(struct attestation_report, host_data, 0x0c0);
ASSERT_OFFSET(struct attestation_report, report_id, 0x140);
ASSERT_OFFSET(struct attestation_report, reported_tcb, 0x180);
ASSERT_OFFSET(struct attestation_report, chip_id, 0x1a0);
ASSERT_OFFSET(struct attestation_report, committed_tcb, 0x1e0);
ASSERT_OFFSET(struct attestation_report, launch_tcb, 0x1f0);
ASSERT_OFFSET(struct attestation_report, signature_r, 0x2a0);

/* Secrets page, version 4. */
enum { SECRETS_PAGE_BYTES = 4096, SECRETS_PAGE_VERSION = 4 };

struct secrets_page {
	u32 version;
	u32 imi_en;
	u32 fms;				/* CPUID 1 EAX */
	u32 reserved_00c;
	u8 gosvw[16];
	u8 vmpck[VMPCK_COUNT][VMPCK_BYTES];
	u8 os_area[96];				/* the guest's: message counters and more */
	u8 vmsa_tweak_bitmap[64];
	u64 svsm_base;				/* 140h..15Fh stay zero: no SVSM below the guest */
	u64 svsm_size;
	u64 svsm_caa;
	u32 svsm_max_version;
	u32 svsm_guest_vmpl;
	u32 tsc_factor;
	u32 reserved_164;
	u64 launch_mit_vector;
	u8 reserved_170[SECRETS_PAGE_BYTES - 0x170];
};
ASSERT_SIZE(struct secrets_page, SECRETS_PAGE_BYTES);
ASSERT_OFFSET(struct secrets_page, vmpck, 0x020);
ASSERT_OFFSET(struct secrets_page, os_area, 0x0a0);
ASSERT_OFFSET(struct secrets_page, vmsa_tweak_bitmap, 0x100);
ASSERT_OFFSET(struct secrets_page, svsm_base, 0x140);
ASSERT_OFFSET(struct secrets_page, tsc_factor, 0x160);
ASSERT_OFFSET(struct secrets_page, launch_mit_vector, 0x168);

#endif
