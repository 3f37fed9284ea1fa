/*
 * touchmem KIB: allocates that much memory, writes a pattern that depends on the address into every
 * cache line, then reads all of it back. Shows that the memory the firmware described is there, is
 * not handed out twice and, in an SNP guest, is accepted before it is used. Exit status 0 only if
 * every line read back right.
 */
#include "sys.h"

#define PROT_READ_WRITE 3UL
#define MAP_PRIVATE_ANONYMOUS_NORESERVE 0x4022UL
#define LINE_BYTES 64UL

static u64 pattern(u64 address)
{
	return (address ^ 0x5a5a0f0f33335555UL) * 0x9e3779b97f4a7c15UL;
}

static void fill(u64 start, u64 end)
{
	for (u64 a = start; a < end; a += LINE_BYTES)
		*(volatile u64 *)a = pattern(a);
}

/* Address of the first wrong line, 0 if there is none. */
static u64 first_mismatch(u64 start, u64 end)
{
	for (u64 a = start; a < end; a += LINE_BYTES)
		if (*(volatile u64 *)a != pattern(a))
			return a;
	return 0;
}

int program(long argc, char **argv)
{
	u64 bytes = argc == 2 ? number(argv[1]) << 10 : 0;
	long start = sys(__NR_mmap, 0, bytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_NORESERVE,
			 ~0UL, 0);

	if (start < 0) {
		print(2, "touchmem: cannot map that much; usage: touchmem KIB\n");
		return 2;
	}
	fill((u64)start, (u64)start + bytes);
	if (first_mismatch((u64)start, (u64)start + bytes)) {
		print(2, "touchmem: memory does not hold what was written\n");
		return 1;
	}
	print_number(1, bytes >> 10);
	print(1, "\n");
	return 0;
}
