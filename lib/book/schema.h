/*
 * What a policy may say, as tables: every key with its type, range and default,
 * and where in struct policy it lies. Reading (policy_read.c) and writing
 * (policy_tree.c) both go by these tables, so no key is known to one alone.
 *
 * Private to the policy_*.c files.
 */
#ifndef BOOK_SCHEMA_H
#define BOOK_SCHEMA_H

#include "base/diag.h"
#include "base/mem.h"
#include "base/slice.h"
#include "book/policy.h"
#include "book/yaml.h"

#include <stdbool.h>
#include <stddef.h>

enum field_type {
	FIELD_TEXT,	  /* const char *: one line */
	FIELD_IBAN,	  /* const char *: electronic form */
	FIELD_TEXTS,	  /* const char **, and `count`: a list of texts */
	FIELD_CHOICE,	  /* an enum or int: its place in `names` */
	FIELD_SWITCH,	  /* bool: names[0] is false, names[1] true */
	FIELD_NUMBER,	  /* int, from least to most */
	FIELD_PERCENT,	  /* decimal, from 0 to most */
	FIELD_RATE,	  /* struct interest_rule: a percentage or a table's name */
	FIELD_AMOUNT,	  /* struct amount, never negative */
	FIELD_FORMULA,	  /* struct formula, from least to most days */
	FIELD_CADENCE,	  /* struct automation: a formula or a word */
	FIELD_TRANSIT,	  /* struct formula[DELIVERIES] */
	FIELD_CURRENCY,	  /* struct defaults: currency and decimals */
	FIELD_TERMS,	  /* const struct terms *, found when all is read */
	FIELD_LENGTHS,	  /* struct layout_measure: `least` numbers of millimetres up to `most` */
	FIELD_ALLOCATION, /* const char *[3] */
	FIELD_CONDITIONS, /* struct where_list */
	FIELD_GROUP,	  /* a struct of `section` */
	FIELD_LIST,	  /* an array of structs of `section`, and `count` */
	FIELD_NAMED	  /* the same, from a group by name; `name` is their first member */
};

struct section;

struct field {
	const char *key;
	enum field_type type;
	size_t at;	      /* offset of the value */
	size_t given;	      /* offset of a bool that says whether the key is there, or 0 */
	size_t count;	      /* offset of the size_t of an array */
	const char *fallback; /* the default as a policy would write it; NULL: none */
	bool required;
	long least, most;	  /* of numbers and days; of a list: of its length (most 0: any) */
	const char *const *names; /* NULL-terminated */
	/* Why a text, an item or a name is not right (a phrase that follows it), or NULL. */
	const char *(*wrong)(struct slice text);
	const struct section *section;
};

struct reader;

struct section {
	size_t size;
	const struct field *fields;
	size_t nfields;
	size_t line, col; /* offsets of the place, or 0 */
	/* What binds several keys, after all of them were read. */
	void (*check)(struct reader *r, const struct yaml *node, void *value);
	/* Whether a key says something in this group; NULL: all do. */
	bool (*shows)(const struct field *f, const void *value);
};

extern const struct section policy_section;
extern const char *const yes_no[];
extern const char *const policy_allocation[3]; /* the default order */

struct reader {
	struct diag *d;
	struct policy *policy;
	struct arena *arena;
	char currency[4]; /* defaults.currency, which amounts need while they are read */
	int decimals;
};

/* A fault (78) at a node; key is the last part of its path. */
__attribute__((format(printf, 4, 5))) void policy_fault(
    struct reader *r, const struct yaml *at, const char *key, const char *fmt, ...);
/* Whether the node is of the kind, and not without a value; a fault otherwise. */
bool policy_is_kind(
    struct reader *r, const struct yaml *node, const char *key, enum yaml_kind kind);
/* Whether the node is a text that is right for the field. */
bool policy_is_text(struct reader *r, const struct field *f, const struct yaml *node);
/* Whether a list or a group has as many items as it must and may have. */
bool policy_is_length(struct reader *r, const struct field *f, const struct yaml *node);
/* "step or jump", "due, invoice or last_reminder"; lives in the arena. */
const char *policy_list_names(struct reader *r, const char *const *names);
/*
 * Read a value of the types that are texts and lists of them (policy_texts.c), or numbers,
 * amounts and days (policy_figures.c), into its place in the group. False: another type.
 */
bool policy_read_words(
    struct reader *r, const struct field *f, const struct yaml *node, char *group);
bool policy_read_figures(
    struct reader *r, const struct field *f, const struct yaml *node, char *group);
/* Read a group; `node` NULL: it is not there, its keys get their defaults. */
void policy_read_section(
    struct reader *r, const struct section *s, const struct yaml *node, const char *key, void *to);

/* The checks that sections name (policy_check.c). */
void policy_check_level(struct reader *r, const struct yaml *node, void *level);
void policy_check_terms(struct reader *r, const struct yaml *node, void *terms);
void policy_check_interest(struct reader *r, const struct yaml *node, void *rule);
void policy_check_damages(struct reader *r, const struct yaml *node, void *rule);
void policy_check_scale(struct reader *r, const struct yaml *node, void *rule);
void policy_check_action(struct reader *r, const struct yaml *node, void *action);
void policy_check_automation(struct reader *r, const struct yaml *node, void *automation);
/* Names that stand for something elsewhere in the policy, and defaults taken from there. */
void policy_resolve(struct reader *r, const struct yaml *document);

bool action_takes(const struct field *f, const void *action);
bool interest_shows(const struct field *f, const void *rule);

/* Why a text is not what it should be, or NULL (policy_words.c). */
const char *wrong_line(struct slice text);
const char *wrong_country(struct slice text);
const char *wrong_language(struct slice text);
const char *wrong_bic(struct slice text);
const char *wrong_address(struct slice text);
const char *wrong_mailbox(struct slice text);
const char *wrong_law(struct slice text);
const char *wrong_name(struct slice text);
const char *wrong_file_name(struct slice text);
const char *wrong_delivery(struct slice text);
const char *wrong_column(struct slice text);

#endif
