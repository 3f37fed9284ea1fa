/*
 * Looks an error up in the table of the ROM. Pure.
 */
#include "lib/err.h"

const struct err_info *err_info(enum err error)
{
	bool known = error > OK && error < err_rows_count;

	return &err_rows[known ? error : ERR_INTERNAL];
}
