/* An SEV-SNP guest as main.c's stages find it behind the first one: with a GHCB, ports, a bounce buffer. */
#ifndef FAKE_SNP_GUEST_H
#define FAKE_SNP_GUEST_H

#include "firmware/sev/memory.h"

/*
 * guest_reset(ram_end), then memory_init and snp_start, which must succeed; gives the host's features
 * back. No event is left. The teardown is guest_leave.
 */
u64 snp_guest_start(struct memory *memory, u64 ram_end);

/* Stage "memory map" for it: accepts the arena, adds the RAM, claims the firmware's own pages. */
void snp_guest_add_ram(struct memory *memory, u64 ram_end);

#endif
