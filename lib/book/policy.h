/*
 * The policy: one YAML file, checked whole when it is loaded. Every key of
 * dun-policy(5) is known; unknown keys, duplicates, wrong types and impossible
 * values are errors with their place. All strings live as long as the policy.
 *
 * Paths in it are relative to its folder; policy_path resolves them.
 */
#ifndef BOOK_POLICY_H
#define BOOK_POLICY_H

#include "base/diag.h"
#include "base/mem.h"
#include "base/slice.h"
#include "table/where.h"
#include "value/date.h"
#include "value/iban.h"
#include "value/money.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DELIVERY_EMAIL, DELIVERY_POST, DELIVERY_NONE, DELIVERIES };
extern const char *const delivery_names[DELIVERIES + 1]; /* "email", "post", "none"; NULL */
int delivery_named(struct slice name);			 /* -1 when it is none of these */

struct currency_amount {
	char currency[4];
	money amount;
};

/* A fixed amount, the same for every currency's own unit or one a currency. */
struct amount {
	bool given;
	bool plain; /* a plain number, not a map by currency */
	size_t count;
	struct currency_amount *by_currency; /* a plain number stands under defaults.currency */
	unsigned long line, col;
};
/* False when the amount names no such currency. A plain 0, and an amount not given, is 0 in all. */
bool amount_in(const struct amount *a, const char *currency, money *out);

enum interest_from { FROM_DUE, FROM_INVOICE, FROM_LAST_REMINDER };
enum day_count { ACT_365, ACT_360, ACT_ACT, E30_360 };

struct interest_rule {
	bool given;
	const char *table; /* the name of a dated table in rates.yaml, or NULL */
	decimal rate;	   /* percent a year, where table is NULL */
	enum interest_from from;
	bool from_given;
	enum day_count day_count;
	bool day_count_given;
	bool compound; /* yearly */
	bool compound_given;
	bool round_period; /* round: period */
	bool round_given;
	bool rate_on_start; /* rate_on: start */
	bool rate_on_given;
	struct amount min, max;
	unsigned long line, col;
};

struct damages_rule {
	bool given;
	decimal percent;
	struct amount min, max;
	bool of_open; /* of: open_amount; else the gross amount */
	unsigned long line, col;
};

struct scale_rule {
	bool given;
	const char *scale; /* its name in rates.yaml */
	bool of_line;	   /* of: line; else over the reminder */
	struct amount min, max;
	decimal vat_percent;
	unsigned long line, col;
};

struct charges {
	bool given;
	struct amount reminder_fee, line_fee;
	struct interest_rule interest;
	struct damages_rule damages;
	struct scale_rule cost_scale;
};

struct level {
	const char *id;
	const char *name;
	bool has_after_due, has_after_last, has_after_pay_by;
	struct formula after_due, after_last, after_pay_by;
	struct formula pay_within;
	struct formula transit[DELIVERIES];
	const char *template;
	struct charges charges;
	unsigned long line, col;
};

enum escalate { ESCALATE_STEP, ESCALATE_JUMP };
enum letter_per { PER_CUSTOMER, PER_INVOICE, PER_LEVEL };
enum include { INCLUDE_REACHED, INCLUDE_OVERDUE, INCLUDE_OPEN };
enum credits { CREDITS_NET, CREDITS_LIST, CREDITS_IGNORE };
enum credit_limit { LIMIT_IGNORE, LIMIT_ONLY_ABOVE, LIMIT_ALSO_ABOVE };

struct terms {
	const char *name;
	const char *agreed_in; /* NULL when not given */
	enum escalate escalate;
	bool level_of_customer;
	enum letter_per letter_per;
	enum include include;
	bool on_hold_show;
	enum credits credits;
	enum credit_limit credit_limit;
	struct amount min_amount;
	int max_reminders;	   /* 0: no limit */
	const char *allocation[3]; /* "costs", "interest", "principal" in order */
	struct level *levels;
	size_t nlevels;
	unsigned long line, col;
};

struct where_list {
	struct condition *conditions;
	const char **texts; /* as written, in the same order */
	size_t count;
};

struct terms_for {
	struct where_list where;
	const struct terms *terms;
	unsigned long line, col;
};

enum action_type { ACTION_CREATE, ACTION_ISSUE, ACTION_SEND, ACTION_REPORT };
enum attach { ATTACH_NONE, ATTACH_OVERDUE, ATTACH_ALL };

struct action {
	const char *name;
	enum action_type type;
	bool stop_on_error;
	struct where_list where;
	bool replace_dates;
	enum attach attach_invoices;
	const char *delivery;	/* NULL: the customer's */
	const char *set_status; /* NULL: none */
	unsigned long line, col;
};

struct automation {
	const char *name;
	const char *ledger;
	const char *const *ledger_command;
	size_t nledger_command; /* instead of a file */
	const char *profile;
	bool cadence_manual;
	struct formula cadence;
	bool paused;
	bool approve_auto;
	struct where_list where;
	const char **terms;
	size_t nterms;
	struct action *actions;
	size_t nactions;
	unsigned long line, col;
};

struct view {
	const char *name;
	const char **columns;
	size_t ncolumns;
	struct where_list where;
	const char **sort;
	size_t nsort;
	unsigned long line, col;
};

/* Where things stand on a letter, in tenths of a millimetre from its left and upper edges. */
struct layout_wish {
	const char *name;
	const char *like; /* NULL: as the company's country has it, or as that of the same name */
	struct layout_measure {
		bool given;
		int at[4];
	} window, address, sender, info, text, folds, punch;
	bool return_line, return_line_given;
	unsigned long line, col;
};

enum { COMPANY_LINES = 14 }; /* of its address: a letter has room for so many */

struct policy {
	const char *path;
	const char *folder;
	struct company {
		const char *name;
		const char **address;
		size_t naddress;
		const char *country, *email, *phone, *iban, *bic, *vat_number, *registration, *logo;
	} company; /* optional ones are "" when not given; iban is electronic form */
	const char **law;
	size_t nlaw;
	struct defaults {
		char currency[4];
		int decimals; /* of the currency */
		const char *language;
		const struct terms *terms;
		int delivery;
		struct formula term_days;
		bool fees_booked;
	} defaults;
	struct terms_for *terms_for;
	size_t nterms_for;
	bool customer_term_overrides;
	bool has_max_ledger_age;
	struct formula max_ledger_age;
	struct files {
		const char *customers, *history, *templates, *letters, *outbox, *rates;
	} files; /* as written; policy_path makes them paths */
	struct terms *terms;
	size_t nterms;
	struct mail {
		bool given;
		const char *from, *reply_to, *bcc;
		bool send; /* mode: send */
		const char **command;
		size_t ncommand;
		int timeout; /* seconds */
		int max_age; /* days */
		const char **print_command;
		size_t nprint_command;
		enum attach attach_invoices;
		int resend_times;
		struct formula resend_after;
	} mail;
	struct accounts {
		const char *receivable, *fees, *interest, *damages, *vat;
	} accounts;
	struct layout_wish *layouts;
	size_t nlayouts;
	struct view *views;
	size_t nviews;
	struct automation *automations;
	size_t nautomations;

	struct arena arena;
	const struct yaml *document;
};

/*
 * Load `path`, or, when it is NULL, $DUN_POLICY, else ./policy.yaml. Reports
 * every fault (78; 66 when there is no such file); NULL then.
 */
struct policy *policy_load(struct diag *d, const char *path);
void policy_free(struct policy *p);

/* The path of a file named in the policy, relative to the policy's folder. Lives in the policy. */
const char *policy_path(struct policy *p, const char *name);
const struct terms *policy_terms(const struct policy *p, struct slice name);
/* Whether any terms have a level with this id. */
bool policy_has_level(const struct policy *p, struct slice id);
/* NULL when there is none of that name. */
const struct view *policy_view(const struct policy *p, const char *name);
const struct automation *policy_automation(const struct policy *p, const char *name);
/* The place of a level with this id in its terms, -1 when there is none. */
int terms_level(const struct terms *t, struct slice id);
struct place policy_place(const struct policy *p, unsigned long line, unsigned long col);

/*
 * The rates file: files.rates, else, where there is no such file, the shipped one. Lives in the
 * policy.
 */
const char *policy_rates_path(struct policy *p);
/*
 * Report (78, with the place in the policy) each file that it names and that is not there or not
 * right: templates in the default language, the logo, rate tables and scales.
 */
void policy_check_files(struct diag *d, struct policy *p);
/* A note for each thing that is right in itself, and likely not what is meant. */
void policy_advise(struct diag *d, const struct policy *p);

/* The policy with all defaults filled in, as a document (of the policy's arena); see yaml_write. */
const struct yaml *policy_tree(struct policy *p);

#endif
