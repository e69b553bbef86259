/*
 * Diagnostics: "command: file:line: column: text", on standard error.
 *
 * Library code reports what it finds through a struct diag and returns; only a
 * command's main exits, with what diag_finish says. The first DIAG_LIMIT
 * faults are printed, the others are counted. Bytes that a terminal would act
 * on (control characters, and UTF-8 that is not valid) are printed as "?", so
 * data cannot forge a line of output. Of a text without end the middle is left out.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdarg.h>
#include <stdbool.h>

/* What a command exits with. The numbers from 64 are those of sysexits(3). */
enum exit_status {
	STATUS_DONE = 0,
	STATUS_ATTENTION = 1, /* done, the output is complete, but a person has to look */
	STATUS_USAGE = 64,
	STATUS_DATA = 65,    /* an input is wrong */
	STATUS_NOINPUT = 66, /* an input is not there */
	STATUS_INTERNAL = 70,
	STATUS_CANTCREATE = 73,
	STATUS_IO = 74,
	STATUS_TEMPFAIL = 75, /* try again: locked, no memory */
	STATUS_POLICY = 78    /* the policy is wrong */
};

enum { DIAG_LIMIT = 20 };

struct diag {
	unsigned printed;
	unsigned long errors; /* all of them, printed or not */
	unsigned long warnings;
	int status;	/* the first error's, else STATUS_ATTENTION after a warning */
	bool quiet;	/* no notes (-q) */
	bool verbose;	/* more notes (-v) */
	unsigned limit; /* how many faults are printed; 0: DIAG_LIMIT */
};

/* Where: what is NULL or 0 is left out. line and col count from 1. */
struct place {
	const char *file;
	unsigned long line;
	unsigned long col;
	const char *column; /* the name of a table's column */
};

/*
 * The program's name, the one global of the project. Set it first in main. From then on a write
 * past a limit on the size of files (ulimit -f) is an error like others, and no signal that ends
 * the program without a word; and a standard stream that is closed stays so: no file gets its
 * place.
 */
void diag_program(const char *name);
const char *diag_program_name(void);

/* An error: the command will fail with `status`. */
__attribute__((format(printf, 4, 5))) void diag_error(
    struct diag *d, enum exit_status status, struct place at, const char *fmt, ...);
__attribute__((format(printf, 4, 0))) void diag_verror(
    struct diag *d, enum exit_status status, struct place at, const char *fmt, va_list ap);

/* A warning: the work goes on, and the command exits with STATUS_ATTENTION. */
__attribute__((format(printf, 3, 4))) void diag_warn(
    struct diag *d, struct place at, const char *fmt, ...);
__attribute__((format(printf, 3, 0))) void diag_vwarn(
    struct diag *d, struct place at, const char *fmt, va_list ap);

/* A note: for information, changes no status, silent with -q. */
__attribute__((format(printf, 3, 4))) void diag_note(
    struct diag *d, struct place at, const char *fmt, ...);

/* Whether an error (not a warning) was reported. */
bool diag_failed(const struct diag *d);

/* Print the count of what was not printed; return the status to exit with. */
int diag_finish(struct diag *d);

/* Print one error and exit with `status`, for what nobody can handle. */
__attribute__((noreturn, format(printf, 2, 3))) void diag_die(
    enum exit_status status, const char *fmt, ...);

#define NOWHERE ((struct place){0})
#define AT_FILE(name) ((struct place){.file = (name)})
#define AT_LINE(name, number) ((struct place){.file = (name), .line = (number)})

#endif
