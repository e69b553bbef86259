/*
 * The files that go with a message: letters and invoices, read whole and
 * checked. Why one cannot be enclosed is appended to *why as a phrase.
 */
#ifndef MAIL_ENCLOSURE_H
#define MAIL_ENCLOSURE_H

#include "base/buf.h"
#include "base/slice.h"

#include <stdbool.h>

/* The letter as it was rendered: its sha256 is `document`. bytes may be NULL. */
bool enclosure_letter(const char *path, struct slice document, struct buf *bytes, struct buf *why);

/* A PDF. A ledger's column must not make us mail any file that we can read. */
bool enclosure_pdf(const char *path, struct buf *bytes, struct buf *why);

#endif
