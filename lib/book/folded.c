#include "book/folded.h"

#include <string.h>

#include "base/banned.h"

/* The columns that are kept for a use; of all, but those that stand elsewhere already. */
static const struct {
	size_t count;
	unsigned char columns[HISTORY_COLUMNS];
} kept[HISTORY_USES] = {
    [HISTORY_ALL] = {26, {H_TIME, H_INVOICE, H_INSTALMENT, H_TERMS, H_LEVEL, H_N, H_REMINDER,
			     H_DATE, H_UNTIL, H_AMOUNT, H_INTEREST, H_LINE_FEE, H_DAMAGES,
			     H_REMINDER_FEE, H_COST, H_VAT, H_AUTOMATION, H_RUN, H_USER, H_CREATED,
			     H_DELIVERY, H_ADDRESS, H_DOCUMENT, H_MESSAGE_ID, H_STATUS, H_NOTE}},
    [HISTORY_REMINDERS] = {6, {H_TIME, H_INVOICE, H_INSTALMENT, H_LEVEL, H_REMINDER, H_STATUS}},
    [HISTORY_CHARGES] = {13,
	{H_TIME, H_INVOICE, H_INSTALMENT, H_TERMS, H_LEVEL, H_REMINDER, H_INTEREST, H_LINE_FEE,
	    H_DAMAGES, H_REMINDER_FEE, H_COST, H_VAT, H_STATUS}},
    [HISTORY_CHARGED] = {14,
	{H_CUSTOMER, H_TIME, H_INVOICE, H_INSTALMENT, H_TERMS, H_LEVEL, H_REMINDER, H_INTEREST,
	    H_LINE_FEE, H_DAMAGES, H_REMINDER_FEE, H_COST, H_VAT, H_STATUS}},
};

/* Most charges are none. */
static bool is_nothing(struct slice text)
{
	size_t i = 0;

	if (text.n == 0 || slice_is(text, "0.00"))
		return true;
	while (i < text.n && (text.p[i] == '0' || text.p[i] == '.'))
		i++;
	return i == text.n;
}

enum { ALL_CHARGES = (2 << H_VAT) - (1 << H_INTEREST) };

/* A bit for each column with a charge that is not 0. */
static unsigned charges_of(const struct event *e)
{
	unsigned charges = 0;

	for (unsigned c = H_INTEREST; c <= H_VAT; c++)
		charges |= (unsigned)!is_nothing(e->field[c]) << c;
	return charges;
}

static size_t length_size(size_t n)
{
	return n < FOLDED_LONG ? 1 : 1 + sizeof(uint32_t);
}

static char *put_field(char *to, int column, struct slice text)
{
	const uint32_t n = (uint32_t)text.n;

	*to++ = (char)column;
	*to++ = (char)(n < FOLDED_LONG ? n : FOLDED_LONG);
	if (n >= FOLDED_LONG) {
		memcpy(to, &n, sizeof(n));
		to += sizeof(n);
	}
	memcpy(to, text.p, n);
	return to + n;
}

/* The field that begins at *at, which moves on to the next one. */
static struct slice take_field(const char **at, enum history_column *column)
{
	const unsigned char *p = (const unsigned char *)*at;
	uint32_t n = p[1];

	*column = (enum history_column)p[0];
	if (n == FOLDED_LONG)
		memcpy(&n, p + 2, sizeof(n));
	const struct slice text = {*at + 1 + length_size(n), n};
	*at = text.p + n;
	return text;
}

struct folded fold(struct arena *texts, const struct event *e, enum history_use use)
{
	const unsigned charges = charges_of(e);
	const unsigned nothing = use >= HISTORY_CHARGES ? ALL_CHARGES & ~charges : 0;
	const bool reminded = e->kind == EVENT_REMINDED;
	struct folded f = {
	    .line = (uint32_t)e->line,
	    .date = e->date,
	    .until = e->until,
	    .n = e->n,
	    .kind = (unsigned char)e->kind,
	    .mark = history_mark(e->field[H_INVOICE]),
	    .has_charge = reminded && charges != 0,
	    .has_cost = reminded && (charges >> H_COST & 1) != 0,
	};
	unsigned char columns[HISTORY_COLUMNS];
	size_t total = 0;

	for (size_t i = 0; i < kept[use].count; i++) {
		const int c = kept[use].columns[i];
		if (e->field[c].n == 0 || (nothing >> c & 1) != 0)
			continue;
		columns[f.fields++] = (unsigned char)c;
		total += 1 + length_size(e->field[c].n) + e->field[c].n;
	}
	char *to = arena_bytes(texts, total);
	f.text = to;
	for (int i = 0; i < f.fields; i++)
		to = put_field(to, columns[i], e->field[columns[i]]);
	return f;
}

void unfold(const struct folded *f, struct slice customer, struct event *e)
{
	const char *at = f->text;
	enum history_column column;

	*e = (struct event){
	    .kind = (enum event_kind)f->kind,
	    .date = f->date,
	    .until = f->until,
	    .n = f->n,
	    .line = f->line,
	};
	e->field[H_EVENT] = slice_of(event_names[f->kind]);
	e->field[H_CUSTOMER] = customer;
	for (int i = 0; i < f->fields; i++) {
		const struct slice text = take_field(&at, &column);
		e->field[column] = text;
	}
}

struct slice folded_field(const struct folded *f, enum history_column wanted)
{
	const char *at = f->text;
	enum history_column column;

	for (int i = 0; i < f->fields; i++) {
		const struct slice text = take_field(&at, &column);
		if (column == wanted)
			return text;
	}
	return (struct slice){0};
}

int folded_compare(const struct folded *a, const struct folded *b)
{
	if (a->date != b->date)
		return a->date < b->date ? -1 : 1;
	const int by_time = slice_compare(folded_field(a, H_TIME), folded_field(b, H_TIME));
	if (by_time != 0)
		return by_time;
	return a->line < b->line ? -1 : a->line > b->line;
}
