/*
 * cairo-letter COUNT FOLDER [code] [LOGO.png]: the letter that tests/bench/letters has
 * render-letter make, made by cairo and pango: the same texts, table, box, code and logo, one PDF
 * each. A fair opponent: fonts, layout and logo are opened once. Built by tests/bench/letters
 * alone.
 */
#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <qrencode.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MM (72 / 25.4)
static const double left = 25 * MM, right = 190 * MM, width = 165 * MM;

struct letter {
	cairo_t *cr;
	PangoLayout *layout;
	double size;
	bool bold;
	double y;
	int number;
};

enum align { LEFT, RIGHT };

static void set_font(struct letter *l, double size, bool bold)
{
	if (l->size == size && l->bold == bold)
		return;
	PangoFontDescription *font = pango_font_description_new();
	pango_font_description_set_family(font, "Liberation Sans");
	pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
	pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(l->layout, font);
	pango_font_description_free(font);
	l->size = size;
	l->bold = bold;
}

static void grey(struct letter *l, double level)
{
	cairo_set_source_rgb(l->cr, level, level, level);
}

static void blue(struct letter *l)
{
	cairo_set_source_rgb(l->cr, 31 / 255.0, 58 / 255.0, 95 / 255.0);
}

/* A line of text with its baseline at y. */
static void put(struct letter *l, double x, double y, enum align align, const char *text)
{
	int w, h;
	pango_layout_set_width(l->layout, -1);
	pango_layout_set_text(l->layout, text, -1);
	if (align == RIGHT) {
		pango_layout_get_size(l->layout, &w, &h);
		x -= (double)w / PANGO_SCALE;
	}
	cairo_move_to(l->cr, x, y);
	pango_cairo_show_layout_line(l->cr, pango_layout_get_line_readonly(l->layout, 0));
}

static void paragraph(struct letter *l, const char *markup)
{
	int w, h;
	pango_layout_set_width(l->layout, (int)(width * PANGO_SCALE));
	pango_layout_set_markup(l->layout, markup, -1);
	pango_layout_get_size(l->layout, &w, &h);
	cairo_move_to(l->cr, left, l->y);
	pango_cairo_show_layout(l->cr, l->layout);
	pango_layout_set_attributes(l->layout, NULL);
	l->y += (double)h / PANGO_SCALE + 9;
}

static void box(struct letter *l, double x, double y, double w, double h)
{
	cairo_rectangle(l->cr, x, y, w, h);
	cairo_fill(l->cr);
}

static void head(struct letter *l, cairo_surface_t *logo)
{
	char text[64];
	static const char *const sender[] = {"Keizersgracht 1", "1015 CJ Amsterdam"};
	static const char *const labels[] = {"Datum", "Klantnummer", "Ons kenmerk"};
	char values[3][32] = {"22 november 2026"};
	if (logo != NULL) {
		double scale = 25 * MM / cairo_image_surface_get_height(logo);
		if (cairo_image_surface_get_width(logo) * scale > 70 * MM)
			scale = 70 * MM / cairo_image_surface_get_width(logo);
		cairo_save(l->cr);
		cairo_translate(l->cr, left, 13 * MM);
		cairo_scale(l->cr, scale, scale);
		cairo_set_source_surface(l->cr, logo, 0, 0);
		cairo_paint(l->cr);
		cairo_restore(l->cr);
	} else {
		set_font(l, 15, true);
		blue(l);
		put(l, left, 22 * MM, LEFT, "Voorbeeld BV");
	}
	set_font(l, 8.5, false);
	grey(l, 0.44);
	for (int i = 0; i < 2; i++)
		put(l, 128 * MM, 17.5 * MM + 11 * (i + 1), LEFT, sender[i]);
	set_font(l, 10.5, false);
	grey(l, 0.12);
	snprintf(text, sizeof(text), "Bakkerij Jansen %d", l->number);
	put(l, left, 50 * MM + 9.5, LEFT, text);
	snprintf(text, sizeof(text), "Straat %d", l->number);
	put(l, left, 50 * MM + 22.6, LEFT, text);
	put(l, left, 50 * MM + 35.7, LEFT, "1234 AB Plaats");
	snprintf(values[1], sizeof(values[1]), "%d", l->number);
	snprintf(values[2], sizeof(values[2]), "20261122-%d-2", l->number);
	for (int i = 0; i < 3; i++) {
		double y = 50.5 * MM + 27 * i;
		set_font(l, 7.8, false);
		grey(l, 0.44);
		put(l, 128 * MM, y + 7.8, LEFT, labels[i]);
		set_font(l, 9.5, false);
		grey(l, 0.12);
		put(l, 128 * MM, y + 19.8, LEFT, values[i]);
	}
	grey(l, 0.8);
	box(l, 4 * MM, 99 * MM, 4 * MM, 0.3);
	box(l, 4 * MM, 198 * MM, 4 * MM, 0.3);
	box(l, 4 * MM, 148.5 * MM, 6 * MM, 0.3);
}

static void rule(struct letter *l, double from, double thickness)
{
	box(l, left + from, l->y, width - from, thickness);
}

static void table(struct letter *l)
{
	static const char *const heads[] = {"Factuur", "Factuurdatum", "Vervaldatum",
	    "Dagen te laat", "Bedrag (EUR)", "Openstaand (EUR)"};
	static const double edge[] = {0, 148, 207, 318, 375, 468};
	static const enum align sides[] = {LEFT, LEFT, LEFT, RIGHT, RIGHT, RIGHT};
	char cells[6][32];
	blue(l);
	set_font(l, 8, true);
	for (int c = 0; c < 6; c++)
		put(l, left + edge[c], l->y + 10.7, sides[c], heads[c]);
	l->y += 15.3;
	rule(l, 0, 0.8);
	l->y += 1;
	set_font(l, 9, false);
	for (int i = 0; i < 8; i++) {
		int euros = 100 + (l->number * 7 + i * 131) % 900;
		snprintf(cells[0], sizeof(cells[0]), "%d", 20260000 + l->number * 8 + i);
		snprintf(cells[1], sizeof(cells[1]), "%02d-08-2026", 10 + i);
		snprintf(cells[2], sizeof(cells[2]), "%02d-09-2026", 10 + i);
		snprintf(cells[3], sizeof(cells[3]), "%d", 73 - i);
		snprintf(cells[4], sizeof(cells[4]), "%d,50", euros);
		snprintf(cells[5], sizeof(cells[5]), "%d,50", euros);
		grey(l, 0.12);
		for (int c = 0; c < 6; c++)
			put(l, left + edge[c], l->y + 10.7, sides[c], cells[c]);
		l->y += 15.3;
		grey(l, 0.8);
		rule(l, 0, 0.3);
	}
	l->y += 3;
	grey(l, 0.12);
	put(l, left + 207, l->y + 10.7, LEFT, "Aanmaningskosten");
	put(l, right, l->y + 10.7, RIGHT, "10,00");
	put(l, left + 207, l->y + 26, LEFT, "Rente");
	put(l, right, l->y + 26, RIGHT, "86,35");
	l->y += 32.6;
	blue(l);
	rule(l, 207, 0.8);
	grey(l, 0.12);
	set_font(l, 10, true);
	put(l, left + 207, l->y + 12.7, LEFT, "Totaal te betalen");
	put(l, right, l->y + 12.7, RIGHT, "€ 4.384,35");
	l->y += 26;
}

static void code(struct letter *l, double x, double y, double side)
{
	char text[256];
	int n = snprintf(text, sizeof(text),
	    "BCD\n002\n1\nSCT\n\nVoorbeeld BV\nNL91ABNA0417164300\nEUR4384.35\n\n\n20261122-%d-2",
	    l->number);
	QRcode *q = QRcode_encodeData(n, (const unsigned char *)text, 0, QR_ECLEVEL_M);
	double module = side / q->width;
	cairo_set_source_rgb(l->cr, 0, 0, 0);
	for (int row = 0; row < q->width; row++)
		for (int from = 0, to; from < q->width; from = to + 1) {
			for (to = from; to < q->width && q->data[row * q->width + to] & 1; to++)
				;
			if (to > from)
				cairo_rectangle(l->cr, x + from * module, y + row * module,
				    (to - from) * module, module);
		}
	cairo_fill(l->cr);
	QRcode_free(q);
}

static void paybox(struct letter *l, bool with_code)
{
	static const char *const labels[] = {
	    "Te betalen", "Uiterlijk op", "IBAN", "Ten name van", "Betalingskenmerk"};
	char reference[32];
	const char *const values[] = {
	    "€ 4.384,35", "6 december 2026", "NL91 ABNA 0417 1643 00", "Voorbeeld BV", reference};
	snprintf(reference, sizeof(reference), "20261122-%d-2", l->number);
	cairo_set_source_rgb(l->cr, 0.953, 0.961, 0.973);
	box(l, left, l->y, width, 102);
	blue(l);
	box(l, left, l->y, 0.8 * MM, 102);
	for (int i = 0; i < 5; i++) {
		set_font(l, 9, false);
		grey(l, 0.44);
		put(l, left + 4.5 * MM, l->y + 25 + 15 * i, LEFT, labels[i]);
		set_font(l, 10, i < 2);
		grey(l, 0.12);
		put(l, left + 95, l->y + 25 + 15 * i, LEFT, values[i]);
	}
	if (with_code) {
		grey(l, 1);
		box(l, right - 35 * MM, l->y + 4, 33 * MM, 33 * MM);
		code(l, right - 32 * MM, l->y + 8, 27 * MM);
		set_font(l, 6.5, false);
		grey(l, 0.44);
		put(l, right - 26 * MM, l->y + 95, LEFT, "Scan om te betalen");
	}
	l->y += 111;
}

static void foot(struct letter *l)
{
	grey(l, 0.8);
	box(l, left, 278 * MM, width, 0.4);
	set_font(l, 7.5, false);
	grey(l, 0.44);
	put(l, left, 282.5 * MM, LEFT, "Voorbeeld BV  ·  IBAN NL91 ABNA 0417 1643 00");
	put(l, right, 282.5 * MM, RIGHT, "1/1");
}

static void draw(struct letter *l, bool with_code, cairo_surface_t *logo)
{
	head(l, logo);
	l->y = 92 * MM;
	grey(l, 0.12);
	set_font(l, 12, false);
	paragraph(l, "<b>Aanmaning</b>");
	set_font(l, 10, false);
	paragraph(l, "Geachte heer, mevrouw,");
	paragraph(l,
	    "Ondanks onze eerdere herinnering hebben wij van de onderstaande posten nog geen "
	    "volledige betaling ontvangen. U bent daarmee in verzuim. In dit overzicht zijn de "
	    "betalingen verwerkt die wij tot en met 22 november 2026 hebben ontvangen.");
	table(l);
	set_font(l, 10, false);
	paragraph(l,
	    "Wij stellen u in de gelegenheid het totaal van <b>€ 4.384,35</b> alsnog uiterlijk op "
	    "<b>6 december 2026</b> te voldoen. Ontvangen wij uw betaling niet binnen deze "
	    "termijn, dan kunnen wij u verdere kosten en rente in rekening brengen.");
	paybox(l, with_code);
	set_font(l, 10, false);
	grey(l, 0.12);
	paragraph(l,
	    "Heeft u intussen betaald, dan kunt u deze brief als niet verzonden beschouwen. Bent u "
	    "het niet eens met een factuur, laat ons dan binnen deze termijn schriftelijk weten "
	    "waarom.");
	paragraph(l, "Hoogachtend,\nVoorbeeld BV");
	foot(l);
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fprintf(stderr, "usage: cairo-letter COUNT FOLDER [code] [LOGO.png]\n");
		return 64;
	}
	bool with_code = argc > 3 && strcmp(argv[3], "code") == 0;
	cairo_surface_t *logo = argc > 4 ? cairo_image_surface_create_from_png(argv[4]) : NULL;
	PangoFontMap *map = pango_cairo_font_map_get_default();
	PangoContext *context = pango_font_map_create_context(map);
	for (int i = 0; i < atoi(argv[1]); i++) {
		char path[4096];
		snprintf(path, sizeof(path), "%s/%d.pdf", argv[2], i);
		cairo_surface_t *pdf = cairo_pdf_surface_create(path, 210 * MM, 297 * MM);
		cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_TITLE, "Aanmaning");
		struct letter l = {.cr = cairo_create(pdf), .number = 10000 + i};
		pango_cairo_update_context(l.cr, context);
		l.layout = pango_layout_new(context);
		draw(&l, with_code, logo);
		cairo_show_page(l.cr);
		g_object_unref(l.layout);
		cairo_destroy(l.cr);
		cairo_surface_finish(pdf);
		if (cairo_surface_status(pdf) != CAIRO_STATUS_SUCCESS) {
			fprintf(stderr, "cairo-letter: %s\n",
			    cairo_status_to_string(cairo_surface_status(pdf)));
			return 70;
		}
		cairo_surface_destroy(pdf);
	}
	if (logo != NULL)
		cairo_surface_destroy(logo);
	g_object_unref(context);
	return 0;
}
