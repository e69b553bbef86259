#include "value/reference.h"

#include "base/ascii.h"
#include "value/mod97.h"

#include <stdio.h>
#include <string.h>

#include "base/banned.h"

enum {
	OGM_NUMBER = 10, /* digits before the two check digits */
	OGM_DIGITS = 12,
	RF_BEFORE = 4, /* RF and the check digits */
	RF_MOST = 21,
	NL_NUMBER = 15, /* digits after the check digit */
	NL_UNCHECKED = 7
};

static const char mistyped[] = "has wrong check digits (a character is mistyped)";

static bool are_digits(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!is_digit(p[i]))
			return false;
	return true;
}

static int two_digits(const char *p)
{
	return (p[0] - '0') * 10 + (p[1] - '0');
}

static void put_two_digits(char *to, int value)
{
	to[0] = (char)('0' + value / 10);
	to[1] = (char)('0' + value % 10);
}

/* The rules. */

static int ogm_check(const char *number)
{
	const int rest = mod97(0, number, OGM_NUMBER);

	return rest == 0 ? 97 : rest;
}

/* `rf` is the reference as it is written, n characters with the first four. */
static int rf_check(const char *rf, size_t n)
{
	return 98 - mod97(mod97(0, rf + RF_BEFORE, n - RF_BEFORE), "RF00", RF_BEFORE);
}

static char nl_check(const char *digits, size_t n)
{
	static const int weights[] = {2, 4, 8, 5, 10, 9, 7, 3, 6, 1}; /* from the right */
	int sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (digits[n - 1 - i] - '0') * weights[i % 10];
	const int check = 11 - sum % 11;

	return check == 11 ? '0' : check == 10 ? '1' : (char)('0' + check);
}

/* Making. */

/* The digits of the invoice, with zeros before them, `width` in all. */
static bool take_digits(struct slice invoice, size_t width, char *digits, const char **why)
{
	size_t n = 0;

	*why = "has no digit to make a reference of";
	for (size_t i = 0; i < invoice.n; i++) {
		if (!is_digit(invoice.p[i]))
			continue;
		*why = NULL;
		if (n == 0 && invoice.p[i] == '0')
			continue;
		if (n == width) {
			*why = width == OGM_NUMBER ? "has more digits than the 10 that an OGM holds"
						   : "has more digits than the 15 that an NL "
						     "reference holds";
			return false;
		}
		digits[n++] = invoice.p[i];
	}
	memmove(digits + width - n, digits, n);
	memset(digits, '0', width - n);
	return *why == NULL;
}

static void print_ogm(const char *digits, char text[REFERENCE_TEXT])
{
	snprintf(text, REFERENCE_TEXT, "+++%.3s/%.4s/%.5s+++", digits, digits + 3, digits + 7);
}

static bool make_ogm(struct slice invoice, char made[REFERENCE_TEXT], const char **why)
{
	char digits[OGM_DIGITS];

	if (!take_digits(invoice, OGM_NUMBER, digits, why))
		return false;
	put_two_digits(digits + OGM_NUMBER, ogm_check(digits));
	print_ogm(digits, made);
	return true;
}

static bool make_rf(struct slice invoice, char made[REFERENCE_TEXT], const char **why)
{
	size_t n = RF_BEFORE;

	for (size_t i = 0; i < invoice.n; i++) {
		const char c = to_upper(invoice.p[i]);

		if (!is_alphanumeric(c))
			continue;
		if (n == RF_BEFORE + RF_MOST) {
			*why = "has more letters and digits than the 21 that an RF reference holds";
			return false;
		}
		made[n++] = c;
	}
	*why = "has no letter or digit to make a reference of";
	if (n == RF_BEFORE)
		return false;
	memcpy(made, "RF", 2);
	put_two_digits(made + 2, rf_check(made, n));
	made[n] = '\0';
	return true;
}

static bool make_nl(struct slice invoice, char made[REFERENCE_TEXT], const char **why)
{
	if (!take_digits(invoice, NL_NUMBER, made + 1, why))
		return false;
	made[0] = nl_check(made + 1, NL_NUMBER);
	made[1 + NL_NUMBER] = '\0';
	return true;
}

enum reference_scheme reference_named(struct slice name)
{
	if (slice_is(name, "ogm"))
		return REFERENCE_OGM;
	if (slice_is(name, "rf"))
		return REFERENCE_RF;
	return slice_is(name, "nl") ? REFERENCE_NL : REFERENCE_NONE;
}

bool reference_make(
    enum reference_scheme scheme, struct slice invoice, char made[REFERENCE_TEXT], const char **why)
{
	switch (scheme) {
	case REFERENCE_OGM:
		return make_ogm(invoice, made, why);
	case REFERENCE_RF:
		return make_rf(invoice, made, why);
	case REFERENCE_NL:
		return make_nl(invoice, made, why);
	case REFERENCE_NONE:
		break;
	}
	*why = "needs a scheme";
	return false;
}

/* Checking. */

/* Without blanks, in upper case. Returns the length, which may be more than fits. */
static size_t compact(struct slice text, char to[REFERENCE_TEXT])
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == ' ' || text.p[i] == '\t')
			continue;
		if (n < REFERENCE_TEXT - 1)
			to[n] = to_upper(text.p[i]);
		n++;
	}
	to[n < REFERENCE_TEXT ? n : REFERENCE_TEXT - 1] = '\0';
	return n;
}

static bool check_rf(const char *s, size_t n, const char **why)
{
	for (size_t i = 0; i < n && i < REFERENCE_TEXT - 1; i++) {
		if (!is_alphanumeric(s[i])) {
			*why = "has a character that is no letter or digit";
			return false;
		}
	}
	if (n <= RF_BEFORE || n > RF_BEFORE + RF_MOST) {
		*why = "has not the 5 to 25 characters of an RF reference";
		return false;
	}
	*why = mistyped;
	/* That mod 97 holds is not enough: it does with 99 where 02 is right. */
	return is_digit(s[2]) && is_digit(s[3]) && two_digits(s + 2) == rf_check(s, n);
}

/* The twelve digits of what is written as an OGM, or could be one without its punctuation. */
static bool ogm_digits(const char *s, size_t n, char digits[OGM_DIGITS])
{
	if (n > 6 && (memcmp(s, "+++", 3) == 0 || memcmp(s, "***", 3) == 0)) {
		if (memcmp(s, s + n - 3, 3) != 0)
			return false;
		s += 3;
		n -= 6;
	}
	if (n == OGM_DIGITS) {
		memcpy(digits, s, OGM_DIGITS);
	} else {
		if (n != OGM_DIGITS + 2 || s[3] != '/' || s[8] != '/')
			return false;
		memcpy(digits, s, 3);
		memcpy(digits + 3, s + 4, 4);
		memcpy(digits + 7, s + 9, 5);
	}
	return are_digits(digits, OGM_DIGITS);
}

static bool check_nl(const char *s, size_t n, const char **why)
{
	*why = "is no OGM (+++090/9337/55493+++), RF or NL reference";
	if (n > NL_NUMBER + 1 || !are_digits(s, n))
		return false;
	if (n == NL_UNCHECKED)
		return true;
	if (n < 9 || n == 15)
		return false;
	*why = mistyped;
	if (n != NL_NUMBER + 1 && (size_t)(s[1] - '0') != (n - 2) % 10)
		return false;
	return s[0] == nl_check(s + 1, n - 1);
}

enum reference_scheme reference_check(
    struct slice text, char canonical[REFERENCE_TEXT], const char **why)
{
	char digits[OGM_DIGITS];
	const size_t n = compact(text, canonical);

	if (n == 0) {
		*why = "is empty";
		return REFERENCE_NONE;
	}
	if (canonical[0] == 'R' && canonical[1] == 'F')
		return check_rf(canonical, n, why) ? REFERENCE_RF : REFERENCE_NONE;
	if (n < REFERENCE_TEXT && ogm_digits(canonical, n, digits)) {
		if (two_digits(digits + OGM_NUMBER) == ogm_check(digits)) {
			print_ogm(digits, canonical);
			return REFERENCE_OGM;
		}
		*why = mistyped;
		if (n != OGM_DIGITS)
			return REFERENCE_NONE;
	}
	return check_nl(canonical, n, why) ? REFERENCE_NL : REFERENCE_NONE;
}
