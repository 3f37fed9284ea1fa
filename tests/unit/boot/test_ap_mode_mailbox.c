/* VMSAs of the firmware's own: what the pages hold, the order of steps, and each way it can fail. */
#include "firmware/boot/acpi_abi.h"
#include "firmware/boot/ap_mode.h"
#include "firmware/boot/ap_state.h"
#include "firmware/mem/layout.h"
#include "firmware/mem/layout_aps.h"
#include "firmware/sev/ghcb.h"
#include "firmware/sev/snp.h"
#include "firmware/sev/vmsa_abi.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/guest.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/fake/rmp.h"
#include "tests/fake/snp_guest.h"
#include "tests/unit/boot/madt_builder.h"

#include <string.h>

#define RAM_END (16 * MIB)
#define LOW_RAM_END 0xa0000ull
#define SEV_STATUS 7u
#define BSP_ID 3u

static const u8 ids[] = { BSP_ID, 0, 5, 9 }; /* the BSP is listed first, whatever its number */

static struct memory memory;
static struct madt_builder madt;
static struct acpi_topology topology;
static u64 features;
static u32 silent_from; /* slots from here on never answer */
static u32 pauses;

static struct ap_state *state_page(void)
{
	return phys_ptr(layout_ap_state_gpa(), sizeof(struct ap_state));
}

static u64 vmsa_gpa(u32 index)
{
	return layout_vmsas().start + index * PAGE_SIZE;
}

/* The APs run while the BSP waits: the last one first. */
static void aps_answer(void)
{
	struct ap_state *aps;

	if (pauses++ > 1000)
		return;
	aps = state_page();
	for (u32 i = COUNT_OF(ids) - 1; i-- > 0;)
		if (i < silent_from && aps->slots[i].where == AP_UNSEEN) {
			aps->slots[i].where = AP_PARKED;
			return;
		}
}

static void publish(u32 count)
{
	u8 entry[64];

	madt_start(&madt);
	for (u32 i = 0; i < count; i++)
		(void)madt_add_cpu(&madt, ids[i % COUNT_OF(ids)], 1);
	assert_int_equal(acpi_topology_find(madt.file, sizeof(madt.file), &topology), OK);
	(void)ap_mode_put_madt(entry, &topology);
}

static int setup(void **state)
{
	(void)state;
	features = snp_guest_start(&memory, RAM_END);
	snp_guest_add_ram(&memory, RAM_END);
	machine_set_msr(MSR_SEV_STATUS, SEV_STATUS);
	publish(COUNT_OF(ids));
	silent_from = AP_SLOTS_MAX;
	pauses = 0;
	machine_at_pause(aps_answer);
	machine_forget_events();
	return 0;
}

/* --- the MADT ---------------------------------------------------------------------------------- */

static void the_entry_names_the_mailbox_and_no_reset_vector(void **state)
{
	u8 bytes[64];
	u8 *end = ap_mode_put_madt(bytes, &topology);
	static const u8 head[] = { 16, 16, 0, 0, 0, 0, 0, 0 };
	u64 mailbox = layout_mailbox_gpa();

	(void)state;
	assert_int_equal(end - bytes, 16);
	assert_int_equal(ap_mode_madt_bytes(), 16);
	assert_memory_equal(bytes, head, sizeof(head));
	assert_memory_equal(bytes + 8, &mailbox, 8);
}

static void one_cpu_has_no_mailbox(void **state)
{
	u8 bytes[64];

	(void)state;
	publish(1);
	assert_ptr_equal(ap_mode_put_madt(bytes, &topology), bytes);
	assert_int_equal(ap_mode_start(&memory, features, 1), OK);
	assert_int_equal(machine_count_events(EVENT_VMGEXIT), 0);
	assert_true(memmap_is(&memory.map, (struct range){ layout_mailbox_gpa(), LOW_RAM_END }, MEM_RAM));
}

static void a_plain_vm_has_no_mailbox(void **state)
{
	u8 bytes[64];

	(void)state;
	ghcb_stop();
	assert_ptr_equal(ap_mode_put_madt(bytes, &topology), bytes);
}

/* --- the honest host --------------------------------------------------------------------------- */

static void every_ap_has_a_vmsa_of_its_own(void **state)
{
	(void)state;
	assert_int_equal(ap_mode_start(&memory, features, COUNT_OF(ids)), OK);
	for (u32 i = 0; i < COUNT_OF(ids) - 1; i++) {
		const struct vmsa *vmsa = phys_ptr(vmsa_gpa(i), sizeof(*vmsa));
		u64 slot = layout_ap_state_gpa() + i * sizeof(struct ap_slot);

		assert_int_equal(vmsa->rip, layout_ap_park_gpa());
		assert_int_equal(vmsa->rsi, slot);
		assert_int_equal(vmsa->rdi, ids[i + 1]);
		assert_int_equal(((struct ap_slot *)phys_ptr(slot, 8))->apic_id, ids[i + 1]);
		assert_int_equal(vmsa->cr3, layout_ap_table_pages().start | GUEST_C_BIT);
		assert_int_equal(vmsa->sev_features, SEV_STATUS >> 2);
		assert_true(vmsa->rsp > layout_ap_state_gpa() + offsetof(struct ap_state, stack));
		assert_true(vmsa->rsp <= layout_ap_state_gpa() + PAGE_SIZE);
	}
}

static void pages_are_made_vmsas_and_no_2_mib_page_is_one(void **state)
{
	u32 event = 0;

	(void)state;
	assert_int_equal(ap_mode_start(&memory, features, COUNT_OF(ids)), OK);
	assert_int_equal(machine_count_events(EVENT_RMPADJUST), COUNT_OF(ids) - 1);
	for (u32 i = 0; i < COUNT_OF(ids) - 1; i++) {
		event = machine_find_event(EVENT_RMPADJUST, event);
		assert_int_equal(machine_event(event)->value, vmsa_gpa(i));
		assert_int_equal(machine_event(event)->number, 1 << 16 | 1); /* VMSA; VMPL1: nothing */
		assert_int_not_equal(vmsa_gpa(i) % PAGE_SIZE_2M, 0);
		event++;
	}
}

/* VMSAs, then INIT and start-up for all, then all creations, and only then the wait. */
static void all_are_started_before_one_is_waited_for(void **state)
{
	u32 adjusted, started, created;

	(void)state;
	assert_int_equal(ap_mode_start(&memory, features, COUNT_OF(ids)), OK);
	adjusted = machine_find_event(EVENT_RMPADJUST, 0);
	started = machine_find_event(EVENT_MMIO_WRITE, 0);
	created = machine_find_event(EVENT_AP_CREATE, 0);
	assert_true(adjusted < started && started < created && created < machine_event_count());
	assert_int_equal(machine_count_events(EVENT_MMIO_WRITE), 2);
	for (u32 i = 0; i < COUNT_OF(ids) - 1; i++) {
		created = machine_find_event(EVENT_AP_CREATE, created);
		assert_int_equal(machine_event(created)->number, ids[i + 1]);
		assert_int_equal(machine_event(created)->value, vmsa_gpa(i));
		created++;
	}
	assert_int_equal(pauses, COUNT_OF(ids) - 1);
}

static void nothing_is_accepted_for_it(void **state)
{
	(void)state;
	assert_int_equal(ap_mode_start(&memory, features, COUNT_OF(ids)), OK);
	assert_int_equal(machine_count_events(EVENT_PVALIDATE), 0);
	assert_int_equal(machine_count_events(EVENT_PSC), 0);
	assert_true(rmp_validated_once());
}

static void the_kernel_gets_the_mailbox_and_nothing_else(void **state)
{
	u64 mailbox = layout_mailbox_gpa(), end = vmsa_gpa(COUNT_OF(ids) - 1);

	(void)state;
	assert_int_equal(ap_mode_start(&memory, features, COUNT_OF(ids)), OK);
	assert_true(memmap_is(&memory.map, (struct range){ mailbox, mailbox + PAGE_SIZE }, MEM_NVS));
	assert_true(memmap_is(&memory.map, (struct range){ mailbox + PAGE_SIZE, end }, MEM_RESERVED));
	assert_true(memmap_is(&memory.map, (struct range){ end, LOW_RAM_END }, MEM_RAM));
	assert_true(ledger_is(&memory.ledger, (struct range){ mailbox, end }, PAGE_PRIVATE));
}

static void the_mailbox_is_empty_and_its_bounds_are_those_of_ram(void **state)
{
	static const u8 zeros[4096];

	(void)state;
	assert_int_equal(ap_mode_start(&memory, features, COUNT_OF(ids)), OK);
	assert_memory_equal(phys_ptr(layout_mailbox_gpa(), PAGE_SIZE), zeros, PAGE_SIZE);
	assert_int_equal(state_page()->vector_end, RAM_END);
	assert_int_equal(state_page()->own_end, vmsa_gpa(COUNT_OF(ids) - 1));
}

/* --- what can go wrong ------------------------------------------------------------------------- */

static void more_cpus_than_pages_are_refused(void **state)
{
	u32 pages = (u32)(range_bytes(layout_vmsas()) / PAGE_SIZE);

	(void)state;
	assert_fault(ap_mode_start(&memory, features, pages + 2), ERR_AP_PAGES, pages + 1, pages);
	assert_int_equal(machine_event_count(), machine_count_events(EVENT_RDMSR));
}

/* SEV_STATUS bit 11: KVM offers it, and the VMSA of an AP would need what only the PSP knows. */
static void secure_tsc_is_refused_when_there_are_aps(void **state)
{
	u64 status = SEV_STATUS | 1u << 11;

	(void)state;
	machine_set_msr(MSR_SEV_STATUS, status);
	assert_fault(ap_mode_start(&memory, features, 2), ERR_SNP_FEATURES, 1u << 11, status);
	assert_int_equal(machine_count_events(EVENT_RMPADJUST), 0);
	assert_int_equal(ap_mode_start(&memory, features, 1), OK);
}

static void a_host_without_ap_creation_is_named(void **state)
{
	(void)state;
	assert_fault(ap_mode_start(&memory, GHCB_FEATURE_SNP, 2), ERR_HV_FEATURES,
		     GHCB_FEATURE_AP_CREATION, GHCB_FEATURE_SNP);
	assert_int_equal(machine_count_events(EVENT_AP_CREATE), 0);
}

static void a_page_that_becomes_no_vmsa_ends_it(void **state)
{
	(void)state;
	hypervisor_lie_after(HV_RMPADJUST, 2, 1);
	assert_fault(ap_mode_start(&memory, features, COUNT_OF(ids)), ERR_AP_VMSA, vmsa_gpa(1), 2);
	assert_int_equal(machine_count_events(EVENT_MMIO_WRITE), 0); /* no AP was started */
}

static void a_refused_creation_ends_it(void **state)
{
	(void)state;
	hypervisor_lie_after(HV_PAGE_MALFORMED, GHCB_REASON_INVALID_INPUT, 3); /* INIT, SIPI, one AP */
	assert_fault(ap_mode_start(&memory, features, COUNT_OF(ids)), ERR_GHCB_MALFORMED,
		     GHCB_EXIT_AP_CREATION, GHCB_REASON_INVALID_INPUT);
	assert_int_equal(pauses, 0);
}

static void an_ap_that_does_not_answer_is_named(void **state)
{
	(void)state;
	silent_from = 1;
	assert_fault(ap_mode_start(&memory, features, COUNT_OF(ids)), ERR_AP_SILENT, ids[2], 1);
	assert_true(pauses > 1000);
}

static void low_ram_that_is_not_there_ends_it(void **state)
{
	struct range page = { vmsa_gpa(0), vmsa_gpa(1) };

	(void)state;
	assert_int_equal(memmap_retype(&memory.map, page, MEM_RAM, MEM_ACPI), OK);
	assert_error(ap_mode_start(&memory, features, 2), ERR_HANDOFF_MAP);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, guest_leave)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_entry_names_the_mailbox_and_no_reset_vector),
		TEST(one_cpu_has_no_mailbox),
		TEST(a_plain_vm_has_no_mailbox),
		TEST(every_ap_has_a_vmsa_of_its_own),
		TEST(pages_are_made_vmsas_and_no_2_mib_page_is_one),
		TEST(all_are_started_before_one_is_waited_for),
		TEST(nothing_is_accepted_for_it),
		TEST(the_kernel_gets_the_mailbox_and_nothing_else),
		TEST(the_mailbox_is_empty_and_its_bounds_are_those_of_ram),
		TEST(more_cpus_than_pages_are_refused),
		TEST(secure_tsc_is_refused_when_there_are_aps),
		TEST(a_host_without_ap_creation_is_named),
		TEST(a_page_that_becomes_no_vmsa_ends_it),
		TEST(a_refused_creation_ends_it),
		TEST(an_ap_that_does_not_answer_is_named),
		TEST(low_ram_that_is_not_there_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
