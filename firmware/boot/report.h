/*
 * What an SNP guest fetches from its PSP before it hands over. Decided by which file is linked, so that
 * the launch digest shows it and a ROM without it holds no code for it.
 */
#ifndef BOOT_REPORT_H
#define BOOT_REPORT_H

#include "firmware/boot/handoff.h"

/*
 * Fetches what the variant leaves for the kernel: nothing in the default ROM. The kernel, its initrd and
 * command line are loaded and measured, fw_cfg is read for the last time, the bounce buffer is still
 * shared. ERR_REQUEST_*, ERR_GHCB_*, ERR_NO_RAM.
 */
MUST_CHECK enum err report_make(struct memory *memory, const struct measured *measured,
				struct handoff *handoff);

/*
 * What becomes of an error of report_make: the error itself in a ROM that does not boot without a
 * report, else one line on the log and OK. report_required.c or report_optional.c, whichever is linked.
 */
MUST_CHECK enum err report_policy(enum err error);

#endif
