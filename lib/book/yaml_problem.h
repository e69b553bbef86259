/*
 * What the YAML parser could not read, in words that help who writes the file.
 * Private to yaml.c.
 */
#ifndef BOOK_YAML_PROBLEM_H
#define BOOK_YAML_PROBLEM_H

#include "base/diag.h"
#include "base/slice.h"

#include <yaml.h>

/* Report the problem at which the parser of the text stopped. */
void yaml_report(struct diag *d, const char *name, enum exit_status status, struct slice text,
    const yaml_parser_t *parser);

#endif
