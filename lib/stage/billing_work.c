#include "base/mem.h"
#include "stage/billing.h"

#include <stdlib.h>

#include "base/banned.h"

/* Room for so much a row, so that hardly any part needs more while it is written. */
enum { LINE_USUAL = 512 };

/* Where a part is worked on, by whatever thread. */
struct billing_place {
	_Alignas(CACHE_LINE) const
	    struct billing *of; /* whose writer it is, which nobody changes */
	struct billing billing;
	struct buf text;
	struct file_part part; /* with of->patches: the text is what is put into it */
};

/* Whom a law allows to be charged is looked at in order. */
static bool asks_law(const struct billing *b)
{
	const struct proposal *p = b->proposal;

	for (size_t i = 0; b->book->policy->nlaw > 0 && i < p->count; i++)
		if (p->rows[i].fee[F_FEES] > 0)
			return true;
	return false;
}

static bool write_lines(struct billing_place *at)
{
	const struct billing *b = &at->billing;
	const struct proposal *p = b->proposal;

	buf_reserve(&at->text, p->count * LINE_USUAL);
	for (size_t i = 0; i < p->count; i++)
		if (!fees_line(
			&at->of->writer, &b->bills[p->rows[i].of].out, &p->rows[i], &at->text))
			return false;
	return true;
}

/* The same as what is put into the lines as they are. */
static bool write_patches(struct billing_place *at)
{
	const struct billing *b = &at->billing;
	const struct proposal *p = b->proposal;
	const char *same = p->lines.p;

	for (size_t i = 0; i < p->count; i++)
		if (!fees_patch(&at->of->writer, &b->bills[p->rows[i].of].out, &p->rows[i], &same,
			&at->text))
			return false;
	at->part = (struct file_part){p->lines_at, p->lines.n, patched_hash(p->lines)};
	return true;
}

/* As make_part does it, but that nothing is told. */
static bool work(void *context, size_t place, struct proposal *part)
{
	struct billing_place *at = &((struct billing *)context)->places[place];
	struct billing *b = &at->billing;

	b->proposal = part;
	b->deferred = false;
	buf_truncate(&at->text, 0);
	billing_open_bills(b);
	billing_make_letters(b);
	billing_charge(b);
	return !b->deferred && !asks_law(b) &&
	       (at->of->patches ? write_patches(at) : write_lines(at));
}

/* Lines that do not stand as they are need the cells of the row at hand. */
void billing_work_ahead(struct billing *b)
{
	if (!b->writer.appends)
		return;
	b->places = mem_lines(TABLE_PLACES, sizeof *b->places);
	for (size_t i = 0; i < TABLE_PLACES; i++) {
		b->places[i].of = b;
		b->places[i].billing = (struct billing){
		    .d = b->d,
		    .book = b->book,
		    .earlier = {.history = b->earlier.history},
		    .as_of = DATE_NONE,
		    .quiet = true,
		};
	}
	proposal_work_on(b->proposal, &(struct proposal_work){work, b});
}

bool billing_add_worked(struct billing *b, size_t place, struct patched *out)
{
	const struct billing_place *at = &b->places[place];

	return b->patches ? patched_add(b->d, out, &at->part, buf_slice(&at->text))
			  : spool_add(b->d, &out->spool, buf_slice(&at->text));
}

void billing_free_places(struct billing *b)
{
	for (size_t i = 0; b->places != NULL && i < TABLE_PLACES; i++) {
		billing_free(&b->places[i].billing);
		buf_free(&b->places[i].text);
	}
	free(b->places);
}
