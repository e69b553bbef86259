/*
 * What the charges of one reminder share, in charge.c, cost.c and foresee.c:
 * the facts, faults, the way from a rule's result to what is charged now, and
 * the explanation of it. Private to those three.
 */
#ifndef RULES_JOB_H
#define RULES_JOB_H

#include "rules/charge.h"
#include "rules/interest.h"

struct job {
	const struct charge_facts *facts;
	struct charge_row *rows;
	size_t count;
	struct charge_fault *fault;
};

/* A charge on its way: what the rule says, within min and max, less what was charged before. */
struct sum {
	money rule, bounded, earlier, now;
};

/* Fill the fault: the policy's when a rule's line and column are given, else the row's. False. */
__attribute__((format(printf, 5, 6))) bool job_fail(
    const struct job *job, size_t row, unsigned long line, unsigned long col, const char *fmt, ...);
bool job_too_large(const struct job *job, size_t row, const char *charge);

/* Whether a row can bear charges. A booked charge is never the base of another. */
bool job_is_overdue(const struct charge_row *row);
/* The charges of the row's own level; NULL where a row bears none. */
const struct charges *job_charges(const struct charge_row *row);

/* A fixed amount of the policy in the row's currency. */
bool job_fixed(
    const struct job *job, size_t row, const struct amount *amount, const char *charge, money *out);
/* From s->rule and s->earlier to what is charged now, in a row's currency. */
bool job_settle(const struct job *job, size_t row, const struct amount *min,
    const struct amount *max, const char *charge, struct sum *s);

/* The line of a charge, begun with its item and name; NULL when nobody asked. */
struct buf *job_explain(const struct job *job, size_t row, const char *charge);
void job_explain_money(struct buf *b, const char *before, money amount, int decimals);
void job_explain_percent(struct buf *b, const char *before, decimal percent);
/* The end of the line: from the rule's result to what is charged now. */
void job_explain_sum(struct buf *b, const struct sum *s, int decimals);

/* The day after which interest runs; DATE_NONE when there is no such date. */
date job_interest_start(const struct charge_row *row, enum interest_from from);
bool job_interest_failed(const struct job *job, size_t row, const struct interest_rule *rule,
    const struct interest_terms *terms, date start, enum interest_fault why);

/* The cost scales: over one row, and over the whole reminder (cost.c). */
bool cost_add_line(const struct job *job, size_t index);
bool cost_add_shared(const struct job *job);

#endif
