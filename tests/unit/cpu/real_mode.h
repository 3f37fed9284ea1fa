/*
 * A 16-bit CPU for the few instructions of asm/ap_mtrr.asm, which no test can run otherwise: registers,
 * CPUID and MSRs are those of tests/fake/machine.h. Fails the test at any instruction that it does not
 * know, so that nothing is skipped. AMD APM volume 3.
 */
#ifndef REAL_MODE_H
#define REAL_MODE_H

#include "lib/types.h"

/* Runs from `code` to HLT; fails the test after 100 instructions, or on a memory operand. */
void real_mode_run(const u8 *code);

#endif
