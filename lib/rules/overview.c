#include "rules/overview.h"

#include <stdio.h>

#include "base/banned.h"

const char *const overview_names[OVERVIEW_COLUMNS] = {"due_date", "days_overdue", "level",
    "last_reminded", "next_level", "next_date", "paused_until", "arranged_until", "last_note",
    "bucket", "status"};

const char *const overview_buckets[OVERVIEW_BUCKETS] = {"not_due", "1-30", "31-60", "61-90", "90+"};

static struct slice date_text(date day, char text[DATE_TEXT])
{
	date_format(day, text);
	return slice_of(text);
}

static const char *bucket(long days)
{
	static const long last[] = {0, 30, 60, 90};
	size_t i = 0;

	while (i < OVERVIEW_BUCKETS - 1 && days > last[i])
		i++;
	return overview_buckets[i];
}

/* The last day of every hold, the customer's and the item's. */
static struct slice paused_until(const struct facts *f, char text[DATE_TEXT])
{
	const struct item_state *s = f->state;
	const struct {
		enum hold kind;
		date until;
	} holds[] = {{s->hold, s->hold_until}, {s->customer_hold, s->customer_hold_until}};
	date last = DATE_NONE;

	if (f->item->blocked || (f->customer != NULL && f->customer->blocked))
		return SLICE_LIT("blocked");
	for (size_t i = 0; i < 2; i++) {
		if (holds[i].kind == HOLD_NONE)
			continue;
		if (holds[i].until == DATE_NONE)
			return SLICE_LIT("blocked");
		if (last == DATE_NONE || holds[i].until > last)
			last = holds[i].until;
	}
	return date_text(last, text);
}

void overview_set_next(struct overview *o, const struct terms *terms, int level, date on)
{
	o->value[O_NEXT_LEVEL] = slice_of(terms->levels[level].id);
	o->value[O_NEXT_DATE] = date_text(on, o->next);
}

void overview_of(const struct facts *f, struct overview *out)
{
	const struct item_state *s = f->state;
	int level;
	date on;

	for (size_t i = 0; i < OVERVIEW_COLUMNS; i++)
		out->value[i] = (struct slice){"", 0};
	out->value[O_DUE_DATE] = date_text(f->due_date, out->due);
	out->value[O_LEVEL] = s->level_id.n > 0 ? s->level_id : SLICE_LIT("0");
	out->value[O_LAST_REMINDED] = date_text(s->last_reminded, out->last);
	out->value[O_LAST_NOTE] = s->last_note;
	out->value[O_STATUS] = s->status;
	if (f->item->open_amount == 0)
		return;
	out->value[O_PAUSED_UNTIL] = paused_until(f, out->until);
	if (s->arranged)
		out->value[O_ARRANGED_UNTIL] = s->arranged_until == DATE_NONE
						   ? SLICE_LIT("blocked")
						   : date_text(s->arranged_until, out->arranged);
	if (decide_next(f, &level, &on))
		overview_set_next(out, f->terms, level, on);
	if (f->due_date == DATE_NONE)
		return;
	const long days = (long)f->as_of - (long)f->due_date;

	snprintf(out->days, sizeof(out->days), "%ld", days);
	out->value[O_DAYS_OVERDUE] = slice_of(out->days);
	out->value[O_BUCKET] = slice_of(bucket(days));
}
