/*
 * Memory that is there or ends the program: out of memory is reported and the
 * command exits with 75 (try again). Nothing was written then: a stage writes
 * at its end, and the commands that act on the world act by rename.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

void *mem_alloc(size_t size);		    /* zeroed */
void *mem_array(size_t count, size_t size); /* zeroed; count * size checked */
/*
 * The same from the begin of a line of the cache on. Where threads write side by side, each into
 * its own element, no two of these may share a line: a struct whose first member is aligned to one.
 */
enum { CACHE_LINE = 64 };
void *mem_lines(size_t count, size_t size);
/* The same for a table that is looked at here and there: in large pages, if it is large. */
void *mem_table(size_t count, size_t size);
void *mem_resize(void *old, size_t count, size_t size); /* count * size checked */
char *mem_copy(const char *bytes, size_t length);	/* adds a NUL */
char *mem_string(const char *s);

/* Make room for one more in an array of *capacity elements that holds count. */
void *mem_grow(void *array, size_t count, size_t *capacity, size_t size);

/*
 * An arena: many small things that live and die together. Zero-initialize;
 * what it gave is freed by arena_free alone.
 */
struct arena {
	struct arena_block *blocks;
	size_t count, used; /* blocks; bytes of the newest */
};

void *arena_alloc(struct arena *a, size_t size); /* zeroed, aligned for any type */
void *arena_lines(struct arena *a, size_t size); /* from the begin of a line of the cache on */
char *arena_bytes(struct arena *a, size_t size); /* the same for text, side by side */
char *arena_copy(struct arena *a, const char *bytes, size_t length); /* adds a NUL */
char *arena_string(struct arena *a, const char *s);
void arena_free(struct arena *a);

#endif
