#include "book/yaml_problem.h"

#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include "base/banned.h"

struct report {
	struct diag *d;
	const char *name;
	enum exit_status status;
	struct slice text;
	const yaml_parser_t *parser;
};

__attribute__((format(printf, 3, 4))) static void fault(
    const struct report *r, yaml_mark_t mark, const char *fmt, ...)
{
	struct place at = {.file = r->name, .line = mark.line + 1, .col = mark.column + 1};
	va_list ap;
	va_start(ap, fmt);
	diag_verror(r->d, r->status, at, fmt, ap);
	va_end(ap);
}

/* The place of a byte of the text. */
static yaml_mark_t mark_of_offset(struct slice text, size_t offset)
{
	yaml_mark_t mark = {.index = 0};
	for (size_t i = 0; i < offset && i < text.n; i++) {
		bool inside = ((unsigned char)text.p[i] & 0xc0) == 0x80;
		mark.column += !inside;
		if (text.p[i] == '\n') {
			mark.line++;
			mark.column = 0;
		}
	}
	return mark;
}

/* The byte at a place, NUL where there is none. */
static char byte_at(struct slice text, yaml_mark_t mark)
{
	struct slice line = {0};
	for (size_t i = 0; i <= mark.line; i++)
		if (!slice_cut(&text, '\n', &line))
			return '\0';
	size_t column = 0;
	for (size_t i = 0; i < line.n; i++) {
		if (((unsigned char)line.p[i] & 0xc0) == 0x80)
			continue;
		if (column++ == mark.column)
			return line.p[i];
	}
	return '\0';
}

/* The parser's problems in words that help who writes the file; most begin at the context. */
static const struct {
	const char *problem, *context; /* NULL: any */
	bool at_context;
	const char *words;
} problems[] = {
    {"mapping values are not allowed in this context", NULL, false,
	"a \": \" cannot stand here: put a text that holds one in quotes, and begin each key "
	"below the first one of its group"},
    {"could not find expected ':'", NULL, true, "a key without its \":\""},
    {"did not find expected key", "while parsing a block mapping", false,
	"this does not fit what stands above: look at the indentation and at missing \":\" or "
	"quotes"},
    {"did not find expected '-' indicator", NULL, false,
	"this does not fit the list above: each item begins with \"- \" in the same column"},
    {"did not find expected ',' or '}'", NULL, true,
	"the { that begins here is not closed, or lacks a comma"},
    {"did not find expected ',' or ']'", NULL, true,
	"the [ that begins here is not closed, or lacks a comma"},
    {"found unexpected end of stream", "while scanning a quoted scalar", true,
	"the quote that begins here is not closed"},
    {"found unexpected document indicator", "while scanning a quoted scalar", true,
	"the quote that begins here is not closed"},
    {"found unknown escape character", NULL, false,
	"an unknown \\ escape: write \\\\ for a backslash, or use single quotes"},
    {"block sequence entries are not allowed in this context", NULL, false,
	"a \"- \" cannot stand here: put the list on the lines below its key"},
    {"did not find expected alphabetic or numeric character", "while scanning an alias", true,
	"a text that begins with * must be in quotes"},
    {"did not find expected alphabetic or numeric character", "while scanning an anchor", true,
	"a text that begins with & must be in quotes"},
    {"did not find expected whitespace or line break", "while scanning a tag", true,
	"a text that begins with ! must be in quotes"},
    {"found undefined tag handle", NULL, true, "a text that begins with ! must be in quotes"},
    {"found a tab character where an indentation space is expected", NULL, false,
	"a tab: indent with blanks"},
    {"found a tab character that violates indentation", NULL, false, "a tab: indent with blanks"},
};

static const char *words_of(const yaml_parser_t *p, bool *at_context)
{
	*at_context = false;
	for (size_t i = 0; i < sizeof problems / sizeof problems[0]; i++) {
		if (strcmp(p->problem, problems[i].problem) != 0)
			continue;
		if (problems[i].context != NULL &&
		    (p->context == NULL || strcmp(p->context, problems[i].context) != 0))
			continue;
		*at_context = problems[i].at_context && p->context != NULL;
		return problems[i].words;
	}
	return p->problem;
}

static void report_bytes(const struct report *r)
{
	const yaml_parser_t *p = r->parser;
	yaml_mark_t mark = mark_of_offset(r->text, p->problem_offset);
	if (strcmp(p->problem, "control characters are not allowed") == 0)
		fault(r, mark, "the character U+%04X is not allowed", (unsigned)p->problem_value);
	else
		fault(r, mark, "is not valid UTF-8: save the file as UTF-8");
}

static void report_syntax(const struct report *r)
{
	const yaml_parser_t *p = r->parser;
	char byte = byte_at(r->text, p->problem_mark);
	bool at_context;
	const char *words = words_of(p, &at_context);
	if (strcmp(p->problem, "found character that cannot start any token") == 0) {
		if (byte == '\t')
			fault(r, p->problem_mark, "a tab: indent with blanks");
		else
			fault(r, p->problem_mark, "a text that begins with %c must be in quotes",
			    byte != '\0' ? byte : '?');
		return;
	}
	fault(r, at_context ? p->context_mark : p->problem_mark, "%s", words);
}

void yaml_report(struct diag *d, const char *name, enum exit_status status, struct slice text,
    const yaml_parser_t *parser)
{
	const struct report report = {d, name, status, text, parser};
	const struct report *r = &report;
	switch (parser->error) {
	case YAML_MEMORY_ERROR:
		diag_error(r->d, STATUS_TEMPFAIL, AT_FILE(r->name), "out of memory");
		break;
	case YAML_READER_ERROR:
		report_bytes(r);
		break;
	default:
		report_syntax(r);
	}
}
