load helper

# The ready policies, examples/policies: each is right, allowed by its law, and charges what the
# statute gives. The figures are computed by hand from the statute.

prepare() {
	export DUN_AS_OF=2026-11-22 DUN_USER=test
}

# book NAME TYPE COUNTRY CURRENCY LEVEL PRINCIPAL...: the ready policy, a customer C1 of that type,
# and an invoice F1, F2, ... of each principal, due on 2026-09-30, that was reminded at LEVEL
# (0: never) on 2026-10-20 and asked to be paid by 2026-11-12.
book() {
	local name=$1 type=$2 country=$3 currency=$4 level=$5 n=0 terms=business
	shift 5
	cp "$ROOT/examples/policies/$name.yaml" policy.yaml
	[[ $name == *-business && $type == business ]] || terms=courtesy
	[[ $name != *-consumer ]] || terms=consumer
	{
		echo customer,name,address1,postal_code,city,country,email,delivery,type
		echo "C1,Jansen,Straat 1,1234 AB,Plaats,$country,a@x.example,email,$type"
	} >customers.csv
	echo time,event,customer,invoice,terms,level,n,reminder,date,until >history.csv
	echo customer,invoice,invoice_date,due_date,amount,open_amount,currency >items.csv
	for principal; do
		n=$((n + 1))
		echo "C1,F$n,2026-08-31,2026-09-30,$principal,$principal,$currency" >>items.csv
		[ "$level" -eq 0 ] ||
			echo "2026-10-20T09:00:00Z,reminded,C1,F$n,$terms,$level,1,R$n,2026-10-20,2026-11-12" >>history.csv
	done
}
# charged COLUMN...: those columns of the proposal, a row a word with commas.
charged() {
	select-overdue items.csv | compute-fees >proposal.csv || return 1
	local name
	for name; do
		column "$name" proposal.csv >"col.$name"
	done
	paste -d, "${@/#/col.}" | tr '\n' ' '
}
becomes() {
	local got
	got=$(cat)
	[ "$got" = "${1:+$1 }" ] || { printf 'expected: %s\ngot:      %s\n' "$1" "$got"; return 1; }
}

@test "there are ten of them, and each is a right policy" {
	local file
	[ "$(ls "$ROOT"/examples/policies/*.yaml | wc -l)" -eq 10 ]
	for file in "$ROOT"/examples/policies/*.yaml; do
		expect 0 check-policy "$file"
		silent
		[ -z "$stderr" ] || { echo "$file: $stderr"; return 1; }
	done
}

@test "each is allowed by its country's law, which it names itself" {
	local file country
	for file in "$ROOT"/examples/policies/*.yaml; do
		country=$(basename "$file")
		country=${country%%-*}
		[ "$(check-policy --get law "$file")" = "$country" ]
		expect 0 check-policy --law "$country" "$file"
		[ -z "$stderr" ] || { echo "$file: $stderr"; return 1; }
	done
}

@test "nl-consumer: 266.66 costs 40.00, and 4% from the due date" {
	book nl-consumer consumer NL EUR 2 266.66
	# 266.66 x 4% x 53 / 365 = 1.549
	charged level interest_days interest cost vat fees total_due |
		becomes 3,53,1.55,40.00,0.00,41.55,308.21
}

@test "nl-consumer: the scale's steps, each invoice in its own letter" {
	book nl-consumer consumer NL EUR 2 100.00 1000.00 5000.00 200000.00
	charged cost | becomes "40.00 150.00 625.00 2775.00"
	[ "$(column reminder proposal.csv | sort -u | wc -l)" -eq 4 ]
}

@test "nl-consumer: the fourteen days' letter is free, and names the amount in each language" {
	book nl-consumer consumer NL EUR 1 266.66
	charged level template fees | becomes "2,consumer-14-days,0.00"
	render-letter proposal.csv >/dev/null
	pdftotext -layout letters/*.pdf - | tr -s ' \n' ' ' >letter
	grep -q 'binnen 14 dagen vanaf de dag nadat deze brief' letter
	grep -q '€ 40,00 aan incassokosten' letter
	# made on 22 November: two days in the outbox, 14 days
	[ "$(column pay_by proposal.csv)" = 2026-12-08 ]
}

@test "nl-consumer: the costs wait until the fourteen days are over" {
	book nl-consumer consumer NL EUR 2 266.66
	sed -i 's/2026-11-12/2026-11-22/' history.csv
	charged level | becomes ""
	export DUN_AS_OF=2026-11-23
	charged level cost | becomes 3,40.00
}

@test "nl-business: the scale over the sum of the letter, and 10.40%" {
	book nl-business business NL EUR 2 2000.00 1500.00
	# 375 + 10% of 1000; 2000 x 10.4% x 53 / 365 = 30.203; 1500: 22.652
	charged cost interest | becomes "475.00,30.20 0.00,22.65"
}

@test "a business policy charges nobody who is not known to be a business" {
	local country currency=EUR
	for country in nl be de fr uk; do
		[ "$country" != uk ] || currency=GBP
		book "$country-business" consumer "" "$currency" 1 1000.00
		charged terms level template fees | becomes courtesy,2,final-notice,0.00
		sed -i 's/,consumer$/,/' customers.csv
		charged terms fees | becomes courtesy,0.00
	done
}

@test "be-consumer: 1000.00 costs 90.00, and 10.5% from the first reminder" {
	book be-consumer consumer BE EUR 1 1000.00
	# 33 days since 20 October: 1000 x 10.5% x 33 / 365 = 9.493
	charged level interest_days interest cost vat reminder_fee fees |
		becomes 2,33,9.49,90.00,0.00,0.00,99.49
}

@test "be-consumer: the scale's steps" {
	book be-consumer consumer BE EUR 1 100.00 150.00 150.01 500.00 10000.00 50000.00
	charged cost | becomes "20.00 20.00 30.00 65.00 540.00 2000.00"
}

@test "be-consumer: the first reminder is free and names the compensation, in each language" {
	book be-consumer consumer BE EUR 0 266.66
	charged level template fees pay_by | becomes 1,consumer-first-reminder,0.00,2026-12-08
	local language amount
	while read -r language amount; do
		sed -i "s/^  - {where.*//; s/language: [a-z]*/language: $language/" policy.yaml
		rm -rf letters
		select-overdue items.csv | compute-fees | render-letter >/dev/null
		pdftotext -layout letters/*.pdf - | tr -s ' \302\240\n' ' ' >letter
		grep -qF -- "$amount" letter || { echo "$language"; cat letter; return 1; }
		grep -qF '0.123.456.749' letter || grep -qF '0123.456.749' letter
	done <<-'END'
	nl € 41,67
	fr 41,67 €
	de 41,67 €
	en €41.67
	END
}

@test "be-business: 40.00 an invoice, and 10.5%" {
	book be-business business BE EUR 2 1000.00 10.00
	# 1000 x 10.5% x 53 / 365 = 15.247; 10: 0.152
	charged cost interest | becomes "40.00,15.25 40.00,0.15"
}

@test "de-consumer: a free reminder, then 2.50 and 6.52%, and no flat sum" {
	book de-consumer consumer DE EUR 0 1000.00
	charged level fees | becomes 1,0.00
	book de-consumer consumer DE EUR 1 1000.00
	# 33 days since the first reminder: 1000 x 6.52% x 33 / 365 = 5.895
	charged level reminder_fee interest cost fees | becomes 2,2.50,5.89,0.00,8.39
}

@test "de-business: 40.00 an invoice, and 10.52%" {
	book de-business business DE EUR 2 1000.00
	# 1000 x 10.52% x 53 / 365 = 15.276
	charged cost interest | becomes 40.00,15.28
}

@test "fr-business: 40.00 an invoice without VAT, and 12.40%" {
	book fr-business business FR EUR 2 1000.00 999.99
	# 1000 x 12.4% x 53 / 365 = 18.005; 999.99: 18.005
	charged cost vat interest | becomes "40.00,0.00,18.01 40.00,0.00,18.01"
}

@test "uk-business: 40, 70 or 100 pounds by the invoice, and 11.75% from the first day" {
	book uk-business business GB GBP 2 999.99 1000.00 9999.99 10000.00
	# 1000 x 11.75% x 53 / 365 = 17.062; 10000: 170.616
	charged cost interest | becomes "40.00,17.06 70.00,17.06 70.00,170.62 100.00,170.62"
}

@test "fr-consumer and uk-consumer: nothing is charged" {
	book fr-consumer consumer FR EUR 1 1000.00
	charged level template fees total_due | becomes 2,final-notice,0.00,1000.00
	book uk-consumer consumer GB GBP 1 1000.00
	charged level template fees total_due | becomes 2,final-notice,0.00,1000.00
}

@test "the letters without charges can be made in each language" {
	local language
	book fr-consumer consumer FR EUR 1 1000.00
	for language in nl fr de en; do
		sed -i "s/language: [a-z]*/language: $language/" policy.yaml
		rm -rf letters
		select-overdue items.csv | compute-fees | render-letter | mail-out >/dev/null
		pdftotext letters/*.pdf - >letter
		refute grep -qE '0[,.]00( |$)' <(sed 's/1.000[,.]00//' letter)
	done
}

# go_through NAME COUNTRY CURRENCY: a consumer and a business of that country, two invoices each, and
# ten days on which reminders are made and sent: date, invoice, level, days, interest, cost and fee
# of each that was reminded.
go_through() {
	local name=$1 country=$2 currency=$3 day
	cp "$ROOT/examples/policies/$name.yaml" policy.yaml
	cat >customers.csv <<-CSV
	customer,name,address1,postal_code,city,country,email,delivery,type
	B1,Firma,Straat 2,1234 AB,Plaats,$country,b@x.example,email,business
	P1,Jansen,Straat 1,1234 AB,Plaats,$country,p@x.example,email,consumer
	CSV
	cat >items.csv <<-CSV
	customer,invoice,invoice_date,due_date,amount,open_amount,currency
	B1,B-1,2025-11-15,2025-12-15,12000.00,12000.00,$currency
	B1,B-2,2025-12-10,2026-01-09,999.99,999.99,$currency
	P1,P-1,2025-11-15,2025-12-15,1000.00,1000.00,$currency
	P1,P-2,2025-12-10,2026-01-09,120.00,120.00,$currency
	CSV
	rm -f history.csv
	log-history --init >/dev/null
	for day in 2025-12-16 2025-12-22 2026-01-05 2026-01-16 2026-01-30 2026-02-06 2026-02-20 2026-03-06 2026-03-27 2026-07-15; do
		select-overdue --as-of $day items.csv | compute-fees >proposal.csv || return 1
		sed '1s/$/,delivery_status/; 1!s/$/,sent/' proposal.csv | log-history >/dev/null
		perl -we '
			my @names = split /,/, <> =~ s/\n//r;
			while (<>) {
				chomp; my %row; @row{@names} = split /,/;
				next if $row{section} ne "overdue";
				print join(" ", @row{qw(as_of invoice level interest_days interest cost reminder_fee)}), "\n";
			}' proposal.csv
	done | LC_ALL=C sort -k2,2 -k1,1
}

# The business in a policy for businesses; the consumer there, and in one that charges nobody, has
# level after level without a charge.
@test "from the due date to the last reminder, by each ready policy: days and amounts by the statute" {
	free() { # free INVOICE DAY...: reminded on these days, one level each, without a charge
		local invoice=$1 level=0
		shift
		for day; do
			level=$((level + 1))
			echo "$day $invoice $level 0 0.00 0.00 0.00"
		done
	}
	# 12000 x 10.15% x 53 / 365; 875 and 1% of 2000. 999.99 x 10.15% x 42 / 365; 15%
	go_through nl-business NL EUR | diff -u <(
		free B-1 2025-12-22 2026-01-16; echo 2026-02-06 B-1 3 53 176.86 895.00 0.00
		free B-2 2026-01-16 2026-02-06; echo 2026-02-20 B-2 3 42 11.68 150.00 0.00
		free P-1 2025-12-22 2026-01-16; free P-2 2026-01-16 2026-02-06) -
	# 16 days at 6% and 37 at 4%; 56 days at 4%
	go_through nl-consumer NL EUR | diff -u <(
		free B-1 2025-12-22 2026-01-16; echo 2026-02-06 B-1 3 53 80.22 895.00 0.00
		free B-2 2026-01-16 2026-02-06; echo 2026-03-06 B-2 3 56 6.14 150.00 0.00
		free P-1 2025-12-22 2026-01-16; echo 2026-02-06 P-1 3 53 6.68 150.00 0.00
		free P-2 2026-01-16 2026-02-06; echo 2026-03-06 P-2 3 56 0.74 40.00 0.00) -
	# 10.5%
	go_through be-business BE EUR | diff -u <(
		free B-1 2025-12-22 2026-01-16; echo 2026-02-06 B-1 3 53 182.96 40.00 0.00
		free B-2 2026-01-16 2026-02-06; echo 2026-02-20 B-2 3 42 12.08 40.00 0.00
		free P-1 2025-12-22 2026-01-16; free P-2 2026-01-16 2026-02-06) -
	# 25 and 21 days since the first reminder; 65 and 5% of 500, 65 and 5% of 11500, 20
	go_through be-consumer BE EUR | diff -u <(
		free B-1 2025-12-22; echo 2026-01-16 B-1 2 25 86.30 640.00 0.00
		free B-2 2026-01-16; echo 2026-02-06 B-2 2 21 6.04 90.00 0.00
		free P-1 2025-12-22; echo 2026-01-16 P-1 2 25 7.19 90.00 0.00
		free P-2 2026-01-16; echo 2026-02-06 P-2 2 21 0.72 20.00 0.00) -
	# 1.27 + 9
	go_through de-business DE EUR | diff -u <(
		free B-1 2025-12-22 2026-01-16; echo 2026-02-06 B-1 3 53 178.95 40.00 0.00
		free B-2 2026-01-16 2026-02-06; echo 2026-02-20 B-2 3 42 11.82 40.00 0.00
		free P-1 2025-12-22 2026-01-16; free P-2 2026-01-16 2026-02-06) -
	# 1.27 + 5, the days since the reminder before
	go_through de-consumer DE EUR | diff -u <(
		free B-1 2025-12-22; echo 2026-01-16 B-1 2 25 51.53 0.00 2.50; echo 2026-02-06 B-1 3 21 43.29 0.00 2.50
		free B-2 2026-01-16; echo 2026-02-06 B-2 2 21 3.61 0.00 2.50; echo 2026-03-06 B-2 3 28 4.81 0.00 2.50
		free P-1 2025-12-22; echo 2026-01-16 P-1 2 25 4.29 0.00 2.50; echo 2026-02-06 P-1 3 21 3.61 0.00 2.50
		free P-2 2026-01-16; echo 2026-02-06 P-2 2 21 0.43 0.00 2.50; echo 2026-03-06 P-2 3 28 0.58 0.00 2.50) -
	# 12.15%
	go_through fr-business FR EUR | diff -u <(
		free B-1 2025-12-22 2026-01-16; echo 2026-02-06 B-1 3 53 211.71 40.00 0.00
		free B-2 2026-01-16 2026-02-06; echo 2026-02-20 B-2 3 42 13.98 40.00 0.00
		free P-1 2025-12-22 2026-01-16; free P-2 2026-01-16 2026-02-06) -
	# 12.25% from 16 December for the whole delay, 11.75% from 10 January; 100 from 10,000, 40 below 1,000
	go_through uk-business GB GBP | diff -u <(
		free B-1 2025-12-22 2026-01-16; echo 2026-02-06 B-1 3 53 213.45 100.00 0.00
		free B-2 2026-01-16 2026-02-06; echo 2026-02-20 B-2 3 42 13.52 40.00 0.00
		free P-1 2025-12-22 2026-01-16; free P-2 2026-01-16 2026-02-06) -
	for country in FR GB; do
		name=${country/GB/UK}
		go_through "${name,,}-consumer" "$country" "$([ $country = FR ] && echo EUR || echo GBP)" | diff -u <(
			free B-1 2025-12-22 2026-01-16; free B-2 2026-01-16 2026-02-06
			free P-1 2025-12-22 2026-01-16; free P-2 2026-01-16 2026-02-06) -
	done
}

@test "%interest_per_day% of a letter counts what a part payment left open" {
	book nl-business business NL EUR 2 1000.00
	sed -i 's/1000.00,EUR$/600.00,EUR/' items.csv
	sed -i '1s/$/,cost/; 2s/$/,60.00/' history.csv
	printf '%s\n' customer,invoice,date,amount C1,F1,2026-11-01,400.00 >payments.csv
	mkdir -p templates/nl
	printf '# Brief\n\n%%items%%\n\nElke dag %%interest_per_day%%.\n' >templates/nl/reminder-3.letter.md
	printf 'Subject: x\n\nx\n' >templates/nl/reminder-3.mail.md
	select-overdue items.csv | compute-fees --payments payments.csv | render-letter >rendered.csv
	# 60.00 of the 400.00 paid costs: 660.00 x 10.4% / 365 = 0.188; 600.00 would bear 0.171
	pdftotext "$(column letter rendered.csv)" - | grep -F 'Elke dag € 0,19.'
	rm -r letters
	select-overdue items.csv | compute-fees | render-letter >rendered.csv
	pdftotext "$(column letter rendered.csv)" - | grep -F 'Elke dag € 0,17.'
}
