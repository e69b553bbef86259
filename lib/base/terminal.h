/*
 * What is shown to a person on a terminal: its size, whether it gets colours,
 * and a pager for what is longer than it.
 */
#ifndef BASE_TERMINAL_H
#define BASE_TERMINAL_H

#include "base/diag.h"
#include "base/spool.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether standard output is a terminal. */
bool terminal_here(void);
/* A usage error where a PDF would go to a terminal. */
void terminal_no_pdf(void);
/* $COLUMNS, else what the terminal on standard output says, else 0. */
size_t terminal_width(void);

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };
/* "auto", "always" or "never"; false for another word. */
bool color_named(const char *word, enum color *out);
/* COLOR_AUTO: on a terminal, unless $NO_COLOR is set or $TERM says that it has none. */
bool color_wanted(enum color when);

/*
 * Last in a main, as spool_finish. What is longer than the terminal on standard output goes through
 * $PAGER, else through less where that is installed.
 */
int terminal_finish(struct diag *d, struct spool *s);

#endif
