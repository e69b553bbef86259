#include "book/fields.h"

#include "base/ascii.h"

#include <string.h>

#include "base/banned.h"

const struct field known_fields[] = {
    {"reminder", FIELD_KEY, NULL, "reminder"},
    {"customer", FIELD_KEY, NULL,
	"customerno customernumber customerid customercode accountcode debiteurnummer debiteurnr "
	"debiteurcode debnr debtorno debtornumber debtorcode relatienr relatienummer relatiecode "
	"klantnummer klantnr klantcode clientno clientnumber clientid clientcode contactid "
	"kundennummer kundennr kdnr debitorennummer debitorennr debitornummer debitornr codeclient "
	"nclient numéroclient codetiers customer debiteur debitor konto kontonummer "
	"accountno accountnumber account ac"},
    {"invoice", FIELD_KEY, NULL,
	"invoice invoicenumber invoiceno invoicenr invoicenum invno invnumber factuurnummer "
	"factuurnr factuurno rechnungsnummer rechnungsnr rechnungnr numérofacture "
	"numérodefacture nfacture nofacture invoiceid documentno documentnumber docno "
	"belegnummer belegnr belegfeld1 boekstuk boekstuknummer boekstuknr npièce numéropièce "
	"refno rechnung facture factuur num number no numéro"},
    {"instalment", FIELD_KEY, NULL, "instalment installment termijn"},
    {"invoice_date", FIELD_DATE, NULL,
	"invoicedate factuurdatum rechnungsdatum datefacture datedefacture datefacturation "
	"datedefacturation documentdate docdate belegdatum invoicebilldate postingdate boekdatum "
	"dateémission datedémission issuedate datum date"},
    {"due_date", FIELD_DATE, NULL,
	"duedate vervaldatum vervaldag vervalt vervaltop dueon datedue paymentduedate "
	"uiterstebetaaldatum fälligkeit faelligkeit fälligkeitsdatum faelligkeitsdatum fälligam "
	"faelligam fällig zahlbarbis datedéchéance dateéchéance échéance "
	"echeance dateecheance due"},
    {"amount", FIELD_AMOUNT, NULL,
	"amount amountdc invoiceamount invoicetotal factuurbedrag factuurtotaal totaalbedrag "
	"totalamount totalpriceincl totalinclvat totaalinclbtw bedraginclbtw rechnungsbetrag "
	"rechnungssumme bruttobetrag gesamtbetrag montantttc totalttc montantfacture "
	"originalamount "
	"origineelbedrag grossamount gross brutto total totaal bedrag betrag montant"},
    {"open_amount", FIELD_AMOUNT, NULL,
	"openamount openstaandbedrag openstaand openstaandsaldo openstaandesaldo outstandingdc "
	"outstandingamount outstandingbalance amountoutstanding outstanding invoiceamountdue "
	"amountdue balancedue openbalance remainingamount remainingbalance pendingamount "
	"amountopen osamount unpaidamount unpaid openbedrag nogtebetalen nogtevoldoen tebetalen "
	"restbedrag restantbedrag restant offenerbetrag offenersaldo restbetrag restsaldo offen "
	"restantdû resteàpayer resteapayer restedû soldedû soldedu montantdû montantdu "
	"montantouvert soldeouvert saldo balance solde remaining open due"},
    {"currency", FIELD_CURRENCY, NULL,
	"currency currencycode valuta valutacode wkz währung waehrung devise monnaie munt "
	"munteenheid ccy"},
    {"kind", FIELD_WORD, "invoice credit payment fee",
	"kind sh sollhaben sollhabenkennzeichen debetcredit debitcredit drcr dc type "
	"transactiontype documenttype soort belegart"},
    {"side", FIELD_WORD, "receivable payable", "side soort"},
    {"terms", FIELD_TEXT, NULL, "terms"},
    {"reminders", FIELD_WORD, "yes no", "reminders"},
    {"reference", FIELD_TEXT, NULL,
	"reference yourref betalingskenmerk referentie factuurreferentie invoicereference "
	"referenz"},
    {"description", FIELD_TEXT, NULL,
	"description omschrijving omschrijvingfactuur memo memodescription beschreibung "
	"buchungstext"},
    {"payment_method", FIELD_TEXT, NULL, "paymentmethod betaalwijze"},
    {"invoice_file", FIELD_TEXT, NULL, "invoicefile"},
    {"status", FIELD_TEXT, NULL, "status factuurstatus paymentstatus betaalstatus"},
    {"paid_date", FIELD_DATE, NULL, "paiddate"},
    {"ledger_date", FIELD_DATE, NULL, "ledgerdate"},
    {"reminded_level", FIELD_TEXT, NULL, "remindedlevel"},
    {"reminded_on", FIELD_DATE, NULL, "remindedon"},
    {"name", FIELD_TEXT, NULL,
	"name customername customerfullname naam relatienaam relatie klantnaam klant debiteurnaam "
	"debtorname accountname contactname contact companyname bedrijfsnaam kundenname kunde "
	"debitorname debitorenname firma clientname nomclient nomduclient raisonsociale nom "
	"partysname invoicepartnerdisplayname partner customer debiteur client"},
    /* What the other commands add, so that a proposal can be read back. */
    {"as_of", FIELD_DATE, NULL, "asof"},
    {"level", FIELD_TEXT, NULL, NULL},
    {"level_name", FIELD_TEXT, NULL, NULL},
    {"n", FIELD_TEXT, NULL, NULL},
    {"section", FIELD_TEXT, NULL, NULL},
    {"days_overdue", FIELD_TEXT, NULL, NULL},
    {"last_level", FIELD_TEXT, NULL, NULL},
    {"last_reminded", FIELD_DATE, NULL, "lastreminded"},
    {"pay_by", FIELD_DATE, NULL, "payby"},
    {"template", FIELD_TEXT, NULL, NULL},
    {"language", FIELD_TEXT, NULL, NULL},
    {"delivery", FIELD_TEXT, NULL, NULL},
    {"email", FIELD_TEXT, NULL, "email emailaddress"},
    {"rows", FIELD_TEXT, NULL, NULL},
    {"check", FIELD_TEXT, NULL, NULL},
    {"interest_days", FIELD_TEXT, NULL, NULL},
    {"interest", FIELD_AMOUNT, NULL, NULL},
    {"line_fee", FIELD_AMOUNT, NULL, NULL},
    {"damages", FIELD_AMOUNT, NULL, NULL},
    {"reminder_fee", FIELD_AMOUNT, NULL, NULL},
    {"cost", FIELD_AMOUNT, NULL, NULL},
    {"vat", FIELD_AMOUNT, NULL, NULL},
    {"fees", FIELD_AMOUNT, NULL, NULL},
    {"earlier_fees", FIELD_AMOUNT, NULL, NULL},
    {"total_due", FIELD_AMOUNT, NULL, NULL},
    {"created", FIELD_TEXT, NULL, NULL},
    {"letter", FIELD_TEXT, NULL, NULL},
    {"document", FIELD_TEXT, NULL, NULL},
};
const size_t known_count = sizeof known_fields / sizeof known_fields[0];
_Static_assert(sizeof known_fields / sizeof known_fields[0] <= FIELDS_MOST, "FIELDS_MOST");

const struct field *field_find(struct slice name)
{
	for (size_t i = 0; i < known_count; i++)
		if (name.n > 0 && known_fields[i].name[0] == name.p[0] &&
		    slice_is(name, known_fields[i].name))
			return &known_fields[i];
	return NULL;
}

static bool is_word_byte(char c)
{
	return is_lower(c) || is_digit(c) || (c & 0x80);
}

/* The byte of a name in small letters; U+00C0 to U+00DE, two bytes from 0xc3 0x80 on, as well. */
static char small(struct slice s, size_t i)
{
	unsigned char c = (unsigned char)s.p[i];

	if (is_upper(c))
		return (char)(c - 'A' + 'a');
	if (i > 0 && (unsigned char)s.p[i - 1] == 0xc3 && c >= 0x80 && c <= 0x9e && c != 0x97)
		return (char)(c + 0x20);
	return s.p[i];
}

/* How many bytes at i are a mark beyond ASCII that a name is as well without: N°, l’échéance. */
static size_t odd_mark(struct slice s, size_t i)
{
	static const char *const marks[] = {"\xc2\xa0", "\xc2\xb0", "\xc2\xba", "\xe2\x80\x99"};

	for (size_t k = 0; k < sizeof marks / sizeof marks[0]; k++) {
		size_t n = strlen(marks[k]);

		if (i + n <= s.n && memcmp(s.p + i, marks[k], n) == 0)
			return n;
	}
	return 0;
}

/* The next byte of the name made plain; *at moves behind it. NUL at the end. */
static char next_plain(struct slice name, size_t *at)
{
	while (*at < name.n) {
		const size_t i = *at, mark = name.p[i] & 0x80 ? odd_mark(name, i) : 0;
		const char c = small(name, i);

		*at += mark > 0 ? mark : 1;
		if (mark == 0 && is_word_byte(c))
			return c;
	}
	return '\0';
}

void field_plain_name(struct buf *b, struct slice name)
{
	size_t at = 0;

	buf_truncate(b, 0);
	for (char c; (c = next_plain(name, &at)) != '\0';)
		buf_add_char(b, c);
}

bool field_is_plain_name(struct slice plain, struct slice name)
{
	size_t at = 0;

	for (size_t i = 0; i < plain.n; i++)
		if (next_plain(name, &at) != plain.p[i])
			return false;
	return next_plain(name, &at) == '\0';
}

/* InvoiceDate is invoice_date, POCity is po_city. */
static bool begins_word(struct slice name, size_t i)
{
	if (i == 0 || !is_upper(name.p[i]))
		return false;
	return is_lower(name.p[i - 1]) ||
	       (is_upper(name.p[i - 1]) && i + 1 < name.n && is_lower(name.p[i + 1]));
}

void field_clean_name(struct buf *b, struct slice name)
{
	bool gap = false;

	buf_truncate(b, 0);
	for (size_t i = 0; i < name.n; i++) {
		char c = small(name, i);

		if (!is_word_byte(c)) {
			gap = true;
			continue;
		}
		if ((gap || begins_word(name, i)) && b->length > 0)
			buf_add_char(b, '_');
		gap = false;
		buf_add_char(b, c);
	}
}

int field_word(const char *words, struct slice plain)
{
	struct slice rest = slice_of(words), word;

	for (int place = 0; slice_cut(&rest, ' ', &word); place++)
		if (slice_equal(word, plain))
			return place;
	return -1;
}

static bool is_one_of(const char *words, struct slice text)
{
	struct buf plain = {0};
	bool found;

	field_plain_name(&plain, text);
	found = field_word(words, buf_slice(&plain)) >= 0;
	buf_free(&plain);
	return found;
}

const char *field_kind(struct slice text)
{
	static const struct {
		const char *kind, *words;
	} kinds[] = {
	    {"invoice", "invoice salesinvoice customerinvoice factuur verkoopfactuur rechnung "
			"ausgangsrechnung facture debit debet soll dr d s"},
	    {"credit", "credit creditnote creditmemo creditinvoice salescreditnote "
		       "customercreditnote creditnota creditfactuur gutschrift avoir haben cr c "
		       "h"},
	    {"payment", "payment betaling ontvangst zahlung zahlungseingang paiement receipt"},
	    {"fee", "fee reminder financechargememo aanmaning mahngebühr"},
	};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (is_one_of(kinds[i].words, text))
			return kinds[i].kind;
	return NULL;
}

const char *field_side(struct slice text)
{
	if (is_one_of("receivable receivables debiteur debiteuren debitor debitoren", text))
		return "receivable";
	if (is_one_of("payable payables crediteur crediteuren kreditor kreditoren", text))
		return "payable";
	return NULL;
}
