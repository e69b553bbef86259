/*
 * What is to become of each reminder: composed anew, or, where the outbox or the
 * history already has its items, nothing but told again.
 *
 * A parcel is a group of the outbox that a run is about. Two outboxes are looked at: that of the
 * mails, and in .post of it that of the letters on paper.
 */
#ifndef MAIL_PLAN_H
#define MAIL_PLAN_H

#include "base/diag.h"
#include "base/map.h"
#include "book/history.h"
#include "book/proposal.h"
#include "mail/expiry.h"
#include "mail/mailhead.h"
#include "mail/outbox.h"
#include "mail/recall.h"

#include <stdbool.h>
#include <stddef.h>

struct parcel {
	struct outbox *box;
	struct outbox_group *group;
	struct mail_head head; /* of a part that is no copy */
	struct map by_item;    /* its items by name, when one was asked for */
	bool silent;	       /* nothing of it but copies was open: no rows are to be written */
	bool held;	       /* it is not to leave now: somebody was put on hold since */
	struct plan **waiting; /* plans whose rows it decides */
	size_t nwaiting, waiting_capacity;
};

/* How a row comes out. */
struct fate {
	struct parcel *parcel;	      /* as the parcel does; NULL: see below */
	const struct mail_item *item; /* with these values; NULL: its own */
	const struct event *known;    /* as the history has it */
	const char *status;	      /* else so, */
	const char *why;	      /* because; of a parcel's row: why it is not reminded by it */
};

struct plan {
	const struct reminder *of; /* NULL: a parcel without rows (--flush) */
	unsigned resend;    /* it goes out for this time after the first; see mail/resend.h */
	struct fate *fates; /* one a row */
	bool fresh;	    /* it is to be composed */
	size_t open;	    /* parcels that are not settled */
};

struct planner {
	struct diag *d;
	struct recall recall; /* of the history, which is set */
	struct outbox *mail, *post;
	const struct expiry *expiry; /* of what waits to be sent; NULL: nothing leaves now */
	struct parcel **parcels;     /* in the order in which they were met */
	size_t count, capacity;
	struct arena arena; /* of the heads */
};

/* Decide on a reminder; *plan is zero but for `of`. False after an error was reported. */
bool plan_reminder(struct planner *p, struct plan *plan);
/* All rows of the plan are that parcel's. */
void plan_take(struct plan *plan, struct parcel *parcel);
/* The event with which the history has this very reminder, or statement, of the item; NULL: none.
 */
const struct event *plan_known(struct recall *recall, const struct proposal_row *row);
/* Whether the row is one that the reminder reminds of. */
bool plan_reminds(const struct proposal_row *row);
/* The group of a reminder, or of it for that time after the first; NULL: there is none. */
struct outbox_group *plan_group(const struct outbox *box, struct slice number, unsigned resend);
/* The parcel of a group, made when it is met first; NULL after an error was reported. */
struct parcel *plan_parcel(struct planner *p, struct outbox *box, struct outbox_group *group);
void plan_free(struct plan *plan);
void planner_free(struct planner *p);

/* The box that a group's state is: sent when anybody got it, else what is most in doubt. */
enum box parcel_state(const struct outbox_group *group);

#endif
