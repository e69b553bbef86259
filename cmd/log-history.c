/*
 * log-history: write what was delivered, or what a person decided, into the
 * history. See log-history(1).
 */
#include <stdlib.h>

#include "base/confine.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/opt.h"
#include "base/spool.h"
#include "book/entered.h"
#include "book/journal.h"
#include "book/options.h"
#include "book/places.h"
#include "stage/deliveries.h"
#include "stage/enter.h"

#include "base/banned.h"

/* An option that fills a field of the event: OPT_FIELD + its column. */
enum {
	OPT_FIELD = OPT_LONG_ONLY,
	OPT_OUTBOX = OPT_FIELD + HISTORY_COLUMNS,
	OPT_ITEMS,
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
    {OPT_ITEMS, "items", "FILE", "the event is about each item of this table"},
    {OPT_AS_OF, "as-of", "DATE", "the day of it, or of the rows (default: today)"},
    {OPT_DATE, "date", "DATE", "the same as --as-of"},
    {OPT_FIELD + H_AUTOMATION, "automation", "NAME", "which automation (default: $DUN_AUTOMATION)"},
    {OPT_FIELD + H_RUN, "run", "RUN", "in which run of it (default: $DUN_RUN)"},
    {OPT_FIELD + H_CREATED, "created", "TIME", "when the proposal was made"},
    {OPT_INIT, "init", NULL, "make an empty history"},
    {OPT_RECOVER, "recover", NULL, "log what was sent and is not in the history yet"},
    OPTION_HISTORY,
    {OPT_OUTBOX, "outbox", "DIR", "the outbox, instead of the policy's"},
    OPTION_POLICY,
    OPTION_REJECTS,
    {0},
};

/* What was asked for. */
struct request {
	enum mode { MODE_ROWS, MODE_EVENT, MODE_INIT, MODE_RECOVER } mode;
	struct options common;
	const char *outbox, *items;
	struct entered event;
	char *const *paths;
	size_t npaths;
};

static void set_mode(struct request *r, enum mode mode)
{
	if (r->mode != MODE_ROWS)
		usage_error("--event, --init and --recover do not go together");
	r->mode = mode;
}

static void take_option(struct request *r, int letter, const char *value)
{
	switch (letter) {
	case OPT_EVENT:
		set_mode(r, MODE_EVENT);
		entered_name(&r->event, value);
		break;
	case OPT_INIT:
		set_mode(r, MODE_INIT);
		break;
	case OPT_RECOVER:
		set_mode(r, MODE_RECOVER);
		break;
	case OPT_OUTBOX:
		r->outbox = value;
		break;
	case OPT_ITEMS:
		r->items = value;
		r->event.each = true;
		break;
	case OPT_AS_OF:
		entered_date(&r->event, "as-of", value);
		break;
	case OPT_DATE:
		entered_date(&r->event, "date", value);
		break;
	default:
		entered_take(&r->event, (enum history_column)(letter - OPT_FIELD), value);
	}
}

/* Who did it is told by an unattended run. */
static void take_environment(struct request *r)
{
	struct slice *field = r->event.field;
	const char *automation = getenv("DUN_AUTOMATION"), *run = getenv("DUN_RUN");
	const char *user = getenv("DUN_USER");

	if (user)
		entered_check_text("DUN_USER", user);
	if (automation)
		entered_check_text("DUN_AUTOMATION", automation);
	if (run)
		entered_check_text("DUN_RUN", run);
	if (r->mode == MODE_EVENT && field[H_AUTOMATION].n == 0)
		field[H_AUTOMATION] = slice_of(automation);
	if (r->mode == MODE_EVENT && field[H_RUN].n == 0)
		field[H_RUN] = slice_of(run);
}

static bool is_origin(int column)
{
	return column == H_AUTOMATION || column == H_RUN || column == H_CREATED;
}

static void check_request(struct request *r)
{
	if (r->mode != MODE_ROWS && r->npaths > 0)
		usage_error("\"%s\": --event, --init and --recover read no table", r->paths[0]);
	for (int c = 0; c < HISTORY_COLUMNS; c++)
		if (r->mode != MODE_EVENT && r->event.field[c].n > 0 && !is_origin(c))
			usage_error("--%s goes with --event", history_names[c]);
	if (r->mode != MODE_ROWS && r->common.rejects)
		usage_error("--rejects goes with a table of delivered rows");
	if (r->mode != MODE_EVENT && r->items != NULL)
		usage_error("--items goes with --event");
	if ((r->mode == MODE_INIT || r->mode == MODE_RECOVER) && r->event.as_of != DATE_NONE)
		usage_error("--as-of goes with --event, or with delivered rows");
	take_environment(r);
	if (r->mode == MODE_EVENT)
		entered_check(&r->event);
}

/* A folder that was named must be there; the policy's may not have been made yet. */
static void recover(struct diag *d, const struct request *r, const struct places *places,
    const struct origin *origin)
{
	if (r->outbox && !file_exists(r->outbox))
		diag_error(d, STATUS_NOINPUT, AT_FILE(r->outbox), "there is no such folder");
	else
		deliveries_restore(
		    d, r->outbox ? r->outbox : places->outbox, places->history, origin);
}

static void work(struct diag *d, struct request *r)
{
	const struct slice *field = r->event.field;
	const struct origin origin = {field[H_AUTOMATION], field[H_RUN], field[H_CREATED]};
	struct places places;

	if (places_find(&places, d, &r->common, r->mode == MODE_RECOVER && !r->outbox))
		switch (r->mode) {
		case MODE_ROWS:
			deliveries_log(d, r->paths, r->npaths, r->event.as_of, places.history,
			    &origin, r->common.rejects);
			break;
		case MODE_EVENT:
			enter_event(d, &r->event, &places, r->items);
			break;
		case MODE_INIT:
			journal_init(d, places.history);
			break;
		case MODE_RECOVER:
			recover(d, r, &places, &origin);
			break;
		}
	places_free(&places);
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct request r = {.common = OPTIONS_NONE, .event.as_of = DATE_NONE};
	struct opts o = {.usage = "[FILE ...]",
	    .about = "Write into the history what was delivered, or what was decided by hand.",
	    .table = options};

	diag_program(argv[0]);
	confine(CONFINE_ALL);
	for (int c; (c = opts_next(&o, &d, argc, argv)) != 0;)
		if (c == OPT_AS_OF || !options_take(&r.common, c, o.value))
			take_option(&r, c, o.value);
	r.paths = argv + o.first;
	r.npaths = (size_t)(argc - o.first);
	check_request(&r);
	work(&d, &r);
	entered_free(&r.event);
	return finish(&d);
}
