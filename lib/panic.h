/*
 * What happens when the boot cannot go on: prototypes only. The firmware implements them beside
 * main.c, unit tests in tests/fake/panic.c.
 */
#ifndef LIB_PANIC_H
#define LIB_PANIC_H

#include "lib/err.h"

/*
 * Leaves the two numbers that the report of the next error shows as a and b (addresses, sizes,
 * codes; never secrets). Called right before `return ERR_...`; the last call wins.
 */
void fault_detail(u64 a, u64 b);

/* Convenience: note the details and give back the error, for `return fault(ERR_X, a, b);`. */
static inline enum err fault(enum err error, u64 a, u64 b)
{
	fault_detail(a, b);
	return error;
}

/* Ends the boot: one line on the log, then the termination of err_info(error). Never returns. */
NORETURN void panic(enum err error);

/* For what only our own defect can break. Never CHECK what the host can choose. */
#define CHECK(invariant) ((invariant) ? (void)0 : panic(ERR_INTERNAL))

#endif
