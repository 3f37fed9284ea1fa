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
SNPHOST_CFLAGS := -std=gnu11 -O2 -flto=2 -g -ffreestanding -fpie -fvisibility=hidden \
	-fno-stack-protector \
	-fcf-protection=none -fno-asynchronous-unwind-tables -fno-strict-aliasing -fno-ident \
	-mno-red-zone -mgeneral-regs-only -ffile-prefix-map=$(CURDIR)=. $(SNPHOST_WARNINGS) -I.

SNPHOST_C := main early fwcfg str fmt log ram alloc gmem rmp npt walk tlb insn vcpu vmsa \
	state kick \
	svm_exit npf pvalidate msr cr0 vc ghcb ghcb_msr ghcb_io ghcb_cpu psc ap lapic \
	guest_request psp_glue power fwcfg_filter cpuid_table metadata launch hashes sha256 \
	options rules verdict counters marks trace lie_parse lies lies_fwcfg lies_measured lies_acpi lies_devices \
	lies_request handoff key_scan secrets_watch own_vmsas pause halt \
	lies_ap ap_again
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
	$(SNPHOST_Q)$(CC) $(SNPHOST_CFLAGS) -nostdlib -static -no-pie \
		-Wl,-T,$(SNPHOST_DIR)/host.ld -Wl,--build-id=none \
		-Wl,-z,noexecstack -Wl,--no-warn-rwx-segments -Wl,-Map,$(BUILD)/snphost.map \
		$(SNPHOST_OBJS) $(PSP_OBJS) -o $@

$(BUILD)/snphost.rom: $(BUILD)/snphost.elf
	$(SNPHOST_Q)$(OBJCOPY) -O binary --gap-fill 0xf4 -j .tables -j .text -j .rodata -j .data \
		-j .start16 -j .reset $< $@


# --- test guests: one 64 KiB image per file in guests/ -------------------------------------------

SNPHOST_GUESTS := remap_attack pass_memory pass_ghcb pass_vc pass_cpuid pass_fwcfg \
	pass_request pass_ap pass_ap_hold pass_ap_halt pass_ap_pause pass_halt terminate_page \
	break_unvalidated break_unvalidated_vc break_double_validate break_launch_validate \
	break_rescind_unvalidated break_revalidate break_implicit_shared \
	break_implicit_shared_lost break_implicit_private break_share_validated break_unasked \
	break_psc_no_change break_psc_malformed break_psc_end break_psc_not_ram \
	break_ghcb_unregistered break_ghcb_private break_ghcb_usage break_ghcb_version \
	break_ghcb_fields break_ghcb_fields_kvm break_ghcb_scratch break_ghcb_event \
	break_ghcb_msr_request break_dma_private break_walk_c0 break_fetch_c0 break_vmsa_2m break_vmsa_unannounced break_vmsa_state break_vmsa_mxcsr \
	break_vmsa_features break_ap_never_started break_ap_again break_request break_request_number break_private_mmio \
	break_unsupported_vc break_no_idt break_real_mode_vc break_triple_fault break_halt break_halt_all \
	break_spin break_silent refuse_bad_overlap refuse_bad_type refuse_bad_no_metadata refuse_bad_no_reset
SNPHOST_GUEST_IMAGES := $(SNPHOST_GUESTS:%=$(BUILD)/snphost/guests/%.rom)

# Guests that differ in their assembly part.
GUEST_ASM_break_no_idt := -DNO_IDT
GUEST_ASM_break_ap_again := -DAP_ASKS_MORE
GUEST_ASM_pass_ap_pause := -DOWN_VMSAS
GUEST_ASM_break_real_mode_vc := -DVC_IN_REAL_MODE
GUEST_ASM_refuse_bad_overlap := -DBAD_OVERLAP
GUEST_ASM_refuse_bad_type := -DBAD_TYPE
GUEST_ASM_refuse_bad_no_metadata := -DBAD_NO_METADATA
GUEST_ASM_refuse_bad_no_reset := -DBAD_NO_RESET

SNPHOST_GUEST_CFLAGS := -std=gnu11 -O2 -g -ffreestanding -fno-pie -fno-stack-protector \
	-fcf-protection=none -fno-asynchronous-unwind-tables -fno-ident -fno-common \
	-mno-red-zone -mgeneral-regs-only -fno-tree-loop-distribute-patterns \
	-ffile-prefix-map=$(CURDIR)=. $(SNPHOST_WARNINGS) -I.

$(BUILD)/snphost/guests/%.o: $(SNPHOST_DIR)/guests/%.c $(SNPHOST_DIR)/snphost.mk
	@mkdir -p $(@D)
	$(SNPHOST_Q)$(CC) $(SNPHOST_GUEST_CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/snphost/guests/%.entry.o: $(SNPHOST_DIR)/guests/entry.asm $(SNPHOST_DIR)/snphost.mk
	@mkdir -p $(@D)
	$(SNPHOST_Q)$(NASM) -f elf64 -g -F dwarf $(GUEST_ASM_$*) $< -o $@

# What a guest needs beside the runtime.
SNPHOST_AES := $(BUILD)/psp/rom/tests/snphost/psp/aes_gcm.o $(BUILD)/snphost/guests/string.o
GUEST_OBJS_break_vmsa_state := $(BUILD)/snphost/guests/ap_guest.o
GUEST_OBJS_break_vmsa_mxcsr := $(BUILD)/snphost/guests/ap_guest.o
GUEST_OBJS_pass_ap := $(BUILD)/snphost/guests/ap_guest.o
GUEST_OBJS_pass_ap_hold := $(BUILD)/snphost/guests/ap_guest.o
GUEST_OBJS_break_ap_again := $(BUILD)/snphost/guests/ap_guest.o
GUEST_OBJS_pass_ap_pause := $(BUILD)/snphost/guests/ap_guest.o
GUEST_OBJS_break_halt_all := $(BUILD)/snphost/guests/ap_guest.o
GUEST_OBJS_pass_ap_halt := $(addprefix $(BUILD)/snphost/guests/,ap_guest.o irq_guest.o)
GUEST_OBJS_pass_halt := $(BUILD)/snphost/guests/irq_guest.o
GUEST_OBJS_pass_fwcfg := $(BUILD)/snphost/guests/loader/load_fwcfg.o
SNPHOST_REQUEST := $(BUILD)/snphost/guests/request.o $(SNPHOST_AES) $(BUILD)/snphost/guests/loader/load_fwcfg.o
GUEST_OBJS_pass_request := $(SNPHOST_REQUEST)
GUEST_OBJS_break_request_number := $(SNPHOST_REQUEST)

.SECONDEXPANSION:
$(BUILD)/snphost/guests/%.elf: $(BUILD)/snphost/guests/%.o $(BUILD)/snphost/guests/%.entry.o \
		$$(GUEST_OBJS_$$*) $(BUILD)/snphost/guests/guest.o $(SNPHOST_DIR)/guests/guest.ld
	$(SNPHOST_SAY) "  GUEST $*"
	$(SNPHOST_Q)$(CC) -nostdlib -static -no-pie -Wl,-T,$(SNPHOST_DIR)/guests/guest.ld \
		-Wl,--build-id=none -Wl,-z,noexecstack -Wl,--no-warn-rwx-segments \
		$(filter %.o,$^) -o $@

$(BUILD)/snphost/guests/%.rom: $(BUILD)/snphost/guests/%.elf
	$(SNPHOST_Q)$(OBJCOPY) -O binary --gap-fill 0xf4 -j .text -j .rodata -j .start16 \
		-j .metadata -j .table -j .vector $< $@

.SECONDARY: $(SNPHOST_GUEST_IMAGES:.rom=.elf) $(SNPHOST_GUEST_IMAGES:.rom=.o) \
	$(SNPHOST_GUEST_IMAGES:.rom=.entry.o)

.PHONY: snphost-guests
snphost-guests: $(SNPHOST_GUEST_IMAGES)

-include $(SNPHOST_OBJS:.o=.d) $(SNPHOST_GUEST_IMAGES:.rom=.d) $(BUILD)/snphost/guests/guest.d

# The minimal Linux loader.
SNPHOST_LOADER_OBJS := $(patsubst %,$(BUILD)/snphost/guests/loader/%.o,load_linux load_fwcfg \
	load_accept load_acpi)

$(BUILD)/snphost/guests/load_linux.elf: $(SNPHOST_LOADER_OBJS) $(BUILD)/snphost/guests/guest.o \
		$(BUILD)/snphost/guests/load_linux.entry.o $(SNPHOST_DIR)/guests/guest.ld
	$(SNPHOST_SAY) "  GUEST load_linux"
	$(SNPHOST_Q)$(CC) -nostdlib -static -no-pie -Wl,-T,$(SNPHOST_DIR)/guests/guest.ld \
		-Wl,--build-id=none -Wl,-z,noexecstack -Wl,--no-warn-rwx-segments \
		$(filter %.o,$^) -o $@

snphost-guests: $(BUILD)/snphost/guests/load_linux.rom
-include $(SNPHOST_LOADER_OBJS:.o=.d)

# --- tests ---------------------------------------------------------------------------------------

SNPHOST_TEST_CFLAGS := -std=gnu11 -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all \
	$(SNPHOST_WARNINGS) -I.
SNPHOST_UNIT := $(addprefix $(BUILD)/snphost/unit/,test_rmp test_metadata test_insn test_lies \
	test_ram test_ghcb test_sha256 test_format)
SNPHOST_UNIT_SRCS_test_rmp := rmp.c
SNPHOST_UNIT_SRCS_test_metadata := metadata.c
SNPHOST_UNIT_SRCS_test_insn := insn.c
SNPHOST_UNIT_SRCS_test_lies := lie_parse.c unit/text.c
SNPHOST_UNIT_SRCS_test_ram := ram.c
SNPHOST_UNIT_SRCS_test_ghcb :=
SNPHOST_UNIT_SRCS_test_sha256 := sha256.c
SNPHOST_UNIT_SRCS_test_format := fmt.c unit/text.c

$(SNPHOST_UNIT): $(BUILD)/snphost/unit/%: $(SNPHOST_DIR)/unit/%.c \
		$$(addprefix $(SNPHOST_DIR)/,$$(SNPHOST_UNIT_SRCS_$$*))
	@mkdir -p $(@D)
	$(SNPHOST_SAY) "  TEST  $*"
	$(SNPHOST_Q)$(CC) $(SNPHOST_TEST_CFLAGS) -MMD -MP -MF $@.d $(filter %.c,$^) -lcmocka -o $@

.PHONY: check-snphost check-snphost-unit
check-snphost-unit: $(SNPHOST_UNIT)
	@set -e; for test in $^; do $$test; done

# NO_BOOTS=1 leaves out the boots of Debian's firmware and kernels.
check-snphost: $(BUILD)/snphost.rom snphost-guests $(SNPHOST_UNIT)
	@BUILD=$(abspath $(BUILD)) $(SNPHOST_DIR)/check "$(abspath $(SNPHOST_UNIT))" \
		"$(filter-out remap_attack,$(SNPHOST_GUESTS))"

-include $(SNPHOST_UNIT:=.d)
