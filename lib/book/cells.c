#include "book/cells.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { DECIMALS = 2 /* where no currency is named */ };

void cells_open(struct cells *c, const struct layout *l, const struct profile *p)
{
	*c = (struct cells){
	    .layout = l, .profile = p, .ledger_date = DATE_NONE, .decimals = DECIMALS};
	c->cells = mem_array(l->count, sizeof *c->cells);
}

void cells_free(struct cells *c)
{
	for (size_t i = 0; c->cells && i < c->layout->count; i++)
		buf_free(&c->cells[i].clean);
	free(c->cells);
	*c = (struct cells){0};
}

__attribute__((format(printf, 3, 4))) static void fault(
    struct cells *c, size_t column, const char *fmt, ...)
{
	struct buf sentence = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&sentence, fmt, ap);
	va_end(ap);
	c->fault(c->context, column, buf_string(&sentence));
	buf_free(&sentence);
}

/* Picking and translating. */

static struct slice pick(const struct layout_column *column, const struct slice *fields)
{
	for (size_t i = 0; i < column->nfrom; i++)
		if (fields[column->from[i]].n > 0)
			return fields[column->from[i]];
	return SLICE_LIT("");
}

static const struct profile_value *find_value(const struct profile_column *p, struct slice text)
{
	const struct profile_value *any = NULL;

	for (const struct profile_value *v = p->values; v; v = v->next) {
		if (slice_equal(v->from, text))
			return v;
		if (slice_is(v->from, "*"))
			any = v;
	}
	return text.n > 0 ? any : NULL;
}

static struct slice translate(const struct profile_column *p, struct slice text)
{
	const struct profile_value *v = p ? find_value(p, text) : NULL;

	if (v)
		text = v->to;
	return text.n == 0 && p && p->constant.p ? p->constant : text;
}

static void pick_all(struct cells *c, const struct slice *fields)
{
	for (size_t i = 0; i < c->layout->count; i++) {
		const struct layout_column *column = &c->layout->columns[i];

		c->cells[i].raw = pick(column, fields);
		c->cells[i].text = translate(column->column, c->cells[i].raw);
		c->cells[i].amount = 0;
	}
}

bool cells_are_no_item(const struct cells *c, const struct slice *fields)
{
	for (size_t i = 0; i < c->layout->count; i++) {
		const struct layout_column *column = &c->layout->columns[i];

		if (column->field && column->nfrom > 0 &&
		    (column->field->type == FIELD_KEY || column->field->type == FIELD_DATE ||
			column->field->type == FIELD_AMOUNT) &&
		    pick(column, fields).n > 0)
			return false;
	}
	return true;
}

/* Keys. */

/* Our keys hold no comma and no quote, so that cut, sort and join can work on them. */
static bool is_clean(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == ',' || s.p[i] == '"' || (unsigned char)s.p[i] < 0x20 ||
		    (s.p[i] == ' ' && (i == 0 || i + 1 == s.n || s.p[i + 1] == ' ')))
			return false;
	return true;
}

/* Without those, and with one blank where there were several. */
static struct slice clean_key(struct buf *b, struct slice s)
{
	buf_truncate(b, 0);
	for (size_t i = 0; i < s.n; i++) {
		bool blank = (unsigned char)s.p[i] <= ' ' || s.p[i] == ',';

		if (s.p[i] == '"' || (blank && (b->length == 0 || b->data[b->length - 1] == ' ')))
			continue;
		buf_add_char(b, blank ? ' ' : s.p[i]);
	}
	if (b->length > 0 && b->data[b->length - 1] == ' ')
		buf_truncate(b, b->length - 1);
	return buf_slice(b);
}

/* 2.0260701E+07: a number that a spreadsheet made of a long code. */
static bool is_scientific(struct slice s)
{
	size_t i = 0;

	while (i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '.' || s.p[i] == ','))
		i++;
	return i > 0 && i + 2 < s.n && (s.p[i] == 'E' || s.p[i] == 'e') && s.p[i + 1] == '+';
}

static void take_key(struct cells *c, size_t i)
{
	const struct layout_column *column = &c->layout->columns[i];
	struct cell *cell = &c->cells[i];

	if (!is_clean(cell->text))
		cell->text = clean_key(&cell->clean, cell->text);
	while (column->column && column->column->strip_zeros && cell->text.n > 1 &&
	       cell->text.p[0] == '0')
		cell->text = (struct slice){cell->text.p + 1, cell->text.n - 1};
	if (cell->text.n == 0 && ((int)i == c->layout->customer || (int)i == c->layout->invoice))
		fault(c, i, "is empty; it names the %.*s", SLICE_ARG(column->name));
	else if (is_scientific(cell->text))
		fault(c, i,
		    "\"%.*s\" is a number that a spreadsheet changed; its last digits are lost, "
		    "export the list again",
		    SLICE_ARG(cell->text));
}

/* Dates and words. */

/* How a date was read, where that can be why it is none. */
static const char *order_words(enum date_order order, const char *why)
{
	static const char *const words[] = {"", " (read as year, month, day)",
	    " (read as day, month, year)", " (read as month, day, year)"};

	return strcmp(why, "is not a date") == 0 ? words[order] : "";
}

static void take_date(struct cells *c, size_t i)
{
	struct cell *cell = &c->cells[i];
	const struct dialect *dialect = &c->profile->dialect;
	const char *why;
	date d;

	if ((int)i == c->layout->ledger_date && c->ledger_date != DATE_NONE) {
		date_format(c->ledger_date, cell->written);
	} else if (cell->text.n == 0) {
		return;
	} else if (dialect_date(dialect, cell->text, &d, &why)) {
		date_format(d, cell->written);
	} else {
		fault(c, i, "\"%.*s\" %s%s", SLICE_ARG(cell->text), why,
		    order_words(dialect->dates, why));
		return;
	}
	cell->text = slice_of(cell->written);
}

static void take_currency(struct cells *c)
{
	int i = c->layout->currency;
	struct slice text = i >= 0 ? c->cells[i].text : SLICE_LIT("");
	int decimals = text.n > 0 ? currency_decimals(text) : DECIMALS;

	c->decimals = decimals >= 0 ? decimals : DECIMALS;
	if (decimals < 0)
		fault(c, (size_t)i,
		    "\"%.*s\" is not a currency (ISO 4217, as EUR; a profile can translate it "
		    "under values)",
		    SLICE_ARG(text));
}

static void take_word(struct cells *c, size_t i)
{
	const struct layout_column *column = &c->layout->columns[i];
	struct slice text = c->cells[i].text;

	if (text.n > 0 && field_word(column->field->words, text) < 0)
		fault(c, i,
		    "\"%.*s\" is not known as a %.*s (%s); a profile can translate it under values",
		    SLICE_ARG(text), SLICE_ARG(column->name), column->field->words);
}

/* Amounts. */

bool cells_amount(const struct cells *c, struct slice text, money *out)
{
	const char *why;

	return dialect_amount(&c->profile->dialect, text, c->decimals, out, &why);
}

static bool is_kind(const struct cells *c, const char *kind)
{
	int i = c->layout->kind;

	return i >= 0 && slice_is(c->cells[i].text, kind);
}

static void apply_sign(const struct cells *c, money *amount)
{
	if (c->profile->sign == SIGN_REVERSE ||
	    (c->profile->sign == SIGN_BY_KIND && *amount > 0 &&
		(is_kind(c, "credit") || is_kind(c, "payment"))))
		*amount = -*amount;
}

static void take_amount(struct cells *c, size_t i)
{
	struct cell *cell = &c->cells[i];
	bool open = (int)i == c->layout->open_amount;
	const char *why;

	if (cell->text.n == 0 && !open)
		return;
	if (!dialect_amount(&c->profile->dialect, cell->text, c->decimals, &cell->amount, &why)) {
		if (cell->text.n == 0)
			fault(c, i, "%s", why);
		else
			fault(c, i, "\"%.*s\" %s", SLICE_ARG(cell->text), why);
		return;
	}
	if (open || (int)i == c->layout->amount)
		apply_sign(c, &cell->amount);
	if (open && cell->amount > 0 && is_kind(c, "credit"))
		fault(c, i,
		    "\"%.*s\" is above zero, but the row is a credit; \"sign: by-kind\" in a "
		    "profile "
		    "takes credits off",
		    SLICE_ARG(cell->text));
	cell->text =
	    (struct slice){cell->written, money_format(cell->amount, c->decimals, cell->written)};
}

/* All of them; the currency and the kind come before the amounts, which depend on them. */

static void take_one(struct cells *c, size_t i)
{
	const struct field *field = c->layout->columns[i].field;

	switch (field ? field->type : FIELD_TEXT) {
	case FIELD_KEY:
		take_key(c, i);
		break;
	case FIELD_DATE:
		take_date(c, i);
		break;
	case FIELD_AMOUNT:
		take_amount(c, i);
		break;
	case FIELD_WORD:
		take_word(c, i);
		break;
	case FIELD_CURRENCY: /* taken first */
	case FIELD_TEXT:
		break;
	}
}

void cells_take(struct cells *c, const struct slice *fields)
{
	pick_all(c, fields);
	take_currency(c);
	for (size_t i = 0; i < c->layout->count; i++)
		take_one(c, i);
}
