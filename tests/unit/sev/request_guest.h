/*
 * A guest with a channel to the PSP of tests/fake/psp.h, for tests of guest requests; and what is to be said of
 * the channel after each. The teardown fails a test that has used a sequence number with two plaintexts.
 */
#ifndef TEST_REQUEST_GUEST_H
#define TEST_REQUEST_GUEST_H

#include "firmware/sev/guest_request.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/panic.h"
#include "tests/fake/psp.h"

#define REQUEST_MESSAGE 0x210000ull
#define REQUEST_CERTIFICATES 0x220000ull
#define REQUEST_ROOM_BYTES ((u32)(8 * PAGE_SIZE))

struct request_guest {
	struct guest_request_channel channel;
	struct attestation_report report;
	u8 report_data[REPORT_DATA_BYTES];
	u8 vmpck0[32]; /* as launched */
	u32 certificates_bytes;
};

extern struct request_guest request_guest;

/* A GHCB, a shared bounce buffer, private pages for messages and certificates, an honest PSP. */
int request_guest_setup(void **state);
int request_guest_teardown(void **state);

/* The same again, inside a test: the key is whole, the numbers begin anew on both sides. */
void request_guest_restart(void);

/* The key, and the number of the last message, in the secrets page: what a kernel finds. */
u8 *key_in_page(void);
u32 number_in_page(void);

/* The three questions. A report of VMPL 1 about report_data; a key of the measurement. */
enum err ask_report(void);
enum err ask_extended(void);
enum err ask_key(void);

void assert_report_is_good(void);
void assert_key_is_kept(void);

/* And nothing of it is used any more. */
void assert_key_is_erased(void);

#define REQUEST_CASE(test) \
	cmocka_unit_test_setup_teardown(test, request_guest_setup, request_guest_teardown)

#endif
