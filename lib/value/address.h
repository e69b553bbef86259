/*
 * Mail addresses: one plain addr-spec of RFC 5321, "name@domain". Quoted
 * strings, comments, display names and address literals are refused, and so is
 * all that a mail program could take for a second recipient (comma, blank,
 * control character). A domain outside ASCII must be written as its xn-- form.
 */
#ifndef VALUE_ADDRESS_H
#define VALUE_ADDRESS_H

#include "base/slice.h"

#include <stdbool.h>

/* False when the text is no such address; *why is then a phrase for the user ("has no @"). */
bool address_check(struct slice text, const char **why);

/* More of them nobody has, and each gets a mail with the letter. */
enum { ADDRESSES_MOST = 100 };
#define ADDRESSES_FAULT "is one more than the 100 addresses that a customer can have"

/*
 * The next address of a list "a@x; b@y", without the blanks around it; empty
 * places are passed over. False at the end. *rest becomes what follows.
 */
bool address_next(struct slice *rest, struct slice *address);

#endif
