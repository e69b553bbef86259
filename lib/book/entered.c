#include "book/entered.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/opt.h"
#include "book/history_read.h"
#include "book/options.h"

#include "base/banned.h"

#define BIT(column) (1u << (column))
#define ITEM (BIT(H_CUSTOMER) | BIT(H_INVOICE) | BIT(H_INSTALMENT))
#define ORIGIN (BIT(H_AUTOMATION) | BIT(H_RUN) | BIT(H_CREATED))

/* What each event that a person may enter must have, and what it may have. */
static const struct rule {
	enum event_kind kind;
	unsigned needs, takes;
} rules[] = {
    {EVENT_NOTE, BIT(H_CUSTOMER) | BIT(H_NOTE), BIT(H_INVOICE) | BIT(H_REMINDER)},
    {EVENT_STATUS, BIT(H_CUSTOMER) | BIT(H_STATUS), BIT(H_INVOICE) | BIT(H_NOTE)},
    {EVENT_PAUSED, BIT(H_CUSTOMER), BIT(H_INVOICE) | BIT(H_UNTIL) | BIT(H_NOTE)},
    {EVENT_BLOCKED, BIT(H_CUSTOMER), BIT(H_INVOICE) | BIT(H_NOTE)},
    {EVENT_ARRANGED, BIT(H_CUSTOMER) | BIT(H_UNTIL), BIT(H_INVOICE) | BIT(H_NOTE)},
    {EVENT_RESUMED, BIT(H_CUSTOMER), BIT(H_INVOICE) | BIT(H_NOTE)},
    {EVENT_UNDONE, BIT(H_REMINDER), BIT(H_CUSTOMER) | BIT(H_INVOICE) | BIT(H_NOTE)},
    {EVENT_REMINDED, BIT(H_CUSTOMER) | BIT(H_INVOICE) | BIT(H_LEVEL),
	BIT(H_UNTIL) | BIT(H_REMINDER) | BIT(H_NOTE)},
    {EVENT_FAILED, BIT(H_CUSTOMER), BIT(H_INVOICE) | BIT(H_LEVEL) | BIT(H_REMINDER) | BIT(H_NOTE)},
    {EVENT_RUN, 0, BIT(H_STATUS) | BIT(H_NOTE)},
};
enum { RULES = sizeof(rules) / sizeof(*rules) };

static const struct rule *find_rule(enum event_kind kind)
{
	for (size_t i = 0; i < RULES; i++)
		if (rules[i].kind == kind)
			return &rules[i];
	return NULL;
}

void entered_name(struct entered *e, const char *event)
{
	struct buf list = {0};

	e->kind = event_kind(slice_of(event));
	if (find_rule(e->kind))
		return;
	if (e->kind != EVENT_KINDS)
		usage_error("option --event: \"%s\" is logged from delivered rows alone", event);
	for (size_t i = 0; i < RULES; i++)
		buf_printf(&list, "%s%s", i > 0 ? ", " : "", event_names[rules[i].kind]);
	usage_error("option --event: \"%s\" is none of %s", event, buf_string(&list));
}

void entered_check_text(const char *what, const char *value)
{
	if (!slice_is_utf8(slice_of(value)))
		usage_error("%s: \"%s\" is not UTF-8", what, value);
	for (const char *p = value; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			usage_error(
			    "%s: \"%s\" has a control character or line break", what, value);
}

static date parse_date(const char *option, const char *value)
{
	date day;

	if (!date_parse(slice_of(value), &day))
		usage_error("option --%s: \"%s\" is not a date such as 2026-11-22", option, value);
	return day;
}

/* A note may be pasted: its line breaks and tabs become blanks. */
static const char *take_note(struct entered *e, const char *text)
{
	free(e->note);
	e->note = mem_string(text);
	for (char *p = e->note; *p; p++)
		if (*p == '\n' || *p == '\r' || *p == '\t')
			*p = ' ';
	return e->note;
}

/* A day or a time; a proposal is made on one, or at one. */
static void check_created(const char *value)
{
	date day;

	if (!date_parse(slice_of(value), &day) && !time_date(slice_of(value), &day))
		usage_error(
		    "option --created: \"%s\" is not a time such as 2026-11-22T20:05:01Z", value);
}

void entered_take(struct entered *e, enum history_column column, const char *value)
{
	struct buf what = {0};

	buf_printf(&what, "option --%s", history_names[column]);
	if (column == H_NOTE)
		value = take_note(e, value);
	entered_check_text(buf_string(&what), value);
	if (*value == '\0')
		usage_error("%s: it is empty", buf_string(&what));
	if (column == H_UNTIL)
		parse_date(history_names[column], value);
	if (column == H_CREATED)
		check_created(value);
	if ((column == H_CUSTOMER || column == H_INVOICE) && strchr(value, ','))
		usage_error("%s: \"%s\" has a comma", buf_string(&what), value);
	e->field[column] = slice_of(value);
	buf_free(&what);
}

void entered_date(struct entered *e, const char *option, const char *value)
{
	e->as_of = parse_date(option, value);
}

/* What is said of an item alone: a reminder by hand, say, is more than that. */
static bool goes_with_each(const struct rule *rule)
{
	return rule->takes & BIT(H_INVOICE) && !(rule->needs & (BIT(H_LEVEL) | BIT(H_REMINDER))) &&
	       rule->kind != EVENT_FAILED;
}

/* Every field that is given goes with the kind, and every one that it needs is given. */
static void check_fields(const struct entered *e)
{
	const struct rule *rule = find_rule(e->kind);
	const char *name = event_names[e->kind];
	unsigned given = 0, takes = rule->needs | rule->takes | ORIGIN;

	if (takes & BIT(H_INVOICE))
		takes |= BIT(H_INSTALMENT);
	if (e->each && !goes_with_each(rule))
		usage_error("--items does not go with --event %s", name);
	for (int c = 0; c < HISTORY_COLUMNS; c++)
		if (e->field[c].n > 0)
			given |= BIT(c);
	if (e->each && given & ITEM)
		usage_error("--items says whom it is about, and --customer and --invoice do not");
	if (e->each)
		given |= ITEM;
	for (int c = 0; c < HISTORY_COLUMNS; c++) {
		if (given & ~takes & BIT(c))
			usage_error("--%s does not go with --event %s", history_names[c], name);
		if (rule->needs & ~given & BIT(c))
			usage_error("--event %s needs --%s", name, history_names[c]);
	}
	if (!e->each && e->field[H_INSTALMENT].n > 0 && e->field[H_INVOICE].n == 0)
		usage_error("--instalment needs --invoice");
	if (e->kind == EVENT_RUN && e->field[H_RUN].n + e->field[H_AUTOMATION].n == 0)
		usage_error("--event run needs --run or --automation");
}

void entered_check(struct entered *e)
{
	date until;

	check_fields(e);
	if (e->as_of == DATE_NONE)
		e->as_of = options_today();
	date_format(e->as_of, e->date_text);
	if (date_parse(e->field[H_UNTIL], &until) && until < e->as_of)
		usage_error("option --until: %.*s is before the day of the event, %s",
		    SLICE_ARG(e->field[H_UNTIL]), e->date_text);
	e->field[H_EVENT] = slice_of(event_names[e->kind]);
	e->field[H_DATE] = slice_of(e->date_text);
}

void entered_free(struct entered *e)
{
	free(e->note);
}
