/*
 * Finding and reading templates: LANGUAGE/TEMPLATE.letter.md and .mail.md, in the
 * policy's templates folder, else in the shipped one. The languages tried, in
 * this order: the customer's template_group, its part before the first "-", the language,
 * its part before the first "-", the default language. Each is read and parsed once a
 * run.
 */
#ifndef TEXT_TEMPLATE_H
#define TEXT_TEMPLATE_H

#include "base/diag.h"
#include "base/slice.h"
#include "book/yaml.h"
#include "text/markdown.h"
#include "text/tags.h"
#include "text/words.h"

#include <stdbool.h>

enum template_kind { TEMPLATE_LETTER, TEMPLATE_MAIL, TEMPLATE_KINDS };

struct template
{
	const char *path;
	const char *language;	   /* that the letter is in, for dates and amounts: "nl", "en-US" */
	const struct words *words; /* the fixed words of that language */
	const struct yaml *front;  /* a letter's front matter, or NULL */
	struct slice subject;	   /* a mail's, tags not expanded; empty for a letter */
	unsigned long subject_line;
	struct markdown *body;
};

struct templates;

/* folder: the policy's (policy_path of files.templates). default_language: defaults.language. */
struct templates *templates_open(const char *folder, const char *default_language);
/*
 * The template, or NULL after an error (78) that names the files tried; the same one
 * is reported once. A mail without "Subject:" or an empty body is an error too.
 */
const struct template *templates_get(struct templates *t, struct diag *d, enum template_kind kind,
    struct slice name, struct slice group, struct slice language);
void templates_close(struct templates *t);

/*
 * Expand all tags of subject and body once, for their names alone: false after
 * "templates/nl/reminder-1.letter.md:12: unknown tag %totaal%" (78).
 */
bool template_check(const struct template *t, const struct tag_source *source, struct diag *d);

#endif
