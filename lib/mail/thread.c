#include "mail/thread.h"

#include "base/map.h"
#include "base/mem.h"

#include <stdlib.h>

#include "base/banned.h"

/* So many of the newest, beside the oldest, which holds the thread together. */
enum { NEWEST = 9, ID_MOST = 250 };

/* A history is a file that people edit: "<left@right>" of printing characters, or it is left out.
 */
static bool is_id(struct slice id)
{
	bool good = id.n > 4 && id.n <= ID_MOST && id.p[0] == '<' && id.p[id.n - 1] == '>' &&
		    memchr(id.p, '@', id.n);

	for (size_t i = 1; good && i + 1 < id.n; i++)
		good = id.p[i] > ' ' && id.p[i] < 0x7f && !strchr("<>(),;:\\\"", id.p[i]);
	return good;
}

/* The names of the reminder's items. */
struct names {
	struct map items;
	struct buf key;
};

static void names_make(struct names *n, const struct reminder *r)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct item *item = &r->rows[i]->item;

		item_key(&n->key, item->customer, item->invoice, item->instalment);
		*map_at(&n->items, buf_slice(&n->key)) = n;
	}
}

static bool names_item(struct names *n, const struct event *e)
{
	item_key(&n->key, e->field[H_CUSTOMER], e->field[H_INVOICE], e->field[H_INSTALMENT]);
	return map_get(&n->items, buf_slice(&n->key)) != NULL;
}

static bool belongs(
    struct names *n, const struct event *e, const struct reminder *r, struct slice own)
{
	struct slice id = e->field[H_MESSAGE_ID];

	return e->kind == EVENT_REMINDED && e->date <= r->rows[0]->as_of && is_id(id) &&
	       !slice_equal(id, own) && names_item(n, e);
}

void thread_add(
    const struct history *h, const struct reminder *r, struct slice own, struct buf *out)
{
	struct event_list all = history_of(h, r->rows[0]->item.customer);
	struct map ids = {0}; /* in the order in which they were sent, each once */
	struct names names = {0};

	if (all.count == 0)
		return;
	names_make(&names, r);
	for (size_t i = 0; i < all.count; i++)
		if (belongs(&names, all.events[i], r, own))
			map_at(&ids, all.events[i]->field[H_MESSAGE_ID]);
	for (size_t i = 0; i < ids.count; i++) {
		if (i > 0 && i + NEWEST < ids.count)
			continue;
		buf_add_string(out, out->length > 0 ? " " : "");
		buf_add_slice(out, ids.entries[i].key);
	}
	map_free(&ids);
	map_free(&names.items);
	buf_free(&names.key);
}
