/* launch.h - SNP_LAUNCH_*: image, metadata pages and VMSAs, in QEMU's order. */
#ifndef SNPHOST_LAUNCH_H
#define SNPHOST_LAUNCH_H

#include "types.h"

/* Reads the firmware (opt/snphost/firmware), places everything; vCPUs are ready but not running.
 * Ends the run when QEMU, KVM or the PSP would refuse the image. */
void launch(u32 cpu_count);
/* Loads the launch VMSA of the vCPU. Runs on its own CPU. */
void launch_load_vmsa(u32 index);

#endif
