load helper

# What is at stake: an export read wrongly reminds people of what they do not owe.

prepare() {
	LEDGERS=$ROOT/tests/ledgers
}

packages() {
	echo exact-online snelstart afas odoo xero-invoices quickbooks-ar-aging-detail zoho-books \
		datev-opos business-central e-boekhouden moneybird
}

# What an import holds, in the form of expected.csv: read and written with perl, sorted.
holds() {
	paste -d, <(column invoice "$1" | sed 's/.*\(....\)$/\1/') <(column name "$1" | tr -d ',"') \
		<(column invoice_date "$1") <(column due_date "$1") <(column amount "$1") \
		<(column open_amount "$1") | sort
}

expected() {
	paste -d, <(column invoice_ends_with "$1") <(column customer_name "$1" | tr -d ',"') \
		<(column invoice_date "$1") <(column due_date "$1") \
		<(column amount "$1" | awk '{ printf "%.2f\n", $1 }') \
		<(column open_amount "$1" | awk '{ printf "%.2f\n", $1 }') | sort
}

# An export of three columns and a row of one's own.
small() {
	printf 'Customer No.,Invoice No.,Due Date,Open Amount\n%s\n' "$*"
}

# A profile for it.
small_profile() {
	cat <<-'YAML'
	columns:
	  customer: Customer No.
	  invoice: Invoice No.
	  due_date: Due Date
	  open_amount: Open Amount
	YAML
}

exact() { # exact ROW...: an export of Exact Online
	printf 'AccountCode,AccountName,InvoiceNumber,InvoiceDate,DueDate,AmountDC,OutstandingDC,Type\n'
	printf '%s\n' "$@"
}

@test "the exports of eleven packages hold what they hold" {
	expected "$LEDGERS/expected.csv" >expected
	[ "$(wc -l <expected)" -eq 14 ]
	for package in $(packages); do
		expect 0 import-ledger --profile "$package" "$LEDGERS/$package.csv"
		[ -z "$stderr" ] || { echo "$package: $stderr"; return 1; }
		printf '%s\n' "$output" >items.csv
		# Odoo's list has no name of the customer, only the number.
		if [ "$package" = odoo ]; then
			cut -d, -f1,3- expected | sort >wanted
			paste -d, <(column invoice items.csv | sed 's/.*\(....\)$/\1/') \
				<(column invoice_date items.csv) <(column due_date items.csv) \
				<(column amount items.csv) <(column open_amount items.csv) | sort >got
		else
			cp expected wanted
			holds items.csv >got
		fi
		diff -u wanted got || { echo "$package"; return 1; }
	done
}

@test "without a profile the shipped one whose columns the export has is found, and named" {
	for package in $(packages); do
		import-ledger --profile "$package" "$LEDGERS/$package.csv" >named.csv
		expect 0 import-ledger "$LEDGERS/$package.csv"
		printf '%s\n' "$output" | cmp - named.csv
		says "note: read by the profile $package"
	done
}

@test "what is read again is the same" {
	for package in $(packages); do
		import-ledger --profile "$package" --ledger-date 2026-11-22 "$LEDGERS/$package.csv" >items.csv
		import-ledger -q items.csv >again.csv
		cmp items.csv again.csv
	done
}

@test "keys come first and hold no comma, so that cut and sort can work on them" {
	import-ledger --profile zoho-books "$LEDGERS/zoho-books.csv" >items.csv
	[ "$(head -1 items.csv | cut -d, -f1,2)" = customer,invoice ]
	[ "$(tail -n +2 items.csv | cut -d, -f1 | sort -u)" = "$(printf '%s\n' 'Bakkerij De Gouden Korrel' \
		'Café Été SARL' 'Drukkerij Het Zegel' 'Jansen P.A.' 'Ørsted Energi ApS' | sort)" ]
	column name items.csv | grep -qx 'Drukkerij "Het Zegel"'
	column name items.csv | grep -qx 'Jansen, P.A.'
}

@test "the zeros that Exact fills codes up with are dropped" {
	import-ledger --profile exact-online "$LEDGERS/exact-online.csv" >items.csv
	[ "$(column customer items.csv | sort -u | tr '\n' ' ')" = "10001 10002 10004 10005 10006 " ]
	exact 0000,x,1,2026-01-01,2026-01-01,1,1,Invoice >zeros.csv
	import-ledger --profile exact-online zeros.csv >items.csv
	[ "$(column customer items.csv)" = 0 ]
}

@test "credits are below zero and the export's own kind is kept" {
	import-ledger --profile moneybird "$LEDGERS/moneybird.csv" >items.csv
	[ "$(column kind items.csv | sort | uniq -c | tr -s ' ' | tr '\n' ';')" = " 2 credit; 12 invoice;" ]
	[ "$(column open_amount items.csv | grep -c '^-')" -eq 2 ]
}

@test "creditors are told from debtors, and an entry on hold is not reminded" {
	sed 's/"Debiteuren"\r$/"Crediteuren"\r/;2!b' "$LEDGERS/e-boekhouden.csv" >payables.csv
	import-ledger --profile e-boekhouden payables.csv >items.csv
	column side items.csv | grep -qx payable
	import-ledger --profile business-central "$LEDGERS/business-central.csv" >items.csv
	[ "$(column reminders items.csv | sort | uniq -c | tr -s ' ' | tr '\n' ';')" = " 13 ; 1 no;" ]
	sed 's/,Yes,,,901/,No,,,901/' "$LEDGERS/business-central.csv" >closed.csv
	import-ledger --profile business-central closed.csv >items.csv
	[ "$(column invoice items.csv | grep -c .)" -eq 13 ]
}

@test "the export's further columns pass through under a clean name" {
	import-ledger --profile afas "$LEDGERS/afas.csv" >items.csv
	head -1 items.csv | grep -q ',factuur_gbl,aut_bet_inc,iban_nr,'
	[ "$(column aut_bet_inc items.csv | sort -u)" = Nee ]
}

@test "a further column whose name would mean something else to us is renamed" {
	printf 'Customer No.,Invoice No.,Due Date,Open Amount,Level,Terms,Created,Document,Status,Region,Region\nA,1,2026-01-01,5,x,Net 30,by Anna,R-1,new,N,S\n' >x.csv
	small_profile >mine.yaml
	import-ledger --profile mine.yaml x.csv >items.csv
	[ "$(head -1 items.csv)" = customer,invoice,due_date,open_amount,export_level,export_terms,export_created,export_document,status,region,region_2 ]
	[ "$(tail -1 items.csv)" = 'A,1,2026-01-01,5.00,x,Net 30,by Anna,R-1,new,N,S' ]
}

@test "a line break in a field becomes a blank" {
	import-ledger --profile xero-invoices "$LEDGERS/xero-invoices.csv" >items.csv
	[ "$(wc -l <items.csv)" -eq 15 ]
	small '"A
B",1,2026-01-01,5' | import-ledger -q >items.csv
	[ "$(column customer items.csv)" = 'A B' ]
}

@test "--ledger-date says on every row what the export is of" {
	import-ledger --profile snelstart --ledger-date 2026-11-22 "$LEDGERS/snelstart.csv" >items.csv
	[ "$(column ledger_date items.csv | sort | uniq -c | tr -s ' ')" = " 14 2026-11-22" ]
	expect 64 import-ledger --ledger-date 22-11-2026 "$LEDGERS/snelstart.csv"
	says '"22-11-2026" is not a date'
}

@test "--ledger-date takes the place of the day that the table has" {
	printf 'customer,invoice,due_date,open_amount,ledger_date\nC1,F1,2026-10-01,1.00,2026-11-01\n' >table.csv
	expect 0 import-ledger -q --ledger-date 2026-11-22 table.csv
	printf '%s\n' "$output" >items.csv
	[ "$(head -n 1 items.csv | tr , '\n' | grep -c ledger_date)" -eq 1 ]
	[ "$(column ledger_date items.csv)" = 2026-11-22 ]
}

@test "amounts have as many decimals as the currency" {
	small 'A,1,2026-01-01,5,JPY' | sed '1s/$/,Currency/' >x.csv
	printf '%s\n' 'A,2,2026-01-01,5.1,KWD' 'A,3,2026-01-01,5.1000,' 'A,4,2026-01-01,5.00,JPY' >>x.csv
	expect 0 import-ledger -q x.csv
	[ "$(printf '%s\n' "$output" | column open_amount | tr '\n' ' ')" = "5 5.100 5.10 5 " ]
	small 'A,1,2026-01-01,5.55,JPY' | sed '1s/$/,Currency/' >x.csv
	expect 65 import-ledger -q x.csv
	says 'x.csv:2: Open Amount: "5.55" has more decimals than its currency'
	small 'A,1,2026-01-01,5,Euro' | sed '1s/$/,Currency/' >x.csv
	expect 65 import-ledger -q x.csv
	says 'x.csv:2: Currency: "Euro" is not a currency'
}

# Guessing.

@test "the usual names of columns are known, with any delimiter, encoding, mark and date order" {
	mkdir -p empty/profiles
	export DUN_DATADIR=$PWD/empty
	for package in snelstart datev-opos e-boekhouden zoho-books business-central; do
		expect 0 import-ledger "$LEDGERS/$package.csv"
		printf '%s\n' "$output" >items.csv
		holds items.csv >got
		expected "$LEDGERS/expected.csv" | diff -u - got || { echo "$package"; return 1; }
	done
	expect 0 import-ledger "$LEDGERS/snelstart.csv"
	says 'note: guessed: delimiter ";", encoding cp1252, decimal mark ,, dates dmy'
	says 'customer = Relatienr, invoice = Boekstuk'
	says '--show-profile FILE > NAME.yaml'
	expect 0 import-ledger "$LEDGERS/zoho-books.csv"
	says "no column is known for a customer's number: the name is the key"
	expect 0 import-ledger -q "$LEDGERS/snelstart.csv"
	[ -z "$stderr" ]
}

@test "the headers that packages and people write are known" {
	# A header, the cells that an item of it must have by their columns, and a row.
	cat >cases <<-'END'
	Kunden-Nr.;Kunde;Rechnungs-Nr.;Rechnungsdatum;Fällig am;Bruttobetrag;Offen
	Debitor;Debitorname;Belegnummer;Belegdatum;Fälligkeit;Betrag;Restbetrag
	Kundennummer;Name;Rechnung;Datum;Zahlbar bis;Gesamtbetrag;Offener Betrag
	Code client;Nom;N° facture;Date facture;Date échéance;Montant TTC;Reste dû
	N° client;Raison sociale;Numéro de facture;Date de facturation;Date d'échéance;Total TTC;Solde dû
	CODE CLIENT;Client;Facture;Date;Échéance;Montant;Reste à payer
	Code client;Nom;Numéro facture;Date de facture;Date d’échéance;Montant;Solde
	Debiteurnr.;Debiteur;Factuurnr.;Factuurdatum;Vervaldatum;Factuurbedrag;Openstaand bedrag
	Klantcode;Klant;Factuur;Datum;Vervalt op;Totaal incl. btw;Nog te betalen
	Relatiecode;Relatie;Boekstuk nr.;Boekdatum;Vervaldag;Bedrag incl. BTW;Openstaand saldo
	Klantnr;Klantnaam;Factuurno;Factuurdatum;Uiterste betaaldatum;Totaal;Open
	Account;Name;Inv No;Date;Due;Gross;O/S Amount
	A/C;Company Name;Invoice #;Invoice Date;Due Date;Invoice Total;Amount Outstanding
	Client ID;Customer Name;Doc. No.;Doc. Date;Payment due date;Original amount;Balance due
	Customer No.;Customer;Number;Date;Due;Total;Due
	END
	while read -r header; do
		printf '%s\n10;Eén;F1;22-11-2026;31-12-2026;1.234,56;234,56\n20;Twee;F2;22-11-2026;31-12-2026;5,00;5,00\n' "$header" >x.csv
		if [ "${header##*;}" = Due ]; then
			expect 65 import-ledger -q x.csv # two of one name
			continue
		fi
		expect 0 import-ledger -q x.csv
		[ "${lines[0]}|${lines[1]}" = 'customer,invoice,invoice_date,due_date,amount,open_amount,name|10,F1,2026-11-22,2026-12-31,1234.56,234.56,Eén' ] ||
			{ echo "$header: $output"; return 1; }
	done <cases
}

@test "without a due date's column it is said where the due date comes from" {
	printf 'Customer No.,Invoice No.,Invoice Date,Open Amount\nA,1,2026-01-13,5\n' >x.csv
	expect 0 import-ledger x.csv
	says 'no column is known for the due date'
}

@test "years of two digits: day first, month first, or what may be year first" {
	# The dates of two rows, and what they become; ! for an error that says how to decide.
	cat >cases <<-'END'
	22-11-26 31-12-26|2026-11-22 2026-12-31
	31-12-26 31-12-26|2026-12-31 2026-12-31
	11/22/26 12/31/26|2026-11-22 2026-12-31
	26-11-22 26-12-31|!with the year first or with the year last
	26-11-02 26-12-03|!with the year first or with the year last
	02-11-26 03-12-26|!with the day first or with the month first
	10-11-12 10-11-12|!with the day first or with the month first
	22-11-19 23-12-26|!with the year first or with the year last
	END
	while IFS='|' read -r dates wanted; do
		printf 'Customer No.,Invoice No.,Due Date,Open Amount\nA,1,%s,5\nA,2,%s,5\n' ${dates} >x.csv
		if [[ $wanted == !* ]]; then
			expect 65 import-ledger x.csv
			silent
			says "${wanted#!}"
			says 'date_order: '
		else
			import-ledger -q x.csv >items.csv
			[ "$(column due_date items.csv | tr '\n' ' ')" = "$wanted " ] || { echo "$dates"; return 1; }
		fi
	done <cases
	printf 'Customer No.,Invoice No.,Due Date,Open Amount\nA,1,26-11-22,5\nA,2,26-12-31,5\n' >x.csv
	import-ledger -q --show-profile x.csv | sed '$adate_order: ymd' >mine.yaml
	import-ledger -p mine.yaml x.csv >items.csv
	[ "$(column due_date items.csv | tr '\n' ' ')" = '2026-11-22 2026-12-31 ' ]
}

@test "what a file does not tell stays open in the profile that is saved, and next week's tells it" {
	small 'A,1,05/05/2026,5' >x.csv
	import-ledger -q x.csv >items.csv
	[ "$(column due_date items.csv)" = 2026-05-05 ]
	import-ledger -q --show-profile x.csv >mine.yaml
	small 'A,1,31/05/2026,"5,50"' >x.csv
	import-ledger -p mine.yaml x.csv >items.csv
	[ "$(tail -1 items.csv)" = A,1,2026-05-31,5.50 ]
}

@test "an export that a spreadsheet program saved anew is still that package's" {
	# Semicolons, a comma as the decimal mark, other dates: the words and zeros are known still.
	import-ledger -p exact-online "$LEDGERS/exact-online.csv" >items.csv
	perl -pe 's/(\d{4})-(\d\d)-(\d\d)/$3-$2-$1/g; s/(-?\d+)\.(\d+),/$1\x02$2,/g; s/"((?:[^"]|"")*)"/my $f = $1; $f =~ s{,}{\x02}g; "\"$f\""/ge;
		tr/,/;/; tr/\x02/,/' "$LEDGERS/exact-online.csv" >x.csv
	grep -q ';"Jansen, P.A.";20260701;25-08-2026;08-09-2026;8434,5;8434,5;Invoice' x.csv
	expect 0 import-ledger x.csv
	printf '%s\n' "$output" | cmp items.csv -
	says 'read by the profile exact-online, but with delimiter ";", encoding utf-8, decimal mark ,, dates dmy'
	says '--show-profile FILE > NAME.yaml'
	import-ledger -q --show-profile x.csv >mine.yaml
	import-ledger -p mine.yaml x.csv | cmp items.csv -
	# The same delimiter, but the country's dates and marks.
	perl -pe 's/(\d{4})-(\d\d)-(\d\d)/$3-$2-$1/g; s/(-?\d+)\.(\d+),/"$1,$2",/g' "$LEDGERS/exact-online.csv" >x.csv
	expect 0 import-ledger x.csv
	printf '%s\n' "$output" | cmp items.csv -
	says 'but with delimiter ",", encoding utf-8, decimal mark ,, dates dmy'
	# By its name it is read as the profile says, and no other way.
	expect 65 import-ledger -p exact-online x.csv
	says 'is not a date (read as year, month, day)'
	for package in snelstart afas datev-opos e-boekhouden; do
		perl -pe 's/("(?:[^"]|"")*")|;/defined $1 ? $1 : "\t"/ge' "$LEDGERS/$package.csv" >x.csv
		import-ledger -p "$package" "$LEDGERS/$package.csv" >items.csv
		import-ledger -q x.csv | cmp items.csv - || { echo "$package"; return 1; }
	done
}

@test "a guessed profile that is saved reads the same in whatever encoding the file is" {
	for encoding in CP1252 UTF-16LE; do
		iconv -f UTF-8 -t "$encoding" "$LEDGERS/exact-online.csv" >x.csv
		import-ledger -q x.csv >items.csv
		import-ledger -q --show-profile x.csv >mine.yaml
		import-ledger -p mine.yaml x.csv | cmp items.csv -
	done
}

@test "a column of debits and credits decides the sign" {
	for column in S/H Soll/Haben D/C Debet/Credit Dr/Cr; do
		printf 'Konto;Beleg-Nr.;Fälligkeit;Offen;%s;Belegart\n1;R1;31.12.2026;5,00;%s;RE\n1;R2;31.12.2026;3,00;%s;RE\n' \
			"$column" "${column:0:1}" "$(sed 's,.*/\(.\).*,\1,' <<<"$column")" >x.csv
		import-ledger -q x.csv >items.csv
		[ "$(paste -d, <(column open_amount items.csv) <(column kind items.csv) | tr '\n' ' ')" = '5.00,invoice -3.00,credit ' ] ||
			{ echo "$column"; return 1; }
	done
}

@test "titles, groups, totals and a footer are told from items without a profile too" {
	mkdir -p empty/profiles
	DUN_DATADIR=$PWD/empty import-ledger -q "$LEDGERS/quickbooks-ar-aging-detail.csv" >items.csv
	holds items.csv >got
	expected "$LEDGERS/expected.csv" | diff -u - got
}

@test "what was guessed can be saved as a profile and then reads the same" {
	mkdir -p empty/profiles
	export DUN_DATADIR=$PWD/empty
	for package in snelstart quickbooks-ar-aging-detail moneybird e-boekhouden; do
		import-ledger -q "$LEDGERS/$package.csv" >guessed.csv
		import-ledger -q --show-profile "$LEDGERS/$package.csv" >mine.yaml
		import-ledger --profile mine.yaml "$LEDGERS/$package.csv" >named.csv
		cmp guessed.csv named.csv
	done
}

@test "a shipped profile that is printed and saved reads the same" {
	for package in $(packages); do
		import-ledger --profile "$package" "$LEDGERS/$package.csv" >shipped.csv
		import-ledger --profile "$package" --show-profile >mine.yaml
		import-ledger --profile ./mine.yaml "$LEDGERS/$package.csv" >mine.csv
		cmp shipped.csv mine.csv
	done
}

@test "day and month that no row tells apart are an error that says how to decide" {
	small 'A,1,02/03/2026,5' >x.csv
	expect 65 import-ledger x.csv
	silent
	says 'x.csv:2: "02/03/2026" can be a date with the day first or with the month first'
	says 'date_order: dmy'
	expect 0 import-ledger --show-profile x.csv
	printf '%s\ndate_order: mdy\n' "$output" >mine.yaml
	import-ledger --profile mine.yaml x.csv >items.csv
	[ "$(column due_date items.csv)" = 2026-02-03 ]
	sed -i s/mdy/dmy/ mine.yaml
	import-ledger --profile mine.yaml x.csv >items.csv
	[ "$(column due_date items.csv)" = 2026-03-02 ]
	printf 'Customer No.,Invoice No.,Due Date,Open Amount\nA,1,02/03/2026,5\nA,2,02/13/2026,5\n' >x.csv
	expect 0 import-ledger -q x.csv
	shows 2026-02-03
}

@test "dates in two orders are an error that names both" {
	printf 'Customer No.,Invoice No.,Due Date,Open Amount\nA,1,22/03/2026,5\nA,2,03/22/2026,5\n' >x.csv
	expect 65 import-ledger x.csv
	silent
	says 'x.csv:3: "03/22/2026" and "22/03/2026" on line 2 write dates in two ways'
}

@test "10.000 alone may be ten thousand or ten: an error that says how to decide" {
	printf 'Customer No.;Invoice No.;Due Date;Open Amount\nA;1;22-03-2026;10.000\n' >x.csv
	expect 65 import-ledger x.csv
	silent
	says 'x.csv:2: "10.000" can be an amount in thousands or one with three decimals'
	says 'decimal_mark: ","'
	printf 'A;2;22-03-2026;1.000,50\n' >>x.csv
	expect 0 import-ledger -q x.csv
	shows 'A,1,2026-03-22,10000.00'
}

@test "two profiles that read an export equally well are an error that names both" {
	mkdir -p two/profiles
	cp "$ROOT/examples/profiles/snelstart.yaml" two/profiles/a.yaml
	cp "$ROOT/examples/profiles/snelstart.yaml" two/profiles/b.yaml
	DUN_DATADIR=$PWD/two expect 65 import-ledger "$LEDGERS/snelstart.csv"
	silent
	says 'the profiles a and b both read this; name one with --profile'
}

@test "a table that nobody knows is refused with what it lacks" {
	printf 'foo,bar\n1,2\n' >x.csv
	expect 65 import-ledger x.csv
	says 'x.csv: no row looks like the header'
	printf 'Title\n\nCustomer No.,Invoice No.,Foo\n1,2,3\n' >x.csv
	expect 65 import-ledger x.csv
	says 'x.csv:3: no column is known here for: open_amount, due_date'
	printf 'Invoice,Due Date,Open Amount,Open amount,Customer\n1,2026-01-01,3,4,A\n' >x.csv
	expect 65 import-ledger x.csv
	says 'open_amount (two columns would do)'
}

@test "credits without a sign are told by their kind" {
	printf 'Customer No.,Invoice No.,Due Date,Open Amount,Type\nA,1,2026-01-01,5,Invoice\nA,2,2026-01-01,3,Credit Memo\n' >x.csv
	expect 0 import-ledger x.csv
	shows 'A,2,2026-01-01,-3.00,credit'
	says 'credits without a sign'
	{ small_profile; printf '  kind: Type\nvalues: {kind: {Invoice: invoice, Credit Memo: credit}}\n'; } >mine.yaml
	expect 65 import-ledger --profile mine.yaml x.csv
	says 'x.csv:3: Open Amount: "3" is above zero, but the row is a credit; "sign: by-kind"'
	echo 'sign: reverse' >>mine.yaml
	sed -i 's/,3,Credit/,-3,Credit/; s/,5,Invoice/,-5,Invoice/' x.csv
	expect 65 import-ledger --profile mine.yaml x.csv
	sed -i 's/,-3,Credit/,3,Credit/' x.csv
	expect 0 import-ledger --profile mine.yaml x.csv
	shows 'A,1,2026-01-01,5.00,invoice'
	shows 'A,2,2026-01-01,-3.00,credit'
}

@test "an invoice of which too much was paid is a credit; a credit of which something is asked is a fault" {
	cat >x.csv <<-'CSV'
	Klant,Factuur,Vervaldatum,Bedrag,Openstaand
	C1,F1,2026-10-01,100.00,-20.00
	C1,F2,2026-10-01,-100.00,-20.00
	C1,F3,2026-10-01,-100.00,0.00
	C1,F4,2026-10-01,0.00,20.00
	C2,F5,2026-10-01,100.00,-0.01
	CSV
	expect 0 import-ledger x.csv
	says 'x.csv:2: note: 2 items are below zero where the amount is not, and count as a credit: was too much paid?'
	printf '%s\n' "$output" >items.csv
	[ "$(column open_amount items.csv | xargs)" = '-20.00 -20.00 0.00 20.00 -0.01' ]
	sed '3s/-20/20/' x.csv >y.csv
	expect 65 import-ledger -q y.csv
	silent
	says 'y.csv:3: Bedrag: "-100.00" is below zero, and what is open is not; of a credit both are'
	expect 1 import-ledger --rejects r.csv y.csv
	[ "$(column Factuur r.csv | sort | xargs)" = 'F1 F2 F3 F4' ]
	says 'y.csv:6: note: 1 item is below zero where the amount is not, and counts as a credit'
}

@test "items that a spreadsheet rewrote are read back" {
	import-ledger --profile e-boekhouden "$LEDGERS/e-boekhouden.csv" >items.csv
	perl -pe 's/(\d{4})-(\d\d)-(\d\d)/$3-$2-$1/g; s/(-?\d+)\.(\d\d),/$1;$2,/g; s/"([^"]*(?:""[^"]*)*)"/my $f = $1; $f =~ s{,}{\x01}g; "\"$f\""/ge;
		s/(\d);(\d\d)(?=,)/$1\x02$2/g; tr/,/;/; tr/\x01\x02/,,/; s/\n/\r\n/' items.csv >sheet.csv
	grep -q '11-10-2026;10-11-2026;4742,80;4742,80;receivable;"Drukkerij ""Het Zegel"""' sheet.csv
	import-ledger -q sheet.csv >back.csv
	cmp items.csv back.csv
}

@test "total rows are told from items, and no item is lost whose customer is called Total" {
	cat >x.csv <<-'CSV'
	Customer,Invoice No.,Due Date,Open Amount
	Total Energies,1,2026-01-01,100.00
	Acme,2,2026-01-01,50.00
	Total,,,150.00
	CSV
	import-ledger -q x.csv >items.csv
	[ "$(column customer items.csv | tr '\n' ';')" = 'Total Energies;Acme;' ]
	import-ledger -q --show-profile x.csv >mine.yaml
	grep -qF 'Customer = Total' mine.yaml
	import-ledger -p mine.yaml x.csv | cmp items.csv -
	# A total that cannot be told from an item is a fault, never an item lost.
	sed -i 's/^Total,,,/Total Energies,,,/' x.csv
	expect 65 import-ledger -q x.csv
	says 'x.csv:4: Invoice No.: is empty'
}

@test "without a profile the rows are held against the total of all, where the export has one" {
	# What stands below two items of 5,00 and 6,00: exit status, and the lines.
	cat >cases <<-'END'
	0|Totaal;;;;11,00
	0|Totaal:;;;;11,00
	0|;Totaal generaal;;;11,00
	0|;;;Totaal;11,00
	1|Totaal;;;;12,00
	1|Grand total;;;;12,00
	1|Gesamtsumme;;;;12,00
	1|;;;Total général;12,00
	0|Totaal;;;;0,00
	0|Totaal;;;;
	0|Totaal De Vries;;;;6,00
	0|Subtotaal;;;;6,00
	1|Subtotaal;;;;6,00\nTotaal;;;;12,00
	0|Totaal;;;;6,00\nTotaal;;;;6,00
	0|Som;;;;11,00
	END
	while IFS='|' read -r status rows; do
		printf "Klantcode;Naam;Factuurnr;Vervaldatum;Saldo\n1;Jansen;F1;31-12-2026;5,00\n2;De Vries;F2;31-12-2026;6,00\n$rows\n" >x.csv
		expect "$status" import-ledger -q x.csv
		[ "${lines[1]} ${lines[2]} ${#lines[@]}" = '1,F1,2026-12-31,5.00,Jansen 2,F2,2026-12-31,6.00,De Vries 3' ] ||
			{ echo "$rows"; return 1; }
		[ "$status" = 0 ] || says "Saldo: the export's own total is \"12,00\", its rows come to 11.00; is it whole?"
	done <cases
	# Where dates come first, the word stands in their column.
	printf 'Datum;Klant;Factuurnr;Saldo\n31-12-2026;Jansen;F1;5,00\nTotaal;;;5,00\n' >x.csv
	import-ledger -q x.csv >items.csv
	[ "$(column invoice items.csv)" = F1 ]
	import-ledger -q --show-profile x.csv >mine.yaml
	grep -q 'total: \["Datum = Totaal"\]' mine.yaml
	sed -i '/Totaal/d' x.csv
	expect 1 import-ledger -p mine.yaml x.csv
	says 'there is no total row'
}

@test "pages and exports behind one another repeat the header, and each has its own total" {
	printf 'Klant;Factuurnr;Vervaldatum;Saldo;Soort\nA;1;31-12-2026;5,00;Factuur\nTotaal;;;5,00;\n' >a.csv
	sed 's/A;1;/B;2;/' a.csv >b.csv
	cat a.csv b.csv >x.csv
	for files in x.csv 'a.csv b.csv'; do
		expect 0 import-ledger -q ${files}
		[ "$output" = 'customer,invoice,due_date,open_amount,kind,name
A,1,2026-12-31,5.00,invoice,A
B,2,2026-12-31,5.00,invoice,B' ]
	done
	sed -i '$s/5,00/6,00/' b.csv
	expect 1 import-ledger -q a.csv b.csv
	says 'b.csv:3: Saldo: the export'"'"'s own total is "6,00", its rows come to 5.00'
}

@test "a payment or a credit without a number gets its kind and its day as one" {
	sed 's/^,08\/09\/2026,Credit Memo,20260705,/,08\/09\/2026,Credit Memo,,/' "$LEDGERS/quickbooks-ar-aging-detail.csv" >x.csv
	import-ledger -q x.csv >items.csv
	grep -q '^Jansen P.A.,credit-2026-08-09,2026-08-09,2026-08-23,-84.27,' items.csv
	printf 'Klantcode;Factuurnr;Datum;Saldo;Soort\n1;F1;31-12-2026;50,00;Factuur\n1;;30-12-2026;-5,00;Betaling\n1;;30-12-2026;-6,00;Betaling\n2;;30-12-2026;-7,00;Betaling\n' >x.csv
	import-ledger -q x.csv >items.csv
	[ "$(column invoice items.csv | tr '\n' ' ')" = 'F1 payment-2026-12-30 payment-2026-12-30-2 payment-2026-12-30 ' ]
	[ "$(column open_amount items.csv | tr '\n' ' ')" = '50.00 -5.00 -6.00 -7.00 ' ]
	import-ledger -q --rejects bad.csv x.csv | cmp items.csv -
	# An invoice needs a number, and a sum has no day.
	for row in '1;;31-12-2026;5,00;Factuur' '1;;31-12-2026;5,00;' '1;;;-5,00;Betaling' '1;;;-5,00;'; do
		printf 'Klantcode;Factuurnr;Datum;Saldo;Soort\n1;F1;31-12-2026;50,00;Factuur\n%s\n' "$row" >x.csv
		expect 65 import-ledger -q x.csv
		silent
		says 'x.csv:3: Factuurnr: is empty; it names the invoice'
	done
}

@test "an invoice without any date is a fault; a payment needs none" {
	printf 'Klantcode;Naam;Factuurnr;Vervaldatum;Saldo\n1;Jansen;F1;31-12-2026;5,00\n1;Jansen;Transport;;5,00\n1;Jansen;Bet;;-2,00\n' >x.csv
	expect 65 import-ledger -q x.csv
	silent
	says 'x.csv:3: Vervaldatum: is empty; an invoice needs a due date or an invoice date'
	refute grep -q x.csv:4 <<<"$stderr"
	sed -i 3d x.csv
	expect 0 import-ledger -q x.csv
}

@test "group headers, subtotals, footers and a line that tells the delimiter are no items" {
	cat >x.csv <<-'CSV'
	sep=;
	Openstaande posten per 22-11-2026

	Klantcode;Naam;Factuurnr;Vervaldatum;Saldo EUR
	Regio Noord;;;;
	C1;Een;1;22-11-2026;1.050,00
	;;Subtotaal;;1.050,00
	Regio Zuid
	C2;Twee;2;22-11-2026;50,00
	Subtotaal:;;;;50,00
	Totaal;;;;1.100,00
	Afgedrukt op 22-11-2026 om 10:00
	CSV
	expect 0 import-ledger -q x.csv
	[ "$output" = "customer,invoice,due_date,open_amount,name
C1,1,2026-11-22,1050.00,Een
C2,2,2026-11-22,50.00,Twee" ]
	# What the end of the file may have torn off is a fault.
	printf 'C3' >>x.csv
	expect 65 import-ledger -q x.csv
	says 'x.csv:13: has 1 field,'
}

@test "one row an invoice line is told from the rows, and the amount of a line is not the invoice's" {
	cat >x.csv <<-'CSV'
	Customer,Invoice,Due Date,Description,Amount,Total,Balance
	Acme,1,2026-11-22,paper,10.00,50.00,45.00
	Acme,1,2026-11-22,ink,20.00,50.00,45.00
	Acme,1,2026-11-22,ink,20.00,50.00,45.00
	Beta,2,2026-11-22,pens,5.00,5.00,5.00
	CSV
	expect 0 import-ledger x.csv
	printf '%s\n' "$output" >items.csv
	says 'a row a line of an invoice'
	[ "$(column amount items.csv | tr '\n' ' ')" = '50.00 5.00 ' ]
	[ "$(column open_amount items.csv | tr '\n' ' ')" = '45.00 5.00 ' ]
	import-ledger -q --show-profile x.csv >mine.yaml
	import-ledger -p mine.yaml x.csv | cmp items.csv -
	# Without a total of the invoice there is none.
	sed -i '1s/Total/Weight/' x.csv
	import-ledger -q x.csv >items.csv
	[ "$(head -n 1 items.csv)" = customer,invoice,due_date,open_amount,description,export_amount,weight ]
	# The same row twice is no line, and other dates are instalments without a name.
	printf 'Customer,Invoice,Due Date,Open\nA,1,2026-01-01,5\nA,1,2026-01-01,5\n' >x.csv
	sed -i '1s/Open/Balance/' x.csv
	expect 65 import-ledger -q x.csv
	says 'x.csv:3: Invoice: the invoice "1" of this customer stands on line 2 of x.csv already'
	sed -i '3s/01-01/02-01/' x.csv
	expect 65 import-ledger -q x.csv
	says 'stands on line 2 of x.csv already'
	# Xero's export holds what it holds, without its profile.
	mkdir -p empty/profiles
	DUN_DATADIR=$PWD/empty import-ledger -q "$LEDGERS/xero-invoices.csv" >items.csv
	holds items.csv >got
	expected "$LEDGERS/expected.csv" | diff -u - got
}

@test "a column of codes that is empty throughout is no key; the name is" {
	printf 'Code klant,Relatiecode,Naam,Factuurnr,Vervaldatum,Saldo\n,,Een,1,2026-01-13,5\n,,Twee,2,2026-01-14,5\n' >x.csv
	expect 0 import-ledger x.csv
	says "no column is known for a customer's number: the name is the key"
	[ "$(column customer <(printf '%s\n' "$output") | tr '\n' ' ')" = 'Een Twee ' ]
}

@test "an account of the ledger, which is the same throughout, is no customer" {
	printf 'Account;Name;Invoice;Due date;Open\n1300;A;1;31-12-2026;5,00\n1300;B;2;31-12-2026;5,00\n' >x.csv
	import-ledger -q x.csv >items.csv
	[ "$(column customer items.csv | tr '\n' ' ')" = 'A B ' ]
	sed -i 's/;B;/;A;/' x.csv
	import-ledger -q x.csv >items.csv
	[ "$(column customer items.csv | tr '\n' ' ')" = '1300 1300 ' ]
}

@test "a text that the export keeps from a spreadsheet is that text" {
	printf 'Klantcode;Naam;Factuurnr;Vervaldatum;Saldo\n="0012";A;"=""F1""";31-12-2026;5,00\n' >x.csv
	import-ledger -q x.csv >items.csv
	[ "$(tail -1 items.csv)" = 0012,F1,2026-12-31,5.00,A ]
}

@test "a unit behind a column's name is no part of it" {
	printf 'Customer,Number,Due Date (UTC),Amount (EUR),Amount due EUR\nA,1,2026-01-13,6.00,5.00\n' >x.csv
	import-ledger -q x.csv >items.csv
	[ "$(cat items.csv)" = "customer,invoice,due_date,amount,open_amount
A,1,2026-01-13,6.00,5.00" ]
	# The one without it goes before.
	printf 'Customer,Number,Due Date,Amount,Amount (LCY),Amount due\nA,1,2026-01-13,6.00,7.00,5.00\n' >x.csv
	import-ledger -q x.csv >items.csv
	[ "$(column amount items.csv)" = 6.00 ]
}

@test "amounts in every dress" {
	# cell and what it is, with a comma as the decimal mark and with a point
	cat >comma <<-'END'
	1.234,50|1234.50
	1 234,50|1234.50
	1_234,50|1234.50
	1~234,50|1234.50
	12345,5|12345.50
	1.234.567,00|1234567.00
	1234,50-|-1234.50
	-1.234,50|-1234.50
	−5,00|-5.00
	(1.234,50)|-1234.50
	84,27 CR|-84.27
	84,27Cr|-84.27
	84,27 DR|84.27
	€ 84,27|84.27
	-€ 84,27|-84.27
	84,27 EUR|84.27
	5,0000|5.00
	END
	# The blanks that do not break: U+00A0 and U+202F.
	sed -i $'s/_/\xc2\xa0/; s/~/\xe2\x80\xaf/' comma
	sed 's/|.*//; s/,/;/g; s/\./,/g; s/;/./g' comma | paste -d'|' - <(sed 's/.*|//' comma) >point
	printf '%s\n' "1'234.50|1234.50" "1’234’567.50|1234567.50" '1,28,500.00 Dr|128500.00' '5.00 cr|-5.00' >>point
	for mark in comma point; do
		{
			printf 'Customer No.;Invoice No.;Due Date;Open Amount\n'
			sed 's/|.*//' "$mark" | awk '{ print "A;" NR ";2026-01-13;" $0 }'
		} >x.csv
		expect 0 import-ledger -q x.csv
		same <(sed 's/.*|//' "$mark") <(column open_amount <(printf '%s\n' "$output"))
	done
}

@test "an amount that names its currency is never taken for one of another" {
	small 'A,1,2026-01-13,$ 5.00' >x.csv
	echo 'A,2,2026-01-13,$5.00' >>x.csv
	import-ledger -q x.csv >items.csv
	[ "$(head -1 items.csv)" = customer,invoice,due_date,open_amount ]
	small 'A,1,2026-01-13,€ 5.00' >x.csv
	expect 0 import-ledger x.csv
	shows 'A,1,2026-01-13,5.00,EUR'
	says 'currency = EUR'
	for other in '$ 5.00' '5.00 USD' '£5.00'; do
		small 'A,1,2026-01-13,€ 5.00' >x.csv
		echo "A,2,2026-01-13,$other" >>x.csv
		expect 65 import-ledger -q x.csv
		silent
		says "x.csv:3: Open Amount: \"$other\" is not in the currency of other rows, which is EUR"
	done
	printf 'Customer No.,Invoice No.,Due Date,Open Amount,Currency\nA,1,2026-01-13,$5.00,CAD\nA,2,2026-01-13,$5.00,USD\nA,3,2026-01-13,€5.00,\n' >x.csv
	import-ledger -q x.csv >items.csv
	[ "$(column currency items.csv | tr '\n' ' ')" = 'CAD USD  ' ]
	echo 'A,4,2026-01-13,$5.00,EUR' >>x.csv
	expect 65 import-ledger -q x.csv
	says "x.csv:5: Open Amount: \"\$5.00\" is not in the row's currency, which is EUR"
}

@test "currencies in small letters or as a symbol" {
	printf 'Customer No.,Invoice No.,Due Date,Open Amount,Currency\nA,1,2026-01-13,5,eur\nA,2,2026-01-13,5,€\nA,3,2026-01-13,5,£\nA,4,2026-01-13,5,jpy\n' >x.csv
	import-ledger -q x.csv >items.csv
	[ "$(column currency items.csv | tr '\n' ' ')" = 'EUR EUR GBP JPY ' ]
	[ "$(column open_amount items.csv | tr '\n' ' ')" = '5.00 5.00 5.00 5 ' ]
}

@test "a ledger gives the same in any delimiter, encoding and line end" {
	mkdir -p empty/profiles
	export DUN_DATADIR=$PWD/empty
	import-ledger -q "$LEDGERS/zoho-books.csv" >items.csv
	for delimiter in ';' '|' "$(printf '\t')"; do
		perl -pe 's/("(?:[^"]|"")*")|,/defined $1 ? $1 : "'"$delimiter"'"/ge' "$LEDGERS/zoho-books.csv" >x.csv
		import-ledger -q x.csv | cmp items.csv -
		for encoding in UTF-16 UTF-16BE CP1252; do
			iconv -f UTF-8 -t "$encoding" x.csv >y.csv
			import-ledger -q y.csv | cmp items.csv -
		done
		sed 's/$/\r/' x.csv | import-ledger -q | cmp items.csv -
	done
}

@test "how often AFAS reminded, and what is on hold in Business Central, reaches the reminders" {
	perl -pe 's/;0;75;;/;2;75;;/' "$LEDGERS/afas.csv" >x.csv
	import-ledger -p afas x.csv >items.csv
	[ "$(column reminded_level items.csv | sort | uniq -c | tr -s ' ' | tr '\n' ';')" = ' 13 0; 1 2;' ]
	cat >policy.yaml <<-'END'
	company: {name: Voorbeeld BV}
	terms: {standard: {levels: [{after_due: 7}, {after_due: 14}, {after_due: 21}]}}
	END
	printf 'customer,name,email\n' >customers.csv
	column customer items.csv | sort -u | sed 's/$/,x,x@x.example/' >>customers.csv
	echo time,event,customer >history.csv
	select-overdue --as-of 2026-11-22 --explain items.csv >explained.csv
	[ "$(paste -d, <(column invoice explained.csv) <(column level explained.csv) | grep '^20260701,')" = 20260701,3 ]
	[ "$(column level explained.csv | grep -c '^3$')" -eq 1 ]
	import-ledger -p business-central "$LEDGERS/business-central.csv" >items.csv
	select-overdue --as-of 2026-11-22 --explain items.csv >explained.csv
	column reason explained.csv | grep -qx item-blocked
}

@test "what was paid, and what the firm owes, has profiles of its own" {
	sed '1s/Entry No\./Closed at Date/; 2,$s/,[0-9]*$/,/; 2s/,4742.8,2026-11-10,Yes,,,$/,0,2026-11-10,No,,,2026-11-20/' \
		"$LEDGERS/business-central.csv" >paid.csv
	import-ledger -p business-central paid.csv >items.csv
	[ "$(column invoice items.csv | grep -c .)" -eq 13 ]
	expect 0 import-ledger paid.csv
	says 'read by the profile business-central-paid'
	printf '%s\n' "$output" >items.csv
	[ "$(paste -d, <(column invoice items.csv) <(column open_amount items.csv) <(column paid_date items.csv) | head -n 1)" = \
		20260700,0.00,2026-11-20 ]
	[ "$(column invoice items.csv | grep -c .)" -eq 14 ]
	# Creditors: the same columns for another side of the book are never told from debtors.
	for package in exact-online:exact-online-payables datev-opos:datev-opos-kreditoren snelstart:snelstart-crediteuren; do
		import-ledger -p "${package%:*}" "$LEDGERS/${package%:*}.csv" >ours.csv
		import-ledger -p "${package#*:}" "$LEDGERS/${package%:*}.csv" >theirs.csv
		[ "$(column side theirs.csv | sort -u)" = payable ]
		same <(column open_amount ours.csv) <(column open_amount theirs.csv)
		expect 0 import-ledger "$LEDGERS/${package%:*}.csv"
		says "read by the profile ${package%:*};"
	done
	sed '1s/Customer/Vendor/g; s/,4742.8,4742.8,4742.8,/,-4742.8,-4742.8,-4742.8,/' "$LEDGERS/business-central.csv" >vendors.csv
	sed -n '1,2p' vendors.csv >one.csv
	expect 0 import-ledger one.csv
	says 'read by the profile business-central-vendors'
	printf '%s\n' "$output" >items.csv
	[ "$(column open_amount items.csv),$(column side items.csv)" = 4742.80,payable ]
}

@test "invoices of Xero that were not sent, or taken back, are left out" {
	for status in Draft Submitted 'Awaiting Approval' Voided Deleted; do
		sed "/INV-0700/,/^\"Jansen/s/Awaiting Payment/$status/" "$LEDGERS/xero-invoices.csv" >x.csv
		import-ledger -p xero-invoices x.csv >items.csv
		refute grep -q INV-0700 items.csv
	done
	sed "s/Awaiting Payment/Paid/" "$LEDGERS/xero-invoices.csv" >x.csv
	import-ledger -p xero-invoices x.csv >items.csv
	[ "$(wc -l <items.csv)" -eq 15 ]
}

@test "a workbook is named for what it is, whatever its name says" {
	printf 'PK\3\4\24\0\6\0\10\0\0\0!\0xxxxxxxxxxxx\23\0\0\0[Content_Types].xml' >x.csv
	expect 65 import-ledger x.csv
	says 'x.csv: is an Excel workbook (xlsx)'
	says 'save it as CSV'
	printf 'PK\3\4\24\0\0\0\0\0\0\0!\0xxxxxxxxxxxx\10\0\0\0mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK' >x.ods
	expect 65 import-ledger x.ods
	says 'x.ods: is an OpenDocument workbook (ods)'
	printf '\n \t<!DOCTYPE html>\n<table><tr><td>Customer' >x.xls
	expect 65 import-ledger x.xls
	says 'x.xls: is XML or a web page'
	printf '\357\273\277' >x.csv
	expect 65 import-ledger x.csv
	silent
}

@test "a field of a hundred kilobytes goes through" {
	long=$(printf '%0102400d' 0)
	small "A,1,2026-01-01,5,$long" | sed '1s/$/,Region/' >x.csv
	import-ledger -q x.csv >items.csv
	[ "$(column region items.csv)" = "$long" ]
}

# The mechanism of profiles.

@test "the shipped profiles are listed" {
	expect 0 import-ledger --list-profiles
	for package in $(packages); do shows "$package "; done
	DUN_DATADIR=$PWD/nowhere expect 66 import-ledger --list-profiles
	says 'there are no profiles'
}

@test "a profile that is not there is named, with the nearest one" {
	expect 66 import-ledger --profile exact-onlin "$LEDGERS/exact-online.csv"
	says 'there is no profile "exact-onlin"; did you mean "exact-online"?'
	expect 66 import-ledger --profile ./mine.yaml "$LEDGERS/exact-online.csv"
	says './mine.yaml'
	silent
}

@test "constants, translated words and other names of a column" {
	cat >mine.yaml <<-'YAML'
	columns:
	  customer: Klant
	  invoice: [Nummer, Stuk]
	  due_date: [Vervalt]
	  open_amount: Open
	  currency: Munt
	  delivery: Post
	values:
	  currency: {E: EUR, "*": GBP}
	  delivery: {ja: post, "": email}
	constants: {currency: USD, terms: vip}
	drop: [Intern]
	skip: ["Open = 0,00", "Klant ~ x*"]
	YAML
	cat >x.csv <<-'CSV'
	Klant;Nummer;Stuk;Vervalt;Open;Munt;Post;Intern
	A;1;;1-2-2026;5,00;E;ja;i
	B;;2;13-2-2026;5,00;pond;;i
	C;3;33;1-2-2026;5,00;;nee;i
	D;4;;1-2-2026;0,00;;;i
	xE;5;;1-2-2026;5,00;;;i
	CSV
	expect 0 import-ledger --profile mine.yaml x.csv
	[ "$output" = "customer,invoice,due_date,open_amount,currency,terms,delivery
A,1,2026-02-01,5.00,EUR,vip,post
B,2,2026-02-13,5.00,GBP,vip,email
C,3,2026-02-01,5.00,USD,vip,nee" ]
}

@test "a word that the profile does not know is an error, not a guess" {
	exact 'A,x,1,2026-01-01,2026-01-01,1,1,Debit memo' >x.csv
	expect 65 import-ledger --profile exact-online x.csv
	silent
	says 'x.csv:2: Type: "Debit memo" is not known as a kind (invoice credit payment fee)'
}

@test "the faults of a profile are told with their places, all at once" {
	cat >mine.yaml <<-'YAML'
	colums: {}
	delimiter: dot
	date_order: [dmy]
	columns:
	  Customer: x
	  invoice: [a, [b]]
	values: {kind: {Invoice: bill}}
	skip: ["Open No"]
	sign: plus
	drop: none
	YAML
	expect 78 import-ledger --profile mine.yaml x.csv
	says 'mine.yaml:1:1: "colums" is no key of a profile; did you mean "columns"?'
	says 'mine.yaml:2:12: "dot" is not comma, semicolon, tab or pipe'
	says 'mine.yaml:3:13: one word belongs here'
	says 'mine.yaml:5:3: "Customer" is no name for a column'
	says 'mine.yaml:6:16: a text belongs here'
	says 'mine.yaml:7:26: "bill" is not one of the words for kind: invoice credit payment fee'
	says 'mine.yaml:8:8: it has no operator'
	says 'mine.yaml:9:7: "plus" is not as-is, reverse or by-kind'
	says 'mine.yaml:10:7: a list'
	echo 'columns: {customer: a, invoice: b}' >mine.yaml
	expect 78 import-ledger --profile mine.yaml x.csv
	says 'columns lacks "open_amount"'
	says 'columns lacks "due_date" and "invoice_date"'
}

@test "each fault that a profile can have is told with its place" {
	local line message
	while IFS='|' read -r line message; do
		{ small_profile; printf '%b\n' "$line"; } >mine.yaml
		expect 78 import-ledger --profile mine.yaml x.csv
		[ "$stderr" = "import-ledger: mine.yaml:$message" ] || { echo "$line: $stderr"; return 1; }
	done <<-'END'
	title: [a]|6:8: a text belongs here
	quote: x|6:8: "x" is not """, "'" or none
	encoding: [utf-8]|6:11: one word belongs here: utf-8, utf-16, utf-16be or cp1252
	decimal_mark: ;|6:15: ";" is not "." or ","
	thousands_mark: x|6:17: "x" is not ".", ",", " ", "'" or none
	decimal_mark: ","\nthousands_mark: ","|7:17: thousands_mark and decimal_mark are the same
	rows: lines|6:7: "lines" is not items or invoice-lines
	sign: by-kind|6:7: "sign: by-kind" needs a column "kind"
	constants: [a]|6:12: a group of NAME: VALUE belongs here
	constants: {Foo: b}|6:13: "Foo" is no name for a column (small letters, digits and _)
	constants: {region: [b]}|6:21: a text belongs here
	constants: {side: b}|6:19: "b" is not one of the words for side: receivable payable
	values: kind|6:9: a group of NAME: VALUE belongs here
	values: {"": {a: b}}|6:10: "" is no name for a column (small letters, digits and _)
	values: {kind: b}|6:16: a group of NAME: VALUE belongs here
	values: {region: {a: [b]}}|6:22: a text belongs here
	values: {region: {a: b}}|6:18: the column "region" stands neither under columns nor constants
	strip_zeros: [region]|6:14: the column "region" stands neither under columns nor constants
	strip_zeros: customer|6:14: a list of up to 64 belongs here
	strip_zeros: [[customer]]|6:15: the name of a column belongs here
	strip_zeros: [Customer]|6:15: "Customer" is no name for a column (small letters, digits and _)
	drop: [[a]]|6:8: a text belongs here
	total: ["Open Amount"]|6:9: it has no operator (=, !=, <, <=, >, >= or ~)
	skip: [[a]]|6:8: a condition belongs here, such as "Open = No"
	skip: {a: b}|6:7: a list of up to 32 belongs here
	END
	while IFS='|' read -r line message; do
		printf '%b\n' "$line" >mine.yaml
		expect 78 import-ledger --profile mine.yaml x.csv
		[ "$stderr" = "import-ledger: mine.yaml:$message" ] || { echo "$line: $stderr"; return 1; }
	done <<-'END'
	- columns|1:1: a group of NAME: VALUE belongs here
	columns: [a]|1:10: a group of NAME: VALUE belongs here
	columns: {customer: {a: b}}|1:21: the export's name for the column belongs here, or a list of up to 8
	columns: {customer: []}|1:21: the export's name for the column belongs here, or a list of up to 8
	columns: {customer: [a, b, c, d, e, f, g, h, i]}|1:21: the export's name for the column belongs here, or a list of up to 8
	END
	{ small_profile; seq -f '  c%g: x' 61; } >mine.yaml
	expect 78 import-ledger --profile mine.yaml x.csv
	says 'mine.yaml:66:3: a profile has at most 64 columns'
	refute [ "$(grep -c . <<<"$stderr")" -gt 1 ]
}

@test "quotes are what the profile says: double, single or none at all" {
	small_profile >mine.yaml
	printf '  name: Name\ndelimiter: pipe\nquote: "%s"\n' "'" >>mine.yaml
	cat >x.csv <<-'CSV'
	Customer No.|Name|Invoice No.|Due Date|Open Amount
	A|'O''Neil | Sons'|1|2026-01-01|5
	B|12" pipes|2|2026-01-01|6
	C|"Q"|3|2026-01-01|7
	CSV
	import-ledger --profile mine.yaml x.csv >items.csv
	[ "$(column name items.csv)" = $'O\'Neil | Sons\n12" pipes\n"Q"' ]
	sed -i 's/quote: .*/quote: none/; ' mine.yaml
	sed -i 2d x.csv
	import-ledger --profile mine.yaml x.csv >items.csv
	[ "$(column name items.csv)" = $'12" pipes\n"Q"' ]
}

@test "a point or a comma between thousands leaves the other for the decimals" {
	local mark amount
	while read -r mark amount; do
		{ small_profile; echo "thousands_mark: \"$mark\""; } >mine.yaml
		{ small 'A;1;2026-01-01;1,234' | tr , ';' | sed 's/;234/,234/'; } >x.csv
		expect "$([ "$amount" = - ] && echo 65 || echo 0)" import-ledger --profile mine.yaml x.csv
		[ "$amount" = - ] || [ "$(column open_amount - <<<"$output")" = "$amount" ]
	done <<-'END'
	, 1234.00
	. -
	END
	says '"1,234" has more decimals than its currency'
}

@test "a profile of whatever texts is printed so that it is read the same" {
	small_profile >mine.yaml
	cat >>mine.yaml <<-'YAML'
	  name: "tab\there"
	  side: "#side"
	delimiter: pipe
	quote: "'"
	skip: ['Open Amount = ""', 'Invoice No. = " x"', 'Name = "say ""no"""', 'Name ~ "~*"', "Name = <none>"]
	total: ['Customer No. = "=sum"', "Open Amount >= 9999"]
	constants: {terms: "a: b", region: "- c", delivery: "", currency: EUR}
	values: {side: {"yes": payable, "*": receivable}}
	YAML
	import-ledger --profile mine.yaml --show-profile >once.yaml
	import-ledger --profile once.yaml --show-profile >twice.yaml
	same once.yaml twice.yaml
	printf '%b\n' 'Customer No.|tab\there|Name|Invoice No.|Due Date|Open Amount|#side' \
		'A|one|x|1|2026-01-01|5|yes' 'A|two|x|2|2026-01-01||no' 'A|three|x| x|2026-01-01|5|no' \
		'A|four|say "no"|4|2026-01-01|5|no' 'A|five|~z|5|2026-01-01|5|no' 'A|six|<none>|6|2026-01-01|-7|' \
		'=sum|||||10.00|' >x.csv
	import-ledger --profile mine.yaml x.csv >a.csv
	import-ledger --profile once.yaml x.csv >b.csv
	same a.csv b.csv
	[ "$(column invoice a.csv | tr "\n" " ")" = "1 x " ]
}

@test "amounts come out as every command writes them, whatever way they stand in" {
	local text amount
	while read -r text amount; do
		small "A,1,2026-01-01,$text" >x.csv
		{ small_profile; echo 'decimal_mark: "."'; } >mine.yaml
		expect 0 import-ledger --profile mine.yaml x.csv
		[ "$(column open_amount - <<<"$output")" = "$amount" ] || { echo "$text: $output"; return 1; }
	done <<-'END'
	5 5.00
	5.5 5.50
	5.50 5.50
	+5.00 5.00
	-5.00 -5.00
	-0.00 0.00
	007.10 7.10
	-007.10 -7.10
	0.05 0.05
	00 0.00
	END
}

@test "with -v it says how many rows are no items" {
	expect 0 import-ledger -v --profile quickbooks-ar-aging-detail "$LEDGERS/quickbooks-ar-aging-detail.csv"
	says ' items; '
	says ' rows passed over (titles, groups, totals)'
}

@test "the sign is the export's, the opposite, or that of the kind" {
	local sign one two three four five total
	while read -r sign one two three four five total; do
		printf '%s\n' 'columns: {customer: A, invoice: B, due_date: C, open_amount: D, amount: E, kind: F}' \
			"sign: $sign" 'total: ["A = total"]' >mine.yaml
		printf '%s\n' A,B,C,D,E,F "c,1,2026-01-01,$one,invoice" "c,2,2026-01-01,$two,credit" \
			"c,3,2026-01-01,$three,payment" "c,4,2026-01-01,$four,invoice" "c,5,2026-01-01,$five,fee" "total,,,$total,," >x.csv
		expect 0 import-ledger --profile mine.yaml x.csv
		[ "$(column open_amount - <<<"$output" | xargs)" = '5.00 -5.00 -5.00 -5.00 0.00' ]
		[ "$(column amount - <<<"$output" | xargs)" = '7.00 -7.00 -7.00 -7.00 7.00' ]
	done <<-'END'
	as-is 5,7 -5,-7 -5,-7 -5,-7 0,7 -10
	by-kind 5,7 5,7 5,7 -5,-7 0,7 -10
	by-kind 5,7 -5,-7 -5,-7 -5,-7 0,7 -10
	reverse -5,-7 5,7 5,7 5,7 0,-7 10
	END
	printf '%s\n' A,B,C,D,E,F c,1,2026-01-01,-5,-7,credit >x.csv
	expect 65 import-ledger --profile mine.yaml x.csv
	says 'x.csv:2: D: "-5" is above zero by "sign: reverse", but the row is a credit'
}

@test "amounts that are written in two ways are an error that names both, files of two layouts too" {
	printf '%s\n' 'Customer No.,Invoice No.,Due Date,Open Amount' 'A,1,2026-01-01,"1.234,50"' 'A,2,2026-01-01,"1,234.50"' >x.csv
	expect 65 import-ledger x.csv
	silent
	says 'x.csv:2: "1.234,50" and "1,234.50" on line 3 write amounts in two ways'
	sed -i 3d x.csv
	printf '%s\n' 'Customer No.,Invoice No.,Due Date,Open Amount,X' 'A,3,2026-01-01,"1,50",' >y.csv
	expect 65 import-ledger x.csv y.csv
	silent
	says 'y.csv:1: the header is not that of x.csv; import each layout by itself'
}

@test "every shipped profile is sound and has a title" {
	for profile in "$ROOT"/examples/profiles/*.yaml; do
		package=$(basename "$profile" .yaml)
		expect 0 import-ledger --profile "$package" --show-profile
		shows 'title: '
	done
}

@test "a column that the profile needs and the export lacks is named, with the nearest" {
	sed 's/DueDate/Due_Datum/' "$LEDGERS/exact-online.csv" >x.csv
	expect 65 import-ledger --profile exact-online x.csv
	silent
	says 'x.csv:1: there is no column "DueDate", which the profile exact-online needs; did you mean "Due_Datum"?'
	sed '1s/AmountDC/DueDate/' "$LEDGERS/exact-online.csv" >x.csv
	expect 65 import-ledger --profile exact-online x.csv
	says 'the column "DueDate" stands twice'
	expect 65 import-ledger --profile moneybird "$LEDGERS/afas.csv"
	says 'no row names a column of the profile moneybird'
	sed '1s/DueDate/due date/' "$LEDGERS/exact-online.csv" >x.csv
	expect 0 import-ledger --profile exact-online x.csv
}

@test "a total row that differs from the rows is a warning" {
	sed '/20260704/d' "$LEDGERS/quickbooks-ar-aging-detail.csv" >x.csv
	expect 1 import-ledger --profile quickbooks-ar-aging-detail x.csv
	says "Open balance: the export's own total is \"56,093.13\", its rows come to 49554.16; is it whole?"
	[ "$(printf '%s\n' "$output" | wc -l)" -eq 14 ]
	sed '/^TOTAL/,$d' "$LEDGERS/quickbooks-ar-aging-detail.csv" >x.csv
	expect 1 import-ledger --profile quickbooks-ar-aging-detail x.csv
	says 'there is no total row'
}

@test "a row per invoice line makes one item, and lines that disagree are an error" {
	sed '0,/INV-0700,,11\/10\/2026,10\/11\/2026,,4742.8000,,0.0000,4742.8000/s//INV-0700,,11\/10\/2026,10\/11\/2026,,4742.8000,,0.0000,4742.0000/' \
		"$LEDGERS/xero-invoices.csv" >x.csv
	expect 65 import-ledger --profile xero-invoices x.csv
	silent
	says 'x.csv:4: InvoiceNumber: this line of the invoice "INV-0700" tells other dates or amounts than line 2 of x.csv'
}

# Bad input.

@test "every bad cell is named with its line and the export's column, and nothing is written" {
	exact '1,A,10,2026-02-31,2026-03-01,1,1,Invoice' '2,B,11,2026-02-01,2026-03-01,x,1e5,Invoice' \
		',C,,2026-02-01,2026-03-01,1,,Invoice' '3,D,12,2026-02-01,46292,1,1.005,Invoice' \
		'4,E,2.0260701E+07,2026-02-01,2026-03-01,1,"1,000.00",Invoice' >x.csv
	expect 65 import-ledger --profile exact-online x.csv
	silent
	says 'x.csv:2: InvoiceDate: "2026-02-31" is not a date (read as year, month, day)'
	says 'x.csv:3: AmountDC: "x" is not an amount'
	says 'x.csv:3: OutstandingDC: "1e5" is a number that a spreadsheet changed'
	says 'x.csv:4: AccountCode: is empty; it names the customer'
	says 'x.csv:4: InvoiceNumber: is empty; it names the invoice'
	says 'x.csv:4: OutstandingDC: is empty; an amount must stand here'
	says "x.csv:5: DueDate: \"46292\" is a spreadsheet's day number"
	says 'x.csv:5: OutstandingDC: "1.005" has more decimals than its currency'
	says 'x.csv:6: InvoiceNumber: "2.0260701E+07" is a number that a spreadsheet changed'
	says 'x.csv:6: OutstandingDC: "1,000.00" is not an amount'
}

@test "the same invoice twice is an error that names both lines" {
	exact '1,A,10,2026-02-01,2026-03-01,1,1,Invoice' '2,B,10,2026-02-01,2026-03-01,1,1,Invoice' \
		'01,A,10,2026-02-01,2026-03-01,1,1,Invoice' >x.csv
	expect 65 import-ledger --profile exact-online x.csv
	silent
	says 'x.csv:4: AccountCode: "01" and "1" both become the customer 1'
	exact '1,A,10,2026-02-01,2026-03-01,1,1,Invoice' '1,A,10,2026-02-01,2026-03-01,1,1,Invoice' >x.csv
	expect 65 import-ledger --profile exact-online x.csv
	says 'x.csv:3: InvoiceNumber: the invoice "10" of this customer stands on line 2 of x.csv already'
	cp x.csv y.csv
	sed -i 3d x.csv y.csv
	expect 65 import-ledger --profile exact-online x.csv y.csv
	says 'y.csv:2: InvoiceNumber: the invoice "10" of this customer stands on line 2 of x.csv already'
}

@test "two names that would become one customer are an error" {
	small 'Jansen P.A.,1,2026-01-01,5' >x.csv
	printf '"Jansen, P.A.",2,2026-01-01,5\n' >>x.csv
	expect 65 import-ledger -q x.csv
	says 'x.csv:3: Customer No.: "Jansen, P.A." and "Jansen P.A." both become the customer Jansen P.A.'
}

@test "too few or too many fields, and quotes that do not pair, are named with their line" {
	exact '1,A,10,2026-02-01,2026-03-01,1' '1,A,11,2026-02-01,2026-03-01,1,1,Invoice,,' \
		'1,A,12,2026-02-01,2026-03-01,1,1,Invoice,more' '1,"A"B,13,2026-02-01,2026-03-01,1,1,Invoice' \
		'1,A,14,"2026-02-01,2026-03-01,1,1,Invoice' >x.csv
	expect 65 import-ledger --profile exact-online x.csv
	silent
	says 'x.csv:2: has 6 fields, the header on line 1 has 8'
	[[ $stderr != *x.csv:3:* ]]
	says 'x.csv:4: has 9 fields, the header on line 1 has 8'
	says 'x.csv:5: text behind a closing quote'
	says 'x.csv:6: a quote opens here and is never closed'
}

@test "what stands behind the last column that has a name is not left out unseen" {
	printf 'Customer,Invoice,Due date,Open,\nA,1,2026-12-31,5,\nA,2,2026-12-31,1234,56\n' >x.csv
	expect 65 import-ledger -q x.csv
	silent
	says 'x.csv:3: has something behind the last column that has a name on line 1; a profile can take or drop it, as "column 5"'
	import-ledger -q --show-profile x.csv >mine.yaml
	sed 's/^columns:/drop: [column 5]\ncolumns:/' mine.yaml >dropped.yaml
	sed 's/^columns:/columns:\n  cents: column 5/' mine.yaml >taken.yaml
	expect 0 import-ledger -p dropped.yaml x.csv
	import-ledger -p taken.yaml x.csv >items.csv
	[ "$(column cents items.csv | tr '\n' ' ')" = ' 56 ' ]
}

@test "twenty faults are printed and the others counted" {
	{ exact; for i in $(seq 30); do echo "1,A,$i,2026-02-01,x,1,1,Invoice"; done; } >x.csv
	expect 65 import-ledger --profile exact-online x.csv
	[ "$(printf '%s\n' "$stderr" | grep -c 'is not a date')" -eq 20 ]
	says '10 more'
}

@test "--rejects takes the bad rows with their reasons and holds their customers back" {
	exact '1,A,10,2026-02-01,2026-03-01,1,1,Invoice' '1,A,11,2026-02-01,x,1,y,Invoice' \
		'2,"B, b",12,2026-02-01,2026-03-01,1,1,Invoice' '1,A,13,2026-02-01,2026-03-01,1,1,Invoice' \
		'3,C' >x.csv
	expect 1 import-ledger --profile exact-online --rejects bad.csv x.csv
	[ "$output" = "customer,invoice,invoice_date,due_date,amount,open_amount,kind,name
2,12,2026-02-01,2026-03-01,1.00,1.00,invoice,\"B, b\"" ]
	says 'x.csv:3: DueDate: "x" is not a date'
	says '2 rows are held back'
	[ "$(head -1 bad.csv)" = AccountCode,AccountName,InvoiceNumber,InvoiceDate,DueDate,AmountDC,OutstandingDC,Type,reason ]
	[ "$(column InvoiceNumber bad.csv | sort | tr '\n' ' ')" = " 10 11 13 " ]
	column reason bad.csv | grep -q 'DueDate: "x" is not a date.*; OutstandingDC: "y" is not an amount'
	[ "$(column reason bad.csv | grep -c 'held back')" -eq 2 ]
	expect 0 import-ledger --profile exact-online --rejects none.csv "$LEDGERS/exact-online.csv"
	[ "$(wc -l <none.csv)" -eq 1 ]
}

@test "empty input, workbooks, PDFs and web pages are named for what they are" {
	expect 65 import-ledger </dev/null
	says '<stdin>: is empty'
	printf 'PK\3\4xxxx' >x.xlsx
	expect 65 import-ledger --profile afas x.xlsx
	says 'x.xlsx: is a workbook'
	says 'save it as CSV'
	printf '\320\317\021\340xxxx' >x.xls
	expect 65 import-ledger x.xls
	says 'x.xls: is an Excel workbook of the old kind'
	echo '%PDF-1.4' >x.pdf
	expect 65 import-ledger x.pdf
	says 'x.pdf: is a PDF'
	echo '<html>' >x.html
	expect 65 import-ledger x.html
	says 'x.html: is XML or a web page'
	head -c 4000 "$BASH" >x.bin
	expect 65 import-ledger x.bin
	says 'x.bin: is no text'
	iconv -f UTF-8 -t UTF-32 "$LEDGERS/zoho-books.csv" >x.csv
	expect 65 import-ledger x.csv
	says 'x.csv: is UTF-32'
	expect 66 import-ledger nowhere.csv
	says 'nowhere.csv: No such file'
	silent
}

@test "a header alone is a valid table without items" {
	exact | sed 2d >x.csv
	expect 0 import-ledger --profile exact-online x.csv
	[ "$output" = customer,invoice,invoice_date,due_date,amount,open_amount,kind,name ]
	printf 'Klantcode;Naam;Factuurnr;Vervaldatum;Saldo\n' >x.csv
	expect 0 import-ledger -q x.csv
	[ "$output" = customer,invoice,due_date,open_amount,name ]
}

# Encodings.

@test "UTF-8, UTF-16 and CP1252 are read, with or without a byte order mark" {
	import-ledger --profile exact-online "$LEDGERS/exact-online.csv" >items.csv
	for encoding in UTF-16 UTF-16BE; do
		iconv -f UTF-8 -t "$encoding" "$LEDGERS/exact-online.csv" >x.csv
		import-ledger -q x.csv >got.csv
		cmp items.csv got.csv || { echo "$encoding"; return 1; }
	done
	import-ledger --profile exact-online --show-profile | sed 's/utf-8/cp1252/' >mine.yaml
	iconv -f UTF-8 -t CP1252 "$LEDGERS/exact-online.csv" >x.csv
	import-ledger --profile mine.yaml x.csv | cmp items.csv -
	# The package was updated and writes UTF-8 now.
	import-ledger --profile mine.yaml "$LEDGERS/exact-online.csv" | cmp items.csv -
	{ printf '\357\273\277'; cat "$LEDGERS/exact-online.csv"; } >x.csv
	import-ledger --profile mine.yaml x.csv | cmp items.csv -
}

@test "characters of one to four bytes come out of every encoding as they went in" {
	name='é€™ ABC „x“ ÿ'
	exact "1,$name,10,2026-02-01,2026-03-01,1,1,Invoice" "2,plain,11,2026-02-01,2026-03-01,1,1,Invoice" >x.csv
	import-ledger -p exact-online x.csv >items.csv
	[ "$(column name items.csv | head -n 1)" = "$name" ]
	iconv -f UTF-8 -t CP1252 x.csv >y.csv
	import-ledger -q y.csv | cmp items.csv -
	name='漢字 😀 é ą A'
	exact "1,$name,10,2026-02-01,2026-03-01,1,1,Invoice" "2,😀😀😀,11,2026-02-01,2026-03-01,1,1,Invoice" \
		"3,$(printf '漢%.0s' $(seq 400)),12,2026-02-01,2026-03-01,1,1,Invoice" >x.csv
	import-ledger -p exact-online x.csv >items.csv
	for encoding in UTF-16 UTF-16BE UTF-16LE; do
		iconv -f UTF-8 -t "$encoding" x.csv >y.csv
		import-ledger -q y.csv | cmp items.csv - || { echo "$encoding"; return 1; }
	done
	[ "$(column name items.csv | head -n 1)" = "$name" ]
}

@test "bytes that mean nothing in the encoding are named with their line" {
	exact $'1,Caf\xe9,10,2026-02-01,2026-03-01,1,1,Invoice' >x.csv
	expect 65 import-ledger --profile exact-online x.csv
	silent
	says 'x.csv:2:6: byte 0xe9 is no UTF-8'
	exact $'1,Caf\x81,10,2026-02-01,2026-03-01,1,1,Invoice' >x.csv
	expect 65 import-ledger x.csv
	says 'x.csv:2: byte 0x81 has no meaning in the encoding cp1252'
	# One torn character does not make the others another encoding.
	exact $'1,Caf\xc3\xa9 \xc3\xa9t\xc3,10,2026-02-01,2026-03-01,1,1,Invoice' >x.csv
	expect 65 import-ledger x.csv
	says 'x.csv:2:12: byte 0xc3 is no UTF-8'
	exact $'1,A\x01,10,2026-02-01,2026-03-01,1,1,Invoice' | tr '\1' '\0' >x.csv
	expect 65 import-ledger --profile exact-online x.csv
	says 'x.csv:2:4: byte 0x00 is no UTF-8'
	# Of a large file two threads look at a half each; what is in the middle is in one of them.
	for line in 2 10000 20001 30000; do
		exact "$(yes '1,Café,10,2026-02-01,2026-03-01,1,1,Invoice' | head -n 40000 | sed "$((line - 1))s/é/\xff/")" >x.csv
		expect 65 import-ledger --profile exact-online x.csv
		says "x.csv:$line:6: byte 0xff is no UTF-8"
	done
}

@test "blank lines, a last line without its end and old line ends are taken" {
	import-ledger --profile snelstart "$LEDGERS/snelstart.csv" >items.csv
	perl -0pe 's/\r\n/\r\n\r\n/g; s/\s+\z//' "$LEDGERS/snelstart.csv" >x.csv
	import-ledger --profile snelstart x.csv | cmp items.csv -
	tr -d '\n' <"$LEDGERS/snelstart.csv" >x.csv
	import-ledger --profile snelstart x.csv | cmp items.csv -
}

@test "old line ends with breaks inside cells lose no row" {
	import-ledger -q "$LEDGERS/xero-invoices.csv" >items.csv
	perl -0pe 's/("(?:[^"]|"")*")|\n/defined $1 ? $1 : "\r"/ge' "$LEDGERS/xero-invoices.csv" >x.csv
	import-ledger -q x.csv | cmp items.csv -
	import-ledger -q -p xero-invoices x.csv | cmp items.csv -
}

@test "an export that was cut off in its last field is told, where that can be seen" {
	# The last row's end, which has no line end; the exit status.
	cat >cases <<-'END'
	0|31-12-2026;7438,34
	1|31-12-2026;7438,3
	1|31-12-2026;7438
	1|31-12-2026;7
	65|31-12-2026;7438,
	65|31-12-2026;
	65|31-12-2026
	0|31-12-2026;-5,00
	END
	while IFS='|' read -r status tail; do
		printf 'Klantcode;Factuurnr;Vervaldatum;Saldo\n1;F1;31-12-2026;5,00\n2;F2;31-12-2026;1.234,56\n3;F3;%s' "$tail" >x.csv
		expect "$status" import-ledger -q x.csv
		[ "$status" != 1 ] || says "x.csv: the last line has no line end, and its last field, \"${tail#*;}\", is shorter"
		printf '\n' >>x.csv
		[ "$status" != 1 ] || expect 0 import-ledger -q x.csv
	done <cases
	printf 'Klantcode;Factuurnr;Saldo;Vervaldatum\n1;F1;5,00;31-12-2026\n2;F2;5,00;31-12-20' >x.csv
	expect 1 import-ledger -q x.csv
	says 'its last field, "31-12-20", is shorter'
}

@test "several files are one export, standard input among them" {
	import-ledger --profile afas "$LEDGERS/afas.csv" >items.csv
	sed '9,$d' "$LEDGERS/afas.csv" >a.csv
	sed '2,8d' "$LEDGERS/afas.csv" >b.csv
	import-ledger --profile afas a.csv - <b.csv | cmp items.csv -
	expect 65 import-ledger --profile afas a.csv "$LEDGERS/snelstart.csv"
	says "$LEDGERS/snelstart.csv:1: there is no column"
	sed '1s/Naam/Klantnaam/' b.csv >c.csv
	expect 65 import-ledger --profile afas a.csv c.csv
	silent
	says 'c.csv:1: the header is not that of a.csv'
}

@test "keys and names of columns in detail" {
	expect 0 "$UNITS/key"
	shows 'all well'
}

@test "the foreign dialects in detail" {
	expect 0 "$UNITS/dialect"
	shows 'all well'
}

@test "rejects can go into a pipe, which is not replaced by a file" {
	printf 'customer,invoice,due_date,open_amount\nC1,F1,2026-11-01,5.00\nC2,F2,2026-99-99,5.00\n' >bad.csv
	mkfifo pipe
	cat pipe >got &
	expect 1 import-ledger --rejects pipe bad.csv
	wait
	[ -p pipe ]
	[ "$(wc -l <got)" -eq 2 ]
}

@test "a large export that two threads convert gives what one gives row by row" {
	# Spoiled copies: lines gone or twice, quotes, breaks and blanks where they do not belong.
	$UNITS/strips random 20261122 150 "$LEDGERS"/{exact-online,snelstart,afas,odoo}.csv \
		"$LEDGERS"/{xero-invoices,zoho-books,datev-opos,business-central,e-boekhouden,moneybird}.csv 2>log
	grep -q 'stands on line' log # some of them are faults
	# And as a user meets it: beyond the size where strips begin, a fault far behind is named.
	exact >large.csv
	yes "10001,Bakkerij Jansen,2026,2026-11-01,2026-12-01,10.00,10.00,Invoice" | head -n 40000 |
		awk -F, -v OFS=, '{ $3 = 20000000 + NR; if (NR == 33000) $2 = "\"Jansen\n\"\"B\"\"\""; print }' >>large.csv
	import-ledger --profile exact-online large.csv >items.csv
	[ "$(wc -l <items.csv)" -eq 40001 ]
	grep -c 'Jansen ""B""' items.csv
	sed '39001s/10.00/1O.00/; 39002s/,200[0-9]*,/,20000007,/' large.csv >bad.csv
	run -65 import-ledger --profile exact-online bad.csv
	[[ $output == *'bad.csv:39001: AmountDC: "1O.00" '* ]]
	[[ $output == *'bad.csv:39002: InvoiceNumber: the invoice "20000007" of this customer stands on line 9 of bad.csv already'* ]]
}
