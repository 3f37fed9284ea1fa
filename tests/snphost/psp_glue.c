/* psp_glue.c - launch digest and the PSP's configuration. The secrets page is filled at launch,
 * before the digest is known: its content does not depend on it. */
#include "psp_glue.h"
#include "counters.h"
#include "log.h"
#include "options.h"
#include "str.h"
#include "x86.h"

struct psp psp;
static struct launch_digest digest;

void launch_measure_start(void)
{
	launch_digest_init(&digest);
}

void launch_measure_page(u8 page_type, u64 gpa, const void *contents_or_null)
{
	static const enum counter counter_of[] = {
		[LAUNCH_PAGE_NORMAL] = COUNT_LAUNCH_NORMAL, [LAUNCH_PAGE_VMSA] = COUNT_LAUNCH_VMSA,
		[LAUNCH_PAGE_ZERO] = COUNT_LAUNCH_ZERO,
		[LAUNCH_PAGE_SECRETS] = COUNT_LAUNCH_SECRETS,
		[LAUNCH_PAGE_CPUID] = COUNT_LAUNCH_CPUID,
	};

	count(counter_of[page_type]);
	launch_digest_page(&digest, page_type, gpa, contents_or_null);
}

static void configure(void)
{
	struct psp_config config;

	psp_config_init(&config, &digest);
	config.policy = options.policy;
	config.vcpu_signature = options.cpu_signature ? options.cpu_signature : cpuid(1, 0).eax;
	memcpy(config.host_data, options.host_data, sizeof(config.host_data));
	config.vcek_disabled = options.vcek_disabled;
	psp_init(&psp, &config);
}

void launch_fill_secrets(u8 *page)
{
	configure();
	psp_write_secrets_page(&psp, page);
}

void launch_measure_finish(void)
{
	char hex[2 * SHA384_BYTES + 1];

	configure();
	for (u32 i = 0; i < SHA384_BYTES; i++) {
		hex[2 * i] = "0123456789abcdef"[digest.value[i] >> 4];
		hex[2 * i + 1] = "0123456789abcdef"[digest.value[i] & 15];
	}
	hex[2 * SHA384_BYTES] = 0;
	log_line("summary launch.digest=%s", hex);
}
