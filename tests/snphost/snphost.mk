# snphost.mk - the SEV-SNP test host: $(BUILD)/snphost.rom, its test guests and its tests.
# Included by the top Makefile; also usable alone: make -f tests/snphost/snphost.mk snphost

BUILD ?= build
NASM ?= nasm
OBJCOPY ?= objcopy
SNPHOST_DIR := tests/snphost
SNPHOST_Q = $(if $(V),,@)
SNPHOST_SAY = $(if $(V),@true,@echo)

SNPHOST_WARNINGS := -Wall -Wextra -Wconversion -Wshadow -Wundef -Wcast-qual -Wstrict-prototypes \
	-Wmissing-prototypes -Werror
SNPHOST_CFLAGS := -std=gnu11 -O2 -g -ffreestanding -fpie -fvisibility=hidden -fno-stack-protector \
	-fcf-protection=none -fno-asynchronous-unwind-tables -fno-strict-aliasing -fno-ident \
	-mno-red-zone -mgeneral-regs-only -ffile-prefix-map=$(CURDIR)=. $(SNPHOST_WARNINGS) -I.

SNPHOST_C := main early fwcfg str fmt log ram alloc gmem rmp npt walk insn vcpu vmsa state kick \
	svm_exit npf pvalidate msr cr0 vc ghcb ghcb_msr ghcb_io ghcb_cpu psc ap lapic \
	guest_request psp_glue power fwcfg_filter cpuid_table metadata launch hashes sha256 \
	options rules verdict counters marks trace lie_parse lies lies_fwcfg
SNPHOST_ASM := entry svm
SNPHOST_OBJS := $(SNPHOST_C:%=$(BUILD)/snphost/%.o) $(SNPHOST_ASM:%=$(BUILD)/snphost/%.asm.o)

.PHONY: snphost
snphost: $(BUILD)/snphost.rom

include $(SNPHOST_DIR)/psp/psp.mk

$(BUILD)/snphost/%.o: $(SNPHOST_DIR)/%.c $(SNPHOST_DIR)/snphost.mk
	@mkdir -p $(@D)
	$(SNPHOST_SAY) "  CC    $@"
	$(SNPHOST_Q)$(CC) $(SNPHOST_CFLAGS) -MMD -MP -c $< -o $@

# One set of addresses for both languages.
$(BUILD)/snphost/layout.inc: $(SNPHOST_DIR)/layout.h
	@mkdir -p $(@D)
	@sed -n 's/^#define \([A-Z0-9_]* [0-9a-fx]*\)$$/%define \1/p' $< > $@

$(BUILD)/snphost/%.asm.o: $(SNPHOST_DIR)/%.asm $(BUILD)/snphost/layout.inc
	$(SNPHOST_SAY) "  NASM  $@"
	$(SNPHOST_Q)$(NASM) -f elf64 -g -F dwarf -I$(BUILD)/snphost/ $< -o $@

$(BUILD)/snphost.elf: $(SNPHOST_OBJS) $(PSP_OBJS) $(SNPHOST_DIR)/host.ld
	$(SNPHOST_SAY) "  CC    $@"
	$(SNPHOST_Q)$(CC) -nostdlib -static -no-pie -Wl,-T,$(SNPHOST_DIR)/host.ld -Wl,--build-id=none \
		-Wl,-z,noexecstack -Wl,--no-warn-rwx-segments -Wl,-Map,$(BUILD)/snphost.map \
		$(SNPHOST_OBJS) $(PSP_OBJS) -o $@

$(BUILD)/snphost.rom: $(BUILD)/snphost.elf
	$(SNPHOST_Q)$(OBJCOPY) -O binary --gap-fill 0xf4 -j .tables -j .text -j .rodata -j .data \
		-j .start16 -j .reset $< $@

-include $(SNPHOST_OBJS:.o=.d)
