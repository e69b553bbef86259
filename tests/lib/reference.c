/*
 * Payment references against tables of cases, and what must hold for any
 * number: usage: reference FOLDER
 */
#include "value/reference.h"
#include "base/file.h"

#include "check.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { ROUNDS = 2000 };

static const char *const names[] = {"no", "ogm", "rf", "nl"};

struct line {
	const char *file;
	unsigned long number;
	struct slice scheme, text, wanted;
};

static void say(const struct line *l, const char *got)
{
	check_failures++;
	printf("%s:%lu: %.*s \"%.*s\": got %s, wanted %.*s\n", l->file, l->number,
	    SLICE_ARG(l->scheme), SLICE_ARG(l->text), got, SLICE_ARG(l->wanted));
}

static bool holds(const char *whole, struct slice part)
{
	char *text = part.n > 0 ? strndup(part.p, part.n) : NULL;
	bool found = text != NULL && strstr(whole, text) != NULL;

	free(text);
	return found;
}

static void check_making(const struct line *l)
{
	enum reference_scheme scheme = reference_named(l->scheme);
	char made[REFERENCE_TEXT], canonical[REFERENCE_TEXT];
	const char *why = NULL;
	bool wanted = l->wanted.n > 0 && l->wanted.p[0] != '!';

	if (!reference_make(scheme, l->text, made, &why)) {
		if (wanted || !holds(why, (struct slice){l->wanted.p + 1, l->wanted.n - 1}))
			say(l, why);
		return;
	}
	if (!wanted || !slice_is(l->wanted, made))
		say(l, made);
	if (reference_check(slice_of(made), canonical, &why) != scheme ||
	    strcmp(made, canonical) != 0)
		say(l, "not what is checked");
}

static void check_checking(const struct line *l)
{
	char canonical[REFERENCE_TEXT] = "";
	const char *why = NULL;
	enum reference_scheme scheme = reference_check(l->text, canonical, &why);

	if (!slice_is(l->scheme, names[scheme]))
		say(l, scheme == REFERENCE_NONE ? why : names[scheme]);
	else if (scheme == REFERENCE_NONE ? !holds(why, l->wanted)
					  : !slice_is(l->wanted, canonical))
		say(l, scheme == REFERENCE_NONE ? why : canonical);
}

/* Call `check` with the three parts of each line. Returns how many lines had any. */
static unsigned each_line(const char *folder, const char *name, void (*check)(const struct line *l))
{
	struct diag d = {0};
	struct buf text = {0};
	char *path = path_join(folder, name);
	struct slice rest, line;
	struct line l = {.file = name};
	unsigned lines = 0;

	CHECK(file_read(&d, path, 1 << 20, &text));
	rest = buf_slice(&text);
	while (slice_cut(&rest, '\n', &line)) {
		l.number++;
		if (line.n == 0 || line.p[0] == '#')
			continue;
		CHECK_SAYING(slice_cut(&line, '\t', &l.scheme) && slice_cut(&line, '\t', &l.text) &&
				 slice_cut(&line, '\t', &l.wanted) && l.wanted.n > 0,
		    "%s:%lu: three parts, separated by tabs", name, l.number);
		check(&l);
		lines++;
	}
	buf_free(&text);
	free(path);
	return lines;
}

static uint64_t next_random(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return *state >> 20;
}

static bool is_valid(const char *text)
{
	char canonical[REFERENCE_TEXT];
	const char *why;

	return reference_check(slice_of(text), canonical, &why) != REFERENCE_NONE;
}

/*
 * One digit mistyped is always found, but in an NL reference whose check digit is 1: this stands
 * for two remainders.
 */
static void mistype(const char *made, bool one_serves_two)
{
	char text[REFERENCE_TEXT];

	memcpy(text, made, strlen(made) + 1);
	for (size_t i = 0; text[i] != '\0'; i++) {
		if (made[i] < '0' || made[i] > '9')
			continue;
		for (text[i] = '0'; text[i] <= '9'; text[i]++)
			CHECK_SAYING(text[i] == made[i] || !is_valid(text) ||
					 (one_serves_two && made[0] == '1' && i > 0),
			    "%s for %s", text, made);
		text[i] = made[i];
	}
}

static void any_number(void)
{
	uint64_t state = 1;
	char invoice[24], made[REFERENCE_TEXT];
	const char *why;

	for (int i = 0; i < ROUNDS; i++) {
		uint64_t number = next_random(&state) % UINT64_C(10000000000);

		snprintf(invoice, sizeof invoice, "F-%llu", (unsigned long long)number);
		for (int scheme = REFERENCE_OGM; scheme <= REFERENCE_NL; scheme++) {
			CHECK(reference_make(
				  (enum reference_scheme)scheme, slice_of(invoice), made, &why) &&
			      is_valid(made));
			mistype(made, scheme == REFERENCE_NL);
		}
	}
}

/* Texts of any length and bytes, for the sanitizers. */
static void any_text(void)
{
	static const char bytes[] = "RF0189 +*/-a\xc3";
	uint64_t state = 2;
	char text[64];

	for (int i = 0; i < 100 * ROUNDS; i++) {
		size_t n = next_random(&state) % (sizeof text - 1);

		for (size_t j = 0; j < n; j++)
			text[j] = bytes[next_random(&state) % (sizeof bytes - 1)];
		text[n] = '\0';
		(void)is_valid(text);
	}
}

int main(int argc, char **argv)
{
	unsigned made, checked;

	diag_program("reference");
	if (argc != 2)
		return 2;
	made = each_line(argv[1], "make.txt", check_making);
	checked = each_line(argv[1], "check.txt", check_checking);
	CHECK(made > 0 && checked > 0);
	any_number();
	any_text();
	if (check_failures == 0)
		printf("%u made, %u checked, all well\n", made, checked);
	return CHECK_RESULT();
}
