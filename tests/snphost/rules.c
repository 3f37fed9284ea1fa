/* rules.c - counts breaches of SNP's rules and ends strict runs at the first. */
#include "rules.h"
#include "counters.h"
#include "log.h"
#include "options.h"
#include "str.h"
#include "vcpu.h"
#include "verdict.h"

static const char *const texts[RULE_COUNT] = {
#define X(id, name, text) text,
	RULE_LIST(X)
#undef X
};

const char *const rule_names[RULE_COUNT] = {
#define X(id, name, text) name,
	RULE_LIST(X)
#undef X
};

u64 rule_breaches[RULE_COUNT];
static bool strict[RULE_COUNT];

void rules_set_strict(const char *name)
{
	bool value = !str_starts(name, "no-");
	const char *wanted = value ? name : name + 3;
	bool found = false;

	for (u32 i = 0; i < RULE_COUNT; i++)
		if (str_equal(wanted, "all") || str_equal(wanted, rule_names[i])) {
			strict[i] = value;
			found = true;
		}
	if (!found)
		host_die("--strict %s: no such rule; see docs/snphost.md", name);
}

void rule_broken(struct vcpu *v, enum rule rule, u64 address)
{
	if (rule_breaches[rule]++ == 0)
		log_line("breach rule=%s cpu=%u rip=0x%lx address=0x%lx: %s", rule_names[rule],
			 v->index, v->vmcb->cs.base + v->vmcb->rip, address, texts[rule]);
	if (strict[rule] && (options.strict_kernel || !counters_marked(MARK_KERNEL)))
		verdict_violation(v, rule_names[rule], address, texts[rule]);
}
