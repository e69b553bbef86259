#include "letter/letters.h"

#include "base/file.h"
#include "base/mem.h"
#include "letter/merged.h"
#include "letter/workers.h"
#include "rules/state.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

enum { MOST_LETTER = 64 * 1024 * 1024 };

/* --- opening --- */

static bool open_press(struct letters *l)
{
	const struct book *b = l->book;
	const struct values_run values = {
	    .policy = b->policy,
	    .proposal = l->proposal,
	    .customers = b->customers,
	    .history = b->history,
	    .rates = b->rates,
	};

	return press_open(&l->press, l->d, b->policy, &values, l->wish.rejects);
}

/* The event with which the history has the letter as sent; NULL where all of them were undone. */
static const struct event *sent_event(const struct letters *l, const struct reminder *of)
{
	const struct event_list named = history_named(l->book->history, of->number);

	for (size_t i = named.count; i-- > 0;) {
		const struct event *e = named.events[i];

		if ((e->kind == EVENT_REMINDED || e->kind == EVENT_STATEMENT) &&
		    !state_undone(named, e, DATE_MOST))
			return e;
	}
	return NULL;
}

static void open_pieces(struct letters *l)
{
	struct buf name = {0};

	l->pieces = mem_array(l->proposal->nreminders, sizeof(*l->pieces));
	for (size_t i = 0; i < l->proposal->nreminders; i++) {
		const struct reminder *of = &l->proposal->reminders[i];

		buf_truncate(&name, 0);
		buf_printf(&name, "%.*s.pdf", SLICE_ARG(of->number));
		l->pieces[i].name = mem_string(buf_string(&name));
		l->pieces[i].path = path_join(l->wish.folder, buf_string(&name));
		l->pieces[i].sent = sent_event(l, of);
	}
	buf_free(&name);
}

/* --- one letter --- */

/* Whether the letter that is there, if any, is this one. */
static bool is_there(
    struct letters *l, const struct letters_piece *piece, struct slice bytes, bool *same)
{
	struct buf old = {0};

	*same = false;
	if (!file_exists(piece->path))
		return false;
	if (file_read(l->d, piece->path, MOST_LETTER, &old))
		*same = slice_equal(buf_slice(&old), bytes);
	buf_free(&old);
	return true;
}

/* A letter that was sent stays as it is. */
static bool check_sent(struct letters *l, const struct reminder *of,
    const struct letters_piece *piece, bool there, bool same)
{
	const struct slice document = piece->sent->field[H_DOCUMENT];
	const struct row place = proposal_place(of->rows[0]);
	const bool known = document.n == 0 || slice_is(document, piece->hash);

	if (known && (!there || same))
		return true;
	table_fault_at(l->proposal->table, &place, table_find(l->proposal->table, "reminder"),
	    "\"%.*s\" was sent (%s:%lu) and would now be another letter than %s; undo it in the "
	    "history first, or make the proposal anew",
	    SLICE_ARG(of->number), l->book->history->path, piece->sent->line,
	    known ? piece->path : "the one that was sent");
	return false;
}

/* Write it beside its place, if it is not there as it is; after an error nothing more. */
static bool keep(
    struct letters *l, const struct reminder *of, struct letters_piece *piece, struct slice bytes)
{
	bool same;
	const bool there = is_there(l, piece, bytes, &same);

	sha256_text(&bytes, 1, piece->hash);
	if (piece->sent != NULL && !check_sent(l, of, piece, there, same))
		return false;
	piece->changed = !same;
	if (same || diag_failed(l->d))
		return !diag_failed(l->d);
	return staging_write(&l->staging, l->d, piece->name, bytes);
}

static bool make_one(struct letters *l, size_t index)
{
	const struct reminder *of = &l->proposal->reminders[index];
	struct letters_piece *piece = &l->pieces[index];
	struct order order;
	struct buf bytes = {0};

	piece->made = press_compose(&l->press, of, &order) &&
		      press_write(&l->press, &order, &bytes) &&
		      keep(l, of, piece, buf_slice(&bytes));
	press_discard(&order);
	buf_free(&bytes);
	return piece->made;
}

/* --- all letters --- */

/* Of a long run, on a terminal. */
static void show_progress(struct letters *l)
{
	const size_t total = l->proposal->nreminders;

	l->done++;
	if (l->d->quiet || total < 500 || (l->done % 100 != 0 && l->done != total) ||
	    !isatty(STDERR_FILENO))
		return;
	fprintf(stderr, "\r%s: %zu of %zu letters%s", diag_program_name(), l->done, total,
	    l->done == total ? "\n" : "");
}

static void be_silent(void *context)
{
	struct letters *l = context;

	l->d->quiet = true;
	l->d->printed = UINT_MAX / 2;
	l->silent = *l->d;
}

static bool make_in_worker(void *context, size_t index, struct buf *answer)
{
	struct letters *l = context;
	const struct letters_piece *piece = &l->pieces[index];

	*l->d = l->silent;
	if (!make_one(l, index))
		return false;
	buf_add_char(answer, piece->changed ? 1 : 0);
	buf_add_string(answer, piece->hash);
	return true;
}

static void take_answer(void *context, size_t index, struct slice answer)
{
	struct letters *l = context;
	struct letters_piece *piece = &l->pieces[index];

	piece->changed = answer.p[0] != 0;
	memcpy(piece->hash, answer.p + 1, SHA256_TEXT - 1);
	piece->made = true;
	show_progress(l);
}

static void make_all(struct letters *l)
{
	const size_t count = l->proposal->nreminders;

	if (l->wish.jobs > 1 && count > 1)
		workers_run(l->wish.jobs, count, be_silent, make_in_worker, take_answer, l);
	for (size_t i = 0; i < count; i++) {
		if (l->pieces[i].made)
			continue;
		if (!make_one(l, i)) {
			l->pieces[i].left_out = true;
			*map_at(&l->bad_customers,
			    l->proposal->reminders[i].rows[0]->item.customer) = l;
		}
		show_progress(l);
	}
}

/* With rejects: a customer that has a fault in one reminder gets none of the others either. */
static void hold_back(struct letters *l)
{
	struct proposal *p = l->proposal;

	if (!l->wish.rejects || l->bad_customers.count == 0)
		return;
	for (size_t i = 0; i < p->nreminders; i++)
		if (map_get(&l->bad_customers, p->reminders[i].rows[0]->item.customer) != NULL)
			l->pieces[i].left_out = true;
	for (size_t i = 0; i < p->count; i++) {
		const struct row row = proposal_place(&p->rows[i]);

		if (map_get(&l->bad_customers, p->rows[i].item.customer) != NULL)
			table_hold_back(p->table, &row);
	}
}

/* --- as one PDF --- */

static bool is_merged(const struct letters *l, size_t index)
{
	const struct reminder *of = &l->proposal->reminders[index];
	const bool post = delivery_named(of->rows[0]->delivery) == DELIVERY_POST;

	return !l->pieces[index].left_out && (post || l->wish.merge_all);
}

/* Empty where there is nothing to be merged. */
static bool merge(struct letters *l, struct buf *out)
{
	const struct proposal *p = l->proposal;
	const struct reminder **chosen = mem_array(p->nreminders, sizeof(*chosen));
	size_t count = 0;
	bool good = true;

	for (size_t i = 0; i < p->nreminders; i++)
		if (is_merged(l, i))
			chosen[count++] = &p->reminders[i];
	merged_order(&l->press, chosen, count);
	if (count > 0)
		good = merged_make(&l->press, chosen, count, l->wish.duplex, out);
	free(chosen);
	return good;
}

/* Yesterday's letters must not be printed again where today has none. */
static void put_merged(struct letters *l, struct slice bytes)
{
	const char *path = l->wish.merge;

	if (bytes.n > 0) {
		(void)file_rewrite(l->d, path, bytes, 0600);
		return;
	}
	diag_note(l->d, AT_FILE(path), "no letter %s: the file is not made",
	    l->wish.merge_all ? "is to be made" : "goes by post");
	(void)file_take_away(l->d, path);
}

/* --- the run --- */

static void put_in_place(struct letters *l)
{
	struct buf merged = {0};

	for (size_t i = 0; i < l->proposal->nreminders; i++)
		if (l->pieces[i].changed && !l->pieces[i].left_out)
			staging_add(&l->staging, l->pieces[i].name);
	if ((l->wish.merge == NULL || merge(l, &merged)) && staging_commit(&l->staging, l->d) &&
	    l->wish.merge != NULL)
		put_merged(l, buf_slice(&merged));
	buf_free(&merged);
}

void letters_make(struct letters *l)
{
	if (!open_press(l))
		return;
	open_pieces(l);
	if (l->proposal->nreminders > 0 && !staging_open(&l->staging, l->d, l->wish.folder))
		return;
	make_all(l);
	hold_back(l);
	if (!diag_failed(l->d))
		put_in_place(l);
}

void letters_close(struct letters *l)
{
	for (size_t i = 0; l->pieces != NULL && i < l->proposal->nreminders; i++) {
		free(l->pieces[i].name);
		free(l->pieces[i].path);
	}
	free(l->pieces);
	staging_close(&l->staging);
	press_close(&l->press);
	map_free(&l->bad_customers);
}
