/*
 * What the fuzz targets share. A target is one file with the function LLVMFuzzerTestOneInput, which
 * gives the input to a parser's own functions and ends the process where a promise is broken. `make
 * fuzz` links it with libFuzzer; the tests link it with replay.c and run the corpus through it.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include "base/diag.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A promise: where it does not hold, the input is a finding. */
#define HOLDS(condition)                                                                           \
	((condition) ? (void)0                                                                     \
		     : (fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #condition),    \
			   abort()))

/* A file in memory that holds the bytes, under a path that can be opened again and again. */
struct fuzz_file {
	int fd;
	char path[32];
};
struct fuzz_file fuzz_file(struct slice bytes);
void fuzz_close(struct fuzz_file *f);

/* Cut the part before the first NUL off the input: the targets take several texts apart so. */
struct slice fuzz_part(struct slice *rest);

static inline struct slice fuzz_input(const uint8_t *data, size_t size)
{
	return (struct slice){(const char *)data, size};
}

#endif
