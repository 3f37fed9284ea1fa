/*
 * describe.h - says in plain words what a verified report and its log are about.
 */
#ifndef VERIFY_DESCRIBE_H
#define VERIFY_DESCRIBE_H

#include "tools/verify/attestation.h"
#include "tools/verify/boot_log.h"

/* Several lines on standard output. Only for what was verified. */
void describe_boot(const struct boot_log *log);
void describe_report(const struct attestation_report *report);

#endif
