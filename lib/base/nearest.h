/*
 * "did you mean": which of the names that there are is nearest to one that was typed.
 */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include "base/slice.h"

#include <stddef.h>

struct nearest {
	struct slice wanted, name; /* name: empty while none is near */
	size_t distance;
};
struct nearest nearest_to(struct slice wanted);
void nearest_offer(struct nearest *n, struct slice name);
/* Of names[count]; empty when none is near. */
struct slice nearest_among(struct slice wanted, const char *const *names, size_t count);

/* Edit distance; counts bytes. */
size_t nearest_distance(struct slice a, struct slice b);

/* "; did you mean "NAME"?", for the end of a message; nothing where none is near. A name that is
 * longer than any that is compared is cut. */
struct question {
	char text[96];
};
struct question did_you_mean(struct slice near);

#endif
