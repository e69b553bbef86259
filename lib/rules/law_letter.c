#include "base/ascii.h"
#include "rules/law_rule.h"

#include <string.h>

#include "base/banned.h"

/* "%%" is a percent sign, so what follows it begins no tag. */
bool law_text_has_tag(const struct letter_text *letter, const char *tag)
{
	struct slice text = letter->text;
	size_t n = strlen(tag);

	for (size_t i = 0; i + 1 < text.n; i++) {
		if (text.p[i] != '%')
			continue;
		if (text.p[i + 1] == '%')
			i++;
		else if (text.n - i >= n + 2 && memcmp(text.p + i + 1, tag, n) == 0 &&
			 text.p[i + 1 + n] == '%')
			return true;
	}
	return false;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Letters of a word, and what makes a tag's name. */
static bool is_word(char c)
{
	return is_letter(c) || c == '_' || c == '%' || (c & 0x80) != 0;
}

/* Whether the words, which are small letters with one blank between them, stand at text. */
static bool stand_at(struct slice text, const char *words)
{
	size_t i = 0;

	for (; *words != '\0'; words++) {
		if (i == text.n)
			return false;
		if (*words != ' ' && to_lower(text.p[i++]) != *words)
			return false;
		if (*words == ' ') {
			if (!is_blank(text.p[i]))
				return false;
			while (i < text.n && is_blank(text.p[i]))
				i++;
		}
	}
	return i == text.n || !is_word(text.p[i]);
}

bool law_text_says(const struct letter_text *letter, const char *words)
{
	struct slice text = letter->text;

	for (size_t i = 0; i < text.n; i++)
		if ((i == 0 || !is_word(text.p[i - 1])) &&
		    stand_at((struct slice){text.p + i, text.n - i}, words))
			return true;
	return false;
}

/* The first text of the template that lacks all of the tags; *more counts the others. */
static const struct letter_text *text_without(
    const struct law_case *c, const char *template, const char *const *tags, size_t *more)
{
	const struct statutes *s = c->facts->statutes;
	const struct letter_text *first = NULL;

	*more = 0;
	for (size_t i = 0; i < s->count; i++) {
		bool has = strcmp(s->letters[i].template, template) != 0;

		for (size_t j = 0; tags[j] != NULL && !has; j++)
			has = law_text_has_tag(&s->letters[i], tags[j]);
		if (!has && first == NULL)
			first = &s->letters[i];
		else if (!has)
			++*more;
	}
	return first;
}

void law_check_tags(const struct law_case *c, const char *const *tags, const char *what)
{
	size_t first = law_first_charge(c), more;
	const struct letter_text *text;
	const struct level *letter;

	if (first == 0 || first == c->terms->nlevels)
		return;
	letter = &c->terms->levels[first - 1];
	text = text_without(c, letter->template, tags, &more);
	if (text == NULL)
		return;
	if (more > 0)
		law_find(c, letter, "template",
		    "its free letter does not name %s: %s, and %zu more in other languages", what,
		    text->path, more);
	else
		law_find(c, letter, "template", "its free letter does not name %s: %s", what,
		    text->path);
}

void law_check_names_amount(const struct law_case *c)
{
	static const char *const tags[] = {"next_cost", NULL};

	law_check_tags(c, tags, "the amount that will be charged (%next_cost%)");
}

void law_check_names_term(const struct law_case *c)
{
	static const char *const tags[] = {"term", "pay_by", NULL};

	law_check_tags(c, tags, "the term (%term% or %pay_by%)");
}

/* A letter takes the words of its highest level: an item at a lower one would not get its own. */
void law_check_own_letter(const struct law_case *c)
{
	if (law_first_charge(c) == c->terms->nlevels || c->terms->nlevels < 2)
		return;
	if (c->terms->letter_per == PER_CUSTOMER)
		law_find(c, NULL, "letter_per",
		    "with \"letter_per: customer\" an invoice in the letter of a higher level "
		    "misses "
		    "its own");
	if (c->terms->level_of_customer)
		law_find(c, NULL, "level_of",
		    "with \"level_of: customer\" an invoice takes another's level and misses its "
		    "own "
		    "letters");
}

void law_check_no_jump(const struct law_case *c)
{
	if (law_first_charge(c) < c->terms->nlevels && c->terms->nlevels > 1 &&
	    c->terms->escalate == ESCALATE_JUMP)
		law_find(c, NULL, "escalate",
		    "with \"escalate: jump\" an invoice may be charged without the letter before");
}
