/* The columns of a customer, and what a row of the export has for them. */
#include "book/country.h"
#include "book/relation.h"
#include "book/relations_parts.h"

#include "base/banned.h"

/* Columns. */

int relations_column(const struct relations *r, const char *name)
{
	for (size_t i = 0; i < r->count; i++)
		if (slice_is(r->columns[i].name, name))
			return (int)i;
	return -1;
}

static struct slice *value_of(struct relations *r, const char *name)
{
	int column = relations_column(r, name);

	return column >= 0 ? &r->values[column] : NULL;
}

struct relations_column *relations_add(struct relations *r, struct slice name)
{
	struct relations_column *c = &r->columns[r->count++];

	c->name = name;
	c->field = relation_find(name);
	c->cell = -1;
	return c;
}

/* A column that others are put into, where the export has none of its own for it. */
static void need_column(struct relations *r, const char *name, const char *part)
{
	if (relations_column(r, part) >= 0 && relations_column(r, name) < 0)
		relations_add(r, slice_of(name));
}

static bool is_part(const struct relations_column *c)
{
	return c->field && (c->field->type == FIELD_HOUSE || c->field->type == FIELD_PERSON);
}

/* Where a column goes in a new customer file: known ones, the user's own, and parts last. */
static size_t order_of(const struct relations_column *c)
{
	if (is_part(c))
		return 2 * FIELDS_MOST;
	return c->field ? (size_t)(c->field - relation_fields) : FIELDS_MOST;
}

static void sort_columns(struct relations *r)
{
	for (size_t i = 1; i < r->count; i++) {
		struct relations_column moved = r->columns[i];
		size_t at = i;

		for (; at > 0 && order_of(&r->columns[at - 1]) > order_of(&moved); at--)
			r->columns[at] = r->columns[at - 1];
		r->columns[at] = moved;
	}
}

/* Tell the customer file its columns; parts are none. */
void relations_plan(struct relations *r)
{
	struct slice names[RELATIONS_COLUMNS];
	size_t count = 0;

	need_column(r, "name", "last_name");
	need_column(r, "contact", "last_name");
	sort_columns(r);
	while (count < r->count && !is_part(&r->columns[count])) {
		names[count] = r->columns[count].name;
		count++;
	}
	merge_columns(r->merge, names, count);
}

/* Values. */

const char *relations_their_name(const struct relations *r, size_t column)
{
	const struct relations_column *c = &r->columns[column];

	return c->nfrom > 0 ? r->walk->header.names[c->from[c->picked]].p : c->name.p;
}

void relations_pick(struct relations *r)
{
	for (size_t i = 0; i < r->count; i++) {
		struct relations_column *c = &r->columns[i];
		struct slice text = {0};

		c->picked = 0;
		for (size_t j = 0; j < c->nfrom && text.n == 0; j++) {
			text = r->walk->fields[c->from[j]];
			if (text.n > 0)
				c->picked = j;
		}
		r->values[i] = profile_translate(c->column, text);
	}
}

static void join(struct buf *b, const struct slice *part)
{
	if (!part || part->n == 0)
		return;
	if (b->length > 0)
		buf_add_char(b, ' ');
	buf_add_slice(b, *part);
}

/* The person is the name where there is none of a firm, else the contact. */
void relations_person(struct relations *r)
{
	struct slice *name = value_of(r, "name"), *contact = value_of(r, "contact"), *to;
	const struct slice *last = value_of(r, "last_name");
	struct buf *text;

	if (!last || last->n == 0)
		return;
	to = name && name->n == 0 ? name : contact;
	if (!to || to->n > 0)
		return;
	text = &r->columns[to - r->values].text;
	buf_truncate(text, 0);
	join(text, value_of(r, "first_name"));
	join(text, value_of(r, "middle_name"));
	join(text, last);
	*to = buf_slice(text);
}

/* "Kerkstraat" and "1": the number stands before the street in some countries. */
void relations_house(struct relations *r)
{
	struct slice *street = value_of(r, "address1"), *country = value_of(r, "country");
	const struct slice *number = value_of(r, "house_number"),
			   *addition = value_of(r, "house_addition");
	char code[COUNTRY_CODE];
	bool first = country && country_find(*country, code) && country_number_first(code);
	struct buf *text;

	if (!street || street->n == 0 || !number || number->n == 0)
		return;
	text = &r->columns[street - r->values].text;
	buf_truncate(text, 0);
	if (!first)
		join(text, street);
	join(text, number);
	join(text, addition);
	if (first)
		join(text, street);
	*street = buf_slice(text);
}

/* What cannot be brought into our form is told, once, where it is missed. */
void relations_convert(struct relations *r, const struct merge_customer *customer, bool first)
{
	for (size_t i = 0; i < r->count && !is_part(&r->columns[i]); i++) {
		struct relations_column *c = &r->columns[i];
		struct place at = AT_LINE(r->walk->file, r->walk->line);
		struct buf why = {0};

		if (r->values[i].n == 0)
			continue;
		at.column = relations_their_name(r, i);
		if (!relation_convert(
			c->field, &r->walk->profile->dialect, &r->values[i], &c->text, &why) &&
		    first && merge_lacks(r->merge, customer, i))
			diag_warn(r->walk->d, at, "%s; it is left out", buf_string(&why));
		buf_free(&why);
	}
}

/* Whether the row has something that the customer lacks. */
bool relations_has_more(const struct relations *r, const struct merge_customer *customer)
{
	for (size_t i = 0; i < r->count && !is_part(&r->columns[i]); i++)
		if (r->values[i].n > 0 && merge_lacks(r->merge, customer, i))
			return true;
	return false;
}
