/* A guest with a page for the GHCB, one port, and the bits that a request or an answer marks valid. */
#ifndef UNIT_SEV_GHCB_GUEST_H
#define UNIT_SEV_GHCB_GUEST_H

#include "firmware/sev/ghcb_abi.h"

#define GHCB 0x33000ull
#define OTHER_PAGE 0x40000ull
#define PORT 0x3f8

/* Bits of valid_bitmap[1], and of [0] */
#define HIGH_BIT(field) (1ull << (GHCB_VALID(field) - 64))
#define VALID_EXIT (HIGH_BIT(exit_code) | HIGH_BIT(exit_info_1) | HIGH_BIT(exit_info_2))
#define VALID_RAX (1ull << GHCB_VALID(rax))

/* For cmocka, the second with the page in use; the teardown is hypervisor_teardown. */
int ghcb_guest_setup(void **state);
int ghcb_guest_setup_ready(void **state);

#endif
