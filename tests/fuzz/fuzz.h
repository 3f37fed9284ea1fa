/*
 * What the fuzz entries share: the libFuzzer entry's prototype, a check that ends the run, and a
 * small guest memory behind phys_ptr.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include "lib/types.h"

int LLVMFuzzerTestOneInput(const u8 *input, size_t bytes);

/* Ends the run if the firmware broke a promise; `promise` says which. */
#define fuzz_assert(promise) ((promise) ? (void)0 : fuzz_broken(#promise))
NORETURN void fuzz_broken(const char *promise);

/* A copy in an allocation of exactly this size, so that ASan sees a read past the end. */
u8 *fuzz_copy(const u8 *bytes, size_t count);

/*
 * Guest memory [gpa, gpa + count) with these bytes, an allocation of its own; phys_ptr outside of
 * all such places ends the run. fuzz_forget frees them.
 */
void fuzz_place(u64 gpa, const u8 *bytes, size_t count);
void fuzz_forget(void);

#endif
