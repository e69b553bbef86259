#include "value/money.h"

#include "value/quick.h"

#include <stddef.h>
#include <string.h>

#include "base/banned.h"

/*
 * ISO 4217: code and decimals, sorted. Codes without a minor unit of their own
 * (metals, test codes) are no currencies here. ANG and BGN are withdrawn, but
 * invoices in them are still open.
 */
static const char currencies[][5] = {"AED2", "AFN2", "ALL2", "AMD2", "ANG2", "AOA2", "ARS2", "AUD2",
    "AWG2", "AZN2", "BAM2", "BBD2", "BDT2", "BGN2", "BHD3", "BIF0", "BMD2", "BND2", "BOB2", "BOV2",
    "BRL2", "BSD2", "BTN2", "BWP2", "BYN2", "BZD2", "CAD2", "CDF2", "CHE2", "CHF2", "CHW2", "CLF4",
    "CLP0", "CNY2", "COP2", "COU2", "CRC2", "CUP2", "CVE2", "CZK2", "DJF0", "DKK2", "DOP2", "DZD2",
    "EGP2", "ERN2", "ETB2", "EUR2", "FJD2", "FKP2", "GBP2", "GEL2", "GHS2", "GIP2", "GMD2", "GNF0",
    "GTQ2", "GYD2", "HKD2", "HNL2", "HTG2", "HUF2", "IDR2", "ILS2", "INR2", "IQD3", "IRR2", "ISK0",
    "JMD2", "JOD3", "JPY0", "KES2", "KGS2", "KHR2", "KMF0", "KPW2", "KRW0", "KWD3", "KYD2", "KZT2",
    "LAK2", "LBP2", "LKR2", "LRD2", "LSL2", "LYD3", "MAD2", "MDL2", "MGA2", "MKD2", "MMK2", "MNT2",
    "MOP2", "MRU2", "MUR2", "MVR2", "MWK2", "MXN2", "MXV2", "MYR2", "MZN2", "NAD2", "NGN2", "NIO2",
    "NOK2", "NPR2", "NZD2", "OMR3", "PAB2", "PEN2", "PGK2", "PHP2", "PKR2", "PLN2", "PYG0", "QAR2",
    "RON2", "RSD2", "RUB2", "RWF0", "SAR2", "SBD2", "SCR2", "SDG2", "SEK2", "SGD2", "SHP2", "SLE2",
    "SOS2", "SRD2", "SSP2", "STN2", "SVC2", "SYP2", "SZL2", "THB2", "TJS2", "TMT2", "TND3", "TOP2",
    "TRY2", "TTD2", "TWD2", "TZS2", "UAH2", "UGX0", "USD2", "USN2", "UYI0", "UYU2", "UYW4", "UZS2",
    "VED2", "VES2", "VND0", "VUV0", "WST2", "XAF0", "XCD2", "XCG2", "XOF0", "XPF0", "YER2", "ZAR2",
    "ZMW2", "ZWG2"};

int currency_decimals(struct slice code)
{
	size_t low = 0, high = sizeof currencies / sizeof currencies[0];

	if (code.n != 3)
		return -1;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = memcmp(code.p, currencies[middle], 3);

		if (order == 0)
			return currencies[middle][3] - '0';
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return -1;
}

/* Digits, of which *value takes in the next; false when it does not fit, or it is none. */
static bool take_digit(char c, int64_t *value)
{
	unsigned digit = (unsigned char)c - (unsigned)'0';

	return digit <= 9 && !__builtin_mul_overflow(*value, 10, value) &&
	       !__builtin_add_overflow(*value, digit, value);
}

/* Up to eight characters as a number, the last one its highest byte; zeros stand before them. */
static uint64_t load_right(struct slice text)
{
	const unsigned from = 8 * (8 - (unsigned)text.n);

	if (from == 0)
		return word_load(text.p);
	return word_load_few(text.p, text.n) << from |
	       (UINT64_C(0x3030303030303030) & ((UINT64_C(1) << from) - 1));
}

/*
 * The common form, "1234.50": at most seven digits, with as many decimals as there may be. False:
 * read_fixed will tell. All characters at once, eight bits each.
 */
static bool read_common(struct slice text, int decimals, int64_t *out)
{
	money value;

	if (decimals < 1 || text.n > 8 || text.n < (size_t)decimals + 2 ||
	    !quick_digits(load_right(text), (unsigned)decimals, &value))
		return false;
	*out = value;
	return true;
}

/* [+-]digits[.digits], at most `most` digits before the point and `decimals` after it. */
static bool read_fixed(struct slice text, ptrdiff_t most, int decimals, int64_t *out)
{
	static const int64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
	const char *p = text.p, *end = text.p + text.n, *point = NULL, *start;
	int64_t value = 0;
	ptrdiff_t part = 0;
	bool negative = false;

	if (p < end && (*p == '-' || *p == '+'))
		negative = *p++ == '-';
	for (start = p; p < end; p++) {
		if (*p == '.' && !point)
			point = p;
		else if (!take_digit(*p, &value))
			return false;
	}
	if (point)
		part = end - point - 1;
	else
		point = end;
	if (point == start || point - start > most || (point < end && part == 0) ||
	    part > decimals || __builtin_mul_overflow(value, powers[decimals - part], &value))
		return false;
	*out = negative ? -value : value;
	return true;
}

money money_unit(int decimals)
{
	money unit = 1;

	while (decimals-- > 0)
		unit *= 10;
	return unit;
}

bool money_parse(struct slice text, int decimals, money *out)
{
	return read_common(text, decimals, out) ||
	       (text.n > 0 && read_fixed(text, PTRDIFF_MAX, decimals, out));
}

static size_t count_digits(uint64_t value)
{
	size_t count = 1;

	/* The last power of ten that fits has 20 digits. */
	for (uint64_t power = 10; value >= power && count < 20; count++)
		power = count < 19 ? power * 10 : UINT64_MAX;
	return count;
}

/* The last `count` digits of the value, up to `end`; the rest of the value. */
static uint64_t put_digits(char *end, uint64_t value, size_t count)
{
	for (; count > 1; count -= 2, value /= 100) {
		const unsigned pair = (unsigned)(value % 100);

		*--end = (char)('0' + pair % 10);
		*--end = (char)('0' + pair / 10);
	}
	if (count == 0)
		return value;
	*--end = (char)('0' + value % 10);
	return value / 10;
}

enum { COMMON_MOST = 9999999 };

/* Seven digits, the first one the second lowest byte. */
static uint64_t seven_digits(uint32_t value)
{
	const uint64_t high = value / 10000, low = value % 10000;
	uint64_t fours, pairs, tens;

	/* Each part is divided by a hundred, and those by ten: a product, and what is above. */
	fours = high | low << 32;
	pairs = fours * 10486 >> 20 & UINT64_C(0x0000007f0000007f);
	pairs |= (fours - 100 * pairs) << 16;
	tens = pairs * 103 >> 10 & UINT64_C(0x000f000f000f000f);
	return (tens | (pairs - 10 * tens) << 8) + UINT64_C(0x3030303030303030);
}

/* The common form, "1234.50": at most seven digits, and the point between them. */
static size_t format_common(uint32_t value, unsigned places, char *text)
{
	const unsigned to_point = 8 * (7 - places);
	const uint64_t digits = seven_digits(value), before = (UINT64_C(1) << to_point << 8) - 1;
	/* Of the zeros at the begin, the one before the point stays. */
	const uint64_t first = (digits ^ UINT64_C(0x3030303030303030)) | UINT64_C(1) << to_point;
	const unsigned left_out = (unsigned)__builtin_ctzll(first) / 8 - 1;
	const uint64_t all =
	    (digits & before) >> 8 | (uint64_t)'.' << to_point | (digits & ~before);

	word_store(text, all >> 8 * left_out);
	text[8 - left_out] = '\0';
	return 8 - left_out;
}

/* Any amount from 0. */
static size_t format_any(uint64_t rest, size_t places, char *text)
{
	const size_t point = places > 0;
	size_t digits = count_digits(rest), length;
	char *end;

	if (digits <= places)
		digits = places + 1;
	length = digits + point;
	text[length] = '\0';
	end = text + length;
	if (point) {
		rest = put_digits(end, rest, places);
		end -= places + 1;
		*end = '.';
	}
	(void)put_digits(end, rest, digits - places);
	return length;
}

size_t money_format(money amount, int decimals, char text[MONEY_TEXT])
{
	const size_t places = (size_t)decimals, sign = amount < 0;
	/* Unsigned, so that the least number has an opposite. */
	const uint64_t value = sign ? -(uint64_t)amount : (uint64_t)amount;

	text[0] = '-';
	if (value <= COMMON_MOST && places >= 1 && places <= 6)
		return sign + format_common((uint32_t)value, (unsigned)places, text + sign);
	return sign + format_any(value, places, text + sign);
}

void money_add_to(struct buf *b, money amount, int decimals)
{
	buf_reserve(b, MONEY_TEXT);
	b->length += money_format(amount, decimals, b->data + b->length);
}

void money_add_marked(struct buf *b, money amount, int decimals)
{
	char text[MONEY_TEXT];
	const size_t length = money_format(amount, decimals, text);
	const size_t whole = decimals > 0 ? length - (size_t)decimals - 1 : length;

	for (size_t i = 0; i < length; i++) {
		if (i > 0 && i < whole && (whole - i) % 3 == 0 && text[i - 1] != '-')
			buf_add_char(b, ',');
		buf_add_char(b, text[i]);
	}
}

enum { DECIMAL_PLACES = 6, DECIMAL_DIGITS = 12 };

bool decimal_parse(struct slice text, decimal *out)
{
	return text.n > 0 && read_fixed(text, DECIMAL_DIGITS, DECIMAL_PLACES, out);
}

size_t decimal_format(decimal value, char text[DECIMAL_TEXT])
{
	size_t length = money_format(value, DECIMAL_PLACES, text);

	while (text[length - 1] == '0')
		length--;
	if (text[length - 1] == '.')
		length--;
	text[length] = '\0';
	return length;
}

bool wide_add_product(wide *numerator, money amount, decimal percent, int64_t days)
{
	wide product = (wide)amount * percent; /* 63 + 63 bits fit */
	wide sum;

	if (__builtin_mul_overflow(product, days, &product) ||
	    __builtin_add_overflow(*numerator, product, &sum))
		return false;
	*numerator = sum;
	return true;
}

bool wide_round(wide numerator, wide denominator, money *out)
{
	wide quotient = numerator / denominator;
	wide rest = numerator % denominator;

	/* rest >= denominator - rest is "rest is at least the half", without a product. */
	if (rest > 0 && rest >= denominator - rest)
		quotient++;
	else if (rest < 0 && -rest >= denominator + rest)
		quotient--;
	if (quotient > INT64_MAX || quotient < -INT64_MAX)
		return false;
	*out = (money)quotient;
	return true;
}

bool money_percent(money amount, decimal percent, money *out)
{
	return wide_round((wide)amount * percent, (wide)100 * DECIMAL_ONE, out);
}
