#include "letter/press.h"

#include "base/ascii.h"
#include "base/file.h"
#include "base/mem.h"
#include "book/yaml.h"
#include "letter/letter.h"
#include "letter/suspect.h"
#include "rules/account.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { MOST_NAME = 200 };

bool press_open(struct press *p, struct diag *d, struct policy *policy,
    const struct values_run *run, bool rejects)
{
	*p = (struct press){.d = d, .policy = policy, .run = *run, .rejects = rejects};
	p->run.locales = locales_new();
	p->templates =
	    templates_open(policy_path(policy, policy->files.templates), policy->defaults.language);
	p->fonts = fonts_new();
	p->pdf = pdf_open();
	return envelopes_open(&p->envelopes, d, policy);
}

void press_close(struct press *p)
{
	for (size_t i = 0; i < p->logos.count; i++)
		logo_free(p->logos.entries[i].value);
	pdf_close(p->pdf);
	fonts_free(p->fonts);
	templates_close(p->templates);
	locales_free(p->run.locales);
	map_free(&p->logos);
	map_free(&p->designs);
	arena_free(&p->arena);
}

/* The number is the letter's file name. */
static bool check_number(struct press *p, const struct reminder *of)
{
	struct table *t = p->run.proposal->table;
	struct row row = {
	    .fields = of->rows[0]->fields, .file = of->rows[0]->file, .line = of->rows[0]->line};
	struct slice name = of->number;
	bool good = name.n > 0 && name.n <= MOST_NAME && name.p[0] != '.';
	for (size_t i = 0; good && i < name.n; i++) {
		char c = name.p[i];
		good = is_alphanumeric(c) || c == '.' || c == '_' || c == '-';
	}
	if (!good)
		table_fault_at(t, &row, table_find(t, "reminder"),
		    "\"%.*s\" cannot name a file: letters, digits, \".\", \"_\" and \"-\"",
		    SLICE_ARG(name));
	return good;
}

static bool goes_by_post(const struct order *order)
{
	return slice_is(order->of->rows[0]->delivery, delivery_names[DELIVERY_POST]);
}

static bool check_address(
    struct press *p, const struct order *order, const struct customer *customer)
{
	if (!goes_by_post(order) || account_reachable(customer, DELIVERY_POST))
		return true;
	suspect_customer(p, order, "address1",
	    "customer \"%.*s\" is reminded by post and has no address", SLICE_ARG(customer->key));
	return false;
}

/* --- designs --- */

/* A path in front matter is found from the template's folder. */
static const char *beside_template(struct press *p, const struct template *t, const char *name)
{
	char *folder = path_folder(t->path);
	char *path = path_join(folder, name);
	const char *kept = arena_string(&p->arena, path);
	free(folder);
	free(path);
	return kept;
}

static const char *font_file(struct press *p, const struct template *t, const char *name)
{
	bool path = name != NULL && (strchr(name, '/') != NULL || strstr(name, ".ttf") != NULL);
	return path ? beside_template(p, t, name) : name;
}

/* A logo, read once a run; NULL after an error at the key that names it. */
static const struct logo *get_logo(
    struct press *p, const char *file, const struct yaml *key, const char *path)
{
	void **place = map_at(&p->logos, slice_of(path));
	struct logo *logo = *place;
	if (logo == NULL) {
		struct place at = yaml_place(file, key);
		at.column = "logo";
		*place = logo = arena_alloc(&p->arena, sizeof(*logo));
		(void)logo_read(p->d, at, path, logo);
	}
	return logo->stream.length > 0 ? logo : NULL;
}

/* The template's logo, else the company's; *out is NULL where there is none. */
static bool find_logo(
    struct press *p, const struct template *t, const struct look *look, const struct logo **out)
{
	struct policy *policy = p->policy;
	const struct yaml *company = yaml_get(policy->document, "company");
	*out = NULL;
	if (look->logo == NULL && policy->company.logo[0] == '\0')
		return true;
	if (look->logo != NULL)
		*out = get_logo(
		    p, t->path, yaml_get(t->front, "logo"), beside_template(p, t, look->logo));
	else
		*out = get_logo(p, policy->path, yaml_get(company, "logo"),
		    policy_path(policy, policy->company.logo));
	return *out != NULL;
}

/* Tags, front matter, font and logo of a template, once a run. */
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
	struct look *look = &design->look;
	const unsigned long faults = p->d->errors;
	*place = design;
	if (!template_check(t, source, p->d) ||
	    !look_of_template(p->d, t, &p->envelopes, slice_of(p->policy->company.country), look) ||
	    !find_logo(p, t, look, &design->logo))
		return design;
	design->font = fonts_get_both(
	    p->fonts, p->d, font_file(p, t, look->font), font_file(p, t, look->fallback));
	design->good = design->font != NULL && p->d->errors == faults;
	return design;
}

/* --- letters --- */

/* A fault that a tag ran into, such as costs that are too large to be computed. */
static void tell_tag(struct press *p, const struct order *order, const struct values *values)
{
	const struct row place = proposal_place(values_row(values));
	table_fault_at(p->run.proposal->table, &place, -1, "reminder \"%.*s\": %s",
	    SLICE_ARG(order->of->number), values_fault(values));
}

/* In a preview, a tag that is not known may be a column of the user's own. */
static bool sample_value(void *context, struct slice tag, struct buf *out)
{
	const struct tag_source *inner = context;
	if (inner->value(inner->context, tag, out))
		return true;
	buf_printf(out, "%%%.*s%%", SLICE_ARG(tag));
	return true;
}

/* The column that an address owes its length to. */
static const char *longest_line(const struct customer *c)
{
	static const char *const names[] = {"name", "contact", "address1", "address2", "address3",
	    "address4", "postal_code", "city"};
	const size_t lengths[] = {c->name.n, c->contact.n, c->address[0].n, c->address[1].n,
	    c->address[2].n, c->address[3].n, c->postal_code.n, c->city.n};
	size_t longest = 0;
	for (size_t i = 1; i < sizeof(lengths) / sizeof(*lengths); i++)
		longest = lengths[i] > lengths[longest] ? i : longest;
	return names[longest];
}

static bool lay_out(struct press *p, struct order *order, struct values *values)
{
	struct tag_source own = values_source(values), source = own;
	if (p->sample)
		source = (struct tag_source){.value = sample_value, .context = &own};
	order->design = design_of(p, order->template, &source);
	if (!order->design->good)
		return false;
	const struct letter letter = {
	    .policy = p->policy,
	    .reminder = order->of,
	    .template = order->template,
	    .values = values,
	    .source = &source,
	    .look = &order->design->look,
	    .font = order->design->font,
	    .logo = order->design->logo,
	};
	bool fits = letter_compose(&letter, &order->pages, &order->title) || !goes_by_post(order);
	if (order->pages.bad)
		suspect_character(p, order, &order->pages);
	else if (!fits)
		suspect_customer(p, order, longest_line(values_customer(values)),
		    "the address has more lines than its window has room for");
	if (values_fault(values)[0])
		tell_tag(p, order, values);
	return fits && order->pages.bad == 0 && values_fault(values)[0] == '\0';
}

bool press_compose(struct press *p, const struct reminder *of, struct order *out)
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
	bool good = values != NULL && check_address(p, out, values_customer(values)) &&
		    lay_out(p, out, values);
	values_close(values);
	return good;
}

bool press_write(struct press *p, const struct order *order, struct buf *bytes)
{
	struct slice title = buf_slice(&order->title);
	const struct pdf_info info = {
	    .title = title.n > 0 ? title : order->of->number,
	    .author = slice_of(p->policy->company.name),
	    .subject = order->of->number,
	    .language = order->template->language,
	    .created = order->of->rows[0]->as_of,
	};
	return pdf_write(p->pdf, p->d, &order->pages, &info, bytes);
}

void press_discard(struct order *order)
{
	pages_free(&order->pages);
	buf_free(&order->title);
}
