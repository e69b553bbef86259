/*
 * The postman takes groups of messages out of the outbox and hands them over,
 * and moves each of them by what became of it.
 *
 * Copies leave last, and only when the message reached somebody; where it
 * failed they fail with it.
 */
#ifndef MAIL_POSTMAN_H
#define MAIL_POSTMAN_H

#include "base/diag.h"
#include "mail/expiry.h"
#include "mail/outbox.h"
#include "mail/sendmail.h"

#include <stdbool.h>
#include <stddef.h>

struct postman {
	struct diag *d;
	struct outbox *outbox;
	struct mail_command command; /* MAILER_PRINT with no words: a person prints */
	unsigned jobs, per_minute;
	struct expiry expiry;
	const char *redirect; /* everything goes there; NULL: to whom it is addressed */
	void *context;
	/* All parts of the group are done (or none begun, when it stopped), but for its copies. */
	void (*settled)(void *context, struct outbox_group *group);
	bool (*stopped)(void *context);
};

/* Hand over what of the groups is queued; group->words tells of what was not sent. */
void postman_send(struct postman *p, struct outbox_group *const *groups, size_t count);

#endif
