/*
 * Measured direct boot. Guarantees: OK for an item means that the private copy has the measured
 * hash. Trusts the launch page that holds the table.
 */
#include "firmware/boot/measured.h"

#include "firmware/boot/policy.h"
#include "lib/mem.h"
#include "lib/panic.h"

void measured_start_plain(struct measured *measured)
{
	measured->blocks = NULL;
	verdict_set_plain(&measured->verdict);
}

enum err measured_start(struct measured *measured, const u8 *table, sha256_blocks *blocks)
{
	enum err error = hashes_parse(table, &measured->hashes);

	policy_announce();
	measured->blocks = blocks;
	verdict_init(&measured->verdict);
	if (error != ERR_HASH_TABLE_ABSENT)
		return error;
	measured->blocks = NULL;
	return policy_without_table(&measured->verdict);
}

struct sha256 *measured_begin_item(struct measured *measured)
{
	sha256_init(&measured->hash, measured->blocks);
	return &measured->hash;
}

/* The hash that QEMU measures for an item that is not there: of nothing, or of the empty string. */
static bool is_hash_of_nothing(const struct measured *measured, enum measured_item item)
{
	u8 digest[SHA256_BYTES];
	struct sha256 hash;

	sha256_init(&hash, measured->blocks);
	sha256_update(&hash, "", item == MEASURED_CMDLINE);
	sha256_final(&hash, digest);
	return memcmp(digest, measured->hashes.digest[item], SHA256_BYTES) == 0;
}

static enum err mismatch(const struct measured *measured, enum measured_item item, u64 bytes)
{
	static const enum err errors[MEASURED_COUNT] = {
		[MEASURED_KERNEL] = ERR_HASH_KERNEL,
		[MEASURED_INITRD] = ERR_HASH_INITRD,
		[MEASURED_CMDLINE] = ERR_HASH_CMDLINE,
	};

	if (bytes == 0 || is_hash_of_nothing(measured, item))
		return fault(ERR_HASH_ITEM, item, bytes);
	return fault(errors[item], item, bytes);
}

enum err measured_end_item(struct measured *measured, enum measured_item item, u64 bytes)
{
	u8 digest[SHA256_BYTES];

	sha256_final(&measured->hash, digest);
	verdict_compare(&measured->verdict, item, measured->hashes.digest[item], digest);
	if (verdict_deviation(&measured->verdict, item) != 0)
		return mismatch(measured, item, bytes);
	return OK;
}
