#include "book/relations.h"

#include "base/plural.h"
#include "book/key.h"
#include "book/relation.h"
#include "book/relations_parts.h"

#include <stdlib.h>

#include "base/banned.h"

/* Customers. */

static void tell_nameless(struct relations *r, struct slice code)
{
	if (!r->told)
		diag_warn(r->walk->d, AT_FILE(r->walk->file),
		    "has no names of customers: %.*s, and others that %s lacks, cannot be added to "
		    "it",
		    SLICE_ARG(code), merge_path(r->merge));
	r->told = true;
}

static void add(struct relations *r, struct slice code)
{
	struct place at = AT_LINE(r->walk->file, r->walk->line);
	size_t name = (size_t)relations_column(r, "name");

	if (r->values[name].n > 0) {
		merge_add(r->merge, r->values);
		return;
	}
	if (r->nameless) {
		tell_nameless(r, code);
		return;
	}
	at.column = relations_their_name(r, name);
	diag_warn(r->walk->d, at,
	    "is empty: the customer \"%.*s\" is not added to the customer file", SLICE_ARG(code));
}

/* Reminders find a customer by the code as the ledger writes it. */
static void check_spelling(
    const struct relations *r, const struct merge_customer *customer, struct slice code)
{
	struct slice theirs = merge_code(r->merge, customer);

	if (r->from_ledger && !slice_equal(theirs, code))
		diag_warn(r->walk->d, AT_LINE(merge_path(r->merge), merge_line(customer)),
		    "the ledger's customer %.*s is written \"%.*s\" here, and would not be found; "
		    "write both alike (strip_zeros in a profile drops the zeros)",
		    SLICE_ARG(code), SLICE_ARG(theirs));
}

static void report_two(const struct relations *r, struct slice code,
    const struct merge_customer *one, const struct merge_customer *other)
{
	diag_error(r->walk->d, STATUS_DATA, AT_LINE(merge_path(r->merge), merge_line(one)),
	    "\"%.*s\" and \"%.*s\" may both be the customer %.*s of %s",
	    SLICE_ARG(merge_code(r->merge, one)), SLICE_ARG(merge_code(r->merge, other)),
	    SLICE_ARG(code), r->walk->file);
}

/* The row whose values were picked, of the customer with the code. */
static void take(struct relations *r, struct slice code)
{
	const struct merge_customer *other;
	struct merge_customer *customer = merge_find(r->merge, code, &other);
	bool first = !customer || merge_meet(r->merge, customer);

	if (other) {
		if (first)
			report_two(r, code, customer, other);
		return;
	}
	if (!first && !relations_has_more(r, customer))
		return;
	relations_convert(r, customer, first);
	if (!customer) {
		add(r, code);
		return;
	}
	if (first)
		check_spelling(r, customer, code);
	if (first && r->walk->d->verbose)
		merge_tell(r->merge, customer, r->values);
	merge_fill(r->merge, customer, r->values);
}

/* A list. */

static void plan_list(struct relations *r)
{
	const struct profile *p = r->walk->profile;

	for (size_t i = 0; i < p->ncolumns; i++) {
		const struct profile_column *from = &p->columns[i];
		struct relations_column *c = relations_add(r, from->to);

		c->column = from;
		for (size_t j = 0; j < from->nfrom; j++) {
			int place = header_find(&r->walk->header, from->from[j]);

			if (place >= 0)
				c->from[c->nfrom++] = place;
		}
	}
	relations_plan(r);
}

static void know(bool *known, const struct header *h, const struct slice *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const int place = header_find(h, names[i]);

		if (place >= 0)
			known[place] = true;
	}
}

/* The list's columns that nothing is made of, unless the profile drops them knowingly. */
static void tell_left_out(const struct walk *w)
{
	const struct profile *p = w->profile;
	const struct header *h = &w->header;
	bool *known = mem_array(h->count, sizeof *known);
	struct buf list = {0};

	know(known, h, p->drop, p->ndrop);
	for (size_t i = 0; i < p->ncolumns; i++)
		know(known, h, p->columns[i].from, p->columns[i].nfrom);
	for (size_t i = 0; i < h->count; i++)
		if (!known[i] && h->plain[i].n > 0)
			buf_printf(&list, "%s%.*s", list.length > 0 ? ", " : "",
			    SLICE_ARG(h->names[i]));
	if (list.length > 0)
		diag_note(w->d, AT_FILE(w->files[0].name),
		    "left out: %s; a profile can take them", buf_string(&list));
	buf_free(&list);
	free(known);
}

static struct slice take_code(struct relations *r)
{
	size_t i = (size_t)relations_column(r, "customer");
	struct relations_column *c = &r->columns[i];

	if (!key_is_clean(r->values[i]))
		r->values[i] = key_clean(&c->text, r->values[i]);
	if (c->column->strip_zeros)
		r->values[i] = key_without_zeros(r->values[i]);
	if (key_is_scientific(r->values[i]))
		walk_fault(r->walk, relations_their_name(r, i),
		    "\"%.*s\" is a number that a spreadsheet changed; its last digits are lost, "
		    "export the list again",
		    SLICE_ARG(r->values[i]));
	return r->values[i];
}

static bool is_empty(const struct relations *r)
{
	for (size_t i = 0; i < r->count; i++)
		for (size_t j = 0; j < r->columns[i].nfrom; j++)
			if (r->walk->fields[r->columns[i].from[j]].n > 0)
				return false;
	return true;
}

static void take_relation(struct relations *r)
{
	struct slice code;

	relations_pick(r);
	relations_person(r);
	relations_house(r);
	code = take_code(r);
	if (code.n == 0)
		r->without_code++;
	else if (!r->walk->faulty)
		take(r, code);
}

static void tell(const struct relations *r)
{
	if (r->without_code > 0)
		diag_note(r->walk->d, AT_FILE(r->walk->files[0].name),
		    "%lu row%s without a code passed over", r->without_code,
		    plural(r->without_code));
}

bool relations_read(struct diag *d, const struct profile *p, const struct export_file *files,
    size_t nfiles, const char *rejects, struct merge *merge)
{
	struct walk w;
	struct relations r = {.merge = merge, .walk = &w};
	unsigned long before = d->errors;
	bool ok = walk_open(&w, d, p, files, nfiles, rejects);

	if (ok) {
		plan_list(&r);
		tell_left_out(&w);
	}
	while (ok && walk_next(&w) != WALK_END)
		if (!is_empty(&r) && walk_is_whole(&w))
			take_relation(&r);
	ok = ok && d->errors == before;
	if (ok)
		tell(&r);
	if (ok && rejects)
		ok = rejects_write(&w.rejects, d);
	relations_free(&r);
	walk_close(&w);
	return ok;
}

/* A ledger. */

static void plan_by_name(struct relations *r, const struct layout *l, const char *name)
{
	for (size_t i = 0; i < l->count; i++)
		if (slice_is(l->columns[i].name, name))
			relations_add(r, slice_of(name))->cell = (int)i;
}

/* The address and the like, by the usual names, where the items have no such column. */
static void plan_by_match(struct relations *r)
{
	static const char *const fields[] = {"address1", "address2", "address3", "address4",
	    "postal_code", "city", "country", "language", "email", "house_number",
	    "house_addition"};
	struct match m = {.header = r->walk->header};

	relation_match(&m);
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
		int place = match_place(&m, fields[i]);

		if (place < 0 || relations_column(r, fields[i]) >= 0)
			continue;
		struct relations_column *c = relations_add(r, slice_of(fields[i]));

		c->from[c->nfrom++] = place;
	}
}

void relations_of_ledger(
    struct relations *r, struct merge *merge, struct walk *w, const struct layout *l)
{
	*r = (struct relations){.merge = merge, .walk = w, .from_ledger = true};
	plan_by_name(r, l, "customer");
	plan_by_name(r, l, "name");
	plan_by_name(r, l, "language");
	plan_by_name(r, l, "email");
	plan_by_match(r);
	r->nameless = relations_column(r, "name") < 0;
	if (r->nameless)
		relations_add(r, SLICE_LIT("name"));
	relations_plan(r);
}

void relations_take_item(struct relations *r, const struct cells *c)
{
	struct slice code = c->cells[c->layout->customer].text;

	/* Most rows are of a customer who has been seen. */
	if (merge_is_settled(r->merge, code))
		return;
	relations_pick(r);
	for (size_t i = 0; i < r->count; i++)
		if (r->columns[i].cell >= 0)
			r->values[i] = c->cells[r->columns[i].cell].text;
	relations_house(r);
	take(r, code);
}

void relations_free(struct relations *r)
{
	for (size_t i = 0; i < r->count; i++)
		buf_free(&r->columns[i].text);
	*r = (struct relations){0};
}
