# tools.mk - programs for a build machine, and their tests. Run from the top of the tree; reads
# BUILD, CC, Q and SAY of an including makefile.
# Debian: libssl-dev; libcmocka-dev for the unit test.

BUILD ?= build
Q ?= @
SAY ?= @echo

TOOLS_WARNINGS := -Wall -Wextra -Wconversion -Wshadow -Wundef -Wcast-qual -Wstrict-prototypes \
	-Wmissing-prototypes -Wvla -Werror
TOOLS_CFLAGS := -std=gnu11 -O2 -g $(TOOLS_WARNINGS) -I. -MMD -MP

SNP_DIGEST_SRCS := tools/snp-digest.c tools/digest_options.c tools/cpu_model.c tools/usage.c tools/input_file.c \
	tools/launch/rom_image.c tools/launch/hash_page.c tools/launch/launch_measure.c \
	tools/launch/launch_vmsa.c tools/launch/launch_digest.c tools/launch/sha384_openssl.c
SNP_DIGEST_OBJS := $(SNP_DIGEST_SRCS:%.c=$(BUILD)/host/%.o)
SNP_DIGEST := $(BUILD)/snp-digest

SNP_VERIFY_PARTS := tools/verify/blob.c tools/verify/report_parts.c tools/verify/boot_log.c \
	tools/verify/attestation.c tools/verify/chain.c tools/verify/chain_identity.c \
	lib/sha256.c lib/sha256_portable.c
SNP_VERIFY_SRCS := tools/snp-verify.c tools/verify_options.c tools/usage.c tools/input_file.c \
	tools/verify/describe.c $(SNP_VERIFY_PARTS)
SNP_VERIFY_OBJS := $(SNP_VERIFY_SRCS:%.c=$(BUILD)/host/%.o)
SNP_VERIFY := $(BUILD)/snp-verify

$(SNP_DIGEST): $(SNP_DIGEST_OBJS)
	$(SAY) "  LD    $@"
	$(Q)$(CC) -o $@ $^ -lcrypto

$(SNP_VERIFY): $(SNP_VERIFY_OBJS)
	$(SAY) "  LD    $@"
	$(Q)$(CC) -o $@ $^ -lcrypto

TOOLS_OBJS := $(sort $(SNP_DIGEST_OBJS) $(SNP_VERIFY_OBJS))

$(TOOLS_OBJS): $(BUILD)/host/%.o: %.c
	@mkdir -p $(@D)
	$(SAY) "  CC    $<"
	$(Q)$(CC) $(TOOLS_CFLAGS) -c $< -o $@

TEST_ROM_IMAGE := $(BUILD)/host/tests/unit/tools/test_rom_image

$(TEST_ROM_IMAGE): tests/unit/tools/test_rom_image.c tests/unit/tools/image_v.c \
		tools/launch/rom_image.c
	@mkdir -p $(@D)
	$(SAY) "  TEST  $@"
	$(Q)$(CC) $(TOOLS_CFLAGS) -O1 -fsanitize=address,undefined -fno-sanitize-recover=all \
		-MF $@.d $(filter %.c,$^) -lcmocka -lcrypto -o $@

VERIFY_TESTS := $(BUILD)/host/tests/unit/tools/test_verify_parts \
	$(BUILD)/host/tests/unit/tools/test_verify_report $(BUILD)/host/tests/unit/tools/test_verify_chain \
	$(BUILD)/host/tests/unit/tools/test_verify_issuers

$(VERIFY_TESTS): $(BUILD)/host/%: %.c tests/unit/tools/report_table.c $(SNP_VERIFY_PARTS)
	@mkdir -p $(@D)
	$(SAY) "  TEST  $@"
	$(Q)$(CC) $(TOOLS_CFLAGS) -O1 -fsanitize=address,undefined -fno-sanitize-recover=all \
		-MF $@.d $(filter %.c,$^) -lcmocka -lcrypto -o $@

.PHONY: tools check-tools
tools: $(SNP_DIGEST) $(SNP_VERIFY)

check-tools: $(SNP_DIGEST) $(SNP_VERIFY) $(TEST_ROM_IMAGE) $(VERIFY_TESTS)
	$(Q)sh tests/unit/run $(TEST_ROM_IMAGE) $(VERIFY_TESTS)
	$(Q)sh tests/tools/test_snp_digest.sh $(SNP_DIGEST)

-include $(TOOLS_OBJS:.o=.d) $(TEST_ROM_IMAGE).d $(VERIFY_TESTS:=.d)
