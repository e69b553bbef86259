#include "value/mod97.h"

#include "base/ascii.h"

#include "base/banned.h"

int mod97(int rest, const char *p, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (is_digit(p[i]))
			rest = (rest * 10 + (p[i] - '0')) % 97;
		else
			rest = (rest * 100 + (p[i] - 'A' + 10)) % 97;
	}
	return rest;
}
