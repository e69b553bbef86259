/* Conditions of --where: a table of condition, field and whether it holds. */
#include "table/where.h"

#include "check.h"

#include "base/banned.h"

static const struct {
	const char *text, *field;
	bool holds;
} cases[] = {{"country = NL", "NL", true}, {"country=NL", "NL", true},
    {"  country  =  NL  ", "NL", true}, {"country = NL", "nl", false},
    {"country != NL", "BE", true}, {"country != NL", "NL", false}, {"country =", "", true},
    {"country = ", "x", false}, {"country !=", "", false}, {"country = \"\"", "", true},
    {"name = \"a, b\"", "a, b", true}, {"name = \" padded \"", " padded ", true},
    {"name = \"6\"\"\"", "6\"", true}, {"name = \"<\"", "<", true},
    {"name = O'Neil & Co", "O'Neil & Co", true}, {"my column = x", "x", true},
    {"name = a=b", "a=b", true},
    /* numbers */
    {"open_amount = 10", "10.00", true}, {"open_amount = 10.0", "10", true},
    {"open_amount = +10", "10.00", true}, {"open_amount = -0", "0.00", true},
    {"open_amount != 10", "10.00", false}, {"open_amount != 10", "10.01", true},
    {"open_amount = 10", "-10", false}, {"open_amount > 9", "10.00", true},
    {"open_amount > 10", "9.00", false}, {"open_amount > -10", "-9.99", true},
    {"open_amount < -9.99", "-10", true}, {"open_amount < 0", "-0.01", true},
    {"open_amount < 0", "0.00", false}, {"open_amount <= 0", "-0.00", true},
    {"open_amount >= 1000", "999.99", false}, {"open_amount >= 1000", "1000", true},
    {"days_overdue > 30", "100", true}, {"days_overdue > 30", "4", false},
    {"n > 99999999999999999999", "100000000000000000000", true},
    {"n < 0.10000000000000000000001", "0.1", true}, {"n = 0.1", "0.1000000000000000000000", true},
    {"n > 1.5", "1.49999", false}, {"n > 1.05", "1.5", true},
    /* codes with leading zeros */
    {"customer = 7", "007", false}, {"customer = 007", "7", false}, {"customer = 007", "007", true},
    {"customer = 007", "007.0", true}, {"customer = 10", "0010", false},
    {"customer = 0", "0.00", true}, {"customer = 0", "00", false}, {"customer != 7", "007", true},
    {"customer < 8", "007", true}, {"amount = 0.5", "0.50", true},
    /* dates, and what is neither */
    {"due_date < 2026-11-22", "2026-11-21", true}, {"due_date < 2026-11-22", "2026-11-22", false},
    {"due_date <= 2026-11-22", "2026-11-22", true}, {"due_date > 2026-11-22", "2027-01-01", true},
    {"due_date >= 2026-11-22", "2026-11-22", true}, {"name > A", "B", true},
    {"name > 10", "9 lives", true}, {"name < 1e3", "1", true}, {"name < B", "AZ", true},
    {"n = 1.", "1", false}, {"n = .5", "0.5", false}, {"n = 1.2.3", "1.2.3", true},
    /* texts of digits and marks that are no dates and no numbers */
    {"due_date = 31-12-2026", "31-12-2026", true}, {"n = 1,5", "1,5", true},
    {"invoice > 2026-0001", "2026-0002", true}, {"bucket < 31-60", "1-30", true},
    {"place > A,5", "B", true}, {"account >= 10.20.30", "10.20.31", true},
    {"phone > 020-1234567", "020-1234568", true}, {"customer >= 10-20-30-40", "10-20-30-41", true},
    {"batch > 2026-100-1", "2026-100-2", true}, {"batch > 20-1-2", "20-1-3", true},
    {"batch > 2026-1-100", "2026-1-101", true}, {"batch > 1--2026", "1--2027", true},
    {"name > \" \"", "A", true}, {"name > \",\"", "A", true}, {"name < -", "+", true},
    /* nothing is less than nothing */
    {"due_date < 2026-11-22", "", false}, {"due_date <= 2026-11-22", "", false},
    {"due_date > 2026-11-22", "", false}, {"due_date >= 2026-11-22", "", false},
    {"open_amount < 10", "", false}, {"x > ", "a", true}, {"x != 1", "", true},
    /* globs */
    {"name ~ Bak*", "Bakkerij", true}, {"name ~ Bak*", "De Bakkerij", false},
    {"name ~ *bakker*", "De bakkerij", true}, {"name ~ ?", "a", true}, {"name ~ ?", "", false},
    {"name ~ *", "", true}, {"name ~", "", true}, {"name ~", "a", false},
    {"email ~ *@*.nl", "a@b.nl", true}, {"name ~ [A-C]*", "Dekker", false},
    {"path ~ a*", "a/b/.c", true}, {"name ~ 10", "10.00", false}, {"name ~ \"a b\"", "a b", true}};

static const struct {
	const char *text, *why;
} faults[] = {{"", "no operator"}, {"country", "no operator"}, {"country NL", "no operator"},
    {"country ! NL", "no operator"}, {"= NL", "no column"}, {"  = NL", "no column"},
    {"country == NL", "operators are"}, {"country =< 3", "operators are"},
    {"country => 3", "operators are"}, {"country =~ x", "operators are"},
    {"country <> NL", "operators are"}, {"country = \"NL", "quotes"}, {"country = \"", "quotes"},
    {"country = \"N\"L\"", "quotes"}, {"country = \"a\"\"", "quotes"},
    /* compared as text they would find what nobody meant */
    {"due_date < 31-12-2026", "2026-12-31"}, {"due_date >= 1/2/2026", "2026-12-31"},
    {"due_date > 31.12.2026", "2026-12-31"}, {"due_date < 2026/12/31", "2026-12-31"},
    {"due_date <= 2026-12-1", "2026-12-31"}, {"due_date < 2026-02-30", "such a day"},
    {"due_date < \"31-12-2026\"", "2026-12-31"}, {"open_amount > 1.000,50", "1234.50"},
    {"open_amount > 1,000.50", "1234.50"}, {"open_amount <= 10,5", "1234.50"},
    {"open_amount < -1,000,000", "1234.50"}, {"open_amount >= 1'000", "1234.50"},
    {"open_amount > 1 000", "1234.50"}, {"open_amount > +1,5", "1234.50"}};

/* What a column's kind makes of a condition. */
static const struct {
	const char *text;
	bool number, date;
} misfits[] = {{"x = 10", true, false}, {"x > -10.50", true, false}, {"x != 007", true, false},
    {"x > abc", false, false}, {"x = ten", false, false}, {"x < 1e3", false, false},
    {"x = 10,5", false, false}, {"x = .5", false, false}, {"x = 2026-12-31", false, true},
    {"x > 2026-02-28", false, true}, {"x = 2026-02-30", false, false},
    {"x != 31-12-2026", false, false}, {"x =", true, true}, {"x != \"\"", true, true},
    {"x >", false, false}, {"x <= \"\"", false, false}, {"x ~ a*", true, true}};

int main(void)
{
	char longest[1000];

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct condition c = {0};
		const char *why = "";
		bool parsed = condition_parse(slice_of(cases[i].text), &c, &why);

		CHECK_SAYING(parsed, "%s: %s", cases[i].text, why);
		if (!parsed)
			continue;
		CHECK_SAYING(condition_holds(&c, slice_of(cases[i].field)) == cases[i].holds,
		    "%s of \"%s\"", cases[i].text, cases[i].field);
		condition_free(&c);
	}
	for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
		struct condition c = {0};
		const char *why = "";
		bool parsed = condition_parse(slice_of(faults[i].text), &c, &why);

		CHECK_SAYING(!parsed && strstr(why, faults[i].why), "%s: %s", faults[i].text, why);
		condition_free(&c);
	}
	for (size_t i = 0; i < sizeof misfits / sizeof misfits[0]; i++) {
		struct condition c = {0};
		const char *why = "";

		CHECK_SAYING(condition_parse(slice_of(misfits[i].text), &c, &why), "%s: %s",
		    misfits[i].text, why);
		CHECK_SAYING(
		    (condition_misfit(&c, COMPARES_NUMBERS) == NULL) == misfits[i].number &&
			(condition_misfit(&c, COMPARES_DATES) == NULL) == misfits[i].date &&
			condition_misfit(&c, COMPARES_TEXTS) == NULL,
		    "what %s may be compared with", misfits[i].text);
		condition_free(&c);
	}
	/* Fields are pieces of a record: not the byte after the last is read. */
	memset(longest, 'x', sizeof longest);
	for (size_t n = 0; n <= sizeof longest; n += 50) {
		struct condition c = {.column = NULL, .op = WHERE_GLOB, .value = (char[]){"*"}};

		CHECK(condition_holds(&c, (struct slice){longest, n}));
	}
	if (CHECK_RESULT() == 0)
		printf("all well\n");
	return CHECK_RESULT();
}
