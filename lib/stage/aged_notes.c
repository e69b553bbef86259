#include "stage/aged.h"

#include "base/plural.h"

#include <string.h>

#include "base/banned.h"

/*
 * What stands beside the figures: the title, how the ledger's total leads to
 * the report's, and what the figures rest on.
 */

void aged_title(const struct aged *a, struct buf *b)
{
	char day[DATE_TEXT];

	date_format(a->ledger.as_of.day, day);
	buf_printf(b, "Ageing of %s on %s, by %s date", a->payable ? "payables" : "receivables",
	    day, a->buckets.by_due ? "due" : "invoice");
}

void aged_subtitle(const struct aged *a, struct buf *b)
{
	if (a->where->count == 0)
		return;
	buf_add_string(b, "Only items with ");
	conditions_tell(a->where->all, a->where->count, b);
}

static void add_amount(
    const struct aged *a, struct buf *b, money amount, const struct aged_bridge *bridge)
{
	buf_printf(b, "%s ", bridge->currency);
	(a->marks ? money_add_marked : money_add_to)(b, amount, bridge->decimals);
}

/* Nothing is said where the ledger of today is the report's. */
static void add_bridge(const struct aged *a, const struct aged_bridge *bridge, struct buf *b)
{
	char day[DATE_TEXT];
	money now;

	/* Sums that are no less than the end of what can be counted are not told. */
	if ((bridge->later_items == 0 && bridge->paid_items == 0) ||
	    !money_sum(aged_total(a, bridge->currency), bridge->later, &now) ||
	    __builtin_sub_overflow(now, bridge->paid_since, &now))
		return;
	date_format(a->ledger.as_of.day, day);
	buf_add_string(b, "The ledger has ");
	add_amount(a, b, now, bridge);
	buf_add_string(b, " open");
	if (bridge->later_items > 0) {
		buf_add_string(b, "; less ");
		add_amount(a, b, bridge->later, bridge);
		buf_printf(b, " of %lu item%s dated after %s", bridge->later_items,
		    plural(bridge->later_items), day);
	}
	if (bridge->paid_items > 0) {
		buf_add_string(b, "; plus ");
		add_amount(a, b, bridge->paid_since, bridge);
		buf_printf(b, " of %lu item%s paid after it", bridge->paid_items,
		    plural(bridge->paid_items));
	}
	buf_add_string(b, ".\n");
}

/* Whether the ledger may have been taken after the day. */
static bool has_later(const struct aged *a)
{
	for (size_t i = 0; i < a->nbridges; i++)
		if (a->bridges[i].later_items > 0)
			return true;
	return a->replay;
}

void aged_notes(const struct aged *a, struct buf *b)
{
	for (size_t i = 0; i < a->nbridges; i++)
		add_bridge(a, &a->bridges[i], b);
	if (a->intake.left_out > 0)
		buf_printf(b,
		    "%lu row%s left out: faulty, or of a customer who has a faulty one.\n",
		    a->intake.left_out, a->intake.left_out == 1 ? " is" : "s are");
	if (a->no_date > 0)
		buf_printf(b, "%lu credit%s or payment%s without a date stand%s under %s.\n",
		    a->no_date, plural(a->no_date), plural(a->no_date), a->no_date == 1 ? "s" : "",
		    a->buckets.names[0]);
	if (a->undated > 0 && has_later(a))
		buf_printf(b, "%lu paid item%s without a paid_date count%s as paid by then.\n",
		    a->undated, plural(a->undated), a->undated == 1 ? "s" : "");
	if (a->partly > 0)
		buf_printf(b,
		    "%lu item%s paid on in part since; they count with what is open now.\n",
		    a->partly, a->partly == 1 ? " was" : "s were");
}

/* Why a currency's days outstanding are not told, or from which month on they are. */
static void add_basis(const struct turnover *t, struct buf *b)
{
	char day[DATE_TEXT];

	if (!turnover_known(t)) {
		buf_printf(b,
		    "%s: the ledger has no paid items with a paid_date, so nothing can "
		    "be told of its months; export the paid invoices too.\n",
		    t->currency);
		return;
	}
	date_format(t->earliest, day);
	buf_printf(b,
	    "%s: told from %lu item%s, %lu of them paid; the first invoice is of %s, and days "
	    "outstanding are told from the third month after its own.\n",
	    t->currency, t->items, plural(t->items), t->paid_items, day);
}

void aged_month_basis(const struct aged *a, struct buf *b)
{
	for (size_t i = 0; i < a->nbridges; i++)
		add_basis(&a->bridges[i].turnover, b);
}

void aged_month_notes(const struct aged *a, struct buf *b)
{
	buf_printf(b, "Days outstanding: what was open at the month's end, divided by what was "
		      "invoiced in the three months up to it, times the days of these. A part "
		      "payment counts as if it was never open.\n"
		      "Paid late: of the invoices whose paid_date lies in the month, those paid "
		      "after their due date.\n");
	aged_month_basis(a, b);
}

/* --- names of customers --- */

/* Where the last column that groups is the customer, its name can stand beside it. */
bool aged_has_names(const struct aged *a)
{
	for (size_t i = 0; i < a->nby; i++)
		if (slice_is(a->by[i], "name"))
			return false;
	return slice_is(a->by[a->nby - 1], "customer");
}

struct slice aged_name(const struct aged *a, const struct ageing_group *g)
{
	const struct customer *c;

	if (!aged_has_names(a))
		return (struct slice){"", 0};
	c = aged_customer(a, g->values[a->nby - 1]);
	return c != NULL ? c->name : (struct slice){"", 0};
}

const struct slice aged_unnamed = {"(none)", 6};

void aged_label(const struct aged *a, const struct ageing_group *g, struct buf *b)
{
	for (size_t i = 0; i < a->nby; i++) {
		buf_add_string(b, i > 0 ? ", " : "");
		buf_add_slice(b, g->values[i].n > 0 ? g->values[i] : aged_unnamed);
	}
	if (aged_name(a, g).n > 0) {
		buf_add_string(b, "  ");
		buf_add_slice(b, aged_name(a, g));
	}
}

/* --- figures --- */

long aged_share(money part, money whole)
{
	const wide of = whole < 0 ? -(wide)whole : (wide)whole;
	money tenths;

	if (whole == 0 || !wide_round((wide)part * (whole < 0 ? -1000 : 1000), of, &tenths))
		return 0;
	return (long)tenths;
}

money aged_largest(const struct aged *a, const struct ageing_sums *s)
{
	money most = 1;

	for (size_t i = 0; i < a->buckets.count; i++)
		most = s->buckets[i] > most ? s->buckets[i] : most;
	return most;
}

size_t aged_currency_end(const struct aged *a, size_t from)
{
	size_t to = from;

	while (to < a->ageing.ngroups && memcmp(a->ageing.groups[to]->sums->currency,
					     a->ageing.groups[from]->sums->currency, 3) == 0)
		to++;
	return to;
}
