#include "mail/outkeys.h"

#include "base/file.h"
#include "mail/mailhead.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

enum { INDEX_MOST = 1024 * 1024 * 1024 };

static char *index_path(const struct outbox *o)
{
	return path_join(o->path, ".keys");
}

void outkeys_know(struct outbox *o, struct outbox_group *group)
{
	struct slice rest = slice_of(group->keys);
	struct slice key;

	while (slice_cut(&rest, ' ', &key)) {
		struct outbox_match *match = arena_alloc(&o->arena, sizeof(*match));
		void **place = map_at(&o->by_key, key);
		*match = (struct outbox_match){group, *place};
		*place = match;
	}
}

/* The part whose headers name the items: any that is no copy. */
static const struct outbox_part *delivery_part(const struct outbox_group *g)
{
	for (size_t i = 0; i < g->count; i++)
		if (!g->parts[i]->copy)
			return g->parts[i];
	return NULL;
}

static void add_line(struct buf *b, const struct outbox_group *g)
{
	const struct outbox_part *part = delivery_part(g);

	if (part && g->keys)
		buf_printf(b, "%s %" PRIu64 " %s\n", g->base, part->inode, g->keys);
}

static bool has_inode(const struct outbox_group *g, struct slice number)
{
	for (size_t i = 0; i < g->count; i++) {
		struct buf b = {0};
		buf_printf(&b, "%" PRIu64, g->parts[i]->inode);
		bool same = !g->parts[i]->copy && slice_equal(buf_slice(&b), number);
		buf_free(&b);
		if (same)
			return true;
	}
	return false;
}

/* Take the keys of a line whose group and file are still those. */
static bool take_line(struct outbox *o, struct slice line)
{
	struct slice base, inode;

	if (!slice_cut(&line, ' ', &base) || !slice_cut(&line, ' ', &inode) || line.n == 0)
		return false;
	struct outbox_group *group = map_get(&o->by_base, base);
	if (!group || !has_inode(group, inode))
		return false;
	group->keys = arena_copy(&o->arena, line.p, line.n);
	return true;
}

/* The lines that count; *dead: how many do not. */
static void take_index(struct outbox *o, struct slice text, size_t *dead)
{
	struct slice line;

	/* A last line without its end was torn off. */
	while (text.n > 0 && memchr(text.p, '\n', text.n) && slice_cut(&text, '\n', &line))
		*dead += !take_line(o, line);
	*dead += text.n > 0;
}

static bool read_keys(struct outbox *o, struct diag *d, struct outbox_group *group)
{
	const struct outbox_part *part = delivery_part(group);
	struct mail_head head = {0};
	struct arena arena = {0};
	struct buf keys = {0};
	char *path = outbox_path(o, part);
	bool good = head_read(d, path, &arena, &head);

	if (good) {
		head_base_key(slice_of(group->base), &keys);
		for (size_t i = 0; i < head.count; i++) {
			size_t before = keys.length;
			buf_add_char(&keys, ' ');
			if (!head_key(head.items[i].event, &keys))
				buf_truncate(&keys, before);
		}
		group->keys = arena_copy(&o->arena, keys.data, keys.length);
	}
	buf_free(&keys);
	head_free(&head);
	arena_free(&arena);
	free(path);
	return good;
}

static bool rewrite(struct outbox *o, struct diag *d)
{
	struct buf b = {0};
	char *path = index_path(o);

	for (size_t i = 0; i < o->count; i++)
		add_line(&b, o->groups[i]);
	bool good = file_replace(d, path, buf_slice(&b), 0600);
	buf_free(&b);
	free(path);
	return good;
}

bool outkeys_load(struct outbox *o, struct diag *d)
{
	struct buf text = {0};
	char *path = index_path(o);
	size_t dead = 0, missing = 0;
	bool good = !file_exists(path) || file_read(d, path, INDEX_MOST, &text);

	if (good)
		take_index(o, buf_slice(&text), &dead);
	for (size_t i = 0; good && i < o->count; i++) {
		struct outbox_group *group = o->groups[i];
		if (!group->keys && delivery_part(group)) {
			missing++;
			good = read_keys(o, d, group);
		}
		if (good && group->keys)
			outkeys_know(o, group);
	}
	if (good && (missing > 0 || dead > o->count + 100))
		good = rewrite(o, d);
	buf_free(&text);
	free(path);
	return good;
}

bool outkeys_append(struct outbox *o, struct diag *d)
{
	struct buf lines = {0};
	char *path = index_path(o);
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	bool good = fd >= 0;

	for (size_t i = 0; i < o->nstaged; i++)
		if (o->staged[i]->group->keys && delivery_part(o->staged[i]->group) == o->staged[i])
			add_line(&lines, o->staged[i]->group);
	if (good)
		good = file_write_all(d, fd, path, buf_slice(&lines));
	else
		diag_error(d, STATUS_CANTCREATE, AT_FILE(path), "%s", strerror(errno));
	if (good && fsync(fd) != 0) {
		diag_error(d, STATUS_IO, AT_FILE(path), "%s", strerror(errno));
		good = false;
	}
	if (fd >= 0)
		close(fd);
	buf_free(&lines);
	free(path);
	return good;
}
