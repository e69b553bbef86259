/*
 * Days as they are written, for whoever writes many: most rows have theirs from few years, and what
 * was written once stands there to be copied. Zero-initialize.
 */
#ifndef VALUE_DAY_TEXTS_H
#define VALUE_DAY_TEXTS_H

#include "value/date.h"

struct day_texts {
	struct day_written {
		date day;
		char text[DATE_TEXT]; /* "": none is */
	} written[512];
};

/* Empty for what is no date. It stands until another day is asked for. */
static inline struct slice day_text(struct day_texts *all, date day)
{
	struct day_written *w = &all->written[(uint32_t)day % 512];

	if (day == DATE_NONE)
		return (struct slice){"", 0};
	if (w->day != day || w->text[0] == '\0') {
		w->day = day;
		date_format(day, w->text);
	}
	return (struct slice){w->text, w->text[0] != '\0' ? DATE_TEXT - 1 : 0};
}

#endif
