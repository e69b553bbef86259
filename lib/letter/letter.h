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
	const struct tag_source *source; /* of the values, for the body */
	const struct look *look;
	struct font *font;
	const struct logo *logo; /* NULL: the name is written instead */
	const struct qr *code;	 /* private: made once, however often it is laid out */
};

/*
 * Lay the letter out: a letter that would run a little over its page is set closer. What
 * cannot be written is in pages->bad then. The subject is appended to `title`. False where the
 * window has no room for the whole address.
 */
bool letter_compose(const struct letter *l, struct pages *pages, struct buf *title);

#endif
