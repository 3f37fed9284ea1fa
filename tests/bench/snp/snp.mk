# make bench-snp, the second part of make bench: the ROM and OVMF side by side as guests of snphost; a table on
# the screen and in $(BUILD)/bench-snp.txt, the numbers in $(BUILD)/bench-snp.csv. Included by bench.mk.

.PHONY: bench-snp
bench: bench-snp
bench-snp: $(BUILD)/snp-shim.rom $(BUILD)/snphost.rom
	@tests/qemu/deps run
	@BUILD=$(abspath $(BUILD)) tests/bench/snp/run
