/*
 * Sorted lists of typed ranges. Every change is one replacement: the new pieces and the spans
 * beside them are merged in a small buffer, and only if the result fits does the list change.
 * Trusts its callers to have checked for overlap. Pure.
 */
#include "lib/span.h"
#include "lib/mem.h"

u32 span_find(const struct span *spans, u32 count, u64 address)
{
	u32 index = 0;

	while (index < count && spans[index].range.end <= address)
		index++;
	return index;
}

bool span_is(const struct span *spans, u32 count, struct range range, u32 type)
{
	u32 index = span_find(spans, count, range.start);

	return index < count && spans[index].type == type &&
	       range_contains(spans[index].range, range);
}

u64 span_bytes(const struct span *spans, u32 count, u32 type)
{
	u64 bytes = 0;

	for (u32 i = 0; i < count; i++)
		if (spans[i].type == type)
			bytes += range_bytes(spans[i].range);
	return bytes;
}

#define PIECES 3u /* what is left before, the new range, what is left after */

struct merged {
	struct span spans[PIECES + 2]; /* and a neighbour on either side */
	u32 count;
};

static void merge(struct merged *merged, const struct span *spans, u32 count)
{
	for (u32 i = 0; i < count; i++) {
		struct span *last = &merged->spans[merged->count];

		if (range_is_empty(spans[i].range))
			continue;
		if (merged->count > 0 && last[-1].range.end == spans[i].range.start &&
		    last[-1].type == spans[i].type) {
			last[-1].range.end = spans[i].range.end;
			continue;
		}
		*last = spans[i];
		merged->count++;
	}
}

/* Puts the pieces in the place of `removed` spans from `index` on. */
static bool replace(struct span_list list, u32 index, u32 removed, const struct span pieces[PIECES])
{
	struct merged merged;
	u32 first = index > 0 ? index - 1 : index;
	u32 after = index + removed;
	u32 last = after < *list.count ? after + 1 : after;
	u32 tail = *list.count - last;

	merged.count = 0;
	merge(&merged, list.spans + first, index - first);
	merge(&merged, pieces, PIECES);
	merge(&merged, list.spans + after, last - after);
	if (first + merged.count + tail > list.max)
		return false;
	if (first + merged.count != last)
		memmove(list.spans + first + merged.count, list.spans + last,
			tail * sizeof(*list.spans));
	memcpy(list.spans + first, merged.spans, merged.count * sizeof(*list.spans));
	*list.count = first + merged.count + tail;
	return true;
}

bool span_add(struct span_list list, struct range range, u32 type)
{
	struct span pieces[PIECES] = { { range, type } };

	return replace(list, span_find(list.spans, *list.count, range.start), 0, pieces);
}

static bool cut(struct span_list list, u32 index, struct span middle)
{
	const struct span *whole = &list.spans[index];
	struct span pieces[PIECES] = {
		{ { whole->range.start, middle.range.start }, whole->type },
		middle,
		{ { middle.range.end, whole->range.end }, whole->type },
	};

	return replace(list, index, 1, pieces);
}

bool span_retype(struct span_list list, u32 index, struct range range, u32 type)
{
	return cut(list, index, (struct span){ range, type });
}

bool span_remove(struct span_list list, u32 index, struct range range)
{
	struct span pieces[PIECES] = {
		{ { list.spans[index].range.start, range.start }, list.spans[index].type },
		{ { range.end, list.spans[index].range.end }, list.spans[index].type },
	};

	return replace(list, index, 1, pieces);
}
