#include "base/ascii.h"
#include "book/schema.h"
#include "value/address.h"

#include <string.h>

#include "base/banned.h"

enum { MOST_TEXT = 4096 };

/*
 * Whether a line break, a control character or a character that no text may hold begins at p: C0,
 * DEL, C1, U+2028, U+2029, U+FEFF, U+FFFE and U+FFFF.
 */
static bool is_control(const unsigned char *p, size_t left)
{
	if (p[0] < 0x20 || p[0] == 0x7f)
		return true;
	if (left >= 2 && p[0] == 0xc2)
		return p[1] < 0xa0;
	if (left < 3)
		return false;
	return (p[0] == 0xe2 && p[1] == 0x80 && (p[2] == 0xa8 || p[2] == 0xa9)) ||
	       (p[0] == 0xef && p[1] == 0xbb && p[2] == 0xbf) ||
	       (p[0] == 0xef && p[1] == 0xbf && p[2] >= 0xbe);
}

const char *wrong_line(struct slice text)
{
	if (text.n == 0)
		return "is empty: give it a value or leave the key out";
	if (text.n > MOST_TEXT)
		return "is too long";
	for (size_t i = 0; i < text.n; i++)
		if (is_control((const unsigned char *)text.p + i, text.n - i))
			return "holds a line break or a control character";
	return NULL;
}

const char *wrong_country(struct slice text)
{
	bool good = text.n == 2 && is_upper(text.p[0]) && is_upper(text.p[1]);
	return good ? NULL : "is not a country: two capital letters of ISO 3166, such as NL";
}

/* A language, and perhaps parts after it ("nl-vip"): it names a folder. */
const char *wrong_language(struct slice text)
{
	static const char words[] =
	    "is not a language: two or three small letters, and perhaps parts of letters and "
	    "digits, such as nl, nl-BE or nl-vip";
	struct slice rest = text, part;
	for (bool first = true; slice_cut(&rest, '-', &part); first = false) {
		if (part.n < (first ? 2 : 1) || part.n > (first ? 3 : 32))
			return words;
		for (size_t i = 0; i < part.n; i++) {
			char c = part.p[i];
			if (!(first ? is_lower(c) : is_alphanumeric(c) || c == '_'))
				return words;
		}
	}
	return NULL;
}

const char *wrong_bic(struct slice text)
{
	return bic_check(text) ? NULL : "is not a BIC: 8 or 11 letters and digits";
}

const char *wrong_address(struct slice text)
{
	const char *why;
	if (address_check(text, &why))
		return NULL;
	if (text.n > 0 &&
	    (memchr(text.p, ',', text.n) != NULL || memchr(text.p, ';', text.n) != NULL))
		return "is not one address alone";
	return why;
}

/* "Name <name@domain>", or the address alone. */
const char *wrong_mailbox(struct slice text)
{
	if (text.n == 0 || memchr(text.p, '<', text.n) == NULL)
		return wrong_address(text);
	if (text.p[text.n - 1] != '>')
		return "is not a mailbox: write Name <name@domain>";
	size_t at = text.n - 1; /* of the last <: a name in quotes may hold one */
	while (text.p[at] != '<')
		at--;
	struct slice name = {text.p, at}, rest = {text.p + at + 1, text.n - at - 2};
	if (slice_trim(name).n == 0)
		return "has no name before the <: write Name <name@domain>, or the address alone";
	return wrong_address(rest);
}

const char *wrong_law(struct slice text)
{
	static const char *const names[] = {"nl", "be", "de", "fr", "uk"};
	if (slice_among(text, names, sizeof names / sizeof names[0]) >= 0)
		return NULL;
	return "is not a law that is known: nl, be, de, fr or uk";
}

/* A name that stands in key columns, which hold no comma and no quote. */
const char *wrong_name(struct slice text)
{
	if (slice_trim(text).n != text.n)
		return "begins or ends with a blank";
	if (text.n > 0 &&
	    (memchr(text.p, ',', text.n) != NULL || memchr(text.p, '"', text.n) != NULL))
		return "holds a comma or a quote, which a name may not";
	return NULL;
}

/* A name that becomes part of a path. */
const char *wrong_file_name(struct slice text)
{
	if (text.n > 0 && (text.p[0] == '.' || text.p[0] == '-'))
		return "begins with a point or a hyphen, which this name may not";
	if (text.n > 0 && memchr(text.p, '/', text.n) != NULL)
		return "holds a slash, which this name may not";
	return wrong_name(text);
}

const char *wrong_delivery(struct slice text)
{
	return delivery_named(text) >= 0 ? NULL : "is not one of the choices: email, post or none";
}

const char *wrong_column(struct slice text)
{
	return wrong_name(text);
}
