/* The outbox's changes: staged, queued, moved. See mail/outbox.h. */
#include "mail/outbox.h"
#include "mail/outkeys.h"

#include "base/file.h"
#include "value/date.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

static bool fail(struct diag *d, const struct outbox *o, enum box box, const char *name)
{
	struct buf path = {0};

	buf_printf(&path, "%s/%s/%s", o->path, box_names[box], name);
	diag_error(d,
	    errno == ENOSPC || errno == EDQUOT || errno == EFBIG || errno == EIO
		? STATUS_IO
		: STATUS_CANTCREATE,
	    AT_FILE(path.data), "%s", strerror(errno));
	buf_free(&path);
	return false;
}

static bool sync_box(const struct outbox *o, struct diag *d, enum box box)
{
	return fsync(o->folders[box]) == 0 || fail(d, o, box, "");
}

/* ".NAME" in queued/ until it is queued. Caller frees. */
static char *staged_name(const struct outbox_part *part)
{
	struct buf b = {0};

	buf_printf(&b, ".%s", part->name);
	return buf_take(&b);
}

static bool write_staged(
    const struct outbox *o, struct diag *d, struct outbox_part *part, struct slice message)
{
	char *name = staged_name(part);
	struct buf place = {0};
	struct stat st;
	int fd =
	    openat(o->folders[BOX_QUEUED], name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool good = fd >= 0;

	buf_printf(&place, "%s/%s/%s", o->path, box_names[BOX_QUEUED], part->name);
	if (!good)
		fail(d, o, BOX_QUEUED, name);
	good = good && file_write_all(d, fd, place.data, message);
	if (good && (fsync(fd) != 0 || fstat(fd, &st) != 0))
		good = fail(d, o, BOX_QUEUED, name);
	if (good)
		part->inode = (uint64_t)st.st_ino;
	if (fd >= 0 && close(fd) != 0 && good)
		good = fail(d, o, BOX_QUEUED, name);
	if (!good && fd >= 0)
		unlinkat(o->folders[BOX_QUEUED], name, 0);
	buf_free(&place);
	free(name);
	return good;
}

struct outbox_part *outbox_stage(struct outbox *o, struct diag *d, const char *base, unsigned part,
    const char *keys, struct slice message)
{
	struct buf name = {0};

	buf_add_string(&name, base);
	if (part == 0)
		buf_add_string(&name, "+bcc");
	else if (part > 1)
		buf_printf(&name, "+%u", part);
	buf_add_string(&name, ".eml");
	struct outbox_part *p = outbox_part_at(o, name.data);
	buf_free(&name);
	if (!write_staged(o, d, p, message))
		return NULL;
	if (part == 1)
		p->group->keys = arena_string(&o->arena, keys);
	o->staged = mem_grow(o->staged, o->nstaged, &o->staged_capacity, sizeof(*o->staged));
	o->staged[o->nstaged++] = p;
	return p;
}

void outbox_discard(struct outbox *o)
{
	/* The first part of a group last: see settle_staged in outbox.c. */
	for (size_t i = o->nstaged; i-- > 0;) {
		char *name = staged_name(o->staged[i]);
		unlinkat(o->folders[BOX_QUEUED], name, 0);
		free(name);
	}
	o->nstaged = 0;
}

/* Take away what an earlier attempt left in failed/. */
static void forget_failed(struct outbox *o, const struct outbox_part *part)
{
	struct buf reason = {0};

	buf_printf(&reason, "%s.reason", part->name);
	unlinkat(o->folders[BOX_FAILED], part->name, 0);
	unlinkat(o->folders[BOX_FAILED], reason.data, 0);
	buf_free(&reason);
}

static bool is_first(const struct outbox_part *part)
{
	return strchr(part->name, '+') == NULL;
}

/* Rename the staged files that are first parts, or the others. */
static bool queue_parts(struct outbox *o, struct diag *d, bool first)
{
	int folder = o->folders[BOX_QUEUED];

	for (size_t i = 0; i < o->nstaged; i++) {
		struct outbox_part *part = o->staged[i];
		if (is_first(part) != first)
			continue;
		char *name = staged_name(part);
		int rc = renameat(folder, name, folder, part->name);
		free(name);
		if (rc != 0)
			return fail(d, o, BOX_QUEUED, part->name);
		if (part->box == BOX_FAILED)
			forget_failed(o, part);
		part->box = BOX_QUEUED;
	}
	return sync_box(o, d, BOX_QUEUED);
}

bool outbox_queue(struct outbox *o, struct diag *d)
{
	if (o->nstaged == 0)
		return true;
	if (!queue_parts(o, d, true) || !queue_parts(o, d, false))
		return false;
	bool good = outkeys_append(o, d);
	for (size_t i = 0; i < o->nstaged; i++)
		if (is_first(o->staged[i]))
			outkeys_know(o, o->staged[i]->group);
	o->nstaged = 0;
	return good;
}

bool outbox_move(struct outbox *o, struct diag *d, struct outbox_part *part, enum box to)
{
	enum box from = part->box;

	/* Only a note of when it was; sent it is in any case. */
	if (to == BOX_SENT)
		(void)utimensat(o->folders[from], part->name, NULL, 0);
	if (renameat(o->folders[from], part->name, o->folders[to], part->name) != 0)
		return fail(d, o, from, part->name);
	part->box = to;
	o->changed[from] = o->changed[to] = true;
	return true;
}

bool outbox_sync(struct outbox *o, struct diag *d)
{
	/* Where a message goes to before where it comes from. */
	static const enum box order[] = {BOX_SENT, BOX_FAILED, BOX_SENDING, BOX_QUEUED};
	bool good = true;

	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++) {
		if (o->changed[order[i]])
			good &= sync_box(o, d, order[i]);
		o->changed[order[i]] = false;
	}
	return good;
}

bool outbox_fail(struct outbox *o, struct diag *d, struct outbox_part *part, const char *reason)
{
	struct buf path = {0}, text = {0};

	buf_printf(&path, "%s/%s/%s.reason", o->path, box_names[BOX_FAILED], part->name);
	buf_printf(&text, "%s\n", reason);
	bool good = file_replace(d, path.data, buf_slice(&text), 0600) &&
		    outbox_move(o, d, part, BOX_FAILED);
	buf_free(&path);
	buf_free(&text);
	return good;
}

void outbox_remove(struct outbox *o, struct outbox_part *part)
{
	if (part->box == BOX_FAILED)
		forget_failed(o, part);
	else if (part->box != BOXES)
		unlinkat(o->folders[part->box], part->name, 0);
	part->box = BOXES;
}

void outbox_time(const struct outbox *o, const struct outbox_part *part, char text[])
{
	struct stat st;

	text[0] = '\0';
	if (fstatat(o->folders[part->box], part->name, &st, 0) == 0)
		time_format((int64_t)st.st_mtime, text);
}

bool outbox_log(struct outbox *o, struct diag *d, const struct outbox_part *part,
    const char *outcome, const char *words)
{
	char *path = path_join(o->path, ".log");
	char now[TIME_TEXT];
	struct buf line = {0};
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	bool good = fd >= 0;

	time_now(now);
	buf_printf(&line, "%s %s %s%s%s\n", now, part->name, outcome, *words ? " " : "", words);
	if (good)
		good = file_write_all(d, fd, path, buf_slice(&line));
	else
		diag_error(d, STATUS_CANTCREATE, AT_FILE(path), "%s", strerror(errno));
	if (fd >= 0)
		close(fd);
	buf_free(&line);
	free(path);
	return good;
}
