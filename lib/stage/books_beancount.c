/*
 * As a file of beancount. An account is one of five roots and parts of
 * letters, digits and hyphens that begin with a capital or a digit.
 */
#include "base/ascii.h"
#include "stage/books_text.h"

#include <string.h>

#include "base/banned.h"

static bool is_capital_or_digit(char c)
{
	return is_upper(c) || is_digit(c);
}

/* The letters from U+00C0 to U+017F: all but the signs for times and divided by. */
static bool is_latin_letter(const unsigned char *p, size_t left)
{
	if (left < 2 || p[0] < 0xc3 || p[0] > 0xc5)
		return false;
	return p[0] != 0xc3 || (p[1] != 0x97 && p[1] != 0xb7);
}

/* How many bytes the character from p on has. */
static size_t length_at(const unsigned char *p, size_t left)
{
	size_t n = 1;

	while (n < left && (p[n] & 0xc0) == 0x80)
		n++;
	return n;
}

static bool is_latin_capital(const unsigned char *p, size_t left)
{
	return is_latin_letter(p, left) && p[0] == 0xc3 && p[1] <= 0x9e;
}

/* How the part begins: a small letter becomes a capital. Returns how many bytes that took. */
static size_t add_initial(struct buf *out, struct slice part)
{
	if (part.n > 0 && is_lower(part.p[0])) {
		buf_add_char(out, (char)(part.p[0] - 'a' + 'A'));
		return 1;
	}
	if (part.n == 0 || !(is_capital_or_digit(part.p[0]) ||
			       is_latin_capital((const unsigned char *)part.p, part.n)))
		buf_add_string(out, "X-");
	return 0;
}

static void add_part(struct buf *out, struct slice part)
{
	buf_add_char(out, ':');
	for (size_t i = add_initial(out, part); i < part.n;) {
		const unsigned char *p = (const unsigned char *)part.p + i;
		const size_t n = length_at(p, part.n - i);
		const bool kept = is_lower(part.p[i]) || is_capital_or_digit(part.p[i]) ||
				  is_latin_letter(p, part.n - i);

		if (kept)
			buf_add(out, p, n);
		else
			buf_add_char(out, '-');
		i += n;
	}
}

static void account(struct buf *out, enum booking_account place, const char *name)
{
	static const char *const roots[] = {
	    "Assets", "Liabilities", "Equity", "Income", "Expenses"};
	struct slice rest = slice_of(name), part;
	const size_t begin = out->length;

	while (slice_cut(&rest, ':', &part)) {
		const bool first = out->length == begin;

		if (first && rest.n > 0 && slice_among(part, roots, 5) >= 0) {
			buf_add_slice(out, part);
			continue;
		}
		if (first)
			buf_add_string(out, books_root(place));
		add_part(out, part);
	}
}

static void add_string(struct buf *out, struct slice text)
{
	struct buf plain = {0};

	books_add_plain(&plain, text, "");
	buf_add_char(out, '"');
	for (size_t i = 0; i < plain.length; i++) {
		if (plain.data[i] == '"' || plain.data[i] == '\\')
			buf_add_char(out, '\\');
		buf_add_char(out, plain.data[i]);
	}
	buf_add_char(out, '"');
	buf_free(&plain);
}

static void add_metadata(struct buf *out, const char *name, struct slice value)
{
	if (value.n == 0)
		return;
	buf_printf(out, "  %s: ", name);
	add_string(out, value);
	buf_add_char(out, '\n');
}

/* Opened on the day of the first entry. */
static void begin(struct buf *out, const struct books *b)
{
	date first = b->entries[0].posted;
	char day[DATE_TEXT];

	if (b->opened)
		return;
	for (size_t i = 1; i < b->count; i++)
		if (b->entries[i].posted < first)
			first = b->entries[i].posted;
	date_format(first, day);
	for (enum booking_account i = 0; i < BOOKING_ACCOUNTS; i++)
		if (books_opens(b, i))
			buf_printf(out, "%s open %s\n", day, buf_string(&b->accounts[i]));
}

static void entry(struct buf *out, const struct books *b, const struct books_entry *e)
{
	const struct proposal_row *row = e->booking.row;
	char posted[DATE_TEXT], vat_date[DATE_TEXT];

	date_format(e->posted, posted);
	date_format(e->vat_date, vat_date);
	buf_printf(out, "\n%s * ", posted);
	add_string(out, row->name.n > 0 ? row->name : row->item.customer);
	buf_add_char(out, ' ');
	add_string(out, row->level_name);
	buf_add_char(out, '\n');
	add_metadata(out, "id", slice_of(e->booking.id));
	add_metadata(out, "reminder", row->reminder);
	add_metadata(out, "customer", row->item.customer);
	add_metadata(out, "invoice", row->item.invoice);
	add_metadata(out, "instalment", row->item.instalment);
	buf_printf(out, "  vat-date: %s\n", vat_date);
	for (size_t i = 0; i < e->booking.count; i++) {
		const struct booking_line *line = &e->booking.lines[i];

		buf_printf(out, "  %s", buf_string(&b->accounts[line->account]));
		books_add_amount(out, b, e, line);
		buf_add_char(out, '\n');
		if (line->account != BOOKING_RECEIVABLE)
			buf_printf(out, "    charge: \"%s\"\n", line->charge);
	}
}

const struct books_format books_beancount = {"beancount", account, begin, entry, false};
