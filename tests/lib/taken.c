/*
 * What an import has taken: among many items, with keys that are alike, only those
 * that were taken before are found, with their place and sum.
 */
#include "book/taken.h"

#include "base/buf.h"
#include "check.h"

#include "base/banned.h"

enum { ITEMS = 50000 };

static struct slice key(struct buf *b, unsigned n)
{
	buf_truncate(b, 0);
	buf_printf(b, "%u", n);
	return buf_slice(b);
}

/* The n-th: 250 customers with the same invoice numbers; every fourth has instalments. */
static void look(struct taken *t, struct taken_row *row, unsigned n)
{
	struct buf customer = {0}, invoice = {0}, instalment = {0};

	key(&customer, n % 250);
	key(&invoice, n / 250);
	if (n % 4 == 0)
		key(&instalment, n % 3);
	taken_keys(row, buf_slice(&customer), buf_slice(&customer), buf_slice(&invoice),
	    buf_slice(&instalment));
	taken_soon(t, row);
	buf_free(&customer);
	buf_free(&invoice);
	buf_free(&instalment);
}

static void test_items(void)
{
	struct taken t = {.keep_sums = true};
	struct taken_row row;

	for (unsigned n = 0; n < ITEMS; n++) {
		if (n == ITEMS / 7) /* fewer than there will be, and no more than there were */
			taken_expect(&t, ITEMS / 2);
		if (n == ITEMS / 6)
			taken_expect(&t, ITEMS / 3);
		look(&t, &row, n);
		CHECK(taken_add(&t, &row, n % 7, n + 1, n * 3) == NULL);
	}
	CHECK(t.count == ITEMS);
	for (unsigned n = 0; n < ITEMS; n++) {
		look(&t, &row, n);
		const struct taken_item *first = taken_add(&t, &row, 0, 1, 0);

		CHECK(first && first->line == n + 1 && first->file == n % 7);
		CHECK(first && taken_sum(&t, first) == n * 3);
	}
	CHECK(t.count == ITEMS);
	taken_free(&t);
	look(&t, &row, 1);
	CHECK(taken_add(&t, &row, 0, 1, 0) == NULL);
	taken_free(&t);
}

/* Keys that run into each other if they are put together carelessly. */
static void test_borders(void)
{
	static const char *const keys[][3] = {{"ab", "c", ""}, {"a", "bc", ""}, {"", "abc", ""},
	    {"ab", "", "c"}, {"a", "b", "c"}, {"abc", "", ""}, {"", "", "abc"}};
	struct taken t = {0};
	struct taken_row row;

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		taken_keys(&row, slice_of(keys[i][0]), slice_of(keys[i][0]), slice_of(keys[i][1]),
		    slice_of(keys[i][2]));
		taken_soon(&t, &row);
		CHECK(taken_add(&t, &row, 0, i + 1, 0) == NULL);
	}
	taken_free(&t);
}

static void test_names(void)
{
	struct taken t = {0};
	struct taken_row row;
	struct buf code = {0}, raw = {0};

	for (unsigned n = 0; n < 2 * ITEMS; n++) {
		key(&code, n % ITEMS);
		key(&raw, n % ITEMS);
		if (n == ITEMS + 7)
			buf_add_char(&raw, '!');
		taken_keys(&row, buf_slice(&code), buf_slice(&raw), SLICE_LIT("1"), SLICE_LIT(""));
		taken_soon(&t, &row);
		struct slice first = taken_name(&t, &row, buf_slice(&raw));

		CHECK(slice_equal(first, buf_slice(&code)));
	}
	CHECK(t.names_count == ITEMS);
	buf_free(&code);
	buf_free(&raw);
	taken_free(&t);
}

int main(void)
{
	test_items();
	test_borders();
	test_names();
	if (CHECK_RESULT() == 0)
		printf("all well\n");
	return CHECK_RESULT();
}
