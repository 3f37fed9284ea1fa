/* The CPUID page: its count comes from the host, its entries in any order. */
#include "firmware/sev/cpuid_page.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"

#include <stdlib.h>
#include <string.h>

#define LEAF CPUID_LEAF_ENCRYPTION

static struct snp_cpuid_page *page; /* an allocation of its own: ASan sees its end */
static struct snp_cpuid_entry found;

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	memset(&found, 0xee, sizeof(found));
	page = calloc(1, sizeof(*page));
	assert_non_null(page);
	for (u32 i = 0; i < CPUID_PAGE_ENTRIES_MAX; i++)
		page->entries[i] = (struct snp_cpuid_entry){ .eax_in = i + 1, .ebx = 100 + i };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	free(page);
	return 0;
}

static void put(u32 index, u32 ebx)
{
	page->entries[index].eax_in = LEAF;
	page->entries[index].ebx = ebx;
}

static void the_leaf_is_found_at_every_place(void **state)
{
	(void)state;
	for (u32 i = 0; i < CPUID_PAGE_ENTRIES_MAX; i++) {
		page->count = i + 1;
		assert_int_equal(cpuid_page_find(page, i + 1, &found), OK);
		assert_memory_equal(&found, &page->entries[i], sizeof(found));
	}
}

static void a_page_of_one_entry_is_enough(void **state)
{
	(void)state;
	page->count = 1;
	put(0, 51);
	assert_int_equal(cpuid_page_find(page, LEAF, &found), OK);
	assert_int_equal(found.ebx, 51);
}

static void the_first_of_two_entries_counts(void **state)
{
	(void)state;
	page->count = 64;
	put(5, 51);
	put(6, 47);
	assert_int_equal(cpuid_page_find(page, LEAF, &found), OK);
	assert_int_equal(found.ebx, 51);
}

static void an_empty_page_is_refused(void **state)
{
	(void)state;
	put(0, 51);
	page->count = 0;
	assert_fault(cpuid_page_find(page, LEAF, &found), ERR_CPUID_PAGE, LEAF, 0);
}

static void a_count_beyond_the_page_is_refused(void **state)
{
	static const u32 counts[] = { 65, 66, 0x100, 0x7fffffff, 0x80000000, 0xffffffff };

	(void)state;
	put(0, 51); /* even though the leaf is there */
	for (u32 i = 0; i < COUNT_OF(counts); i++) {
		page->count = counts[i];
		assert_fault(cpuid_page_find(page, LEAF, &found), ERR_CPUID_PAGE, LEAF, counts[i]);
	}
}

static void a_missing_leaf_is_refused(void **state)
{
	(void)state;
	page->count = 64;
	assert_fault(cpuid_page_find(page, LEAF, &found), ERR_CPUID_PAGE, LEAF, 64);
}

static void an_entry_behind_the_count_does_not_exist(void **state)
{
	(void)state;
	page->count = 3;
	put(3, 51);
	assert_fault(cpuid_page_find(page, LEAF, &found), ERR_CPUID_PAGE, LEAF, 3);
}

/* Leaves 1 and 7 with exactly what SHA-NI code needs. */
static void put_sha_ni(void)
{
	page->count = 3;
	page->entries[0] = (struct snp_cpuid_entry){ .eax_in = 7, .ebx = 1u << 29 };
	page->entries[1] = (struct snp_cpuid_entry){ .eax_in = 7, .ecx_in = 1 };
	page->entries[2] = (struct snp_cpuid_entry){ .eax_in = 1, .ecx = 1u << 9 | 1u << 19 };
}

static void sha_ni_needs_all_three_features(void **state)
{
	(void)state;
	put_sha_ni();
	assert_true(cpuid_page_has_sha_ni(page));
	page->entries[0].ebx = ~(1u << 29);
	assert_false(cpuid_page_has_sha_ni(page));
	put_sha_ni();
	page->entries[2].ecx = ~(1u << 9);
	assert_false(cpuid_page_has_sha_ni(page));
	page->entries[2].ecx = ~(1u << 19);
	assert_false(cpuid_page_has_sha_ni(page));
}

static void sha_ni_is_told_by_subleaf_0(void **state)
{
	(void)state;
	put_sha_ni();
	page->entries[0].ecx_in = 1;
	assert_false(cpuid_page_has_sha_ni(page));
}

static void a_page_without_the_leaves_has_no_sha_ni(void **state)
{
	(void)state;
	put_sha_ni();
	page->count = 2;
	assert_false(cpuid_page_has_sha_ni(page));
	page->count = 0;
	assert_false(cpuid_page_has_sha_ni(page));
	page->count = 0xffffffff; /* ASan sees a read behind the 64th */
	assert_true(cpuid_page_has_sha_ni(page));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_leaf_is_found_at_every_place, setup, teardown),
		cmocka_unit_test_setup_teardown(a_page_of_one_entry_is_enough, setup, teardown),
		cmocka_unit_test_setup_teardown(the_first_of_two_entries_counts, setup, teardown),
		cmocka_unit_test_setup_teardown(an_empty_page_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(a_count_beyond_the_page_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(a_missing_leaf_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(an_entry_behind_the_count_does_not_exist, setup,
						teardown),
		cmocka_unit_test_setup_teardown(sha_ni_needs_all_three_features, setup, teardown),
		cmocka_unit_test_setup_teardown(sha_ni_is_told_by_subleaf_0, setup, teardown),
		cmocka_unit_test_setup_teardown(a_page_without_the_leaves_has_no_sha_ni, setup,
						teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
