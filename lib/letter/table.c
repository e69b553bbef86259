#include "letter/parts.h"

#include "text/items.h"

#include <stdlib.h>

#include "base/banned.h"

enum { MOST_INVOICE_LINES = 3, MOST_DESCRIPTION_LINES = 2, COLUMN_GAP = 40, LEAST_FIRST = 200 };
enum { LEAST_SIZE = 6500 };

struct table_pen {
	const struct letter *l;
	struct flow *f;
	struct items items;
	length size, leading;
	length right[ITEMS_COLUMNS]; /* the right edge of a column, from the text's left */
	length width[ITEMS_COLUMNS];
	length labels; /* the left edge of the sums' labels, from the text's left */
	length label;  /* how wide a label may be */
	money carried; /* the sum of the rows so far */
	bool carries;  /* there are such rows, and the total is yet to come */
	bool closed;   /* the total stands there */
};

static bool is_number(int column)
{
	return column == ITEMS_DAYS || column == ITEMS_AMOUNT || column == ITEMS_OPEN;
}

static length measure(struct table_pen *t, enum face face, length size, struct slice text)
{
	return pages_measure(t->f->pages, face, size, text);
}

static length head_size(const struct table_pen *t)
{
	return t->size - POINT;
}

static length total_size(const struct table_pen *t)
{
	return t->size + POINT;
}

static length wider(length a, length b)
{
	return a > b ? a : b;
}

/* A column that no row has anything in is left out. */
static bool is_empty(const struct table_pen *t, int column)
{
	for (size_t i = 0; i < t->items.count; i++)
		if (t->items.lines[i].kind == ITEMS_ROW && t->items.lines[i].cell[column].n > 0)
			return false;
	return true;
}

/* Every column but the first is as wide as what it holds, and as its heading up to `most`; the
 * first has the rest. */
static void measure_columns(struct table_pen *t, length most)
{
	length right = t->f->width, gap = mm10(COLUMN_GAP);
	for (int c = ITEMS_OPEN; c > ITEMS_INVOICE; c--) {
		if (is_empty(t, c)) {
			t->items.heading[c] = (struct slice){"", 0};
			continue;
		}
		length width = measure(t, FACE_BOLD, head_size(t), t->items.heading[c]);
		width = width < most ? width : most;
		for (size_t i = 0; i < t->items.count; i++) {
			const struct items_line *line = &t->items.lines[i];
			if (line->kind == ITEMS_ROW)
				width =
				    wider(width, measure(t, FACE_REGULAR, t->size, line->cell[c]));
		}
		t->width[c] = width;
		t->right[c] = right;
		right -= width + gap;
	}
	t->width[ITEMS_INVOICE] = t->right[ITEMS_INVOICE] = right;
}

/* Smaller, and at last with headings that are cut, where the first column would have no room. */
static void fit_columns(struct table_pen *t)
{
	const length whole = t->f->width, share = whole / ITEMS_COLUMNS - mm10(COLUMN_GAP);
	measure_columns(t, whole);
	while (t->width[ITEMS_INVOICE] < mm10(LEAST_FIRST) && t->size > LEAST_SIZE) {
		t->size -= POINT / 2;
		measure_columns(t, whole);
	}
	if (t->width[ITEMS_INVOICE] < mm10(LEAST_FIRST))
		measure_columns(t, share);
}

/* How wide the widest label of a sum is, and its amount with the gap before it. */
static void measure_sums(struct table_pen *t, length *widest, length *beside)
{
	length label = measure(t, FACE_REGULAR, t->size, word_of(t->l, WORD_CARRIED));
	length amount = 0;
	label = wider(label, measure(t, FACE_REGULAR, t->size, word_of(t->l, WORD_BROUGHT)));
	for (size_t i = 0; i < t->items.count; i++) {
		const struct items_line *line = &t->items.lines[i];
		bool total = line->kind == ITEMS_TOTAL;
		enum face face = total ? FACE_BOLD : FACE_REGULAR;
		length size = total ? total_size(t) : t->size;
		if (line->kind < ITEMS_SUBTOTAL)
			continue;
		label = wider(label, measure(t, face, size, line->cell[ITEMS_INVOICE]));
		amount = wider(amount, measure(t, face, size, line->cell[ITEMS_OPEN]));
	}
	*widest = label;
	*beside = mm10(COLUMN_GAP) + amount;
}

/* The sums' labels begin where a column does: the last one that leaves them room. */
static void place_labels(struct table_pen *t)
{
	length beside, label;
	measure_sums(t, &label, &beside);
	t->label = t->f->width - beside;
	t->labels = label < t->label ? t->label - label : 0;
	for (int c = ITEMS_DUE_DATE; c > ITEMS_INVOICE; c--) {
		const length left = t->right[c] - t->width[c];
		if (t->width[c] > 0 && left <= t->labels) {
			t->labels = left;
			break;
		}
	}
	t->label -= t->labels;
}

static length baseline(const struct table_pen *t, length y)
{
	return y + t->leading * 70 / 100;
}

static void put(struct table_pen *t, const struct pen *pen, enum face face, int column, length y,
    struct slice text)
{
	struct flow *f = t->f;
	struct pen at = *pen;
	at.page = f->page;
	if (is_number(column))
		pages_write(f->pages, &at, face, f->left + t->right[column], y, ALIGN_RIGHT, text);
	else
		pages_write(f->pages, &at, face, f->left + t->right[column] - t->width[column], y,
		    ALIGN_LEFT, text);
}

static void put_label(struct table_pen *t, const struct pen *pen, enum face face, struct slice text)
{
	struct flow *f = t->f;
	pages_write_within(f->pages, pen, face, f->left + t->labels, baseline(t, f->y), ALIGN_LEFT,
	    t->label, text);
}

static void rule(struct table_pen *t, length from, length thickness, struct colour colour)
{
	struct flow *f = t->f;
	pages_box(f->pages, f->page, f->left + from, f->y, f->width - from, thickness, colour);
}

static void draw_head(struct table_pen *t)
{
	struct pen pen = {.size = head_size(t), .colour = t->l->look->accent};
	pen.page = t->f->page;
	for (int c = 0; c < ITEMS_COLUMNS; c++)
		pages_write_within(t->f->pages, &pen, FACE_BOLD,
		    t->f->left + t->right[c] - (is_number(c) ? 0 : t->width[c]),
		    baseline(t, t->f->y), is_number(c) ? ALIGN_RIGHT : ALIGN_LEFT, t->width[c],
		    t->items.heading[c]);
	t->f->y += t->leading;
	t->f->fresh = false;
	rule(t, 0, 800, t->l->look->accent);
	t->f->y += POINT;
}

/* The sum of the rows so far, at the foot of a page and at the head of the next. */
static void draw_carried(struct table_pen *t, enum word label)
{
	struct pen pen = {.page = t->f->page, .size = t->size, .colour = look_faint};
	struct buf amount = {0};
	locale_plain_amount(values_locale(t->l->values), t->carried,
	    values_totals(t->l->values)->decimals, &amount);
	put_label(t, &pen, FACE_REGULAR, word_of(t->l, label));
	put(t, &pen, FACE_REGULAR, ITEMS_OPEN, baseline(t, t->f->y), buf_slice(&amount));
	t->f->y += t->leading;
	buf_free(&amount);
}

/*
 * Make room, on a new page under the headings again if it must be. Where rows of the sum follow,
 * a line is kept free for what is carried over.
 */
static void need(struct table_pen *t, length height, bool more)
{
	length spare = more && !t->closed ? t->leading : 0;
	if (t->f->y + height + spare <= t->f->bottom)
		return;
	if (t->carries)
		draw_carried(t, WORD_CARRIED);
	flow_next_page(t->f);
	draw_head(t);
	if (!t->carries)
		return;
	draw_carried(t, WORD_BROUGHT);
	rule(t, 0, 300, look_line);
}

/* Whether another row follows line i before the total. */
static bool rows_follow(const struct table_pen *t, size_t i)
{
	while (++i < t->items.count && t->items.lines[i].kind != ITEMS_TOTAL)
		if (t->items.lines[i].kind == ITEMS_ROW)
			return true;
	return false;
}

/* The row's sum, for the next page. */
static void carry(struct table_pen *t, const struct items_line *line)
{
	t->carries = !t->closed && money_sum(t->carried, line->row->item.open_amount, &t->carried);
}

/* What stands between a sum and the line above it. */
static length gap_before(const struct table_pen *t, size_t i)
{
	const struct items_line *line = &t->items.lines[i];
	if (line->kind == ITEMS_TOTAL)
		return 4 * POINT;
	return line[-1].kind == ITEMS_ROW ? 3 * POINT : 0;
}

/* The sums that follow line i, to be kept together with it. */
static length height_of_sums(const struct table_pen *t, size_t i)
{
	length height = 0;
	for (; i < t->items.count && t->items.lines[i].kind >= ITEMS_SUBTOTAL; i++)
		height += t->leading + gap_before(t, i);
	return height;
}

/* A text of several lines in the first column. */
struct cell {
	struct glyphs text;
	struct lines lines;
};

static void type_cell(
    struct table_pen *t, struct slice text, length width, size_t most, struct cell *out)
{
	pages_type(t->f->pages, FACE_REGULAR, text, &out->text);
	flow_break(&out->text, width, t->size, &out->lines);
	flow_shorten(t->f->pages, &out->text, &out->lines, most, width, t->size);
}

static length cell_leading(const struct table_pen *t)
{
	return t->size * 125 / 100;
}

/* Write the lines from *y down; *y is the baseline of the next. */
static void write_cell(struct table_pen *t, const struct pen *pen, const struct cell *c, length *y)
{
	for (size_t i = 0; i < c->lines.count; i++, *y += cell_leading(t))
		pages_put(t->f->pages, pen, t->f->left, *y, ALIGN_LEFT,
		    c->text.at + c->lines.at[i].from, c->lines.at[i].to - c->lines.at[i].from);
}

static void free_cell(struct cell *c)
{
	free(c->lines.at);
	free(c->text.at);
}

/* The invoice; below it, as wide as the amounts let it be, what it is for, where the ledger says
 * so.
 */
static void draw_row(struct table_pen *t, size_t index)
{
	const struct items_line *line = &t->items.lines[index];
	struct pen pen = {.size = t->size, .colour = look_text};
	struct pen faint = {.size = t->size, .colour = look_faint};
	struct cell invoice = {{0}, {0}}, description = {{0}, {0}};
	length beside = t->right[ITEMS_OPEN] - t->width[ITEMS_OPEN] - mm10(COLUMN_GAP);
	type_cell(
	    t, line->cell[ITEMS_INVOICE], t->width[ITEMS_INVOICE], MOST_INVOICE_LINES, &invoice);
	type_cell(t, line->row->item.description, beside, MOST_DESCRIPTION_LINES, &description);
	size_t lines = invoice.lines.count + description.lines.count;
	length height = t->leading + (lines > 1 ? (length)(lines - 1) * cell_leading(t) : 0);
	need(t, height + height_of_sums(t, index + 1), rows_follow(t, index));
	pen.page = faint.page = t->f->page;
	length y = baseline(t, t->f->y);
	write_cell(t, &pen, &invoice, &y);
	write_cell(t, &faint, &description, &y);
	for (int c = ITEMS_INVOICE + 1; c < ITEMS_COLUMNS; c++)
		put(t, &pen, FACE_REGULAR, c, baseline(t, t->f->y), line->cell[c]);
	t->f->y += height;
	carry(t, line);
	/* The total has a line of its own. */
	if (index + 1 == t->items.count || line[1].kind != ITEMS_TOTAL)
		rule(t, 0, 300, look_line);
	free_cell(&invoice);
	free_cell(&description);
}

static void draw_section(struct table_pen *t, const struct items_line *line)
{
	struct pen pen = {.size = t->size, .colour = look_text};
	need(t, 3 * t->leading, true);
	t->f->y += t->leading / 3;
	pen.page = t->f->page;
	pages_write_within(t->f->pages, &pen, FACE_BOLD, t->f->left, baseline(t, t->f->y),
	    ALIGN_LEFT, t->f->width, line->cell[ITEMS_INVOICE]);
	t->f->y += t->leading;
	rule(t, 0, 300, look_line);
}

static void draw_sum(struct table_pen *t, size_t index)
{
	const struct items_line *line = &t->items.lines[index];
	bool total = line->kind == ITEMS_TOTAL;
	enum face face = total ? FACE_BOLD : FACE_REGULAR;
	struct pen pen = {
	    .size = total ? total_size(t) : t->size,
	    .colour = line->kind == ITEMS_SUBTOTAL ? look_faint : look_text,
	};
	length gap = gap_before(t, index);
	need(t, t->leading + gap, false);
	t->f->y += gap / 2;
	if (total) {
		t->closed = true;
		t->carries = false;
		/* Below a row it closes the table, below sums it adds them up. */
		rule(t, line[-1].kind == ITEMS_ROW ? 0 : t->labels, 800, t->l->look->accent);
	}
	t->f->y += gap - gap / 2;
	pen.page = t->f->page;
	put_label(t, &pen, face, line->cell[ITEMS_INVOICE]);
	put(t, &pen, face, ITEMS_OPEN, baseline(t, t->f->y), line->cell[ITEMS_OPEN]);
	t->f->y += t->leading;
}

void table_draw(const struct letter *l, struct flow *f)
{
	struct table_pen t = {.l = l, .f = f, .size = l->look->size - POINT};
	items_build(l->reminder, l->values, l->template->words, &t.items);
	fit_columns(&t);
	t.leading = look_leading(l->look, t.size, 170);
	place_labels(&t);
	flow_need(f, 4 * t.leading);
	draw_head(&t);
	for (size_t i = 0; i < t.items.count; i++) {
		const struct items_line *line = &t.items.lines[i];
		if (line->kind == ITEMS_ROW)
			draw_row(&t, i);
		else if (line->kind == ITEMS_SECTION)
			draw_section(&t, line);
		else
			draw_sum(&t, i);
	}
	f->y += 2 * POINT;
	items_free(&t.items);
}
