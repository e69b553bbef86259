#include "mail/dispatch.h"

#include "base/file.h"
#include "base/mem.h"
#include "mail/onhold.h"
#include "mail/postman.h"
#include "mail/resend.h"
#include "text/locale.h"
#include "value/address.h"

#include <stdlib.h>

#include "base/banned.h"

enum { LOCK_SECONDS = 60 };

/* Opening. */

static bool goes_by(const struct reminder *r, int delivery)
{
	return slice_is(r->rows[0]->delivery, delivery_names[delivery]);
}

static bool open_composer(struct dispatch *s)
{
	struct policy *p = s->book->policy;

	s->composer = (struct composer){.d = s->d,
	    .policy = p,
	    .proposal = s->proposal,
	    .body = {.d = s->d,
		.values = {.policy = p,
		    .proposal = s->proposal,
		    .customers = s->book->customers,
		    .history = s->book->history,
		    .rates = s->book->rates,
		    .locales = locales_new()},
		.templates =
		    templates_open(policy_path(p, p->files.templates), p->defaults.language)},
	    .invoices = s->invoices,
	    .today = s->today};
	s->composing = true;
	return composer_open(&s->composer);
}

static bool open_rows(struct dispatch *s)
{
	if (!open_composer(s))
		return false;
	s->plans = mem_array(s->proposal->nreminders, sizeof(*s->plans));
	for (size_t i = 0; i < s->proposal->nreminders; i++) {
		s->plans[i].of = &s->proposal->reminders[i];
		compose_check(&s->composer, s->plans[i].of);
	}
	return !diag_failed(s->d);
}

/* Letters on paper have an outbox of their own, so that the mails' holds nothing but mails. */
static bool has_post(const struct dispatch *s)
{
	for (size_t i = 0; s->proposal && i < s->proposal->nreminders; i++)
		if (goes_by(s->plans[i].of, DELIVERY_POST))
			return true;
	return file_exists(s->post_path);
}

/* What a tester's run leaves behind is of no use to the next. */
static void empty_outbox(struct outbox *o)
{
	for (size_t i = 0; i < o->count; i++)
		for (size_t n = 0; n < o->groups[i]->count; n++)
			outbox_remove(o, o->groups[i]->parts[n]);
}

static bool open_outboxes(struct dispatch *s)
{
	s->mail_path = s->redirect ? path_join(s->outbox, ".redirect") : mem_string(s->outbox);
	s->post_path = path_join(s->outbox, ".post");
	s->planner.d = s->d;
	s->planner.recall.history = s->book->history;
	/* A tester may look at what is old. */
	s->expiry = (struct expiry){s->today, s->redirect ? -1 : s->book->policy->mail.max_age};
	s->planner.expiry = s->proposal && s->send ? &s->expiry : NULL;
	s->planner.mail = outbox_open(s->d, s->mail_path, LOCK_SECONDS);
	if (s->planner.mail && s->redirect)
		empty_outbox(s->planner.mail);
	else if (s->planner.mail && has_post(s))
		s->planner.post = outbox_open(s->d, s->post_path, LOCK_SECONDS);
	return !diag_failed(s->d);
}

/* Planning. */

/* All rows of the reminder come out like this. */
static void leave_out(struct plan *plan, const char *status, const char *why)
{
	free(plan->fates);
	plan->fates = mem_array(plan->of->count, sizeof(*plan->fates));
	plan->fresh = false;
	for (size_t i = 0; i < plan->of->count; i++) {
		plan->fates[i].status = status;
		plan->fates[i].why = why;
	}
}

/* A tester gets it whatever went out before. */
static void take_anew(struct plan *plan)
{
	plan->fates = mem_array(plan->of->count, sizeof(*plan->fates));
	plan->fresh = true;
}

/* A proposal that lay about is not sent; it failed. */
static void refuse_expired(struct dispatch *s, struct plan *plan)
{
	struct buf why = {0};

	if (expiry_past(&s->expiry, plan->of->rows[0]->as_of, &why))
		leave_out(plan, "failed", arena_string(&s->planner.arena, why.data));
	buf_free(&why);
}

/* Of somebody who was paused or blocked since it was proposed nothing leaves. */
static void heed_hold(struct dispatch *s, struct plan *plan)
{
	const struct proposal_row *held = onhold_of(
	    &s->planner.recall, s->book, plan->of, dispatch_day(s, plan->of->rows[0]->as_of));
	struct buf why = {0};

	if (held == NULL)
		return;
	buf_printf(&why,
	    "invoice \"%.*s\" was put on hold after this was proposed; select again, or take it "
	    "out (compute-fees --renew)",
	    SLICE_ARG(held->item.invoice));
	leave_out(plan, "skipped", arena_string(&s->planner.arena, why.data));
	buf_free(&why);
}

static bool plan_one(struct dispatch *s, struct plan *plan)
{
	bool mail = goes_by(plan->of, DELIVERY_EMAIL);

	if (goes_by(plan->of, DELIVERY_NONE))
		leave_out(plan, "skipped", "delivery is none");
	else if (s->redirect && !mail)
		leave_out(plan, "skipped", "not printed, because of --redirect-to");
	else if (s->redirect)
		take_anew(plan);
	else if (mail && s->book->policy->mail.resend_times > 0 &&
		 !resend_plan(&s->planner, s->book, s->today, plan))
		return false;
	return plan->fates || plan_reminder(&s->planner, plan);
}

static bool plan_all(struct dispatch *s)
{
	for (size_t i = 0; i < s->proposal->nreminders; i++) {
		struct plan *plan = &s->plans[i];
		if (!plan_one(s, plan))
			return false;
		if (s->send && plan->fresh && plan->resend == 0)
			refuse_expired(s, plan);
		if (plan->fresh && plan->resend == 0 && !s->redirect)
			heed_hold(s, plan);
	}
	return true;
}

/* Composing. */

/* One part of a message into the outbox. */
static bool stage_part(
    struct dispatch *s, struct composed *m, struct slice recipient, unsigned part)
{
	struct outbox *o = m->to.length > 0 ? s->planner.mail : s->planner.post;
	struct mail_head head = m->head;
	struct buf text = {0};

	if (recipient.n > 0) {
		head.sender = s->composer.from;
		head.recipient = recipient;
	}
	head.copy = part == 0;
	if (head.copy)
		head.count = 0;
	head_write(&head, &text);
	buf_add_slice(&text, buf_slice(&m->body));
	bool good =
	    outbox_stage(o, s->d, m->base.data, part, m->keys.data, buf_slice(&text)) != NULL;
	buf_free(&text);
	return good;
}

static bool stage(struct dispatch *s, struct composed *m)
{
	struct slice rest = buf_slice(&m->to), address;
	struct slice bcc = slice_of(s->book->policy->mail.bcc);
	unsigned part = 0;

	if (s->redirect)
		return stage_part(s, m, slice_of(s->redirect), 1);
	if (rest.n == 0)
		return stage_part(s, m, rest, 1);
	while (address_next(&rest, &address))
		if (!stage_part(s, m, address, ++part))
			return false;
	return bcc.n == 0 || stage_part(s, m, bcc, 0);
}

/* After a fault the others are still composed, to find theirs, but go nowhere. */
static void compose_all(struct dispatch *s)
{
	for (size_t i = 0; i < s->proposal->nreminders; i++) {
		struct plan *plan = &s->plans[i];
		struct composed m = {0};
		if (!plan->fresh)
			continue;
		if (compose_reminder(&s->composer, plan->of, plan->resend, &m) &&
		    !diag_failed(s->d))
			stage(s, &m);
		composed_free(&m);
	}
	if (s->stopped())
		diag_error(s->d, STATUS_TEMPFAIL, NOWHERE,
		    "stopped by a signal before anything was queued");
}

/* Queue what was composed; after a fault, nothing. */
static bool queue_all(struct dispatch *s)
{
	struct outbox *const boxes[] = {s->planner.mail, s->planner.post};
	bool good = !diag_failed(s->d);

	for (int i = 0; i < 2; i++) {
		if (boxes[i] && good)
			good = outbox_queue(boxes[i], s->d);
		else if (boxes[i])
			outbox_discard(boxes[i]);
	}
	return good;
}

/* The parcels of what was composed now. */
static bool take_parcels(struct dispatch *s)
{
	for (size_t i = 0; i < s->proposal->nreminders; i++) {
		struct plan *plan = &s->plans[i];
		if (!plan->fresh)
			continue;
		struct outbox *o =
		    goes_by(plan->of, DELIVERY_POST) ? s->planner.post : s->planner.mail;
		struct outbox_group *group = plan_group(o, plan->of->number, plan->resend);
		struct parcel *parcel = group ? plan_parcel(&s->planner, o, group) : NULL;
		if (!parcel)
			return false;
		plan_take(plan, parcel);
	}
	return true;
}

static void dispatch_rows(struct dispatch *s)
{
	if (!open_rows(s) || !open_outboxes(s) || !plan_all(s))
		return;
	compose_all(s);
	if (!queue_all(s) || !take_parcels(s))
		return;
	s->rows = (struct rows){.d = s->d, .composer = &s->composer, .redirect = s->redirect};
	rows_open(&s->rows, s->plans, s->proposal->nreminders);
	if (s->send)
		dispatch_send(s);
	else
		dispatch_hold(s);
	if (s->redirect)
		empty_outbox(s->planner.mail);
}

/* What is queued. */

static bool take_open(struct dispatch *s, struct outbox *box)
{
	for (size_t i = 0; box && i < box->count; i++) {
		struct outbox_group *g = box->groups[i];
		if (!outbox_is_open(g, true) && !outbox_is_open(g, false))
			continue;
		struct parcel *parcel = plan_parcel(&s->planner, box, g);
		if (!parcel)
			return false;
		parcel->silent = !outbox_is_open(g, false);
	}
	return true;
}

static void dispatch_queued(struct dispatch *s)
{
	if (!open_outboxes(s) || !take_open(s, s->planner.mail) || !take_open(s, s->planner.post))
		return;
	s->rows = (struct rows){.d = s->d};
	rows_open(&s->rows, NULL, 0);
	dispatch_send(s);
}

void dispatch_run(struct dispatch *s)
{
	if (s->proposal)
		dispatch_rows(s);
	else
		dispatch_queued(s);
}

void dispatch_free(struct dispatch *s)
{
	for (size_t i = 0; s->plans && i < s->proposal->nreminders; i++)
		plan_free(&s->plans[i]);
	free(s->plans);
	rows_free(&s->rows);
	planner_free(&s->planner);
	outbox_close(s->planner.mail);
	outbox_close(s->planner.post);
	free(s->mail_path);
	free(s->post_path);
	if (!s->composing)
		return;
	composer_close(&s->composer);
	templates_close(s->composer.body.templates);
	locales_free(s->composer.body.values.locales);
}
