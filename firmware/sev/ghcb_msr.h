/*
 * The GHCB MSR protocol: what can be asked before there is a GHCB page, one exchange a request. An
 * answer counts only if its code, its echo and its reserved bits are exactly right.
 * GHCB specification 56421, 2.3.1.
 */
#ifndef SEV_GHCB_MSR_H
#define SEV_GHCB_MSR_H

#include "firmware/sev/ghcb_abi.h"
#include "lib/err.h"

/* Requires protocol version 2 and the C-bit position that the CPUID page named: ERR_GHCB_PROTOCOL,
 * ERR_C_BIT, ERR_GHCB_RESPONSE. `c_bit` is the mask. */
MUST_CHECK enum err ghcb_msr_negotiate(u64 c_bit);

/* The hypervisor's feature bitmap. ERR_GHCB_RESPONSE. */
MUST_CHECK enum err ghcb_msr_features(u64 *features);

/* Registers the page at `gpa`: ERR_GHCB_REGISTER unless the host echoes it. */
MUST_CHECK enum err ghcb_msr_register(u64 gpa);

/* State of one 4 KiB page. ERR_PSC, ERR_GHCB_RESPONSE. */
MUST_CHECK enum err ghcb_msr_change_page(u64 gpa, enum psc_operation operation);

/* Asks the host to end the VM; returns if the host does not obey. */
void ghcb_msr_terminate(u8 set, u8 code);

#endif
