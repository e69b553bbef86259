#include "mail/compose.h"

#include "base/ascii.h"
#include "base/mem.h"
#include "mail/attach.h"
#include "mail/enclosure.h"
#include "mail/message.h"
#include "mail/thread.h"
#include "value/address.h"

#include <stdlib.h>
#include <strings.h>

#include "base/banned.h"

enum { MOST_NUMBER = 200 };

static struct place named_place(const struct proposal_row *row, const char *column)
{
	return (struct place){.file = row->file, .line = row->line, .column = column};
}

/* A fault of a reminder's row. */
static bool fault(struct composer *c, const struct proposal_row *row, const char *column,
    const char *why, struct slice found)
{
	diag_error(
	    c->d, STATUS_DATA, named_place(row, column), "\"%.*s\" %s", SLICE_ARG(found), why);
	return false;
}

static bool reminder_fault(struct composer *c, const struct reminder *r, const char *why)
{
	diag_error(c->d, STATUS_DATA, named_place(r->rows[0], NULL), "reminder \"%.*s\": %s",
	    SLICE_ARG(r->number), why);
	return false;
}

static bool has_mail(const struct proposal *p)
{
	for (size_t i = 0; i < p->count; i++)
		if (slice_is(p->rows[i].delivery, delivery_names[DELIVERY_EMAIL]))
			return true;
	return false;
}

bool composer_open(struct composer *c)
{
	struct table *t = c->proposal->table;

	event_source_find(&c->events, t);
	c->letter = table_find(t, "letter");
	c->document = table_find(t, "document");
	if (c->letter < 0 || c->document < 0) {
		diag_error(c->d, STATUS_DATA, table_header_place(t),
		    "no column \"%s\": these rows have no letters (render-letter makes them)",
		    c->letter < 0 ? "letter" : "document");
		return false;
	}
	if (c->invoices != ATTACH_NONE && table_need(t, "invoice_file") < 0)
		return false;
	for (int m = 0; m < MAIL_COLUMNS; m++)
		c->columns[m] = table_find(t, mail_columns[m]);
	message_mailbox(slice_of(c->policy->mail.from), &c->from_name, &c->from);
	c->mails = has_mail(c->proposal);
	if (c->from.n == 0 && c->mails) {
		diag_error(c->d, STATUS_POLICY, AT_FILE(c->policy->path),
		    "mail.from is missing: nothing can be mailed without a sender");
		return false;
	}
	if (c->mails)
		message_open();
	return true;
}

void composer_close(struct composer *c)
{
	body_writer_free(&c->body);
	if (c->mails)
		message_close();
}

void composed_free(struct composed *out)
{
	head_free(&out->head);
	buf_free(&out->base);
	buf_free(&out->to);
	buf_free(&out->id);
	buf_free(&out->keys);
	buf_free(&out->body);
}

/* Checks. */

static bool is_number(struct slice number)
{
	bool good = number.n > 0 && number.n <= MOST_NUMBER && number.p[0] != '.';

	for (size_t i = 0; good && i < number.n; i++) {
		char c = number.p[i];
		good = is_alphanumeric(c) || c == '.' || c == '_' || c == '-';
	}
	return good;
}

static bool all_alike(struct composer *c, const struct reminder *r)
{
	const struct proposal_row *first = r->rows[0];

	for (size_t i = 1; i < r->count; i++) {
		const struct proposal_row *row = r->rows[i];
		if (!slice_equal(row->delivery, first->delivery))
			return fault(c, row, "delivery",
			    "is another one in the reminder's other rows", row->delivery);
		if (!slice_equal(row->email, first->email))
			return fault(c, row, "email", "is another one in the reminder's other rows",
			    row->email);
		if (!slice_equal(row->fields[c->letter], first->fields[c->letter]) ||
		    !slice_equal(row->fields[c->document], first->fields[c->document]))
			return fault(c, row, "letter",
			    "is another one in the reminder's other rows", row->fields[c->letter]);
	}
	return true;
}

bool compose_check(struct composer *c, const struct reminder *r)
{
	if (!is_number(r->number))
		return fault(c, r->rows[0], "reminder",
		    "cannot name a message: letters, digits, \".\", \"_\" and \"-\"", r->number);
	return all_alike(c, r);
}

/* The headers. */

/* Whether the address is one of them; nobody tells two mailboxes apart by capitals. */
static bool is_among(struct slice addresses, struct slice address)
{
	struct slice other;

	while (address_next(&addresses, &other))
		if (other.n == address.n && strncasecmp(other.p, address.p, address.n) == 0)
			return true;
	return false;
}

static bool take_addresses(struct composer *c, const struct proposal_row *row, struct composed *out)
{
	struct slice rest = row->email, address;
	const char *why;
	size_t count = 0;

	while (address_next(&rest, &address)) {
		if (!address_check(address, &why))
			return fault(c, row, "email", why, address);
		if (is_among(buf_slice(&out->to), address))
			continue;
		if (count++ == ADDRESSES_MOST)
			return fault(c, row, "email", ADDRESSES_FAULT, address);
		buf_add_string(&out->to, out->to.length > 0 ? "; " : "");
		buf_add_slice(&out->to, address);
	}
	return out->to.length > 0 ||
	       fault(c, row, "email", "is no address, and delivery is email", row->email);
}

/* The events that the delivery makes, and the keys by which it is known. */
static void take_items(struct composer *c, const struct reminder *r, struct composed *out)
{
	struct mail_head *h = &out->head;
	bool post = out->to.length == 0;
	struct delivered how = {.status = slice_of(post ? "printed" : "sent"),
	    .to = buf_slice(&out->to),
	    .message_id = buf_slice(&out->id)};

	h->items = mem_array(r->count, sizeof(*h->items));
	head_base_key(buf_slice(&out->base), &out->keys);
	for (size_t i = 0; i < r->count; i++) {
		struct mail_item *item = &h->items[h->count++];
		struct buf key = {0};
		event_from_row(&c->events, r->rows[i]->fields, &how, item->event);
		item->event[H_DATE] = slice_of(out->day);
		for (int m = 0; m < MAIL_COLUMNS; m++)
			if (c->columns[m] >= 0)
				item->column[m] = r->rows[i]->fields[c->columns[m]];
		if (head_key(item->event, &key))
			buf_printf(&out->keys, " %s", buf_string(&key));
		buf_free(&key);
	}
}

/* The message. */

static bool write_message(struct composer *c, const struct reminder *r, const struct body *body,
    const struct attachments *files, struct composed *out)
{
	struct buf thread = {0};
	const char *why = NULL;

	thread_add(c->body.values.history, r, buf_slice(&out->id), &thread);
	struct message message = {.from_name = c->from_name,
	    .from = c->from,
	    .reply_to = slice_of(c->policy->mail.reply_to),
	    .to = buf_slice(&out->to),
	    .subject = buf_slice(&body->subject),
	    .id = {out->id.data + 1, out->id.length - 2},
	    .thread = buf_slice(&thread),
	    .text = buf_slice(&body->text),
	    .html = buf_slice(&body->html),
	    .attachments = files->all,
	    .count = files->count};
	bool good = message_write(&message, &out->body, &why) || reminder_fault(c, r, why);
	buf_free(&thread);
	return good;
}

/* All faults of a reminder are reported, not only the first. */
static bool compose_mail(
    struct composer *c, const struct reminder *r, unsigned resend, struct composed *out)
{
	struct attachments files = {0};
	struct body body = {0};

	buf_add_char(&out->id, '<');
	message_id(r->number, resend, c->from, &out->id);
	buf_add_char(&out->id, '>');
	bool good = take_addresses(c, r->rows[0], out);
	good &= body_write(&c->body, r, &body);
	good &= attachments_read(&files, c->d, r, c->invoices, c->letter, c->document);
	good = good && write_message(c, r, &body, &files, out);
	attachments_free(&files);
	body_free(&body);
	return good;
}

/* What the outbox keeps of a letter on paper: a message that goes to nobody. */
static bool compose_post(struct composer *c, const struct reminder *r, struct composed *out)
{
	const struct proposal_row *row = r->rows[0];
	struct slice path = row->fields[c->letter];
	char *name = mem_copy(path.p, path.n);
	struct buf why = {0};
	bool good = enclosure_letter(name, row->fields[c->document], NULL, &why);

	if (!good)
		diag_error(c->d, STATUS_DATA, named_place(row, "letter"), "%s", why.data);
	buf_printf(&out->body, "Subject: %.*s\nContent-Type: text/plain; charset=utf-8\n\n",
	    SLICE_ARG(r->number));
	buf_printf(&out->body, "To be printed and sent by post, as of %s: %s\n", out->day, name);
	buf_free(&why);
	free(name);
	return good;
}

bool compose_reminder(
    struct composer *c, const struct reminder *r, unsigned resend, struct composed *out)
{
	bool post = slice_is(r->rows[0]->delivery, delivery_names[DELIVERY_POST]);
	date day = resend > 0 ? c->today : r->rows[0]->as_of;

	date_format(day, out->day);
	head_base(r->number, resend, &out->base);
	out->head.reminder = r->number;
	out->head.day = day;
	if (!(post ? compose_post(c, r, out) : compose_mail(c, r, resend, out)))
		return false;
	take_items(c, r, out);
	return true;
}
