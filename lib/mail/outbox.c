#include "mail/outbox.h"

#include "base/ascii.h"
#include "base/file.h"
#include "mail/outkeys.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

const char *const box_names[BOXES] = {"queued", "sending", "sent", "failed"};

/* Which of two files of one name counts: the one that forbids more. */
static const int box_strength[BOXES] = {
    [BOX_FAILED] = 0, [BOX_QUEUED] = 1, [BOX_SENT] = 2, [BOX_SENDING] = 3};

static bool has_ending(const char *name, const char *ending)
{
	size_t n = strlen(name), m = strlen(ending);

	return n > m && strcmp(name + n - m, ending) == 0;
}

/* NUMBER: what stands before "+" or ".eml". */
static struct slice base_of(const char *name)
{
	const char *plus = strchr(name, '+');

	return (struct slice){name, plus ? (size_t)(plus - name) : strlen(name) - 4};
}

static struct outbox_group *group_at(struct outbox *o, struct slice base)
{
	void **place = map_at(&o->by_base, base);

	if (!*place) {
		struct outbox_group *group = arena_alloc(&o->arena, sizeof(*group));
		group->base = arena_copy(&o->arena, base.p, base.n);
		o->groups = mem_grow(o->groups, o->count, &o->capacity, sizeof(*o->groups));
		o->groups[o->count++] = group;
		*place = group;
	}
	return *place;
}

/* NUMBER.eml is the first; NUMBER+2.eml the second. */
static unsigned part_number(const char *name)
{
	const char *plus = strchr(name, '+');
	unsigned number = 0;

	if (!plus)
		return 1;
	for (plus++; is_digit(*plus) && number < 10000; plus++)
		number = number * 10 + (unsigned)(*plus - '0');
	return number > 0 ? number : UINT_MAX;
}

/* Behind those with a lower number. */
static void insert_part(struct outbox_group *group, struct outbox_part *part)
{
	size_t at = group->count;

	group->parts =
	    mem_grow(group->parts, group->count, &group->capacity, sizeof(*group->parts));
	for (; at > 0 && group->parts[at - 1]->number > part->number; at--)
		group->parts[at] = group->parts[at - 1];
	group->parts[at] = part;
	group->count++;
}

struct outbox_part *outbox_part_at(struct outbox *o, const char *name)
{
	struct outbox_group *group = group_at(o, base_of(name));

	for (size_t i = 0; i < group->count; i++)
		if (strcmp(group->parts[i]->name, name) == 0)
			return group->parts[i];
	struct outbox_part *part = arena_alloc(&o->arena, sizeof(*part));
	*part = (struct outbox_part){.name = arena_string(&o->arena, name),
	    .box = BOXES,
	    .copy = has_ending(name, "+bcc.eml"),
	    .number = part_number(name),
	    .group = group};
	insert_part(group, part);
	return part;
}

/* Opening. */

static bool make_folders(struct outbox *o, struct diag *d)
{
	bool good = file_make_folder(d, o->path, 0700);

	for (int box = 0; good && box < BOXES; box++) {
		char *path = path_join(o->path, box_names[box]);
		good = file_make_folder(d, path, 0700);
		if (good)
			o->folders[box] = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (good && o->folders[box] < 0) {
			diag_error(d, STATUS_IO, AT_FILE(path), "%s", strerror(errno));
			good = false;
		}
		free(path);
	}
	return good;
}

/* The names in a folder, in the order of their bytes; -1 after an error was reported. */
static int list_folder(const struct outbox *o, struct diag *d, enum box box, struct dirent ***names)
{
	char *path = path_join(o->path, box_names[box]);
	int count = scandir(path, names, NULL, alphasort);

	if (count < 0)
		diag_error(d, STATUS_IO, AT_FILE(path), "%s", strerror(errno));
	free(path);
	return count;
}

/* Whether the first part of the group of this staged file (".NAME") was staged and not queued. */
static bool is_uncommitted(const struct outbox *o, const char *staged)
{
	struct slice base = base_of(staged);
	struct buf first = {0};

	buf_add_slice(&first, base);
	buf_add_string(&first, ".eml");
	bool there = faccessat(o->folders[BOX_QUEUED], first.data, F_OK, 0) == 0;
	buf_free(&first);
	return there;
}

/*
 * What a crash left beside its place in queued/. The first part of a group is
 * queued before the others: where it is not among the staged any more, the others
 * follow; else none of them does. The first part is taken away last.
 */
static bool settle_staged(struct outbox *o, struct diag *d)
{
	struct dirent **names;
	int count = list_folder(o, d, BOX_QUEUED, &names);
	int folder = o->folders[BOX_QUEUED];
	bool good = count >= 0, changed = false;

	for (int pass = 0; pass < 2; pass++) {
		for (int i = 0; i < count; i++) {
			const char *name = names[i]->d_name;
			bool first = strchr(name, '+') == NULL;
			if (name[0] != '.' || !has_ending(name, ".eml") || first != (pass == 1))
				continue;
			int rc = first || is_uncommitted(o, name)
				     ? unlinkat(folder, name, 0)
				     : renameat(folder, name, folder, name + 1);
			if (rc != 0 && good) {
				diag_error(d, STATUS_IO, AT_FILE(name), "%s", strerror(errno));
				good = false;
			}
			changed = true;
		}
	}
	for (int i = 0; i < count; i++)
		free(names[i]);
	if (count >= 0)
		free(names);
	if (good && changed && fsync(folder) != 0) {
		diag_error(d, STATUS_IO, AT_FILE(o->path), "%s", strerror(errno));
		good = false;
	}
	return good;
}

static void add_file(struct outbox *o, enum box box, const struct dirent *entry)
{
	struct outbox_part *part = outbox_part_at(o, entry->d_name);

	if (part->box != BOXES && box_strength[part->box] > box_strength[box])
		return;
	part->box = box;
	part->inode = entry->d_ino;
}

static bool load_folder(struct outbox *o, struct diag *d, enum box box)
{
	struct dirent **names;
	int count = list_folder(o, d, box, &names);

	for (int i = 0; i < count; i++) {
		const char *name = names[i]->d_name;
		if (name[0] != '.' && has_ending(name, ".eml"))
			add_file(o, box, names[i]);
		else if (name[0] != '.' && box != BOX_FAILED)
			diag_note(d, AT_FILE(o->path), "%s/%s is no message of mail-out",
			    box_names[box], name);
		free(names[i]);
	}
	if (count >= 0)
		free(names);
	return count >= 0;
}

static bool take_lock(struct outbox *o, struct diag *d, unsigned seconds)
{
	char *path = path_join(o->path, ".lock");

	o->lock = file_lock(d, path, true, seconds);
	free(path);
	return o->lock >= 0;
}

struct outbox *outbox_open(struct diag *d, const char *path, unsigned seconds)
{
	struct outbox *o = mem_alloc(sizeof(*o));

	*o = (struct outbox){.path = path, .lock = -1, .folders = {-1, -1, -1, -1}};
	bool good = make_folders(o, d) && take_lock(o, d, seconds) && settle_staged(o, d);
	for (int box = 0; good && box < BOXES; box++)
		good = load_folder(o, d, (enum box)box);
	if (good && outkeys_load(o, d))
		return o;
	outbox_close(o);
	return NULL;
}

void outbox_close(struct outbox *o)
{
	if (!o)
		return;
	for (int box = 0; box < BOXES; box++)
		if (o->folders[box] >= 0)
			close(o->folders[box]);
	if (o->lock >= 0)
		close(o->lock);
	for (size_t i = 0; i < o->count; i++) {
		free(o->groups[i]->parts);
		buf_free(&o->groups[i]->words);
	}
	free(o->groups);
	free(o->staged);
	map_free(&o->by_base);
	map_free(&o->by_key);
	arena_free(&o->arena);
	free(o);
}

/* Looking. */

const struct outbox_match *outbox_find(const struct outbox *o, struct slice key)
{
	return map_get(&o->by_key, key);
}

struct outbox_group *outbox_base(const struct outbox *o, struct slice base)
{
	return map_get(&o->by_base, base);
}

size_t outbox_count(const struct outbox_group *g, bool copies, enum box box)
{
	size_t n = 0;

	for (size_t i = 0; i < g->count; i++)
		n += g->parts[i]->copy == copies && g->parts[i]->box == box;
	return n;
}

bool outbox_is_open(const struct outbox_group *g, bool copies)
{
	return outbox_count(g, copies, BOX_QUEUED) + outbox_count(g, copies, BOX_SENDING) > 0;
}

char *outbox_path(const struct outbox *o, const struct outbox_part *part)
{
	struct buf b = {0};

	buf_printf(&b, "%s/%s/%s", o->path, box_names[part->box], part->name);
	return buf_take(&b);
}
