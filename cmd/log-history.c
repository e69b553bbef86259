/*
 * log-history: write what was delivered, or what a person decided, into the
 * history. See log-history(1).
 */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/opt.h"
#include "base/spool.h"
#include "book/entry.h"
#include "book/history.h"
#include "book/history_read.h"
#include "book/journal.h"
#include "book/policy.h"
#include "rules/number.h"
#include "stage/deliveries.h"
#include "value/date.h"

#include "base/banned.h"

/* An option that fills a field of the event: OPT_FIELD + its column. */
enum {
	OPT_FIELD = OPT_LONG_ONLY,
	OPT_POLICY = OPT_FIELD + HISTORY_COLUMNS,
	OPT_HISTORY,
	OPT_OUTBOX,
	OPT_INIT,
	OPT_RECOVER,
	OPT_EVENT,
	OPT_DATE
};

static const struct opt options[] = {
    {OPT_EVENT, "event", "EVENT", "log what a person decided; reads no input"},
    {OPT_FIELD + H_CUSTOMER, "customer", "CUSTOMER", "whom the event is about"},
    {OPT_FIELD + H_INVOICE, "invoice", "INVOICE", "which invoice (default: the whole customer)"},
    {OPT_FIELD + H_INSTALMENT, "instalment", "INSTALMENT", "which instalment of the invoice"},
    {OPT_FIELD + H_UNTIL, "until", "DATE", "the last day of a pause, or the day to pay by"},
    {OPT_FIELD + H_NOTE, "note", "TEXT", "what happened, in words"},
    {OPT_FIELD + H_STATUS, "status", "TEXT", "the invoice's new status"},
    {OPT_FIELD + H_REMINDER, "reminder", "NUMBER", "which reminder"},
    {OPT_FIELD + H_LEVEL, "level", "ID", "the level of a reminder that was given by hand"},
    {'a', "as-of", "DATE", "the day of the event (default: $DUN_AS_OF, today)"},
    {OPT_DATE, "date", "DATE", "the same as --as-of"},
    {OPT_INIT, "init", NULL, "make an empty history"},
    {OPT_RECOVER, "recover", NULL, "log what was sent and is not in the history yet"},
    {OPT_HISTORY, "history", "FILE", "the history (default: the policy's, history.csv)"},
    {OPT_OUTBOX, "outbox", "DIR", "the outbox (default: the policy's, outbox)"},
    {OPT_POLICY, "policy", "FILE", "the policy (default: $DUN_POLICY, policy.yaml)"},
    {0},
};

/* What was asked for. */
struct request {
	enum mode { MODE_ROWS, MODE_EVENT, MODE_INIT, MODE_RECOVER } mode;
	const char *policy, *history, *outbox;
	enum event_kind kind;
	struct slice field[HISTORY_COLUMNS]; /* of the event */
	date as_of;			     /* DATE_NONE: not told */
	char date_text[DATE_TEXT];
	char *note;
	char *const *paths;
	size_t npaths;
};

/* The files that it is about. */
struct locations {
	struct policy *policy; /* NULL: none was needed, or found */
	const char *history, *outbox;
};

/* Options. */

#define BIT(column) (1u << (column))

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

static const struct rule *find_rule(enum event_kind kind)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (rules[i].kind == kind)
			return &rules[i];
	return NULL;
}

static enum event_kind parse_event(const char *name)
{
	enum event_kind kind = event_kind(slice_of(name));
	struct buf list = {0};

	if (find_rule(kind))
		return kind;
	if (kind != EVENT_KINDS)
		usage_error("option --event: \"%s\" is logged from delivered rows alone", name);
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		buf_printf(&list, "%s%s", i > 0 ? ", " : "", event_names[rules[i].kind]);
	usage_error("option --event: \"%s\" is none of %s", name, buf_string(&list));
}

static date parse_date(const char *option, const char *value)
{
	date day;

	if (!date_parse(slice_of(value), &day))
		usage_error("option --%s: \"%s\" is not a date such as 2026-11-22", option, value);
	return day;
}

/* Text that goes into a line of the history as it is. */
static void check_text(const char *what, const char *value)
{
	if (!slice_is_utf8(slice_of(value)))
		usage_error("%s: \"%s\" is not UTF-8", what, value);
	for (const char *p = value; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			usage_error(
			    "%s: \"%s\" has a control character or line break", what, value);
}

/* A note may be pasted: its line breaks and tabs become blanks. */
static const char *take_note(struct request *r, const char *text)
{
	free(r->note);
	r->note = mem_string(text);
	for (char *p = r->note; *p; p++)
		if (*p == '\n' || *p == '\r' || *p == '\t')
			*p = ' ';
	return r->note;
}

static void parse_field(struct request *r, enum history_column column, const char *value)
{
	struct buf what = {0};

	buf_printf(&what, "option --%s", history_names[column]);
	if (column == H_NOTE)
		value = take_note(r, value);
	check_text(buf_string(&what), value);
	if (*value == '\0')
		usage_error("%s: it is empty", buf_string(&what));
	if (column == H_UNTIL)
		parse_date(history_names[column], value);
	if ((column == H_CUSTOMER || column == H_INVOICE) && strchr(value, ','))
		usage_error("%s: \"%s\" has a comma", buf_string(&what), value);
	r->field[column] = slice_of(value);
	buf_free(&what);
}

static void set_mode(struct request *r, enum mode mode)
{
	if (r->mode != MODE_ROWS)
		usage_error("--event, --init and --recover do not go together");
	r->mode = mode;
}

static void parse_option(struct request *r, int letter, const char *value)
{
	switch (letter) {
	case OPT_EVENT:
		set_mode(r, MODE_EVENT);
		r->kind = parse_event(value);
		break;
	case OPT_INIT:
		set_mode(r, MODE_INIT);
		break;
	case OPT_RECOVER:
		set_mode(r, MODE_RECOVER);
		break;
	case OPT_HISTORY:
		r->history = value;
		break;
	case OPT_OUTBOX:
		r->outbox = value;
		break;
	case OPT_POLICY:
		r->policy = value;
		break;
	case 'a':
		r->as_of = parse_date("as-of", value);
		break;
	case OPT_DATE:
		r->as_of = parse_date("date", value);
		break;
	default:
		parse_field(r, (enum history_column)(letter - OPT_FIELD), value);
	}
}

/* The options of an event, against its rule; the date and the reminder's number where not told. */
static void check_event_options(struct request *r)
{
	const struct rule *rule = find_rule(r->kind);
	unsigned given = 0, takes = rule->needs | rule->takes;
	date until;

	if (takes & BIT(H_INVOICE))
		takes |= BIT(H_INSTALMENT);
	for (int c = 0; c < HISTORY_COLUMNS; c++)
		if (r->field[c].n > 0)
			given |= BIT(c);
	for (int c = 0; c < HISTORY_COLUMNS; c++) {
		if (given & ~takes & BIT(c))
			usage_error("--%s does not go with --event %s", history_names[c],
			    event_names[r->kind]);
		if (rule->needs & ~given & BIT(c))
			usage_error(
			    "--event %s needs --%s", event_names[r->kind], history_names[c]);
	}
	if (r->field[H_INSTALMENT].n > 0 && r->field[H_INVOICE].n == 0)
		usage_error("--instalment needs --invoice");
	if (r->as_of == DATE_NONE && !date_today(&r->as_of))
		usage_error(
		    "DUN_AS_OF: \"%s\" is not a date such as 2026-11-22", getenv("DUN_AS_OF"));
	date_format(r->as_of, r->date_text);
	if (date_parse(r->field[H_UNTIL], &until) && until < r->as_of)
		usage_error("option --until: %.*s is before the day of the event, %s",
		    SLICE_ARG(r->field[H_UNTIL]), r->date_text);
	r->field[H_EVENT] = slice_of(event_names[r->kind]);
	r->field[H_DATE] = slice_of(r->date_text);
}

static void check_environment(void)
{
	static const char *const names[] = {"DUN_USER", "DUN_AUTOMATION", "DUN_RUN"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *value = getenv(names[i]);
		if (value)
			check_text(names[i], value);
	}
}

static void check_request(struct request *r)
{
	if (r->mode != MODE_ROWS && r->npaths > 0)
		usage_error("\"%s\": --event, --init and --recover read no table", r->paths[0]);
	for (int c = 0; c < HISTORY_COLUMNS; c++)
		if (r->mode != MODE_EVENT && r->field[c].n > 0)
			usage_error("--%s goes with --event", history_names[c]);
	if (r->mode != MODE_EVENT && r->as_of != DATE_NONE)
		usage_error("--as-of goes with --event");
	if (r->mode == MODE_EVENT)
		check_event_options(r);
	check_environment();
}

/* The files: as told, else the policy's where there is one, else those of this folder. */
static bool find_files(struct diag *d, const struct request *r, struct locations *f)
{
	const char *named = getenv("DUN_POLICY");
	bool told = r->policy || (named && *named);
	bool needed = !r->history || (r->mode == MODE_RECOVER && !r->outbox);

	if (needed && (told || file_exists("policy.yaml"))) {
		f->policy = policy_load(d, r->policy);
		if (!f->policy)
			return false;
	}
	f->history = "history.csv";
	f->outbox = "outbox";
	if (f->policy) {
		f->history = policy_path(f->policy, f->policy->files.history);
		f->outbox = policy_path(f->policy, f->policy->files.outbox);
	}
	f->history = r->history ? r->history : f->history;
	f->outbox = r->outbox ? r->outbox : f->outbox;
	return true;
}

/* Events by hand. */

/* A reminder by hand gets a number that a later `undone` can name. */
static void number_by_hand(struct request *r, struct numbers *n)
{
	if (r->kind != EVENT_REMINDED || r->field[H_REMINDER].n > 0)
		return;
	r->field[H_REMINDER] = slice_of(numbers_want(
	    n, r->as_of, r->field[H_CUSTOMER], r->field[H_LEVEL].p, SLICE_LIT("hand")));
}

static void log_event(struct diag *d, struct request *r, const struct locations *f)
{
	struct journal *j = journal_open(d, f->history);
	struct history *h = j ? history_load_held(d, f->history) : NULL;

	if (h) {
		struct numbers numbers = {0};
		char n[ENTRY_TEXT];
		number_by_hand(r, &numbers);
		r->field[H_AUTOMATION] = slice_of(getenv("DUN_AUTOMATION"));
		r->field[H_RUN] = slice_of(getenv("DUN_RUN"));
		enum entry entry = entry_check(d, h, r->field, n);
		if (entry == ENTRY_NEW || entry == ENTRY_ONCE)
			journal_add(j, r->field, entry == ENTRY_NEW ? ONCE_NEVER : ONCE_EVENT);
		if (entry != ENTRY_WRONG && journal_commit(j, d) && journal_added(j) == 0)
			diag_note(d, AT_FILE(f->history), "says so already; nothing is added");
		numbers_free(&numbers);
	}
	history_free(h);
	journal_close(j);
}

/* A folder that was named must be there; the policy's may not have been made yet. */
static void recover(struct diag *d, const struct request *r, const struct locations *f)
{
	if (r->outbox && !file_exists(r->outbox))
		diag_error(d, STATUS_NOINPUT, AT_FILE(r->outbox), "there is no such folder");
	else
		deliveries_restore(d, f->outbox, f->history);
}

static void run(struct diag *d, struct request *r, const struct locations *f)
{
	switch (r->mode) {
	case MODE_ROWS:
		deliveries_log(d, r->paths, r->npaths, f->history);
		break;
	case MODE_EVENT:
		log_event(d, r, f);
		break;
	case MODE_INIT:
		journal_init(d, f->history);
		break;
	case MODE_RECOVER:
		recover(d, r, f);
		break;
	}
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct request r = {.as_of = DATE_NONE};
	struct locations files = {0};
	struct opts o = {.usage = "[FILE ...]",
	    .about = "Write into the history what was delivered, or what was decided by hand.",
	    .table = options};

	diag_program(argv[0]);
	for (int c; (c = opts_next(&o, &d, argc, argv)) != 0;)
		parse_option(&r, c, o.value);
	r.paths = argv + o.first;
	r.npaths = (size_t)(argc - o.first);
	check_request(&r);
	if (find_files(&d, &r, &files))
		run(&d, &r, &files);
	policy_free(files.policy);
	free(r.note);
	return finish(&d);
}
