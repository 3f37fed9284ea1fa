# make check-link: what does not fit does not link, and says why. Included by the top Makefile, whose
# objects and flags it uses.

LINK_OBJECTS = $(ROM_OBJECTS) $(call policy_object,snp-shim)
LINK_MAILBOX = $(filter-out $(LINK_OBJECTS),$(call policy_object,snp-shim-mailbox))

.PHONY: check-link
check-link: $(LINK_OBJECTS) $(VARIANTS:%=$(BUILD)/%.elf)
	@LINK='$(CC) $(ROM_LDFLAGS)' NASM='$(NASM)' MAILBOX='$(LINK_MAILBOX)' \
		ELF='$(VARIANTS:%=$(BUILD)/%.elf)' tests/link/run $(LINK_OBJECTS)
