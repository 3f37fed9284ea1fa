# make check-repro: two clones in different places give the same ROM. Included by the top Makefile.

.PHONY: check-repro
check-repro:
	@tests/repro/run
