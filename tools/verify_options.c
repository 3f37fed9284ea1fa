/*
 * verify_options.c - see verify_options.h.
 */
#include "tools/verify_options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/usage.h"

static const char usage_text[] =
	"usage: snp-verify --ark FILE --digest HEX [options] TABLE\n"
	"       snp-verify --ark FILE --digest HEX --report FILE --log FILE [--certificates FILE] [options]\n"
	"Checks what a guest booted by snp-shim-report shows of its boot: certificates, report, event\n"
	"log. TABLE is the guest's /sys/firmware/acpi/tables/OEMR. Exit status 0: all of it holds.\n"
	"  --ark FILE            AMD's root of the CPU's product line, PEM or DER: what is trusted\n"
	"  --digest HEX          launch digest to expect (snp-digest); repeat it to allow several\n"
	"  --any-digest          expect none: shows what some guest says of itself, and proves little\n"
	"  --kernel FILE         the log has to name this kernel,\n"
	"  --initrd FILE         this initrd,\n"
	"  --no-initrd           no initrd,\n"
	"  --append TEXT         this command line\n"
	"  --min-tcb HEX         no component of the host's TCB version may be lower\n"
	"  --report-id HEX       the guest has to be that of another report, by its REPORT_ID\n"
	"  --host-data HEX       the guest has to be launched with this HOST_DATA, a nonce for example\n"
	"  --vcek FILE           VCEK, PEM or DER, in place of the host's\n"
	"  --ask FILE            ASK, the same\n"
	"  --allow-debug         accept a guest that the host may debug\n"
	"  --allow-migration     accept a guest that a migration agent may move\n";

/* Of a character that is known to be one. */
static u8 hex_digit(char c)
{
	return (u8)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

/* `count` bytes of exactly 2 * count digits. */
static void parse_hex(const char *option, const char *text, u8 *bytes, size_t count)
{
	if (strlen(text) != 2 * count || strspn(text, "0123456789abcdefABCDEF") != 2 * count)
		usage_error("%s: '%s' is not %zu hexadecimal digits", option, text, 2 * count);
	for (size_t i = 0; i < count; i++)
		bytes[i] = (u8)(hex_digit(text[2 * i]) << 4 | hex_digit(text[2 * i + 1]));
}

static void add_digest(struct attestation_demands *demands, const char *text)
{
	if (demands->digest_count == DIGESTS_MAX)
		usage_error("--digest: at most %d are possible", DIGESTS_MAX);
	parse_hex("--digest", text, demands->digests[demands->digest_count++], MEASUREMENT_BYTES);
}

static void set_min_tcb(struct attestation_demands *demands, const char *text)
{
	u8 bytes[sizeof(u64)];

	parse_hex("--min-tcb", text, bytes, sizeof(bytes));
	demands->has_min_tcb = true;
	demands->min_tcb = be64_load(bytes);
}

static void set_report_id(struct attestation_demands *demands, const char *text)
{
	parse_hex("--report-id", text, demands->report_id, sizeof(demands->report_id));
	demands->has_report_id = true;
}

static void set_host_data(struct attestation_demands *demands, const char *text)
{
	parse_hex("--host-data", text, demands->host_data, sizeof(demands->host_data));
	demands->has_host_data = true;
}

enum option_code {
	OPTION_ARK = 1000, OPTION_ASK, OPTION_VCEK, OPTION_REPORT, OPTION_LOG, OPTION_CERTIFICATES,
	OPTION_DIGEST, OPTION_KERNEL, OPTION_INITRD, OPTION_NO_INITRD, OPTION_APPEND,
	OPTION_MIN_TCB, OPTION_REPORT_ID, OPTION_HOST_DATA, OPTION_ANY_DIGEST, OPTION_ALLOW_DEBUG,
	OPTION_ALLOW_MIGRATION, OPTION_HELP,
};

static const struct option long_options[] = {
	{ "ark", required_argument, NULL, OPTION_ARK },
	{ "ask", required_argument, NULL, OPTION_ASK },
	{ "vcek", required_argument, NULL, OPTION_VCEK },
	{ "report", required_argument, NULL, OPTION_REPORT },
	{ "log", required_argument, NULL, OPTION_LOG },
	{ "certificates", required_argument, NULL, OPTION_CERTIFICATES },
	{ "digest", required_argument, NULL, OPTION_DIGEST },
	{ "kernel", required_argument, NULL, OPTION_KERNEL },
	{ "initrd", required_argument, NULL, OPTION_INITRD },
	{ "no-initrd", no_argument, NULL, OPTION_NO_INITRD },
	{ "append", required_argument, NULL, OPTION_APPEND },
	{ "min-tcb", required_argument, NULL, OPTION_MIN_TCB },
	{ "report-id", required_argument, NULL, OPTION_REPORT_ID },
	{ "host-data", required_argument, NULL, OPTION_HOST_DATA },
	{ "any-digest", no_argument, NULL, OPTION_ANY_DIGEST },
	{ "allow-debug", no_argument, NULL, OPTION_ALLOW_DEBUG },
	{ "allow-migration", no_argument, NULL, OPTION_ALLOW_MIGRATION },
	{ "help", no_argument, NULL, OPTION_HELP },
	{ NULL, 0, NULL, 0 },
};

static void apply(struct verify_options *options, int code, const char *value)
{
	switch (code) {
	case OPTION_ARK: options->ark_path = value; break;
	case OPTION_ASK: options->ask_path = value; break;
	case OPTION_VCEK: options->vcek_path = value; break;
	case OPTION_REPORT: options->report_path = value; break;
	case OPTION_LOG: options->log_path = value; break;
	case OPTION_CERTIFICATES: options->certificates_path = value; break;
	case OPTION_DIGEST: add_digest(&options->demands, value); break;
	case OPTION_KERNEL: options->kernel_path = value; break;
	case OPTION_INITRD: options->initrd_path = value; break;
	case OPTION_NO_INITRD: options->no_initrd = true; break;
	case OPTION_APPEND: options->append = value; break;
	case OPTION_MIN_TCB: set_min_tcb(&options->demands, value); break;
	case OPTION_REPORT_ID: set_report_id(&options->demands, value); break;
	case OPTION_HOST_DATA: set_host_data(&options->demands, value); break;
	case OPTION_ANY_DIGEST: options->demands.any_digest = true; break;
	case OPTION_ALLOW_DEBUG: options->demands.allow_debug = true; break;
	case OPTION_ALLOW_MIGRATION: options->demands.allow_migration = true; break;
	case OPTION_HELP:
		fputs(usage_text, stdout);
		exit(0);
	default: break;
	}
}

static void check(const struct verify_options *options)
{
	bool has_parts = options->report_path || options->log_path || options->certificates_path;

	if (!options->ark_path)
		usage_error("--ark is missing: without a root to trust nothing can be verified");
	if (options->demands.digest_count == 0 && !options->demands.any_digest)
		usage_error("--digest is missing: without the launch digest any guest can show such a log; "
			    "--any-digest looks at it all the same");
	if (options->demands.digest_count > 0 && options->demands.any_digest)
		usage_error("--any-digest contradicts --digest");
	if (options->table_path && has_parts)
		usage_error("give the table, or --report and --log, not both");
	if (!options->table_path && !(options->report_path && options->log_path))
		usage_error("give the guest's table, or --report and --log");
	if (options->no_initrd && options->initrd_path)
		usage_error("--no-initrd contradicts --initrd");
}

void verify_options_parse(struct verify_options *options, int argc, char **argv)
{
	int code;

	*options = (struct verify_options){ 0 };
	while ((code = usage_next_option(argc, argv, long_options)) != -1)
		apply(options, code, optarg);
	if (argc - optind > 1)
		usage_error("give one table");
	options->table_path = argv[optind];
	check(options);
}
