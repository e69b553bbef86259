#include "stage/sheet.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* Columns that are shown where nobody says which; how spare each is, as in listing.h. */
struct usual {
	const char *name;
	int spare;
};

static const struct usual usual_items[] = {{"customer", 0}, {"name", 0}, {"invoice", 0},
    {"instalment", 1}, {"side", 1}, {"due_date", 5}, {"days_overdue", 0}, {"bucket", 8},
    {"open_amount", 0}, {"currency", 0}, {"level", 0}, {"last_reminded", 6}, {"next_level", 3},
    {"next_date", 2}, {"paused_until", 4}, {"arranged_until", 9}, {"status", 7}, {"paid_date", 10},
    {"last_note", 11}, {NULL, 0}};

static const struct usual usual_plan[] = {{"next_date", 0}, {"customer", 0}, {"name", 0},
    {"invoice", 0}, {"instalment", 1}, {"due_date", 5}, {"open_amount", 0}, {"currency", 0},
    {"level", 4}, {"next_level", 0}, {"last_reminded", 6}, {"paused_until", 7}, {NULL, 0}};

static const struct usual usual_proposal[] = {{"reminder", 9}, {"customer", 0}, {"name", 0},
    {"invoice", 0}, {"instalment", 1}, {"due_date", 8}, {"days_overdue", 2}, {"level", 0},
    {"section", 6}, {"open_amount", 4}, {"currency", 0}, {"fees", 3}, {"total_due", 0},
    {"delivery", 7}, {"delivery_status", 5}, {"decision", 5}, {"reason", 5}, {NULL, 0}};

/* The customer stands above its rows. */
static const struct usual usual_checks[] = {{"reminder", 9}, {"invoice", 0}, {"instalment", 1},
    {"due_date", 4}, {"days_overdue", 2}, {"level", 0}, {"next_level", 0}, {"next_date", 3},
    {"section", 8}, {"open_amount", 0}, {"currency", 0}, {"fees", 3}, {"total_due", 0}, {NULL, 0}};

static void add(struct sheet *s, const struct usual *usual)
{
	for (; usual->name != NULL; usual++) {
		size_t place;

		if (!sheet_add(s, slice_of(usual->name), false, &place))
			continue;
		s->listing.columns[place].spare = usual->spare;
		if (s->from[place].kind == FROM_CURRENCY)
			s->currency_column = place;
		if (s->from[place].kind == FROM_SIDE)
			s->side_column = place;
	}
}

void sheet_add_usual(struct sheet *s)
{
	add(s, s->kind == SHEET_ITEMS  ? usual_items
	       : s->kind == SHEET_PLAN ? usual_plan
				       : usual_proposal);
}

void sheet_add_checks(struct sheet *s)
{
	add(s, usual_checks);
}

void sheet_sum_checks(struct sheet *s)
{
	static const char *const keys[] = {"customer", "name", "delivery"};
	struct listing *l = &s->listing;
	const bool grouped = l->nkeys > 0;

	for (size_t i = 0; i < sizeof(keys) / sizeof *(keys) && !grouped; i++)
		(void)sheet_add_key(s, slice_of(keys[i]));
	l->ngroups = l->nkeys;
	l->nby = sheet_add(
	    s, slice_of(s->kind == SHEET_PROPOSAL ? "level" : "next_level"), true, &l->by);
}

void sheet_hide_alike(struct sheet *s)
{
	const struct listing *l = &s->listing;
	bool payable = false, currencies = false;

	for (size_t i = 0; i < l->count; i++) {
		payable = payable || l->lines[i].apart != NULL;
		currencies = currencies || strcmp(l->lines[i].currency, l->lines[0].currency) != 0;
	}
	if (s->currency_column < l->ncolumns && !currencies)
		l->columns[s->currency_column].hidden = true;
	if (s->side_column < l->ncolumns && !payable)
		l->columns[s->side_column].hidden = true;
}
