#include "base/ascii.h"
#include "book/yaml.h"

#include <strings.h>

#include "base/banned.h"

static bool shows(const struct yaml *node)
{
	if (node->kind == YAML_SCALAR)
		return node->text.p != NULL;
	if (node->kind == YAML_LIST || node->count == 0)
		return true;
	for (size_t i = 0; i < node->count; i++)
		if (shows(&node->items[i]))
			return true;
	return false;
}

/* Words that YAML itself takes for something else than a text. */
static bool is_reserved(struct slice text)
{
	static const char *const words[] = {
	    "yes", "no", "true", "false", "on", "off", "null", "y", "n"};
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strlen(words[i]) == text.n && strncasecmp(text.p, words[i], text.n) == 0)
			return true;
	return false;
}

static bool is_word_byte(unsigned char c)
{
	return is_alphanumeric(c) || c >= 0x80 || (c != '\0' && strchr(" _./@+-", c) != NULL);
}

/* Whether a text needs no quotes, wherever it stands and whoever reads it. */
static bool is_word(struct slice text)
{
	if (text.n == 0 || text.p[text.n - 1] == ' ' || is_reserved(text))
		return false;
	unsigned char first = (unsigned char)text.p[0];
	if (!is_word_byte(first) || is_digit(first) || strchr(" .@+-", first) != NULL)
		return false;
	for (size_t i = 1; i < text.n; i++)
		if (!is_word_byte((unsigned char)text.p[i]))
			return false;
	return true;
}

static void write_text(struct buf *b, struct slice text)
{
	buf_add_char(b, '"');
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == '"' || c == '\\')
			buf_printf(b, "\\%c", c);
		else if ((unsigned char)c < 0x20 || c == 0x7f)
			buf_printf(b, "\\x%02X", (unsigned)c);
		else
			buf_add_char(b, c);
	}
	buf_add_char(b, '"');
}

static void write_scalar(struct buf *b, const struct yaml *node)
{
	if (node->plain || is_word(node->text))
		buf_add_slice(b, node->text);
	else
		write_text(b, node->text);
}

static bool all_scalars(const struct yaml *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].kind != YAML_SCALAR)
			return false;
	return true;
}

static void write_row(struct buf *b, const struct yaml *list)
{
	bool first = true;
	buf_add_char(b, '[');
	for (size_t i = 0; i < list->count; i++) {
		if (!shows(&list->items[i]))
			continue;
		buf_add_string(b, first ? "" : ", ");
		write_scalar(b, &list->items[i]);
		first = false;
	}
	buf_add_string(b, "]\n");
}

static void indent(struct buf *b, unsigned depth)
{
	for (unsigned i = 0; i < depth; i++)
		buf_add_string(b, "  ");
}

static void write_map(struct buf *b, const struct yaml *map, unsigned depth, bool inline_first);

static void write_items(struct buf *b, const struct yaml *list, unsigned depth)
{
	for (size_t i = 0; i < list->count; i++) {
		indent(b, depth);
		buf_add_string(b, "- ");
		write_map(b, &list->items[i], depth + 1, true);
	}
}

/* What follows a key and its colon. */
static void write_value(struct buf *b, const struct yaml *node, unsigned depth)
{
	if (node->kind == YAML_SCALAR) {
		buf_add_char(b, ' ');
		write_scalar(b, node);
		buf_add_char(b, '\n');
	} else if (node->kind == YAML_LIST && all_scalars(node)) {
		buf_add_char(b, ' ');
		write_row(b, node);
	} else if (node->kind == YAML_LIST) {
		buf_add_char(b, '\n');
		write_items(b, node, depth + 1);
	} else if (node->count == 0) {
		buf_add_string(b, " {}\n");
	} else {
		buf_add_char(b, '\n');
		write_map(b, node, depth + 1, false);
	}
}

/* inline_first: the first key stands on the line that was begun. */
static void write_map(struct buf *b, const struct yaml *map, unsigned depth, bool inline_first)
{
	for (size_t i = 0; i < map->count; i++) {
		if (!shows(&map->items[i]))
			continue;
		if (!inline_first)
			indent(b, depth);
		inline_first = false;
		write_scalar(b, &map->keys[i]);
		buf_add_char(b, ':');
		write_value(b, &map->items[i], depth);
	}
}

void yaml_write(struct buf *b, const struct yaml *node)
{
	if (node->kind == YAML_MAP && node->count > 0) {
		write_map(b, node, 0, false);
	} else if (node->kind == YAML_MAP) {
		buf_add_string(b, "{}\n");
	} else if (node->kind == YAML_LIST && all_scalars(node)) {
		write_row(b, node);
	} else if (node->kind == YAML_LIST) {
		write_items(b, node, 0);
	} else {
		write_scalar(b, node);
		buf_add_char(b, '\n');
	}
}
