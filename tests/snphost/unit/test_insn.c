/* test_insn.c - instruction recognition. */
#include "tests/snphost/insn.h"
#include "tests/snphost/unit/cmocka_all.h"

static void check(const char *code, u32 len, bool is_64bit, enum insn_kind kind, u32 bytes)
{
	u8 copy[INSN_MAX_BYTES];
	struct insn insn;

	memcpy(copy, code, len);
	insn = insn_decode(copy, len, is_64bit);
	assert_int_equal(insn.kind, kind);
	assert_int_equal(insn.bytes, bytes);
}

static void snp_instructions_are_known(void **state)
{
	(void)state;
	check("\xf2\x0f\x01\xff", 4, true, INSN_PVALIDATE, 4);
	check("\xf2\x0f\x01\xff", 4, false, INSN_PVALIDATE, 4);
	check("\xf3\x0f\x01\xfe", 4, true, INSN_RMPADJUST, 4);
	check("\xf3\x0f\x01\xfd", 4, true, INSN_RMPQUERY, 4);
	check("\xf3\x0f\x01\xd9", 4, true, INSN_VMGEXIT, 4);
	check("\x0f\x01\xd9", 3, true, INSN_VMMCALL, 3);
	check("\x0f\x30", 2, true, INSN_WRMSR, 2);
	check("\x0f\x32", 2, false, INSN_RDMSR, 2);
}

static void host_only_forms_are_not(void **state)
{
	(void)state;
	check("\xf3\x0f\x01\xff", 4, true, INSN_OTHER, 0);	/* PSMASH */
	check("\xf2\x0f\x01\xfe", 4, true, INSN_OTHER, 0);	/* RMPUPDATE */
	check("\x0f\x01\xff", 3, true, INSN_OTHER, 0);
	check("\x0f\x0b", 2, true, INSN_OTHER, 0);
}

static void prefixes_count(void **state)
{
	struct insn insn = insn_decode((const u8 *)"\x41\x0f\x22\xc1", 4, true);

	(void)state;
	assert_int_equal(insn.kind, INSN_MOV_TO_CR0);
	assert_int_equal(insn.reg, 9);
	assert_int_equal(insn.bytes, 4);
	check("\x66\x0f\x22\xc0", 4, false, INSN_MOV_TO_CR0, 4);
	check("\x0f\x22\xd8", 3, true, INSN_OTHER, 0);		/* CR3 */
	check("\x44\x0f\x22\xc0", 4, true, INSN_OTHER, 0);	/* CR8 */
	check("\x0f\x01\xf0", 3, true, INSN_LMSW, 3);
	check("\x0f\x06", 2, true, INSN_CLTS, 2);
}

static void short_input_is_safe(void **state)
{
	(void)state;
	check("\xf2\x0f\x01", 3, true, INSN_OTHER, 0);
	check("\xf2", 1, true, INSN_OTHER, 0);
	check("\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66\x66", 15, true,
	      INSN_OTHER, 0);
	check("\x0f", 1, true, INSN_OTHER, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(snp_instructions_are_known),
		cmocka_unit_test(host_only_forms_are_not),
		cmocka_unit_test(prefixes_count),
		cmocka_unit_test(short_input_is_safe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
