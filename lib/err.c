/*
 * The error list as a table. Guarantees: every enumerator has a row. Pure data.
 */
#include "lib/err.h"

#define ERR_ROW(name, set, code, cause, remedy) [name] = { cause, remedy, set, code },
static const struct err_info rows[ERR_COUNT] = { ERR_LIST(ERR_ROW) };
#undef ERR_ROW

const struct err_info *err_info(enum err error)
{
	bool known = error > OK && error < ERR_COUNT;

	return &rows[known ? error : ERR_INTERNAL];
}
