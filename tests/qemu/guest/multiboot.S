/*
 * The smallest multiboot kernel (Multiboot Specification 0.6.96, section 3.1: magic, flags and
 * checksum within the first 8 KiB). The firmware under test must refuse it, so it does nothing.
 */
	.text
	.balign	4
	.long	0x1badb002, 0, -0x1badb002
	.globl	start
start:
	cli
1:	hlt
	jmp	1b
