/*
 * The whole SNP path, from the first exchange with the host to the tables that Linux reads, under every
 * lie told from every exchange on. Each run ends in an error, or in exactly the state that an honest host
 * leads to; and never is a page validated twice, nor touched unvalidated (the RMP model faults).
 */
#include "firmware/boot/lazy.h"
#include "firmware/boot/efi_abi.h"
#include "firmware/mem/layout.h"
#include "firmware/sev/snp.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/guest.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/fake/rmp.h"

#include <string.h>

#define RAM_END (48 * MIB + 12 * KIB)
#define IMAGE_BYTES 0x2000u
#define CPUS 2u

static struct memory memory, honest;
static struct payload payload;
static struct handoff handoff;
static u64 validated_bytes;

/* A kernel that accepts lazily, at its place in the fake layout. */
static enum err load_kernel(void)
{
	static const struct guid guids[] = { EFI_GUID_CC_BLOB, EFI_GUID_UNACCEPTED_MEMORY };
	enum err error;

	payload = (struct payload){ .kernel_gpa = layout_kernel_gpa(),
				    .kernel = { .image_bytes = IMAGE_BYTES } };
	payload.window = (struct range){ payload.kernel_gpa, payload.kernel_gpa + PAGE_SIZE_2M };
	error = memory_claim(&memory, payload.window, MEM_LOADER);
	if (error == OK)
		error = arena_take_low(&memory.arena, CMDLINE_BYTES_MIN, 16, &payload.cmdline_gpa);
	if (error == OK)
		memcpy(phys_ptr(payload.kernel_gpa + 64, sizeof(guids)), guids, sizeof(guids));
	return error;
}

static enum err read_map(void)
{
	enum err error = memmap_add(&memory.map, (struct range){ 0, 0xa0000 }, MEM_RAM);

	if (error == OK)
		error = memmap_add(&memory.map, (struct range){ MIB, RAM_END }, MEM_RAM);
	return error;
}

/* The stages of main.c that exchange anything with the host; the error of the first that fails. */
static enum err boot(void)
{
	u64 features;
	enum err error = memory_init(&memory, GUEST_C_BIT);

	if (error == OK)
		error = snp_start(&memory, &features);
	if (error == OK)
		error = memory_accept(&memory, layout_arena());
	if (error == OK)
		memory_clear(&memory, layout_arena());
	if (error == OK)
		error = read_map();
	if (error == OK)
		error = memory_claim_fixed(&memory);
	if (error == OK)
		error = load_kernel();
	if (error == OK)
		error = snp_park_aps(features, CPUS);
	handoff = (struct handoff){ .payload = &payload };
	return error == OK ? lazy_prepare(&memory, &handoff) : error;
}

static enum err boot_under(enum hypervisor_lie lie, u64 value, u32 after)
{
	guest_free();
	guest_reset(RAM_END);
	hypervisor_lie_after(lie, value, after);
	return boot();
}

static void assert_as_honest(void)
{
	assert_memory_equal(&memory.map.count, &honest.map.count, sizeof(memory.map.count));
	for (u32 i = 0; i < honest.map.count; i++)
		assert_memory_equal(&memory.map.entries[i].range, &honest.map.entries[i].range,
				    sizeof(struct range));
	assert_int_equal(memory.ledger.count, honest.ledger.count);
	for (u32 i = 0; i < honest.ledger.count; i++)
		assert_memory_equal(&memory.ledger.entries[i].range, &honest.ledger.entries[i].range,
				    sizeof(struct range));
	assert_int_equal(rmp_bytes(RMP_VALIDATED), validated_bytes);
	assert_int_equal(handoff.config.count, 2);
}

static int setup(void **state)
{
	(void)state;
	guest_reset(RAM_END);
	assert_int_equal(boot(), OK);
	honest = memory;
	validated_bytes = rmp_bytes(RMP_VALIDATED);
	assert_true(rmp_validated_once());
	return 0;
}

struct lie {
	enum hypervisor_lie lie;
	u64 value;
};

/*
 * From every exchange on; the steps grow, so that hundreds of PVALIDATEs take some 50 runs. Gives back how
 * many runs ended in an error.
 */
static u32 tell_from_every_exchange(struct lie lie)
{
	u32 refused = 0;

	for (u32 after = 0;; after += 1 + after / 12) {
		enum err error = boot_under(lie.lie, lie.value, after);

		assert_true(rmp_validated_once());
		if (error == OK)
			assert_as_honest();
		else
			refused++;
		if (!hypervisor_has_lied())
			return refused;
	}
}

/* Told at any time, they end the boot: in every run but the last, which hears no lie. */
static void lies_that_always_end_the_boot(void **state)
{
	static const struct lie lies[] = {
		{ HV_MSR_CODE, 0xf00 }, { HV_MSR_RESPONSE, 0 }, { HV_MSR_RESPONSE, ~0ull },
		{ HV_MSR_UNCHANGED, 0 }, { HV_VERSIONS, 1 << 16 | 1 }, { HV_VERSIONS, 3 << 16 | 3 },
		{ HV_C_BIT, GUEST_C_BIT_POSITION - 1 }, { HV_C_BIT, 0 }, { HV_FEATURES, 0 },
		{ HV_FEATURES, GHCB_FEATURE_SNP }, { HV_REGISTER_GFN, HV_GFN_NONE },
		{ HV_REGISTER_GFN, 1 }, { HV_RMPADJUST, 1 }, { HV_RMPADJUST, 2 },
		{ HV_PAGE_RESULT, 3 }, { HV_PAGE_RESULT, 0xffffffff },
		{ HV_PAGE_EXCEPTION, 0xffffffff8000030d }, { HV_PAGE_EXCEPTION, 0 },
		{ HV_PAGE_MALFORMED, GHCB_REASON_NOT_REGISTERED }, { HV_PAGE_MALFORMED, 0 },
		{ HV_PAGE_INVALID, ~0ull }, { HV_PAGE_SILENT, 0 },
		{ HV_PSC_BEYOND, 1 }, { HV_PSC_LAST, 1 }, { HV_PSC_LAST, 0xffff },
		{ HV_PSC_RESERVED, 1 }, { HV_PSC_RESERVED, 0x80000000 },
		{ HV_PVALIDATE, HV_PVALIDATE_ANSWER(0, 1) }, { HV_PVALIDATE, HV_PVALIDATE_ANSWER(1, 0) },
		{ HV_PVALIDATE, HV_PVALIDATE_ANSWER(1, 1) }, { HV_PVALIDATE, HV_PVALIDATE_ANSWER(7, 0) },
		{ HV_PVALIDATE, HV_PVALIDATE_ANSWER(6, 0) }, { HV_PVALIDATE, HV_PVALIDATE_ANSWER(6, 1) },
		{ HV_PVALIDATE, HV_PVALIDATE_ANSWER(0xffffffff, 1) },
	};

	(void)state;
	for (u32 i = 0; i < COUNT_OF(lies); i++) {
		u32 runs = 0;

		for (u32 after = 0;; after += 1 + after / 12, runs++) {
			enum err error = boot_under(lies[i].lie, lies[i].value, after);

			assert_true(rmp_validated_once());
			if (!hypervisor_has_lied())
				break;
			assert_int_not_equal(error, OK);
		}
		assert_int_not_equal(runs, 0);
		assert_as_honest();
	}
}

/* What a host may do, if not nicely: the boot ends or is as any other. */
static void lies_that_may_change_nothing(void **state)
{
	static const struct lie lies[] = {
		{ HV_MSR_BITS, 1ull << 32 }, { HV_MSR_BITS, 1ull << 63 }, { HV_MSR_BITS, 1 << 12 },
		{ HV_PAGE_RESULT, 0xffffffff00000000 }, { HV_PAGE_INFO_2, 1 },
		{ HV_PAGE_INFO_2, 0x10000000000 }, { HV_PAGE_NO_RAX, 0 }, { HV_IN_WIDE, 0 },
		{ HV_PSC_PARTIAL, 1 }, { HV_PSC_PARTIAL, 100 }, { HV_PSC_STALLED, 3 },
		{ HV_PSC_BACKWARDS, 0 }, { HV_PSC_REWRITTEN, 40 * MIB }, { HV_PSC_REWRITTEN, 0 },
		{ HV_PSC_NOT_DONE, 0 }, { HV_PSC_SMASHED, 0 }, { HV_SMASH_FLIPS, 0 },
		{ HV_PVALIDATE_2M, HV_PVALIDATE_ANSWER(6, 0) },
		{ HV_PVALIDATE_2M, HV_PVALIDATE_ANSWER(6, 1) },
		{ HV_FEATURES, 0xfff }, { HV_VERSIONS, 0xffff },
	};

	(void)state;
	for (u32 i = 0; i < COUNT_OF(lies); i++)
		(void)tell_from_every_exchange(lies[i]);
}

/* Of these none is a reason to end the boot. */
static void what_a_host_may_do_is_borne(void **state)
{
	static const struct lie lies[] = {
		{ HV_PSC_PARTIAL, 1 }, { HV_PSC_PARTIAL, 100 }, { HV_PSC_STALLED, 3 },
		{ HV_PSC_REWRITTEN, 40 * MIB }, { HV_PSC_NOT_DONE, 0 }, { HV_PSC_SMASHED, 0 },
		{ HV_SMASH_FLIPS, 0 }, { HV_PVALIDATE_2M, HV_PVALIDATE_ANSWER(6, 0) },
		{ HV_FEATURES, 0xfff }, { HV_VERSIONS, 0xffff },
		{ HV_PAGE_RESULT, 0xffffffff00000000 },
	};

	(void)state;
	for (u32 i = 0; i < COUNT_OF(lies); i++) {
		assert_int_equal(boot_under(lies[i].lie, lies[i].value, 0), OK);
		assert_as_honest();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(lies_that_always_end_the_boot, setup, guest_leave),
		cmocka_unit_test_setup_teardown(lies_that_may_change_nothing, setup, guest_leave),
		cmocka_unit_test_setup_teardown(what_a_host_may_do_is_borne, setup, guest_leave),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
