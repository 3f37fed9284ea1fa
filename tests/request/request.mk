# make check-request: the guest's own requests to the PSP, end to end under snphost: a ROM that asks for
# reports and keys (probe.c), the kernel's driver after it, and each lie of host and PSP.
# Included by the top Makefile.

BUILD ?= build

.PHONY: check-request
check-request: all $(BUILD)/snp-shim-request.rom
	@tests/qemu/deps check
	@BUILD=$(abspath $(BUILD)) tests/qemu/check tests/request/cases.cfg
