#include "text/words.h"

#include "base/slice.h"
#include "book/yaml.h"

#include "base/banned.h"

/* The keys of words.yaml. */
static const char *const word_keys[WORDS] = {
    [WORD_INVOICE] = "invoice",
    [WORD_INVOICE_DATE] = "invoice_date",
    [WORD_DUE_DATE] = "due_date",
    [WORD_DAYS] = "days",
    [WORD_AMOUNT] = "amount",
    [WORD_OPEN_AMOUNT] = "open_amount",
    [WORD_OVERDUE] = "section_overdue",
    [WORD_REMINDED] = "section_reminded",
    [WORD_NOT_DUE] = "section_not_due",
    [WORD_ON_HOLD] = "section_on_hold",
    [WORD_CREDIT] = "section_credit",
    [WORD_NOT_IN_TOTAL] = "not_in_total",
    [WORD_SUBTOTAL] = "subtotal",
    [WORD_REMINDER_FEE] = "reminder_fee",
    [WORD_LINE_FEE] = "line_fee",
    [WORD_INTEREST] = "interest",
    [WORD_DAMAGES] = "damages",
    [WORD_COST] = "cost",
    [WORD_VAT] = "vat",
    [WORD_EARLIER_FEES] = "earlier_fees",
    [WORD_TOTAL] = "total",
    [WORD_BALANCE] = "balance",
    [WORD_CARRIED] = "carried_forward",
    [WORD_BROUGHT] = "brought_forward",
    [WORD_DATE] = "date",
    [WORD_CUSTOMER] = "customer",
    [WORD_REMINDER] = "reminder",
    [WORD_ATTENTION] = "attention",
    [WORD_PHONE] = "phone",
    [WORD_EMAIL] = "email",
    [WORD_REGISTRATION] = "registration",
    [WORD_VAT_NUMBER] = "vat_number",
    [WORD_IBAN] = "iban",
    [WORD_BIC] = "bic",
    [WORD_ACCOUNT_NAME] = "account_name",
    [WORD_PAY_AMOUNT] = "pay_amount",
    [WORD_PAY_BY] = "pay_by",
    [WORD_REFERENCE] = "reference",
    [WORD_SCAN] = "scan",
};

static int word_find(struct slice key)
{
	for (int i = 0; i < WORDS; i++)
		if (slice_is(key, word_keys[i]))
			return i;
	return -1;
}

/* "registration_NL" */
static bool is_registration(struct slice key)
{
	static const char prefix[] = "registration_";
	size_t n = sizeof(prefix) - 1;
	return key.n == n + 2 && memcmp(key.p, prefix, n) == 0;
}

static void add_registration(
    struct words *words, const char *country, const char *text, struct arena *arena)
{
	struct registration *r = arena_alloc(arena, sizeof(*r));
	*r = (struct registration){country, text, words->registrations};
	words->registrations = r;
}

static bool take_word(struct diag *d, struct words *words, const struct yaml *key,
    const struct yaml *value, struct arena *arena)
{
	int word = word_find(key->text);
	bool registration = is_registration(key->text);
	if (word < 0 && !registration) {
		const char *near = slice_nearest(key->text, word_keys, WORDS);
		diag_error(d, STATUS_POLICY, yaml_place(words->path, key),
		    "unknown key \"%.*s\"%s%s%s", SLICE_ARG(key->text),
		    near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
		return false;
	}
	if (value->kind != YAML_SCALAR || value->text.n == 0) {
		diag_error(d, STATUS_POLICY, yaml_place(words->path, value), "%s: is a text",
		    word_keys[word]);
		return false;
	}
	if (registration)
		add_registration(words, key->text.p + key->text.n - 2, value->text.p, arena);
	else
		words->text[word] = value->text.p;
	return true;
}

const struct words *words_load(struct diag *d, const char *path, struct arena *arena)
{
	const struct yaml *root = yaml_load(d, path, STATUS_POLICY, arena);
	if (root == NULL)
		return NULL;
	if (root->kind != YAML_MAP) {
		diag_error(d, STATUS_POLICY, yaml_place(path, root), "is not a list of key: value");
		return NULL;
	}
	struct words *words = arena_alloc(arena, sizeof(*words));
	bool good = true;
	words->path = arena_string(arena, path);
	for (size_t i = 0; i < root->count; i++)
		good = take_word(d, words, &root->keys[i], &root->items[i], arena) && good;
	for (int i = 0; i < WORDS; i++) {
		if (good && words->text[i] == NULL) {
			diag_error(
			    d, STATUS_POLICY, AT_FILE(path), "key \"%s\" is missing", word_keys[i]);
			good = false;
		}
	}
	return good ? words : NULL;
}

const char *words_registration(const struct words *w, const char *country)
{
	for (const struct registration *r = w->registrations; r; r = r->next)
		if (strcmp(r->country, country) == 0)
			return r->text;
	return w->text[WORD_REGISTRATION];
}
