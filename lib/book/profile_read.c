#include "base/file.h"
#include "base/nearest.h"
#include "book/fields.h"
#include "book/profile.h"
#include "book/profile_check.h"
#include "book/yaml.h"

#include <string.h>

#include "base/banned.h"

struct reader {
	struct diag *d;
	const char *path;
	struct profile *p;
};

__attribute__((format(printf, 3, 4))) static void fault(
    const struct reader *r, const struct yaml *node, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	diag_verror(r->d, STATUS_POLICY, yaml_place(r->path, node), fmt, ap);
	va_end(ap);
}

/* Text that may stand in a profile: one line, of which a slice with a NUL is kept. */
static bool take_text(const struct reader *r, const struct yaml *node, struct slice *out)
{
	if (node->kind != YAML_SCALAR) {
		fault(r, node, "a text belongs here");
		return false;
	}
	*out = (struct slice){arena_copy(&r->p->arena, node->text.p, node->text.n), node->text.n};
	return true;
}

/* The words that a key may have; their place is the value. */
static int take_word(
    const struct reader *r, const struct yaml *node, const char *const *words, size_t count)
{
	int place = node->kind == YAML_SCALAR ? slice_among(node->text, words, count) : -1;
	struct buf all = {0};

	if (place >= 0)
		return place;
	buf_add_names(&all, words, count);
	if (node->kind == YAML_SCALAR)
		fault(r, node, "\"%.*s\" is not %s", SLICE_ARG(node->text), buf_string(&all));
	else
		fault(r, node, "one word belongs here: %s", buf_string(&all));
	buf_free(&all);
	return -1;
}

/* The dialect. */

static void read_title(struct reader *r, const struct yaml *node)
{
	take_text(r, node, &r->p->title);
}

static void read_delimiter(struct reader *r, const struct yaml *node)
{
	static const char *const words[] = {"comma", "semicolon", "tab", "pipe"};
	static const char marks[] = ",;\t|";
	const bool one = node->kind == YAML_SCALAR && node->text.n == 1;
	const char *mark = one ? memchr(marks, node->text.p[0], sizeof marks - 1) : NULL;
	int word = mark ? (int)(mark - marks) : take_word(r, node, words, 4);

	if (word >= 0)
		r->p->dialect.delimiter = marks[word];
}

static void read_quote(struct reader *r, const struct yaml *node)
{
	static const char *const words[] = {"\"", "'", "none"};
	int word = take_word(r, node, words, 3);

	if (word >= 0)
		r->p->dialect.quote = word == 2 ? QUOTE_NONE : words[word][0];
}

static void read_encoding(struct reader *r, const struct yaml *node)
{
	static const char *const words[] = {"utf-8", "utf-16", "utf-16be", "cp1252"};
	int word = take_word(r, node, words, 4);

	if (word >= 0)
		r->p->dialect.encoding = (enum encoding)(word + 1);
}

static void read_decimal_mark(struct reader *r, const struct yaml *node)
{
	static const char *const words[] = {".", ","};
	int word = take_word(r, node, words, 2);

	if (word >= 0)
		r->p->dialect.decimal_mark = words[word][0];
}

static void read_thousands_mark(struct reader *r, const struct yaml *node)
{
	static const char *const words[] = {".", ",", " ", "'", "none"};
	int word = take_word(r, node, words, 5);

	if (word >= 0)
		r->p->dialect.thousands = word == 4 ? MARK_NONE : words[word][0];
}

static void read_date_order(struct reader *r, const struct yaml *node)
{
	static const char *const words[] = {"ymd", "dmy", "mdy"};
	int word = take_word(r, node, words, 3);

	if (word >= 0)
		r->p->dialect.dates = (enum date_order)(word + 1);
}

/* The columns. */

static bool is_map(const struct reader *r, const struct yaml *node)
{
	if (node->kind == YAML_MAP)
		return true;
	fault(r, node, "a group of NAME: VALUE belongs here");
	return false;
}

/* A name of ours: small letters, digits and _, so that no command trips over it. */
static struct profile_column *take_column(const struct reader *r, const struct yaml *key)
{
	struct profile_column *c = NULL;
	struct buf clean = {0};

	field_clean_name(&clean, key->text);
	if (!slice_equal(buf_slice(&clean), key->text) || key->text.n == 0)
		fault(r, key, "\"%.*s\" is no name for a column (small letters, digits and _)",
		    SLICE_ARG(key->text));
	else if ((c = profile_column(r->p, key->text)) == NULL)
		fault(r, key, "a profile has at most %d columns", PROFILE_COLUMNS);
	buf_free(&clean);
	return c;
}

static void read_names(struct reader *r, struct profile_column *c, const struct yaml *node)
{
	const struct yaml *items = node->kind == YAML_LIST ? node->items : node;
	size_t count = node->kind == YAML_LIST ? node->count : 1;

	if (node->kind == YAML_MAP || count == 0 || count > PROFILE_NAMES) {
		fault(r, node,
		    "the export's name for the column belongs here, or a list of up to %d",
		    PROFILE_NAMES);
		return;
	}
	for (size_t i = 0; i < count; i++)
		if (take_text(r, &items[i], &c->from[c->nfrom]))
			c->nfrom++;
}

static void read_columns(struct reader *r, const struct yaml *node)
{
	for (size_t i = 0; is_map(r, node) && i < node->count; i++) {
		struct profile_column *c = take_column(r, &node->keys[i]);

		if (c)
			read_names(r, c, &node->items[i]);
	}
}

/* A word on our side is held against what the column may have. */
static void check_word(
    const struct reader *r, const struct yaml *node, const struct profile_column *c)
{
	const struct field *f = field_find(c->to);

	if (f && f->words && node->text.n > 0 && field_word(f->words, node->text) < 0)
		fault(r, node, "\"%.*s\" is not one of the words for %s: %s", SLICE_ARG(node->text),
		    f->name, f->words);
}

static void read_values_of(struct reader *r, struct profile_column *c, const struct yaml *map)
{
	for (size_t i = 0; is_map(r, map) && i < map->count; i++) {
		struct slice to;

		if (!take_text(r, &map->items[i], &to))
			continue;
		check_word(r, &map->items[i], c);
		profile_add_value(r->p, c, map->keys[i].text, to);
	}
}

static void read_values(struct reader *r, const struct yaml *node)
{
	for (size_t i = 0; is_map(r, node) && i < node->count; i++) {
		struct profile_column *c = take_column(r, &node->keys[i]);

		if (c)
			read_values_of(r, c, &node->items[i]);
	}
}

static void read_constants(struct reader *r, const struct yaml *node)
{
	for (size_t i = 0; is_map(r, node) && i < node->count; i++) {
		struct profile_column *c = take_column(r, &node->keys[i]);

		if (c && take_text(r, &node->items[i], &c->constant))
			check_word(r, &node->items[i], c);
	}
}

/* Lists. */

static bool is_list(const struct reader *r, const struct yaml *node, size_t most)
{
	if (node->kind == YAML_LIST && node->count <= most)
		return true;
	fault(r, node, "a list of up to %zu belongs here", most);
	return false;
}

static void read_strip_zeros(struct reader *r, const struct yaml *node)
{
	for (size_t i = 0; is_list(r, node, PROFILE_COLUMNS) && i < node->count; i++) {
		struct profile_column *c = NULL;

		if (node->items[i].kind == YAML_SCALAR)
			c = take_column(r, &node->items[i]);
		else
			fault(r, &node->items[i], "the name of a column belongs here");
		if (c)
			c->strip_zeros = true;
	}
}

static void read_drop(struct reader *r, const struct yaml *node)
{
	for (size_t i = 0; is_list(r, node, PROFILE_COLUMNS) && i < node->count; i++)
		if (take_text(r, &node->items[i], &r->p->drop[r->p->ndrop]))
			r->p->ndrop++;
}

static void read_conditions(
    struct reader *r, const struct yaml *node, struct condition *list, size_t *count)
{
	for (size_t i = 0; is_list(r, node, PROFILE_CONDITIONS) && i < node->count; i++) {
		const char *why = "a condition belongs here, such as \"Open = No\"";

		if (node->items[i].kind == YAML_SCALAR &&
		    condition_parse(node->items[i].text, &list[*count], &why))
			++*count;
		else
			fault(r, &node->items[i], "%s", why);
	}
}

static void read_skip(struct reader *r, const struct yaml *node)
{
	read_conditions(r, node, r->p->skip, &r->p->nskip);
}

static void read_total(struct reader *r, const struct yaml *node)
{
	read_conditions(r, node, r->p->total, &r->p->ntotal);
}

static void read_sign(struct reader *r, const struct yaml *node)
{
	static const char *const words[] = {"as-is", "reverse", "by-kind"};
	int word = take_word(r, node, words, 3);

	if (word >= 0)
		r->p->sign = (enum profile_sign)word;
}

static void read_rows(struct reader *r, const struct yaml *node)
{
	static const char *const words[] = {"items", "invoice-lines"};
	int word = take_word(r, node, words, 2);

	if (word >= 0)
		r->p->lines = word == 1;
}

/* The whole. */

static const struct key {
	const char *name;
	void (*read)(struct reader *r, const struct yaml *node);
} keys[] = {
    {"title", read_title},
    {"delimiter", read_delimiter},
    {"quote", read_quote},
    {"encoding", read_encoding},
    {"decimal_mark", read_decimal_mark},
    {"thousands_mark", read_thousands_mark},
    {"date_order", read_date_order},
    {"columns", read_columns},
    {"values", read_values},
    {"constants", read_constants},
    {"strip_zeros", read_strip_zeros},
    {"drop", read_drop},
    {"skip", read_skip},
    {"total", read_total},
    {"sign", read_sign},
    {"rows", read_rows},
};
enum { KEYS = sizeof keys / sizeof keys[0] };

static void read_key(struct reader *r, const struct yaml *key, const struct yaml *value)
{
	const char *names[KEYS];

	for (size_t i = 0; i < KEYS; i++) {
		if (slice_is(key->text, keys[i].name)) {
			keys[i].read(r, value);
			return;
		}
		names[i] = keys[i].name;
	}
	fault(r, key, "\"%.*s\" is no key of a profile%s", SLICE_ARG(key->text),
	    did_you_mean(nearest_among(key->text, names, KEYS)).text);
}

/* The file's name without its folder and ending. */
static struct profile *new_named(const char *path)
{
	const char *base = path_base(path), *dot = strrchr(base, '.');
	struct buf name = {0};
	struct profile *p;

	buf_add(&name, base, dot ? (size_t)(dot - base) : strlen(base));
	p = profile_new(buf_string(&name));
	buf_free(&name);
	return p;
}

struct profile *profile_read(struct diag *d, const char *path)
{
	unsigned long before = d->errors;
	struct profile *p = new_named(path);
	struct reader r = {.d = d, .path = path, .p = p};
	const struct yaml *root = yaml_load(d, path, STATUS_POLICY, &p->arena);

	if (root && is_map(&r, root)) {
		for (size_t i = 0; i < root->count; i++)
			read_key(&r, &root->keys[i], &root->items[i]);
		if (d->errors == before)
			profile_check(d, path, root, p);
	}
	if (d->errors == before)
		return p;
	profile_free(p);
	return NULL;
}
