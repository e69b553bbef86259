/*
 * Duplicate items: a fingerprint of customer, invoice and instalment is kept
 * with the place of the row. They are dealt to partitions by their fingerprint, in blocks, the
 * later ones of which go to an unlinked file, and each partition is searched at the end: memory
 * stays bounded, and a partition fits a processor's cache. Up to a limit they stand in a table in
 * memory too, so that a repetition is told at once, and nothing is to be searched.
 */
#include "book/seen_parts.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/word.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

struct seen *seen_new(size_t at_once, size_t memory)
{
	struct seen *s = mem_alloc(sizeof(*s));

	s->at_once = at_once;
	s->most_blocks = memory / BLOCK;
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
	uint64_t hash = hash_field(customer_hash, invoice);

	if (instalment.n > 0)
		hash = hash_bytes(hash, instalment.p, instalment.n);
	return (struct fingerprint){
	    .hash = hash,
	    .part = (uint8_t)((last ^ customer_hash) * UINT64_C(0x9e3779b97f4a7c15) >> 56),
	};
}

/* Places. */

static struct input *input_of(struct seen *s, const char *file, unsigned long line)
{
	struct input *last = s->ninputs > 0 ? &s->inputs[s->ninputs - 1] : NULL;

	if (last == NULL || last->file != file) {
		const uint64_t before = last != NULL ? last->before + last->lines : 0;

		s->inputs =
		    mem_grow(s->inputs, s->ninputs, &s->inputs_capacity, sizeof(*s->inputs));
		last = &s->inputs[s->ninputs++];
		*last = (struct input){.file = file, .before = before};
	}
	if (line > last->lines)
		last->lines = line;
	return last;
}

static uint32_t place_of(const struct input *input, unsigned long line)
{
	const uint64_t place = input->before + line;

	return place < UINT32_MAX ? (uint32_t)place : UINT32_MAX;
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
	struct full full = {.number = s->in_file};

	if (s->nfull < s->most_blocks) {
		full.block = s->filling[part];
		s->filling[part] = arena_lines(&s->blocks, BLOCK_ROOM);
	} else if (!write_block(s, s->filling[part])) {
		return false;
	}
	s->full = mem_grow(s->full, s->nfull, &s->full_capacity, sizeof(*s->full));
	s->full[s->nfull++] = full;
	*(s->last[part] > 0 ? &s->full[s->last[part] - 1].next : &s->first[part]) = s->nfull;
	s->last[part] = s->nfull;
	s->filled[part] = 0;
	return true;
}

static inline void deal(struct seen *s, uint8_t part, uint64_t hash, uint32_t place)
{
	struct dealt *to;

	if (s->broken)
		return;
	if (s->filling[part] == NULL)
		s->filling[part] = arena_lines(&s->blocks, BLOCK_ROOM);
	if (s->filled[part] == BLOCK && !put_away(s, part))
		return;
	to = &s->filling[part]->all[s->filled[part]++];
	*to = (struct dealt){{(uint32_t)hash, (uint32_t)(hash >> 32)}, place};
	/* The line after this one is wanted when all others were: fetch it in time. */
	__builtin_prefetch((const char *)to + 64, 1);
}

/* Remember it in memory too, while there are few. The earlier one, or NULL. */
static const struct print *add_to_memory(struct seen *s, const struct print *print)
{
	if (s->memory.count < s->at_once)
		return prints_add(&s->memory, print);
	prints_free(&s->memory);
	s->many = true;
	return NULL;
}

/* The earlier one, or NULL. */
static const struct print *take(
    struct seen *s, const char *file, unsigned long line, struct fingerprint f)
{
	const struct print print = {f.hash, place_of(input_of(s, file, line), line), f.part};
	const struct print *earlier = s->many ? NULL : add_to_memory(s, &print);

	if (earlier == NULL)
		deal(s, print.part, print.hash, print.place);
	return earlier;
}

bool seen_take(struct seen *s, const char *file, unsigned long line, struct fingerprint f)
{
	return take(s, file, line, f) == NULL;
}

bool seen_take_rows(struct seen *s, const char *file, unsigned long before,
    const struct seen_row *rows, size_t count)
{
	const struct input *input;

	if (!s->many)
		return false;
	if (count == 0)
		return true;
	input = input_of(s, file, before + rows[count - 1].line);
	for (size_t i = 0; i < count; i++)
		deal(s, rows[i].part, rows[i].hash, place_of(input, before + rows[i].line));
	return true;
}

void seen_soon(const struct seen *s, struct fingerprint f)
{
	prints_soon(&s->memory, f.hash);
}

bool seen_add(struct seen *s, struct table *t, const struct row *row, const struct item *item)
{
	const struct print *earlier = take(s, row->file, row->line,
	    fingerprint_of(item, hash_bytes(0, item->customer.p, item->customer.n)));
	struct place at;

	if (earlier == NULL)
		return true;
	at = seen_place(s, earlier->place);
	table_fault(t, -1, "customer \"%.*s\", invoice \"%.*s\"%s%.*s%s stands already in %s:%lu",
	    SLICE_ARG(item->customer), SLICE_ARG(item->invoice),
	    item->instalment.n > 0 ? ", instalment \"" : "", SLICE_ARG(item->instalment),
	    item->instalment.n > 0 ? "\"" : "", at.file, at.line);
	return false;
}

void seen_free(struct seen *s)
{
	arena_free(&s->blocks);
	if (s->fd >= 0)
		close(s->fd);
	prints_free(&s->memory);
	free(s->inputs);
	free(s->full);
	free(s);
}
