/*
 * usage.h - what the command lines of the tools have in common: refusing one, and its next option.
 */
#ifndef USAGE_H
#define USAGE_H

#include <getopt.h>

#include "lib/types.h"

/* "PROGRAM: TEXT (--help lists the options)" on stderr, status 2. */
NORETURN void usage_error(const char *format, ...) PRINTF_LIKE(1, 2);

/* getopt_long without short options: -1 behind the last; one that it does not take ends the program. */
int usage_next_option(int argc, char **argv, const struct option *options);

#endif
