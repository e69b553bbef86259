#include "stage/statement.h"

#include "base/map.h"
#include "rules/account.h"
#include "rules/charge.h"
#include "rules/earlier.h"
#include "rules/number.h"

#include <stdio.h>
#include <string.h>

#include "base/banned.h"

static const char template_name[] = "statement";

/* --- who gets one --- */

/* What is the same for a customer's rows, found at the first of them. */
struct debtor {
	const struct customer *customer;
	bool left_out;
	char currency[4];
	bool several; /* currencies */
};

struct maker {
	struct diag *d;
	struct proposal *p;
	const struct book *book;
	unsigned what;
	struct earlier earlier;
	struct map debtors, items;
	struct arena arena;
	struct numbers numbers;
};

__attribute__((format(printf, 4, 5))) static void fault(struct maker *m,
    const struct proposal_row *row, enum select_column column, const char *fmt, ...)
{
	const struct row place = proposal_place(row);
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	table_fault_at(
	    m->p->table, &place, table_find(m->p->table, select_names[column]), "%s", text);
}

static bool is_held(struct maker *m, const struct proposal_row *row, const struct terms *terms)
{
	struct item_state state;

	earlier_state(&m->earlier, row, terms, row->as_of, &state);
	return state.customer_hold == HOLD_PAUSED || state.customer_hold == HOLD_BLOCKED;
}

/* Whether a letter goes to the customer at all. */
static bool gets_letters(struct maker *m, const struct proposal_row *row, const struct customer *c,
    const struct terms *t)
{
	struct place at = AT_LINE(row->file, row->line);
	const int delivery = delivery_named(row->delivery);

	at.column = "customer";
	if (c != NULL && delivery < 0) {
		fault(m, row, S_DELIVERY, "\"%.*s\" is not email, post or none",
		    SLICE_ARG(row->delivery));
		return false;
	}
	if (c == NULL) {
		diag_warn(m->d, at, "\"%.*s\" is not in %s; its items are left out",
		    SLICE_ARG(row->item.customer), m->book->customers->path);
		return false;
	}
	if (c->blocked || is_held(m, row, t))
		return false;
	if (delivery == DELIVERY_NONE || account_reachable(c, delivery))
		return true;
	diag_warn(m->d, at, "\"%.*s\" has no %s, and its letters go by %s; left out",
	    SLICE_ARG(c->key), delivery == DELIVERY_EMAIL ? "e-mail address" : "postal address",
	    delivery_names[delivery]);
	return false;
}

static struct debtor *debtor_of(
    struct maker *m, const struct proposal_row *row, const struct terms *terms)
{
	void **place = map_at(&m->debtors, row->item.customer);
	struct debtor *debtor = *place;

	if (debtor != NULL)
		return debtor;
	*place = debtor = arena_alloc(&m->arena, sizeof(*debtor));
	debtor->customer = customers_find(m->book->customers, row->item.customer);
	debtor->left_out = !gets_letters(m, row, debtor->customer, terms);
	memcpy(debtor->currency, row->item.currency, sizeof(debtor->currency));
	return debtor;
}

/* --- which rows, and what they owe --- */

static bool is_wanted(const struct maker *m, const struct proposal_row *row)
{
	const bool due = row->section == SECTION_OVERDUE || row->section == SECTION_REMINDED ||
			 row->section == SECTION_CREDIT;

	return !row->item.payable && (due || !(m->what & STATEMENT_ARREARS));
}

static bool is_first(struct maker *m, const struct proposal_row *row)
{
	struct buf key = {0};

	item_key(&key, row->item.customer, row->item.invoice, row->item.instalment);
	void **place = map_at(&m->items, buf_slice(&key));
	const bool first = *place == NULL;

	*place = m;
	buf_free(&key);
	return first;
}

static bool add_earlier(struct maker *m, struct proposal_row *row, const struct terms *terms)
{
	struct item_state state;
	money earlier = 0;

	earlier_state(&m->earlier, row, terms, row->as_of, &state);
	if (row->section == SECTION_OVERDUE && !m->book->policy->defaults.fees_booked &&
	    (state.overflow || !charged_sum(&state.charged, &earlier)))
		return false;
	memset(row->fee, 0, sizeof(row->fee));
	row->interest_days = 0;
	row->has_fees = true;
	row->fee[F_EARLIER_FEES] = earlier;
	return money_sum(row->item.open_amount, earlier, &row->fee[F_TOTAL_DUE]);
}

static bool take_row(struct maker *m, struct proposal_row *row, bool *keep)
{
	const struct terms *terms = policy_terms(m->book->policy, row->terms);

	*keep = false;
	if (terms == NULL) {
		fault(
		    m, row, S_TERMS, "\"%.*s\" are no terms of the policy", SLICE_ARG(row->terms));
		return false;
	}
	if (row->as_of != m->p->rows[0].as_of) {
		fault(m, row, S_AS_OF, "is another day than that of the rows before");
		return false;
	}
	if (!is_wanted(m, row))
		return true;
	struct debtor *debtor = debtor_of(m, row, terms);

	if (debtor->left_out || !is_first(m, row))
		return true;
	debtor->several |= memcmp(debtor->currency, row->item.currency, 4) != 0;
	/* Nothing is reminded, so a row that others were the cause of is overdue as they are. */
	if (row->section == SECTION_REMINDED)
		row->section = SECTION_OVERDUE;
	row->level = row->level_name = (struct slice){"", 0};
	row->n = 0;
	row->pay_by = DATE_NONE;
	row->template = slice_of(template_name);
	*keep = add_earlier(m, row, terms);
	if (!*keep)
		fault(m, row, S_REMINDER, "what earlier reminders charged is too large to add");
	return *keep;
}

static bool take_rows(struct maker *m)
{
	struct proposal *p = m->p;
	size_t kept = 0;
	bool good = true;

	for (size_t i = 0; i < p->count; i++) {
		bool keep;

		good &= take_row(m, &p->rows[i], &keep);
		if (keep)
			p->rows[kept++] = p->rows[i];
	}
	p->count = kept;
	return good;
}

/* With arrears alone, credits on their own are no reason to write. */
static void drop_credits_alone(struct maker *m)
{
	struct proposal *p = m->p;
	struct map due = {0};
	size_t kept = 0;

	for (size_t i = 0; i < p->count; i++)
		if (p->rows[i].section == SECTION_OVERDUE)
			*map_at(&due, p->rows[i].reminder) = m;
	for (size_t i = 0; i < p->count; i++)
		if (map_get(&due, p->rows[i].reminder) != NULL)
			p->rows[kept++] = p->rows[i];
	p->count = kept;
	map_free(&due);
}

/* --- numbers --- */

/* One statement a customer and currency: its wanted number, and then the one that it gets. */
struct account {
	const char *number;
	uint64_t identity;
};

static struct account *account_of(
    struct maker *m, struct map *accounts, const struct proposal_row *row)
{
	struct buf key = {0};

	buf_add_slice(&key, row->item.customer);
	buf_printf(&key, "\n%s", row->item.currency);
	void **place = map_at(accounts, buf_slice(&key));

	buf_free(&key);
	if (*place == NULL)
		*place = arena_alloc(&m->arena, sizeof(struct account));
	return *place;
}

static void number_rows(struct maker *m)
{
	struct proposal *p = m->p;
	struct map accounts = {0};

	for (size_t i = 0; i < p->count; i++) {
		const struct proposal_row *row = &p->rows[i];
		const struct debtor *debtor = map_get(&m->debtors, row->item.customer);
		struct account *a = account_of(m, &accounts, row);

		if (a->number != NULL)
			continue;
		a->identity =
		    identity_of(row->item.customer, slice_of(template_name), row->item.currency);
		a->number = numbers_want(&m->numbers, row->as_of, row->item.customer, template_name,
		    slice_of(debtor->several ? row->item.currency : ""));
	}
	for (size_t i = 0; i < accounts.count; i++) {
		struct account *a = accounts.entries[i].value;

		a->number = numbers_settle(&m->numbers, a->number, a->identity);
	}
	for (size_t i = 0; i < p->count; i++) {
		const char *number = account_of(m, &accounts, &p->rows[i])->number;

		p->rows[i].reminder =
		    (struct slice){arena_string(&p->arena, number), strlen(number)};
	}
	map_free(&accounts);
}

/* --- the cells --- */

/* The tags of a letter read the cells: they must not say what the row was before. */
static void put_cells(struct proposal *p, struct proposal_row *row)
{
	const struct slice none = {"", 0};
	const struct {
		const char *name;
		struct slice text;
	} put[] = {
	    {"reminder", row->reminder},
	    {"section", slice_of(section_names[row->section])},
	    {"template", row->template},
	    {"level", none},
	    {"level_name", none},
	    {"n", none},
	    {"pay_by", none},
	};
	const size_t columns = table_columns(p->table);
	struct slice *cells = arena_alloc(&p->arena, columns * sizeof(*cells));

	memcpy(cells, row->fields, columns * sizeof(*cells));
	for (size_t i = 0; i < sizeof(put) / sizeof(*put); i++) {
		const int column = table_find(p->table, put[i].name);

		if (column >= 0)
			cells[column] = put[i].text;
	}
	row->fields = cells;
}

static void count_rows(struct proposal *p)
{
	proposal_gather(p);
	for (size_t i = 0; i < p->nreminders; i++)
		for (size_t k = 0; k < p->reminders[i].count; k++)
			p->reminders[i].rows[k]->rows = (int)p->reminders[i].count;
}

bool statement_make(struct diag *d, struct proposal *p, const struct book *book, unsigned what)
{
	struct maker m = {.d = d, .p = p, .book = book, .what = what};

	m.earlier.history = book->history;
	const bool good = take_rows(&m);

	number_rows(&m);
	if (what & STATEMENT_ARREARS)
		drop_credits_alone(&m);
	for (size_t i = 0; i < p->count; i++)
		put_cells(p, &p->rows[i]);
	count_rows(p);
	earlier_free(&m.earlier);
	numbers_free(&m.numbers);
	map_free(&m.debtors);
	map_free(&m.items);
	arena_free(&m.arena);
	return good;
}
