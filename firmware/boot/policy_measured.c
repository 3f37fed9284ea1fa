/*
 * The default ROM: what was not measured does not run.
 */
#include "firmware/boot/policy.h"

#include "lib/panic.h"

void policy_announce(void)
{
}

enum err policy_without_table(struct verdict *verdict)
{
	verdict_init(verdict);
	return fault(ERR_HASH_TABLE_ABSENT, 0, 0);
}
