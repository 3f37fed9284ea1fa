/* Page state change and PVALIDATE of a plain VM: a call is a defect. */
#include "firmware/sev/psc.h"
#include "firmware/sev/pvalidate.h"
#include "tests/fake/cmocka_all.h"

enum err psc_change(struct range pages, enum psc_operation operation)
{
	(void)pages;
	(void)operation;
	fail_msg("page state change in a plain VM");
	return ERR_PSC;
}

enum err pvalidate_pages(struct range pages, bool evict)
{
	(void)pages;
	(void)evict;
	fail_msg("PVALIDATE in a plain VM");
	return ERR_PVALIDATE;
}
