#include "stage/enter.h"

#include "book/entry.h"
#include "book/journal.h"
#include "book/named.h"
#include "rules/number.h"
#include "table/csv.h"

#include "base/banned.h"

/* A reminder by hand gets a number that a later `undone` can name. */
static void number_by_hand(struct entered *e, struct numbers *n)
{
	if (e->kind != EVENT_REMINDED || e->field[H_REMINDER].n > 0)
		return;
	e->field[H_REMINDER] = slice_of(numbers_want(
	    n, e->as_of, e->field[H_CUSTOMER], e->field[H_LEVEL].p, SLICE_LIT("hand")));
}

/* What an event is held against, and where it goes. */
struct entering {
	struct diag *d;
	struct entered *e;
	struct named named;
	struct journal *journal;
};

/* False when something is wrong with it, which was reported. */
static bool add(struct entering *in)
{
	struct slice *field = in->e->field;
	char n[ENTRY_TEXT];

	enum entry entry = entry_check(in->d, in->named.history, field, n);
	if (entry == ENTRY_NEW || entry == ENTRY_ONCE)
		journal_add(in->journal, field, entry == ENTRY_NEW ? ONCE_NEVER : ONCE_EVENT);
	return entry != ENTRY_WRONG;
}

static bool add_one(struct entering *in)
{
	struct numbers numbers = {0};

	number_by_hand(in->e, &numbers);
	bool good = named_check(&in->named, in->d, in->e->field) && add(in);
	numbers_free(&numbers);
	return good;
}

/* The row's item is what the event is about. */
static void take_item(struct entered *e, const struct table *t, const struct row *row)
{
	static const enum history_column item[] = {H_CUSTOMER, H_INVOICE, H_INSTALMENT};

	for (size_t i = 0; i < sizeof(item) / sizeof(*item); i++)
		e->field[item[i]] = row_cell(row, table_find(t, history_names[item[i]]));
}

static bool add_each(struct entering *in, const char *items)
{
	struct table *t = table_open(in->d, (char *const[]){(char *)items}, 1, NULL);
	bool good = t && table_need(t, history_names[H_CUSTOMER]) >= 0;
	struct row row;

	while (good && table_next(t, &row)) {
		take_item(in->e, t, &row);
		if (in->e->field[H_CUSTOMER].n == 0)
			table_fault(t, table_find(t, "customer"), "is empty");
		else if (named_customer(&in->named, in->d, in->e->field[H_CUSTOMER]))
			(void)add(in);
	}
	if (t)
		good = table_close(t) && good;
	return good && !diag_failed(in->d);
}

void enter_event(struct diag *d, struct entered *e, const struct places *places, const char *items)
{
	struct journal *j = journal_open(d, places->history);
	struct history *h = j ? history_load_held(d, places->history) : NULL;
	struct entering in = {d, e, {.history = h, .policy = places->policy}, j};

	if (h && (e->each ? add_each(&in, items) : add_one(&in)) && journal_commit(j, d) &&
	    journal_added(j) == 0)
		diag_note(d, AT_FILE(places->history), "says so already; nothing is added");
	named_free(&in.named);
	history_free(h);
	journal_close(j);
}
