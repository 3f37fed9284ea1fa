# sha256.mk - the test and the benchmark of SHA-256. Run from the top of the tree; reads BUILD, CC,
# NASM, Q and SAY of an including makefile.
# Debian: libssl-dev, libcmocka-dev; the plain C comparison fetches OpenSSL's source by apt.

BUILD ?= build
NASM ?= nasm
Q ?= @
SAY ?= @echo

BENCH_DIR := $(BUILD)/bench
BENCH_WARNINGS := -Wall -Wextra -Wconversion -Wshadow -Wundef -Wcast-qual -Wstrict-prototypes \
	-Wmissing-prototypes -Werror

# As the ROM is compiled where it matters: optimisation level, general registers only.
BENCH_ROM_CFLAGS := -std=gnu11 -O2 -ffreestanding -fno-pie -mgeneral-regs-only -fno-stack-protector \
	-fcf-protection=none -fno-strict-aliasing -I. $(BENCH_WARNINGS)

$(BENCH_DIR)/sha256.o: lib/sha256.c lib/sha256.h lib/bytes.h lib/types.h
	@mkdir -p $(@D)
	$(Q)$(CC) $(BENCH_ROM_CFLAGS) -c $< -o $@

$(BENCH_DIR)/sha256_ni.o: asm/sha256_ni.asm
	@mkdir -p $(@D)
	$(Q)$(NASM) -f elf64 -I./ $< -o $@

$(BENCH_DIR)/bench_sha256: tests/bench/bench_sha256.c $(BENCH_DIR)/sha256.o $(BENCH_DIR)/sha256_ni.o
	$(SAY) "  LD    $@"
	$(Q)$(CC) -std=gnu11 -O2 -no-pie -I. $(BENCH_WARNINGS) $^ -lcrypto -ldl -o $@

$(BENCH_DIR)/test_sha256: tests/unit/lib/test_sha256.c lib/sha256.c lib/sha256.h \
		$(BENCH_DIR)/sha256_ni.o
	$(SAY) "  TEST  $@"
	$(Q)$(CC) -std=gnu11 -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -I. \
		$(BENCH_WARNINGS) $(filter %.c %.o,$^) -lcmocka -lcrypto -o $@

.PHONY: check-sha256 bench-sha256
check-sha256: $(BENCH_DIR)/test_sha256
	$(Q)$<

# The plain C libraries are made once; without them the comparison is a SKIP line.
bench-sha256: $(BENCH_DIR)/bench_sha256
	$(Q)[ -f $(BENCH_DIR)/openssl-plain-c-O3.so ] || sh tests/bench/openssl-plain-c.sh $(BENCH_DIR) || \
		[ $$? = 77 ]
	$(Q)set -- $(BENCH_DIR)/openssl-plain-c-*.so; [ -f "$$1" ] || set --; $< "$$@"
	$(Q)OPENSSL_ia32cap=0:0 $<
