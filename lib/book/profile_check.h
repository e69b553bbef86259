/*
 * What a profile needs as a whole, where each of its keys is right by itself.
 */
#ifndef BOOK_PROFILE_CHECK_H
#define BOOK_PROFILE_CHECK_H

#include "base/diag.h"
#include "book/profile.h"
#include "book/yaml.h"

/* Report (78) what it lacks; fill in what follows from the rest. */
void profile_check(struct diag *d, const char *path, const struct yaml *root, struct profile *p);

#endif
