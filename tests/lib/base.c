/* lib/base: buffers, maps, arenas, bins, halves, UTF-8, the nearest name, files. */
#include "base/begins.h"
#include "base/bins.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/pair.h"
#include "base/percent.h"
#include "base/slice.h"

#include "check.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/banned.h"

static void buffers(void)
{
	struct buf b = {0};
	CHECK(strcmp(buf_string(&b), "") == 0);
	for (int i = 0; i < 1000; i++)
		buf_printf(&b, "%d,", i);
	CHECK(b.length == 3890 && b.data[b.length] == '\0');
	buf_truncate(&b, 2);
	CHECK(strcmp(b.data, "0,") == 0);
	char *taken = buf_take(&b);
	CHECK(strcmp(taken, "0,") == 0 && b.data == NULL && b.length == 0);
	free(taken);
}

/* More keys than are looked up at once, of which every third is not there. */
static void many_keys_are_looked_up_at_once(void)
{
	enum { KEYS = 1000 };
	static char texts[KEYS][16];
	static struct slice keys[KEYS];
	static void *values[KEYS];
	struct map m = {0};

	for (size_t i = 0; i < KEYS; i++) {
		keys[i] = (struct slice){
		    texts[i], (size_t)snprintf(texts[i], sizeof texts[i], "key %zu", i * i)};
		values[i] = &m;
	}
	map_get_all(&m, keys, values, KEYS);
	for (size_t i = 0; i < KEYS; i++)
		CHECK(values[i] == NULL);
	for (size_t i = 0; i < KEYS; i++)
		if (i % 3 != 0)
			*map_at(&m, keys[i]) = texts[i];
	for (size_t count = 0; count <= KEYS; count += count < 40 ? 1 : 320) {
		map_get_all(&m, keys, values, count);
		for (size_t i = 0; i < count; i++)
			CHECK(values[i] == (i % 3 != 0 ? texts[i] : NULL));
	}
	map_free(&m);
}

/* Two keys of one slot that the half of the hash which is kept there does not tell apart. */
static void keys_may_have_half_a_hash_in_common(void)
{
	struct slice a = SLICE_LIT("customer 137814"), b = SLICE_LIT("customer 309939");
	const uint64_t differ = hash_bytes(0, a.p, a.n) ^ hash_bytes(0, b.p, b.n);
	struct map m = {0};

	CHECK(differ != 0 && differ >> 32 == 0 && (differ & 63) == 0);
	*map_at(&m, a) = &a;
	CHECK(map_get(&m, b) == NULL);
	*map_at(&m, b) = &b;
	CHECK(map_get(&m, a) == &a && map_get(&m, b) == &b && m.count == 2);
	map_free(&m);
}

static void maps(void)
{
	struct map m = {0};
	char key[32];
	for (size_t i = 0; i < 10000; i++) {
		int n = snprintf(key, sizeof key, "customer %zu", i);
		*map_at(&m, (struct slice){key, (size_t)n}) = (void *)(i + 1);
	}
	CHECK(m.count == 10000);
	for (size_t i = 0; i < 10000; i++) {
		int n = snprintf(key, sizeof key, "customer %zu", i);
		CHECK(map_get(&m, (struct slice){key, (size_t)n}) == (void *)(i + 1));
	}
	CHECK(map_get(&m, SLICE_LIT("customer 10000")) == NULL);
	CHECK(map_get(&m, SLICE_LIT("")) == NULL);
	*map_at(&m, SLICE_LIT("")) = &m;
	CHECK(map_get(&m, (struct slice){NULL, 0}) == &m);
	CHECK(slice_is(m.entries[0].key, "customer 0"));
	map_free(&m);
}

/* A size that does not fit ends the process, as one for which there is no memory. */

enum { SIZES = 4 };

static void ask_too_much(int which)
{
	struct arena a = {0};

	if (which == 0)
		mem_lines(SIZE_MAX / 8, 16);
	else if (which == 1)
		mem_table(SIZE_MAX / 8, 16);
	else if (which == 2)
		mem_resize(NULL, SIZE_MAX / 8, 16);
	else
		arena_alloc(&a, SIZE_MAX - 256);
}

static void sizes_that_do_not_fit(void)
{
	for (int which = 0; which < SIZES; which++) {
		const pid_t child = fork();
		int status = 0;

		if (child == 0) {
			ask_too_much(which);
			_exit(0);
		}
		CHECK(child > 0 && waitpid(child, &status, 0) == child);
		CHECK_SAYING(WIFEXITED(status) && WEXITSTATUS(status) == STATUS_TEMPFAIL,
		    "size %d: status %x", which, (unsigned)status);
	}
}

static void arenas(void)
{
	struct arena a = {0};
	char *first = arena_string(&a, "first");
	for (int i = 0; i < 5000; i++) {
		size_t size = (size_t)(i % 700);
		char *p = arena_alloc(&a, size);
		CHECK((size_t)p % 16 == 0);
		memset(p, 'x', size);
	}
	char *large = arena_alloc(&a, 300000);
	CHECK(large[0] == 0 && large[299999] == 0);
	CHECK(strcmp(first, "first") == 0);
	arena_free(&a);
}

/* What record number i of a bin is: its length, then that many times its number. */
static size_t record_size(size_t i)
{
	return 8 * (1 + i % 5000);
}

static void check_bin(struct bins *bins, size_t bin, size_t count, size_t records)
{
	struct buf b = {0};
	size_t at = 0;

	bins_read(bins, bin, &b);
	for (size_t i = bin; i < records; i += count) {
		for (size_t k = 0; k < record_size(i); k += 8)
			CHECK(at + k < b.length && memcmp(b.data + at + k, &i, 8) == 0);
		at += record_size(i);
	}
	CHECK(at == b.length);
	buf_free(&b);
}

/* Of the limits one leaves all in memory, one some of it, and one nothing. */
static void bins(void)
{
	enum { COUNT = 3, RECORDS = 3000 };
	static const size_t limits[] = {1 << 30, 1 << 20, 0};

	for (size_t l = 0; l < 3; l++) {
		struct bins *bins = bins_new(COUNT, limits[l]);
		struct diag d = {0};

		for (size_t i = 0; i < RECORDS; i++) {
			char *to = bins_add(bins, i % COUNT, record_size(i));

			CHECK((size_t)to % sizeof(void *) == 0);
			for (size_t k = 0; k < record_size(i); k += 8)
				memcpy(to + k, &i, 8);
		}
		for (size_t bin = 0; bin < COUNT; bin++)
			check_bin(bins, bin, COUNT, RECORDS);
		bins_replace(bins, 1, SLICE_LIT("others"));
		memcpy(bins_add(bins, 1, 8), " follow.", 8);
		bins_replace(bins, 0, (struct slice){0});
		struct buf b = {0};
		bins_read(bins, 1, &b);
		CHECK(slice_is(buf_slice(&b), "others follow."));
		bins_read(bins, 0, &b);
		CHECK(b.length == 0);
		check_bin(bins, 2, COUNT, RECORDS);
		CHECK(bins_check(bins, &d) && d.errors == 0);
		buf_free(&b);
		bins_free(bins);
	}
}

static void add_up(void *half)
{
	size_t *sum = half;

	for (size_t i = 1, last = *sum; i < last; i++)
		*sum += i;
}

static void halves(void)
{
	size_t first = 100, second = 1000;

	pair_run(add_up, &first, &second);
	CHECK(first == 5050 && second == 500500);
}

static void utf8(void)
{
	static const struct {
		const char *text;
		size_t length;
		bool valid;
	} cases[] = {
	    {"", 0, true},
	    {"plain ASCII, longer than eight bytes", 36, true},
	    {"Caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80 and more", 22, true},
	    {"\x00", 1, false},
	    {"seven..\x00"
	     "12345678",
		16, false},
	    {"\x80", 1, false},
	    {"\xc3", 1, false},
	    {"\xc0\xaf", 2, false},	    /* overlong */
	    {"\xe0\x80\xaf", 3, false},	    /* overlong */
	    {"\xed\xa0\x80", 3, false},	    /* surrogate */
	    {"\xf4\x90\x80\x80", 4, false}, /* beyond U+10FFFF */
	    {"\xf5\x80\x80\x80", 4, false},
	    {"12345678\xff", 9, false},
	    {"\xc1\xbf", 2, false},
	    {"\xe0\xa0\x80\xe0\x9f\xbf", 6, false},
	    {"\xed\x9f\xbf\xee\x80\x80", 6, true},
	    {"\xf0\x8f\xbf\xbf", 4, false},
	    {"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", 8, true},
	    {"\xe2\x82", 2, false},
	    {"\xf0\x9f\x98", 3, false},
	    {"\xc3\xa9\xa9", 3, false},
	    {"\xe2\x82\xac\x80", 4, false},
	    {"\xe2\xc3\xa9", 3, false},
	};
	char text[200];
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		CHECK(slice_is_utf8((struct slice){cases[i].text, cases[i].length}) ==
		      cases[i].valid);
		/* The same within a long text, in every place of a block of it. */
		for (size_t place = 0; place < 132; place++)
			for (size_t other = 0; other < 2; other++) {
				for (size_t at = 0; at < sizeof text; at++)
					text[at] =
					    "x\xc3\xa9"[other == 0 ? 0 : 1 + (at + place) % 2];
				if (other == 1 && place % 2 == 1)
					text[0] = 'x';
				memcpy(text + place, cases[i].text, cases[i].length);
				if (other == 1)
					memcpy(text + place + cases[i].length, "xxxx", 4);
				CHECK_SAYING(slice_is_utf8((struct slice){text,
						 place + cases[i].length + 4}) == cases[i].valid,
				    "case %zu at %zu", i, place);
			}
	}
}

static void words(void)
{
	static const char *const names[] = {"due_date", "invoice_date", "open_amount", "customer"};
	struct slice near = nearest_among(SLICE_LIT("Due Date"), names, 4);
	CHECK(slice_is(near, "due_date"));
	CHECK(strcmp(did_you_mean(near).text, "; did you mean \"due_date\"?") == 0);
	CHECK(slice_is(nearest_among(SLICE_LIT("open_amout"), names, 4), "open_amount"));
	near = nearest_among(SLICE_LIT("colour"), names, 4);
	CHECK(near.n == 0 && did_you_mean(near).text[0] == '\0');
	CHECK(nearest_distance(SLICE_LIT("kitten"), SLICE_LIT("sitting")) == 3);
	struct slice rest = SLICE_LIT("a;;b"), part;
	CHECK(slice_cut(&rest, ';', &part) && slice_is(part, "a"));
	CHECK(slice_cut(&rest, ';', &part) && part.n == 0);
	CHECK(slice_cut(&rest, ';', &part) && slice_is(part, "b"));
	CHECK(!slice_cut(&rest, ';', &part));
	CHECK(slice_is(slice_trim(SLICE_LIT(" \ta b ")), "a b"));
	CHECK(slice_compare(SLICE_LIT("a"), SLICE_LIT("ab")) < 0);
}

/* Every byte comes back as it was; what nobody wrote is refused. */
static void percents(void)
{
	static const char *const wrong[] = {
	    "a b", "%", "%4", "%4g", "%G0", "%`0", "%@0", "%0`", "%0@", "%0G", "%:0", "%/0"};
	char text[256], back[256];
	struct buf b = {0};
	size_t n;

	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (char)i;
	percent_encode((struct slice){text, sizeof text}, "/", &b);
	CHECK(strstr(b.data, "-./0123456789%3A") != NULL && strstr(b.data, "%5E_%60abc") != NULL);
	CHECK(strstr(b.data, "xyz%7B%7C%7D~%7F%80") != NULL);
	CHECK(percent_decode(buf_slice(&b), "/", back, &n) && n == sizeof text);
	CHECK(memcmp(back, text, sizeof text) == 0);
	CHECK(!percent_decode(buf_slice(&b), "", back, &n));
	buf_free(&b);
	CHECK(percent_decode(SLICE_LIT("%af%AF%fa%FA%90%09"), "", back, &n) && n == 6);
	CHECK(memcmp(back, "\xaf\xaf\xfa\xfa\x90\t", 6) == 0);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		CHECK_SAYING(!percent_decode(slice_of(wrong[i]), "", back, &n), "%s", wrong[i]);
}

static void files(void)
{
	struct diag d = {0};
	struct buf b = {0};
	struct stat st;
	CHECK(file_make_folder(&d, "one/two/three", 0700));
	CHECK(file_make_folder(&d, "one/two/three", 0700));
	CHECK(file_replace(&d, "one/two/letter", SLICE_LIT("first"), 0600));
	CHECK(file_replace(&d, "one/two/letter", SLICE_LIT("second"), 0600));
	CHECK(file_read(&d, "one/two/letter", 100, &b) && strcmp(b.data, "second") == 0);
	CHECK(stat("one/two/letter", &st) == 0 && (st.st_mode & 0777) == 0600);
	CHECK(file_exists("one/two/letter") && !file_exists("one/letter"));
	CHECK(d.errors == 0);

	int lock = file_lock(&d, "lock", true, 0);
	CHECK(lock >= 0);
	CHECK(file_lock(&d, "lock", true, 0) < 0 && d.status == STATUS_TEMPFAIL);
	close(lock);
	struct diag too_large = {0}, missing = {0};
	buf_truncate(&b, 0);
	CHECK(!file_read(&too_large, "one/two/letter", 3, &b) && too_large.status == STATUS_DATA);
	CHECK(!file_read(&missing, "none", 3, &b) && missing.status == STATUS_NOINPUT);
	buf_free(&b);
}

/* Names, most of which begin alike, against the C library's sort, which is told their places. */

struct named {
	struct slice name;
	size_t place;
};

static int by_begin(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	const struct slice first[] = {
	    {x->name.p, x->name.n < 8 ? x->name.n : 8}, {y->name.p, y->name.n < 8 ? y->name.n : 8}};
	const int order = slice_compare(first[0], first[1]);

	return order != 0 ? order : (x->place > y->place) - (x->place < y->place);
}

static void sort_names(struct named *names, size_t count)
{
	struct begin *all = mem_array(2 * count, sizeof *all);
	size_t runs = 0;

	for (size_t i = 0; i < count; i++)
		all[i] = (struct begin){begin_of(names[i].name), &names[i]};
	begins_sort(all, count, all + count);
	struct named *sorted = mem_array(count, sizeof *sorted);
	memcpy(sorted, names, count * sizeof *sorted);
	qsort(sorted, count, sizeof *sorted, by_begin);
	for (size_t i = 0; i < count; i++)
		CHECK(((const struct named *)all[i].what)->place == sorted[i].place);
	for (size_t from = 0, end; from < count; from = end, runs++) {
		end = begins_end(all, count, from);
		CHECK(end > from && end <= count);
		for (size_t i = from; i < end; i++)
			CHECK(begin_of(sorted[i].name) == begin_of(sorted[from].name));
		CHECK(end == count || begin_of(sorted[end].name) > begin_of(sorted[from].name));
	}
	CHECK(runs <= count);
	free(sorted);
	free(all);
}

static void begins(void)
{
	enum { MANY = 3000, TEXT = 16 };
	static const char *const heads[] = {
	    "", "1", "10000", "1000000", "10000000", "customer-", "\xc3\xa9"};
	struct named *names = mem_array(MANY, sizeof *names);
	char(*texts)[TEXT] = mem_array(MANY, sizeof *texts);

	for (size_t i = 0; i < MANY; i++) {
		const int n = snprintf(texts[i], TEXT, "%s%zu", heads[i % 7], i * 7919 % 300);

		names[i] = (struct named){{texts[i], (size_t)n}, i};
	}
	for (size_t count = 1; count < MANY; count = 3 * count + 1)
		sort_names(names, count);
	names[1].name.n = 0;
	sort_names(names, MANY);
	CHECK(begin_of(SLICE_LIT("ab")) < begin_of(SLICE_LIT("b")));
	CHECK(begin_of(SLICE_LIT("12345678")) == begin_of(SLICE_LIT("123456789")));
	free(texts);
	free(names);
}

int main(void)
{
	diag_program("base");
	buffers();
	begins();
	maps();
	keys_may_have_half_a_hash_in_common();
	many_keys_are_looked_up_at_once();
	sizes_that_do_not_fit();
	arenas();
	bins();
	halves();
	utf8();
	words();
	files();
	percents();
	return CHECK_RESULT();
}
