/*
 * The verdict words. Guarantees: the word of an item is right only if every byte of the two digests
 * was equal in both comparisons. Trusts nothing that was not read from memory for it. Pure.
 */
#include "firmware/boot/verdict.h"

/* Far from each other, from 0 and from ~0 in many bits. */
#define RIGHT_KERNEL 0x9b6d3f5ac4a1e827ull
#define RIGHT_INITRD 0x6e1fb8c3957d2a4bull
#define RIGHT_CMDLINE 0x35c2a97e1b8f46d5ull

static const u64 right_words[MEASURED_COUNT] = {
	[MEASURED_KERNEL] = RIGHT_KERNEL,
	[MEASURED_INITRD] = RIGHT_INITRD,
	[MEASURED_CMDLINE] = RIGHT_CMDLINE,
};

/* Turns the words of a measured boot into those of a plain VM. */
#define PLAIN_MASK 0x0ff05aa53cc3a55aull

void verdict_init(struct verdict *verdict)
{
	for (u32 i = 0; i < MEASURED_COUNT; i++)
		verdict->words[i] = 0;
}

void verdict_set_plain(struct verdict *verdict)
{
	for (u32 i = 0; i < MEASURED_COUNT; i++)
		verdict->words[i] = right_words[i] ^ PLAIN_MASK;
}

/* Every differing bit, of all bytes, in the low eight. */
static u64 difference_forward(const volatile u8 *left, const volatile u8 *right)
{
	u64 bits = 0;

	for (u32 i = 0; i < SHA256_BYTES; i++)
		bits |= (u64)(left[i] ^ right[i]);
	return bits;
}

static u64 difference_backward(const volatile u8 *left, const volatile u8 *right)
{
	u64 bits = 0;

	for (u32 i = SHA256_BYTES; i > 0; i--)
		bits |= (u64)(left[i - 1] ^ right[i - 1]);
	return bits;
}

/* SECURITY: no branch depends on the result; each comparison has its own half of the word. */
void verdict_compare(struct verdict *verdict, enum measured_item item,
		     const volatile u8 measured[SHA256_BYTES], const volatile u8 found[SHA256_BYTES])
{
	verdict->words[item] = right_words[item] ^ difference_forward(measured, found) ^
			       difference_backward(measured, found) << 32;
}

u64 verdict_deviation(const struct verdict *verdict, enum measured_item item)
{
	return verdict->words[item] ^ right_words[item];
}

u64 verdict_deviations(const struct verdict *verdict, bool is_plain)
{
	u64 mask = is_plain ? PLAIN_MASK : 0;

	return (verdict->words[MEASURED_KERNEL] ^ (RIGHT_KERNEL ^ mask)) |
	       (verdict->words[MEASURED_INITRD] ^ (RIGHT_INITRD ^ mask)) |
	       (verdict->words[MEASURED_CMDLINE] ^ (RIGHT_CMDLINE ^ mask));
}
