/*
 * A guest that cannot prove its boot does not boot.
 */
#include "firmware/boot/report.h"

enum err report_policy(enum err error)
{
	return error;
}

const char *report_variant(void)
{
	return "snp-shim-report";
}
