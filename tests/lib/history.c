/*
 * Loads a history and says what it holds; for tests of lib/book/history.
 *
 *     history FILE             a line an event, in the order in which they count
 *     history FILE CUSTOMER    those of a customer
 *     history FILE - REMINDER  those that name a reminder
 */
#include "book/history.h"

#include <stdio.h>

#include "base/spool.h"

#include "base/banned.h"

static void show(const struct event *e)
{
	char day[DATE_TEXT], until[DATE_TEXT];

	date_format(e->date, day);
	date_format(e->until, until);
	printf("%lu %s %s %.*s %.*s n=%d until=%s\n", e->line, day, event_names[e->kind],
	    SLICE_ARG(e->field[H_CUSTOMER]), SLICE_ARG(e->field[H_INVOICE]), e->n, until);
}

static struct event_list chosen(const struct history *h, int argc, char **argv)
{
	if (argc == 4)
		return history_named(h, slice_of(argv[3]));
	return argc == 3 ? history_of(h, slice_of(argv[2])) : history_all(h);
}

int main(int argc, char **argv)
{
	struct diag d = {0};

	diag_program("history");
	if (argc < 2)
		return 2;
	struct history *h = history_load(&d, argv[1]);
	if (h) {
		struct event_list list = chosen(h, argc, argv);
		for (size_t i = 0; i < list.count; i++)
			show(list.events[i]);
	}
	history_free(h);
	return finish(&d);
}
