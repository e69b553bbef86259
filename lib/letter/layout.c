#include "letter/layout.h"

#include "base/banned.h"

/*
 * DIN 5008 B for Germany; the French field of NF Z 11-001 where it meets the window that mail
 * houses ask for; the Belgian block of NBN Z 01-002. The Netherlands and Britain have their windows
 * on the left of a DL envelope, 20 mm from the edge and 18 mm from below.
 */
static const struct layout layouts[] = {
    {.name = "nl",
	.countries = "NL",
	.address_x = 250,
	.address_y = 500,
	.address_w = 800,
	.address_h = 300,
	.sender_x = 1280,
	.sender_y = 175,
	.info_x = 1280,
	.info_y = 505,
	.body_y = 920,
	.fold = {990, 1980},
	.punch = 1485},
    {.name = "de",
	.countries = "DE AT",
	.address_x = 250,
	.address_y = 627,
	.address_w = 750,
	.address_h = 273,
	.return_line = true,
	.sender_x = 1280,
	.sender_y = 175,
	.info_x = 1280,
	.info_y = 630,
	.body_y = 1010,
	.fold = {1050, 2100},
	.punch = 1485},
    {.name = "be",
	.countries = "BE LU",
	.address_x = 1120,
	.address_y = 580,
	.address_w = 780,
	.address_h = 320,
	.sender_x = 250,
	.sender_y = 250,
	.info_x = 250,
	.info_y = 580,
	.body_y = 980,
	.fold = {990, 1980},
	.punch = 1485},
    {.name = "fr",
	.countries = "FR",
	.address_x = 1120,
	.address_y = 550,
	.address_w = 780,
	.address_h = 260,
	.sender_x = 250,
	.sender_y = 250,
	.info_x = 250,
	.info_y = 560,
	.body_y = 950,
	.fold = {990, 1980},
	.punch = 1485},
    {.name = "gb",
	.countries = "GB IE",
	.address_x = 250,
	.address_y = 500,
	.address_w = 800,
	.address_h = 280,
	.sender_x = 1280,
	.sender_y = 175,
	.info_x = 1280,
	.info_y = 505,
	.body_y = 920,
	.fold = {990, 1980},
	.punch = 1485},
    {.name = "ch",
	.countries = "CH LI",
	.address_x = 1180,
	.address_y = 500,
	.address_w = 720,
	.address_h = 350,
	.sender_x = 250,
	.sender_y = 250,
	.info_x = 250,
	.info_y = 520,
	.body_y = 950,
	.fold = {1050, 2100},
	.punch = 1485},
};
enum { LAYOUTS = sizeof(layouts) / sizeof(*layouts) };

const struct layout *layout_named(struct slice name)
{
	for (size_t i = 0; i < LAYOUTS; i++)
		if (slice_is(name, layouts[i].name))
			return &layouts[i];
	return NULL;
}

const struct layout *layout_of_country(struct slice country)
{
	for (size_t i = 0; i < LAYOUTS; i++) {
		struct slice rest = slice_of(layouts[i].countries), one;
		while (slice_cut(&rest, ' ', &one))
			if (slice_equal(one, country))
				return &layouts[i];
	}
	return &layouts[0];
}

const char *layout_names(void)
{
	return "nl, de, be, fr, gb or ch";
}
