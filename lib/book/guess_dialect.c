#include "book/fields.h"
#include "book/guess.h"
#include "book/header.h"
#include "table/foreign.h"

#include <stdlib.h>

#include "base/banned.h"

/* A cell that tells something, and where it stands. */
struct witness {
	const char *file;
	unsigned long line;
	struct slice text;
};

struct told {
	struct arena arena; /* the witnesses' texts */
	struct witness point, comma, either_mark;
	struct witness day_first, month_first, year_first, either_date, short_year;
	struct short_years short_years;
};

static void keep(struct told *t, struct witness *w, const struct export_file *file,
    unsigned long line, struct slice text)
{
	if (w->file)
		return;
	*w = (struct witness){file->name, line, {arena_copy(&t->arena, text.p, text.n), text.n}};
}

static void look_at_amount(
    struct told *t, const struct export_file *file, unsigned long line, struct slice cell)
{
	char mark = dialect_tell_mark(cell);

	if (mark == '.')
		keep(t, &t->point, file, line, cell);
	else if (mark == ',')
		keep(t, &t->comma, file, line, cell);
	else if (mark == '?')
		keep(t, &t->either_mark, file, line, cell);
}

static void look_at_date(
    struct told *t, const struct export_file *file, unsigned long line, struct slice cell)
{
	bool either;
	enum date_order order;
	date d;

	if (date_parse(cell, &d)) {
		keep(t, &t->year_first, file, line, cell);
		return;
	}
	order = dialect_tell_dates(cell, &either);
	if (dialect_short_year(cell, &t->short_years))
		keep(t, &t->short_year, file, line, cell);
	if (order == DATES_DMY)
		keep(t, &t->day_first, file, line, cell);
	else if (order == DATES_MDY)
		keep(t, &t->month_first, file, line, cell);
	else if (order == DATES_YMD)
		keep(t, &t->year_first, file, line, cell);
	else if (either)
		keep(t, &t->either_date, file, line, cell);
}

/* The type of each of the header's columns, by what the profile makes of it. */
static enum field_type *column_types(const struct profile *p, const struct header *h)
{
	enum field_type *types = mem_array(h->count + 1, sizeof *types);

	for (size_t i = 0; i < p->ncolumns; i++) {
		const struct field *f = field_find(p->columns[i].to);

		for (size_t j = 0; f && j < p->columns[i].nfrom; j++) {
			int place = header_find(h, p->columns[i].from[j]);

			if (place >= 0 && (f->type == FIELD_DATE || f->type == FIELD_AMOUNT))
				types[place] = f->type;
		}
	}
	return types;
}

static void look_at_file(struct told *t, const struct profile *p, const struct export_file *file)
{
	struct foreign f;
	struct foreign_row row;
	struct header h = {0};

	foreign_open(&f, file->text, &p->dialect);
	if (header_seek(&h, p, &f)) {
		enum field_type *types = column_types(p, &h);

		while (foreign_next(&f, &row))
			for (size_t i = 0; i < row.count && i < h.count; i++)
				if (types[i] == FIELD_AMOUNT)
					look_at_amount(t, file, row.line, row.fields[i]);
				else if (types[i] == FIELD_DATE)
					look_at_date(t, file, row.line, row.fields[i]);
		free(types);
	}
	header_free(&h);
	foreign_free(&f);
}

/* What cannot be told: an error, or with `tolerant` a note. */
__attribute__((format(printf, 4, 5))) static bool unknown(
    struct diag *d, bool tolerant, const struct witness *w, const char *fmt, ...)
{
	struct place at = AT_LINE(w->file, w->line);
	struct buf text = {0};
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	if (tolerant)
		diag_note(d, at, "%s", buf_string(&text));
	else
		diag_error(d, STATUS_DATA, at, "%s", buf_string(&text));
	buf_free(&text);
	return tolerant;
}

static const char advice[] = "print the profile with --show-profile, add the line %s or %s to it, "
			     "and name it with --profile";

static bool contradict(struct diag *d, bool tolerant, const struct witness *a,
    const struct witness *b, const char *what, const char *key, const char *other)
{
	struct buf how = {0};
	bool ok;

	buf_printf(&how, advice, key, other);
	ok = unknown(d, tolerant, b,
	    "\"%.*s\" and \"%.*s\" on line %lu write %s in two ways; where one of them is wrong, "
	    "%s",
	    SLICE_ARG(b->text), SLICE_ARG(a->text), a->line, what, buf_string(&how));
	buf_free(&how);
	return ok;
}

static bool undecided(struct diag *d, bool tolerant, const struct witness *w, const char *what,
    const char *key, const char *other)
{
	struct buf how = {0};
	bool ok;

	buf_printf(&how, advice, key, other);
	ok = unknown(d, tolerant, w, "\"%.*s\" can be %s, and no other row tells; %s",
	    SLICE_ARG(w->text), what, buf_string(&how));
	buf_free(&how);
	return ok;
}

/*
 * What a profile says of a file that it was not named for holds where the file itself tells
 * nothing else.
 */
static bool decide_mark(struct diag *d, struct dialect *t, const struct told *told, bool tolerant)
{
	static const char point[] = "decimal_mark: \".\"", comma[] = "decimal_mark: \",\"";
	const char said = t->decimal_mark;
	const bool both = told->point.file && told->comma.file;

	if (said != MARK_ANY && (both || (!told->point.file && !told->comma.file)))
		return true;
	if (both)
		return contradict(d, tolerant, &told->point, &told->comma, "amounts", point, comma);
	if (told->comma.file || told->point.file)
		t->decimal_mark = told->comma.file ? ',' : '.';
	else if (told->either_mark.file)
		return undecided(d, tolerant, &told->either_mark,
		    "an amount in thousands or one with three decimals", point, comma);
	if (said != MARK_ANY)
		t->thousands = MARK_ANY;
	return true;
}

static bool decide_dates(struct diag *d, struct dialect *t, const struct told *told, bool tolerant)
{
	static const char dmy[] = "date_order: dmy", mdy[] = "date_order: mdy",
			  ymd[] = "date_order: ymd";
	const enum date_order order = told->day_first.file     ? DATES_DMY
				      : told->month_first.file ? DATES_MDY
							       : DATES_ANY;
	const bool both = told->day_first.file && told->month_first.file;

	if (t->dates != DATES_ANY && (both || order == DATES_ANY || order == t->dates))
		return true;
	if (both)
		return contradict(
		    d, tolerant, &told->day_first, &told->month_first, "dates", dmy, mdy);
	if (dialect_year_is_first(&told->short_years))
		return undecided(d, tolerant, &told->short_year,
		    "a date with the year first or with the year last", ymd,
		    order == DATES_MDY ? mdy : dmy);
	if (order == DATES_ANY && told->either_date.file)
		return undecided(d, tolerant, &told->either_date,
		    "a date with the day first or with the month first", dmy, mdy);
	t->dates = order == DATES_ANY && told->year_first.file ? DATES_YMD : order;
	return true;
}

const struct headings *views_with(struct views *v, const struct dialect *t)
{
	for (size_t i = 0; i < v->count; i++)
		if (v->all[i].delimiter == t->delimiter && v->all[i].quote == t->quote)
			return &v->all[i];
	v->all = mem_grow(v->all, v->count, &v->capacity, sizeof *v->all);
	headings_read(&v->all[v->count], v->text, t);
	return &v->all[v->count++];
}

void views_free(struct views *v)
{
	for (size_t i = 0; i < v->count; i++)
		headings_free(&v->all[i]);
	free(v->all);
	*v = (struct views){0};
}

/* With its own delimiter, if it has one, else with another. */
bool guess_delimiter(const struct profile *p, struct views *v, struct dialect *t)
{
	const char own = p->dialect.delimiter;
	const char delimiters[] = {own, ';', ',', '\t', '|'};
	struct dialect with = p->dialect;

	for (size_t i = own == 0; i < sizeof delimiters; i++) {
		with.delimiter = delimiters[i];
		if (!headings_have(views_with(v, &with), p))
			continue;
		*t = with;
		return true;
	}
	return false;
}

bool guess_dialect(struct diag *d, struct profile *p, const struct export_file *files,
    size_t nfiles, bool guessed, bool tolerant)
{
	struct dialect *t = &p->dialect, said;
	struct views views = {.text = files[0].text};
	struct told told = {0};
	bool ok = true;

	if (t->delimiter == 0 && !guess_delimiter(p, &views, t))
		t->delimiter = ','; /* the header is missed, and told, by whoever reads the rows */
	views_free(&views);
	/* A list of customers has neither dates nor sums. */
	if (p->relations || (!guessed && t->decimal_mark != MARK_ANY && t->dates != DATES_ANY))
		return true;
	for (size_t i = 0; i < nfiles; i++)
		look_at_file(&told, p, &files[i]);
	said = *t;
	if (guessed || t->decimal_mark == MARK_ANY)
		ok = decide_mark(d, t, &told, tolerant);
	if (guessed || t->dates == DATES_ANY)
		ok = decide_dates(d, t, &told, tolerant) && ok;
	p->adapted |= (said.decimal_mark != MARK_ANY && said.decimal_mark != t->decimal_mark) ||
		      (said.dates != DATES_ANY && said.dates != t->dates);
	arena_free(&told.arena);
	return ok;
}
