#include "book/schema.h"

#include "book/interest_keys.h"

#include <limits.h>

#include "base/banned.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

enum { MOST_DAYS = 36500, MOST_PERCENT = 1000 };

const char *const yes_no[] = {"no", "yes", NULL};
const char *const delivery_names[DELIVERIES + 1] = {
    [DELIVERY_EMAIL] = "email", [DELIVERY_POST] = "post", [DELIVERY_NONE] = "none"};

int delivery_named(struct slice name)
{
	return slice_among(name, delivery_names, DELIVERIES);
}

static const char *const escalates[] = {[ESCALATE_STEP] = "step", [ESCALATE_JUMP] = "jump", NULL};
static const char *const level_ofs[] = {"invoice", "customer", NULL};
static const char *const letter_pers[] = {
    [PER_CUSTOMER] = "customer", [PER_INVOICE] = "invoice", [PER_LEVEL] = "level", NULL};
static const char *const includes[] = {
    [INCLUDE_REACHED] = "reached", [INCLUDE_OVERDUE] = "overdue", [INCLUDE_OPEN] = "open", NULL};
static const char *const on_holds[] = {"exclude", "show", NULL};
static const char *const credit_ways[] = {
    [CREDITS_NET] = "net", [CREDITS_LIST] = "list", [CREDITS_IGNORE] = "ignore", NULL};
static const char *const credit_limits[] = {[LIMIT_IGNORE] = "ignore",
    [LIMIT_ONLY_ABOVE] = "only_above",
    [LIMIT_ALSO_ABOVE] = "also_above",
    NULL};
static const char *const damages_of[] = {"amount", "open_amount", NULL};
static const char *const scale_of[] = {"reminder", "line", NULL};
static const char *const modes[] = {"hold", "send", NULL};
static const char *const attaches[] = {
    [ATTACH_NONE] = "none", [ATTACH_OVERDUE] = "overdue", [ATTACH_ALL] = "all", NULL};
static const char *const approves[] = {"by-hand", "auto", NULL};
static const char *const action_types[] = {[ACTION_CREATE] = "create",
    [ACTION_ISSUE] = "issue",
    [ACTION_SEND] = "send",
    [ACTION_REPORT] = "report",
    NULL};
static const char *const dates[] = {"keep", "replace", NULL};

/* clang-format off */
static const struct field company_fields[] = {
#define AT(member) .at = offsetof(struct company, member)
	{"name", FIELD_TEXT, AT(name), .required = true},
	{"address", FIELD_TEXTS, AT(address), .count = offsetof(struct company, naddress),
	    .most = COMPANY_LINES},
	{"country", FIELD_TEXT, AT(country), .fallback = "", .wrong = wrong_country},
	{"email", FIELD_TEXT, AT(email), .fallback = "", .wrong = wrong_address},
	{"phone", FIELD_TEXT, AT(phone), .fallback = ""},
	{"iban", FIELD_IBAN, AT(iban), .fallback = ""},
	{"bic", FIELD_TEXT, AT(bic), .fallback = "", .wrong = wrong_bic},
	{"vat_number", FIELD_TEXT, AT(vat_number), .fallback = ""},
	{"registration", FIELD_TEXT, AT(registration), .fallback = ""},
	{"logo", FIELD_TEXT, AT(logo), .fallback = ""},
#undef AT
};
static const struct section company_section = {
	.size = sizeof(struct company), .fields = company_fields, .nfields = COUNT(company_fields)};

static const struct field defaults_fields[] = {
#define AT(member) .at = offsetof(struct defaults, member)
	{"currency", FIELD_CURRENCY, .at = 0, .fallback = "EUR"},
	{"language", FIELD_TEXT, AT(language), .fallback = "en", .wrong = wrong_language},
	{"terms", FIELD_TERMS, AT(terms), .fallback = "standard"},
	{"delivery", FIELD_CHOICE, AT(delivery), .names = delivery_names, .fallback = "email"},
	{"term_days", FIELD_FORMULA, AT(term_days), .fallback = "14", .most = MOST_DAYS},
	{"fees_booked", FIELD_SWITCH, AT(fees_booked), .names = yes_no, .fallback = "no"},
#undef AT
};
static const struct section defaults_section = {
	.size = sizeof(struct defaults), .fields = defaults_fields, .nfields = COUNT(defaults_fields)};

static const struct field files_fields[] = {
#define AT(member) .at = offsetof(struct files, member)
	{"customers", FIELD_TEXT, AT(customers), .fallback = "customers.csv"},
	{"history", FIELD_TEXT, AT(history), .fallback = "history.csv"},
	{"templates", FIELD_TEXT, AT(templates), .fallback = "templates"},
	{"letters", FIELD_TEXT, AT(letters), .fallback = "letters"},
	{"outbox", FIELD_TEXT, AT(outbox), .fallback = "outbox"},
	{"rates", FIELD_TEXT, AT(rates), .fallback = "rates.yaml"},
#undef AT
};
static const struct section files_section = {
	.size = sizeof(struct files), .fields = files_fields, .nfields = COUNT(files_fields)};

static const struct field terms_for_fields[] = {
	{"where", FIELD_CONDITIONS, .at = offsetof(struct terms_for, where), .required = true},
	{"terms", FIELD_TERMS, .at = offsetof(struct terms_for, terms), .required = true},
};
static const struct section terms_for_section = {
	.size = sizeof(struct terms_for), .fields = terms_for_fields, .nfields = COUNT(terms_for_fields),
	.line = offsetof(struct terms_for, line), .col = offsetof(struct terms_for, col)};

static const struct field interest_fields[] = {
#define AT(member) .at = offsetof(struct interest_rule, member)
#define GIVEN(member) .given = offsetof(struct interest_rule, member##_given)
	{"rate", FIELD_RATE, .at = 0, .required = true, .most = MOST_PERCENT},
	{"from", FIELD_CHOICE, AT(from), GIVEN(from), .names = interest_froms, .fallback = "due"},
	{"day_count", FIELD_CHOICE, AT(day_count), GIVEN(day_count), .names = day_counts,
	    .fallback = "act/365"},
	{"compound", FIELD_SWITCH, AT(compound), GIVEN(compound), .names = interest_compounds,
	    .fallback = "none"},
	{"round", FIELD_SWITCH, AT(round_period), GIVEN(round), .names = interest_rounds,
	    .fallback = "end"},
	{"rate_on", FIELD_SWITCH, AT(rate_on_start), GIVEN(rate_on), .names = interest_rate_ons,
	    .fallback = "period"},
	{"min", FIELD_AMOUNT, AT(min)},
	{"max", FIELD_AMOUNT, AT(max)},
#undef GIVEN
#undef AT
};
static const struct section interest_section = {
	.size = sizeof(struct interest_rule), .fields = interest_fields, .nfields = COUNT(interest_fields),
	.line = offsetof(struct interest_rule, line), .col = offsetof(struct interest_rule, col),
	.check = policy_check_interest, .shows = interest_shows};

static const struct field damages_fields[] = {
#define AT(member) .at = offsetof(struct damages_rule, member)
	{"percent", FIELD_PERCENT, AT(percent), .required = true, .most = MOST_PERCENT},
	{"min", FIELD_AMOUNT, AT(min)},
	{"max", FIELD_AMOUNT, AT(max)},
	{"of", FIELD_SWITCH, AT(of_open), .names = damages_of, .fallback = "amount"},
#undef AT
};
static const struct section damages_section = {
	.size = sizeof(struct damages_rule), .fields = damages_fields, .nfields = COUNT(damages_fields),
	.line = offsetof(struct damages_rule, line), .col = offsetof(struct damages_rule, col),
	.check = policy_check_damages};

static const struct field scale_fields[] = {
#define AT(member) .at = offsetof(struct scale_rule, member)
	{"scale", FIELD_TEXT, AT(scale), .required = true, .wrong = wrong_name},
	{"of", FIELD_SWITCH, AT(of_line), .names = scale_of, .fallback = "reminder"},
	{"min", FIELD_AMOUNT, AT(min)},
	{"max", FIELD_AMOUNT, AT(max)},
	{"vat_percent", FIELD_PERCENT, AT(vat_percent), .fallback = "0", .most = MOST_PERCENT},
#undef AT
};
static const struct section scale_section = {
	.size = sizeof(struct scale_rule), .fields = scale_fields, .nfields = COUNT(scale_fields),
	.line = offsetof(struct scale_rule, line), .col = offsetof(struct scale_rule, col),
	.check = policy_check_scale};

static const struct field charges_fields[] = {
#define AT(member) .at = offsetof(struct charges, member)
	{"reminder_fee", FIELD_AMOUNT, AT(reminder_fee)},
	{"line_fee", FIELD_AMOUNT, AT(line_fee)},
	{"interest", FIELD_GROUP, AT(interest), .given = offsetof(struct charges, interest.given),
	    .section = &interest_section},
	{"damages", FIELD_GROUP, AT(damages), .given = offsetof(struct charges, damages.given),
	    .section = &damages_section},
	{"cost_scale", FIELD_GROUP, AT(cost_scale),
	    .given = offsetof(struct charges, cost_scale.given), .section = &scale_section},
#undef AT
};
static const struct section charges_section = {
	.size = sizeof(struct charges), .fields = charges_fields, .nfields = COUNT(charges_fields)};

static const struct field level_fields[] = {
#define AT(member) .at = offsetof(struct level, member)
	{"id", FIELD_TEXT, AT(id), .wrong = wrong_name},
	{"name", FIELD_TEXT, AT(name)},
	{"after_due", FIELD_FORMULA, AT(after_due), .given = offsetof(struct level, has_after_due),
	    .least = -MOST_DAYS, .most = MOST_DAYS},
	{"after_last", FIELD_FORMULA, AT(after_last),
	    .given = offsetof(struct level, has_after_last), .most = MOST_DAYS},
	{"after_pay_by", FIELD_FORMULA, AT(after_pay_by),
	    .given = offsetof(struct level, has_after_pay_by), .least = -MOST_DAYS,
	    .most = MOST_DAYS},
	{"pay_within", FIELD_FORMULA, AT(pay_within), .fallback = "8", .most = MOST_DAYS},
	{"transit_days", FIELD_TRANSIT, AT(transit), .fallback = "0", .most = MOST_DAYS},
	{"template", FIELD_TEXT, AT(template), .wrong = wrong_file_name},
	{"charges", FIELD_GROUP, AT(charges), .given = offsetof(struct level, charges.given),
	    .section = &charges_section},
#undef AT
};
static const struct section level_section = {
	.size = sizeof(struct level), .fields = level_fields, .nfields = COUNT(level_fields),
	.line = offsetof(struct level, line), .col = offsetof(struct level, col),
	.check = policy_check_level};

static const struct field terms_fields[] = {
#define AT(member) .at = offsetof(struct terms, member)
	{"agreed_in", FIELD_TEXT, AT(agreed_in)},
	{"escalate", FIELD_CHOICE, AT(escalate), .names = escalates, .fallback = "step"},
	{"level_of", FIELD_SWITCH, AT(level_of_customer), .names = level_ofs,
	    .fallback = "invoice"},
	{"letter_per", FIELD_CHOICE, AT(letter_per), .names = letter_pers,
	    .fallback = "customer"},
	{"include", FIELD_CHOICE, AT(include), .names = includes, .fallback = "overdue"},
	{"on_hold", FIELD_SWITCH, AT(on_hold_show), .names = on_holds, .fallback = "exclude"},
	{"credits", FIELD_CHOICE, AT(credits), .names = credit_ways, .fallback = "net"},
	{"credit_limit", FIELD_CHOICE, AT(credit_limit), .names = credit_limits,
	    .fallback = "ignore"},
	{"min_amount", FIELD_AMOUNT, AT(min_amount), .fallback = "0"},
	{"max_reminders", FIELD_NUMBER, AT(max_reminders), .fallback = "0", .most = 1000000},
	{"allocation", FIELD_ALLOCATION, AT(allocation)},
	{"levels", FIELD_LIST, AT(levels), .count = offsetof(struct terms, nlevels),
	    .required = true, .least = 1, .section = &level_section},
#undef AT
};
static const struct section terms_section = {
	.size = sizeof(struct terms), .fields = terms_fields, .nfields = COUNT(terms_fields),
	.line = offsetof(struct terms, line), .col = offsetof(struct terms, col),
	.check = policy_check_terms};

static const struct field resend_fields[] = {
	{"times", FIELD_NUMBER, .at = offsetof(struct mail, resend_times), .fallback = "0",
	    .most = 1000},
	{"after", FIELD_FORMULA, .at = offsetof(struct mail, resend_after), .fallback = "7D",
	    .least = 1, .most = MOST_DAYS},
};
/* Its keys lie in struct mail itself. */
static const struct section resend_section = {
	.size = sizeof(struct mail), .fields = resend_fields, .nfields = COUNT(resend_fields)};

static const struct field mail_fields[] = {
#define AT(member) .at = offsetof(struct mail, member)
	{"from", FIELD_TEXT, AT(from), .fallback = "", .wrong = wrong_mailbox},
	{"reply_to", FIELD_TEXT, AT(reply_to), .fallback = "", .wrong = wrong_address},
	{"bcc", FIELD_TEXT, AT(bcc), .fallback = "", .wrong = wrong_address},
	{"mode", FIELD_SWITCH, AT(send), .names = modes, .fallback = "hold"},
	{"command", FIELD_TEXTS, AT(command), .count = offsetof(struct mail, ncommand),
	    .fallback = "msmtp", .least = 1},
	{"timeout", FIELD_NUMBER, AT(timeout), .fallback = "60", .least = 1, .most = 86400},
	{"max_age", FIELD_NUMBER, AT(max_age), .fallback = "2", .most = MOST_DAYS},
	{"print_command", FIELD_TEXTS, AT(print_command),
	    .count = offsetof(struct mail, nprint_command)},
	{"attach_invoices", FIELD_CHOICE, AT(attach_invoices), .names = attaches,
	    .fallback = "none"},
	{"resend", FIELD_GROUP, .at = 0, .section = &resend_section},
#undef AT
};
static const struct section mail_section = {
	.size = sizeof(struct mail), .fields = mail_fields, .nfields = COUNT(mail_fields)};

static const struct field accounts_fields[] = {
#define AT(member) .at = offsetof(struct accounts, member)
	{"receivable", FIELD_TEXT, AT(receivable), .fallback = "1300"},
	{"fees", FIELD_TEXT, AT(fees), .fallback = "8090"},
	{"interest", FIELD_TEXT, AT(interest), .fallback = "8095"},
	{"damages", FIELD_TEXT, AT(damages), .fallback = "8096"},
	{"vat", FIELD_TEXT, AT(vat), .fallback = "1500"},
#undef AT
};
static const struct section accounts_section = {
	.size = sizeof(struct accounts), .fields = accounts_fields, .nfields = COUNT(accounts_fields)};

static const struct field layout_fields[] = {
#define LENGTHS(member, count)                                                                     \
	FIELD_LENGTHS, .at = offsetof(struct layout_wish, member),                                 \
		       .given = offsetof(struct layout_wish, member.given), .least = count,        \
		       .most = 297
	{"like", FIELD_TEXT, .at = offsetof(struct layout_wish, like), .wrong = wrong_name},
	{"window", LENGTHS(window, 4)},
	{"address", LENGTHS(address, 4)},
	{"sender", LENGTHS(sender, 2)},
	{"info", LENGTHS(info, 2)},
	{"text", LENGTHS(text, 1)},
	{"folds", LENGTHS(folds, 2)},
	{"punch", LENGTHS(punch, 1)},
	{"return_line", FIELD_SWITCH, .at = offsetof(struct layout_wish, return_line),
	    .given = offsetof(struct layout_wish, return_line_given), .names = yes_no},
#undef LENGTHS
};
static const struct section layout_section = {
	.size = sizeof(struct layout_wish), .fields = layout_fields, .nfields = COUNT(layout_fields),
	.line = offsetof(struct layout_wish, line), .col = offsetof(struct layout_wish, col)};

static const struct field view_fields[] = {
#define AT(member) .at = offsetof(struct view, member)
	{"columns", FIELD_TEXTS, AT(columns), .count = offsetof(struct view, ncolumns),
	    .wrong = wrong_column},
	{"where", FIELD_CONDITIONS, AT(where)},
	{"sort", FIELD_TEXTS, AT(sort), .count = offsetof(struct view, nsort),
	    .wrong = wrong_column},
#undef AT
};
static const struct section view_section = {
	.size = sizeof(struct view), .fields = view_fields, .nfields = COUNT(view_fields),
	.line = offsetof(struct view, line), .col = offsetof(struct view, col)};

static const struct field action_fields[] = {
#define AT(member) .at = offsetof(struct action, member)
	{"name", FIELD_TEXT, AT(name)},
	{"type", FIELD_CHOICE, AT(type), .names = action_types, .required = true},
	{"stop_on_error", FIELD_SWITCH, AT(stop_on_error), .names = yes_no, .fallback = "yes"},
	{"where", FIELD_CONDITIONS, AT(where)},
	{"dates", FIELD_SWITCH, AT(replace_dates), .names = dates, .fallback = "replace"},
	{"attach_invoices", FIELD_CHOICE, AT(attach_invoices), .names = attaches,
	    .fallback = "none"},
	{"delivery", FIELD_TEXT, AT(delivery), .wrong = wrong_delivery},
	{"set_status", FIELD_TEXT, AT(set_status)},
#undef AT
};
static const struct section action_section = {
	.size = sizeof(struct action), .fields = action_fields, .nfields = COUNT(action_fields),
	.line = offsetof(struct action, line), .col = offsetof(struct action, col),
	.check = policy_check_action, .shows = action_takes};

static const struct field automation_fields[] = {
#define AT(member) .at = offsetof(struct automation, member)
	{"ledger", FIELD_TEXT, AT(ledger)},
	{"ledger_command", FIELD_TEXTS, AT(ledger_command),
	    .count = offsetof(struct automation, nledger_command), .least = 1},
	{"profile", FIELD_TEXT, AT(profile), .wrong = wrong_file_name},
	{"cadence", FIELD_CADENCE, .at = 0, .fallback = "weekly"},
	{"paused", FIELD_SWITCH, AT(paused), .names = yes_no, .fallback = "no"},
	{"approve", FIELD_SWITCH, AT(approve_auto), .names = approves, .fallback = "by-hand"},
	{"where", FIELD_CONDITIONS, AT(where)},
	{"terms", FIELD_TEXTS, AT(terms), .count = offsetof(struct automation, nterms)},
	{"actions", FIELD_LIST, AT(actions), .count = offsetof(struct automation, nactions),
	    .required = true, .least = 1, .section = &action_section},
#undef AT
};
static const struct section automation_section = {
	.size = sizeof(struct automation), .fields = automation_fields, .nfields = COUNT(automation_fields),
	.line = offsetof(struct automation, line), .col = offsetof(struct automation, col),
	.check = policy_check_automation};

static const struct field policy_fields[] = {
#define AT(member) .at = offsetof(struct policy, member)
	{"company", FIELD_GROUP, AT(company), .required = true, .section = &company_section},
	{"law", FIELD_TEXTS, AT(law), .count = offsetof(struct policy, nlaw), .wrong = wrong_law},
	{"defaults", FIELD_GROUP, AT(defaults), .section = &defaults_section},
	{"terms_for", FIELD_LIST, AT(terms_for), .count = offsetof(struct policy, nterms_for),
	    .section = &terms_for_section},
	{"customer_term_overrides", FIELD_SWITCH, AT(customer_term_overrides), .names = yes_no,
	    .fallback = "no"},
	{"max_ledger_age", FIELD_FORMULA, AT(max_ledger_age),
	    .given = offsetof(struct policy, has_max_ledger_age), .most = MOST_DAYS},
	{"files", FIELD_GROUP, AT(files), .section = &files_section},
	{"terms", FIELD_NAMED, AT(terms), .count = offsetof(struct policy, nterms),
	    .required = true, .least = 1, .wrong = wrong_name, .section = &terms_section},
	{"mail", FIELD_GROUP, AT(mail),
	    .section = &mail_section},
	{"accounts", FIELD_GROUP, AT(accounts), .section = &accounts_section},
	{"layouts", FIELD_NAMED, AT(layouts), .count = offsetof(struct policy, nlayouts),
	    .wrong = wrong_name, .section = &layout_section},
	{"views", FIELD_NAMED, AT(views), .count = offsetof(struct policy, nviews),
	    .wrong = wrong_name, .section = &view_section},
	{"automations", FIELD_NAMED, AT(automations),
	    .count = offsetof(struct policy, nautomations), .wrong = wrong_file_name,
	    .section = &automation_section},
#undef AT
};
const struct section policy_section = {
	.size = sizeof(struct policy), .fields = policy_fields, .nfields = COUNT(policy_fields)};
/* clang-format on */
