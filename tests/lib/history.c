/*
 * Loads a history and says what it holds; for tests of lib/book/history.
 *
 *     history FILE             a line an event, in the order in which they count
 *     history FILE CUSTOMER    those of a customer
 *     history FILE - REMINDER  those that name a reminder
 *     history FILE about       whether each invoice's are found among its customer's, and by
 *                              histories for every use
 */
#include "book/history.h"

#include <stdio.h>
#include <string.h>

#include "check.h"

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

static bool same_charges(const struct event *a, const struct event *b)
{
	for (int c = H_INTEREST; c <= H_VAT; c++) {
		money is, was;

		if (!event_money(a, (enum history_column)c, 4, &is) ||
		    !event_money(b, (enum history_column)c, 4, &was) || is != was)
			return false;
	}
	return true;
}

/* What histories for another use know of an event. */
static bool is_same(const struct event *found, const struct event *e, enum history_use use)
{
	static const enum history_column kept[] = {
	    H_TIME, H_EVENT, H_CUSTOMER, H_INVOICE, H_INSTALMENT, H_LEVEL, H_REMINDER, H_STATUS};

	if (found->line != e->line || found->date != e->date || found->until != e->until ||
	    found->n != e->n || found->kind != e->kind)
		return false;
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		if (!slice_equal(found->field[kept[i]], e->field[kept[i]]))
			return false;
	for (int c = 0; c < HISTORY_COLUMNS && use == HISTORY_ALL; c++)
		if (!slice_equal(found->field[c], e->field[c]))
			return false;
	return use == HISTORY_REMINDERS ||
	       (slice_equal(found->field[H_TERMS], e->field[H_TERMS]) && same_charges(found, e));
}

static bool is_charged(const struct event *e, enum history_column first, enum history_column last)
{
	bool found = false;

	for (int c = first; c <= (int)last && e->kind == EVENT_REMINDED; c++)
		for (size_t i = 0; i < e->field[c].n; i++)
			found = found || strchr("0.", e->field[c].p[i]) == NULL;
	return found;
}

/* Whether he is known there: who has no charge that is not 0 may not be. */
static bool check_customer(const struct history *h, const struct history *other,
    enum history_use use, struct slice customer)
{
	struct event_list all = history_of(h, customer);
	uint32_t number = history_customer(other, customer), found;
	bool charge = false, cost = false;

	for (size_t i = 0; i < all.count; i++) {
		charge = charge || is_charged(all.events[i], H_INTEREST, H_VAT);
		cost = cost || is_charged(all.events[i], H_COST, H_COST);
	}
	history_find_customers(other, &customer, &found, 1);
	CHECK(found == number);
	if (use == HISTORY_CHARGED && !charge) {
		CHECK(number == 0);
		return false;
	}
	CHECK(history_count(other, number) == all.count);
	CHECK(history_has_costs(other, number) == cost);
	return true;
}

/* Those of the invoice and of the customer as a whole, in the order of all of the customer's. */
static void check_about(const struct history *h, const struct history *other, enum history_use use,
    const struct event *of)
{
	const struct slice invoice = of->field[H_INVOICE];
	struct event_list all = history_of(h, of->field[H_CUSTOMER]);
	struct event_room room[2] = {0};
	const uint32_t number = history_customer(other, of->field[H_CUSTOMER]);
	struct event_list found = history_about(other, number, invoice, &room[0]);
	struct event_list same = history_all_about(other, number, &room[1]);
	size_t at = 0;

	CHECK(same.count == all.count);
	for (size_t i = 0; i < all.count; i++) {
		const struct event *e = all.events[i];

		CHECK(i < same.count && is_same(same.events[i], e, use));
		if (e->field[H_INVOICE].n > 0 && !slice_equal(e->field[H_INVOICE], invoice))
			continue;
		while (at < found.count && found.events[at]->line != e->line)
			at++;
		CHECK(at < found.count && is_same(found.events[at], e, use));
	}
	event_room_free(&room[0]);
	event_room_free(&room[1]);
}

static int check_all(struct diag *d, const char *path)
{
	struct history *h = history_load(d, path, HISTORY_ALL);

	CHECK(h);
	for (int use = 0; h && use < HISTORY_USES; use++) {
		struct history *other = history_load(d, path, (enum history_use)use);

		CHECK(other && (other->count == h->count || use == HISTORY_CHARGED));
		for (size_t i = 0; i < h->count; i++) {
			const struct event *e = history_all(h).events[i];

			if (e->field[H_CUSTOMER].n > 0 &&
			    check_customer(h, other, (enum history_use)use, e->field[H_CUSTOMER]))
				check_about(h, other, (enum history_use)use, e);
		}
		history_free(other);
	}
	history_free(h);
	return CHECK_RESULT();
}

int main(int argc, char **argv)
{
	struct diag d = {0};

	diag_program("history");
	if (argc < 2)
		return 2;
	if (argc == 3 && strcmp(argv[2], "about") == 0)
		return check_all(&d, argv[1]);
	struct history *h = history_load(&d, argv[1], HISTORY_ALL);
	if (h) {
		struct event_list list = chosen(h, argc, argv);
		for (size_t i = 0; i < list.count; i++)
			show(list.events[i]);
	}
	history_free(h);
	return finish(&d);
}
