/* Foreign amounts, dates and records: tables of cases. */
#include "table/dialect.h"
#include "table/foreign.h"

#include "check.h"

#include <stdlib.h>

#include "base/banned.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* mark: the dialect's decimal mark, 0 when it is not known; thousands as in the struct. */
static const struct {
	const char *cell;
	char mark;
	int thousands, decimals;
	const char *amount; /* "" when it is none */
} amounts[] = {{"4742.8", '.', MARK_ANY, 2, "4742.80"}, {"4742,80", ',', MARK_ANY, 2, "4742.80"},
    {"4.742,80", ',', MARK_ANY, 2, "4742.80"}, {"8,434.50", '.', MARK_ANY, 2, "8434.50"},
    {"1.234.567,89", ',', '.', 2, "1234567.89"}, {"1 234,50", ',', MARK_ANY, 2, "1234.50"},
    {"1\xc2\xa0"
     "234,50",
	',', MARK_ANY, 2, "1234.50"},
    {"1\xe2\x80\xaf"
     "234,50",
	',', MARK_ANY, 2, "1234.50"},
    {"1'234.50", '.', MARK_ANY, 2, "1234.50"},
    {"1\xe2\x80\x99"
     "234.50",
	'.', '\'', 2, "1234.50"},
    {"1,28,500.00", '.', MARK_ANY, 2, "128500.00"}, {"10.000", ',', MARK_ANY, 2, "10000.00"},
    {"10.000", '.', MARK_ANY, 3, "10.000"}, {"10.000", '.', MARK_ANY, 2, "10.00"},
    {"4742.8000", '.', MARK_NONE, 2, "4742.80"}, {"1000", ',', MARK_NONE, 0, "1000"},
    {"1000.00", '.', MARK_NONE, 0, "1000"}, {"0", '.', MARK_ANY, 2, "0.00"},
    {"-84,27", ',', MARK_ANY, 2, "-84.27"}, {"84,27-", ',', MARK_ANY, 2, "-84.27"},
    {"(1,200.00)", '.', MARK_ANY, 2, "-1200.00"}, {"84.27 CR", '.', MARK_ANY, 2, "-84.27"},
    {"1,28,500.00 Dr", '.', MARK_ANY, 2, "128500.00"}, {"+5", '.', MARK_ANY, 2, "5.00"},
    {"\xe2\x88\x92"
     "5,00",
	',', MARK_ANY, 2, "-5.00"},
    {"\xe2\x82\xac 1.234,50", ',', MARK_ANY, 2, "1234.50"},
    {"\xe2\x82\xac -5,00", ',', MARK_ANY, 2, "-5.00"},
    {"-\xe2\x82\xac 5,00", ',', MARK_ANY, 2, "-5.00"}, {"EUR 12.50", '.', MARK_ANY, 2, "12.50"},
    {"12.50 EUR", '.', MARK_ANY, 2, "12.50"}, {"$1,000.00", '.', MARK_ANY, 2, "1000.00"},
    {" 12.50 ", '.', MARK_ANY, 2, "12.50"}, {"12", 0, MARK_ANY, 2, "12.00"},
    {"92233720368547758,07", ',', MARK_ANY, 2, "92233720368547758.07"}, {"", '.', MARK_ANY, 2, ""},
    {"-", '.', MARK_ANY, 2, ""}, {"abc", '.', MARK_ANY, 2, ""}, {"1.005", '.', MARK_ANY, 2, ""},
    {"1,5", '.', MARK_ANY, 2, ""}, {"1.5", ',', MARK_ANY, 2, ""}, {"1,234.5", ',', MARK_ANY, 2, ""},
    {"12.34.56", '.', MARK_ANY, 2, ""}, {"1.23.456,00", ',', MARK_ANY, 2, "123456.00"},
    {"1.2.345,00", ',', MARK_ANY, 2, ""}, {"1.2345,00", ',', MARK_ANY, 2, ""},
    {"1 234.567,00", ',', MARK_ANY, 2, ""}, {".500,00", ',', MARK_ANY, 2, ""},
    {"1..000,00", ',', MARK_ANY, 2, ""}, {"1.000,", ',', MARK_ANY, 2, ""},
    {",50", ',', MARK_ANY, 2, ""}, {"1,234.00", '.', MARK_NONE, 2, ""},
    {"1 234.00", '.', ',', 2, ""}, {"1.5E+3", '.', MARK_ANY, 2, ""},
    {"1,5E3", ',', MARK_ANY, 2, ""}, {"--5", '.', MARK_ANY, 2, ""}, {"-(5)", '.', MARK_ANY, 2, ""},
    {"()", '.', MARK_ANY, 2, ""}, {"(5", '.', MARK_ANY, 2, ""}, {"EUR EUR 5", '.', MARK_ANY, 2, ""},
    {"5 apples", '.', MARK_ANY, 2, ""}, {"1.50", 0, MARK_ANY, 2, ""},
    {"92233720368547758,08", ',', MARK_ANY, 2, ""},
    {"99999999999999999999999999999999999999999999999", '.', MARK_ANY, 2, ""}};

static const struct {
	const char *cell;
	char told;
} marks[] = {{"1234", 0}, {"-12", 0}, {"", 0}, {"abc", 0}, {"12.5", '.'}, {"12,5", ','},
    {"12,50", ','}, {"1.234,50", ','}, {"1,234.50", '.'}, {"10.000", '?'}, {"10,000", '?'},
    {"-100.000", '?'}, {"1234.500", '.'}, {"0.500", '.'}, {"0,005", ','}, {"1.234.567", ','},
    {"1,28,500", '.'}, {"(10,000)", '?'}, {"\xe2\x82\xac 10,5", ','}, {"4742.8000", '.'}};

static const struct {
	const char *cell;
	enum date_order order;
	const char *day; /* "" when it is none */
} dates[] = {{"2026-11-22", DATES_ANY, "2026-11-22"}, {"2026-11-22", DATES_MDY, "2026-11-22"},
    {"2026/11/22", DATES_DMY, "2026-11-22"}, {"2026.11.2", DATES_ANY, "2026-11-02"},
    {"20261122", DATES_DMY, "2026-11-22"}, {"22-11-2026", DATES_DMY, "2026-11-22"},
    {"22/11/2026", DATES_DMY, "2026-11-22"}, {"22.11.2026", DATES_DMY, "2026-11-22"},
    {"2.1.2026", DATES_DMY, "2026-01-02"}, {"02/03/2026", DATES_DMY, "2026-03-02"},
    {"02/03/2026", DATES_MDY, "2026-02-03"}, {"11/22/2026", DATES_MDY, "2026-11-22"},
    {"22-11-26", DATES_DMY, "2026-11-22"}, {"26/11/22", DATES_YMD, "2026-11-22"},
    {"22-11-99", DATES_DMY, "1999-11-22"}, {"12-Aug-2026", DATES_ANY, "2026-08-12"},
    {"12 augustus 2026", DATES_MDY, "2026-08-12"}, {"Nov 22, 2026", DATES_DMY, "2026-11-22"},
    {"1 maart 2026", DATES_ANY, "2026-03-01"}, {"1 mrt 2026", DATES_ANY, "2026-03-01"},
    {"1. M\xc3\xa4rz 2026", DATES_ANY, "2026-03-01"},
    {"1 ao\xc3\xbbt 2026", DATES_ANY, "2026-08-01"}, {"1 juin 2026", DATES_ANY, "2026-06-01"},
    {"1 juillet 2026", DATES_ANY, "2026-07-01"},
    {"31 d\xc3\xa9"
     "c 2026",
	DATES_ANY, "2026-12-31"},
    {"2026-11-22 00:00:00", DATES_ANY, "2026-11-22"},
    {"2026-11-22T08:15:00Z", DATES_ANY, "2026-11-22"}, {"22-11-2026 8:15", DATES_DMY, "2026-11-22"},
    {"11/22/2026 08:15 AM", DATES_MDY, "2026-11-22"}, {" 22-11-2026 ", DATES_DMY, "2026-11-22"},
    {"22-11-2026", DATES_ANY, "2026-11-22"}, {"11/22/2026", DATES_ANY, "2026-11-22"},
    {"05/05/2026", DATES_ANY, "2026-05-05"}, {"02.03.2026", DATES_ANY, "2026-03-02"},
    {"02/03/2026", DATES_ANY, ""}, {"", DATES_DMY, ""}, {"31-02-2026", DATES_DMY, ""},
    {"22/11/2026", DATES_MDY, ""}, {"2026-13-01", DATES_DMY, ""}, {"22-11", DATES_DMY, ""},
    {"46292", DATES_DMY, ""}, {"22-11-2026-1", DATES_DMY, ""}, {"22-11-026", DATES_DMY, ""},
    {"foo", DATES_DMY, ""}, {"22 foo 2026", DATES_DMY, ""}, {"00-00-0000", DATES_DMY, ""},
    {"2026-11", DATES_DMY, ""}, {"22-11-2026 noon", DATES_DMY, ""},
    {"999999999999-1-1", DATES_DMY, ""}, {"22-11-1899", DATES_DMY, ""}, {"- - -", DATES_DMY, ""}};

static void test_cells(void)
{
	char text[MONEY_TEXT];
	const char *why = "";
	bool either;

	for (size_t i = 0; i < COUNT(amounts); i++) {
		struct dialect t = {.decimal_mark = amounts[i].mark,
		    .thousands = (signed char)amounts[i].thousands};
		money amount;

		text[0] = '\0';
		why = "";
		if (dialect_amount(
			&t, slice_of(amounts[i].cell), amounts[i].decimals, &amount, &why))
			money_format(amount, amounts[i].decimals, text);
		CHECK_SAYING(strcmp(text, amounts[i].amount) == 0 && (*text || *why),
		    "\"%s\" gives \"%s\" %s", amounts[i].cell, text, why);
	}
	for (size_t i = 0; i < COUNT(marks); i++) {
		char told = dialect_tell_mark(slice_of(marks[i].cell));

		CHECK_SAYING(told == marks[i].told, "\"%s\" tells '%c'", marks[i].cell, told);
	}
	for (size_t i = 0; i < COUNT(dates); i++) {
		struct dialect t = {.dates = dates[i].order};
		date d = DATE_NONE;

		why = "";
		if (!dialect_date(&t, slice_of(dates[i].cell), &d, &why))
			d = DATE_NONE;
		date_format(d, text);
		CHECK_SAYING(strcmp(text, dates[i].day) == 0 && (*text || *why),
		    "\"%s\" in order %d gives \"%s\" %s", dates[i].cell, dates[i].order, text, why);
	}
	CHECK(dialect_tell_dates(SLICE_LIT("22/11/2026"), &either) == DATES_DMY && !either);
	CHECK(dialect_tell_dates(SLICE_LIT("11/22/2026"), &either) == DATES_MDY && !either);
	CHECK(dialect_tell_dates(SLICE_LIT("11/12/2026"), &either) == DATES_ANY && either);
	CHECK(dialect_tell_dates(SLICE_LIT("11.12.2026"), &either) == DATES_DMY && !either);
	CHECK(dialect_tell_dates(SLICE_LIT("11/11/2026"), &either) == DATES_ANY && !either);
	CHECK(dialect_tell_dates(SLICE_LIT("2026-11-12"), &either) == DATES_YMD && !either);
}

/* Records, shown as "LINE[field|field]" with "!" for a fault. */
static const struct {
	const char *text;
	char delimiter;
	int quote;
	const char *shown;
} records[] = {{"a,b\n1,2\n", ',', 0, "1[a|b]2[1|2]"}, {"a;b\r\n1;2\r\n", ';', 0, "1[a|b]2[1|2]"},
    {"a,b\n1,2", ',', 0, "1[a|b]2[1|2]"}, {"a,b\r\n1,2\r", ',', 0, "1[a|b]2[1|2]"},
    {"\n\na\n\n\nb\n", ',', 0, "3[a]6[b]"}, {"a,\n,b\n,\n", ',', 0, "1[a|]2[|b]3[|]"},
    {"\"a\",\"b\"\n", ',', 0, "1[a|b]"}, {"\"a,b\",c\n", ',', 0, "1[a,b|c]"},
    {"\"a\"\"b\"\n", ',', 0, "1[a\"b]"}, {"\"\"\"a\"\"\"\n", ',', 0, "1[\"a\"]"},
    {"\"\"\"\"\n", ',', 0, "1[\"]"}, {"\"\",\"\"\n", ',', 0, "1[|]"},
    {"\"a\nb\",c\nd\n", ',', 0, "1[a b|c]3[d]"}, {"\"a\r\nb\"\r\nc\n", ',', 0, "1[a b]3[c]"},
    {" a , b \n", ',', 0, "1[a|b]"}, {"a, \"b\" ,c\n", ',', 0, "1[a|b|c]"},
    {"5\" pipe,b\n", ',', 0, "1[5\" pipe|b]"},
    {"=\"001\",=\"\",\"=\"\"0 1\"\"\",=\",=1\n", ',', 0, "1[001||0 1|=\"|=1]"}, {"a\tb\n\tc\n", '\t', 0, "1[a|b]2[|c]"},
    {"\"a\"\t\"b\"\n", '\t', 0, "1[a|b]"}, {"\"a\",b\n", ',', QUOTE_NONE, "1[\"a\"|b]"},
    {"'a,b',c\n", ',', '\'', "1[a,b|c]"}, {"\"a\"b,c\nd,e\n", ',', 0, "1[!]2[d|e]"},
    {"a,\"b\"x\nc,d\n", ',', 0, "1[a|!]2[c|d]"}, {"a,\"b\nc,d\n", ',', 0, "1[a|!]"},
    {"\"", ',', 0, "1[!]"}, {"\"a", ',', 0, "1[!]"}, {"\"a\"", ',', 0, "1[a]"},
    {"a,\"b\"", ',', 0, "1[a|b]"}, {"", ',', 0, ""}, {"\n", ',', 0, ""}, {",", ',', 0, "1[|]"}};

static void test_records(void)
{
	for (size_t i = 0; i < COUNT(records); i++) {
		struct dialect t = {
		    .delimiter = records[i].delimiter, .quote = (signed char)records[i].quote};
		/* A copy of exactly its size, so that a read past its end is seen. */
		size_t n = strlen(records[i].text);
		char *text = malloc(n > 0 ? n : 1);
		struct buf shown = {0};
		struct foreign f;
		struct foreign_row row;

		if (!text)
			return;
		memcpy(text, records[i].text, n);
		foreign_open(&f, (struct slice){text, n}, &t);
		while (foreign_next(&f, &row)) {
			buf_printf(&shown, "%lu[", row.line);
			for (size_t k = 0; k < row.count; k++)
				buf_printf(
				    &shown, "%s%.*s", k > 0 ? "|" : "", SLICE_ARG(row.fields[k]));
			buf_add_string(&shown, !row.fault ? "]" : row.count > 0 ? "|!]" : "!]");
		}
		CHECK_SAYING(strcmp(buf_string(&shown), records[i].shown) == 0, "\"%s\" gives %s",
		    records[i].text, buf_string(&shown));
		foreign_free(&f);
		buf_free(&shown);
		free(text);
	}
}

/*
 * What is read at a glance is read as if it were taken apart: a blank behind it
 * keeps the reader from the former.
 */
static void check_twins(const struct dialect *t, struct slice text, bool as_date)
{
	struct buf spaced = {0};
	money one = 0, other = 0;
	date day = 0, other_day = 0;
	const char *why;
	bool read, again;

	buf_add_slice(&spaced, text);
	buf_add_char(&spaced, ' ');
	if (as_date) {
		read = dialect_date(t, text, &day, &why);
		again = dialect_date(t, buf_slice(&spaced), &other_day, &why);
	} else {
		read = dialect_amount(t, text, 2, &one, &why);
		again = dialect_amount(t, buf_slice(&spaced), 2, &other, &why);
	}
	CHECK_SAYING(
	    read == again && one == other && day == other_day, "\"%.*s\"", SLICE_ARG(text));
	buf_free(&spaced);
}

/* Every text of up to seven characters that an amount may have. */
static void test_plain_amounts(void)
{
	static const char alphabet[] = "05.,-+";
	char text[8];
	size_t texts = 1;

	for (size_t length = 0; length < sizeof text; length++, texts *= sizeof alphabet - 1)
		for (size_t number = 0; number < texts; number++) {
			for (size_t i = 0, rest = number; i < length; i++, rest /= 6)
				text[i] = alphabet[rest % 6];
			for (int mark = 0; mark < 3; mark++)
				check_twins(&(struct dialect){.decimal_mark = "\0.,"[mark]},
				    (struct slice){text, length}, false);
		}
}

static void test_plain_dates(void)
{
	static const char separators[] = "-/. :";
	char text[32];

	for (int year = 1899; year <= 2101; year += 25)
		for (int a = 0; a <= 32; a++)
			for (int b = 0; b <= 32; b++)
				for (size_t s = 0; s < 25; s++) {
					int n = snprintf(text, sizeof text, "%02d%c%02d%c%04d", a,
					    separators[s / 5], b, separators[s % 5], year);

					for (int order = 0; order < 4; order++)
						check_twins(
						    &(struct dialect){
							.dates = (enum date_order)order},
						    (struct slice){text, (size_t)n}, true);
				}
}

int main(void)
{
	test_cells();
	test_plain_amounts();
	test_plain_dates();
	test_records();
	if (CHECK_RESULT() == 0)
		printf("all well\n");
	return CHECK_RESULT();
}
