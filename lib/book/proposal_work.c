#include "base/mem.h"
#include "book/reader.h"

#include <stdlib.h>

#include "base/banned.h"

/* Of the block that was judged, all customers but the first and the last, who may have rows in the
 * blocks beside it, as far as all is in order. */
static void gather(struct part_place *place, const struct table_rows *rows)
{
	struct reader *own = place->reader;
	struct proposal_row *row = rows->kept;
	size_t at = parts_run_at(rows, 0), count;

	own->p->nreminders = 0;
	own->parts.begun = false;
	past_clear(&own->parts.past);
	place->begin = at;
	place->first = 0;
	while (at > 0 && at < rows->count && (count = parts_run_at(rows, at)) > 0 &&
	       at + count < rows->count && rows->settled[at + count] &&
	       parts_take_run(own, &row[at], count)) {
		if (place->first == 0)
			place->first = own->p->nreminders;
		at += count;
	}
	place->end = at;
	own->p->count = at - place->begin;
	own->p->rows = NULL;
	if (own->p->count == 0)
		return;
	own->p->rows = &row[place->begin];
	own->p->lines = table_lines(rows, place->begin, place->end, &own->p->lines_at);
}

static void work_on(void *context, const struct table_rows *rows)
{
	struct reader *r = context;
	struct part_place *place = &r->parts.places[rows->place];

	gather(place, rows);
	place->worked = place->end > place->begin &&
			r->parts.work.work(r->parts.work.context, rows->place, place->reader->p);
}

struct part_place *work_take(struct reader *r, size_t begin)
{
	const struct parts *parts = &r->parts;
	struct part_place *place = &r->parts.places[parts->block.place];
	const struct proposal *part;

	if (parts->work.work == NULL || !place->worked || place->begin != begin)
		return NULL;
	part = place->reader->p;
	if (!parts->begun)
		return place;
	if (slice_compare(part->rows[0].item.customer, parts->customer) <= 0)
		return NULL;
	for (size_t i = 0; i < place->first; i++)
		if (slice_compare(part->reminders[i].number, parts->number) <= 0)
			return NULL;
	return place;
}

void proposal_work_on(struct proposal *p, const struct proposal_work *work)
{
	struct reader *r = p->reader;

	r->parts.work = *work;
	for (size_t i = 0; i < TABLE_PLACES; i++) {
		struct reader *own = mem_lines(1, sizeof(*own));

		*own = *r;
		own->parts = (struct parts){.at = 0};
		own->p = mem_lines(1, sizeof(*own->p));
		*own->p = (struct proposal){.table = p->table, .reader = own};
		r->parts.places[i].reader = own;
	}
	table_work_on(r->table, &(struct table_work){work_on, r});
}

void work_free(struct reader *r)
{
	for (size_t i = 0; i < TABLE_PLACES && r->parts.work.work != NULL; i++) {
		struct reader *own = r->parts.places[i].reader;

		reminders_free(own->p);
		past_free(&own->parts.past);
		free(own->p);
		free(own);
	}
}
