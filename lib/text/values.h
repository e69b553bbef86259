/*
 * The values of a template's tags for one reminder.
 *
 * In this order: the special tags (%total%, %pay_by%, ...: see dun-templates(5)),
 * the company's account (%iban%, %bic%: always the company's, even where a table has such a
 * column), the columns of the reminder's first overdue row, the customer's columns, the
 * company's keys (%company_name%, %company_email%, ...; also without "company_" where
 * no column has that name). Columns that hold an amount or a date are written as the language does.
 */
#ifndef TEXT_VALUES_H
#define TEXT_VALUES_H

#include "base/diag.h"
#include "book/customers.h"
#include "book/history.h"
#include "book/policy.h"
#include "book/proposal.h"
#include "book/rates.h"
#include "text/locale.h"
#include "text/tags.h"
#include "text/totals.h"

#include <stdbool.h>

/* What is the same for all reminders of a run. */
struct values_run {
	const struct policy *policy;
	const struct proposal *proposal;
	const struct customers *customers;
	const struct history *history; /* NULL: charges of earlier reminders count as none */
	const struct rates *rates;     /* NULL when the policy's levels need none */
	struct locales *locales;
};

struct values;

/*
 * NULL after faults of the reminder's rows were reported (table_fault_at: with rejects they
 * are refused, else errors). `language` is the template's.
 */
struct values *values_open(
    const struct values_run *run, const struct reminder *reminder, const char *language);
struct tag_source values_source(struct values *v);
void values_close(struct values *v);

/* The row that speaks for a reminder: its first overdue one, else its first. */
const struct proposal_row *values_first_row(const struct reminder *reminder);

const struct totals *values_totals(const struct values *v);
/* The first overdue row. */
const struct proposal_row *values_row(const struct values *v);
const struct customer *values_customer(const struct values *v);
struct locale *values_locale(const struct values *v);
/* The company's. */
const char *values_country(const struct values *v);
/* That of the policy's default language. */
struct locale *values_home(const struct values *v);
/*
 * What the payer is asked to quote: the one item's reference, or its invoice where that is
 * empty; the reminder's number where the letter has several items.
 */
struct slice values_reference(const struct values *v);
/* The due date that counts for a row of the reminder; DATE_NONE where there is none. */
date values_due(const struct values *v, const struct proposal_row *row);
/*
 * The first fault that a tag ran into while it was expanded (%next_cost% may find the policy
 * at fault), "" where there was none.
 */
const char *values_fault(const struct values *v);

#endif
