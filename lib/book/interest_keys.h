/*
 * The words for how interest runs, which the policy and the tables of rates.yaml share. Each list
 * ends with NULL.
 */
#ifndef BOOK_INTEREST_KEYS_H
#define BOOK_INTEREST_KEYS_H

extern const char *const interest_froms[]; /* by enum interest_from */
extern const char *const day_counts[];	   /* by enum day_count */
/* Of two words each, the second is the one that is not the default. */
extern const char *const interest_compounds[];
extern const char *const interest_rounds[];
extern const char *const interest_rate_ons[];

#endif
