#include "letter/content.h"

#include <string.h>

#include "base/banned.h"

/* What the stream has set, so that nothing is set twice. */
struct state {
	struct buf *out;
	const struct subset *const *subsets;
	bool in_text;
	bool has_colour;
	struct colour colour;
	int face; /* -1: none yet */
	length size;
};

const char *content_font_name(enum face face)
{
	static const char *const names[FACES] = {"F1", "F2", "F3", "F4"};
	return names[face];
}

/* Numbers are most of a page: printf would take as long as the rest of the letter. */
static void add_digits(struct buf *b, unsigned number, int least)
{
	char text[12];
	int n = 0;
	do {
		text[n++] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0 || n < least);
	while (n > 0)
		buf_add_char(b, text[--n]);
}

static void add_whole(struct buf *b, int number)
{
	add_digits(b, (unsigned)number, 1);
	buf_add_char(b, ' ');
}

/* Thousandths as a decimal number of two places: "12.5 ". */
static void add_number(struct buf *b, length thousandths)
{
	length hundredths = (thousandths + (thousandths < 0 ? -5 : 5)) / 10;
	if (hundredths < 0) {
		buf_add_char(b, '-');
		hundredths = -hundredths;
	}
	add_digits(b, (unsigned)hundredths / 100, 1);
	unsigned part = (unsigned)hundredths % 100;
	if (part != 0) {
		buf_add_char(b, '.');
		add_digits(b, part % 10 ? part : part / 10, part % 10 ? 2 : 1);
	}
	buf_add_char(b, ' ');
}

static void add_colour(struct buf *b, struct colour c, const char *grey, const char *rgb)
{
	add_number(b, c.red * 1000 / 255);
	if (c.red == c.green && c.green == c.blue) {
		buf_add_string(b, grey);
		return;
	}
	add_number(b, c.green * 1000 / 255);
	add_number(b, c.blue * 1000 / 255);
	buf_add_string(b, rgb);
}

static void set_colour(struct state *s, struct colour c)
{
	if (s->has_colour && memcmp(&s->colour, &c, sizeof(c)) == 0)
		return;
	s->has_colour = true;
	s->colour = c;
	add_colour(s->out, c, "g\n", "rg\n");
}

static void set_text(struct state *s, bool in_text)
{
	if (s->in_text != in_text)
		buf_add_string(s->out, in_text ? "BT\n" : "ET\n");
	s->in_text = in_text;
}

static void add_byte(struct buf *b, unsigned char c)
{
	if (c == '(' || c == ')' || c == '\\')
		buf_add_char(b, '\\');
	if (c == '\r')
		buf_add_string(b, "\\r"); /* bare, it would be read as a line feed */
	else
		buf_add_char(b, (char)c);
}

static void draw_text(struct state *s, const struct mark *m)
{
	const struct subset *subset = s->subsets[m->face];
	set_text(s, true);
	set_colour(s, m->colour);
	if (s->face != (int)m->face || s->size != m->size) {
		buf_add_char(s->out, '/');
		buf_add_string(s->out, content_font_name(m->face));
		buf_add_char(s->out, ' ');
		add_number(s->out, m->size);
		buf_add_string(s->out, "Tf\n");
		s->face = (int)m->face;
		s->size = m->size;
	}
	buf_add_string(s->out, "1 0 0 1 ");
	add_number(s->out, m->x);
	add_number(s->out, PAGE_HEIGHT - m->y);
	buf_add_string(s->out, "Tm\n(");
	for (size_t i = 0; i < m->count; i++) {
		uint16_t glyph = subset_glyph(subset, m->text[i].ch);
		add_byte(s->out, (unsigned char)(glyph >> 8));
		add_byte(s->out, (unsigned char)(glyph & 0xff));
	}
	buf_add_string(s->out, ")Tj\n");
}

static void draw_box(struct state *s, const struct mark *m)
{
	set_text(s, false);
	set_colour(s, m->colour);
	add_number(s->out, m->x);
	add_number(s->out, PAGE_HEIGHT - m->y - m->h);
	add_number(s->out, m->w);
	add_number(s->out, m->h);
	buf_add_string(s->out, "re f\n");
}

/* "1 J": with round ends, so that the pieces of a line meet. */
static void draw_stroke(struct state *s, const struct mark *m)
{
	set_text(s, false);
	buf_add_string(s->out, "q 1 J ");
	add_number(s->out, m->size);
	buf_add_string(s->out, "w ");
	add_colour(s->out, m->colour, "G ", "RG ");
	add_number(s->out, m->x);
	add_number(s->out, PAGE_HEIGHT - m->y);
	buf_add_string(s->out, "m ");
	add_number(s->out, m->x + m->w);
	add_number(s->out, PAGE_HEIGHT - m->y - m->h);
	buf_add_string(s->out, "l S Q\n");
}

static void add_module_run(struct buf *b, int x, int y, int modules)
{
	add_whole(b, x);
	add_whole(b, y);
	add_whole(b, modules);
	buf_add_string(b, "1 re\n");
}

/* One rectangle for each run of dark modules, in units of a module. */
static void draw_code(struct state *s, const struct mark *m)
{
	const struct qr *q = m->code;
	set_text(s, false);
	set_colour(s, (struct colour){0, 0, 0});
	buf_add_string(s->out, "q ");
	/* Three places would not do: the last module would lie beside the first of the next row. */
	int64_t module = (int64_t)m->w * 1000 / q->side;
	buf_printf(s->out, "%d.%06d 0 0 %d.%06d ", (int)(module / 1000000), (int)(module % 1000000),
	    (int)(module / 1000000), (int)(module % 1000000));
	add_number(s->out, m->x);
	add_number(s->out, PAGE_HEIGHT - m->y - m->h);
	buf_add_string(s->out, "cm\n");
	for (int y = 0; y < q->side; y++) {
		const uint8_t *row = q->dark + (size_t)y * (size_t)q->side;
		for (int x = 0, end; x < q->side; x = end + 1) {
			for (end = x; end < q->side && row[end]; end++)
				;
			if (end > x)
				add_module_run(s->out, x, q->side - 1 - y, end - x);
		}
	}
	buf_add_string(s->out, "f Q\n");
}

static void draw_logo(struct state *s, const struct mark *m)
{
	set_text(s, false);
	buf_add_string(s->out, "q ");
	add_number(s->out, m->w);
	buf_add_string(s->out, "0 0 ");
	add_number(s->out, m->h);
	add_number(s->out, m->x);
	add_number(s->out, PAGE_HEIGHT - m->y - m->h);
	buf_add_string(s->out, "cm /" CONTENT_LOGO " Do Q\n");
}

void content_of_page(const struct page *page, const struct subset *const *subsets, struct buf *out)
{
	struct state s = {.out = out, .subsets = subsets, .face = -1};
	for (size_t i = 0; i < page->count; i++) {
		const struct mark *m = &page->marks[i];
		switch (m->kind) {
		case MARK_TEXT:
			draw_text(&s, m);
			break;
		case MARK_BOX:
			draw_box(&s, m);
			break;
		case MARK_STROKE:
			draw_stroke(&s, m);
			break;
		case MARK_CODE:
			draw_code(&s, m);
			break;
		case MARK_LOGO:
			draw_logo(&s, m);
			break;
		}
	}
	set_text(&s, false);
}
