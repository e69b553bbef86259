/*
 * Guessing how an export is read, for import-ledger(1) without --profile and
 * for what a profile leaves open. What can be read in two ways is an error
 * that says how to decide, never a choice.
 */
#ifndef BOOK_GUESS_H
#define BOOK_GUESS_H

#include "book/import.h"
#include "book/profile.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * A profile for the file: the shipped one whose columns it has, else one made
 * of the usual names for columns, of open items or of a list of relations. NULL
 * after it was reported what is missing (65).
 */
struct profile *guess_profile(struct diag *d, const struct export_file *file);

/* The same for a list of relations, by the usual names; NULL where it is none. */
struct profile *guess_relations(struct diag *d, const struct export_file *file, const char *name);

/* Whether the text has the profile's header, with its delimiter or with another that is then set.
 */
bool guess_delimiter(struct profile *p, struct slice text);

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
