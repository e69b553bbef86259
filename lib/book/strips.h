/*
 * The rest of an export's file in strips, each of which is converted ahead by itself, on a second
 * thread where there is one (base/turns.h): the rows of which no more is to be known than stands in
 * them. What depends on rows before is left to the caller, who takes the strips in their order.
 *
 * A strip is thought to begin with a record because a line begins there. Where it stands inside
 * quotes that is wrong, so a strip counts only if the records before it end where it begins; else,
 * and where a strip ends before its end, the caller reads record by record.
 */
#ifndef BOOK_STRIPS_H
#define BOOK_STRIPS_H

#include "base/buf.h"
#include "book/export_item.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STRIP_USUAL = 256 << 10 }; /* bytes */

struct strip_row {
	const char *at; /* its record */
	uint32_t line;	/* from 1 in this strip */
	bool plain;	/* converted; else to be read by itself */
	/* Of a plain one: */
	size_t written; /* where its line of the table ends */
	struct taken_row keys;
	struct slice customer; /* as the export has it */
	struct export_sums sums;
};

struct strip {
	_Alignas(CACHE_LINE) const char *from; /* where a line begins */
	const char *end;		       /* the same */
	const char *ended;	/* where its last record ended, or one begins that it cannot read */
	unsigned long lines;	/* from `from` to `ended` */
	unsigned long passed;	/* rows that mean nothing */
	struct strip_row *rows; /* the others */
	size_t count;
	struct buf table; /* the plain ones, one after the other */
	/* private */
	size_t capacity;
	struct walk walk;
	struct export_item item;
};

struct strips;

/* From where w stands in its file; w and l live as long. size: of a strip; a test has small ones.
 */
struct strips *strips_open(
    const struct walk *w, const struct layout *l, date ledger_date, size_t size);
/* The next strip, until the next call; NULL at the end. */
const struct strip *strips_next(struct strips *s);
void strips_close(struct strips *s);

#endif
