#include "mail/compose.h"

#include "base/file.h"
#include "base/mem.h"
#include "mail/enclosure.h"
#include "mail/message.h"
#include "text/items.h"
#include "value/address.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { MOST_NUMBER = 200 };

/* A message while it is composed: what must live until it is written. */
struct work {
	struct composer *c;
	const struct reminder *reminder;
	struct message message;
	struct attachment *attachments; /* room for the letter and a file a row */
	struct buf *files;
	struct buf subject, text, html;
};

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
		diag_error(c->d, STATUS_DATA, table_place(t, NULL),
		    "no column \"%s\": these rows have no letters (render-letter makes them)",
		    c->letter < 0 ? "letter" : "document");
		return false;
	}
	if (c->policy->mail.attach_invoices != ATTACH_NONE && table_need(t, "invoice_file") < 0)
		return false;
	for (int m = 0; m < MAIL_COLUMNS; m++)
		c->columns[m] = table_find(t, mail_columns[m]);
	message_mailbox(slice_of(c->policy->mail.from), &c->from_name, &c->from);
	if (c->from.n == 0 && has_mail(c->proposal)) {
		diag_error(c->d, STATUS_POLICY, AT_FILE(c->policy->path),
		    "mail.from is missing: nothing can be mailed without a sender");
		return false;
	}
	message_open();
	return true;
}

void composer_close(struct composer *c)
{
	map_free(&c->checked);
	message_close();
}

void composed_free(struct composed *out)
{
	head_free(&out->head);
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
		good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		       c == '.' || c == '_' || c == '-';
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

/* Files. */

/* Attach a file: the letter, or an invoice. */
static bool attach(
    struct work *w, const struct proposal_row *row, const char *column, struct slice path)
{
	size_t n = w->message.count;
	char *name = mem_copy(path.p, path.n);
	struct slice document = row->fields[w->c->document];
	struct buf why = {0};
	bool good = n == 0 ? enclosure_letter(name, document, &w->files[n], &why)
			   : enclosure_pdf(name, &w->files[n], &why);

	if (good) {
		size_t folder = (size_t)(path_base(name) - name);
		w->attachments[n] = (struct attachment){.name = {path.p + folder, path.n - folder},
		    .type = "application",
		    .subtype = "pdf",
		    .bytes = buf_slice(&w->files[n])};
		w->message.count++;
	} else {
		diag_error(w->c->d, STATUS_DATA, named_place(row, column), "%s", why.data);
	}
	buf_free(&why);
	free(name);
	return good;
}

static bool attach_letter(struct work *w)
{
	const struct proposal_row *row = w->reminder->rows[0];

	return attach(w, row, "letter", row->fields[w->c->letter]);
}

static bool is_asked(enum attach attach, enum section section)
{
	if (attach == ATTACH_ALL)
		return true;
	return attach == ATTACH_OVERDUE &&
	       (section == SECTION_OVERDUE || section == SECTION_REMINDED);
}

/* Instalments of one invoice have one file. */
static bool is_attached(const struct work *w, size_t before)
{
	struct slice path = w->reminder->rows[before]->item.invoice_file;

	for (size_t i = 0; i < before; i++)
		if (slice_equal(w->reminder->rows[i]->item.invoice_file, path) &&
		    is_asked(w->c->policy->mail.attach_invoices, w->reminder->rows[i]->section))
			return true;
	return false;
}

static bool attach_invoices(struct work *w)
{
	bool good = true;

	for (size_t i = 0; i < w->reminder->count; i++) {
		const struct proposal_row *row = w->reminder->rows[i];
		if (row->item.invoice_file.n == 0 || is_attached(w, i) ||
		    !is_asked(w->c->policy->mail.attach_invoices, row->section))
			continue;
		good &= attach(w, row, "invoice_file", row->item.invoice_file);
	}
	return good;
}

/* The text. */

static const struct template *find_template(struct composer *c, const struct reminder *r)
{
	const struct proposal_row *row = values_first_row(r);
	const struct customer *customer = customers_find(c->values.customers, row->item.customer);
	struct slice group = customer ? customer->template_group : (struct slice){0};

	return templates_get(
	    c->templates, c->d, TEMPLATE_MAIL, row->template, group, row->language);
}

/* Its tags, once a template and language. */
static bool check_tags(
    struct composer *c, const struct template *t, const struct tag_source *source)
{
	struct buf key = {0};

	buf_printf(&key, "%s\n%s", t->path, t->language);
	void **place = map_at(&c->checked, buf_slice(&key));
	buf_free(&key);
	/* Reported once, and every message that uses it fails. */
	if (!*place)
		*place = template_check(t, source, c->d) ? (void *)c : (void *)c->d;
	return *place == c;
}

static bool is_blank(struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != ' ' && text.p[i] != '\n' && text.p[i] != '\t')
			return false;
	return true;
}

static void write_html(struct work *w, const struct template *t, const struct tag_source *source,
    const struct items *items)
{
	struct buf table = {0};

	items_html(items, &table);
	struct markdown_inserts inserts = {.items = buf_slice(&table)};
	buf_add_string(&w->html, "<!DOCTYPE html>\n<html lang=\"");
	html_escape(slice_of(t->language), &w->html);
	buf_add_string(&w->html, "\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
	html_escape(buf_slice(&w->subject), &w->html);
	buf_add_string(&w->html, "</title>\n</head>\n<body>\n");
	markdown_html(t->body, source, &inserts, &w->html);
	buf_add_string(&w->html, "</body>\n</html>\n");
	buf_free(&table);
}

static void write_text(struct work *w, const struct template *t, const struct tag_source *source,
    const struct items *items)
{
	struct buf table = {0};

	items_text(items, &table);
	struct markdown_inserts inserts = {.items = buf_slice(&table)};
	markdown_text(t->body, source, &inserts, &w->text);
	buf_free(&table);
}

static bool write_words(struct work *w, const struct template *t, struct values *values)
{
	struct tag_source source = values_source(values);
	struct items items = {0};
	struct slice unknown;

	if (!check_tags(w->c, t, &source))
		return false;
	items_build(w->reminder, values, t->words, &items);
	tags_expand(t->subject, &source, &w->subject, &unknown);
	write_text(w, t, &source, &items);
	write_html(w, t, &source, &items);
	items_free(&items);
	if (values_fault(values)[0])
		return reminder_fault(w->c, w->reminder, values_fault(values));
	if (is_blank(buf_slice(&w->subject)) || is_blank(buf_slice(&w->text)))
		return reminder_fault(w->c, w->reminder, "its mail has no subject or no text");
	return true;
}

static bool write_template(struct work *w)
{
	const struct template *t = find_template(w->c, w->reminder);
	struct values *values = t ? values_open(&w->c->values, w->reminder, t->language) : NULL;
	bool good = values && write_words(w, t, values);

	values_close(values);
	return good;
}

/* The envelope. */

static bool take_addresses(struct composer *c, const struct proposal_row *row, struct composed *out)
{
	struct slice rest = row->email, address;
	const char *why;

	while (address_next(&rest, &address)) {
		if (!address_check(address, &why))
			return fault(c, row, "email", why, address);
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
	head_number_key(r->number, &out->keys);
	for (size_t i = 0; i < r->count; i++) {
		struct mail_item *item = &h->items[h->count++];
		struct slice *event = item->event;
		struct buf key = {0};
		event_from_row(&c->events, r->rows[i]->fields, &how, event);
		for (int m = 0; m < MAIL_COLUMNS; m++)
			if (c->columns[m] >= 0)
				item->column[m] = r->rows[i]->fields[c->columns[m]];
		if (head_key(event, &key))
			buf_printf(&out->keys, " %s", buf_string(&key));
		buf_free(&key);
	}
}

static void take_head(struct composer *c, const struct reminder *r, struct composed *out)
{
	out->head.reminder = r->number;
	take_items(c, r, out);
}

static bool compose_mail(struct composer *c, const struct reminder *r, struct composed *out)
{
	const struct proposal_row *row = r->rows[0];
	struct work *w = mem_alloc(sizeof(*w));
	const char *why = NULL;

	*w = (struct work){.c = c, .reminder = r};
	w->attachments = mem_array(r->count + 1, sizeof(*w->attachments));
	w->files = mem_array(r->count + 1, sizeof(*w->files));
	w->message.attachments = w->attachments;
	buf_add_char(&out->id, '<');
	message_id(r->number, c->from, &out->id);
	buf_add_char(&out->id, '>');
	bool good = take_addresses(c, row, out);
	good &= write_template(w);
	good &= attach_letter(w) && attach_invoices(w);
	if (good) {
		w->message.from_name = c->from_name;
		w->message.from = c->from;
		w->message.reply_to = slice_of(c->policy->mail.reply_to);
		w->message.to = buf_slice(&out->to);
		w->message.subject = buf_slice(&w->subject);
		w->message.id = (struct slice){out->id.data + 1, out->id.length - 2};
		w->message.day = row->as_of;
		w->message.text = buf_slice(&w->text);
		w->message.html = buf_slice(&w->html);
		good = message_write(&w->message, &out->body, &why) || reminder_fault(c, r, why);
	}
	for (size_t i = 0; i <= r->count; i++)
		buf_free(&w->files[i]);
	buf_free(&w->subject);
	buf_free(&w->text);
	buf_free(&w->html);
	free(w->attachments);
	free(w->files);
	free(w);
	return good;
}

/* What the outbox keeps of a letter on paper: a message that goes to nobody. */
static bool compose_post(struct composer *c, const struct reminder *r, struct composed *out)
{
	const struct proposal_row *row = r->rows[0];
	struct slice path = row->fields[c->letter];
	char *name = mem_copy(path.p, path.n);
	struct buf why = {0};
	char day[DATE_TEXT];
	bool good = enclosure_letter(name, row->fields[c->document], NULL, &why);

	if (!good)
		diag_error(c->d, STATUS_DATA, named_place(row, "letter"), "%s", why.data);
	date_format(row->as_of, day);
	buf_printf(&out->body, "Subject: %.*s\nContent-Type: text/plain; charset=utf-8\n\n",
	    SLICE_ARG(r->number));
	buf_printf(&out->body, "To be printed and sent by post, as of %s: %s\n", day, name);
	buf_free(&why);
	free(name);
	return good;
}

bool compose_reminder(struct composer *c, const struct reminder *r, struct composed *out)
{
	bool post = slice_is(r->rows[0]->delivery, delivery_names[DELIVERY_POST]);
	bool good = post ? compose_post(c, r, out) : compose_mail(c, r, out);

	if (good)
		take_head(c, r, out);
	return good;
}
