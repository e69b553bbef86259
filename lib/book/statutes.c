#include "book/statutes.h"

#include "base/buf.h"
#include "base/file.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { MOST_TEXT = 1024 * 1024 };

static bool load_rates(struct diag *d, struct policy *p, struct statutes *s)
{
	const char *own = policy_path(p, p->files.rates);
	char *shipped = path_join(data_folder(), "rates.yaml");
	unsigned long before = d->errors;

	if (file_exists(own))
		s->own = rates_load(d, own, p->defaults.decimals);
	if (file_exists(shipped) && strcmp(own, shipped) != 0)
		s->shipped = rates_load(d, shipped, p->defaults.decimals);
	free(shipped);
	return d->errors == before;
}

const struct rate_table *statutes_table(const struct statutes *s, const char *name)
{
	const struct rate_table *table = s->own != NULL ? rates_table(s->own, name) : NULL;

	return table == NULL && s->shipped != NULL ? rates_table(s->shipped, name) : table;
}

const struct scale *statutes_scale(const struct statutes *s, const char *name)
{
	const struct scale *scale = s->own != NULL ? rates_scale(s->own, name) : NULL;

	return scale == NULL && s->shipped != NULL ? rates_scale(s->shipped, name) : scale;
}

/* Read FOLDER/LANGUAGE/TEMPLATE.letter.md, where there is one. */
static bool load_text(struct diag *d, struct statutes *s, const char *folder, const char *language,
    const char *template)
{
	struct buf path = {0}, text = {0};
	bool ok = true;

	buf_printf(&path, "%s/%s/%s.letter.md", folder, language, template);
	if (file_exists(buf_string(&path))) {
		ok = file_read(d, buf_string(&path), MOST_TEXT, &text);
		s->letters = mem_grow(s->letters, s->count, &s->capacity, sizeof *s->letters);
		s->letters[s->count++] = (struct letter_text){
		    .template = template,
		    .path = arena_string(&s->arena, buf_string(&path)),
		    .text = {arena_copy(&s->arena, buf_string(&text), text.length), text.length},
		};
	}
	buf_free(&text);
	buf_free(&path);
	return ok;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct languages {
	const char **names;
	size_t count, capacity;
};

/* The folders in a folder, in the order of their names: that of the disk says nothing. */
static void list_languages(struct arena *arena, const char *folder, struct languages *out)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		out->names = mem_grow(out->names, out->count, &out->capacity, sizeof *out->names);
		out->names[out->count++] = arena_string(arena, entry->d_name);
	}
	(void)closedir(dir);
	if (out->count > 0)
		qsort(out->names, out->count, sizeof *out->names, by_name);
}

/* The language that most letters are in is the one to tell of. */
static void put_first(struct languages *l, const char *language)
{
	for (size_t i = 1; i < l->count; i++) {
		const char *name = l->names[i];

		if (strcmp(name, language) != 0)
			continue;
		memmove(l->names + 1, l->names, i * sizeof *l->names);
		l->names[0] = name;
		return;
	}
}

/* Whether a text of that template and language was read already: the own one hides the shipped. */
static bool is_hidden(const struct statutes *s, const char *language, const char *template)
{
	struct buf end = {0};
	bool found = false;

	buf_printf(&end, "/%s/%s.letter.md", language, template);
	for (size_t i = 0; i < s->count && !found; i++) {
		size_t n = strlen(s->letters[i].path);

		found = n >= end.length &&
			strcmp(s->letters[i].path + n - end.length, buf_string(&end)) == 0;
	}
	buf_free(&end);
	return found;
}

static bool load_template(struct diag *d, struct statutes *s, const char *const folders[2],
    const struct languages languages[2], const char *template)
{
	for (size_t i = 0; i < s->count; i++)
		if (strcmp(s->letters[i].template, template) == 0)
			return true;
	for (size_t i = 0; i < 2; i++)
		for (size_t j = 0; j < languages[i].count; j++)
			if (!is_hidden(s, languages[i].names[j], template) &&
			    !load_text(d, s, folders[i], languages[i].names[j], template))
				return false;
	return true;
}

static bool load_letters(struct diag *d, struct policy *p, struct statutes *s)
{
	char *shipped = path_join(data_folder(), "templates");
	const char *const folders[2] = {policy_path(p, p->files.templates), shipped};
	struct languages languages[2] = {{0}};
	bool ok = true;

	for (size_t i = 0; i < 2; i++) {
		list_languages(&s->arena, folders[i], &languages[i]);
		put_first(&languages[i], p->defaults.language);
	}
	for (size_t i = 0; i < p->nterms && ok; i++)
		for (size_t j = 0; j < p->terms[i].nlevels && ok; j++)
			ok =
			    load_template(d, s, folders, languages, p->terms[i].levels[j].template);
	for (size_t i = 0; i < 2; i++)
		free(languages[i].names);
	free(shipped);
	return ok;
}

bool statutes_load(struct diag *d, struct policy *p, struct statutes *out)
{
	return load_rates(d, p, out) && load_letters(d, p, out);
}

void statutes_free(struct statutes *s)
{
	rates_free(s->own);
	rates_free(s->shipped);
	free(s->letters);
	arena_free(&s->arena);
	*s = (struct statutes){0};
}
