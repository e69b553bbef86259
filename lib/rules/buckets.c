#include "rules/buckets.h"

#include "value/whole.h"

#include <stdio.h>
#include <string.h>

#include "base/banned.h"

static void name_first(struct buckets *b)
{
	if (b->by_due)
		memcpy(b->names[0], "not_due", sizeof "not_due");
	else
		snprintf(b->names[0], BUCKET_NAME, "0-%ld", b->bounds[0]);
}

static void name_all(struct buckets *b)
{
	const size_t last = b->count - 1;

	name_first(b);
	for (size_t i = 1; i < last; i++) {
		const long from = b->bounds[i - 1] + 1, to = b->bounds[i];

		if (from == to)
			snprintf(b->names[i], BUCKET_NAME, "%ld", to);
		else
			snprintf(b->names[i], BUCKET_NAME, "%ld-%ld", from, to);
	}
	if (b->bounds[last - 1] == 0)
		memcpy(b->names[last], "overdue", sizeof "overdue");
	else
		snprintf(b->names[last], BUCKET_NAME, "%ld+", b->bounds[last - 1]);
}

static bool add_bound(struct buckets *b, size_t *n, struct slice text, const char **why)
{
	int days;

	*why = "a bucket ends at a whole number of days from 0 to 36500";
	if (!whole_parse(slice_trim(text), 0, BUCKET_DAYS, &days))
		return false;
	*why = "the days must rise";
	if (*n > 0 && days <= b->bounds[*n - 1])
		return false;
	*why = "there are more than 32 buckets";
	if (*n == BUCKETS_MOST)
		return false;
	/* An invoice of today is as old as those of its first days. */
	if (days > 0 || b->by_due)
		b->bounds[(*n)++] = days;
	return true;
}

bool buckets_parse(struct buckets *b, struct slice text, bool by_due, const char **why)
{
	struct slice part;
	size_t n = 0;

	*b = (struct buckets){.by_due = by_due};
	while (slice_cut(&text, ',', &part)) {
		if (by_due && n == 0 && !slice_is(slice_trim(part), "0"))
			b->bounds[n++] = 0;
		if (!add_bound(b, &n, part, why))
			return false;
	}
	*why = "by invoice date a bucket must end after day 0";
	if (n == 0)
		return false;
	b->count = n + 1;
	name_all(b);
	return true;
}

const char *buckets_label(const struct buckets *b, size_t i)
{
	return i == 0 && b->by_due ? "not due" : b->names[i];
}

size_t buckets_of(const struct buckets *b, long days)
{
	size_t i = 0;

	while (i < b->count - 1 && days > b->bounds[i])
		i++;
	return i;
}
