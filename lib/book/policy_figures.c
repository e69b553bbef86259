#include "base/ascii.h"
#include "book/schema.h"
#include "value/whole.h"

#include <string.h>

#include "base/banned.h"

static void read_number(struct reader *r, const struct field *f, const struct yaml *node, void *to)
{
	if (!policy_is_kind(r, node, f->key, YAML_SCALAR))
		return;
	if (!whole_parse(node->text, (int)f->least, (int)f->most, to))
		policy_fault(r, node, f->key, "\"%.*s\" is not a whole number from %ld to %ld",
		    SLICE_ARG(node->text), f->least, f->most);
}

static const char *number_hint(struct slice text)
{
	if (text.n > 0 && memchr(text.p, ',', text.n) != NULL)
		return ": write the decimals after a point, without a mark for thousands";
	if (text.n > 0 && memchr(text.p, '%', text.n) != NULL)
		return ": leave the percent sign out";
	return "";
}

static bool percent_of(
    struct reader *r, const struct field *f, const struct yaml *node, decimal *out)
{
	decimal value;
	if (decimal_parse(node->text, &value) && value >= 0 && value <= f->most * DECIMAL_ONE) {
		*out = value;
		return true;
	}
	policy_fault(r, node, f->key, "\"%.*s\" is not a percentage from 0 to %ld%s",
	    SLICE_ARG(node->text), f->most, number_hint(node->text));
	return false;
}

static void read_percent(struct reader *r, const struct field *f, const struct yaml *node, void *to)
{
	if (policy_is_kind(r, node, f->key, YAML_SCALAR))
		(void)percent_of(r, f, node, to);
}

static void read_rate(struct reader *r, const struct field *f, const struct yaml *node, void *to)
{
	struct interest_rule *rule = to;
	if (!policy_is_kind(r, node, f->key, YAML_SCALAR))
		return;
	struct slice text = node->text;
	bool letter = text.n > 0 && is_letter(text.p[0]);
	const char *why = letter ? wrong_line(text) : NULL;
	if (letter && why == NULL)
		why = wrong_name(text);
	if (why != NULL)
		policy_fault(r, node, f->key, "\"%.*s\" %s", SLICE_ARG(text), why);
	else if (letter)
		rule->table = text.p;
	else
		(void)percent_of(r, f, node, &rule->rate);
}

static void read_money(struct reader *r, const struct field *f, const struct yaml *node,
    struct currency_amount *out, int decimals)
{
	if (!policy_is_kind(r, node, f->key, YAML_SCALAR))
		return;
	if (!money_parse(node->text, decimals, &out->amount))
		policy_fault(r, node, f->key,
		    "\"%.*s\" is not an amount of %s, a number with at most %d decimals%s",
		    SLICE_ARG(node->text), out->currency, decimals, number_hint(node->text));
	else if (out->amount < 0)
		policy_fault(
		    r, node, f->key, "\"%.*s\" must not be negative", SLICE_ARG(node->text));
}

static void read_amount(struct reader *r, const struct field *f, const struct yaml *node, void *to)
{
	struct amount *out = to;
	out->given = true;
	out->line = node->line;
	out->col = node->col;
	out->plain = node->kind != YAML_MAP;
	out->count = out->plain ? 1 : node->count;
	out->by_currency = arena_alloc(r->arena, out->count * sizeof *out->by_currency);
	if (out->plain) {
		memcpy(out->by_currency[0].currency, r->currency, sizeof r->currency);
		read_money(r, f, node, &out->by_currency[0], r->decimals);
		return;
	}
	if (node->count == 0)
		policy_fault(r, node, f->key, "must not be empty");
	for (size_t i = 0; i < node->count; i++) {
		struct slice code = node->keys[i].text;
		int decimals = currency_decimals(code);
		if (decimals < 0) {
			policy_fault(r, &node->keys[i], f->key,
			    "\"%.*s\" is not a currency: a code of ISO 4217, such as EUR",
			    SLICE_ARG(code));
			continue;
		}
		memcpy(out->by_currency[i].currency, code.p, 3);
		read_money(r, f, &node->items[i], &out->by_currency[i], decimals);
	}
}

static bool is_days(const struct formula *f)
{
	const struct formula_term *t = &f->terms[0];
	return f->terms[1].sign == 0 && t->kind == FORMULA_ADD && t->unit == UNIT_DAY;
}

/* Whether the formula gives from least to most days, tried on two years' days. */
static bool days_within(const struct formula *f, long least, long most)
{
	const struct formula_term *t = &f->terms[0];
	if (is_days(f)) {
		long days = (long)t->sign * t->number;
		return days >= least && days <= most;
	}
	date first = date_from_civil(2027, 1, 1), last = date_from_civil(2028, 12, 31), to;
	for (date day = first; day <= last; day++)
		if (!formula_apply(f, day, &to) || to - day < least || to - day > most)
			return false;
	return true;
}

static void read_formula(struct reader *r, const struct field *f, const struct yaml *node, void *to)
{
	struct formula formula;
	if (!policy_is_kind(r, node, f->key, YAML_SCALAR))
		return;
	if (!formula_parse(node->text, &formula))
		policy_fault(r, node, f->key,
		    "\"%.*s\" is not a number of days or a date formula such as 2W or 1M+5D",
		    SLICE_ARG(node->text));
	else if (!days_within(&formula, f->least, f->most))
		policy_fault(r, node, f->key, "\"%.*s\" is not %sfrom %ld to %ld days",
		    SLICE_ARG(node->text), is_days(&formula) ? "" : "always ", f->least, f->most);
	else
		*(struct formula *)to = formula;
}

static void read_cadence(struct reader *r, const struct field *f, const struct yaml *node, void *to)
{
	static const struct {
		const char *word, *formula;
	} words[] = {{"daily", "1D"}, {"weekly", "1W"}, {"monthly", "1M"}};
	struct automation *out = to;
	if (!policy_is_kind(r, node, f->key, YAML_SCALAR))
		return;
	out->cadence_manual = slice_is(node->text, "manual");
	if (out->cadence_manual)
		return;
	struct slice text = node->text;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (slice_is(text, words[i].word))
			text = slice_of(words[i].formula);
	if (!formula_parse(text, &out->cadence) || !days_within(&out->cadence, 1, 36500))
		policy_fault(r, node, f->key,
		    "\"%.*s\" is not manual, daily, weekly, monthly or a date formula that leads "
		    "to a later day, such as 2W or WD1",
		    SLICE_ARG(node->text));
}

static void read_transit(struct reader *r, const struct field *f, const struct yaml *node, void *to)
{
	struct formula *out = to;
	if (node->kind != YAML_MAP) {
		read_formula(r, f, node, &out[0]);
		for (int i = 1; i < DELIVERIES; i++)
			out[i] = out[0];
		return;
	}
	for (int i = 0; i < DELIVERIES; i++)
		out[i] = formula_days(0);
	for (size_t i = 0; i < node->count; i++) {
		struct slice name = node->keys[i].text;
		if (slice_is(name, "email"))
			read_formula(r, f, &node->items[i], &out[DELIVERY_EMAIL]);
		else if (slice_is(name, "post"))
			read_formula(r, f, &node->items[i], &out[DELIVERY_POST]);
		else
			policy_fault(r, &node->keys[i], f->key,
			    "\"%.*s\" is not a key here: the keys are email and post",
			    SLICE_ARG(name));
	}
}

/* Millimetres, kept as tenths. */
static bool length_of(const struct yaml *node, long most, int *out)
{
	decimal value;
	if (node->kind != YAML_SCALAR || !decimal_parse(node->text, &value) || value < 0 ||
	    value > most * DECIMAL_ONE || value % (DECIMAL_ONE / 10) != 0)
		return false;
	*out = (int)(value / (DECIMAL_ONE / 10));
	return true;
}

static void read_lengths(struct reader *r, const struct field *f, const struct yaml *node, void *to)
{
	struct layout_measure *out = to;
	if (f->least == 1) {
		if (policy_is_kind(r, node, f->key, YAML_SCALAR) &&
		    !length_of(node, f->most, &out->at[0]))
			policy_fault(r, node, f->key,
			    "\"%.*s\" is not a number of millimetres from 0 to %ld, to a tenth",
			    SLICE_ARG(node->text), f->most);
		return;
	}
	if (!policy_is_kind(r, node, f->key, YAML_LIST))
		return;
	if (node->count != (size_t)f->least)
		policy_fault(r, node, f->key, "must be %ld numbers: %s", f->least,
		    f->least == 4 ? "from the left, from above, width, height"
				  : "millimetres, two of them");
	for (size_t i = 0; i < node->count && i < (size_t)f->least; i++)
		if (!length_of(&node->items[i], f->most, &out->at[i]))
			policy_fault(r, &node->items[i], f->key,
			    "is not a number of millimetres from 0 to %ld, to a tenth", f->most);
}

static void read_currency(
    struct reader *r, const struct field *f, const struct yaml *node, void *to)
{
	struct defaults *out = to;
	if (!policy_is_kind(r, node, f->key, YAML_SCALAR))
		return;
	out->decimals = currency_decimals(node->text);
	if (out->decimals < 0)
		policy_fault(r, node, f->key,
		    "\"%.*s\" is not a currency: a code of ISO 4217, such as EUR",
		    SLICE_ARG(node->text));
	else
		memcpy(out->currency, node->text.p, 3);
}

bool policy_read_figures(
    struct reader *r, const struct field *f, const struct yaml *node, char *group)
{
	void *to = group + f->at;
	switch (f->type) {
	case FIELD_NUMBER:
		read_number(r, f, node, to);
		return true;
	case FIELD_PERCENT:
		read_percent(r, f, node, to);
		return true;
	case FIELD_RATE:
		read_rate(r, f, node, to);
		return true;
	case FIELD_AMOUNT:
		read_amount(r, f, node, to);
		return true;
	case FIELD_FORMULA:
		read_formula(r, f, node, to);
		return true;
	case FIELD_CADENCE:
		read_cadence(r, f, node, to);
		return true;
	case FIELD_TRANSIT:
		read_transit(r, f, node, to);
		return true;
	case FIELD_LENGTHS:
		read_lengths(r, f, node, to);
		return true;
	case FIELD_CURRENCY:
		read_currency(r, f, node, to);
		return true;
	default:
		return false;
	}
}
