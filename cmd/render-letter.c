/*
 * render-letter: one PDF for each reminder of a proposal. See render-letter(1).
 */
#include "base/diag.h"
#include "base/file.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/opt.h"
#include "base/spool.h"
#include "book/customers.h"
#include "book/history.h"
#include "book/policy.h"
#include "book/proposal.h"
#include "book/rates.h"
#include "letter/batch.h"
#include "letter/press.h"
#include "table/columns.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

enum { OPT_POLICY = OPT_LONG_ONLY, OPT_CUSTOMERS, OPT_HISTORY, OPT_LETTERS, OPT_REJECTS };
enum { HASH_TEXT = 65, MOST_LETTER = 64 * 1024 * 1024 };

static const struct opt options[] = {
    {OPT_LETTERS, "letters", "DIR", "put the letters there, instead of the policy's folder"},
    {OPT_POLICY, "policy", "FILE", "the policy (default: $DUN_POLICY, policy.yaml)"},
    {OPT_CUSTOMERS, "customers", "FILE", "the customers, instead of the policy's"},
    {OPT_HISTORY, "history", "FILE", "the history, instead of the policy's"},
    {OPT_REJECTS, "rejects", "FILE", "put bad rows, and their customers' others, into FILE"},
    {0},
};

struct request {
	const char *policy, *customers, *history, *letters, *rejects;
};

/* A reminder on its way to its letter. */
struct job {
	struct order order;
	const struct event *sent; /* the history has it as reminded; NULL: it has not */
	bool left_out;		  /* it has a fault */
	char *path;
	char hash[HASH_TEXT];
};

struct run {
	struct diag *d;
	const struct request *request;
	struct policy *policy;
	struct customers *customers;
	struct history *history;
	struct rates *rates;
	struct proposal *proposal;
	struct press press;
	struct job *jobs;	  /* one a reminder */
	struct map bad_customers; /* with rejects: those that have a faulty row */
};

/* Opening. */

static bool open_book(struct run *run)
{
	const struct request *r = run->request;
	struct policy *p = run->policy = policy_load(run->d, r->policy);

	if (p == NULL)
		return false;
	run->customers = customers_load(run->d,
	    r->customers ? r->customers : policy_path(p, p->files.customers), p->defaults.decimals);
	run->history =
	    history_load(run->d, r->history ? r->history : policy_path(p, p->files.history));
	if (rates_needed(p))
		run->rates = rates_load(run->d, policy_rates_path(p), p->defaults.decimals);
	return !diag_failed(run->d);
}

static bool open_press(struct run *run)
{
	struct values_run values = {
	    .policy = run->policy,
	    .proposal = run->proposal,
	    .customers = run->customers,
	    .history = run->history,
	    .rates = run->rates,
	};

	return press_open(&run->press, run->d, run->policy, &values, run->request->rejects != NULL);
}

static bool open_proposal(struct run *run, char *const *paths, size_t count)
{
	run->proposal = proposal_read(run->d, paths, count, run->policy->defaults.currency,
	    PROPOSAL_FEES, run->request->rejects);
	if (run->proposal == NULL)
		return false;
	run->jobs = mem_array(run->proposal->nreminders, sizeof *run->jobs);
	return open_press(run);
}

/* Checking. */

static struct row place_of(const struct proposal_row *row)
{
	return (struct row){row->fields, row->file, row->line};
}

static void leave_out(struct run *run, struct job *job)
{
	job->left_out = true;
	*map_at(&run->bad_customers, job->order.of->rows[0]->item.customer) = run;
}

/* The event with which the history has the reminder as sent, unless it was undone since. */
static const struct event *sent_event(const struct run *run, const struct reminder *of)
{
	struct event_list named = history_named(run->history, of->number);
	const struct event *found = NULL;

	for (size_t i = 0; i < named.count; i++) {
		const struct event *e = named.events[i];
		bool whole = e->field[H_INVOICE].n == 0;

		if (e->kind == EVENT_REMINDED)
			found = e;
		else if (e->kind == EVENT_UNDONE && found != NULL &&
			 (whole || slice_equal(e->field[H_INVOICE], found->field[H_INVOICE])))
			found = NULL;
	}
	return found;
}

static void check_all(struct run *run)
{
	const char *folder = run->request->letters
				 ? run->request->letters
				 : policy_path(run->policy, run->policy->files.letters);
	struct buf name = {0};

	for (size_t i = 0; i < run->proposal->nreminders; i++) {
		struct job *job = &run->jobs[i];

		if (!press_check(&run->press, &run->proposal->reminders[i], &job->order)) {
			leave_out(run, job);
			continue;
		}
		buf_truncate(&name, 0);
		buf_printf(&name, "%.*s.pdf", SLICE_ARG(job->order.of->number));
		job->path = path_join(folder, buf_string(&name));
		job->sent = sent_event(run, job->order.of);
	}
	buf_free(&name);
}

/* With rejects: a customer that has a fault in one reminder gets none of the others either. */
static void hold_back(struct run *run)
{
	struct proposal *p = run->proposal;

	if (run->request->rejects == NULL || run->bad_customers.count == 0)
		return;
	for (size_t i = 0; i < p->nreminders; i++)
		if (map_get(&run->bad_customers, p->reminders[i].rows[0]->item.customer))
			run->jobs[i].left_out = true;
	for (size_t i = 0; i < p->count; i++) {
		struct row row = place_of(&p->rows[i]);

		if (map_get(&run->bad_customers, p->rows[i].item.customer))
			table_reject(p->table, &row, "held back: the customer has a faulty row");
	}
}

/* Rendering. */

static void take_hash(struct slice bytes, char text[HASH_TEXT])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char digest[EVP_MAX_MD_SIZE];

	if (!EVP_Digest(bytes.p, bytes.n, digest, NULL, EVP_sha256(), NULL))
		diag_die(STATUS_INTERNAL, "sha256 failed");
	for (size_t i = 0; i < (HASH_TEXT - 1) / 2; i++) {
		text[2 * i] = digits[digest[i] >> 4];
		text[2 * i + 1] = digits[digest[i] & 15];
	}
	text[HASH_TEXT - 1] = '\0';
}

static bool render(struct run *run, struct job *job, struct buf *bytes)
{
	if (!press_render(&run->press, &job->order, bytes))
		return false;
	take_hash(buf_slice(bytes), job->hash);
	return true;
}

/* Whether there is a letter already, and whether it is the same. */
static bool is_there(struct run *run, const struct job *job, struct slice bytes, bool *same)
{
	struct buf old = {0};

	*same = false;
	if (!file_exists(job->path))
		return false;
	if (file_read(run->d, job->path, MOST_LETTER, &old))
		*same = slice_equal(buf_slice(&old), bytes);
	buf_free(&old);
	return true;
}

/* A letter that was sent stays as it is. */
static bool check_sent(struct run *run, const struct job *job, struct slice bytes)
{
	struct slice document = job->sent->field[H_DOCUMENT];
	struct row row = place_of(job->order.of->rows[0]);
	bool known = document.n == 0 || slice_is(document, job->hash);
	bool same, there = is_there(run, job, bytes, &same);

	if (known && (!there || same))
		return true;
	table_fault_at(run->proposal->table, &row, table_find(run->proposal->table, "reminder"),
	    "\"%.*s\" was sent (%s:%lu) and would now be another letter than %s; undo it in the "
	    "history first, or make the proposal anew",
	    SLICE_ARG(job->order.of->number), run->history->path, job->sent->line,
	    known ? job->path : "the one that was sent");
	return false;
}

/* Before anything is written, those that were sent: they must come out as they were. */
static void check_all_sent(struct run *run)
{
	struct buf bytes = {0};

	for (size_t i = 0; i < run->proposal->nreminders; i++) {
		struct job *job = &run->jobs[i];

		if (job->left_out || job->sent == NULL)
			continue;
		if (!render(run, job, &bytes) || !check_sent(run, job, buf_slice(&bytes)))
			leave_out(run, job);
	}
	buf_free(&bytes);
}

static bool make_folder(struct run *run, const struct job *job)
{
	char *folder = path_folder(job->path);
	bool ok = file_make_folder(run->d, folder, 0700);

	free(folder);
	return ok;
}

/* A letter that is there and the same is not written again. */
static bool render_one(struct run *run, struct job *job, struct batch *batch, struct buf *bytes)
{
	bool same;

	if (!render(run, job, bytes))
		return false;
	if (is_there(run, job, buf_slice(bytes), &same) && same)
		return true;
	if (diag_failed(run->d) || (batch->count == 0 && !make_folder(run, job)))
		return false;
	return batch_add(batch, run->d, job->path, buf_slice(bytes));
}

/* Of a long run, on a terminal. */
static void show_progress(const struct run *run, size_t done)
{
	size_t total = run->proposal->nreminders;

	if (run->d->quiet || total < 500 || (done % 100 != 0 && done != total) ||
	    !isatty(STDERR_FILENO))
		return;
	fprintf(stderr, "\r%s: %zu of %zu letters%s", diag_program_name(), done, total,
	    done == total ? "\n" : "");
}

static void render_all(struct run *run)
{
	struct buf bytes = {0};
	struct batch batch = {0};
	bool ok = true;

	for (size_t i = 0; i < run->proposal->nreminders && ok; i++) {
		ok = run->jobs[i].left_out || render_one(run, &run->jobs[i], &batch, &bytes);
		show_progress(run, i + 1);
	}
	if (ok)
		(void)batch_commit(&batch, run->d);
	batch_free(&batch);
	buf_free(&bytes);
}

/* Output. */

static void write_rows(struct run *run, struct spool *out)
{
	static const char *const added[] = {"letter", "document"};
	const struct proposal *p = run->proposal;
	struct columns columns;
	struct map by_number = {0};

	for (size_t i = 0; i < p->nreminders; i++)
		*map_at(&by_number, p->reminders[i].number) = &run->jobs[i];
	columns_plan(&columns, p->table, NULL, 0, added, 2);
	columns_header(&columns, &out->memory);
	for (size_t i = 0; i < p->count; i++) {
		const struct job *job = map_get(&by_number, p->rows[i].reminder);
		const struct slice values[] = {slice_of(job->path), slice_of(job->hash)};

		if (job->left_out)
			continue;
		columns_row(&columns, &out->memory, p->rows[i].fields, values);
		if (!spool_check(run->d, out))
			break;
	}
	columns_free(&columns);
	map_free(&by_number);
}

/* The spool holds the whole output, if nothing failed. */
static void work(struct run *run, char *const *paths, size_t count, struct spool *out)
{
	if (!open_book(run) || !open_proposal(run, paths, count))
		return;
	check_all(run);
	if (!diag_failed(run->d))
		check_all_sent(run);
	hold_back(run);
	if (!diag_failed(run->d))
		render_all(run);
	if (!diag_failed(run->d))
		write_rows(run, out);
}

static bool close_run(struct run *run)
{
	for (size_t i = 0; run->jobs != NULL && i < run->proposal->nreminders; i++)
		free(run->jobs[i].path);
	bool ok = run->proposal == NULL || proposal_close(run->proposal);

	free(run->jobs);
	press_close(&run->press);
	map_free(&run->bad_customers);
	rates_free(run->rates);
	if (run->history != NULL)
		history_free(run->history);
	if (run->customers != NULL)
		customers_free(run->customers);
	if (run->policy != NULL)
		policy_free(run->policy);
	return ok;
}

static void parse_option(struct request *r, int letter, const char *value)
{
	switch (letter) {
	case OPT_LETTERS:
		r->letters = value;
		break;
	case OPT_POLICY:
		r->policy = value;
		break;
	case OPT_CUSTOMERS:
		r->customers = value;
		break;
	case OPT_HISTORY:
		r->history = value;
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
	    .about = "Make the letter of each reminder of a proposal, as a PDF.",
	    .table = options,
	};

	diag_program(argv[0]);
	for (int c; (c = opts_next(&o, &d, argc, argv)) != 0;)
		parse_option(&request, c, o.value);
	work(&run, argv + o.first, (size_t)(argc - o.first), &out);
	if (close_run(&run) && !diag_failed(&d))
		(void)spool_commit(&d, &out);
	spool_free(&out);
	return finish(&d);
}
