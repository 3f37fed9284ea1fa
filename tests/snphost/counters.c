/* counters.c - counters and marked points. Called with the host lock held. */
#include "counters.h"
#include "log.h"
#include "rules.h"

static const char *const names[COUNTER_COUNT] = {
#define X(id, name) name,
	COUNTER_LIST(X)
#undef X
};

static const char *const mark_names[MARK_COUNT] = {
	[MARK_FIRMWARE] = "firmware", [MARK_KERNEL] = "kernel", [MARK_USERSPACE] = "userspace",
};

u64 counters[COUNTER_COUNT];
static bool marked[MARK_COUNT];

void counters_report(const char *point)
{
	for (u32 i = 0; i < COUNTER_COUNT; i++)
		if (counters[i])
			log_line("summary %s.%s=%lu", point, names[i], counters[i]);
	for (u32 i = 0; i < RULE_COUNT; i++)
		if (rule_breaches[i])
			log_line("summary %s.breach.%s=%lu", point, rule_names[i],
				 rule_breaches[i]);
}

void counters_mark(enum mark mark)
{
	if (marked[mark])
		return;
	marked[mark] = true;
	log_line("summary mark.%s=1", mark_names[mark]);
	counters_report(mark_names[mark]);
}

bool counters_marked(enum mark mark)
{
	return marked[mark];
}
