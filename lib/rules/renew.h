/*
 * A reminder made anew: rows were left out of it, or it is for another day. Its
 * number is taken apart and put together again by rules/number.h, so that it
 * is the one that select-overdue would have given it.
 */
#ifndef RULES_RENEW_H
#define RULES_RENEW_H

#include "base/slice.h"
#include "book/policy.h"
#include "book/proposal.h"
#include "rules/number.h"

#include <stdint.h>

/*
 * The level that a reminder's number names, and what follows it there (the currency or the
 * invoice, a hash). NULL, and an empty suffix, when the number is not built of these parts.
 */
const struct level *renew_former_level(
    const struct reminder *r, const struct terms *terms, struct slice *suffix);

/* A hash of what the reminder names, the same that select-overdue takes. */
uint64_t renew_identity(const struct reminder *r);

#endif
