/* From a bare SNP guest to one with ports: order, state, and each lie on the way. */
#include "firmware/sev/snp.h"
#include "firmware/mem/layout.h"
#include "firmware/sev/ghcb.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/guest.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/fake/rmp.h"

#define RAM_END (16 * MIB)

/* Exchanges by MSR before the GHCB works, in this order: what hypervisor_lie_after counts. */
enum exchange { SEV_INFO, FEATURES, SHARE_GHCB, REGISTER, EXCHANGES };

static struct memory memory;
static u64 features;

static int setup(void **state)
{
	(void)state;
	guest_reset(RAM_END);
	assert_int_equal(memory_init(&memory, GUEST_C_BIT), OK);
	features = 0;
	return 0;
}

static struct range ghcb_page(void)
{
	return (struct range){ layout_shared_gpa(), layout_shared_gpa() + PAGE_SIZE };
}

/* --- start, honest ----------------------------------------------------------------------------- */

static void ports_work_after_the_start(void **state)
{
	(void)state;
	assert_int_equal(snp_start(&memory, &features), OK);
	assert_true(ghcb_is_ready());
	assert_int_equal(features, GHCB_FEATURE_SNP | GHCB_FEATURE_AP_CREATION);
	assert_int_equal(ghcb_port_in(0x80, 1), 0xff);
}

static void exactly_ghcb_and_bounce_buffer_are_shared(void **state)
{
	(void)state;
	assert_int_equal(snp_start(&memory, &features), OK);
	assert_true(rmp_is(ghcb_page(), RMP_SHARED));
	assert_true(rmp_is(layout_bounce(), RMP_SHARED));
	assert_int_equal(rmp_bytes(RMP_SHARED), PAGE_SIZE + range_bytes(layout_bounce()));
	assert_true(ledger_is(&memory.ledger, ghcb_page(), PAGE_SHARED));
	assert_true(ledger_is(&memory.ledger, layout_bounce(), PAGE_SHARED));
	assert_int_equal(hypervisor_ghcb_gpa(), layout_shared_gpa());
}

static void nothing_is_validated_by_the_start(void **state)
{
	(void)state;
	assert_int_equal(snp_start(&memory, &features), OK);
	assert_int_equal(machine_count_events(EVENT_PVALIDATE), 0);
	assert_true(rmp_validated_once());
}

static void only_shared_pages_lose_the_c_bit(void **state)
{
	(void)state;
	assert_int_equal(snp_start(&memory, &features), OK);
	assert_int_equal(guest_entry_2m(0) & ~0xfffull, layout_page_table_4k_gpa() | GUEST_C_BIT);
	for (u64 gpa = 0; gpa < PAGE_SIZE_2M; gpa += PAGE_SIZE) {
		u64 c_bit = gpa == layout_shared_gpa() ? 0 : GUEST_C_BIT;

		assert_int_equal(guest_entry_4k(gpa) & ~0xfffull, gpa | c_bit);
	}
	for (u64 gpa = PAGE_SIZE_2M; gpa < GIB; gpa += PAGE_SIZE_2M) {
		u64 c_bit = gpa == layout_bounce().start ? 0 : GUEST_C_BIT;

		assert_int_equal(guest_entry_2m(gpa) & ~0x1fffffull, gpa | c_bit);
	}
}

/* The n-th MSR request, by its code. */
static void assert_request(u32 *event, u64 code)
{
	*event = machine_find_event(EVENT_VMGEXIT, *event);
	assert_int_equal(machine_event(*event)->value & GHCB_MSR_INFO_MASK, code);
	(*event)++;
}

static void each_step_rests_on_the_one_before(void **state)
{
	u32 event = 0, mapped, probe;

	(void)state;
	assert_int_equal(snp_start(&memory, &features), OK);
	assert_request(&event, GHCB_MSR_SEV_INFO_REQUEST);
	assert_request(&event, GHCB_MSR_FEATURES_REQUEST);
	probe = machine_find_event(EVENT_RMPADJUST, 0);
	assert_true(probe > event && probe < machine_event_count());
	assert_request(&event, GHCB_MSR_PSC_REQUEST);
	assert_true(probe < event);
	mapped = machine_find_event(EVENT_WRITE_CR3, event); /* flushed: the page is seen shared */
	assert_request(&event, GHCB_MSR_REGISTER_REQUEST);
	assert_true(mapped < event);
	event = machine_find_event(EVENT_VMGEXIT, event);
	assert_int_equal(machine_event(event)->number, GHCB_EXIT_PSC);
	event = machine_find_event(EVENT_FLUSH_PAGE, event);
	assert_int_equal(machine_event(event)->value, layout_bounce().start);
}

static void the_probe_takes_the_lowest_level_s_rights_on_an_own_page(void **state)
{
	const struct machine_event *probe;

	(void)state;
	assert_int_equal(snp_start(&memory, &features), OK);
	probe = machine_event(machine_find_event(EVENT_RMPADJUST, 0));
	assert_int_equal(probe->number, 1); /* VMPL1, no permission, no VMSA */
	assert_true(rmp_is((struct range){ probe->value, probe->value + PAGE_SIZE }, RMP_VALIDATED));
}

static void eviction_is_skipped_only_if_the_cpuid_page_says_so(void **state)
{
	(void)state;
	assert_int_equal(snp_start(&memory, &features), OK);
	assert_true(memory.evict);
	ghcb_stop();
	guest_free();
	(void)setup(state);
	guest_cpuid_page()->entries[1].ebx |= 1u << 31;
	assert_int_equal(snp_start(&memory, &features), OK);
	assert_false(memory.evict);
}

/* --- start, lied to ---------------------------------------------------------------------------- */

/* Fails with `error`, and without a page shared, validated or a port opened. */
static void assert_start_fails(enum err error)
{
	assert_error(snp_start(&memory, &features), error);
	assert_false(ghcb_is_ready());
	assert_int_equal(rmp_bytes(RMP_SHARED), 0);
	assert_int_equal(machine_count_events(EVENT_PVALIDATE), 0);
}

static void a_protocol_without_version_2_ends_it(void **state)
{
	(void)state;
	hypervisor_lie(HV_VERSIONS, 1 << 16 | 1);
	assert_start_fails(ERR_GHCB_PROTOCOL);
}

static void another_c_bit_than_the_page_tables_ends_it(void **state)
{
	(void)state;
	hypervisor_lie(HV_C_BIT, GUEST_C_BIT_POSITION - 1);
	assert_start_fails(ERR_C_BIT);
}

static void a_host_without_snp_is_named(void **state)
{
	(void)state;
	hypervisor_lie(HV_FEATURES, ~GHCB_FEATURE_SNP & 0xfff);
	assert_start_fails(ERR_HV_FEATURES);
	assert_int_equal(fake_fault.a, GHCB_FEATURE_SNP);
	assert_int_equal(fake_fault.b, 0xffe);
}

static void a_lower_privilege_level_ends_it(void **state)
{
	static const u32 codes[] = { 1, 2, 3, 6, 0xffffffff };

	(void)state;
	for (u32 i = 0; i < COUNT_OF(codes); i++) {
		hypervisor_lie(HV_RMPADJUST, codes[i]);
		assert_start_fails(ERR_VMPL);
		assert_int_equal(fake_fault.a, codes[i]);
	}
}

static void an_old_secrets_page_ends_it(void **state)
{
	(void)state;
	for (u32 version = 0; version < 2; version++) {
		guest_secrets_page()->version = version;
		assert_start_fails(ERR_SECRETS_PAGE);
		assert_int_equal(fake_fault.a, version);
	}
	guest_secrets_page()->version = 2;
	assert_int_equal(snp_start(&memory, &features), OK);
}

static void a_claim_of_an_svsm_is_not_looked_at(void **state)
{
	struct snp_secrets_page *secrets = guest_secrets_page();

	(void)state;
	secrets->svsm_size = MIB;
	secrets->svsm_guest_vmpl = 2;
	assert_int_equal(snp_start(&memory, &features), OK);
}

static void a_malformed_cpuid_page_ends_it(void **state)
{
	static const u32 counts[] = { 0, 1, 65, 0xffffffff };

	(void)state;
	for (u32 i = 0; i < COUNT_OF(counts); i++) {
		guest_cpuid_page()->count = counts[i];
		assert_start_fails(ERR_CPUID_PAGE);
	}
}

static void a_refused_page_leaves_no_ghcb(void **state)
{
	(void)state;
	hypervisor_lie_after(HV_MSR_RESPONSE, 1ull << 32 | GHCB_MSR_PSC_RESPONSE, SHARE_GHCB);
	assert_error(snp_start(&memory, &features), ERR_PSC);
	assert_false(ghcb_is_ready());
	assert_int_equal(machine_count_events(EVENT_WRITE_CR3), 0); /* the mapping is private yet */
}

static void a_refused_registration_leaves_no_ghcb(void **state)
{
	(void)state;
	hypervisor_lie(HV_REGISTER_GFN, HV_GFN_NONE);
	assert_error(snp_start(&memory, &features), ERR_GHCB_REGISTER);
	assert_false(ghcb_is_ready());
	hypervisor_lie(HV_REGISTER_GFN, layout_shared_gpa() / PAGE_SIZE + 1);
	guest_free();
	(void)setup(state);
	hypervisor_lie(HV_REGISTER_GFN, layout_shared_gpa() / PAGE_SIZE + 1);
	assert_error(snp_start(&memory, &features), ERR_GHCB_REGISTER);
}

static void a_bounce_buffer_that_stays_private_ends_it(void **state)
{
	(void)state;
	hypervisor_lie(HV_PAGE_INFO_2, 0x10000000000);
	assert_error(snp_start(&memory, &features), ERR_PSC);
	assert_int_equal(guest_entry_2m(layout_bounce().start) & GUEST_C_BIT, GUEST_C_BIT);
}

static void a_wrong_code_at_any_exchange_ends_it(void **state)
{
	(void)state;
	for (u32 exchange = 0; exchange < EXCHANGES; exchange++) {
		guest_free();
		(void)setup(state);
		hypervisor_lie_after(HV_MSR_CODE, 0xf00, exchange);
		assert_error(snp_start(&memory, &features),
			     exchange == REGISTER ? ERR_GHCB_REGISTER : ERR_GHCB_RESPONSE);
		assert_false(ghcb_is_ready());
		assert_int_equal(machine_count_events(EVENT_VMGEXIT), exchange + 1);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, guest_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ports_work_after_the_start),
		TEST(exactly_ghcb_and_bounce_buffer_are_shared),
		TEST(nothing_is_validated_by_the_start),
		TEST(only_shared_pages_lose_the_c_bit),
		TEST(each_step_rests_on_the_one_before),
		TEST(the_probe_takes_the_lowest_level_s_rights_on_an_own_page),
		TEST(eviction_is_skipped_only_if_the_cpuid_page_says_so),
		TEST(a_protocol_without_version_2_ends_it),
		TEST(another_c_bit_than_the_page_tables_ends_it),
		TEST(a_host_without_snp_is_named),
		TEST(a_lower_privilege_level_ends_it),
		TEST(an_old_secrets_page_ends_it),
		TEST(a_claim_of_an_svsm_is_not_looked_at),
		TEST(a_malformed_cpuid_page_ends_it),
		TEST(a_refused_page_leaves_no_ghcb),
		TEST(a_refused_registration_leaves_no_ghcb),
		TEST(a_bounce_buffer_that_stays_private_ends_it),
		TEST(a_wrong_code_at_any_exchange_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
