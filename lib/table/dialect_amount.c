#include "base/ascii.h"
#include "table/dialect.h"

#include "base/banned.h"

/* Marks and signs that a cell may have, some of them outside ASCII. */

static const char no_break[] = "\xc2\xa0", narrow[] = "\xe2\x80\xaf", minus[] = "\xe2\x88\x92",
		  apostrophe[] = "\xe2\x80\x99";

static bool take_front(struct slice *s, const char *word)
{
	size_t n = strlen(word);

	if (s->n < n || memcmp(s->p, word, n) != 0)
		return false;
	s->p += n;
	s->n -= n;
	return true;
}

static bool take_back(struct slice *s, const char *word)
{
	size_t n = strlen(word);

	if (s->n < n || memcmp(s->p + s->n - n, word, n) != 0)
		return false;
	s->n -= n;
	return true;
}

struct slice dialect_trim(struct slice s)
{
	do
		s = slice_trim(s);
	while (take_front(&s, no_break) || take_front(&s, narrow) || take_back(&s, no_break) ||
	       take_back(&s, narrow));
	return s;
}

static bool take_code(struct slice *s, struct slice *currency)
{
	const struct slice front = {s->p, 3}, back = {s->p + s->n - 3, 3};

	if (s->n <= 3)
		return false;
	if (is_letter(front.p[0]) && currency_decimals(front) >= 0) {
		*currency = front;
		*s = (struct slice){s->p + 3, s->n - 3};
		return true;
	}
	if (is_letter(back.p[2]) && currency_decimals(back) >= 0) {
		*currency = back;
		s->n -= 3;
		return true;
	}
	return false;
}

static bool take_currency(struct slice *s, struct slice *currency)
{
	/* A symbol that several have stands for itself. */
	static const char *const symbols[][2] = {{"\xe2\x82\xac", "EUR"}, {"$", "$"},
	    {"\xc2\xa3", "GBP"}, {"\xc2\xa5", "\xc2\xa5"}, {"Fr.", "CHF"}};

	for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++) {
		if (!take_front(s, symbols[i][0]) && !take_back(s, symbols[i][0]))
			continue;
		*currency = slice_of(symbols[i][1]);
		return true;
	}
	return take_code(s, currency);
}

/* -5, 5-, (5), 5 CR are below zero. */
static bool take_sign(struct slice *s, bool *negative)
{
	if (take_front(s, "-") || take_front(s, minus) || take_back(s, "-") || take_back(s, "CR") ||
	    take_back(s, "Cr") || take_back(s, "cr")) {
		*negative = true;
		return true;
	}
	if (take_front(s, "+") || take_back(s, "DR") || take_back(s, "Dr") || take_back(s, "dr"))
		return true;
	if (s->n > 2 && s->p[0] == '(' && s->p[s->n - 1] == ')') {
		*s = (struct slice){s->p + 1, s->n - 2};
		*negative = true;
		return true;
	}
	return false;
}

/* An amount's cell in its parts. */
struct stripped {
	struct slice body; /* the digits and marks alone */
	bool negative;
	struct slice currency; /* as dialect_tell_currency has it */
};

/* False when there is more than one sign or currency. */
static bool strip_amount(struct slice cell, struct stripped *out)
{
	int signs = 0, currencies = 0;
	struct slice *body = &out->body;

	*out = (struct stripped){.body = cell, .currency = SLICE_LIT("")};
	if (cell.n > 0 && is_digit(cell.p[0]) && is_digit(cell.p[cell.n - 1]))
		return true;
	for (*body = dialect_trim(cell);; *body = dialect_trim(*body)) {
		if (take_sign(body, &out->negative))
			signs++;
		else if (take_currency(body, &out->currency))
			currencies++;
		else
			return signs <= 1 && currencies <= 1;
	}
}

/* The thousands mark at p as one character; 0 when there is none. */
static char mark_at(struct slice s, size_t *length)
{
	*length = 1;
	if (s.p[0] == '.' || s.p[0] == ',' || s.p[0] == ' ' || s.p[0] == '\'')
		return s.p[0];
	if (take_front(&s, no_break))
		*length = 2;
	else if (take_front(&s, narrow) || take_front(&s, apostrophe))
		*length = 3;
	else
		return 0;
	return s.p[-1] == apostrophe[2] ? '\'' : ' ';
}

enum { DIGITS_MOST = 30 };

/*
 * The digits before the decimal mark, without their thousands marks: one kind
 * of mark, threes behind it (or twos and a last three, as in India). Returns
 * how many digits there are; 0 when it is no such number.
 */
static size_t read_whole(const struct dialect *t, struct slice s, char digits[DIGITS_MOST])
{
	size_t n = 0, group = 0, length;
	char mark = 0;

	for (size_t i = 0; i < s.n; i += length) {
		struct slice rest = {s.p + i, s.n - i};

		length = 1;
		if (is_digit(s.p[i])) {
			if (n == DIGITS_MOST)
				return 0;
			digits[n++] = s.p[i];
			group++;
			continue;
		}
		char this = mark_at(rest, &length);

		if (this == 0 || (mark != 0 && this != mark) || this == t->decimal_mark ||
		    (t->thousands != MARK_ANY && this != t->thousands) || group == 0 || group > 3 ||
		    (mark != 0 && group < 2))
			return 0;
		mark = this;
		group = 0;
	}
	return mark == 0 || group == 3 ? n : 0;
}

static bool has_mark(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '.' || s.p[i] == ',')
			return true;
	return false;
}

static bool is_scientific(struct slice s)
{
	for (size_t i = 1; i + 1 < s.n; i++)
		if ((s.p[i] == 'E' || s.p[i] == 'e') && is_digit(s.p[i - 1]) &&
		    (is_digit(s.p[i + 1]) || s.p[i + 1] == '+' || s.p[i + 1] == '-'))
			return true;
	return false;
}

/* Behind the decimal mark: digits, and zeros alone where the currency has no more. */
static bool read_part(struct slice part, int decimals, struct slice *out, const char **why)
{
	for (size_t i = 0; i < part.n; i++)
		if (!is_digit(part.p[i]))
			return false;
	while (part.n > (size_t)decimals && part.p[part.n - 1] == '0')
		part.n--;
	*out = part;
	if (part.n <= (size_t)decimals)
		return true;
	*why = "has more decimals than its currency";
	return false;
}

static bool read_amount(const struct dialect *t, struct slice body, bool negative, int decimals,
    money *out, const char **why)
{
	char text[2 * DIGITS_MOST + 4];
	struct slice whole = body, part = {0};
	const char *mark = NULL;
	size_t n = 0;

	if (t->decimal_mark != MARK_ANY && body.n > 0)
		mark = memchr(body.p, t->decimal_mark, body.n);
	if (mark) {
		whole.n = (size_t)(mark - body.p);
		part = (struct slice){mark + 1, body.n - whole.n - 1};
		if (part.n == 0 || !read_part(part, decimals, &part, why))
			return false;
	}
	if (negative)
		text[n++] = '-';
	size_t digits = read_whole(t, whole, text + n);

	if (digits == 0)
		return false;
	n += digits;
	if (part.n > 0) {
		text[n++] = '.';
		memcpy(text + n, part.p, part.n);
		n += part.n;
	}
	*why = "is larger than an amount can be";
	return money_parse((struct slice){text, n}, decimals, out);
}

/*
 * What most exports write needs no taking apart: digits, a decimal mark and a sign before
 * them. False: it is something else, or no amount; dialect_amount reads those the same way too.
 */
static bool read_plain(const struct dialect *t, struct slice cell, int decimals, money *out)
{
	char text[DIGITS_MOST];

	if (t->decimal_mark == '.')
		return money_parse(cell, decimals, out);
	if (t->decimal_mark == MARK_ANY || cell.n > sizeof text)
		return false;
	for (size_t i = 0; i < cell.n; i++) {
		if (cell.p[i] == '.')
			return false;
		text[i] = cell.p[i] == t->decimal_mark ? '.' : cell.p[i];
	}
	return money_parse((struct slice){text, cell.n}, decimals, out);
}

bool dialect_amount(
    const struct dialect *t, struct slice cell, int decimals, money *out, const char **why)
{
	struct stripped s;

	if (read_plain(t, cell, decimals, out))
		return true;
	*why = "is not an amount";
	if (!strip_amount(cell, &s))
		return false;
	if (s.body.n == 0)
		*why = "is empty; an amount must stand here";
	else if (is_scientific(s.body))
		*why = "is a number that a spreadsheet changed; its last digits may be lost";
	else if (t->decimal_mark == MARK_ANY && has_mark(s.body))
		*why = "can be read as an amount in two ways";
	else
		return read_amount(t, s.body, s.negative, decimals, out, why);
	return false;
}

char dialect_tell_mark(struct slice cell)
{
	struct stripped s;
	struct slice body;
	const char *last = NULL;
	size_t points = 0, commas = 0, before, behind;

	if (!strip_amount(cell, &s))
		return 0;
	body = s.body;
	for (size_t i = 0; i < body.n; i++) {
		points += body.p[i] == '.';
		commas += body.p[i] == ',';
		if (body.p[i] == '.' || body.p[i] == ',')
			last = body.p + i;
		else if (is_letter(body.p[i]))
			return 0;
	}
	if (!last)
		return 0;
	if (points > 0 && commas > 0)
		return *last;
	/* Two of a kind, and threes behind: a thousands mark, so the other is the decimal mark. */
	if (points + commas > 1)
		return points > 0 ? ',' : '.';
	before = (size_t)(last - body.p);
	behind = body.n - before - 1;
	/* No number begins with a group of zeros or of more than three digits. */
	return behind == 3 && before > 0 && before <= 3 && body.p[0] != '0' ? '?' : *last;
}

bool dialect_tell_below_zero(struct slice cell)
{
	struct stripped s;

	return strip_amount(cell, &s) && s.negative;
}

struct slice dialect_tell_currency(struct slice cell)
{
	struct stripped s;

	if (cell.n == 0 ||
	    (is_digit(cell.p[cell.n - 1]) && (is_digit(cell.p[0]) || cell.p[0] == '-')))
		return SLICE_LIT("");
	return strip_amount(cell, &s) ? s.currency : SLICE_LIT("");
}
