/* lie_parse.c - names, arguments and occasions of lies. Pure. */
#include "lies.h"
#include "str.h"

enum { NAME_BYTES = 32 };

struct lie lies[LIE_COUNT];

static const struct {
	const char *name;
	u64 argument;
} catalogue[LIE_COUNT] = {
#define X(id, name, argument, text) { name, argument },
	LIE_LIST(X)
#undef X
};

static bool find(const char *name, enum lie_id *id)
{
	for (u32 i = 0; i < LIE_COUNT; i++)
		if (str_equal(name, catalogue[i].name)) {
			*id = (enum lie_id)i;
			return true;
		}
	return false;
}

const char *lie_parse(const char *text, enum lie_id *id, struct lie *out)
{
	char name[NAME_BYTES];
	const char *end;
	size_t n = 0;

	while (text[n] && text[n] != '=' && text[n] != '@') {
		if (n + 1 == NAME_BYTES)
			return "no such lie";
		name[n] = text[n];
		n++;
	}
	name[n] = 0;
	text += n;
	if (!find(name, id))
		return "no such lie";
	*out = (struct lie){ .on = true, .argument = catalogue[*id].argument };
	if (*text == '=') {
		out->argument = str_number(text + 1, &end);
		if (end == text + 1)
			return "the argument is not a number";
		text = end;
	}
	if (*text == '@') {
		out->nth = str_number(text + 1, &end);
		if (end == text + 1 || out->nth == 0)
			return "the occasion is not a number from 1";
		text = end;
	}
	return *text ? "junk after the lie" : NULL;
}

bool lie_now(enum lie_id id)
{
	struct lie *l = &lies[id];

	if (!l->on)
		return false;
	l->occasions++;
	if (l->nth != 0 && l->occasions != l->nth)
		return false;
	l->told++;
	return true;
}
