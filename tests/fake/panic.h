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

/*
 * A test has provoked `error` and looked at it: appends its name to the file that the environment
 * names in UNIT_ERRORS, which tests/unit/check-errors compares with lib/err.h.
 */
void fake_note_error(enum err error);

/* Fails the test unless `error` is `wanted`, one of ERR_LIST. */
#define assert_error(error, wanted)                                         \
	do {                                                                \
		assert_int_equal((error), (wanted));                        \
		fake_note_error(wanted);                                    \
	} while (0)

/* Fails the test unless `call` panics with `wanted`. */
#define assert_panic(call, wanted)                                          \
	do {                                                                \
		fake_panic = OK;                                            \
		expect_assert_failure(call);                                \
		assert_error(fake_panic, wanted);                           \
	} while (0)

/* Fails the test unless `error` is `wanted` and its details are (a, b). */
#define assert_fault(error, wanted, want_a, want_b)                         \
	do {                                                                \
		assert_error(error, wanted);                                \
		assert_int_equal(fake_fault.a, (want_a));                   \
		assert_int_equal(fake_fault.b, (want_b));                   \
	} while (0)

#endif
