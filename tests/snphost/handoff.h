/*
 * handoff.h - what Linux' boot protocol and threats to it ask of the moment of entry: with the option
 * check-handoff=1 the guest's memory is looked at when it enters the kernel by its 64-bit entry.
 */
#ifndef SNPHOST_HANDOFF_H
#define SNPHOST_HANDOFF_H

struct vcpu;

/*
 * Behind image, initrd and command line there are zeros; no pointer in boot_params is the kernel
 * file's. Otherwise the run ends with a violation of rule "handoff".
 */
void handoff_check(struct vcpu *v);

#endif
