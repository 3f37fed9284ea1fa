# check-docs: the documentation against the source and the built ELF. Included by the top Makefile.

BUILD ?= build

.PHONY: check-docs
check-docs: $(BUILD)/snp-shim.elf
	@BUILD=$(BUILD) tests/docs/check

# docs/features.md against the tables and constants in the source
.PHONY: check-features
check-features:
	@tests/docs/check-features
