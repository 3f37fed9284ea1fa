/*
 * cpu_model.c - see cpu_model.h.
 */
#include "tools/cpu_model.h"

#include <stdlib.h>
#include <string.h>

static const struct cpu_model {
	const char *name;
	u32 signature;
} cpu_models[] = {
	{ "EPYC", 0x800f12 },		/* family 17h, model 1, stepping 2 */
	{ "EPYC-IBPB", 0x800f12 },
	{ "EPYC-Rome", 0x830f10 },	/* 17h, 31h, 0 */
	{ "EPYC-Milan", 0xa00f11 },	/* 19h, 1, 1 */
	{ "EPYC-Genoa", 0xa10f10 },	/* 19h, 11h, 0 */
	{ "EPYC-Turin", 0xb00f00 },	/* 1Ah, 0, 0 */
};

/* Length of name without a version suffix "-v" and decimal digits. */
static size_t base_length(const char *name)
{
	const char *suffix = strrchr(name, '-');

	if (!suffix || suffix[1] != 'v' || !suffix[2] ||
	    suffix[2 + strspn(suffix + 2, "0123456789")] != '\0')
		return strlen(name);
	return (size_t)(suffix - name);
}

bool cpu_model_signature(const char *name, u32 *signature)
{
	size_t length = base_length(name);

	for (size_t i = 0; i < COUNT_OF(cpu_models); i++) {
		if (strlen(cpu_models[i].name) == length &&
		    strncmp(cpu_models[i].name, name, length) == 0) {
			*signature = cpu_models[i].signature;
			return true;
		}
	}
	return false;
}

const char *cpu_model_names(void)
{
	return "EPYC EPYC-IBPB EPYC-Rome EPYC-Milan EPYC-Genoa EPYC-Turin";
}
