# make check-kaslr: what physical KASLR costs, over BOOTS boots of each of KERNELS (docs/lazy.md). Not a part of
# make check, whose SNP cases all run with KASLR on and look at the same counters. Included by the top
# Makefile.

BOOTS ?= 20
KERNELS ?= 6.12 7.2

.PHONY: check-kaslr
check-kaslr: $(BUILD)/snp-shim.rom $(BUILD)/snphost.rom
	@tests/qemu/deps run
	@BUILD=$(abspath $(BUILD)) tests/snp/kaslr $(BOOTS) $(KERNELS)
