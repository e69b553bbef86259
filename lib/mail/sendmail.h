/*
 * Handing messages to a program with sendmail's calling convention, one
 * recipient a process, several processes at once; and letters to a printing
 * command in the same way.
 *
 * What became of a message is one of four things. It is never called sent because
 * nobody complained, nor queued again when it may have arrived.
 */
#ifndef MAIL_SENDMAIL_H
#define MAIL_SENDMAIL_H

#include "base/buf.h"
#include "mail/process.h"

#include <stdbool.h>
#include <stddef.h>

enum outcome {
	OUTCOME_SENT,	/* it was taken */
	OUTCOME_QUEUED, /* not now: a temporary answer, or nothing was handed over */
	OUTCOME_FAILED, /* refused for good */
	OUTCOME_UNSURE	/* handed over, and no answer came */
};

enum mailer {
	MAILER_MSMTP,	 /* -X - --timeout=N -f SENDER -- RECIPIENT, message on standard input */
	MAILER_SENDMAIL, /* -f SENDER -- RECIPIENT, message on standard input */
	MAILER_PRINT	 /* PATH */
};

struct mail_command {
	enum mailer kind;
	const char *const *words;
	size_t count;
	unsigned timeout; /* seconds */
};

/* MAILER_MSMTP when the base name of the first word is msmtp, else MAILER_SENDMAIL. */
enum mailer mailer_of(const char *word);

/* One message for one recipient, or one letter to print. The strings live until it is done. */
struct handover {
	const char *path;
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

/*
 * What an ending means. read_whole: the program read the message to its end;
 * without that, nobody can have taken it.
 */
enum outcome sendmail_outcome(
    const struct mail_command *command, const struct ending *e, bool read_whole, struct buf *words);

#endif
