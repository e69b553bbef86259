/*
 * payment-reference: structured references made where they are missing, and
 * references and account numbers checked. See payment-reference(1).
 */
#include "base/diag.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/opt.h"
#include "base/spool.h"
#include "table/columns.h"
#include "table/csv.h"
#include "table/pack.h"
#include "value/iban.h"
#include "value/reference.h"

#include <stdlib.h>

#include "base/banned.h"

enum { OPT_MAKE = OPT_LONG_ONLY, OPT_CHECK, OPT_CHECK_IBAN, OPT_REJECTS };

static const struct opt options[] = {
    {OPT_MAKE, "make", "SCHEME", "fill empty references from the invoice number: ogm, rf or nl"},
    {OPT_CHECK, "check", NULL, "add reference_ok: whether the reference is valid"},
    {OPT_CHECK_IBAN, "check-iban", "COLUMN", "add iban_ok: whether COLUMN has a valid IBAN"},
    {OPT_REJECTS, "rejects", "FILE", "put bad rows, and their customers' others, into FILE"},
    {0},
};

struct request {
	enum reference_scheme make;
	bool check;
	const char *iban, *rejects; /* iban: its column */
};

/* A row that waits for the end of the input. */
struct kept {
	const struct packed *fields;
	const char *file;
	unsigned long line;
	const char *made; /* its new reference, NULL: none */
	bool faulty;
};

struct run {
	struct diag *d;
	const struct request *request;
	struct table *table;
	int customer, invoice, instalment, side, reference, iban; /* -1: the table lacks it */
	struct columns columns;
	bool keeps; /* rows cannot be written before all of them are known */
	struct arena arena;
	struct kept *rows;
	size_t count, capacity;
	struct slice *fields;	  /* of the kept row at hand */
	struct map references;	  /* as they are made -> struct kept that has it */
	struct map bad_customers; /* with rejects: who has a faulty row */
	size_t items, made, bad_references, bad_ibans;
};

/* Opening. */

/* The columns that are added, by the order of their values. */
static void plan_columns(struct run *run)
{
	const struct request *r = run->request;
	const char *names[3];
	size_t n = 0;

	if (r->make != REFERENCE_NONE)
		names[n++] = "reference";
	if (r->check)
		names[n++] = "reference_ok";
	if (r->iban != NULL)
		names[n++] = "iban_ok";
	columns_plan(&run->columns, run->table, NULL, 0, names, n);
}

static bool find_columns(struct run *run)
{
	const struct request *r = run->request;
	struct table *t = run->table;
	bool ok = true;

	run->customer = table_find(t, "customer");
	run->instalment = table_find(t, "instalment");
	run->side = table_find(t, "side");
	run->reference = table_find(t, "reference");
	run->invoice = run->iban = -1;
	if (r->make != REFERENCE_NONE) {
		run->invoice = table_need(t, "invoice");
		ok = run->invoice >= 0;
	} else if (r->check) {
		ok = table_need_named(t, SLICE_LIT("reference"), "--check") >= 0;
	}
	if (r->iban != NULL) {
		run->iban = table_need_named(t, slice_of(r->iban), "--check-iban");
		ok = ok && run->iban >= 0;
	}
	return ok;
}

/* With rejects, a faulty row holds back all that its customer has. */
static void hold_back(struct run *run, struct slice customer)
{
	if (customer.n > 0)
		*map_at(&run->bad_customers, customer) = run;
}

static void tell_malformed(void *context, const struct row *row)
{
	struct run *run = context;

	if (run->customer >= 0)
		hold_back(run, row->fields[run->customer]);
}

static bool open_table(struct run *run, char *const *paths, size_t count, struct spool *out)
{
	const struct request *r = run->request;

	run->table = table_open(run->d, paths, count, r->rejects);
	if (run->table == NULL || !find_columns(run))
		return false;
	table_tell_malformed(run->table, tell_malformed, run);
	run->keeps = r->make != REFERENCE_NONE || r->rejects != NULL;
	run->fields = mem_array(table_columns(run->table), sizeof *run->fields);
	plan_columns(run);
	columns_header(&run->columns, &out->memory);
	return true;
}

/* Writing. */

/* With -v: why a cell is not valid. An empty one explains itself. */
static void tell_why(struct run *run, const struct row *row, int column, const char *why)
{
	struct place at = AT_LINE(row->file, row->line);

	if (!run->d->verbose || column < 0 || row->fields[column].n == 0)
		return;
	at.column = table_column_name(run->table, (size_t)column).p;
	diag_note(run->d, at, "\"%.*s\" %s", SLICE_ARG(row->fields[column]), why);
}

static struct slice check_reference(struct run *run, const struct row *row, struct slice reference)
{
	char canonical[REFERENCE_TEXT];
	const char *why;

	if (reference_check(reference, canonical, &why) != REFERENCE_NONE)
		return SLICE_LIT("yes");
	run->bad_references++;
	tell_why(run, row, run->reference, why);
	return SLICE_LIT("no");
}

static struct slice check_iban(struct run *run, const struct row *row)
{
	char electronic[IBAN_TEXT];
	const char *why;

	if (iban_check(row->fields[run->iban], electronic, &why))
		return SLICE_LIT("yes");
	run->bad_ibans++;
	tell_why(run, row, run->iban, why);
	return SLICE_LIT("no");
}

static struct slice cell(const struct slice *fields, int column)
{
	return column >= 0 ? fields[column] : (struct slice){"", 0};
}

/* False when the output cannot be kept. */
static bool write_row(struct run *run, const struct row *row, const char *made, struct spool *out)
{
	const struct request *r = run->request;
	struct slice reference = made != NULL ? slice_of(made) : cell(row->fields, run->reference);
	struct slice values[3];
	size_t n = 0;

	if (r->make != REFERENCE_NONE)
		values[n++] = reference;
	if (r->check)
		values[n++] = check_reference(run, row, reference);
	if (r->iban != NULL)
		values[n++] = check_iban(run, row);
	columns_row(&run->columns, &out->memory, row->fields, values);
	return spool_check(run->d, out);
}

/* Rows that wait for the end of the input. */

static void keep_row(struct run *run, const struct row *row)
{
	run->rows = mem_grow(run->rows, run->count, &run->capacity, sizeof *run->rows);
	run->rows[run->count++] = (struct kept){
	    .fields = row_pack(&run->arena, row->fields, table_columns(run->table)),
	    .file = row->file,
	    .line = row->line,
	};
}

static struct slice kept_cell(const struct run *run, const struct kept *k, int column)
{
	return column >= 0 ? row_field(k->fields, table_columns(run->table), (size_t)column)
			   : (struct slice){"", 0};
}

/* Until the next kept row is asked for. */
static struct row row_of(struct run *run, const struct kept *k)
{
	row_unpack(k->fields, table_columns(run->table), run->fields);
	return (struct row){run->fields, k->file, k->line};
}

/* The references that are there already, also those of rows further down. */
static void note_references(struct run *run)
{
	char canonical[REFERENCE_TEXT];
	const char *why;

	for (size_t i = 0; i < run->count; i++) {
		struct kept *k = &run->rows[i];
		void **place;

		if (reference_check(kept_cell(run, k, run->reference), canonical, &why) ==
		    REFERENCE_NONE)
			continue;
		place = map_at(&run->references, slice_of(canonical));
		if (*place == NULL)
			*place = k;
	}
}

/* The supplier gives the reference of an item that we have to pay. */
static bool lacks_reference(const struct run *run, const struct kept *k)
{
	return slice_trim(kept_cell(run, k, run->reference)).n == 0 &&
	       !slice_is(kept_cell(run, k, run->side), "payable");
}

/* Instalments of one invoice may share its reference: it still leads to the invoice. */
static bool are_instalments(const struct run *run, const struct kept *a, const struct kept *b)
{
	return slice_equal(kept_cell(run, a, run->customer), kept_cell(run, b, run->customer)) &&
	       slice_equal(kept_cell(run, a, run->invoice), kept_cell(run, b, run->invoice)) &&
	       !slice_equal(kept_cell(run, a, run->instalment), kept_cell(run, b, run->instalment));
}

__attribute__((format(printf, 3, 4))) static void refuse(
    struct run *run, struct kept *k, const char *fmt, ...)
{
	struct row row = row_of(run, k);
	struct buf why = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&why, fmt, ap);
	va_end(ap);
	table_fault_at(run->table, &row, run->invoice, "\"%.*s\" %s",
	    SLICE_ARG(row.fields[run->invoice]), buf_string(&why));
	buf_free(&why);
	k->faulty = true;
	hold_back(run, cell(row.fields, run->customer));
}

static void make_reference(struct run *run, struct kept *k)
{
	char made[REFERENCE_TEXT];
	const char *why;
	const struct kept *other;
	void **place;

	if (!reference_make(run->request->make, kept_cell(run, k, run->invoice), made, &why)) {
		refuse(run, k, "%s", why);
		return;
	}
	place = map_at(&run->references, slice_of(made));
	other = *place;
	if (other != NULL && !are_instalments(run, other, k)) {
		refuse(run, k, "would get the reference %s, which %s:%lu (invoice \"%.*s\") has",
		    made, other->file, other->line, SLICE_ARG(kept_cell(run, other, run->invoice)));
		return;
	}
	if (other == NULL)
		*place = k;
	k->made = arena_string(&run->arena, made);
	run->made++;
}

static void make_references(struct run *run)
{
	note_references(run);
	for (size_t i = 0; i < run->count; i++)
		if (lacks_reference(run, &run->rows[i]))
			make_reference(run, &run->rows[i]);
}

static void write_kept(struct run *run, struct spool *out)
{
	for (size_t i = 0; i < run->count; i++) {
		const struct kept *k = &run->rows[i];
		struct row row = row_of(run, k);

		if (k->faulty)
			continue;
		if (map_get(&run->bad_customers, cell(row.fields, run->customer)) != NULL)
			table_reject(run->table, &row, "held back: the customer has a faulty row");
		else if (!write_row(run, &row, k->made, out))
			return;
	}
}

/* The whole. */

static void summarize(const struct run *run)
{
	const struct request *r = run->request;
	struct buf b = {0};

	if (r->make != REFERENCE_NONE)
		buf_printf(&b, ", %zu references made", run->made);
	if (r->check)
		buf_printf(&b, ", %zu references not valid", run->bad_references);
	if (r->iban != NULL)
		buf_printf(&b, ", %zu IBANs not valid", run->bad_ibans);
	if (run->d->verbose)
		diag_note(run->d, NOWHERE, "%zu items%s", run->items, buf_string(&b));
	buf_free(&b);
}

/* The spool holds the whole output, if nothing failed. */
static void work(struct run *run, char *const *paths, size_t count, struct spool *out)
{
	struct row row;

	if (!open_table(run, paths, count, out))
		return;
	for (; table_next(run->table, &row); run->items++) {
		if (run->keeps)
			keep_row(run, &row);
		else if (!write_row(run, &row, NULL, out))
			return;
	}
	if (run->request->make != REFERENCE_NONE)
		make_references(run);
	if (diag_failed(run->d))
		return;
	write_kept(run, out);
	summarize(run);
}

static bool close_run(struct run *run)
{
	bool ok = run->table == NULL || table_close(run->table);

	columns_free(&run->columns);
	map_free(&run->references);
	map_free(&run->bad_customers);
	arena_free(&run->arena);
	free(run->rows);
	free(run->fields);
	return ok;
}

static void parse_option(struct request *r, int letter, const char *value)
{
	switch (letter) {
	case OPT_MAKE:
		r->make = reference_named(slice_of(value));
		if (r->make == REFERENCE_NONE)
			usage_error("option --make: \"%s\" is not ogm, rf or nl", value);
		break;
	case OPT_CHECK:
		r->check = true;
		break;
	case OPT_CHECK_IBAN:
		if (r->iban != NULL)
			usage_error("--check-iban can be given only once: there is one iban_ok");
		r->iban = value;
		break;
	case OPT_REJECTS:
		r->rejects = value;
		break;
	}
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct request request = {0};
	struct run run = {.d = &d, .request = &request};
	struct spool out = {0};
	struct opts o = {
	    .usage = "[FILE ...]",
	    .about = "Make and check structured payment references, and check IBANs.",
	    .table = options,
	};

	diag_program(argv[0]);
	for (int c; (c = opts_next(&o, &d, argc, argv)) != 0;)
		parse_option(&request, c, o.value);
	if (request.make == REFERENCE_NONE && !request.check && request.iban == NULL)
		usage_error("nothing to do: give --make, --check or --check-iban");
	work(&run, argv + o.first, (size_t)(argc - o.first), &out);
	if (close_run(&run) && !diag_failed(&d))
		(void)spool_commit(&d, &out);
	spool_free(&out);
	return finish(&d);
}
