/*
 * The outbox: a folder of messages whose state is the folder that they are in,
 * queued/, sending/, sent/ or failed/. A message is written whole beside its
 * place and synced before it is queued, and moves by rename. What lies in
 * sending/ while nobody holds the lock was left there by a crash, or by a server
 * that never answered: it may have been sent.
 *
 * One message to several recipients is a group of files, one a recipient and
 * one a copy: NUMBER.eml, NUMBER+2.eml, ..., NUMBER+bcc.eml, each with its own
 * state. NUMBER is the reminder's.
 *
 * Names that begin with a dot: .lock; .keys, the index of which keys (mail/mailhead.h)
 * each group has, rebuilt when it is missing; .log, what became of each message; and
 * in queued/ what is being written.
 */
#ifndef MAIL_OUTBOX_H
#define MAIL_OUTBOX_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum box { BOX_QUEUED, BOX_SENDING, BOX_SENT, BOX_FAILED, BOXES };
extern const char *const box_names[BOXES];

struct outbox_group;

/* One file. */
struct outbox_part {
	const char *name; /* of the file */
	enum box box;
	bool copy;	 /* not a delivery of its own */
	unsigned number; /* 1, 2, ...; a copy's is the last of all */
	uint64_t inode;
	const char *recipient; /* NULL: not read yet */
	struct outbox_group *group;
};

struct outbox_group {
	const char *base;	    /* NUMBER */
	struct outbox_part **parts; /* in the order of their numbers */
	size_t count, capacity;
	const char *keys; /* words with blanks between; NULL: of copies alone */
	void *parcel;	  /* the caller's */
	struct buf
	    words; /* the caller's: what a user has to know of its parts that were not sent */
};

/* The groups that have a key, the newest first. */
struct outbox_match {
	struct outbox_group *group;
	struct outbox_match *next;
};

struct outbox {
	const char *path;
	int lock;
	int folders[BOXES];  /* their descriptors */
	bool changed[BOXES]; /* and not synced yet */
	struct outbox_group **groups;
	size_t count, capacity;
	struct outbox_part **staged;
	size_t nstaged, staged_capacity;
	struct map by_base, by_key;
	struct arena arena;
};

/*
 * Open the outbox, made when it is not there, and lock it: waits up to `seconds`
 * (75 then). What a crash left half queued is brought to its end or taken away.
 */
struct outbox *outbox_open(struct diag *d, const char *path, unsigned seconds);
void outbox_close(struct outbox *o);

/* The groups that have the key; NULL: none. */
const struct outbox_match *outbox_find(const struct outbox *o, struct slice key);
struct outbox_group *outbox_base(const struct outbox *o, struct slice base);
/* The part of that file name, made when there is none (box BOXES then). */
struct outbox_part *outbox_part_at(struct outbox *o, const char *name);
/* How many parts of the group, copies or others, are in a box. */
size_t outbox_count(const struct outbox_group *g, bool copies, enum box box);
/* Whether some of them are queued, or in doubt. */
bool outbox_is_open(const struct outbox_group *g, bool copies);
/* The file of a part. Caller frees. */
char *outbox_path(const struct outbox *o, const struct outbox_part *part);

/*
 * Write a message that is to be queued: part 1, 2, ... of its group, or a copy
 * (part 0). The first part carries the keys (words with blanks between). Nothing
 * is queued before outbox_queue; outbox_discard takes all away again.
 */
struct outbox_part *outbox_stage(struct outbox *o, struct diag *d, const char *base, unsigned part,
    const char *keys, struct slice message);
bool outbox_queue(struct outbox *o, struct diag *d);
void outbox_discard(struct outbox *o);

/*
 * Move a part by rename. To sent/: its time becomes now. The move outlives a crash once
 * outbox_sync was called, which syncs all folders that moves have changed.
 */
bool outbox_move(struct outbox *o, struct diag *d, struct outbox_part *part, enum box to);
bool outbox_sync(struct outbox *o, struct diag *d);
/* Take a part away, wherever it is. */
void outbox_remove(struct outbox *o, struct outbox_part *part);
/* Move it to failed/, with NAME.reason beside. */
bool outbox_fail(struct outbox *o, struct diag *d, struct outbox_part *part, const char *reason);
/* When a part in sent/ was sent, as RFC 3339; empty when it cannot be told. */
void outbox_time(const struct outbox *o, const struct outbox_part *part, char text[]);

/* Add a line to .log: the time, the part's name, what became of it, words. */
bool outbox_log(struct outbox *o, struct diag *d, const struct outbox_part *part,
    const char *outcome, const char *words);

#endif
