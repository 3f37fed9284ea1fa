/*
 * The errors of the default ROM as tables. Guarantees: each enumerator of ERR_LIST_DEFAULT has a row.
 * Pure data.
 */
#include "lib/err_rows.h"

ERR_ROWS(ERR_LIST_DEFAULT);
static_assert(COUNT_OF(err_codes) == ERR_INTERNAL, "ERR_INTERNAL is not the last of ERR_LIST_DEFAULT");
