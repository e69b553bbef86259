#include "stage/enter.h"

#include "book/entry.h"
#include "book/journal.h"
#include "book/named.h"
#include "rules/number.h"

#include "base/banned.h"

/* A reminder by hand gets a number that a later `undone` can name. */
static void number_by_hand(struct entered *e, struct numbers *n)
{
	if (e->kind != EVENT_REMINDED || e->field[H_REMINDER].n > 0)
		return;
	e->field[H_REMINDER] = slice_of(numbers_want(
	    n, e->as_of, e->field[H_CUSTOMER], e->field[H_LEVEL].p, SLICE_LIT("hand")));
}

static void add(struct diag *d, struct entered *e, const struct places *places, struct journal *j,
    const struct history *h)
{
	char n[ENTRY_TEXT];

	if (!named_check(d, h, places->policy, e->field))
		return;
	enum entry entry = entry_check(d, h, e->field, n);
	if (entry == ENTRY_NEW || entry == ENTRY_ONCE)
		journal_add(j, e->field, entry == ENTRY_NEW ? ONCE_NEVER : ONCE_EVENT);
	if (entry != ENTRY_WRONG && journal_commit(j, d) && journal_added(j) == 0)
		diag_note(d, AT_FILE(places->history), "says so already; nothing is added");
}

void enter_event(struct diag *d, struct entered *e, const struct places *places)
{
	struct journal *j = journal_open(d, places->history);
	struct history *h = j ? history_load_held(d, places->history) : NULL;
	struct numbers numbers = {0};

	if (h) {
		number_by_hand(e, &numbers);
		add(d, e, places, j, h);
	}
	numbers_free(&numbers);
	history_free(h);
	journal_close(j);
}
