/*
 * The error list as tables of a few bytes a row: the texts lie behind one another, in the list's order,
 * and are counted through when one is needed. Guarantees: every enumerator has a row. Pure data.
 */
#include "lib/err.h"

#define ERR_ROW(name, set, code, cause, remedy) { set, code },
static const struct {
	u8 set, code;
} rows[] = { ERR_LIST(ERR_ROW) }; /* no row for OK */
#undef ERR_ROW

#define ERR_TEXT(name, set, code, cause, remedy) cause "\0" remedy "\0"
static const char texts[] = ERR_LIST(ERR_TEXT);
#undef ERR_TEXT

static const char *next_text(const char *text)
{
	while (*text != '\0')
		text++;
	return text + 1;
}

struct err_info err_info(enum err error)
{
	u32 row = (error > OK && error < ERR_COUNT ? error : ERR_INTERNAL) - 1;
	const char *cause = texts;
	const char *remedy;

	for (u32 i = 0; i < row; i++)
		cause = next_text(next_text(cause));
	remedy = next_text(cause);
	return (struct err_info){ cause, *remedy == '\0' ? ERR_REMEDY : remedy, rows[row].set, rows[row].code };
}
