/*
 * What became of a message that was handed to a mail program, or of a letter given
 * to a printing command: one of four things. It is never called sent because nobody
 * complained, nor queued again when it may have arrived.
 */
#ifndef MAIL_OUTCOME_H
#define MAIL_OUTCOME_H

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

/*
 * What an ending means. read_whole: the program read the message to its end;
 * without that, nobody can have taken it.
 */
enum outcome sendmail_outcome(
    const struct mail_command *command, const struct ending *e, bool read_whole, struct buf *words);

#endif
