/*
 * What snp-verify demands of a report, beside its signature: the captured one as it is, and with one field or
 * one demand changed each. test_verify_chain.c has the certificates behind it.
 */
#include "tests/unit/tools/report_table.h"

#include <stdlib.h>
#include <string.h>

#include "tools/verify/attestation.h"

static struct report_table_file file;
static struct report_parts parts;
static struct attestation_report report;
static struct attestation_demands demands;

static int fresh(void **state)
{
	(void)state;
	report_table_load(&file);
	assert_null(report_parts_parse(file.blob, &parts));
	assert_null(attestation_parse(parts.report, &report));
	demands = (struct attestation_demands){ 0 };
	return 0;
}

static int done(void **state)
{
	(void)state;
	free(file.bytes);
	return 0;
}

static void the_captured_report_holds(void **state)
{
	(void)state;
	assert_null(attestation_check(&report, &demands));
	assert_null(attestation_check_log(&report, parts.log));
}

static void a_report_of_another_length_is_none(void **state)
{
	struct blob bytes = parts.report;

	(void)state;
	bytes.bytes--;
	assert_non_null(attestation_parse(bytes, &report));
	bytes.bytes = 0;
	assert_non_null(attestation_parse(bytes, &report));
}

static void policy_and_vmpl_are_demanded(void **state)
{
	(void)state;
	report.policy |= 1ull << POLICY_DEBUG;
	assert_non_null(attestation_check(&report, &demands));
	demands.allow_debug = true;
	assert_null(attestation_check(&report, &demands));
	report.policy |= 1ull << POLICY_MIGRATION;
	assert_non_null(attestation_check(&report, &demands));
	demands.allow_migration = true;
	assert_null(attestation_check(&report, &demands));
	report.policy &= ~(1ull << POLICY_ALWAYS_ONE);
	assert_non_null(attestation_check(&report, &demands));
	report.policy |= 1ull << POLICY_ALWAYS_ONE;
	report.vmpl = 1;
	assert_non_null(attestation_check(&report, &demands));
}

static void each_component_of_the_tcb_has_its_floor(void **state)
{
	static const u8 bytes[] = { 0, 1, 6, 7 };

	(void)state;
	demands.has_min_tcb = true;
	demands.min_tcb = report.reported_tcb;
	assert_null(attestation_check(&report, &demands));
	for (u32 i = 0; i < COUNT_OF(bytes); i++) {
		demands.min_tcb = report.reported_tcb + (1ull << 8 * bytes[i]);
		assert_non_null(attestation_check(&report, &demands));
	}
	demands.min_tcb = report.reported_tcb | 0xff0000; /* reserved: no component */
	assert_null(attestation_check(&report, &demands));
}

/* A demand that was forgotten is not one that is met. */
static void without_a_digest_none_will_do_unless_that_is_meant(void **state)
{
	(void)state;
	assert_non_null(attestation_check_digest(&report, &demands));
	demands.any_digest = true;
	assert_null(attestation_check_digest(&report, &demands));
}

static void one_of_the_digests_is_enough(void **state)
{
	(void)state;
	demands.digest_count = 2;
	assert_non_null(attestation_check_digest(&report, &demands));
	memcpy(demands.digests[1], report.measurement, MEASUREMENT_BYTES);
	assert_null(attestation_check_digest(&report, &demands));
	demands.digests[1][47] ^= 1;
	assert_non_null(attestation_check_digest(&report, &demands));
}

/* Reports of one launch have one REPORT_ID; a nonce may be in HOST_DATA. */
static void report_id_and_host_data_are_demanded_byte_for_byte(void **state)
{
	(void)state;
	memset(report.host_data, 0x5a, sizeof(report.host_data));
	memcpy(demands.report_id, report.report_id, sizeof(demands.report_id));
	memcpy(demands.host_data, report.host_data, sizeof(demands.host_data));
	demands.has_report_id = true;
	demands.has_host_data = true;
	assert_null(attestation_check(&report, &demands));
	for (u32 at = 0; at < sizeof(demands.host_data); at++) {
		demands.host_data[at] ^= 1;
		assert_non_null(strstr(attestation_check(&report, &demands), "--host-data"));
		demands.host_data[at] ^= 1;
		demands.report_id[at] ^= 1;
		assert_non_null(strstr(attestation_check(&report, &demands), "--report-id"));
		demands.report_id[at] ^= 1;
	}
}

static void turin_has_another_layout(void **state)
{
	u64 tcb = 0x0700000004030201;

	(void)state;
	report.cpuid_family = 0x1a;
	assert_int_equal(attestation_tcb_part(&report, tcb, TCB_FMC), 1);
	assert_int_equal(attestation_tcb_part(&report, tcb, TCB_BOOT_LOADER), 2);
	assert_int_equal(attestation_tcb_part(&report, tcb, TCB_TEE), 3);
	assert_int_equal(attestation_tcb_part(&report, tcb, TCB_SNP), 4);
	assert_int_equal(attestation_tcb_part(&report, tcb, TCB_MICROCODE), 7);
	report.version = 2; /* the field is not there yet */
	assert_int_equal(attestation_tcb_part(&report, tcb, TCB_FMC), 0);
	assert_int_equal(attestation_tcb_part(&report, tcb, TCB_BOOT_LOADER), 1);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, fresh, done)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(the_captured_report_holds),
		CASE(a_report_of_another_length_is_none),
		CASE(policy_and_vmpl_are_demanded),
		CASE(each_component_of_the_tcb_has_its_floor),
		CASE(without_a_digest_none_will_do_unless_that_is_meant),
		CASE(one_of_the_digests_is_enough),
		CASE(report_id_and_host_data_are_demanded_byte_for_byte),
		CASE(turin_has_another_layout),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
