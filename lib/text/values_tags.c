/* The tags, one by one. See text/values.h. */
#include "base/nearest.h"
#include "text/coming.h"
#include "text/unicode.h"
#include "text/values_parts.h"

#include <stdio.h>
#include <string.h>

#include "base/banned.h"

/* --- special tags --- */

static void add_money(struct values *v, money amount, struct buf *out)
{
	locale_amount(v->locale, amount, v->totals.currency, v->totals.decimals, out);
}

static void add_total(struct values *v, struct buf *out)
{
	add_money(v, v->totals.total, out);
}

static void add_overdue_total(struct values *v, struct buf *out)
{
	add_money(v, v->totals.overdue, out);
}

static void add_fees_total(struct values *v, struct buf *out)
{
	add_money(v, v->totals.fees, out);
}

static void add_balance(struct values *v, struct buf *out)
{
	add_money(v, v->totals.balance, out);
}

static void add_today(struct values *v, struct buf *out)
{
	locale_date(v->locale, v->row->as_of, out);
}

static void add_pay_by(struct values *v, struct buf *out)
{
	locale_date(v->locale, v->row->pay_by, out);
}

static void add_ledger_date(struct values *v, struct buf *out)
{
	date of = v->row->item.ledger_date;
	locale_date(v->locale, of == DATE_NONE ? v->row->as_of : of, out);
}

static void add_due_date(struct values *v, struct buf *out)
{
	locale_date(v->locale, values_due(v, v->row), out);
}

static int delivery_of(const struct proposal_row *row)
{
	for (int i = 0; i < DELIVERIES; i++)
		if (slice_is(row->delivery, delivery_names[i]))
			return i;
	return DELIVERY_NONE;
}

/* From the day on which the letter is received to pay_by. */
static void add_term(struct values *v, struct buf *out)
{
	date received = v->row->as_of;
	if (v->row->pay_by == DATE_NONE || v->level == NULL)
		return;
	formula_apply(&v->level->transit[delivery_of(v->row)], received, &received);
	locale_number(v->locale, (long)v->row->pay_by - received, out);
}

static void add_account(struct values *v, struct buf *out)
{
	char printed[IBAN_PRINTED];
	if (v->run->policy->company.iban[0] == '\0')
		return;
	iban_print(v->run->policy->company.iban, printed);
	buf_add_string(out, printed);
}

static void add_bic(struct values *v, struct buf *out)
{
	buf_add_string(out, v->run->policy->company.bic);
}

static void add_coming(struct values *v, coming_question *ask, struct buf *out)
{
	struct coming c = {v->run, v->reminder, v->terms, v->level, v};
	struct charge_fault fault = {0};
	money amount = 0;
	if (v->level == NULL || coming_ask(&c, ask, &amount, &fault))
		add_money(v, amount, out);
	else if (v->fault.text[0] == '\0')
		v->fault = fault;
}

static void add_next_cost(struct values *v, struct buf *out)
{
	add_coming(v, charge_next_cost, out);
}

/* As compute-fees told it, where part payments count. */
static bool told_per_day(const struct values *v, money *sum)
{
	int column = table_find(v->run->proposal->table, "interest_per_day");
	*sum = 0;
	for (size_t i = 0; column >= 0 && i < v->reminder->count; i++) {
		const struct proposal_row *row = v->reminder->rows[i];
		money day;
		if (!money_parse(row->fields[column], row->item.decimals, &day) ||
		    !money_sum(*sum, day, sum))
			return false;
	}
	return column >= 0;
}

static void add_interest_per_day(struct values *v, struct buf *out)
{
	money told;
	if (told_per_day(v, &told)) {
		add_money(v, told, out);
		return;
	}
	add_coming(v, charge_interest_per_day, out);
}

static const struct special {
	const char *name;
	void (*add)(struct values *v, struct buf *out);
} specials[] = {
    {"total", add_total},
    {"overdue_total", add_overdue_total},
    {"fees_total", add_fees_total},
    {"balance", add_balance},
    {"today", add_today},
    {"pay_by", add_pay_by},
    {"term", add_term},
    {"ledger_date", add_ledger_date},
    {"due_date", add_due_date},
    {"next_cost", add_next_cost},
    {"interest_per_day", add_interest_per_day},
    {"iban", add_account},
    {"bic", add_bic},
    {"company_iban", add_account},
};
enum { SPECIALS = sizeof(specials) / sizeof(*specials), MOST_NAME = 128 };

/* --- columns and the company --- */

static const char *const amounts[] = {"amount", "open_amount", "interest", "line_fee", "damages",
    "reminder_fee", "cost", "vat", "fees", "earlier_fees", "total_due"};
static const char *const dates[] = {"invoice_date", "due_date", "paid_date", "ledger_date",
    "reminded_on", "as_of", "last_reminded", "pay_by"};

static bool is_one_of(const char *name, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

/* A cell of the proposal: what it holds in the language's own way. */
static void add_cell(struct values *v, const char *name, struct slice cell, struct buf *out)
{
	money amount;
	date day;
	if (is_one_of(name, amounts, sizeof(amounts) / sizeof(*amounts)) &&
	    money_parse(cell, v->totals.decimals, &amount))
		add_money(v, amount, out);
	else if (is_one_of(name, dates, sizeof(dates) / sizeof(*dates)) && date_parse(cell, &day))
		locale_date(v->locale, day, out);
	else
		buf_add_slice(out, cell);
}

static bool add_column(struct values *v, const char *name, struct buf *out)
{
	int column = table_find(v->run->proposal->table, name);
	int of_customer = customers_column(v->run->customers, name);
	if (column >= 0)
		add_cell(v, name, v->row->fields[column], out);
	if (of_customer >= 0 && (column < 0 || v->row->fields[column].n == 0))
		buf_add_slice(out, v->customer->fields[of_customer]);
	return column >= 0 || of_customer >= 0;
}

static void add_address(const struct company *company, struct buf *out)
{
	for (size_t i = 0; i < company->naddress; i++) {
		buf_add_string(out, i ? ", " : "");
		buf_add_string(out, company->address[i]);
	}
}

static const char *const company_keys[] = {"name", "address", "country", "email", "phone", "iban",
    "bic", "vat_number", "registration", "logo"};
enum { COMPANY_KEYS = sizeof(company_keys) / sizeof(*company_keys) };

static bool add_company(const struct company *company, const char *key, struct buf *out)
{
	const char *const texts[COMPANY_KEYS] = {company->name, NULL, company->country,
	    company->email, company->phone, company->iban, company->bic, company->vat_number,
	    company->registration, company->logo};
	for (size_t i = 0; i < COMPANY_KEYS; i++) {
		if (strcmp(key, company_keys[i]) != 0)
			continue;
		if (texts[i])
			buf_add_string(out, texts[i]);
		else
			add_address(company, out);
		return true;
	}
	return false;
}

static bool find_value(struct values *v, struct slice tag, struct buf *out)
{
	static const char prefix[] = "company_";
	const struct company *company = &v->run->policy->company;
	char name[MOST_NAME];
	if (tag.n >= sizeof(name))
		return false;
	memcpy(name, tag.p, tag.n);
	name[tag.n] = '\0';
	for (size_t i = 0; i < SPECIALS; i++) {
		if (strcmp(name, specials[i].name) == 0) {
			specials[i].add(v, out);
			return true;
		}
	}
	if (strncmp(name, prefix, sizeof(prefix) - 1) == 0 &&
	    add_company(company, name + sizeof(prefix) - 1, out))
		return true;
	return add_column(v, name, out) || add_company(company, name, out);
}

static bool add_value(void *context, struct slice tag, struct buf *out)
{
	size_t before = out->length;
	bool known = find_value(context, tag, out);

	unicode_straighten(out, before);
	return known;
}

static void offer(struct slice tag, struct slice name, struct buf *best, size_t *distance)
{
	size_t away = nearest_distance(tag, name);
	if (away >= *distance)
		return;
	*distance = away;
	buf_truncate(best, 0);
	buf_add_slice(best, name);
}

static const char *nearest_tag(void *context, struct slice tag)
{
	struct values *v = context;
	const struct table *table = v->run->proposal->table;
	char key[MOST_NAME];
	size_t distance = tag.n / 3 + 2;
	size_t none = distance;
	for (size_t i = 0; i < SPECIALS; i++)
		offer(tag, slice_of(specials[i].name), &v->near, &distance);
	for (size_t i = 0; i < table_columns(table); i++)
		offer(tag, table_column_name(table, i), &v->near, &distance);
	for (size_t i = 0; i < v->run->customers->ncolumns; i++)
		offer(tag, v->run->customers->names[i], &v->near, &distance);
	for (size_t i = 0; i < COMPANY_KEYS; i++) {
		snprintf(key, sizeof(key), "company_%s", company_keys[i]);
		offer(tag, slice_of(key), &v->near, &distance);
	}
	return distance < none ? buf_string(&v->near) : NULL;
}

struct tag_source values_source(struct values *v)
{
	return (struct tag_source){.value = add_value, .nearest = nearest_tag, .context = v};
}
