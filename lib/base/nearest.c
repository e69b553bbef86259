#include "base/nearest.h"

#include "base/ascii.h"

#include <stdio.h>

#include "base/banned.h"

enum { DISTANCE_MOST = 64 };

size_t nearest_distance(struct slice a, struct slice b)
{
	size_t row[DISTANCE_MOST + 1];
	if (a.n > DISTANCE_MOST || b.n > DISTANCE_MOST)
		return a.n > b.n ? a.n : b.n;
	for (size_t j = 0; j <= b.n; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			size_t change = diagonal + (a.p[i - 1] != b.p[j - 1]);
			size_t best = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
			diagonal = row[j];
			row[j] = change < best ? change : best;
		}
	}
	return row[b.n];
}

static char lower(char c)
{
	return c == ' ' || c == '-' ? '_' : to_lower(c);
}

/* The same word but for case and blanks, "Due Date" for due_date, is nearest of all. */
static bool same_word(struct slice a, struct slice b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

struct nearest nearest_to(struct slice wanted)
{
	return (struct nearest){
	    .wanted = wanted, .distance = wanted.n / 2 < 3 ? wanted.n / 2 + 1 : 4};
}

void nearest_offer(struct nearest *n, struct slice name)
{
	const size_t distance = same_word(n->wanted, name) ? 0 : nearest_distance(n->wanted, name);

	if (distance >= n->distance)
		return;
	n->distance = distance;
	n->name = name;
}

struct slice nearest_among(struct slice wanted, const char *const *names, size_t count)
{
	struct nearest n = nearest_to(wanted);

	for (size_t i = 0; i < count; i++)
		nearest_offer(&n, slice_of(names[i]));
	return n.name;
}

struct question did_you_mean(struct slice near)
{
	struct question q = {""};

	if (near.n > DISTANCE_MOST)
		near.n = DISTANCE_MOST;
	if (near.n > 0)
		(void)snprintf(q.text, sizeof q.text, "; did you mean \"%.*s\"?", SLICE_ARG(near));
	return q;
}
