/*
 * Duplicate items: a fingerprint of customer, invoice and instalment is kept
 * with the place of the row. They are dealt to partitions by their fingerprint, in blocks, the
 * later ones of which go to an unlinked file, and each partition is searched at the end: memory
 * stays bounded, and a partition fits a processor's cache. Up to a limit they stand in a table in
 * memory too, so that a repetition is told at once, and nothing is to be searched.
 */
#include "book/seen.h"

#include "base/file.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/word.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

enum { PARTITIONS = 256, BLOCK = 512 };

/* Where an item stands: the lines of all files are counted through. */
struct input {
	const char *file;
	uint64_t before; /* lines of the files before it */
	unsigned long lines;
};

struct print {
	uint64_t hash;
	uint32_t place; /* 0: a free slot */
	uint8_t part;
};

/* An open-addressed table; the fingerprint is the hash. */
struct print_set {
	struct print *slots;
	size_t size; /* a power of two, at least twice the count */
	size_t count;
};

/* Fingerprints of one partition, in the order of the rows. */
struct block {
	uint64_t hash[BLOCK];
	uint32_t place[BLOCK];
};

struct seen {
	struct print_set memory;
	size_t limit;
	struct input *inputs;
	size_t ninputs, inputs_capacity;
	bool many;   /* more than the limit: `memory` is given up */
	bool broken; /* the file cannot be written: told by seen_finish */
	int fd, error;
	struct block *filling[PARTITIONS];
	size_t filled[PARTITIONS];
	/* The full ones, in their order. */
	struct full {
		struct block *block; /* NULL: in the file */
		uint8_t part;
	} * full;
	size_t nfull, full_capacity, in_file;
};

struct seen *seen_new(void)
{
	return seen_new_limit(SEEN_LIMIT);
}

struct seen *seen_new_limit(size_t limit)
{
	struct seen *s = mem_alloc(sizeof(*s));

	s->limit = limit;
	s->fd = -1;
	return s;
}

/* Fingerprints. */

/* Each part's hash is the seed of the next, and knows its length: the parts are held apart. */
struct fingerprint fingerprint_of(const struct item *item, uint64_t customer_hash)
{
	const struct slice invoice = item->invoice, instalment = item->instalment;
	const uint64_t last = invoice.n < sizeof last
				  ? word_load_few(invoice.p, invoice.n)
				  : word_load(invoice.p + invoice.n - sizeof last);
	uint64_t hash = hash_bytes(customer_hash, invoice.p, invoice.n);

	if (instalment.n > 0)
		hash = hash_bytes(hash, instalment.p, instalment.n);
	return (struct fingerprint){
	    .hash = hash,
	    .part = (uint8_t)((last ^ customer_hash) * UINT64_C(0x9e3779b97f4a7c15) >> 56),
	};
}

/* Places. */

static uint32_t place_of(struct seen *s, const char *file, unsigned long line)
{
	struct input *last = s->ninputs > 0 ? &s->inputs[s->ninputs - 1] : NULL;
	uint64_t place;

	if (last == NULL || last->file != file) {
		const uint64_t before = last != NULL ? last->before + last->lines : 0;

		s->inputs =
		    mem_grow(s->inputs, s->ninputs, &s->inputs_capacity, sizeof(*s->inputs));
		last = &s->inputs[s->ninputs++];
		*last = (struct input){.file = file, .before = before};
	}
	last->lines = line;
	place = last->before + line;
	return place < UINT32_MAX ? (uint32_t)place : UINT32_MAX;
}

static struct place find_place(const struct seen *s, uint32_t place)
{
	size_t i = s->ninputs - 1;

	while (s->inputs[i].before >= place)
		i--;
	return AT_LINE(s->inputs[i].file, (unsigned long)(place - s->inputs[i].before));
}

/* The table in memory. */

static struct print *print_slot(const struct print_set *m, const struct print *print)
{
	const size_t mask = m->size - 1;
	size_t i = (size_t)print->hash & mask;

	while (m->slots[i].place != 0 &&
	       (m->slots[i].hash != print->hash || m->slots[i].part != print->part))
		i = (i + 1) & mask;
	return &m->slots[i];
}

static void resize(struct print_set *m, size_t size)
{
	struct print_set bigger = {mem_array(size, sizeof(struct print)), size, m->count};

	for (size_t i = 0; i < m->size; i++)
		if (m->slots[i].place != 0)
			*print_slot(&bigger, &m->slots[i]) = m->slots[i];
	free(m->slots);
	*m = bigger;
}

/* The earlier print of the same item, or NULL after this one was added. */
static const struct print *print_add(struct print_set *m, const struct print *print)
{
	if (2 * m->count >= m->size)
		resize(m, m->size > 0 ? 2 * m->size : 1024);
	struct print *slot = print_slot(m, print);

	if (slot->place != 0)
		return slot;
	*slot = *print;
	m->count++;
	return NULL;
}

/* Partitions. */

static bool give_up(struct seen *s)
{
	s->broken = true;
	s->error = errno;
	return false;
}

static bool open_file(struct seen *s)
{
	char *path;

	s->fd = file_temporary(&path);
	if (s->fd < 0)
		give_up(s);
	free(path);
	return !s->broken;
}

static bool write_block(struct seen *s, const struct block *b)
{
	const off_t at = (off_t)(s->in_file * sizeof(*b));

	if (s->fd < 0 && !open_file(s))
		return false;
	if (!file_write_at(s->fd, at, b, sizeof(*b)))
		return give_up(s);
	s->in_file++;
	return true;
}

/* Put the full block away, into memory as long as there may be more. */
static bool put_away(struct seen *s, uint8_t part)
{
	struct full full = {.part = part};

	if (s->nfull * BLOCK < 4 * s->limit) {
		full.block = s->filling[part];
		s->filling[part] = mem_resize(NULL, 1, sizeof(struct block));
	} else if (!write_block(s, s->filling[part])) {
		return false;
	}
	s->full = mem_grow(s->full, s->nfull, &s->full_capacity, sizeof(*s->full));
	s->full[s->nfull++] = full;
	s->filled[part] = 0;
	return true;
}

static void deal(struct seen *s, const struct print *print)
{
	const uint8_t part = print->part;

	if (s->broken)
		return;
	if (s->filling[part] == NULL)
		s->filling[part] = mem_resize(NULL, 1, sizeof(struct block));
	if (s->filled[part] == BLOCK && !put_away(s, part))
		return;
	s->filling[part]->hash[s->filled[part]] = print->hash;
	s->filling[part]->place[s->filled[part]++] = print->place;
}

/* Remember it in memory too, while there are few. The earlier one, or NULL. */
static const struct print *add_to_memory(struct seen *s, const struct print *print)
{
	if (s->memory.count < s->limit)
		return print_add(&s->memory, print);
	free(s->memory.slots);
	s->memory = (struct print_set){0};
	s->many = true;
	return NULL;
}

/* The earlier one, or NULL. */
static const struct print *take(
    struct seen *s, const char *file, unsigned long line, struct fingerprint f)
{
	const struct print print = {f.hash, place_of(s, file, line), f.part};
	const struct print *earlier = s->many ? NULL : add_to_memory(s, &print);

	if (earlier == NULL)
		deal(s, &print);
	return earlier;
}

bool seen_take(struct seen *s, const char *file, unsigned long line, struct fingerprint f)
{
	return take(s, file, line, f) == NULL;
}

void seen_soon(const struct seen *s, struct fingerprint f)
{
	if (s->memory.size > 0)
		__builtin_prefetch(&s->memory.slots[(size_t)f.hash & (s->memory.size - 1)]);
}

bool seen_add(struct seen *s, struct table *t, const struct row *row, const struct item *item)
{
	const struct print *earlier = take(s, row->file, row->line,
	    fingerprint_of(item, hash_bytes(0, item->customer.p, item->customer.n)));
	struct place at;

	if (earlier == NULL)
		return true;
	at = find_place(s, earlier->place);
	table_fault(t, -1, "customer \"%.*s\", invoice \"%.*s\"%s%.*s%s stands already in %s:%lu",
	    SLICE_ARG(item->customer), SLICE_ARG(item->invoice),
	    item->instalment.n > 0 ? ", instalment \"" : "", SLICE_ARG(item->instalment),
	    item->instalment.n > 0 ? "\"" : "", at.file, at.line);
	return false;
}

/* At the end. */

struct repetition {
	uint32_t later, earlier;
};

struct repetitions {
	struct repetition *all;
	size_t count, capacity;
};

static void search(struct print_set *set, const struct block *b, size_t count, uint8_t part,
    struct repetitions *found)
{
	for (size_t i = 0; i < count; i++) {
		const struct print print = {b->hash[i], b->place[i], part};
		const struct print *earlier = print_add(set, &print);

		if (earlier == NULL)
			continue;
		found->all =
		    mem_grow(found->all, found->count, &found->capacity, sizeof(*found->all));
		found->all[found->count++] = (struct repetition){print.place, earlier->place};
	}
}

static bool read_block(struct seen *s, size_t number, struct block *b)
{
	return file_read_at(s->fd, (off_t)(number * sizeof(*b)), b, sizeof(*b)) || give_up(s);
}

/* `set` is empty, and left so. */
static void search_partition(
    struct seen *s, uint8_t part, struct print_set *set, struct repetitions *found)
{
	struct block read;

	for (size_t i = 0, in_file = 0; i < s->nfull && !s->broken; i++) {
		const struct block *b = s->full[i].block;

		in_file += b == NULL;
		if (s->full[i].part != part)
			continue;
		if (b == NULL && read_block(s, in_file - 1, &read))
			b = &read;
		if (b != NULL)
			search(set, b, BLOCK, part, found);
	}
	if (!s->broken && s->filled[part] > 0)
		search(set, s->filling[part], s->filled[part], part, found);
	memset(set->slots, 0, set->size * sizeof(*set->slots));
	set->count = 0;
}

static void search_all(struct seen *s, struct repetitions *found)
{
	struct print_set set = {0};

	resize(&set, 1024);
	for (unsigned part = 0; part < PARTITIONS && !s->broken; part++)
		search_partition(s, (uint8_t)part, &set, found);
	free(set.slots);
}

static int by_place(const void *a, const void *b)
{
	const struct repetition *x = a, *y = b;

	return x->later < y->later ? -1 : x->later > y->later;
}

bool seen_finish(struct seen *s, struct diag *d)
{
	struct repetitions found = {0};

	if (s->many && !s->broken)
		search_all(s, &found);
	if (s->broken)
		diag_error(d, STATUS_IO, AT_FILE(temporary_folder()), "%s", strerror(s->error));
	if (found.count > 0)
		qsort(found.all, found.count, sizeof(*found.all), by_place);
	for (size_t i = 0; i < found.count; i++) {
		const struct place earlier = find_place(s, found.all[i].earlier);

		diag_error(d, STATUS_DATA, find_place(s, found.all[i].later),
		    "this customer, invoice and instalment stand already in %s:%lu", earlier.file,
		    earlier.line);
	}
	free(found.all);
	return found.count == 0 && !s->broken;
}

void seen_free(struct seen *s)
{
	for (size_t i = 0; i < PARTITIONS; i++)
		free(s->filling[i]);
	for (size_t i = 0; i < s->nfull; i++)
		free(s->full[i].block);
	if (s->fd >= 0)
		close(s->fd);
	free(s->memory.slots);
	free(s->inputs);
	free(s->full);
	free(s);
}
