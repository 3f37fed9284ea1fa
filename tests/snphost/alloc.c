/* alloc.c - bump allocator with a free list of single pages, linked through their first word. */
#include "alloc.h"
#include "log.h"
#include "phys.h"
#include "str.h"

static u64 next, limit, free_list;

void alloc_init(u64 start, u64 end)
{
	next = start;
	limit = end;
}

u64 alloc_bytes(u64 bytes)
{
	u64 align = bytes >= BYTES_2M ? BYTES_2M : PAGE_BYTES;
	u64 at = (next + align - 1) & ~(align - 1);

	bytes = (bytes + PAGE_BYTES - 1) & ~(u64)(PAGE_BYTES - 1);
	if (at + bytes > limit)
		host_die("out of host memory: %lu bytes wanted; give QEMU more RAM", bytes);
	next = at + bytes;
	memset(phys_ptr(at), 0, bytes);
	return at;
}

u64 alloc_page(void)
{
	u64 page = free_list;

	if (!page)
		return alloc_bytes(PAGE_BYTES);
	free_list = *(u64 *)phys_ptr(page);
	memset(phys_ptr(page), 0, PAGE_BYTES);
	return page;
}

void free_page(u64 physical)
{
	*(u64 *)phys_ptr(physical) = free_list;
	free_list = physical;
}
