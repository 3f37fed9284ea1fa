/* The panic seam in unit tests; see the header. */
#include "tests/fake/panic.h"
#include "tests/fake/cmocka_all.h"

#include <stdlib.h>

struct fake_fault fake_fault;
enum err fake_panic;

void fake_panic_reset(void)
{
	fake_fault = (struct fake_fault){ 0 };
	fake_panic = OK;
}

void fault_detail(u64 a, u64 b)
{
	fake_fault.a = a;
	fake_fault.b = b;
	fake_fault.calls++;
}

void panic(enum err error)
{
	fake_panic = error;
	mock_assert(0, err_info(error).cause, __FILE__, __LINE__);
	abort(); /* mock_assert does not come back */
}
