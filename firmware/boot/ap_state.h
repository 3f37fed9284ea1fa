/*
 * What the parked CPUs share: the wake-up mailbox (ACPI 6.5, 5.2.12.19) with the kernel, and a page of
 * the firmware's own. Offsets are known to asm/ap_mailbox.asm.
 */
#ifndef BOOT_AP_STATE_H
#define BOOT_AP_STATE_H

#include "lib/types.h"

enum mailbox_command {
	MAILBOX_NOTHING = 0,
	MAILBOX_WAKEUP = 1,
};

struct mailbox {
	u16 command;
	u16 reserved_2;
	u32 apic_id;
	u64 wakeup_vector;
	u8 for_os[2032];
	u8 for_firmware[2048]; /* unused: what is there the kernel can reach */
};
ASSERT_SIZE(struct mailbox, 4096);
ASSERT_OFFSET(struct mailbox, apic_id, 4);
ASSERT_OFFSET(struct mailbox, wakeup_vector, 8);
ASSERT_OFFSET(struct mailbox, for_firmware, 2048);

enum ap_where {
	AP_UNSEEN, /* created, but it has not answered */
	AP_PARKED,
	AP_KERNEL, /* woken */
};

#define AP_SLOTS_MAX 96u

struct ap_slot {
	u32 apic_id;
	volatile u32 where; /* enum ap_where; written by the AP itself */
};
ASSERT_OFFSET(struct ap_slot, where, 4);

struct ap_state {
	struct ap_slot slots[AP_SLOTS_MAX];
	u64 vector_end; /* exclusive: up to here the APs' tables map RAM */
	u64 own_end;    /* exclusive end of the firmware's low pages */
	u8 reserved_0x310[0xc00];
	u8 stack[0xf0]; /* the CPU writes here when an exception comes; nobody reads */
};
ASSERT_SIZE(struct ap_state, 4096);
ASSERT_OFFSET(struct ap_state, vector_end, 0x300);
ASSERT_OFFSET(struct ap_state, own_end, 0x308);

#endif
