/*
 * What a BIOS does to the CPUs. Plain VM only; SEV-SNP guests have firmware/boot/ap_mode.h.
 */
#ifndef BOOT_PLAIN_CPUS_H
#define BOOT_PLAIN_CPUS_H

#include "firmware/dev/chipset.h"
#include "firmware/mem/memmap.h"

/*
 * Local APIC of the BSP in virtual wire mode, and on q35 and pc MTRRs, of all CPUs; nothing on microvm.
 * MTRRs stay off if `map` has RAM where devices should be. ERR_FW_CFG_DMA if the number of CPUs does
 * not arrive.
 */
MUST_CHECK enum err plain_cpus_prepare(enum machine machine, const struct memmap *map);

#endif
