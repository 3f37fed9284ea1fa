/*
 * A guest that cannot prove its boot says so and boots. Nobody is deceived: whoever asks for a report
 * does not get one.
 */
#include "firmware/boot/report.h"
#include "lib/log.h"

enum err report_policy(enum err error)
{
	struct err_info info = err_info(error);

	if (error != OK)
		log_line("booting without an attestation report: %s [%u:%x]", info.cause, info.set,
			 info.code);
	return OK;
}

const char *report_variant(enum event_ap_mode mode)
{
	return mode == EVENT_AP_MODE_MAILBOX ? "snp-shim-mailbox-optional" : "snp-shim-report-optional";
}
