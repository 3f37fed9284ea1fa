/*
 * The default: the firmware asks the PSP for nothing. What it would have noted: report_no_log.c.
 */
#include "firmware/boot/report.h"

enum err report_make(struct memory *memory, const struct measured *measured, struct handoff *handoff)
{
	(void)memory;
	(void)measured;
	(void)handoff;
	return OK;
}
