/*
 * Reads lines "VERDICT<TAB>ADDRESS" and holds address_check against the verdict: "ok", or a
 * part of the phrase that must come.
 */
#include "value/address.h"

#include <stdio.h>
#include <string.h>

#include "base/banned.h"

static bool holds(const char *wanted, struct slice address)
{
	const char *why = NULL;
	bool good = address_check(address, &why);

	if (strcmp(wanted, "ok") == 0 ? good : !good && strstr(why, wanted) != NULL)
		return true;
	printf("\"%.*s\": wanted %s, got %s\n", SLICE_ARG(address), wanted, good ? "ok" : why);
	return false;
}

static bool splits(void)
{
	struct slice rest = SLICE_LIT(" a@x.example ;; b@y.example;"), one;

	return address_next(&rest, &one) && slice_is(one, "a@x.example") &&
	       address_next(&rest, &one) && slice_is(one, "b@y.example") &&
	       !address_next(&rest, &one);
}

int main(void)
{
	char line[1024];
	unsigned cases = 0, bad = 0;

	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		char *tab = strchr(line, '\t');
		if (!tab)
			continue;
		*tab = '\0';
		cases++;
		bad += !holds(line, slice_of(tab + 1));
	}
	bad += !splits();
	printf("%u cases, %u bad\n", cases, bad);
	return bad != 0 || cases == 0;
}
