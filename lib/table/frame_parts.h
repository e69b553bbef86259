/*
 * Framing, as frame.c, which reads, frame_scan.c, which splits, and frame_whole.c share it. Private
 * to them.
 */
#ifndef TABLE_FRAME_PARTS_H
#define TABLE_FRAME_PARTS_H

#include "table/frame.h"

/*
 * Read more: what is left of the last record moves to the front, the buffer
 * grows when that fills it, and is filled, so that a long record is looked at
 * only as often as the buffer doubles.
 */
enum frame_result frame_fill(struct frame *f);
/* The marks of the block that begins at `block`. */
void frame_mark(struct frame *f, size_t block);
/*
 * The end of a record that has quotes: its newline. NULL when there is none in
 * the buffer; *open then says whether the bytes end inside quotes.
 */
const char *frame_quoted_end(const char *p, const char *end, bool *open);

#endif
