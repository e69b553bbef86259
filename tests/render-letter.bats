load helper

# A book in the test's own folder: one level without charges, one with all of them, and a last one.

prepare() {
	export DUN_AS_OF=2026-11-22
	unset DUN_FONT
	policy
	customers 'C1,Bakkerij Été,Straat 1,1234 AB,Utrecht,NL,nl,email,'
	history
	items 'C1,2026-001,2026-11-10,1000.00,EUR,'
}

# policy [COMPANY_LINE...]: more lines of the company, instead of its account.
policy() {
	[ $# -gt 0 ] || set -- 'iban: NL91ABNA0417164300' 'bic: ABNANL2A'
	{
		printf '%s\n' 'company:' '  name: Voorbeeld & Zonen BV' \
			'  address: [Keizersgracht 1, 1015 CJ Amsterdam]' '  country: NL'
		printf '  %s\n' "$@"
		cat <<-'YAML'
		defaults: {currency: EUR, language: nl}
		terms:
		  standard:
		    escalate: jump
		    include: open
		    on_hold: show
		    levels:
		      - {id: "1", after_due: 7, pay_within: 14, transit_days: {post: 3}, template: reminder-1}
		      - id: "2"
		        after_due: 30
		        pay_within: 14
		        template: reminder-2
		        charges:
		          reminder_fee: 10.00
		          line_fee: 2.50
		          interest: {rate: 12}
		          damages: {percent: 10, of: open_amount}
		      - {id: "3", after_due: 90, template: reminder-3, charges: {reminder_fee: 40.00}}
		YAML
	} >policy.yaml
}
customers() {
	{
		echo customer,name,address1,postal_code,city,country,language,delivery,template_group,email
		printf '%s,a@x.example\n' "$@"
	} >customers.csv
}
history() {
	{
		echo time,event,customer,invoice,instalment,terms,level,n,reminder,date,until,document
		[ $# -eq 0 ] || printf '%s\n' "$@"
	} >history.csv
}
# items ROW...: customer, invoice, due date, open amount, currency, reference.
items() {
	{
		echo customer,invoice,due_date,open_amount,currency,reference
		printf '%s\n' "$@"
	} >items.csv
}
propose() {
	select-overdue items.csv >selected.csv
	compute-fees selected.csv >proposal.csv
}
# From items.csv to letters.csv.
render() {
	propose
	expect 0 render-letter proposal.csv
	printf '%s\n' "$output" >letters.csv
}
# The text of a letter, as a reader would copy it; blanks and line breaks are all one blank.
letter() {
	pdftotext -layout "letters/$1.pdf" - | tr -s '[:space:]' ' '
}
reads() { # reads NUMBER TEXT...
	local text number=$1
	text=$(letter "$number")
	shift
	for want; do
		[[ $text == *"$want"* ]] || { printf 'no "%s" in: %s\n' "$want" "$text"; return 1; }
	done
}
lacks() { # lacks NUMBER TEXT
	local text
	text=$(letter "$1")
	[[ $text != *"$2"* ]] || { printf '"%s" in: %s\n' "$2" "$text"; return 1; }
}
# apart FILE: no word is outside of the page's margins, and none lies on another; boxes has them all.
apart() {
	pdftotext -bbox "$1" - |
		sed -n '/<page/p; s/.*xMin="\([0-9.]*\)" yMin="\([0-9.]*\)" xMax="\([0-9.]*\)" yMax="\([0-9.]*\)">\(.*\)<.*/\1 \2 \3 \4 \5/p' >boxes
	[ -s boxes ] || return 1
	awk '/<page/ {n = 0; next}
		$1 < 70 || $3 > 540 {print "outside: " $0; bad = 1}
		{for (i = n; i > 0 && i > n - 80; i--) if ($1 < right[i] - 0.5 && left[i] < $3 - 0.5 && $2 < low[i] - 3 && top[i] < $4 - 3) {print "on " word[i] ": " $0; bad = 1}
		left[++n] = $1; top[n] = $2; right[n] = $3; low[n] = $4; word[n] = $5}
		END {exit bad}' boxes
}
code() { # the payment code of a letter
	pdftoppm -r 200 -png -singlefile "letters/$1.pdf" code
	zbarimg -q --raw -Sdisable -Sqrcode.enable -Sbinary code.png 2>/dev/null
}
# template NAME: standard input becomes the policy's own template.
template() {
	mkdir -p "templates/${1%/*}"
	cat >"templates/$1.letter.md"
}
nothing_rendered() {
	[ ! -e letters ] || [ -z "$(ls -A letters)" ] || { ls -la letters; return 1; }
}
# refuses STATUS TEXT...: nothing on standard output, no letter, and each text in the message.
refuses() {
	local wanted=$1 text
	propose
	expect "$wanted" render-letter proposal.csv
	shift
	silent
	nothing_rendered
	for text; do says "$text"; done
}

# What is made.

@test "each reminder becomes one PDF, named in its rows with its sha256" {
	customers 'C1,Een BV,Straat 1,1234 AB,Utrecht,NL,nl,email,' 'C2,Twee BV,Straat 2,,Gent,BE,nl,post,'
	items 'C1,2026-001,2026-11-10,10.00,EUR,' 'C1,2026-002,2026-11-11,20.00,EUR,' \
		'C2,2026-003,2026-11-12,30.00,EUR,'
	render
	[ "$(ls letters)" = "$(printf '%s\n' 20261122-C1-1.pdf 20261122-C2-1.pdf)" ]
	[ "$(column letter letters.csv | uniq -c | tr -s ' ')" = "$(printf '%s\n' \
		' 2 letters/20261122-C1-1.pdf' ' 1 letters/20261122-C2-1.pdf')" ]
	[ "$(column document letters.csv | sort -u)" = \
		"$(sha256sum letters/*.pdf | cut -d' ' -f1 | sort)" ]
	[ "$(stat -c %a letters/20261122-C1-1.pdf)" = 600 ]
}

@test "the input's columns and rows pass through" {
	render
	[ "$(cut -d, -f1-25 letters.csv)" = "$(cut -d, -f1-25 proposal.csv)" ]
	[ "$(head -1 letters.csv)" = "$(head -1 proposal.csv),letter,document" ]
}

@test "a header alone is a quiet day" {
	propose
	head -1 proposal.csv >none.csv
	expect 0 render-letter none.csv
	[ "$output" = "$(head -1 proposal.csv),letter,document" ]
	nothing_rendered
}

@test "the PDF is sound, and its fonts are embedded, cut down and can be copied from" {
	render
	qpdf --check letters/20261122-C1-1.pdf
	[ "$(pdffonts letters/20261122-C1-1.pdf | awk 'NR > 2 {print $(NF-4), $(NF-3), $(NF-2)}' |
		sort -u)" = "yes yes yes" ]
	[ "$(wc -c <letters/20261122-C1-1.pdf)" -lt 20000 ]
}

@test "title, author, language and the as-of day are in the PDF" {
	render
	local info
	info=$(TZ=UTC pdfinfo letters/20261122-C1-1.pdf)
	[[ $info == *"Title:           Betalingsherinnering"* ]]
	[[ $info == *"Author:          Voorbeeld & Zonen BV"* ]]
	[[ $info == *"CreationDate:    Sun Nov 22 00:00:00 2026 UTC"* ]]
	qpdf --json --json-key=qpdf letters/20261122-C1-1.pdf 2>/dev/null | grep -q '"/Lang": "u:nl"' ||
		grep -aq '/Lang (nl)' letters/20261122-C1-1.pdf
}

@test "names with accents, quotes and letters of other alphabets read back" {
	customers 'C1,"Søren ""de Łódź"" Café Été & Zn",Ελλάδα 1,1234 AB,Київ,NL,nl,email,'
	render
	reads 20261122-C1-1 'Søren "de Łódź" Café Été & Zn' 'Ελλάδα 1' '1234 AB Київ'
}

@test "a name of base letters and accents apart is written as one" {
	customers "$(printf 'C1,Cafe\xcc\x81 O\xcc\x88l,Straat 1,1234 AB,Utrecht,NL,nl,email,')"
	render
	reads 20261122-C1-1 'Café Öl'
}

@test "amounts and dates are written in the language of the letter" {
	customers 'C1,Een,Straat 1,1234,Utrecht,NL,nl,email,' 'C2,Deux,Rue 2,1000,Bruxelles,BE,fr,email,' \
		'C3,Drei,Weg 3,40215,Köln,DE,de,email,' 'C4,Four,Road 4,E1 6AN,London,GB,en,email,'
	items 'C1,1,2026-11-10,1234.50,EUR,' 'C2,2,2026-11-10,1234.50,EUR,' \
		'C3,3,2026-11-10,1234.50,EUR,' 'C4,4,2026-11-10,1234.50,EUR,'
	render
	reads 20261122-C1-1 Betalingsherinnering '€ 1.234,50' '6 december 2026' 10-11-2026 Vervaldatum
	reads 20261122-C2-1 'Rappel de paiement' '1 234,50 €' '6 décembre 2026' 10/11/2026 Échéance
	reads 20261122-C3-1 Zahlungserinnerung '1.234,50 €' '6. Dezember 2026' 10.11.2026 Fälligkeit
	reads 20261122-C4-1 'Payment reminder' '€1,234.50' '6 December 2026' 10/11/2026 'Due date'
}

@test "the country stands in the address of a customer abroad alone, in the sender's language" {
	customers 'C1,Een,Straat 1,1234,Utrecht,NL,de,email,' 'C3,Drei,Weg 3,40215,Köln,DE,de,email,'
	items 'C1,1,2026-11-10,1.00,EUR,' 'C3,3,2026-11-10,1.00,EUR,'
	render
	lacks 20261122-C1-1 NEDERLAND
	reads 20261122-C3-1 '40215 Köln' DUITSLAND
}

@test "a reminder that goes nowhere by mail or post has a letter too" {
	customers 'C1,Een,,,,NL,nl,none,'
	render
	[ -e letters/20261122-C1-1.pdf ]
}

# The table of items.

@test "charges stand apart, each under its own name, and only those that there are" {
	items 'C1,2026-001,2026-10-13,1000.00,EUR,' 'C1,2026-002,2026-10-13,500.00,EUR,'
	render
	reads 20261122-C1-2 'Aanmaningskosten 10,00' 'Kosten per factuur 5,00' 'Rente 19,73' \
		'Schadevergoeding 150,00' 'Totaal te betalen € 1.684,73'
	lacks 20261122-C1-2 Incassokosten
	lacks 20261122-C1-2 'Eerder berekende'
}

@test "a charge is called what the law of the company's country calls it" {
	items 'C1,2026-001,2026-10-01,1000.00,EUR,'
	sed -i 's/reminder_fee: 10.00/cost_scale: {scale: s, of: reminder}/' policy.yaml
	printf 'scales:\n  s: {source: test, min: 40.00, tiers: [{percent: 15}]}\n' >rates.yaml
	render
	reads 20261122-C1-2 'Incassokosten 150,00'
	rm -r letters
	sed -i 's/country: NL/country: BE/' policy.yaml
	render
	reads 20261122-C1-2 'Forfaitaire schadevergoeding 150,00'
	lacks 20261122-C1-2 Incassokosten
}

@test "a word for a country is a text, of a word that there is" {
	mkdir -p templates/nl
	sed 's/^cost_BE:.*/cost_BE: ""/' "$DUN_DATADIR/templates/nl/words.yaml" >templates/nl/words.yaml
	refuses 78 'templates/nl/words.yaml:' 'cost_BE: is a text'
	sed 's/^cost_BE:.*/costs_BE: Kosten/' "$DUN_DATADIR/templates/nl/words.yaml" >templates/nl/words.yaml
	refuses 78 'unknown key "costs_BE"'
}

@test "what earlier reminders charged is part of the total" {
	items 'C1,2026-001,2026-08-01,1000.00,EUR,'
	cat >history.csv <<-'CSV'
	time,event,customer,invoice,instalment,terms,level,n,reminder,date,until,interest,reminder_fee
	2026-10-01T09:00:00Z,reminded,C1,2026-001,,standard,2,1,20261001-C1-2,2026-10-01,2026-10-15,20.05,10.00
	CSV
	render
	reads 20261122-C1-3 'Aanmaningskosten 40,00' 'Eerder berekende rente en kosten 30,05' \
		'Totaal te betalen € 1.070,05'
}

@test "credits lower the total; what is not due and what is on hold stands below it" {
	{
		echo customer,invoice,due_date,open_amount,currency,reminders
		echo C1,2026-001,2026-11-10,1000.00,EUR,
		echo C1,2026-002,2026-12-24,77.00,EUR,
		echo C1,2026-003,2026-11-10,123.00,EUR,no
		echo C1,CR-1,2026-11-01,-50.25,EUR,
	} >items.csv
	render
	# shellcheck disable=SC1112 # the letter has it
	reads 20261122-C1-1 'Creditnota’s en betalingen CR-1 01-11-2026 -50,25 -50,25' \
		'Totaal te betalen € 949,75 Nog niet vervallen (niet in het totaal) 2026-002' \
		'In behandeling (niet in het totaal) 2026-003'
	[[ $(code 20261122-C1-1) == *EUR949.75* ]]
}

@test "what is reminded of before it is due is not called overdue, and is part of the total" {
	sed -i 's/^    levels:/    credit_limit: also_above\n&/' policy.yaml
	customers 'C1,Bakkerij,Straat 1,1234 AB,Utrecht,NL,nl,email,'
	sed -i '1s/$/,credit_limit/; 2s/$/,100.00/' customers.csv
	items 'C1,2026-001,2026-11-10,1000.00,EUR,' 'C1,2026-002,2026-12-24,77.00,EUR,' 'C1,2026-003,2026-12-25,20.00,EUR,'
	render
	reads 20261122-C1-1 'Vervallen 2026-001 10-11-2026 12 1.000,00' \
		'Nog niet vervallen 2026-002 24-12-2026 77,00 77,00 2026-003 25-12-2026 20,00 20,00 Subtotaal 97,00' \
		'Totaal te betalen € 1.097,00'
	items 'C1,2026-002,2026-12-24,177.00,EUR,'
	render
	lacks 20261122-C1-1 'ervallen 2026-002'
}

@test "eighty items run over pages under repeated headings, with one total" {
	# shellcheck disable=SC2046 # a row each
	items $(for i in $(seq 1 80); do echo "C1,2026-$((1000 + i)),2026-11-10,$i.00,EUR,"; done)
	render
	local text
	text=$(pdftotext -layout letters/20261122-C1-1.pdf - )
	[ "$(grep -c 'Vervaldatum' <<<"$text")" -eq 3 ]
	[ "$(grep -c 'Totaal te betalen' <<<"$text")" -eq 1 ]
	[ "$(grep -Eoc '^ *2026-1[0-9]{3} ' <<<"$text")" -eq 80 ]
	# What is carried over is the sum of the rows so far, and the next page begins with it.
	[ "$(grep -Eo 'Transport.*' <<<"$text" | grep -Eo '[0-9.]+,[0-9]{2}' | uniq -c | awk '{print $1}' | xargs)" = '2 2' ]
	[ "$(pdftotext -layout -l 1 letters/20261122-C1-1.pdf - | grep -Eo '^ *2026-1[0-9]{3} .*' |
		awk '{gsub(/,00/, ""); gsub(/\./, ""); sum += $NF} END {print sum}')" = \
		"$(pdftotext -layout -l 1 letters/20261122-C1-1.pdf - | sed -n 's/.*Transport.* \([0-9.]*\),00/\1/p' | tr -d .)" ]
	reads 20261122-C1-1 1/3 2/3 3/3 '€ 3.240,00'
	qpdf --check letters/20261122-C1-1.pdf
}

@test "however many items there are, no page holds nothing but the greeting" {
	local n i file
	for n in {8..64}; do
		echo "N$n,Naam,S,1,U,NL,nl,email,"
	done >rows
	mapfile -t names <rows
	customers "${names[@]}"
	for n in {8..64}; do
		for ((i = 0; i < n; i++)); do echo "N$n,$n-$i,2026-11-10,1.00,EUR,"; done
	done >rows
	mapfile -t names <rows
	items "${names[@]}"
	render
	for file in letters/*.pdf; do
		pdftotext -layout "$file" - | awk -v RS='\f' '/vriendelijke groet/ && !/intussen betaald/ {exit 1}' ||
			{ echo "$file"; return 1; }
	done
}

@test "nothing is written outside the page, however long the words are" {
	local long
	long=$(printf 'Donaudampfschifffahrtsgesellschaft%.0s' 1 2 3 4 5 6 7 8)
	customers "C1,$long,$long,1234 AB,$long,NL,nl,email,"
	items "C1,$long,2026-11-10,90071992547409.91,EUR,$long"
	render
	apart letters/20261122-C1-1.pdf
	[ "$(pdfinfo letters/20261122-C1-1.pdf | awk '/^Pages/ {print $2}')" -le 2 ]
}

@test "the largest type and amounts of millions leave each column its room, in every language" {
	local language
	sed -i 's/include: open/include: overdue/' policy.yaml
	for language in nl de fr en; do
		printf -- '---\nfont_size: 13\n---\n' | cat - "$DUN_DATADIR/templates/$language/reminder-2.letter.md" | template "$language/reminder-2"
		customers "C1,A,S,1,U,NL,$language,email,"
		printf '%s\n' customer,invoice,invoice_date,due_date,amount,open_amount C1,2026-002,2026-09-01,2026-10-10,50000000.00,50000000.00 >items.csv
		rm -rf letters
		render
		apart letters/20261122-C1-2.pdf
		grep -qx '[0-9. ]* 2026-002' boxes
	done
}

@test "words of a template that are too long are cut, and every amount can be read" {
	mkdir -p templates/nl
	items 'C1,2026-001,2026-10-10,50000.00,EUR,' 'C1,2026-002,2026-11-10,1000.00,EUR,' 'C1,2026-003,2026-12-10,70.00,EUR,'
	local times word='\2'
	for times in 2 3 8; do
		word+=' \2'
		[ "$times" -lt 8 ] || word+="$word$word"
		sed -E "s/^([a-zA-Z_]+): (.*)\$/\1: \"$word\"/" "$DUN_DATADIR/templates/nl/words.yaml" >templates/nl/words.yaml
		rm -rf letters
		render
		apart letters/20261122-C1-2.pdf
		# a row, a subtotal, a charge, the total, what is not due
		for amount in 50.000,00 51.000,00 5.000,00 56.719,35 70,00; do
			grep -qx "[0-9. ]* $amount" boxes || { echo "$times: no $amount"; return 1; }
		done
	done
}

@test "what an invoice is for stands below its number, where the ledger says it" {
	items 'C1,2026-001,2026-11-10,1000.00,EUR,' 'C1,2026-002,2026-11-10,1.00,EUR,'
	awk 'NR == 1 {$0 = $0 ",description"} NR == 2 {$0 = $0 ",Zes *taarten* voor het 50% feest"} NR == 3 {$0 = $0 ","} 1' items.csv >with.csv
	mv with.csv items.csv
	render
	pdftotext -bbox-layout letters/20261122-C1-1.pdf - | grep -o '>[^<]*</word>' | tr -d '\n' >words
	grep -q '>2026-001</word>>Zes</word>>\*taarten\*</word>>voor</word>>het</word>>50%</word>>feest</word>' words
}

@test "a long reference is broken, never cut" {
	local long
	long=$(printf '%.0s0123456789' 1 2 3 4 5 6 7 8 9 10 11 12 13 14)
	items "C1,2026-001,2026-11-10,1000.00,EUR,$long"
	render
	pdftotext -raw letters/20261122-C1-1.pdf - | tr -d '\n' >text
	grep -q "$long" text
	[ "$(code 20261122-C1-1 | tail -1)" = "$long" ]
}

@test "no paragraph ends in a line of one word, and no date is broken" {
	local words ends
	for words in 13 14 15 16 17; do
		{
			printf '# Titel\n\n'
			printf 'woordje %.0s' $(seq "$words")
			printf '%%today%% einde.\n\n%%items%%\n\n'
			printf 'woordje %.0s' $(seq "$words")
			printf 'einde.\n'
		} | template nl/reminder-1
		render
		pdftotext -raw letters/20261122-C1-1.pdf text
		refute grep -qx 'einde\.' text
		refute grep -qE '(22|november)$' text
		ends=$(grep -c 'einde\.$' text)
		[ "$ends" -eq 2 ]
		rm -r letters
	done
}

@test "a sender of many lines and a long name keeps clear of the date, and is whole" {
	local name='Koninklijke Nederlandse Vereniging van Handelaren in Tweedehands Landbouwwerktuigen en Aanverwante Artikelen BV'
	policy 'iban: NL91ABNA0417164300' 'bic: ABNANL2A' 'phone: "+31 20 1"' 'email: a@x.example'
	sed -i "s/  name: .*/  name: $name/; s/  address: .*/  address: [Een, Twee, Drie, Vier, Vijf, Zes, Zeven, Acht]/" policy.yaml
	render
	pdftotext -raw letters/20261122-C1-1.pdf - | tr '\n' ' ' >text
	grep -q "^$name Een Twee" text
	grep -q 'IBAN NL91 ABNA 0417 1643 00 · BIC ABNANL2A 1/1' text
	pdftotext -bbox letters/20261122-C1-1.pdf - |
		sed -n 's/.*yMin="\([0-9.]*\)".*yMax="\([0-9.]*\)">\(Acht\|a@x.example\|Datum\)<.*/\3 \1 \2/p' >boxes
	awk '$1 == "Datum" {date = $2} $1 != "Datum" {last = $3} END {exit !(last < date)}' boxes
}

# The payment code.

@test "the payment code asks for the letter's own total" {
	render
	[ "$(code 20261122-C1-1)" = "$(printf '%s\n' BCD 002 1 SCT ABNANL2A 'Voorbeeld & Zonen BV' \
		NL91ABNA0417164300 EUR1000.00 '' '' 2026-001)" ]
}

@test "a valid RF reference goes into its own line of the code, any other as text" {
	customers 'C1,Een,S,1,U,NL,nl,email,' 'C2,Twee,S,1,U,NL,nl,email,' 'C3,Drie,S,1,U,NL,nl,email,'
	items 'C1,1,2026-11-10,1.00,EUR,RF18539007547034' 'C2,2,2026-11-10,1.00,EUR,RF19539007547034' \
		'C3,3,2026-11-10,1.00,EUR,+++123/4567/89002+++'
	render
	[ "$(code 20261122-C1-1 | tail -n +8)" = "$(printf '%s\n' EUR1.00 '' RF18539007547034)" ]
	[ "$(code 20261122-C2-1 | tail -n +8)" = "$(printf '%s\n' EUR1.00 '' '' RF19539007547034)" ]
	[ "$(code 20261122-C3-1 | tail -n +8)" = "$(printf '%s\n' EUR1.00 '' '' +++123/4567/89002+++)" ]
	reads 20261122-C3-1 'Betalingskenmerk +++123/4567/89002+++'
	rm -r letters
	items $'C1,1,2026-11-10,1.00,EUR,12\xe2\x80\x8b34\xe2\x80\xae5'
	render
	[ "$(code 20261122-C1-1 | tail -1)" = 12345 ]
}

@test "of several items the reminder's number is what the payer quotes" {
	items 'C1,1,2026-11-10,1.00,EUR,A' 'C1,2,2026-11-10,1.00,EUR,B'
	render
	reads 20261122-C1-1 'Betalingskenmerk 20261122-C1-1'
	[ "$(code 20261122-C1-1 | tail -1)" = 20261122-C1-1 ]
}

@test "a letter in another currency, or of a company without an account, has no code" {
	items 'C1,1,2026-11-10,1.00,USD,'
	render
	reads 20261122-C1-1 'US$ 1,00'
	[ -z "$(code 20261122-C1-1)" ]
	rm -r letters
	policy 'email: x@x.example'
	items 'C1,1,2026-11-10,1.00,EUR,'
	render
	lacks 20261122-C1-1 IBAN
	[ -z "$(code 20261122-C1-1)" ]
}

# Templates.

@test "a customer's group goes before its language, and a missing one falls back" {
	printf '# Vip\n\nTekst\n' | template nl-vip/reminder-1
	printf '# Eigen\n\nTekst\n' | template nl/reminder-1
	customers 'C1,Een,S,1,U,NL,nl,email,nl-vip' 'C2,Twee,S,1,U,NL,nl,email,' \
		'C3,Drie,S,1,U,NL,nl-other,email,' 'C4,Vier,S,1,U,NL,es,email,' 'C5,Vijf,S,1,U,NL,de,email,'
	items 'C1,1,2026-11-10,1.00,EUR,' 'C2,2,2026-11-10,1.00,EUR,' 'C3,3,2026-11-10,1.00,EUR,' \
		'C4,4,2026-11-10,1.00,EUR,' 'C5,5,2026-11-10,1.00,EUR,'
	render
	reads 20261122-C1-1 Vip 'Ons kenmerk'
	reads 20261122-C2-1 Eigen
	reads 20261122-C3-1 Eigen
	reads 20261122-C4-1 Eigen 'Ons kenmerk'
	reads 20261122-C5-1 Zahlungserinnerung
}

@test "a template that the default language lacks too is an error that names what was tried" {
	sed -i 's/template: reminder-1/template: aanmaning/' policy.yaml
	refuses 78 'no template "aanmaning.letter.md"; tried templates/nl/aanmaning.letter.md, ' \
		'/templates/nl/aanmaning.letter.md'
}

@test "an unknown tag names the template, the line and the nearest tag" {
	printf '# Brief\n\nTekst\n\n- **te betalen %%totaal%%**\n' | template nl/reminder-1
	refuses 78 'templates/nl/reminder-1.letter.md:5: unknown tag %totaal%; did you mean %total%?'
}

@test "each tag is written as the language writes it" {
	local tag value
	policy 'iban: NL91ABNA0417164300' 'bic: ABNANL2A' 'phone: "+31 20"' 'email: a@b.example' 'vat_number: NL1B01' 'registration: "123"'
	printf '%s\n' customer,invoice,invoice_date,due_date,open_amount,amount,paid_date,ledger_date \
		C1,F1,2026-10-27,2026-11-10,100.00,1000.00,2026-11-01,2026-11-22 >items.csv
	history '2026-11-19T10:00:00Z,reminded,C1,F1,,standard,1,1,R1,2026-11-19,2026-11-20,'
	sed -i '1s/$/,interest/; 2s/$/,1.50/' history.csv
	sed -i 's/after_due: 30/after_due: 8/' policy.yaml
	while IFS='|' read -r tag value; do
		printf '# Brief\n\n(%%%s%%)\n' "$tag" | template nl/reminder-2
		rm -rf letters
		render
		[[ $(letter 20261122-C1-2 | LC_ALL=C sed 's/\xc2\xa0/ /g') == *"($value)"* ]] || { echo "$tag"; letter 20261122-C1-2; return 1; }
	done <<-'END'
	total|€ 124,00
	overdue_total|€ 100,00
	fees_total|€ 24,00
	balance|€ 124,00
	today|22 november 2026
	pay_by|6 december 2026
	term|14
	ledger_date|22 november 2026
	due_date|10 november 2026
	invoice_date|27 oktober 2026
	paid_date|1 november 2026
	last_reminded|19 november 2026
	as_of|22 november 2026
	amount|€ 1.000,00
	open_amount|€ 100,00
	earlier_fees|€ 1,50
	next_cost|€ 40,00
	interest_per_day|€ 0,03
	iban|NL91 ABNA 0417 1643 00
	company_iban|NL91 ABNA 0417 1643 00
	bic|ABNANL2A
	company_bic|ABNANL2A
	company_address|Keizersgracht 1, 1015 CJ Amsterdam
	company_country|NL
	company_email|a@b.example
	phone|+31 20
	vat_number|NL1B01
	registration|123
	company_logo|
	email|a@x.example
	name|Bakkerij Été
	END
}

@test "a tag that cannot be computed is told with its reminder" {
	printf '# Brief\n\n%%next_cost%%\n' | template nl/reminder-1
	items 'C1,1,2026-11-10,10.00,USD,'
	refuses 65 'proposal.csv:2: reminder "20261122-C1-1": reminder_fee: the policy (line 20) has no amount in USD'
	sed -i 's/damages: {percent: 10/damages: {percent: 1000/' policy.yaml
	items 'C1,1,2026-11-10,90000000000000000.00,EUR,'
	refuses 65 'proposal.csv:2: reminder "20261122-C1-1": damages: is too large to be computed'
}

@test "a tag like no other is told alone, however long it is" {
	printf '# Brief\n\n%%qqqqqqqqqqqqqqqqqqqqqq%%\n' | template nl/reminder-1
	refuses 78 'templates/nl/reminder-1.letter.md:3: unknown tag %qqqqqqqqqqqqqqqqqqqqqq%'
	[[ $stderr != *'did you mean'* ]]
	printf '# Brief\n\n%%%s%%\n' "$(printf 'a%.0s' {1..200})" | template nl/reminder-1
	refuses 78 'templates/nl/reminder-1.letter.md:3: unknown tag %aaa'
}

@test "a table or a code within a sentence is an error" {
	printf '# Brief\n\nHier %%items%% dus.\n' | template nl/reminder-1
	refuses 78 'reminder-1.letter.md:3: %items% must stand alone in a paragraph'
}

@test "an empty template, one that is not UTF-8 and open front matter are errors" {
	printf '\n' | template nl/reminder-1
	refuses 78 'reminder-1.letter.md:1: the template has no text'
	printf '# Caf\xe9\n' | template nl/reminder-1
	refuses 78 'reminder-1.letter.md: is not UTF-8'
	printf -- '---\nfont_size: 9\n# Brief\n' | template nl/reminder-1
	refuses 78 'reminder-1.letter.md:1: the front matter has no closing line of "---"'
}

@test "a template is read as any editor leaves it: a mark before it, line ends of Windows, none at its end" {
	local text
	for text in '\xef\xbb\xbf# Brief\n\nTekst\n' '# Brief\r\n\r\nTekst\r\n' '# Brief\n\nTekst' \
		'---\n---\n# Brief\n\nTekst\n' '---\n\n---\n# Brief\n\nTekst\n' '---\n# a note\n---\n# Brief\n\nTekst\n' \
		'\xef\xbb\xbf---\r\nfont_size: 9\r\n---\r\n# Brief\r\n\r\nTekst'; do
		rm -rf letters
		printf '%b' "$text" | template nl/reminder-1
		render
		reads 20261122-C1-1 'Brief' 'Tekst'
	done
}

@test "a template of front matter alone, or of its first line, is an error" {
	printf -- '---' | template nl/reminder-1
	refuses 78 'reminder-1.letter.md:1: the front matter has no closing line of "---"'
	printf -- '---\nfont_size: 9\n---' | template nl/reminder-1
	refuses 78 'reminder-1.letter.md:4: the template has no text'
}

@test "the words of a letter are looked for where its template is, and each that lacks is named" {
	mkdir -p templates/nl
	echo 'total: [a]' >templates/nl/words.yaml
	refuses 78 'templates/nl/words.yaml:1:8: '
	echo '[total]' >templates/nl/words.yaml
	refuses 78 'templates/nl/words.yaml:1:1: is not a list of key: value'
	echo 'totaal: x' >templates/nl/words.yaml
	refuses 78 'templates/nl/words.yaml:1:1: '
	grep -v '^total:' "$DUN_DATADIR/templates/nl/words.yaml" >templates/nl/words.yaml
	refuses 78 'templates/nl/words.yaml: key "total" is missing'
}

@test "columns of the row, the customer and the company are tags" {
	sed -i '1s/$/,account_manager/; 2s/$/,Piet/' customers.csv
	sed -i '1s/$/,region/; 2s/$/,Noord/' items.csv
	cat <<-'MD' | template nl/reminder-1
	# %name%

	%account_manager% %region% %company_name% %company_address% %iban% %open_amount% %due_date%
	%term% %pay_by% %total% %overdue_total% %fees_total% %next_cost% %ledger_date% %today%
	%address1% %postal_code% %reminder%
	MD
	render
	reads 20261122-C1-1 'Piet Noord Voorbeeld & Zonen BV Keizersgracht 1, 1015 CJ Amsterdam' \
		'NL91 ABNA 0417 1643 00 € 1.000,00 10 november 2026' \
		'14 6 december 2026 € 1.000,00 € 1.000,00 € 0,00 € 112,50 22 november 2026' \
		'22 november 2026 Straat 1 1234 AB 20261122-C1-1'
}

@test "what comes next is told by each item's own level" {
	printf '# Brief\n\nDaarna %%next_cost%%.\n' | template nl/reminder-2
	items C1,A,2026-10-10,1000.00,EUR, C1,B,2026-11-10,500.00,EUR,
	render
	# The third level's fee; and of B, which comes to the second, 2.50 and 10% of 500.00.
	reads 20261122-C1-2 'Daarna € 92,50.'
}

@test "the term counts from the day on which the post brings the letter" {
	printf '# Brief\n\n%%term%% dagen, tot %%pay_by%%\n' | template nl/reminder-1
	customers 'C1,Een,Straat 1,1234 AB,Utrecht,NL,nl,post,'
	render
	reads 20261122-C1-1 '14 dagen, tot 9 december 2026'
}

@test "the company's account is never that of a column of the same name" {
	sed -i '1s/$/,iban/; 2s/$/,DE89370400440532013000/' customers.csv
	printf '# Brief\n\nNaar %%iban%%.\n' | template nl/reminder-1
	render
	reads 20261122-C1-1 'Naar NL91 ABNA 0417 1643 00.'
}

@test "a link can be clicked, on each of its lines, and is read on paper" {
	{
		printf '# T\n\nBetaal [online](https://pay.example/a?c=%%customer%%&n=%%name%%) of mail <debiteuren@voorbeeld.example>.\n\n'
		printf '[%s](javascript:alert) [é](https://é.example/(x)).\n' "$(printf 'woord %.0s' {1..30})"
	} | template nl/reminder-1
	render
	reads 20261122-C1-1 'online (https://pay.example/a?c=C1&n=Bakkerij%20%C3%89t%C3%A9)' 'é (https://é.example/(x))'
	qpdf --qdf --object-streams=disable letters/20261122-C1-1.pdf - | grep -a '/URI (' | sort -u >links
	[ "$(sed 's/^ *//' links)" = "$(printf '%s\n' '/URI (https://pay.example/a?c=C1&n=Bakkerij%20%C3%89t%C3%A9)' \
		'/URI (https://%C3%A9.example/\(x\))' '/URI (mailto:debiteuren@voorbeeld.example)' | sort)" ]
	qpdf --check letters/20261122-C1-1.pdf
}

@test "percent signs that begin no tag are percent signs" {
	printf '# Brief\n\n12%% rente, 5%%%% en 100%%%%total%%%%.\n' | template nl/reminder-1
	render
	reads 20261122-C1-1 '12% rente, 5% en 100%total%.'
}

@test "the fourteen days' letter names the term from delivery, the costs and no day" {
	sed -i 's/template: reminder-1/template: consumer-14-days/' policy.yaml
	render
	reads 20261122-C1-1 'binnen 14 dagen vanaf de dag nadat deze brief bij u is bezorgd' \
		'€ 112,50 aan incassokosten'
	lacks 20261122-C1-1 'december 2026'
}

@test "front matter sets size, colour, window and marks; a wrong one names its place" {
	printf -- '---\nlayout: fr\nfont_size: 9\ncolour: "#aa0000"\nfold_marks: no\n---\n# Brief\n\nTekst\n' |
		template nl/reminder-1
	render
	pdftotext -bbox letters/20261122-C1-1.pdf - | grep -q 'xMin="317[^>]*>Bakkerij'
	printf -- '---\nfont_sise: 9\n---\n# Brief\n\nTekst\n' | template nl/reminder-1
	rm -r letters
	refuses 78 'nl/reminder-1.letter.md:2:1: unknown key "font_sise"; did you mean "font_size"?'
	printf -- '---\nfont_size: 90\n---\n# Brief\n\nTekst\n' | template nl/reminder-1
	refuses 78 'nl/reminder-1.letter.md:2:12: font_size: "90" is not a number of points from 8 to 13'
}

@test "each country's letter has the address in the window of its envelopes" {
	local country x
	for country in NL:70 DE:70 BE:317 FR:317 GB:70 CH:334; do
		policy 'iban: NL91ABNA0417164300'
		sed -i "s/country: NL/country: ${country%:*}/" policy.yaml
		render
		x=$(pdftotext -bbox letters/20261122-C1-1.pdf - |
			sed -n 's/.*xMin="\([0-9]*\)[^>]*>Bakkerij.*/\1/p')
		[ "$x" = "${country#*:}" ] || { echo "$country: $x"; return 1; }
	done
}

# Statements.

# statements [ARGUMENT...]: of all open items.
statements() {
	grep -q '^mail:' policy.yaml || echo 'mail: {from: a@x.example, command: [./send]}' >>policy.yaml
	select-overdue --all items.csv >open.csv
	expect 0 render-letter --statement "$@" open.csv
	printf '%s\n' "$output" >letters.csv
}

@test "a statement has what is open by section, what was charged before, and asks for what is due" {
	items 'C1,2026-001,2026-08-01,1000.00,EUR,' 'C1,2026-002,2026-11-10,200.00,EUR,' \
		'C1,2026-003,2026-12-24,77.00,EUR,' 'C1,CR-1,2026-11-01,-50.25,EUR,'
	cat >history.csv <<-'CSV'
	time,event,customer,invoice,instalment,terms,level,n,reminder,date,until,interest,reminder_fee
	2026-10-01T09:00:00Z,reminded,C1,2026-001,,standard,2,1,20261001-C1-2,2026-10-01,2026-10-15,20.05,10.00
	CSV
	statements
	[ "$(ls letters)" = 20261122-C1-statement.pdf ]
	# shellcheck disable=SC1112 # the letter has it
	reads 20261122-C1-statement 'Overzicht van openstaande posten' 'Vervallen 2026-001' '113 1.000,00' \
		'Nog niet vervallen 2026-003' 'Creditnota’s en betalingen CR-1' \
		'Eerder berekende rente en kosten 30,05' 'Totaal openstaand € 1.256,80' 'Te betalen € 1.179,80'
	lacks 20261122-C1-statement 'niet in het totaal'
	lacks 20261122-C1-statement 'Uiterlijk op'
	[[ $(code 20261122-C1-statement) == *EUR1179.80* ]]
}

@test "a statement's rows are whole for the stages that follow, and name no level" {
	items 'C1,2026-001,2026-10-13,1000.00,EUR,' 'C1,2026-003,2026-12-24,77.00,EUR,'
	statements
	[ "$(column reminder letters.csv | uniq -c | tr -s ' ')" = ' 2 20261122-C1-statement' ]
	[ "$(column level letters.csv | tr -d '\n')" = '' ]
	[ "$(column template letters.csv | sort -u)" = statement ]
	[ "$(column rows letters.csv | sort -u)" = 2 ]
	[ "$(column section letters.csv)" = "$(printf 'overdue\nnot_due')" ]
	[ "$(column fees letters.csv | sort -u)" = 0.00 ]
	expect 0 mail-out letters.csv
	[ "$(column delivery_status <<<"$output" | sort -u)" = queued ]
	# Its own output is an input, and the same comes out.
	expect 0 render-letter --statement letters.csv
	[ "$output" = "$(cat letters.csv)" ]
}

@test "a statement that was sent is logged as one, and reminds of nothing" {
	items 'C1,2026-001,2026-10-13,1000.00,EUR,' 'C1,2026-003,2026-12-24,77.00,EUR,'
	cat >send <<-'SH'
	#!/bin/sh
	exec cat >/dev/null
	SH
	chmod +x send
	statements
	mail-out --send letters.csv >sent.csv
	log-history sent.csv >/dev/null
	[ "$(column event history.csv)" = "$(printf 'statement\nstatement')" ]
	[ "$(column level history.csv | tr -d '\n')" = '' ]
	propose
	[ "$(column last_reminded proposal.csv | sort -u | tr -d '\n')" = '' ]
	[ "$(column reminder proposal.csv | sort -u)" = 20261122-C1-2 ]
}

@test "a statement of arrears leaves out what is not due, and who owes nothing that is" {
	customers 'C1,Een,S,1,U,NL,nl,email,' 'C2,Twee,S,1,U,NL,nl,email,' 'C3,Drie,S,1,U,NL,nl,email,'
	items 'C1,1,2026-11-10,10.00,EUR,' 'C1,2,2026-12-24,7.00,EUR,' 'C2,3,2026-12-24,5.00,EUR,' \
		'C3,4,2026-11-01,-5.00,EUR,'
	statements --arrears
	[ "$(ls letters)" = 20261122-C1-statement.pdf ]
	[ "$(column invoice letters.csv)" = 1 ]
	reads 20261122-C1-statement 'Totaal openstaand € 10,00'
}

@test "a statement can be made of a proposal, an item once, and charges nothing" {
	items 'C1,2026-001,2026-10-13,1000.00,EUR,' 'C1,2026-002,2026-11-10,10.00,EUR,'
	propose
	{ cat proposal.csv; tail -n 1 proposal.csv; } >twice.csv
	expect 0 render-letter --statement twice.csv
	printf '%s\n' "$output" >letters.csv
	[ "$(column invoice letters.csv | sort)" = "$(printf '2026-001\n2026-002')" ]
	[ "$(column total_due letters.csv | sort)" = "$(printf '10.00\n1000.00')" ]
	reads 20261122-C1-statement 'Totaal openstaand € 1.010,00'
	lacks 20261122-C1-statement Aanmaningskosten
}

@test "what the firm owes stands in no statement" {
	printf '%s\n' customer,invoice,due_date,open_amount,currency,side C1,1,2026-11-10,10.00,EUR, \
		C1,2,2026-11-10,500.00,EUR,payable C9,3,2026-11-10,700.00,USD,payable >items.csv
	statements
	[ "$(ls letters)" = 20261122-C1-statement.pdf ]
	reads 20261122-C1-statement 'Totaal openstaand € 10,00'
	[ "$(column invoice letters.csv)" = 1 ]
}

@test "a customer with several currencies gets a statement of each" {
	items 'C1,1,2026-11-10,10.00,EUR,' 'C1,2,2026-11-10,7.00,USD,'
	statements
	[ "$(ls letters)" = "$(printf '20261122-C1-statement-EUR.pdf\n20261122-C1-statement-USD.pdf')" ]
	reads 20261122-C1-statement-USD 'Totaal openstaand US$ 7,00'
	expect 0 mail-out letters.csv
}

@test "a statement of nothing that is due asks for no payment" {
	items 'C1,1,2026-12-10,10.00,EUR,'
	statements
	lacks 20261122-C1-statement IBAN:
	lacks 20261122-C1-statement 'Te betalen'
	[ -z "$(code 20261122-C1-statement)" ]
}

@test "who is blocked, unknown or cannot be reached gets no statement" {
	customers 'C1,Een,S,1,U,NL,nl,email,' 'C2,Twee,S,1,U,NL,nl,email,' 'C3,Drie,,1,U,NL,nl,post,'
	items 'C1,1,2026-11-10,10.00,EUR,' 'C2,2,2026-11-10,7.00,EUR,' 'C3,3,2026-11-10,7.00,EUR,' \
		'C9,4,2026-11-10,7.00,EUR,'
	history '2026-11-01T10:00:00Z,paused,C2,,,,,,,2026-11-01,2026-12-31,'
	select-overdue --all items.csv >open.csv
	expect 1 render-letter --statement open.csv
	says '"C9" is not in customers.csv; its items are left out'
	says '"C3" has no postal address, and its letters go by post; left out'
	[ "$(ls letters)" = 20261122-C1-statement.pdf ]
}

@test "a row that no statement can be made of is told, and no letter is made" {
	local edit said
	items 'C1,1,2026-11-10,1.00,EUR,' 'C1,2,2026-11-10,2.00,EUR,'
	select-overdue --all items.csv >open.csv
	while IFS='|' read -r edit said; do
		sed "3{$edit}" open.csv | "$UNITS/proposal" seal /dev/stdin >changed.csv
		expect 65 render-letter --statement changed.csv
		silent
		says "changed.csv:3: $said"
		nothing_rendered
	done <<-'END'
	s/,standard,/,strict,/|terms: "strict" are no terms of the policy
	s/,2026-11-22,/,2026-11-21,/|as_of: is another day than that of the rows before
	s/,email,a@/,fax,a@/|delivery: "fax" is not email, post or none
	END
	# What was charged before in another currency's decimals is no amount of this one.
	history '2026-11-01T10:00:00Z,reminded,C1,1,,standard,1,1,R1,2026-11-01,2026-11-10,'
	sed -i '1s/$/,cost/; 2s/$/,1.234/' history.csv
	expect 65 render-letter --statement open.csv
	says 'open.csv:2: reminder: what earlier reminders charged is too large to add'
}

@test "there is a statement in each language" {
	customers 'C1,Een,S,1,U,NL,nl,email,' 'C2,Deux,S,1,U,BE,fr,email,' 'C3,Drei,S,1,U,DE,de,email,' \
		'C4,Four,S,1,U,GB,en,email,'
	items 'C1,1,2026-11-10,1.00,EUR,' 'C2,2,2026-11-10,1.00,EUR,' 'C3,3,2026-11-10,1.00,EUR,' \
		'C4,4,2026-11-10,1.00,EUR,'
	statements
	reads 20261122-C1-statement 'Overzicht van openstaande posten' 'Totaal openstaand'
	reads 20261122-C2-statement 'Relevé de compte' 'Solde total'
	reads 20261122-C3-statement 'Aufstellung offener Posten' 'Offener Gesamtsaldo'
	reads 20261122-C4-statement 'Statement of account' 'Total outstanding'
	expect 0 mail-out letters.csv
}

# One PDF to print.

# post_book: letters by post to two countries, one of them of two pages, and one by mail.
post_book() {
	customers 'C1,Een,S,9000 ZZ,U,NL,nl,post,' 'C2,Twee,S,1000 AA,U,NL,nl,post,' \
		'C3,Drei,S,10115,Berlin,DE,de,post,' 'C4,Vier,S,1,U,NL,nl,email,' 'C5,Vijf,S,1000,Gent,BE,nl,post,'
	# shellcheck disable=SC2046 # a row each
	items 'C1,1,2026-11-10,1.00,EUR,' $(for i in $(seq 1 40); do echo "C2,2-$i,2026-11-10,1.00,EUR,"; done) \
		'C3,3,2026-11-10,1.00,EUR,' 'C4,4,2026-11-10,1.00,EUR,' 'C5,5,2026-11-10,1.00,EUR,'
	propose
}
# pages FILE: whose letter each page is of; "-" for a blank one.
pages() {
	local page
	for page in $(seq 1 "$(pdfinfo "$1" | awk '/^Pages/ {print $2}')"); do
		pdftotext -f "$page" -l "$page" "$1" - | grep -Eo -m1 '20261122-C[0-9]' || echo -
	done | xargs
}

@test "the letters by post are one PDF, in the order of the post" {
	post_book
	expect 0 render-letter --merge post.pdf proposal.csv
	qpdf --check post.pdf
	[ "$(pages post.pdf)" = '20261122-C2 20261122-C2 20261122-C1 20261122-C5 20261122-C3' ]
	[ "$(stat -c %a post.pdf)" = 600 ]
	[ "$(pdffonts post.pdf | awk 'NR > 2 {print $1}' | sort | uniq -d)" = '' ]
	[ "$(ls letters | wc -l)" -eq 5 ]
	expect 0 render-letter --merge all.pdf --all proposal.csv
	[[ $(pages all.pdf) == *20261122-C4* ]]
	# The same again, however the rows came.
	cp post.pdf first.pdf
	{ head -1 proposal.csv; tail -n +2 proposal.csv | tac; } >turned.csv
	expect 0 render-letter --merge post.pdf --jobs 2 proposal.csv
	cmp first.pdf post.pdf
}

@test "with --duplex each letter begins on the front of a sheet" {
	post_book
	expect 0 render-letter --merge post.pdf --duplex proposal.csv
	[ "$(pages post.pdf)" = '20261122-C2 20261122-C2 20261122-C1 - 20261122-C5 - 20261122-C3 -' ]
	qpdf --check post.pdf
}

@test "where no letter goes by post there is no PDF to print, not yesterday's either" {
	propose
	echo old >post.pdf
	expect 0 render-letter --merge post.pdf proposal.csv
	says 'post.pdf: note: no letter goes by post'
	[ ! -e post.pdf ]
}

@test "a merged PDF that cannot be written is an error" {
	post_book
	expect 73 render-letter --merge nowhere/post.pdf proposal.csv
	silent
	says nowhere/post.pdf
}

# Several at once.

@test "letters made by several processes are the same bytes" {
	post_book
	expect 0 render-letter proposal.csv
	printf '%s\n' "$output" >one.csv
	sha256sum letters/*.pdf >one
	rm -r letters
	expect 0 render-letter --jobs 3 proposal.csv
	printf '%s\n' "$output" >three.csv
	sha256sum -c --quiet one
	same one.csv three.csv
	[ "$(ls -A letters | wc -l)" -eq 5 ]
}

@test "what is wrong is told once and in order, however many processes find it" {
	customers 'C1,Een,S,1,U,NL,nl,email,' 'C2,中,S,1,U,NL,nl,email,' 'C3,字,S,1,U,NL,nl,email,'
	items 'C1,1,2026-11-10,1.00,EUR,' 'C2,2,2026-11-10,1.00,EUR,' 'C3,3,2026-11-10,1.00,EUR,'
	propose
	expect 65 render-letter proposal.csv
	local alone=$stderr
	expect 65 render-letter --jobs 2 proposal.csv
	[ "$stderr" = "$alone" ]
	nothing_rendered
	expect 1 render-letter --jobs 2 --rejects bad.csv proposal.csv
	[ "$(column customer bad.csv)" = "$(printf 'C2\nC3')" ]
	[ "$(ls -A letters)" = 20261122-C1-1.pdf ]
}

# To look at.

@test "a preview shows a template with sample data, and touches nothing" {
	rm customers.csv history.csv
	expect 64 render-letter --preview reminder-2 items.csv
	render-letter --preview reminder-2 >look.pdf
	qpdf --check look.pdf
	pdftotext -layout look.pdf - | tr -s '[:space:]' ' ' >look.txt
	grep -q 'Aanmaningskosten 10,00' look.txt
	grep -q 'Rente' look.txt
	[ ! -e letters ]
	render-letter --preview reminder-2 | cmp look.pdf
	render-letter --preview statement --language de | pdftotext - - | grep -q 'Aufstellung offener Posten'
	expect 78 render-letter --preview reminder-9
	says 'no template "reminder-9.letter.md"'
	silent
}

@test "a preview writes a column of the user's own by its name" {
	sed -i '1s/$/,account_manager/; 2s/$/,Piet/' customers.csv
	printf '# Brief\n\nVan %%account_manager%% over %%project%%.\n' | template nl/eigen
	render-letter --preview eigen | pdftotext - - >look.txt
	grep -q 'Van account_manager over %project%.' look.txt
}

@test "a proof draws the window of each layout" {
	printf 'layouts: {mijn: {like: de, address: [25, 65, 70, 22]}}\n' >>policy.yaml
	render-letter --proof >proof.pdf
	qpdf --check proof.pdf
	[ "$(pdftotext proof.pdf - | grep -c '^Layout ')" -eq 10 ]
	pdftotext -layout proof.pdf - | grep -q 'Address: 25.0 mm from the left, 65.0 from above, 70.0 wide, 22.0 high'
	render-letter --proof | cmp proof.pdf
}

# Layouts.

@test "a layout of the policy's own moves the address, and may take a country's place" {
	printf 'layouts: {eigen: {address: [30, 55, 70, 25]}, nl: {like: nl-right}}\n' >>policy.yaml
	printf -- '---\nlayout: eigen\n---\n# Brief\n\nTekst\n' | template nl/reminder-1
	render
	pdftotext -bbox letters/20261122-C1-1.pdf - | grep -q 'xMin="85.[^>]*>Bakkerij'
	rm -r letters templates
	render
	pdftotext -bbox letters/20261122-C1-1.pdf - | grep -q 'xMin="320.[^>]*>Bakkerij'
}

@test "a layout in which something has no room is an error" {
	local layout said line
	line=$(($(wc -l <policy.yaml) + 1))
	cp policy.yaml good.yaml
	while IFS='|' read -r layout said; do
		{ cat good.yaml; echo "layouts: {eigen: {$layout}}"; } >policy.yaml
		refuses 78 "policy.yaml:$line:11: eigen: $said"
	done <<-'END'
	window: [150, 50, 70, 30], address: [152, 52, 50, 25]|the window reaches beyond the sheet
	window: [20, 280, 90, 30], address: [22, 281, 80, 20]|the window reaches beyond the sheet
	window: [20, 23.9, 90, 60], address: [25, 55, 60, 15]|the window would show the sender's name: at least 24 millimetres from above
	window: [20, 45, 50, 30], address: [15, 50, 50, 20]|the address reaches beyond the window
	window: [20, 45, 50, 30], address: [25, 50, 46, 20]|the address reaches beyond the window
	address: [30, 55, 39.9, 20]|the address has no room: at least 40 by 15 millimetres
	address: [30, 55, 60, 14.9]|the address has no room: at least 40 by 15 millimetres
	sender: [160, 20]|the sender, the numbers or the text have no room
	info: [180, 50]|the sender, the numbers or the text have no room
	text: 180.1|the sender, the numbers or the text have no room
	END
}

@test "a layout's own measures are where its proof says" {
	echo 'layouts: {eigen: {like: de, sender: [20, 12], info: [120, 50], text: 100.5, folds: [90, 180.5], punch: 140}}' >>policy.yaml
	render-letter --proof >proof.pdf
	pdftotext -layout proof.pdf - | awk 'BEGIN { RS = "\f" } /Layout "eigen"/' >page
	grep -q 'fold, 90.0 mm' page
	grep -q 'fold, 180.5 mm' page
	printf -- '---\nlayout: eigen\n---\n# Brief\n\nTekst\n' | template nl/reminder-1
	render
	pdftotext -bbox letters/20261122-C1-1.pdf - >boxes
	# in points: 20, 120 and 100.5 mm are 56.7, 340.2 and 284.9
	grep -q 'xMin="56.69[^>]*>Keizersgracht' boxes
	grep -q 'xMin="340.16[^>]*>Datum' boxes
	grep -q 'yMin="285.9[^>]*>Brief' boxes
	# the numbers below the address, or a little left of it
	local left
	for left in 20 22.4 25; do
		sed -i "s/^layouts:.*/layouts: {eigen: {like: de, sender: [128, 20], info: [$left, 95], text: 120}}/" policy.yaml
		rm -r letters
		render
		reads 20261122-C1-1 '22 november 2026' 20261122-C1-1
	done
}

@test "a layout whose address leaves its window is an error, and so is one like none" {
	local line
	line=$(($(wc -l <policy.yaml) + 1))
	cp policy.yaml good.yaml
	printf 'layouts: {eigen: {address: [100, 55, 70, 25]}}\n' >>policy.yaml
	refuses 78 "policy.yaml:$line:11: eigen: the address reaches beyond the window"
	{ cat good.yaml; printf 'layouts: {eigen: {like: us}}\n'; } >policy.yaml
	refuses 78 "policy.yaml:$line:11: like: \"us\" is no layout that there is"
	{ cat good.yaml; printf 'layouts: {eigen: {window: [10, 55, 70]}}\n'; } >policy.yaml
	expect 78 render-letter proposal.csv
	says 'window: must be 4 numbers: from the left, from above, width, height'
	{ cat good.yaml; printf 'layouts: {eigen: {text: 400}}\n'; } >policy.yaml
	expect 78 render-letter proposal.csv
	says 'text: "400" is not a number of millimetres from 0 to 297, to a tenth'
}

@test "every address stands within its window" {
	local layout
	for layout in nl nl-right de de-a be fr gb ch ch-left; do
		printf -- '---\nlayout: %s\n---\n# Brief\n\nTekst\n' "$layout" | template nl/reminder-1
		customers 'C1,Een heel lange naam van een firma die twee regels wil,Straat 1,1234 AB,Utrecht,DE,nl,email,'
		render
		render-letter --proof >proof.pdf
		pdftotext -layout proof.pdf - |
			awk -v want="\"$layout\"" '/^ *Layout/ {here = $2 == want || $2 == want ","} here && /Window:/ {print $2, $7, $10, $12; exit}' >window
		pdftotext -bbox letters/20261122-C1-1.pdf - |
			sed -n 's/.*xMin="\([0-9.]*\)" yMin="\([0-9.]*\)" xMax="\([0-9.]*\)" yMax="\([0-9.]*\)">\(Een\|wil\|DUITSLAND\)<.*/\1 \2 \3 \4/p' >words
		[ -s window ]
		[ "$(wc -l <words)" -ge 2 ]
		awk 'NR == FNR {x = $1; y = $2; w = $3; h = $4; next}
			{mm = 25.4 / 72; if ($1 * mm < x || $2 * mm < y || $3 * mm > x + w || $4 * mm > y + h) {print; bad = 1}}
			END {exit bad}' window words || { echo "$layout: $(cat window)"; return 1; }
		rm -r letters
	done
}

@test "a template can have a logo and fonts of its own, found beside it" {
	render
	mkdir -p templates/nl
	pdftoppm -png -r 60 -x 50 -y 40 -W 120 -H 30 -singlefile letters/20261122-C1-1.pdf templates/nl/eigen
	printf -- '---\nlogo: eigen.png\n---\n# Brief\n\nTekst\n' | template nl/reminder-1
	render
	[ "$(pdfimages -list letters/20261122-C1-1.pdf | awk 'NR == 3 {print $4, $5}')" = '120 30' ]
	printf -- '---\nlogo: weg.png\n---\n# Brief\n\nTekst\n' | template nl/reminder-1
	rm -r letters
	refuses 78 'templates/nl/reminder-1.letter.md:2:7: logo: there is no file "templates/nl/weg.png"'
	printf -- '---\nfont: eigen.ttf\n---\n# Brief\n\nTekst\n' | template nl/reminder-1
	refuses 66 'templates/nl/eigen.ttf: No such file'
}

@test "a row's own template is its letter's" {
	printf '# Eigen\n\nTekst van deze regel\n' | template nl/bijzonder
	sed -i '1s/$/,template/; 2s/$/,bijzonder/' items.csv
	render
	reads 20261122-C1-1 'Tekst van deze regel'
}

# Hostile values.

@test "a name is never read as markup, and a percent sign in it is one" {
	customers 'C1,**vet** [x](http://evil.example) <b>&amp; %total% 100%,S,1,U,NL,nl,email,'
	printf '# Brief aan %%name%%\n\nBeste %%name%%,\n' | template nl/reminder-1
	render
	reads 20261122-C1-1 'Beste **vet** [x](http://evil.example) <b>&amp; %total% 100%,'
}

@test "a customer number of dots and slashes stays within the folder" {
	customers '../../C1,Een,S,1,U,NL,nl,email,'
	items '../../C1,1,2026-11-10,1.00,EUR,'
	render
	[ "$(find . -name '*.pdf')" = ./letters/20261122-.._.._C1-1.pdf ]
}

@test "a reminder's number that is no file name is refused" {
	propose
	awk -F, -v OFS=, 'NR > 1 {$1 = "../x"} 1' proposal.csv >bad.csv
	expect 65 render-letter bad.csv
	silent
	[ ! -e x.pdf ] && nothing_rendered
	# by who knows how the column `check` is made, too
	local number
	for number in ../x .x x/y 'x y' 'x:y' x@y 'x[y' 'x{y' "x$(printf '%0200d' 1)" Été; do
		awk -F, -v OFS=, -v number="$number" 'NR > 1 {$1 = number} 1' proposal.csv >bad.csv
		"$UNITS/proposal" seal bad.csv >sealed.csv
		expect 65 render-letter sealed.csv
		silent
		says "sealed.csv:2: reminder: \"$number\" cannot name a file"
		[ ! -e x.pdf ] && nothing_rendered
	done
}

@test "a character that the font lacks is named with its place and the font, and nothing is made" {
	customers "C1,Een,S,1,U,NL,nl,email," "C2,Twee $(printf '\xe4\xb8\xad')文,S,1,U,NL,nl,email,"
	items 'C1,1,2026-11-10,1.00,EUR,' 'C2,2,2026-11-10,1.00,EUR,'
	refuses 65 'customers.csv:3: name: holds U+4E2D, a character that the font "Liberation Sans" lacks'
	customers "C1,Een,S,1,U,NL,nl,email,"
	items "C1,F中,2026-11-10,1.00,EUR,"
	refuses 65 'proposal.csv:2: invoice: holds U+4E2D'
	items 'C1,1,2026-11-10,1.00,EUR,'
	printf '# Brief\n\n字\n' | template nl/reminder-1
	refuses 65 'templates/nl/reminder-1.letter.md: this template' 'U+5B57'
}

@test "a fallback font writes what the font lacks, and only that" {
	customers "$(printf 'C1,Een \xe2\x9c\x88 Twee,S,1,U,NL,nl,email,')"
	refuses 65 'customers.csv:2: name: holds U+2708'
	DUN_FONT_FALLBACK='DejaVu Sans' render
	reads 20261122-C1-1 'Een ✈ Twee'
	[ "$(pdffonts letters/20261122-C1-1.pdf | grep -c DejaVuSans)" -eq 1 ]
	qpdf --check letters/20261122-C1-1.pdf
	printf -- '---\nfallback_font: DejaVu Sans\n---\n# Brief\n\n%%%%name%%%%\n' | template nl/reminder-1
	render
	reads 20261122-C1-1 'Een ✈ Twee'
	rm -r templates
	DUN_FONT_FALLBACK=nowhere.ttf expect 66 render-letter proposal.csv
	says 'nowhere.ttf'
}

@test "letters that join or stack are refused, whatever font there is" {
	customers "$(printf 'C1,\xe0\xa4\xa8\xe0\xa4\xae,S,1,U,NL,nl,email,')"
	DUN_FONT_FALLBACK='DejaVu Sans' refuses 65 'customers.csv:2: name: holds U+0928: letters that join or stack cannot be written yet'
}

@test "a field of a hundred thousand characters in any column gives a letter or a clear error" {
	local long column number
	printf 'x%.0s' {1..100000} >long
	for column in 1 2 3 4 5 6 7 8 9; do
		long=$(cat long)
		awk -F, -v OFS=, -v c="$column" -v long="$long" 'NR > 1 {$c = long} 1' customers.csv >c.csv || continue
		propose
		try render-letter --customers c.csv --letters "out$column" proposal.csv
		[[ $status -eq 0 || $status -eq 65 || $status -eq 78 ]] || { echo "column $column: $status $stderr"; return 1; }
		[ "$status" -eq 0 ] || [ -n "$stderr" ]
	done
	for column in invoice reference description terms template; do
		items 'C1,2026-001,2026-11-10,1000.00,EUR,'
		awk -F, -v OFS=, -v c="$column" -v long="$(cat long)" 'NR == 1 {for (i = 1; i <= NF; i++) if ($i == c) at = i; if (!at) {at = NF + 1; $at = c}} NR > 1 {$at = long} 1' items.csv >long.csv
		select-overdue long.csv >selected.csv 2>errors || { [ -s errors ]; continue; }
		compute-fees selected.csv >proposal.csv
		try render-letter --letters "long-$column" proposal.csv
		[[ $status -eq 0 || $status -eq 65 || $status -eq 78 ]] || { echo "$column: $status $stderr"; return 1; }
	done
	[ -z "$(find . -name '*.pdf' -not -path './out*/*' -not -path './long-*/*')" ]
}

@test "line breaks, markup and percent signs in any column stay text" {
	{
		cat customers.csv | head -1
		printf 'C1,"A\nB **c** %%total%%","# S\n\n---","1\r\n","<b>U</b>",NL,nl,email,,a@x.example\n'
	} >c.csv
	mv c.csv customers.csv
	items 'C1,"F\n%items%",2026-11-10,1000.00,EUR,"[x](http://e.example)"'
	render
	reads 20261122-C1-1 'A B **c** %total%' '# S ---' '1 <b>U</b>' '[x](http://e.example)'
	[ "$(pdfinfo letters/20261122-C1-1.pdf | awk '/^Pages/ {print $2}')" -eq 1 ]
}

@test "control characters and letters that run from the right are refused" {
	customers "$(printf 'C1,Een\x1b[31m,S,1,U,NL,nl,email,')"
	refuses 65 'customers.csv:2: name: holds the control character U+001B'
	customers "$(printf 'C1,\xd7\xa9\xd7\x9c,S,1,U,NL,nl,email,')"
	refuses 65 'customers.csv:2: name: holds U+05E9: letters cannot be written from right to left yet'
}

@test "invisible characters leave no trace in the letter" {
	customers "$(printf 'C1,Ba\xe2\x80\xaekker\xc2\xadij\xe2\x80\x8b Een\tTwee,S,1,U,NL,nl,email,')"
	render
	reads 20261122-C1-1 'Bakkerij Een Twee'
}

@test "a letter by post without an address is refused" {
	customers 'C1,Een,S,1,U,NL,nl,post,'
	propose
	customers 'C1,Een,,1,U,NL,nl,post,'
	expect 65 render-letter proposal.csv
	says 'customers.csv:2: address1: customer "C1" is reminded by post and has no address'
	nothing_rendered
}

@test "a letter by post whose window cannot show the whole address is refused" {
	local long
	long=$(printf 'Gedempte Oude Gracht achter de Grote Kerk naast het Stadhuis %.0s' {1..15})
	customers "C1,Een,$long,1234 AB,U,NL,nl,post,"
	propose
	expect 65 render-letter proposal.csv
	says 'customers.csv:2: address1: the address has more lines than its window has room for'
	nothing_rendered
	customers "C1,Een,$long,1234 AB,U,NL,nl,email,"
	render
}

@test "with --rejects the letters of other customers are made" {
	customers 'C1,Een,S,1,U,NL,nl,email,' 'C2,中,S,1,U,NL,nl,email,'
	items 'C1,1,2026-11-10,1.00,EUR,' 'C2,2,2026-11-10,1.00,EUR,' 'C2,3,2026-11-11,1.00,EUR,'
	propose
	expect 1 render-letter --rejects bad.csv proposal.csv
	printf '%s\n' "$output" >letters.csv
	[ "$(column customer letters.csv)" = C1 ]
	[ "$(ls letters)" = 20261122-C1-1.pdf ]
	[ "$(column invoice bad.csv)" = "$(printf '2\n3')" ]
	[[ $(column reason bad.csv | head -1) == *U+4E2D* ]]
}

# Again.

@test "the same input gives the same bytes, and its own output is an input" {
	render
	sha256sum letters/*.pdf >first
	cp letters.csv first.csv
	rm -r letters
	expect 0 render-letter first.csv
	printf '%s\n' "$output" >second.csv
	sha256sum -c --quiet first
	same first.csv second.csv
}

@test "a letter does not depend on the others of its run" {
	customers 'C1,Een,S,1,U,NL,nl,email,' 'C2,Łódź Ελλάδα Київ,S,1,U,NL,fr,email,'
	items 'C1,1,2026-11-10,1.00,EUR,'
	render
	cp letters/20261122-C1-1.pdf alone.pdf
	rm -r letters
	items 'C2,2,2026-11-10,1.00,EUR,' 'C1,1,2026-11-10,1.00,EUR,'
	render
	cmp alone.pdf letters/20261122-C1-1.pdf
}

@test "an unchanged letter is not written again, a changed one that was not sent is" {
	render
	local before
	before=$(stat -c '%i %y' letters/20261122-C1-1.pdf)
	render
	[ "$(stat -c '%i %y' letters/20261122-C1-1.pdf)" = "$before" ]
	items 'C1,2026-001,2026-11-10,2000.00,EUR,'
	render
	reads 20261122-C1-1 '€ 2.000,00'
	[ "$(ls -A letters)" = 20261122-C1-1.pdf ]
}

@test "a letter that was sent stays; another content for it is an error until it is undone" {
	render
	local document event
	document=$(column document letters.csv)
	event="2026-11-22T10:00:00Z,reminded,C1,2026-001,,standard,1,1,20261122-C1-1,2026-11-22,2026-12-06"
	cp letters/20261122-C1-1.pdf sent.pdf
	history "$event,$document"
	expect 0 render-letter proposal.csv
	cmp sent.pdf letters/20261122-C1-1.pdf
	sed -i 's/Zonen/Dochters/' policy.yaml
	expect 65 render-letter proposal.csv
	silent
	says 'proposal.csv:2: reminder: "20261122-C1-1" was sent (history.csv:2) and would now be another letter'
	cmp sent.pdf letters/20261122-C1-1.pdf
	history "$event,$document" '2026-11-22T11:00:00Z,undone,C1,,,,,,20261122-C1-1,2026-11-22,,'
	expect 0 render-letter proposal.csv
	refute cmp -s sent.pdf letters/20261122-C1-1.pdf
}

@test "a letter of which one invoice alone was undone was sent all the same" {
	items 'C1,1,2026-11-10,1.00,EUR,' 'C1,2,2026-11-10,2.00,EUR,'
	render
	local document undone
	document=$(column document letters.csv | head -n 1)
	sent() { # sent UNDONE-INVOICE...: the history has both as sent, and these as undone since
		local invoice events=()
		for invoice in 1 2; do
			events+=("2026-11-22T10:00:00Z,reminded,C1,$invoice,,standard,1,1,20261122-C1-1,2026-11-22,2026-12-06,$document")
		done
		for invoice; do
			events+=("2026-11-22T11:00:00Z,undone,C1,$invoice,,,,,20261122-C1-1,2026-11-22,,")
		done
		history "${events[@]}"
	}
	printf '# Anders\n\n%%%%items%%%%\n' | template nl/reminder-1
	for undone in '' 1 2; do
		# shellcheck disable=SC2086 # none or one
		sent $undone
		expect 65 render-letter proposal.csv
		says '"20261122-C1-1" was sent (history.csv:'
	done
	sent 2 1
	expect 0 render-letter proposal.csv
	reads 20261122-C1-1 Anders
}

@test "a letter that was sent and is lost is made again" {
	render
	cp letters/20261122-C1-1.pdf sent.pdf
	history "2026-11-22T10:00:00Z,reminded,C1,2026-001,,standard,1,1,20261122-C1-1,2026-11-22,2026-12-06,$(column document letters.csv)"
	rm letters/20261122-C1-1.pdf
	expect 0 render-letter proposal.csv
	cmp sent.pdf letters/20261122-C1-1.pdf
}

@test "a letter that was sent and differs keeps the others from being written" {
	customers 'C1,Een,S,1,U,NL,nl,email,' 'C2,Twee,S,1,U,NL,nl,email,'
	items 'C1,1,2026-11-10,1.00,EUR,' 'C2,2,2026-11-10,1.00,EUR,'
	history "2026-11-22T10:00:00Z,reminded,C2,2,,standard,1,1,20261122-C2-1,2026-11-22,2026-12-06,$(printf 'a%.0s' {1..64})"
	mv history.csv sent.csv
	history
	propose
	mv sent.csv history.csv
	expect 65 render-letter proposal.csv
	silent
	nothing_rendered
}

# Trouble.

@test "a full disk is an error, keeps the old letter and leaves nothing behind" {
	render
	cp letters/20261122-C1-1.pdf old.pdf
	sed -i 's/Zonen/Dochters/' policy.yaml
	expect 74 bash -c 'trap "" XFSZ; ulimit -f 8; exec render-letter proposal.csv'
	silent
	says 'letters/20261122-C1-1.pdf: File too large'
	cmp old.pdf letters/20261122-C1-1.pdf
	[ "$(ls -A letters)" = 20261122-C1-1.pdf ]
}

@test "standard output that is full is an error" {
	propose
	expect 74 bash -c 'exec render-letter proposal.csv >/dev/full'
	says 'standard output: No space left on device'
}

@test "what a run that was killed left behind is cleared away, what another works in is not" {
	mkdir -p letters/.letters-dead letters/.letters-live
	echo torn >letters/.letters-dead/20261122-C1-1.pdf
	echo theirs >letters/.letters-live/20261122-C1-1.pdf
	exec 9<letters/.letters-live
	flock -n 9
	render
	exec 9<&-
	[ "$(ls -A letters | xargs)" = '.letters-live 20261122-C1-1.pdf' ]
	[ "$(cat letters/.letters-live/20261122-C1-1.pdf)" = theirs ]
}

@test "a folder that cannot be written is an error" {
	propose
	mkdir letters
	chmod 500 letters
	expect 73 mortal render-letter proposal.csv
	silent
	says letters
}

@test "a file where the folder should be is an error" {
	propose
	echo >letters
	expect 73 render-letter proposal.csv
	silent
}

@test "input that is empty, torn or no proposal is refused" {
	propose
	expect 65 render-letter </dev/null
	head -c -1 proposal.csv >torn.csv
	expect 65 render-letter torn.csv
	expect 65 render-letter items.csv
	expect 65 render-letter selected.csv
	says 'compute-fees'
	expect 66 render-letter nowhere.csv
	rm history.csv
	expect 66 render-letter proposal.csv
	nothing_rendered
}

@test "the options name other files and another folder" {
	propose
	mkdir elsewhere
	mv customers.csv elsewhere/c.csv
	mv history.csv elsewhere/h.csv
	mv policy.yaml elsewhere/p.yaml
	expect 0 render-letter --policy elsewhere/p.yaml --customers elsewhere/c.csv \
		--history elsewhere/h.csv --letters out/deep proposal.csv
	shows ,out/deep/20261122-C1-1.pdf,
	[ -e out/deep/20261122-C1-1.pdf ]
}

@test "another font can be named, and one that is not there is an error" {
	DUN_FONT='DejaVu Sans' render
	pdffonts letters/20261122-C1-1.pdf | grep -q +DejaVuSans
	DUN_FONT=nowhere.ttf expect 66 render-letter proposal.csv
	says 'nowhere.ttf: No such file'
	[ "$(grep -c . <<<"$stderr")" -eq 1 ]
	DUN_FONT=Wingdings expect 66 render-letter proposal.csv
	says 'font "Wingdings" is not known'
	cp policy.yaml fake.ttf
	DUN_FONT=fake.ttf expect 65 render-letter proposal.csv
	says 'fake.ttf: is no TrueType font'
}

# A JPEG up to its frame: bits a sample, height, width, colours. What follows is nothing that we read.
jpeg() { # jpeg BYTES-BEFORE-THE-FRAME BITS COLOURS [FRAME [HEIGHT-AND-WIDTH]]
	printf '\xff\xd8'"$1"'\xff\x'"${4-c2}"'\x00\x11\x'"$2""${5-\x00\x10\x00\x20}"'\x'"$3"'\x01\x11\x00\x02\x11\x01\x03\x11\x01'
}
png() { # png WIDTH HEIGHT: a black one
	perl -we 'use Compress::Zlib; sub part { my ($t, $d) = @_; pack("N", length $d) . $t . $d . pack("N", crc32($t . $d)) }
		my ($w, $h) = @ARGV; my $row = "\0" x (1 + ($w + 7) / 8);
		print "\x89PNG\r\n\x1a\n", part("IHDR", pack("NNC5", $w, $h, 1, 0, 0, 0, 0)), part("IDAT", compress($row x $h)), part("IEND", "")' "$1" "$2"
}

@test "a logo that no letter can have is told with what it is" {
	local name said
	echo hello >text.png
	printf '\x89PNG\r\n\x1a\nrubbish' >torn.png
	jpeg '' 08 04 >cmyk.jpg
	jpeg '' 0c 03 >deep.jpg
	jpeg '' 08 03 c0 '\x00\x00\x00\x20' >flat.jpg
	jpeg '' 08 03 c0 '\x00\x10\x00\x00' >thin.jpg
	jpeg '\xff\xe0\x00\x04\x00\x00\x00' 08 03 >shifted.jpg
	printf 'GI' >short.png
	mkdir folder.png
	head -c 5000000 /dev/zero >huge.png
	jpeg '\xff\xe0\x00\x04\x00\x00' 08 03 | head -c 14 >cut.jpg
	printf '\xff\xd8\xff\xe0\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00' >none.jpg
	png 4001 1 >wide.png
	png 1 4001 >tall.png
	while IFS='|' read -r name said; do
		policy "logo: $name"
		refuses 78 "policy.yaml:5:9: logo: \"$name\" $said"
	done <<-'END'
	text.png|is no PNG or JPEG image
	short.png|is no PNG or JPEG image
	torn.png|is no PNG image that can be read
	wide.png|is larger than 4000 pixels
	tall.png|is larger than 4000 pixels
	cmyk.jpg|is a JPEG image for printing presses (CMYK): save it as RGB
	deep.jpg|is no JPEG image that can be read
	cut.jpg|is no JPEG image that can be read
	none.jpg|is no JPEG image that can be read
	flat.jpg|is no JPEG image that can be read
	thin.jpg|is no JPEG image that can be read
	shifted.jpg|is no JPEG image that can be read
	END
	policy 'logo: huge.png'
	refuses 78 'huge.png: is larger than'
	policy 'logo: folder.png'
	refuses 66 'folder.png: Is a directory'
	# Grey or in colours, with anything before the frame and padding: as it is in the letter.
	for name in '' '\xff\xe0\x00\x04\x00\x00' '\xff\xff'; do
		jpeg "$name" 08 03 >good.jpg
		policy 'logo: good.jpg'
		rm -rf letters
		render
		pdfimages -list letters/20261122-C1-1.pdf | grep -q ' 32 *16 .*jpeg'
	done
	for name in c0 c1; do
		jpeg '' 08 01 $name >good.jpg
		rm -rf letters
		render
	done
	pdfimages -list letters/20261122-C1-1.pdf | grep -q ' 32 *16 *gray'
}

@test "blanks and hyphens that a font lacks are written as those that it has" {
	local character text names=() number=0
	# no-break hyphen; narrow no-break, figure, em, hair, mathematical and ideographic blank
	for character in '\xe2\x80\x91' '\xe2\x80\xaf' '\xe2\x80\x87' '\xe2\x80\x83' '\xe2\x80\x8a' '\xe2\x81\x9f' '\xe3\x80\x80'; do
		printf -v text '%b' "Bak${character}ker"
		names+=("C$((++number)),$text,Straat 1,1234 AB,Utrecht,NL,nl,email,")
	done
	customers "${names[@]}"
	items 'C1,1,2026-11-10,1.00,EUR,' 'C2,2,2026-11-10,1.00,EUR,' 'C3,3,2026-11-10,1.00,EUR,' 'C4,4,2026-11-10,1.00,EUR,' \
		'C5,5,2026-11-10,1.00,EUR,' 'C6,6,2026-11-10,1.00,EUR,' 'C7,7,2026-11-10,1.00,EUR,'
	render
	for number in 1 2 3 4 5 6 7; do
		text=$(letter "20261122-C$number-1" | LC_ALL=C sed 's/\xc2\xa0/ /g')
		[[ $text == *'Bak'[\ -]'ker '* ]] || { echo "$number: $text"; return 1; }
	done
	[[ $(letter 20261122-C1-1) == *Bak-ker* ]]
}

@test "a letter has the lists, rules, quotes and headings of its template" {
	cat <<-'MD' | template nl/reminder-1
	---
	colour: "#aB12cd"
	fold_marks: no
	pay_by: no
	font_size: 8
	---
	# Onderwerp

	- eerste punt
	  - een punt daaronder

	7. zeven
	8. acht

	---

	## Kop

	> Een citaat.

	    een regel  zoals hij staat

	%items%
	MD
	render
	pdftotext -layout letters/20261122-C1-1.pdf - | sed 's/  */ /g' >text
	grep -qx ' *• eerste punt' text
	grep -qx ' *• een punt daaronder' text
	grep -qx ' *7. zeven' text
	grep -qx ' *8. acht' text
	grep -qx ' *Kop' text
	grep -qx ' *Een citaat.' text
	grep -q 'een regel' text
	qpdf --qdf --object-streams=disable letters/20261122-C1-1.pdf - | grep -qax '0.67 0.07 0.8 rg'
}

@test "each fault of a template's front matter is told with its place" {
	local line said
	while IFS='|' read -r line said; do
		printf -- '---\n%s\n---\n# Brief\n\nTekst\n' "$line" | template nl/reminder-1
		refuses 78 "templates/nl/reminder-1.letter.md:2:$said"
	done <<-'END'
	font_size: 7.9|12: font_size: "7.9" is not a number of points from 8 to 13
	font_size: 13.1|12: font_size: "13.1" is not a number of points from 8 to 13
	font_size: groot|12: font_size: "groot" is not a number of points from 8 to 13
	colour: "#1f3a5"|9: colour: "#1f3a5" is not a colour such as "#1f3a5f"
	colour: "1f3a5f0"|9: colour: "1f3a5f0" is not a colour such as "#1f3a5f"
	colour: "#1f3a5g"|9: colour: "#1f3a5g" is not a colour such as "#1f3a5f"
	colour: "#g0000"|9: colour: "#g0000" is not a colour such as "#1f3a5f"
	colour: "#z00000"|9: colour: "#z00000" is not a colour such as "#1f3a5f"
	colour: "#00:000"|9: colour: "#00:000" is not a colour such as "#1f3a5f"
	fold_marks: maybe|13: fold_marks: "maybe" is not yes or no
	pay_by: [yes]|9: pay_by: "" is not yes or no
	logo: ""|7: logo: "" is not the path of a picture
	layout: us|9: layout: "us" is not nl,
	kleur: x|1: unknown key "kleur"
	colur: x|1: unknown key "colur"; did you mean "colour"?
	- colour|1: the front matter is not a list of key: value
	END
}

@test "the window of the envelope shows no logo" {
	local layout window at
	base64 -d >square.png <<<'iVBORw0KGgoAAAANSUhEUgAAAEAAAABAAQAAAACCEkxzAAAAD0lEQVR42mNgGAWjgHwAAAJAAAHgTR1EAAAAAElFTkSuQmCC'
	for layout in nl:57:128:269:12 de:57:128:240:34 de-a:57:77:240:35 ch-left:57:101:283:22 be:298:153:269:10 fr:312:156:240:4 ch:318:128:255:12; do
		IFS=: read -r layout window <<<"$layout"
		printf -- '---\nlayout: %s\nlogo: ../../square.png\n---\n# T\n\n%%items%%\n' "$layout" | template nl/reminder-1
		render
		IFS=: read -r -a at <<<"$window"
		pdftoppm -gray -r 72 -x "${at[0]}" -y "${at[1]}" -W "${at[2]}" -H "${at[3]}" -singlefile letters/20261122-C1-1.pdf seen
		[ "$(tail -c "$((at[2] * at[3]))" seen.pgm | LC_ALL=C tr -d '\377' | wc -c)" -eq 0 ] || { echo "$layout"; return 1; }
		[ "$(pdfimages -list letters/20261122-C1-1.pdf | wc -l)" -eq 3 ]
		rm -r letters
	done
}

@test "a logo stands in the letter, and one that cannot be read is an error" {
	render
	pdftoppm -png -r 60 -x 50 -y 40 -W 120 -H 30 -singlefile letters/20261122-C1-1.pdf logo
	pdftoppm -jpeg -r 60 -x 50 -y 40 -W 120 -H 30 -singlefile letters/20261122-C1-1.pdf logo
	local file
	for file in logo.png logo.jpg; do
		policy "logo: $file"
		render
		qpdf --check letters/20261122-C1-1.pdf
		[ "$(pdfimages -list letters/20261122-C1-1.pdf | awk 'NR == 3 {print $4, $5}')" = '120 30' ]
	done
	head -c 100 logo.png >torn.png
	rm -r letters
	policy 'logo: torn.png'
	refuses 78 'policy.yaml:5:9: logo: "torn.png" is no PNG image that can be read'
	policy 'logo: nowhere.png'
	refuses 78 'policy.yaml:5:9: logo: there is no file "nowhere.png"'
}

@test "a preview has the decimals of the policy's currency" {
	local currency amount
	while read -r currency amount; do
		sed -i "s/currency: [A-Z]*/currency: $currency/; s/reminder_fee: [0-9.]*/reminder_fee: 10/; s/line_fee: [0-9.]*/line_fee: 2/" policy.yaml
		render-letter --preview reminder-1 >look.pdf
		pdftotext look.pdf - | grep -qE "^$amount\$" || { echo "$currency"; pdftotext -layout look.pdf -; return 1; }
	done <<-'END'
	EUR [0-9.]+,[0-9]{2}
	JPY [0-9.]+
	KWD [0-9.]+,[0-9]{3}
	END
}

@test "letters to one address lie together in the post, by customer and number" {
	customers 'C2,Twee,Straat 1,1234 AB,Utrecht,NL,nl,post,' 'C1,Een,Straat 1,1234 AB,Utrecht,NL,nl,post,' \
		'C3,Drie,Straat 1,1234 AB,Utrecht,NL,nl,post,'
	sed -i 's/    include: open/    include: open\n    letter_per: invoice/' policy.yaml
	items 'C3,B,2026-11-10,1.00,EUR,' 'C2,B,2026-11-10,1.00,EUR,' 'C1,B,2026-11-10,1.00,EUR,' 'C1,A,2026-11-11,1.00,EUR,' 'C2,A,2026-11-09,1.00,EUR,'
	propose
	{ head -n 1 proposal.csv; tail -n +2 proposal.csv | tac; } >turned.csv
	expect 0 render-letter --merge post.pdf turned.csv
	[ "$(pdftotext -layout post.pdf - | grep -oE '20261122-C[0-9]-1-[AB]' | uniq | xargs)" = \
		'20261122-C1-1-A 20261122-C1-1-B 20261122-C2-1-A 20261122-C2-1-B 20261122-C3-1-B' ]
}

@test "a font of one's own, with or without its bold and its italic, and signs beyond the first plane" {
	local dejavu=/usr/share/fonts/truetype/dejavu
	cp $dejavu/DejaVuSans.ttf Mine-Regular.ttf
	cp $dejavu/DejaVuSans-Bold.ttf Mine-Bold.ttf
	DUN_FONT=$PWD/Mine-Regular.ttf render
	[ "$(pdffonts letters/20261122-C1-1.pdf | grep -o 'Mine[^ ]*' | sort | xargs)" = 'Mine-Bold Mine-Regular' ]
	cp $dejavu/DejaVuSans.ttf Alone.ttf
	rm -r letters
	customers "$(printf 'C1,Een \xf0\x9f\x98\x80 Twee,S,1,U,NL,nl,email,')"
	sed -i "$(printf 's/  name: .*/  name: Zonen \xf0\x9f\x98\x80 BV/')" policy.yaml
	DUN_FONT=$PWD/Alone.ttf render
	[ "$(pdffonts letters/20261122-C1-1.pdf | grep -c Alone)" -eq 1 ]
	reads 20261122-C1-1 "$(printf 'Een \xf0\x9f\x98\x80 Twee')"
	pdfinfo letters/20261122-C1-1.pdf | grep -q "$(printf 'Author: *Zonen \xf0\x9f\x98\x80 BV')"
	qpdf --check letters/20261122-C1-1.pdf
}

@test "where no font is installed, it is told which to install" {
	unshare --mount true 2>/dev/null || skip 'no folder can be hidden here'
	propose
	mkdir none
	expect 66 unshare --mount sh -c 'mount --bind none /usr/share/fonts && exec render-letter proposal.csv'
	silent
	says 'no font found: install Liberation Sans (fonts-liberation2) or DejaVu Sans, or set DUN_FONT'
	DUN_FONT='DejaVu Sans' expect 66 unshare --mount sh -c 'mount --bind none /usr/share/fonts && exec render-letter proposal.csv'
	says 'font "DejaVu Sans" is not installed'
}

@test "a layout may have the line of the sender in its window, or not" {
	printf 'layouts: {eigen: {like: de, return_line: no}, met: {like: nl, return_line: yes}}\n' >>policy.yaml
	local layout
	for layout in de eigen met; do
		rm -rf letters templates
		printf -- '---\nlayout: %s\n---\n# Brief\n\nTekst\n' "$layout" | template nl/reminder-1
		render
		pdftotext -layout letters/20261122-C1-1.pdf "$layout.txt"
	done
	[ "$(grep -c ' · Keizersgracht' de.txt)" -eq 1 ]
	[ "$(grep -c ' · Keizersgracht' eigen.txt)" -eq 0 ]
	[ "$(grep -c ' · Keizersgracht' met.txt)" -eq 1 ]
}

@test "an address of little is what there is of it" {
	local row words
	while IFS='|' read -r row words; do
		customers "C1,$row,email,"
		rm -rf letters
		render
		[ "$(pdftotext -x 50 -y 120 -W 240 -H 110 letters/20261122-C1-1.pdf - | xargs)" = "$words" ] || {
			pdftotext -x 50 -y 120 -W 240 -H 110 letters/20261122-C1-1.pdf -
			return 1
		}
	done <<-'END'
	Een,Straat 1,1234 AB,Utrecht,NL,nl|Een Straat 1 1234 AB Utrecht
	Een,Straat 1,,Utrecht,NL,nl|Een Straat 1 Utrecht
	Een,Straat 1,1234 AB,,NL,nl|Een Straat 1 1234 AB
	Een,Straat 1,,,NL,nl|Een Straat 1
	Een,,,,,nl|Een
	One,1 Street,AB1 2CD,London,GB,en|One 1 Street London AB1 2CD VERENIGD KONINKRIJK
	One,1 Street,,London,GB,en|One 1 Street London VERENIGD KONINKRIJK
	One,1 Street,D02 X285,Dublin,IE,en|One 1 Street Dublin D02 X285 IERLAND
	END
}

@test "a tag without a value leaves no blank, and a line of code keeps its own" {
	cat <<-'MD' | template nl/reminder-1
	# Onderwerp

	%reference% begint hier. *Haÿ* en **Été**.

	-- een streepje voorop, en hyphen-achtige woorden als e-mail

	        twee  diep

	              
	      onder

	%items%
	MD
	render
	pdftotext -bbox letters/20261122-C1-1.pdf boxes
	# 25 mm are 70.87 points, and a blank before it would move the word
	grep -q 'xMin="70.87[^>]*>begint<' boxes
	reads 20261122-C1-1 'Haÿ en Été'
	pdffonts letters/20261122-C1-1.pdf | grep -q 'LiberationSans-Italic'
	pdftotext -layout letters/20261122-C1-1.pdf - | grep -q '^ \{2,\}twee  *diep'
	qpdf --check letters/20261122-C1-1.pdf
}

@test "a paragraph of many lines has two of them at the least on each page, and is whole" {
	local n words
	for n in 28 29 30 31 32 33; do
		{
			printf '# Titel\n'
			for ((i = 0; i < n; i++)); do printf '\nregel\n'; done
			echo
			for ((i = 1; i <= 150; i++)); do printf 'woord%d ' "$i"; done
			echo
		} | template nl/reminder-1
		rm -rf letters
		render
		for page in 1 2; do
			pdftotext -layout -f $page -l $page letters/20261122-C1-1.pdf "page$page"
			words=$(grep -c woord "page$page" || true)
			[ "$words" -ne 1 ] || { echo "of $n, page $page: one line alone"; return 1; }
		done
		[ "$(pdftotext letters/20261122-C1-1.pdf - | grep -o 'woord[0-9]*' | wc -l)" -eq 150 ]
	done
}

@test "a last word stays alone where the line above it has none to give" {
	local long
	long=$(printf 'abcdefghij%.0s' 1 2 3 4 5 6 7 8 9)
	# one word that fills a line; a word and one that leaves no room for another beside it
	printf '# T\n\n%s eind.\n\nen %s slotzinnetje.\n' "${long}abcdefghi" "${long}abcdef" | template nl/reminder-1
	render
	pdftotext -layout letters/20261122-C1-1.pdf text
	grep -qx ' *eind\.' text
	grep -qx ' *slotzinnetje\.' text
}

@test "a letter of paragraphs alone, and one whose end is a long one" {
	printf 'Een zin.\n\nGroet\n' | template nl/reminder-1
	render
	reads 20261122-C1-1 'Een zin. Groet'
	{ printf '# T\n\n'; for ((i = 1; i <= 400; i++)); do printf 'woord%d ' "$i"; done; echo; } | template nl/reminder-1
	rm -r letters
	render
	[ "$(pdftotext letters/20261122-C1-1.pdf - | grep -o 'woord[0-9]*' | wc -l)" -eq 400 ]
}

@test "of more links than a letter can have the rest are read, and cannot be clicked" {
	{ printf '# T\n\n'; for ((i = 1; i <= 300; i++)); do printf '[n%d](http://x.example/%d) ' "$i" "$i"; done; echo; } | template nl/reminder-1
	render
	pdftotext letters/20261122-C1-1.pdf text
	[ "$(grep -o 'n[0-9][0-9]*' text | sort -u | wc -l)" -eq 300 ]
	[ "$(qpdf --qdf --object-streams=disable letters/20261122-C1-1.pdf - | grep -a '/URI (http' | sort -u | wc -l)" -eq 255 ]
	qpdf --check letters/20261122-C1-1.pdf
}

@test "what a payment code cannot hold is in the letter, and there is no code" {
	local greek
	greek=$(printf 'αβγδεζηθικ%.0s' 1 2 3 4 5 6 7 8 9 10)
	items "C1,2026-001,2026-11-10,1000.00,EUR,$greek"
	render
	[ "$(code 20261122-C1-1 | tail -1)" = "$greek" ]
	sed -i "s/  name: .*/  name: $(printf 'αβγδεζηθικ%.0s' 1 2 3 4 5 6 7)/" policy.yaml
	rm -r letters
	render
	[ -z "$(code 20261122-C1-1)" ]
	pdftotext -raw letters/20261122-C1-1.pdf - | tr -d '\n' | grep -q "$greek"
}

@test "a colour is grey, or has its parts" {
	local colour drawn
	while read -r colour drawn; do
		printf -- '---\ncolour: "%s"\nfold_marks: yes\npay_by: yes\n---\n# T\n\n%%items%%\n' "$colour" | template nl/reminder-1
		rm -rf letters
		render
		qpdf --qdf --object-streams=disable letters/20261122-C1-1.pdf - | grep -qaxF "$drawn" || { echo "$colour"; return 1; }
	done <<-'END'
	#999999 0.6 g
	#336600 0.2 0.4 0 rg
	#333366 0.2 0.2 0.4 rg
	#663333 0.4 0.2 0.2 rg
	END
}

@test "a font's file may have any name" {
	local dejavu=/usr/share/fonts/truetype/dejavu name
	for name in 'Mijn Lettertype (2026)_v1.0.ttf' 'Été@[~]{x}.ttf' "$(printf 'Lang%.0s' 1 2 3 4 5 6 7 8 9 10 11 12).ttf" ./.ttf; do
		cp $dejavu/DejaVuSans.ttf "$name"
		rm -rf letters
		DUN_FONT=$PWD/$name render
		qpdf --check letters/20261122-C1-1.pdf
		reads 20261122-C1-1 Bakkerij
	done
}

@test "a fallback font that is not known or not there is an error" {
	propose
	DUN_FONT_FALLBACK=Wingdings expect 66 render-letter proposal.csv
	says 'font "Wingdings" is not known'
	DUN_FONT_FALLBACK=nowhere.ttf expect 66 render-letter proposal.csv
	says 'nowhere.ttf: No such file'
	nothing_rendered
	DUN_FONT_FALLBACK='DejaVu Sans' expect 0 render-letter proposal.csv
	rm -r letters
	unshare --mount true 2>/dev/null || skip 'no folder can be hidden here'
	cp /usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf Here.ttf
	mkdir none
	DUN_FONT=$PWD/Here.ttf DUN_FONT_FALLBACK='DejaVu Sans' expect 66 unshare --mount \
		sh -c 'mount --bind none /usr/share/fonts && exec render-letter proposal.csv'
	says 'font "DejaVu Sans" is not installed'
}

@test "a company of a country that has no layout gets the Dutch one" {
	render
	pdftotext -bbox letters/20261122-C1-1.pdf - | grep '>Bakkerij<' >dutch
	sed -i 's/country: NL/country: SE/' policy.yaml
	rm -r letters
	render
	pdftotext -bbox letters/20261122-C1-1.pdf - | grep '>Bakkerij<' | cmp - dutch
}

@test "one letter needs no second process, and a letter on paper alone no first" {
	propose
	expect 0 render-letter --jobs 4 proposal.csv
	expect 0 render-letter --jobs 4 --merge all.pdf --all proposal.csv
	head -n 1 proposal.csv >none.csv
	expect 0 render-letter --merge all.pdf --all none.csv
	says 'all.pdf: note: no letter is to be made: the file is not made'
	[ ! -e all.pdf ]
}

@test "a long run tells on a terminal how far it is, once with its end" {
	local n jobs
	customers C0,Nul,S,1,U,NL,nl,email,
	items C0,0,2026-11-10,1.00,EUR,
	for ((n = 1; n < 600; n++)); do echo "C$n,Een,S,1,U,NL,nl,email,,a@x.example"; done >>customers.csv
	for ((n = 1; n < 600; n++)); do echo "C$n,$n,2026-11-10,1.00,EUR,"; done >>items.csv
	propose
	for jobs in 1 2; do
		run script -qec "render-letter --jobs $jobs proposal.csv >letters.csv" /dev/null </dev/null
		[ "$status" -eq 0 ]
		[[ $output == *'render-letter: 100 of 600 letters'*'render-letter: 600 of 600 letters'* ]]
		[ "$(grep -c 'of 600 letters' <<<"$output")" -eq 1 ]
		rm -r letters
	done
	run script -qec "render-letter -q proposal.csv >letters.csv" /dev/null </dev/null
	silent
}

@test "a letter whose place something else has is an error" {
	propose
	mkdir -p letters/20261122-C1-1.pdf
	expect 66 render-letter proposal.csv
	silent
	says 'letters/20261122-C1-1.pdf: Is a directory'
	rmdir letters/20261122-C1-1.pdf
	echo old >letters/20261122-C1-1.pdf
	chmod 0 letters/20261122-C1-1.pdf
	expect 66 mortal render-letter proposal.csv
	says 'letters/20261122-C1-1.pdf: Permission denied'
}

@test "a preview takes the options of the files, in the language of its letter" {
	cp customers.csv other.csv
	sed -i '1s/$/,account_manager/; 2s/$/,Piet/' other.csv
	printf '# Brief\n\nVan %%account_manager%%\n' | template nl/eigen
	render-letter --customers other.csv --preview eigen | pdftotext - - | grep -q 'Van account_manager'
	echo nonsense >other.csv
	expect 65 render-letter --customers other.csv --preview eigen
	# a language of the user's own, whose sample has an English address; today is its day
	mkdir -p templates/it
	printf '# Lettera\n\nTesto\n' >templates/it/reminder-1.letter.md
	cp "$DUN_DATADIR/templates/en/words.yaml" templates/it/
	DUN_AS_OF='' TMPDIR='' render-letter --preview reminder-1 --language it | pdftotext - - >look.txt
	grep -q 'Sample & Sons Ltd' look.txt
	TMPDIR=$PWD/nowhere expect 73 render-letter --preview reminder-1
	silent
}

@test "a sender's particulars beyond their line are set smaller, and cut at last" {
	local long
	long=$(printf '12345 %.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20)
	policy "vat_number: $long" "registration: $long" 'iban: NL91ABNA0417164300' 'phone: "1"'
	render
	apart letters/20261122-C1-1.pdf
	pdftotext letters/20261122-C1-1.pdf - | grep -q …
	printf 'layouts: {eigen: {like: nl, info: [128, 20], folds: [99, 297], punch: 297}}\n' >>policy.yaml
	printf -- '---\nlayout: eigen\n---\n# Brief\n\nTekst\n' | template nl/reminder-1
	rm -r letters
	render
	qpdf --check letters/20261122-C1-1.pdf
}

@test "what follows the total may run over pages too" {
	{
		echo customer,invoice,due_date,open_amount,currency
		echo C1,A,2026-11-10,1.00,EUR
		for ((n = 1; n <= 60; n++)); do echo "C1,N$n,2026-12-24,$n.00,EUR"; done
	} >items.csv
	render
	pdftotext -layout letters/20261122-C1-1.pdf text
	[ "$(grep -c 'Totaal te betalen' text)" -eq 1 ]
	[ "$(grep -Ec '^ *N[0-9]+ ' text)" -eq 60 ]
	refute grep -q Transport text
	[ "$(grep -c Vervaldatum text)" -ge 2 ]
}

@test "a table of one row moves to the next page with its sums, and carries nothing over" {
	local n
	items 'C1,2026-001,2026-10-13,1000.00,EUR,'
	for n in {18..32}; do
		{ printf '# T\n'; for ((i = 0; i < n; i++)); do printf '\nregel\n'; done; printf '\n%%items%%\n'; } | template nl/reminder-2
		rm -rf letters
		render
		pdftotext -layout letters/20261122-C1-2.pdf - | awk -v RS='\f' '
			/Transport/ {print "carried over"; exit 1}
			/2026-001/ != /Totaal te betalen/ {print "the row without its total"; exit 1}' || { echo "of $n"; return 1; }
	done
}

@test "a statement that was sent stays as it is, and a letter without its sum in the history too" {
	printf '#!/bin/sh\nexec cat >/dev/null\n' >send
	chmod +x send
	statements
	mail-out --send letters.csv | log-history >/dev/null
	statements
	sed -i 's/Keizersgracht 1/Herengracht 2/' policy.yaml
	expect 65 render-letter --statement open.csv
	says 'was sent (history.csv:2) and would now be another letter than the one that was sent'
	# of before there were sums: what is there is what was sent
	history
	propose
	history '2026-11-22T09:00:00Z,reminded,C1,2026-001,,standard,1,1,20261122-C1-1,2026-11-22,2026-12-06,'
	expect 0 render-letter proposal.csv
	sed -i 's/Herengracht 2/Herengracht 3/' policy.yaml
	expect 65 render-letter proposal.csv
	says 'would now be another letter than letters/20261122-C1-1.pdf'
}

@test "who has a fault in one letter gets none of the others, made or not" {
	sed -i 's/    include: open/    include: open\n    letter_per: invoice/' policy.yaml
	customers 'C1,Een,S,1,U,NL,nl,email,' 'C2,Twee,S,1,U,,nl,email,'
	items 'C1,A,2026-11-10,1.00,EUR,' 'C1,B,2026-11-10,1.00,EUR,中' 'C2,A,2026-11-10,1.00,EUR,'
	propose
	expect 1 render-letter --rejects bad.csv --merge all.pdf --all --duplex proposal.csv
	[ "$(ls letters)" = 20261122-C2-1-A.pdf ]
	[ "$(column customer bad.csv)" = "$(printf 'C1\nC1')" ]
	[ "$(pdfinfo all.pdf | awk '/^Pages/ {print $2}')" -eq 2 ]
}

@test "several letters and templates share a logo, and a font beside them" {
	png 60 20 >logo.png
	policy 'logo: logo.png'
	customers 'C1,Een,S,1,U,NL,nl,email,' 'C2,Twee,S,1,U,NL,nl,email,'
	items 'C1,A,2026-11-10,1.00,EUR,' 'C2,A,2026-10-10,1.00,EUR,'
	mkdir -p templates/nl/fonts
	cp /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf templates/nl/fonts/Eigen.ttf
	printf -- '---\nfont: fonts/Eigen.ttf\n---\n# Brief\n\nTekst\n' | template nl/reminder-2
	propose
	expect 0 render-letter --merge all.pdf --all proposal.csv
	[ "$(pdffonts letters/20261122-C2-2.pdf | grep -c Eigen)" -eq 1 ]
	[ "$(pdffonts letters/20261122-C1-1.pdf | grep -c Eigen)" -eq 0 ]
	# one image in the document, on two pages
	[ "$(pdfimages -list all.pdf | awk 'NR > 2 {print $11}' | uniq -c | awk '{print $1}')" -eq 2 ]
}

@test "each fault of front matter and of layouts is told at once" {
	printf 'layouts: {een: {window: [0, 0, 10, 10]}, twee: {like: us}}\n' >>policy.yaml
	refuses 78 'een: the window would show' 'like: "us" is no layout'
	expect 78 render-letter --proof
	silent
	sed -i '$d' policy.yaml
	DUN_FONT=Wingdings expect 66 render-letter --proof
	silent
	printf -- '---\ncolour: blue\nfont_size: 99\n---\n# Brief\n\nTekst\n' | template nl/reminder-1
	refuses 78 'reminder-1.letter.md:2:9: colour' 'reminder-1.letter.md:3:12: font_size'
}
