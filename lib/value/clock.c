/* What the machine's clock says: the one place that asks it. */
#include "value/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define BANNED_ALLOW_LOCALTIME
#include "base/banned.h"

_Static_assert(sizeof(time_t) == 8, "the clock goes on after 2038");

bool date_today(date *out)
{
	const char *given = getenv("DUN_AS_OF");
	time_t now = time(NULL);
	struct tm local;

	if (given && *given)
		return date_parse(slice_of(given), out);
	/* localtime_r need not look at TZ by itself (POSIX); tzset does. */
	tzset();
	if (now == (time_t)-1 || !localtime_r(&now, &local))
		return false;
	*out = date_from_civil(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday);
	return *out != DATE_NONE;
}

void time_format(int64_t seconds, char text[TIME_TEXT])
{
	unsigned second = (unsigned)(seconds % 86400);

	date_format((date)(seconds / 86400), text);
	snprintf(text + DATE_TEXT - 1, TIME_TEXT - DATE_TEXT + 1, "T%02u:%02u:%02uZ",
	    second / 3600 % 24, second / 60 % 60, second % 60);
}

static int64_t two_digits(const char *p, int most)
{
	const int tens = p[0] - '0', ones = p[1] - '0';

	return tens < 0 || tens > 9 || ones < 0 || ones > 9 || tens * 10 + ones > most
		   ? INT32_MIN
		   : tens * 10 + ones;
}

int64_t time_seconds(struct slice text)
{
	const char *p = text.p;
	date day;
	int64_t second;

	if (text.n != TIME_TEXT - 1 || !date_parse((struct slice){p, DATE_TEXT - 1}, &day) ||
	    p[10] != 'T' || p[13] != ':' || p[16] != ':' || p[19] != 'Z')
		return -1;
	second =
	    two_digits(p + 11, 23) * 3600 + two_digits(p + 14, 59) * 60 + two_digits(p + 17, 60);
	return second < 0 ? -1 : (int64_t)day * 86400 + second;
}

void time_now(char text[TIME_TEXT])
{
	time_format((int64_t)time(NULL), text);
}
