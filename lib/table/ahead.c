#include "table/ahead.h"

#include "base/buf.h"
#include "base/mem.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

/* One for each of two threads, and two between them. */
enum { BLOCKS = 4 };

struct ahead {
	int fd;
	size_t columns;
	struct table_judge judge;
	struct ahead_block ring[BLOCKS]; /* block number n is ring[n % BLOCKS] */
	size_t read, taken, given_back;	 /* how many were so far */
	struct buf rest;		 /* the begin of a record that the next block ends */
	unsigned long line;		 /* on which the next one to be taken begins */
	enum frame_result end;		 /* of the last one taken */
	/* Between the threads. `reading`: one of them is at the file. */
	pthread_mutex_t lock;
	pthread_cond_t changed;
	pthread_t thread;
	bool threaded, reading, ended, stopped;
};

/* Reading. */

/* Fill the block from *n on; true when the file may have more. */
static bool read_more(struct ahead *a, struct ahead_block *b, size_t *n)
{
	while (*n < b->frame.capacity) {
		const ssize_t got = read(a->fd, b->frame.bytes + *n, b->frame.capacity - *n);

		if (got == 0)
			b->end = FRAME_END;
		if (got < 0 && errno != EINTR) {
			b->end = FRAME_UNREADABLE;
			b->error = errno;
		}
		if (b->end != FRAME_RECORD)
			return false;
		*n += got > 0 ? (size_t)got : 0;
	}
	return true;
}

/* Whole records; at the end of the file all that is left. */
static void read_block(struct ahead *a, struct ahead_block *b)
{
	struct frame *f = &b->frame;
	size_t n = a->rest.length, whole = 0;

	b->end = FRAME_RECORD;
	while (f->capacity < n)
		frame_grow(f);
	if (n > 0)
		memcpy(f->bytes, a->rest.data, n);
	while (read_more(a, b, &n) && (whole = frame_whole(f->bytes, n)) == 0) {
		if (n > FRAME_RECORD_MOST) {
			b->end = FRAME_TOO_LONG;
			break;
		}
		frame_grow(f);
	}
	if (b->end != FRAME_RECORD)
		whole = b->end == FRAME_END ? n : frame_whole(f->bytes, n);
	buf_truncate(&a->rest, 0);
	buf_add(&a->rest, f->bytes + whole, n - whole);
	frame_restart(f, whole);
}

/* Judging. */

static bool judge_record(const struct ahead *a, struct ahead_block *b, const struct record *r)
{
	struct row row = {.fields = b->frame.fields, .line = r->line};
	size_t count = r->nfields;

	if (r->folded)
		row.fields = quoted_unfold(&b->quoted, row.fields, count);
	if (r->unsplit) {
		if (quoted_split_next(&b->quoted, r->text) != NULL)
			return false;
		row.fields = b->quoted.fields;
		count = b->quoted.nfields;
	} else if (r->odd && r->text.n > 0 && memchr(r->text.p, '\r', r->text.n) != NULL) {
		return false;
	}
	return count == a->columns && (!r->odd || slice_is_utf8(r->text)) &&
	       a->judge.judge(a->judge.context, &row, (char *)b->kept + b->count * a->judge.size);
}

static void grow_rows(struct ahead_block *b, size_t size)
{
	b->capacity = b->capacity > 0 ? 2 * b->capacity : 1024;
	b->rows = mem_resize(b->rows, b->capacity, sizeof *b->rows);
	b->settled = mem_resize(b->settled, b->capacity, sizeof *b->settled);
	b->kept = mem_resize(b->kept, b->capacity, size);
}

static void judge_block(const struct ahead *a, struct ahead_block *b)
{
	enum frame_result result;
	struct record r;

	b->count = 0;
	quoted_begin(&b->quoted, b->frame.end);
	while ((result = frame_next(&b->frame, &r)) == FRAME_RECORD) {
		if (b->count == b->capacity)
			grow_rows(b, a->judge.size);
		b->rows[b->count].at = (uint32_t)(r.text.p - b->frame.bytes);
		b->rows[b->count].line = (uint32_t)r.line;
		b->settled[b->count] = judge_record(a, b, &r);
		b->count++;
	}
	b->lines = b->frame.line - 1;
	b->last_line = result == FRAME_END ? b->frame.line : r.line;
	if (result != FRAME_END)
		b->end = result;
}

/* Threads. All of this with the lock held, which is let go for the work itself. */

static bool may_read(const struct ahead *a)
{
	return !a->reading && !a->ended && a->read < a->given_back + BLOCKS;
}

static void work(struct ahead *a)
{
	struct ahead_block *b = &a->ring[a->read++ % BLOCKS];

	b->ready = false;
	a->reading = true;
	pthread_mutex_unlock(&a->lock);
	read_block(a, b);
	pthread_mutex_lock(&a->lock);
	a->reading = false;
	a->ended = b->end != FRAME_RECORD;
	pthread_cond_broadcast(&a->changed);
	pthread_mutex_unlock(&a->lock);
	judge_block(a, b);
	pthread_mutex_lock(&a->lock);
	b->ready = true;
	pthread_cond_broadcast(&a->changed);
}

static void *run(void *context)
{
	struct ahead *a = context;

	pthread_mutex_lock(&a->lock);
	while (!a->stopped && !a->ended)
		if (may_read(a))
			work(a);
		else
			pthread_cond_wait(&a->changed, &a->lock);
	pthread_mutex_unlock(&a->lock);
	return NULL;
}

/* Where there is more than one block, and a processor for it. */
static void start(struct ahead *a)
{
	if (!a->ended && sysconf(_SC_NPROCESSORS_ONLN) > 1)
		a->threaded = pthread_create(&a->thread, NULL, run, a) == 0;
}

struct ahead *ahead_open(struct frame *from, size_t columns, const struct table_judge *judge)
{
	struct ahead *a = mem_alloc(sizeof *a);

	a->fd = from->fd;
	a->columns = columns;
	a->judge = *judge;
	a->line = from->line;
	buf_add(&a->rest, from->bytes + from->start, from->end - from->start);
	from->start = from->end;
	for (size_t i = 0; i < BLOCKS; i++)
		frame_open(&a->ring[i].frame, -1, from->capacity);
	pthread_mutex_init(&a->lock, NULL);
	pthread_cond_init(&a->changed, NULL);
	return a;
}

/* The next block in the order of the file, made here where no thread has it. */
static struct ahead_block *wait_for(struct ahead *a)
{
	struct ahead_block *b = &a->ring[a->taken % BLOCKS];

	while (a->taken == a->read || !b->ready)
		if (may_read(a))
			work(a);
		else
			pthread_cond_wait(&a->changed, &a->lock);
	a->taken++;
	return b;
}

struct ahead_block *ahead_next(struct ahead *a)
{
	struct ahead_block *b;

	if (a->end != FRAME_RECORD)
		return NULL;
	pthread_mutex_lock(&a->lock);
	a->given_back = a->taken;
	pthread_cond_broadcast(&a->changed);
	b = wait_for(a);
	pthread_mutex_unlock(&a->lock);
	if (a->taken == 1)
		start(a);
	b->line = a->line;
	a->line += b->lines;
	a->end = b->end;
	return b;
}

enum frame_result ahead_end(const struct ahead *a, struct record *r)
{
	const struct ahead_block *last = &a->ring[(a->taken - 1) % BLOCKS];

	*r = (struct record){.line = last->line + last->last_line - 1};
	errno = last->error;
	return a->end;
}

void ahead_close(struct ahead *a)
{
	pthread_mutex_lock(&a->lock);
	a->stopped = true;
	pthread_cond_broadcast(&a->changed);
	pthread_mutex_unlock(&a->lock);
	if (a->threaded)
		pthread_join(a->thread, NULL);
	for (size_t i = 0; i < BLOCKS; i++) {
		frame_free(&a->ring[i].frame);
		quoted_free(&a->ring[i].quoted);
		free(a->ring[i].rows);
		free(a->ring[i].settled);
		free(a->ring[i].kept);
	}
	buf_free(&a->rest);
	pthread_mutex_destroy(&a->lock);
	pthread_cond_destroy(&a->changed);
	free(a);
}
