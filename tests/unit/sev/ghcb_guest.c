/* A guest with a page for the GHCB; see the header. */
#include "tests/unit/sev/ghcb_guest.h"
#include "tests/fake/hypervisor.h"
#include "tests/fake/machine.h"
#include "tests/fake/panic.h"
#include "tests/fake/rmp.h"

int ghcb_guest_setup(void **state)
{
	(void)state;
	fake_panic_reset();
	machine_reset();
	hypervisor_reset();
	machine_set_one_port(PORT, 0x87654321);
	(void)rmp_ram(GHCB, PAGE_SIZE);
	(void)rmp_ram(OTHER_PAGE, PAGE_SIZE);
	return 0;
}

int ghcb_guest_setup_ready(void **state)
{
	(void)ghcb_guest_setup(state);
	hypervisor_give_ghcb(GHCB);
	return 0;
}
