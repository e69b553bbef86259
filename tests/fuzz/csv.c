/*
 * Tables. The first byte is the size of the reader's first buffer; the rest is held against libcsv,
 * which reads every byte, opened as a table, and written and read back.
 */
#include "../lib/fields.h"
#include "../lib/reading.h"
#include "../lib/ways.h"
#include "fuzz.h"

#include "base/buf.h"
#include "table/csv.h"
#include "table/frame.h"
#include "table/quoted.h"

#include <unistd.h>

#include "base/banned.h"

/* A return without a newline ends a line for libcsv alone; a table refuses it. */
static bool has_bare_return(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\r' && (i + 1 == s.n || s.p[i + 1] != '\n'))
			return true;
	return false;
}

static void take_record(struct quoted *q, const struct record *record, struct reading *r)
{
	size_t count;
	const struct slice *fields = fields_of(record, q, &count);

	r->faulty = fields == NULL;
	for (size_t i = 0; i < count && !r->faulty; i++)
		add_unbroken(&r->text, fields[i]);
	if (!r->faulty)
		buf_add_char(&r->text, '\n');
}

static void read_with_ours(int fd, size_t capacity, struct reading *r)
{
	struct frame f;
	struct record record;
	struct quoted q = {0};
	enum frame_result result;

	frame_open(&f, fd, capacity);
	while ((result = frame_next(&f, &record)) == FRAME_RECORD && !r->faulty)
		if (record.text.n > 0)
			take_record(&q, &record, r);
	r->faulty |= result == FRAME_UNCLOSED;
	HOLDS(result == FRAME_END || result == FRAME_TORN || r->faulty);
	frame_free(&f);
	quoted_free(&q);
}

static void hold_against_libcsv(struct slice input, size_t capacity)
{
	struct reading a = {0}, b = {0};
	struct fuzz_file file = fuzz_file(input);

	read_with_ours(file.fd, capacity, &b);
	/* libcsv takes a byte order mark for a character. */
	while (slice_begins(input, SLICE_LIT("\xef\xbb\xbf")))
		input = (struct slice){input.p + 3, input.n - 3};
	read_with_libcsv(input, &a);
	HOLDS(a.faulty == b.faulty);
	HOLDS(slice_equal(buf_slice(&a.text), buf_slice(&b.text)));
	buf_free(&a.text);
	buf_free(&b.text);
	fuzz_close(&file);
}

/* Every row of the table, written as we write. False where the input is no sound table. */
static bool copy(struct slice input, struct buf *out)
{
	struct diag d = {0};
	struct fuzz_file file = fuzz_file(input);
	char *path = file.path;
	struct table *t = table_open(&d, &path, 1, NULL);
	struct row row;
	bool first = true;

	for (size_t i = 0; t != NULL && i < table_columns(t); i++)
		csv_add(out, &first, table_column_name(t, i));
	csv_end(out);
	while (t != NULL && table_next(t, &row)) {
		first = true;
		for (size_t i = 0; i < table_columns(t); i++)
			csv_add(out, &first, row.fields[i]);
		csv_end(out);
	}
	if (t != NULL)
		table_close(t);
	fuzz_close(&file);
	return !diag_failed(&d);
}

/* Where the last line end is missing, libcsv takes what is there for a record. */
static bool is_whole(struct slice input)
{
	return input.n > 0 && input.p[input.n - 1] == '\n';
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice input = fuzz_input(data, size);
	struct buf once = {0}, twice = {0};

	if (size == 0)
		return 0;
	input = (struct slice){input.p + 1, input.n - 1};
	if (!has_bare_return(input) && input.n < FRAME_FIELDS_MOST && is_whole(input))
		hold_against_libcsv(input, 16 + data[0]);
	HOLDS(ways_agree(input, (enum way)(data[0] % WAYS)));
	if (copy(input, &once)) {
		HOLDS(copy(buf_slice(&once), &twice));
		HOLDS(slice_equal(buf_slice(&once), buf_slice(&twice)));
	}
	buf_free(&once);
	buf_free(&twice);
	return 0;
}
