/* A guest with pages to accept; see the header. */
#include "tests/unit/sev/memory_guest.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/guest.h"
#include "tests/fake/hypervisor.h"

struct memory guest_memory;

static void ledger_comes_first(struct range pages)
{
	assert_true(ledger_is(&guest_memory.ledger, pages, PAGE_PRIVATE));
}

static void start(u64 c_bit)
{
	guest_reset(RAM_END);
	assert_int_equal(memory_init(&guest_memory, c_bit), OK);
	assert_int_equal(memmap_add(&guest_memory.map, (struct range){ MIB, RAM_END },
				    guest_memory.free), OK);
}

int memory_guest_setup(void **state)
{
	(void)state;
	start(GUEST_C_BIT);
	hypervisor_set_witness(ledger_comes_first);
	return 0;
}

int memory_guest_setup_plain(void **state)
{
	(void)state;
	start(0);
	return 0;
}

struct range pages_at(u64 offset, u64 bytes)
{
	return (struct range){ RAM + offset, RAM + offset + bytes };
}
