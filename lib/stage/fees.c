#include "stage/fees.h"

#include <string.h>

#include "base/banned.h"

const char fees_per_day[] = "interest_per_day";

/* Whether each row begins with those of the input, and then come those of the fees. */
static bool appends(const struct columns *c, const struct proposal *p)
{
	const size_t before = table_columns(p->table);

	for (size_t i = 0; i < c->count; i++)
		if (i < before ? c->out[i].from != (int)i
			       : c->out[i].added != (int)(i - before + F_INTEREST_DAYS))
			return false;
	return c->count == before + FEE_COLUMNS;
}

/* Those columns before `end`. */
static struct fees_none nothing(int from, int end, int decimals)
{
	struct slice cells[FEE_COLUMNS];
	struct fees_none none = {.n = 0};

	for (int i = from; i < end; i++) {
		char *to = none.text + none.n;

		*to = ',';
		cells[i] = (struct slice){
		    to + 1, money_format(0, i == F_INTEREST_DAYS ? 0 : decimals, to + 1)};
		none.n += 1 + cells[i].n;
	}
	none.sum = check_part(cells + from, (size_t)(end - from));
	return none;
}

void fees_open(struct fees_writer *w, const struct proposal *p, bool per_day)
{
	static const enum select_column of_letter[] = {
	    S_REMINDER, S_AS_OF, S_SECTION, S_DAYS_OVERDUE, S_PAY_BY, S_TEMPLATE, S_ROWS, S_CHECK};
	const char *names[FEES_VALUES];

	*w = (struct fees_writer){
	    .proposal = p,
	    .days_column = table_find(p->table, select_names[S_DAYS_OVERDUE]),
	    .per_day = per_day,
	};
	memcpy(names, fee_names, sizeof fee_names);
	for (size_t i = FEES_LETTER; i < FEES_PER_DAY; i++)
		names[i] = select_names[of_letter[i - FEES_LETTER]];
	names[FEES_PER_DAY] = fees_per_day;
	columns_plan(&w->columns, p->table, NULL, 0, names, per_day ? FEES_VALUES : FEES_PER_DAY);
	/* A letter shows the charges of before. */
	proposal_leave_out(&w->columns, p->table, letter_names, LETTER_COLUMNS);
	proposal_check_plan(&w->columns, &w->checked);
	w->appends = appends(&w->columns, p);
	for (int i = 0; i <= MONEY_DECIMALS; i++) {
		w->none[i] = nothing(F_INTEREST_DAYS, F_TOTAL_DUE, i);
		w->one[i] = nothing(F_INTEREST, F_INTEREST + 1, i);
	}
}

void fees_stock(const struct fees_writer *w, struct patched *p)
{
	for (int i = 0; i <= MONEY_DECIMALS; i++)
		patched_stock(p, (size_t)i + 1, (struct slice){w->none[i].text, w->none[i].n});
}

void fees_header(const struct fees_writer *w, struct buf *out)
{
	columns_header(&w->columns, out);
}

static void put_number(struct fees_writer *w, int value, int64_t number, int decimals)
{
	char *text = w->text[value];

	w->values[value] = (struct slice){text, money_format(number, decimals, text)};
}

static void put_date(struct fees_writer *w, int value, date day)
{
	date_format(day, w->text[value]);
	w->values[value] = slice_of(w->text[value]);
}

/* A template that a person chose for the row stays; that of the letter's level follows the level.
 */
static struct slice template_of(const struct fees_letter *l, const struct proposal_row *row)
{
	if (l->template == NULL ||
	    (l->former_template != NULL && !slice_is(row->template, l->former_template)))
		return row->template;
	return slice_of(l->template);
}

/* Whether nothing changes in the row's line but `check`, and the fees follow. */
static bool stands(
    const struct fees_writer *w, const struct fees_letter *l, const struct proposal_row *row)
{
	return w->appends && row->as_is.n > 0 && l->template == NULL && l->as_of == row->as_of &&
	       l->pay_by == row->pay_by && l->rows == row->rows && !l->renumbered;
}

/* A fee and the comma before it; *sum becomes that with it. */
static inline char *put_fee(int64_t fee, int decimals, char *to, uint64_t *sum)
{
	*to++ = ',';
	const size_t n = money_format(fee, decimals, to);

	*sum = check_with_cell(*sum, check_of((struct slice){to, n}));
	return to + n;
}

static inline char *put_none(const struct fees_none *none, char *to, uint64_t *sum)
{
	memcpy(to, none->text, FEES_NONE);
	*sum = check_with_part(*sum, none->sum);
	return to + none->n;
}

static bool charges_nothing(const struct proposal_row *row)
{
	money all = row->interest_days;

	for (int i = F_INTEREST; i < F_TOTAL_DUE; i++)
		all |= row->fee[i];
	return all == 0;
}

/* The fees before total_due. */
static char *put_fees(
    const struct fees_writer *w, const struct proposal_row *row, char *to, uint64_t *sum)
{
	const struct fees_none *none = &w->none[row->item.decimals];

	if (charges_nothing(row))
		return put_none(none, to, sum);
	to = put_fee(row->interest_days, 0, to, sum);
	none = &w->one[row->item.decimals];
	for (int i = F_INTEREST; i < F_TOTAL_DUE; i++)
		to = row->fee[i] == 0 ? put_none(none, to, sum)
				      : put_fee(row->fee[i], row->item.decimals, to, sum);
	return to;
}

/*
 * What comes behind the row's line as it is, and its newline; *sum becomes that of `check`. With
 * *stock, the fees of a row that is charged nothing are taken from there.
 */
static char *put_rest(const struct fees_writer *w, const struct proposal_row *row, char *to,
    uint64_t *sum, uint16_t *stock)
{
	const int decimals = row->item.decimals;

	if (stock != NULL && charges_nothing(row)) {
		*stock = (uint16_t)(1 + decimals);
		*sum = check_with_part(*sum, w->none[decimals].sum);
	} else {
		to = put_fees(w, row, to, sum);
	}
	to = put_fee(row->fee[F_TOTAL_DUE], decimals, to, sum);
	*to++ = '\n';
	return to;
}

enum { REST_MOST = FEE_COLUMNS * (1 + MONEY_TEXT) + 1, CHECK = CHECK_TEXT - 1 };

/* What write_cells writes of such a row, put where it belongs at once. */
static void write_line(const struct fees_writer *w, const struct proposal_row *row, struct buf *out)
{
	char check[CHECK_TEXT], *line, *to;
	uint64_t sum = row->sum;

	buf_reserve(out, row->as_is.n + REST_MOST);
	line = out->data + out->length;
	memcpy(line, row->as_is.p, row->as_is.n);
	to = put_rest(w, row, line + row->as_is.n, &sum, NULL);
	check_text(sum, check);
	memcpy(line + row->check_at, check, CHECK);
	*to = '\0';
	out->length = (size_t)(to - out->data);
}

/*
 * The same as what is put into the line as it is: `check`, and what comes at the end. *same is
 * where the line before ended.
 */
static bool patch_line(
    const struct fees_writer *w, const struct proposal_row *row, const char **same, struct buf *out)
{
	const size_t left_out = (size_t)(row->as_is.p - *same);
	const size_t behind = row->as_is.n - row->check_at - CHECK;
	struct {
		struct patch check;
		char text[CHECK];
		struct patch end;
	} put = {
	    .check = {(uint16_t)left_out, (uint16_t)row->check_at, 0, CHECK},
	    .end = {CHECK, (uint16_t)behind, 0, 0},
	};
	char check[CHECK_TEXT], *rest, *to;
	uint64_t sum = row->sum;

	if (left_out > PATCH_MOST || row->as_is.n > PATCH_MOST)
		return false;
	buf_reserve(out, sizeof put + REST_MOST);
	rest = out->data + out->length + sizeof put;
	to = put_rest(w, row, rest, &sum, &put.end.stock);
	put.end.n = (uint16_t)(to - rest);
	check_text(sum, check);
	memcpy(put.text, check, CHECK);
	memcpy(out->data + out->length, &put, sizeof put);
	*to = '\0';
	out->length = (size_t)(to - out->data);
	*same = row->as_is.p + row->as_is.n;
	return true;
}

/* Of an item that is not reminded: on another day it may be overdue, or not yet. */
static enum section section_of(const struct proposal_row *row, long days)
{
	if (row->section != SECTION_REMINDED && row->section != SECTION_NOT_DUE)
		return row->section;
	return days > 0 ? SECTION_REMINDED : SECTION_NOT_DUE;
}

static void write_cells(struct fees_writer *w, const struct fees_letter *l,
    const struct proposal_row *row, struct buf *out)
{
	const struct slice *fields = proposal_fields(w->proposal, row);
	const long days = (long)row->days_overdue + ((long)l->as_of - (long)row->as_of);
	char check[CHECK_TEXT];

	put_number(w, F_INTEREST_DAYS, row->interest_days, 0);
	for (int i = F_INTEREST; i < FEE_COLUMNS; i++)
		put_number(w, i, row->fee[i], row->item.decimals);
	w->values[FEES_REMINDER] = l->number;
	put_date(w, FEES_AS_OF, l->as_of);
	w->values[FEES_DAYS_OVERDUE] = fields[w->days_column];
	if (fields[w->days_column].n > 0)
		put_number(w, FEES_DAYS_OVERDUE, days, 0);
	w->values[FEES_SECTION] = slice_of(section_names[section_of(row, days)]);
	put_date(w, FEES_PAY_BY, l->pay_by);
	w->values[FEES_TEMPLATE] = template_of(l, row);
	put_number(w, FEES_ROWS, l->rows, 0);
	if (w->per_day)
		put_number(w, FEES_PER_DAY, row->per_day, row->item.decimals);
	proposal_check_out(&w->checked, &w->columns, fields, w->values, check);
	w->values[FEES_CHECK] = slice_of(check);
	columns_row(&w->columns, out, fields, w->values);
}

bool fees_line(const struct fees_writer *w, const struct fees_letter *l,
    const struct proposal_row *row, struct buf *out)
{
	const bool is_line = stands(w, l, row);

	if (is_line)
		write_line(w, row, out);
	return is_line;
}

bool fees_patch(const struct fees_writer *w, const struct fees_letter *l,
    const struct proposal_row *row, const char **same, struct buf *patches)
{
	return stands(w, l, row) && patch_line(w, row, same, patches);
}

void fees_row(struct fees_writer *w, const struct fees_letter *l, const struct proposal_row *row,
    struct buf *out)
{
	if (!fees_line(w, l, row, out))
		write_cells(w, l, row, out);
}

void fees_close(struct fees_writer *w)
{
	columns_free(&w->columns);
}
