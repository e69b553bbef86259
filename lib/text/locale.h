/*
 * Amounts and dates as a language writes them, through ICU. Money goes in as decimal text, so it
 * is never floating. A locale is named as the customer's language is: "nl", "fr-BE"; "en" alone
 * is British English (22 November 2026), an unknown one is written as English.
 */
#ifndef TEXT_LOCALE_H
#define TEXT_LOCALE_H

#include "base/buf.h"
#include "base/slice.h"
#include "value/date.h"
#include "value/money.h"

#include <stdbool.h>

struct locale;
struct locales;

/* The formatters of a run, made once a language. */
struct locales *locales_new(void);
/* Never NULL; lives as long as the locales. */
struct locale *locales_get(struct locales *l, struct slice language);
void locales_free(struct locales *l);

/* "€ 1.234,50". currency is an ISO 4217 code. */
void locale_amount(
    struct locale *l, money amount, const char *currency, int decimals, struct buf *out);
/* "1.234,50", for a column whose heading has the currency. */
void locale_plain_amount(struct locale *l, money amount, int decimals, struct buf *out);
void locale_number(struct locale *l, long number, struct buf *out);
/* "22 november 2026"; nothing for DATE_NONE. */
void locale_date(struct locale *l, date d, struct buf *out);
/* "22-11-2026". */
void locale_short_date(struct locale *l, date d, struct buf *out);
/* The name of a country, in capitals as on an envelope ("DUITSLAND"); the code when unknown. */
void locale_country(const struct locale *l, struct slice code, struct buf *out);

/* Whether text begins with a language's code that is known (ISO 639). */
bool locale_is_language(struct slice text);

#endif
