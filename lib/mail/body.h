/*
 * What a mail says: the template of the reminder's language with its tags
 * filled in, as plain text and as HTML.
 */
#ifndef MAIL_BODY_H
#define MAIL_BODY_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/map.h"
#include "book/proposal.h"
#include "text/template.h"
#include "text/values.h"

#include <stdbool.h>

/* Set d, values and templates. */
struct body_writer {
	struct diag *d;
	struct values_run values;
	struct templates *templates;
	struct map checked; /* templates whose tags are known to be good */
};
void body_writer_free(struct body_writer *w);

/* Zero-initialize. */
struct body {
	struct buf subject, text, html;
};
void body_free(struct body *b);

/* False after an error was reported: an unknown tag, no template, nothing said. */
bool body_write(struct body_writer *w, const struct reminder *r, struct body *out);

#endif
