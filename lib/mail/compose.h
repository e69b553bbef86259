/*
 * From a reminder's rows to the message that goes into the outbox: what it says
 * (mail/body.h), the files that go along (mail/attach.h), the thread that it continues
 * (mail/thread.h), and our own headers. All that can be wrong is found here,
 * before anything leaves.
 */
#ifndef MAIL_COMPOSE_H
#define MAIL_COMPOSE_H

#include "base/buf.h"
#include "base/diag.h"
#include "book/eventline.h"
#include "book/policy.h"
#include "book/proposal.h"
#include "mail/body.h"
#include "mail/mailhead.h"
#include "value/date.h"

#include <stdbool.h>

struct composer {
	/* set first */
	struct diag *d;
	const struct policy *policy;
	const struct proposal *proposal;
	struct body_writer body;
	enum attach invoices;
	date today; /* on which a resend goes out */

	struct event_source events;
	int letter, document;	   /* columns */
	int columns[MAIL_COLUMNS]; /* those of X-Dun-Row, -1 where the rows lack one */
	struct slice from_name, from;
	bool mails; /* a row goes by mail */
};

struct composed {
	struct mail_head head; /* but for sender, recipient and copy, which each part has its own */
	struct buf base;       /* the name of its group in the outbox */
	struct buf to;	       /* the addresses, "a@x; b@y" */
	struct buf id;	       /* <Message-ID> */
	struct buf keys;       /* words, as the outbox takes them */
	struct buf body;       /* all that follows our own headers */
	char day[DATE_TEXT];   /* on which it goes out */
};

/* False after an error (65: columns that are missing; 78: no mail.from). */
bool composer_open(struct composer *c);
void composer_close(struct composer *c);

/* Whether all rows of a reminder go the same way, and its number can name a file. */
bool compose_check(struct composer *c, const struct reminder *r);
/*
 * A message to be mailed, or the record of a letter to be printed, by the rows' delivery; with
 * `resend` above 0 the message that goes out for this time after the first.
 */
bool compose_reminder(
    struct composer *c, const struct reminder *r, unsigned resend, struct composed *out);
void composed_free(struct composed *out);

#endif
