/*
 * key_scan.h - what a guest's firmware left behind of the keys that it shares with the PSP: with option
 * check-keys=1 all guest memory is searched for them when the kernel is entered.
 */
#ifndef SNPHOST_KEY_SCAN_H
#define SNPHOST_KEY_SCAN_H

struct vcpu;

/* A half of a VMPCK anywhere but in its place in a secrets page is a violation of rule "key-left". */
void key_scan(struct vcpu *v);

#endif
