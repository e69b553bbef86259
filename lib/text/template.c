#include "text/template.h"

#include "base/ascii.h"
#include "base/file.h"
#include "base/map.h"
#include "base/mem.h"
#include "text/locale.h"

#include <stdlib.h>

#include "base/banned.h"

enum { MOST_TEMPLATE = 1024 * 1024, MOST_LANGUAGES = 6, MOST_INSERTS = 20 };

struct templates {
	const char *own, *shipped; /* folders; own may be NULL */
	const char *default_language;
	struct map found; /* by kind, name, group and language; &missing: reported */
	struct map read;  /* by path */
	struct map words; /* by path */
	struct arena arena;
	struct template missing;
};

static const char *const suffix[TEMPLATE_KINDS] = {
    [TEMPLATE_LETTER] = ".letter.md",
    [TEMPLATE_MAIL] = ".mail.md",
};

struct templates *templates_open(const char *folder, const char *default_language)
{
	struct templates *t = mem_alloc(sizeof(*t));
	char *shipped = path_join(data_folder(), "templates");
	t->own = folder ? arena_string(&t->arena, folder) : NULL;
	t->shipped = arena_string(&t->arena, shipped);
	t->default_language = arena_string(&t->arena, default_language);
	free(shipped);
	return t;
}

void templates_close(struct templates *t)
{
	if (t == NULL)
		return;
	for (size_t i = 0; i < t->read.count; i++)
		if (t->read.entries[i].value != &t->missing)
			markdown_free(((struct template *)t->read.entries[i].value)->body);
	map_free(&t->found);
	map_free(&t->read);
	map_free(&t->words);
	arena_free(&t->arena);
	free(t);
}

/* A name that can be part of a path: letters, digits, "-", "_" and "."; no "." first. */
static bool is_plain_name(struct slice name)
{
	if (name.n == 0 || name.n > 64 || name.p[0] == '.')
		return false;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		if (!is_alphanumeric(c) && c != '-' && c != '_' && c != '.')
			return false;
	}
	return true;
}

/* The folders to look in, in order, each once. */
struct languages {
	struct slice folder[MOST_LANGUAGES];
	size_t count;
};

static void languages_add_one(struct languages *l, struct slice folder)
{
	if (!is_plain_name(folder))
		return;
	for (size_t i = 0; i < l->count; i++)
		if (slice_equal(l->folder[i], folder))
			return;
	l->folder[l->count++] = folder;
}

/* "nl-vip", then "nl". */
static void languages_add(struct languages *l, struct slice folder)
{
	struct slice rest = folder, first;
	languages_add_one(l, folder);
	if (slice_cut(&rest, '-', &first))
		languages_add_one(l, first);
}

/* Call `visit` for each file that may serve until it returns true. */
static bool each_file(struct templates *t, const struct languages *l, struct slice name,
    const char *end, bool (*visit)(void *context, const char *path, struct slice folder),
    void *context)
{
	const char *const roots[] = {t->own, t->shipped};
	struct buf path = {0};
	bool done = false;
	for (size_t i = 0; i < l->count && !done; i++) {
		for (size_t k = 0; k < 2 && !done; k++) {
			if (roots[k] == NULL)
				continue;
			buf_truncate(&path, 0);
			buf_printf(&path, "%s/%.*s/%.*s%s", roots[k], SLICE_ARG(l->folder[i]),
			    SLICE_ARG(name), end);
			done = visit(context, buf_string(&path), l->folder[i]);
		}
	}
	buf_free(&path);
	return done;
}

struct search {
	struct arena *arena;
	const char *path; /* found */
	struct slice folder;
	struct buf tried;
};

static bool visit_file(void *context, const char *path, struct slice folder)
{
	struct search *s = context;
	if (file_exists(path)) {
		s->path = arena_string(s->arena, path);
		s->folder = folder;
		return true;
	}
	buf_printf(&s->tried, "%s%s", s->tried.length ? ", " : "", path);
	return false;
}

static const struct words *find_words(
    struct templates *t, struct diag *d, const struct languages *l)
{
	struct search s = {.arena = &t->arena};
	const struct words *words = NULL;
	if (each_file(t, l, SLICE_LIT("words"), ".yaml", visit_file, &s)) {
		void **place = map_at(&t->words, slice_of(s.path));
		if (*place == NULL)
			*place = (void *)words_load(d, s.path, &t->arena);
		words = *place;
	} else {
		diag_error(d, STATUS_POLICY, AT_FILE("words.yaml"), "not found; tried %s",
		    buf_string(&s.tried));
	}
	buf_free(&s.tried);
	return words;
}

/* The line that begins at text, without its end; *rest is what follows. */
static struct slice first_line(struct slice text, struct slice *rest)
{
	struct slice line = text;
	*rest = text;
	if (!slice_cut(rest, '\n', &line))
		line = *rest = (struct slice){"", 0};
	if (rest->p == NULL)
		*rest = (struct slice){"", 0};
	if (line.n > 0 && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

/* YAML between two lines of "---" at the beginning. False after an error. */
static bool take_front(struct templates *t, struct diag *d, struct template *out,
    struct slice *text, unsigned long *line)
{
	struct slice rest, next, front;
	unsigned long lines = 1;
	if (!slice_is(first_line(*text, &rest), "---"))
		return true;
	for (next = rest;; lines++) {
		if (next.n == 0) {
			diag_error(d, STATUS_POLICY, AT_LINE(out->path, 1),
			    "the front matter has no closing line of \"---\"");
			return false;
		}
		struct slice from = next;
		if (slice_is(first_line(from, &next), "---")) {
			front = (struct slice){text->p, (size_t)(from.p - text->p)};
			break;
		}
	}
	*text = next;
	*line = lines + 2;
	out->front = yaml_parse(d, out->path, front, STATUS_POLICY, &t->arena);
	if (out->front == NULL)
		return false;
	if (out->front->kind == YAML_SCALAR && out->front->text.n == 0)
		out->front = NULL; /* blank lines and comments alone */
	return true;
}

static bool take_subject(
    struct diag *d, struct template *out, struct slice *text, unsigned long *line)
{
	static const char label[] = "Subject:";
	struct slice rest, first = first_line(*text, &rest);
	size_t n = sizeof(label) - 1;
	if (first.n < n || memcmp(first.p, label, n) != 0 ||
	    slice_trim((struct slice){first.p + n, first.n - n}).n == 0) {
		diag_error(d, STATUS_POLICY, AT_LINE(out->path, 1),
		    "a mail begins with a line \"Subject: ...\"");
		return false;
	}
	out->subject = slice_trim((struct slice){first.p + n, first.n - n});
	out->subject_line = 1;
	*text = rest;
	*line = 2;
	return true;
}

static bool read_template(
    struct templates *t, struct diag *d, enum template_kind kind, struct template *out)
{
	struct buf file = {0};
	unsigned long line = 1;
	if (!file_read_as(d, out->path, MOST_TEMPLATE, STATUS_POLICY, &file)) {
		buf_free(&file);
		return false;
	}
	struct slice text = {arena_copy(&t->arena, buf_string(&file), file.length), file.length};
	buf_free(&file);
	if (text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0)
		text = (struct slice){text.p + 3, text.n - 3};
	if (!slice_is_utf8(text)) {
		diag_error(d, STATUS_POLICY, AT_FILE(out->path), "is not UTF-8");
		return false;
	}
	if (kind == TEMPLATE_LETTER ? !take_front(t, d, out, &text, &line)
				    : !take_subject(d, out, &text, &line))
		return false;
	out->body = markdown_parse(text, line);
	if (markdown_is_empty(out->body))
		diag_error(d, STATUS_POLICY, AT_LINE(out->path, line), "the template has no text");
	else if (markdown_inserts_count(out->body, &line) > MOST_INSERTS)
		diag_error(d, STATUS_POLICY, AT_LINE(out->path, line),
		    "%%items%% and %%qr%% stand there more than %d times", MOST_INSERTS);
	else
		return true;
	markdown_free(out->body);
	return false;
}

/*
 * The language of what is written: the folder's, or that of the customer where the folder is
 * named after a group alone. "fr-BE" stays, since it says how to write dates.
 */
static const char *language_of(struct templates *t, struct slice folder, struct slice language)
{
	struct slice chosen = locale_is_language(folder) ? folder : language;
	struct slice rest = language, first;
	if (slice_cut(&rest, '-', &first) && slice_equal(first, folder))
		chosen = language;
	return arena_copy(&t->arena, chosen.p ? chosen.p : "", chosen.n);
}

static struct template *load(struct templates *t, struct diag *d, enum template_kind kind,
    const struct search *s, struct slice language)
{
	struct languages words = {.count = 0};
	struct template *out = arena_alloc(&t->arena, sizeof(*out));
	void **place = map_at(&t->read, slice_of(s->path));
	if (*place == NULL) {
		out->path = s->path;
		*place = read_template(t, d, kind, out) ? out : &t->missing;
	}
	if (*place == &t->missing)
		return NULL;
	*out = *(struct template *)*place;
	out->language = language_of(t, s->folder, language);
	languages_add(&words, s->folder);
	languages_add(&words, slice_of(out->language));
	languages_add(&words, slice_of(t->default_language));
	out->words = find_words(t, d, &words);
	return out->words ? out : NULL;
}

static struct template *find(struct templates *t, struct diag *d, enum template_kind kind,
    struct slice name, struct slice group, struct slice language)
{
	struct languages l = {.count = 0};
	struct search s = {.arena = &t->arena};
	struct template *out = NULL;
	languages_add(&l, group);
	languages_add(&l, language);
	languages_add(&l, slice_of(t->default_language));
	if (!is_plain_name(name))
		diag_error(d, STATUS_POLICY, NOWHERE,
		    "template \"%.*s\": a name is letters, digits, \"-\", \"_\" and \".\"",
		    SLICE_ARG(name));
	else if (each_file(t, &l, name, suffix[kind], visit_file, &s))
		out = load(t, d, kind, &s, language.n ? language : slice_of(t->default_language));
	else
		diag_error(d, STATUS_POLICY, NOWHERE, "no template \"%.*s%s\"; tried %s",
		    SLICE_ARG(name), suffix[kind], buf_string(&s.tried));
	buf_free(&s.tried);
	return out;
}

const struct template *templates_get(struct templates *t, struct diag *d, enum template_kind kind,
    struct slice name, struct slice group, struct slice language)
{
	struct buf key = {0};
	buf_add_char(&key, (char)('0' + (int)kind));
	buf_add_slice(&key, name);
	buf_add_char(&key, '\n');
	buf_add_slice(&key, group);
	buf_add_char(&key, '\n');
	buf_add_slice(&key, language);
	void **place = map_at(&t->found, buf_slice(&key));
	buf_free(&key);
	if (*place == NULL) {
		struct template *found = find(t, d, kind, name, group, language);
		*place = found ? found : &t->missing;
	}
	return *place == &t->missing ? NULL : *place;
}

static void report_unknown(struct diag *d, const struct template *t, unsigned long line,
    const struct tag_source *source, struct slice tag)
{
	const char *near = source->nearest ? source->nearest(source->context, tag) : NULL;
	if (slice_is(tag, "items") || slice_is(tag, "qr"))
		diag_error(d, STATUS_POLICY, AT_LINE(t->path, line),
		    "%%%.*s%% must stand alone in a paragraph", SLICE_ARG(tag));
	else if (near)
		diag_error(d, STATUS_POLICY, AT_LINE(t->path, line),
		    "unknown tag %%%.*s%%; did you mean %%%s%%?", SLICE_ARG(tag), near);
	else
		diag_error(d, STATUS_POLICY, AT_LINE(t->path, line), "unknown tag %%%.*s%%",
		    SLICE_ARG(tag));
}

bool template_check(const struct template *t, const struct tag_source *source, struct diag *d)
{
	struct buf scratch = {0};
	struct slice unknown;
	struct markdown_fault fault;
	bool good = tags_expand(t->subject, source, &scratch, &unknown);
	buf_free(&scratch);
	if (!good)
		report_unknown(d, t, t->subject_line, source, unknown);
	if (!markdown_check(t->body, source, &fault)) {
		report_unknown(d, t, fault.line, source, fault.tag);
		return false;
	}
	return good;
}
