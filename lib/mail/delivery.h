/* What became of a parcel, or of a row that is in none: the columns that mail-out adds. */
#ifndef MAIL_DELIVERY_H
#define MAIL_DELIVERY_H

#include "base/buf.h"
#include "base/diag.h"
#include "mail/plan.h"
#include "value/date.h"

struct delivery {
	const char *status;
	struct buf to, error;
	struct slice id;
	char at[TIME_TEXT];
};

void delivery_of_parcel(struct diag *d, struct parcel *parcel, struct delivery *out);
void delivery_of_fate(struct diag *d, const struct fate *fate, struct delivery *out);
void delivery_free(struct delivery *out);

#endif
