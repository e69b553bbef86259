#include "book/compared.h"

#include "base/slice.h"

#include "base/banned.h"

enum condition_kind column_kind(const char *name)
{
	static const char *const numbers[] = {
	    "amount", "credit_limit", "days_overdue", "interest_days", "open_amount", "term_days"};
	static const char *const dates[] = {"arranged_until", "as_of", "due_date", "invoice_date",
	    "last_reminded", "ledger_date", "next_date", "paid_date", "pay_by", "reminded_on"};
	const struct slice text = slice_of(name);

	if (slice_among(text, numbers, sizeof numbers / sizeof *numbers) >= 0)
		return COMPARES_NUMBERS;
	if (slice_among(text, dates, sizeof dates / sizeof *dates) >= 0)
		return COMPARES_DATES;
	return COMPARES_TEXTS;
}
