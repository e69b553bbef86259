/*
 * The table of a reminder's items in words: what the letter draws, and the mail writes
 * as text or HTML, where the template says %items%.
 */
#ifndef TEXT_ITEMS_H
#define TEXT_ITEMS_H

#include "base/buf.h"
#include "base/mem.h"
#include "base/slice.h"
#include "book/proposal.h"
#include "text/values.h"
#include "text/words.h"

#include <stdbool.h>
#include <stddef.h>

enum items_column {
	ITEMS_INVOICE,
	ITEMS_INVOICE_DATE,
	ITEMS_DUE_DATE,
	ITEMS_DAYS,
	ITEMS_AMOUNT,
	ITEMS_OPEN,
	ITEMS_COLUMNS
};

enum items_kind {
	ITEMS_SECTION, /* a section's heading, in cell[0] */
	ITEMS_ROW,
	ITEMS_SUBTOTAL, /* label in cell[0], amount in cell[ITEMS_OPEN], as the next two */
	ITEMS_CHARGE,
	ITEMS_TOTAL
};

struct items_line {
	enum items_kind kind;
	struct slice cell[ITEMS_COLUMNS];
	const struct proposal_row *row; /* of an ITEMS_ROW */
};

struct items {
	struct slice heading[ITEMS_COLUMNS];
	struct items_line *lines;
	size_t count, capacity;
	struct arena arena;
};

/* Zero-initialize *out. */
void items_build(const struct reminder *reminder, const struct values *v, const struct words *words,
    struct items *out);
void items_free(struct items *t);

void items_text(const struct items *t, struct buf *out);
void items_html(const struct items *t, struct buf *out);

#endif
