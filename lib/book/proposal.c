#include "book/proposal.h"

#include <string.h>

#include "base/banned.h"

const char *const section_names[SECTIONS] = {"overdue", "reminded", "not_due", "on_hold", "credit"};

const char *const select_names[SELECT_COLUMNS] = {"reminder", "as_of", "terms", "level",
    "level_name", "n", "section", "days_overdue", "last_level", "last_reminded", "pay_by",
    "template", "language", "delivery", "email", "name", "rows", "check"};

const char *const fee_names[FEE_COLUMNS] = {"interest_days", "interest", "line_fee", "damages",
    "reminder_fee", "cost", "vat", "fees", "earlier_fees", "total_due"};

const char *const letter_names[LETTER_COLUMNS] = {"letter", "document"};

struct row proposal_place(const struct proposal_row *row)
{
	return (struct row){.fields = row->fields, .file = row->file, .line = row->line};
}

bool reminder_is_statement(struct slice number)
{
	static const char word[] = "-statement";
	const size_t n = sizeof(word) - 1;

	/* What follows it tells a customer's statements apart: a currency, say. */
	for (size_t i = 0; i + n <= number.n; i++)
		if (memcmp(number.p + i, word, n) == 0 &&
		    (i + n == number.n || number.p[i + n] == '-'))
			return true;
	return false;
}

/* The checksum. */

/* The columns that the sum is over, before those of the fees. */
static const char *const checked_names[] = {"reminder", "customer", "invoice", "instalment",
    "currency", "as_of", "terms", "level", "n", "section", "invoice_date", "due_date", "amount",
    "open_amount", "days_overdue", "last_reminded", "pay_by"};
_Static_assert(
    sizeof(checked_names) / sizeof(*checked_names) == CHECK_FEES, "the number in proposal.h");

static const char *checked_name(size_t i)
{
	return i < CHECK_FEES ? checked_names[i] : fee_names[i - CHECK_FEES];
}

void proposal_check(struct slice (*value)(const void *row, const char *name), const void *row,
    char text[CHECK_TEXT])
{
	struct slice cells[CHECK_COLUMNS];

	for (size_t i = 0; i < CHECK_COLUMNS; i++)
		cells[i] = value(row, checked_name(i));
	check_text(check_with(0, cells, CHECK_COLUMNS), text);
}

/* What is not there at the end counts as empty cells, once for all rows. */
static void leave_out_missing(struct proposal_checked *c)
{
	static const struct slice none[CHECK_COLUMNS];

	c->count = CHECK_COLUMNS;
	while (c->count > CHECK_FEES && c->columns[c->count - 1] < 0)
		c->count--;
	c->missing = check_part(none, CHECK_COLUMNS - c->count);
}

void proposal_check_plan(const struct columns *out, struct proposal_checked *c)
{
	for (size_t i = 0; i < CHECK_COLUMNS; i++)
		c->columns[i] = columns_find(out, checked_name(i));
	leave_out_missing(c);
}

void proposal_check_out(const struct proposal_checked *c, const struct columns *out,
    const struct slice *fields, const struct slice *values, char text[CHECK_TEXT])
{
	struct slice cells[CHECK_COLUMNS];

	for (size_t i = 0; i < c->count; i++)
		cells[i] = columns_value(out, c->columns[i], fields, values);
	check_text(check_with_part(check_with(0, cells, c->count), c->missing), text);
}

void proposal_check_find(const struct table *t, struct proposal_checked *c)
{
	for (size_t i = 0; i < CHECK_COLUMNS; i++)
		c->columns[i] = table_find(t, checked_name(i));
	leave_out_missing(c);
}

uint64_t proposal_check_row(
    const struct proposal_checked *c, const struct slice *fields, char text[CHECK_TEXT])
{
	const uint64_t before_fees = check_with_columns(0, fields, c->columns, CHECK_FEES);
	const uint64_t sum =
	    check_with_columns(before_fees, fields, c->columns + CHECK_FEES, c->count - CHECK_FEES);

	check_text(check_with_part(sum, c->missing), text);
	return before_fees;
}

void proposal_leave_out(
    struct columns *c, const struct table *t, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (table_find(t, names[i]) < 0)
			return;
	columns_leave_out(c, names, count);
}
