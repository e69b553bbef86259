#include "rules/interest.h"
#include "stage/billing.h"

#include "base/banned.h"

/* The table by which a row bears interest whose last rate may be an old one; NULL: none. */
static const struct rate_table *old_table(
    const struct billing *b, const struct bill *bill, const struct charge_row *row)
{
	struct interest_terms terms;
	date day = bill->out.as_of;

	if (row->level == NULL || row->now.interest == 0 ||
	    !interest_terms_of(&row->level->charges.interest, b->book->rates, &terms) ||
	    terms.table == NULL)
		return NULL;
	if (terms.rate_on_start)
		day = row->due_date;
	return day != DATE_NONE && day >= interest_newer_from(terms.table) ? terms.table : NULL;
}

void billing_tell_old_rates(struct billing *b, const struct bill *bill)
{
	for (size_t i = 0; i < bill->of->count; i++) {
		const struct rate_table *table = old_table(b, bill, &b->rows[i]);
		char day[DATE_TEXT];
		void **told;

		if (table == NULL || billing_defers(b))
			continue;
		told = map_at(&b->old_tables, slice_of(table->name));
		if (*told != NULL)
			continue;
		*told = b;
		date_format(table->steps[table->count - 1].from, day);
		diag_note(b->d, AT_FILE(b->book->rates->path),
		    "interest is charged by the last rate of \"%s\", of %s: is there a newer one?",
		    table->name, day);
	}
}
