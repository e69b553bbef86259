#include "letter/envelope.h"

#include "base/buf.h"
#include "base/mem.h"

#include <stdlib.h>

#include "base/banned.h"

/*
 * DIN 5008 A and B for Germany; the French field of NF Z 11-001 where it meets the window that mail
 * houses ask for; the Belgian block of NBN Z 01-002; SN 010130 for Switzerland. The Netherlands and
 * Britain have no text of a standard that says more than "DL, some 20 mm from the edge and 18 mm
 * from below": print a proof and hold it into your envelope. An address is kept some millimetres
 * inside its window, since a sheet slides in its envelope.
 */
/* clang-format off */
#define LEFT_WINDOW(y) .sender_x = 1280, .sender_y = 175, .info_x = 1280, .info_y = (y)
#define RIGHT_WINDOW(y) .sender_x = 250, .sender_y = 250, .info_x = 250, .info_y = (y)
#define THIRDS .fold = {990, 1980}, .punch = 1485
#define HALVES .fold = {1050, 2100}, .punch = 1485
static const struct envelope known[] = {
	{.name = "nl", .countries = "NL",
	    .window = {200, 450, 950, 380}, .address = {250, 500, 800, 300},
	    LEFT_WINDOW(505), .text_y = 920, THIRDS},
	{.name = "nl-right", .countries = "",
	    .window = {1080, 450, 950, 380}, .address = {1130, 500, 770, 300},
	    RIGHT_WINDOW(505), .text_y = 920, THIRDS},
	{.name = "de", .countries = "DE AT", .return_line = true,
	    .window = {200, 450, 850, 450}, .address = {250, 627, 750, 273},
	    LEFT_WINDOW(630), .text_y = 1010, HALVES},
	{.name = "de-a", .countries = "", .return_line = true,
	    .window = {200, 270, 850, 450}, .address = {250, 447, 750, 273},
	    .sender_x = 1280, .sender_y = 100, .info_x = 1280, .info_y = 480,
	    .text_y = 830, .fold = {870, 1920}, .punch = 1485},
	{.name = "be", .countries = "BE LU",
	    .window = {1050, 540, 950, 400}, .address = {1120, 580, 780, 320},
	    RIGHT_WINDOW(580), .text_y = 980, THIRDS},
	{.name = "fr", .countries = "FR",
	    .window = {1100, 550, 850, 330}, .address = {1120, 570, 780, 270},
	    RIGHT_WINDOW(570), .text_y = 970, THIRDS},
	{.name = "gb", .countries = "GB IE",
	    .window = {200, 450, 900, 350}, .address = {250, 480, 800, 290},
	    LEFT_WINDOW(505), .text_y = 920, THIRDS},
	{.name = "ch", .countries = "CH LI",
	    .window = {1120, 450, 900, 450}, .address = {1180, 500, 720, 350},
	    RIGHT_WINDOW(520), .text_y = 950, HALVES},
	{.name = "ch-left", .countries = "",
	    .window = {200, 355, 1000, 450}, .address = {250, 450, 800, 320},
	    LEFT_WINDOW(505), .text_y = 920, HALVES},
};
/* clang-format on */
enum { KNOWN = sizeof(known) / sizeof(*known) };

static const struct envelope *find_known(struct slice name)
{
	for (size_t i = 0; i < KNOWN; i++)
		if (slice_is(name, known[i].name))
			return &known[i];
	return NULL;
}

static bool serves(const struct envelope *e, struct slice country)
{
	struct slice rest = slice_of(e->countries), one;
	while (slice_cut(&rest, ' ', &one))
		if (slice_equal(one, country))
			return true;
	return false;
}

const struct envelope *envelope_named(const struct envelopes *e, struct slice name)
{
	for (size_t i = 0; i < e->count; i++)
		if (slice_is(name, e->all[i].name))
			return &e->all[i];
	return NULL;
}

const struct envelope *envelope_of_country(const struct envelopes *e, struct slice country)
{
	for (size_t i = 0; i < e->count; i++)
		if (serves(&e->all[i], country))
			return &e->all[i];
	return envelope_named(e, slice_of(known[0].name));
}

/* --- the policy's own --- */

static const struct envelope *base_of(
    struct diag *d, const struct policy *p, const struct layout_wish *wish)
{
	const struct envelope *base =
	    find_known(slice_of(wish->like != NULL ? wish->like : wish->name));
	struct place at = policy_place(p, wish->line, wish->col);
	if (base == NULL && wish->like == NULL) {
		base = &known[0];
		for (size_t i = 0; i < KNOWN; i++)
			if (serves(&known[i], slice_of(p->company.country)))
				base = &known[i];
	}
	at.column = "like";
	if (base == NULL)
		diag_error(d, STATUS_POLICY, at, "\"%s\" is no layout that there is", wish->like);
	return base;
}

static void take_area(const struct layout_measure *m, struct zone *out)
{
	if (m->given)
		*out = (struct zone){m->at[0], m->at[1], m->at[2], m->at[3]};
}

static void take_pair(const struct layout_measure *m, int *first, int *second)
{
	if (!m->given)
		return;
	*first = m->at[0];
	*second = m->at[1];
}

static bool is_within(const struct zone *inner, const struct zone *outer)
{
	return inner->x >= outer->x && inner->y >= outer->y &&
	       inner->x + inner->w <= outer->x + outer->w &&
	       inner->y + inner->h <= outer->y + outer->h;
}

/* Whether there is room for an address, and on the sheet, and the window shows all of it. */
static bool check_areas(struct diag *d, const struct policy *p, const struct layout_wish *wish,
    const struct envelope *e)
{
	static const struct zone sheet = {0, 0, A4_WIDTH, A4_HEIGHT};
	enum { LEAST_WIDTH = 400, LEAST_HEIGHT = 150, LOWEST_TEXT = 1800, LEAST_ABOVE = 240 };
	struct place at = policy_place(p, wish->line, wish->col);
	const char *wrong = NULL;
	at.column = wish->name;
	if (!is_within(&e->window, &sheet))
		wrong = "the window reaches beyond the sheet";
	else if (e->window.y < LEAST_ABOVE)
		wrong =
		    "the window would show the sender's name: at least 24 millimetres from above";
	else if (!is_within(&e->address, &e->window))
		wrong = "the address reaches beyond the window";
	else if (e->address.w < LEAST_WIDTH || e->address.h < LEAST_HEIGHT)
		wrong = "the address has no room: at least 40 by 15 millimetres";
	else if (e->sender_x > A4_WIDTH - MARGIN_RIGHT - LEAST_WIDTH ||
		 e->info_x > A4_WIDTH - MARGIN_RIGHT - LEAST_WIDTH / 2 || e->text_y > LOWEST_TEXT)
		wrong = "the sender, the numbers or the text have no room";
	if (wrong != NULL)
		diag_error(d, STATUS_POLICY, at, "%s", wrong);
	return wrong == NULL;
}

static bool add_own(
    struct envelopes *e, struct diag *d, const struct policy *p, const struct layout_wish *wish)
{
	const struct envelope *base = base_of(d, p, wish);
	const struct envelope *same = find_known(slice_of(wish->name));
	struct envelope *own = &e->all[e->count];
	if (base == NULL)
		return false;
	*own = *base;
	own->name = wish->name;
	own->countries = same != NULL ? same->countries : "";
	take_area(&wish->window, &own->window);
	take_area(&wish->address, &own->address);
	take_pair(&wish->sender, &own->sender_x, &own->sender_y);
	take_pair(&wish->info, &own->info_x, &own->info_y);
	take_pair(&wish->folds, &own->fold[0], &own->fold[1]);
	if (wish->text.given)
		own->text_y = wish->text.at[0];
	if (wish->punch.given)
		own->punch = wish->punch.at[0];
	if (wish->return_line_given)
		own->return_line = wish->return_line;
	e->count++;
	return check_areas(d, p, wish, own);
}

static void list_names(struct envelopes *e, struct arena *arena)
{
	const char **names = mem_array(e->count, sizeof(*names));
	struct buf b = {0};
	for (size_t i = 0; i < e->count; i++)
		names[i] = e->all[i].name;
	buf_add_names(&b, names, e->count);
	e->names = arena_string(arena, buf_string(&b));
	buf_free(&b);
	free(names);
}

bool envelopes_open(struct envelopes *e, struct diag *d, struct policy *policy)
{
	bool good = true;
	*e = (struct envelopes){0};
	e->all = arena_alloc(&policy->arena, (policy->nlayouts + KNOWN) * sizeof(*e->all));
	for (size_t i = 0; i < policy->nlayouts; i++)
		good = add_own(e, d, policy, &policy->layouts[i]) && good;
	for (size_t i = 0; i < KNOWN; i++)
		if (envelope_named(e, slice_of(known[i].name)) == NULL)
			e->all[e->count++] = known[i];
	list_names(e, &policy->arena);
	return good;
}
