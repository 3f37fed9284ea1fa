/*
 * report_parts.h - takes apart what a guest hands over: the ACPI table OEMR of
 * firmware/boot/event_log_abi.h, and the host's certificate table in it (GHCB specification 56421,
 * 4.1.8.1). Pure.
 */
#ifndef VERIFY_REPORT_PARTS_H
#define VERIFY_REPORT_PARTS_H

#include "tools/verify/blob.h"

struct report_parts {
	u32 error;		/* 0: there is a report; else set << 8 | code of why not */
	struct blob log;
	struct blob report;
	struct blob certificates;	/* empty: the host gave none */
};

/* NULL, or what is wrong with the table. *parts points into `file`. */
const char *report_parts_parse(struct blob file, struct report_parts *parts);

/* DER certificates; empty ones are not in the table. */
struct certificate_files {
	struct blob vcek, ask, ark;
};

/* NULL, or what is wrong. An empty table has no certificates. */
const char *certificate_files_parse(struct blob table, struct certificate_files *files);

#endif
