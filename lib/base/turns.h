/*
 * Parts of a whole that are begun in their order, one at a time, worked on at the same time by two
 * threads where there is a second processor, and taken in their order by the caller, so that
 * what is done with them does not depend on the threads. There is room for TURNS_ROOM of them at
 * once, part number n in place n % TURNS_ROOM.
 */
#ifndef BASE_TURNS_H
#define BASE_TURNS_H

#include <stdbool.h>
#include <stddef.h>

/* One for each of two threads, and so many between them that neither waits often. */
enum { TURNS_ROOM = 8 };

struct turns_work {
	/* Begin the part that has this place. False: it is the last one. */
	bool (*begin)(void *context, size_t place);
	/* The rest of the work, for which nothing of other parts is needed; on any thread. */
	void (*work)(void *context, size_t place);
	void *context;
};

struct turns;

struct turns *turns_open(const struct turns_work *work);
/* The place of the next part, the caller's until the next call. False: there is none. */
bool turns_next(struct turns *t, size_t *place);
/* Waits for what is being worked on. */
void turns_close(struct turns *t);

#endif
