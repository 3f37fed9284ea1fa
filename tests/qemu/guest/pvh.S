/*
 * The smallest ELF kernel that QEMU starts by the PVH entry: a note with the entry's address (Xen's
 * XEN_ELFNOTE_PHYS32_ENTRY, 18). The firmware under test must refuse it, so it does nothing.
 */
	.text
	.globl	start
start:
	cli
1:	hlt
	jmp	1b

	.section .note.pvh, "a", @note
	.balign	4
	.long	4, 4, 18
	.asciz	"Xen"
	.long	start
