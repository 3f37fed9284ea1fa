/*
 * snp-digest.c - prints the SEV-SNP launch digest to expect for a ROM and what it boots, so that a
 * relying party can compare it with the MEASUREMENT of an attestation report. Reads any
 * OVMF-compatible image; refuses what QEMU, KVM or the field's measuring tools refuse.
 * The order of pages is QEMU's (tools/launch/launch_measure.h).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/digest_options.h"
#include "tools/input_file.h"
#include "tools/launch/hash_page.h"
#include "tools/launch/launch_measure.h"

const char program_name[] = "snp-digest";

struct measurement {
	const struct digest_options *options;
	struct rom_image image;
	struct kernel_hashes hashes;	/* only with a kernel */
	struct launch_digest rom;	/* after the image's pages */
	struct launch_digest boot;	/* and after the metadata sections */
};

static void load_rom(struct measurement *m)
{
	const char *path = m->options->rom_path, *fault;
	size_t size;
	u8 *bytes = input_file_read(path, ROM_BYTES_MAX, &size);

	fault = rom_image_parse(&m->image, bytes, size);
	if (fault)
		input_fail(path, fault);
}

static void hash_payload(struct measurement *m)
{
	const struct digest_options *options = m->options;
	const char *text = options->append ? options->append : "";
	u8 start[4];

	input_file_sha256(options->kernel_path, m->hashes.kernel, start);
	if (memcmp(start, "\177ELF", 4) == 0)
		input_fail(options->kernel_path,
			   "an ELF kernel cannot be measured; pass the bzImage that QEMU boots");
	if (options->initrd_path)
		input_file_sha256(options->initrd_path, m->hashes.initrd, start);
	else
		input_sha256("", 0, m->hashes.initrd);
	input_sha256(text, strlen(text) + 1, m->hashes.cmdline);
}

static void measure(struct measurement *m)
{
	u8 page[HASH_PAGE_BYTES];

	launch_measure_rom(&m->rom, &m->image);
	m->boot = m->rom;
	if (m->options->rom_only)
		return;
	if (!m->options->kernel_path) {
		launch_measure_sections(&m->boot, &m->image, NULL);
		return;
	}
	if (!rom_image_hash_section(&m->image))
		input_fail(m->options->rom_path, "the image has no place for kernel hashes "
			   "(GUID 7255371f... and a section of type 10h); leave --kernel out");
	hash_payload(m);
	hash_page_build(page, m->image.hash_area_gpa, &m->hashes);
	launch_measure_sections(&m->boot, &m->image, page);
}

static void print_hex(const u8 *bytes, size_t len)
{
	while (len--)
		printf("%02x", *bytes++);
}

static void print_json_hex(const char *name, const u8 *bytes, size_t len)
{
	printf("\"%s\": \"", name);
	print_hex(bytes, len);
	printf("\"");
}

typedef void print_digest(u32 vcpus, const struct launch_digest *d, bool last);

/* The digest of n vCPUs extends that of n - 1, so a range costs no more than its last count. */
static void for_each_vcpu_count(const struct measurement *m, print_digest *print)
{
	const struct digest_options *options = m->options;
	const struct launch_vcpu vcpu = {
		.cpu_signature = options->cpu_signature,
		.sev_features = options->guest_features,
	};
	struct launch_digest d = m->boot;

	for (u32 i = 0; i < options->vcpus_last; i++) {
		launch_measure_vcpu(&d, &m->image, i, &vcpu);
		if (i + 1 >= options->vcpus_first)
			print(i + 1, &d, i + 1 == options->vcpus_last);
	}
}

static void print_digest_line(u32 vcpus, const struct launch_digest *d, bool last)
{
	(void)vcpus;
	(void)last;
	print_hex(launch_digest_value(d), SHA384_BYTES);
	printf("\n");
}

static void print_counted_line(u32 vcpus, const struct launch_digest *d, bool last)
{
	printf("%u ", vcpus);
	print_digest_line(vcpus, d, last);
}

static void print_json_digest(u32 vcpus, const struct launch_digest *d, bool last)
{
	printf("    { \"vcpus\": %u, ", vcpus);
	print_json_hex("digest", launch_digest_value(d), SHA384_BYTES);
	printf(" }%s\n", last ? "" : ",");
}

static void print_text(const struct measurement *m)
{
	const struct digest_options *options = m->options;

	if (options->rom_only)
		print_digest_line(0, &m->rom, true);
	else if (options->vcpus_first == options->vcpus_last)
		for_each_vcpu_count(m, print_digest_line);
	else
		for_each_vcpu_count(m, print_counted_line);
}

static void print_json_hashes(const struct kernel_hashes *hashes)
{
	printf("  \"kernel_hashes\": {\n    ");
	print_json_hex("kernel", hashes->kernel, sizeof(hashes->kernel));
	printf(",\n    ");
	print_json_hex("initrd", hashes->initrd, sizeof(hashes->initrd));
	printf(",\n    ");
	print_json_hex("cmdline", hashes->cmdline, sizeof(hashes->cmdline));
	printf("\n  },\n");
}

static void print_json(const struct measurement *m)
{
	const struct digest_options *options = m->options;
	u8 rom_sha256[32];

	input_sha256(m->image.bytes, m->image.size, rom_sha256);
	printf("{\n  \"rom_bytes\": %u,\n  ", m->image.size);
	print_json_hex("rom_sha256", rom_sha256, sizeof(rom_sha256));
	printf(",\n  ");
	print_json_hex("rom_digest", launch_digest_value(&m->rom), SHA384_BYTES);
	if (options->rom_only) {
		printf("\n}\n");
		return;
	}
	printf(",\n");
	if (options->kernel_path)
		print_json_hashes(&m->hashes);
	else
		printf("  \"kernel_hashes\": null,\n");
	printf("  \"cpu\": \"%s\",\n", options->cpu_name);
	printf("  \"cpu_signature\": \"0x%x\",\n", options->cpu_signature);
	printf("  \"guest_features\": \"0x%llx\",\n",
	       (unsigned long long)options->guest_features);
	printf("  \"launch_digests\": [\n");
	for_each_vcpu_count(m, print_json_digest);
	printf("  ]\n}\n");
}

int main(int argc, char **argv)
{
	struct digest_options options;
	static struct measurement m;

	digest_options_parse(&options, argc, argv);
	m.options = &options;
	load_rom(&m);
	measure(&m);
	if (options.json)
		print_json(&m);
	else
		print_text(&m);
	if (fflush(stdout) != 0)
		input_fail("standard output", "cannot be written");
	return 0;
}
