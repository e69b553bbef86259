#include "mail/expiry.h"

#include "base/plural.h"

#include "base/banned.h"

bool expiry_past(const struct expiry *e, date day, struct buf *words)
{
	char text[DATE_TEXT];

	if (day == DATE_NONE || e->max_age < 0 || e->today - day <= e->max_age)
		return false;
	date_format(day, text);
	buf_printf(words, "expired: it is of %s, more than %d day%s ago (mail.max_age)", text,
	    e->max_age, plural(e->max_age));
	return true;
}
