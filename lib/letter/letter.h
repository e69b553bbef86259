/*
 * A reminder as a letter: where everything stands on its pages.
 */
#ifndef LETTER_LETTER_H
#define LETTER_LETTER_H

#include "book/policy.h"
#include "book/proposal.h"
#include "letter/font.h"
#include "letter/look.h"
#include "letter/page.h"
#include "letter/pdf.h"
#include "text/template.h"
#include "text/values.h"

struct letter {
	const struct policy *policy;
	const struct reminder *reminder;
	const struct template *template;
	struct values *values;
	const struct look *look;
	struct font *font;
	const struct logo *logo; /* NULL: the name is written instead */
	size_t setting;		 /* what letter_check found, 0 at first */
	bool draft;		 /* private: no code is made */
};

/*
 * Lay the letter out to see what is wrong with it (pages->bad), and how close its lines must stand
 * for one page: l->setting.
 */
void letter_check(struct letter *l, struct pages *pages);
/* Lay it out as it will be. Its title, the subject, is appended to `title`. */
void letter_compose(const struct letter *l, struct pages *pages, struct buf *title);

#endif
