/*
 * Reading rates.yaml: what the readers of tables (rates_table.c) and of scales (rates_scale.c)
 * share. Private to rates_*.c.
 */
#ifndef BOOK_RATES_READ_H
#define BOOK_RATES_READ_H

#include "book/rates.h"
#include "book/yaml.h"

struct rates_reader {
	struct diag *d;
	struct rates *rates;
	int decimals; /* of the amounts of a scale that names no currency */
};

void rates_read_table(
    const struct rates_reader *r, const struct yaml *map, struct rate_table *table);
void rates_read_scale(const struct rates_reader *r, const struct yaml *map, struct scale *scale);

/* A fault (78) at a node. */
__attribute__((format(printf, 3, 4))) void rates_fault(
    const struct rates_reader *r, const struct yaml *at, const char *fmt, ...);
/* Whether the node is of the kind; a fault otherwise. */
bool rates_is_kind(
    const struct rates_reader *r, const struct yaml *node, const char *key, enum yaml_kind kind);
/* Every key of the map must be among names, which end with NULL. */
void rates_refuse_others(const struct rates_reader *r, const struct yaml *map, const char *what,
    const char *const *names);
/* source and note are for people: a text, or a list of texts. */
void rates_check_notes(const struct rates_reader *r, const struct yaml *map);
bool rates_read_percent(
    const struct rates_reader *r, const struct yaml *node, const char *key, decimal *out);

#endif
