/*
 * Two halves of a work at once: the second one on a thread of its own, where there is a second
 * processor.
 */
#ifndef BASE_PAIR_H
#define BASE_PAIR_H

/* Returns when both are done. */
void pair_run(void (*work)(void *half), void *first, void *second);

#endif
