/* Handing over, and telling what became of it. See mail/dispatch.h. */
#include "mail/dispatch.h"

#include "base/mem.h"
#include "mail/delivery.h"
#include "mail/onhold.h"
#include "mail/postman.h"

#include <stdlib.h>

#include "base/banned.h"

/* Telling. */

static struct place place_of(const struct plan *plan)
{
	return AT_LINE(plan->of->rows[0]->file, plan->of->rows[0]->line);
}

/* What a person has to look at. */
static void warn_of_parcel(struct dispatch *s, struct parcel *parcel)
{
	enum box state = parcel_state(parcel->group);
	struct place at = parcel->nwaiting > 0 ? place_of(parcel->waiting[0]) : NOWHERE;
	struct delivery how = {0};

	delivery_of_parcel(s->d, parcel, &how);
	if (state == BOX_SENDING || state == BOX_FAILED || how.error.length > 0)
		diag_warn(s->d, at, "reminder \"%.*s\" is %s: %s", SLICE_ARG(parcel->head.reminder),
		    how.status, buf_string(&how.error));
	delivery_free(&how);
}

/* Rows that should have gone out and do not. */
static void warn_of_rows(struct dispatch *s, const struct plan *plan)
{
	bool none = slice_is(plan->of->rows[0]->delivery, delivery_names[DELIVERY_NONE]);

	for (size_t i = 0; !none && !s->redirect && i < plan->of->count; i++) {
		const struct fate *f = &plan->fates[i];
		const struct proposal_row *row = plan->of->rows[i];
		if (row->section != SECTION_OVERDUE || !f->why || !*f->why)
			continue;
		diag_warn(s->d, AT_LINE(row->file, row->line), "invoice \"%.*s\" is %s: %s",
		    SLICE_ARG(row->item.invoice), f->parcel ? "not reminded" : f->status, f->why);
	}
}

static void write_plan(struct dispatch *s, const struct plan *plan)
{
	warn_of_rows(s, plan);
	rows_write(&s->rows, plan);
}

/* Messages of other reminders that are in doubt are told of too, and copies. */
static void warn_of_unsure(struct dispatch *s, const struct outbox *box)
{
	for (size_t i = 0; box && i < box->count; i++)
		for (size_t n = 0; n < box->groups[i]->count; n++) {
			const struct outbox_part *part = box->groups[i]->parts[n];
			if (part->box == BOX_SENDING && (part->copy || !part->group->parcel) &&
			    !(part->group->parcel && s->resend_unsure))
				diag_warn(s->d, AT_FILE(box->path),
				    "sending/%s may have been sent or not: an earlier run never "
				    "learned; see mail-out(1)",
				    part->name);
		}
}

void dispatch_hold(struct dispatch *s)
{
	for (size_t i = 0; i < s->proposal->nreminders && !s->rows.broken; i++)
		write_plan(s, &s->plans[i]);
	for (size_t i = 0; i < s->planner.count; i++)
		if (parcel_state(s->planner.parcels[i]->group) == BOX_SENDING)
			warn_of_parcel(s, s->planner.parcels[i]);
}

/* Sending. */

/* A parcel's fate is known: write the rows of the reminders that waited for it alone. */
static void settled(void *context, struct outbox_group *group)
{
	struct dispatch *s = context;
	struct parcel *parcel = group->parcel;

	warn_of_parcel(s, parcel);
	for (size_t i = 0; i < parcel->nwaiting; i++)
		if (--parcel->waiting[i]->open == 0)
			write_plan(s, parcel->waiting[i]);
	if (parcel->nwaiting == 0 && !parcel->silent)
		rows_write_parcel(&s->rows, parcel);
}

static bool stopped(void *context)
{
	const struct dispatch *s = context;

	return s->stopped() || s->rows.broken;
}

static struct mail_command command_of(const struct policy *p, bool post)
{
	const struct mail *mail = &p->mail;

	if (post)
		return (struct mail_command){.kind = MAILER_PRINT,
		    .words = (const char *const *)mail->print_command,
		    .count = mail->nprint_command,
		    .timeout = (unsigned)mail->timeout};
	return (struct mail_command){.kind = mailer_of(mail->command[0]),
	    .words = (const char *const *)mail->command,
	    .count = mail->ncommand,
	    .timeout = (unsigned)mail->timeout};
}

/* Whether some of it would be handed over now. */
static bool would_leave(const struct dispatch *s, const struct outbox_group *g)
{
	return outbox_count(g, false, BOX_QUEUED) > 0 ||
	       (s->resend_unsure && outbox_count(g, false, BOX_SENDING) > 0);
}

/*
 * Nothing leaves of somebody who was put on hold after it was queued. It waits for the end of
 * that, until it is too old.
 */
static void heed_hold(struct dispatch *s, struct parcel *parcel)
{
	struct buf why = {0};
	bool leaves =
	    would_leave(s, parcel->group) && !expiry_past(&s->expiry, parcel->head.day, &why);
	const struct mail_item *held = leaves
					   ? onhold_mail(&s->planner.recall, s->book, &parcel->head,
						 dispatch_day(s, parcel->head.day))
					   : NULL;

	buf_free(&why);
	parcel->held = held != NULL;
	if (held != NULL)
		buf_printf(&parcel->group->words,
		    "invoice \"%.*s\" was put on hold after it was composed; it waits for the end "
		    "of that, until it is too old (mail.max_age)",
		    SLICE_ARG(held->event[H_INVOICE]));
}

/*
 * What an earlier run left in doubt goes out once more, when that is asked for. What is too
 * old for that stays in doubt: it is not known to have failed.
 */
static void resend_unsure(struct dispatch *s, struct parcel *parcel)
{
	struct buf why = {0};
	bool expired = expiry_past(&s->expiry, parcel->head.day, &why);

	buf_free(&why);
	for (size_t i = 0; !expired && i < parcel->group->count; i++)
		if (parcel->group->parts[i]->box == BOX_SENDING)
			outbox_move(parcel->box, s->d, parcel->group->parts[i], BOX_QUEUED);
}

static void send_box(struct dispatch *s, struct outbox *box, bool post)
{
	struct outbox_group **groups = mem_array(s->planner.count, sizeof(struct outbox_group *));
	size_t count = 0;
	struct postman postman = {.d = s->d,
	    .outbox = box,
	    .command = command_of(s->book->policy, post),
	    .jobs = post ? 1 : s->jobs,
	    .per_minute = post ? 0 : s->per_minute,
	    .expiry = s->expiry,
	    .redirect = s->redirect,
	    .context = s,
	    .settled = settled,
	    .stopped = stopped};

	for (size_t i = 0; i < s->planner.count; i++) {
		struct parcel *parcel = s->planner.parcels[i];
		if (parcel->box != box || parcel->held)
			continue;
		if (s->resend_unsure)
			resend_unsure(s, parcel);
		groups[count++] = parcel->group;
	}
	if (!diag_failed(s->d))
		postman_send(&postman, groups, count);
	free(groups);
}

/* Nobody else will do it. */
static void tell_of_paper(struct dispatch *s)
{
	size_t letters = 0;

	for (size_t i = 0; i < s->planner.count; i++) {
		struct parcel *parcel = s->planner.parcels[i];
		letters += parcel->box == s->planner.post && !parcel->held &&
			   parcel_state(parcel->group) == BOX_QUEUED;
	}
	if (letters > 0 && s->book->policy->mail.nprint_command == 0)
		diag_note(s->d, NOWHERE,
		    "%zu letter%s to be printed by hand (render-letter --merge makes one PDF), "
		    "because the policy has no mail.print_command",
		    letters, letters == 1 ? " is" : "s are");
}

void dispatch_send(struct dispatch *s)
{
	warn_of_unsure(s, s->planner.mail);
	warn_of_unsure(s, s->planner.post);
	/* What waits for nothing comes first. */
	for (size_t i = 0; s->proposal && i < s->proposal->nreminders; i++)
		if (s->plans[i].open == 0)
			write_plan(s, &s->plans[i]);
	for (size_t i = 0; i < s->planner.count && !s->redirect; i++) {
		heed_hold(s, s->planner.parcels[i]);
		if (s->planner.parcels[i]->held)
			settled(s, s->planner.parcels[i]->group);
	}
	send_box(s, s->planner.mail, false);
	if (s->planner.post) {
		tell_of_paper(s);
		send_box(s, s->planner.post, true);
	}
	if (s->stopped())
		diag_warn(s->d, NOWHERE, "stopped by a signal; what was not begun is queued");
}
