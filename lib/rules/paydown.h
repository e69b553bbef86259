/*
 * What part payments leave of a row's principal. The ledger lowered the open amount by each of
 * them whole; where the terms let a payment pay costs or interest first that earlier reminders
 * demanded, so much of it leaves the principal as it was. Only interest depends on that: what is
 * owed in all is the same.
 */
#ifndef RULES_PAYDOWN_H
#define RULES_PAYDOWN_H

#include "rules/interest.h"
#include "rules/job.h"

/*
 * The course of a row's principal from `start` on; *drops, which the caller frees, are those of
 * the course. Each payment is explained. With anything but INTEREST_FINE the course is unknown.
 */
enum interest_fault paydown_course(const struct job *job, size_t index,
    const struct interest_terms *terms, date start, struct drop **drops, struct course *out);

#endif
