/* SEV_STATUS: each of its 64 bits, alone and together. */
#include "firmware/sev/status.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"

#define SNP 7ull /* SEV, SEV-ES, SEV-SNP */

/* What the firmware may meet in an SNP guest (AMD APM volume 2, 15.34.10); all else is refused. */
static const u32 accepted[] = { 0, 1, 2, 7, 8, 9, 11, 14, 17, 23 };

static bool is_accepted(u32 bit)
{
	for (u32 i = 0; i < COUNT_OF(accepted); i++)
		if (accepted[i] == bit)
			return true;
	return false;
}

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	return 0;
}

static void zero_is_a_plain_vm(void **state)
{
	enum sev_guest guest = SEV_GUEST_SNP;

	(void)state;
	assert_int_equal(sev_status_check(0, &guest), OK);
	assert_int_equal(guest, SEV_GUEST_NONE);
}

static void snp_alone_is_an_snp_guest(void **state)
{
	enum sev_guest guest = SEV_GUEST_NONE;

	(void)state;
	assert_int_equal(sev_status_check(SNP, &guest), OK);
	assert_int_equal(guest, SEV_GUEST_SNP);
}

static void each_bit_beside_snp_is_accepted_or_named(void **state)
{
	(void)state;
	for (u32 bit = 0; bit < 64; bit++) {
		u64 status = SNP | 1ull << bit;
		enum sev_guest guest = SEV_GUEST_SNP;

		if (is_accepted(bit)) {
			assert_int_equal(sev_status_check(status, &guest), OK);
			assert_int_equal(guest, SEV_GUEST_SNP);
			continue;
		}
		assert_fault(sev_status_check(status, &guest), ERR_SNP_FEATURES, 1ull << bit, status);
		assert_int_equal(guest, SEV_GUEST_NONE);
	}
}

static void each_pair_of_refused_bits_is_named_whole(void **state)
{
	enum sev_guest guest;

	(void)state;
	for (u32 a = 0; a < 64; a++)
		for (u32 b = 0; b < 64; b++) {
			u64 both = 1ull << a | 1ull << b;

			if (!is_accepted(a) && !is_accepted(b))
				assert_fault(sev_status_check(SNP | both, &guest),
					     ERR_SNP_FEATURES, both, SNP | both);
		}
}

static void all_accepted_bits_together_are_accepted(void **state)
{
	enum sev_guest guest;
	u64 status = 0;

	(void)state;
	for (u32 i = 0; i < COUNT_OF(accepted); i++)
		status |= 1ull << accepted[i];
	assert_int_equal(sev_status_check(status, &guest), OK);
	assert_int_equal(sev_status_refused(), ~status);
}

static void any_bit_without_snp_is_no_guest_of_ours(void **state)
{
	(void)state;
	for (u32 bit = 0; bit < 64; bit++) {
		u64 status = 1ull << bit;
		enum sev_guest guest = SEV_GUEST_SNP;

		if (bit == 2)
			continue;
		assert_fault(sev_status_check(status, &guest), ERR_NOT_SNP, status, 0);
		assert_int_equal(guest, SEV_GUEST_NONE);
	}
	{
		enum sev_guest guest;

		assert_fault(sev_status_check(3, &guest), ERR_NOT_SNP, 3, 0); /* SEV-ES */
		assert_fault(sev_status_check(~4ull, &guest), ERR_NOT_SNP, ~4ull, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(zero_is_a_plain_vm, setup),
		cmocka_unit_test_setup(snp_alone_is_an_snp_guest, setup),
		cmocka_unit_test_setup(each_bit_beside_snp_is_accepted_or_named, setup),
		cmocka_unit_test_setup(each_pair_of_refused_bits_is_named_whole, setup),
		cmocka_unit_test_setup(all_accepted_bits_together_are_accepted, setup),
		cmocka_unit_test_setup(any_bit_without_snp_is_no_guest_of_ours, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
