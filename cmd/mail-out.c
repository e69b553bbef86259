/*
 * mail-out: compose the rendered reminders into the outbox, and send them.
 * See mail-out(1).
 */
#include "base/diag.h"
#include "base/mem.h"
#include "base/opt.h"
#include "base/spool.h"
#include "book/book.h"
#include "book/options.h"
#include "book/proposal.h"
#include "mail/dispatch.h"
#include "value/address.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum {
	OPT_SEND = OPT_LONG_ONLY,
	OPT_FLUSH,
	OPT_REDIRECT,
	OPT_RATE,
	OPT_RESEND,
	OPT_INVOICES,
	OPT_OUTBOX
};
enum { JOBS = 4, JOBS_MOST = 64, RATE_MOST = 60000 };

static const struct opt options[] = {
    {OPT_SEND, "send", NULL, "send, where otherwise the outbox is only filled"},
    {OPT_FLUSH, "flush", NULL, "send what is queued, and write its rows; no input"},
    {OPT_REDIRECT, "redirect-to", "ADDRESS", "send all to one tester; nothing counts as sent"},
    {'j', "jobs", "N", "hand over so many at once (default: 4)"},
    {OPT_RATE, "rate", "N/min", "begin at most so many a minute"},
    {OPT_INVOICES, "attach-invoices", "WHICH", "none, overdue or all, instead of the policy's"},
    {OPT_RESEND, "resend-unsure", NULL, "send again what may have been sent before"},
    {OPT_OUTBOX, "outbox", "DIR", "the outbox, instead of the policy's"},
    {OPT_AS_OF, "as-of", "DATE", "today, for what is too old (default: $DUN_AS_OF)"},
    OPTION_POLICY,
    OPTION_CUSTOMERS,
    OPTION_HISTORY,
    OPTION_REJECTS,
    {0},
};

struct request {
	struct options common;
	bool send, flush, resend_unsure;
	const char *redirect, *outbox;
	int invoices; /* -1: as the policy says */
	unsigned jobs, per_minute;
};

/* Set by a signal that asks us to stop: nothing new is begun, what runs is brought to its end. */
static volatile sig_atomic_t asked_to_stop;

static void ask_to_stop(int number)
{
	(void)number;
	asked_to_stop = 1;
}

static bool is_stopped(void)
{
	return asked_to_stop;
}

/* A second signal ends us at once. A reader that goes away is an error that we want to see. */
static void catch_signals(void)
{
	static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
	struct sigaction stop = {.sa_handler = ask_to_stop, .sa_flags = (int)SA_RESETHAND};
	struct sigaction ignore = {.sa_handler = SIG_IGN};

	sigemptyset(&stop.sa_mask);
	sigemptyset(&ignore.sa_mask);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		sigaction(numbers[i], &stop, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
}

/* "90/min", or a number alone. */
static unsigned parse_rate(const struct opts *o)
{
	size_t digits = strspn(o->value, "0123456789");
	char *number = mem_copy(o->value, digits);
	struct opts plain = {.value = number};

	if (strcmp(o->value + digits, "/min") != 0 && o->value[digits] != '\0')
		usage_error("option --rate: \"%s\" is not a rate such as 90/min", o->value);
	unsigned rate = (unsigned)opts_number(&plain, "rate", 1, RATE_MOST);
	free(number);
	return rate;
}

static const char *parse_address(const char *text)
{
	const char *why;

	if (!address_check(slice_of(text), &why))
		usage_error("option --redirect-to: \"%s\" %s", text, why);
	return text;
}

static int parse_invoices(const char *text)
{
	static const char *const names[] = {
	    [ATTACH_NONE] = "none", [ATTACH_OVERDUE] = "overdue", [ATTACH_ALL] = "all"};
	int which = slice_among(slice_of(text), names, sizeof(names) / sizeof(*names));

	if (which < 0)
		usage_error("option --attach-invoices: \"%s\" is not none, overdue or all", text);
	return which;
}

static void parse_option(struct request *r, int letter, const struct opts *o)
{
	switch (letter) {
	case OPT_SEND:
		r->send = true;
		break;
	case OPT_FLUSH:
		r->flush = true;
		break;
	case OPT_REDIRECT:
		r->redirect = parse_address(o->value);
		break;
	case 'j':
		r->jobs = (unsigned)opts_number(o, "jobs", 1, JOBS_MOST);
		break;
	case OPT_RATE:
		r->per_minute = parse_rate(o);
		break;
	case OPT_RESEND:
		r->resend_unsure = true;
		break;
	case OPT_INVOICES:
		r->invoices = parse_invoices(o->value);
		break;
	case OPT_OUTBOX:
		r->outbox = o->value;
		break;
	}
}

static void check_request(const struct request *r, const char *operand)
{
	if (r->flush && operand)
		usage_error("--flush reads no input; \"%s\" is one", operand);
	if (r->flush && r->common.rejects)
		usage_error("--flush reads no input; there is nothing for --rejects");
	if (r->flush && (r->send || r->redirect))
		usage_error("--flush goes with neither --send nor --redirect-to");
	if (r->redirect && r->resend_unsure)
		usage_error("--redirect-to does not go with --resend-unsure");
}

/* What is asked for, by the options and the policy. */
static struct dispatch order(const struct request *r, struct diag *d, const struct book *book)
{
	struct policy *p = book->policy;
	struct dispatch s = {.d = d,
	    .book = book,
	    .outbox = r->outbox ? r->outbox : policy_path(p, p->files.outbox),
	    .send = r->send || r->flush || r->redirect || p->mail.send,
	    .resend_unsure = r->resend_unsure,
	    .invoices = r->invoices < 0 ? p->mail.attach_invoices : (enum attach)r->invoices,
	    .redirect = r->redirect,
	    .jobs = r->jobs,
	    .per_minute = r->per_minute,
	    .today = r->common.as_of != DATE_NONE ? r->common.as_of : options_today(),
	    .stopped = is_stopped};

	if (r->resend_unsure && !s.send)
		usage_error("--resend-unsure goes with --send or --flush");
	return s;
}

/* NULL after an error. Without rows nothing is foretold, and no rates are needed. */
static struct proposal *read_rows(
    const struct request *r, struct diag *d, struct book *book, char *const *paths, size_t count)
{
	struct proposal *p = proposal_read(
	    d, paths, count, book->policy->defaults.currency, PROPOSAL_FEES, r->common.rejects);

	if (p == NULL || p->count == 0 || book_open(book, d, &r->common, BOOK_RATES))
		return p;
	(void)proposal_close(p);
	return NULL;
}

static void work(const struct request *r, struct diag *d, char *const *paths, size_t count)
{
	struct book book = {0};

	if (book_open(&book, d, &r->common, BOOK_CUSTOMERS | BOOK_HISTORY)) {
		struct dispatch s = order(r, d, &book);
		if (!r->flush)
			s.proposal = read_rows(r, d, &book, paths, count);
		/* What is left out is told before anything leaves. */
		if (r->flush || (s.proposal != NULL && table_write_rejects(s.proposal->table)))
			dispatch_run(&s);
		dispatch_free(&s);
		if (s.proposal)
			proposal_close(s.proposal);
	}
	book_close(&book);
}

int main(int argc, char **argv)
{
	struct diag d = {0};
	struct request request = {.common = OPTIONS_NONE, .jobs = JOBS, .invoices = -1};
	struct opts o = {
	    .usage = "[FILE ...]",
	    .about = "Compose the mails of rendered reminders into the outbox, and send them.",
	    .table = options,
	};

	diag_program(argv[0]);
	for (int c; (c = opts_next(&o, &d, argc, argv)) != 0;)
		if (!options_take(&request.common, c, o.value))
			parse_option(&request, c, &o);
	check_request(&request, argv[o.first]);
	catch_signals();
	work(&request, &d, argv + o.first, (size_t)(argc - o.first));
	options_free(&request.common);
	return finish(&d);
}
