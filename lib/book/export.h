/*
 * The files of an export as UTF-8.
 */
#ifndef BOOK_EXPORT_H
#define BOOK_EXPORT_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/mapped.h"
#include "base/slice.h"
#include "table/encoding.h"

#include <stdbool.h>

struct export_file {
	const char *name;
	struct mapped bytes; /* empty again where they were decoded */
	struct buf decoded;
	struct slice text;	/* of either, without its byte order mark */
	enum encoding encoding; /* as it was found */
};

/* Read and decode "-" or a path. False after an error: 66, 65 for what is no text. */
bool export_read(struct diag *d, const char *path, enum encoding thought, struct export_file *out);
void export_free(struct export_file *e);

#endif
