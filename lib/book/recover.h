/*
 * What a crash kept out of the history: the messages in the outbox's folder
 * sent/ name, in headers X-Dun-Item, the events that their delivery made
 * (book/eventline.h).
 */
#ifndef BOOK_RECOVER_H
#define BOOK_RECOVER_H

#include "base/diag.h"
#include "base/slice.h"

#include <stdbool.h>

/* Gets each header's value, and the message that it is of; false ends the reading. */
typedef bool recover_item(void *to, const char *message, struct slice value);

/*
 * Read the headers of all messages in OUTBOX/sent, by file name. Without such a folder there is
 * nothing to read. False after an error was reported, or when `item` said so.
 */
bool recover_read(struct diag *d, const char *outbox, recover_item *item, void *to);

#endif
