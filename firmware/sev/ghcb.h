/*
 * The GHCB page protocol. One place builds requests and one decodes answers; nothing that the host
 * writes is taken as success unless the specification says so.
 * GHCB specification 56421, sections 2.6 and 4.
 */
#ifndef SEV_GHCB_H
#define SEV_GHCB_H

#include "firmware/sev/ghcb_abi.h"
#include "lib/err.h"

/* The page at `gpa` is shared, mapped without the C-bit and registered: zero it and use it. */
void ghcb_start(u64 gpa);

/* False until ghcb_start: ports and batches cannot be used yet. */
bool ghcb_is_ready(void);

/* Overwrites the page with zeros and forgets it. */
void ghcb_stop(void);

/*
 * Port I/O of 1, 2 or 4 bytes. An answer that is no success ends the boot (panic): there is nothing
 * that port I/O could do about it.
 */
u32 ghcb_port_in(u16 port, u32 bytes);
void ghcb_port_out(u16 port, u32 bytes, u32 value);

/* WRMSR by the host. ERR_GHCB_EXCEPTION and the others of the decoder. */
MUST_CHECK enum err ghcb_write_msr(u32 msr, u64 value);

/*
 * Makes the CPU with that APIC ID run from the VMSA page at `vmsa_gpa` at VMPL0, at once if it was ever
 * started. SEV_FEATURES have to be those of the guest. The errors of the decoder.
 */
MUST_CHECK enum err ghcb_create_ap(u32 apic_id, u64 vmsa_gpa, u64 sev_features);

/* 32-bit write to a device's memory. ERR_GHCB_VALID, ERR_GHCB_EXCEPTION, ERR_GHCB_MALFORMED, ERR_GHCB_RESULT. */
MUST_CHECK enum err ghcb_mmio_write32(u64 gpa, u32 value);

/*
 * One page-state-change exit over the list in the shared buffer. *info_2 is SW_EXITINFO2.
 * ERR_GHCB_VALID, ERR_GHCB_EXCEPTION, ERR_GHCB_MALFORMED, ERR_GHCB_RESULT.
 */
MUST_CHECK enum err ghcb_page_state_change(u64 *info_2);

/*
 * The PSP is asked: shared pages with a sealed message, and for its answer. *info_2 is SW_EXITINFO2: the
 * VMM's and the PSP's status (guest_request_abi.h). ERR_GHCB_VALID, ERR_GHCB_EXCEPTION, ERR_GHCB_MALFORMED,
 * ERR_GHCB_RESULT.
 */
MUST_CHECK enum err ghcb_guest_request(u64 request_gpa, u64 response_gpa, u64 *info_2);

/* The same, with *data_pages shared pages for certificates; *data_pages becomes what the host says of it. */
MUST_CHECK enum err ghcb_extended_guest_request(u64 request_gpa, u64 response_gpa, u64 data_gpa,
						u64 *data_pages, u64 *info_2);

/* The shared buffer: the host may write to it at any time. */
volatile void *ghcb_shared_buffer(void);

#endif
