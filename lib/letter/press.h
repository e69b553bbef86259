/*
 * A run of letters: what all of them share, and each one's way from a reminder to
 * the bytes of its PDF. It is checked first, and rendered when all of them were.
 */
#ifndef LETTER_PRESS_H
#define LETTER_PRESS_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/map.h"
#include "base/mem.h"
#include "letter/font.h"
#include "letter/logo.h"
#include "letter/look.h"
#include "letter/pdf.h"
#include "text/template.h"
#include "text/values.h"

#include <stdbool.h>

struct press {
	struct diag *d;
	struct policy *policy;
	struct values_run run;
	bool rejects; /* a fault of a row or customer refuses its rows only */
	struct templates *templates;
	struct fonts *fonts;
	struct pdf *pdf;
	struct logo logo;   /* empty where there is none */
	struct map designs; /* by the template's path and its language */
	struct arena arena;
};

/* A template as a run uses it. */
struct design {
	bool good; /* its tags and its look */
	struct look look;
	struct font *font;
};

/* A reminder's letter. */
struct order {
	const struct reminder *of;
	const struct template *template;
	const struct design *design;
	size_t setting; /* how close it is set */
};

/* False after the logo's fault was reported. The run's locales are the press's to free. */
bool press_open(struct press *p, struct diag *d, struct policy *policy,
    const struct values_run *run, bool rejects);
void press_close(struct press *p);

/*
 * Find the template and lay the letter out once: number, address, tags, characters. False after
 * faults were reported: of the rows and the customer 65 (with rejects table_fault_at refuses the
 * rows), of policy and template 78.
 */
bool press_check(struct press *p, const struct reminder *of, struct order *out);
/* Replace bytes by the PDF. False after an error. */
bool press_render(struct press *p, const struct order *order, struct buf *bytes);

#endif
