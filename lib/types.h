/*
 * Integer types, attributes and the few macros that every file needs.
 * Guarantees nothing at run time; trusts only the compiler (LP64, little-endian x86-64).
 */
#ifndef LIB_TYPES_H
#define LIB_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

#define KIB ((u64)1024)
#define MIB (1024 * KIB)
#define GIB (1024 * MIB)

#define PAGE_SIZE (4 * KIB)
#define PAGE_SIZE_2M (2 * MIB)

#define MUST_CHECK __attribute__((warn_unused_result))
#define PACKED __attribute__((packed))
#define UNINITIALISED __attribute__((section(".lbss.uninitialised"))) /* linker.ld */
#define NORETURN __attribute__((noreturn))
#define NOINLINE __attribute__((noinline))
#define PRINTF_LIKE(fmt, args) __attribute__((format(printf, fmt, args)))

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#define ASSERT_OFFSET(type, field, offset) \
	static_assert(offsetof(type, field) == (offset), #type "." #field " is misplaced")
#define ASSERT_SIZE(type, size) static_assert(sizeof(type) == (size), #type " has a wrong size")

#include <assert.h>

#endif
