/*
 * The table reader and writer, held against libcsv:
 *
 *   csv marks SEED        the two ways of finding commas agree
 *   csv random SEED N     N random inputs: framing and splitting against libcsv alone
 *   csv common SEED N     N random tables: common records against the way of all others
 *   csv pack SEED N       N random rows are unpacked as they were, from one piece or from many
 *   csv write SEED N      N random rows are read back as they were written
 *   csv show FILE...      what table_next gives: FILE:LINE: [field][field]
 *   csv rejects OUT FILE...  as show, faulty rows to OUT; a first field "bad" is a fault
 *   csv copy FILE...      read, written again
 *   csv columns FILE...   two columns added
 *   csv need NAME FILE... the index of a column; need-named for one that the user typed
 */
#include "table/csv.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/spool.h"
#include "table/columns.h"
#include "table/frame.h"
#include "table/marks.h"
#include "table/pack.h"
#include "table/quoted.h"

#include "draw.h"
#include "fields.h"
#include "reading.h"
#include "ways.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

static int test_marks(void)
{
	char bytes[MARKS_BLOCK];

	for (int round = 0; round < 100000; round++) {
		for (size_t i = 0; i < sizeof(bytes); i++)
			bytes[i] =
			    (char)(below(4) ? below(256) : (size_t) "\n,\"\r a\0\x80"[below(8)]);
		const struct marks ways[] = {
		    marks_sse2(bytes),
		    marks_plain(bytes),
		    marks_have_avx2() ? marks_avx2(bytes) : marks_plain(bytes),
#ifdef MARKS_AVX512
		    marks_have_avx512() ? marks_avx512(bytes, sizeof(bytes)) : marks_plain(bytes),
#endif
		};
		struct marks m = {0, 0, 0};
		uint64_t like = 0;

		for (int i = 0; i < MARKS_BLOCK; i++) {
			const unsigned char c = (unsigned char)bytes[i];

			like |= (uint64_t)(bytes[i] == bytes[0]) << i;
			m.stops |= (uint64_t)(c == ',' || c == '"' || c == '\n') << i;
			m.breaks |= (uint64_t)(c == '"' || c == '\n') << i;
			m.odd |= (uint64_t)((c < ' ' && c != '\n') || c >= 0x80) << i;
		}
		bool same = marks_like(bytes, bytes[0]) == like &&
			    marks_like_plain(bytes, bytes[0]) == like;

		for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
			same &= ways[i].stops == m.stops && ways[i].breaks == m.breaks &&
				ways[i].odd == m.odd;
		if (!same) {
			printf("not ok: marks differ in round %d\n", round);
			return 1;
		}
	}
	return 0;
}

static void add_bracketed(struct buf *b, struct slice field)
{
	buf_add_char(b, '[');
	buf_add_slice(b, field);
	buf_add_char(b, ']');
}

/* Empty lines are left out, as libcsv does. */
static void read_with_ours(int fd, size_t capacity, struct quoted *q, struct reading *r)
{
	struct frame f;
	struct record record;
	enum frame_result result;

	frame_open(&f, fd, capacity);
	while ((result = frame_next(&f, &record)) == FRAME_RECORD && !r->faulty) {
		const struct slice *fields;
		size_t count;

		if (record.text.n == 0)
			continue;
		fields = fields_of(&record, q, &count);
		r->faulty = fields == NULL;
		for (size_t i = 0; i < count && !r->faulty; i++)
			add_bracketed(&r->text, fields[i]);
		if (!r->faulty)
			buf_add_char(&r->text, '\n');
	}
	r->faulty |= result == FRAME_UNCLOSED;
	if (result != FRAME_END && result != FRAME_UNCLOSED && !r->faulty) {
		printf("not ok: frame_next gave %d\n", (int)result);
		r->faulty = true;
	}
	frame_free(&f);
}

static void random_field(struct buf *b, bool wild)
{
	static const char *const pieces[] = {
	    "a", "bc", " ", "1234.50", "\xc3\xa9", "2026-11-22", ""};
	static const char *const quoted[] = {"a", "\"\"", ",", "\n", "\r\n", " ", "\xc3\xa9"};
	const size_t n = below(4);
	const bool quotes = below(4) == 0;

	if (quotes)
		buf_add_char(b, '"');
	for (size_t i = 0; i < n; i++)
		buf_add_string(b, quotes ? quoted[below(7)] : pieces[below(7)]);
	if (below(64) == 0)
		for (size_t i = 0; i < 90; i++)
			buf_add_char(b, 'x');
	if (quotes)
		buf_add_char(b, '"');
	if (wild && below(40) == 0)
		buf_add_char(b, "\", \n"[below(4)]);
}

static void random_input(struct buf *b)
{
	const size_t records = 1 + below(40);
	const bool wild = below(2) == 0, crlf = below(4) == 0;

	buf_truncate(b, 0);
	for (size_t i = 0; i < records; i++) {
		const size_t fields = 1 + below(5);

		for (size_t j = 0; j < fields; j++) {
			if (j > 0)
				buf_add_char(b, ',');
			random_field(b, wild);
		}
		buf_add_string(b, crlf ? "\r\n" : "\n");
	}
}

static int scratch_file(void)
{
	char name[] = "csv-test-XXXXXX";
	const int fd = mkstemp(name);

	if (fd < 0 || unlink(name) != 0)
		diag_die(STATUS_CANTCREATE, "no scratch file");
	return fd;
}

static void refill(int fd, struct slice bytes)
{
	struct diag d = {0};

	if (ftruncate(fd, 0) != 0 || lseek(fd, 0, SEEK_SET) != 0 ||
	    !file_write_all(&d, fd, "scratch", bytes) || lseek(fd, 0, SEEK_SET) != 0)
		diag_die(STATUS_IO, "the scratch file is not written");
}

static int test_random(size_t rounds)
{
	struct buf input = {0};
	struct reading a = {0}, b = {0};
	struct quoted q = {0};
	const int fd = scratch_file();
	size_t records = 0, faulty = 0;
	int failed = 0;

	for (size_t i = 0; i < rounds && !failed; i++) {
		random_input(&input);
		refill(fd, buf_slice(&input));
		buf_truncate(&a.text, 0);
		buf_truncate(&b.text, 0);
		a.whole = 0;
		read_with_libcsv(buf_slice(&input), &a);
		b.faulty = false;
		read_with_ours(fd, below(2) ? 16 + below(200) : FRAME_BUFFER, &q, &b);
		failed =
		    a.faulty != b.faulty || !slice_equal(buf_slice(&a.text), buf_slice(&b.text));
		if (failed)
			printf("not ok: input %zu\n%s\nlibcsv%s:\n%s\nours%s:\n%s\n", i, input.data,
			    a.faulty ? " (faulty)" : "", buf_string(&a.text),
			    b.faulty ? " (faulty)" : "", buf_string(&b.text));
		faulty += a.faulty;
		for (size_t j = 0; j < b.text.length; j++)
			records += b.text.data[j] == '\n';
	}
	printf("%zu records, %zu faulty inputs\n", records, faulty);
	quoted_free(&q);
	buf_free(&input);
	buf_free(&a.text);
	buf_free(&b.text);
	close(fd);
	return failed;
}

/* Most rows have as many fields as the one before; some tables are longer than a stretch. */
static void random_table(struct buf *b)
{
	const size_t records = 1 + below(below(4) ? 40 : 900),
		     columns = 1 + below(below(8) ? 12 : 300);
	const size_t odd = below(3) ? 60 : 1000000;

	buf_truncate(b, 0);
	for (size_t i = 0; i < records; i++) {
		const size_t fields = below(odd) ? columns : 1 + below(columns + 2);

		for (size_t j = 0; j < fields; j++) {
			if (j > 0)
				buf_add_char(b, ',');
			if (below(odd) == 0)
				random_field(b, true);
			else
				for (size_t n = below(9); n > 0; n--)
					buf_add_char(b, (char)('a' + below(26)));
		}
		buf_add_string(b, below(odd) ? "\n" : "\r\n");
	}
	if (below(8) == 0)
		buf_truncate(b, below(b->length));
}

static int test_common(size_t rounds)
{
	struct buf input = {0};
	bool same = true;

	for (size_t i = 0; i < rounds && same; i++) {
		random_table(&input);
		same = ways_agree(buf_slice(&input), (enum way)(i % WAYS));
	}
	if (!same)
		printf("not ok: this is read in two ways:\n%s\n", buf_string(&input));
	buf_free(&input);
	return !same;
}

/* Fields a byte apart, as in a record, or elsewhere; long ones, too. */
static size_t random_fields(char *bytes, struct slice *fields, size_t most)
{
	const size_t count = 1 + below(most);
	const bool together = below(2) == 0, longer = below(4) == 0;

	for (size_t i = 0; i < count; i++) {
		fields[i] = (struct slice){bytes, below(longer ? 300 : 12)};
		for (size_t j = 0; j < fields[i].n; j++)
			*bytes++ = (char)('a' + below(26));
		*bytes++ = ',';
		bytes += together ? 0 : below(2);
	}
	if (below(8) == 0)
		fields[below(count)] = (struct slice){0};
	return count;
}

static int test_pack(size_t rounds)
{
	enum { MOST = 12 };
	static char bytes[MOST * 302], packed[MOST * 302 + 1];
	struct slice fields[MOST], got[MOST];
	bool same = true;

	for (size_t i = 0; i < rounds && same; i++) {
		const size_t count = random_fields(bytes, fields, MOST);
		const size_t size = fields_packed(fields, count);

		packed[size] = 'x';
		same = fields_pack(packed, fields, count) == packed + size && packed[size] == 'x' &&
		       fields_unpack(packed, got, count) == packed + size;
		for (size_t j = 0; j < count && same; j++)
			same = slice_equal(fields[j], got[j]);
		if (!same)
			printf("not ok: the %zu fields of round %zu\n", count, i);
	}
	return !same;
}

static void random_text(struct buf *b)
{
	static const char *const pieces[] = {"a", "1.50", "\xe2\x82\xac", "2026-11-22", "+", " ",
	    "\t", ",", "\"", "\n", "\r\n", "\r", "\xef\xbb\xbf", "\xef\xbc\x8c"};
	const size_t kinds = 3 + below(12);

	buf_truncate(b, 0);
	for (size_t n = below(14); n > 0; n--)
		buf_add_string(b, pieces[below(kinds)]);
}

/* A field as it is written, byte by byte. */
static void add_slowly(struct buf *b, struct slice s)
{
	bool quoted = slice_trim(s).n < s.n || slice_begins(s, SLICE_LIT("\xef\xbb\xbf"));

	for (size_t i = 0; i < s.n; i++)
		quoted |= strchr(",\"\r\n", s.p[i]) != NULL;
	if (quoted)
		buf_add_char(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_add_char(b, '"');
		if (s.p[i] != '\r' || i + 1 == s.n || s.p[i + 1] != '\n')
			buf_add_char(b, s.p[i] == '\r' || s.p[i] == '\n' ? ' ' : s.p[i]);
	}
	if (quoted)
		buf_add_char(b, '"');
}

static int test_write(size_t rows)
{
	struct buf file = {0}, slow = {0}, want = {0}, field = {0};
	struct reading got = {0};
	struct quoted q = {0};
	const int fd = scratch_file();
	int failed;

	for (size_t i = 0; i < rows; i++) {
		bool first = true;

		for (size_t j = 0; j < 3; j++) {
			random_text(&field);
			add_unbroken(&want, buf_slice(&field));
			csv_add(&file, &first, buf_slice(&field));
			add_slowly(&slow, buf_slice(&field));
			buf_add_char(&slow, j < 2 ? ',' : '\n');
		}
		buf_add_char(&want, '\n');
		csv_end(&file);
	}
	refill(fd, buf_slice(&file));
	read_with_ours(fd, 64, &q, &got);
	failed = got.faulty || !slice_equal(buf_slice(&got.text), buf_slice(&want));
	if (failed)
		printf("not ok: what was written is not what is read\n%s", buf_string(&file));
	if (!slice_equal(buf_slice(&file), buf_slice(&slow))) {
		printf("not ok: what is written at once is not what is written byte by byte\n");
		failed = 1;
	}
	quoted_free(&q);
	buf_free(&file);
	buf_free(&slow);
	buf_free(&want);
	buf_free(&field);
	buf_free(&got.text);
	close(fd);
	return failed;
}

static int show(struct diag *d, const char *rejects, char **paths, size_t count)
{
	struct table *t = table_open(d, paths, count, rejects);
	struct buf line = {0};
	struct row row;

	if (t == NULL)
		return finish(d);
	while (table_next(t, &row)) {
		if (slice_is(row.fields[0], "bad"))
			table_fault(t, 0, "\"%.*s\" is bad", SLICE_ARG(row.fields[0]));
		if (slice_is(row.fields[0], "bad") && row.fields[1].n == 0)
			table_fault(t, 1, "is empty");
		if (slice_is(row.fields[0], "held"))
			table_hold_back(t, &row);
		if (slice_is(row.fields[0], "bad"))
			continue;
		buf_printf(&line, "%s:%lu: ", row.file, row.line);
		for (size_t i = 0; i < table_columns(t); i++)
			add_bracketed(&line, row.fields[i]);
		printf("%s\n", line.data);
		buf_truncate(&line, 0);
	}
	table_close(t);
	buf_free(&line);
	return finish(d);
}

static int copy(struct diag *d, char **paths, size_t count)
{
	struct table *t = table_open(d, paths, count, NULL);
	struct spool out = {0};
	struct columns c;
	struct row row;

	if (t == NULL)
		return finish(d);
	columns_plan(&c, t, NULL, 0, NULL, 0);
	columns_header(&c, &out.memory);
	while (table_next(t, &row)) {
		columns_row(&c, &out.memory, row.fields, NULL);
		spool_check(d, &out);
	}
	columns_free(&c);
	if (table_close(t))
		spool_commit(d, &out);
	spool_free(&out);
	return finish(d);
}

/* The columns `second` and `first` go first, `second` and `new` are added. */
static int add_columns(struct diag *d, char **paths, size_t count)
{
	static const char *const first[] = {"second", "first", "nowhere"};
	static const char *const added[] = {"second", "new"};
	const struct slice values[] = {SLICE_LIT("2nd"), SLICE_LIT("a,b")};
	struct table *t = table_open(d, paths, count, NULL);
	struct buf out = {0};
	struct columns c;
	struct row row;

	if (t == NULL)
		return finish(d);
	columns_plan(&c, t, first, 3, added, 2);
	columns_header(&c, &out);
	while (table_next(t, &row))
		columns_row(&c, &out, row.fields, values);
	printf("%s", buf_string(&out));
	columns_free(&c);
	buf_free(&out);
	table_close(t);
	return finish(d);
}

static int need(struct diag *d, const char *name, const char *option, char **paths, size_t count)
{
	struct table *t = table_open(d, paths, count, NULL);

	if (t == NULL)
		return finish(d);
	const int column =
	    option != NULL ? table_need_named(t, slice_of(name), option) : table_need(t, name);

	printf("%d\n", column);
	table_close(t);
	return finish(d);
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	const char *what = argc > 1 ? argv[1] : "";
	char **rest = argv + 2;
	const size_t count = argc > 2 ? (size_t)argc - 2 : 0;

	diag_program("csv");
	if (count > 0)
		state = strtoull(rest[0], NULL, 10);
	if (strcmp(what, "marks") == 0)
		return test_marks();
	if (strcmp(what, "random") == 0 && count == 2)
		return test_random(strtoull(rest[1], NULL, 10));
	if (strcmp(what, "common") == 0 && count == 2)
		return test_common(strtoull(rest[1], NULL, 10));
	if (strcmp(what, "pack") == 0 && count == 2)
		return test_pack(strtoull(rest[1], NULL, 10));
	if (strcmp(what, "write") == 0 && count == 2)
		return test_write(strtoull(rest[1], NULL, 10));
	if (strcmp(what, "show") == 0)
		return show(&d, NULL, rest, count);
	if (strcmp(what, "rejects") == 0 && count > 0)
		return show(&d, rest[0], rest + 1, count - 1);
	if (strcmp(what, "copy") == 0)
		return copy(&d, rest, count);
	if (strcmp(what, "columns") == 0)
		return add_columns(&d, rest, count);
	if (strcmp(what, "need") == 0 && count > 0)
		return need(&d, rest[0], NULL, rest + 1, count - 1);
	if (strcmp(what, "need-named") == 0 && count > 0)
		return need(&d, rest[0], "--where", rest + 1, count - 1);
	return STATUS_USAGE;
}
