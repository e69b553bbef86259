#include "rules/number.h"

#include "base/buf.h"

#include <stdlib.h>

#include "base/banned.h"

enum { NUMBER_MOST = 120 }; /* with a hash and ".pdf" still a file's name everywhere */

static size_t *count_of(struct numbers *n, struct slice text)
{
	void **at = map_at(&n->taken, text);

	if (*at == NULL)
		*at = arena_alloc(&n->arena, sizeof(size_t));
	return *at;
}

void numbers_take(struct numbers *n, struct slice number)
{
	*count_of(n, number) += 1;
}

static bool is_plain(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       c == '.' || c == '_' || c == '-';
}

static void add_plain(struct buf *b, struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_add_char(b, is_plain(s.p[i]) ? s.p[i] : '_');
}

const char *numbers_want(
    struct numbers *n, date as_of, struct slice customer, const char *level, struct slice suffix)
{
	struct civil day = date_civil(as_of);
	struct buf b = {0};
	const char *text;
	size_t *count;

	buf_printf(&b, "%04d%02d%02d-", day.year, day.month, day.day);
	add_plain(&b, customer);
	buf_add_char(&b, '-');
	add_plain(&b, slice_of(level));
	if (suffix.n > 0) {
		buf_add_char(&b, '-');
		add_plain(&b, suffix);
	}
	if (b.length > NUMBER_MOST)
		buf_truncate(&b, NUMBER_MOST);
	count = count_of(n, buf_slice(&b));
	/* What was cut off may have told two apart. */
	*count += b.length == NUMBER_MOST ? 2 : 1;
	text = arena_copy(&n->arena, b.data, b.length);
	buf_free(&b);
	return text;
}

const char *numbers_settle(struct numbers *n, const char *wanted, uint64_t identity)
{
	struct buf b = {0};
	const char *text;
	size_t *count;

	if (*count_of(n, slice_of(wanted)) == 1)
		return wanted;
	do {
		buf_truncate(&b, 0);
		buf_printf(&b, "%s-%08lx", wanted, (unsigned long)(identity & 0xffffffff));
		identity = hash_bytes(identity, "again", 5);
		count = count_of(n, buf_slice(&b));
	} while (*count > 0);
	*count = 1;
	text = arena_copy(&n->arena, b.data, b.length);
	buf_free(&b);
	return text;
}

static uint64_t hash_slice(uint64_t seed, struct slice s)
{
	return hash_bytes(seed, s.p, s.n);
}

uint64_t identity_of(struct slice customer, struct slice terms, const char *currency)
{
	return hash_slice(hash_slice(hash_slice(1, customer), terms), slice_of(currency));
}

uint64_t identity_with(
    uint64_t identity, struct slice invoice, struct slice instalment, struct slice level, int n)
{
	identity = hash_slice(identity, invoice);
	identity = hash_slice(identity, instalment);
	identity = hash_slice(identity, level);
	return hash_bytes(identity, &n, sizeof n);
}

void numbers_free(struct numbers *n)
{
	map_free(&n->taken);
	arena_free(&n->arena);
	*n = (struct numbers){0};
}
