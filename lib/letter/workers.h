/*
 * Work that is shared out among processes. A worker is silent: what it cannot do is done again
 * by the caller's own process, which can report it.
 */
#ifndef LETTER_WORKERS_H
#define LETTER_WORKERS_H

#include "base/buf.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

/* In a worker: do work number `index` and put the answer into `answer`. */
typedef bool worker_fn(void *context, size_t index, struct buf *answer);
/* In the caller's process, in no certain order: an answer. */
typedef void answer_fn(void *context, size_t index, struct slice answer);

/*
 * Share out the numbers from 0 to count - 1 among `jobs` processes. What comes without an answer
 * (the worker returned false, or died) was not done. Call `begin` in each worker first.
 */
void workers_run(unsigned jobs, size_t count, void (*begin)(void *context), worker_fn *work,
    answer_fn *take, void *context);

#endif
