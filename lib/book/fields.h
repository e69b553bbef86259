/*
 * The columns that have a meaning, dun-items(5) and those that a proposal adds
 * to it, as import-ledger(1) needs them: what may stand in each, and under
 * which names accounting packages export it.
 */
#ifndef BOOK_FIELDS_H
#define BOOK_FIELDS_H

#include "base/buf.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

enum field_type {
	FIELD_TEXT, /* as it is */
	FIELD_KEY,  /* a part of the item's name: never a comma or a quote */
	FIELD_DATE,
	FIELD_AMOUNT,
	FIELD_CURRENCY,
	FIELD_WORD, /* one of words */
	/* Of customers alone. */
	FIELD_COUNTRY,
	FIELD_LANGUAGE,
	FIELD_EMAIL, /* several, with ; between */
	FIELD_DAYS,
	FIELD_ADDRESS, /* a text; it makes the address with the others and the country */
	FIELD_HOUSE,   /* no column of its own, but a part of address1 */
	FIELD_PERSON   /* the same, of name or contact */
};

struct field {
	const char *name;
	enum field_type type;
	const char *words;    /* of FIELD_WORD, with blanks between */
	const char *synonyms; /* plain names (see below) with blanks between, the best first */
};

enum { FIELDS_MOST = 64 };

/* In the order in which a table of items has them. */
extern const struct field known_fields[];
extern const size_t known_count;

/* NULL when it is a column without a meaning here. */
const struct field *field_find(struct slice name);

/*
 * A name made plain: small letters and digits alone, so that "Invoice No.",
 * "invoice no" and "InvoiceNo" are one. Replaces what b holds.
 */
void field_plain_name(struct buf *b, struct slice name);
/* Whether it is this. */
bool field_is_plain_name(struct slice plain, struct slice name);
/* A name as our tables have them: "Factuur Gbl." becomes factuur_gbl. Replaces what b holds. */
void field_clean_name(struct buf *b, struct slice name);

/* The place of a plain name among words with blanks between, from 0; -1 when it is not there. */
int field_word(const char *words, struct slice plain);

/* What a package's word for a kind or a side means here ("Credit Memo": credit); NULL: unknown. */
const char *field_kind(struct slice text);
const char *field_side(struct slice text);

#endif
