# check-static: what compilers and analysers can say about lib/, firmware/ and tools/ without
# running them; zero findings. Included by the top Makefile; alone: make -f tests/static.mk
# Debian: clang, clang-tidy, cppcheck, and the headers that the sources themselves need.
#
# gcc's warnings are errors in every build. Here: clang's view of the same warnings and clang-tidy
# (.clang-tidy says why each check is off), cppcheck, the direction of includes, the style.

BUILD ?= build
CLANG_TIDY ?= clang-tidy
CPPCHECK ?= cppcheck

STATIC_DIR := $(BUILD)/static
STATIC_SOURCES := $(sort $(shell find lib firmware tools -name '*.c'))
STATIC_HEADERS := $(sort $(shell find lib firmware tools -name '*.h'))
STATIC_STAMPS := $(STATIC_SOURCES:%.c=$(STATIC_DIR)/%.tidy)

# clang counts sign conversions as conversions, gcc does not.
STATIC_FLAGS := -std=gnu11 -I. -isystem /usr/include/efi -isystem /usr/include/efi/x86_64 -Wall \
	-Wextra -Wconversion -Wno-sign-conversion -Wshadow -Wundef -Wcast-qual -Wstrict-prototypes \
	-Wmissing-prototypes -Wvla -Wno-unknown-pragmas
STATIC_FIRMWARE_FLAGS := -DOWN_ACPI=0 -ffreestanding -mgeneral-regs-only -mno-red-zone

# missingInclude, missingIncludeSystem: system headers are not needed for its checks.
# toomanyconfigs: header guards alone pass the limit of configurations.
# variableScope: declarations stand at the top of their block here.
# unusedStructMember: layouts of the outside world have members that only their offset is for.
# comparePointers: bounds that the linker script defines look like unrelated objects.
CPPCHECK_FLAGS := --quiet --std=c11 --platform=unix64 --error-exitcode=1 --inline-suppr -I. \
	--enable=warning,style,performance,portability --suppress=missingInclude \
	--suppress=missingIncludeSystem --suppress=toomanyconfigs --suppress=variableScope \
	--suppress=comparePointers --suppress=unusedStructMember

.PHONY: check-static check-clang-tidy check-cppcheck check-includes check-style
check-static: check-clang-tidy check-cppcheck check-includes check-style
	@echo "4 passed, 0 failed"

check-clang-tidy: $(STATIC_STAMPS)
	@echo "PASS check-clang-tidy: $(words $(STATIC_SOURCES)) files"

# clang-tidy counts suppressed warnings of system headers on stderr; its findings are on stdout.
$(STATIC_DIR)/%.tidy: %.c $(STATIC_HEADERS) .clang-tidy
	@mkdir -p $(@D)
	@$(CLANG_TIDY) --quiet $< -- $(STATIC_FLAGS) \
		$(if $(filter tools/%,$<),,$(STATIC_FIRMWARE_FLAGS)) 2>$@.log || \
		{ cat $@.log; exit 1; }
	@touch $@

check-cppcheck:
	@$(CPPCHECK) $(CPPCHECK_FLAGS) $(STATIC_SOURCES)
	@echo "PASS check-cppcheck: $(words $(STATIC_SOURCES)) files"

check-includes:
	@tests/check-includes

check-style:
	@tests/check-style
