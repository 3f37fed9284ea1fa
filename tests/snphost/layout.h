/* layout.h - addresses and sizes shared by C and assembly (layout.inc is derived from it). */
#ifndef SNPHOST_LAYOUT_H
#define SNPHOST_LAYOUT_H

#define ROM_BASE 0xfffc0000
#define DATA_BASE 0x100000000
#define DATA_MAP_BYTES 0x1000000
#define EARLY_PDPTS 4
#define EARLY_STACK_TOP 0x8000
#define AP_MAILBOX_CR3 0x7000
#define AP_MAILBOX_COUNT 0x7008
#define AP_STACK_SHIFT 15
#define MAX_VCPUS 16
#define PHYS_MAP_BASE 0x400000000000
#define PHYS_MAP_LIMIT 0x10000000000

#endif
