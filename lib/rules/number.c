#include "rules/number.h"

#include "base/ascii.h"

#include <stdlib.h>

#include "base/banned.h"

enum { NUMBER_MOST = 120 }; /* with a hash and ".pdf" still a file's name everywhere */

/* So many more want the number. Returns its text, which stays. */
static const char *want(struct numbers *n, struct slice number, uintptr_t times)
{
	struct map_entry *e = map_entry_at(&n->taken, number);

	e->value = (void *)((uintptr_t)e->value + times);
	n->clash |= (uintptr_t)e->value > 1;
	return e->key.p;
}

static uintptr_t wanted_by(const struct numbers *n, struct slice number)
{
	return (uintptr_t)map_get(&n->taken, number);
}

void numbers_take(struct numbers *n, struct slice number)
{
	(void)want(n, number, 1);
}

static bool is_plain(char c)
{
	return is_alphanumeric(c) || c == '.' || c == '_' || c == '-';
}

static void add_plain(struct buf *b, struct slice s)
{
	buf_reserve(b, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		b->data[b->length++] = is_plain(s.p[i]) ? s.p[i] : '_';
	b->data[b->length] = '\0';
}

/* 20261122-, which stands there already where the number before was of that day. */
static void begin_with_day(struct numbers *n, date day)
{
	char text[DATE_TEXT];
	struct slice rest, part;

	buf_truncate(&n->text, n->day_length);
	if (n->day_length > 0 && n->day == day)
		return;
	buf_truncate(&n->text, 0);
	date_format(day, text);
	rest = slice_of(text);
	while (slice_cut(&rest, '-', &part))
		buf_add_slice(&n->text, part);
	buf_add_char(&n->text, '-');
	n->day = day;
	n->day_length = n->text.length;
}

const char *numbers_want(
    struct numbers *n, date as_of, struct slice customer, const char *level, struct slice suffix)
{
	struct buf *b = &n->text;

	begin_with_day(n, as_of);
	add_plain(b, customer);
	buf_add_char(b, '-');
	add_plain(b, slice_of(level));
	if (suffix.n > 0) {
		buf_add_char(b, '-');
		add_plain(b, suffix);
	}
	if (b->length > NUMBER_MOST)
		buf_truncate(b, NUMBER_MOST);
	/* What was cut off may have told two apart. */
	return want(n, buf_slice(b), b->length == NUMBER_MOST ? 2 : 1);
}

const char *numbers_settle(struct numbers *n, const char *wanted, uint64_t identity)
{
	struct buf *b = &n->text;

	if (!n->clash || wanted_by(n, slice_of(wanted)) == 1)
		return wanted;
	n->day_length = 0;
	do {
		buf_truncate(b, 0);
		buf_printf(b, "%s-%08lx", wanted, (unsigned long)(identity & 0xffffffff));
		identity = hash_bytes(identity, "again", 5);
	} while (wanted_by(n, buf_slice(b)) > 0);
	return want(n, buf_slice(b), 1);
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
	buf_free(&n->text);
	*n = (struct numbers){0};
}
