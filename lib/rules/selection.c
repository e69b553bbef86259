#include "rules/selection.h"

#include "base/begins.h"
#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* So many bytes of rows stay in memory; so many bins there are, unless there are few customers. */
enum { ROWS_MOST = 12 << 20, VERDICTS_MOST = 4 << 20, BINS_MOST = 256, BIN_CUSTOMERS = 32 };

/* Bins. */

static int compare_begins(const void *a, const void *b)
{
	const struct bin_begin *x = a, *y = b;

	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return slice_compare(x->key, y->key);
}

static struct bin_begin begin_at(struct slice key)
{
	return (struct bin_begin){begin_of(key), key};
}

/* Some customers from all over the file tell where the bins begin. */
static void open_bins(struct selection *s)
{
	const struct customers *c = s->debtors.customers;
	const size_t wanted = c->count / BIN_CUSTOMERS + 1;
	const size_t each = BIN_CUSTOMERS / 4;
	size_t count = 0;

	s->nbins = wanted < BINS_MOST ? wanted : BINS_MOST;
	s->bins = bins_new(s->nbins, ROWS_MOST);
	s->verdicts = bins_new(s->nbins, VERDICTS_MOST);
	s->first_letter = mem_array(s->nbins, sizeof *s->first_letter);
	s->begins = mem_array(s->nbins * each, sizeof *s->begins);
	for (; count < s->nbins * each && count < c->count; count++)
		s->begins[count] = begin_at(customers_key(c, count * c->count / (s->nbins * each)));
	if (count > 0)
		qsort(s->begins, count, sizeof *s->begins, compare_begins);
	for (size_t i = 0; i < s->nbins; i++)
		s->begins[i] =
		    count > 0 ? s->begins[i * count / s->nbins] : begin_at((struct slice){0});
}

/* The last one that begins with the key or before it; the first one has all before it, too. */
static size_t bin_of(const struct selection *s, struct slice key)
{
	const uint64_t number = begin_of(key);
	size_t from = 0;

	/* Without a branch, which no processor could foretell; but for keys that begin alike. */
	for (size_t count = s->nbins; count > 1; count -= count / 2) {
		const struct bin_begin *begin = &s->begins[from + count / 2];

		from += count / 2 *
			((begin->number < number) |
			    (begin->number == number && slice_compare(begin->key, key) <= 0));
	}
	return from;
}

/* Rows come in. */

void selection_start(struct selection *s)
{
	const struct policy *p = s->debtors.policy;

	for (size_t i = 0; i < p->nterms; i++) {
		s->early_matters = s->early_matters || !account_waits_for_due(&p->terms[i]);
		s->has_limits = s->has_limits || p->terms[i].credit_limit != LIMIT_IGNORE;
	}
	open_bins(s);
}

money selection_share(const struct selection *s, const struct item *item)
{
	return s->has_limits && !item->payable &&
		       memcmp(item->currency, s->debtors.policy->defaults.currency, 4) == 0
		   ? item->open_amount
		   : 0;
}

bool selection_may_pass(const struct selection *s, const struct item *item, date due)
{
	if (s->keep_all)
		return false;
	return item->open_amount == 0 ||
	       (!s->early_matters && due > s->as_of && item->open_amount > 0 &&
		   item->kind != KIND_CREDIT && item->kind != KIND_PAYMENT);
}

void selection_pass(struct selection *s, struct debtor *debtor, money share)
{
	if (share != 0)
		debtors_part(&s->debtors, debtor)->open_total += share;
}

static struct account *account_of(
    struct selection *s, struct debtor *debtor, const struct terms *terms, const char currency[4])
{
	struct account *a = &debtors_part(&s->debtors, debtor)->first;

	while (a->terms != NULL && (a->terms != terms || memcmp(a->currency, currency, 4) != 0)) {
		if (a->next == NULL)
			a->next = arena_alloc(&s->arena, sizeof *a);
		a = a->next;
	}
	if (a->terms == NULL) {
		a->terms = terms;
		memcpy(a->currency, currency, 4);
	}
	return a;
}

static struct kept_cell cell_of(const struct kept *k, int column)
{
	const char *from = k->fields;
	struct slice field = {0};

	for (int i = 0; i <= column; i++)
		from = fields_unpack(from, &field, 1);
	return column < 0 ? (struct kept_cell){0}
			  : (struct kept_cell){(uint32_t)(field.p - k->fields), (uint32_t)field.n};
}

/* A record of this size, whole words, of which all bytes are known: it may go into a file. */
static struct kept *add_record(struct buf *rows, size_t size)
{
	struct kept *k;

	buf_reserve(rows, size);
	k = (struct kept *)(void *)(rows->data + rows->length);
	memset(k, 0, sizeof *k);
	memset((char *)k + size - _Alignof(struct kept), 0, _Alignof(struct kept));
	rows->length += size;
	return k;
}

/* Returns its size. */
static size_t fold_row(const struct selection *s, struct debtor *debtor, const struct facts *f,
    const struct decision *d, const struct slice *fields, int times, struct buf *rows)
{
	const struct slice extras[KEPT_EXTRAS] = {
	    [KEPT_LAST_LEVEL] = f->state->level_id, [KEPT_STATUS] = f->state->status};
	const size_t align = _Alignof(struct kept);
	size_t size = sizeof(struct kept) + fields_packed(fields, s->ncolumns) +
		      fields_packed(extras, KEPT_EXTRAS);
	struct kept *k;

	size = (size + align - 1) / align * align;
	k = add_record(rows, size);
	*k = (struct kept){
	    .debtor = debtor,
	    .due_date = f->due_date,
	    .open = f->item->open_amount,
	    .decision = *d,
	    .asked_for = f->picked == PICKED_ITEM && d->reason == REASON_PICKED,
	    .hold = (unsigned char)(f->item->blocked ? HOLD_BLOCKED : f->state->hold),
	    .last_reminded = f->state->last_reminded,
	    .last_n = f->state->n,
	    .has_events = f->state->has_events,
	    .n = times,
	    .section = SECTIONS,
	    .size = (uint32_t)size,
	};
	(void)fields_pack(fields_pack(k->fields, fields, s->ncolumns), extras, KEPT_EXTRAS);
	k->invoice = cell_of(k, s->invoice_column);
	k->instalment = cell_of(k, s->instalment_column);
	return size;
}

struct weighed selection_weigh(const struct selection *s, struct debtor *debtor,
    const struct facts *f, const struct decision *d, const struct slice *fields,
    const struct debtor_room *room, struct buf *rows)
{
	const struct item *item = f->item;
	struct weighed w = {
	    .debtor = debtor,
	    .terms = f->terms,
	    .decision = *d,
	    .open = item->open_amount,
	    .share = selection_share(s, item),
	    .at = rows->length,
	};

	memcpy(w.currency, item->currency, sizeof w.currency);
	if (!s->keep_all && !account_keeps(f->terms, d, f->due_date < f->as_of))
		return w;
	w.bin = bin_of(s, item->customer);
	w.size = fold_row(s, debtor, f, d, fields, debtors_times(room, f, d->level), rows);
	return w;
}

void selection_add(struct selection *s, const struct weighed *w, const struct buf *rows,
    const char *file, unsigned long line)
{
	struct account *account = account_of(s, w->debtor, w->terms, w->currency);
	struct kept *k;

	balance_add(&account->balance, &w->decision, w->open);
	w->debtor->part->open_total += w->share;
	if (w->size == 0) {
		s->reasons[w->decision.reason]++;
		return;
	}
	k = bins_add(s->bins, w->bin, w->size);
	memcpy(k, rows->data + w->at, w->size);
	k->account = account;
	k->file = file;
	k->line = line;
}

/* Rows are read back. */

void kept_unpack(const struct kept *k, struct slice *fields, size_t ncolumns)
{
	(void)fields_unpack(k->fields, fields, ncolumns + KEPT_EXTRAS);
}

struct slice kept_extra(const struct kept *k, size_t ncolumns, enum kept_extra extra)
{
	const struct kept_cell cell = cell_of(k, (int)ncolumns + (int)extra);

	return kept_cell(k, cell);
}

struct slice kept_cell(const struct kept *k, struct kept_cell cell)
{
	return (struct slice){k->fields + cell.at, cell.n};
}

/* Rows whose customers' keys begin alike; most often they are one customer's. */
struct sorting {
	const struct debtors *debtors;
	const struct kept *row;
};

static int compare_rows(const void *a, const void *b)
{
	const struct sorting *x = a, *y = b;
	int order;

	if (x->row->debtor != y->row->debtor)
		return slice_compare(debtors_key(x->debtors, x->row->debtor),
		    debtors_key(y->debtors, y->row->debtor));
	if (x->row->due_date != y->row->due_date)
		return x->row->due_date < y->row->due_date ? -1 : 1;
	order =
	    slice_compare(kept_cell(x->row, x->row->invoice), kept_cell(y->row, y->row->invoice));
	return order != 0 ? order
			  : slice_compare(kept_cell(x->row, x->row->instalment),
				kept_cell(y->row, y->row->instalment));
}

/* By the begin of the customer's key, and then those that have it in common, for which there is
 * room in `run`. */
static void sort_rows(const struct selection *s, struct kept_rows *rows)
{
	const size_t count = rows->count;
	struct begin *all = mem_array(2 * count, sizeof *all);
	struct sorting *run = mem_array(count, sizeof *run);

	for (size_t i = 0; i < count; i++)
		all[i] = (struct begin){
		    begin_of(debtors_key(&s->debtors, rows->all[i]->debtor)), rows->all[i]};
	begins_sort(all, count, all + count);
	for (size_t from = 0, end; from < count; from = end) {
		end = begins_end(all, count, from);
		for (size_t i = from; i < end; i++)
			run[i - from] = (struct sorting){&s->debtors, all[i].what};
		if (end - from > 1)
			qsort(run, end - from, sizeof *run, compare_rows);
		for (size_t i = from; i < end; i++)
			rows->all[i] = run[i - from].row;
	}
	free(run);
	free(all);
}

static struct kept *add_row(struct kept_rows *rows, size_t at)
{
	struct kept *k = (struct kept *)(void *)(rows->bytes.data + at);

	rows->all = mem_grow(rows->all, rows->count, &rows->capacity, sizeof(struct kept *));
	rows->all[rows->count++] = k;
	return k;
}

static void read_verdicts(const struct selection *s, size_t bin, struct kept_rows *out)
{
	const struct verdict *v;
	size_t count;

	bins_read(s->verdicts, bin, &out->verdicts);
	v = (const struct verdict *)(const void *)out->verdicts.data;
	count = out->bytes.length > 0 ? out->verdicts.length / sizeof *v : 0;
	for (size_t i = 0; i < count; i++, v++) {
		struct kept *k = add_row(out, v->at * _Alignof(struct kept));

		k->decision.reason = (enum reason)v->reason;
		k->decision.level = v->level;
		k->n = v->n;
		k->letter = v->letter;
		k->section = (unsigned char)v->section;
	}
}

void selection_read(const struct selection *s, size_t bin, struct kept_rows *out)
{
	bins_read(s->bins, bin, &out->bytes);
	out->count = 0;
	if (s->decided) {
		read_verdicts(s, bin, out);
		return;
	}
	for (size_t at = 0; at < out->bytes.length;)
		at += add_row(out, at)->size;
	sort_rows(s, out);
}

struct verdict selection_verdict(const struct kept_rows *rows, const struct kept *k)
{
	return (struct verdict){
	    .at = (uint32_t)((size_t)((const char *)k - rows->bytes.data) / _Alignof(struct kept)),
	    .letter = k->letter,
	    .n = k->n,
	    .level = k->decision.level,
	    .reason = (uint16_t)k->decision.reason,
	    .section = k->section,
	};
}

bool selection_check(const struct selection *s, struct diag *d)
{
	return bins_check(s->bins, d) && bins_check(s->verdicts, d);
}

void kept_rows_free(struct kept_rows *rows)
{
	free(rows->all);
	buf_free(&rows->bytes);
	buf_free(&rows->verdicts);
	*rows = (struct kept_rows){0};
}

const struct letter *selection_letter(const struct selection *s, size_t bin, const struct kept *k)
{
	return k->letter > 0 ? &s->letters[s->first_letter[bin] + k->letter - 1] : NULL;
}

void selection_walk(const struct selection *s, selection_visit *visit, void *context)
{
	struct kept_rows rows = {0};

	for (size_t bin = 0; bin < s->nbins; bin++) {
		selection_read(s, bin, &rows);
		for (size_t i = 0; i < rows.count; i++)
			visit(context, rows.all[i]);
	}
	kept_rows_free(&rows);
}

void selection_free(struct selection *s)
{
	debtors_free(&s->debtors);
	numbers_free(&s->numbers);
	bins_free(s->bins);
	bins_free(s->verdicts);
	free(s->begins);
	free(s->first_letter);
	free(s->letters);
	arena_free(&s->arena);
	*s = (struct selection){0};
}
