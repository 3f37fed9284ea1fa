/*
 * fwcfg_filter.h - the guest's fw_cfg: QEMU's, without snphost's own files, with RAM sizes that
 * leave the host's part out, and with DMA that reaches shared pages only.
 */
#ifndef SNPHOST_FWCFG_FILTER_H
#define SNPHOST_FWCFG_FILTER_H

#include "types.h"

struct vcpu;

/* Builds what the guest will see. Call once before the guest runs. */
void fwcfg_filter_init(void);
/* True when the access has been dealt with; false: let it reach QEMU. */
bool fwcfg_filter_out(struct vcpu *v, u16 port, u32 bytes, u32 value);
bool fwcfg_filter_in(struct vcpu *v, u16 port, u32 bytes, u32 *value);

#endif
