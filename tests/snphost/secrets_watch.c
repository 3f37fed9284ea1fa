/* secrets_watch.c - see secrets_watch.h. The page is private to the guest; a test host may look. */
#include "secrets_watch.h"
#include "gmem.h"
#include "log.h"
#include "psp_glue.h"
#include "str.h"
#include "tests/snphost/psp/psp_handlers.h"

static u64 page_gpa; /* 0: the image asks for none */

void secrets_watch_start(u64 gpa)
{
	page_gpa = gpa;
}

static const char *key_state(const u8 *key)
{
	if (memcmp(key, psp.config.vmpck[0], VMPCK_BYTES) == 0)
		return "kept";
	return psp_all_zero(key, VMPCK_BYTES) ? "erased" : "changed";
}

void secrets_watch_report(const char *point)
{
	const struct secrets_page *page;
	u32 number;

	if (!page_gpa)
		return;
	page = (const void *)gmem_private_ptr(page_gpa);
	memcpy(&number, page->os_area, sizeof(number));
	log_line("summary %s.secrets.number0=%u", point, number);
	log_line("summary %s.secrets.%s=1", point, key_state(page->vmpck[0]));
}
