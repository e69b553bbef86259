#include "stage/lister.h"

#include "rules/schedule.h"
#include "table/html.h"
#include "table/listing.h"
#include "value/whole.h"

#include <limits.h>
#include <stdlib.h>

#include "base/banned.h"

/* For whoever ticked the check list off. */
const char lister_checked_by[] = "Checked by ______________________________ on ____________";

/* A reminder of the rows: how many it should have, and has. */
struct shown {
	int wanted, rows;
	const struct debtor *debtor; /* whose rows are held back where one is faulty */
	unsigned long line;
	const char *file;
};

/* A faulty row holds back its customer's other rows. */
static void hold_back(void *context, const struct row *row)
{
	struct lister *l = context;

	debtors_of(&l->debtors, row->fields[l->ledger.columns.customer])->held_back = true;
}

bool lister_open(struct lister *l)
{
	struct table *t = l->ledger.table;
	const struct book *book = l->ledger.book;

	l->reminder = table_find(t, select_names[S_REMINDER]);
	l->rows = table_find(t, select_names[S_ROWS]);
	l->check = table_find(t, select_names[S_CHECK]);
	proposal_check_find(t, &l->checked);
	const bool proposal = l->reminder >= 0 && l->rows >= 0 && l->check >= 0;

	if (proposal && l->planned) {
		diag_error(l->ledger.d, STATUS_DATA, table_place(t, NULL),
		    "this is a proposal; --planned takes open items");
		return false;
	}
	sheet_open(&l->sheet, t, book->customers,
	    proposal	 ? SHEET_PROPOSAL
	    : l->planned ? SHEET_PLAN
			 : SHEET_ITEMS);
	debtors_open(&l->debtors, book->policy, book->customers, book->history);
	if (l->rejects)
		table_tell_malformed(t, hold_back, l);
	return true;
}

/* Rows of both. */

static void keep(
    struct lister *l, const struct item *item, const struct row *row, const struct debtor *debtor)
{
	const struct customer *customer =
	    debtors_customer(&l->debtors, debtor, &l->debtors.room.customer);

	if (!sheet_wants(&l->sheet, item, row, customer))
		return;
	sheet_keep(&l->sheet, item, row, customer);
	if (!l->rejects)
		return;
	l->origins = mem_grow(l->origins, l->norigins, &l->origins_capacity, sizeof(*l->origins));
	l->origins[l->norigins++] =
	    (struct origin){debtor, row_pack(&l->arena, row, table_columns(l->ledger.table))};
}

/* Rows of a ledger, with what the book knows of them. */

static void keep_plan(
    struct lister *l, const struct facts *facts, const struct row *row, const struct debtor *debtor)
{
	struct schedule schedule;
	int level;
	date on;

	schedule_begin(&schedule, facts, debtors_delivery(&l->debtors, facts->customer));
	while (schedule_next(&schedule, &level, &on)) {
		overview_set_next(&l->sheet.overview, facts->terms, level, on);
		keep(l, facts->item, row, debtor);
	}
}

/* False: the row has a fault, which was told. */
static bool take_item(
    struct lister *l, struct debtor *debtor, const struct item *item, const struct row *row)
{
	struct facts facts = {.item = item,
	    .customer = debtors_customer(&l->debtors, debtor, &l->debtors.room.customer)};

	if (!ledger_take_day(&l->ledger, row))
		return false;
	facts.as_of = l->ledger.as_of.day;
	facts.terms = ledger_terms(&l->ledger, row, item, facts.customer);
	if (facts.terms == NULL ||
	    !ledger_due_date(&l->ledger, item, facts.customer, &facts.due_date))
		return false;
	facts.state =
	    debtors_state(&l->debtors, debtor, item, facts.terms, facts.as_of, &l->debtors.room);
	overview_of(&facts, &l->sheet.overview);
	l->sheet.terms = slice_of(facts.terms->name);
	if (l->planned)
		keep_plan(l, &facts, row, debtor);
	else
		keep(l, item, row, debtor);
	return true;
}

/* Rows of a proposal. */

/* What will be summed must be an amount. */
static bool check_amounts(struct lister *l, const struct item *item, const struct row *row)
{
	const struct listing *listing = &l->sheet.listing;

	for (size_t i = 0; i < listing->ncolumns; i++) {
		const int column = l->sheet.from[i].lookup.item;
		money amount;

		if (listing->columns[i].kind != LISTING_AMOUNT || row->fields[column].n == 0 ||
		    money_parse(row->fields[column], item->decimals, &amount))
			continue;
		table_fault(l->ledger.table, column, "\"%.*s\" is not an amount (1234.50)",
		    SLICE_ARG(row->fields[column]));
		return false;
	}
	return true;
}

static struct shown *letter_of(struct lister *l, const struct debtor *debtor, const struct row *row)
{
	void **place = map_at(&l->letters, row->fields[l->reminder]);

	if (*place == NULL) {
		struct shown *new = *place = arena_alloc(&l->arena, sizeof(*new));

		new->debtor = debtor;
		new->line = row->line;
		new->file = row->file;
		(void)whole_parse(row->fields[l->rows], 0, INT_MAX, &new->wanted);
	}
	return *place;
}

/* A proposal's row must be as it was written; its reminder is counted. */
static bool check_proposal(struct lister *l, const struct debtor *debtor, const struct row *row)
{
	char text[CHECK_TEXT];

	if (row->fields[l->reminder].n == 0)
		return true;
	proposal_check_row(&l->checked, row->fields, text);
	if (!slice_is(row->fields[l->check], text)) {
		table_fault(l->ledger.table, l->check,
		    "the row was changed by another program after it was written");
		return false;
	}
	letter_of(l, debtor, row)->rows++;
	return true;
}

static bool take_proposed(
    struct lister *l, struct debtor *debtor, const struct item *item, const struct row *row)
{
	date day;

	/* Its day is for the title alone: they need not be alike. */
	if (!as_of_read(&l->ledger.as_of, l->ledger.table, row, &day) ||
	    !check_amounts(l, item, row) || !check_proposal(l, debtor, row))
		return false;
	l->sheet.overview.value[O_STATUS] =
	    debtors_status(&l->debtors, debtor, item, day, &l->debtors.room);
	keep(l, item, row, debtor);
	return true;
}

static bool take_row(struct lister *l, const struct row *row)
{
	struct item item;

	if (l->sheet.kind == SHEET_PROPOSAL)
		return item_parse(&l->ledger.columns, l->ledger.table, row, &item) &&
		       take_proposed(l, debtors_of(&l->debtors, item.customer), &item, row);
	return ledger_item(&l->ledger, row, &item) &&
	       take_item(l, debtors_of(&l->debtors, item.customer), &item, row);
}

void lister_take(struct lister *l)
{
	struct row row;

	while (table_next(l->ledger.table, &row))
		if (!take_row(l, &row))
			hold_back(l, &row);
	ledger_finish(&l->ledger);
}

/* The end. */

/* Rows of customers that have a faulty one leave the listing for the rejects. */
static void drop_held_back(struct lister *l)
{
	struct listing *listing = &l->sheet.listing;
	const size_t columns = table_columns(l->ledger.table);
	struct slice *fields = mem_array(columns, sizeof(*fields));
	size_t kept = 0;

	for (size_t i = 0; i < listing->count; i++) {
		const struct origin *origin = &l->origins[listing->lines[i].place];

		if (!origin->debtor->held_back) {
			listing->lines[kept++] = listing->lines[i];
			continue;
		}
		const struct row row = row_unpack(&origin->row, columns, fields);

		table_hold_back(l->ledger.table, &row);
	}
	listing->count = kept;
	free(fields);
}

static void warn_partial(const struct lister *l)
{
	for (size_t i = 0; i < l->letters.count; i++) {
		const struct map_entry *e = &l->letters.entries[i];
		const struct shown *letter = e->value;

		if (letter->rows != letter->wanted && !letter->debtor->held_back)
			diag_warn(l->ledger.d, AT_LINE(letter->file, letter->line),
			    "reminder \"%.*s\" has %d of its %d rows; where rows were left out on "
			    "purpose, compute-fees --renew makes it anew",
			    SLICE_ARG(e->key), letter->rows, letter->wanted);
	}
}

void lister_finish(struct lister *l)
{
	if (l->rejects)
		drop_held_back(l);
	warn_partial(l);
}

void lister_title(const struct lister *l, struct buf *b)
{
	static const char *const titles[] = {[SHEET_ITEMS] = "Items",
	    [SHEET_PLAN] = "Planned reminders",
	    [SHEET_PROPOSAL] = "Proposed reminders"};
	char day[DATE_TEXT];

	date_format(l->ledger.as_of.day, day);
	buf_printf(b, "%s%s on %s", l->sheet.listing.headings ? "Check list: " : "",
	    titles[l->sheet.kind], day);
}

void lister_subtitle(const struct lister *l, struct buf *b)
{
	for (size_t i = 0; i < l->sheet.nwhere; i++) {
		buf_add_string(b, i == 0 ? "Only rows with " : ", ");
		condition_tell(l->sheet.where[i].condition, b);
	}
}

void lister_order(struct lister *l, bool for_person)
{
	listing_sort(&l->sheet.listing);
	if (for_person)
		sheet_hide_alike(&l->sheet);
}

void lister_table(const struct lister *l, size_t width, bool color, struct spool *out)
{
	const struct listing *listing = &l->sheet.listing;

	if (listing->headings) {
		lister_title(l, &out->memory);
		buf_add_char(&out->memory, '\n');
		lister_subtitle(l, &out->memory);
		buf_add_string(&out->memory, l->sheet.nwhere > 0 ? "\n\n" : "\n");
	}
	(void)listing_table(listing, l->ledger.d, width, color, out);
	if (listing->headings)
		buf_printf(&out->memory, "\n%s\n", lister_checked_by);
}

void lister_html(const struct lister *l, struct spool *out)
{
	struct buf title = {0}, subtitle = {0};

	lister_title(l, &title);
	lister_subtitle(l, &subtitle);
	html_begin(&out->memory, buf_slice(&title), "en");
	if (subtitle.length > 0)
		html_element(&out->memory, "p", NULL, buf_slice(&subtitle));
	(void)listing_html(&l->sheet.listing, l->ledger.d, out);
	if (l->sheet.listing.headings)
		html_element(&out->memory, "p", NULL, slice_of(lister_checked_by));
	html_end(&out->memory);
	buf_free(&title);
	buf_free(&subtitle);
}

void lister_free(struct lister *l)
{
	sheet_free(&l->sheet);
	debtors_free(&l->debtors);
	map_free(&l->letters);
	free(l->origins);
	arena_free(&l->arena);
	ledger_close(&l->ledger);
}
