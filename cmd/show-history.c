/*
 * show-history: who was reminded when, by whom, with which letter; and the
 * proof that nobody changed it. See show-history(1).
 */
#include <string.h>

#include "base/confine.h"
#include "base/diag.h"
#include "base/nearest.h"
#include "base/opt.h"
#include "base/sha256.h"
#include "base/spool.h"
#include "base/terminal.h"
#include "book/options.h"
#include "book/places.h"
#include "stage/chronicle.h"
#include "stage/replay.h"
#include "stage/seals.h"
#include "stage/sentletters.h"
#include "table/html.h"
#include "value/date.h"

#include "base/banned.h"

enum {
	OPT_CUSTOMER = OPT_LONG_ONLY,
	OPT_INVOICE,
	OPT_RUN,
	OPT_USER,
	OPT_EVENT,
	OPT_SINCE,
	OPT_UNTIL,
	OPT_COLUMNS,
	OPT_FORMAT,
	OPT_OPEN,
	OPT_VERIFY,
	OPT_HEAD,
	OPT_SEAL,
	OPT_FORGET,
	OPT_BEFORE_RUN
};

static const struct opt options[] = {
    {OPT_CUSTOMER, "customer", "NAMES", "only what is about these customers, as A,B (repeatable)"},
    {OPT_INVOICE, "invoice", "NAMES", "only what is about these invoices"},
    {OPT_RUN, "run", "NAMES", "only what these runs logged"},
    {OPT_USER, "user", "NAMES", "only what these users logged"},
    {OPT_EVENT, "event", "NAMES", "only these events, as reminded,failed"},
    {OPT_SINCE, "since", "DATE", "only from this day on"},
    {OPT_UNTIL, "until", "DATE", "only through this day"},
    {OPT_WHERE, "where", "CONDITION", "only lines with \"COLUMN OP VALUE\" (repeatable)"},
    {OPT_COLUMNS, "columns", "NAMES", "the columns to show, separated by commas"},
    {OPT_FORMAT, "format", "FORMAT", "csv, table or html (default: table on a terminal)"},
    {OPT_OPEN, "open", NULL, "print where their letters are, if they are as sent"},
    {OPT_VERIFY, "verify", NULL, "hold every line against its hash; print the last one"},
    {OPT_HEAD, "head", "HASH", "with --verify: that lines up to this hash are all there"},
    {OPT_SEAL, "seal", NULL, "give a hash to all lines, where some have none"},
    {OPT_FORGET, "forget", "DATE", "take older notes and addresses out for good"},
    {OPT_BEFORE_RUN, "before-run", "RUN", "print the history as it was before a run"},
    OPTION_HISTORY,
    OPTION_POLICY,
    {0},
};

/* What was asked for. */
struct request {
	enum mode { MODE_LIST, MODE_OPEN, MODE_VERIFY, MODE_SEAL, MODE_FORGET, MODE_BEFORE } mode;
	const char *mode_option;
	struct options common;
	struct chronicle chronicle;
	bool filtered, shaped; /* whether events, or columns and format, were asked for */
	enum format { FORMAT_CSV, FORMAT_TABLE, FORMAT_HTML, FORMATS } format;
	const char *head, *run;
	date forget;
};

/* Options. */

static void set_mode(struct request *r, enum mode mode, const char *option)
{
	if (r->mode_option && r->mode != mode)
		usage_error("--%s and --%s do not go together", r->mode_option, option);
	r->mode = mode;
	r->mode_option = option;
}

static void add_words(struct words *words, const char *option, const char *value)
{
	if (!words_add(words, value))
		usage_error("option --%s: \"%s\" has an empty name", option, value);
}

static void add_events(struct chronicle_wanted *wanted, const char *value)
{
	struct slice rest = slice_of(value), name;

	wanted->any_events = true;
	while (slice_cut(&rest, ',', &name)) {
		name = slice_trim(name);
		int kind = slice_among(name, event_names, EVENT_KINDS);
		if (kind < 0)
			usage_error("option --event: \"%.*s\" is no event%s", SLICE_ARG(name),
			    did_you_mean(nearest_among(name, event_names, EVENT_KINDS)).text);
		wanted->events[kind] = true;
	}
}

static const char *parse_hash(const char *value)
{
	if (strlen(value) != SHA256_TEXT - 1 ||
	    strspn(value, "0123456789abcdef") != SHA256_TEXT - 1)
		usage_error("option --head: \"%s\" is no hash, as --verify prints it", value);
	return value;
}

static bool take_filter(struct request *r, int letter, const char *value)
{
	struct chronicle_wanted *wanted = &r->chronicle.wanted;

	switch (letter) {
	case OPT_CUSTOMER:
		add_words(&wanted->customers, "customer", value);
		return true;
	case OPT_INVOICE:
		add_words(&wanted->invoices, "invoice", value);
		return true;
	case OPT_RUN:
		add_words(&wanted->runs, "run", value);
		return true;
	case OPT_USER:
		add_words(&wanted->users, "user", value);
		return true;
	case OPT_EVENT:
		add_events(wanted, value);
		return true;
	case OPT_SINCE:
		wanted->since = options_date("since", value);
		return true;
	case OPT_UNTIL:
		wanted->until = options_date("until", value);
		return true;
	default:
		return false;
	}
}

static enum format parse_format(const char *value)
{
	static const char *const names[FORMATS] = {"csv", "table", "html"};
	int format = slice_among(slice_of(value), names, FORMATS);

	if (format < 0)
		usage_error("option --format: \"%s\" is not csv, table or html", value);
	return (enum format)format;
}

static void take_option(struct request *r, int letter, const char *value)
{
	switch (letter) {
	case OPT_COLUMNS:
		add_words(&r->chronicle.columns, "columns", value);
		r->shaped = true;
		break;
	case OPT_FORMAT:
		r->format = parse_format(value);
		r->shaped = true;
		break;
	case OPT_OPEN:
		set_mode(r, MODE_OPEN, "open");
		break;
	case OPT_VERIFY:
		set_mode(r, MODE_VERIFY, "verify");
		break;
	case OPT_HEAD:
		r->head = parse_hash(value);
		break;
	case OPT_SEAL:
		set_mode(r, MODE_SEAL, "seal");
		break;
	case OPT_FORGET:
		set_mode(r, MODE_FORGET, "forget");
		r->forget = options_date("forget", value);
		break;
	case OPT_BEFORE_RUN:
		set_mode(r, MODE_BEFORE, "before-run");
		r->run = value;
		break;
	}
}

static void check_request(const struct request *r, int operands, char *const *argv)
{
	char text[DATE_TEXT];
	const struct chronicle_wanted *wanted = &r->chronicle.wanted;

	if (operands > 0)
		usage_error("\"%s\": the history is named by --history", argv[0]);
	if (r->head && r->mode != MODE_VERIFY)
		usage_error("--head goes with --verify");
	if (r->mode != MODE_LIST && r->shaped)
		usage_error("--format and --columns do not go with --%s", r->mode_option);
	if (r->mode > MODE_OPEN && r->filtered)
		usage_error("--%s is about all lines, whatever they say", r->mode_option);
	if (wanted->since != DATE_NONE && wanted->until != DATE_NONE &&
	    wanted->since > wanted->until)
		usage_error("--since is after --until");
	if (r->mode == MODE_FORGET && r->forget > options_today()) {
		date_format(r->forget, text);
		usage_error("option --forget: %s is still to come", text);
	}
}

/* Events. */

/* A name that was mistyped must not pass for a customer who was never reminded. */
static void warn_of_nothing(struct diag *d, const struct request *r, const char *history)
{
	if (r->chronicle.listing.count == 0)
		diag_note(d, AT_FILE(history), r->filtered ? "has no such event" : "has no event");
}

static void write_html(const struct listing *l, struct diag *d, struct spool *out)
{
	html_begin(&out->memory, SLICE_LIT("History"), "en");
	(void)listing_html(l, d, out);
	html_end(&out->memory);
}

static void list(struct request *r, struct diag *d, const char *history, struct spool *out)
{
	const struct listing *l = &r->chronicle.listing;

	r->chronicle.all_columns = r->format == FORMAT_CSV;
	if (!chronicle_read(&r->chronicle, d, history))
		return;
	warn_of_nothing(d, r, history);
	if (r->format == FORMAT_CSV)
		(void)listing_csv(l, d, out);
	else if (r->format == FORMAT_TABLE)
		(void)listing_table(l, d, terminal_width(), false, out);
	else
		write_html(l, d, out);
}

static void open_letters(
    struct request *r, struct diag *d, const struct places *places, struct spool *out)
{
	if (!chronicle_read(&r->chronicle, d, places->history))
		return;
	warn_of_nothing(d, r, places->history);
	sentletters_find(d, places->letters, places->history, r->chronicle.letters,
	    r->chronicle.nletters, &out->memory);
}

static void work(struct request *r, struct diag *d, struct spool *out)
{
	struct places places;

	r->chronicle.wanted.where = &r->common.where;
	if (places_find(&places, d, &r->common, r->mode == MODE_OPEN))
		switch (r->mode) {
		case MODE_LIST:
			list(r, d, places.history, out);
			break;
		case MODE_OPEN:
			open_letters(r, d, &places, out);
			break;
		case MODE_VERIFY:
			seals_verify(d, places.history, r->head, out);
			break;
		case MODE_SEAL:
			seals_make(d, places.history, out);
			break;
		case MODE_FORGET:
			seals_forget(d, places.history, r->forget, out);
			break;
		case MODE_BEFORE:
			replay_before(d, places.history, r->run, out);
			break;
		}
	places_free(&places);
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct spool out = {0};
	struct request r = {.common = OPTIONS_NONE,
	    .chronicle.wanted = {.since = DATE_NONE, .until = DATE_NONE},
	    .format = terminal_here() ? FORMAT_TABLE : FORMAT_CSV};
	struct opts o = {.usage = "",
	    .about = "Show who was reminded when, and prove that nobody changed it.",
	    .table = options};

	diag_program(argv[0]);
	confine(terminal_here() ? CONFINE_NETWORK : CONFINE_ALL); /* a terminal may get a pager */
	for (int c; (c = opts_next(&o, &d, argc, argv)) != 0;)
		if (take_filter(&r, c, o.value) ||
		    (options_take(&r.common, c, o.value) && c == OPT_WHERE))
			r.filtered = true;
		else
			take_option(&r, c, o.value);
	check_request(&r, argc - o.first, argv + o.first);
	work(&r, &d, &out);
	chronicle_free(&r.chronicle);
	options_free(&r.common);
	return r.mode == MODE_LIST && r.format == FORMAT_TABLE ? terminal_finish(&d, &out)
							       : spool_finish(&d, &out);
}
