#include "mail/postman.h"

#include "base/file.h"
#include "base/mem.h"
#include "mail/enclosure.h"
#include "mail/mailhead.h"
#include "value/address.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/banned.h"

/* A group on its round. */
struct task {
	struct outbox_group *group;
	size_t open; /* parts that are not done yet */
};

/* One part on its way. */
struct errand {
	struct task *task;
	struct outbox_part *part;
	struct mail_head head;
	struct arena arena; /* the head's */
	char *path;
};

struct round {
	struct postman *p;
	struct task *tasks;
	size_t count;
	bool copies;		       /* the second round */
	size_t task, part;	       /* the next part to look at */
	unsigned long done, total;     /* for the progress */
	bool broken;		       /* the outbox cannot be written */
	struct outbox_group **settled; /* their rows are to be written after the next sync */
	size_t nsettled;
};

static void add_words(struct buf *b, const struct mail_head *head, const char *words)
{
	if (b->length > 0)
		buf_add_string(b, "; ");
	if (head && head->recipient.n > 0)
		buf_printf(b, "%.*s: ", SLICE_ARG(head->recipient));
	buf_add_string(b, words);
}

static void show_progress(const struct round *r)
{
	if (r->p->d->quiet || r->total < 2 || !isatty(STDERR_FILENO))
		return;
	fprintf(stderr, "\r%s: %lu of %lu%s", diag_program_name(), r->done, r->total,
	    r->done == r->total ? "\n" : "");
}

/* A part is done; with the last one, its group is. */
static void close_errand(struct round *r, struct errand *e)
{
	struct task *t = e->task;

	head_free(&e->head);
	arena_free(&e->arena);
	free(e->path);
	free(e);
	r->done++;
	show_progress(r);
	if (--t->open == 0 && !r->copies)
		r->settled[r->nsettled++] = t->group;
}

static const char *const outcome_names[] = {"sent", "queued", "failed", "unsure"};

/* Move the part by what became of it. A copy's trouble is told, and changes no row. */
static void settle(struct round *r, struct errand *e, enum outcome outcome, const char *words)
{
	struct postman *p = r->p;
	bool good = outbox_log(p->outbox, p->d, e->part, outcome_names[outcome], words);

	if (outcome == OUTCOME_SENT)
		good &= outbox_move(p->outbox, p->d, e->part, BOX_SENT);
	else if (outcome == OUTCOME_FAILED)
		good &= outbox_fail(p->outbox, p->d, e->part, words);
	else if (outcome == OUTCOME_QUEUED && e->part->box != BOX_QUEUED)
		good &= outbox_move(p->outbox, p->d, e->part, BOX_QUEUED);
	r->broken |= !good;
	if (outcome == OUTCOME_SENT)
		return;
	if (e->part->copy)
		diag_warn(
		    p->d, NOWHERE, "%s is %s: %s", e->part->name, outcome_names[outcome], words);
	else
		add_words(&e->task->group->words, &e->head, words);
}

static void done(void *context, const struct handover *h, enum outcome outcome, const char *words)
{
	struct round *r = context;
	struct errand *e = h->context;

	settle(r, e, outcome, words);
	close_errand(r, e);
}

/* A file of the outbox may have been touched by others; an address never becomes two. */
static bool envelope_is_good(const struct mail_head *head, struct buf *why)
{
	const char *fault;

	if (address_check(head->sender, &fault) && address_check(head->recipient, &fault))
		return true;
	buf_printf(why, "an address in X-Dun-Envelope %s", fault);
	return false;
}

/* What keeps a part from being handed over at all. */
static bool is_refused(const struct postman *p, struct errand *e, struct buf *why)
{
	struct slice *event = e->head.count > 0 ? e->head.items[0].event : NULL;

	if (p->command.kind != MAILER_PRINT && !envelope_is_good(&e->head, why))
		return true;
	if (expiry_past(&p->expiry, e->head.day, why))
		return true;
	if (p->command.kind != MAILER_PRINT || !event)
		return false;
	struct slice letter = e->head.items[0].column[mail_column("letter")];
	struct buf path = {0};
	/* A name that begins with a dash would be an option of the command. */
	buf_add_string(&path, letter.n > 0 && letter.p[0] == '-' ? "./" : "");
	buf_add_slice(&path, letter);
	e->path = buf_take(&path);
	return !enclosure_letter(e->path, event[H_DOCUMENT], NULL, why);
}

/* A letter that a person prints is done when it is told. */
static bool is_by_hand(const struct postman *p)
{
	return p->command.kind == MAILER_PRINT && p->command.count == 0;
}

/* The outbox fails us: nothing more is begun. */
static bool give_up(struct round *r, struct errand *e, const char *why)
{
	r->broken = true;
	add_words(&e->task->group->words, &e->head, why);
	return false;
}

enum reading { READ_GOOD, READ_BAD, READ_GONE };

static enum reading read_part(struct round *r, struct errand *e)
{
	struct postman *p = r->p;
	char *path = outbox_path(p->outbox, e->part);
	enum reading result = READ_GONE;

	if (!file_exists(path))
		diag_error(p->d, STATUS_IO, AT_FILE(path),
		    "is not there any more; somebody changed the outbox while mail-out ran");
	else
		result = head_read(p->d, path, &e->arena, &e->head) ? READ_GOOD : READ_BAD;
	if (result == READ_GOOD)
		e->part->recipient =
		    arena_copy(&p->outbox->arena, e->head.recipient.p, e->head.recipient.n);
	free(path);
	return result;
}

static struct handover handover_of(struct postman *p, struct errand *e)
{
	const struct mail_head *head = &e->head;

	if (p->command.kind != MAILER_PRINT)
		e->path = outbox_path(p->outbox, e->part);
	return (struct handover){.path = e->path,
	    .from = (off_t)head->inner,
	    .sender = arena_copy(&e->arena, head->sender.p, head->sender.n),
	    .recipient = p->redirect ? p->redirect
				     : arena_copy(&e->arena, head->recipient.p, head->recipient.n),
	    .context = e};
}

/* Prepare the part: true when it is to be handed over, false when it is done already. */
static bool prepare(struct round *r, struct errand *e, struct handover *h)
{
	struct postman *p = r->p;
	struct buf why = {0};
	enum reading reading = read_part(r, e);

	if (reading == READ_GONE)
		return give_up(r, e, "it was taken out of the outbox");
	if (reading == READ_BAD || is_refused(p, e, &why)) {
		settle(r, e, OUTCOME_FAILED,
		    reading == READ_BAD ? "its headers cannot be read" : why.data);
		buf_free(&why);
		return false;
	}
	if (is_by_hand(p)) {
		settle(r, e, OUTCOME_SENT, "to be printed by hand");
		return false;
	}
	if (!outbox_move(p->outbox, p->d, e->part, BOX_SENDING))
		return give_up(r, e, "the outbox cannot be written");
	*h = handover_of(p, e);
	return true;
}

/* The next part of this round that is queued. */
static struct outbox_part *next_part(struct round *r, struct task **task)
{
	for (; r->task < r->count; r->task++, r->part = 0) {
		*task = &r->tasks[r->task];
		while (r->part < (*task)->group->count) {
			struct outbox_part *part = (*task)->group->parts[r->part++];
			if (part->copy == r->copies && part->box == BOX_QUEUED)
				return part;
		}
	}
	return NULL;
}

static bool next(void *context, struct handover *h)
{
	struct round *r = context;
	struct outbox_part *part;
	struct task *task;

	while (!r->broken && (part = next_part(r, &task)) != NULL) {
		struct errand *e = mem_alloc(sizeof(*e));
		*e = (struct errand){.task = task, .part = part};
		if (prepare(r, e, h))
			return true;
		close_errand(r, e);
	}
	return false;
}

/* First the outbox has it for good, then it is told. */
static bool commit(void *context)
{
	struct round *r = context;

	r->broken |= !outbox_sync(r->p->outbox, r->p->d);
	for (size_t i = 0; i < r->nsettled; i++)
		r->p->settled(r->p->context, r->settled[i]);
	r->nsettled = 0;
	return !r->broken;
}

static bool stopped(void *context)
{
	const struct round *r = context;

	return r->broken || (r->p->stopped && r->p->stopped(r->p->context));
}

static void make_round(struct round *r)
{
	struct postman *p = r->p;
	struct sendmail s = {.command = &p->command,
	    .jobs = p->jobs,
	    .per_minute = p->per_minute,
	    .context = r,
	    .next = next,
	    .done = done,
	    .commit = commit,
	    .stopped = stopped};

	r->task = r->part = 0;
	sendmail_run(&s);
}

/* Copies of what is not sent yet stay; copies of what failed fail. */
static void sort_out_copies(struct round *r)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->count; i++) {
		struct task *t = &r->tasks[i];
		struct outbox_group *g = t->group;
		bool sent = outbox_count(g, false, BOX_SENT) > 0;
		bool open = outbox_is_open(g, false);
		for (size_t n = 0; !sent && !open && n < g->count; n++)
			if (g->parts[n]->copy && g->parts[n]->box == BOX_QUEUED)
				outbox_fail(r->p->outbox, r->p->d, g->parts[n],
				    "the message that it is a copy of failed");
		if (sent && outbox_count(g, true, BOX_QUEUED) > 0)
			r->tasks[kept++] = *t;
	}
	r->count = kept;
}

void postman_send(struct postman *p, struct outbox_group *const *groups, size_t count)
{
	struct round r = {.p = p, .count = count};

	r.tasks = mem_array(count, sizeof(*r.tasks));
	r.settled = mem_array(count, sizeof(struct outbox_group *));
	for (size_t i = 0; i < count; i++) {
		r.tasks[i] = (struct task){
		    .group = groups[i], .open = outbox_count(groups[i], false, BOX_QUEUED)};
		r.total += r.tasks[i].open;
	}
	for (size_t i = 0; i < count; i++)
		if (r.tasks[i].open == 0)
			p->settled(p->context, groups[i]);
	make_round(&r);
	for (size_t i = 0; i < count; i++)
		if (r.tasks[i].open > 0)
			p->settled(p->context, groups[i]);
	sort_out_copies(&r);
	(void)commit(&r);
	r.copies = true;
	if (r.count > 0 && !stopped(&r))
		make_round(&r);
	free(r.tasks);
	free(r.settled);
}
