#include "text/words.h"

#include "base/ascii.h"
#include "base/nearest.h"
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

/* "cost_BE" is "cost" in Belgium. NULL where the key names no country. */
static const char *country_of_key(struct slice *key)
{
	if (key->n < 4 || key->p[key->n - 3] != '_' || !is_upper(key->p[key->n - 2]) ||
	    !is_upper(key->p[key->n - 1]))
		return NULL;
	key->n -= 3;
	return key->p + key->n + 1;
}

static void add_variant(
    struct words *words, enum word word, const char *country, const char *text, struct arena *arena)
{
	struct variant *v = arena_alloc(arena, sizeof(*v));
	*v = (struct variant){word, country, text, words->variants};
	words->variants = v;
}

static bool take_word(struct diag *d, struct words *words, const struct yaml *key,
    const struct yaml *value, struct arena *arena)
{
	struct slice stem = key->text;
	const char *country = country_of_key(&stem);
	int word = word_find(stem);
	if (word < 0) {
		diag_error(d, STATUS_POLICY, yaml_place(words->path, key), "unknown key \"%.*s\"%s",
		    SLICE_ARG(key->text),
		    did_you_mean(nearest_among(key->text, word_keys, WORDS)).text);
		return false;
	}
	if (value->kind != YAML_SCALAR || value->text.n == 0) {
		diag_error(d, STATUS_POLICY, yaml_place(words->path, value), "%.*s: is a text",
		    SLICE_ARG(key->text));
		return false;
	}
	if (country != NULL)
		add_variant(words, (enum word)word, country, value->text.p, arena);
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

const char *words_text(const struct words *w, enum word word, const char *country)
{
	for (const struct variant *v = w->variants; v; v = v->next)
		if (v->word == word && strcmp(v->country, country) == 0)
			return v->text;
	return w->text[word];
}
