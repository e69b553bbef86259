#include "book/relation.h"

#include "base/ascii.h"
#include "book/country.h"
#include "book/customers.h"
#include "value/address.h"
#include "value/money.h"

#include "base/banned.h"

/* The best synonym first; of those for several countries' programs, the order is without meaning.
 */
const struct field relation_fields[] = {
    {"customer", FIELD_KEY, NULL,
	"debiteurnummer debiteurnr debiteurcode debnr debtornumber debtorno customernumber "
	"customerno "
	"customercode customerid klantnummer klantnr klantcode klantid relatienummer relatienr "
	"relatiecode relatieid kundennummer kundennr debitorennummer debitorennr debitornummer "
	"numéroclient nclient codeclient clientnumber clientcode accountcode contactid contactcode "
	"externalid "
	"code nummer nr number no numéro konto kontonummer debiteur debitor customer relatie klant "
	"kunde "
	"client"},
    {"name", FIELD_TEXT, NULL,
	"displayname bedrijfsnaam naambedrijf bedrijf companyname company firmanaam firma "
	"firmenname "
	"organisatienaam organisatie organisationname organisation organizationname organization "
	"raisonsociale société societe nameadressattypunternehmen name naam relatienaam klantnaam "
	"debiteurnaam customername customerfullname accountname contactname clientname "
	"name1 kundenname nom nomclient customer relatie klant debiteur debitor kunde client"},
    {"contact", FIELD_TEXT, NULL,
	"contact contactpersoon contactperson naamcontactpersoon contactpersoonnaam primarycontact "
	"maincontactname attn tav attention poattentionto ansprechpartner interlocuteur"},
    {"address1", FIELD_ADDRESS, NULL,
	"address1 adres1 adresregel1 addressline1 street1 straat1 adresse1 address adres straat "
	"straatnaam straatennummer street streetname streetaddress strasse straße anschrift "
	"adresse "
	"rue"},
    {"address2", FIELD_ADDRESS, NULL,
	"address2 adres2 adresregel2 addressline2 street2 straat2 adresse2 adrestoevoeging "
	"adresszusatz complément complémentadresse"},
    {"address3", FIELD_ADDRESS, NULL, "address3 adres3 adresregel3 addressline3 street3 adresse3"},
    {"address4", FIELD_ADDRESS, NULL, "address4 adres4 adresregel4 addressline4 street4 adresse4"},
    {"postal_code", FIELD_ADDRESS, NULL,
	"postalcode postcode zip zipcode postal addresspostcode addresszip billingcode plz "
	"postleitzahl "
	"codepostal"},
    {"city", FIELD_ADDRESS, NULL,
	"city plaats woonplaats plaatsnaam vestigingsplaats gemeente stad town addresscity "
	"addresstown ort stadt wohnort ville localité"},
    {"country", FIELD_COUNTRY, NULL,
	"countrycode landcode countryregioncode ländercode laendercode codepays country land "
	"landnaam "
	"countryname addresscountry pays"},
    {"language", FIELD_LANGUAGE, NULL,
	"language languagecode taal taalcode correspondentietaal sprache sprachcode langue locale"},
    {"email", FIELD_EMAIL, NULL,
	"emailaanmaning emailaanmaningen emailherinnering emailherinneringen reminderemail "
	"emailreminders mahnemail emaildebiteuren emailadministratie emailfactuur emailfacturen "
	"factuuremail factuuremailadres emailfactuuradres invoiceemail emailinvoice billingemail "
	"rechnungsemail emailrechnung email emailadres emailaddress emailid emailadresse "
	"adresseemail mail "
	"mailadres courriel"},
    {"phone", FIELD_TEXT, NULL,
	"phone telefoon telefoonnummer tel telnr telefoon1 phonenumber phoneno telephone "
	"telephonenumber téléphone telefon telefonnummer mobiel mobile"},
    {"delivery", FIELD_WORD, "email post none", NULL},
    {"term_days", FIELD_DAYS, NULL, NULL},
    {"credit_limit", FIELD_AMOUNT, NULL, NULL},
    {"terms", FIELD_TEXT, NULL, NULL},
    {"template_group", FIELD_TEXT, NULL, NULL},
    {"reminders", FIELD_WORD, "yes no", NULL},
    {"type", FIELD_WORD, "business consumer", NULL},
    {"house_number", FIELD_HOUSE, NULL,
	"huisnummer huisnr housenumber hausnummer hausnr numérorue"},
    {"house_addition", FIELD_HOUSE, NULL,
	"huisnummertoevoeging toevoeging toev huisnrtoevoeging toevhuisnr toevaanhuisnr "
	"toevoeginghuisnummer housenumberaddition hausnummerzusatz"},
    {"first_name", FIELD_PERSON, NULL,
	"firstname voornaam givenname vorname prénom voorletters initialen initials"},
    {"middle_name", FIELD_PERSON, NULL, "middlename tussenvoegsel tussenvoegsels voorvoegsel"},
    {"last_name", FIELD_PERSON, NULL,
	"lastname achternaam surname familyname familiename nachname nomdefamille"},
};
const size_t relation_count = sizeof relation_fields / sizeof relation_fields[0];
_Static_assert(sizeof relation_fields / sizeof relation_fields[0] <= FIELDS_MOST, "FIELDS_MOST");

const struct field *relation_find(struct slice name)
{
	for (size_t i = 0; i < relation_count; i++)
		if (slice_is(name, relation_fields[i].name))
			return &relation_fields[i];
	return NULL;
}

/* Lists. */

static bool has(const struct match *m, const char *field)
{
	return match_place(m, field) >= 0;
}

static bool has_address(const struct match *m)
{
	return has(m, "address1") && (has(m, "city") || has(m, "postal_code"));
}

static void set_place(struct match *m, const char *field, int place)
{
	for (size_t i = 0; i < m->nfields; i++)
		if (slice_is(slice_of(field), m->fields[i].name))
			m->places[i] = place;
}

/* "Klant" alone is a name; beside a name it is a code. */
static void tell_name_from_code(struct match *m)
{
	static const char either[] = "customer relatie klant debiteur debitor kunde client";
	int customer = match_place(m, "customer");

	if (customer < 0 || match_place(m, "name") != MATCH_NONE ||
	    field_word(either, m->header.plain[customer]) < 0)
		return;
	set_place(m, "name", customer);
	set_place(m, "customer", MATCH_NONE);
}

/* Names that only a list of open items has. */
static bool is_of_items(const struct match *m, size_t column)
{
	static const char either[] =
	    "num number no numéro date datum due"; /* may be a relation's as well */
	static const char *const fields[] = {"invoice", "invoice_date", "due_date"};

	for (size_t i = 0; i < m->nfields; i++)
		if (m->places[i] == (int)column)
			return false;
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
		const struct field *f = field_find(slice_of(fields[i]));

		if (field_word(f->synonyms, m->header.plain[column]) >= 0 &&
		    field_word(either, m->header.plain[column]) < 0)
			return true;
	}
	return false;
}

static bool has_amount(const struct match *m)
{
	static const char *const fields[] = {"amount", "open_amount"};

	for (size_t i = 0; i < m->header.count; i++)
		for (size_t j = 0; j < sizeof fields / sizeof fields[0]; j++)
			if (field_word(
				field_find(slice_of(fields[j]))->synonyms, m->header.plain[i]) >= 0)
				return true;
	return false;
}

static bool is_list(const struct match *m)
{
	bool reachable =
	    has_address(m) || has(m, "city") || has(m, "postal_code") || has(m, "email");

	for (size_t i = 0; i < m->header.count; i++)
		if (is_of_items(m, i))
			return false;
	return (has(m, "name") || has(m, "last_name")) &&
	       (reachable || (has(m, "customer") && !has_amount(m)));
}

void relation_match(struct match *m)
{
	static const char *const prefixes[] = {
	    "po", "billing", "mailing", "invoice", "factuur", "post", "main", "bezoek"};

	m->fields = relation_fields;
	m->nfields = relation_count;
	m->prefix = "";
	match_names(m);
	for (size_t i = 0; !has_address(m) && i < sizeof prefixes / sizeof prefixes[0]; i++) {
		m->prefix = prefixes[i];
		match_names(m);
	}
	if (!has_address(m)) {
		m->prefix = "";
		match_names(m);
	}
	tell_name_from_code(m);
	m->complete = is_list(m);
}

/* Cells. */

static void take_text(struct slice *cell, struct buf *to, const char *text)
{
	buf_truncate(to, 0);
	buf_add_string(to, text);
	*cell = buf_slice(to);
}

static bool convert_country(struct slice *cell, struct buf *to, struct buf *why)
{
	char code[COUNTRY_CODE];

	if (country_find(*cell, code)) {
		take_text(cell, to, code);
		return true;
	}
	buf_printf(why,
	    "\"%.*s\" is not known as a country; two capitals are (ISO 3166, such as NL)",
	    SLICE_ARG(*cell));
	return false;
}

static bool convert_language(struct slice *cell, struct buf *to, struct buf *why)
{
	char name[LANGUAGE_NAME];

	if (language_find(*cell, name)) {
		take_text(cell, to, name);
		return true;
	}
	buf_printf(why,
	    "\"%.*s\" is not known as a language; two small letters are (ISO 639, such as nl)",
	    SLICE_ARG(*cell));
	return false;
}

/* Several addresses, apart by ; or by a comma, which none can have. */
static bool convert_email(struct slice *cell, struct buf *to, struct buf *why)
{
	struct buf list = {0};
	struct slice rest, address;
	const char *fault;

	buf_add_slice(&list, *cell);
	for (size_t i = 0; i < list.length; i++)
		if (list.data[i] == ',')
			list.data[i] = ';';
	buf_truncate(to, 0);
	rest = buf_slice(&list);
	while (address_next(&rest, &address)) {
		if (!address_check(address, &fault)) {
			buf_printf(why, "%s\"%.*s\" %s", why->length > 0 ? "; " : "",
			    SLICE_ARG(address), fault);
			continue;
		}
		if (to->length > 0)
			buf_add_char(to, ';');
		buf_add_slice(to, address);
	}
	buf_free(&list);
	*cell = buf_slice(to);
	return why->length == 0;
}

/* "30", "30 dagen" or a date formula. */
static bool convert_days(struct slice *cell, struct buf *to, struct buf *why)
{
	enum { DAYS_MOST = 3650 };
	struct formula term;
	size_t n = 0;
	int days = 0;

	for (; n < cell->n && is_digit(cell->p[n]) && days <= DAYS_MOST; n++)
		days = days * 10 + (cell->p[n] - '0');
	field_plain_name(to, (struct slice){cell->p + n, cell->n - n});
	if (n > 0 && days <= DAYS_MOST &&
	    (to->length == 0 ||
		field_word("d dag dagen day days tag tage jour jours t j", buf_slice(to)) >= 0)) {
		buf_truncate(to, 0);
		buf_printf(to, "%d", days);
		*cell = buf_slice(to);
		return true;
	}
	if (customer_term_parse(*cell, &term))
		return true;
	buf_printf(why,
	    "\"%.*s\" is not a number of days from 0 to %d, or a date formula such as CM+30D",
	    SLICE_ARG(*cell), DAYS_MOST);
	return false;
}

static bool convert_amount(
    const struct dialect *dialect, struct slice *cell, struct buf *to, struct buf *why)
{
	enum { DECIMALS = 2 };
	const char *fault;
	money amount;
	bool read = dialect_amount(dialect, *cell, DECIMALS, &amount, &fault);

	if (read && amount >= 0) {
		buf_truncate(to, 0);
		money_add_to(to, amount, DECIMALS);
		*cell = buf_slice(to);
		return true;
	}
	buf_printf(why, "\"%.*s\" %s", SLICE_ARG(*cell), read ? "is below zero" : fault);
	return false;
}

static bool convert_word(const char *words, struct slice *cell, struct buf *why)
{
	if (field_word(words, *cell) >= 0)
		return true;
	buf_printf(why, "\"%.*s\" is none of: %s", SLICE_ARG(*cell), words);
	return false;
}

bool relation_convert(const struct field *field, const struct dialect *dialect, struct slice *cell,
    struct buf *to, struct buf *why)
{
	enum field_type type = field ? field->type : FIELD_TEXT;
	bool ok = true;

	if (type == FIELD_EMAIL)
		return convert_email(cell, to, why);
	if (type == FIELD_COUNTRY)
		ok = convert_country(cell, to, why);
	else if (type == FIELD_LANGUAGE)
		ok = convert_language(cell, to, why);
	else if (type == FIELD_DAYS)
		ok = convert_days(cell, to, why);
	else if (type == FIELD_AMOUNT)
		ok = convert_amount(dialect, cell, to, why);
	else if (type == FIELD_WORD)
		ok = convert_word(field->words, cell, why);
	if (!ok)
		*cell = (struct slice){0};
	return ok;
}
