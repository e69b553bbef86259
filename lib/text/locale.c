#include "text/locale.h"

#include "base/ascii.h"
#include "base/diag.h"
#include "base/map.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/putil.h>
#include <unicode/uclean.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

#define BANNED_ALLOW_FLOAT
#include "base/banned.h"

enum { NAME_TEXT = 16, ICU_TEXT = 128, CURRENCIES = 4 };

/* ICU's formatters, each opened when it is first used: opening costs more than a letter. */
struct locale {
	char name[NAME_TEXT]; /* as ICU names it: "nl", "en_GB" */
	struct currency_format {
		char code[4];
		UNumberFormat *format;
	} currencies[CURRENCIES]; /* a run rarely has more; the last place is used again */
	size_t ncurrencies;
	UNumberFormat *decimal;
	int decimals; /* that `decimal` is set to */
	struct dates {
		UDateFormat *format;
		struct map written; /* by the date: a run has the same ones again and again */
		struct arena texts;
	} dates, firsts, short_dates;
};

struct locales {
	struct map by_language;
};

/* The letters at the beginning, in lower case. */
static size_t language_part(struct slice text, char out[4])
{
	size_t n = 0;
	while (n < text.n && n < 3 && is_letter(text.p[n])) {
		out[n] = (char)(text.p[n] | 0x20);
		n++;
	}
	out[n] = '\0';
	return n < text.n && text.p[n] != '-' && text.p[n] != '_' ? 0 : n;
}

bool locale_is_language(struct slice text)
{
	char language[4];
	return language_part(text, language) >= 2 && uloc_getISO3Language(language)[0] != '\0';
}

/* "nl", "fr-BE" and "nl-vip" as ICU names them; British English where the language is unknown. */
static void locale_name(struct slice language, char name[NAME_TEXT])
{
	char code[4];
	size_t n = language_part(language, code);
	struct slice region = {language.p + n + 1, language.n > n ? language.n - n - 1 : 0};
	memcpy(name, "en_GB", sizeof("en_GB"));
	if (!locale_is_language(language))
		return;
	bool has_region = region.n == 2 && is_letter(region.p[0]) && is_letter(region.p[1]);
	if (strcmp(code, "en") == 0 && !has_region)
		return;
	memcpy(name, code, n + 1);
	if (has_region) {
		name[n] = '_';
		name[n + 1] = (char)(region.p[0] & ~0x20);
		name[n + 2] = (char)(region.p[1] & ~0x20);
		name[n + 3] = '\0';
	}
}

struct locales *locales_new(void)
{
	return mem_alloc(sizeof(struct locales));
}

/* ICU goes on without what it did not get, in another language; so it gets ours, which ends. */

static void *U_CALLCONV give(const void *context, size_t size)
{
	(void)context;
	return mem_resize(NULL, size, 1);
}

static void *U_CALLCONV resize(const void *context, void *old, size_t size)
{
	(void)context;
	return mem_resize(old, size, 1);
}

static void U_CALLCONV take_back(const void *context, void *old)
{
	(void)context;
	free(old);
}

struct locale *locales_get(struct locales *l, struct slice language)
{
	void **place = map_at(&l->by_language, language);
	if (*place == NULL) {
		struct locale *locale = mem_alloc(sizeof(*locale));
		UErrorCode error = U_ZERO_ERROR;
		/* Once ICU has begun it says no, and keeps what it has. */
		u_setMemoryFunctions(NULL, give, resize, take_back, &error);
		locale_name(language, locale->name);
		*place = locale;
	}
	return *place;
}

static void dates_free(struct dates *d)
{
	if (d->format)
		udat_close(d->format);
	map_free(&d->written);
	arena_free(&d->texts);
}

static void locale_free(struct locale *l)
{
	for (size_t i = 0; i < l->ncurrencies; i++)
		unum_close(l->currencies[i].format);
	if (l->decimal)
		unum_close(l->decimal);
	dates_free(&l->dates);
	dates_free(&l->firsts);
	dates_free(&l->short_dates);
	free(l);
}

void locales_free(struct locales *l)
{
	if (l == NULL)
		return;
	for (size_t i = 0; i < l->by_language.count; i++)
		locale_free(l->by_language.entries[i].value);
	map_free(&l->by_language);
	free(l);
}

static void add_utf16(struct buf *out, const UChar *text, int32_t n)
{
	char utf8[3 * ICU_TEXT];
	int32_t bytes = 0;
	UErrorCode error = U_ZERO_ERROR;
	u_strToUTF8(utf8, sizeof(utf8), &bytes, text, n, &error);
	if (U_SUCCESS(error))
		buf_add(out, utf8, (size_t)bytes);
}

static UNumberFormat *open_number(const struct locale *l, UNumberFormatStyle style)
{
	UErrorCode error = U_ZERO_ERROR;
	UNumberFormat *format = unum_open(style, NULL, 0, l->name, NULL, &error);
	if (U_FAILURE(error))
		diag_die(STATUS_INTERNAL, "no numbers in \"%s\": %s", l->name, u_errorName(error));
	return format;
}

static void set_decimals(UNumberFormat *format, int decimals)
{
	unum_setAttribute(format, UNUM_MIN_FRACTION_DIGITS, decimals);
	unum_setAttribute(format, UNUM_MAX_FRACTION_DIGITS, decimals);
}

static UNumberFormat *currency_format(struct locale *l, const char *currency, int decimals)
{
	UErrorCode error = U_ZERO_ERROR;
	UChar code[4];
	size_t i = 0;
	while (i < l->ncurrencies && strcmp(l->currencies[i].code, currency) != 0)
		i++;
	if (i < l->ncurrencies)
		return l->currencies[i].format;
	if (i == CURRENCIES)
		unum_close(l->currencies[--i].format);
	else
		l->ncurrencies++;
	UNumberFormat *format = open_number(l, UNUM_CURRENCY);
	u_charsToUChars(currency, code, 3);
	unum_setTextAttribute(format, UNUM_CURRENCY_CODE, code, 3, &error);
	set_decimals(format, decimals);
	memcpy(l->currencies[i].code, currency, 4);
	l->currencies[i].format = format;
	return format;
}

/* The amount goes to ICU as decimal text, so that it is exact. */
static void add_amount(UNumberFormat *format, money amount, int decimals, struct buf *out)
{
	char text[MONEY_TEXT];
	UChar utf16[ICU_TEXT];
	UErrorCode error = U_ZERO_ERROR;
	size_t n = money_format(amount, decimals, text);
	int32_t written =
	    unum_formatDecimal(format, text, (int32_t)n, utf16, ICU_TEXT, NULL, &error);
	if (U_SUCCESS(error))
		add_utf16(out, utf16, written);
}

void locale_amount(
    struct locale *l, money amount, const char *currency, int decimals, struct buf *out)
{
	add_amount(currency_format(l, currency, decimals), amount, decimals, out);
}

void locale_plain_amount(struct locale *l, money amount, int decimals, struct buf *out)
{
	if (l->decimal == NULL) {
		l->decimal = open_number(l, UNUM_DECIMAL);
		l->decimals = -1;
	}
	if (l->decimals != decimals)
		set_decimals(l->decimal, decimals);
	l->decimals = decimals;
	add_amount(l->decimal, amount, decimals, out);
}

void locale_number(struct locale *l, long number, struct buf *out)
{
	locale_plain_amount(l, number, 0, out);
}

static UDateFormat *open_date(const struct locale *l, const UChar *pattern, int32_t n)
{
	static const UChar utc[] = {'U', 'T', 'C'};
	UErrorCode error = U_ZERO_ERROR;
	UDateFormat *format = udat_open(pattern ? UDAT_PATTERN : UDAT_NONE,
	    pattern ? UDAT_PATTERN : UDAT_LONG, l->name, utc, 3, pattern, n, &error);
	if (U_FAILURE(error))
		diag_die(STATUS_INTERNAL, "no dates in \"%s\": %s", l->name, u_errorName(error));
	return format;
}

/* Day, month and a year of four digits, in the language's order. */
static UDateFormat *open_short_date(const struct locale *l)
{
	static const UChar skeleton[] = {'y', 'y', 'y', 'y', 'M', 'M', 'd', 'd'};
	UChar pattern[ICU_TEXT];
	UErrorCode error = U_ZERO_ERROR;
	UDateTimePatternGenerator *generator = udatpg_open(l->name, &error);
	int32_t n = udatpg_getBestPattern(generator, skeleton, 8, pattern, ICU_TEXT, &error);
	udatpg_close(generator);
	if (U_FAILURE(error))
		diag_die(STATUS_INTERNAL, "no dates in \"%s\": %s", l->name, u_errorName(error));
	return open_date(l, pattern, n);
}

static void format_date(UDateFormat *format, date d, struct buf *out)
{
	UChar utf16[ICU_TEXT];
	UErrorCode error = U_ZERO_ERROR;
	UDate milliseconds = (UDate)d * 86400000; /* a whole number, far below 2^53 */
	int32_t n = udat_format(format, milliseconds, utf16, ICU_TEXT, NULL, &error);
	if (U_SUCCESS(error))
		add_utf16(out, utf16, n);
}

static void add_date(struct dates *dates, date d, struct buf *out)
{
	void **place = map_at(&dates->written, (struct slice){(const char *)&d, sizeof(d)});
	if (*place == NULL) {
		struct buf text = {0};
		format_date(dates->format, d, &text);
		*place = arena_string(&dates->texts, buf_string(&text));
		buf_free(&text);
	}
	buf_add_string(out, *place);
}

/* In French the first of a month is an ordinal, which ICU does not know: "1er mars 2026". */
static UDateFormat *open_first(const struct locale *l)
{
	static const UChar pattern[] = {
	    'd', '\'', 'e', 'r', '\'', ' ', 'M', 'M', 'M', 'M', ' ', 'y'};
	return open_date(l, pattern, sizeof(pattern) / sizeof(*pattern));
}

static bool has_firsts(const struct locale *l)
{
	return strcmp(l->name, "fr") == 0 || strncmp(l->name, "fr_", 3) == 0;
}

void locale_date(struct locale *l, date d, struct buf *out)
{
	if (d == DATE_NONE)
		return;
	if (has_firsts(l) && date_civil(d).day == 1) {
		if (l->firsts.format == NULL)
			l->firsts.format = open_first(l);
		add_date(&l->firsts, d, out);
		return;
	}
	if (l->dates.format == NULL)
		l->dates.format = open_date(l, NULL, 0);
	add_date(&l->dates, d, out);
}

void locale_short_date(struct locale *l, date d, struct buf *out)
{
	if (d == DATE_NONE)
		return;
	if (l->short_dates.format == NULL)
		l->short_dates.format = open_short_date(l);
	add_date(&l->short_dates, d, out);
}

void locale_country(const struct locale *l, struct slice code, struct buf *out)
{
	char region[] = "und_XX";
	UChar name[ICU_TEXT], capitals[ICU_TEXT];
	UErrorCode error = U_ZERO_ERROR;
	int32_t n = 0;
	if (code.n == 2 && is_letter(code.p[0]) && is_letter(code.p[1])) {
		memcpy(region + 4, code.p, 2);
		n = uloc_getDisplayCountry(region, l->name, name, ICU_TEXT, &error);
		n = u_strToUpper(capitals, ICU_TEXT, name, n, l->name, &error);
	}
	if (n > 0 && U_SUCCESS(error))
		add_utf16(out, capitals, n);
	else
		buf_add_slice(out, code);
}
