/* ap_guest.h - what the guests that start an AP share. */
#ifndef AP_GUEST_H
#define AP_GUEST_H

#include "guest.h"

enum { VMSA_GPA = 0x401000, STACK_GPA = 0x402000, BOUNDED_WAIT = 100000000,
       ICR_INIT_OTHERS = 0x000c4500, ICR_SIPI_OTHERS = 0x000c4600 };

void write_icr(struct ghcb *g, u32 value);
/* Accepts VMSA and stack and fills the VMSA so that the AP runs entry in 64-bit mode with the caller's tables. */
void prepare_vmsa(void (*entry)(void));
/* A second one at gpa, on the same stack. */
void prepare_another_vmsa(u64 gpa, void (*entry)(void));
/* SW_EXITINFO1 of AP creation for APIC id 1. */
u64 ap_creation(struct ghcb *g, u32 request, u64 vmsa);
/* INIT and SIPI, without which a host keeps AP_CREATE waiting, then AP_CREATE with VMSA_GPA. */
void start_ap(struct ghcb *g);
bool wait_for(const volatile u32 *flag);
bool wait_until(const volatile u32 *word, u32 wanted);

#endif
