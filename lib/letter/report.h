/*
 * A report on A4: a title, paragraphs, charts and tables one below the other,
 * over as many pages as it takes, with the date and page numbers at the foot.
 *
 *     struct report_info info = {.title = ..., .language = "nl", .created = as_of};
 *     struct report *r = report_open(d, &info);
 *     if (r) {
 *         report_paragraph(r, text);
 *         report_chart(r, &chart);
 *         report_table(r, &table);
 *         report_close(r, &out->memory);
 *     }
 *
 * The same calls give the same bytes. Every character is looked for in the font; one that it lacks
 * is drawn as "?" and warned of, once. What is passed in is read during the call alone.
 */
#ifndef LETTER_REPORT_H
#define LETTER_REPORT_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/slice.h"
#include "letter/chart.h"
#include "value/date.h"

#include <stdbool.h>
#include <stddef.h>

struct report_info {
	struct slice title;
	struct slice subtitle; /* below the title; may be empty */
	struct slice company;  /* at the head of every page, and the PDF's author; may be empty */
	struct slice foot;     /* at the foot of every page, beside its number; may be empty */
	const char *language;  /* of its text, and how a chart's amounts are written: "nl" */
	date created;	       /* the PDF's date: never the clock's */
};

struct report;

/* NULL after an error was reported: there is no font. */
struct report *report_open(struct diag *d, const struct report_info *info);

/* Kept together with the beginning of what follows. */
void report_heading(struct report *r, struct slice text);
void report_paragraph(struct report *r, struct slice text);
/* A paragraph in small grey type. */
void report_note(struct report *r, struct slice text);
/* On the next page where this one has no room for it. */
void report_chart(struct report *r, const struct chart *c);

enum report_align {
	REPORT_LEFT,  /* a text: broken into lines where it is too long */
	REPORT_RIGHT, /* a figure: never broken, the same decimals align */
	REPORT_TICK   /* an empty box to tick off; its cells are ignored */
};

struct report_column {
	struct slice heading;
	enum report_align align;
};

struct report_row {
	enum report_row_kind {
		REPORT_ROW,
		REPORT_GROUP, /* the first cell alone, bold, over the rows that follow */
		REPORT_SUM,   /* bold */
		REPORT_TOTAL  /* bold, a rule above it */
	} kind;
	const struct slice *cells; /* one a column */
};

struct report_table {
	const struct report_column *columns;
	size_t ncolumns;
	const struct report_row *rows;
	size_t nrows;
};

/*
 * Columns are as wide as their figures and share the rest for texts; where that does not do, the
 * type gets smaller. The headings are repeated on every page.
 */
void report_table(struct report *r, const struct report_table *t);

/*
 * Append the PDF to out, and free the report. False after an error was reported; with out NULL it
 * is only freed.
 */
bool report_close(struct report *r, struct buf *out);

#endif
