/*
 * attestation.c - see attestation.h. Trusts nothing; what it says holds only for a report whose signature
 * was checked.
 */
#include "tools/verify/attestation.h"

#include <string.h>

#include "firmware/boot/event_log_abi.h"

enum {
	VERSION_MIN = 2,
	VERSION_MAX = 5,
	VERSION_WITH_CPUID = 3,
	SIGNATURE_ECDSA_P384_SHA384 = 1,
	FLAG_MASK_CHIP_KEY = 1 << 1,
	FLAG_SIGNING_KEY_SHIFT = 2, /* 3 bits; 0: VCEK */
	FAMILY_TURIN = 0x1a,
	TCB_NONE = 8,
};

const char *attestation_parse(struct blob bytes, struct attestation_report *report)
{
	if (bytes.bytes != sizeof(*report))
		return "it is not 1184 bytes long";
	memcpy(report, bytes.data, sizeof(*report));
	if (report->version < VERSION_MIN || report->version > VERSION_MAX)
		return "its version is not 2 to 5; use a newer snp-verify";
	if (report->signature_algo != SIGNATURE_ECDSA_P384_SHA384)
		return "its signature algorithm is not ECDSA P-384 with SHA-384";
	if (report->flags & FLAG_MASK_CHIP_KEY)
		return "the host had it left unsigned (MASK_CHIP_KEY)";
	if ((report->flags >> FLAG_SIGNING_KEY_SHIFT & 7) != 0)
		return "it is signed by another key than the VCEK, which snp-verify does not know";
	return NULL;
}

bool attestation_has_policy(const struct attestation_report *report, enum policy_bit bit)
{
	return report->policy >> bit & 1;
}

bool attestation_is_turin(const struct attestation_report *report)
{
	return report->version >= VERSION_WITH_CPUID && report->cpuid_family >= FAMILY_TURIN;
}

u8 attestation_tcb_part(const struct attestation_report *report, u64 tcb, enum tcb_part part)
{
	static const u8 milan[TCB_PART_COUNT] = { TCB_NONE, 0, 1, 6, 7 };
	static const u8 turin[TCB_PART_COUNT] = { 0, 1, 2, 3, 7 };
	u8 byte = attestation_is_turin(report) ? turin[part] : milan[part];

	if (byte == TCB_NONE)
		return 0;
	return (u8)(tcb >> 8 * byte);
}

static bool reaches_tcb(const struct attestation_report *report, u64 min)
{
	for (enum tcb_part part = TCB_FMC; part < TCB_PART_COUNT; part++)
		if (attestation_tcb_part(report, report->reported_tcb, part) <
		    attestation_tcb_part(report, min, part))
			return false;
	return true;
}

const char *attestation_check(const struct attestation_report *report,
			      const struct attestation_demands *demands)
{
	if (!attestation_has_policy(report, POLICY_ALWAYS_ONE))
		return "its policy lacks the bit that is always one";
	if (attestation_has_policy(report, POLICY_DEBUG) && !demands->allow_debug)
		return "its policy lets the host debug the guest; launch without that, "
		       "or pass --allow-debug";
	if (attestation_has_policy(report, POLICY_MIGRATION) && !demands->allow_migration)
		return "its policy lets a migration agent move the guest; launch without that, "
		       "or pass --allow-migration";
	if (report->vmpl != 0)
		return "it was requested at another VMPL than the firmware's, 0";
	if (demands->has_min_tcb && !reaches_tcb(report, demands->min_tcb))
		return "the host's TCB is below --min-tcb; update its SNP firmware and microcode";
	if (demands->has_report_id &&
	    memcmp(report->report_id, demands->report_id, sizeof(report->report_id)) != 0)
		return "it is of another guest than --report-id says, or of an earlier launch of it";
	if (demands->has_host_data &&
	    memcmp(report->host_data, demands->host_data, sizeof(report->host_data)) != 0)
		return "its HOST_DATA is not that of --host-data: it is of another launch, an earlier one "
		       "if that is a nonce";
	return NULL;
}

const char *attestation_check_digest(const struct attestation_report *report,
				     const struct attestation_demands *demands)
{
	if (demands->any_digest)
		return NULL;
	for (u32 i = 0; i < demands->digest_count; i++)
		if (memcmp(report->measurement, demands->digests[i], MEASUREMENT_BYTES) == 0)
			return NULL;
	return "the guest was launched with other contents than the --digest says; compute it for this "
	       "ROM, vCPU count and type, kernel, initrd and command line";
}

const char *attestation_check_log(const struct attestation_report *report, struct blob log)
{
	struct event_log_report_data data = { .tag = EVENT_LOG_REPORT_TAG };

	blob_sha256(log, data.log_sha256);
	if (memcmp(report->report_data + sizeof(data.log_sha256), data.tag, sizeof(data.tag)) != 0)
		return "its REPORT_DATA is not that of an event log: the report is another one than "
		       "that of the boot";
	if (memcmp(report->report_data, data.log_sha256, sizeof(data.log_sha256)) != 0)
		return "its REPORT_DATA is of another event log: the log was changed, or belongs to "
		       "another boot";
	return NULL;
}
