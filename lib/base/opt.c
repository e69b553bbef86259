#include "base/opt.h"

#include "base/mem.h"
#include "base/spool.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

/* The options of every command. */
enum { OPT_HELP = 'h', OPT_VERSION = 'V', OPT_QUIET = 'q', OPT_VERBOSE = 'v' };
static const struct opt common[] = {
    {OPT_QUIET, "quiet", NULL, "print no notes"},
    {OPT_VERBOSE, "verbose", NULL, "print more notes"},
    {OPT_HELP, "help", NULL, "print this help"},
    {OPT_VERSION, "version", NULL, "print the version"},
    {0},
};

struct parser {
	struct option *longs;
	char *shorts;
};

static size_t count(const struct opt *table)
{
	size_t n = 0;
	while (table[n].name != NULL)
		n++;
	return n;
}

static char *add_option(const struct opt *o, struct option *out, char *shorts)
{
	*out = (struct option){.name = o->name, .has_arg = o->argument != NULL, .val = o->letter};
	if (o->letter < OPT_LONG_ONLY) {
		*shorts++ = (char)o->letter;
		if (o->argument != NULL)
			*shorts++ = ':';
	}
	return shorts;
}

/* getopt_long's own form of the table and of the common options. */
static struct parser *make_parser(const struct opt *table)
{
	size_t own = count(table), all = own + count(common);
	struct parser *p = mem_alloc(sizeof *p);
	p->longs = mem_array(all + 1, sizeof *p->longs);
	p->shorts = mem_array(2 * all + 2, 1);
	char *shorts = p->shorts;
	*shorts++ = ':';
	for (size_t i = 0; i < all; i++)
		shorts = add_option(i < own ? &table[i] : &common[i - own], &p->longs[i], shorts);
	return p;
}

/* Of "--as-of DATE" and the like. */
static int longest(const struct opt *table, int width)
{
	for (const struct opt *o = table; o->name != NULL; o++) {
		const size_t argument = o->argument != NULL ? 1 + strlen(o->argument) : 0;
		const int n = (int)(strlen("--") + strlen(o->name) + argument);

		width = n > width ? n : width;
	}
	return width;
}

static void print_options(const struct opt *table, int width)
{
	for (const struct opt *o = table; o->name != NULL; o++) {
		char left[64];

		(void)snprintf(left, sizeof left, "--%s%s%s", o->name, o->argument ? " " : "",
		    o->argument ? o->argument : "");
		if (o->letter < OPT_LONG_ONLY)
			printf("  -%c, %-*s  %s\n", o->letter, width, left, o->help);
		else
			printf("      %-*s  %s\n", width, left, o->help);
	}
}

__attribute__((noreturn)) static void print_help(const struct opts *o, struct diag *d)
{
	const int width = longest(common, longest(o->table, 0));

	printf("usage: %s [OPTION ...]%s%s\n\n%s\n\n", diag_program_name(),
	    *o->usage != '\0' ? " " : "", o->usage, o->about);
	print_options(o->table, width);
	print_options(common, width);
	exit(finish(d));
}

__attribute__((noreturn)) static void print_version(struct diag *d)
{
	printf("%s (dun) %s\n", diag_program_name(), DUN_VERSION);
	exit(finish(d));
}

__attribute__((noreturn)) static void refuse(int c, char **argv)
{
	const char *word = argv[optind - 1];
	if (optopt != 0 && optopt < OPT_LONG_ONLY && strncmp(word, "--", 2) != 0) {
		if (c == ':')
			usage_error("option -%c needs a value", optopt);
		usage_error("there is no option -%c", optopt);
	}
	if (c == ':')
		usage_error("option %s needs a value", word);
	if (optopt != 0)
		usage_error("option %s takes no value", word);
	usage_error("there is no option %s", word);
}

int opts_next(struct opts *o, struct diag *d, int argc, char **argv)
{
	if (o->parser == NULL) {
		o->parser = make_parser(o->table);
		opterr = 0;
		optind = 1;
	}
	struct parser *p = o->parser;
	for (;;) {
		int c = getopt_long(argc, argv, p->shorts, p->longs, NULL);
		switch (c) {
		case -1:
			o->first = optind;
			free(p->longs);
			free(p->shorts);
			free(p);
			o->parser = NULL;
			return 0;
		case OPT_HELP:
			print_help(o, d);
		case OPT_VERSION:
			print_version(d);
		case OPT_QUIET:
			d->quiet = true;
			break;
		case OPT_VERBOSE:
			d->verbose = true;
			break;
		case '?':
		case ':':
			refuse(c, argv);
		default:
			o->value = optarg;
			return c;
		}
	}
}

void usage_error(const char *fmt, ...)
{
	struct diag d = {0};
	va_list ap;
	va_start(ap, fmt);
	diag_verror(&d, STATUS_USAGE, NOWHERE, fmt, ap);
	va_end(ap);
	fprintf(stderr, "Try '%s --help'\n", diag_program_name());
	exit(STATUS_USAGE);
}

long opts_number(const struct opts *o, const char *option, long least, long most)
{
	char *end;
	errno = 0;
	long n = strtol(o->value, &end, 10);
	if (errno != 0 || end == o->value || *end != '\0' || n < least || n > most)
		usage_error("option --%s: \"%s\" is not a whole number from %ld to %ld", option,
		    o->value, least, most);
	return n;
}
