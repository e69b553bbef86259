/*
 * A YAML document as a tree with places, read through libyaml.
 *
 * Duplicate keys, aliases, tags and a second document are refused (65 or the status
 * given); so is nesting deeper than 64 and a file of more than 16 MiB. Positions count from 1.
 */
#ifndef BOOK_YAML_H
#define BOOK_YAML_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/slice.h"

#include <stdbool.h>
#include <stddef.h>

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml {
	enum yaml_kind kind;
	unsigned long line, col;
	struct slice text;  /* of a scalar, NUL-terminated */
	bool plain;	    /* a scalar without quotes */
	size_t count;	    /* of a list's items, of a map's pairs */
	struct yaml *items; /* the items, or the values */
	struct yaml *keys;  /* a map's keys, scalars */
};

/* Read and parse; the tree lives in the arena. NULL after errors were reported with `status`
 * (66 when the file is not there). */
struct yaml *yaml_load(
    struct diag *d, const char *path, enum exit_status status, struct arena *arena);
/* As yaml_load, but what can be read is returned also after faults that leave a tree (duplicates,
 * aliases, tags), so that the caller can report its own as well. */
struct yaml *yaml_load_tree(
    struct diag *d, const char *path, enum exit_status status, struct arena *arena);
struct yaml *yaml_parse(struct diag *d, const char *name, struct slice text,
    enum exit_status status, struct arena *arena);
/* The value of a key, or NULL. */
const struct yaml *yaml_get(const struct yaml *map, const char *key);
struct place yaml_place(const char *path, const struct yaml *node);

/*
 * Write a tree as YAML: groups in block form, lists of scalars in one line. A scalar that is
 * `plain` is written as it is, another one in quotes where it needs them. A scalar whose
 * text.p is NULL stands for "not given" and is left out.
 */
void yaml_write(struct buf *b, const struct yaml *node);
/*
 * Walk down a path of keys and places, "levels.0.template". An item of a list is named by its place
 * from 0, by its `id` or `name` where that is no number, or as KEY=VALUE. NULL when it leads
 * nowhere.
 */
const struct yaml *yaml_find(const struct yaml *node, struct slice path);

#endif
