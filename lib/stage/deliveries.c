#include "stage/deliveries.h"

#include "base/file.h"
#include "base/mem.h"
#include "base/spool.h"
#include "book/eventline.h"
#include "book/history_read.h"
#include "book/hold.h"
#include "book/journal.h"
#include "book/proposal.h"
#include "book/recover.h"
#include "table/csv.h"
#include "value/date.h"

#include <stdlib.h>

#include "base/banned.h"

/*
 * For rows that name none: amounts are checked and pass through as text, and
 * no currency has more decimals.
 */
static const char any_currency[] = "CLF";

struct delivery_columns {
	int status, to, message_id, error;
};

static bool find_delivery(struct diag *d, const struct table *t, struct delivery_columns *c)
{
	c->status = table_find(t, "delivery_status");
	c->to = table_find(t, "delivered_to");
	c->message_id = table_find(t, "message_id");
	c->error = table_find(t, "delivery_error");
	if (c->status >= 0)
		return true;
	diag_error(d, STATUS_DATA, table_header_place(t),
	    "no column \"delivery_status\": these rows were not delivered (mail-out does)");
	return false;
}

static struct slice cell(const struct proposal_row *row, int column)
{
	return column < 0 ? (struct slice){0} : row->fields[column];
}

static struct delivered delivery_of(
    const struct delivery_columns *c, const struct proposal_row *row)
{
	return (struct delivered){
	    cell(row, c->status), cell(row, c->to), cell(row, c->message_id), cell(row, c->error)};
}

static bool is_status(struct slice text)
{
	static const char *const names[] = {
	    "sent", "queued", "printed", "failed", "unsure", "skipped"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (slice_is(text, names[i]))
			return true;
	return false;
}

/* With rejects, the customers of faulty rows are left out. */
static bool check_statuses(struct diag *d, struct proposal *p, const struct delivery_columns *c)
{
	struct map bad = {0};

	for (size_t i = 0; i < p->count; i++) {
		const struct proposal_row *row = &p->rows[i];
		struct row place = {.fields = row->fields, .file = row->file, .line = row->line};
		if (is_status(cell(row, c->status)))
			continue;
		table_fault_at(p->table, &place, c->status,
		    "\"%.*s\" is not sent, queued, printed, failed, unsure or skipped",
		    SLICE_ARG(cell(row, c->status)));
		*map_at(&bad, row->item.customer) = p;
	}
	if (bad.count > 0)
		proposal_hold_back(p, &bad);
	map_free(&bad);
	return !diag_failed(d);
}

static void put_origin(struct slice event[HISTORY_COLUMNS], const struct origin *origin)
{
	if (origin->automation.n > 0)
		event[H_AUTOMATION] = origin->automation;
	if (origin->run.n > 0)
		event[H_RUN] = origin->run;
	if (origin->created.n > 0)
		event[H_CREATED] = origin->created;
}

static void add_rows(struct journal *j, const struct proposal *p, const struct delivery_columns *c,
    const struct origin *origin)
{
	struct event_source source;

	event_source_find(&source, p->table);
	for (size_t i = 0; i < p->count; i++) {
		struct slice event[HISTORY_COLUMNS];
		struct delivered how = delivery_of(c, &p->rows[i]);
		if (!event_from_row(&source, p->rows[i].fields, &how, event))
			continue;
		put_origin(event, origin);
		journal_add(j, event, slice_is(how.status, "failed") ? ONCE_EVENT : ONCE_DELIVERED);
	}
}

/* The first row of the reminder that was so delivered, or NULL. */
static const struct proposal_row *row_that(
    const struct reminder *r, const struct delivery_columns *c, const char *status)
{
	for (size_t i = 0; i < r->count; i++)
		if (slice_is(cell(r->rows[i], c->status), status))
			return r->rows[i];
	return NULL;
}

/* What a person has to look at. */
static void warn_of(struct diag *d, const struct proposal *p, const struct delivery_columns *c)
{
	for (size_t i = 0; i < p->nreminders; i++) {
		const struct reminder *r = &p->reminders[i];
		const struct proposal_row *failed = row_that(r, c, "failed");
		const struct proposal_row *unsure = row_that(r, c, "unsure");
		if (failed)
			diag_warn(d, AT_LINE(failed->file, failed->line),
			    "reminder \"%.*s\" failed, and is logged so: %.*s",
			    SLICE_ARG(r->number), SLICE_ARG(cell(failed, c->error)));
		if (unsure)
			diag_warn(d, AT_LINE(unsure->file, unsure->line),
			    "reminder \"%.*s\" may have been sent or not: it is not logged until "
			    "mail-out knows",
			    SLICE_ARG(r->number));
	}
}

/* The rows as they came, as canonical CSV. */
static bool pass_through(struct diag *d, const struct proposal *p)
{
	size_t columns = table_columns(p->table);
	struct spool out = {0};
	bool first = true, good = true;

	for (size_t i = 0; i < columns; i++)
		csv_add(&out.memory, &first, table_column_name(p->table, i));
	csv_end(&out.memory);
	for (size_t n = 0; good && n < p->count; n++) {
		first = true;
		for (size_t i = 0; i < columns; i++)
			csv_add(&out.memory, &first, p->rows[n].fields[i]);
		csv_end(&out.memory);
		good = spool_check(d, &out);
	}
	good = good && spool_commit(d, &out);
	spool_free(&out);
	return good;
}

/* The history gets all of it first: what was sent was sent, whether or not the rows can be kept. */
static void log_proposal(
    struct diag *d, struct proposal *p, const char *history, const struct origin *origin)
{
	struct delivery_columns c;

	/* What is not logged is told before the rest is. */
	if (!find_delivery(d, p->table, &c) || !check_statuses(d, p, &c) ||
	    !table_write_rejects(p->table))
		return;
	struct journal *j = journal_open(d, history);
	if (!j)
		return;
	add_rows(j, p, &c, origin);
	if (journal_commit(j, d)) {
		warn_of(d, p, &c);
		pass_through(d, p);
	}
	journal_close(j);
}

void deliveries_log(struct diag *d, char *const *paths, size_t count, date told,
    const char *history, const struct origin *origin, const char *rejects)
{
	if (!history_can_hold(d, history))
		return;
	struct proposal *p =
	    proposal_read(d, paths, count, any_currency, PROPOSAL_ANY_CURRENCY, rejects);
	if (!p)
		return;
	if (proposal_is_of(p, told))
		log_proposal(d, p, history, origin);
	proposal_close(p);
}

/* What a crash kept out. */

struct recovery {
	struct diag *diag;
	struct journal *journal;
	const struct origin *origin;
	struct arena arena;
};

struct recovered_fault {
	struct diag *diag;
	const char *message;
};

static void fault_in_message(void *to, enum history_column column, const char *text)
{
	const struct recovered_fault *f = to;

	diag_error(f->diag, STATUS_DATA, AT_FILE(f->message), "X-Dun-Item: %s: %s",
	    history_names[column], text);
}

static bool recover_event(void *to, const char *message, struct slice value)
{
	struct recovery *r = to;
	struct event e = {.date = DATE_NONE};
	struct recovered_fault fault = {r->diag, message};
	char now[TIME_TEXT];
	const char *why;

	if (!eventline_decode(value, &r->arena, e.field, &why)) {
		diag_error(r->diag, STATUS_DATA, AT_FILE(message), "X-Dun-Item: %s", why);
		return false;
	}
	time_now(now);
	e.field[H_TIME] = slice_of(now);
	if (!event_check(&e, fault_in_message, &fault))
		return false;
	e.field[H_TIME] = (struct slice){0};
	put_origin(e.field, r->origin);
	journal_add(r->journal, e.field, ONCE_DELIVERED);
	return true;
}

static void tell_added(struct diag *d, const struct journal *j, const char *history)
{
	for (size_t i = 0; i < journal_added(j); i++) {
		const struct slice *f = journal_event(j, i);
		diag_note(d, AT_FILE(history),
		    "was missing and is added: %.*s \"%.*s\", customer \"%.*s\", invoice \"%.*s\"",
		    SLICE_ARG(f[H_EVENT]), SLICE_ARG(f[H_REMINDER]), SLICE_ARG(f[H_CUSTOMER]),
		    SLICE_ARG(f[H_INVOICE]));
	}
}

void deliveries_restore(
    struct diag *d, const char *outbox, const char *history, const struct origin *origin)
{
	struct recovery recovery = {.diag = d, .origin = origin};
	char *post = path_join(outbox, ".post"); /* letters on paper: mail-out(1) */

	recovery.journal = journal_open(d, history);
	if (recovery.journal && recover_read(d, outbox, recover_event, &recovery) &&
	    recover_read(d, post, recover_event, &recovery) && journal_commit(recovery.journal, d))
		tell_added(d, recovery.journal, history);
	journal_close(recovery.journal);
	arena_free(&recovery.arena);
	free(post);
}
