#include "letter/look.h"

#include "base/banned.h"

const struct colour look_text = {28, 32, 38};
const struct colour look_faint = {104, 112, 122};
const struct colour look_line = {196, 202, 209};
const struct colour look_tint = {243, 245, 248};

static const char *const keys[] = {"layout", "font", "font_size", "colour", "fold_marks", "pay_by"};
enum { KEYS = sizeof(keys) / sizeof(*keys) };

static bool take_layout(struct slice text, struct look *out)
{
	out->layout = layout_named(text);
	return out->layout != NULL;
}

static bool take_font(struct slice text, struct look *out)
{
	out->font = text.p;
	return text.n > 0;
}

static bool take_size(struct slice text, struct look *out)
{
	decimal size;
	if (!decimal_parse(text, &size) || size < 8 * (decimal)DECIMAL_ONE ||
	    size > 13 * (decimal)DECIMAL_ONE)
		return false;
	out->size = (length)(size * POINT / DECIMAL_ONE);
	return true;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool take_colour(struct slice text, struct look *out)
{
	uint8_t part[3];
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

static bool take_fold_marks(struct slice text, struct look *out)
{
	out->fold_marks = slice_is(text, "yes");
	return out->fold_marks || slice_is(text, "no");
}

static bool take_pay_by(struct slice text, struct look *out)
{
	out->pay_by = slice_is(text, "yes");
	return out->pay_by || slice_is(text, "no");
}

static bool (*const takers[KEYS])(struct slice text, struct look *out) = {
    take_layout, take_font, take_size, take_colour, take_fold_marks, take_pay_by};

static const char *what_it_is(int key)
{
	static const char *const wanted[KEYS] = {NULL, "the name or the path of a font",
	    "a number of points from 8 to 13", "a colour such as \"#1f3a5f\"", "yes or no",
	    "yes or no"};
	return wanted[key] ? wanted[key] : layout_names();
}

static bool take_key(struct diag *d, const char *path, const struct yaml *key,
    const struct yaml *value, struct look *out)
{
	for (int i = 0; i < KEYS; i++) {
		if (!slice_is(key->text, keys[i]))
			continue;
		if (value->kind == YAML_SCALAR && takers[i](value->text, out))
			return true;
		diag_error(d, STATUS_POLICY, yaml_place(path, value), "%s: \"%.*s\" is not %s",
		    keys[i], SLICE_ARG(value->text), what_it_is(i));
		return false;
	}
	const char *near = slice_nearest(key->text, keys, KEYS);
	diag_error(d, STATUS_POLICY, yaml_place(path, key), "unknown key \"%.*s\"%s%s%s",
	    SLICE_ARG(key->text), near ? "; did you mean \"" : "", near ? near : "",
	    near ? "\"?" : "");
	return false;
}

bool look_of_template(
    struct diag *d, const struct template *t, struct slice country, struct look *out)
{
	bool good = true;
	*out = (struct look){
	    .layout = layout_of_country(country),
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
		good = take_key(d, t->path, &t->front->keys[i], &t->front->items[i], out) && good;
	return good;
}
