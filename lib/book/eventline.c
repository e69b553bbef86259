#include "book/eventline.h"

#include "base/ascii.h"
#include "base/percent.h"
#include "book/proposal.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* A blank, where a header can be folded, stands after an & when the line has become this long, and
 * within a value only when it would become longer than mail allows. */
enum { FOLD_AFTER = 60, FOLD_WITHIN = 500 };
enum { MOST_RESENDS = 1000000 };

/* The column of a row that a field of its event is taken from. */
static const char *const sources[HISTORY_COLUMNS] = {
    [H_CUSTOMER] = "customer",
    [H_INVOICE] = "invoice",
    [H_INSTALMENT] = "instalment",
    [H_TERMS] = "terms",
    [H_LEVEL] = "level",
    [H_N] = "n",
    [H_REMINDER] = "reminder",
    [H_DATE] = "as_of",
    [H_UNTIL] = "pay_by",
    [H_AMOUNT] = "open_amount",
    [H_INTEREST] = "interest",
    [H_LINE_FEE] = "line_fee",
    [H_DAMAGES] = "damages",
    [H_REMINDER_FEE] = "reminder_fee",
    [H_COST] = "cost",
    [H_VAT] = "vat",
    [H_CREATED] = "created",
    [H_DELIVERY] = "delivery",
    [H_DOCUMENT] = "document",
};

const char *event_column(enum history_column column)
{
	return sources[column];
}

void event_source_find(struct event_source *s, const struct table *t)
{
	for (int c = 0; c < HISTORY_COLUMNS; c++)
		s->column[c] = sources[c] ? table_find(t, sources[c]) : -1;
	s->section = table_find(t, "section");
	s->automation = slice_of(getenv("DUN_AUTOMATION"));
	s->run = slice_of(getenv("DUN_RUN"));
}

unsigned eventline_resend(struct slice message_id)
{
	const char *at = message_id.n > 0 ? memchr(message_id.p, '@', message_id.n) : NULL;
	size_t end = at ? (size_t)(at - message_id.p) : message_id.n;
	size_t i = end;
	unsigned number = 0;

	while (i > 0 && is_digit(message_id.p[i - 1]))
		i--;
	if (i < 2 || message_id.p[i - 1] != 'r' || message_id.p[i - 2] != '.')
		return 0;
	for (; i < end && number < MOST_RESENDS; i++)
		number = number * 10 + (unsigned)(message_id.p[i] - '0');
	return number;
}

static enum event_kind row_kind(const struct event_source *s, const struct slice *fields,
    const struct delivered *how, const struct slice event[HISTORY_COLUMNS])
{
	if (slice_is(how->status, "failed"))
		return EVENT_FAILED;
	if (event[H_LEVEL].n == 0 && reminder_is_statement(event[H_REMINDER]))
		return EVENT_STATEMENT;
	if (eventline_resend(how->message_id) > 0)
		return EVENT_RESENT;
	if (s->section >= 0 && !slice_is(fields[s->section], "overdue"))
		return EVENT_LISTED;
	return EVENT_REMINDED;
}

bool event_from_row(const struct event_source *s, const struct slice *fields,
    const struct delivered *how, struct slice event[HISTORY_COLUMNS])
{
	if (!slice_is(how->status, "sent") && !slice_is(how->status, "printed") &&
	    !slice_is(how->status, "failed"))
		return false;
	for (int c = 0; c < HISTORY_COLUMNS; c++)
		event[c] = s->column[c] < 0 ? (struct slice){0} : fields[s->column[c]];
	enum event_kind kind = row_kind(s, fields, how, event);
	event[H_EVENT] = slice_of(event_names[kind]);
	event[H_AUTOMATION] = s->automation;
	event[H_RUN] = s->run;
	event[H_ADDRESS] = how->to;
	event[H_MESSAGE_ID] = how->message_id;
	if (kind == EVENT_FAILED)
		event[H_NOTE] = how->error;
	/* Only a reminder charges: what a sum over the history counts stands there once. */
	if (kind != EVENT_REMINDED && kind != EVENT_LISTED)
		for (int c = H_INTEREST; c <= H_VAT; c++)
			event[c] = (struct slice){0};
	return true;
}

static void fold(struct buf *b, size_t *line_start, size_t after)
{
	if (b->length - *line_start <= after)
		return;
	buf_add_char(b, ' ');
	*line_start = b->length;
}

static void add_encoded(struct buf *b, size_t *line_start, struct slice text)
{
	for (size_t i = 0; i < text.n; i++) {
		fold(b, line_start, FOLD_WITHIN);
		percent_encode((struct slice){text.p + i, 1}, "", b);
	}
}

void eventline_encode(const struct slice event[HISTORY_COLUMNS], struct buf *b)
{
	size_t line_start = b->length;
	bool first = true;

	for (int c = 0; c < HISTORY_COLUMNS; c++) {
		if (event[c].n == 0 || c == H_TIME || c == H_USER || c == H_HASH)
			continue;
		if (!first)
			buf_add_char(b, '&');
		first = false;
		fold(b, &line_start, FOLD_AFTER);
		buf_add_string(b, history_names[c]);
		buf_add_char(b, '=');
		add_encoded(b, &line_start, event[c]);
	}
}

static int field_index(struct slice name)
{
	for (int c = 0; c < HISTORY_COLUMNS; c++)
		if (slice_is(name, history_names[c]))
			return c;
	return -1;
}

/* The text without blanks and line ends: a folded header is one line again. */
static struct slice unfold(struct slice text, struct arena *a)
{
	char *out = arena_alloc(a, text.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != ' ' && text.p[i] != '\t' && text.p[i] != '\r' && text.p[i] != '\n')
			out[n++] = text.p[i];
	return (struct slice){out, n};
}

bool eventline_decode(
    struct slice text, struct arena *a, struct slice event[HISTORY_COLUMNS], const char **why)
{
	struct slice rest = unfold(text, a);
	struct slice pair;

	for (int c = 0; c < HISTORY_COLUMNS; c++)
		event[c] = (struct slice){0};
	while (slice_cut(&rest, '&', &pair)) {
		struct slice value = pair;
		struct slice name;
		if (!memchr(pair.p ? pair.p : "", '=', pair.n) || !slice_cut(&value, '=', &name)) {
			*why = "has a part without =";
			return false;
		}
		int c = field_index(name);
		if (c < 0 || c == H_TIME || c == H_USER || c == H_HASH || event[c].p) {
			*why = "has a name that no event has, or one twice";
			return false;
		}
		char *decoded = arena_alloc(a, value.n + 1);
		if (!percent_decode(value, "", decoded, &event[c].n) ||
		    !slice_is_utf8((struct slice){decoded, event[c].n})) {
			*why = "has a value that is not percent-encoded UTF-8";
			return false;
		}
		event[c].p = decoded;
	}
	*why = event[H_EVENT].n == 0 ? "has no event" : NULL;
	return *why == NULL;
}
