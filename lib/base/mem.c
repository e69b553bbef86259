#include "base/mem.h"

#include "base/diag.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/banned.h"

/* The message is made of pieces that need no memory. */
__attribute__((noreturn)) static void no_memory(void)
{
	static const char text[] = ": out of memory\n";
	const char *name = diag_program_name();
	ssize_t written = write(STDERR_FILENO, name, strlen(name));
	written += write(STDERR_FILENO, text, sizeof text - 1);
	(void)written;
	_exit(STATUS_TEMPFAIL);
}

void *mem_alloc(size_t size)
{
	return mem_array(1, size);
}

void *mem_array(size_t count, size_t size)
{
	void *p = calloc(count > 0 ? count : 1, size > 0 ? size : 1);
	if (p == NULL)
		no_memory();
	return p;
}

static void *aligned(size_t to, size_t size)
{
	void *p = aligned_alloc(to, (size + to - 1) / to * to);

	if (p == NULL)
		no_memory();
	return p;
}

/*
 * In pages of 2 MiB, where the system has such: a program that fills its memory asks for each page,
 * and a processor keeps but so many of them at hand. It is as if from malloc.
 */
enum { LARGE_PAGE = 2 << 20 };

static void *large_pages(size_t size)
{
	void *p = aligned(LARGE_PAGE, size);

#ifdef MADV_HUGEPAGE
	(void)madvise(p, (size + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE, MADV_HUGEPAGE);
#endif
	return memset(p, 0, size);
}

void *mem_lines(size_t count, size_t size)
{
	if (size > 0 && count > SIZE_MAX / 2 / size)
		no_memory();
	return memset(aligned(CACHE_LINE, count * size), 0, count * size);
}

void *mem_table(size_t count, size_t size)
{
	if (size > 0 && count > SIZE_MAX / 2 / size)
		no_memory();
	return count * size < LARGE_PAGE ? mem_array(count, size) : large_pages(count * size);
}

void *mem_resize(void *old, size_t count, size_t size)
{
	if (size > 0 && count > SIZE_MAX / size)
		no_memory();
	size_t bytes = count * size;
	void *p = realloc(old, bytes > 0 ? bytes : 1);
	if (p == NULL)
		no_memory();
	return p;
}

char *mem_copy(const char *bytes, size_t length)
{
	char *p = mem_resize(NULL, length + 1, 1);
	if (length > 0)
		memcpy(p, bytes, length);
	p[length] = '\0';
	return p;
}

char *mem_string(const char *s)
{
	return mem_copy(s, strlen(s));
}

void *mem_grow(void *array, size_t count, size_t *capacity, size_t size)
{
	if (count < *capacity)
		return array;
	size_t more = *capacity < 8 ? 8 : *capacity + *capacity / 2;
	array = mem_resize(array, more, size);
	*capacity = more;
	return array;
}

/* The first blocks are small, each four times the one before: many arenas hold a few names and no
 * more. After many blocks they are large pages. */
enum { ARENA_FIRST = 1024, ARENA_STEPS = 3, ARENA_BLOCK = ARENA_FIRST << 2 * ARENA_STEPS };
enum { ARENA_MANY = 32, ARENA_ALIGN = 16 };

struct arena_block {
	struct arena_block *next;
	size_t size;
	_Alignas(CACHE_LINE) char bytes[];
};

static void *cut(struct arena *a, size_t used, size_t size)
{
	if (size > SIZE_MAX / 2)
		no_memory();
	if (a->blocks == NULL || used > a->blocks->size || a->blocks->size - used < size) {
		struct arena_block *b;
		size_t room = a->count < ARENA_STEPS ? ARENA_FIRST << 2 * a->count : ARENA_BLOCK;

		if (a->count >= ARENA_MANY)
			room = LARGE_PAGE - sizeof *b;
		if (room < size)
			room = size;
		if (sizeof *b + room < LARGE_PAGE)
			b = memset(aligned(CACHE_LINE, sizeof *b + room), 0, sizeof *b + room);
		else
			b = large_pages(sizeof *b + room);
		a->count++;
		b->size = room;
		b->next = a->blocks;
		a->blocks = b;
		used = 0;
	}
	a->used = used + size;
	return a->blocks->bytes + used;
}

void *arena_alloc(struct arena *a, size_t size)
{
	return cut(a, (a->used + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN, size);
}

void *arena_lines(struct arena *a, size_t size)
{
	return cut(a, (a->used + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE, size);
}

char *arena_bytes(struct arena *a, size_t size)
{
	return cut(a, a->used, size);
}

char *arena_copy(struct arena *a, const char *bytes, size_t length)
{
	char *p = arena_bytes(a, length + 1);
	if (length > 0)
		memcpy(p, bytes, length);
	return p;
}

char *arena_string(struct arena *a, const char *s)
{
	return arena_copy(a, s, strlen(s));
}

void arena_free(struct arena *a)
{
	while (a->blocks != NULL) {
		struct arena_block *next = a->blocks->next;
		free(a->blocks);
		a->blocks = next;
	}
	a->used = a->count = 0;
}
