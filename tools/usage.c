/*
 * usage.c - see usage.h.
 */
#include "tools/usage.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "tools/input_file.h"

void usage_error(const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, "%s: ", program_name);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputs(" (--help lists the options)\n", stderr);
	exit(2);
}

int usage_next_option(int argc, char **argv, const struct option *options)
{
	int code = getopt_long(argc, argv, ":", options, NULL);

	if (code == '?' || code == ':')
		usage_error("%s: %s", argv[optind - 1],
			    code == '?' ? "unknown option" : "needs a value");
	return code;
}
