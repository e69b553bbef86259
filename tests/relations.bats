load helper

# What is at stake: a reminder that goes to the wrong address, or an address of the user's own
# that an import overwrites.

prepare() {
	LEDGERS=$ROOT/tests/ledgers
	utf8 >relaties.utf8
	iconv -f UTF-8 -t CP1252 relaties.utf8 | sed 's/$/\r/' >relaties.csv
	english >contacts.csv
}

# A list of relations as a Dutch package exports it, with a title above.
utf8() {
	cat <<-'CSV'
	Relaties van Voorbeeld BV;;;;;;;;;;;;;;
	;;;;;;;;;;;;;;
	Debiteurnummer;Bedrijfsnaam;Voornaam;Tussenvoegsel;Achternaam;Straat;Huisnummer;Toevoeging;Postcode;Plaats;Land;Taal;E-mail;E-mail facturen;Telefoon
	10001;Bakkerij De Gouden Korrel;Anna;de;Wit;Korenmarkt;12;;6811 GW;Arnhem;Nederland;Nederlands;info@korrel.example;facturen@korrel.example;026-1234567
	10002;Café Été SARL;;;;Rue des Lilas;14;bis;59000;Lille;Frankrijk;Frans;compta@ete.example;;
	10003;;Piet;;Jansen;Dorpsstraat;3;A;1234 AB;Ons Dorp;;NL;"piet@x.example, p.jansen@x.example";;
	10004;"Drukkerij ""Het Zegel""";;;;"Kade, achterzijde";1;;3311 AA;Dordrecht;België;;;;
	CSV
}

english() {
	cat <<-'CSV'
	No.,Name,Contact,Address,Address 2,Post Code,City,Country/Region Code,Language Code,E-Mail,Phone No.,Balance
	10001,Bakkerij de gouden korrel,Ms A. de Wit,Korenmarkt 12,2nd floor,6811GW,ARNHEM,NL,NLD,info@korrel.example,,100.00
	10005,"Smith & Daughters, Ltd",,1 High Street,,SW1A 1AA,London,United Kingdom,ENU,ap@smith.example,,0.00
	CSV
}

small_profile() {
	cat <<-'YAML'
	columns:
	  customer: Code
	  name: Naam
	YAML
}

exact() {
	printf 'AccountCode,AccountName,InvoiceNumber,InvoiceDate,DueDate,AmountDC,OutstandingDC,Type\n'
	printf '%s\n' "$@"
}

cell() { # cell CUSTOMER COLUMN: what customers.csv has there
	paste -d '|' <(column customer customers.csv) <(column "$2" customers.csv) | sed -n "s/^$1|//p"
}

@test "a Dutch list of relations makes the customer file, and nothing on standard output" {
	expect 0 import-ledger --customers customers.csv relaties.csv
	silent
	says 'note: guessed: delimiter ";", encoding cp1252, a list of customers'
	says 'customers.csv: note: 4 customers added, 0 completed, 0 as they were'
	cat >wanted.csv <<-'CSV'
	customer,name,contact,address1,postal_code,city,country,language,email,phone
	10001,Bakkerij De Gouden Korrel,Anna de Wit,Korenmarkt 12,6811 GW,Arnhem,NL,nl,facturen@korrel.example,026-1234567
	10002,Café Été SARL,,14 bis Rue des Lilas,59000,Lille,FR,fr,compta@ete.example,
	10003,Piet Jansen,,Dorpsstraat 3 A,1234 AB,Ons Dorp,,nl,piet@x.example;p.jansen@x.example,
	10004,"Drukkerij ""Het Zegel""",,"Kade, achterzijde 1",3311 AA,Dordrecht,BE,,,
	CSV
	same wanted.csv customers.csv
	expect 0 "$UNITS/customers" customers.csv
	[ "$output" = "4 customers" ]
}

@test "an English list completes the file and adds to it, and what stands there stays" {
	cat >customers.csv <<-'CSV'
	customer,account_manager,name,email,delivery,address1,postal_code,city,region
	10007,Ann,Only here,,post,,,,N
	10001,Bob,De Gouden Korrel,aanmaning@korrel.example,,"Korenmarkt 12",6811 GW,Arnhem,"S,W"
	CSV
	expect 0 import-ledger -v --customers customers.csv contacts.csv
	silent
	says 'customers.csv: note: 1 customer added, 1 completed, 0 as they were'
	says 'customers.csv:3: name: note: "De Gouden Korrel" stays; the export has "Bakkerij de gouden korrel"'
	says 'customers.csv:3: email: note: "aanmaning@korrel.example" stays'
	[ "$(printf '%s\n' "$stderr" | grep -c ' stays; ')" -eq 2 ]
	cat >wanted.csv <<-'CSV'
	customer,account_manager,name,email,delivery,address1,postal_code,city,region,contact,address2,country,language
	10007,Ann,Only here,,post,,,,N,,,,
	10001,Bob,De Gouden Korrel,aanmaning@korrel.example,,Korenmarkt 12,6811 GW,Arnhem,"S,W",Ms A. de Wit,2nd floor,NL,nl
	10005,,"Smith & Daughters, Ltd",ap@smith.example,,1 High Street,SW1A 1AA,London,,,,GB,en
	CSV
	same wanted.csv customers.csv
}

@test "what a list has besides is named, unless a profile takes or drops it" {
	expect 0 import-ledger --customers customers.csv contacts.csv
	says 'contacts.csv: note: left out: Balance; a profile can take them'
	import-ledger --show-profile contacts.csv 2>/dev/null >ours.yaml
	expect 0 import-ledger --profile ours.yaml --customers customers.csv contacts.csv
	says 'contacts.csv: note: left out: Balance; a profile can take them'
	cp ours.yaml dropping.yaml
	echo 'drop: [Balance]' >>dropping.yaml
	sed 's/^  customer:/  balance: Balance\n&/' ours.yaml >taking.yaml
	for profile in dropping taking; do
		expect 0 import-ledger --profile "$profile.yaml" --customers customers.csv contacts.csv
		refute grep 'left out' <<<"$stderr"
	done
	[ "$(cell 10001 balance)" = 100.00 ]
}

@test "the same merge again changes nothing, and does not touch the file" {
	for list in relaties.csv contacts.csv; do
		import-ledger -q --customers customers.csv "$list"
		cp customers.csv once.csv
		inode=$(stat -c %i customers.csv)
		expect 0 import-ledger --customers customers.csv "$list"
		says ' 0 customers added, 0 completed, '
		cmp once.csv customers.csv
		[ "$(stat -c %i customers.csv)" = "$inode" ]
	done
	cp customers.csv once.csv
	import-ledger -q --customers customers.csv relaties.csv
	import-ledger -q --customers customers.csv once.csv
	cmp once.csv customers.csv
}

@test "a code with and one without zeros before it are one customer, and the file's spelling stays" {
	printf 'customer,name\n0010001,Korrel\n10005,Smith\n' >customers.csv
	import-ledger -q --customers customers.csv relaties.csv
	sed 's/^10005/00010005/' contacts.csv | import-ledger -q --customers customers.csv -
	[ "$(column customer customers.csv | tr '\n' ' ')" = "0010001 10005 10002 10003 10004 " ]
	[ "$(cell 0010001 city)" = Arnhem ]
	[ "$(cell 10005 city)" = London ]
	printf 'Code,Name\n7,Seven\n007,Again\n000,Null\n' | import-ledger -q --customers customers.csv -
	[ "$(cell 7 name)" = Seven ]
	[ "$(cell 000 name)" = Null ]
	[ "$(column name customers.csv | grep -c Again)" -eq 0 ]
}

@test "where the file spells a code otherwise than the ledger, reminders would not find it: a warning" {
	printf 'customer,name\n010001,Korrel\n10002,Ete\n' >customers.csv
	exact 0000010001,K,1,2026-01-01,2026-01-01,1,1,Invoice 0000010001,K,2,2026-01-01,2026-01-01,1,1,Invoice >x.csv
	expect 1 import-ledger -p exact-online --customers customers.csv x.csv
	says "customers.csv:2: the ledger's customer 10001 is written \"010001\" here"
	[ "$(printf '%s\n' "$stderr" | grep -c written)" -eq 1 ]
	[ "$(wc -l <customers.csv)" -eq 3 ]
}

@test "two customers of the file that one code may mean are an error" {
	printf 'customer,name\n07,A\n007,B\n' >customers.csv
	cp customers.csv before.csv
	printf 'Code,Name,City\n7,C,X\n' >list.csv
	expect 65 import-ledger -q --customers customers.csv list.csv
	says '"007" and "07" may both be the customer 7 of list.csv'
	cmp before.csv customers.csv
	printf 'Code,Name,City\n07,C,X\n' >list.csv
	expect 0 import-ledger -q --customers customers.csv list.csv
	[ "$(cell 07 city)" = X ]
	[ -z "$(cell 007 city)" ]
}

@test "two addresses are never mixed" {
	cat >customers.csv <<-'CSV'
	customer,name,address1,address2,postal_code,city,country
	10001,Own address,Postbus 5,,,,
	10002,Same street,14 bis rue des lilas,,,,
	10003,Same city,,,,Ons Dorp,
	10004,Other city,,,,Breda,
	CSV
	import-ledger -q --customers customers.csv relaties.csv
	[ "$(sed -n 2p customers.csv)" = "10001,Own address,Postbus 5,,,,,Anna de Wit,nl,facturen@korrel.example,026-1234567" ]
	[ "$(sed -n 3p customers.csv)" = "10002,Same street,14 bis rue des lilas,,59000,Lille,FR,,fr,compta@ete.example," ]
	[ "$(sed -n 4p customers.csv | cut -d, -f3-7)" = "Dorpsstraat 3 A,,1234 AB,Ons Dorp," ]
	[ "$(sed -n 5p customers.csv | cut -d, -f3-7)" = ",,,Breda," ]
}

@test "a country, a language or an e-mail address that is none is left out with a warning" {
	cat >list.csv <<-'CSV'
	Code,Name,Country,Language,Email
	1,A,Narnia,Klingon,not an address; a@x.example
	2,B,,,b
	3,C,be,NL,c@x.example
	CSV
	expect 1 import-ledger -q --customers customers.csv list.csv
	says 'list.csv:2: Country: "Narnia" is not known as a country; two capitals are (ISO 3166, such as NL); it is left out'
	says 'list.csv:2: Language: "Klingon" is not known as a language; two small letters are'
	says 'list.csv:2: Email: "not an address" has a blank'
	says 'list.csv:3: Email: "b" has no @'
	[ "$(cat customers.csv)" = "customer,name,country,language,email
1,A,,,a@x.example
2,B,,,
3,C,BE,nl,c@x.example" ]
	# What the user writes there ends it.
	printf 'customer,name,country,language,email\n1,A,NA,en,a@x.example\n2,B,,,b@x.example\n3,C,BE,nl,c@x.example\n' >customers.csv
	expect 0 import-ledger -q --customers customers.csv list.csv
	[ -z "$stderr" ]
}

@test "countries and languages are known by their names" {
	expect 0 "$UNITS/country"
	shows 'all well'
}

@test "a ledger gives its customers' names, and the same items as without" {
	import-ledger -p exact-online "$LEDGERS/exact-online.csv" >items.csv
	expect 0 import-ledger -p exact-online --customers customers.csv "$LEDGERS/exact-online.csv"
	printf '%s\n' "$output" | cmp items.csv -
	says 'customers.csv: note: 5 customers added'
	[ "$(head -1 customers.csv)" = customer,name ]
	[ "$(cell 10004 name)" = 'Drukkerij "Het Zegel"' ]
	import-ledger -q --customers customers.csv relaties.csv
	[ "$(cell 10004 city)" = Dordrecht ]
	[ "$(cell 10004 name)" = 'Drukkerij "Het Zegel"' ]
	cp customers.csv once.csv
	import-ledger -q -p exact-online --customers customers.csv "$LEDGERS/exact-online.csv" | cmp items.csv -
	cmp once.csv customers.csv
}

@test "a ledger with addresses gives those too, its later rows fill what the first lacked" {
	cat >x.csv <<-'CSV'
	Customer No.,Name,Invoice No.,Due Date,Open Amount,City,Country,E-mail
	A,Alfa,1,2026-01-01,5,,Narnia,
	A,Alfa,2,2026-01-01,5,Gent,Narnia,a@x.example
	A,Alfa,3,2026-01-01,5,Brugge,België,other@x.example
	CSV
	expect 1 import-ledger -q --customers customers.csv x.csv
	[ "$(printf '%s\n' "$stderr" | grep -c Narnia)" -eq 1 ]
	[ "$(cat customers.csv)" = "customer,name,city,email
A,Alfa,Gent,a@x.example" ]
	rm customers.csv
	import-ledger -q -p xero-invoices --customers customers.csv "$LEDGERS/xero-invoices.csv" >/dev/null
	[ "$(cell 'Jansen P.A.' name)" = 'Jansen, P.A.' ]
	[ "$(cell 'Jansen P.A.' email)" = ap10005@x.example ]
}

@test "no ledger is taken for a list of relations" {
	mkdir -p empty/profiles
	for package in snelstart datev-opos e-boekhouden zoho-books business-central exact-online afas odoo moneybird; do
		DUN_DATADIR=$PWD/empty import-ledger -q --customers customers.csv "$LEDGERS/$package.csv" >items.csv 2>err ||
			grep -qE 'no column is known here|has no names of customers|two ways|written' err ||
			{ echo "$package"; cat err; return 1; }
	done
	import-ledger -q --customers customers.csv "$LEDGERS/exact-online.csv" >items.csv || [ $? -eq 1 ]
	[ "$(wc -l <items.csv)" -eq 15 ]
}

@test "creditors do not become customers" {
	sed '2s/"Debiteuren"/"Crediteuren"/' "$LEDGERS/e-boekhouden.csv" >x.csv
	import-ledger -q -p e-boekhouden x.csv >items.csv
	creditor=$(paste -d, <(column side items.csv) <(column customer items.csv) | sed -n 's/^payable,//p')
	[ -n "$creditor" ]
	sed "3,\${/$creditor/d}" x.csv >one.csv
	import-ledger -q -p e-boekhouden --customers all.csv "$LEDGERS/e-boekhouden.csv" >/dev/null
	import-ledger -q -p e-boekhouden --customers customers.csv one.csv >/dev/null
	diff <(grep -v "^$creditor," all.csv) customers.csv
	column customer all.csv | grep -qx "$creditor"
}

@test "a ledger without names cannot add customers, and says so once" {
	printf 'customer,name\n' >customers.csv
	expect 1 import-ledger -q -p odoo --customers customers.csv "$LEDGERS/odoo.csv"
	says 'odoo.csv: has no names of customers'
	[ "$(printf '%s\n' "$stderr" | wc -l)" -eq 1 ]
	[ "$(cat customers.csv)" = customer,name ]
	rm customers.csv
	expect 1 import-ledger -q -p odoo --customers customers.csv "$LEDGERS/odoo.csv"
	[ "$(cat customers.csv)" = customer,name ]
}

@test "a bad row leaves the customer file as it was" {
	printf 'customer,name\n10001,Korrel\n' >customers.csv
	cp customers.csv before.csv
	exact 1,A,10,2026-02-01,2026-03-01,1,1,Invoice 2,B,11,2026-02-01,x,1,1,Invoice >x.csv
	expect 65 import-ledger -p exact-online --customers customers.csv x.csv
	silent
	cmp before.csv customers.csv
	expect 1 import-ledger -q -p exact-online --customers customers.csv --rejects bad.csv x.csv
	[ "$(column customer customers.csv | tr '\n' ' ')" = "10001 1 " ]
	printf 'Code;Naam;Plaats\n1;A;X\n2;B\n"3"x;C;Z\n' >list.csv
	cp customers.csv before.csv
	expect 65 import-ledger -q --customers customers.csv list.csv
	says 'list.csv:3: has 2 fields, the header on line 1 has 3'
	says 'list.csv:4: text behind a closing quote'
	cmp before.csv customers.csv
	expect 1 import-ledger -q --customers customers.csv --rejects bad.csv list.csv
	[ "$(cell 1 city)" = X ]
	[ "$(wc -l <bad.csv)" -eq 3 ]
	printf 'Code;Naam;Plaats\n2.0260701E+07;A;X\n' >list.csv
	expect 65 import-ledger -q --customers customers.csv list.csv
	says 'list.csv:2: Code: "2.0260701E+07" is a number that a spreadsheet changed'
}

@test "rows without a code or a name are told and passed over" {
	printf 'Code;Naam;Plaats\n;Prospect;X\n1;;Y\n2;B;Z\n;;\n' >list.csv
	expect 1 import-ledger --customers customers.csv list.csv
	says 'list.csv: note: 1 row without a code passed over'
	says 'list.csv:3: Naam: is empty: the customer "1" is not added to the customer file'
	[ "$(column customer customers.csv)" = 2 ]
	# Whoever is in the file needs no name from the export.
	printf 'customer,name\n1,Own name\n2,B\n' >customers.csv
	expect 0 import-ledger -q --customers customers.csv list.csv
	[ "$(cell 1 city)" = Y ]
}

@test "the faults of the customer file itself are told before anything is done" {
	printf 'customer,name\n1,A\n1,B\n,C\n' >customers.csv
	expect 65 import-ledger -q --customers customers.csv relaties.csv
	says 'customers.csv:3: customer: "1" is already on line 2'
	says 'customers.csv:4: customer: is empty'
	printf 'customer,nam\n1,A\n' >customers.csv
	expect 65 import-ledger -q --customers customers.csv relaties.csv
	says 'no column "name"; did you mean "nam"?'
	printf 'customer;name\n1;A\n' >customers.csv
	expect 65 import-ledger -q --customers customers.csv relaties.csv
	says 'semicolons'
	expect 73 import-ledger -q --customers no/such/customers.csv relaties.csv
	says 'no/such/customers.csv'
	expect 64 import-ledger --customers - relaties.csv
	says 'cannot be standard input'
}

@test "the file's mode is kept, and a symbolic link still leads to it" {
	mkdir real
	printf 'customer,name\n10001,Korrel\n' >real/customers.csv
	chmod 640 real/customers.csv
	ln -s real/customers.csv customers.csv
	import-ledger -q --customers customers.csv relaties.csv
	[ -L customers.csv ]
	[ "$(stat -c %a real/customers.csv)" = 640 ]
	[ "$(wc -l <real/customers.csv)" -eq 5 ]
	[ "$(ls -A real)" = customers.csv ]
	umask 077
	import-ledger -q --customers new.csv relaties.csv
	[ "$(stat -c %a new.csv)" = 600 ]
}

@test "a list of relations without --customers is an error that says what to do" {
	expect 65 import-ledger -q relaties.csv
	silent
	says 'relaties.csv: is a list of customers, not of open items; --customers FILE puts it into the customer file'
}

@test "what was guessed can be saved as a profile and then reads the same" {
	for list in relaties.csv contacts.csv; do
		import-ledger -q --customers guessed.csv "$list"
		import-ledger -q --show-profile "$list" >mine.yaml
		expect 0 import-ledger -p mine.yaml --customers named.csv "$list"
		[[ $stderr != *guessed:* ]]
		cmp guessed.csv named.csv
	done
}

@test "a profile of one's own names further columns, words, and rows to skip" {
	cat >mine.yaml <<-'YAML'
	delimiter: semicolon
	decimal_mark: ","
	columns:
	  customer: Code
	  name: Naam
	  country: Land
	  delivery: Post
	  term_days: Termijn
	  credit_limit: Limiet
	  type: Soort
	  account_manager: Beheerder
	values:
	  country: {Nederlandse Antillen: CW}
	  delivery: {J: post, N: email}
	  type: {P: consumer, "*": business}
	constants: {region: west}
	strip_zeros: [customer]
	skip: ["Soort = L"]
	YAML
	cat >list.csv <<-'CSV'
	Code;Naam;Land;Post;Termijn;Limiet;Soort;Beheerder
	001;A;Nederlandse Antillen;J;30 dagen;1.500,00;P;Ann
	2;B;Duitsland;N;8;;B;
	3;Leverancier;;N;;;L;
	4;D;;X;maand;-5;B;Bob
	CSV
	expect 1 import-ledger -p mine.yaml --customers customers.csv list.csv
	says 'list.csv:5: Post: "X" is none of: email post none'
	says 'list.csv:5: Termijn: "maand" is not a number of days from 0 to 3650'
	says 'list.csv:5: Limiet: "-5" is below zero'
	[ "$(cat customers.csv)" = "customer,name,country,delivery,term_days,credit_limit,type,account_manager,region
1,A,CW,post,30,1500.00,consumer,Ann,west
2,B,DE,email,8,,business,,west
4,D,,,,,business,Bob,west" ]
	expect 0 "$UNITS/customers" customers.csv
	expect 65 import-ledger -p mine.yaml list.csv
	says 'is a list of customers'
	sed -i 's/Naam/Name/' mine.yaml
	expect 65 import-ledger -p mine.yaml --customers customers.csv list.csv
	says 'list.csv:1: there is no column "Name", which the profile mine needs; did you mean "Naam"?'
}

@test "of several addresses the general one is taken, else that for post, and never one of each" {
	cat >list.csv <<-'CSV'
	Code,Naam,Adres,Postcode,Plaats,Postadres,Post postcode,Post plaats
	1,A,Straat 1,1111 AA,Hier,Postbus 1,2222 BB,Daar
	CSV
	import-ledger -q --customers customers.csv list.csv
	[ "$(tail -n 1 customers.csv)" = "1,A,Straat 1,1111 AA,Hier" ]
	cat >list.csv <<-'CSV'
	*ContactName,AccountNumber,EmailAddress,POAddressLine1,POAddressLine2,POCity,POPostalCode,POCountry,SAAddressLine1,SACity
	"Smith, Ltd",,a@x.example,1 High Street,Floor 2,London,SW1A 1AA,United Kingdom,2 Low Street,Leeds
	CSV
	rm customers.csv
	expect 0 import-ledger --customers customers.csv list.csv
	says "no column is known for a customer's number: the name is the key"
	[ "$(cat customers.csv)" = 'customer,name,address1,address2,postal_code,city,country,email
Smith Ltd,"Smith, Ltd",1 High Street,Floor 2,SW1A 1AA,London,GB,a@x.example' ]
	printf 'Code,Naam,Plaats,Adres,Adres\n1,A,Hier,X,Y\n' >list.csv
	rm customers.csv
	expect 0 import-ledger --customers customers.csv list.csv
	says 'list.csv:1: note: two columns would do for address1, and neither is taken'
	[ "$(head -n 1 customers.csv)" = customer,name,city ]
}

@test "a term of payment is a number of days in words too, or a date formula" {
	local text days
	{ small_profile; echo '  term_days: Termijn'; } >mine.yaml
	while IFS='|' read -r text days; do
		rm -f customers.csv
		printf 'Code,Naam,Termijn\nA,Aap,%s\n' "$text" >lijst.csv
		expect "$([ "$days" = - ] && echo 1 || echo 0)" import-ledger --profile mine.yaml --customers customers.csv lijst.csv
		[ "$days" != - ] || says "lijst.csv:2: Termijn: \"$text\" is not a number of days from 0 to 3650"
		[ "$(cell A term_days)" = "${days#-}" ] || { echo "$text: $(cell A term_days)"; return 1; }
	done <<-'END'
	30|30
	30 dagen|30
	14 Tage|14
	8t|8
	CM+30D|CM+30D
	3651|-
	30 weken|-
	dagen|-
	-1|-
	END
}

@test "zeros that fill codes up to a fixed width are dropped, others kept" {
	printf 'Code,Name\n00000000000010004,Zegel\n00000000000000005,Jansen\n' >list.csv
	import-ledger -q --customers customers.csv list.csv
	[ "$(column customer customers.csv | tr '\n' ' ')" = "10004 5 " ]
	printf 'Code,Name\n010004,Zegel\n000005,Jansen\n' >list.csv
	rm customers.csv
	import-ledger -q --customers customers.csv list.csv
	[ "$(column customer customers.csv | tr '\n' ' ')" = "010004 000005 " ]
}

@test "a list of persons alone has their names" {
	printf 'Klantnr;Voorletters;Voorvoegsel;Achternaam;Woonplaats\n1;P.A.;van;Dijk;X\n2;;;Bos;Y\n' >list.csv
	import-ledger -q --customers customers.csv list.csv
	[ "$(cat customers.csv)" = "customer,name,city
1,P.A. van Dijk,X
2,Bos,Y" ]
	import-ledger -q --show-profile list.csv >mine.yaml
	expect 0 import-ledger -p mine.yaml --customers customers.csv list.csv
	says '2 as they were'
}

@test "a name with a comma or a quote is a key without them" {
	printf 'Naam;Plaats\nJansen, P.A.;X\nDrukkerij "Het Zegel";Y\n' >list.csv
	import-ledger -q --customers customers.csv list.csv
	[ "$(cat customers.csv)" = 'customer,name,city
Jansen P.A.,"Jansen, P.A.",X
Drukkerij Het Zegel,"Drukkerij ""Het Zegel""",Y' ]
}

@test "Zoho Books' contacts: the name that stands on invoices is the key, and Billing Code is a postal code" {
	{
		echo 'Display Name,Company Name,Billing Address,Billing City,Billing Country,Billing Code,EmailID'
		echo '"Jansen, P.A.",Jansen Advies,Dorp 2,Ede,Netherlands,6711 AB,pa@jansen.example'
		echo ',Hofman BV,Ring 2,Emmen,Netherlands,7811 CC,a@hofman.example'
	} >list.csv
	import-ledger -q --customers customers.csv list.csv
	[ "$(cat customers.csv)" = 'customer,name,address1,postal_code,city,country,email
Jansen P.A.,"Jansen, P.A.",Dorp 2,6711 AB,Ede,NL,pa@jansen.example
Hofman BV,Hofman BV,Ring 2,7811 CC,Emmen,NL,a@hofman.example' ]
}

@test "Odoo's contacts have the key of its ledger, under either name of the column" {
	{
		echo 'External ID,Name,Email,Street,Zip,City,Country,Language'
		echo '__export__.res_partner_10005_ab12,"Jansen, P.A.",pa@jansen.example,Dorp 2,6711 AB,Ede,Netherlands,Dutch / Nederlands'
	} >partners.csv
	import-ledger -q --customers customers.csv partners.csv
	[ "$(cat customers.csv)" = 'customer,name,address1,postal_code,city,country,language,email
__export__.res_partner_10005_ab12,"Jansen, P.A.",Dorp 2,6711 AB,Ede,NL,nl,pa@jansen.example' ]
	sed '1s,Customer/ID,Customer/External ID,' "$LEDGERS/odoo.csv" >newer.csv
	expect 0 import-ledger newer.csv
	says 'read by the profile odoo'
	[ "$output" = "$(import-ledger -q -p odoo "$LEDGERS/odoo.csv")" ]
}

@test "a postal code's own name may begin as the address's columns do" {
	printf 'Code;Naam;Postadres;Postcode;Postplaats\n1;A BV;Postbus 2;1000 AA;Ede\n' >list.csv
	import-ledger -q --customers customers.csv list.csv
	[ "$(cat customers.csv)" = $'customer,name,address1,postal_code,city\n1,A BV,Postbus 2,1000 AA,Ede' ]
	printf 'Code;Naam;Postcode;Postadres;Postpostcode;Postplaats\n1;A BV;9999 ZZ;Postbus 2;1000 AA;Ede\n' >list.csv
	rm customers.csv
	import-ledger -q --customers customers.csv list.csv
	[ "$(cat customers.csv)" = $'customer,name,address1,postal_code,city\n1,A BV,Postbus 2,1000 AA,Ede' ]
}

@test "several lists with one header are one list" {
	head -n 4 relaties.utf8 >a.csv
	{ sed -n 3p relaties.utf8; tail -n +5 relaties.utf8; } >b.csv
	import-ledger -q --customers one.csv relaties.utf8
	import-ledger -q --customers customers.csv a.csv - <b.csv
	cmp one.csv customers.csv
}

@test "what an import has taken is found again among many" {
	expect 0 "$UNITS/taken"
	shows 'all well'
}

@test "the reader of exports agrees with a plain one on every short text" {
	expect 0 "$UNITS/foreign"
	shows 'all well'
}
