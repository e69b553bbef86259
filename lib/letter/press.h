/*
 * What all letters of a run share, and each one's way from a reminder to pages, and on to the
 * bytes of its PDF.
 */
#ifndef LETTER_PRESS_H
#define LETTER_PRESS_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/map.h"
#include "base/mem.h"
#include "letter/envelope.h"
#include "letter/font.h"
#include "letter/logo.h"
#include "letter/look.h"
#include "letter/page.h"
#include "letter/pdf.h"
#include "text/template.h"
#include "text/values.h"

#include <stdbool.h>

struct press {
	struct diag *d;
	struct policy *policy;
	struct values_run run;
	bool rejects; /* a fault of a row or customer refuses its rows only */
	bool sample;  /* a preview: a tag that nothing is known of stands there as it is */
	struct envelopes envelopes;
	struct templates *templates;
	struct fonts *fonts;
	struct pdf *pdf;
	struct map logos;   /* by path */
	struct map designs; /* by the template's path and its language */
	struct arena arena;
};

/* A template as a run uses it. */
struct design {
	bool good; /* its tags, its look, its font and its logo */
	struct look look;
	struct font *font;
	const struct logo *logo; /* NULL: none */
};

/* A reminder's letter. */
struct order {
	const struct reminder *of;
	const struct template *template;
	const struct design *design;
	struct pages pages;
	struct buf title; /* its subject */
};

/* False after faults of the policy were reported. The run's locales are the press's to free. */
bool press_open(struct press *p, struct diag *d, struct policy *policy,
    const struct values_run *run, bool rejects);
void press_close(struct press *p);

/*
 * Find the template, check number, address, tags and characters, and lay the letter out. False
 * after faults were reported: of the rows and the customer 65 (with rejects table_fault_at refuses
 * the rows), of policy and template 78. press_discard in either case.
 */
bool press_compose(struct press *p, const struct reminder *of, struct order *out);
/* Replace bytes by the PDF. False after an error. */
bool press_write(struct press *p, const struct order *order, struct buf *bytes);
void press_discard(struct order *order);

#endif
