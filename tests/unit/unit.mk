# Unit tests: one cmocka binary per test file, with exactly the sources named here, under ASan
# and UBSan. Included by the top Makefile; alone: make -f tests/unit/unit.mk check-unit

BUILD ?= build
CC ?= gcc
OBJCOPY ?= objcopy
NASM ?= nasm

UNIT_DIR := $(BUILD)/unit

UNIT_WARNINGS := -Wall -Wextra -Wconversion -Wshadow -Wundef -Wcast-qual -Wstrict-prototypes \
	-Wmissing-prototypes -Werror
UNIT_SANITIZERS := -fsanitize=address,undefined -fno-sanitize-recover
UNIT_CFLAGS := -std=gnu11 -O1 -g -fno-omit-frame-pointer -I. \
	-isystem /usr/include/efi -isystem /usr/include/efi/x86_64 $(UNIT_WARNINGS) $(UNIT_SANITIZERS)

FAKE_PANIC := tests/fake/panic.c tests/fake/errors.c lib/err.c lib/err_rows_all.c
FAKE_HARDWARE := tests/fake/machine.c tests/fake/machine_cpu.c
FAKE_MACHINE := $(FAKE_HARDWARE) $(FAKE_PANIC)
SHA256 := lib/sha256.c lib/sha256_portable.c
FAKE_FW_CFG := tests/fake/fw_cfg_device.c tests/fake/pio.c $(SHA256) $(FAKE_MACHINE)
FAKE_HOST := tests/fake/hypervisor.c tests/fake/hypervisor_page.c \
	tests/fake/hypervisor_psc.c tests/fake/rmp.c firmware/sev/ghcb.c firmware/sev/ghcb_msr.c
FAKE_HYPERVISOR := $(FAKE_HOST) $(FAKE_MACHINE)

# What accepts memory, over the model of the host
MEMORY := firmware/sev/memory.c firmware/sev/psc.c firmware/sev/pvalidate.c firmware/cpu/paging.c \
	firmware/mem/arena.c firmware/mem/ledger.c firmware/mem/memmap.c lib/span.c lib/range.c \
	tests/fake/guest.c tests/fake/layout.c $(FAKE_HYPERVISOR)
FAKE_LAYOUT := tests/fake/layout.c
MEASURED := firmware/boot/measured.c firmware/boot/hashes.c firmware/boot/verdict.c $(SHA256)
PAYLOAD_GUEST := $(MEASURED) firmware/boot/policy_measured.c firmware/sev/memory_fixed.c tests/unit/boot/guest.c firmware/boot/payload_kernel.c firmware/boot/bzimage.c \
	firmware/dev/fw_cfg.c firmware/dev/fw_cfg_dir.c $(MEMORY) $(FAKE_FW_CFG)

# test: the sources it links beside its own test file.
UNIT_lib/err := lib/err.c lib/err_rows_all.c
UNIT_lib/err_rows := lib/err.c lib/err_rows.c
UNIT_lib/mem := lib/mem.c
UNIT_lib/sum := lib/sum.c
UNIT_lib/bytes := lib/bytes.c $(FAKE_PANIC)
UNIT_lib/range := lib/range.c
UNIT_lib/span := lib/span.c
UNIT_lib/fmt := lib/fmt.c
UNIT_lib/aes_gcm := lib/aes_gcm.c lib/aes256.c
UNIT_LIBS_lib/aes_gcm := -lcrypto
UNIT_mem/arena := firmware/mem/arena.c lib/range.c $(FAKE_PANIC)
UNIT_mem/memmap := firmware/mem/memmap.c lib/span.c lib/range.c $(FAKE_PANIC)
UNIT_mem/e820 := firmware/mem/e820.c firmware/mem/memmap.c lib/span.c lib/range.c $(FAKE_PANIC) tests/fake/captured.c
UNIT_mem/ledger := firmware/mem/ledger.c lib/span.c lib/range.c $(FAKE_PANIC)
UNIT_sev/status := firmware/sev/status.c $(FAKE_PANIC)
UNIT_sev/cpuid_page := firmware/sev/cpuid_page.c $(FAKE_PANIC)
UNIT_sev/ghcb_msr := $(FAKE_HYPERVISOR)
UNIT_dev/fw_cfg_dir := firmware/dev/fw_cfg_dir.c $(FAKE_PANIC) tests/fake/captured.c
UNIT_sev/ghcb := tests/unit/sev/ghcb_guest.c $(FAKE_HYPERVISOR)
UNIT_sev/ghcb_lies := tests/unit/sev/ghcb_guest.c $(FAKE_HYPERVISOR)
UNIT_sev/psc := firmware/sev/psc.c $(FAKE_HYPERVISOR)
UNIT_sev/pvalidate := firmware/sev/pvalidate.c tests/fake/access_trace.c $(FAKE_HYPERVISOR)
UNIT_sev/memory := tests/unit/sev/memory_guest.c tests/fake/access_trace.c $(MEMORY)
UNIT_sev/memory_refused := tests/unit/sev/memory_guest.c $(MEMORY)
UNIT_sev/memory_fixed := firmware/sev/memory_fixed.c $(MEMORY)
UNIT_sev/snp := firmware/sev/snp.c firmware/sev/cpuid_page.c $(MEMORY)
SNP_GUEST := tests/fake/snp_guest.c firmware/sev/memory_fixed.c $(UNIT_sev/snp)
UNIT_sev/snp_started := $(SNP_GUEST)
UNIT_sev/guest_message := firmware/sev/guest_message.c lib/aes_gcm.c lib/aes256.c $(FAKE_PANIC)
GUEST_REQUEST := firmware/sev/guest_request.c firmware/sev/guest_exchange.c firmware/sev/guest_message.c \
	firmware/sev/certificates.c lib/aes_gcm.c lib/aes256.c tests/fake/psp.c tests/fake/psp_message.c \
	tests/unit/sev/request_guest.c $(MEMORY)
UNIT_sev/guest_request := $(GUEST_REQUEST)
UNIT_sev/guest_exchange := $(GUEST_REQUEST)
UNIT_LIBS_sev/guest_exchange := -lcrypto
UNIT_sev/guest_numbers := $(GUEST_REQUEST)
UNIT_LIBS_sev/guest_numbers := -lcrypto
UNIT_LIBS_sev/guest_request := -lcrypto
UNIT_sev/certificates := $(GUEST_REQUEST)
UNIT_LIBS_sev/certificates := -lcrypto
UNIT_cpu/paging := firmware/cpu/paging.c firmware/mem/arena.c lib/range.c $(FAKE_LAYOUT) $(FAKE_MACHINE)
UNIT_cpu/lapic := firmware/cpu/lapic.c $(FAKE_MACHINE)
UNIT_cpu/mtrr := firmware/cpu/mtrr.c asm/ap_mtrr.asm tests/unit/cpu/real_mode.c $(FAKE_MACHINE)
UNIT_cpu/exception := firmware/cpu/exception.c $(FAKE_PANIC)
UNIT_dev/chipset := firmware/dev/chipset.c tests/fake/pio.c $(FAKE_MACHINE)
UNIT_dev/uart := firmware/dev/uart.c tests/fake/pio.c $(FAKE_MACHINE)
FW_CFG := firmware/dev/fw_cfg.c firmware/dev/fw_cfg_dir.c tests/unit/dev/reader.c $(FAKE_FW_CFG)
UNIT_dev/fw_cfg := $(FW_CFG)
UNIT_dev/fw_cfg_hashed := $(FW_CFG)
UNIT_dev/fw_cfg_read_dir := $(FW_CFG)
UNIT_boot/kernel_features := firmware/boot/kernel_features.c
UNIT_boot/unaccepted := firmware/boot/unaccepted.c lib/bytes.c $(MEMORY)
LAZY := firmware/boot/lazy.c firmware/boot/unaccepted.c firmware/boot/cc_blob.c \
	firmware/boot/kernel_features.c firmware/boot/efi_tables.c firmware/sev/snp.c \
	firmware/sev/cpuid_page.c firmware/sev/memory_fixed.c asm/efi_runtime.asm \
	lib/bytes.c $(MEMORY)
LAZY_GUEST := tests/unit/boot/lazy_guest.c tests/fake/log.c tests/fake/snp_guest.c $(LAZY)
UNIT_boot/lazy := $(LAZY_GUEST)
UNIT_boot/lazy_older := $(LAZY_GUEST)
UNIT_boot/host_lies := tests/fake/log.c $(LAZY)
UNIT_boot/cc_blob := firmware/boot/cc_blob.c firmware/mem/arena.c lib/range.c tests/fake/layout.c \
	$(FAKE_MACHINE)
UNIT_boot/efi_map := firmware/boot/efi_map.c firmware/mem/memmap.c lib/span.c lib/range.c $(FAKE_PANIC)
UNIT_dev/pio := firmware/dev/pio.c tests/fake/fw_cfg_device.c $(FAKE_HYPERVISOR)
UNIT_boot/bzimage := firmware/boot/bzimage.c $(FAKE_PANIC)
ACPI_SCRIPT := firmware/boot/acpi_script.c firmware/dev/fw_cfg_dir.c $(FAKE_PANIC) \
	tests/unit/boot/script_builder.c tests/unit/boot/script_decoder.c
UNIT_boot/acpi_script := $(ACPI_SCRIPT)
UNIT_boot/acpi_script_steps := $(ACPI_SCRIPT)
UNIT_boot/acpi_apply := firmware/boot/acpi_apply.c lib/bytes.c lib/sum.c $(FAKE_MACHINE) \
	tests/unit/boot/table_builder.c
UNIT_boot/acpi_verify := firmware/boot/acpi_verify.c lib/bytes.c lib/sum.c $(FAKE_MACHINE) \
	tests/unit/boot/table_builder.c
ACPI := firmware/boot/acpi.c firmware/boot/acpi_script.c firmware/boot/acpi_apply.c \
	firmware/boot/acpi_verify.c firmware/dev/fw_cfg.c firmware/dev/fw_cfg_dir.c \
	firmware/mem/arena.c lib/bytes.c lib/range.c lib/sum.c $(FAKE_FW_CFG) \
	tests/unit/boot/script_builder.c tests/unit/boot/table_builder.c tests/unit/boot/acpi_host.c
UNIT_boot/acpi := tests/fake/captured.c $(ACPI)
UNIT_boot/acpi_refused := $(ACPI)
ACPI_OWN := firmware/boot/acpi_own.c firmware/boot/acpi_fadt.c firmware/boot/acpi_madt.c \
	firmware/boot/acpi_dsdt.c firmware/boot/acpi_topology.c firmware/dev/chipset.c firmware/mem/arena.c \
	lib/bytes.c lib/range.c lib/sum.c tests/unit/boot/madt_builder.c tests/unit/boot/table_builder.c
UNIT_boot/acpi_topology := firmware/boot/acpi_topology.c tests/unit/boot/madt_builder.c \
	tests/unit/boot/table_builder.c $(FAKE_PANIC)
OWN_TABLES := $(ACPI_OWN) tests/unit/boot/own_tables.c tests/fake/ap_mode.c tests/fake/pio.c $(FAKE_MACHINE)
UNIT_boot/acpi_own := $(OWN_TABLES)
UNIT_boot/acpi_fadt := $(OWN_TABLES)
UNIT_boot/acpi_dsdt := $(OWN_TABLES)
UNIT_boot/acpi_madt := $(OWN_TABLES)
UNIT_boot/acpi_facts := firmware/boot/acpi_facts.c tests/fake/ap_mode.c firmware/boot/report_no_log.c \
	firmware/dev/fw_cfg.c firmware/dev/fw_cfg_dir.c $(ACPI_OWN) $(FAKE_FW_CFG)
UNIT_boot/event_log := firmware/boot/event_log.c $(FAKE_PANIC)
BOOT_EVENTS := firmware/boot/event_log.c firmware/boot/boot_events.c $(SHA256) firmware/mem/memmap.c \
	lib/span.c
UNIT_boot/boot_events := $(BOOT_EVENTS) firmware/boot/acpi_topology.c lib/range.c \
	tests/unit/boot/madt_builder.c tests/unit/boot/table_builder.c $(FAKE_PANIC)
UNIT_boot/report_table := firmware/boot/report_table.c $(OWN_TABLES)
UNIT_boot/report_boot := firmware/boot/report_boot.c firmware/boot/report_required.c \
	firmware/boot/ap_mode_linux.c firmware/sev/cpuid_page.c $(BOOT_EVENTS) \
	firmware/boot/report_table.c tests/fake/log.c $(ACPI_OWN) tests/fake/pio.c $(LAZY)
UNIT_boot/report_optional := firmware/boot/report_optional.c tests/fake/log.c $(FAKE_PANIC)
AP_MAILBOX := firmware/boot/ap_mode_mailbox.c firmware/boot/acpi_topology.c firmware/cpu/ap_paging.c \
	firmware/sev/vmsa.c firmware/sev/snp.c firmware/sev/cpuid_page.c firmware/sev/memory_fixed.c \
	tests/fake/layout_aps.c tests/unit/boot/madt_builder.c tests/unit/boot/table_builder.c $(MEMORY)
UNIT_boot/ap_mode_mailbox := tests/fake/snp_guest.c $(AP_MAILBOX)
UNIT_boot/ap_mode_linux := firmware/boot/ap_mode_linux.c $(SNP_GUEST)
UNIT_sev/vmsa := firmware/sev/vmsa.c
UNIT_cpu/ap_paging := firmware/cpu/ap_paging.c lib/range.c $(FAKE_LAYOUT) $(FAKE_MACHINE)
UNIT_boot/smbios := firmware/boot/smbios.c firmware/boot/smbios_bios.c firmware/dev/fw_cfg.c firmware/dev/fw_cfg_dir.c \
	firmware/mem/arena.c lib/range.c lib/sum.c $(FAKE_FW_CFG) tests/unit/boot/table_builder.c
UNIT_boot/smbios_bios := firmware/boot/smbios_bios.c
UNIT_boot/plain_cpus := firmware/boot/plain_cpus.c firmware/cpu/lapic.c firmware/cpu/mtrr.c \
	firmware/dev/fw_cfg.c firmware/dev/fw_cfg_dir.c firmware/mem/memmap.c lib/span.c lib/range.c \
	$(FAKE_LAYOUT) $(FAKE_FW_CFG)
UNIT_boot/hashes := firmware/boot/hashes.c tests/unit/boot/hash_table.c $(SHA256) $(FAKE_PANIC)
UNIT_boot/verdict := firmware/boot/verdict.c
UNIT_boot/measured := $(MEASURED) firmware/boot/policy_measured.c tests/unit/boot/hash_table.c \
	$(FAKE_PANIC)
UNIT_boot/policy_unmeasured := $(MEASURED) firmware/boot/policy_unmeasured.c \
	tests/unit/boot/hash_table.c tests/fake/log.c $(FAKE_PANIC)
UNIT_boot/payload_measured := firmware/boot/payload_extra.c tests/unit/boot/hash_table.c \
	$(PAYLOAD_GUEST)
UNIT_boot/payload_kernel := $(PAYLOAD_GUEST)
UNIT_boot/payload_cmdline := firmware/boot/payload_extra.c $(PAYLOAD_GUEST)
UNIT_boot/payload_initrd := firmware/boot/payload_extra.c $(PAYLOAD_GUEST)
UNIT_boot/boot_params := firmware/boot/boot_params.c firmware/mem/e820.c firmware/mem/memmap.c \
	lib/span.c lib/range.c $(FAKE_MACHINE)
UNIT_boot/efi_tables := firmware/boot/efi_tables.c asm/efi_runtime.asm $(FAKE_LAYOUT) $(FAKE_MACHINE)
UNIT_boot/handoff := firmware/boot/handoff.c firmware/boot/boot_params.c firmware/boot/efi_tables.c \
	firmware/boot/efi_map.c firmware/mem/e820.c asm/efi_runtime.asm $(PAYLOAD_GUEST)
UNIT_boot/map_agreement := firmware/boot/efi_map.c firmware/mem/e820.c firmware/mem/memmap.c lib/span.c \
	lib/range.c $(FAKE_PANIC)
UNIT_main/log := firmware/log.c lib/fmt.c
UNIT_main/panic := firmware/panic.c lib/err.c lib/err_rows_all.c tests/fake/log.c tests/fake/machine.c \
	tests/fake/machine_cpu.c

UNIT_TESTS := $(patsubst UNIT_%,%,$(filter UNIT_lib/% UNIT_mem/% UNIT_cpu/% UNIT_sev/% UNIT_dev/% \
	UNIT_boot/% UNIT_main/%,$(.VARIABLES)))
UNIT_BINARIES := $(foreach test,$(sort $(UNIT_TESTS)),$(UNIT_DIR)/$(dir $(test))test_$(notdir $(test)))

unit_objects = $(patsubst %,$(UNIT_DIR)/obj/%.o,$(basename $(sort $(1))))
unit_test_source = tests/unit/$(dir $(1))test_$(notdir $(1)).c

define UNIT_RULE
$(UNIT_DIR)/$(dir $(1))test_$(notdir $(1)): $$(call unit_objects,$$(UNIT_$(1)) $(call unit_test_source,$(1)))
	@mkdir -p $$(@D)
	$$(UNIT_QUIET)$$(CC) $$(UNIT_SANITIZERS) -Wl,-z,noexecstack $$^ -lcmocka $$(UNIT_LIBS_$(1)) -o $$@
endef
$(foreach test,$(UNIT_TESTS),$(eval $(call UNIT_RULE,$(test))))

UNIT_QUIET := $(if $(V),,@)

$(UNIT_DIR)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(UNIT_QUIET)$(CC) $(UNIT_CFLAGS) -MMD -MP -c $< -o $@

# What the firmware hands to the kernel as machine code.
$(UNIT_DIR)/obj/%.o: %.asm
	@mkdir -p $(@D)
	$(UNIT_QUIET)$(NASM) -f elf64 -g -F dwarf -I./ -w+all -Werror -MD $(@:.o=.d) -MP -o $@ $<

# The firmware's memcpy and its kin must not replace those of the test's C library.
$(UNIT_DIR)/obj/lib/mem.o: lib/mem.c
	@mkdir -p $(@D)
	$(UNIT_QUIET)$(CC) $(UNIT_CFLAGS) -fno-builtin -MMD -MP -c $< -o $@
	$(UNIT_QUIET)$(OBJCOPY) $(foreach name,memcpy memmove memset memcmp strlen,\
		--redefine-sym $(name)=firmware_$(name)) $@

include tests/unit/asm/asm.mk
include tests/fuzz/fuzz.mk

-include $(shell find $(UNIT_DIR)/obj -name '*.d' 2>/dev/null)

.PHONY: check-unit
check-unit: $(UNIT_BINARIES) $(FUZZ_REPLAYS)
	@tests/unit/run $(UNIT_BINARIES) $(FUZZ_REPLAYS)

# Every row of lib/err.h is provoked: the tests note what they see while they run.
UNIT_ERRORS := $(UNIT_DIR)/errors

.PHONY: check-errors
check-errors: $(UNIT_BINARIES)
	@rm -f $(UNIT_ERRORS)
	@UNIT_ERRORS=$(abspath $(UNIT_ERRORS)) tests/unit/run $(UNIT_BINARIES) >$(UNIT_ERRORS).log || \
		{ cat $(UNIT_ERRORS).log; exit 1; }
	@tests/unit/check-errors $(UNIT_ERRORS)
