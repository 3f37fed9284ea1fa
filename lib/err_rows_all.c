/*
 * All errors as a table, for variants with a feature that the default ROM lacks, and for tests.
 * Guarantees: each enumerator has a row. Pure data.
 */
#include "lib/err.h"

#define ERR_ROW(name, set, code, cause, remedy) [name] = { cause, remedy, set, code },
const struct err_info err_rows[] = { ERR_LIST(ERR_ROW) };
#undef ERR_ROW

const u32 err_rows_count = COUNT_OF(err_rows);
static_assert(COUNT_OF(err_rows) == ERR_COUNT, "an error has no row");
