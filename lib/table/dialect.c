#include "table/dialect.h"

#include "base/banned.h"

/* Blanks, marks and signs that a cell may have, some of them outside ASCII. */

static const char no_break[] = "\xc2\xa0", narrow[] = "\xe2\x80\xaf", minus[] = "\xe2\x88\x92",
		  apostrophe[] = "\xe2\x80\x99";

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

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

static struct slice trim(struct slice s)
{
	do
		s = slice_trim(s);
	while (take_front(&s, no_break) || take_front(&s, narrow) || take_back(&s, no_break) ||
	       take_back(&s, narrow));
	return s;
}

/* Amounts. */

static bool take_currency(struct slice *s)
{
	static const char *const symbols[] = {"\xe2\x82\xac", "$", "\xc2\xa3", "\xc2\xa5", "Fr."};

	for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++)
		if (take_front(s, symbols[i]) || take_back(s, symbols[i]))
			return true;
	if (s->n > 3 && currency_decimals((struct slice){s->p, 3}) >= 0) {
		*s = (struct slice){s->p + 3, s->n - 3};
		return true;
	}
	if (s->n > 3 && currency_decimals((struct slice){s->p + s->n - 3, 3}) >= 0) {
		s->n -= 3;
		return true;
	}
	return false;
}

/* -5, 5-, (5), 5 CR are below zero. */
static bool take_sign(struct slice *s, bool *negative)
{
	if (take_front(s, "-") || take_front(s, minus) || take_back(s, "-") || take_back(s, "CR") ||
	    take_back(s, "Cr")) {
		*negative = true;
		return true;
	}
	if (take_front(s, "+") || take_back(s, "DR") || take_back(s, "Dr"))
		return true;
	if (s->n > 2 && s->p[0] == '(' && s->p[s->n - 1] == ')') {
		*s = (struct slice){s->p + 1, s->n - 2};
		*negative = true;
		return true;
	}
	return false;
}

/* The digits and marks alone; false when there is more than one sign or currency. */
static bool strip_amount(struct slice cell, struct slice *body, bool *negative)
{
	int signs = 0, currencies = 0;

	*negative = false;
	for (*body = trim(cell);; *body = trim(*body)) {
		if (take_sign(body, negative))
			signs++;
		else if (take_currency(body))
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
	*why = "has more decimals than its currency";
	return part.n <= (size_t)decimals;
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

bool dialect_amount(
    const struct dialect *t, struct slice cell, int decimals, money *out, const char **why)
{
	struct slice body;
	bool negative;

	/* What most exports write needs no taking apart. */
	if (t->decimal_mark == '.' && money_parse(cell, decimals, out))
		return true;
	*why = "is not an amount";
	if (!strip_amount(cell, &body, &negative))
		return false;
	if (body.n == 0)
		*why = "is empty; an amount must stand here";
	else if (is_scientific(body))
		*why = "is a number that a spreadsheet changed; its last digits may be lost";
	else if (t->decimal_mark == MARK_ANY && has_mark(body))
		*why = "can be read as an amount in two ways";
	else
		return read_amount(t, body, negative, decimals, out, why);
	return false;
}

char dialect_tell_mark(struct slice cell)
{
	struct slice body;
	bool negative;
	const char *last = NULL;
	size_t points = 0, commas = 0, before, behind;

	if (!strip_amount(cell, &body, &negative))
		return 0;
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

/* Dates. */

/* A part of a date: a number with its count of digits, or a month by name (digits 0). */
struct part {
	int number, digits;
};

/* The beginnings of the months' names in nl, de, fr and en. */
static int month_named(struct slice s)
{
	static const struct {
		const char *name;
		int month;
	} names[] = {{"jan", 1}, {"feb", 2}, {"fev", 2}, {"f\xc3\xa9v", 2}, {"mar", 3}, {"maa", 3},
	    {"mrt", 3}, {"m\xc3\xa4r", 3}, {"apr", 4}, {"avr", 4}, {"mei", 5}, {"mai", 5},
	    {"may", 5}, {"jun", 6}, {"juin", 6}, {"jul", 7}, {"juil", 7}, {"aug", 8},
	    {"ao\xc3\xbb", 8}, {"aou", 8}, {"sep", 9}, {"okt", 10}, {"oct", 10}, {"nov", 11},
	    {"dec", 12}, {"dez", 12},
	    {"d\xc3\xa9"
	     "c",
		12}};
	char lower[16];
	size_t n = s.n < sizeof lower ? s.n : sizeof lower;

	for (size_t i = 0; i < n; i++)
		lower[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + 32 : s.p[i]);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (n >= strlen(names[i].name) &&
		    memcmp(lower, names[i].name, strlen(names[i].name)) == 0)
			return names[i].month;
	return 0;
}

/* The next part, up to a separator (- / . , blank); what follows stays in *s. */
static bool take_part(struct slice *s, struct part *out)
{
	struct slice word = {s->p, 0};

	*out = (struct part){0};
	while (word.n < s->n && is_digit(s->p[word.n]) && word.n < 9) {
		out->number = out->number * 10 + (s->p[word.n] - '0');
		word.n++;
	}
	out->digits = (int)word.n;
	if (word.n == 0) {
		while (word.n < s->n && (is_letter(s->p[word.n]) || (s->p[word.n] & 0x80)))
			word.n++;
		out->number = month_named(word);
	}
	*s = (struct slice){s->p + word.n, s->n - word.n};
	return word.n > 0 && out->number > 0;
}

static bool take_separator(struct slice *s)
{
	size_t n = 0;

	while (n < s->n && n < 2 && memchr("-/., ", s->p[n], 5))
		n++;
	*s = (struct slice){s->p + n, s->n - n};
	return n > 0;
}

/* "", or a time: "T00:00:00Z", " 08:15 AM". */
static bool is_time(struct slice s)
{
	bool colon = false;

	if (s.n == 0)
		return true;
	if (s.p[0] != ' ' && s.p[0] != 'T')
		return false;
	for (size_t i = 1; i < s.n; i++) {
		colon |= s.p[i] == ':';
		if (!is_digit(s.p[i]) && !memchr(":.+-Z APMapm", s.p[i], 12))
			return false;
	}
	return colon;
}

static bool split_date(struct slice s, struct part parts[3])
{
	for (int i = 0; i < 3; i++)
		if ((i > 0 && !take_separator(&s)) || !take_part(&s, &parts[i]))
			return false;
	return is_time(s);
}

/* 20261122 as three parts. */
static bool split_compact(struct slice s, struct part parts[3])
{
	struct part all;

	if (s.n != 8 || !take_part(&s, &all) || all.digits != 8)
		return false;
	parts[0] = (struct part){all.number / 10000, 4};
	parts[1] = (struct part){all.number / 100 % 100, 2};
	parts[2] = (struct part){all.number % 100, 2};
	return true;
}

/* The order of the parts where it shows: a year of four digits first, or a month by its name. */
static enum date_order plain_order(const struct part parts[3])
{
	if (parts[0].digits == 4)
		return DATES_YMD;
	if (parts[1].digits == 0)
		return DATES_DMY;
	return parts[0].digits == 0 ? DATES_MDY : DATES_ANY;
}

static date date_in_order(const struct part p[3], enum date_order order)
{
	static const int places[][3] = {{0, 0, 0}, {0, 1, 2}, {2, 1, 0}, {2, 0, 1}};
	const int *at = places[order];
	struct part year = p[at[0]];

	if (year.digits == 2)
		year.number += year.number < 70 ? 2000 : 1900;
	else if (year.digits != 4)
		return DATE_NONE;
	if (p[at[1]].digits > 2 || p[at[2]].digits == 0 || p[at[2]].digits > 2)
		return DATE_NONE;
	return date_from_civil(year.number, p[at[1]].number, p[at[2]].number);
}

/* 46292 or 46292.5: days since 30 December 1899. */
static bool is_day_number(struct slice s)
{
	size_t n = 0;

	while (n < s.n && is_digit(s.p[n]))
		n++;
	return n == 5 && (n == s.n || s.p[n] == '.' || s.p[n] == ',');
}

bool dialect_date(const struct dialect *t, struct slice cell, date *out, const char **why)
{
	struct part parts[3];
	enum date_order order;
	bool either;
	date d;

	if (date_parse(cell, out))
		return true;
	cell = trim(cell);
	*why = is_day_number(cell) ? "is a spreadsheet's day number, not a date: give the column a "
				     "date's format and save it again"
				   : "is not a date";
	if (!split_compact(cell, parts) && !split_date(cell, parts))
		return false;
	order = plain_order(parts);
	if (order == DATES_ANY)
		order = t->dates;
	if (order == DATES_ANY) {
		order = dialect_tell_dates(cell, &either);
		*why = "can be read as a date in two ways";
		/* 05/05/2026 reads the same either way. */
		if (order == DATES_ANY && !either)
			order = DATES_DMY;
	}
	if (order == DATES_ANY)
		return false;
	d = date_in_order(parts, order);
	if (d == DATE_NONE) {
		*why = "is not a date";
		return false;
	}
	*out = d;
	return true;
}

enum date_order dialect_tell_dates(struct slice cell, bool *either)
{
	struct part parts[3];
	date day_first, month_first;

	*either = false;
	cell = trim(cell);
	if (!split_date(cell, parts) || plain_order(parts) != DATES_ANY)
		return DATES_ANY;
	day_first = date_in_order(parts, DATES_DMY);
	month_first = date_in_order(parts, DATES_MDY);
	/* Nobody writes a month first and points: 11.12.2026. */
	if (day_first != DATE_NONE && memchr(cell.p, '.', cell.n))
		return DATES_DMY;
	if (day_first != DATE_NONE && month_first != DATE_NONE) {
		*either = day_first != month_first;
		return DATES_ANY;
	}
	return day_first != DATE_NONE	  ? DATES_DMY
	       : month_first != DATE_NONE ? DATES_MDY
					  : DATES_ANY;
}
