/*
 * Where a country's window envelopes have their window, and what follows from it.
 * Lengths are in tenths of a millimetre, from the left and upper edges of A4.
 */
#ifndef LETTER_LAYOUT_H
#define LETTER_LAYOUT_H

#include "base/slice.h"

#include <stdbool.h>

struct layout {
	const char *name;
	const char *countries; /* that use it, by a blank */
	int address_x, address_y, address_w, address_h;
	bool return_line;	/* the sender in small type above the address */
	int sender_x, sender_y; /* the sender's particulars */
	int info_x, info_y;	/* date and numbers */
	int body_y;		/* the text begins here, or below what reaches lower */
	int fold[2];
	int punch; /* the mark for the punch */
};

/* NULL when there is none of that name. */
const struct layout *layout_named(struct slice name);
/* The layout of a country; that of the Netherlands for one that has none of its own. */
const struct layout *layout_of_country(struct slice country);
/* All names, for a message. */
const char *layout_names(void);

enum { MARGIN_LEFT = 250, MARGIN_RIGHT = 200, A4_WIDTH = 2100, A4_HEIGHT = 2970 };

#endif
