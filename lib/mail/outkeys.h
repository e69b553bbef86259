/*
 * The outbox's index, .keys: a line a group, "BASE INODE KEY KEY ...". It only
 * saves reading the messages again: a line counts when the inode is that of a file
 * of the group, what has no line is read anew, and the whole file can be removed.
 */
#ifndef MAIL_OUTKEYS_H
#define MAIL_OUTKEYS_H

#include "mail/outbox.h"

/* Give every group its keys. */
bool outkeys_load(struct outbox *o, struct diag *d);
/* Add lines for what was queued just now (o->staged). */
bool outkeys_append(struct outbox *o, struct diag *d);
/* Let outbox_find know the keys of a group. */
void outkeys_know(struct outbox *o, struct outbox_group *group);

#endif
