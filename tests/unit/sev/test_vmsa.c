/* A VMSA byte by byte: AMD APM volume 2, table B-4, at the offsets that VMRUN reads. */
#include "firmware/sev/vmsa.h"
#include "tests/fake/cmocka_all.h"

#include <string.h>

static u8 page[4096];

static const struct vmsa_start start = {
	.sev_status = 0x107, /* SNP, ES, SEV; and PreventHostIbs, which must come along */
	.cr3 = 0x8000000024000,
	.rip = 0xffff1234,
	.rsp = 0x22000,
	.rsi = 0x21008,
	.rdi = 7,
	.gdt = { 0xffff0600, 32 },
	.idt = { 0xffff0700, 512 },
};

static int setup(void **state)
{
	(void)state;
	memset(page, 0, sizeof(page));
	vmsa_fill((struct vmsa *)(void *)page, &start);
	return 0;
}

static u64 at(u32 offset, u32 bytes)
{
	u64 value = 0;

	memcpy(&value, page + offset, bytes);
	return value;
}

static void assert_segment(u32 offset, u64 selector, u64 attributes, u64 limit, u64 base)
{
	assert_int_equal(at(offset, 2), selector);
	assert_int_equal(at(offset + 2, 2), attributes);
	assert_int_equal(at(offset + 4, 4), limit);
	assert_int_equal(at(offset + 8, 8), base);
}

static void segments_are_flat_and_64_bit(void **state)
{
	static const u32 data[] = { 0x000, 0x020, 0x030, 0x040, 0x050 };

	(void)state;
	assert_segment(0x010, 0x10, 0xa9b, 0xffffffff, 0);
	for (u32 i = 0; i < COUNT_OF(data); i++)
		assert_segment(data[i], 0x18, 0xc93, 0xffffffff, 0);
	assert_segment(0x070, 0, 0x82, 0xffff, 0);
	assert_segment(0x090, 0, 0x8b, 0xffff, 0);
}

static void descriptor_tables_are_the_given_ones(void **state)
{
	(void)state;
	assert_segment(0x060, 0, 0, 31, 0xffff0600);
	assert_segment(0x080, 0, 0, 511, 0xffff0700);
}

static void vmrun_takes_the_control_registers(void **state)
{
	u64 efer = at(0x0d0, 8), cr0 = at(0x158, 8), cr4 = at(0x148, 8);

	(void)state;
	assert_int_equal(efer, 1 << 12 | 1 << 11 | 1 << 10 | 1 << 8); /* SVME, NX, LMA, LME */
	assert_int_equal(cr0 & (1u << 31 | 1), 1u << 31 | 1);         /* paging, protection */
	assert_int_equal(cr0 & (3u << 29), 0);                        /* caches on */
	assert_int_equal(cr4 & (1 << 5 | 1 << 12), 1 << 5);           /* PAE, four levels */
	assert_int_equal(at(0x150, 8), start.cr3);
	assert_int_equal(at(0x160, 8), 0x400);
	assert_int_equal(at(0x168, 8), 0xffff0ff0);
	assert_int_equal(at(0x268, 8), 0x7040600070406);
	assert_int_equal(at(0x3e8, 8), 1);
}

static void it_starts_at_vmpl0_with_interrupts_off(void **state)
{
	(void)state;
	assert_int_equal(at(0x0ca, 1), 0);
	assert_int_equal(at(0x0cb, 1), 0);
	assert_int_equal(at(0x170, 8), 2);
	assert_int_equal(at(0x178, 8), start.rip);
	assert_int_equal(at(0x1d8, 8), start.rsp);
	assert_int_equal(at(0x330, 8), start.rsi);
	assert_int_equal(at(0x338, 8), start.rdi);
}

static void features_are_sev_status_without_sev_and_es(void **state)
{
	(void)state;
	assert_int_equal(at(0x3b0, 8), 0x41);
}

static void the_fpu_is_as_after_reset(void **state)
{
	(void)state;
	assert_int_equal(at(0x408, 4), 0x1f80);
	assert_int_equal(at(0x410, 2), 0x37f);
}

/* Every byte that no test above names. */
static void everything_else_is_zero(void **state)
{
	static const struct { u32 offset, bytes; } used[] = {
		{ 0x000, 0x0a0 }, { 0x0d0, 8 }, { 0x148, 0x38 }, { 0x1d8, 8 }, { 0x268, 8 },
		{ 0x330, 16 }, { 0x3b0, 8 }, { 0x3e8, 8 }, { 0x408, 4 }, { 0x410, 2 },
	};

	(void)state;
	for (u32 i = 0; i < COUNT_OF(used); i++)
		memset(page + used[i].offset, 0, used[i].bytes);
	for (u32 i = 0; i < sizeof(page); i++)
		assert_int_equal(page[i], 0);
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(segments_are_flat_and_64_bit),
		TEST(descriptor_tables_are_the_given_ones),
		TEST(vmrun_takes_the_control_registers),
		TEST(it_starts_at_vmpl0_with_interrupts_off),
		TEST(features_are_sev_status_without_sev_and_es),
		TEST(the_fpu_is_as_after_reset),
		TEST(everything_else_is_zero),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
