/*
 * The sender's logo: a PNG or JPEG file, made once a run into what a PDF holds, so that it costs
 * the letters next to nothing.
 */
#ifndef LETTER_LOGO_H
#define LETTER_LOGO_H

#include "base/buf.h"
#include "base/diag.h"

#include <stdbool.h>

struct logo {
	int width, height;  /* in pixels */
	struct buf entries; /* of the image's dictionary */
	struct buf stream;  /* its bytes, encoded as the entries say */
};

/* Zero-initialize out. False after an error (78) at `at`, the policy's key. */
bool logo_read(struct diag *d, struct place at, const char *path, struct logo *out);
void logo_free(struct logo *l);

#endif
