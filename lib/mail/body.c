#include "mail/body.h"

#include "table/html.h"
#include "text/items.h"

#include "base/banned.h"

void body_writer_free(struct body_writer *w)
{
	map_free(&w->checked);
}

void body_free(struct body *b)
{
	buf_free(&b->subject);
	buf_free(&b->text);
	buf_free(&b->html);
}

static bool fault(struct body_writer *w, const struct reminder *r, const char *why)
{
	diag_error(w->d, STATUS_DATA, AT_LINE(r->rows[0]->file, r->rows[0]->line),
	    "reminder \"%.*s\": %s", SLICE_ARG(r->number), why);
	return false;
}

static const struct template *find_template(struct body_writer *w, const struct reminder *r)
{
	const struct proposal_row *row = values_first_row(r);
	const struct customer *customer = customers_find(w->values.customers, row->item.customer);
	struct slice group = customer ? customer->template_group : (struct slice){0};

	return templates_get(
	    w->templates, w->d, TEMPLATE_MAIL, row->template, group, row->language);
}

/* Its tags, once a template and language. */
static bool check_tags(
    struct body_writer *w, const struct template *t, const struct tag_source *source)
{
	struct buf key = {0};

	buf_printf(&key, "%s\n%s", t->path, t->language);
	void **place = map_at(&w->checked, buf_slice(&key));
	buf_free(&key);
	/* Reported once, and every message that uses it fails. */
	if (!*place)
		*place = template_check(t, source, w->d) ? (void *)w : (void *)w->d;
	return *place == w;
}

static bool is_blank(struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != ' ' && text.p[i] != '\n' && text.p[i] != '\t')
			return false;
	return true;
}

static void write_html(const struct template *t, const struct tag_source *source,
    const struct items *items, struct body *out)
{
	struct buf table = {0};

	items_html(items, &table);
	struct markdown_inserts inserts = {.items = buf_slice(&table)};
	buf_add_string(&out->html, "<!DOCTYPE html>\n<html lang=\"");
	html_escape(slice_of(t->language), &out->html);
	buf_add_string(&out->html, "\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
	html_escape(buf_slice(&out->subject), &out->html);
	buf_add_string(&out->html, "</title>\n</head>\n<body>\n");
	markdown_html(t->body, source, &inserts, &out->html);
	buf_add_string(&out->html, "</body>\n</html>\n");
	buf_free(&table);
}

static void write_text(const struct template *t, const struct tag_source *source,
    const struct items *items, struct body *out)
{
	struct buf table = {0};

	items_text(items, &table);
	struct markdown_inserts inserts = {.items = buf_slice(&table)};
	markdown_text(t->body, source, &inserts, &out->text);
	buf_free(&table);
}

static bool write_words(struct body_writer *w, const struct reminder *r, const struct template *t,
    struct values *values, struct body *out)
{
	struct tag_source source = values_source(values);
	struct items items = {0};
	struct slice unknown;

	if (!check_tags(w, t, &source))
		return false;
	items_build(r, values, t->words, &items);
	tags_expand(t->subject, &source, &out->subject, &unknown);
	write_text(t, &source, &items, out);
	write_html(t, &source, &items, out);
	items_free(&items);
	if (values_fault(values)[0])
		return fault(w, r, values_fault(values));
	if (is_blank(buf_slice(&out->subject)) || is_blank(buf_slice(&out->text)))
		return fault(w, r, "its mail has no subject or no text");
	return true;
}

bool body_write(struct body_writer *w, const struct reminder *r, struct body *out)
{
	const struct template *t = find_template(w, r);
	struct values *values = t ? values_open(&w->values, r, t->language) : NULL;
	bool good = values && write_words(w, r, t, values, out);

	values_close(values);
	return good;
}
