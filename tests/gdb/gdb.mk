# make debug: a guest halted at the reset vector, for gdb. make check-gdb: a debugging session by itself,
# up to the entry of Debian's kernel. Included by the top Makefile.

BUILD ?= build

.PHONY: debug check-gdb
debug: $(BUILD)/snp-shim.rom
	@tests/qemu/deps run
	@BUILD=$(abspath $(BUILD)) tests/gdb/debug

check-gdb: $(BUILD)/snp-shim.rom
	@tests/qemu/deps check
	@BUILD=$(abspath $(BUILD)) tests/gdb/run 6.12
