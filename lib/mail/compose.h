/*
 * From a reminder's rows to the message that goes into the outbox: the
 * template of its language, the letter's PDF, the invoices where the policy asks
 * for them. All that can be wrong is found here, before anything leaves.
 */
#ifndef MAIL_COMPOSE_H
#define MAIL_COMPOSE_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/map.h"
#include "book/eventline.h"
#include "book/policy.h"
#include "book/proposal.h"
#include "mail/mailhead.h"
#include "text/template.h"
#include "text/values.h"

#include <stdbool.h>

struct composer {
	struct diag *d;
	const struct policy *policy;
	const struct proposal *proposal;
	struct values_run values;
	struct templates *templates;
	struct event_source events;
	int letter, document;	   /* columns */
	int columns[MAIL_COLUMNS]; /* those of X-Dun-Row, -1 where the rows lack one */
	struct slice from_name, from;
	struct map checked; /* templates whose tags are known to be good */
};

struct composed {
	struct mail_head head; /* but for sender, recipient and copy, which each part has its own */
	struct buf to;	       /* the addresses, "a@x; b@y" */
	struct buf id;	       /* <Message-ID> */
	struct buf keys;       /* words, as the outbox takes them */
	struct buf body;       /* all that follows our own headers */
};

/*
 * Zero-initialize with d, policy, proposal and values. False after an error
 * (65: columns that are missing; 78: no mail.from).
 */
bool composer_open(struct composer *c);
void composer_close(struct composer *c);

/* Whether all rows of a reminder go the same way, and its number can name a file. */
bool compose_check(struct composer *c, const struct reminder *r);
/* A message to be mailed, or the record of a letter to be printed, by the rows' delivery. */
bool compose_reminder(struct composer *c, const struct reminder *r, struct composed *out);
void composed_free(struct composed *out);

/* Whether the file has this sha256; why not is appended as a phrase. */
bool letter_is_good(const char *path, struct slice document, struct buf *why);

#endif
