#include "value/iban.h"

#include "base/ascii.h"
#include "value/mod97.h"

#include <stdio.h>

#include "base/banned.h"

/*
 * The SWIFT IBAN registry: country, then the account number as groups of a
 * length and a kind: n digits, a letters, c letters or digits.
 */
static const struct country {
	char code[3];
	char structure[16];
} countries[] = {{"AD", "8n12c"}, {"AE", "19n"}, {"AL", "8n16c"}, {"AT", "16n"}, {"AZ", "4a20c"},
    {"BA", "16n"}, {"BE", "12n"}, {"BG", "4a6n8c"}, {"BH", "4a14c"}, {"BI", "23n"},
    {"BR", "23n1a1c"}, {"BY", "4c4n16c"}, {"CH", "5n12c"}, {"CR", "18n"}, {"CY", "8n16c"},
    {"CZ", "20n"}, {"DE", "18n"}, {"DJ", "23n"}, {"DK", "14n"}, {"DO", "4c20n"}, {"EE", "16n"},
    {"EG", "25n"}, {"ES", "20n"}, {"FI", "14n"}, {"FK", "2a12n"}, {"FO", "14n"}, {"FR", "10n11c2n"},
    {"GB", "4a14n"}, {"GE", "2a16n"}, {"GI", "4a15c"}, {"GL", "14n"}, {"GR", "7n16c"},
    {"GT", "24c"}, {"HN", "4a20n"}, {"HR", "17n"}, {"HU", "24n"}, {"IE", "4a14n"}, {"IL", "19n"},
    {"IQ", "4a15n"}, {"IS", "22n"}, {"IT", "1a10n12c"}, {"JO", "4a4n18c"}, {"KW", "4a22c"},
    {"KZ", "3n13c"}, {"LB", "4n20c"}, {"LC", "4a24c"}, {"LI", "5n12c"}, {"LT", "16n"},
    {"LU", "3n13c"}, {"LV", "4a13c"}, {"LY", "21n"}, {"MC", "10n11c2n"}, {"MD", "20c"},
    {"ME", "18n"}, {"MK", "3n10c2n"}, {"MN", "16n"}, {"MR", "23n"}, {"MT", "4a5n18c"},
    {"MU", "4a19n3a"}, {"NI", "4a20n"}, {"NL", "4a10n"}, {"NO", "11n"}, {"OM", "3n16c"},
    {"PK", "4a16c"}, {"PL", "24n"}, {"PS", "4a21c"}, {"PT", "21n"}, {"QA", "4a21c"},
    {"RO", "4a16c"}, {"RS", "18n"}, {"RU", "14n15c"}, {"SA", "2n18c"}, {"SC", "4a20n3a"},
    {"SD", "14n"}, {"SE", "20n"}, {"SI", "15n"}, {"SK", "20n"}, {"SM", "1a10n12c"}, {"SO", "19n"},
    {"ST", "21n"}, {"SV", "4a20n"}, {"TL", "19n"}, {"TN", "20n"}, {"TR", "6n16c"}, {"UA", "6n19c"},
    {"VA", "18n"}, {"VG", "4a16n"}, {"XK", "16n"}, {"YE", "4a4n18c"}};

static const struct country *find_country(const char *code)
{
	for (size_t i = 0; i < sizeof countries / sizeof countries[0]; i++)
		if (memcmp(countries[i].code, code, 2) == 0)
			return &countries[i];
	return NULL;
}

/* The next group of a structure; false at its end. */
static bool next_group(const char **structure, int *length, char *kind)
{
	for (*length = 0; is_digit(**structure); (*structure)++)
		*length = *length * 10 + (**structure - '0');
	*kind = **structure;
	if (*kind)
		(*structure)++;
	return *kind != '\0';
}

static size_t country_length(const struct country *c)
{
	const char *structure = c->structure;
	size_t total = 4;
	int length;
	char kind;

	while (next_group(&structure, &length, &kind))
		total += (size_t)length;
	return total;
}

/* p is as long as the structure says. */
static bool fits_structure(const char *structure, const char *p)
{
	int length;
	char kind;

	while (next_group(&structure, &length, &kind))
		for (; length > 0; length--, p++)
			if ((kind == 'n' && !is_digit(*p)) || (kind == 'a' && !is_upper(*p)))
				return false;
	return true;
}

static int two_digits(const char *p)
{
	return (p[0] - '0') * 10 + (p[1] - '0');
}

/* The last two of a Belgian number's twelve digits are the first ten mod 97, 97 for 0. */
static bool belgian_check(const char *number)
{
	const int rest = mod97(0, number, 10);

	return two_digits(number + 10) == (rest == 0 ? 97 : rest);
}

/* Without blanks, in upper case. Returns the length, which may be more than fits; *why says why
 * not. */
static size_t compact(struct slice text, char electronic[IBAN_TEXT], const char **why)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		const char c = to_upper(text.p[i]);

		if (c == ' ' || c == '\t')
			continue;
		if (!is_digit(c) && !is_upper(c)) {
			*why = "has a character that is no letter or digit";
			return 0;
		}
		if (n < IBAN_TEXT - 1)
			electronic[n] = c;
		n++;
	}
	electronic[n < IBAN_TEXT ? n : IBAN_TEXT - 1] = '\0';
	if (n < 4 || !is_upper(electronic[0]) || !is_upper(electronic[1])) {
		*why = "does not begin with a country's two letters";
		return 0;
	}
	return n;
}

bool iban_check(struct slice text, char electronic[IBAN_TEXT], const char **why)
{
	const struct country *country;
	size_t n = compact(text, electronic, why), wanted;

	if (n == 0)
		return false;
	country = find_country(electronic);
	if (!country) {
		*why = "begins with no country that has IBANs";
		return false;
	}
	wanted = country_length(country);
	if (n != wanted) {
		snprintf(electronic, IBAN_TEXT, "has %zu characters, %s has %zu",
		    n < 9999 ? n : (size_t)9999, country->code, wanted);
		*why = electronic;
		return false;
	}
	if (!is_digit(electronic[2]) || !is_digit(electronic[3]) ||
	    !fits_structure(country->structure, electronic + 4)) {
		*why = "has a letter or a digit where its country has none";
		return false;
	}
	/* From 02 to 98: mod 97 holds for 99 too where 02 is right, but nobody issues it. */
	if (two_digits(electronic + 2) < 2 || two_digits(electronic + 2) > 98 ||
	    mod97(mod97(0, electronic + 4, n - 4), electronic, 4) != 1) {
		*why = "has wrong check digits (a digit is mistyped)";
		return false;
	}
	if (memcmp(electronic, "BE", 2) == 0 && !belgian_check(electronic + 4)) {
		*why = "has a wrong Belgian account number (its last two digits)";
		return false;
	}
	return true;
}

void iban_print(const char *electronic, char printed[IBAN_PRINTED])
{
	size_t n = 0;

	for (size_t i = 0; i < IBAN_TEXT - 1 && electronic[i]; i++) {
		if (i > 0 && i % 4 == 0)
			printed[n++] = ' ';
		printed[n++] = electronic[i];
	}
	printed[n] = '\0';
}

bool bic_check(struct slice text)
{
	if (text.n != 8 && text.n != 11)
		return false;
	for (size_t i = 0; i < text.n; i++)
		if (!is_upper(text.p[i]) && (i < 6 || !is_digit(text.p[i])))
			return false;
	return true;
}
