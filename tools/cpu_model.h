/*
 * cpu_model.h - the CPUID signature (leaf 1 EAX) that QEMU gives a -cpu model; it starts in EDX
 * and is therefore measured. Document: QEMU target/i386/cpu.c, builtin_x86_defs.
 */
#ifndef CPU_MODEL_H
#define CPU_MODEL_H

#include "lib/types.h"

/* True and *signature if name is a known EPYC model; versions (-v1 ...) do not matter. */
MUST_CHECK bool cpu_model_signature(const char *name, u32 *signature);

/* All names, separated by spaces: for messages. */
const char *cpu_model_names(void);

#endif
