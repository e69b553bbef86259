/*
 *   proposal seal FILE                      the table again, its column `check` computed
 *   proposal sums                           of each line of standard input, cells with bars
 * between, and that a sum made another way is the same proposal read FLAGS REJECTS FILE...     its
 * reminders and rows; REJECTS "" for none, FLAGS: f the fees must be there, p may be partial
 */
#include "book/proposal.h"

#include "table/columns.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/banned.h"

struct named_row {
	const struct table *table;
	const struct row *row;
};

static struct slice cell(const void *context, const char *name)
{
	const struct named_row *named = context;
	const int column = table_find(named->table, name);

	return column >= 0 ? named->row->fields[column] : (struct slice){NULL, 0};
}

static int seal(struct diag *d, char **paths)
{
	static const char *const added[] = {"check"};
	struct table *t = table_open(d, paths, 1, NULL);
	struct buf out = {0};
	struct columns c;
	struct row row;

	if (t == NULL)
		return diag_finish(d);
	columns_plan(&c, t, NULL, 0, added, 1);
	columns_header(&c, &out);
	while (table_next(t, &row)) {
		char text[CHECK_TEXT];

		proposal_check(cell, &(struct named_row){t, &row}, text);
		columns_row(&c, &out, row.fields, (struct slice[]){slice_of(text)});
	}
	printf("%s", buf_string(&out));
	buf_free(&out);
	columns_free(&c);
	table_close(t);
	return diag_finish(d);
}

/* The sum as it is told: byte after byte, with numbers of 128 bits. */

static uint64_t plain_fold(uint64_t a, uint64_t b)
{
	const wide low = (wide)(a & UINT32_MAX) * (wide)b, high = (wide)(a >> 32) * (wide)b;
	const wide upper = high + (low >> 32);

	return ((uint64_t)upper << 32 | (uint64_t)(low & UINT32_MAX)) ^ (uint64_t)(upper >> 32);
}

static uint64_t plain_sum(uint64_t before, struct slice cell)
{
	uint64_t sum = UINT64_C(0x13198a2e03707345) + UINT64_C(0x243f6a8885a308d3) * cell.n;
	uint64_t word = 0;

	for (size_t i = 0; i < cell.n; i++) {
		word |= (uint64_t)(unsigned char)cell.p[i] << 8 * (i % 8);
		if (i % 8 != 7)
			continue;
		sum = plain_fold(sum ^ word, UINT64_C(0xa4093822299f31d1));
		word = 0;
	}
	return before * UINT64_C(0x452821e638d01377) +
	       plain_fold(sum ^ word, UINT64_C(0x082efa98ec4e6c89));
}

enum { CELLS_MOST = 32 };

/* As columns of a row, then as cells that were known before; either is empty for some counts. */
static uint64_t sum_in_parts(const struct slice *cells, size_t count)
{
	const size_t first = count - count / 3;
	int columns[CELLS_MOST];

	for (size_t i = 0; i < first; i++)
		columns[i] = cells[i].n == 0 && i % 2 == 1 ? -1 : (int)i;
	return check_with_part(
	    check_with_columns(0, cells, columns, first), check_part(cells + first, count - first));
}

static int sums(void)
{
	char line[512 + ROW_BEHIND], text[CHECK_TEXT];

	while (fgets(line, 512, stdin) != NULL) {
		struct slice rest = {line, strcspn(line, "\n")}, cells[CELLS_MOST];
		uint64_t sum = 0, plain = 0;
		size_t count = 0;

		while (count < CELLS_MOST && slice_cut(&rest, '|', &cells[count])) {
			sum = check_with(sum, &cells[count], 1);
			plain = plain_sum(plain, cells[count++]);
		}
		check_text(sum, text);
		printf("%s%s%s\n", text, sum == plain ? "" : " and another",
		    sum == sum_in_parts(cells, count) ? "" : " and another in parts");
	}
	return STATUS_DONE;
}

static void show_row(const struct proposal_row *row)
{
	char day[DATE_TEXT], total[MONEY_TEXT] = "-";

	date_format(row->pay_by, day);
	if (row->has_fees)
		money_format(row->fee[F_TOTAL_DUE], row->item.decimals, total);
	printf("  %zu %.*s level=%.*s n=%d %s days=%d pay_by=%s total=%s (%s:%lu)\n", row->index,
	    SLICE_ARG(row->item.invoice), SLICE_ARG(row->level), row->n,
	    section_names[row->section], row->days_overdue, day, total, row->file, row->line);
}

static int show(
    struct diag *d, const char *letters, const char *rejects, char **paths, size_t count)
{
	const unsigned flags = (strchr(letters, 'f') ? PROPOSAL_FEES : 0U) |
			       (strchr(letters, 'p') ? PROPOSAL_PARTIAL : 0U);
	struct proposal *p =
	    proposal_read(d, paths, count, "EUR", flags, rejects[0] != '\0' ? rejects : NULL);

	if (p == NULL)
		return diag_finish(d);
	for (size_t i = 0; i < p->nreminders; i++) {
		const struct reminder *reminder = &p->reminders[i];

		printf("%.*s\n", SLICE_ARG(reminder->number));
		for (size_t j = 0; j < reminder->count; j++)
			show_row(reminder->rows[j]);
	}
	proposal_close(p);
	return diag_finish(d);
}

int main(int argc, char **argv)
{
	struct diag d = {0};

	diag_program("proposal");
	if (argc == 3 && strcmp(argv[1], "seal") == 0)
		return seal(&d, argv + 2);
	if (argc == 2 && strcmp(argv[1], "sums") == 0)
		return sums();
	if (argc >= 5 && strcmp(argv[1], "read") == 0)
		return show(&d, argv[2], argv[3], argv + 4, (size_t)argc - 4);
	return STATUS_USAGE;
}
