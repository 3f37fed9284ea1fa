# make bench: instructions from reset to the kernel's entry, beside qboot and SeaBIOS; a table on the
# screen and in $(BUILD)/bench.txt, the numbers in $(BUILD)/bench.csv. Included by the top Makefile.

BUILD ?= build

.PHONY: bench
bench: $(BUILD)/snp-shim.rom
	@tests/qemu/deps run
	@BUILD=$(abspath $(BUILD)) tests/bench/run
