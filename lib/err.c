/*
 * Looks an error up in the tables of the ROM, which take two bytes and the texts for a row: the texts lie
 * behind one another and are counted through when one is needed. Pure.
 */
#include "lib/err.h"

static const char *next_text(const char *text)
{
	while (*text != '\0')
		text++;
	return text + 1;
}

struct err_info err_info(enum err error)
{
	u32 row = (error > OK && error <= err_rows_count ? error : ERR_INTERNAL) - 1; /* OK has none */
	const char *cause = err_texts;
	const char *remedy;

	for (u32 i = 0; i < row; i++)
		cause = next_text(next_text(cause));
	remedy = next_text(cause);
	return (struct err_info){ cause, *remedy == '\0' ? ERR_REMEDY : remedy, err_codes[row].set,
				  err_codes[row].code };
}
