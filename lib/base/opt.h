/*
 * Options from one table, which gives the parsing, --help and, from what that
 * prints, the completions. A line of help fits 80 columns.
 *
 *     static const struct opt options[] = {
 *         {'a', "as-of", "DATE", "take DATE as today"},
 *         {OPT_EXPLAIN, "explain", NULL, "say of every item why"},
 *         {0},
 *     };
 *     struct opts o = {.usage = "[FILE ...]", .about = "...", .table = options};
 *     for (int c; (c = opts_next(&o, &d, argc, argv)) != 0;)
 *         switch (c) { case 'a': ... o.value ...; }
 *
 * A letter above 255 (from OPT_LONG_ONLY on) is an option without a short
 * form. --help, --version, -q and -v are known everywhere and handled here:
 * the first two print on standard output and exit 0. A wrong option is one
 * line with "Try 'x --help'" and exits 64.
 * After the last option, argv + o.first are the operands.
 */
#ifndef BASE_OPT_H
#define BASE_OPT_H

#include "base/diag.h"

enum { OPT_LONG_ONLY = 256 };

struct opt {
	int letter;
	const char *name;
	const char *argument; /* its name in --help, NULL when it takes none */
	const char *help;
};

struct opts {
	const char *usage; /* what follows the options in the usage line, or "" */
	const char *about; /* one line: what the command does */
	const struct opt *table;
	const char *value; /* of the option just returned */
	int first;	   /* index of the first operand */
	void *parser;	   /* private */
};

/* The next option's letter, 0 after the last. */
int opts_next(struct opts *o, struct diag *d, int argc, char **argv);

/* One line, "Try 'x --help'", exit 64. */
__attribute__((noreturn, format(printf, 1, 2))) void usage_error(const char *fmt, ...);

/* A whole number between least and most, or a usage error that names the option. */
long opts_number(const struct opts *o, const char *option, long least, long most);

#endif
