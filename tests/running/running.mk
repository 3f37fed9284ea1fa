# check-running: the lines of docs/running.md, given to QEMU and to libvirt. Included by tests/image/image.mk.
# Debian: what tests/qemu/deps installs; libvirt comes unpacked (tests/running/fetch-root).

BUILD ?= build

BOOT_CHECKS += check-running

RUNNING_INITRD := $(BUILD)/check/running-initrd

.PHONY: check-running
check-running: all
	@tests/qemu/deps check
	@mkdir -p $(dir $(RUNNING_INITRD))
	@tests/qemu/make-initramfs $(RUNNING_INITRD)
	@BUILD=$(abspath $(BUILD)) tests/running/check $(abspath $(BUILD)/snp-shim.rom) \
		"$$(tests/qemu/fetch kernel-6.12)" $(abspath $(RUNNING_INITRD))
