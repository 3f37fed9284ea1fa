/* marks.c - see marks.h. */
#include "marks.h"
#include "counters.h"
#include "handoff.h"
#include "key_scan.h"
#include "options.h"
#include "secrets_watch.h"
#include "str.h"
#include "vcpu.h"
#include "verdict.h"
#include "walk.h"

static const char userspace_text[] = "SNPSHIM-USERSPACE";

bool marks_want_fetches(void)
{
	return options.entry_count > 0 && !counters_marked(MARK_KERNEL);
}

void marks_fetch(struct vcpu *v)
{
	u8 code[ENTRY_BYTES];

	if (!marks_want_fetches() || !vcpu_is_64bit(v))
		return;
	if (guest_read(v, v->vmcb->rip, code, sizeof(code), true) != sizeof(code))
		return;
	for (u32 i = 0; i < options.entry_count; i++)
		if (memcmp(code, options.entry[i], ENTRY_BYTES) == 0) {
			counters_mark(MARK_KERNEL);
			secrets_watch_report("kernel");
			if (options.check_handoff && i == 0)
				handoff_check(v);
			if (options.check_keys)
				key_scan(v);
			if (options.stop_at_kernel)
				verdict_entered(v);
		}
}

void marks_serial(u8 byte)
{
	static u32 matched;

	if (byte != (u8)userspace_text[matched])
		matched = 0;
	if (byte == (u8)userspace_text[matched])
		matched++;
	if (matched == sizeof(userspace_text) - 1) {
		matched = 0;
		counters_mark(MARK_USERSPACE);
	}
}
