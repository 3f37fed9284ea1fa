/*
 * launch.c - what QEMU, KVM and the PSP do before the first guest instruction. Launch pages are
 * assigned and validated; everything else starts as "private attribute, not assigned", junk.
 */
#include "launch.h"
#include "cpuid_table.h"
#include "fwcfg.h"
#include "gmem.h"
#include "hashes.h"
#include "lies.h"
#include "log.h"
#include "metadata.h"
#include "options.h"
#include "own_vmsas.h"
#include "phys.h"
#include "psp_glue.h"
#include "rmp.h"
#include "secrets_watch.h"
#include "str.h"
#include "vcpu.h"
#include "verdict.h"
#include "vmsa.h"

enum {
	RESET_VECTOR = 0xfffffff0,
	HASH_TABLE_BYTES = 176,
	READ_CHUNK = 0x100000,
};

static struct metadata metadata;
static struct vmsa bsp_vmsa __attribute__((aligned(16)));
static struct vmsa ap_vmsa __attribute__((aligned(16)));

static void load_image(void)
{
	struct fwcfg_item file = fwcfg_find("opt/snphost/firmware");
	const char *wrong;

	if (file.key == FWCFG_KEY_NONE)
		host_die("no guest firmware: pass it as fw_cfg file opt/snphost/firmware");
	if (file.size == 0 || file.size % 0x10000 || file.size > 16 * MIB)
		verdict_refused("the image size 0x%x is not a multiple of 64 KiB up to 16 MiB",
				file.size);
	gmem_init_image(file.size);
	for (u32 at = 0; at < file.size; at += READ_CHUNK) {
		u32 n = file.size - at < READ_CHUNK ? file.size - at : READ_CHUNK;

		if (!fwcfg_read_dma(file.key, gmem.image_private + at, at, n))
			host_die("reading the guest firmware failed");
	}
	memcpy(phys_ptr(gmem.image_shared), phys_ptr(gmem.image_private), file.size);
	wrong = metadata_parse(phys_ptr(gmem.image_private), file.size, &metadata);
	if (wrong)
		verdict_refused("%s", wrong);
	own_vmsas_init(&metadata.vmsas);
}

static u8 *place_page(u64 gpa)
{
	struct rmp_entry *e = rmp_entry(gpa);

	if (!gmem_is_backed(gpa))
		verdict_refused("a metadata section at 0x%lx lies outside guest RAM", gpa);
	if (e->assigned)
		verdict_refused("two launch pages at 0x%lx", gpa);
	*e = (struct rmp_entry){ .assigned = 1, .validated = 1, .has_content = 1, .launch = 1,
				 .was_validated = 1, .asked = 1 };
	return phys_ptr(gmem_private_frame(gpa));
}

static void place_image(void)
{
	for (u64 at = 0; at < gmem.image_bytes; at += PAGE_BYTES)
		launch_measure_page(LAUNCH_PAGE_NORMAL, gmem.image_gpa + at,
				  place_page(gmem.image_gpa + at));
}

static bool is_hash_page(const struct metadata_section *s)
{
	return s->type == METADATA_KERNEL_HASHES && options.kernel_hashes && metadata.hash_base;
}

static void place_hashes(u64 gpa, u8 *page)
{
	u32 offset = metadata.hash_base % PAGE_BYTES;

	if (offset + HASH_TABLE_BYTES > PAGE_BYTES)
		verdict_refused("the hash table at 0x%x crosses its page", metadata.hash_base);
	hashes_build(page, offset);
	lies_hash_table(page + offset);
	launch_measure_page(LAUNCH_PAGE_NORMAL, gpa, page);
}

static void place_section_page(const struct metadata_section *s, u64 gpa)
{
	u8 *page = place_page(gpa);

	memset(page, 0, PAGE_BYTES);
	if (is_hash_page(s)) {
		place_hashes(gpa, page);
	} else if (s->type == METADATA_SECRETS) {
		launch_fill_secrets(page);
		lies_secrets_page(page);
		secrets_watch_start(gpa);
		launch_measure_page(LAUNCH_PAGE_SECRETS, gpa, NULL);
	} else if (s->type == METADATA_CPUID) {
		cpuid_page_fill(page);
		lies_cpuid_page(page);
		launch_measure_page(LAUNCH_PAGE_CPUID, gpa, NULL);
	} else {
		launch_measure_page(LAUNCH_PAGE_ZERO, gpa, NULL);
	}
}

static void check_hash_section(void)
{
	bool has_section = false;

	for (u32 i = 0; i < metadata.section_count; i++)
		has_section |= metadata.section[i].type == METADATA_KERNEL_HASHES;
	if (options.kernel_hashes && !metadata.hash_base)
		verdict_refused("kernel-hashes=on, but the image has no hash-table block");
	if (options.kernel_hashes && !has_section)
		log_line("warning: kernel-hashes=on without a section 0x10: QEMU drops the table");
}

static void place_vmsas(u32 cpu_count)
{
	u32 signature = options.cpu_signature ? options.cpu_signature : cpuid(1, 0).eax;

	vmsa_reset(&bsp_vmsa, RESET_VECTOR, signature);
	vmsa_reset(&ap_vmsa, metadata.reset_address, signature);
	for (u32 i = 0; i < cpu_count; i++)
		launch_measure_page(LAUNCH_PAGE_VMSA, LAUNCH_VMSA_GPA, i ? &ap_vmsa : &bsp_vmsa);
}

void launch(u32 cpu_count)
{
	load_image();
	check_hash_section();
	launch_measure_start();
	place_image();
	for (u32 i = 0; i < metadata.section_count; i++) {
		const struct metadata_section *s = &metadata.section[i];

		for (u64 at = 0; at < s->bytes; at += PAGE_BYTES)
			place_section_page(s, s->gpa + at);
	}
	place_vmsas(cpu_count);
	launch_measure_finish();
}

void launch_load_vmsa(u32 index)
{
	vmsa_load(&vcpus[index], index == 0 ? &bsp_vmsa : &ap_vmsa);
}
