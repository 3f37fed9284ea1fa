/*
 * kexec KERNEL INITRD CMDLINE: loads a second kernel (kexec_file_load) and starts it. Returns only
 * if the running kernel refuses, with a line that gives its errno.
 */
#include "sys.h"

#define REBOOT_MAGIC1 0xfee1deadUL
#define REBOOT_MAGIC2 672274793UL
#define REBOOT_CMD_KEXEC 0x45584543UL

static int fail(const char *what, long error)
{
	print(2, "kexec: ");
	print(2, what);
	print(2, " failed with errno ");
	print_number(2, (u64)-error);
	print(2, "\n");
	return 1;
}

int program(long argc, char **argv)
{
	long kernel, initrd, err;

	if (argc != 4) {
		print(2, "usage: kexec KERNEL INITRD CMDLINE\n");
		return 2;
	}
	kernel = sys3(__NR_open, (u64)argv[1], 0, 0);
	initrd = sys3(__NR_open, (u64)argv[2], 0, 0);
	if (kernel < 0 || initrd < 0)
		return fail("opening kernel or initrd", kernel < 0 ? kernel : initrd);
	err = sys(__NR_kexec_file_load, (u64)kernel, (u64)initrd, text_length(argv[3]) + 1,
		  (u64)argv[3], 0, 0);
	if (err < 0)
		return fail("kexec_file_load", err);
	return fail("reboot", sys3(__NR_reboot, REBOOT_MAGIC1, REBOOT_MAGIC2, REBOOT_CMD_KEXEC));
}
