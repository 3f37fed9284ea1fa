/*
 * psp.h - the security processor of the test host snphost: guest messages, attestation reports,
 * derived keys, the secrets page. Guarantees that what it signs is what it was configured with at
 * launch; trusts its caller for the configuration and nothing in a request page.
 * Documents: SEV-SNP firmware ABI (AMD 56860); GHCB specification (56421) for the certificates.
 */
#ifndef PSP_H
#define PSP_H

#include "tests/snphost/psp/psp_abi.h"
#include "tools/launch/launch_digest.h"

/* What the launch fixed about a guest, and the platform it runs on. */
struct psp_config {
	u8 launch_digest[SHA384_BYTES];
	u64 policy;
	u8 host_data[32];
	u8 vmpck[VMPCK_COUNT][VMPCK_BYTES];
	u8 gosvw[16];			/* guest-visible workarounds, secrets page only */
	u32 vcpu_signature;		/* CPUID 1 EAX */

	u64 current_tcb;		/* derived keys may not ask for more than committed_tcb */
	u64 reported_tcb;
	u64 committed_tcb;
	u64 launch_tcb;
	u64 platform_info;
	u64 launch_mit_vector;
	u64 current_mit_vector;

	/* From the ID block; all zero without one. */
	u8 family_id[16];
	u8 image_id[16];
	u32 guest_svn;
	u8 id_key_digest[48];
	u8 author_key_digest[48];
	bool author_key_enabled;
	bool vcek_disabled;		/* reports signed by the VCEK are refused */

	/* MSG_TSC_INFO; all zero unless the guest runs with Secure TSC. */
	u64 tsc_scale;
	u64 tsc_offset;
	u32 tsc_factor;
};

/* A sealed message that has been seen, of guest or PSP; answered or not. */
enum { PSP_SEEN = 64 };
struct psp_sealed {
	bool is_used;
	u64 seqno;
	u8 tag[16];
};

struct psp_channel {
	u64 message_count;		/* number of the last message on this VMPCK; 0 = none yet */
	struct psp_sealed seen[PSP_SEEN];	/* by number modulo PSP_SEEN */
};

struct psp {
	struct psp_config config;
	u8 report_id[32];
	struct psp_channel channel[VMPCK_COUNT];
	u32 answered_count;
	u32 refused_count;
	u32 iv_reuse_count;
	const char *refusal;		/* why the last request was refused; NULL when answered */
	u8 request[GUEST_MESSAGE_BYTES];	/* private copy of shared memory */
};

/*
 * Fills c for a guest with digest d: policy 0x30000, test keys and test TCB, EPYC-Milan, no ID
 * block, no Secure TSC. The VMPCKs are fixed test keys; change any field before psp_init.
 */
void psp_config_init(struct psp_config *c, const struct launch_digest *d);

void psp_init(struct psp *p, const struct psp_config *c);

/*
 * SNP_GUEST_REQUEST: answers the message in request (read once) by one in response. Returns an
 * enum psp_status; anything but PSP_SUCCESS leaves response and the message counters as they were.
 * A request that is well-formed but asks for too much is answered, with the status in the payload.
 */
u32 psp_guest_request(struct psp *p, const u8 request[GUEST_MESSAGE_BYTES],
		      u8 response[GUEST_MESSAGE_BYTES]);

/*
 * Tells the PSP of a request that the host never passed on (BUSY, INVALID_LEN), so that the guest
 * is still caught when it encrypts something else under the same sequence number. That, an AES-GCM
 * IV used twice, is counted in iv_reuse_count and is a defect of the guest. So is the number of an answer.
 */
void psp_observe_request(struct psp *p, const u8 request[GUEST_MESSAGE_BYTES]);

/* The certificate table (VCEK, ASK, ARK in DER) of extended requests; returns its bytes. */
size_t psp_certificates(const struct psp *p, const u8 **table);

/* What the PSP puts into the secrets page at launch; all 4096 bytes are written. */
void psp_write_secrets_page(const struct psp *p, u8 page[SECRETS_PAGE_BYTES]);

#endif
