# Fuzzing. check-unit replays the committed inputs with the unit tests' compiler and sanitizers;
# `make fuzz FUZZ_SECONDS=60` looks for new ones (clang with libFuzzer).
# Included by tests/unit/unit.mk.

FUZZ_CC ?= clang
FUZZ_SECONDS ?= 60

FUZZ_fw_cfg_dir := firmware/dev/fw_cfg_dir.c
FUZZ_e820 := firmware/mem/e820.c firmware/mem/memmap.c lib/span.c lib/range.c
FUZZ_bzimage := firmware/boot/bzimage.c
FUZZ_hashes := firmware/boot/hashes.c
FUZZ_acpi_script := firmware/boot/acpi_script.c firmware/boot/acpi_apply.c \
	firmware/boot/acpi_verify.c firmware/dev/fw_cfg_dir.c lib/sum.c

FUZZ_acpi_topology := firmware/boot/acpi_topology.c

FUZZ_report_table := tools/verify/report_parts.c tools/verify/boot_log.c tools/verify/blob.c \
	lib/sha256.c lib/sha256_portable.c

FUZZ_psp_answer := firmware/sev/guest_message.c firmware/sev/certificates.c lib/aes_gcm.c lib/aes256.c

FUZZ_TARGETS := fw_cfg_dir e820 bzimage acpi_script hashes acpi_topology report_table psp_answer
FUZZ_COMMON := tests/fuzz/seams.c lib/err.c lib/err_rows_all.c lib/bytes.c
FUZZ_DIR := $(BUILD)/fuzz
FUZZ_REPLAYS := $(FUZZ_TARGETS:%=$(UNIT_DIR)/fuzz/replay_%)
FUZZ_BINARIES := $(FUZZ_TARGETS:%=$(FUZZ_DIR)/fuzz_%)

fuzz_sources = tests/fuzz/fuzz_$(1).c $(FUZZ_$(1)) $(FUZZ_COMMON)

# replay_NAME is given the files of tests/fuzz/corpus/NAME by tests/unit/run.
define FUZZ_RULE
$(UNIT_DIR)/fuzz/replay_$(1): $$(call unit_objects,$(call fuzz_sources,$(1)) tests/fuzz/replay.c)
	@mkdir -p $$(@D)
	$$(UNIT_QUIET)$$(CC) $$(UNIT_SANITIZERS) $$^ -o $$@
$(FUZZ_DIR)/fuzz_$(1): $(call fuzz_sources,$(1)) tests/fuzz/fuzz.h
	@mkdir -p $$(@D)
	$$(UNIT_QUIET)$$(FUZZ_CC) -std=gnu11 -O1 -g -I. -fsanitize=fuzzer,address,undefined \
		-fno-sanitize-recover=all $$(filter %.c,$$^) -o $$@
endef
$(foreach target,$(FUZZ_TARGETS),$(eval $(call FUZZ_RULE,$(target))))

.PHONY: fuzz
fuzz: $(FUZZ_BINARIES)
	@set -e; for target in $(FUZZ_TARGETS); do \
		mkdir -p $(FUZZ_DIR)/corpus/$$target; \
		echo "fuzzing $$target for $(FUZZ_SECONDS) s"; \
		$(FUZZ_DIR)/fuzz_$$target -max_total_time=$(FUZZ_SECONDS) -timeout=10 -verbosity=0 \
			-artifact_prefix=$(FUZZ_DIR)/ $(FUZZ_DIR)/corpus/$$target \
			tests/fuzz/corpus/$$target; \
	done
