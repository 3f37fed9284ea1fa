# make check-attest: a boot that can be proven afterwards, end to end: the ROM with a report under snphost, what
# its guest shows, what tools/snp-verify makes of it, and of forgeries. Included by the top Makefile.

BUILD ?= build

FORGE := $(BUILD)/host/tests/attest/forge
FORGE_SRCS := tests/attest/forge.c tools/verify/report_parts.c tests/snphost/psp/ecdsa_p384.c \
	tests/snphost/psp/modular.c tests/snphost/psp/sha384.c

$(FORGE): $(FORGE_SRCS)
	@mkdir -p $(@D)
	$(SAY) "  CC    $@"
	$(Q)$(CC) $(TOOLS_CFLAGS) -MF $@.d $(filter %.c,$^) -lcrypto -o $@

-include $(FORGE).d

.PHONY: check-attest
check-attest: all $(SNP_DIGEST) $(SNP_VERIFY) $(FORGE)
	@tests/qemu/deps check
	@BUILD=$(abspath $(BUILD)) tests/attest/check
