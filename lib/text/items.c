#include "text/items.h"

#include "table/html.h"
#include "text/unicode.h"

#include <stdlib.h>

#include "base/banned.h"

struct builder {
	const struct reminder *reminder;
	const struct values *values;
	const struct totals *totals;
	const struct words *words;
	const char *country; /* the company's */
	struct locale *locale;
	struct items *out;
	struct buf text;
};

/* Move what the buffer holds to the table's own memory. */
static struct slice keep(struct builder *b)
{
	unicode_straighten(&b->text, 0);
	struct slice s = {
	    arena_copy(&b->out->arena, buf_string(&b->text), b->text.length), b->text.length};
	buf_truncate(&b->text, 0);
	return s;
}

static const char *text_of(const struct builder *b, enum word word)
{
	return words_text(b->words, word, b->country);
}

static struct items_line *add_line(struct builder *b, enum items_kind kind)
{
	struct items *t = b->out;
	t->lines = mem_grow(t->lines, t->count, &t->capacity, sizeof(*t->lines));
	t->lines[t->count] = (struct items_line){.kind = kind};
	return &t->lines[t->count++];
}

static void add_headings(struct builder *b)
{
	static const enum word words[ITEMS_COLUMNS] = {WORD_INVOICE, WORD_INVOICE_DATE,
	    WORD_DUE_DATE, WORD_DAYS, WORD_AMOUNT, WORD_OPEN_AMOUNT};
	for (int i = 0; i < ITEMS_COLUMNS; i++) {
		buf_add_string(&b->text, text_of(b, words[i]));
		if (i == ITEMS_AMOUNT || i == ITEMS_OPEN)
			buf_printf(&b->text, " (%s)", b->totals->currency);
		b->out->heading[i] = keep(b);
	}
}

static struct slice plain_amount(struct builder *b, money amount)
{
	locale_plain_amount(b->locale, amount, b->totals->decimals, &b->text);
	return keep(b);
}

static struct slice short_date(struct builder *b, date d)
{
	locale_short_date(b->locale, d, &b->text);
	return keep(b);
}

static void add_row(struct builder *b, const struct proposal_row *row)
{
	struct items_line *line = add_line(b, ITEMS_ROW);
	line->row = row;
	buf_add_slice(&b->text, row->item.invoice);
	if (row->item.instalment.n > 0) {
		buf_add_char(&b->text, '/');
		buf_add_slice(&b->text, row->item.instalment);
	}
	line->cell[ITEMS_INVOICE] = keep(b);
	line->cell[ITEMS_INVOICE_DATE] = short_date(b, row->item.invoice_date);
	line->cell[ITEMS_DUE_DATE] = short_date(b, values_due(b->values, row));
	if (row->days_overdue > 0 && row->section != SECTION_CREDIT)
		buf_printf(&b->text, "%d", row->days_overdue);
	line->cell[ITEMS_DAYS] = keep(b);
	line->cell[ITEMS_AMOUNT] = plain_amount(b, row->item.amount);
	line->cell[ITEMS_OPEN] = plain_amount(b, row->item.open_amount);
}

static void add_sum(struct builder *b, enum items_kind kind, enum word label, money amount)
{
	struct items_line *line = add_line(b, kind);
	buf_add_string(&b->text, text_of(b, label));
	line->cell[ITEMS_INVOICE] = keep(b);
	if (kind == ITEMS_TOTAL) {
		locale_amount(
		    b->locale, amount, b->totals->currency, b->totals->decimals, &b->text);
		line->cell[ITEMS_OPEN] = keep(b);
	} else {
		line->cell[ITEMS_OPEN] = plain_amount(b, amount);
	}
}

/* Reminded of before it is due: such rows are told apart, though they are part of the total. */
static bool is_early(const struct proposal_row *row)
{
	return row->section == SECTION_OVERDUE && row->days_overdue <= 0;
}

static bool has_rows(const struct builder *b, enum section section, bool early)
{
	for (size_t i = 0; i < b->reminder->count; i++)
		if (b->reminder->rows[i]->section == section &&
		    is_early(b->reminder->rows[i]) == early)
			return true;
	return false;
}

/* The rows of a section: where there are several, under its heading and with the sum of its rows.
 */
static void add_section(struct builder *b, enum section section, bool early, bool headed)
{
	const enum section heading = early ? SECTION_NOT_DUE : section;
	money sum = 0;
	size_t rows = 0;

	if (!has_rows(b, section, early))
		return;
	if (headed) {
		struct items_line *line = add_line(b, ITEMS_SECTION);
		buf_add_string(&b->text, text_of(b, (enum word)(WORD_OVERDUE + (int)heading)));
		if (!totals_shown(b->totals, section))
			buf_printf(&b->text, " %s", text_of(b, WORD_NOT_IN_TOTAL));
		line->cell[ITEMS_INVOICE] = keep(b);
	}
	for (size_t i = 0; i < b->reminder->count; i++) {
		const struct proposal_row *row = b->reminder->rows[i];

		if (row->section != section || is_early(row) != early)
			continue;
		add_row(b, row);
		sum += row->item.open_amount;
		rows++;
	}
	if (headed && rows > 1)
		add_sum(b, ITEMS_SUBTOTAL, WORD_SUBTOTAL, sum);
}

static void add_charges(struct builder *b)
{
	static const struct {
		enum fee_column fee;
		enum word word;
	} charges[] = {{F_REMINDER_FEE, WORD_REMINDER_FEE}, {F_LINE_FEE, WORD_LINE_FEE},
	    {F_INTEREST, WORD_INTEREST}, {F_DAMAGES, WORD_DAMAGES}, {F_COST, WORD_COST},
	    {F_VAT, WORD_VAT}, {F_EARLIER_FEES, WORD_EARLIER_FEES}};
	for (size_t i = 0; i < sizeof(charges) / sizeof(*charges); i++)
		if (b->totals->fee[charges[i].fee] != 0)
			add_sum(b, ITEMS_CHARGE, charges[i].word, b->totals->fee[charges[i].fee]);
}

void items_build(const struct reminder *reminder, const struct values *v, const struct words *words,
    struct items *out)
{
	struct builder b = {.reminder = reminder,
	    .values = v,
	    .totals = values_totals(v),
	    .words = words,
	    .country = values_country(v),
	    .locale = values_locale(v),
	    .out = out};
	bool headed = has_rows(&b, SECTION_OVERDUE, true) && has_rows(&b, SECTION_OVERDUE, false);
	for (int i = SECTION_REMINDED; i < SECTIONS; i++)
		headed |= b.totals->has[i];
	add_headings(&b);
	for (int i = 0; i < SECTIONS; i++)
		if (totals_shown(b.totals, (enum section)i)) {
			add_section(&b, (enum section)i, false, headed);
			add_section(&b, (enum section)i, true, headed);
		}
	add_charges(&b);
	if (b.totals->statement)
		add_sum(&b, ITEMS_TOTAL, WORD_BALANCE, b.totals->balance);
	else
		add_sum(&b, ITEMS_TOTAL, WORD_TOTAL, b.totals->total);
	/* What is not part of the total stands after it. */
	for (int i = 0; i < SECTIONS; i++)
		if (!totals_shown(b.totals, (enum section)i))
			add_section(&b, (enum section)i, false, headed);
	buf_free(&b.text);
}

void items_free(struct items *t)
{
	free(t->lines);
	arena_free(&t->arena);
	*t = (struct items){0};
}

/* --- as plain text and as HTML --- */

/* Dates and the invoice's own amount are left to the letter: a mail's lines are short. */
static const enum items_column shown[] = {ITEMS_INVOICE, ITEMS_DUE_DATE, ITEMS_OPEN};
enum { SHOWN = sizeof(shown) / sizeof(*shown) };

static void add_padded(struct buf *out, struct slice text, size_t width, bool right)
{
	size_t n = utf8_count(text), pad = n < width ? width - n : 0;
	for (size_t i = 0; right && i < pad; i++)
		buf_add_char(out, ' ');
	buf_add_slice(out, text);
	for (size_t i = 0; !right && i < pad; i++)
		buf_add_char(out, ' ');
}

static void widen(size_t *width, struct slice text)
{
	size_t n = utf8_count(text);
	*width = n > *width ? n : *width;
}

static void text_line(struct buf *out, const struct slice *cell, const size_t *width)
{
	for (size_t k = 0; k < SHOWN; k++) {
		bool last = k + 1 == SHOWN;
		add_padded(out, cell[shown[k]], width[k], last);
		buf_add_string(out, last ? "\n" : "  ");
	}
}

void items_text(const struct items *t, struct buf *out)
{
	size_t width[SHOWN] = {0};
	for (size_t k = 0; k < SHOWN; k++) {
		widen(&width[k], t->heading[shown[k]]);
		for (size_t i = 0; i < t->count; i++)
			if (t->lines[i].kind != ITEMS_SECTION)
				widen(&width[k], t->lines[i].cell[shown[k]]);
	}
	text_line(out, t->heading, width);
	for (size_t i = 0; i < t->count; i++) {
		const struct items_line *line = &t->lines[i];
		if (line->kind == ITEMS_SECTION) {
			buf_add_char(out, '\n');
			buf_add_slice(out, line->cell[ITEMS_INVOICE]);
			buf_add_char(out, '\n');
		} else {
			text_line(out, line->cell, width);
		}
	}
}

static void html_cell(struct buf *out, const char *element, const char *style, struct slice text)
{
	buf_printf(out, "<%s style=\"%s\">", element, style);
	html_escape(text, out);
	buf_printf(out, "</%s>", element);
}

static void html_line(struct buf *out, const struct slice *cell, const char *element)
{
	static const char left[] = "text-align:left;padding:3px 16px 3px 0";
	static const char right[] = "text-align:right;padding:3px 0;white-space:nowrap";
	buf_add_string(out, "<tr>");
	for (size_t k = 0; k < SHOWN; k++)
		html_cell(out, element, k + 1 == SHOWN ? right : left, cell[shown[k]]);
	buf_add_string(out, "</tr>\n");
}

void items_html(const struct items *t, struct buf *out)
{
	buf_add_string(out, "<table style=\"border-collapse:collapse\">\n");
	html_line(out, t->heading, "th");
	for (size_t i = 0; i < t->count; i++) {
		const struct items_line *line = &t->lines[i];
		if (line->kind == ITEMS_SECTION) {
			buf_add_string(out, "<tr>");
			buf_printf(out,
			    "<th colspan=\"%d\" style=\"text-align:left;padding:9px 0 3px\">",
			    SHOWN);
			html_escape(line->cell[ITEMS_INVOICE], out);
			buf_add_string(out, "</th></tr>\n");
		} else {
			html_line(out, line->cell, line->kind == ITEMS_TOTAL ? "th" : "td");
		}
	}
	buf_add_string(out, "</table>\n");
}
