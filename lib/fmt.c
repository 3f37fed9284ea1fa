/*
 * The bounded printf subset of the log. Guarantees: at most `size` bytes are written, the last one
 * NUL; an unknown conversion is copied as it stands. Trusts format strings, which are constants
 * that the compiler has checked. Pure.
 */
#include "lib/fmt.h"

struct output {
	char *to;
	size_t size;
	size_t used;
};

static void put_char(struct output *out, char c)
{
	if (out->used + 1 < out->size)
		out->to[out->used++] = c;
}

static void put_text(struct output *out, const char *text)
{
	while (*text != '\0')
		put_char(out, *text++);
}

static void put_number(struct output *out, u64 value, u32 base)
{
	char digits[20]; /* 2^64 - 1 in decimal */
	u32 count = 0;

	do {
		digits[count++] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value != 0);
	while (count > 0)
		put_char(out, digits[--count]);
}

struct conversion {
	bool has_prefix; /* # */
	bool is_long;    /* l */
	char kind;
};

/* Reads what follows a '%'; gives back the first character after it. */
static const char *parse_conversion(const char *format, struct conversion *conversion)
{
	*conversion = (struct conversion){ 0 };
	if (*format == '#') {
		conversion->has_prefix = true;
		format++;
	}
	if (*format == 'l') {
		conversion->is_long = true;
		format++;
	}
	conversion->kind = *format;
	return *format == '\0' ? format : format + 1;
}

static void put_unknown(struct output *out, const struct conversion *conversion)
{
	put_char(out, '%');
	if (conversion->has_prefix)
		put_char(out, '#');
	if (conversion->is_long)
		put_char(out, 'l');
	if (conversion->kind != '\0' && conversion->kind != '%')
		put_char(out, conversion->kind);
}

static void put_integer(struct output *out, const struct conversion *conversion,
			va_list *args)
{
	u64 value = conversion->is_long ? va_arg(*args, unsigned long) :
					  va_arg(*args, unsigned int);

	if (conversion->kind == 'x' && conversion->has_prefix && value != 0)
		put_text(out, "0x");
	put_number(out, value, conversion->kind == 'x' ? 16 : 10);
}

static void put_conversion(struct output *out, const struct conversion *conversion,
			   va_list *args)
{
	switch (conversion->kind) {
	case 's':
		put_text(out, va_arg(*args, const char *));
		break;
	case 'c':
		put_char(out, (char)va_arg(*args, int));
		break;
	case 'u':
	case 'x':
		put_integer(out, conversion, args);
		break;
	default:
		put_unknown(out, conversion);
	}
}

size_t fmt_print_va(char *to, size_t size, const char *format, va_list args)
{
	struct output out = { to, size, 0 };
	va_list copy; /* a parameter of this type has no address to pass on */

	va_copy(copy, args);
	while (*format != '\0') {
		struct conversion conversion;

		if (*format != '%') {
			put_char(&out, *format++);
			continue;
		}
		format = parse_conversion(format + 1, &conversion);
		put_conversion(&out, &conversion, &copy);
	}
	va_end(copy);
	if (size > 0)
		to[out.used] = '\0';
	return out.used;
}

size_t fmt_print(char *to, size_t size, const char *format, ...)
{
	va_list args;
	size_t used;

	va_start(args, format);
	used = fmt_print_va(to, size, format, args);
	va_end(args);
	return used;
}
