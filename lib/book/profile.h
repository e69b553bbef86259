/*
 * Import profiles: how one package's export is read, as data. A profile is a
 * YAML file; import-ledger(1) tells its keys. A key of the dialect that is left
 * out is told from the export itself.
 */
#ifndef BOOK_PROFILE_H
#define BOOK_PROFILE_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/slice.h"
#include "table/dialect.h"
#include "table/where.h"

#include <stdbool.h>
#include <stddef.h>

enum { PROFILE_NAMES = 8, PROFILE_COLUMNS = 64, PROFILE_CONDITIONS = 32 };

/* An export's word and ours; "*" stands for any other that is not empty. */
struct profile_value {
	struct slice from, to;
	struct profile_value *next;
};

struct profile_column {
	struct slice to;		  /* the column of the table of items */
	struct slice from[PROFILE_NAMES]; /* the export's: the first that has something */
	size_t nfrom;			  /* 0: the constant alone */
	struct profile_value *values;	  /* NULL: the cell as it is */
	struct slice constant;		  /* where the cell is empty; p NULL: none */
	bool strip_zeros;		  /* 0010 becomes 10 */
};

enum profile_sign {
	SIGN_AS_IS,   /* debts above zero, credits below */
	SIGN_REVERSE, /* the other way round */
	SIGN_BY_KIND  /* credits and payments have no sign */
};

/* Slices live in the arena and end in NUL. */
struct profile {
	struct slice name, title;
	struct dialect dialect;
	struct profile_column columns[PROFILE_COLUMNS];
	size_t ncolumns;
	struct slice drop[PROFILE_COLUMNS]; /* columns of the export that are left out */
	size_t ndrop;
	struct condition skip[PROFILE_CONDITIONS]; /* a row is no item where one of them holds */
	size_t nskip;
	struct condition
	    total[PROFILE_CONDITIONS]; /* and it is the total where one of these does */
	size_t ntotal;
	enum profile_sign sign;
	bool relations; /* it reads a list of customers, not of open items */
	bool adapted;	/* it was guessed, and its dialect is not what the shipped one says */
	bool lines;	/* a row is a line of an invoice, which is told again on each */
	struct arena arena;
};

struct profile *profile_new(const char *name);
void profile_free(struct profile *p);
/* The column of that name, made when there is none; NULL when there are too many. */
struct profile_column *profile_column(struct profile *p, struct slice to);
/* Take a column of profile_column out again. */
void profile_drop_column(struct profile *p, struct profile_column *c);
const struct profile_column *profile_find(const struct profile *p, const char *to);
/* A word is added at the end. */
void profile_add_value(
    struct profile *p, struct profile_column *c, struct slice from, struct slice to);

/* What a word of the export becomes; c NULL: itself. */
struct slice profile_translate(const struct profile_column *c, struct slice text);

/* Read the file; NULL after its faults were reported (78, or 66 when it is not there). */
struct profile *profile_read(struct diag *d, const char *path);
/* A profile by the word of --profile: a file (with a slash or .yaml), else a shipped one. */
struct profile *profile_load(struct diag *d, const char *word);
/* Where the shipped profiles are; the caller frees. */
char *profile_folder(void);

/* The shipped profiles, by their names. */
struct profiles {
	struct profile **all;
	size_t count;
};

/* None where the folder is missing. False after an error was reported. */
bool profiles_read(struct diag *d, struct profiles *out);
void profiles_free(struct profiles *p);

/* As YAML that profile_read reads. */
void profile_write(const struct profile *p, struct buf *b);

#endif
