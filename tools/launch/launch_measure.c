/*
 * launch_measure.c - see launch_measure.h.
 */
#include "tools/launch/launch_measure.h"

#include "tools/launch/launch_vmsa.h"

void launch_measure_rom(struct launch_digest *d, const struct rom_image *image)
{
	launch_digest_init(d);
	for (u32 offset = 0; offset < image->size; offset += LAUNCH_PAGE_BYTES)
		launch_digest_page(d, LAUNCH_PAGE_NORMAL, image->base + offset,
				   image->bytes + offset);
}

static enum launch_page_type page_type(u32 section_type, bool has_hashes)
{
	switch (section_type) {
	case ROM_SECTION_SECRETS:
		return LAUNCH_PAGE_SECRETS;
	case ROM_SECTION_CPUID:
		return LAUNCH_PAGE_CPUID;
	case ROM_SECTION_KERNEL_HASHES:
		return has_hashes ? LAUNCH_PAGE_NORMAL : LAUNCH_PAGE_ZERO;
	default:
		return LAUNCH_PAGE_ZERO;
	}
}

void launch_measure_sections(struct launch_digest *d, const struct rom_image *image,
			     const u8 *hash_page)
{
	for (u32 i = 0; i < image->section_count; i++) {
		const struct rom_section *s = &image->section[i];
		enum launch_page_type type = page_type(s->type, hash_page != NULL);

		for (u32 offset = 0; offset < s->bytes; offset += LAUNCH_PAGE_BYTES)
			launch_digest_page(d, (u8)type, (u64)s->gpa + offset, hash_page);
	}
}

void launch_measure_vcpu(struct launch_digest *d, const struct rom_image *image, u32 index,
			 const struct launch_vcpu *vcpu)
{
	const struct launch_vmsa_config config = {
		.reset_address = index ? image->reset_address : LAUNCH_BSP_RESET_ADDRESS,
		.cpu_signature = vcpu->cpu_signature,
		.sev_features = vcpu->sev_features,
	};
	u8 page[LAUNCH_VMSA_BYTES];

	launch_vmsa_build(page, &config);
	launch_digest_page(d, LAUNCH_PAGE_VMSA, LAUNCH_VMSA_GPA, page);
}
