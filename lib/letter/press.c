#include "letter/press.h"

#include "base/mem.h"
#include "book/yaml.h"
#include "letter/letter.h"
#include "letter/suspect.h"
#include "rules/account.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { MOST_NAME = 200 };

static bool read_logo(struct press *p)
{
	struct policy *policy = p->policy;
	if (policy->company.logo[0] == '\0')
		return true;
	struct place at =
	    yaml_place(policy->path, yaml_get(yaml_get(policy->document, "company"), "logo"));
	at.column = "logo";
	return logo_read(p->d, at, policy_path(policy, policy->company.logo), &p->logo);
}

bool press_open(struct press *p, struct diag *d, struct policy *policy,
    const struct values_run *run, bool rejects)
{
	*p = (struct press){.d = d, .policy = policy, .run = *run, .rejects = rejects};
	p->run.locales = locales_new();
	p->templates =
	    templates_open(policy_path(policy, policy->files.templates), policy->defaults.language);
	p->fonts = fonts_new();
	p->pdf = pdf_open();
	return read_logo(p);
}

void press_close(struct press *p)
{
	pdf_close(p->pdf);
	logo_free(&p->logo);
	fonts_free(p->fonts);
	templates_close(p->templates);
	locales_free(p->run.locales);
	map_free(&p->designs);
	arena_free(&p->arena);
}

/* The number is the letter's file name. */
static bool check_number(struct press *p, const struct reminder *of)
{
	struct table *t = p->run.proposal->table;
	struct row row = {of->rows[0]->fields, of->rows[0]->file, of->rows[0]->line};
	struct slice name = of->number;
	bool good = name.n > 0 && name.n <= MOST_NAME && name.p[0] != '.';
	for (size_t i = 0; good && i < name.n; i++) {
		char c = name.p[i];
		good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		       c == '.' || c == '_' || c == '-';
	}
	if (!good)
		table_fault_at(t, &row, table_find(t, "reminder"),
		    "\"%.*s\" cannot name a file: letters, digits, \".\", \"_\" and \"-\"",
		    SLICE_ARG(name));
	return good;
}

static bool check_address(
    struct press *p, const struct order *order, const struct customer *customer)
{
	if (!slice_is(order->of->rows[0]->delivery, delivery_names[DELIVERY_POST]) ||
	    account_reachable(customer, DELIVERY_POST))
		return true;
	suspect_customer(p, order, "address1",
	    "customer \"%.*s\" is reminded by post and has no address", SLICE_ARG(customer->key));
	return false;
}

/* Tags, front matter and font of a template, once a run. */
static const struct design *design_of(
    struct press *p, const struct template *t, const struct tag_source *source)
{
	struct buf key = {0};
	buf_printf(&key, "%s\n%s", t->path, t->language);
	void **place = map_at(&p->designs, buf_slice(&key));
	buf_free(&key);
	if (*place)
		return *place;
	struct design *design = arena_alloc(&p->arena, sizeof(*design));
	*place = design;
	design->good =
	    template_check(t, source, p->d) &&
	    look_of_template(p->d, t, slice_of(p->policy->company.country), &design->look);
	if (design->good)
		design->font = fonts_get(p->fonts, p->d, design->look.font);
	design->good = design->font != NULL;
	return design;
}

static struct letter letter_of(
    const struct press *p, const struct order *order, struct values *values)
{
	return (struct letter){
	    .policy = p->policy,
	    .reminder = order->of,
	    .template = order->template,
	    .values = values,
	    .look = &order->design->look,
	    .font = order->design->font,
	    .logo = p->logo.stream.length ? &p->logo : NULL,
	    .setting = order->setting,
	};
}

/* A fault that a tag ran into, such as costs that are too large to be computed. */
static void tell_tag(struct press *p, const struct order *order, const struct values *values)
{
	const struct proposal_row *first = values_row(values);
	struct row row = {first->fields, first->file, first->line};
	table_fault_at(p->run.proposal->table, &row, -1, "reminder \"%.*s\": %s",
	    SLICE_ARG(order->of->number), values_fault(values));
}

static bool check_letter(struct press *p, struct order *order, struct values *values)
{
	struct tag_source source = values_source(values);
	struct pages pages;
	if (!check_address(p, order, values_customer(values)))
		return false;
	order->design = design_of(p, order->template, &source);
	if (!order->design->good)
		return false;
	struct letter letter = letter_of(p, order, values);
	letter_check(&letter, &pages);
	order->setting = letter.setting;
	bool good = pages.bad == 0 && values_fault(values)[0] == '\0';
	if (pages.bad)
		suspect_character(p, order, &pages);
	if (values_fault(values)[0])
		tell_tag(p, order, values);
	pages_free(&pages);
	return good;
}

bool press_check(struct press *p, const struct reminder *of, struct order *out)
{
	const struct proposal_row *row = values_first_row(of);
	const struct customer *customer = customers_find(p->run.customers, row->item.customer);
	struct slice group = customer ? customer->template_group : (struct slice){NULL, 0};
	*out = (struct order){.of = of};
	if (!check_number(p, of))
		return false;
	out->template =
	    templates_get(p->templates, p->d, TEMPLATE_LETTER, row->template, group, row->language);
	if (out->template == NULL)
		return false;
	struct values *values = values_open(&p->run, of, out->template->language);
	bool good = values && check_letter(p, out, values);
	values_close(values);
	return good;
}

bool press_render(struct press *p, const struct order *order, struct buf *bytes)
{
	struct values *values = values_open(&p->run, order->of, order->template->language);
	struct buf title = {0};
	struct pages pages;
	if (values == NULL)
		return false;
	struct letter letter = letter_of(p, order, values);
	letter_compose(&letter, &pages, &title);
	struct pdf_info info = {
	    .title = title.length ? buf_slice(&title) : order->of->number,
	    .author = slice_of(p->policy->company.name),
	    .subject = order->of->number,
	    .language = order->template->language,
	    .created = order->of->rows[0]->as_of,
	};
	bool good = pdf_write(p->pdf, p->d, &pages, &info, bytes);
	pages_free(&pages);
	buf_free(&title);
	values_close(values);
	return good;
}
