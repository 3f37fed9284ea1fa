/*
 * The panic seam in unit tests: fault details and the last panic are kept, and a panic ends the
 * function under test (expect_assert_failure catches it).
 */
#ifndef FAKE_PANIC_H
#define FAKE_PANIC_H

#include "lib/panic.h"

struct fake_fault {
	u64 a, b;
	u32 calls;
};

extern struct fake_fault fake_fault; /* of the last fault_detail */
extern enum err fake_panic;          /* of the last panic; OK if there was none */

/* Forgets both. */
void fake_panic_reset(void);

/* Fails the test unless `error` is `wanted` and its details are (a, b). */
#define assert_fault(error, wanted, want_a, want_b)                         \
	do {                                                                \
		assert_int_equal((error), (wanted));                        \
		assert_int_equal(fake_fault.a, (want_a));                   \
		assert_int_equal(fake_fault.b, (want_b));                   \
	} while (0)

#endif
