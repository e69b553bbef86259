/*
 * Walking over the rows of an export, file by file, by a profile. What a row
 * lacks is made up with empty fields; titles, groups and totals are told from
 * the others; a fault names the file, the line and the export's own column.
 */
#ifndef BOOK_WALK_H
#define BOOK_WALK_H

#include "base/diag.h"
#include "book/export.h"
#include "book/header.h"
#include "book/profile.h"
#include "table/foreign.h"
#include "table/reject.h"

#include <stdbool.h>
#include <stddef.h>

enum walk_row {
	WALK_ROW,
	WALK_TOTAL,  /* the export's own total */
	WALK_PASSED, /* a fault, which was reported, a header again, or what the profile skips */
	WALK_END     /* or a header that is not as it should be, which was reported */
};

struct walk {
	struct diag *d;
	const struct profile *profile;
	const struct export_file *files;
	size_t nfiles;
	struct header header; /* the first file's, which is everyone's */

	/* The current row. */
	const struct slice *fields; /* one a column of the header */
	const char *file;
	size_t file_number; /* from 0 */
	unsigned long line;
	bool faulty;

	unsigned long part; /* the header stood so often above it, in this file and those before */
	unsigned long passed; /* rows that were passed over */
	unsigned long faults;
	struct rejects rejects; /* path NULL: faults are errors (65), else warnings */
	bool silent;		/* the faults were told in an earlier walk */

	/* Private. */
	struct foreign foreign;
	struct foreign_row row;
	struct slice *padded;
	size_t meant; /* columns of the header, without those at its end that mean nothing */
	int skip[PROFILE_CONDITIONS], total[PROFILE_CONDITIONS]; /* the conditions' columns */
};

/* Open the first file and read its header. False after an error was reported. */
bool walk_open(struct walk *w, struct diag *d, const struct profile *p,
    const struct export_file *files, size_t nfiles, const char *rejects);
/* Begin again with the first file. */
void walk_again(struct walk *w);
/* The next row, which is none of those that are passed over. */
enum walk_row walk_next(struct walk *w);
/* The next record of the current file, whatever it is. */
enum walk_row walk_read(struct walk *w);
/*
 * Whether only one field has something: a group, a title or a footer. A row that the file's
 * end may have torn is none.
 */
bool walk_is_lone(const struct walk *w);
/* Whether the row has the header's fields and no more; else it was reported. */
bool walk_is_whole(struct walk *w);

/* Report a fault of the current row; column NULL: the row as a whole. */
void walk_report(struct walk *w, const char *column, const char *sentence);
__attribute__((format(printf, 3, 4))) void walk_fault(
    struct walk *w, const char *column, const char *fmt, ...);
/* With rejects: the row is sound, but its customer has a faulty one. */
void walk_hold_back(struct walk *w);
void walk_close(struct walk *w);

/*
 * A walk over a part of the current file, for another thread: it has the other's header, and
 * reports nothing. To be opened once, then set on one part after the other.
 */
void walk_open_part(struct walk *part, const struct walk *of);
void walk_set_part(struct walk *part, struct slice text);
void walk_close_part(struct walk *part);

#endif
