#include "value/whole.h"

#include <limits.h>
#include <stdint.h>

#include "base/banned.h"

bool whole_parse(struct slice text, int least, int most, int *out)
{
	const bool negative = text.n > 0 && text.p[0] == '-';
	int64_t value = 0;

	if (text.n == (size_t)negative)
		return false;
	for (size_t i = negative; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
		value = value * 10 + (text.p[i] - '0');
		if (value > INT_MAX)
			return false;
	}
	if (negative)
		value = -value;
	if (value < least || value > most)
		return false;
	*out = (int)value;
	return true;
}
