#include "base/mem.h"
#include "book/reader.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/*
 * A log: of each reminder its line, how many rows it has and how many items stand there that it
 * reminds of, its number and customer; then of each such item how many lines later it stands, its
 * invoice and instalment. Numbers are cut into seven bits a byte; texts end with a NUL, which no
 * field has. Of a reminder that stands in two files, what is in the second one is another entry,
 * which has no rows.
 */
enum { NUMBER_BITS = 7, NUMBER_MORE = 1 << NUMBER_BITS, NUMBER_TEXT = 10 };

struct past_log {
	struct slice text;
	const char *file;
	unsigned long before; /* so many lines stand before those that are told */
};

static char *put_number(char *to, unsigned long number)
{
	for (; number >= NUMBER_MORE; number >>= NUMBER_BITS)
		*to++ = (char)(number | NUMBER_MORE);
	*to++ = (char)number;
	return to;
}

/* In words: what stands behind the field of a row can be read, and there is room for it. */
static char *put_text(char *to, struct slice text)
{
	for (size_t i = 0; i < text.n; i += 8)
		word_store(to + i, word_load(text.p + i));
	to[text.n] = '\0';
	return to + text.n + 1;
}

/* Numbers, then two texts. */
static void put(struct buf *log, const unsigned long *numbers, size_t count, struct slice first,
    struct slice second)
{
	char *to;

	buf_reserve(log, count * NUMBER_TEXT + first.n + second.n + 2 + ROW_BEHIND);
	to = log->data + log->length;
	for (size_t i = 0; i < count; i++)
		to = put_number(to, numbers[i]);
	to = put_text(put_text(to, first), second);
	log->length = (size_t)(to - log->data);
}

static bool is_item(const struct proposal_row *row)
{
	return row->section == SECTION_OVERDUE;
}

/* Rows of one file. */
static void note(struct buf *log, const struct reminder *reminder, size_t rows,
    struct proposal_row *const *row, size_t count)
{
	const unsigned long line = row[0]->line;
	unsigned long head[] = {line, rows, 0};

	for (size_t i = 0; i < count; i++)
		head[2] += is_item(row[i]);
	put(log, head, 3, reminder->number, row[0]->item.customer);
	for (size_t i = 0; i < count; i++)
		if (is_item(row[i]))
			put(log, (unsigned long[]){row[i]->line - line}, 1, row[i]->item.invoice,
			    row[i]->item.instalment);
}

static void keep(struct past *past, struct slice log, const char *file, unsigned long before)
{
	if (log.n == 0)
		return;
	past->logs = mem_grow(past->logs, past->count, &past->capacity, sizeof(*past->logs));
	past->logs[past->count++] = (struct past_log){
	    .text = {memcpy(arena_bytes(&past->texts, log.n), log.p, log.n), log.n},
	    .file = file,
	    .before = before,
	};
}

static void end_log(struct past *past)
{
	keep(past, buf_slice(&past->log), past->file, 0);
	past_clear(past);
}

void past_add(struct past *past, const struct reminder *reminder)
{
	struct proposal_row *const *row = reminder->rows;

	for (size_t i = 0, end = 0; i < reminder->count; i = end) {
		while (end < reminder->count && row[end]->file == row[i]->file)
			end++;
		if (row[i]->file != past->file)
			end_log(past);
		past->file = row[i]->file;
		note(&past->log, reminder, i == 0 ? reminder->count : 0, row + i, end - i);
	}
}

void past_append(
    struct past *past, const struct past *other, const char *file, unsigned long before)
{
	end_log(past);
	keep(past, buf_slice(&other->log), file, before);
}

void past_clear(struct past *past)
{
	buf_truncate(&past->log, 0);
}

/* Reading it again. */

static unsigned long take_number(const char **at)
{
	unsigned long number = 0;
	unsigned char byte;
	unsigned bits = 0;

	do {
		byte = (unsigned char)*(*at)++;
		number |= (unsigned long)(byte % NUMBER_MORE) << bits;
		bits += NUMBER_BITS;
	} while (byte >= NUMBER_MORE);
	return number;
}

static struct slice take_text(const char **at)
{
	const struct slice text = slice_of(*at);

	*at += text.n + 1;
	return text;
}

static struct earlier_place *new_place(
    struct arena *a, struct slice reminder, const struct past_log *log, unsigned long line)
{
	struct earlier_place *place = arena_alloc(a, sizeof(*place));

	*place = (struct earlier_place){
	    .reminder = reminder, .file = log->file, .line = log->before + line};
	return place;
}

static void find_item(const char **at, const struct past_log *log, struct arena *a,
    struct map *items, struct slice reminder, struct slice customer, unsigned long from)
{
	const unsigned long line = from + take_number(at);
	const struct slice invoice = take_text(at), instalment = take_text(at);
	struct buf key = {0};

	item_key(&key, customer, invoice, instalment);
	*map_at(items, buf_slice(&key)) = new_place(a, reminder, log, line);
	buf_free(&key);
}

static void find_entry(const char **at, const struct past_log *log, struct arena *a,
    struct map *reminders, struct map *items)
{
	const unsigned long line = take_number(at), rows = take_number(at), count = take_number(at);
	const struct slice number = take_text(at), customer = take_text(at);

	if (rows > 0) {
		struct earlier_place *place = new_place(a, number, log, line);

		place->count = place->wanted = rows;
		*map_at(reminders, number) = place;
	}
	for (unsigned long i = 0; i < count; i++)
		find_item(at, log, a, items, number, customer, line);
}

void past_find(struct past *past, struct arena *a, struct map *reminders, struct map *items)
{
	end_log(past);
	for (size_t i = 0; i < past->count; i++) {
		const struct past_log *log = &past->logs[i];
		const char *at = log->text.p;

		while (at < log->text.p + log->text.n)
			find_entry(&at, log, a, reminders, items);
	}
}

void past_free(struct past *past)
{
	buf_free(&past->log);
	free(past->logs);
	arena_free(&past->texts);
	*past = (struct past){0};
}
