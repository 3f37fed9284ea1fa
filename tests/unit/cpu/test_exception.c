/* Descriptor tables as the CPU reads them, and what each vector is reported as. */
#include "firmware/cpu/exception.h"
#include "firmware/cpu/hw.h"
#include "lib/bytes.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/panic.h"

const u8 idt64[32 * 16];

/* What was loaded. */
static const u8 *gdt, *idt;
static u32 gdt_bytes, idt_bytes, task_selector, order;

void hw_load_gdt(const void *at, u16 bytes)
{
	gdt = at;
	gdt_bytes = bytes;
	order = order * 10 + 1;
}

void hw_load_task(u16 selector)
{
	task_selector = selector;
	order = order * 10 + 2;
}

void hw_load_idt(const void *at, u16 bytes)
{
	idt = at;
	idt_bytes = bytes;
	order = order * 10 + 3;
}

static int setup(void **state)
{
	(void)state;
	fake_panic_reset();
	order = 0;
	exception_install();
	return 0;
}

/* The selectors that Linux documents for its 64-bit entry. */
static void code_and_data_are_flat(void **state)
{
	(void)state;
	assert_int_equal(le64_load(gdt), 0);
	assert_int_equal(le64_load(gdt + 0x10), 0x00af9b000000ffff);
	assert_int_equal(le64_load(gdt + 0x18), 0x00cf93000000ffff);
}

static u64 task_base(void)
{
	const u8 *low = gdt + task_selector;

	return (le64_load(low) >> 16 & 0xffffff) | (u64)low[7] << 24 | le64_load(low + 8) << 32;
}

static void the_task_segment_is_found_where_it_lies(void **state)
{
	const u8 *low = gdt + task_selector;

	(void)state;
	assert_int_equal(task_selector, 0x20);
	assert_true(task_selector + 16u <= gdt_bytes);
	assert_int_equal(le16_load(low), 0x67);       /* limit: 104 bytes */
	assert_int_equal(low[5], 0x89);               /* present, available 64-bit TSS */
	assert_int_equal(low[6] & 0xf0, 0);           /* byte granularity */
	assert_int_equal(le16_load((const u8 *)task_base() + 0x66), 0x68); /* no I/O bitmap */
}

static void exceptions_get_an_aligned_stack_of_their_own(void **state)
{
	u64 top = le64_load((const u8 *)task_base() + 0x24);
	u8 local;

	(void)state;
	assert_int_equal(top % 16, 0);
	assert_true(top - (u64)(uintptr_t)&local > 64 * KIB ||
		    (u64)(uintptr_t)&local - top > 64 * KIB);
	/* writable, all of it: ASan watches */
	for (u64 at = top - 2048; at < top; at += 8)
		le64_store((u8 *)at, 0);
}

static void tables_are_loaded_before_they_are_used(void **state)
{
	(void)state;
	assert_int_equal(order, 123); /* the task segment needs the GDT, the IDT the task segment */
	assert_ptr_equal(idt, idt64);
	assert_int_equal(idt_bytes, sizeof(idt64));
}

static void report(u64 vector, u64 rip)
{
	struct exception_frame frame = { .vector = vector, .rip = rip };

	expect_assert_failure(exception_report(&frame));
	assert_int_equal(fake_fault.a, vector);
	assert_int_equal(fake_fault.b, rip);
}

static void exceptions_are_reported_with_vector_and_place(void **state)
{
	(void)state;
	for (u64 vector = 0; vector < 32; vector++) {
		report(vector, 0xffff1234 + vector);
		assert_error(fake_panic, ERR_EXCEPTION);
	}
}

/* Without a gate of its own an interrupt arrives as #GP: index, table bit 1, external bit 0. */
static void report_gp(u64 error_code, enum err error, u64 number)
{
	struct exception_frame frame = { .vector = 13, .rip = 0xffff1234, .error_code = error_code };

	expect_assert_failure(exception_report(&frame));
	assert_int_equal(fake_fault.a, number);
	assert_error(fake_panic, error);
}

static void interrupts_are_told_apart(void **state)
{
	(void)state;
	for (u64 vector = 32; vector < 256; vector++) {
		report_gp(vector << 3 | 2, ERR_INTERRUPT, vector);
		report_gp(vector << 3 | 3, ERR_INTERRUPT, vector);
	}
}

static void a_protection_fault_is_no_interrupt(void **state)
{
	static const u64 codes[] = { 0, 0x10, 0x18 | 4, 200 << 3, 13 << 3 | 2, 31 << 3 | 3 };

	(void)state;
	for (u32 i = 0; i < COUNT_OF(codes); i++)
		report_gp(codes[i], ERR_EXCEPTION, 13);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, setup)
	const struct CMUnitTest tests[] = {
		TEST(code_and_data_are_flat),
		TEST(the_task_segment_is_found_where_it_lies),
		TEST(exceptions_get_an_aligned_stack_of_their_own),
		TEST(tables_are_loaded_before_they_are_used),
		TEST(exceptions_are_reported_with_vector_and_place),
		TEST(interrupts_are_told_apart),
		TEST(a_protection_fault_is_no_interrupt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
