#include "table/where.h"

#include "base/ascii.h"
#include "base/mem.h"
#include "value/date.h"

#include <fnmatch.h>
#include <stdlib.h>

#include "base/banned.h"

/* Numbers of any length, compared digit by digit. */

struct number {
	bool negative;
	bool code;	    /* leading zeros: more likely a code than a quantity */
	size_t places;	    /* digits before the point, as written */
	struct slice whole; /* without leading zeros */
	struct slice part;  /* after the point, without trailing zeros */
};

static size_t count_digits(struct slice s)
{
	size_t n = 0;

	while (n < s.n && is_digit(s.p[n]))
		n++;
	return n;
}

static struct slice skip(struct slice s, size_t n)
{
	return (struct slice){s.p + n, s.n - n};
}

static bool read_number(struct slice s, struct number *out)
{
	struct number x = {0};

	if (s.n > 0 && (s.p[0] == '-' || s.p[0] == '+')) {
		x.negative = s.p[0] == '-';
		s = skip(s, 1);
	}
	x.places = count_digits(s);
	if (x.places == 0)
		return false;
	x.whole = (struct slice){s.p, x.places};
	s = skip(s, x.places);
	if (s.n > 0) {
		if (s.p[0] != '.' || s.n == 1 || count_digits(skip(s, 1)) != s.n - 1)
			return false;
		x.part = skip(s, 1);
	}
	x.code = x.places > 1 && x.whole.p[0] == '0';
	while (x.whole.n > 0 && x.whole.p[0] == '0')
		x.whole = skip(x.whole, 1);
	while (x.part.n > 0 && x.part.p[x.part.n - 1] == '0')
		x.part.n--;
	if (x.whole.n == 0 && x.part.n == 0)
		x.negative = false;
	*out = x;
	return true;
}

static int compare_numbers(const struct number *a, const struct number *b)
{
	int order;

	if (a->negative != b->negative)
		return a->negative ? -1 : 1;
	if (a->whole.n != b->whole.n)
		order = a->whole.n < b->whole.n ? -1 : 1;
	else if ((order = slice_compare(a->whole, b->whole)) == 0)
		order = slice_compare(a->part, b->part);
	return a->negative ? -order : order;
}

/* Parsing. */

/* The operator at the beginning of s, with its length; 0 when there is none. */
static size_t read_operator(struct slice s, struct condition *c)
{
	static const struct {
		const char *text;
		int op;
	} operators[] = {{"!=", WHERE_NE}, {"<=", WHERE_LE}, {">=", WHERE_GE}, {"=", WHERE_EQ},
	    {"<", WHERE_LT}, {">", WHERE_GT}, {"~", WHERE_GLOB}};

	for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++) {
		size_t n = strlen(operators[i].text);

		if (s.n >= n && memcmp(s.p, operators[i].text, n) == 0) {
			c->op = operators[i].op;
			return n;
		}
	}
	return 0;
}

/* The text between double quotes, where two stand for one; NULL when the quotes do not pair. */
static char *unquote(struct slice s)
{
	char *value = mem_alloc(s.n);
	size_t n = 0;

	for (size_t i = 1; i + 1 < s.n; i++) {
		if (s.p[i] == '"' && (i + 2 >= s.n || s.p[++i] != '"')) {
			free(value);
			return NULL;
		}
		value[n++] = s.p[i];
	}
	return value;
}

static char *read_value(struct slice s, const char **why)
{
	char *value = NULL;

	*why = "the value's double quotes do not pair";
	if (s.n == 0 || s.p[0] != '"')
		value = mem_copy(s.p, s.n);
	else if (s.n >= 2 && s.p[s.n - 1] == '"')
		value = unquote(s);
	return value;
}

/* Three numbers with the same mark between them, one end of which is a year: 31-12-2026. */
static bool looks_like_date(struct slice s)
{
	size_t digits[3] = {0};
	int part = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (is_digit(s.p[i]))
			digits[part]++;
		else if (strchr("-/.", s.p[i]) == NULL || s.p[i] == '\0' || ++part == 3)
			return false;
	}
	return part == 2 && digits[1] > 0 && digits[1] <= 2 &&
	       ((digits[0] == 4 && digits[2] <= 2) || (digits[0] <= 2 && digits[2] == 4));
}

/* Digits, and marks of which no number here has any: 1.000,50 */
static bool looks_like_number(struct slice s)
{
	const bool sign = s.n > 0 && (s.p[0] == '-' || s.p[0] == '+');
	bool digits = false, marks = false;

	for (size_t i = sign; i < s.n; i++) {
		if (!is_digit(s.p[i]) && (s.p[i] == '\0' || strchr(".,' ", s.p[i]) == NULL))
			return false;
		digits |= is_digit(s.p[i]);
		marks |= !is_digit(s.p[i]) && s.p[i] != '.';
	}
	return digits && marks;
}

/*
 * What is no date and no number is compared as text. Where it was to be one, that finds what nobody
 * meant: as text, 2026-01-01 comes before 31-12-2025.
 */
static const char *order_fault(struct slice value)
{
	date day;

	if (looks_like_date(value) && !date_parse(value, &day))
		return "a date is written as 2026-12-31, and there must be such a day";
	if (looks_like_number(value))
		return "a number is written as 1234.50, with no other mark";
	return NULL;
}

const char *condition_misfit(const struct condition *c, enum condition_kind kind)
{
	const struct slice value = slice_of(c->value);
	struct number number;
	date day;

	if (c->op == WHERE_GLOB || (value.n == 0 && (c->op == WHERE_EQ || c->op == WHERE_NE)))
		return NULL;
	if (kind == COMPARES_NUMBERS && !read_number(value, &number))
		return "the column holds numbers, and a number is written as 1234.50";
	if (kind == COMPARES_DATES && !date_parse(value, &day))
		return "the column holds dates, and a date is written as 2026-12-31";
	return NULL;
}

bool condition_parse(struct slice text, struct condition *c, const char **why)
{
	struct slice column = text, value;
	size_t at = 0, length = 0;

	while (at < text.n && strchr("=!<>~", text.p[at]) == NULL)
		at++;
	column.n = at;
	column = slice_trim(column);
	value = (struct slice){text.p + at, text.n - at};
	length = read_operator(value, c);
	if (length == 0) {
		*why = "it has no operator (=, !=, <, <=, >, >= or ~)";
		return false;
	}
	if (column.n == 0) {
		*why = "it names no column before the operator";
		return false;
	}
	value.p += length;
	value.n -= length;
	if (value.n > 0 && strchr("=<>~", value.p[0]) != NULL && value.p[0] != '\0') {
		*why = "the operators are =, !=, <, <=, >, >= and ~ (quote a value that begins so)";
		return false;
	}
	c->value = read_value(slice_trim(value), why);
	if (!c->value)
		return false;
	c->column = mem_copy(column.p, column.n);
	if (c->op == WHERE_EQ || c->op == WHERE_NE || c->op == WHERE_GLOB ||
	    (*why = order_fault(slice_of(c->value))) == NULL)
		return true;
	condition_free(c);
	return false;
}

void condition_free(struct condition *c)
{
	free(c->column);
	free(c->value);
	*c = (struct condition){0};
}

bool conditions_add(struct conditions *l, struct slice text, const char **why)
{
	l->all = mem_grow(l->all, l->count, &l->capacity, sizeof *l->all);
	if (!condition_parse(text, &l->all[l->count], why))
		return false;
	l->count++;
	return true;
}

void conditions_free(struct conditions *l)
{
	for (size_t i = 0; i < l->count; i++)
		condition_free(&l->all[i]);
	free(l->all);
	*l = (struct conditions){0};
}

void condition_tell(const struct condition *c, struct buf *out)
{
	static const char *const operators[] = {[WHERE_EQ] = "=",
	    [WHERE_NE] = "!=",
	    [WHERE_LT] = "<",
	    [WHERE_LE] = "<=",
	    [WHERE_GT] = ">",
	    [WHERE_GE] = ">=",
	    [WHERE_GLOB] = "~"};

	buf_printf(
	    out, "%s %s %s", c->column, operators[c->op], c->value[0] != '\0' ? c->value : "\"\"");
}

void conditions_tell(const struct condition *all, size_t count, struct buf *out)
{
	for (size_t i = 0; i < count; i++) {
		buf_add_string(out, i > 0 ? ", " : "");
		condition_tell(&all[i], out);
	}
}

/* Holding. */

static bool equal(struct slice field, struct slice value)
{
	struct number a, b;

	if (slice_equal(field, value))
		return true;
	if (!read_number(field, &a) || !read_number(value, &b))
		return false;
	if ((a.code || b.code) && a.places != b.places)
		return false;
	return compare_numbers(&a, &b) == 0;
}

static int compare(struct slice field, struct slice value)
{
	struct number a, b;

	if (read_number(field, &a) && read_number(value, &b))
		return compare_numbers(&a, &b);
	return slice_compare(field, value);
}

/* fnmatch(3) wants an end; a field is a piece of its record. */
static bool matches(const char *pattern, struct slice field)
{
	char small[256], *text = small;
	bool match;

	if (field.n >= sizeof small)
		text = mem_copy(field.p, field.n);
	else if (field.n > 0)
		memcpy(small, field.p, field.n);
	text[field.n] = '\0';
	match = fnmatch(pattern, text, 0) == 0;
	if (text != small)
		free(text);
	return match;
}

bool condition_holds(const struct condition *c, struct slice field)
{
	struct slice value = slice_of(c->value);

	switch (c->op) {
	case WHERE_EQ:
		return equal(field, value);
	case WHERE_NE:
		return !equal(field, value);
	case WHERE_LT:
		return field.n > 0 && compare(field, value) < 0;
	case WHERE_LE:
		return field.n > 0 && compare(field, value) <= 0;
	case WHERE_GT:
		return field.n > 0 && compare(field, value) > 0;
	case WHERE_GE:
		return field.n > 0 && compare(field, value) >= 0;
	case WHERE_GLOB:
		return matches(c->value, field);
	}
	return false;
}

int field_order(struct slice a, struct slice b)
{
	struct number x, y;
	const bool a_counts = read_number(a, &x), b_counts = read_number(b, &y);
	int order;

	if (a.n == 0 || b.n == 0)
		return (a.n > 0) - (b.n > 0);
	if (a_counts != b_counts)
		return a_counts ? -1 : 1;
	order = a_counts ? compare_numbers(&x, &y) : 0;
	/* Codes such as 010 and 10 are two, amounts such as 10 and 10.00 one. */
	return a_counts && !x.code && !y.code ? order : order != 0 ? order : slice_compare(a, b);
}
