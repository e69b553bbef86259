#include "letter/parts.h"

#include <stdlib.h>

#include "base/banned.h"

enum {
	MOST_FACTS = 6,
	MOST_LINES = 4,
	PADDING = 45,
	CODE_SIDE = 270,
	QUIET = 30,
	CAPTION = 6500,
	LABEL_GAP = 50
};

struct facts {
	struct {
		enum word label;
		struct buf value;
		bool bold;
		struct glyphs text; /* the value, typed */
		struct lines lines;
	} at[MOST_FACTS];
	size_t count, lines;
	length label; /* how wide the labels are, and the gap after them */
};

static struct buf *add_fact(struct facts *f, enum word label, bool bold)
{
	f->at[f->count].label = label;
	f->at[f->count].bold = bold;
	return &f->at[f->count++].value;
}

static void add_text(struct facts *f, enum word label, const char *text)
{
	if (text[0] != '\0')
		buf_add_string(add_fact(f, label, false), text);
}

static void fill_facts(const struct letter *l, struct facts *f)
{
	const struct company *c = &l->policy->company;
	const struct totals *t = values_totals(l->values);
	const struct proposal_row *row = values_row(l->values);
	struct locale *locale = values_locale(l->values);
	char iban[IBAN_PRINTED] = "";
	locale_amount(
	    locale, t->total, t->currency, t->decimals, add_fact(f, WORD_PAY_AMOUNT, true));
	if (row->pay_by != DATE_NONE && l->look->pay_by)
		locale_date(locale, row->pay_by, add_fact(f, WORD_PAY_BY, true));
	if (c->iban[0])
		iban_print(c->iban, iban);
	add_text(f, WORD_IBAN, iban);
	add_text(f, WORD_BIC, c->bic);
	add_text(f, WORD_ACCOUNT_NAME, c->name);
	buf_add_slice(add_fact(f, WORD_REFERENCE, false), values_reference(l->values));
}

struct qr *paybox_code(const struct letter *l)
{
	const struct company *c = &l->policy->company;
	const struct totals *t = values_totals(l->values);
	const struct transfer payment = {
	    .name = c->name,
	    .iban = c->iban,
	    .bic = c->bic,
	    .currency = t->currency,
	    .amount = t->total,
	    .reference = values_reference(l->values),
	};
	return qr_of_transfer(&payment);
}

static length label_size(const struct letter *l)
{
	return l->look->size - POINT;
}

/* Type the values and break them into lines: a reference that is cut would be another one. */
static void type_facts(const struct letter *l, struct pages *p, struct facts *facts, length room)
{
	for (size_t i = 0; i < facts->count; i++) {
		length w =
		    pages_measure(p, FACE_REGULAR, label_size(l), word_of(l, facts->at[i].label));
		facts->label = w > facts->label ? w : facts->label;
	}
	if (facts->label > room / 2)
		facts->label = room / 2;
	facts->label += mm10(LABEL_GAP);
	room -= facts->label;
	for (size_t i = 0; i < facts->count; i++) {
		pages_type(p, facts->at[i].bold ? FACE_BOLD : FACE_REGULAR,
		    buf_slice(&facts->at[i].value), &facts->at[i].text);
		flow_break(&facts->at[i].text, room, l->look->size, &facts->at[i].lines);
		flow_shorten(
		    p, &facts->at[i].text, &facts->at[i].lines, MOST_LINES, room, l->look->size);
		facts->lines += facts->at[i].lines.count;
	}
}

static void draw_facts(
    const struct letter *l, struct flow *f, const struct facts *facts, length y, length leading)
{
	struct pen faint = {.page = f->page, .size = label_size(l), .colour = look_faint};
	struct pen pen = {.page = f->page, .size = l->look->size, .colour = look_text};
	length x = f->left + mm10(PADDING);
	for (size_t i = 0; i < facts->count; i++) {
		const struct glyphs *text = &facts->at[i].text;
		const struct lines *lines = &facts->at[i].lines;
		pages_write_within(f->pages, &faint, FACE_REGULAR, x, y, ALIGN_LEFT,
		    facts->label - mm10(LABEL_GAP), word_of(l, facts->at[i].label));
		for (size_t k = 0; k < lines->count; k++, y += leading)
			pages_put(f->pages, &pen, x + facts->label, y, ALIGN_LEFT,
			    text->at + lines->at[k].from, lines->at[k].to - lines->at[k].from);
	}
}

static void free_facts(struct facts *facts)
{
	for (size_t i = 0; i < facts->count; i++) {
		buf_free(&facts->at[i].value);
		free(facts->at[i].text.at);
		free(facts->at[i].lines.at);
	}
}

/* The code stands on white with a margin of four modules, or no reader finds it. */
static void draw_code(const struct letter *l, struct flow *f, length height)
{
	static const struct colour white = {255, 255, 255};
	struct pen pen = {.page = f->page, .size = CAPTION, .colour = look_faint};
	length side = mm10(CODE_SIDE), field = side + 2 * mm10(QUIET);
	length x = f->left + f->width - field - mm10(20), y = f->y + (height - field) / 2;
	pages_box(f->pages, f->page, x, y, field, field, white);
	pages_code(f->pages, f->page, x + mm10(QUIET), y + mm10(15), side, l->code);
	pages_write_within(f->pages, &pen, FACE_REGULAR, x + field / 2, y + field - mm10(11),
	    ALIGN_CENTRE, field, word_of(l, WORD_SCAN));
}

void paybox_draw(const struct letter *l, struct flow *f)
{
	struct facts facts = {.count = 0};
	bool code = l->code != NULL;
	length leading = look_leading(l->look, l->look->size, 150);
	length field = mm10(CODE_SIDE + 2 * QUIET);
	if (values_totals(l->values)->total <= 0)
		return; /* a statement of nothing but what is not due */
	fill_facts(l, &facts);
	type_facts(
	    l, f->pages, &facts, f->width - 2 * mm10(PADDING) - (code ? field + mm10(40) : 0));
	length height = (length)facts.lines * leading + 2 * mm10(PADDING) - leading / 2;
	if (code && height < field + mm10(30))
		height = field + mm10(30);
	flow_need(f, height);
	pages_box(f->pages, f->page, f->left, f->y, f->width, height, look_tint);
	pages_box(f->pages, f->page, f->left, f->y, mm10(8), height, l->look->accent);
	length text = (length)(facts.lines - 1) * leading;
	draw_facts(l, f, &facts, f->y + (height - text) / 2 + l->look->size * 36 / 100, leading);
	if (code)
		draw_code(l, f, height);
	f->y += height;
	f->fresh = false;
	free_facts(&facts);
}
