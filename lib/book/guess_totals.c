#include "book/guess_rows.h"

#include "book/fields.h"

#include <string.h>
#include <strings.h>

#include "base/banned.h"

struct slice guess_total_word(struct slice cell)
{
	static const char *const words[] = {"total", "totaal", "totalen", "totals", "totaux",
	    "subtotal", "subtotaal", "sub-total", "sub-totaal", "sous-total", "som", "sum", "somme",
	    "summe", "summen", "gesamt", "gesamtsumme", "endsumme", "zwischensumme", "grand",
	    "eindtotaal", "generaal", "algemeen"};
	size_t n = 0;

	while (n < cell.n && cell.p[n] != ' ' && cell.p[n] != ':')
		n++;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strlen(words[i]) == n && strncasecmp(words[i], cell.p, n) == 0)
			return (struct slice){cell.p, n};
	return (struct slice){cell.p, 0};
}

struct total_rows {
	struct profile *p;
	const struct match *m;
	struct slice text;
	/* The last of them: what stands there first, in which column, how often so, and with a sum.
	 */
	struct slice last;
	size_t place, count;
	bool sums;
};

struct hit {
	const struct match *m;
	const struct condition *condition;
	size_t place;
};

static bool spares_item(void *context, const struct foreign_row *row)
{
	const struct hit *h = context;

	return !guess_is_item(h->m, row) || !condition_holds(h->condition, row->fields[h->place]);
}

/*
 * Add a condition on a column to the profile's list, unless it takes an item too: Total Energies,
 * say.
 */
static bool add_condition(struct total_rows *t, struct condition *list, size_t *count, size_t place,
    const char *form, struct slice value)
{
	struct hit hit = {t->m, &list[*count], place};
	struct buf text = {0};
	const char *why;
	bool ok;

	buf_printf(&text, "%s ", t->m->header.names[place].p);
	buf_printf(&text, form[0] == '~' ? "~ %.*s*" : "= \"%.*s\"", SLICE_ARG(value));
	ok = *count < PROFILE_CONDITIONS && condition_parse(buf_slice(&text), &list[*count], &why);
	buf_free(&text);
	if (!ok)
		return false;
	if (guess_each_row(t->p, t->m, t->text, spares_item, &hit)) {
		++*count;
		return true;
	}
	condition_free(&list[*count]);
	return false;
}

static bool holds_already(const struct total_rows *t, const struct condition *list, size_t count,
    size_t place, struct slice cell)
{
	for (size_t i = 0; i < count; i++)
		if (slice_is(t->m->header.names[place], list[i].column) &&
		    condition_holds(&list[i], cell))
			return true;
	return false;
}

/* The first cell that has something, in a row that is no item; the header's count: none. */
static size_t first_cell(const struct total_rows *t, const struct foreign_row *row)
{
	size_t i = 0;

	while (i < t->m->header.count && row->fields[i].n == 0)
		i++;
	return guess_has_date(t->m, row) ? t->m->header.count : i;
}

static bool look_total(void *context, const struct foreign_row *row)
{
	struct total_rows *t = context;
	struct profile *p = t->p;
	size_t i = first_cell(t, row);
	struct slice word;

	if (i == t->m->header.count || holds_already(t, p->total, p->ntotal, i, row->fields[i]) ||
	    holds_already(t, p->skip, p->nskip, i, row->fields[i]))
		return true;
	word = guess_total_word(row->fields[i]);
	if (word.n > 0 && !add_condition(t, p->skip, &p->nskip, i, "~", word))
		(void)add_condition(t, p->skip, &p->nskip, i, "=", row->fields[i]);
	return true;
}

/* "Totaal:", "Grand total": of all rows, not of a group of them. */
static bool is_grand(struct slice cell)
{
	struct buf plain = {0};
	bool grand;

	field_plain_name(&plain, cell);
	grand = field_word("total totals totaal totalen totaux som sum somme summe summen gesamt "
			   "gesamtsumme endsumme eindtotaal grandtotal totaalgeneraal "
			   "algemeentotaal totalgénéral sommetotale",
		    buf_slice(&plain)) >= 0;
	buf_free(&plain);
	return grand;
}

static bool is_sum(struct slice cell)
{
	for (size_t i = 0; i < cell.n; i++)
		if (cell.p[i] >= '1' && cell.p[i] <= '9')
			return true;
	return false;
}

static bool look_last(void *context, const struct foreign_row *row)
{
	struct total_rows *t = context;
	size_t i = first_cell(t, row);
	struct slice cell;

	if (i == t->m->header.count || guess_total_word(row->fields[i]).n == 0)
		return true;
	cell = row->fields[i];
	t->last = (struct slice){arena_copy(&t->p->arena, cell.p, cell.n), cell.n};
	t->place = i;
	t->sums = is_sum(guess_cell(t->m, row, "open_amount"));
	return true;
}

static bool count_last(void *context, const struct foreign_row *row)
{
	struct total_rows *t = context;

	t->count += slice_equal(row->fields[t->place], t->last);
	return true;
}

/*
 * The last total, where it is one of all rows and no other has its name: the rows are held against
 * it. One of zero says nothing; some programs put the sums into other columns.
 */
static void guess_grand_total(struct total_rows *t)
{
	guess_each_row(t->p, t->m, t->text, look_last, t);
	if (!t->sums || !is_grand(t->last))
		return;
	guess_each_row(t->p, t->m, t->text, count_last, t);
	if (t->count == 1)
		(void)add_condition(t, t->p->total, &t->p->ntotal, t->place, "=", t->last);
}

void guess_totals(struct profile *p, const struct match *m, struct slice text)
{
	struct total_rows t = {.p = p, .m = m, .text = text};

	guess_grand_total(&t);
	guess_each_row(p, m, text, look_total, &t);
}
