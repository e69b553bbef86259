/*
 * All letters of a proposal: made, held against what was sent, put into their folder, and joined
 * for the printer.
 */
#ifndef LETTER_LETTERS_H
#define LETTER_LETTERS_H

#include "base/map.h"
#include "base/sha256.h"
#include "base/spool.h"
#include "book/book.h"
#include "book/proposal.h"
#include "letter/press.h"
#include "letter/staging.h"

#include <stdbool.h>
#include <stddef.h>

struct letters_wish {
	const char *folder; /* where the letters go */
	const char *merge;  /* one PDF of them, NULL: none is wanted */
	bool merge_all;	    /* of all letters; else of those that go by post */
	bool duplex;	    /* each of them begins on the front of a sheet */
	bool rejects;	    /* a fault of a row refuses its customer's rows only */
	bool statements;    /* the rows were made anew: stage/statement.h */
	unsigned jobs;	    /* processes that make them */
};

struct letters {
	struct diag *d;
	const struct book *book;
	struct proposal *proposal;
	struct letters_wish wish;
	/* private: */
	struct press press;
	struct staging staging;
	struct letters_piece {
		const struct event *sent; /* the history has it as sent; NULL: it has not */
		bool made, left_out;
		bool changed; /* it is to take its place */
		char *name, *path;
		char hash[SHA256_TEXT];
	} * pieces; /* one a reminder */
	struct map bad_customers;
	size_t done;
	struct diag silent; /* a worker's */
};

/* Make them all. Nothing took its place when an error was reported (unless moving failed half-way).
 */
void letters_make(struct letters *l);
/* The rows with the letter of each. */
void letters_write(struct letters *l, struct spool *out);
void letters_close(struct letters *l);

#endif
