/*
 * verify_options.h - the command line of snp-verify, checked.
 */
#ifndef VERIFY_OPTIONS_H
#define VERIFY_OPTIONS_H

#include "tools/verify/attestation.h"

struct verify_options {
	const char *table_path;	/* NULL: the parts have files of their own */
	const char *report_path;
	const char *log_path;
	const char *certificates_path;
	const char *ark_path;
	const char *ask_path;	/* these two in place of the host's certificates */
	const char *vcek_path;
	const char *kernel_path;	/* to be compared with the log */
	const char *initrd_path;
	const char *append;
	bool no_initrd;
	struct attestation_demands demands;
};

/* Fills *options or ends the program: status 2 and one line on a usage error, 0 after --help. */
void verify_options_parse(struct verify_options *options, int argc, char **argv);

#endif
