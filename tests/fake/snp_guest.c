/* An SEV-SNP guest behind its first stage; see the header. */
#include "tests/fake/snp_guest.h"

#include "firmware/mem/layout.h"
#include "firmware/sev/snp.h"
#include "tests/fake/cmocka_all.h"
#include "tests/fake/guest.h"
#include "tests/fake/machine.h"

#define LOW_RAM_END 0xa0000ull

u64 snp_guest_start(struct memory *memory, u64 ram_end)
{
	u64 features;

	guest_reset(ram_end);
	assert_int_equal(memory_init(memory, GUEST_C_BIT), OK);
	assert_int_equal(snp_start(memory, &features), OK);
	machine_forget_events();
	return features;
}

void snp_guest_add_ram(struct memory *memory, u64 ram_end)
{
	assert_int_equal(memory_accept(memory, layout_arena()), OK);
	assert_int_equal(memmap_add(&memory->map, (struct range){ 0, LOW_RAM_END }, MEM_RAM), OK);
	assert_int_equal(memmap_add(&memory->map, (struct range){ MIB, ram_end }, MEM_RAM), OK);
	assert_int_equal(memory_claim_fixed(memory), OK);
	machine_forget_events();
}
