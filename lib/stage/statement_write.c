#include "stage/statement.h"

#include <stdio.h>
#include <string.h>

#include "base/banned.h"

enum {
	ST_REMINDER,
	ST_LEVEL,
	ST_LEVEL_NAME,
	ST_N,
	ST_SECTION,
	ST_PAY_BY,
	ST_TEMPLATE,
	ST_ROWS,
	ST_CHECK,
	ST_FEES
};
_Static_assert(ST_FEES + FEE_COLUMNS == STATEMENT_VALUES, "the number in statement.h");

const char *const statement_names[STATEMENT_VALUES] = {"reminder", "level", "level_name", "n",
    "section", "pay_by", "template", "rows", "check", "interest_days", "interest", "line_fee",
    "damages", "reminder_fee", "cost", "vat", "fees", "earlier_fees", "total_due"};

void statement_open(struct statement_writer *w, const struct columns *c)
{
	memset(w, 0, sizeof(*w));
	proposal_check_plan(c, &w->checked);
}

const struct slice *statement_values(
    struct statement_writer *w, const struct columns *c, const struct proposal_row *row)
{
	for (size_t i = 0; i < STATEMENT_VALUES; i++)
		w->values[i] = (struct slice){"", 0};
	snprintf(w->rows, sizeof(w->rows), "%d", row->rows);
	w->values[ST_REMINDER] = row->reminder;
	w->values[ST_SECTION] = slice_of(section_names[row->section]);
	w->values[ST_TEMPLATE] = row->template;
	w->values[ST_ROWS] = slice_of(w->rows);
	w->values[ST_FEES + F_INTEREST_DAYS] = SLICE_LIT("0");
	for (size_t i = F_INTEREST; i < FEE_COLUMNS; i++) {
		money_format(row->fee[i], row->item.decimals, w->fee[i]);
		w->values[ST_FEES + i] = slice_of(w->fee[i]);
	}
	proposal_check_out(&w->checked, c, row->fields, w->values, w->check);
	w->values[ST_CHECK] = slice_of(w->check);
	return w->values;
}
