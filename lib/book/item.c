#include "book/item.h"

#include <string.h>

#include "base/banned.h"

bool item_columns_find(struct item_columns *c, struct table *t, const char *default_currency)
{
	bool dated;

	c->customer = table_need(t, "customer");
	c->invoice = table_need(t, "invoice");
	c->instalment = table_find(t, "instalment");
	c->invoice_date = table_find(t, "invoice_date");
	c->due_date = table_find(t, "due_date");
	c->paid_date = table_find(t, "paid_date");
	c->ledger_date = table_find(t, "ledger_date");
	c->currency = table_find(t, "currency");
	c->amount = table_find(t, "amount");
	c->open_amount = table_need(t, "open_amount");
	c->kind = table_find(t, "kind");
	c->side = table_find(t, "side");
	c->reminders = table_find(t, "reminders");
	c->terms = table_find(t, "terms");
	c->reference = table_find(t, "reference");
	c->description = table_find(t, "description");
	c->payment_method = table_find(t, "payment_method");
	c->invoice_file = table_find(t, "invoice_file");
	c->status = table_find(t, "status");
	c->reminded_level = table_find(t, "reminded_level");
	c->reminded_on = table_find(t, "reminded_on");
	memcpy(c->default_currency, default_currency, 3);
	c->default_currency[3] = '\0';
	c->default_decimals = currency_decimals(slice_of(c->default_currency));
	dated = c->due_date >= 0 || c->invoice_date >= 0 || table_need(t, "due_date") >= 0;
	return c->customer >= 0 && c->invoice >= 0 && c->open_amount >= 0 && dated;
}

/* What a spreadsheet makes of a cell when it saves a table. */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

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

/* 2.0260701E+07, 1,5E+15 */
static bool is_scientific(struct slice s)
{
	size_t at = s.n > 0 && s.p[0] == '-';
	const size_t from = at;

	at = skip_digits(s, at);
	if (at == from)
		return false;
	if (at < s.n && (s.p[at] == '.' || s.p[at] == ','))
		at = skip_digits(s, at + 1);
	return at + 2 < s.n && (s.p[at] == 'E' || s.p[at] == 'e') &&
	       (s.p[at + 1] == '+' || s.p[at + 1] == '-') && skip_digits(s, at + 2) == s.n;
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
	else if (is_scientific(text) || has(text, ','))
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

static struct slice cell(const struct row *row, int column)
{
	return column >= 0 ? row->fields[column] : (struct slice){"", 0};
}

/* "+07" or "+107": looked for first, since hardly any name ends so. */
static bool ends_in_exponent(struct slice s)
{
	return s.n >= 5 && (s.p[s.n - 3] == '+' || s.p[s.n - 4] == '+');
}

/* A part of the item's name: no comma, so that cut, sort and join can work on the first columns. */
static bool key_cell(
    struct table *t, const struct row *row, int column, bool may_be_empty, struct slice *out)
{
	*out = cell(row, column);
	if (out->n == 0 && may_be_empty)
		return true;
	if (out->n == 0) {
		table_fault(t, column, "is empty");
		return false;
	}
	if (has(*out, ',')) {
		table_fault(t, column,
		    "\"%.*s\" has a comma, which no customer or invoice may have", SLICE_ARG(*out));
		return false;
	}
	if (ends_in_exponent(*out) && is_scientific(*out)) {
		table_fault(t, column,
		    "\"%.*s\" is a number that a spreadsheet changed; its last digits are lost, "
		    "take it from the ledger again",
		    SLICE_ARG(*out));
		return false;
	}
	return true;
}

static bool date_cell(struct table *t, const struct row *row, int column, date *out)
{
	*out = DATE_NONE;
	if (column < 0 || row->fields[column].n == 0 || date_parse(row->fields[column], out))
		return true;
	return bad_date(t, column, row->fields[column]);
}

static bool currency_cell(
    const struct item_columns *c, struct table *t, const struct row *row, struct item *item)
{
	const struct slice text = cell(row, c->currency);

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
	const struct slice open = row->fields[c->open_amount], amount = cell(row, c->amount);
	bool ok = money_parse(open, item->decimals, &item->open_amount) ||
		  bad_amount(t, c->open_amount, open, item);

	item->amount = item->open_amount;
	if (amount.n > 0 && !money_parse(amount, item->decimals, &item->amount))
		ok = bad_amount(t, c->amount, amount, item);
	return ok;
}

static bool bad_word(
    struct table *t, int column, struct slice text, const char *const *words, int count)
{
	struct buf all = {0};

	for (int i = 0; i < count; i++)
		buf_printf(&all, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " or ", words[i]);
	table_fault(t, column, "\"%.*s\" is not %s", SLICE_ARG(text), buf_string(&all));
	buf_free(&all);
	return false;
}

/* One of the words; `otherwise` where the cell is empty. */
static bool word_cell(struct table *t, const struct row *row, int column, const char *const *words,
    int count, int otherwise, int *out)
{
	const struct slice text = cell(row, column);

	*out = otherwise;
	if (text.n == 0)
		return true;
	for (int i = 0; i < count; i++)
		if (slice_is(text, words[i])) {
			*out = i;
			return true;
		}
	return bad_word(t, column, text, words, count);
}

static bool word_cells(
    const struct item_columns *c, struct table *t, const struct row *row, struct item *item)
{
	static const char *const kinds[] = {"invoice", "credit", "payment", "fee"};
	static const char *const sides[] = {"receivable", "payable"};
	static const char *const yes_no[] = {"yes", "no"};
	const money sign = item->open_amount != 0 ? item->open_amount : item->amount;
	int kind, side, reminders;
	bool ok =
	    word_cell(t, row, c->kind, kinds, 4, sign < 0 ? KIND_CREDIT : KIND_INVOICE, &kind);

	ok &= word_cell(t, row, c->side, sides, 2, 0, &side);
	ok &= word_cell(t, row, c->reminders, yes_no, 2, 0, &reminders);
	item->kind = (enum item_kind)kind;
	item->payable = side == 1;
	item->blocked = reminders == 1;
	return ok;
}

bool item_parse(
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
	item->terms = cell(row, c->terms);
	item->reference = cell(row, c->reference);
	item->description = cell(row, c->description);
	item->payment_method = cell(row, c->payment_method);
	item->invoice_file = cell(row, c->invoice_file);
	item->status = cell(row, c->status);
	item->reminded_level = cell(row, c->reminded_level);
	if (ok && item->kind == KIND_INVOICE && item->due_date == DATE_NONE &&
	    item->invoice_date == DATE_NONE) {
		table_fault(t, c->due_date >= 0 ? c->due_date : c->invoice_date,
		    "an invoice needs a due date or an invoice date");
		ok = false;
	}
	return ok;
}
