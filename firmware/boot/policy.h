/*
 * What a ROM does when the host measured no kernel. Decided by which of two files is linked, so that
 * the launch digest shows it and the default ROM does not even contain the other answer.
 */
#ifndef BOOT_POLICY_H
#define BOOT_POLICY_H

#include "firmware/boot/verdict.h"

/* One line on the log in a ROM for development; nothing in the default ROM. */
void policy_announce(void);

/* ERR_HASH_TABLE_ABSENT; the ROM for development sets the verdicts and says OK. */
MUST_CHECK enum err policy_without_table(struct verdict *verdict);

#endif
