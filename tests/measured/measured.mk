# make measure: the launch digests of what will be booted. make check-measured: measured direct boot
# under snphost, with the digest of each launch and every lie. Included by the top Makefile.

BUILD ?= build

CPUS ?= 1-64
CPU ?= EPYC-v4
MEASURED_ROM = $(or $(ROM),$(BUILD)/$(if $(UNMEASURED),snp-shim-unmeasured,snp-shim).rom)

# A whole command line may hold any character but a single quote. Standard output is the digests' alone.
.PHONY: measure check-measured
measure:
	@$(MAKE) -s --no-print-directory $(MEASURED_ROM) $(SNP_DIGEST) >&2
	@$(SNP_DIGEST) --vcpus '$(CPUS)' --cpu '$(CPU)' $(if $(KERNEL),--kernel '$(KERNEL)') \
		$(if $(INITRD),--initrd '$(INITRD)') $(if $(APPEND),--append '$(APPEND)') \
		$(if $(JSON),--json) $(MEASURED_ROM)

.PHONY: check-trust
check-trust:
	@tests/docs/check-trust

MEASURED_INITRD := $(BUILD)/check/measured-initrd

check-measured: all $(SNP_DIGEST)
	@tests/qemu/deps check
	@mkdir -p $(dir $(MEASURED_INITRD))
	@tests/qemu/make-initramfs $(MEASURED_INITRD)
	@BUILD=$(abspath $(BUILD)) tests/measured/check $(BUILD)/snp-shim.rom \
		$(BUILD)/snp-shim-unmeasured.rom $(SNP_DIGEST) "$$(tests/qemu/fetch kernel-6.12)" \
		$(MEASURED_INITRD) "$$(tests/qemu/fetch qemu-10)"

# Flipped branches: of the routines that give and ask the verdicts; ALL=1: of every one on the way.
BOOT_CHECKS += check-branches

.PHONY: check-branches
check-branches: all
	@tests/qemu/deps check
	@BUILD=$(abspath $(BUILD)) tests/measured/check-branches $(BUILD)/snp-shim.rom $(BUILD)/snp-shim.elf \
		$(if $(ALL),,'firmware_main|stage_hashes|measured_')
