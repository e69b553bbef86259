/*
 * Where a country's window envelopes have their window, and where on the letter everything stands
 * for it. Lengths are in tenths of a millimetre, from the left and upper edges of A4.
 */
#ifndef LETTER_ENVELOPE_H
#define LETTER_ENVELOPE_H

#include "base/slice.h"
#include "book/policy.h"

#include <stdbool.h>
#include <stddef.h>

struct zone {
	int x, y, w, h;
};

struct envelope {
	const char *name;
	const char *countries;	/* that use it, by a blank */
	struct zone window;	/* what the envelope shows of the sheet */
	struct zone address;	/* the field that the address is kept in */
	bool return_line;	/* the sender in small type above the address */
	int sender_x, sender_y; /* the sender's particulars */
	int info_x, info_y;	/* date and numbers */
	int text_y;		/* the text begins here, or below what reaches lower */
	int fold[2];
	int punch; /* the mark for the punch */
};

/*
 * What a policy can name: its own layouts, each with what it leaves open filled in, then those of
 * the countries. A layout of its own that has the name of one of these takes its place.
 */
struct envelopes {
	struct envelope *all;
	size_t count;
	const char *names; /* for a message: "nl, nl-right, ... or ch-left" */
};

/* False after faults were reported (78): a `like` that is none, an address outside its window. */
bool envelopes_open(struct envelopes *e, struct diag *d, struct policy *policy);
/* NULL when there is none of that name. */
const struct envelope *envelope_named(const struct envelopes *e, struct slice name);
/* That of a country; the Netherlands' for one that has none of its own. */
const struct envelope *envelope_of_country(const struct envelopes *e, struct slice country);

enum { MARGIN_LEFT = 250, MARGIN_RIGHT = 200, A4_WIDTH = 2100, A4_HEIGHT = 2970 };

#endif
