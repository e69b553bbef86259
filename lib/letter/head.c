#include "letter/parts.h"

#include <stdlib.h>

#include "base/banned.h"

enum { MOST_LOGO_WIDTH = 700, LOGO_BESIDE = 250, LOGO_ABOVE = 140 };
enum { SMALL = 7800, NAME_SIZE = 15 * POINT, HEAD_LEADING = 11 * POINT };

/* --- the sender --- */

/*
 * Where a logo stands, and how high it may be, in tenths of a millimetre: above the sender's
 * particulars, or beside them and then above the window, which must not show its lower end.
 */
static void place_logo(const struct envelope *at, int *y, int *height)
{
	enum { ABOVE_WINDOW = 20 };
	*y = at->sender_x == MARGIN_LEFT ? 90 : 130;
	*height = LOGO_ABOVE;
	if (at->sender_x == MARGIN_LEFT)
		return;
	*height = at->window.y - ABOVE_WINDOW - *y;
	if (*height > LOGO_BESIDE)
		*height = LOGO_BESIDE;
}

static length draw_logo(const struct letter *l, struct pages *p)
{
	const struct logo *logo = l->logo;
	int top, height;
	place_logo(l->look->envelope, &top, &height);
	int64_t w = mm10(MOST_LOGO_WIDTH), h = mm10(height);
	length y = mm10(top);
	if (w * logo->height > h * logo->width)
		w = h * logo->width / logo->height;
	else
		h = w * logo->height / logo->width;
	pages_logo(p, 0, mm10(MARGIN_LEFT), y, (length)w, (length)h, logo);
	return y + (length)h;
}

/* A text that is set smaller where it would run out of its column, and cut at last. */
static void write_fitting(
    struct pages *p, struct pen pen, length x, length y, length width, struct slice text)
{
	struct glyphs g = {0};
	pages_type(p, FACE_REGULAR, text, &g);
	while (pen.size > 5500 && glyphs_width(g.at, g.count, pen.size) > width)
		pen.size -= POINT / 4;
	free(g.at);
	pages_write_within(p, &pen, FACE_REGULAR, x, y, ALIGN_LEFT, width, text);
}

/* The name as large as its column lets it be, on several lines at last; the lowest at y. */
static void write_name(const struct letter *l, struct pages *p, length y, length width)
{
	enum { LEAST_SIZE = 11 * POINT, MOST_NAME_LINES = 3 };
	struct pen pen = {.size = NAME_SIZE, .colour = l->look->accent};
	struct glyphs g = {0};
	struct lines lines = {0};
	pages_type(p, FACE_BOLD, slice_of(l->policy->company.name), &g);
	while (pen.size > LEAST_SIZE && glyphs_width(g.at, g.count, pen.size) > width)
		pen.size -= POINT / 2;
	flow_break(&g, width, pen.size, &lines);
	flow_shorten(p, &g, &lines, MOST_NAME_LINES, width, pen.size);
	for (size_t i = 0; i < lines.count; i++)
		pages_put(p, &pen, mm10(MARGIN_LEFT),
		    y - (length)(lines.count - 1 - i) * pen.size * 120 / 100, ALIGN_LEFT,
		    g.at + lines.at[i].from, lines.at[i].to - lines.at[i].from);
	free(lines.at);
	free(g.at);
}

static length draw_name(const struct letter *l, struct pages *p)
{
	if (l->logo)
		return draw_logo(l, p);
	length y = mm10(220);
	bool shared = l->look->envelope->sender_x > MARGIN_LEFT;
	write_name(l, p, y,
	    mm10(shared ? l->look->envelope->sender_x - MARGIN_LEFT - 50
			: A4_WIDTH - MARGIN_LEFT - MARGIN_RIGHT));
	return y;
}

struct sender {
	struct buf lines[COMPANY_LINES + 2];
	size_t count;
};

static void add_labelled(struct sender *s, struct slice label, const char *value)
{
	if (value[0] != '\0')
		buf_printf(&s->lines[s->count++], "%.*s %s", SLICE_ARG(label), value);
}

static void fill_sender(const struct letter *l, struct sender *s)
{
	const struct company *c = &l->policy->company;
	for (size_t i = 0; i < c->naddress; i++)
		buf_add_string(&s->lines[s->count++], c->address[i]);
	add_labelled(s, word_of(l, WORD_PHONE), c->phone);
	add_labelled(s, word_of(l, WORD_EMAIL), c->email);
}

/* Many lines are set closer, so that they end above the date. */
static length draw_sender(const struct letter *l, struct pages *p)
{
	const struct envelope *at = l->look->envelope;
	struct sender s = {.count = 0};
	length x = mm10(at->sender_x), y = mm10(at->sender_y), leading = HEAD_LEADING;
	length width = mm10(A4_WIDTH - MARGIN_RIGHT - at->sender_x);
	fill_sender(l, &s);
	length room = mm10(at->info_y) - y - 6 * POINT;
	if (room > 0 && (length)s.count * leading > room)
		leading = room / (length)s.count;
	struct pen pen = {.size = SMALL + 700, .colour = look_faint};
	if (pen.size > leading * 90 / 100)
		pen.size = leading * 90 / 100;
	for (size_t i = 0; i < s.count; i++) {
		y += leading;
		pages_write_within(
		    p, &pen, FACE_REGULAR, x, y, ALIGN_LEFT, width, buf_slice(&s.lines[i]));
	}
	for (size_t i = 0; i < s.count; i++)
		buf_free(&s.lines[i]);
	return y + leading;
}

/* --- the address --- */

/* A name, who it is for the attention of, four lines, code and town, a country. */
enum { MOST_LINES = 9 };
struct address {
	struct buf lines[MOST_LINES];
	size_t count;
};

static struct buf *add_line(struct address *a)
{
	return &a->lines[a->count++];
}

static void add_text(struct address *a, struct slice text)
{
	if (text.n > 0)
		buf_add_slice(add_line(a), text);
}

/* "1015 CJ Amsterdam"; in Britain and Ireland the code has a line of its own, below the town. */
static void add_town(struct address *a, const struct customer *c)
{
	if (slice_is(c->country, "GB") || slice_is(c->country, "IE")) {
		add_text(a, c->city);
		add_text(a, c->postal_code);
		return;
	}
	if (c->postal_code.n + c->city.n == 0)
		return;
	struct buf *line = add_line(a);
	buf_add_slice(line, c->postal_code);
	if (c->postal_code.n && c->city.n)
		buf_add_char(line, ' ');
	buf_add_slice(line, c->city);
}

/* The country is for the post of the sender's own. */
static void fill_address(const struct letter *l, struct address *a)
{
	const struct customer *c = values_customer(l->values);
	add_text(a, c->name.n ? c->name : values_row(l->values)->name);
	if (c->contact.n) {
		struct buf *line = add_line(a);
		buf_add_slice(line, word_of(l, WORD_ATTENTION));
		buf_add_char(line, ' ');
		buf_add_slice(line, c->contact);
	}
	for (size_t i = 0; i < 4; i++)
		add_text(a, c->address[i]);
	add_town(a, c);
	if (c->country.n && !slice_is(c->country, l->policy->company.country))
		locale_country(values_home(l->values), c->country, add_line(a));
}

/* The type size and leading with which all lines, wrapped, fit into the window. */
static length fit_address(
    const struct glyphs *typed, size_t count, const struct envelope *at, length *leading)
{
	length size = 10500;
	for (;; size -= POINT / 2) {
		struct lines lines = {0};
		for (size_t i = 0; i < count; i++)
			flow_break(&typed[i], mm10(at->address.w), size, &lines);
		*leading = size * 125 / 100;
		length height = (length)lines.count * *leading;
		free(lines.at);
		if (height <= mm10(at->address.h) || size <= 6500)
			return size;
	}
}

static void draw_return_line(const struct letter *l, struct pages *p)
{
	const struct company *c = &l->policy->company;
	const struct envelope *at = l->look->envelope;
	struct pen pen = {.size = 6500, .colour = look_faint};
	struct buf line = {0};
	buf_add_string(&line, c->name);
	for (size_t i = 0; i < c->naddress; i++)
		buf_printf(&line, " \xc2\xb7 %s", c->address[i]);
	pages_write_within(p, &pen, FACE_REGULAR, mm10(at->address.x), mm10(at->address.y - 25),
	    ALIGN_LEFT, mm10(at->address.w), buf_slice(&line));
	buf_free(&line);
}

/* *fits is false where lines had to be left out. */
static length draw_address(const struct letter *l, struct pages *p, bool *fits)
{
	const struct envelope *at = l->look->envelope;
	struct address a = {.count = 0};
	struct glyphs typed[MOST_LINES] = {{0}};
	length leading, y = mm10(at->address.y);
	fill_address(l, &a);
	for (size_t i = 0; i < a.count; i++)
		pages_type(p, FACE_REGULAR, buf_slice(&a.lines[i]), &typed[i]);
	struct pen pen = {.size = fit_address(typed, a.count, at, &leading), .colour = look_text};
	/* A line too many for the window would show the address of somebody else's letter. */
	size_t room = (size_t)(mm10(at->address.h) / leading);
	for (size_t i = 0; i < a.count; i++) {
		struct lines lines = {0};
		flow_break(&typed[i], mm10(at->address.w), pen.size, &lines);
		*fits = *fits && lines.count <= room;
		for (size_t k = 0; k < lines.count && room > 0; k++, room--, y += leading)
			pages_put(p, &pen, mm10(at->address.x), y + pen.size * 9 / 10, ALIGN_LEFT,
			    typed[i].at + lines.at[k].from, lines.at[k].to - lines.at[k].from);
		free(lines.at);
		free(typed[i].at);
	}
	for (size_t i = 0; i < a.count; i++)
		buf_free(&a.lines[i]);
	if (at->return_line)
		draw_return_line(l, p);
	return mm10(at->address.y + at->address.h);
}

/* --- date and numbers --- */

static length draw_fact(
    const struct letter *l, struct pages *p, enum word label, struct slice value, length y)
{
	const struct envelope *at = l->look->envelope;
	struct pen faint = {.size = SMALL, .colour = look_faint};
	struct pen pen = {.size = 9500, .colour = look_text};
	length x = mm10(at->info_x);
	enum { LEAST = 200 };
	int room = at->address.x - at->info_x - 60; /* beside the address, else up to the margin */
	if (room < LEAST)
		room = A4_WIDTH - MARGIN_RIGHT - at->info_x;
	const length width = mm10(room);
	pages_write_within(
	    p, &faint, FACE_REGULAR, x, y + SMALL, ALIGN_LEFT, width, word_of(l, label));
	pages_write_within(
	    p, &pen, FACE_REGULAR, x, y + SMALL + 12 * POINT, ALIGN_LEFT, width, value);
	return y + SMALL + 19 * POINT;
}

static length draw_facts(const struct letter *l, struct pages *p)
{
	const struct proposal_row *row = values_row(l->values);
	length y = mm10(l->look->envelope->info_y);
	struct buf day = {0};
	locale_date(values_locale(l->values), row->as_of, &day);
	y = draw_fact(l, p, WORD_DATE, buf_slice(&day), y);
	y = draw_fact(l, p, WORD_CUSTOMER, row->item.customer, y);
	y = draw_fact(l, p, WORD_REMINDER, l->reminder->number, y);
	buf_free(&day);
	return y;
}

static void draw_fold_marks(const struct letter *l, struct pages *p)
{
	const struct envelope *at = l->look->envelope;
	const length thin = 300;
	pages_box(p, 0, mm10(40), mm10(at->fold[0]), mm10(40), thin, look_line);
	pages_box(p, 0, mm10(40), mm10(at->fold[1]), mm10(40), thin, look_line);
	pages_box(p, 0, mm10(40), mm10(at->punch), mm10(60), thin, look_line);
}

static length lower(length a, length b)
{
	return a > b ? a : b;
}

length head_draw(const struct letter *l, struct pages *p, bool *address_fits)
{
	*address_fits = true;
	length y = draw_name(l, p);
	y = lower(y, draw_sender(l, p));
	y = lower(y, draw_address(l, p, address_fits));
	y = lower(y, draw_facts(l, p));
	if (l->look->fold_marks)
		draw_fold_marks(l, p);
	return y;
}

/* --- below and above the text --- */

static void add_detail(struct buf *b, const char *label, const char *value)
{
	if (value[0] != '\0')
		buf_printf(b, "  \xc2\xb7  %s %s", label, value);
}

/* What the law asks for beside the name. */
static void fill_foot(const struct letter *l, struct buf *b)
{
	const struct company *c = &l->policy->company;
	char iban[IBAN_PRINTED] = "";
	if (c->iban[0])
		iban_print(c->iban, iban);
	add_detail(b, word_of(l, WORD_REGISTRATION).p, c->registration);
	add_detail(b, word_of(l, WORD_VAT_NUMBER).p, c->vat_number);
	add_detail(b, word_of(l, WORD_IBAN).p, iban);
	add_detail(b, word_of(l, WORD_BIC).p, c->bic);
}

/* A name that is too long for its line is cut, and not the numbers after it. */
static void write_foot(const struct letter *l, struct pages *p, const struct pen *pen, length left,
    length width, length y, struct slice details)
{
	struct slice name = slice_of(l->policy->company.name);
	length whole = pages_measure(p, FACE_REGULAR, pen->size, name);
	length rest = width - pages_measure(p, FACE_REGULAR, pen->size, details);
	if (rest < width / 3)
		rest = width / 3;
	if (whole > rest)
		whole = rest;
	pages_write_within(p, pen, FACE_REGULAR, left, y, ALIGN_LEFT, whole, name);
	write_fitting(p, *pen, left + whole, y, width - whole, details);
}

void foot_draw(const struct letter *l, struct pages *p)
{
	length left = mm10(MARGIN_LEFT), right = mm10(A4_WIDTH - MARGIN_RIGHT);
	struct buf foot = {0}, number = {0};
	fill_foot(l, &foot);
	for (size_t page = 0; page < p->count; page++) {
		struct pen pen = {.page = page, .size = 7500, .colour = look_faint};
		length y = mm10(2825);
		buf_truncate(&number, 0);
		buf_printf(&number, "%zu/%zu", page + 1, p->count);
		pages_box(p, page, left, y - mm10(45), right - left, 400, look_line);
		write_foot(l, p, &pen, left, right - left - mm10(150), y, buf_slice(&foot));
		pages_write(p, &pen, FACE_REGULAR, right, y, ALIGN_RIGHT, buf_slice(&number));
		if (page == 0)
			continue;
		y = mm10(185);
		pages_write_within(p, &pen, FACE_REGULAR, left, y, ALIGN_LEFT,
		    (right - left) / 2 - mm10(30), slice_of(l->policy->company.name));
		pages_write(p, &pen, FACE_REGULAR, right, y, ALIGN_RIGHT, l->reminder->number);
	}
	buf_free(&foot);
	buf_free(&number);
}
