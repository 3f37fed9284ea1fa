# make check-link: what does not fit does not link, and says why. Included by the top Makefile, whose
# objects and flags it uses.

LINK_OBJECTS = $(ROM_OBJECTS) $(call policy_object,snp-shim)

.PHONY: check-link
check-link: $(LINK_OBJECTS)
	@LINK='$(CC) $(ROM_LDFLAGS)' NASM='$(NASM)' tests/link/run $(LINK_OBJECTS)
