# check-instructions: which instructions the built firmware contains, and where. Included by the top
# Makefile, which builds the ROM. Debian: binutils.

BUILD ?= build

.PHONY: check-instructions
check-instructions: $(BUILD)/snp-shim.rom
	@tests/image/check-instructions $(BUILD)/snp-shim.elf $(BUILD)/snp-shim.rom
