#include "book/picks.h"

#include "base/file.h"
#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/banned.h"

enum { PICKS_MOST = 64 << 20 };

static void add(struct picks *p, const struct pick *pick)
{
	struct buf name = {0};
	void **at;

	item_key(&name, pick->customer, pick->invoice, pick->instalment);
	at = map_at(&p->by_name, buf_slice(&name));
	buf_free(&name);
	if (*at != NULL)
		return;
	p->all = mem_grow(p->all, p->count, &p->capacity, sizeof *p->all);
	p->all[p->count++] = *pick;
	*at = (void *)(uintptr_t)p->count;
	*map_at(&p->customers, pick->customer) = p;
}

static bool is_header(struct slice line)
{
	return slice_is(line, "customer") || slice_is(line, "customer,invoice") ||
	       slice_is(line, "customer,invoice,instalment");
}

static void read_line(struct picks *p, struct diag *d, struct slice line, unsigned long number)
{
	struct slice parts[4] = {{0}}, rest = line;
	struct pick pick = {.line = number};
	size_t count = 0;

	line = slice_trim(line);
	if (line.n == 0 || (number == 1 && is_header(line)))
		return;
	while (count < 4 && slice_cut(&rest, ',', &parts[count])) {
		parts[count] = slice_trim(parts[count]);
		count++;
	}
	if (count > 3 || parts[0].n == 0 || (parts[1].n == 0 && parts[2].n > 0)) {
		diag_error(d, STATUS_DATA, AT_LINE(p->path, number),
		    "\"%.*s\" is not CUSTOMER or CUSTOMER,INVOICE or CUSTOMER,INVOICE,INSTALMENT",
		    SLICE_ARG(line));
		return;
	}
	pick.customer = parts[0];
	pick.invoice = parts[1];
	pick.instalment = parts[2];
	add(p, &pick);
}

bool picks_load(struct picks *p, struct diag *d, const char *path)
{
	unsigned long errors = d->errors, number = 0;
	struct slice rest, line;

	*p = (struct picks){.path = path};
	if (!file_read(d, path, PICKS_MOST, &p->text))
		return false;
	rest = buf_slice(&p->text);
	if (slice_begins(rest, SLICE_LIT("\xef\xbb\xbf")))
		rest = (struct slice){rest.p + 3, rest.n - 3};
	while (rest.n > 0 && slice_cut(&rest, '\n', &line)) {
		if (line.n > 0 && line.p[line.n - 1] == '\r')
			line.n--;
		read_line(p, d, line, ++number);
	}
	return d->errors == errors;
}

static bool has(struct picks *p, struct buf *b, struct slice customer, struct slice invoice,
    struct slice instalment)
{
	uintptr_t place;

	item_key(b, customer, invoice, instalment);
	place = (uintptr_t)map_get(&p->by_name, buf_slice(b));
	if (place == 0)
		return false;
	p->all[place - 1].found = true;
	return true;
}

enum pick_match picks_match(struct picks *p, const struct item *item)
{
	const struct slice none = {0};
	struct buf b = {0};
	enum pick_match match = PICK_NONE;

	if (map_get(&p->customers, item->customer) == NULL)
		return PICK_NONE;
	if (has(p, &b, item->customer, none, none))
		match = PICK_CUSTOMER;
	if (has(p, &b, item->customer, item->invoice, none))
		match = PICK_ITEM;
	if (item->instalment.n > 0 && has(p, &b, item->customer, item->invoice, item->instalment))
		match = PICK_ITEM;
	buf_free(&b);
	return match;
}

void picks_tell_unfound(const struct picks *p, struct diag *d, const struct customers *known)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct pick *pick = &p->all[i];

		if (pick->found || (known != NULL && customers_find(known, pick->customer) != NULL))
			continue;
		diag_warn(d, AT_LINE(p->path, pick->line),
		    "there is no item of customer \"%.*s\"%s%.*s%s", SLICE_ARG(pick->customer),
		    pick->invoice.n > 0 ? " with invoice \"" : "", SLICE_ARG(pick->invoice),
		    pick->invoice.n > 0 ? "\"" : "");
	}
}

void picks_free(struct picks *p)
{
	free(p->all);
	map_free(&p->by_name);
	map_free(&p->customers);
	buf_free(&p->text);
	*p = (struct picks){0};
}
