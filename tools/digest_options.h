/*
 * digest_options.h - the command line of snp-digest, checked.
 */
#ifndef DIGEST_OPTIONS_H
#define DIGEST_OPTIONS_H

#include "lib/types.h"

enum { VCPUS_MAX = 4096 };

struct digest_options {
	const char *rom_path;
	const char *kernel_path;	/* NULL: the digest of kernel-hashes=off */
	const char *initrd_path;
	const char *append;
	const char *cpu_name;		/* "" when only the signature was given */
	u32 cpu_signature;
	u64 guest_features;
	u32 vcpus_first;		/* 1 <= first <= last <= VCPUS_MAX */
	u32 vcpus_last;
	bool rom_only;
	bool json;
};

/* Fills *options or ends the program: status 2 and one line on a usage error, 0 after --help. */
void digest_options_parse(struct digest_options *options, int argc, char **argv);

#endif
