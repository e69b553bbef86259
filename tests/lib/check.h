/* For the unit tests: CHECK(condition) prints what failed and where, and counts. */
#ifndef TESTS_CHECK_H
#define TESTS_CHECK_H

#include <stdbool.h>
#include <stdio.h>

static unsigned check_failures;

#define CHECK(condition)                                                                           \
	((condition) ? (void)0                                                                     \
	             : (void)(check_failures++,                                                        \
	                   printf("%s:%d: failed: %s\n", __FILE__, __LINE__, #condition)))

/* As CHECK, and says what a case of a table gave: CHECK_SAYING(condition, format, ...). */
#define CHECK_SAYING(condition, ...)                                                               \
	((condition) ? (void)0                                                                     \
	             : (void)(check_failures++,                                                        \
	                   printf("%s:%d: failed: %s: ", __FILE__, __LINE__, #condition),                  \
	                   printf(__VA_ARGS__), printf("\n")))

#define CHECK_RESULT() (check_failures == 0 ? 0 : 1)

#endif
