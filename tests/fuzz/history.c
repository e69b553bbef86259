/* Histories and customer files: loaded, asked, proved. */
#include "fuzz.h"

#include "book/customers.h"
#include "book/history.h"
#include "book/verify.h"

#include "base/banned.h"

static void histories(const char *path)
{
	struct diag d = {0};
	struct history *h = history_load(&d, path, HISTORY_ALL);
	struct event_list all;
	date last = INT32_MIN;

	HOLDS((h == NULL) == diag_failed(&d));
	if (h == NULL)
		return;
	all = history_all(h);
	HOLDS(all.count == h->count);
	for (size_t i = 0; i < all.count; i++) {
		const struct event *e = all.events[i];
		const struct event_list own = history_of(h, e->field[H_CUSTOMER]);
		bool found = false;

		HOLDS(e->date >= last);
		last = e->date;
		for (size_t j = 0; j < own.count; j++)
			found = found || own.events[j]->line == e->line;
		HOLDS(found || e->field[H_CUSTOMER].n == 0);
	}
	history_free(h);
}

static void customers(const char *path)
{
	struct diag d = {0};
	struct customers *c = customers_load(&d, path, 2);

	struct customer_room room = {0};

	HOLDS((c == NULL) == diag_failed(&d));
	for (size_t i = 0; c != NULL && i < c->count; i++) {
		const struct customer *there = customers_at(c, i, &room);
		const struct customer *found = customers_find(c, there->key);

		HOLDS(found != NULL && found->line == there->line);
		HOLDS(slice_equal(customers_key(c, i), there->key));
	}
	customer_room_free(&room);
	customers_free(c);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_file f = fuzz_file(fuzz_input(data, size));

	histories(f.path);
	customers(f.path);
	fuzz_close(&f);
	return 0;
}
