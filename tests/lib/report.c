/*
 * A report of every part: report SAMPLE writes it as a PDF on standard output. SAMPLE is "all",
 * "long" (a table over several pages), "wide" (many figures), "crowded" (texts with little room),
 * "extremes" (of charts), or any other text: its paragraph.
 */
#include "letter/report.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void add_bars(struct report *r, enum chart_kind kind, const char *title)
{
	static const money in[] = {1250000, 830050, 412500, 990000, 0, 1500025};
	static const money out[] = {-400000, -620000, -100000, -1400000, -250000, -90000};
	static const money balance[] = {850000, 1060050, 1372550, 962550, 712550, 2122575};
	static const struct slice weeks[] = {
	    {"wk 48", 5}, {"wk 49", 5}, {"wk 50", 5}, {"wk 51", 5}, {"wk 52", 5}, {"wk 53", 5}};
	const struct chart_series series[] = {{SLICE_LIT("receipts"), in, false},
	    {SLICE_LIT("payments"), out, false}, {SLICE_LIT("balance"), balance, true}};
	const struct chart chart = {.kind = kind,
	    .title = slice_of(title),
	    .labels = weeks,
	    .count = COUNT(weeks),
	    .series = series,
	    .nseries = COUNT(series),
	    .currency = "EUR",
	    .decimals = 2};

	report_chart(r, &chart);
}

static void add_rows(struct report *r)
{
	static const money values[5][3] = {{120000, 560000, -9000}, {450050, 30000, 0},
	    {90000, 0, 1234}, {0, 250000, -40000}, {880000, 99999, 0}};
	static const struct slice names[] = {{"Café Été SARL", 15},
	    {"Müller & Söhne Gesellschaft mit beschränkter Haftung", 55},
	    {"Ørsted Energi ApS", 18}};
	static const struct slice buckets[] = {
	    {"not due", 7}, {"1-30", 4}, {"31-60", 5}, {"61-90", 5}, {"90+", 3}};
	struct chart_series series[5];

	for (size_t i = 0; i < 5; i++)
		series[i] = (struct chart_series){buckets[i], values[i], false};
	const struct chart chart = {.kind = CHART_ROWS,
	    .title = SLICE_LIT("The largest debtors"),
	    .labels = names,
	    .count = 3,
	    .series = series,
	    .nseries = 5,
	    .currency = "EUR",
	    .decimals = 2,
	    .shades = true};

	report_chart(r, &chart);
}

static void add_table(struct report *r, size_t rows)
{
	static const struct report_column columns[] = {{{NULL, 0}, REPORT_TICK},
	    {{"customer", 8}, REPORT_LEFT}, {{"name", 4}, REPORT_LEFT},
	    {{"open amount", 11}, REPORT_RIGHT}};
	static const struct slice group[] = {{"Amsterdam", 9}, {NULL, 0}, {NULL, 0}, {NULL, 0}};
	static const struct slice cells[] = {
	    {NULL, 0}, {"10002", 5}, {"Café Été SARL", 16}, {"1.234,50", 8}};
	static const struct slice wordy[] = {{NULL, 0}, {"10003", 5},
	    {"Müller & Söhne Gesellschaft mit beschränkter Haftung und Compagnie, "
	     "Zweigniederlassung Düsseldorf am Rhein, Abteilung für Rechnungen und Mahnungen",
		151},
	    {"-9,00", 5}};
	static const struct slice sum[] = {{NULL, 0}, {"subtotal", 8}, {NULL, 0}, {"1.225,50", 8}};
	struct report_row *all = mem_array(rows + 4, sizeof *all);
	size_t n = 0;

	all[n++] = (struct report_row){REPORT_GROUP, group};
	for (size_t i = 0; i < rows; i++)
		all[n++] = (struct report_row){REPORT_ROW, i % 7 == 3 ? wordy : cells};
	all[n++] = (struct report_row){REPORT_SUM, sum};
	all[n++] = (struct report_row){REPORT_TOTAL, sum};
	report_table(r, &(struct report_table){columns, COUNT(columns), all, n});
	free(all);
}

/* Amounts at the ends of what there is, and all nothing; many periods; many steps. */
static void add_extremes(struct report *r)
{
	enum { PERIODS = 60, STEPS = 8 };
	static const money ends[][3] = {{INT64_MAX, -INT64_MAX, 0},
	    {INT64_MAX, INT64_MAX, INT64_MAX}, {0, 0, 0}, {-1, -1, -1}, {1, 0, -1}};
	static const struct slice labels[] = {{"a", 1}, {"", 0}, {"c", 1}};
	money values[STEPS][PERIODS];
	struct slice periods[PERIODS];
	struct chart_series series[STEPS];

	for (size_t i = 0; i < COUNT(ends); i++)
		for (int kind = CHART_BARS; kind <= CHART_ROWS; kind++) {
			const struct chart_series two[] = {{SLICE_LIT("x"), ends[i], false},
			    {SLICE_LIT("y"), ends[COUNT(ends) - 1 - i], kind == CHART_BARS}};

			report_chart(r, &(struct chart){.kind = (enum chart_kind)kind,
					    .labels = labels,
					    .count = 3,
					    .series = two,
					    .nseries = 2,
					    .currency = "EUR",
					    .decimals = 2});
		}
	for (size_t s = 0; s < STEPS; s++) {
		series[s] = (struct chart_series){SLICE_LIT("a step of many"), values[s], false};
		for (size_t i = 0; i < PERIODS; i++) {
			values[s][i] = (money)(s * i * 10000000);
			periods[i] = SLICE_LIT("2026-11");
		}
	}
	for (int kind = CHART_BARS; kind <= CHART_ROWS; kind++)
		report_chart(r, &(struct chart){.kind = (enum chart_kind)kind,
				    .title = SLICE_LIT("many"),
				    .labels = periods,
				    .count = PERIODS,
				    .series = series,
				    .nseries = STEPS,
				    .currency = "JPY",
				    .shades = true});
}

/* Twelve figures beside a name: the type gets smaller until they fit. */
static void add_wide(struct report *r)
{
	enum { WIDE = 13 };
	struct report_column columns[WIDE] = {{SLICE_LIT("name"), REPORT_LEFT}};
	struct slice cells[WIDE] = {SLICE_LIT("Bakkerij De Gouden Korrel")};
	const struct report_row rows[] = {{REPORT_ROW, cells}, {REPORT_TOTAL, cells}};

	for (size_t i = 1; i < WIDE; i++) {
		columns[i] = (struct report_column){SLICE_LIT("1 to 30 days"), REPORT_RIGHT};
		cells[i] = SLICE_LIT("12.345.678,90");
	}
	report_table(r, &(struct report_table){columns, WIDE, rows, COUNT(rows)});
}

/* Five texts of which none has the room that it would like, and amounts, which have; no text. */
static void add_crowded(struct report *r)
{
	enum { CROWDED = 6 };
	struct report_column columns[CROWDED];
	struct slice cells[CROWDED];
	const struct report_row rows[] = {{REPORT_ROW, cells}, {REPORT_ROW, cells}};

	for (size_t i = 0; i < CROWDED; i++) {
		columns[i] = (struct report_column){SLICE_LIT("a text"), REPORT_LEFT};
		cells[i] = SLICE_LIT("Bakkerij De Gouden Korrel, Amsterdam-Zuidoost");
	}
	columns[CROWDED - 1].align = REPORT_RIGHT;
	cells[CROWDED - 1] = SLICE_LIT("12.345.678,90");
	report_table(r, &(struct report_table){columns, CROWDED, rows, COUNT(rows)});
	report_table(r, &(struct report_table){columns + CROWDED - 1, 1,
			    (struct report_row[]){{REPORT_ROW, cells + CROWDED - 1}}, 1});
}

static void add_all(struct report *r)
{
	report_paragraph(r, SLICE_LIT("A paragraph of text: 12 items of 3 customers."));
	add_rows(r);
	report_heading(r, SLICE_LIT("Expected receipts and payments"));
	add_bars(r, CHART_BARS, "side by side");
	add_bars(r, CHART_STACKED, "one on the other");
	report_note(r, SLICE_LIT("What this rests on stands in small print."));
	add_table(r, 9);
}

static void fill(struct report *r, const char *sample)
{
	if (strcmp(sample, "extremes") == 0)
		add_extremes(r);
	else if (strcmp(sample, "wide") == 0)
		add_wide(r);
	else if (strcmp(sample, "crowded") == 0)
		add_crowded(r);
	else if (strcmp(sample, "long") == 0)
		add_table(r, 200);
	else if (strcmp(sample, "all") == 0)
		add_all(r);
	else
		report_paragraph(r, slice_of(sample));
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct buf out = {0};
	const struct report_info info = {.title = SLICE_LIT("A report of every part"),
	    .subtitle = SLICE_LIT("on 22 November 2026"),
	    .company = SLICE_LIT("Voorbeeld BV"),
	    .foot = SLICE_LIT("report"),
	    .language = "nl",
	    .created = date_from_civil(2026, 11, 22)};

	diag_program("report");
	if (argc != 2)
		return STATUS_USAGE;
	struct report *r = report_open(&d, &info);

	if (r == NULL)
		return diag_finish(&d);
	fill(r, argv[1]);
	if (report_close(r, &out))
		(void)fwrite(out.data, 1, out.length, stdout);
	buf_free(&out);
	return diag_finish(&d);
}
