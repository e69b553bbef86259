/*
 * Framing, as frame.c, which reads, frame_scan.c, frame_common.c and frame_note.c, which split, and
 * frame_whole.c share it. Private to them.
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
/* Note the stretch that begins with the next record. */
void frame_note(struct frame *f);
/* A record that is whole in the stretch that was noted, as the last one was. False: it is another
 * one, and nothing is done yet. */
bool frame_noted(struct frame *f, struct record *r);
/* What is known of the bytes from `start` on does not hold any more. */
void frame_forget(struct frame *f);
/*
 * The end of a record that has quotes: its newline. NULL when there is none in
 * the buffer; *open then says whether the bytes end inside quotes.
 */
const char *frame_quoted_end(const char *p, const char *end, bool *open);

#endif
