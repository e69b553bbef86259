/*
 * Duplicate items: a fingerprint of customer, invoice and instalment is kept
 * with the place of the row. Up to a limit they stand in a table in memory,
 * so that a repetition is told at once. Beyond it they are dealt to
 * partitions by their fingerprint, a block at a time to an unlinked file, and
 * each partition is searched at the end: memory stays bounded, and a partition
 * fits a processor's cache.
 *
 * A fingerprint has 80 bits: among ten million items two different ones have
 * the same with a chance of one to 10^10.
 */
#include "base/file.h"
#include "base/map.h"
#include "base/mem.h"
#include "book/item.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

enum { PARTITIONS = 256, PARTITION_BLOCK = 512, NAME_MOST = 232 };

struct print {
	uint64_t hash;
	uint32_t line; /* 0: a free slot */
	uint16_t file; /* its place in seen.files */
	uint16_t more; /* the rest of the fingerprint */
};

/* An open-addressed table; the fingerprint is the hash. */
struct print_set {
	struct print *slots;
	size_t size; /* a power of two, at least twice the count */
	size_t count;
};

struct partition {
	struct print *block;
	size_t count;
};

struct seen {
	struct print_set memory;
	size_t limit;
	const char **files; /* the inputs' names */
	size_t nfiles, files_capacity;
	bool spilled, broken; /* the file cannot be written: told by seen_finish */
	int fd, error;
	struct partition parts[PARTITIONS];
	unsigned char *blocks; /* whose each block of the file is */
	size_t nblocks, blocks_capacity;
};

static struct print *print_slot(const struct print_set *m, const struct print *print)
{
	const size_t mask = m->size - 1;
	size_t i = (size_t)print->hash & mask;

	while (m->slots[i].line != 0 &&
	       (m->slots[i].hash != print->hash || m->slots[i].more != print->more))
		i = (i + 1) & mask;
	return &m->slots[i];
}

static void resize(struct print_set *m, size_t size)
{
	struct print_set bigger = {mem_array(size, sizeof(struct print)), size, m->count};

	for (size_t i = 0; i < m->size; i++)
		if (m->slots[i].line != 0)
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

	if (slot->line != 0)
		return slot;
	*slot = *print;
	m->count++;
	return NULL;
}

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

static size_t put(char *to, struct slice part)
{
	if (part.n > 0)
		memcpy(to, part.p, part.n);
	to[part.n] = '\0';
	return part.n + 1;
}

static void fingerprint(struct print *print, const struct item *item)
{
	char small[NAME_MOST + 16], *name = small;
	const size_t length = item->customer.n + item->invoice.n + item->instalment.n;
	uint64_t last = 0;
	size_t n = sizeof(last);

	if (length > NAME_MOST)
		name = mem_alloc(length + 16);
	/* Eight bytes before it, so that the last eight bytes can always be taken. */
	memcpy(name, &last, sizeof(last));
	n += put(name + n, item->customer);
	n += put(name + n, item->invoice);
	n += put(name + n, item->instalment);
	memcpy(&last, name + n - sizeof(last), sizeof(last));
	print->hash = hash_bytes(0, name, n);
	print->more = (uint16_t)(last * UINT64_C(0x9e3779b97f4a7c15) >> 48);
	if (name != small)
		free(name);
}

static uint16_t file_index(struct seen *s, const char *file)
{
	if (s->nfiles > 0 && s->files[s->nfiles - 1] == file)
		return (uint16_t)(s->nfiles - 1);
	if (s->nfiles < UINT16_MAX) {
		s->files = mem_grow(s->files, s->nfiles, &s->files_capacity, sizeof(*s->files));
		s->files[s->nfiles++] = file;
	}
	return (uint16_t)(s->nfiles - 1);
}

/* The file of fingerprints. */

static bool give_up(struct seen *s)
{
	s->broken = true;
	s->error = errno;
	return false;
}

static bool open_spill(struct seen *s)
{
	char *path;

	s->fd = file_temporary(&path);
	if (s->fd < 0)
		give_up(s);
	free(path);
	return !s->broken;
}

static bool write_block(struct seen *s, size_t part)
{
	const size_t bytes = PARTITION_BLOCK * sizeof(struct print);
	const off_t at = (off_t)(s->nblocks * bytes);

	for (size_t done = 0; done < bytes;) {
		const ssize_t n = pwrite(s->fd, (const char *)s->parts[part].block + done,
		    bytes - done, at + (off_t)done);

		if (n < 0 && errno != EINTR)
			return give_up(s);
		done += n > 0 ? (size_t)n : 0;
	}
	s->blocks = mem_grow(s->blocks, s->nblocks, &s->blocks_capacity, 1);
	s->blocks[s->nblocks++] = (unsigned char)part;
	s->parts[part].count = 0;
	return true;
}

static void deal(struct seen *s, const struct print *print)
{
	const size_t part = print->hash >> 56;
	struct partition *p = &s->parts[part];

	if (s->broken)
		return;
	if (p->block == NULL)
		p->block = mem_array(PARTITION_BLOCK, sizeof(*p->block));
	if (p->count == PARTITION_BLOCK && !write_block(s, part))
		return;
	p->block[p->count++] = *print;
}

static void spill(struct seen *s)
{
	s->spilled = true;
	if (!open_spill(s))
		return;
	for (size_t i = 0; i < s->memory.size; i++)
		if (s->memory.slots[i].line != 0)
			deal(s, &s->memory.slots[i]);
	free(s->memory.slots);
	s->memory = (struct print_set){0};
}

bool seen_add(struct seen *s, struct table *t, const struct row *row, const struct item *item)
{
	struct print print = {.line = row->line < UINT32_MAX ? (uint32_t)row->line : UINT32_MAX};

	print.file = file_index(s, row->file);
	fingerprint(&print, item);
	if (!s->spilled && s->memory.count >= s->limit)
		spill(s);
	if (s->spilled) {
		deal(s, &print);
		return true;
	}
	const struct print *earlier = print_add(&s->memory, &print);

	if (earlier == NULL)
		return true;
	table_fault(t, -1, "customer \"%.*s\", invoice \"%.*s\"%s%.*s%s stands already in %s:%lu",
	    SLICE_ARG(item->customer), SLICE_ARG(item->invoice),
	    item->instalment.n > 0 ? ", instalment \"" : "", SLICE_ARG(item->instalment),
	    item->instalment.n > 0 ? "\"" : "", s->files[earlier->file],
	    (unsigned long)earlier->line);
	return false;
}

/* At the end. */

struct repetition {
	struct print later, earlier;
};

struct repetitions {
	struct repetition *all;
	size_t count, capacity;
};

static void search(
    struct print_set *set, const struct print *prints, size_t count, struct repetitions *found)
{
	for (size_t i = 0; i < count; i++) {
		const struct print *earlier = print_add(set, &prints[i]);

		if (earlier == NULL)
			continue;
		found->all =
		    mem_grow(found->all, found->count, &found->capacity, sizeof(*found->all));
		found->all[found->count++] = (struct repetition){prints[i], *earlier};
	}
}

static bool read_block(struct seen *s, size_t block, struct print *prints)
{
	const size_t bytes = PARTITION_BLOCK * sizeof(*prints);
	const off_t at = (off_t)(block * bytes);

	for (size_t done = 0; done < bytes;) {
		const ssize_t n =
		    pread(s->fd, (char *)prints + done, bytes - done, at + (off_t)done);

		if (n == 0)
			errno = EIO;
		if (n == 0 || (n < 0 && errno != EINTR))
			return give_up(s);
		done += n > 0 ? (size_t)n : 0;
	}
	return true;
}

static bool search_partition(struct seen *s, size_t part, struct repetitions *found)
{
	struct print_set set = {0};
	struct print *prints = mem_array(PARTITION_BLOCK, sizeof(*prints));
	bool ok = true;

	for (size_t i = 0; i < s->nblocks && ok; i++) {
		if (s->blocks[i] != part)
			continue;
		ok = read_block(s, i, prints);
		if (ok)
			search(&set, prints, PARTITION_BLOCK, found);
	}
	if (ok && s->parts[part].block != NULL)
		search(&set, s->parts[part].block, s->parts[part].count, found);
	free(prints);
	free(set.slots);
	return ok;
}

static int by_place(const void *a, const void *b)
{
	const struct print *x = &((const struct repetition *)a)->later;
	const struct print *y = &((const struct repetition *)b)->later;

	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	return x->line < y->line ? -1 : x->line > y->line;
}

bool seen_finish(struct seen *s, struct diag *d)
{
	struct repetitions found = {0};

	for (size_t i = 0; i < PARTITIONS && s->spilled && !s->broken; i++)
		search_partition(s, i, &found);
	if (s->broken)
		diag_error(d, STATUS_IO, AT_FILE("temporary file"), "%s", strerror(s->error));
	if (found.count > 0)
		qsort(found.all, found.count, sizeof(*found.all), by_place);
	for (size_t i = 0; i < found.count; i++) {
		const struct repetition *r = &found.all[i];

		diag_error(d, STATUS_DATA, AT_LINE(s->files[r->later.file], r->later.line),
		    "this customer, invoice and instalment stand already in %s:%lu",
		    s->files[r->earlier.file], (unsigned long)r->earlier.line);
	}
	free(found.all);
	return found.count == 0 && !s->broken;
}

void seen_free(struct seen *s)
{
	for (size_t i = 0; i < PARTITIONS; i++)
		free(s->parts[i].block);
	if (s->fd >= 0)
		close(s->fd);
	free(s->memory.slots);
	free(s->files);
	free(s->blocks);
	free(s);
}
