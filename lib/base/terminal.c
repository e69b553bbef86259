#include "base/terminal.h"

#include "base/ascii.h"
#include "base/opt.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/banned.h"

bool terminal_here(void)
{
	return isatty(STDOUT_FILENO);
}

void terminal_no_pdf(void)
{
	if (terminal_here())
		usage_error("a PDF is not for a terminal: write it to a file with > FILE");
}

size_t terminal_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	size_t width = 0;

	for (const char *p = columns; p != NULL && is_digit(*p) && width < 10000; p++)
		width = 10 * width + (size_t)(*p - '0');
	if (width > 0)
		return width;
	if (terminal_here() && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		return size.ws_col;
	return 0;
}

bool color_named(const char *word, enum color *out)
{
	static const char *const words[] = {"auto", "always", "never"};
	const int found = slice_among(slice_of(word), words, 3);

	if (found >= 0)
		*out = (enum color)found;
	return found >= 0;
}

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0';
}

bool color_wanted(enum color when)
{
	const char *terminal = getenv("TERM");

	if (when != COLOR_AUTO)
		return when == COLOR_ALWAYS;
	return terminal_here() && !is_set("NO_COLOR") && terminal != NULL &&
	       strcmp(terminal, "dumb") != 0;
}
