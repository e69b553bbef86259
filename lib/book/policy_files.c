#include "book/policy.h"

#include "base/buf.h"
#include "base/file.h"
#include "book/rates.h"
#include "book/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

const char *policy_rates_path(struct policy *p)
{
	const char *path = policy_path(p, p->files.rates);
	if (file_exists(path))
		return path;
	char *shipped = path_join(data_folder(), "rates.yaml");
	if (file_exists(shipped))
		path = arena_string(&p->arena, shipped);
	free(shipped);
	return path;
}

/* Whether FOLDER/LANGUAGE/NAME is there, or the same of the language's part before the hyphen. */
static bool template_exists(const char *folder, const char *language, const char *name)
{
	size_t whole = strlen(language), part = strcspn(language, "-");
	struct buf path = {0};
	buf_printf(&path, "%s/%s/%s", folder, language, name);
	bool found = file_exists(buf_string(&path));
	if (!found && part < whole) {
		buf_truncate(&path, 0);
		buf_printf(&path, "%s/%.*s/%s", folder, (int)part, language, name);
		found = file_exists(buf_string(&path));
	}
	buf_free(&path);
	return found;
}

/* The place of a level's template; the level's own where the key is not there. */
static struct place template_place(const struct policy *p, const struct terms *terms, size_t level)
{
	const struct yaml *node = yaml_get(yaml_get(p->document, "terms"), terms->name);
	node = yaml_get(&yaml_get(node, "levels")->items[level], "template");
	struct place at = policy_place(p, terms->levels[level].line, terms->levels[level].col);
	if (node != NULL)
		at = yaml_place(p->path, node);
	at.column = "template";
	return at;
}

static void check_template(
    struct diag *d, struct policy *p, const struct terms *terms, size_t level, const char *kind)
{
	const char *own = policy_path(p, p->files.templates);
	const char *language = p->defaults.language, *name = terms->levels[level].template;
	char *shipped = path_join(data_folder(), "templates");
	struct buf file = {0};
	buf_printf(&file, "%s.%s.md", name, kind);
	if (!template_exists(own, language, buf_string(&file)) &&
	    !template_exists(shipped, language, buf_string(&file)))
		diag_error(d, STATUS_POLICY, template_place(p, terms, level),
		    "\"%s\" has no %s in the default language: there is no %s/%s/%s, and none in "
		    "%s",
		    name, kind, own, language, buf_string(&file), shipped);
	buf_free(&file);
	free(shipped);
}

static void check_templates(struct diag *d, struct policy *p)
{
	for (size_t i = 0; i < p->nterms; i++)
		for (size_t j = 0; j < p->terms[i].nlevels; j++) {
			check_template(d, p, &p->terms[i], j, "letter");
			check_template(d, p, &p->terms[i], j, "mail");
		}
}

static void check_logo(struct diag *d, struct policy *p)
{
	static const char png[] = "\x89PNG\r\n\x1a\n", jpeg[] = "\xff\xd8\xff";
	if (p->company.logo[0] == '\0')
		return;
	const char *path = policy_path(p, p->company.logo);
	struct place at = yaml_place(p->path, yaml_get(yaml_get(p->document, "company"), "logo"));
	at.column = "logo";
	char start[sizeof png - 1] = {0};
	FILE *f = fopen(path, "rb");
	if (f == NULL) {
		diag_error(d, STATUS_POLICY, at, "there is no file %s", path);
		return;
	}
	size_t n = fread(start, 1, sizeof start, f);
	(void)fclose(f);
	if (n < sizeof start)
		memset(start, 0, sizeof start);
	if (memcmp(start, png, sizeof png - 1) != 0 && memcmp(start, jpeg, sizeof jpeg - 1) != 0)
		diag_error(d, STATUS_POLICY, at, "%s is not a PNG or JPEG picture", path);
}

static void check_rates(struct diag *d, struct policy *p)
{
	if (!rates_needed(p))
		return;
	const char *path = policy_rates_path(p);
	if (!file_exists(path)) {
		diag_note(d, AT_FILE(p->path), "there is no %s, which its charges need", path);
		return;
	}
	struct rates *rates = rates_load(d, path, p->defaults.decimals);
	if (rates != NULL)
		(void)rates_check(d, p, rates);
	rates_free(rates);
}

void policy_check_files(struct diag *d, struct policy *p)
{
	check_logo(d, p);
	check_templates(d, p);
	check_rates(d, p);
}
