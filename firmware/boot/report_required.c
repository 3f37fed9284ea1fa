/*
 * A guest that cannot prove its boot does not boot.
 */
#include "firmware/boot/report.h"

enum err report_policy(enum err error)
{
	return error;
}

const char *report_variant(enum event_ap_mode mode)
{
	return mode == EVENT_AP_MODE_MAILBOX ? "snp-shim-mailbox-report" : "snp-shim-report";
}
