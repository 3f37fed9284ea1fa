/* options.c - the launcher's wishes. Unknown keys and values stop the run. */
#include "options.h"
#include "fwcfg.h"
#include "lies.h"
#include "log.h"
#include "rules.h"
#include "str.h"

enum { OPTIONS_BYTES = 4096, VALUE_BYTES = 128, ICOUNT_SHIFT_MAX = 10 };

struct options options = { .policy = 0x30000, .sev_features = SEV_FEATURE_SNP };

static u64 number(const char *key, const char *value)
{
	const char *end;
	u64 n = str_number(value, &end);

	if (end == value || *end)
		host_die("option %s=%s: a number is wanted", key, value);
	return n;
}

static void parse_hex(const char *key, const char *value, u8 *out, size_t bytes)
{
	char pair[5] = "0x";
	const char *end;

	if (str_len(value) != bytes * 2)
		host_die("option %s: %lu hex digits are wanted", key, (u64)bytes * 2);
	for (size_t i = 0; i < bytes; i++) {
		pair[2] = value[2 * i];
		pair[3] = value[2 * i + 1];
		out[i] = (u8)str_number(pair, &end);
		if (end != pair + 4)
			host_die("option %s: not hexadecimal", key);
	}
}

static bool set_flag(const char *key, const char *value)
{
	static const struct { const char *key; bool *flag; } flags[] = {
		{ "kernel-hashes", &options.kernel_hashes },
		{ "hash-boot-kernel-file", &options.hash_boot_kernel_file },
		{ "trace", &options.trace },
		{ "check-handoff", &options.check_handoff },
		{ "own-vmsas", &options.own_vmsas },
		{ "stop-at-kernel", &options.stop_at_kernel },
		{ "check-keys", &options.check_keys },
		{ "vcek-disabled", &options.vcek_disabled },
		{ "rmp-4k", &options.rmp_4k_only },
		{ "strict-kernel", &options.strict_kernel },
	};

	for (size_t i = 0; i < ARRAY_COUNT(flags); i++)
		if (str_equal(key, flags[i].key)) {
			*flags[i].flag = number(key, value) != 0;
			return true;
		}
	return false;
}

static void add_entry_pattern(const char *key, const char *value)
{
	if (options.entry_count == MAX_ENTRY_PATTERNS)
		host_die("option %s: at most %d times", key, MAX_ENTRY_PATTERNS);
	parse_hex(key, value, options.entry[options.entry_count++], ENTRY_BYTES);
}

static void set_features(u64 features)
{
	if ((features & ~(u64)SEV_FEATURE_DEBUG_SWAP) != SEV_FEATURE_SNP)
		host_die("option sev-features=0x%lx: 0x1 and 0x21 are modelled", features);
	options.sev_features = features;
}

static void set_icount(u64 shift)
{
	if (shift > ICOUNT_SHIFT_MAX)
		host_die("option icount-shift=%lu: at most %d", shift, ICOUNT_SHIFT_MAX);
	options.count_instructions = true;
	options.icount_shift = (u32)shift;
}

static void set_option(const char *key, const char *value)
{
	if (set_flag(key, value))
		return;
	if (str_equal(key, "cbit"))
		options.cbit = (u32)number(key, value);
	else if (str_equal(key, "max-exits"))
		options.max_exits = number(key, value);
	else if (str_equal(key, "cpu-signature"))
		options.cpu_signature = (u32)number(key, value);
	else if (str_equal(key, "guest-mib"))
		options.guest_mib = number(key, value);
	else if (str_equal(key, "icount-shift"))
		set_icount(number(key, value));
	else if (str_equal(key, "sev-features"))
		set_features(number(key, value));
	else if (str_equal(key, "policy"))
		options.policy = number(key, value);
	else if (str_equal(key, "host-data"))
		parse_hex(key, value, options.host_data, sizeof(options.host_data));
	else if (str_equal(key, "kernel-entry"))
		add_entry_pattern(key, value);
	else if (str_equal(key, "strict"))
		rules_set_strict(value);
	else if (str_equal(key, "lie"))
		lies_enable(value);
	else
		host_die("unknown option %s", key);
}

void options_parse(const char *text)
{
	char key[VALUE_BYTES], value[VALUE_BYTES];

	while (*text) {
		size_t k = 0, n = 0;

		for (; *text && *text != '=' && *text != '\n' && k + 1 < VALUE_BYTES; text++)
			key[k++] = *text;
		key[k] = 0;
		if (*text == '=')
			text++;
		for (; *text && *text != '\n' && n + 1 < VALUE_BYTES; text++)
			value[n++] = *text;
		value[n] = 0;
		if (*text && *text++ != '\n')
			host_die("option %s: value too long", key);
		if (k)
			set_option(key, value);
	}
}

void options_read(void)
{
	static char text[OPTIONS_BYTES + 1];
	struct fwcfg_item item = fwcfg_find("opt/snphost/options");

	if (item.key == FWCFG_KEY_NONE)
		return;
	if (item.size > OPTIONS_BYTES)
		host_die("opt/snphost/options: at most %d bytes", OPTIONS_BYTES);
	fwcfg_read(item.key, text, item.size);
	options_parse(text);
}
