/* trace.h - one readable line per exit and per action, with --trace. */
#ifndef SNPHOST_TRACE_H
#define SNPHOST_TRACE_H

#include "types.h"

struct vcpu;

void trace_line(const struct vcpu *v, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void trace_exit(const struct vcpu *v);

#endif
