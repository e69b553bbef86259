#include "letter/look.h"

#include "base/ascii.h"
#include "base/nearest.h"

#include "base/banned.h"

const struct colour look_text = {28, 32, 38};
const struct colour look_faint = {104, 112, 122};
const struct colour look_line = {196, 202, 209};
const struct colour look_tint = {243, 245, 248};

static bool take_layout(const struct envelopes *all, struct slice text, struct look *out)
{
	out->envelope = envelope_named(all, text);
	return out->envelope != NULL;
}

static bool take_font(const struct envelopes *all, struct slice text, struct look *out)
{
	(void)all;
	out->font = text.p;
	return text.n > 0;
}

static bool take_fallback(const struct envelopes *all, struct slice text, struct look *out)
{
	(void)all;
	out->fallback = text.p;
	return text.n > 0;
}

static bool take_logo(const struct envelopes *all, struct slice text, struct look *out)
{
	(void)all;
	out->logo = text.p;
	return text.n > 0;
}

static bool take_size(const struct envelopes *all, struct slice text, struct look *out)
{
	decimal size;
	(void)all;
	if (!decimal_parse(text, &size) || size < 8 * (decimal)DECIMAL_ONE ||
	    size > 13 * (decimal)DECIMAL_ONE)
		return false;
	out->size = (length)(size * POINT / DECIMAL_ONE);
	return true;
}

static int hex_digit(char c)
{
	if (is_digit(c))
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool take_colour(const struct envelopes *all, struct slice text, struct look *out)
{
	uint8_t part[3];
	(void)all;
	if (text.n != 7 || text.p[0] != '#')
		return false;
	for (size_t i = 0; i < 3; i++) {
		int high = hex_digit(text.p[1 + 2 * i]), low = hex_digit(text.p[2 + 2 * i]);
		if (high < 0 || low < 0)
			return false;
		part[i] = (uint8_t)(high * 16 + low);
	}
	out->accent = (struct colour){part[0], part[1], part[2]};
	return true;
}

static bool take_fold_marks(const struct envelopes *all, struct slice text, struct look *out)
{
	(void)all;
	out->fold_marks = slice_is(text, "yes");
	return out->fold_marks || slice_is(text, "no");
}

static bool take_pay_by(const struct envelopes *all, struct slice text, struct look *out)
{
	(void)all;
	out->pay_by = slice_is(text, "yes");
	return out->pay_by || slice_is(text, "no");
}

static const struct key {
	const char *name;
	bool (*take)(const struct envelopes *all, struct slice text, struct look *out);
	const char *wanted; /* NULL: the name of a layout */
} keys[] = {
    {"layout", take_layout, NULL},
    {"font", take_font, "the name or the path of a font"},
    {"fallback_font", take_fallback, "the name or the path of a font"},
    {"font_size", take_size, "a number of points from 8 to 13"},
    {"colour", take_colour, "a colour such as \"#1f3a5f\""},
    {"logo", take_logo, "the path of a picture"},
    {"fold_marks", take_fold_marks, "yes or no"},
    {"pay_by", take_pay_by, "yes or no"},
};
enum { KEYS = sizeof(keys) / sizeof(*keys) };

static void tell_unknown(struct diag *d, const char *path, const struct yaml *key)
{
	const char *names[KEYS];
	for (int i = 0; i < KEYS; i++)
		names[i] = keys[i].name;
	diag_error(d, STATUS_POLICY, yaml_place(path, key), "unknown key \"%.*s\"%s",
	    SLICE_ARG(key->text), did_you_mean(nearest_among(key->text, names, KEYS)).text);
}

static bool take_key(struct diag *d, const char *path, const struct envelopes *all,
    const struct yaml *key, const struct yaml *value, struct look *out)
{
	for (int i = 0; i < KEYS; i++) {
		if (!slice_is(key->text, keys[i].name))
			continue;
		if (value->kind == YAML_SCALAR && keys[i].take(all, value->text, out))
			return true;
		diag_error(d, STATUS_POLICY, yaml_place(path, value), "%s: \"%.*s\" is not %s",
		    keys[i].name, SLICE_ARG(value->text),
		    keys[i].wanted != NULL ? keys[i].wanted : all->names);
		return false;
	}
	tell_unknown(d, path, key);
	return false;
}

bool look_of_template(struct diag *d, const struct template *t, const struct envelopes *all,
    struct slice country, struct look *out)
{
	bool good = true;
	*out = (struct look){
	    .envelope = envelope_of_country(all, country),
	    .size = 10 * POINT,
	    .accent = {31, 58, 95},
	    .density = 100,
	    .fold_marks = true,
	    .pay_by = true,
	};
	if (t->front == NULL)
		return true;
	if (t->front->kind != YAML_MAP) {
		diag_error(d, STATUS_POLICY, yaml_place(t->path, t->front),
		    "the front matter is not a list of key: value");
		return false;
	}
	for (size_t i = 0; i < t->front->count; i++)
		good =
		    take_key(d, t->path, all, &t->front->keys[i], &t->front->items[i], out) && good;
	return good;
}
