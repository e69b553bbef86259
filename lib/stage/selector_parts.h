/*
 * A selection as selector.c, which takes the rows one by one, selector_judge.c, which tells most of
 * them apart where they are read, and selector_decide.c, which makes the letters, share it. Private
 * to them.
 */
#ifndef STAGE_SELECTOR_PARTS_H
#define STAGE_SELECTOR_PARTS_H

#include "stage/selector.h"

/* A faulty row is told, and holds back its customer. */
void selector_take_row(struct selector *s, const struct row *row);
/* All rows, of which most are judged by the threads that read them. */
void selector_take_judged(struct selector *s);
/* After the table is closed, whose threads use it. */
void selector_free_judged(struct selector *s);

/* On any thread, in its own room. The status that counts, where a condition asks for it. */
void selector_take_status(const struct selector *s, const struct debtor *debtor, struct item *item,
    struct debtor_room *room);
/* The rest of the facts, by history and scope, and what follows of all of them. */
struct decision selector_decide_item(const struct selector *s, const struct debtor *debtor,
    struct facts *f, const struct slice *fields, struct debtor_room *room);
/* Somebody named it, and would wait for its letter. */
void selector_tell_not_taken(const struct selector *s, struct place at, struct slice customer,
    struct slice invoice, enum reason why);

#endif
