/*
 * snp-verify.c - checks what a guest shows of its boot: root, certificates, signature, report, event log,
 * in this order, each link by the one before it. Prints what was booted, or the one link that does not
 * hold and what to look at. Nothing of the input is believed before its link was checked.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/input_file.h"
#include "tools/verify/boot_log.h"
#include "tools/verify/chain.h"
#include "tools/verify/describe.h"
#include "tools/verify/report_parts.h"
#include "tools/verify_options.h"

const char program_name[] = "snp-verify";

enum { INPUT_BYTES_MAX = 1024 * 1024 };

struct verification {
	struct verify_options options;
	struct report_parts parts;
	struct chain chain;
	struct attestation_report report;
	struct boot_log log;
};

/* Ends the program unless `fault` is NULL. */
static void demand(const char *link, const char *fault)
{
	if (fault)
		input_fail(link, fault);
}

/* The program ends before these bytes are of no use any more. */
static struct blob read_file(const char *path)
{
	size_t bytes;
	u8 *data = input_file_read(path, INPUT_BYTES_MAX, &bytes);

	if (bytes > INPUT_BYTES_MAX)
		input_fail(path, "longer than 1 MiB; is it the right file?");
	return (struct blob){ data, bytes };
}

static void load_parts(struct verification *v)
{
	const struct verify_options *options = &v->options;

	if (options->table_path) {
		demand("table", report_parts_parse(read_file(options->table_path), &v->parts));
		return;
	}
	v->parts.report = read_file(options->report_path);
	v->parts.log = read_file(options->log_path);
	if (options->certificates_path)
		v->parts.certificates = read_file(options->certificates_path);
}

static void demand_report(const struct report_parts *parts)
{
	char text[128];

	if (parts->error == 0)
		return;
	snprintf(text, sizeof(text), "the guest has none: its firmware went on without "
		 "(docs/termination-codes.md, %u:%02x)", parts->error >> 8, parts->error & 0xff);
	input_fail("report", text);
}

static X509 *load_certificate(const char *path)
{
	X509 *x509 = chain_parse(read_file(path));

	if (!x509)
		input_fail(path, "not a certificate in PEM or DER");
	return x509;
}

/* From the relying party's file, else from the host's table. */
static X509 *choose_certificate(const char *name, const char *path, struct blob from_host)
{
	X509 *x509;

	if (path)
		return load_certificate(path);
	if (from_host.bytes == 0)
		input_fail(name, "the host gave none; get it from AMD's key server and pass it with "
			   "--ask, --vcek");
	x509 = chain_parse(from_host);
	if (!x509)
		input_fail(name, "the host's is not a certificate in DER");
	return x509;
}

static void load_chain(struct verification *v)
{
	struct certificate_files files;

	demand("certificates", certificate_files_parse(v->parts.certificates, &files));
	v->chain.root = load_certificate(v->options.ark_path);
	if (files.ark.bytes)
		v->chain.ark = choose_certificate("ARK", NULL, files.ark);
	v->chain.ask = choose_certificate("ASK", v->options.ask_path, files.ask);
	v->chain.vcek = choose_certificate("VCEK", v->options.vcek_path, files.vcek);
}

static void verify_report(struct verification *v)
{
	demand("report", attestation_parse(v->parts.report, &v->report));
	demand("ARK", chain_check_ark(&v->chain));
	demand("ASK", chain_check_ask(&v->chain));
	demand("VCEK", chain_check_vcek(&v->chain));
	demand("report", chain_check_signature(&v->chain, &v->report));
	demand("VCEK", chain_check_identity(&v->chain, &v->report));
	demand("report", attestation_check(&v->report, &v->options.demands));
	demand("launch digest", attestation_check_digest(&v->report, &v->options.demands));
}

static void demand_item(const char *name, const struct event_item *item, const u8 digest[32],
			const char *fault)
{
	if (memcmp(item->sha256, digest, EVENT_DIGEST_BYTES) != 0)
		input_fail(name, fault);
}

#define ANOTHER "the guest booted another one (SHA-256 in the log differs)"

static void verify_items(const struct verification *v)
{
	const struct verify_options *options = &v->options;
	u8 digest[32], start[4];

	if (options->kernel_path) {
		input_file_sha256(options->kernel_path, digest, start);
		demand_item("kernel", &v->log.kernel, digest, ANOTHER);
	}
	if (options->initrd_path) {
		input_file_sha256(options->initrd_path, digest, start);
		demand_item("initrd", &v->log.initrd, digest, ANOTHER);
	}
	if (options->no_initrd && v->log.initrd.bytes)
		input_fail("initrd", "the guest booted one");
	if (options->append) {
		input_sha256(options->append, strlen(options->append) + 1, digest);
		demand_item("command line", &v->log.cmdline, digest,
			    ANOTHER "; if it has a nonce, this is the report of another boot");
	}
}

static void verify_log(struct verification *v)
{
	demand("report", attestation_check_log(&v->report, v->parts.log));
	demand("event log", boot_log_parse(v->parts.log, &v->log));
	verify_items(v);
}

static void print_result(const struct verification *v)
{
	describe_boot(&v->log);
	describe_report(&v->report);
	if (v->options.demands.any_digest)
		printf("not checked: the launch digest, on which all else rests (--digest)\n");
	puts(v->options.demands.any_digest ? "verified but for the launch digest" : "verified");
}

int main(int argc, char **argv)
{
	static struct verification v;

	verify_options_parse(&v.options, argc, argv);
	load_parts(&v);
	demand_report(&v.parts);
	load_chain(&v);
	verify_report(&v);
	verify_log(&v);
	print_result(&v);
	if (fflush(stdout) != 0)
		input_fail("standard output", "cannot be written");
	return 0;
}
