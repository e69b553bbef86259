#include "book/item.h"

#include "base/ascii.h"
#include "book/key.h"
#include "book/meaning.h"

#include <string.h>

#include "base/banned.h"

/* dun-items(5): each column, and where its place is kept. */
static const struct meaning columns[] = {
#define AT(member) offsetof(struct item_columns, member)
    {"customer", AT(customer)},
    {"invoice", AT(invoice)},
    {"instalment", AT(instalment)},
    {"invoice_date", AT(invoice_date)},
    {"due_date", AT(due_date)},
    {"paid_date", AT(paid_date)},
    {"ledger_date", AT(ledger_date)},
    {"currency", AT(currency)},
    {"amount", AT(amount)},
    {"open_amount", AT(open_amount)},
    {"kind", AT(kind)},
    {"side", AT(side)},
    {"reminders", AT(reminders)},
    {"terms", AT(terms)},
    {"reference", AT(reference)},
    {"description", AT(description)},
    {"payment_method", AT(payment_method)},
    {"invoice_file", AT(invoice_file)},
    {"status", AT(status)},
    {"reminded_level", AT(reminded_level)},
    {"reminded_on", AT(reminded_on)},
#undef AT
};
enum { COLUMNS = sizeof columns / sizeof *columns };

const char *const item_kind_names[ITEM_KINDS] = {"invoice", "credit", "payment", "fee"};

bool item_has_column(const char *name)
{
	return meaning_has(columns, COLUMNS, name);
}

static void find_seldom(struct item_columns *c)
{
	const int seldom[] = {c->instalment, c->paid_date, c->ledger_date, c->kind, c->side,
	    c->reminders, c->reminded_on};

	c->nseldom = 0;
	for (size_t i = 0; i < sizeof seldom / sizeof *seldom; i++)
		if (seldom[i] >= 0)
			c->seldom[c->nseldom++] = seldom[i];
	c->quick = c->invoice_date >= 0 && c->due_date >= 0 && c->currency >= 0 && c->amount >= 0 &&
		   c->default_decimals > 0;
}

bool item_columns_find(struct item_columns *c, struct table *t, const char *default_currency)
{
	static const char *const needed[] = {"customer", "invoice", "open_amount"};
	bool ok = true;

	meaning_find(columns, COLUMNS, t, c);
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		ok &= table_need(t, needed[i]) >= 0;
	memcpy(c->default_currency, default_currency, 3);
	c->default_currency[3] = '\0';
	c->default_decimals = currency_decimals(slice_of(c->default_currency));
	find_seldom(c);
	return (c->due_date >= 0 || c->invoice_date >= 0 || table_need(t, "due_date") >= 0) && ok;
}

void item_key(struct buf *b, struct slice customer, struct slice invoice, struct slice instalment)
{
	const struct slice parts[] = {customer, invoice, instalment};

	buf_truncate(b, 0);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		buf_add_slice(b, parts[i]);
		buf_add_char(b, '\0');
	}
}

/* What a spreadsheet makes of a cell when it saves a table. */

static size_t skip_digits(struct slice s, size_t from)
{
	while (from < s.n && is_digit(s.p[from]))
		from++;
	return from;
}

/* 31-12-2026, 12/31/26, 31.12.2026 00:00 */
static bool is_local_date(struct slice s)
{
	const size_t first = skip_digits(s, 0);

	if (first == 0 || first > 2 || first == s.n || !strchr("-/.", s.p[first]))
		return false;
	const size_t second = skip_digits(s, first + 1);

	return second > first + 1 && second < s.n && s.p[second] == s.p[first] &&
	       skip_digits(s, second + 1) >= second + 3;
}

/* 46292: days since 30 December 1899. */
static bool is_day_number(struct slice s, date *day)
{
	enum { SERIAL_1970 = 25569, SERIAL_LEAST = 20000, SERIAL_MOST = 79999 };
	int serial = 0;

	if (s.n != 5 || skip_digits(s, 0) != 5)
		return false;
	for (size_t i = 0; i < s.n; i++)
		serial = serial * 10 + (s.p[i] - '0');
	*day = serial - SERIAL_1970;
	return serial >= SERIAL_LEAST && serial <= SERIAL_MOST;
}

static bool has(struct slice s, char c)
{
	return s.n > 0 && memchr(s.p, c, s.n) != NULL;
}

/* Faults. */

static bool bad_date(struct table *t, int column, struct slice text)
{
	date day;
	char iso[DATE_TEXT];

	if (is_day_number(text, &day)) {
		date_format(day, iso);
		table_fault(t, column,
		    "\"%.*s\" is not a date but a spreadsheet's day number; it stands for %s",
		    SLICE_ARG(text), iso);
	} else if (is_local_date(text)) {
		table_fault(t, column,
		    "\"%.*s\" is not a date (YYYY-MM-DD); where a spreadsheet changed the table, "
		    "import-ledger reads it back",
		    SLICE_ARG(text));
	} else {
		table_fault(t, column, "\"%.*s\" is not a date (YYYY-MM-DD)", SLICE_ARG(text));
	}
	return false;
}

static bool bad_amount(struct table *t, int column, struct slice text, const struct item *item)
{
	money ignored;

	if (text.n == 0)
		table_fault(t, column, "is empty; an amount must stand here");
	else if (key_is_scientific(text) || has(text, ','))
		table_fault(t, column,
		    "\"%.*s\" is not an amount (1234.50); where a spreadsheet changed the table, "
		    "import-ledger reads it back",
		    SLICE_ARG(text));
	else if (money_parse(text, 6, &ignored))
		table_fault(t, column, "\"%.*s\" has more decimals than %s has (%d)",
		    SLICE_ARG(text), item->currency, item->decimals);
	else
		table_fault(t, column, "\"%.*s\" is not an amount (1234.50)", SLICE_ARG(text));
	return false;
}

/* Cells. */

/* "+07" or "+107": looked for first, since hardly any name ends so. */
static bool ends_in_exponent(struct slice s)
{
	return s.n >= 5 && (s.p[s.n - 3] == '+' || s.p[s.n - 4] == '+');
}

static bool odd_key_cell(struct table *t, const struct row *row, int column, struct slice text)
{
	if (text.n == 0) {
		table_fault(t, column, "is empty");
		return false;
	}
	if (!row->bare && has(text, ',')) {
		table_fault(t, column,
		    "\"%.*s\" has a comma, which no customer or invoice may have", SLICE_ARG(text));
		return false;
	}
	if (ends_in_exponent(text) && key_is_scientific(text)) {
		table_fault(t, column,
		    "\"%.*s\" is a number that a spreadsheet changed; its last digits are lost, "
		    "take it from the ledger again",
		    SLICE_ARG(text));
		return false;
	}
	return true;
}

/* A part of the item's name: no comma, so that cut, sort and join can work on the first columns. */
static inline bool key_cell(
    struct table *t, const struct row *row, int column, bool may_be_empty, struct slice *out)
{
	*out = row_cell(row, column);
	if (out->n == 0 && may_be_empty)
		return true;
	return (out->n > 0 && row->bare && !ends_in_exponent(*out)) ||
	       odd_key_cell(t, row, column, *out);
}

static inline bool date_cell(struct table *t, const struct row *row, int column, date *out)
{
	*out = DATE_NONE;
	return column < 0 || row->fields[column].n == 0 || date_parse(row->fields[column], out) ||
	       bad_date(t, column, row->fields[column]);
}

static bool currency_cell(
    const struct item_columns *c, struct table *t, const struct row *row, struct item *item)
{
	const struct slice text = row_cell(row, c->currency);

	memcpy(item->currency, c->default_currency, sizeof(item->currency));
	item->decimals = c->default_decimals;
	if (text.n == 0 || (text.n == 3 && memcmp(text.p, item->currency, 3) == 0))
		return true;
	const int decimals = currency_decimals(text);

	if (decimals < 0) {
		table_fault(t, c->currency, "\"%.*s\" is not a currency (ISO 4217, as EUR)",
		    SLICE_ARG(text));
		return false;
	}
	memcpy(item->currency, text.p, 3);
	item->decimals = decimals;
	return true;
}

static bool amount_cells(
    const struct item_columns *c, struct table *t, const struct row *row, struct item *item)
{
	const struct slice open = row->fields[c->open_amount], amount = row_cell(row, c->amount);
	bool ok = money_parse(open, item->decimals, &item->open_amount) ||
		  bad_amount(t, c->open_amount, open, item);

	item->amount = item->open_amount;
	/* Of most open items the two are written alike. */
	if (amount.n > 0 && !(ok && slice_equal(amount, open)) &&
	    !money_parse(amount, item->decimals, &item->amount))
		ok = bad_amount(t, c->amount, amount, item);
	if (ok && item->amount < 0 && item->open_amount > 0) {
		table_fault(t, c->amount,
		    "\"%.*s\" is below zero, and open_amount is not; of a credit both are",
		    SLICE_ARG(amount));
		ok = false;
	}
	return ok;
}

/* One of the words; `otherwise` where the cell is empty. */
static inline bool word_cell(struct table *t, const struct row *row, int column,
    const char *const *words, size_t count, int otherwise, int *out)
{
	int place;

	*out = otherwise;
	if (column < 0 || row->fields[column].n == 0)
		return true;
	place = meaning_of_word(t, column, row->fields[column], words, count);
	if (place >= 0)
		*out = place;
	return place >= 0;
}

static bool word_cells(
    const struct item_columns *c, struct table *t, const struct row *row, struct item *item)
{
	static const char *const sides[] = {"receivable", "payable"};
	static const char *const yes_no[] = {"yes", "no"};
	const money sign = item->open_amount != 0 ? item->open_amount : item->amount;
	int kind, side, reminders;
	bool ok = word_cell(t, row, c->kind, item_kind_names, ITEM_KINDS,
	    sign < 0 ? KIND_CREDIT : KIND_INVOICE, &kind);

	ok &= word_cell(t, row, c->side, sides, 2, 0, &side);
	ok &= word_cell(t, row, c->reminders, yes_no, 2, 0, &reminders);
	item->kind = (enum item_kind)kind;
	item->payable = side == 1;
	item->blocked = reminders == 1;
	return ok;
}

/* What is judged of a row. */
static bool parse_facts(
    const struct item_columns *c, struct table *t, const struct row *row, struct item *item)
{
	bool ok = key_cell(t, row, c->customer, false, &item->customer);

	ok &= key_cell(t, row, c->invoice, false, &item->invoice);
	ok &= key_cell(t, row, c->instalment, true, &item->instalment);
	ok &= date_cell(t, row, c->invoice_date, &item->invoice_date);
	ok &= date_cell(t, row, c->due_date, &item->due_date);
	ok &= date_cell(t, row, c->paid_date, &item->paid_date);
	ok &= date_cell(t, row, c->ledger_date, &item->ledger_date);
	ok &= date_cell(t, row, c->reminded_on, &item->reminded_on);
	ok &= currency_cell(c, t, row, item) && amount_cells(c, t, row, item) &&
	      word_cells(c, t, row, item);
	item->terms = row_cell(row, c->terms);
	if (ok && item->kind == KIND_INVOICE && item->due_date == DATE_NONE &&
	    item->invoice_date == DATE_NONE) {
		table_fault(t, c->due_date >= 0 ? c->due_date : c->invoice_date,
		    "an invoice needs a due date or an invoice date");
		ok = false;
	}
	return ok;
}

void item_take_texts(const struct item_columns *c, const struct row *row, struct item *item)
{
	item->reference = row_cell(row, c->reference);
	item->description = row_cell(row, c->description);
	item->payment_method = row_cell(row, c->payment_method);
	item->invoice_file = row_cell(row, c->invoice_file);
	item->status = row_cell(row, c->status);
	item->reminded_level = row_cell(row, c->reminded_level);
}

bool item_parse(
    const struct item_columns *c, struct table *t, const struct row *row, struct item *item)
{
	item_take_texts(c, row, item);
	return item_parse_quick(c, row, item) || parse_facts(c, t, row, item);
}

bool item_parse_slow(const struct item_columns *c, const struct row *row, struct item *item)
{
	return parse_facts(c, NULL, row, item);
}
