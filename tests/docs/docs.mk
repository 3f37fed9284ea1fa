# check-docs: the documentation against the source and the built ELF. Included by the top Makefile.

BUILD ?= build

.PHONY: check-docs
check-docs: $(BUILD)/snp-shim.elf
	@BUILD=$(BUILD) tests/docs/check
