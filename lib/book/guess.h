/*
 * Guessing how an export is read, for import-ledger(1) without --profile and
 * for what a profile leaves open. What can be read in two ways is an error
 * that says how to decide, never a choice.
 */
#ifndef BOOK_GUESS_H
#define BOOK_GUESS_H

#include "book/header.h"
#include "book/import.h"
#include "book/profile.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * A profile for the file: the one among the shipped ones whose columns it has, read anew, else one
 * made of the usual names for columns, of open items or of a list of relations. NULL after it was
 * reported what is missing (65).
 */
struct profile *guess_profile(
    struct diag *d, const struct profiles *shipped, const struct export_file *file);

/* The same for a list of relations, by the usual names; NULL where it is none. */
struct profile *guess_relations(struct diag *d, const struct export_file *file, const char *name);

/* The headings of a text, by what it is read with; each is read once. Begin with the text alone. */
struct views {
	struct slice text;
	struct headings *all;
	size_t count, capacity;
};

/* The headings by this dialect, until the next call. */
const struct headings *views_with(struct views *v, const struct dialect *t);
void views_free(struct views *v);

/*
 * Whether the text has the profile's header, with its delimiter or with another: *t is the
 * profile's dialect with that one.
 */
bool guess_delimiter(const struct profile *p, struct views *v, struct dialect *t);

/*
 * Fill what the profile's dialect leaves open, from all files; in a profile that was `guessed`
 * they go before what it says. With `tolerant` what they do not tell stays open, and is a note.
 * False after an error (65).
 */
bool guess_dialect(struct diag *d, struct profile *p, const struct export_file *files,
    size_t nfiles, bool guessed, bool tolerant);

/* Notes of what was guessed, and how it is kept. */
void guess_tell(struct diag *d, const struct profile *p, const struct export_file *file);

#endif
