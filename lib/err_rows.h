/*
 * The tables of lib/err.h from a list: ERR_ROWS(ERR_LIST_...) once in the file that a ROM links. Rows are
 * found by their place, so the list is ERR_LIST or a beginning of it.
 */
#ifndef LIB_ERR_ROWS_H
#define LIB_ERR_ROWS_H

#include "lib/err.h"

#define ERR_CODES(name, set, code, cause, remedy) { set, code },
#define ERR_TEXTS(name, set, code, cause, remedy) cause "\0" remedy "\0"
#define ERR_ROWS(list) \
	const struct err_code err_codes[] = { list(ERR_CODES) }; \
	const char err_texts[] = list(ERR_TEXTS); \
	const u32 err_rows_count = COUNT_OF(err_codes)

#endif
