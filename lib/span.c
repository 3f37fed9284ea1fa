/*
 * Sorted lists of typed ranges. A range that touches a span of its type becomes a part of it, a span
 * that is cut leaves its rests; whether the list has room is known before anything changes.
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

/* Room for `more` spans at `index`; what was there stays in place as well. False if there is none. */
static bool open_gap(const struct span_list *list, u32 index, u32 more)
{
	struct span *at = list->spans + index;

	if (*list->count + more > list->max)
		return false;
	memmove(at + more, at, (*list->count - index) * sizeof(*at));
	*list->count += more;
	return true;
}

static void close_gap(const struct span_list *list, u32 index)
{
	struct span *at = list->spans + index;

	(*list->count)--;
	memmove(at, at + 1, (*list->count - index) * sizeof(*at));
}

/* Span `index` has this type and ends there. Any index may be asked for, even 0 - 1. */
static bool ends_at(const struct span_list *list, u32 index, u64 address, u32 type)
{
	return index < *list->count && list->spans[index].range.end == address &&
	       list->spans[index].type == type;
}

static bool starts_at(const struct span_list *list, u32 index, u64 address, u32 type)
{
	return index < *list->count && list->spans[index].range.start == address &&
	       list->spans[index].type == type;
}

/* Makes span `index` and the one behind it one, if they touch and are of one type. */
static void join(const struct span_list *list, u32 index)
{
	struct span *at;

	if (index >= *list->count)
		return;
	at = list->spans + index;
	if (!starts_at(list, index + 1, at->range.end, at->type))
		return;
	at->range.end = at[1].range.end;
	close_gap(list, index + 1);
}

bool span_add_at(struct span_list list, u32 index, struct range range, u32 type)
{
	if (ends_at(&list, index - 1, range.start, type)) {
		list.spans[index - 1].range.end = range.end;
		join(&list, index - 1);
	} else if (starts_at(&list, index, range.end, type)) {
		list.spans[index].range.start = range.start;
	} else {
		if (!open_gap(&list, index, 1))
			return false;
		list.spans[index] = (struct span){ range, type };
	}
	return true;
}

bool span_add(struct span_list list, struct range range, u32 type)
{
	return span_add_at(list, span_find(list.spans, *list.count, range.start), range, type);
}

/* The start of span `index` goes to the span before it, or becomes a span of its own. */
static bool retype_start(const struct span_list *list, u32 index, struct range range, u32 type)
{
	struct span *at = list->spans + index;

	if (ends_at(list, index - 1, range.start, type)) {
		at[-1].range.end = range.end;
		at->range.start = range.end;
		return true;
	}
	if (!open_gap(list, index, 1))
		return false;
	at[0] = (struct span){ range, type };
	at[1].range.start = range.end;
	return true;
}

static bool retype_end(const struct span_list *list, u32 index, struct range range, u32 type)
{
	struct span *at = list->spans + index;

	if (starts_at(list, index + 1, range.end, type)) {
		at[1].range.start = range.start;
		at->range.end = range.start;
		return true;
	}
	if (!open_gap(list, index + 1, 1))
		return false;
	at[1] = (struct span){ range, type };
	at->range.end = range.start;
	return true;
}

/* What is left on either side stays as it was. */
static bool retype_middle(const struct span_list *list, u32 index, struct range range, u32 type)
{
	struct span *at = list->spans + index;

	if (!open_gap(list, index + 1, 2))
		return false;
	at[1] = (struct span){ range, type };
	at[2] = (struct span){ { range.end, at->range.end }, at->type };
	at->range.end = range.start;
	return true;
}

bool span_retype(struct span_list list, u32 index, struct range range, u32 type)
{
	struct span *at = list.spans + index;
	bool is_start = at->range.start == range.start, is_end = at->range.end == range.end;

	if (!is_start)
		return is_end ? retype_end(&list, index, range, type) :
				retype_middle(&list, index, range, type);
	if (!is_end)
		return retype_start(&list, index, range, type);
	at->type = type;
	join(&list, index);
	join(&list, index - 1);
	return true;
}

bool span_remove(struct span_list list, u32 index, struct range range)
{
	struct span *at = list.spans + index;
	bool is_start = at->range.start == range.start, is_end = at->range.end == range.end;

	if (is_start && is_end) {
		close_gap(&list, index);
	} else if (is_start) {
		at->range.start = range.end;
	} else {
		if (!is_end && !open_gap(&list, index + 1, 1))
			return false;
		if (!is_end)
			at[1] = (struct span){ { range.end, at->range.end }, at->type };
		at->range.end = range.start;
	}
	return true;
}
