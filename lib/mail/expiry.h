/* Until when a message may leave: mail.max_age of the policy. */
#ifndef MAIL_EXPIRY_H
#define MAIL_EXPIRY_H

#include "base/buf.h"
#include "value/date.h"

#include <stdbool.h>

struct expiry {
	date today;
	int max_age; /* days after the day that a message is of; below 0: no end */
};

/* Whether a message of that day is too old; "expired: ..." is appended to the words then. */
bool expiry_past(const struct expiry *e, date day, struct buf *words);

#endif
