/* The log seam in unit tests: nothing is printed, the last line is kept. */
#ifndef FAKE_LOG_H
#define FAKE_LOG_H

#include "lib/log.h"

extern char fake_log_line[256];
extern u32 fake_log_lines;

void fake_log_reset(void);

#endif
