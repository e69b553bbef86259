/* Prints diagnostics for tests/base.bats: argument 1 is the text, 2 how often. */
#include "base/diag.h"

#include <stdlib.h>

#include "base/banned.h"

int main(int argc, char **argv)
{
	struct diag d = {0};
	diag_program("/usr/bin/diagnose");
	long times = argc > 2 ? strtol(argv[2], NULL, 10) : 1;
	for (long i = 0; i < times; i++)
		diag_error(&d, STATUS_DATA,
		    (struct place){.file = "items.csv", .line = (unsigned long)i + 2, .column = "due_date"},
		    "\"%s\" is not a date", argc > 1 ? argv[1] : "");
	return diag_finish(&d);
}
