/*
 * Keys, and names of columns made plain: what is looked at eight bytes at a time against one after
 * the other, for short texts of the characters that matter, in every place of a longer one.
 */
#include "book/key.h"
#include "book/fields.h"

#include "check.h"

#include <stdio.h>
#include <string.h>

#include "base/banned.h"

enum { LONGEST = 4, AROUND = 18 };

static void check_plain(struct slice s)
{
	bool odd = false;

	for (size_t i = 0; i < s.n; i++)
		odd |= (unsigned char)s.p[i] <= ' ' || memchr(",\"+", s.p[i], 3);
	CHECK_SAYING(key_is_plain(s) == !odd, "\"%.*s\"", SLICE_ARG(s));
	CHECK_SAYING(!key_is_plain(s) || (key_is_clean(s) && !key_is_scientific(s)), "\"%.*s\"",
	    SLICE_ARG(s));
}

static void check_zeros(struct slice s)
{
	struct slice rest = s;

	while (rest.n > 1 && rest.p[0] == '0' && rest.p[1] != ' ')
		rest = (struct slice){rest.p + 1, rest.n - 1};
	CHECK_SAYING(slice_equal(key_without_zeros(s), rest), "\"%.*s\"", SLICE_ARG(s));
}

/* Every one of so many characters of the alphabet, with fill round it. */
static void check_all(
    const char *alphabet, size_t longest, char fill, void (*check)(struct slice text))
{
	const size_t count = strlen(alphabet);
	size_t texts = 1;
	char text[AROUND + LONGEST];

	for (size_t length = 0; length <= longest; length++, texts *= count)
		for (size_t number = 0; number < texts; number++)
			for (size_t place = 0; place <= AROUND; place++) {
				memset(text, fill, sizeof text);
				for (size_t i = 0, rest = number; i < length; i++, rest /= count)
					text[place + i] = alphabet[rest % count];
				for (size_t n = place + length; n <= AROUND + length; n += 3)
					check((struct slice){text, n});
			}
}

static void check_names(void)
{
	static const char *const names[] = {"", "-", "due", "Due", "due date", "DueDate",
	    "due_date.", "dues", "du", "N\xc2\xb0 facture", "n facture", "\xc3\xa9lan",
	    "\xc3\x89LAN", "l\xe2\x80\x99\xc3\xa9lan", "\xc3", "\xc2\xb0", "\xe2\x80\x99"};
	enum { COUNT = sizeof names / sizeof names[0] };
	struct buf a = {0}, b = {0};

	for (size_t i = 0; i < COUNT; i++)
		for (size_t j = 0; j < COUNT; j++) {
			field_plain_name(&a, slice_of(names[i]));
			field_plain_name(&b, slice_of(names[j]));
			CHECK_SAYING(field_is_plain_name(buf_slice(&a), slice_of(names[j])) ==
					 slice_equal(buf_slice(&a), buf_slice(&b)),
			    "\"%s\" and \"%s\"", names[i], names[j]);
		}
	buf_free(&a);
	buf_free(&b);
}

int main(void)
{
	check_names();
	check_all("a,\"+E \x1f\t!-*#\x80\xa0\xff", 2, '1', check_plain);
	check_all("a+E ", LONGEST, '2', check_plain);
	check_all("01 ", LONGEST, '0', check_zeros);
	if (CHECK_RESULT() == 0)
		printf("all well\n");
	return CHECK_RESULT();
}
