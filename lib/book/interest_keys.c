#include "book/interest_keys.h"

#include "book/policy.h"

#include <stddef.h>

#include "base/banned.h"

const char *const interest_froms[] = {
    [FROM_DUE] = "due", [FROM_INVOICE] = "invoice", [FROM_LAST_REMINDER] = "last_reminder", NULL};
const char *const day_counts[] = {[ACT_365] = "act/365",
    [ACT_360] = "act/360",
    [ACT_ACT] = "act/act",
    [E30_360] = "30e/360",
    NULL};
const char *const interest_compounds[] = {"none", "yearly", NULL};
const char *const interest_rounds[] = {"end", "period", NULL};
const char *const interest_rate_ons[] = {"period", "start", NULL};
