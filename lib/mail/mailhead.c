#include "mail/mailhead.h"

#include "base/headers.h"
#include "base/percent.h"
#include "book/eventline.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* RFC 5322, 2.1.1, allows 998; a word longer than this is cut where nobody minds. */
enum { LINE_MOST = 900, FOLD_AFTER = 60 };

const char *const mail_columns[MAIL_COLUMNS] = {"section", "currency", "invoice_date", "due_date",
    "amount", "days_overdue", "level_name", "last_level", "last_reminded", "template", "language",
    "email", "name", "interest_days", "fees", "earlier_fees", "total_due", "letter"};

/* A path, or an invoice such as 2026/117, stays readable. */
static const char with_slash[] = "/";

static const enum history_column key_columns[] = {
    H_CUSTOMER, H_INVOICE, H_INSTALMENT, H_TERMS, H_LEVEL, H_N};

static int named_column(struct slice name)
{
	return slice_among(name, mail_columns, MAIL_COLUMNS);
}

int mail_column(const char *name)
{
	return named_column(slice_of(name));
}

static const char *const months[] = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
enum { MONTHS = sizeof(months) / sizeof(*months) };

/* Writing. */

/* "Name: value", a new line where the value has a blank, and where a word is too long for one. */
static void add_header(struct buf *b, const char *name, struct slice value)
{
	size_t start = b->length;

	if (value.n == 0)
		return;
	buf_printf(b, "%s: ", name);
	for (size_t i = 0; i < value.n; i++) {
		bool blank = value.p[i] == ' ';
		if (blank || b->length - start > LINE_MOST) {
			buf_add_string(b, "\n ");
			start = b->length;
		}
		if (!blank)
			buf_add_char(b, value.p[i]);
	}
	buf_add_char(b, '\n');
}

/* As an event: name=value joined by &, and a blank after it where the line may be folded. */
static void encode_row(const struct mail_item *item, struct buf *b)
{
	size_t start = b->length;

	for (int i = 0; i < MAIL_COLUMNS; i++) {
		if (item->column[i].n == 0)
			continue;
		if (b->length > 0)
			buf_add_char(b, '&');
		if (b->length - start > FOLD_AFTER) {
			buf_add_char(b, ' ');
			start = b->length;
		}
		buf_printf(b, "%s=", mail_columns[i]);
		percent_encode(item->column[i], with_slash, b);
	}
}

/* RFC 5322, 3.3: "Date: Sun, 22 Nov 2026 12:00:00 +0000". */
static void add_date(struct buf *b, date day)
{
	static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
	struct civil c = date_civil(day);

	buf_printf(b, "Date: %s, %02d %s %d 12:00:00 +0000\n", days[date_weekday(day) - 1], c.day,
	    months[c.month - 1], c.year);
}

void head_write(const struct mail_head *h, struct buf *b)
{
	struct buf value = {0};

	if (h->sender.n > 0) {
		/* On one line, for whoever looks for it with grep. */
		buf_printf(b, "X-Dun-Envelope: %.*s %.*s%s\n", SLICE_ARG(h->sender),
		    SLICE_ARG(h->recipient), h->copy ? " copy" : "");
	}
	for (size_t i = 0; i < h->count; i++) {
		buf_truncate(&value, 0);
		eventline_encode(h->items[i].event, &value);
		add_header(b, "X-Dun-Item", buf_slice(&value));
		buf_truncate(&value, 0);
		encode_row(&h->items[i], &value);
		add_header(b, "X-Dun-Row", buf_slice(&value));
	}
	add_date(b, h->day);
	add_header(b, "X-Dun-Reminder", h->reminder);
	buf_free(&value);
}

/* Reading. */

static struct slice keep(struct arena *a, struct slice text)
{
	return (struct slice){arena_copy(a, text.p, text.n), text.n};
}

/* A value without the line ends and blanks that folding put in. */
static struct slice unfold(struct arena *a, struct slice value)
{
	char *out = arena_alloc(a, value.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] != ' ' && value.p[i] != '\t' && value.p[i] != '\r' &&
		    value.p[i] != '\n')
			out[n++] = value.p[i];
	return (struct slice){out, n};
}

/* The day of a date as we write it; DATE_NONE when it is another's. */
static date read_date(struct slice value)
{
	struct slice word[4] = {{0}};
	struct buf iso = {0};
	date day = DATE_NONE;

	for (size_t i = 0; i < 4; i++)
		slice_cut(&value, ' ', &word[i]);
	int month = slice_among(word[2], months, MONTHS);
	buf_printf(&iso, "%.*s-%02d-%.*s", SLICE_ARG(word[3]), month + 1, SLICE_ARG(word[1]));
	if (!date_parse(buf_slice(&iso), &day))
		day = DATE_NONE;
	buf_free(&iso);
	return day;
}

static bool read_envelope(struct mail_head *h, struct arena *a, struct slice value)
{
	struct slice rest = value;
	struct slice word;

	for (int i = 0; slice_cut(&rest, ' ', &word); i++) {
		if (i == 0)
			h->sender = keep(a, word);
		else if (i == 1)
			h->recipient = keep(a, word);
		else
			h->copy = slice_is(word, "copy");
	}
	return h->recipient.n > 0;
}

static bool read_item(struct mail_head *h, struct arena *a, struct slice value, const char **why)
{
	h->items = mem_grow(h->items, h->count, &h->capacity, sizeof(*h->items));
	h->items[h->count] = (struct mail_item){0};
	return eventline_decode(value, a, h->items[h->count++].event, why);
}

/* Of the item before; a name that is not known is passed over. */
static bool read_row(struct mail_head *h, struct arena *a, struct slice value, const char **why)
{
	struct slice rest = unfold(a, value), pair, name;

	while (h->count > 0 && slice_cut(&rest, '&', &pair)) {
		int column = slice_cut(&pair, '=', &name) ? named_column(name) : -1;
		if (column < 0 || pair.n == 0)
			continue;
		struct slice *cell = &h->items[h->count - 1].column[column];
		char *text = arena_alloc(a, pair.n + 1);
		if (!percent_decode(pair, with_slash, text, &cell->n) ||
		    !slice_is_utf8((struct slice){text, cell->n})) {
			*why = "has a value that is not percent-encoded UTF-8";
			return false;
		}
		cell->p = text;
	}
	return true;
}

static bool read_header(
    struct mail_head *h, struct arena *a, struct slice name, struct slice value, const char **why)
{
	if (header_is(name, "Message-ID"))
		h->message_id = unfold(a, value);
	else if (header_is(name, "Date"))
		h->day = read_date(value);
	else if (header_is(name, "X-Dun-Reminder"))
		h->reminder = unfold(a, value);
	else if (header_is(name, "X-Dun-Row"))
		return read_row(h, a, value, why);
	else if (header_is(name, "X-Dun-Envelope"))
		return read_envelope(h, a, value);
	else if (header_is(name, "X-Dun-Item"))
		return read_item(h, a, value, why);
	return true;
}

bool head_read(struct diag *d, const char *path, struct arena *a, struct mail_head *h)
{
	struct buf b = {0};
	struct slice name, value;
	const char *why = "cannot be understood";

	*h = (struct mail_head){.day = DATE_NONE};
	bool good = headers_read(d, path, &b);

	for (size_t at = 0, start = 0; good && headers_next(&b, &at, &name, &value); start = at) {
		if (header_is(name, "X-Dun-Reminder"))
			h->inner = start;
		good = read_header(h, a, name, value, &why);
		if (!good)
			diag_error(d, STATUS_DATA, AT_FILE(path), "%.*s: %s", SLICE_ARG(name), why);
	}
	if (good && h->reminder.n == 0) {
		diag_error(d, STATUS_DATA, AT_FILE(path),
		    "has no X-Dun-Reminder: it is no message of mail-out; take it out of the "
		    "outbox");
		good = false;
	}
	buf_free(&b);
	return good;
}

void head_free(struct mail_head *h)
{
	free(h->items);
	*h = (struct mail_head){0};
}

/* Keys. */

bool head_key(const struct slice event[HISTORY_COLUMNS], struct buf *b)
{
	if (!slice_is(event[H_EVENT], event_names[EVENT_REMINDED]))
		return false;
	for (size_t i = 0; i < sizeof(key_columns) / sizeof(*key_columns); i++) {
		if (i > 0)
			buf_add_char(b, '&');
		percent_encode(event[key_columns[i]], with_slash, b);
	}
	return true;
}

void head_base(struct slice number, unsigned resend, struct buf *b)
{
	buf_add_slice(b, number);
	if (resend > 0)
		buf_printf(b, "~r%u", resend);
}

void head_base_key(struct slice base, struct buf *b)
{
	buf_add_char(b, '=');
	percent_encode(base, with_slash, b);
}
