/*
 * Reading ahead (lib/table/ahead.c), held against reading record by record:
 *
 *   ahead random SEED N   N random inputs: the same records, lines, fields and end
 *   ahead rows FILE...    what table_next_rows gives, as `csv show` prints what table_next does;
 *                         rows whose first field begins with an even number of bytes are settled
 */
#include "table/ahead.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/spool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "draw.h"
#include "fields.h"

#include "base/banned.h"

static void random_input(struct buf *b)
{
	static const char *const pieces[] = {",", "\n", "\"", "\"\"", "a", "bcd", "\r\n", "\r",
	    "\xc3\xa9", "\xff", "1,2\n", "\"a,b\",c\n", "\"two\nlines\",\n", " "};
	const size_t n = below(300), kinds = 3 + below(12);

	buf_truncate(b, 0);
	for (size_t i = 0; i < n; i++)
		buf_add_string(b, pieces[below(kinds)]);
	for (size_t i = 0; below(20) == 0 && i < 500; i++)
		buf_add_char(b, 'x');
	if (below(4))
		buf_add_char(b, '\n');
}

static void refill(int fd, struct slice bytes)
{
	struct diag d = {0};

	if (ftruncate(fd, 0) != 0 || lseek(fd, 0, SEEK_SET) != 0 ||
	    !file_write_all(&d, fd, "scratch", bytes) || lseek(fd, 0, SEEK_SET) != 0)
		diag_die(STATUS_IO, "the scratch file is not written");
}

static void add_record(struct buf *b, unsigned long line, const struct record *r)
{
	buf_printf(b, "%lu %d%d %zu:", line, r->odd, r->unsplit, r->nfields);
	buf_add_slice(b, r->text);
	buf_add_char(b, '\n');
}

static void add_end(struct buf *b, enum frame_result end, unsigned long line)
{
	buf_printf(b, "%d in %lu\n", (int)end, end == FRAME_END ? 0 : line);
}

static void read_one_by_one(int fd, size_t capacity, struct buf *b)
{
	struct frame f;
	struct record r;
	enum frame_result result;

	frame_open(&f, fd, capacity);
	while ((result = frame_next(&f, &r)) == FRAME_RECORD)
		add_record(b, r.line, &r);
	add_end(b, result, r.line);
	frame_free(&f);
}

/* Each well-formed row with two fields is judged; what is kept is the fields' own text. */
static bool judge(const void *context, size_t place, const struct row *row, void *kept)
{
	(void)context;
	(void)place;
	memcpy(kept, row->fields, 2 * sizeof *row->fields);
	return row->fields[0].n % 2 == 0;
}

/* Whether what was judged is what the record's fields are. */
static bool same_fields(
    const struct ahead_block *b, size_t i, const struct record *r, struct quoted *q)
{
	const struct slice *kept = (const struct slice *)b->kept + 2 * i;
	size_t count;
	const struct slice *fields = fields_of(r, q, &count);

	if (fields == NULL)
		return !b->settled[i];
	return !b->settled[i] ||
	       (count == 2 && fields[0].n % 2 == 0 && slice_equal(fields[0], kept[0]) &&
		   slice_equal(fields[1], kept[1]) && slice_is_utf8(r->text));
}

static bool read_ahead(int fd, size_t capacity, size_t *settled, struct buf *text)
{
	const struct table_judge by = {judge, NULL, 2 * sizeof(struct slice)};
	struct quoted q = {0};
	struct frame f;
	struct record r;
	bool ok = true;

	frame_open(&f, fd, capacity);
	/* A header is read before. */
	if (frame_next(&f, &r) == FRAME_RECORD) {
		struct ahead *a = ahead_open(&f, 2, &by, &(struct table_work){NULL, NULL});
		struct ahead_block *b;

		add_record(text, r.line, &r);
		while ((b = ahead_next(a)))
			for (size_t i = 0; i < b->count; i++) {
				const unsigned long line = b->line + b->rows[i].line - 1;

				frame_seek(&b->frame, b->rows[i].at, line);
				ok &= frame_next(&b->frame, &r) == FRAME_RECORD && r.line == line &&
				      same_fields(b, i, &r, &q);
				*settled += b->settled[i];
				add_record(text, line, &r);
			}
		const enum frame_result end = ahead_end(a, &r);

		add_end(text, end, r.line);
		ahead_close(a);
	} else {
		lseek(fd, 0, SEEK_SET);
		read_one_by_one(fd, capacity, text);
	}
	quoted_free(&q);
	frame_free(&f);
	return ok;
}

static int test_random(size_t rounds)
{
	char name[] = "ahead-test-XXXXXX";
	const int fd = mkstemp(name);
	struct buf input = {0}, a = {0}, b = {0};
	size_t settled = 0;
	bool ok = fd >= 0 && unlink(name) == 0;

	for (size_t i = 0; i < rounds && ok; i++) {
		const size_t capacity = 16 + below(200);

		random_input(&input);
		buf_truncate(&a, 0);
		buf_truncate(&b, 0);
		refill(fd, buf_slice(&input));
		read_one_by_one(fd, capacity, &a);
		lseek(fd, 0, SEEK_SET);
		ok = read_ahead(fd, capacity, &settled, &b) &&
		     slice_equal(buf_slice(&a), buf_slice(&b));
		if (!ok)
			printf("not ok: input %zu\n%s\none by one:\n%s\nahead:\n%s\n", i,
			    buf_string(&input), buf_string(&a), buf_string(&b));
	}
	printf("%zu settled\n", settled);
	buf_free(&input);
	buf_free(&a);
	buf_free(&b);
	close(fd);
	return !ok;
}

static void print_row(const struct table *t, const struct row *row)
{
	printf("%s:%lu: ", row->file, row->line);
	for (size_t i = 0; i < table_columns(t); i++)
		printf("[%.*s]", SLICE_ARG(row->fields[i]));
	printf("\n");
}

static int show_rows(char **paths, size_t count)
{
	const struct table_judge by = {judge, NULL, 2 * sizeof(struct slice)};
	struct diag d = {0};
	struct table *t = table_open(&d, paths, count, NULL);
	struct table_rows rows;
	struct row row;

	if (t == NULL)
		return finish(&d);
	while (table_next_rows(t, &by, &rows))
		for (size_t i = 0; i < rows.count; i++) {
			const struct slice *kept = (const struct slice *)rows.kept + 2 * i;

			if (rows.settled[i])
				print_row(t, &(struct row){.fields = kept,
						 .file = rows.file,
						 .line = table_line(t, i)});
			else if (table_take_row(t, i, &row))
				print_row(t, &row);
		}
	table_close(t);
	return finish(&d);
}

int main(int argc, char **argv)
{
	diag_program("ahead");
	if (argc == 4 && strcmp(argv[1], "random") == 0) {
		state = strtoull(argv[2], NULL, 10);
		return test_random(strtoull(argv[3], NULL, 10));
	}
	if (argc > 1 && strcmp(argv[1], "rows") == 0)
		return show_rows(argv + 2, (size_t)argc - 2);
	return STATUS_USAGE;
}
