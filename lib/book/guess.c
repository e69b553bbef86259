#include "book/guess.h"

#include "book/fields.h"
#include "book/guess_rows.h"
#include "book/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static const char guessed_name[] = "guessed";

/* A shipped profile. */

/* How many of the export's columns it knows. Of two, that of the debtors goes before. */
static size_t knows(const struct profile *p)
{
	const struct profile_column *side = profile_find(p, "side");
	size_t count = 0;

	for (size_t i = 0; i < p->ncolumns; i++)
		count += p->columns[i].nfrom > 0;
	return 2 * count + (side == NULL || !slice_is(side->constant, "payable"));
}

struct candidate {
	const struct profile *profile; /* NULL: none */
	struct dialect dialect;	       /* that the file is read with */
	bool adapted;		       /* its own says otherwise */
};

/*
 * Whether the export has the profile's columns. A spreadsheet program that saved it anew may have
 * given it another delimiter, and then other marks and dates too.
 */
static bool has_columns(struct candidate *c, struct views *v, enum encoding encoding)
{
	const struct dialect *said = &c->profile->dialect;

	if (!guess_delimiter(c->profile, v, &c->dialect))
		return false;
	c->adapted = said->delimiter != 0 && c->dialect.delimiter != said->delimiter;
	if (c->adapted)
		c->dialect = (struct dialect){.delimiter = c->dialect.delimiter};
	/* UTF-8 is known as such whatever a profile says. */
	else if (encoding != said->encoding && encoding != ENCODING_UTF8)
		c->dialect.encoding = ENCODING_ANY;
	return true;
}

/* The one that knows most of the columns, or the last of them; *rival is the one before it that
 * knows as many. */
static struct candidate find_best(
    const struct profiles *shipped, const struct export_file *file, const struct profile **rival)
{
	struct views views = {.text = file->text};
	struct candidate best = {0};

	*rival = NULL;
	for (size_t i = 0; i < shipped->count; i++) {
		struct candidate c = {.profile = shipped->all[i]};

		if (c.profile->relations || !has_columns(&c, &views, file->encoding) ||
		    (best.profile && knows(c.profile) < knows(best.profile)))
			continue;
		*rival =
		    best.profile && knows(c.profile) == knows(best.profile) ? best.profile : NULL;
		best = c;
	}
	views_free(&views);
	return best;
}

/* NULL when there is none, or when two know as many. */
static struct profile *find_shipped(
    struct diag *d, const struct profiles *shipped, const struct export_file *file)
{
	const struct profile *rival;
	const struct candidate best = find_best(shipped, file, &rival);
	struct profile *p = NULL;

	if (rival)
		diag_error(d, STATUS_DATA, AT_FILE(file->name),
		    "the profiles %.*s and %.*s both read this; name one with --profile",
		    SLICE_ARG(rival->name), SLICE_ARG(best.profile->name));
	else if (best.profile)
		p = profile_load(d, best.profile->name.p);
	if (p) {
		p->dialect = best.dialect;
		p->adapted = best.adapted;
	}
	return p;
}

/* The usual names. */

static void match_items(struct match *m)
{
	match_names(m);
	m->complete = (match_place(m, "customer") >= 0 || match_place(m, "name") >= 0) &&
		      match_place(m, "invoice") >= 0 && match_place(m, "open_amount") >= 0 &&
		      (match_place(m, "due_date") >= 0 || match_place(m, "invoice_date") >= 0);
}

static void report_incomplete(struct diag *d, const struct export_file *file, const struct match *m)
{
	static const char *const needed[][2] = {{"customer", "name"}, {"invoice", "invoice"},
	    {"open_amount", "open_amount"}, {"due_date", "invoice_date"}};
	struct buf lacks = {0};

	if (m->count == 0 && m->fault) {
		diag_error(d, STATUS_DATA, AT_LINE(file->name, m->fault_line),
		    "%s; and no other row looks like the header of an export of open items",
		    m->fault);
		return;
	}
	if (m->count == 0) {
		diag_error(d, STATUS_DATA, AT_FILE(file->name),
		    "no row looks like the header of an export of open items; a profile says how "
		    "the "
		    "file is read (--profile; --list-profiles shows those there are)");
		return;
	}
	for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
		int a = match_place(m, needed[i][0]), b = match_place(m, needed[i][1]);

		if (a < 0 && b < 0)
			buf_printf(&lacks, "%s%s%s", lacks.length > 0 ? ", " : "", needed[i][0],
			    a == MATCH_TWICE || b == MATCH_TWICE ? " (two columns would do)" : "");
	}
	diag_error(d, STATUS_DATA, AT_LINE(file->name, m->header.line),
	    "no column is known here for: %s; a profile can name it (--profile; --show-profile "
	    "with "
	    "one of --list-profiles prints an example)",
	    buf_string(&lacks));
	buf_free(&lacks);
}

/* A column of words under our own name for it, whatever stands in it. */
static void map_own_words(struct profile *p, const struct match *m)
{
	for (size_t i = 0; i < known_count; i++) {
		const struct field *f = &known_fields[i];

		if (f->type == FIELD_WORD && m->places[i] >= 0 && !profile_find(p, f->name) &&
		    slice_is(m->header.names[m->places[i]], f->name))
			guess_column(p, m, f->name, m->places[i]);
	}
}

static struct profile *make_profile(const struct match *m, struct slice text)
{
	struct profile *p = profile_new(guessed_name);

	p->dialect.delimiter = m->delimiter;
	for (size_t i = 0; i < known_count; i++)
		if (m->places[i] >= 0 && known_fields[i].type != FIELD_WORD)
			guess_column(p, m, known_fields[i].name, m->places[i]);
	if (!profile_find(p, "customer"))
		guess_column(p, m, "customer", match_place(m, "name"));
	guess_rows(p, m, text);
	map_own_words(p, m);
	return p;
}

struct profile *guess_profile(
    struct diag *d, const struct profiles *shipped, const struct export_file *file)
{
	unsigned long before = d->errors;
	struct profile *p = find_shipped(d, shipped, file);
	struct match best = {.fields = known_fields, .nfields = known_count};

	if (p || d->errors > before)
		return p;
	match_find(&best, file->text, match_items);
	p = best.complete ? make_profile(&best, file->text)
			  : guess_relations(d, file, guessed_name);
	if (!p)
		report_incomplete(d, file, &best);
	match_free(&best);
	return p;
}

/* Telling. */

static void tell_columns(struct diag *d, const struct profile *p, struct place at)
{
	struct buf list = {0};

	for (size_t i = 0; i < p->ncolumns; i++) {
		const struct profile_column *c = &p->columns[i];

		buf_printf(&list, "%s%s = %s", i > 0 ? ", " : "", c->to.p,
		    c->nfrom > 0 ? c->from[0].p : c->constant.p);
		for (size_t j = 1; j < c->nfrom; j++)
			buf_printf(&list, " or %s", c->from[j].p);
	}
	diag_note(d, at, "columns: %s", buf_string(&list));
	buf_free(&list);
}

static void tell_dialect(struct buf *b, const struct profile *p, const struct export_file *file)
{
	static const char *const orders[] = {"not told", "ymd", "dmy", "mdy"};
	const struct dialect *t = &p->dialect;

	buf_printf(b, "delimiter %s, encoding %s",
	    t->delimiter == '\t' ? "tab" : (const char[]){'"', t->delimiter, '"', '\0'},
	    encoding_name(file->encoding));
	if (!p->relations)
		buf_printf(b, ", decimal mark %c, dates %s",
		    t->decimal_mark ? t->decimal_mark : '?', orders[t->dates]);
}

static void tell_how_to_keep(struct diag *d, struct place at)
{
	diag_note(d, at,
	    "to keep this: import-ledger --show-profile FILE > NAME.yaml, then --profile "
	    "NAME.yaml");
}

static void tell_shipped(struct diag *d, const struct profile *p, const struct export_file *file)
{
	struct buf how = {0};

	if (!p->adapted) {
		diag_note(d, AT_FILE(file->name),
		    "read by the profile %s; --profile %s says so for good", p->name.p, p->name.p);
		return;
	}
	tell_dialect(&how, p, file);
	diag_note(d, AT_FILE(file->name), "read by the profile %s, but with %s", p->name.p,
	    buf_string(&how));
	tell_how_to_keep(d, AT_FILE(file->name));
	buf_free(&how);
}

static void tell_guessed(struct diag *d, const struct profile *p, const struct export_file *file)
{
	const struct profile_column *name = profile_find(p, "name");
	struct place at = AT_FILE(file->name);
	struct buf how = {0};

	tell_dialect(&how, p, file);
	diag_note(d, at, "guessed: %s%s%s%s", buf_string(&how),
	    p->relations ? ", a list of customers" : "",
	    p->sign == SIGN_BY_KIND ? ", credits without a sign" : "",
	    p->lines ? ", a row a line of an invoice" : "");
	buf_free(&how);
	tell_columns(d, p, at);
	if (name && slice_equal(profile_find(p, "customer")->from[0], name->from[0]))
		diag_note(d, at, "no column is known for a customer's number: the name is the key");
	if (!p->relations && !profile_find(p, "due_date"))
		diag_note(d, at,
		    "no column is known for the due date: it is the invoice date and the "
		    "customer's term");
	tell_how_to_keep(d, at);
}

void guess_tell(struct diag *d, const struct profile *p, const struct export_file *file)
{
	if (strcmp(p->name.p, guessed_name) == 0)
		tell_guessed(d, p, file);
	else
		tell_shipped(d, p, file);
}
