/*
 * The shipped tables against a list of figures typed in apart from them: usage:
 * rates RATES CASES, a case being a table, a day and the rate of that day.
 */
#include "book/rates.h"
#include "base/file.h"

#include "check.h"

#include <string.h>

#include "base/banned.h"

static const struct rate_table *find_table(const struct rates *r, struct slice name)
{
	for (size_t i = 0; i < r->ntables; i++)
		if (slice_is(name, r->tables[i].name))
			return &r->tables[i];
	return NULL;
}

static decimal rate_on(const struct rate_table *t, date day)
{
	size_t step = t->count - 1;

	while (step > 0 && t->steps[step].from > day)
		step--;
	return t->steps[step].percent;
}

/* False when the line has no case. */
static bool check_line(const struct rates *r, struct slice line, unsigned long number)
{
	struct slice table, day, rate;
	const struct rate_table *t;
	char got[DECIMAL_TEXT];
	decimal wanted;
	date on;

	if (line.n == 0 || line.p[0] == '#')
		return false;
	if (!slice_cut(&line, ' ', &table) || !slice_cut(&line, ' ', &day) ||
	    !slice_cut(&line, ' ', &rate) || !date_parse(day, &on) ||
	    !decimal_parse(rate, &wanted) || (t = find_table(r, table)) == NULL) {
		check_failures++;
		printf("%lu: is not a table, a day and a rate\n", number);
		return true;
	}
	decimal_format(rate_on(t, on), got);
	CHECK_SAYING(on >= t->steps[0].from && rate_on(t, on) == wanted, "%lu: %s on %.*s: %s",
	    number, t->name, SLICE_ARG(day), got);
	return true;
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct buf text = {0};
	struct slice rest, line;
	unsigned long number = 0, cases = 0;
	struct rates *r;

	diag_program(argv[0]);
	if (argc != 3 || (r = rates_load(&d, argv[1], 2)) == NULL ||
	    !file_read(&d, argv[2], 1 << 20, &text))
		return 1;
	rest = buf_slice(&text);
	while (slice_cut(&rest, '\n', &line)) {
		number++;
		if (check_line(r, line, number))
			cases++;
	}
	buf_free(&text);
	rates_free(r);
	printf("%lu cases%s\n", cases, check_failures == 0 ? ", all well" : "");
	return CHECK_RESULT();
}
