# make bench: its first part, bench-plain, counts instructions from reset to the kernel's entry beside qboot and
# SeaBIOS: a table on the screen and in $(BUILD)/bench.txt, the numbers in $(BUILD)/bench.csv. The second is in
# snp/snp.mk. Included by the top Makefile.

BUILD ?= build

.PHONY: bench bench-plain
bench: bench-plain
bench-plain: $(BUILD)/snp-shim.rom
	@tests/qemu/deps run
	@BUILD=$(abspath $(BUILD)) tests/bench/run

include tests/bench/snp/snp.mk
