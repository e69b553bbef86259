#include "stage/references.h"

#include "base/banned.h"

/* The references that are there already, also those of rows further down. */
static void note_known(struct references *r)
{
	char canonical[REFERENCE_TEXT];
	const char *why;

	for (size_t i = 0; i < r->count; i++) {
		struct slice reference = waiting_cell(r, &r->rows[i], r->reference);
		void **place;

		if (reference_check(reference, canonical, &why) == REFERENCE_NONE)
			continue;
		place = map_at(&r->known, slice_of(canonical));
		if (*place == NULL)
			*place = &r->rows[i];
	}
}

/* The supplier gives the reference of an item that we have to pay. */
static bool lacks_reference(const struct references *r, const struct waiting *w)
{
	return slice_trim(waiting_cell(r, w, r->reference)).n == 0 &&
	       !slice_is(waiting_cell(r, w, r->side), "payable");
}

/* Instalments of one invoice may share its reference: it still leads to the invoice. */
static bool are_instalments(
    const struct references *r, const struct waiting *a, const struct waiting *b)
{
	return slice_equal(waiting_cell(r, a, r->customer), waiting_cell(r, b, r->customer)) &&
	       slice_equal(waiting_cell(r, a, r->invoice), waiting_cell(r, b, r->invoice)) &&
	       !slice_equal(waiting_cell(r, a, r->instalment), waiting_cell(r, b, r->instalment));
}

__attribute__((format(printf, 3, 4))) static void refuse(
    struct references *r, struct waiting *w, const char *fmt, ...)
{
	struct row row = waiting_row(r, w);
	struct buf why = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&why, fmt, ap);
	va_end(ap);
	table_fault_at(r->table, &row, r->invoice, "\"%.*s\" %s", SLICE_ARG(row.fields[r->invoice]),
	    buf_string(&why));
	buf_free(&why);
	w->faulty = true;
	references_hold_back(r, waiting_cell(r, w, r->customer));
}

static void make(struct references *r, struct waiting *w)
{
	char made[REFERENCE_TEXT];
	const char *why;
	const struct waiting *other;
	void **place;

	if (!reference_make(r->make, waiting_cell(r, w, r->invoice), made, &why)) {
		refuse(r, w, "%s", why);
		return;
	}
	place = map_at(&r->known, slice_of(made));
	other = *place;
	if (other != NULL && !are_instalments(r, other, w)) {
		refuse(r, w, "would get the reference %s, which %s:%lu (invoice \"%.*s\") has",
		    made, other->row.file, other->row.line,
		    SLICE_ARG(waiting_cell(r, other, r->invoice)));
		return;
	}
	if (other == NULL)
		*place = w;
	w->made = arena_string(&r->arena, made);
	r->made++;
}

void references_make(struct references *r)
{
	note_known(r);
	for (size_t i = 0; i < r->count; i++)
		if (lacks_reference(r, &r->rows[i]))
			make(r, &r->rows[i]);
}
