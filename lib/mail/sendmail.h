/*
 * Handing messages to a program with sendmail's calling convention, one
 * recipient a process, several processes at once; and letters to a printing
 * command in the same way.
 */
#ifndef MAIL_SENDMAIL_H
#define MAIL_SENDMAIL_H

#include "mail/outcome.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* One message for one recipient, or one letter to print. The strings live until it is done. */
struct handover {
	const char *path;
	off_t from;			/* what stands before that in the file is not handed over */
	const char *sender, *recipient; /* NULL for MAILER_PRINT */
	void *context;
};

struct sendmail {
	const struct mail_command *command;
	unsigned jobs;	     /* at once */
	unsigned per_minute; /* 0: as fast as it goes */
	void *context;
	/* The next one to hand over; false when there is none. */
	bool (*next)(void *context, struct handover *h);
	/* What became of it; `words`: what the server said, or a phrase for the user. */
	void (*done)(
	    void *context, const struct handover *h, enum outcome outcome, const char *words);
	/*
	 * Make it last what next and done changed: called before what next gave is begun, and after
	 * done. False: begin nothing more.
	 */
	bool (*commit)(void *context);
	/* Whether to begin no more; asked before each next. */
	bool (*stopped)(void *context);
};

/* Hand over all that `next` gives; returns when all of them are done. */
void sendmail_run(const struct sendmail *s);

#endif
