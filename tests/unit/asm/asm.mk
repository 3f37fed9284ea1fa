# Tests of the ROM's assembly as it is: the object of the ROM, linked below 4 GiB where its tables want it.
# Without sanitizers: they would not see into it, and their shadow lies in the way. Included by unit.mk.

ASM_TEST := $(UNIT_DIR)/asm/test_ap_mailbox
UNIT_BINARIES += $(ASM_TEST)

$(ASM_TEST): tests/unit/asm/test_ap_mailbox.c tests/unit/asm/cpu_in_user_mode.c $(UNIT_DIR)/obj/asm/ap_mailbox.o
	@mkdir -p $(@D)
	$(UNIT_QUIET)$(CC) -std=gnu11 -O1 -g -I. $(UNIT_WARNINGS) -fno-pie -no-pie -mcmodel=large -pthread \
		-Wl,-z,noexecstack -Wl,--section-start=.boot=0xffff8000 \
		-Wl,--defsym=layout_mailbox=0x20000 -Wl,--defsym=layout_ap_state=0x21000 $^ -lcmocka -o $@
