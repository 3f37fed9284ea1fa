/*
 * System calls for the guest's static helper programs, without a C library: the initramfs must be
 * buildable on any machine with gcc and nothing else. Linux x86-64 calling convention (System V
 * AMD64 ABI, A.2). Errors come back as -errno.
 */
#ifndef SNP_SHIM_GUEST_SYS_H
#define SNP_SHIM_GUEST_SYS_H

#include <asm/unistd.h>

typedef unsigned long u64;

static inline long sys(long nr, u64 a, u64 b, u64 c, u64 d, u64 e, u64 f)
{
	register u64 r10 __asm__("r10") = d;
	register u64 r8 __asm__("r8") = e;
	register u64 r9 __asm__("r9") = f;
	long ret;

	__asm__ volatile("syscall"
			 : "=a"(ret)
			 : "a"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return ret;
}

static inline long sys3(long nr, u64 a, u64 b, u64 c)
{
	return sys(nr, a, b, c, 0, 0, 0);
}

static inline u64 text_length(const char *text)
{
	u64 n = 0;

	while (text[n])
		n++;
	return n;
}

static inline void print(int fd, const char *text)
{
	sys3(__NR_write, (u64)fd, (u64)text, text_length(text));
}

static inline void print_number(int fd, u64 value)
{
	char digits[21];
	char *p = digits + sizeof(digits) - 1;

	*p = 0;
	do {
		*--p = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	print(fd, p);
}

/* Decimal number; anything else in the text ends it. */
static inline u64 number(const char *text)
{
	u64 value = 0;

	while (*text >= '0' && *text <= '9')
		value = value * 10 + (u64)(*text++ - '0');
	return value;
}

__attribute__((noreturn)) static inline void quit(int status)
{
	for (;;)
		sys3(__NR_exit_group, (u64)status, 0, 0);
}

/* Each program defines this; the kernel's argc and argv are on the stack at entry. */
int program(long argc, char **argv);

__attribute__((noreturn, used)) static void start(long *stack)
{
	quit(program(stack[0], (char **)(stack + 1)));
}

__asm__(".globl _start\n_start:\n\txor %ebp, %ebp\n\tmov %rsp, %rdi\n\tand $-16, %rsp\n\tcall start\n");

#endif
