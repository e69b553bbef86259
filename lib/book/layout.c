#include "book/layout.h"

#include "base/map.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

static struct layout_column *add(struct layout *l, struct slice name)
{
	struct layout_column *c = &l->columns[l->count++];

	c->name = name;
	c->field = field_find(name);
	c->type = c->field ? c->field->type : FIELD_TEXT;
	return c;
}

static void add_mapped(struct layout *l, const struct profile_column *from, const struct header *h)
{
	struct layout_column *c;

	/* An optional column that the export lacks is not made. */
	if (!from->constant.p && header_place(h, from) < 0)
		return;
	c = add(l, from->to);
	c->column = from;
	c->translated = from->values || from->constant.p;
	for (size_t i = 0; i < from->nfrom; i++) {
		int place = header_find(h, from->from[i]);

		if (place >= 0)
			c->from[c->nfrom++] = place;
	}
}

/* Whether a name of theirs, made clean, would say something to the commands that follow. */
static bool would_mislead(struct slice theirs, struct slice clean)
{
	static const char harmless[] = "reference description payment_method status name";

	return !slice_equal(theirs, clean) && field_find(clean) && field_word(harmless, clean) < 0;
}

/*
 * A name that no column has yet: "name", "name_2", ... `names` are those there are, with the last
 * number that each was given.
 */
static void number_name(struct map *names, struct buf *name)
{
	const size_t length = name->length;
	uintptr_t n = (uintptr_t)map_get(names, buf_slice(name));

	while (map_get(names, buf_slice(name)) != NULL) {
		buf_truncate(name, length);
		buf_printf(name, "_%zu", (size_t)++n);
	}
	if (n > 0)
		*map_at(names, (struct slice){name->data, length}) = (void *)n;
	*map_at(names, buf_slice(name)) = (void *)1;
}

/* The name of a column that passes through; one that would mislead gets "export_" before it. */
static struct slice passing_name(struct layout *l, struct map *names, struct slice theirs)
{
	struct buf clean = {0}, name = {0};
	struct slice kept;

	field_clean_name(&clean, theirs);
	if (would_mislead(theirs, buf_slice(&clean)))
		buf_add_string(&name, "export_");
	buf_add_slice(&name, buf_slice(&clean));
	number_name(names, &name);
	kept = (struct slice){arena_copy(&l->arena, name.data, name.length), name.length};
	buf_free(&clean);
	buf_free(&name);
	return kept;
}

static bool is_dropped(const struct profile *p, const struct header *h, int place)
{
	for (size_t i = 0; i < p->ndrop; i++)
		if (header_find(h, p->drop[i]) == place)
			return true;
	return false;
}

/* A column of theirs that nothing is made of passes through; ledger_date gives way to the day that
 * was told. */
static void add_passing(
    struct layout *l, const struct profile *p, const struct header *h, bool ledger_date)
{
	bool *used = arena_alloc(&l->arena, h->count + 1);
	struct map names = {0};

	for (size_t i = 0; i < l->count; i++)
		*map_at(&names, l->columns[i].name) = (void *)1;
	for (size_t i = 0; i < l->count; i++)
		for (size_t j = 0; j < l->columns[i].nfrom; j++)
			used[l->columns[i].from[j]] = true;
	for (size_t i = 0; i < h->count; i++) {
		if (used[i] || h->plain[i].n == 0 || is_dropped(p, h, (int)i) ||
		    (ledger_date && slice_is(h->names[i], "ledger_date")))
			continue;
		struct slice name = passing_name(l, &names, h->names[i]);
		struct layout_column *c = add(l, name);

		c->field = NULL;
		c->type = FIELD_TEXT;
		c->from[c->nfrom++] = (int)i;
	}
	map_free(&names);
}

static int place_of(const struct layout *l, const char *name)
{
	for (size_t i = 0; i < l->count; i++)
		if (l->columns[i].field && slice_is(l->columns[i].name, name))
			return (int)i;
	return -1;
}

void layout_plan(
    struct layout *l, const struct profile *p, const struct header *h, bool ledger_date)
{
	size_t most = p->ncolumns + h->count + 1;

	*l = (struct layout){0};
	l->columns = arena_alloc(&l->arena, most * sizeof *l->columns);
	for (size_t i = 0; i < known_count; i++) {
		const struct profile_column *c = profile_find(p, known_fields[i].name);

		if (ledger_date && strcmp(known_fields[i].name, "ledger_date") == 0)
			add(l, SLICE_LIT("ledger_date"));
		else if (c)
			add_mapped(l, c, h);
	}
	for (size_t i = 0; i < p->ncolumns; i++)
		if (!field_find(p->columns[i].to))
			add_mapped(l, &p->columns[i], h);
	add_passing(l, p, h, ledger_date);
	l->customer = place_of(l, "customer");
	l->invoice = place_of(l, "invoice");
	l->instalment = place_of(l, "instalment");
	l->amount = place_of(l, "amount");
	l->open_amount = place_of(l, "open_amount");
	l->currency = place_of(l, "currency");
	l->kind = place_of(l, "kind");
	l->side = place_of(l, "side");
	l->invoice_date = place_of(l, "invoice_date");
	l->due_date = place_of(l, "due_date");
	l->ledger_date = place_of(l, "ledger_date");
}

const char *layout_their_name(const struct layout *l, const struct header *h, size_t column)
{
	const struct layout_column *c = &l->columns[column];

	return c->nfrom > 0 ? h->names[c->from[0]].p : c->name.p;
}

void layout_free(struct layout *l)
{
	arena_free(&l->arena);
	*l = (struct layout){0};
}
