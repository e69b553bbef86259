#include "mail/recall.h"

#include "base/banned.h"

struct event_list recall_of(struct recall *r, struct slice customer, struct slice invoice)
{
	if (r->customer.p == NULL || !slice_equal(r->customer, customer)) {
		timeline_free(&r->timeline);
		timeline_make(&r->timeline, history_of(r->history, customer));
		r->customer = customer;
	}
	return timeline_of(&r->timeline, invoice);
}

void recall_free(struct recall *r)
{
	timeline_free(&r->timeline);
}
