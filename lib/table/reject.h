/*
 * The rejects file: faulty rows as a table of the input's columns and
 * `reason`, each once, written in one piece at the end.
 */
#ifndef TABLE_REJECT_H
#define TABLE_REJECT_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/map.h"
#include "table/csv.h"

#include <stdbool.h>
#include <stddef.h>

/* Zero-initialize; `path` NULL: no rejects are kept. */
struct rejects {
	const char *path;
	struct buf header;
	int own;	 /* the input's own column `reason`, left out; -1: none */
	struct map rows; /* file and line -> struct reject */
};

void rejects_header(struct rejects *r, const struct slice *names, size_t count);
/* Add a row of `count` fields, or one more reason to a row that is there. */
void rejects_add(struct rejects *r, const struct row *row, size_t count, struct slice reason);
/* Add a row whose customer has a faulty one; a row that is there is left as it is. */
void rejects_hold_back(struct rejects *r, const struct row *row, size_t count);
bool rejects_write(struct rejects *r, struct diag *d);
void rejects_free(struct rejects *r);

#endif
