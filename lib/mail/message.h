/*
 * A mail message as text, RFC 5322 and MIME, through GMime: plain text and HTML
 * as alternatives, files attached. The same input gives the same bytes: the
 * boundaries come from the message's identity, and the date stands elsewhere (mail/mailhead.h).
 * Lines end in LF, as programs with sendmail's calling convention expect.
 */
#ifndef MAIL_MESSAGE_H
#define MAIL_MESSAGE_H

#include "base/buf.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

struct attachment {
	struct slice name; /* of the file */
	const char *type, *subtype;
	struct slice bytes;
};

struct message {
	struct slice from_name, from; /* the name may be empty */
	struct slice reply_to;	      /* empty: no such header */
	struct slice to;	      /* addresses with ; between */
	struct slice subject;
	struct slice id; /* of Message-ID, without < and > */
	struct slice
	    thread; /* Message-IDs of earlier mails, the newest last, with blanks between */
	struct slice text, html;
	const struct attachment *attachments;
	size_t count;
};

/* Start and stop GMime; around all messages of a run. */
void message_open(void);
void message_close(void);

/*
 * Append the message. False, with a phrase in *why, when a value cannot stand
 * in a header: a control character, or a word that makes a line of more than 998 bytes.
 */
bool message_write(const struct message *m, struct buf *out, const char **why);

/* "Name <a@x>" or "a@x" in its parts; the name without quotes around it. */
void message_mailbox(struct slice text, struct slice *name, struct slice *address);

/*
 * A Message-ID without < and >: the reminder's number and the sender's domain, and between
 * them ".r1" and so on for what goes out again. No first one looks like that.
 */
void message_id(struct slice number, unsigned resend, struct slice sender, struct buf *out);

#endif
