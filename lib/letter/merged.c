#include "letter/merged.h"

#include "base/mem.h"

#include <stdlib.h>

#include "base/banned.h"

/* --- the order --- */

struct posting {
	const struct reminder *of;
	bool abroad;
	struct slice country, postal_code, customer;
};

static int compare(const void *a, const void *b)
{
	const struct posting *x = a, *y = b;
	int order = x->abroad - y->abroad;
	if (order == 0 && x->abroad)
		order = slice_compare(x->country, y->country);
	if (order == 0)
		order = slice_compare(x->postal_code, y->postal_code);
	if (order == 0)
		order = slice_compare(x->customer, y->customer);
	return order != 0 ? order : slice_compare(x->of->number, y->of->number);
}

static struct posting posting_of(const struct press *p, const struct reminder *of)
{
	const struct slice customer = of->rows[0]->item.customer;
	const struct customer *c = customers_find(p->run.customers, customer);
	struct posting out = {.of = of, .customer = customer};
	if (c != NULL) {
		out.country = c->country;
		out.postal_code = c->postal_code;
		out.abroad = c->country.n > 0 && !slice_is(c->country, p->policy->company.country);
	}
	return out;
}

void merged_order(const struct press *p, const struct reminder **reminders, size_t count)
{
	struct posting *all = mem_array(count, sizeof(*all));
	for (size_t i = 0; i < count; i++)
		all[i] = posting_of(p, reminders[i]);
	qsort(all, count, sizeof(*all), compare);
	for (size_t i = 0; i < count; i++)
		reminders[i] = all[i].of;
	free(all);
}

/* --- the document --- */

static bool add_letter(struct press *p, const struct reminder *of, bool duplex)
{
	struct order order;
	bool good = press_compose(p, of, &order);
	if (good) {
		char *number = mem_copy(of->number.p, of->number.n);
		pdf_mark(p->pdf, number);
		free(number);
		good = pdf_add(p->pdf, p->d, &order.pages);
	}
	if (good && duplex && order.pages.count % 2 == 1)
		pdf_add_blank(p->pdf);
	press_discard(&order);
	return good;
}

bool merged_make(struct press *p, const struct reminder *const *reminders, size_t count,
    bool duplex, struct buf *out)
{
	const struct company *company = &p->policy->company;
	const struct pdf_info info = {
	    .title = slice_of(company->name),
	    .author = slice_of(company->name),
	    .subject = reminders[0]->number,
	    .language = p->policy->defaults.language,
	    .created = reminders[0]->rows[0]->as_of,
	};
	bool good = true;
	pdf_begin(p->pdf);
	for (size_t i = 0; i < count && good; i++)
		good = add_letter(p, reminders[i], duplex);
	return pdf_end(p->pdf, p->d, &info, out) && good;
}
