#include "book/seen_parts.h"

#include "base/file.h"
#include "base/pair.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

struct place seen_place(const struct seen *s, uint32_t place)
{
	size_t i = s->ninputs - 1;

	while (s->inputs[i].before >= place)
		i--;
	return AT_LINE(s->inputs[i].file, (unsigned long)(place - s->inputs[i].before));
}

struct repetition {
	uint32_t later, earlier;
};

/* One half of the partitions is searched: `from`, and each second one after it. */
struct search {
	struct seen *seen;
	unsigned from;
	/* What a partition has, block by block. */
	const struct block **blocks;
	size_t nblocks, blocks_capacity;
	struct block *read; /* those that lay in the file */
	size_t read_capacity;
	uint64_t *once, *twice; /* BITS_MOST each */
	uint64_t mask;
	struct print_set set;
	struct repetition *found;
	size_t nfound, found_capacity;
	int error; /* 0: none */
};

enum { BITS_LEAST = 1 << 10, BITS_MOST = 1 << 20, BITS_OF_ONE = 32 };

static void list_block(struct search *s, const struct block *b)
{
	s->blocks = mem_grow(s->blocks, s->nblocks, &s->blocks_capacity, sizeof(*s->blocks));
	s->blocks[s->nblocks++] = b;
}

static size_t count_read(const struct search *s, unsigned part)
{
	const struct full *full = s->seen->full;
	size_t count = 0;

	for (size_t i = s->seen->first[part]; i > 0; i = full[i - 1].next)
		count += full[i - 1].block == NULL;
	return count;
}

/* False when the file cannot be read. */
static bool list_partition(struct search *s, unsigned part)
{
	const struct seen *seen = s->seen;
	const size_t count = count_read(s, part);
	struct block *read;

	if (count > s->read_capacity) {
		s->read = mem_resize(s->read, count, sizeof(*s->read));
		s->read_capacity = count;
	}
	read = s->read;
	s->nblocks = 0;
	for (size_t i = seen->first[part]; i > 0; i = seen->full[i - 1].next) {
		const struct full *full = &seen->full[i - 1];

		list_block(s, full->block != NULL ? full->block : read);
		if (full->block == NULL &&
		    !file_read_at(
			seen->fd, (off_t)(full->number * sizeof(*read)), read++, sizeof(*read))) {
			s->error = errno;
			return false;
		}
	}
	if (seen->filled[part] > 0)
		list_block(s, seen->filling[part]);
	return true;
}

static size_t block_count(const struct search *s, size_t block, unsigned part)
{
	const size_t last = s->seen->filled[part];

	return block + 1 < s->nblocks || last == 0 ? BLOCK : last;
}

static bool has_bit(const uint64_t *bits, uint64_t i)
{
	return (bits[i / 64] >> i % 64 & 1) != 0;
}

static void set_bit(uint64_t *bits, uint64_t i)
{
	bits[i / 64] |= UINT64_C(1) << i % 64;
}

static void clear_bits(struct search *s)
{
	size_t bits = BITS_LEAST;

	while (bits < BITS_MOST && bits < s->nblocks * BLOCK * BITS_OF_ONE)
		bits *= 2;
	memset(s->once, 0, bits / 8);
	memset(s->twice, 0, bits / 8);
	s->mask = bits - 1;
}

static void compare(struct search *s, const struct print *print)
{
	struct print *there = prints_add(&s->set, print);
	struct repetition found;

	if (there == NULL)
		return;
	/* Those of a few hundred rows may come in another order than theirs. */
	found = print->place < there->place ? (struct repetition){there->place, print->place}
					    : (struct repetition){print->place, there->place};
	there->place = found.earlier;
	s->found = mem_grow(s->found, s->nfound, &s->found_capacity, sizeof(*s->found));
	s->found[s->nfound++] = found;
}

/* Two prints that are the same have the same bit: only those whose bit is wanted twice need be
 * compared, a few of a hundred. */
static void search_partition(struct search *s, unsigned part)
{
	clear_bits(s);
	for (size_t b = 0; b < s->nblocks; b++)
		for (size_t i = 0, n = block_count(s, b, part); i < n; i++) {
			const uint64_t bit = hash_of(&s->blocks[b]->all[i]) & s->mask;

			if (has_bit(s->once, bit))
				set_bit(s->twice, bit);
			set_bit(s->once, bit);
		}
	for (size_t b = 0; b < s->nblocks; b++)
		for (size_t i = 0, n = block_count(s, b, part); i < n; i++) {
			const struct dealt *d = &s->blocks[b]->all[i];

			if (has_bit(s->twice, hash_of(d) & s->mask))
				compare(s, &(struct print){hash_of(d), d->place, 0});
		}
	prints_free(&s->set);
}

static void search_half(void *half)
{
	struct search *s = half;

	s->once = mem_array(BITS_MOST / 64, sizeof(*s->once));
	s->twice = mem_array(BITS_MOST / 64, sizeof(*s->twice));
	for (unsigned part = s->from; part < PARTITIONS && list_partition(s, part); part += 2)
		search_partition(s, part);
	free(s->once);
	free(s->twice);
	free(s->blocks);
	free(s->read);
}

static int by_place(const void *a, const void *b)
{
	const struct repetition *x = a, *y = b;

	return x->later < y->later ? -1 : x->later > y->later;
}

/* One after the other, in the order of the rows. */
static void tell(const struct seen *s, struct diag *d, struct repetition *all, size_t count)
{
	if (count > 0)
		qsort(all, count, sizeof(*all), by_place);
	for (size_t i = 0; i < count; i++) {
		const struct place earlier = seen_place(s, all[i].earlier);

		diag_error(d, STATUS_DATA, seen_place(s, all[i].later),
		    "this customer, invoice and instalment stand already in %s:%lu", earlier.file,
		    earlier.line);
	}
}

static void search_all(struct seen *s, struct diag *d, size_t *count)
{
	struct search halves[] = {{.seen = s}, {.seen = s, .from = 1}};
	struct search *first = &halves[0], *second = &halves[1];

	pair_run(search_half, first, second);
	s->error = first->error != 0 ? first->error : second->error;
	s->broken = s->error != 0;
	*count = first->nfound + second->nfound;
	if (!s->broken) {
		first->found = mem_resize(first->found, *count, sizeof(*first->found));
		if (second->nfound > 0)
			memcpy(first->found + first->nfound, second->found,
			    second->nfound * sizeof(*second->found));
		tell(s, d, first->found, *count);
	}
	free(first->found);
	free(second->found);
}

bool seen_finish(struct seen *s, struct diag *d)
{
	size_t count = 0;

	if (s->many && !s->broken)
		search_all(s, d, &count);
	if (s->broken)
		diag_error(d, STATUS_IO, AT_FILE(temporary_folder()), "%s", strerror(s->error));
	return count == 0 && !s->broken;
}
