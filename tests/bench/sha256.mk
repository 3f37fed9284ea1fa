# sha256.mk - the test and the benchmark of SHA-256. Run from the top of the tree; reads BUILD, CC,
# NASM, Q and SAY of an including makefile.
# Debian: libssl-dev, libcmocka-dev; the plain C comparison fetches OpenSSL's source by apt.

BUILD ?= build
NASM ?= nasm
Q ?= @
SAY ?= @echo

SHA256_DIR := $(BUILD)/sha256
SHA256_WARNINGS := -Wall -Wextra -Wconversion -Wshadow -Wundef -Wcast-qual -Wstrict-prototypes \
	-Wmissing-prototypes -Werror

# Measured as the ROM is compiled: with the top Makefile's flags, or alone with those that matter.
SHA256_ROM_CFLAGS = $(or $(ROM_CFLAGS),-std=gnu11 -Os -ffreestanding -fno-pie -mgeneral-regs-only \
	-fno-stack-protector -fcf-protection=none -fno-strict-aliasing -I. $(SHA256_WARNINGS))

SHA256_OBJS := $(SHA256_DIR)/sha256.o $(SHA256_DIR)/sha256_portable.o $(SHA256_DIR)/sha256_ni.o

$(SHA256_DIR)/sha256.o $(SHA256_DIR)/sha256_portable.o: $(SHA256_DIR)/%.o: lib/%.c lib/sha256.h \
		lib/bytes.h lib/types.h
	@mkdir -p $(@D)
	$(Q)$(CC) $(SHA256_ROM_CFLAGS) -c $< -o $@

$(SHA256_DIR)/sha256_ni.o: asm/sha256_ni.asm
	@mkdir -p $(@D)
	$(Q)$(NASM) -f elf64 -I./ $< -o $@

$(SHA256_DIR)/bench_sha256: tests/bench/bench_sha256.c $(SHA256_OBJS)
	$(SAY) "  LD    $@"
	$(Q)$(CC) -std=gnu11 -O2 -no-pie -I. $(SHA256_WARNINGS) $^ -lcrypto -ldl -o $@

$(SHA256_DIR)/test_sha256: tests/unit/lib/test_sha256.c lib/sha256.c lib/sha256_portable.c \
		lib/sha256.h $(SHA256_DIR)/sha256_ni.o
	$(SAY) "  TEST  $@"
	$(Q)$(CC) -std=gnu11 -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -I. \
		$(SHA256_WARNINGS) $(filter %.c %.o,$^) -lcmocka -lcrypto -o $@

# The throughput is one of the figures of `make bench`, which fails with it.
bench: bench-sha256

.PHONY: check-sha256 bench-sha256 sha256-packages
sha256-packages:
	@tests/qemu/deps check

$(SHA256_DIR)/bench_sha256: | sha256-packages

check-sha256: $(SHA256_DIR)/test_sha256
	$(Q)sh tests/unit/run $<

# The plain C libraries are made once; without them the comparison is a SKIP line.
bench-sha256: $(SHA256_DIR)/bench_sha256
	$(Q)[ -f $(SHA256_DIR)/openssl-plain-c-O3.so ] || \
		sh tests/bench/openssl-plain-c.sh $(SHA256_DIR) || [ $$? = 77 ]
	$(Q)set -- $(SHA256_DIR)/openssl-plain-c-*.so; [ -f "$$1" ] || set --; $< "$$@"
	$(Q)OPENSSL_ia32cap=0:0 $<
