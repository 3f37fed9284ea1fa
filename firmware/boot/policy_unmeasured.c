/*
 * The ROM for development: runs what the host offers if nothing was measured. A table that is there
 * is obeyed all the same. docs/measurement.md, "ROM variants".
 */
#include "firmware/boot/policy.h"

#include "lib/log.h"

void policy_announce(void)
{
	log_line("unmeasured development build: do not trust this guest with a secret");
}

enum err policy_without_table(struct verdict *verdict)
{
	static const u8 same[SHA256_BYTES];

	for (enum measured_item item = 0; item < MEASURED_COUNT; item++)
		verdict_compare(verdict, item, same, same);
	return OK;
}
