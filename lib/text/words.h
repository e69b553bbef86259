/*
 * The fixed words of a letter (headings of the table, names of the charges, ...) in one
 * language: LANGUAGE/words.yaml beside the templates, found as they are.
 */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H

#include "base/diag.h"
#include "base/mem.h"

enum word {
	/* headings of the table of items */
	WORD_INVOICE,
	WORD_INVOICE_DATE,
	WORD_DUE_DATE,
	WORD_DAYS,
	WORD_AMOUNT,
	WORD_OPEN_AMOUNT,
	/* its sections, in the order of enum section */
	WORD_OVERDUE,
	WORD_REMINDED,
	WORD_NOT_DUE,
	WORD_ON_HOLD,
	WORD_CREDIT,
	WORD_NOT_IN_TOTAL, /* after the heading of a section */
	/* its sums */
	WORD_SUBTOTAL,
	WORD_REMINDER_FEE,
	WORD_LINE_FEE,
	WORD_INTEREST,
	WORD_DAMAGES,
	WORD_COST,
	WORD_VAT,
	WORD_EARLIER_FEES,
	WORD_TOTAL,
	WORD_BALANCE,
	WORD_CARRIED, /* at the foot of a page, and at the head of the next */
	WORD_BROUGHT,
	/* the letter's other parts */
	WORD_DATE,
	WORD_CUSTOMER,
	WORD_REMINDER,
	WORD_ATTENTION,
	WORD_PHONE,
	WORD_EMAIL,
	WORD_REGISTRATION,
	WORD_VAT_NUMBER,
	WORD_IBAN,
	WORD_BIC,
	WORD_ACCOUNT_NAME,
	WORD_PAY_AMOUNT,
	WORD_PAY_BY,
	WORD_REFERENCE,
	WORD_SCAN,
	WORDS
};

struct words {
	const char *path;
	const char *text[WORDS];
	struct variant {
		enum word word;
		const char *country, *text;
		struct variant *next;
	} * variants; /* what a country says instead: keys registration_NL, cost_BE, ... */
};

/* NULL after errors (78): a key that is missing or unknown. Lives in the arena. */
const struct words *words_load(struct diag *d, const char *path, struct arena *arena);
/* A word as a company of that country says it. */
const char *words_text(const struct words *w, enum word word, const char *country);

#endif
