/*
 * A table as libcsv alone reads it, every byte by its state machine: what our readers are held
 * against, in tests/lib/csv.c and tests/fuzz/csv.c.
 */
#ifndef TESTS_READING_H
#define TESTS_READING_H

#include "base/buf.h"
#include "base/slice.h"

#include <csv.h>
#include <stdbool.h>
#include <stddef.h>

/* What one of the two readers made of an input: every field between brackets, a line a record. */
struct reading {
	struct buf text;
	size_t whole; /* its length before the record that is being read */
	bool faulty;  /* ended at a record that is wrong */
};

/* A field as reading and writing leave it: a line break is one blank. */
static void add_unbroken(struct buf *b, struct slice field)
{
	buf_add_char(b, '[');
	for (size_t i = 0; i < field.n; i++) {
		const char c = field.p[i];

		if (c == '\r' && i + 1 < field.n && field.p[i + 1] == '\n')
			continue;
		buf_add_char(b, c == '\n' || c == '\r' ? ' ' : c);
	}
	buf_add_char(b, ']');
}

static void oracle_field(void *bytes, size_t n, void *context)
{
	struct reading *r = context;

	add_unbroken(&r->text, (struct slice){bytes, n});
}

static void oracle_end(int c, void *context)
{
	struct reading *r = context;

	(void)c;
	buf_add_char(&r->text, '\n');
	r->whole = r->text.length;
}

static int keep_blank(unsigned char c)
{
	(void)c;
	return 0;
}

static void read_with_libcsv(struct slice input, struct reading *r)
{
	struct csv_parser p;

	csv_init(&p, CSV_STRICT | CSV_STRICT_FINI);
	csv_set_space_func(&p, keep_blank);
	r->faulty = csv_parse(&p, input.p, input.n, oracle_field, oracle_end, r) != input.n ||
		    csv_fini(&p, oracle_field, oracle_end, r) != 0;
	buf_truncate(&r->text, r->whole);
	csv_free(&p);
}

#endif
