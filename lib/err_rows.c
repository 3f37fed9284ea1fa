/*
 * The errors of the default ROM as a table. Guarantees: each enumerator of ERR_LIST_DEFAULT has a row.
 * Pure data.
 */
#include "lib/err.h"

#define ERR_ROW(name, set, code, cause, remedy) [name] = { cause, remedy, set, code },
const struct err_info err_rows[] = { ERR_LIST_DEFAULT(ERR_ROW) };
#undef ERR_ROW

const u32 err_rows_count = COUNT_OF(err_rows);
