/*
 * Records dealt to bins, and taken up again a bin at a time. What is more than a limit lies in an
 * unlinked temporary file, so that memory does not grow with the records.
 */
#ifndef BASE_BINS_H
#define BASE_BINS_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

struct bins;

/* `limit`: how many bytes may lie in memory, beside a block of each bin. */
struct bins *bins_new(size_t count, size_t limit);
/* Room for one more record at the end of the bin, to be filled in at once. It is aligned as a
 * pointer is; `size` is a multiple of that. */
void *bins_add(struct bins *b, size_t bin, size_t size);
/* Put all of the bin into `out`, which is emptied first. Any thread may do so, when nobody adds. */
void bins_read(struct bins *b, size_t bin, struct buf *out);
/* From now on the bin holds these bytes. */
void bins_replace(struct bins *b, size_t bin, struct slice bytes);
/* Whether the file could be written and read (74); where not, what is in the bins is of no use. */
bool bins_check(const struct bins *b, struct diag *d);
void bins_free(struct bins *b);

#endif
