/* fmt.c - a bounded printf subset. Pure. */
#include "log.h"
#include "str.h"

struct sink {
	char *out;
	size_t used, size;
};

static void put(struct sink *s, char c)
{
	if (s->used + 1 < s->size)
		s->out[s->used++] = c;
}

static void put_padded(struct sink *s, const char *text, size_t len, size_t width, char pad)
{
	for (size_t i = len; i < width; i++)
		put(s, pad);
	for (size_t i = 0; i < len; i++)
		put(s, text[i]);
}

static void put_number(struct sink *s, u64 value, unsigned int base, size_t width, char pad)
{
	char digits[24];
	size_t n = sizeof(digits);

	do {
		digits[--n] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);
	put_padded(s, digits + n, sizeof(digits) - n, width, pad);
}

static void put_signed(struct sink *s, int value, size_t width, char pad)
{
	if (value < 0)
		put(s, '-');
	put_number(s, value < 0 ? (u64)-(long)value : (u64)value, 10, width, pad);
}

static const char *put_argument(struct sink *s, const char *f, va_list *args)
{
	char pad = *f == '0' ? '0' : ' ';
	size_t width = (size_t)str_number(*f == '0' ? f + 1 : f, &f);
	bool is_long = *f == 'l';
	const char *text;

	while (*f == 'l')
		f++;
	switch (*f) {
	case 's':
		text = va_arg(*args, const char *);
		put_padded(s, text, str_len(text), 0, ' ');
		for (size_t i = str_len(text); i < width; i++)
			put(s, ' ');
		break;
	case 'c':
		put(s, (char)va_arg(*args, int));
		break;
	case 'd':
		put_signed(s, va_arg(*args, int), width, pad);
		break;
	case 'u':
	case 'x':
		put_number(s, is_long ? va_arg(*args, u64) : va_arg(*args, u32),
			   *f == 'x' ? 16 : 10, width, pad);
		break;
	default:
		put(s, *f);
	}
	return f + 1;
}

void format(char *out, size_t out_bytes, const char *fmt, va_list args)
{
	struct sink s = { out, 0, out_bytes };
	va_list copy;

	va_copy(copy, args);
	while (*fmt) {
		if (*fmt == '%')
			fmt = put_argument(&s, fmt + 1, &copy);
		else
			put(&s, *fmt++);
	}
	va_end(copy);
	if (out_bytes)
		out[s.used] = 0;
}
