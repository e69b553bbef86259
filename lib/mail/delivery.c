#include "mail/delivery.h"

#include "book/policy.h"

#include <stdlib.h>

#include "base/banned.h"

void delivery_free(struct delivery *out)
{
	buf_free(&out->to);
	buf_free(&out->error);
}

static bool is_post(const struct parcel *parcel)
{
	return parcel->head.count > 0 &&
	       slice_is(parcel->head.items[0].event[H_DELIVERY], delivery_names[DELIVERY_POST]);
}

static void read_recipient(struct diag *d, struct outbox *box, struct outbox_part *part)
{
	struct mail_head head = {0};
	struct arena arena = {0};
	char *path = outbox_path(box, part);

	part->recipient = "";
	if (head_read(d, path, &arena, &head))
		part->recipient = arena_copy(&box->arena, head.recipient.p, head.recipient.n);
	free(path);
	head_free(&head);
	arena_free(&arena);
}

/* Who a part goes to: known from handing it over, else read from it once. */
static void add_recipient(
    struct diag *d, struct parcel *parcel, struct outbox_part *part, struct buf *to)
{
	if (!part->recipient)
		read_recipient(d, parcel->box, part);
	if (*part->recipient) {
		buf_add_string(to, to->length > 0 ? "; " : "");
		buf_add_string(to, part->recipient);
	}
}

void delivery_of_parcel(struct diag *d, struct parcel *parcel, struct delivery *out)
{
	static const char *const names[BOXES] = {"queued", "unsure", "sent", "failed"};
	const struct outbox_group *g = parcel->group;
	enum box state = parcel_state(g);

	*out = (struct delivery){.status = names[state], .id = parcel->head.message_id};
	if (state == BOX_SENT && is_post(parcel))
		out->status = "printed";
	for (size_t i = 0; i < g->count; i++) {
		struct outbox_part *part = g->parts[i];
		if (part->copy || (state == BOX_SENT && part->box != BOX_SENT))
			continue;
		if (state != BOX_QUEUED)
			add_recipient(d, parcel, part, &out->to);
		if (state == BOX_SENT)
			outbox_time(parcel->box, part, out->at);
	}
	buf_add_slice(&out->error, buf_slice(&g->words));
	if (state == BOX_SENDING && g->words.length == 0)
		buf_add_string(&out->error,
		    "an earlier run handed it over and never learned the answer; see mail-out(1)");
}

static void delivery_of_known(const struct event *e, struct delivery *out)
{
	bool post = slice_is(e->field[H_DELIVERY], delivery_names[DELIVERY_POST]);

	*out = (struct delivery){.status = post ? "printed" : "sent", .id = e->field[H_MESSAGE_ID]};
	buf_add_slice(&out->to, e->field[H_ADDRESS]);
	for (size_t i = 0; i < e->field[H_TIME].n && i + 1 < TIME_TEXT; i++)
		out->at[i] = e->field[H_TIME].p[i];
}

void delivery_of_fate(struct diag *d, const struct fate *f, struct delivery *out)
{
	if (f->parcel) {
		delivery_of_parcel(d, f->parcel, out);
	} else if (f->known) {
		delivery_of_known(f->known, out);
	} else {
		*out = (struct delivery){.status = f->status};
		buf_add_string(&out->error, f->why ? f->why : "");
	}
}
