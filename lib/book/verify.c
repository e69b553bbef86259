#include "book/verify.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "book/history_read.h"

#include "base/banned.h"

/*
 * For so many lines that do not fit it is searched which line they were written after; a file that
 * has more was not merely meddled with.
 */
enum { SEARCH_MOST = 500 };

enum { UNKNOWN = -1, START = -2 };

struct line {
	char link[CHAIN_TEXT]; /* its hash; empty: it has none */
	unsigned long number;
	bool fits;
	long displaced; /* the line that was written where this one stands, or UNKNOWN */
};

/* A line that does not fit to the one before it. */
struct stray {
	size_t line;
	struct slice text; /* what its hash is made of, after the hash of the line before */
	long after;	   /* the line that it was written after, START, or UNKNOWN */
	long twin;	   /* the line that has this one's hash rightly, or UNKNOWN */
	bool is_copy;	   /* of that line */
};

struct proof {
	struct diag *d;
	const char *path;
	struct line *lines;
	size_t count, capacity;
	struct stray *strays;
	size_t nstrays, strays_capacity;
	struct arena texts;
	struct chain chain;
};

/* Reading. */

static const char *link_before(const struct proof *p, size_t line)
{
	return line > 0 ? p->lines[line - 1].link : "";
}

static void add_stray(struct proof *p)
{
	struct slice text = buf_slice(&p->chain.text);

	if (p->nstrays < SEARCH_MOST)
		text.p = arena_copy(&p->texts, text.p, text.n);
	else
		text = (struct slice){0};
	p->strays = mem_grow(p->strays, p->nstrays, &p->strays_capacity, sizeof(*p->strays));
	p->strays[p->nstrays++] = (struct stray){p->count, text, UNKNOWN, UNKNOWN, false};
}

static void take_line(struct proof *p, const struct history_reader *r, struct verdict *out)
{
	struct line *line;
	struct slice seal = r->event.field[H_HASH], link = chain_link(seal);

	p->lines = mem_grow(p->lines, p->count, &p->capacity, sizeof(*p->lines));
	line = &p->lines[p->count];
	*line = (struct line){.number = r->event.line, .displaced = UNKNOWN};
	if (seal.n == 0) {
		out->unsealed++;
	} else {
		struct slice before = slice_of(link_before(p, p->count));
		line->fits = chain_fits(&p->chain, before, r->row.fields);
		if (!line->fits)
			add_stray(p);
		if (link.n < CHAIN_TEXT)
			memcpy(line->link, link.p, link.n);
	}
	out->forgotten += chain_forgotten(seal);
	p->count++;
}

static bool read_all(struct proof *p, struct verdict *out)
{
	struct history_reader r;

	if (history_read_open(&r, p->d, p->path)) {
		chain_find(&p->chain, r.at, table_columns(r.table));
		while (history_read_next(&r))
			take_line(p, &r, out);
	}
	out->lines = p->count;
	if (p->count > 0)
		memcpy(out->head, p->lines[p->count - 1].link, CHAIN_TEXT);
	return history_read_close(&r);
}

/* What happened to the lines that do not fit. */

/* No line that fits stands after it, so that another may have. */
static bool is_free_end(const struct proof *p, size_t line)
{
	return p->lines[line].link[0] != '\0' && (line + 1 == p->count || !p->lines[line + 1].fits);
}

static bool was_after(const struct stray *s, const char *before, const char *link)
{
	char hash[CHAIN_TEXT];

	chain_after(slice_of(before), s->text, hash);
	return strcmp(hash, link) == 0;
}

/* Not where it stands: that it does not fit there, whatever its hash says, is known. */
static long find_before(const struct proof *p, const struct stray *s)
{
	const char *link = p->lines[s->line].link;

	if (s->line > 0 && was_after(s, "", link))
		return START;
	for (size_t i = 0; i < p->count; i++)
		if (i != s->line && i + 1 != s->line && is_free_end(p, i) &&
		    was_after(s, p->lines[i].link, link))
			return (long)i;
	return UNKNOWN;
}

static long find_twin(const struct proof *p, const struct stray *s)
{
	const char *link = p->lines[s->line].link;

	for (size_t i = 0; link[0] != '\0' && i < p->count; i++)
		if (i != s->line && p->lines[i].fits && strcmp(p->lines[i].link, link) == 0)
			return (long)i;
	return UNKNOWN;
}

static void search(struct proof *p)
{
	for (size_t i = 0; i < p->nstrays && i < SEARCH_MOST; i++) {
		struct stray *s = &p->strays[i];
		s->twin = find_twin(p, s);
		if (s->twin == UNKNOWN)
			s->after = find_before(p, s);
		else
			s->is_copy =
			    was_after(s, link_before(p, (size_t)s->twin), p->lines[s->line].link);
	}
}

/*
 * Where all that stands between a line and the one that it was written after was written nowhere
 * else, it was put in between. False when it was not so, and the line itself was moved.
 */
static bool was_displaced(struct proof *p, const struct stray *s)
{
	size_t from = s->after == START ? 0 : (size_t)s->after + 1;

	if (from >= s->line)
		return false;
	for (const struct stray *o = p->strays; o < s; o++)
		if (o->line >= from && o->after != UNKNOWN)
			return false;
	for (size_t i = from; i < s->line; i++)
		p->lines[i].displaced = (long)s->line;
	return true;
}

static void tell_moved(const struct proof *p, struct place at, long after)
{
	if (after == START)
		diag_error(p->d, STATUS_DATA, at,
		    "does not fit: this line was moved, it was written as the first one");
	else
		diag_error(p->d, STATUS_DATA, at,
		    "does not fit: this line was moved, it was written after line %lu",
		    p->lines[after].number);
}

static void tell_stray(struct proof *p, const struct stray *s)
{
	struct place at = {p->path, p->lines[s->line].number, 0, "hash"};

	if (p->lines[s->line].displaced != UNKNOWN)
		return;
	if (s->twin != UNKNOWN)
		diag_error(p->d, STATUS_DATA, at, "does not fit: this %s line %lu",
		    s->is_copy ? "is a copy of" : "line was added, with the hash of",
		    p->lines[s->twin].number);
	else if (s->after == UNKNOWN)
		diag_error(p->d, STATUS_DATA, at,
		    "does not fit: this line was changed after it was written, or lines before it "
		    "are missing");
	else
		tell_moved(p, at, s->after);
}

/* Faults of lines that are no strays: what was put before another line, and what has no hash. */
static void tell_line(struct proof *p, size_t i, bool sealed_before)
{
	struct place at = {p->path, p->lines[i].number, 0, "hash"};

	if (p->lines[i].displaced != UNKNOWN)
		diag_error(p->d, STATUS_DATA, at,
		    "does not fit: this line was added, line %lu was written where it stands",
		    p->lines[p->lines[i].displaced].number);
	else if (sealed_before && p->lines[i].link[0] == '\0')
		diag_error(p->d, STATUS_DATA, at,
		    "has none, though lines before have: another program added this line, or took "
		    "its hash out");
}

static void tell_all(struct proof *p, enum unsealed unsealed)
{
	bool *displaced = mem_array(p->nstrays + 1, sizeof(*displaced));
	bool sealed = false;
	size_t next = 0;

	for (size_t i = 0; i < p->nstrays; i++)
		displaced[i] = p->strays[i].after != UNKNOWN && was_displaced(p, &p->strays[i]);
	for (size_t i = 0; i < p->count; i++) {
		tell_line(p, i, sealed && unsealed == UNSEALED_FIRST);
		sealed = sealed || p->lines[i].link[0] != '\0';
		if (next == p->nstrays || p->strays[next].line != i)
			continue;
		if (!displaced[next])
			tell_stray(p, &p->strays[next]);
		next++;
	}
	free(displaced);
}

/* The line that the history ended with once; more may have been added since. */
static void check_head(struct proof *p, const char *head, struct verdict *out)
{
	for (size_t i = p->count; i-- > 0;)
		if (strcmp(p->lines[i].link, head) == 0) {
			out->since = p->count - 1 - i;
			return;
		}
	diag_error(p->d, STATUS_DATA, AT_FILE(p->path),
	    "no line has the hash %s: the last lines were cut off, or this is another history",
	    head);
}

bool history_verify(
    struct diag *d, const char *path, enum unsealed unsealed, const char *head, struct verdict *out)
{
	struct proof p = {.d = d, .path = path};
	unsigned long errors = d->errors;

	*out = (struct verdict){0};
	if (read_all(&p, out)) {
		search(&p);
		tell_all(&p, unsealed);
		if (head)
			check_head(&p, head, out);
	}
	free(p.lines);
	free(p.strays);
	arena_free(&p.texts);
	chain_free(&p.chain);
	return d->errors == errors;
}
