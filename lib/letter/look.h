/*
 * How a letter looks: what its template's front matter says, and defaults.
 */
#ifndef LETTER_LOOK_H
#define LETTER_LOOK_H

#include "base/diag.h"
#include "letter/envelope.h"
#include "letter/page.h"
#include "text/template.h"

#include <stdbool.h>

struct look {
	const struct envelope *envelope;
	const char *font;     /* NULL: the default one */
	const char *fallback; /* where the font lacks a character; NULL: the default one, or none */
	const char *logo;     /* from the template's folder; NULL: the company's */
	length size;	      /* of the text */
	struct colour accent; /* of the sender's name and the table's lines */
	int density;	      /* of the lines, in percent: a letter may be set closer */
	bool fold_marks;
	bool pay_by; /* the box names the last day */
};

/*
 * Read the front matter: layout (a name of `all`), font, fallback_font, font_size (8 to 13), colour
 * ("#1f3a5f"), logo, fold_marks and pay_by (yes, no). `country` is the company's. False after
 * errors (78) with their place.
 */
bool look_of_template(struct diag *d, const struct template *t, const struct envelopes *all,
    struct slice country, struct look *out);

/* The distance between lines: so many percent of the size, at the look's density. */
static inline length look_leading(const struct look *look, length size, int percent)
{
	return (length)((int64_t)size * percent * look->density / 10000);
}

extern const struct colour look_text, look_faint, look_line, look_tint;

#endif
