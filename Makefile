# snp-shim: `make run` boots a stock kernel, `make check` runs every test. README.md has the rest.
#
#   make            the ROMs: $(BUILD)/snp-shim.rom (.elf with symbols at run addresses, .map), the one
#                   for development snp-shim-unmeasured.rom, those that own the VMSAs or ask the PSP for a report
#                   (snp-shim-mailbox.rom, -report, -report-optional, -mailbox-report), the test host snphost.rom
#   make run        HOST=snphost|plain|hardware KERNEL= INITRD= APPEND= MEM= CPUS= MACHINE= QEMU=
#   make measure    KERNEL= [INITRD=] [APPEND=] [CPUS=1-64] [CPU=EPYC-v4] [ROM=FILE] [JSON=1]: launch digests
#   make check      all tests; make check-NAME one part of them; make bench the figures
#   make debug      QEMU halted at the reset vector, waiting for gdb (docs/debugging.md)
#   make UNMEASURED=1  only the ROM that runs unmeasured kernels (docs/measurement.md)
#   make V=1        show the commands
#   make VERBOSE=1  a ROM that logs each stage (another digest: the option is compiled in)
#   make UNIT_MIB=16   Linux accepts 16 MiB at a time, not 2 (docs/lazy.md; another digest)
#   make ownacpi    $(BUILD)/snp-shim-ownacpi.rom: the ACPI tables of an SNP guest in a plain VM too

BUILD ?= build
CC = gcc
NASM = nasm
OBJCOPY = objcopy
Q = $(if $(V),,@)
SAY = $(if $(V),@true,@echo)

# --- sources, by name ----------------------------------------------------------------------------

ROM_ASM = asm/reset.asm asm/metadata.asm asm/entry16.asm asm/entry32.asm asm/early.asm \
	asm/entry64.asm asm/isr.asm asm/ap.asm asm/ap_mtrr.asm asm/hw.asm asm/efi_runtime.asm \
	asm/sha256_ni.asm

ROM_C = firmware/main.c firmware/panic.c firmware/log.c \
	lib/err.c lib/mem.c lib/fmt.c lib/bytes.c lib/range.c lib/sum.c \
	lib/span.c lib/sha256.c lib/sha256_portable.c \
	firmware/mem/layout.c firmware/mem/phys.c firmware/mem/arena.c firmware/mem/memmap.c \
	firmware/mem/e820.c firmware/mem/ledger.c \
	firmware/cpu/exception.c firmware/cpu/paging.c firmware/cpu/lapic.c firmware/cpu/mtrr.c \
	firmware/sev/status.c firmware/sev/cpuid_page.c firmware/sev/ghcb_msr.c firmware/sev/ghcb.c \
	firmware/sev/psc.c firmware/sev/pvalidate.c firmware/sev/memory.c firmware/sev/memory_fixed.c \
	firmware/sev/snp.c \
	firmware/dev/pio.c firmware/dev/uart.c firmware/dev/chipset.c \
	firmware/dev/fw_cfg_dir.c firmware/dev/fw_cfg.c \
	firmware/boot/hashes.c firmware/boot/verdict.c firmware/boot/measured.c \
	firmware/boot/bzimage.c firmware/boot/payload_kernel.c firmware/boot/payload_extra.c \
	firmware/boot/acpi.c firmware/boot/acpi_script.c firmware/boot/acpi_apply.c firmware/boot/acpi_verify.c \
	firmware/boot/acpi_facts.c firmware/boot/acpi_topology.c firmware/boot/acpi_own.c \
	firmware/boot/acpi_fadt.c firmware/boot/acpi_madt.c firmware/boot/acpi_dsdt.c \
	firmware/boot/smbios.c firmware/boot/smbios_bios.c firmware/boot/plain_cpus.c \
	firmware/boot/efi_tables.c firmware/boot/efi_map.c \
	firmware/boot/boot_params.c firmware/boot/kernel_features.c firmware/boot/unaccepted.c \
	firmware/boot/cc_blob.c firmware/boot/lazy.c firmware/boot/handoff.c

# What a ROM decides differently from another is a file of its own, linked into it: what is done with a
# kernel that was not measured (firmware/boot/policy.h), how other CPUs start (firmware/boot/ap_mode.h),
# what is fetched from the PSP (firmware/boot/report.h), and which errors have a text (lib/err.h).
WITH_MEASURED = firmware/boot/policy_measured.c
WITH_UNMEASURED = firmware/boot/policy_unmeasured.c
WITH_APS_BY_LINUX = firmware/boot/ap_mode_linux.c
# VMSAs of the firmware's own, APs parked in the mailbox of ACPI.
WITH_APS_BY_MAILBOX = firmware/boot/ap_mode_mailbox.c firmware/mem/layout_aps.c firmware/cpu/ap_paging.c \
	firmware/sev/vmsa.c asm/ap_mailbox.asm asm/metadata_vmsa.asm
WITHOUT_REPORT = firmware/boot/report_none.c $(WITHOUT_LOG)
WITHOUT_LOG = firmware/boot/report_no_log.c
WITH_REPORT = firmware/boot/report_boot.c firmware/boot/event_log.c firmware/boot/boot_events.c \
	firmware/boot/report_table.c $(WITH_REQUESTS)
WITH_REPORT_REQUIRED = firmware/boot/report_required.c $(WITH_REPORT)
WITH_REPORT_OPTIONAL = firmware/boot/report_optional.c $(WITH_REPORT)
WITH_REQUESTS = firmware/sev/guest_request.c firmware/sev/guest_exchange.c firmware/sev/guest_message.c \
	firmware/sev/certificates.c lib/aes256.c lib/aes_gcm.c
WITH_ERRORS = lib/err_rows.c
WITH_ERRORS_ALL = lib/err_rows_all.c

POLICY_snp-shim = $(WITH_MEASURED) $(WITH_APS_BY_LINUX) $(WITHOUT_REPORT) $(WITH_ERRORS)
POLICY_snp-shim-unmeasured = $(WITH_UNMEASURED) $(WITH_APS_BY_LINUX) $(WITHOUT_REPORT) $(WITH_ERRORS)
POLICY_snp-shim-mailbox = $(WITH_MEASURED) $(WITH_APS_BY_MAILBOX) $(WITHOUT_REPORT) $(WITH_ERRORS_ALL)
POLICY_snp-shim-report = $(WITH_MEASURED) $(WITH_APS_BY_LINUX) $(WITH_REPORT_REQUIRED) $(WITH_ERRORS_ALL)
POLICY_snp-shim-report-optional = $(WITH_MEASURED) $(WITH_APS_BY_LINUX) $(WITH_REPORT_OPTIONAL) $(WITH_ERRORS_ALL)
POLICY_snp-shim-mailbox-report = $(WITH_MEASURED) $(WITH_APS_BY_MAILBOX) $(WITH_REPORT_REQUIRED) $(WITH_ERRORS_ALL)
VARIANTS = snp-shim snp-shim-unmeasured snp-shim-mailbox snp-shim-report snp-shim-report-optional \
	snp-shim-mailbox-report
# For tests only
POLICY_snp-shim-request = $(WITH_MEASURED) $(WITH_APS_BY_LINUX) tests/request/probe.c $(WITHOUT_LOG) \
	$(WITH_REQUESTS) $(WITH_ERRORS_ALL)
ROMS = $(VARIANTS) snp-shim-request

# --- flags ---------------------------------------------------------------------------------------

WARNINGS = -Wall -Wextra -Wconversion -Wshadow -Wundef -Wcast-qual -Wstrict-prototypes \
	-Wmissing-prototypes -Wvla -Werror
EFI_HEADERS = -isystem /usr/include/efi -isystem /usr/include/efi/x86_64

# The ROM ends at 4 GiB, its variables lie below 1 MiB: further apart than 2 GiB, so data is
# addressed by 64-bit absolutes (medium model), and jump tables, which cannot be, are off.
# Arrays are aligned as the ABI asks, to 16 bytes in place of 32. The prefix map keeps the directory of the
# build out of every file.
# Link-time optimisation takes a fifth off the instructions to the kernel; the seams in assembly stay
# calls. Not for memcpy and its kin, which gcc calls on its own after it has looked at all files.
ROM_CODEGEN = -std=gnu11 $(ROM_OPTIMISE) -g -ffreestanding -fno-pie -fno-pic -mcmodel=medium -mlarge-data-threshold=0 \
	-fno-jump-tables -fno-align-functions -fno-align-loops -fno-align-jumps -fno-align-labels \
	-malign-data=abi -mno-red-zone -fno-stack-protector -fcf-protection=none -fno-asynchronous-unwind-tables \
	-fno-strict-aliasing -fno-delete-null-pointer-checks -fno-common -fno-ident \
	-ffile-prefix-map=$(CURDIR)=. $(WARNINGS)
ROM_OPTIMISE = -Os
ROM_OPTIONS = -DOWN_ACPI=$(if $(OWN_ACPI),1,0) $(if $(VERBOSE),-DLOG_VERBOSE) \
	$(if $(UNIT_MIB),-DUNACCEPTED_UNIT_MIB=$(UNIT_MIB))
ROM_LTO = -flto=1 -ffat-lto-objects
ROM_UNIT = -mgeneral-regs-only $(ROM_LTO)
ROM_CFLAGS = $(ROM_CODEGEN) $(ROM_UNIT) -MMD -MP -I. $(EFI_HEADERS) $(ROM_OPTIONS)
ROM_LDFLAGS = $(ROM_CODEGEN) $(ROM_UNIT) -nostdlib -static -no-pie -Wl,-T,linker.ld \
	-Wl,--build-id=none -Wl,--no-warn-rwx-segments -Wl,--orphan-handling=error -Wl,-z,noexecstack

# Small code everywhere (each KiB of ROM costs launch time, and 40 KiB is the limit) but in the loops
# that make up the boot; make bench tells which those are.
ROM_FAST = lib/mem.c lib/sum.c lib/span.c lib/range.c lib/bytes.c firmware/mem/phys.c \
	firmware/mem/arena.c firmware/mem/memmap.c firmware/mem/ledger.c \
	firmware/dev/fw_cfg_dir.c firmware/boot/acpi_script.c \
	firmware/boot/acpi_apply.c firmware/boot/acpi_verify.c firmware/boot/efi_map.c
$(ROM_FAST:%.c=$(BUILD)/rom/%.o): ROM_OPTIMISE = -O2

# Smallest, at the price of speed: what a plain VM runs once if at all, and no loop over bytes.
ROM_SMALL = firmware/panic.c firmware/log.c lib/err.c lib/fmt.c lib/sha256.c firmware/cpu/exception.c \
	firmware/sev/status.c firmware/sev/cpuid_page.c firmware/sev/ghcb_msr.c firmware/sev/ghcb.c \
	firmware/sev/psc.c firmware/sev/memory.c firmware/sev/memory_fixed.c firmware/sev/snp.c \
	firmware/boot/hashes.c firmware/boot/verdict.c firmware/boot/measured.c firmware/boot/acpi_facts.c \
	firmware/boot/acpi_topology.c firmware/boot/acpi_own.c firmware/boot/acpi_fadt.c \
	firmware/boot/acpi_madt.c firmware/boot/acpi_dsdt.c firmware/boot/kernel_features.c \
	firmware/boot/unaccepted.c firmware/boot/cc_blob.c firmware/boot/lazy.c
$(ROM_SMALL:%.c=$(BUILD)/rom/%.o): ROM_OPTIMISE = -Oz

# Vector registers only where whole tables are copied and summed; lib/mem.c says why that is safe.
$(BUILD)/rom/lib/mem.o $(BUILD)/rom/lib/sum.o: ROM_UNIT = -msse2

# nasm 2.16 writes the directory into its debug information and has no option against that: it
# becomes "./////..." of the same length.
HIDE_DIRECTORY = LC_ALL=C sed -i 's|$(CURDIR)/|.$(shell printf %s '$(CURDIR)' | tr -c / /)|g'
NASMFLAGS = -f elf64 -g -F dwarf -I./ -w+all -Werror

ROM_OBJECTS = $(ROM_ASM:%.asm=$(BUILD)/rom/%.o) $(ROM_C:%.c=$(BUILD)/rom/%.o)
policy_object = $(patsubst %,$(BUILD)/rom/%.o,$(basename $(POLICY_$(1))))

# --- rules ---------------------------------------------------------------------------------------

.PHONY: all clean ownacpi run check deps check-boot check-snp check-mailbox check-lies
all: $(patsubst %,$(BUILD)/%.rom,$(if $(UNMEASURED),snp-shim-unmeasured,$(VARIANTS) snphost))

# What a fresh machine lacks is installed before anything is compiled.
DEPS ?= build
deps:
	@tests/qemu/deps $(DEPS)

run:
	@tests/qemu/deps run
	@$(MAKE) --no-print-directory all
	@BUILD=$(abspath $(BUILD)) tests/qemu/run

# Each prints a closing line, and tests/check adds them up. What several of them need is built before.
CHECKS = check-unit check-static check-errors check-features check-trust check-docs check-sha256 \
	check-psp check-tools check-selftest check-proof check-instructions check-link check-repro check-gdb
BOOT_CHECKS = check-snphost check-acpi check-boot check-snp check-mailbox check-lies check-measured check-request check-attest

check:
	@tests/qemu/deps check
	@$(MAKE) --no-print-directory -j2 all ownacpi tools snphost-guests
	@BUILD=$(abspath $(BUILD)) tests/check $(BOOT_CHECKS) check-unit+check-errors \
		$(filter-out check-unit check-errors,$(CHECKS))

check-boot: all
	@BUILD=$(abspath $(BUILD)) tests/qemu/check tests/qemu/cases.cfg

# The real ROM as an SEV-SNP guest: under an honest host, then under one that lies.
check-selftest:
	@tests/qemu/selftest/run

check-snp: all
	@BUILD=$(abspath $(BUILD)) tests/qemu/check tests/qemu/snp-cases.cfg

# The ROM that owns the VMSAs of the other CPUs, on a host that refuses any other VMSA.
check-mailbox: all
	@BUILD=$(abspath $(BUILD)) tests/qemu/check tests/qemu/mailbox-cases.cfg

check-lies: all
	@BUILD=$(abspath $(BUILD)) tests/snp/check-lies

$(BUILD)/rom/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(SAY) "  CC    $<"
	$(Q)$(CC) $(ROM_CFLAGS) -c -o $@ $<

$(BUILD)/rom/%.o: %.asm Makefile
	@mkdir -p $(@D)
	$(SAY) "  NASM  $<"
	$(Q)$(NASM) $(NASMFLAGS) -MD $(@:.o=.d) -MP -o $@ $<

$(foreach variant,$(ROMS),$(eval $(BUILD)/$(variant).elf: $(call policy_object,$(variant))))

$(ROMS:%=$(BUILD)/%.elf): $(BUILD)/%.elf: $(ROM_OBJECTS) linker.ld
	$(SAY) "  LD    $@"
	$(Q)$(CC) $(ROM_LDFLAGS) -Wl,-Map,$(BUILD)/$*.map -o $@ $(filter %.o,$^)
	$(Q)$(HIDE_DIRECTORY) $@

$(ROMS:%=$(BUILD)/%.rom): $(BUILD)/%.rom: $(BUILD)/%.elf
	$(SAY) "  ROM   $@"
	$(Q)$(OBJCOPY) -O binary --gap-fill 0xff -j .text -j .rodata -j .boot -j .metadata -j .ap_start -j .footer \
		-j .reset $< $@

# A build of its own below $(BUILD), since the option is compiled in.
ownacpi:
	$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/ownacpi OWN_ACPI=1 $(BUILD)/ownacpi/snp-shim.rom
	$(Q)cp $(BUILD)/ownacpi/snp-shim.rom $(BUILD)/snp-shim-ownacpi.rom

clean:
	rm -rf $(BUILD)

include tests/unit/unit.mk
include tests/static.mk
include tests/docs/docs.mk
include tests/snp/snp.mk
include tests/bench/bench.mk
include tests/bench/sha256.mk
include tests/bench/options.mk
include tests/snphost/snphost.mk
include tools/tools.mk
include tests/measured/measured.mk
include tests/request/request.mk
include tests/attest/attest.mk
include tests/gdb/gdb.mk
include tests/repro/repro.mk
include tests/link/link.mk
include tests/acpi/acpi.mk
include tests/proof/proof.mk
include tests/image/image.mk

-include $(ROM_OBJECTS:.o=.d)
-include $(foreach variant,$(ROMS),$(patsubst %.o,%.d,$(call policy_object,$(variant))))
