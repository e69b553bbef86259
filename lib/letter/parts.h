/*
 * The parts of a letter. Private to letter/letter.h.
 */
#ifndef LETTER_PARTS_H
#define LETTER_PARTS_H

#include "letter/flow.h"
#include "letter/letter.h"

/* The length of a word as a slice. */
static inline struct slice word_of(const struct letter *l, enum word word)
{
	return slice_of(words_text(l->template->words, word, l->policy->company.country));
}

/*
 * What stands on the first page above the text: sender, address, date and numbers, fold
 * marks. Returns the lowest point that it reaches. *address_fits is false where the window has
 * no room for the whole address.
 */
length head_draw(const struct letter *l, struct pages *p, bool *address_fits);
/* What stands below the text of every page, and above it from the second on. */
void foot_draw(const struct letter *l, struct pages *p);
/* The table of the items, over as many pages as it takes. */
void table_draw(const struct letter *l, struct flow *f);
/* How to pay: amount, day, account, reference, and the code where there is one. */
void paybox_draw(const struct letter *l, struct flow *f);
/* The letter's payment code; NULL where there can be none. */
struct qr *paybox_code(const struct letter *l);

#endif
