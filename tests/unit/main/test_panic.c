/*
 * The end of a boot. It comes once in a life, so each test runs in a child process and reports by
 * its exit status.
 */
#include "firmware/panic.h"
#include "firmware/sev/ghcb_msr.h"
#include "lib/panic.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/log.h"
#include "tests/fake/machine.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SNP 7u /* SEV_STATUS: SEV, ES, SNP */

static u32 terminations;
static u8 terminated_set, terminated_code;
static bool faults_again;

/* The host: it may refuse to stop, or something may go wrong meanwhile. */
void ghcb_msr_terminate(u8 set, u8 code)
{
	if (terminations++ == 0) {
		terminated_set = set;
		terminated_code = code;
	}
	if (faults_again && terminations == 1)
		panic(ERR_INTERNAL);
}

static void run_in_child(void (*body)(void))
{
	int status = 0;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		body();
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* In the child cmocka must not go on with the next test. */
#define require(condition)                                                             \
	do {                                                                           \
		if (!(condition)) {                                                    \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
			_exit(1);                                                      \
		}                                                                      \
	} while (0)

/* Ends where hw_halt does. */
static void panic_with(enum err error)
{
	fake_log_reset();
	machine_reset();
	expect_assert_failure(panic(error));
	require(machine_event(machine_event_count() - 1)->kind == EVENT_HALT);
}

static void plain(void)
{
	struct err_info info = err_info(ERR_NOT_SNP);
	char line[256];

	panic_set_sev_status(0);
	panic_set_stage("guest");
	(void)fault(ERR_NOT_SNP, 0x1000, 0x2000);
	panic_with(ERR_NOT_SNP);
	require(fake_log_lines == 1);
	(void)snprintf(line, sizeof(line), "guest: %s; %s [7:1 a=0x1000 b=0x2000]", info.cause,
		       info.remedy);
	require(strcmp(fake_log_line, line) == 0);
	require(terminations == 0);
}

static void a_plain_vm_gets_a_line_and_halts(void **state)
{
	(void)state;
	run_in_child(plain);
}

static void snp(void)
{
	panic_set_sev_status(SNP);
	panic_with(ERR_GHCB_PROTOCOL);
	require(fake_log_lines == 1);
	require(terminations == 1);
	require(terminated_set == 0 && terminated_code == 1);
}

static void an_snp_guest_is_terminated_with_set_and_code(void **state)
{
	(void)state;
	run_in_child(snp);
}

static void every_error(void)
{
	panic_set_sev_status(SNP);
	for (enum err error = OK + 1; error < ERR_COUNT; error++) {
		terminations = 0;
		fault_detail(0, 0);
		panic_with(error);
		require(terminated_set == err_info(error).set);
		require(terminated_code == err_info(error).code);
	}
}

static void every_error_has_its_own_code(void **state)
{
	(void)state;
	run_in_child(every_error);
}

static void vectors(void)
{
	panic_set_sev_status(SNP);
	for (u8 vector = 0; vector < 32; vector++) {
		terminations = 0;
		fault_detail(vector, 0xffff0000);
		panic_with(ERR_EXCEPTION);
		require(terminated_code == 0x80 + vector);
	}
}

static void an_exception_has_a_code_for_each_vector(void **state)
{
	(void)state;
	run_in_child(vectors);
}

static void again(void)
{
	panic_set_sev_status(SNP);
	panic_set_stage("initrd");
	faults_again = true;
	panic_with(ERR_INITRD);
	require(fake_log_lines == 1);
	require(strncmp(fake_log_line, "initrd: no place", 16) == 0);
	require(terminations == 2);
}

/* An exception while the end is being reported must not start a second report, or a third. */
static void a_second_end_says_nothing(void **state)
{
	(void)state;
	run_in_child(again);
}

static void early(void)
{
	panic_with(ERR_INTERNAL);
	require(strncmp(fake_log_line, "start: ", 7) == 0);
	require(terminations == 0);
}

static void before_the_first_stage_it_is_called_start(void **state)
{
	(void)state;
	run_in_child(early);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_vm_gets_a_line_and_halts),
		cmocka_unit_test(an_snp_guest_is_terminated_with_set_and_code),
		cmocka_unit_test(every_error_has_its_own_code),
		cmocka_unit_test(an_exception_has_a_code_for_each_vector),
		cmocka_unit_test(a_second_end_says_nothing),
		cmocka_unit_test(before_the_first_stage_it_is_called_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
