/*
 * All errors as tables, for variants with a feature that the default ROM lacks, and for tests.
 * Guarantees: each enumerator has a row. Pure data.
 */
#include "lib/err_rows.h"

ERR_ROWS(ERR_LIST);
static_assert(COUNT_OF(err_codes) == ERR_COUNT - 1, "an error has no row");
