/*
 * digest_options.c - see digest_options.h.
 */
#include "tools/digest_options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/cpu_model.h"
#include "tools/usage.h"

static const char usage_text[] =
	"usage: snp-digest [options] ROM\n"
	"Prints the SEV-SNP launch digest that QEMU and the PSP compute for -bios ROM.\n"
	"  --kernel FILE         kernel of -kernel; implies kernel-hashes=on\n"
	"  --initrd FILE         initrd of -initrd\n"
	"  --append TEXT         command line of -append\n"
	"  --vcpus N[-M]         vCPU count, or a range: one line \"N DIGEST\" each (default 1)\n"
	"  --cpu MODEL           -cpu model (default EPYC-v4)\n"
	"  --cpu-signature HEX   CPUID leaf 1 EAX instead of a model\n"
	"  --guest-features HEX  SEV_FEATURES of the vCPUs (default 0x1)\n"
	"  --rom-only            only the part that depends on nothing but the ROM\n"
	"  --json                everything, as one JSON object\n";

/* Whole text as a number of at most max; strtoull alone takes signs, spaces and leftovers. */
static u64 parse_number(const char *option, const char *text, int base, u64 max)
{
	char *end;
	u64 value;

	errno = 0;
	value = strtoull(text, &end, base);
	if (text[strspn(text, "0123456789abcdefABCDEFxX")] != '\0' || end == text || *end ||
	    errno || value > max)
		usage_error("%s: '%s' is not a number up to %llu", option, text,
			    (unsigned long long)max);
	return value;
}

static void parse_vcpus(struct digest_options *options, char *text)
{
	char *dash = strchr(text, '-');

	if (dash)
		*dash = '\0';
	options->vcpus_first = (u32)parse_number("--vcpus", text, 10, VCPUS_MAX);
	options->vcpus_last = dash ? (u32)parse_number("--vcpus", dash + 1, 10, VCPUS_MAX)
				   : options->vcpus_first;
	if (options->vcpus_first < 1 || options->vcpus_first > options->vcpus_last)
		usage_error("--vcpus: give a count from 1 on, or FIRST-LAST in rising order");
}

static void parse_cpu(struct digest_options *options, const char *name)
{
	if (!cpu_model_signature(name, &options->cpu_signature))
		usage_error("--cpu: '%s' is not one of %s; use --cpu-signature", name,
			    cpu_model_names());
	options->cpu_name = name;
}

enum option_code {
	OPTION_KERNEL = 1000, OPTION_INITRD, OPTION_APPEND, OPTION_VCPUS, OPTION_CPU,
	OPTION_CPU_SIGNATURE, OPTION_GUEST_FEATURES, OPTION_ROM_ONLY, OPTION_JSON, OPTION_HELP,
};

static const struct option long_options[] = {
	{ "kernel", required_argument, NULL, OPTION_KERNEL },
	{ "initrd", required_argument, NULL, OPTION_INITRD },
	{ "append", required_argument, NULL, OPTION_APPEND },
	{ "vcpus", required_argument, NULL, OPTION_VCPUS },
	{ "cpu", required_argument, NULL, OPTION_CPU },
	{ "cpu-signature", required_argument, NULL, OPTION_CPU_SIGNATURE },
	{ "guest-features", required_argument, NULL, OPTION_GUEST_FEATURES },
	{ "rom-only", no_argument, NULL, OPTION_ROM_ONLY },
	{ "json", no_argument, NULL, OPTION_JSON },
	{ "help", no_argument, NULL, OPTION_HELP },
	{ NULL, 0, NULL, 0 },
};

static void apply(struct digest_options *options, int code, char *value)
{
	switch (code) {
	case OPTION_KERNEL: options->kernel_path = value; break;
	case OPTION_INITRD: options->initrd_path = value; break;
	case OPTION_APPEND: options->append = value; break;
	case OPTION_VCPUS: parse_vcpus(options, value); break;
	case OPTION_CPU: parse_cpu(options, value); break;
	case OPTION_CPU_SIGNATURE:
		options->cpu_name = "";
		options->cpu_signature =
			(u32)parse_number("--cpu-signature", value, 16, UINT32_MAX);
		break;
	case OPTION_GUEST_FEATURES:
		options->guest_features =
			parse_number("--guest-features", value, 16, UINT64_MAX);
		break;
	case OPTION_ROM_ONLY: options->rom_only = true; break;
	case OPTION_JSON: options->json = true; break;
	case OPTION_HELP:
		fputs(usage_text, stdout);
		exit(0);
	default: break;
	}
}

void digest_options_parse(struct digest_options *options, int argc, char **argv)
{
	int code;

	*options = (struct digest_options){
		.guest_features = 1,
		.vcpus_first = 1,
		.vcpus_last = 1,
	};
	parse_cpu(options, "EPYC-v4");
	while ((code = usage_next_option(argc, argv, long_options)) != -1)
		apply(options, code, optarg);
	if (argc - optind != 1)
		usage_error("give exactly one ROM");
	if (!options->kernel_path && (options->initrd_path || options->append))
		usage_error("--initrd and --append are measured only together with --kernel");
	options->rom_path = argv[optind];
}
