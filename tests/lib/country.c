/* Countries and languages by the names that exports have for them. */
#include "book/country.h"

#include "check.h"

#include <string.h>

#include "base/banned.h"

/* Text and what it stands for; "" is unknown. */
struct pair {
	const char *text, *wanted;
};

static const struct pair country_names[] = {{"NL", "NL"}, {"nl", "NL"}, {"Nederland", "NL"},
    {"NEDERLAND", "NL"}, {"The Netherlands", "NL"}, {"Niederlande", "NL"}, {"Pays-Bas", "NL"},
    {"NLD", "NL"}, {"België", "BE"}, {"BELGIË", "BE"}, {"Belgie", "BE"}, {"Belgium", "BE"},
    {"Belgien", "BE"}, {"Belgique", "BE"}, {"Duitsland", "DE"}, {"Germany", "DE"},
    {"Deutschland", "DE"}, {"Allemagne", "DE"}, {"Frankrijk", "FR"}, {"France", "FR"},
    {"Frankreich", "FR"}, {"Verenigd Koninkrijk", "GB"}, {"UK", "GB"}, {"uk", "GB"}, {"U.K.", "GB"},
    {"United Kingdom", "GB"}, {"Royaume-Uni", "GB"}, {"Großbritannien", "GB"}, {"Éire", "IE"},
    {"Ireland", "IE"}, {"Österreich", "AT"}, {"Oesterreich", "AT"}, {"ÖSTERREICH", "AT"},
    {"Schweiz", "CH"}, {"CH", "CH"}, {"Česko", "CZ"}, {"U.S.A.", "US"},
    {"United States of America", "US"}, {"EL", "GR"}, {"Curaçao", "CW"}, {"Türkiye", "TR"},
    {"zw", "ZW"}, {"ZZ", ""}, {"Narnia", ""}, {"N", ""}, {"", ""}, {"31", ""}, {"-", ""},
    {"Neder land", "NL"}, {"N\xc3", ""}};

static const struct pair language_names[] = {{"nl", "nl"}, {"NL", "nl"}, {"nl-NL", "nl"},
    {"nl_BE", "nl"}, {"en-GB", "en"}, {"EN-gb", "en"}, {"nl-vip", "nl-vip"}, {"nl-be", "nl-be"},
    {"de-2", "de-2"}, {"Nederlands", "nl"}, {"Dutch", "nl"}, {"Niederländisch", "nl"},
    {"Néerlandais", "nl"}, {"NLD", "nl"}, {"NLB", "nl"}, {"English", "en"}, {"ENU", "en"},
    {"Engels", "en"}, {"Deutsch", "de"}, {"DUITS", "de"}, {"Français", "fr"}, {"FRANÇAIS", "fr"},
    {"Frans", "fr"}, {"zz", ""}, {"zz-nl", ""}, {"Klingon", ""}, {"Dutch / Nederlands", "nl"},
    {"Dutch (BE) / Nederlands (BE)", "nl"}, {"English (UK)", "en"}, {"French / Français", "fr"},
    {"(nl)", ""}, {"/", ""}, {"Klingon / Dutch", ""}, {"", ""}, {"n", ""}, {"0", ""},
    {"nl-a-group-that-is-too-long", "nl"}, {"../nl", ""}, {"nl/../x", ""}};

int main(void)
{
	for (size_t i = 0; i < sizeof country_names / sizeof country_names[0]; i++) {
		char code[COUNTRY_CODE] = "";

		if (!country_find(slice_of(country_names[i].text), code))
			code[0] = '\0';
		CHECK_SAYING(strcmp(code, country_names[i].wanted) == 0, "\"%s\" gives \"%s\"",
		    country_names[i].text, code);
	}
	for (size_t i = 0; i < sizeof language_names / sizeof language_names[0]; i++) {
		char name[LANGUAGE_NAME] = "";

		if (!language_find(slice_of(language_names[i].text), name))
			name[0] = '\0';
		CHECK_SAYING(strcmp(name, language_names[i].wanted) == 0, "\"%s\" gives \"%s\"",
		    language_names[i].text, name);
	}
	if (CHECK_RESULT() == 0)
		printf("all well\n");
	return CHECK_RESULT();
}
