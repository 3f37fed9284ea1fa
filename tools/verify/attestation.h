/*
 * attestation.h - what a relying party demands of an attestation report (SNP firmware ABI 56860, chapter
 * 7.3), beside its signature. Pure.
 */
#ifndef VERIFY_ATTESTATION_H
#define VERIFY_ATTESTATION_H

#include "firmware/sev/guest_request_abi.h"
#include "tools/verify/blob.h"

enum {
	MEASUREMENT_BYTES = sizeof(((struct attestation_report *)0)->measurement),
	DIGESTS_MAX = 64,
};

enum policy_bit {
	POLICY_SMT = 16,
	POLICY_ALWAYS_ONE = 17,
	POLICY_MIGRATION = 18,
	POLICY_DEBUG = 19,
	POLICY_SINGLE_SOCKET = 20,
};

/* Components of a TCB version; the layout depends on the CPU's family. */
enum tcb_part { TCB_FMC, TCB_BOOT_LOADER, TCB_TEE, TCB_SNP, TCB_MICROCODE, TCB_PART_COUNT };

struct attestation_demands {
	bool any_digest; /* no launch digest is demanded, on purpose */
	u32 digest_count;
	u8 digests[DIGESTS_MAX][MEASUREMENT_BYTES];
	bool allow_debug;
	bool allow_migration;
	bool has_min_tcb;
	u64 min_tcb;
	bool has_report_id;
	u8 report_id[32];
	bool has_host_data;
	u8 host_data[32];
};

/* Copies the report out. NULL, or why it is none that this program understands. */
const char *attestation_parse(struct blob bytes, struct attestation_report *report);

/* NULL, or which demand on policy, VMPL or TCB the report does not meet. */
const char *attestation_check(const struct attestation_report *report,
			      const struct attestation_demands *demands);

/* NULL, or why the launch digest is not one of those demanded; with none demanded none is, but for any_digest. */
const char *attestation_check_digest(const struct attestation_report *report,
				     const struct attestation_demands *demands);

/* NULL, or why the report is not about this event log. */
const char *attestation_check_log(const struct attestation_report *report, struct blob log);

bool attestation_has_policy(const struct attestation_report *report, enum policy_bit bit);

/* From family 1Ah (Turin) on, the TCB has another layout, and the chip's ID is 8 bytes. */
bool attestation_is_turin(const struct attestation_report *report);

/* One component of a TCB version in the layout of this report's CPU; a part that it lacks is 0. */
u8 attestation_tcb_part(const struct attestation_report *report, u64 tcb, enum tcb_part part);

#endif
