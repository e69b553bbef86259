/* For the unit tests: CHECK(condition) prints what failed and where, and counts. */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <stdio.h>

static unsigned check_failures;

#define CHECK(condition)                                                                           \
	((condition) ? (void)0                                                                     \
	             : (void)(check_failures++,                                                        \
	                   printf("%s:%d: failed: %s\n", __FILE__, __LINE__, #condition)))

#define CHECK_RESULT() (check_failures == 0 ? 0 : 1)

#endif
