/*
 * Which files go along with a mail: the letter, and the invoices that the policy
 * asks for, each once.
 */
#ifndef MAIL_ATTACH_H
#define MAIL_ATTACH_H

#include "base/buf.h"
#include "base/diag.h"
#include "book/policy.h"
#include "book/proposal.h"
#include "mail/message.h"

#include <stdbool.h>
#include <stddef.h>

/* Zero-initialize. */
struct attachments {
	struct attachment *all;
	struct buf *files; /* their bytes */
	size_t count;
};
void attachments_free(struct attachments *a);

/* False after errors were reported: a letter or invoice that is missing or another. */
bool attachments_read(struct attachments *a, struct diag *d, const struct reminder *r,
    enum attach invoices, int letter_column, int document_column);

#endif
