/*
 * The body of a function that gives back an address of linker.ld, or a range between two. For layout.c
 * and layout_aps.c only.
 */
#ifndef MEM_LAYOUT_SYMBOL_H
#define MEM_LAYOUT_SYMBOL_H

#include "lib/range.h"

#define SYMBOL_RANGE(first, last) \
	extern char first[], last[]; \
	return (struct range){ (u64)(uintptr_t)first, (u64)(uintptr_t)last }

#define SYMBOL_ADDRESS(symbol) \
	extern char symbol[]; \
	return (u64)(uintptr_t)symbol

#endif
