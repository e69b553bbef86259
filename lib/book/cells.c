#include "book/cells.h"

#include "base/ascii.h"
#include "base/word.h"
#include "book/key.h"
#include "table/csv.h"

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
	struct slice text = SLICE_LIT("");

	for (size_t i = 0; i < column->nfrom; i++) {
		text = fields[column->from[i]];
		if (text.n > 0)
			break;
	}
	return text;
}

/* Most rows have what the row before had. */
static struct slice translate(
    struct cell *cell, const struct layout_column *column, struct slice raw)
{
	struct slice text;

	if (cell->known.p && slice_equal(raw, (struct slice){cell->had, cell->had_n}))
		return cell->known;
	text = profile_translate(column->column, raw);
	if (text.p != raw.p && raw.n <= sizeof cell->had) {
		memcpy(cell->had, raw.p, raw.n);
		cell->had_n = raw.n;
		cell->known = text;
		cell->word = false;
	}
	return text;
}

static void pick_all(struct cells *c, const struct slice *fields)
{
	const struct layout_column *column = c->layout->columns;
	const struct cell *end = c->cells + c->layout->count;

	for (struct cell *cell = c->cells; cell < end; cell++, column++) {
		const struct slice raw = pick(column, fields);

		cell->raw = raw;
		cell->text = column->translated ? translate(cell, column, raw) : raw;
		cell->plain = cell->text.n == 0;
		cell->amount = 0;
	}
}

bool cells_are_no_item(const struct cells *c, const struct slice *fields)
{
	for (size_t i = 0; i < c->layout->count; i++) {
		const struct layout_column *column = &c->layout->columns[i];

		if (column->nfrom > 0 &&
		    (column->type == FIELD_KEY || column->type == FIELD_DATE ||
			column->type == FIELD_AMOUNT) &&
		    pick(column, fields).n > 0)
			return false;
	}
	return true;
}

/* Keys. */

static void take_key(struct cells *c, size_t i)
{
	const struct layout_column *column = &c->layout->columns[i];
	struct cell *cell = &c->cells[i];

	const bool plain = key_is_plain(cell->text);

	if (!plain && !key_is_clean(cell->text))
		cell->text = key_clean(&cell->clean, cell->text);
	if (column->column && column->column->strip_zeros)
		cell->text = key_without_zeros(cell->text);
	cell->plain = true;
	if (cell->text.n == 0 && (int)i == c->layout->customer)
		fault(c, i, "is empty; it names the customer");
	else if (!plain && key_is_scientific(cell->text))
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
	bool given = (int)i == c->layout->ledger_date && c->ledger_date != DATE_NONE;
	const char *why;
	date d;

	if (given) {
		date_format(c->ledger_date, cell->written);
	} else if (cell->text.n == 0) {
		return;
	} else if (date_parse(cell->text, &d)) {
		cell->plain = true; /* written as we write it */
		return;
	} else if (dialect_date(dialect, cell->text, &d, &why)) {
		date_format(d, cell->written);
	} else {
		fault(c, i, "\"%.*s\" %s%s", SLICE_ARG(cell->text), why,
		    order_words(dialect->dates, why));
		return;
	}
	cell->text = slice_of(cell->written);
	cell->plain = true;
}

/* "eur" and a symbol that only one currency has. */
static void mend_currency(struct cell *cell)
{
	static const char *const symbols[][2] = {{"\xe2\x82\xac", "EUR"}, {"\xc2\xa3", "GBP"}};

	for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++)
		if (slice_is(cell->text, symbols[i][0]))
			cell->text = slice_of(symbols[i][1]);
	if (cell->text.n != 3)
		return;
	for (size_t i = 0; i < 3; i++)
		cell->written[i] = to_upper(cell->text.p[i]);
	cell->text = (struct slice){cell->written, 3};
}

static void take_currency(struct cells *c)
{
	int i = c->layout->currency;
	struct slice text;
	int decimals;

	if (i >= 0)
		mend_currency(&c->cells[i]);
	text = i >= 0 ? c->cells[i].text : SLICE_LIT("");
	decimals = text.n > 0 ? currency_decimals(text) : DECIMALS;
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
	struct cell *cell = &c->cells[i];
	struct slice text = cell->text;
	const bool known = text.p == cell->known.p;

	cell->plain = true;
	if (text.n == 0 || (known && cell->word))
		return;
	if (field_word(column->field->words, text) >= 0)
		cell->word = known;
	else
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

/* Whether text that money_parse took is written as money_format would write it. */
static bool is_as_we_write(struct slice text, money amount, int decimals)
{
	size_t sign = text.p[0] == '-';

	if (text.p[0] == '+' || (sign && amount == 0))
		return false;
	if (text.p[sign] == '0' && text.n > sign + 1 && text.p[sign + 1] != '.')
		return false;
	return decimals == 0 ||
	       (text.n > (size_t)decimals && text.p[text.n - (size_t)decimals - 1] == '.');
}

static bool read_amount(struct cells *c, size_t i)
{
	const struct dialect *dialect = &c->profile->dialect;
	struct cell *cell = &c->cells[i];
	const char *why;

	if (dialect->decimal_mark == '.' && money_parse(cell->text, c->decimals, &cell->amount)) {
		cell->plain = is_as_we_write(cell->text, cell->amount, c->decimals);
		return true;
	}
	if (dialect_amount(dialect, cell->text, c->decimals, &cell->amount, &why))
		return true;
	if (cell->text.n == 0)
		fault(c, i, "%s", why);
	else
		fault(c, i, "\"%.*s\" %s", SLICE_ARG(cell->text), why);
	return false;
}

/* "$" may be a dollar of any country, but not a euro. */
static bool may_be(struct slice named, struct slice currency)
{
	return slice_equal(named, currency) ||
	       (named.n < 3 && currency.n == 3 && field_word("EUR GBP CHF", currency) < 0);
}

/* An amount that names its currency must not be taken for one of another. */
static bool is_of_the_currency(struct cells *c, size_t i)
{
	struct slice named = dialect_tell_currency(c->cells[i].text);
	struct slice wanted =
	    c->layout->currency >= 0 ? c->cells[c->layout->currency].text : SLICE_LIT("");
	const bool by_column = wanted.n > 0;

	if (named.n == 0)
		return true;
	if (!by_column && c->named[0] == '\0')
		memcpy(c->named, named.p, named.n);
	if (!by_column)
		wanted = slice_of(c->named);
	if (may_be(named, wanted))
		return true;
	fault(c, i,
	    by_column ? "\"%.*s\" is not in the row's currency, which is %.*s"
		      : "\"%.*s\" is not in the currency of other rows, which is %.*s; "
			"no column tells the currency",
	    SLICE_ARG(c->cells[i].text), SLICE_ARG(wanted));
	return false;
}

static void take_amount(struct cells *c, size_t i)
{
	struct cell *cell = &c->cells[i];
	bool open = (int)i == c->layout->open_amount;
	money read;

	if ((cell->text.n == 0 && !open) || !read_amount(c, i) || !is_of_the_currency(c, i))
		return;
	read = cell->amount;
	if (open || (int)i == c->layout->amount)
		apply_sign(c, &cell->amount);
	if (open && cell->amount > 0 && is_kind(c, "credit"))
		fault(c, i,
		    "\"%.*s\" is above zero%s, but the row is a credit; \"sign: by-kind\" in a "
		    "profile takes credits off",
		    SLICE_ARG(cell->text),
		    c->profile->sign == SIGN_REVERSE ? " by \"sign: reverse\"" : "");
	if (cell->plain && cell->amount == read)
		return;
	cell->text =
	    (struct slice){cell->written, money_format(cell->amount, c->decimals, cell->written)};
	cell->plain = true;
}

/* All of them; the currency and the kind come before the amounts, which depend on them. */

static void take_one(struct cells *c, size_t i)
{
	switch (c->layout->columns[i].type) {
	case FIELD_DATE:
		take_date(c, i);
		break;
	case FIELD_AMOUNT:
		take_amount(c, i);
		break;
	case FIELD_WORD:
		take_word(c, i);
		break;
	default: /* keys and the currency are taken first, texts are as they are */
		break;
	}
}

void cells_take_keys(struct cells *c, const struct slice *fields)
{
	pick_all(c, fields);
	for (size_t i = 0; i < c->layout->count; i++)
		if (c->layout->columns[i].type == FIELD_KEY)
			take_key(c, i);
}

void cells_name_invoice(struct cells *c, const char *name)
{
	struct cell *cell = &c->cells[c->layout->invoice];

	buf_truncate(&cell->clean, 0);
	buf_add_string(&cell->clean, name);
	cell->text = buf_slice(&cell->clean);
}

void cells_take_rest(struct cells *c)
{
	take_currency(c);
	for (size_t i = 0; i < c->layout->count; i++)
		take_one(c, i);
}

/* Most are short: word by word, the last one over what is there already. There is room for one
 * more. */
static inline void put(char *to, struct slice text)
{
	enum { WORD = sizeof(uint64_t) };

	if (text.n < WORD) {
		word_store(to, word_load_few(text.p, text.n));
		return;
	}
	for (size_t i = 0; i < text.n - WORD; i += WORD)
		word_store(to + i, word_load(text.p + i));
	word_store(to + text.n - WORD, word_load(text.p + text.n - WORD));
}

/* Room is made for all of it, quoted and each quote doubled, before the first cell is put. */
void cells_write(const struct cells *c, struct buf *b)
{
	const struct cell *cell = c->cells, *end = cell + c->layout->count;
	size_t room = sizeof(uint64_t);

	for (; cell < end; cell++)
		room += 2 * cell->text.n + 3;
	buf_reserve(b, room);
	for (cell = c->cells; cell < end; cell++) {
		if (cell->plain && cell->text.n > 0) {
			put(b->data + b->length, cell->text);
			b->length += cell->text.n;
		} else {
			csv_add_field(b, cell->text);
		}
		b->data[b->length++] = ',';
	}
	b->data[b->length - 1] = '\n';
	b->data[b->length] = '\0';
}
