# make check-link: what does not fit does not link, and says why. Included by the top Makefile, whose
# objects and flags it uses.

.PHONY: check-link
check-link: $(ROM_OBJECTS)
	@LINK='$(CC) $(ROM_LDFLAGS)' NASM='$(NASM)' tests/link/run $(ROM_OBJECTS)
