/*
 * The whole of mail-out but its options: rows are read, composed into the outbox
 * and, when asked for, sent; or what is queued is sent. In dispatch.c what goes
 * into the outbox, in dispatch_send.c what comes out of it.
 */
#ifndef MAIL_DISPATCH_H
#define MAIL_DISPATCH_H

#include "base/diag.h"
#include "book/book.h"
#include "book/proposal.h"
#include "mail/compose.h"
#include "mail/outbox.h"
#include "mail/plan.h"
#include "mail/rows.h"
#include "value/date.h"

#include <stdbool.h>

struct dispatch {
	/* set first */
	struct diag *d;
	const struct book *book;   /* policy, customers, history; for rows the rates too */
	struct proposal *proposal; /* NULL: send what is queued (--flush) */
	const char *outbox;	   /* its folder */
	bool send;
	bool resend_unsure;
	enum attach invoices;
	const char *redirect; /* a tester who gets all; NULL: none */
	unsigned jobs, per_minute;
	date today;
	bool (*stopped)(void); /* whether to begin nothing more */

	char *mail_path, *post_path;
	struct composer composer;
	bool composing;
	struct expiry expiry;
	struct planner planner;
	struct plan *plans; /* one a reminder */
	struct rows rows;
};

/* Do it. Rows are written to standard output as they are done; troubles are told. */
void dispatch_run(struct dispatch *s);
void dispatch_free(struct dispatch *s);

/* Between the two files. */

/* The day on which what is of that day would leave: not before its own. */
static inline date dispatch_day(const struct dispatch *s, date day)
{
	return day > s->today ? day : s->today;
}

/* Hand over the parcels, and write their rows. */
void dispatch_send(struct dispatch *s);
/* Write all rows as they are now. */
void dispatch_hold(struct dispatch *s);

#endif
