#include "book/profile.h"

#include "base/file.h"
#include "base/nearest.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

struct profile *profile_new(const char *name)
{
	struct profile *p = mem_alloc(sizeof *p);

	p->name = slice_of(arena_string(&p->arena, name));
	return p;
}

void profile_free(struct profile *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->nskip; i++)
		condition_free(&p->skip[i]);
	for (size_t i = 0; i < p->ntotal; i++)
		condition_free(&p->total[i]);
	arena_free(&p->arena);
	free(p);
}

struct profile_column *profile_column(struct profile *p, struct slice to)
{
	struct profile_column *c;

	for (size_t i = 0; i < p->ncolumns; i++)
		if (slice_equal(p->columns[i].to, to))
			return &p->columns[i];
	if (p->ncolumns == PROFILE_COLUMNS)
		return NULL;
	c = &p->columns[p->ncolumns++];
	*c = (struct profile_column){.to = {arena_copy(&p->arena, to.p, to.n), to.n}};
	return c;
}

void profile_drop_column(struct profile *p, struct profile_column *c)
{
	size_t after = (size_t)(&p->columns[p->ncolumns] - (c + 1));

	memmove(c, c + 1, after * sizeof *c);
	p->ncolumns--;
}

const struct profile_column *profile_find(const struct profile *p, const char *to)
{
	for (size_t i = 0; i < p->ncolumns; i++)
		if (slice_is(p->columns[i].to, to))
			return &p->columns[i];
	return NULL;
}

void profile_add_value(
    struct profile *p, struct profile_column *c, struct slice from, struct slice to)
{
	struct profile_value **end = &c->values;

	while (*end)
		end = &(*end)->next;
	*end = arena_alloc(&p->arena, sizeof **end);
	(*end)->from = (struct slice){arena_copy(&p->arena, from.p, from.n), from.n};
	(*end)->to = (struct slice){arena_copy(&p->arena, to.p, to.n), to.n};
}

static const struct profile_value *find_value(const struct profile_column *c, struct slice text)
{
	const struct profile_value *any = NULL;

	for (const struct profile_value *v = c->values; v; v = v->next) {
		if (slice_equal(v->from, text))
			return v;
		if (slice_is(v->from, "*"))
			any = v;
	}
	return text.n > 0 ? any : NULL;
}

struct slice profile_translate(const struct profile_column *c, struct slice text)
{
	const struct profile_value *v = c ? find_value(c, text) : NULL;

	if (v)
		text = v->to;
	return text.n == 0 && c && c->constant.p ? c->constant : text;
}

/* Where profiles are. */

static const char suffix[] = ".yaml";

static bool is_path(const char *word)
{
	size_t n = strlen(word);

	return strchr(word, '/') || (n > 5 && strcmp(word + n - 5, ".yaml") == 0) ||
	       (n > 4 && strcmp(word + n - 4, ".yml") == 0);
}

char *profile_folder(void)
{
	return path_join(data_folder(), "profiles");
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/*
 * Their names, sorted; the caller frees each and the array. There are none where the folder is
 * missing. False after an error was reported.
 */
static bool list(struct diag *d, char ***names, size_t *count)
{
	char *folder = profile_folder();
	DIR *dir = opendir(folder);
	size_t capacity = 0;

	*names = NULL;
	*count = 0;
	if (!dir) {
		bool missing = errno == ENOENT;

		if (!missing)
			diag_error(d, STATUS_NOINPUT, AT_FILE(folder), "%s", strerror(errno));
		free(folder);
		return missing;
	}
	for (struct dirent *e; (e = readdir(dir)) != NULL;) {
		size_t n = strlen(e->d_name), tail = sizeof suffix - 1;

		if (n <= tail || e->d_name[0] == '.' || strcmp(e->d_name + n - tail, suffix) != 0)
			continue;
		*names = mem_grow(*names, *count, &capacity, sizeof **names);
		(*names)[(*count)++] = mem_copy(e->d_name, n - tail);
	}
	closedir(dir);
	free(folder);
	if (*count > 0)
		qsort(*names, *count, sizeof **names, by_name);
	return true;
}

static void report_unknown(struct diag *d, const char *folder, const char *word)
{
	char **names;
	size_t count;
	struct slice near;

	if (!list(d, &names, &count))
		return;
	near = nearest_among(slice_of(word), (const char *const *)names, count);
	diag_error(d, STATUS_NOINPUT, AT_FILE(folder),
	    "there is no profile \"%s\"%s (--list-profiles shows them; a file of your own is "
	    "named with its .yaml)",
	    word, did_you_mean(near).text);
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
}

struct profile *profile_load(struct diag *d, const char *word)
{
	struct profile *p = NULL;
	struct buf name = {0};
	char *folder, *path;

	if (is_path(word))
		return profile_read(d, word);
	folder = profile_folder();
	buf_printf(&name, "%s%s", word, suffix);
	path = path_join(folder, buf_string(&name));
	if (file_exists(path))
		p = profile_read(d, path);
	else
		report_unknown(d, folder, word);
	free(path);
	free(folder);
	buf_free(&name);
	return p;
}

bool profiles_read(struct diag *d, struct profiles *out)
{
	const unsigned long before = d->errors;
	char **names;
	size_t count;

	*out = (struct profiles){0};
	if (!list(d, &names, &count))
		return false;
	out->all = mem_array(count, sizeof *out->all);
	for (size_t i = 0; i < count; i++) {
		struct profile *p = profile_load(d, names[i]);

		if (p)
			out->all[out->count++] = p;
		free(names[i]);
	}
	free(names);
	return d->errors == before;
}

void profiles_free(struct profiles *p)
{
	for (size_t i = 0; i < p->count; i++)
		profile_free(p->all[i]);
	free(p->all);
	*p = (struct profiles){0};
}
