/*
 * Ranges: the operations that can fail or need more than a line. Guarantees: nothing overflows.
 * Pure.
 */
#include "lib/range.h"

bool range_make(u64 start, u64 bytes, struct range *range)
{
	u64 end;

	if (__builtin_add_overflow(start, bytes, &end))
		return false;
	*range = (struct range){ start, end };
	return true;
}

bool align_up_checked(u64 value, u64 alignment, u64 *result)
{
	u64 sum;

	if (__builtin_add_overflow(value, alignment - 1, &sum))
		return false;
	*result = align_down(sum, alignment);
	return true;
}

struct range range_shrink(struct range r, u64 alignment)
{
	u64 start, end = align_down(r.end, alignment);

	if (!align_up_checked(r.start, alignment, &start) || start > end)
		return (struct range){ end, end };
	return (struct range){ start, end };
}
