# make bench-options: what each option of the ROM adds, up to the kernel's entry. Part of make bench. Included
# by the top Makefile.

.PHONY: bench-options
bench: bench-options
bench-options: all
	@BUILD=$(abspath $(BUILD)) tests/bench/options
