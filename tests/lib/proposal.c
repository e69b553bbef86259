/*
 *   proposal seal FILE                      the table again, its column `check` computed
 *   proposal read FLAGS REJECTS FILE...     its reminders and rows; REJECTS "" for none,
 *                                           FLAGS: f the fees must be there, p may be partial
 */
#include "book/proposal.h"

#include "table/columns.h"

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
	if (argc >= 5 && strcmp(argv[1], "read") == 0)
		return show(&d, argv[2], argv[3], argv + 4, (size_t)argc - 4);
	return STATUS_USAGE;
}
