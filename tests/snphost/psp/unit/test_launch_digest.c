/*
 * test_launch_digest.c - the launch digest against the public vectors that the field's measuring
 * tool gave for image V: a 64 KiB ROM with four metadata sections and a GUID table.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include <openssl/evp.h>

#include "tests/unit/tools/image_v.h"
#include "tools/launch/launch_digest.h"
#include "tools/launch/launch_vmsa.h"

enum { ROM_BASE = 0xffff0000 };

static u8 rom[IMAGE_V_BYTES];
static u8 hash_page[LAUNCH_PAGE_BYTES];

static int build_image(void **state)
{
	(void)state;
	image_v_build(rom);
	return 0;
}

/* Command line "console=ttyS0", initrd 777 x 'I', kernel 5000 x 'K'. */
static const char table_for_all_three[] =
	"06d63894224fc94cb479a793d411fd21a800"
	"d82dd09720bd944caa78e7714d36ab2a3200"
	"f18aae9b3c09e55bc3047ad361e2442d7c53372470b2958fb83293209a784f71"
	"31f7ba442f3ad74b9af141e29169781d3200"
	"eaae1203210514c9c8859473f680a49adf089407b36bb2923101c3717ee74c09"
	"3794e74dd2ab7f42b835d5b172d2045b3200"
	"9e6c77559ba0aed11e0331081383cc73b9e83622fd5c03e6c7dc4346e23528e0";

static const u8 *hash_page_with(const char *table)
{
	memset(hash_page, 0, sizeof(hash_page));
	image_v_put_hex(hash_page + 0xc00, table);
	return hash_page;
}

static const u8 *hash_page_for_kernel_only(void)
{
	u8 *table = hash_page + 0xc00;

	hash_page_with(table_for_all_three);
	EVP_Digest("", 1, table + 36, NULL, EVP_sha256(), NULL);	/* empty command line */
	EVP_Digest("", 0, table + 86, NULL, EVP_sha256(), NULL);	/* no initrd */
	return hash_page;
}

static void measure_rom(struct launch_digest *d)
{
	launch_digest_init(d);
	for (u32 offset = 0; offset < IMAGE_V_BYTES; offset += LAUNCH_PAGE_BYTES)
		launch_digest_page(d, LAUNCH_PAGE_NORMAL, (u64)ROM_BASE + offset, rom + offset);
}

static void measure_sections(struct launch_digest *d, const u8 *hashes)
{
	launch_digest_page(d, LAUNCH_PAGE_SECRETS, 0x1000, rom);	/* contents do not count */
	launch_digest_page(d, LAUNCH_PAGE_CPUID, 0x2000, NULL);
	if (hashes)
		launch_digest_page(d, LAUNCH_PAGE_NORMAL, 0x10000, hashes);
	else
		launch_digest_page(d, LAUNCH_PAGE_ZERO, 0x10000, NULL);
	for (u64 gpa = 0x11000; gpa < 0x15000; gpa += LAUNCH_PAGE_BYTES)
		launch_digest_page(d, LAUNCH_PAGE_ZERO, gpa, NULL);
}

static void measure_vcpus(struct launch_digest *d, unsigned int vcpu_count)
{
	struct launch_vmsa_config c = { .cpu_signature = 0x800f12, .sev_features = 1 };
	u8 page[LAUNCH_VMSA_BYTES];

	for (unsigned int i = 0; i < vcpu_count; i++) {
		c.reset_address = i ? 0xfffff000 : LAUNCH_BSP_RESET_ADDRESS;
		launch_vmsa_build(page, &c);
		launch_digest_page(d, LAUNCH_PAGE_VMSA, LAUNCH_VMSA_GPA, page);
	}
}

static void assert_digest(const struct launch_digest *d, const char *hex)
{
	u8 expected[SHA384_BYTES];

	image_v_put_hex(expected, hex);
	assert_memory_equal(launch_digest_value(d), expected, sizeof(expected));
}

static void assert_launch(unsigned int vcpu_count, const u8 *hashes, const char *hex)
{
	struct launch_digest d;

	measure_rom(&d);
	measure_sections(&d, hashes);
	measure_vcpus(&d, vcpu_count);
	assert_digest(&d, hex);
}

static void rom_alone_has_the_published_digest(void **state)
{
	struct launch_digest d;

	(void)state;
	measure_rom(&d);
	assert_digest(&d, "79218a7b022597269997adf34054c13c0d59a5c476a8f0cc5ae869974825ca5d"
			  "700be405b769c85ea1a6527cb180bda2");
}

static void two_vcpus_without_a_kernel_have_the_published_digest(void **state)
{
	(void)state;
	assert_launch(2, NULL, "072a74bb8b821fc6c42ad43f95dbc0771960d9b48862f65ec3ddd2686e7a0cef"
			       "4016801e03c7ec6455addcb3a7c55874");
}

static void two_vcpus_with_all_hashes_have_the_published_digest(void **state)
{
	(void)state;
	assert_launch(2, hash_page_with(table_for_all_three),
		      "660ef857a70b744099a3e7cbdba11fc4411d8258d3461d61147e2bb7d37fdb8f"
		      "e7fb986c847e24e2118ac5ac086e6599");
}

static void one_vcpu_with_only_a_kernel_has_the_published_digest(void **state)
{
	(void)state;
	assert_launch(1, hash_page_for_kernel_only(),
		      "30cab8c6c134e4fbae88ad339e82b67e79c8a87c1867eb4f8069c8512d5487e5"
		      "43dba53110f8742e731c895fec9e9fda");
}

static void a_normal_page_without_contents_counts_as_zeros(void **state)
{
	struct launch_digest by_null, by_bytes;

	(void)state;
	launch_digest_init(&by_null);
	launch_digest_init(&by_bytes);
	launch_digest_page(&by_null, LAUNCH_PAGE_NORMAL, 0x1000, NULL);
	memset(hash_page, 0, sizeof(hash_page));
	launch_digest_page(&by_bytes, LAUNCH_PAGE_NORMAL, 0x1000, hash_page);
	assert_memory_equal(&by_null, &by_bytes, sizeof(by_null));
}

static void type_address_and_order_of_pages_count(void **state)
{
	static const struct {
		u8 type;
		u64 gpa;
	} runs[][2] = {
		{ { LAUNCH_PAGE_ZERO, 0x1000 }, { LAUNCH_PAGE_CPUID, 0x2000 } },
		{ { LAUNCH_PAGE_CPUID, 0x2000 }, { LAUNCH_PAGE_ZERO, 0x1000 } },
		{ { LAUNCH_PAGE_UNMEASURED, 0x1000 }, { LAUNCH_PAGE_CPUID, 0x2000 } },
		{ { LAUNCH_PAGE_ZERO, 0x3000 }, { LAUNCH_PAGE_CPUID, 0x2000 } },
	};
	struct launch_digest d[COUNT_OF(runs)];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(runs); i++) {
		launch_digest_init(&d[i]);
		for (int j = 0; j < 2; j++)
			launch_digest_page(&d[i], runs[i][j].type, runs[i][j].gpa, NULL);
		for (size_t k = 0; k < i; k++)
			assert_memory_not_equal(&d[i], &d[k], sizeof(d[i]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rom_alone_has_the_published_digest),
		cmocka_unit_test(two_vcpus_without_a_kernel_have_the_published_digest),
		cmocka_unit_test(two_vcpus_with_all_hashes_have_the_published_digest),
		cmocka_unit_test(one_vcpu_with_only_a_kernel_has_the_published_digest),
		cmocka_unit_test(a_normal_page_without_contents_counts_as_zeros),
		cmocka_unit_test(type_address_and_order_of_pages_count),
	};

	return cmocka_run_group_tests(tests, build_image, NULL);
}
