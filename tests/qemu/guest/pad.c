/*
 * pad write BYTES > FILE, pad check FILE: incompressible bytes that both ends can make, so that an
 * initrd of gigabytes is verified in the guest to the last byte at the cost of one pass. Each 8-byte
 * word is its index times an odd constant; BYTES is rounded down to whole words. Built for the host
 * and for the guest from this one source. check prints the number of bytes that were right.
 */
#include "sys.h"

#define STDIN 0
#define STDOUT 1
#define STDERR 2
#define BUFFER_WORDS (1UL << 17)

static u64 buffer[BUFFER_WORDS];

static u64 word_at(u64 index)
{
	return (index + 1) * 0x9e3779b97f4a7c15UL;
}

/* Moves the whole buffer through read or write; bytes moved, short only at the end of a file. */
static u64 move_all(long nr, int fd, u64 bytes)
{
	u64 done = 0;

	while (done < bytes) {
		long n = sys3(nr, (u64)fd, (u64)buffer + done, bytes - done);

		if (n <= 0)
			break;
		done += (u64)n;
	}
	return done;
}

static int write_pattern(u64 words)
{
	for (u64 index = 0; index < words;) {
		u64 n = words - index < BUFFER_WORDS ? words - index : BUFFER_WORDS;

		for (u64 i = 0; i < n; i++)
			buffer[i] = word_at(index + i);
		if (move_all(__NR_write, STDOUT, n * 8) != n * 8)
			return 1;
		index += n;
	}
	return 0;
}

static int check_pattern(int fd)
{
	u64 index = 0;
	u64 bytes;

	do {
		bytes = move_all(__NR_read, fd, sizeof(buffer));
		for (u64 i = 0; i < bytes / 8; i++)
			if (buffer[i] != word_at(index + i))
				return 1;
		index += bytes / 8;
	} while (bytes == sizeof(buffer));
	print_number(STDOUT, index * 8);
	print(STDOUT, "\n");
	return 0;
}

int program(long argc, char **argv)
{
	long fd;

	if (argc == 3 && argv[1][0] == 'w')
		return write_pattern(number(argv[2]) / 8);
	if (argc != 3 || argv[1][0] != 'c') {
		print(STDERR, "usage: pad write BYTES, pad check FILE\n");
		return 2;
	}
	fd = sys3(__NR_open, (u64)argv[2], 0, 0);
	return fd < 0 ? 2 : check_pattern((int)fd);
}
