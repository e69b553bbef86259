#include "base/bins.h"

#include "base/file.h"
#include "base/mem.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

enum { BLOCK = 16 << 10 };

struct block {
	char *bytes; /* NULL: in the file */
	off_t at;
	size_t length;
	bool away; /* it does not grow any more */
};

struct bin {
	struct block *blocks; /* the last one is being filled, if it is in memory */
	size_t nblocks, blocks_capacity;
	size_t capacity; /* of the last one */
};

struct bins {
	struct bin *all;
	size_t count, limit;
	size_t in_memory; /* bytes of blocks that are put away */
	int fd;
	off_t end;	   /* of the file */
	_Atomic int error; /* of the file; 0: none */
};

struct bins *bins_new(size_t count, size_t limit)
{
	struct bins *b = mem_alloc(sizeof *b);

	b->all = mem_array(count, sizeof *b->all);
	b->count = count;
	b->limit = limit;
	b->fd = -1;
	return b;
}

/* The file. */

static bool open_file(struct bins *b)
{
	char *path;

	b->fd = file_temporary(&path);
	if (b->fd < 0)
		b->error = errno;
	free(path);
	return b->fd >= 0;
}

static bool done(struct bins *b, bool good)
{
	if (!good)
		b->error = errno;
	return good;
}

/* Into the file; where that fails nothing of it is needed any more. Returns its room, which is free
 * now. */
static char *write_block(struct bins *b, struct block *block)
{
	char *room;

	if (b->error == 0 && (b->fd >= 0 || open_file(b)) &&
	    done(b, file_write_at(b->fd, b->end, block->bytes, block->length))) {
		block->at = b->end;
		b->end += (off_t)block->length;
	}
	room = block->bytes;
	block->bytes = NULL;
	return room;
}

/* NULL: it stays where it is; else its room is free now. */
static char *put_away(struct bins *b, struct block *block)
{
	if (block->away)
		return NULL;
	block->away = true;
	if (b->in_memory + block->length > b->limit)
		return write_block(b, block);
	b->in_memory += block->length;
	return NULL;
}

/* Bins. */

/* `room`: of that capacity, or NULL. */
static struct block *new_block(struct bin *bin, char *room, size_t capacity)
{
	struct block *block;

	bin->blocks = mem_grow(bin->blocks, bin->nblocks, &bin->blocks_capacity, sizeof *block);
	block = &bin->blocks[bin->nblocks++];
	*block = (struct block){.bytes = room != NULL ? room : mem_resize(NULL, capacity, 1)};
	bin->capacity = capacity;
	return block;
}

void *bins_add(struct bins *b, size_t bin, size_t size)
{
	struct bin *to = &b->all[bin];
	struct block *last = to->nblocks > 0 ? &to->blocks[to->nblocks - 1] : NULL;
	const size_t capacity = size > BLOCK ? size : BLOCK;
	char *room = NULL;

	if (last == NULL || to->capacity - last->length < size) {
		if (last != NULL)
			room = put_away(b, last);
		if (to->capacity != capacity) {
			free(room);
			room = NULL;
		}
		last = new_block(to, room, capacity);
	}
	last->length += size;
	return last->bytes + last->length - size;
}

static size_t length_of(const struct bin *bin)
{
	size_t length = 0;

	for (size_t i = 0; i < bin->nblocks; i++)
		length += bin->blocks[i].length;
	return length;
}

/* Room for any of them, so that one buffer may serve for all and is made once. */
static void make_room(const struct bins *b, struct buf *out)
{
	size_t most = 0;

	for (size_t i = 0; i < b->count; i++) {
		const size_t length = length_of(&b->all[i]);

		most = length > most ? length : most;
	}
	buf_free(out);
	buf_reserve(out, most);
}

void bins_read(struct bins *b, size_t bin, struct buf *out)
{
	const struct bin *from = &b->all[bin];

	buf_truncate(out, 0);
	if (length_of(from) >= out->capacity)
		make_room(b, out);
	for (size_t i = 0; i < from->nblocks && b->error == 0; i++) {
		const struct block *block = &from->blocks[i];

		if (block->bytes != NULL)
			memcpy(out->data + out->length, block->bytes, block->length);
		else if (!done(b, file_read_at(
				      b->fd, block->at, out->data + out->length, block->length)))
			break;
		out->length += block->length;
	}
	if (b->error != 0)
		buf_truncate(out, 0);
}

static void empty(struct bins *b, struct bin *bin)
{
	for (size_t i = 0; i < bin->nblocks; i++) {
		if (bin->blocks[i].bytes != NULL && bin->blocks[i].away)
			b->in_memory -= bin->blocks[i].length;
		free(bin->blocks[i].bytes);
	}
	bin->nblocks = 0;
}

void bins_replace(struct bins *b, size_t bin, struct slice bytes)
{
	struct bin *to = &b->all[bin];
	struct block *block;

	empty(b, to);
	if (bytes.n == 0)
		return;
	block = new_block(to, NULL, bytes.n);
	memcpy(block->bytes, bytes.p, bytes.n);
	block->length = bytes.n;
	free(put_away(b, block));
}

bool bins_check(const struct bins *b, struct diag *d)
{
	if (b->error != 0)
		diag_error(d, STATUS_IO, AT_FILE(temporary_folder()), "%s", strerror(b->error));
	return b->error == 0;
}

void bins_free(struct bins *b)
{
	if (b == NULL)
		return;
	for (size_t i = 0; i < b->count; i++) {
		empty(b, &b->all[i]);
		free(b->all[i].blocks);
	}
	if (b->fd >= 0)
		close(b->fd);
	free(b->all);
	free(b);
}
