# What the built ROM looks like from outside. check-instructions: which instructions it contains, and where.
# check-measuring: that it can be measured. Included by the top Makefile, which builds the ROMs.
# Debian: binutils, libssl-dev.

BUILD ?= build

CHECKS += check-measuring

.PHONY: check-instructions check-measuring
check-instructions: $(BUILD)/snp-shim.rom
	@tests/image/check-instructions $(BUILD)/snp-shim.elf $(BUILD)/snp-shim.rom

MEASURING_TOOL := $(BUILD)/host/tests/image/measuring_tool

$(MEASURING_TOOL): tests/image/measuring_tool.c tests/image/measuring_digest.c tests/image/measuring_digest.h
	@mkdir -p $(@D)
	$(SAY) "  LD    $@"
	$(Q)$(CC) $(TOOLS_CFLAGS) -MF $@.d $(filter %.c,$^) -lcrypto -o $@

check-measuring: $(VARIANTS:%=$(BUILD)/%.rom) $(MEASURING_TOOL) $(SNP_DIGEST)
	@tests/image/check-measuring $(MEASURING_TOOL) $(SNP_DIGEST) $(VARIANTS:%=$(BUILD)/%.rom)

include tests/running/running.mk
