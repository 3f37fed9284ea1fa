/*
 * Linker symbols of ROMs that own the VMSAs of the other CPUs; the rest is in layout.h. Units:
 * guest-physical bytes.
 */
#ifndef MEM_LAYOUT_APS_H
#define MEM_LAYOUT_APS_H

#include "lib/range.h"

u64 layout_mailbox_gpa(void);      /* the mailbox's page */
u64 layout_ap_state_gpa(void);     /* the page behind it */
struct range layout_ap_table_pages(void); /* PML4, PDPT, then a directory a GiB */
struct range layout_vmsas(void);   /* one page an AP, behind all of the above */
u64 layout_ap_park_gpa(void);      /* ROM: where a VMSA starts its CPU */
struct range layout_ap_idt(void);  /* ROM */
u64 layout_boot_gdt_gpa(void);     /* ROM */

#endif
