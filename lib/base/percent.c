#include "base/percent.h"

#include "base/ascii.h"

#include "base/banned.h"

static bool is_plain(char c, const char *also)
{
	return is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~' ||
	       (c != '\0' && strchr(also, c));
}

void percent_encode(struct slice text, const char *also, struct buf *b)
{
	static const char digits[] = "0123456789ABCDEF";

	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if (is_plain(text.p[i], also)) {
			buf_add_char(b, text.p[i]);
			continue;
		}
		buf_add_char(b, '%');
		buf_add_char(b, digits[c >> 4]);
		buf_add_char(b, digits[c & 15]);
	}
}

static int hex_digit(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool percent_decode(struct slice text, const char *also, char *out, size_t *length)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] != '%') {
			if (!is_plain(text.p[i], also))
				return false;
			out[n++] = text.p[i];
			continue;
		}
		int high = i + 2 < text.n ? hex_digit(text.p[i + 1]) : -1;
		int low = high >= 0 ? hex_digit(text.p[i + 2]) : -1;
		if (low < 0)
			return false;
		out[n++] = (char)(high * 16 + low);
		i += 2;
	}
	*length = n;
	return true;
}
