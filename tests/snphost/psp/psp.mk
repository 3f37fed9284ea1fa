# psp.mk - the security processor of snphost: objects for the bare-metal ROM and its unit tests.
# Included by tests/snphost/snphost.mk; run from the top of the tree. Reads BUILD, CC, NASM, Q and
# SAY; an including makefile may set PSP_CFLAGS to its own flags. The objects need memcpy, memset
# and memcmp from the program, no libc, no SSE, no red zone, no writable data.

BUILD ?= build
NASM ?= nasm
Q ?= @
SAY ?= @echo
PSP_DIR := tests/snphost/psp

PSP_WARNINGS := -Wall -Wextra -Wconversion -Wshadow -Wundef -Wcast-qual -Wstrict-prototypes \
	-Wmissing-prototypes -Wvla -Werror
PSP_CFLAGS ?= -std=gnu11 -O2 -ffreestanding -fpie -fvisibility=hidden -fno-stack-protector \
	-fcf-protection=none -mno-red-zone -mgeneral-regs-only $(PSP_WARNINGS)

PSP_CRYPTO_SRCS := $(PSP_DIR)/sha384.c $(PSP_DIR)/aes_gcm.c $(PSP_DIR)/modular.c \
	$(PSP_DIR)/ecdsa_p384.c
PSP_SRCS := $(PSP_CRYPTO_SRCS) $(PSP_DIR)/psp.c $(PSP_DIR)/psp_message.c $(PSP_DIR)/psp_report.c \
	$(PSP_DIR)/psp_key.c tools/launch/launch_digest.c
PSP_ASMS := $(PSP_DIR)/psp_test_data.asm
PSP_VECTORS := $(wildcard $(PSP_DIR)/vectors/*.der $(PSP_DIR)/vectors/*.bin)

# What snphost links.
PSP_OBJS := $(PSP_SRCS:%.c=$(BUILD)/psp/rom/%.o) $(PSP_ASMS:%.asm=$(BUILD)/psp/rom/%.o)

$(BUILD)/psp/rom/%.o: %.c
	@mkdir -p $(@D)
	$(SAY) "  CC    $<"
	$(Q)$(CC) $(PSP_CFLAGS) -I. -MMD -MP -c $< -o $@

$(BUILD)/psp/rom/%.o: %.asm $(PSP_VECTORS)
	@mkdir -p $(@D)
	$(SAY) "  NASM  $<"
	$(Q)$(NASM) -f elf64 -I$(PSP_DIR)/ $< -o $@

# Unit tests: cmocka, OpenSSL as the judge, sanitizers on.
PSP_TEST_CFLAGS := -std=gnu11 -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all \
	$(PSP_WARNINGS)
PSP_TESTS := $(addprefix $(BUILD)/psp/unit/,test_crypto test_launch_digest test_message \
	test_report test_certificates test_key)
PSP_TEST_DATA := $(BUILD)/psp/rom/$(PSP_DIR)/psp_test_data.o
PSP_GUEST_TESTS := $(filter-out %_crypto %_launch_digest,$(PSP_TESTS))
PSP_GUEST_TEST_SRCS := $(PSP_SRCS) $(PSP_DIR)/unit/guest.c $(PSP_DIR)/unit/certificates.c

PSP_LINK_TEST = $(Q)mkdir -p $(@D) && $(CC) $(PSP_TEST_CFLAGS) -I. -MMD -MP -MF $@.d \
	$(filter %.c %.o,$^) -lcmocka -lcrypto -o $@

$(BUILD)/psp/unit/test_crypto: $(PSP_DIR)/unit/test_crypto.c $(PSP_CRYPTO_SRCS)
	$(PSP_LINK_TEST)

$(BUILD)/psp/unit/test_launch_digest: $(PSP_DIR)/unit/test_launch_digest.c $(PSP_DIR)/sha384.c \
		tests/unit/tools/image_v.c \
		tools/launch/launch_digest.c tools/launch/launch_vmsa.c
	$(PSP_LINK_TEST)

$(PSP_GUEST_TESTS): $(BUILD)/psp/unit/%: $(PSP_DIR)/unit/%.c $(PSP_GUEST_TEST_SRCS) \
		$(PSP_TEST_DATA)
	$(PSP_LINK_TEST)

.PHONY: check-psp
check-psp: $(PSP_TESTS)
	$(Q)sh tests/unit/run $^

-include $(PSP_OBJS:.o=.d) $(PSP_TESTS:=.d)
