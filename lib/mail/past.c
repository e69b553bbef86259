#include "mail/past.h"

#include "base/banned.h"

struct event_list past_of(struct past *p, struct slice customer, struct slice invoice)
{
	if (p->customer.p == NULL || !slice_equal(p->customer, customer)) {
		timeline_free(&p->timeline);
		timeline_make(&p->timeline, history_of(p->history, customer));
		p->customer = customer;
	}
	return timeline_of(&p->timeline, invoice);
}

void past_free(struct past *p)
{
	timeline_free(&p->timeline);
}
