/* test_rmp.c - the RMP model: what each instruction and each host action does to an entry. */
#include "tests/snphost/rmp.h"
#include "tests/snphost/unit/cmocka_all.h"

enum { PAGES = 64 };

static void *pages[PAGES];
static int used;

void *rmp_new_page(void)
{
	assert_true(used < PAGES);
	pages[used] = calloc(1, PAGE_BYTES);
	assert_non_null(pages[used]);
	return pages[used++];
}

static void fresh_pages_are_private_and_unassigned(void **state)
{
	(void)state;
	assert_null(rmp_peek(0x123456000));
	assert_int_equal(rmp_private_access(0x123456000), RMP_NOT_ASSIGNED);
	assert_true(rmp_is_uniform_unassigned(0x123400000));
}

static void validation_follows_assignment(void **state)
{
	struct pvalidate_result r;

	(void)state;
	rmp_assign(0x1000);
	assert_int_equal(rmp_private_access(0x1000), RMP_NOT_VALIDATED);
	r = rmp_pvalidate(0x1000, false, true);
	assert_true(r.eax == PVALIDATE_OK && !r.cf);
	assert_int_equal(rmp_private_access(0x1000), RMP_OK);
	assert_int_equal(rmp_private_access(0x2000), RMP_NOT_ASSIGNED);
}

static void no_change_sets_carry(void **state)
{
	(void)state;
	rmp_assign(0x3000);
	assert_true(rmp_pvalidate(0x3000, false, false).cf);
	assert_false(rmp_pvalidate(0x3000, false, true).cf);
	assert_true(rmp_pvalidate(0x3000, false, true).cf);
	assert_false(rmp_pvalidate(0x3000, false, false).cf);
}

static void a_2m_request_needs_a_2m_entry(void **state)
{
	struct pvalidate_result r;

	(void)state;
	rmp_assign(0x400000);
	r = rmp_pvalidate(0x400000, true, true);
	assert_true(r.eax == PVALIDATE_FAIL_SIZEMISMATCH && !r.cf);
	r = rmp_pvalidate(0x401000, true, true);
	assert_true(r.eax == PVALIDATE_FAIL_INPUT && !r.cf);
	rmp_assign_large(0x600000);
	r = rmp_pvalidate(0x600000, true, true);
	assert_true(r.eax == PVALIDATE_OK && !r.cf);
	assert_int_equal(rmp_private_access(0x7ff000), RMP_OK);
	assert_true(rmp_is_large_validated(0x600000));
}

static void a_4k_request_smashes_a_2m_entry(void **state)
{
	struct pvalidate_result r;

	(void)state;
	rmp_assign_large(0x800000);
	r = rmp_pvalidate(0x801000, false, true);
	assert_true(r.eax == PVALIDATE_OK && !r.cf);
	assert_false(rmp_entry(0x800000)->large);
	assert_int_equal(rmp_private_access(0x800000), RMP_NOT_VALIDATED);
	assert_false(rmp_psmash(0x800000));
}

static void sharing_forgets_everything(void **state)
{
	(void)state;
	rmp_assign_large(0xa00000);
	rmp_pvalidate(0xa00000, true, true);
	rmp_share(0xa05000);
	assert_int_equal(rmp_private_access(0xa05000), RMP_IS_SHARED);
	assert_int_equal(rmp_private_access(0xa06000), RMP_OK);
	assert_false(rmp_is_large_validated(0xa00000));
	assert_false(rmp_is_all_shared(0xa00000));
	rmp_assign(0xa05000);
	assert_int_equal(rmp_private_access(0xa05000), RMP_NOT_VALIDATED);
}

static void rmpadjust_obeys_vmpl0(void **state)
{
	(void)state;
	rmp_assign(0xc00000);
	rmp_pvalidate(0xc00000, false, true);
	assert_int_equal(rmp_adjust(0xc00000, false, 0), PVALIDATE_FAIL_PERMISSION);
	assert_int_equal(rmp_adjust(0xc00000, false, 4), PVALIDATE_FAIL_INPUT);
	assert_int_equal(rmp_adjust(0xc00000, true, 1), PVALIDATE_FAIL_SIZEMISMATCH);
	assert_int_equal(rmp_adjust(0xc00000, false, 1 | 1 << 16), PVALIDATE_OK);
	assert_true(rmp_entry(0xc00000)->vmsa);
	rmp_entry(0xc00000)->vmsa_in_use = 1;
	assert_int_equal(rmp_adjust(0xc00000, false, 1), PVALIDATE_FAIL_INUSE);
	rmp_entry(0xc00000)->vmsa_in_use = 0;
	assert_int_equal(rmp_adjust(0xc00000, false, 2 | 0x1f << 8), PVALIDATE_OK);
	assert_false(rmp_entry(0xc00000)->vmsa);
	assert_int_equal(rmp_entry(0xc00000)->perms, 0x1f << 5);
}

static void a_rebound_page_can_be_validated_twice(void **state)
{
	struct rmp_entry old;

	(void)state;
	rmp_assign(0xe00000);
	assert_false(rmp_pvalidate(0xe00000, false, true).cf);
	old = rmp_rebind(0xe00000, 0x7000);
	assert_true(old.validated);
	assert_int_equal(rmp_entry(0xe00000)->frame, 7);
	assert_false(rmp_pvalidate(0xe00000, false, true).cf);	/* the attack: CF=0 again */
	rmp_rebind_back(0xe00000, old);
	assert_int_equal(rmp_private_access(0xe00000), RMP_OK);
}

static void far_addresses_have_their_own_entries(void **state)
{
	(void)state;
	rmp_assign(0x8000000000);
	rmp_assign(0xffffffff000);
	assert_int_equal(rmp_private_access(0x8000000000), RMP_NOT_VALIDATED);
	assert_int_equal(rmp_private_access(0x8000001000), RMP_NOT_ASSIGNED);
	assert_int_equal(rmp_private_access(0xffffffff000), RMP_NOT_VALIDATED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fresh_pages_are_private_and_unassigned),
		cmocka_unit_test(validation_follows_assignment),
		cmocka_unit_test(no_change_sets_carry),
		cmocka_unit_test(a_2m_request_needs_a_2m_entry),
		cmocka_unit_test(a_4k_request_smashes_a_2m_entry),
		cmocka_unit_test(sharing_forgets_everything),
		cmocka_unit_test(rmpadjust_obeys_vmpl0),
		cmocka_unit_test(a_rebound_page_can_be_validated_twice),
		cmocka_unit_test(far_addresses_have_their_own_entries),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	while (used > 0)
		free(pages[--used]);
	return failed;
}
