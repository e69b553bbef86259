#include "base/patched.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/turns.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

enum { FILE_LEAST = 512 << 10, TEXT_MOST = 64 << 10 };

/* What the spool has before n bytes: a text, or what is put into a part. */
struct head {
	struct file_part part; /* n 0: none */
	size_t n;
};

/* Four sums, none of which waits for another. */
uint64_t patched_hash(struct slice bytes)
{
	enum { SUMS = 4, TWO_WORDS = 16, ROUND = SUMS * TWO_WORDS };
	uint64_t sums[SUMS] = {HASH_SEED, HASH_ONE, HASH_TWO, bytes.n};
	const char *p = bytes.p, *end = bytes.p + bytes.n;

	for (; end - p >= ROUND; p += ROUND)
		for (size_t i = 0; i < SUMS; i++) {
			const char *words = p + i * TWO_WORDS;

			sums[i] =
			    word_fold(word_load(words) ^ HASH_ONE, word_load(words + 8) ^ sums[i]);
		}
	for (size_t i = 1; i < SUMS; i++)
		sums[0] = word_fold(sums[0] ^ HASH_TWO, sums[i]);
	return hash_bytes(sums[0], p, (size_t)(end - p));
}

/* Opening. */

static bool is_output(const struct stat *st)
{
	struct stat out;

	return fstat(STDOUT_FILENO, &out) == 0 && out.st_dev == st->st_dev &&
	       out.st_ino == st->st_ino;
}

void patched_open(struct patched *p, int fd, const char *name)
{
	p->name = name;
	if (fd >= 0 && fstat(fd, &p->was) == 0 && p->was.st_size >= FILE_LEAST &&
	    !is_output(&p->was))
		p->fd = fd;
	else if (fd >= 0)
		close(fd);
}

void patched_stock(struct patched *p, size_t i, struct slice text)
{
	memcpy(p->stock[i].text, text.p, text.n);
	p->stock[i].n = text.n;
}

/* Keeping. */

struct buf *patched_text(struct patched *p)
{
	return p->fd > 0 ? &p->text : &p->spool.memory;
}

static bool add(struct diag *d, struct patched *p, struct head head, struct slice bytes)
{
	head.n = bytes.n;
	return spool_add(d, &p->spool, (struct slice){(const char *)&head, sizeof head}) &&
	       spool_add(d, &p->spool, bytes);
}

static bool add_text(struct diag *d, struct patched *p)
{
	const bool ok =
	    p->text.length == 0 || add(d, p, (struct head){.n = 0}, buf_slice(&p->text));

	buf_truncate(&p->text, 0);
	return ok;
}

bool patched_check(struct diag *d, struct patched *p)
{
	if (p->fd == 0)
		return spool_check(d, &p->spool);
	return p->text.length < TEXT_MOST || add_text(d, p);
}

bool patched_add(
    struct diag *d, struct patched *p, const struct file_part *part, struct slice patches)
{
	return add_text(d, p) && add(d, p, (struct head){.part = *part}, patches);
}

/* Making. */

struct made {
	_Alignas(CACHE_LINE) struct head head;
	struct buf kept; /* the text, or the patches */
	struct buf part;
	struct buf text; /* of the part, with what was put in */
	bool changed;
	int error;
};

struct maker {
	struct patched *p;
	struct made at[TURNS_ROOM];
};

static char *room(struct buf *b, size_t n)
{
	buf_truncate(b, 0);
	buf_reserve(b, n);
	b->length = n;
	return b->data;
}

static bool begin(void *context, size_t place)
{
	struct maker *m = context;
	struct made *made = &m->at[place];
	struct spool *s = &m->p->spool;

	made->error = 0;
	made->changed = false;
	if (!spool_take(s, &made->head, sizeof made->head) ||
	    !spool_take(s, room(&made->kept, made->head.n), made->head.n))
		made->error = errno;
	return made->error == 0 && !spool_is_taken(s);
}

/* A text of the stock is copied with what is behind it. */
static void put_in(const struct patched *p, struct made *made)
{
	const char *at = made->kept.data, *end = at + made->kept.length, *same = made->part.data;
	const size_t count = made->kept.length / sizeof(struct patch);
	char *to =
	    room(&made->text, made->part.length + made->kept.length + (count + 1) * PATCHED_TEXT);

	while (at < end) {
		struct patch patch;

		memcpy(&patch, at, sizeof patch);
		at += sizeof patch;
		same += patch.left_out;
		memcpy(to, same, patch.same);
		same += patch.same;
		to += patch.same;
		memcpy(to, p->stock[patch.stock].text, PATCHED_TEXT);
		to += p->stock[patch.stock].n;
		memcpy(to, at, patch.n);
		at += patch.n;
		to += patch.n;
	}
	buf_truncate(&made->text, (size_t)(to - made->text.data));
}

static void make(void *context, size_t place)
{
	struct maker *m = context;
	struct made *made = &m->at[place];
	const struct file_part *part = &made->head.part;

	if (made->error != 0 || part->n == 0)
		return;
	if (!file_read_at(m->p->fd, part->at, room(&made->part, part->n), part->n))
		made->error = errno;
	else if (patched_hash(buf_slice(&made->part)) != part->hash)
		made->changed = true;
	else
		put_in(m->p, made);
}

/* Writing. */

static bool tell_changed(struct diag *d, const struct patched *p)
{
	diag_error(d, STATUS_DATA, AT_FILE(p->name), "was changed while it was read");
	return false;
}

static bool write_made(struct diag *d, const struct patched *p, const struct made *made)
{
	if (made->changed)
		return tell_changed(d, p);
	if (made->error != 0) {
		diag_error(d, STATUS_IO, AT_FILE(p->name), "%s", strerror(made->error));
		return false;
	}
	return file_write_all(d, STDOUT_FILENO, "standard output",
	    buf_slice(made->head.part.n > 0 ? &made->text : &made->kept));
}

static bool is_as_it_was(const struct patched *p)
{
	struct stat is;

	return fstat(p->fd, &is) == 0 && is.st_size == p->was.st_size &&
	       is.st_mtim.tv_sec == p->was.st_mtim.tv_sec &&
	       is.st_mtim.tv_nsec == p->was.st_mtim.tv_nsec;
}

static void write_all(struct diag *d, struct patched *p)
{
	struct maker *m = mem_lines(1, sizeof *m);
	struct turns *turns = turns_open(&(struct turns_work){begin, make, m});
	size_t place;

	m->p = p;
	file_widen_pipe(STDOUT_FILENO);
	while (turns_next(turns, &place) && write_made(d, p, &m->at[place]))
		;
	turns_close(turns);
	for (size_t i = 0; i < TURNS_ROOM; i++) {
		buf_free(&m->at[i].kept);
		buf_free(&m->at[i].part);
		buf_free(&m->at[i].text);
	}
	free(m);
}

int patched_finish(struct diag *d, struct patched *p)
{
	if (p->fd == 0)
		return spool_finish(d, &p->spool);
	if (!diag_failed(d) && add_text(d, p)) {
		if (is_as_it_was(p))
			write_all(d, p);
		else
			(void)tell_changed(d, p);
	}
	close(p->fd);
	buf_free(&p->text);
	spool_free(&p->spool);
	return finish(d);
}
