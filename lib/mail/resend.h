/*
 * The same reminder once more: what mail.resend of the policy allows. Rows that
 * the history has as reminded go out again when so many days have passed since the
 * last time, as often as the policy says; by mail only. Nothing goes out again to
 * whom it would be wrong by now: an item that is on hold, was reminded
 * of at another level since, or whose earlier message is still on its way.
 */
#ifndef MAIL_RESEND_H
#define MAIL_RESEND_H

#include "book/book.h"
#include "mail/plan.h"
#include "value/date.h"

#include <stdbool.h>

/*
 * plan->resend becomes the number of the time, with plan->fresh when it is to be composed; it
 * stays 0 where the reminder does not go out again, and a note says why when it is one that
 * the history has. False after an error was reported.
 */
bool resend_plan(struct planner *p, const struct book *book, date today, struct plan *plan);

#endif
