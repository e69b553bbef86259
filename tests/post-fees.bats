load helper

# A proposal with every kind of charge, in three currencies, and each format read back
# by the program that it is for.

prepare() {
	export DUN_AS_OF=2026-11-22 DUN_USER=test
	cat >policy.yaml <<-'YAML'
	company: {name: Voorbeeld BV}
	terms:
	  standard:
	    escalate: jump
	    levels:
	      - {id: "1", name: Herinnering, after_due: 7, template: reminder-1}
	      - id: "2"
	        name: Aanmaning
	        after_due: 14
	        charges:
	          reminder_fee: 10.00
	          line_fee: 1.25
	          interest: {rate: 12}
	          damages: {percent: 10}
	          cost_scale: {scale: plain, of: line, vat_percent: 21}
	  abroad:
	    escalate: jump
	    levels:
	      - id: "2"
	        name: Final notice
	        after_due: 14
	        charges:
	          reminder_fee: {JPY: 1500, KWD: 3.125}
	          line_fee: {JPY: 200, KWD: 0.400}
	          interest: {rate: 12}
	          damages: {percent: 10}
	YAML
	cat >rates.yaml <<-'YAML'
	scales:
	  plain: {source: a test, tiers: [{percent: 15}]}
	YAML
	cat >customers.csv <<-'CSV'
	customer,name,email,terms
	C1,Een BV,een@example.org,
	C2,Twee & Zn.,twee@example.org,abroad
	CSV
	echo time,event,customer,invoice,instalment,terms,level,n,reminder,date,until,interest,line_fee,damages,reminder_fee,cost,vat >history.csv
	items 'C1,2026-1,2026-10-23,1000.00,EUR' 'C1,2026-2,2026-10-01,250.10,EUR' \
		'C1,2026-9,2026-11-12,80.00,EUR' 'C2,2026-3,2026-09-01,120000,JPY' 'C2,2026-4,2026-09-30,75.125,KWD'
}

# items ROW...: customer, invoice, due date, open amount, currency; up to proposal.csv.
items() {
	{
		echo customer,invoice,due_date,open_amount,currency
		printf '%s\n' "$@"
	} >items.csv
	select-overdue items.csv >selected.csv
	compute-fees selected.csv >proposal.csv
}

# post [OPTION...]: proposal.csv into entries.csv.
post() {
	expect 0 post-fees "$@" proposal.csv
	printf '%s\n' "$output" >entries.csv
}

# cells COLUMN...: of entries.csv, a line a row.
cells() {
	local c
	for c; do column "$c" entries.csv >"column.$c"; done
	paste -d' ' "${@/#/column.}"
}

# add_up: lines of an account, its currency and an amount, with tabs between, to one a balance.
add_up() {
	awk -F"\t" '{ sum[$1 "\t" $2] += $3 }
	     END { for (k in sum) if (sum[k] > 0.0004 || sum[k] < -0.0004) printf "%s\t%.3f\n", k, sum[k] }' | sort
}

# demanded: the balances that the proposal's own columns come to.
demanded() {
	local c
	for c in currency fees reminder_fee line_fee cost interest damages vat; do
		column "$c" proposal.csv >"demanded.$c"
	done
	paste -d' ' demanded.currency demanded.fees demanded.reminder_fee demanded.line_fee \
		demanded.cost demanded.interest demanded.damages demanded.vat |
		awk -v OFS="\t" '{ print "Assets:1300", $1, $2; print "Income:8090", $1, -$3 - $4 - $5
		       print "Income:8095", $1, -$6; print "Income:8096", $1, -$7; print "Liabilities:1500", $1, -$8 }' | add_up
}

# The balances as each program reads them.
from_ledger() {
	ledger -f "$1" register --format '%(account)\t%(amount)\n' |
		sed -E "s/\t(.*) ([A-Z]{3})$/\t\2\t\1/" | add_up
}
from_hledger() {
	hledger -f "$1" print -O csv >read.csv
	column account read.csv >read.account
	column commodity read.csv >read.commodity
	column amount read.csv >read.amount
	paste read.account read.commodity read.amount | add_up
}
from_beancount() {
	bean-query -f csv "$1" 'select account, position' | tr -d '\r' | tail -n +2 |
		sed -E 's/^(.*[^ ]) *, *(-?[0-9.]+) +([A-Z]{3}) *$/\1\t\3\t\2/' | add_up
}

# accepted: by all three programs, and every entry balances.
accepted() {
	expect 0 post-fees --format ledger "$@" proposal.csv
	printf '%s\n' "$output" >books.ledger
	expect 0 post-fees --format hledger "$@" proposal.csv
	printf '%s\n' "$output" >books.hledger
	expect 0 post-fees --format beancount "$@" proposal.csv
	printf '%s\n' "$output" >books.beancount
	ledger --pedantic -f - balance <books.ledger >balance.ledger
	[ "$(tail -n 1 balance.ledger | tr -d ' ')" = 0 ]
	hledger -f - check --strict <books.hledger
	bean-check books.beancount
}

@test "each charge on its account, the customer owes the sum" {
	items 'C1,2026-1,2026-10-23,1000.00,EUR'
	post
	diff -u - entries.csv <<-'CSV'
	id,customer,invoice,instalment,reminder,posting_date,vat_date,account,charge,debit,credit,currency,name,level_name
	eiepmefbcldmmhgi,C1,2026-1,,20261122-C1-2,2026-11-22,2026-11-22,1300,receivable,302.61,0.00,EUR,Een BV,Aanmaning
	eiepmefbcldmmhgi,C1,2026-1,,20261122-C1-2,2026-11-22,2026-11-22,8090,reminder_fee,0.00,10.00,EUR,Een BV,Aanmaning
	eiepmefbcldmmhgi,C1,2026-1,,20261122-C1-2,2026-11-22,2026-11-22,8090,line_fee,0.00,1.25,EUR,Een BV,Aanmaning
	eiepmefbcldmmhgi,C1,2026-1,,20261122-C1-2,2026-11-22,2026-11-22,8090,cost,0.00,150.00,EUR,Een BV,Aanmaning
	eiepmefbcldmmhgi,C1,2026-1,,20261122-C1-2,2026-11-22,2026-11-22,8095,interest,0.00,9.86,EUR,Een BV,Aanmaning
	eiepmefbcldmmhgi,C1,2026-1,,20261122-C1-2,2026-11-22,2026-11-22,8096,damages,0.00,100.00,EUR,Een BV,Aanmaning
	eiepmefbcldmmhgi,C1,2026-1,,20261122-C1-2,2026-11-22,2026-11-22,1500,vat,0.00,31.50,EUR,Een BV,Aanmaning
	CSV
	[ -z "$stderr" ]
}

@test "ledger, hledger and beancount take the entries, and read the proposal's sums in them" {
	demanded >wanted
	[ "$(wc -l <wanted)" -eq 13 ]
	accepted
	from_ledger books.ledger >got
	same wanted got
	from_hledger books.hledger >got
	same wanted got
	from_beancount books.beancount >got
	same wanted got
}

@test "the CSV says the same, and every entry balances" {
	post
	cells account currency debit credit |
		awk -v OFS="\t" '{ root = $1 == 1300 ? "Assets" : $1 == 1500 ? "Liabilities" : "Income"; print root ":" $1, $2, $3 - $4 }' |
		add_up >got
	demanded >wanted
	same wanted got
	cells id currency debit credit | awk -v OFS="\t" '{ print $1, $2, $3 - $4 }' | add_up >open
	[ ! -s open ]
}

@test "what a program shows of an entry: day, number, name, and what it is of" {
	items 'C2,2026-3,2026-09-01,120000,JPY'
	post --format ledger
	id=$(post-fees proposal.csv | sed -n '2s/,.*//p')
	diff -u - entries.csv <<-TEXT
	commodity JPY
	tag reminder
	tag customer
	tag invoice
	tag instalment
	tag level
	tag vat-date
	tag charge
	account Assets:1300
	account Income:8090
	account Income:8095
	account Income:8096

	2026-11-22 ($id) Twee & Zn.
	    ; reminder: 20261122-C2-2
	    ; customer: C2
	    ; invoice: 2026-3
	    ; level: Final notice
	    ; vat-date: 2026-11-22
	    Assets:1300              16935 JPY
	    Income:8090              -1500 JPY  ; charge: reminder_fee
	    Income:8090               -200 JPY  ; charge: line_fee
	    Income:8095              -3235 JPY  ; charge: interest
	    Income:8096             -12000 JPY  ; charge: damages
	TEXT
}

@test "the same proposal gives the same bytes; rows in another order the same entries" {
	post
	post-fees proposal.csv >again.csv
	same entries.csv again.csv
	{ head -n 1 proposal.csv; tail -n +2 proposal.csv | tac; } >turned.csv
	post-fees turned.csv | sort >again.csv
	sort entries.csv | same - again.csv
	compute-fees proposal.csv | post-fees | cmp entries.csv -
}

@test "the number of an entry is the reminder's: the same on another day, another for the next time" {
	items 'C1,2026-1,2026-10-23,1000.00,EUR'
	post
	cells id | sort -u >first
	compute-fees --as-of 2026-11-25 proposal.csv | post-fees >entries.csv
	cells id | sort -u | same first -
	[ "$(cells posting_date | sort -u)" = 2026-11-25 ]
	echo "2026-11-22T09:00:00Z,reminded,C1,2026-1,,standard,2,1,20261122-C1-2,2026-11-22,,,,,,," >>history.csv
	log-history --event undone --reminder 20261122-C1-2
	select-overdue items.csv | compute-fees | post-fees >entries.csv
	cells id | sort -u >second
	refute cmp -s first second
}

@test "what charges nothing posts nothing: other sections, levels without charges" {
	column level proposal.csv | grep -qx 1
	[ "$(post-fees proposal.csv | grep -c 2026-9)" -eq 0 ]
	items 'C1,2026-9,2026-11-12,80.00,EUR'
	post
	[ "$(wc -l <entries.csv)" -eq 1 ]
	for format in ledger hledger beancount; do
		expect 0 post-fees --format "$format" proposal.csv
		silent
	done
}

@test "the posting date and the VAT date can be others" {
	post --posting-date 2026-12-01
	[ "$(cells posting_date vat_date | sort -u)" = "2026-12-01 2026-12-01" ]
	post --posting-date 2026-12-01 --vat-date 2026-11-30
	[ "$(cells posting_date vat_date | sort -u)" = "2026-12-01 2026-11-30" ]
	post --vat-date 2026-11-30
	[ "$(cells posting_date vat_date | sort -u)" = "2026-11-22 2026-11-30" ]
	accepted --posting-date 2026-12-01 --vat-date 2026-11-30
	grep -q '^2026-12-01 open Assets:1300' books.beancount
	grep -q '^  vat-date: 2026-11-30' books.beancount
	expect 64 post-fees --vat-date 31-12-2026 proposal.csv
	says 'option --vat-date: "31-12-2026" is not a date'
}

@test "--reverse takes exactly that back: together nothing is left" {
	accepted
	cp books.ledger both.ledger
	cp books.hledger both.hledger
	cp books.beancount both.beancount
	for program in ledger hledger beancount; do
		post-fees --reverse --no-open --posting-date 2026-12-05 --format "$program" proposal.csv >>"both.$program"
	done
	ledger --pedantic -f both.ledger balance >/dev/null
	hledger -f both.hledger check --strict
	bean-check both.beancount
	for program in ledger hledger beancount; do
		"from_$program" "both.$program" >left
		[ ! -s left ] || { cat left; return 1; }
	done
	post
	cp entries.csv there
	post --reverse
	cells id | sed 's/-r$//' | sort -u >back
	column id there | sort -u | same - back
}

@test "after a reminder was undone, --reverse --undone takes back that one alone" {
	for c in customer invoice reminder; do column "$c" proposal.csv >"log.$c"; done
	paste -d, log.customer log.invoice log.reminder | while IFS=, read -r customer invoice reminder; do
		echo "2026-11-22T09:00:00Z,reminded,$customer,$invoice,,standard,2,1,$reminder,2026-11-22,,,,,,," >>history.csv
	done
	expect 0 post-fees --reverse --undone proposal.csv
	[ "$output" = "$(post-fees proposal.csv | head -n 1)" ]
	log-history --event undone --reminder 20261122-C2-2-KWD
	post --reverse --undone
	[ "$(cells reminder | sort -u)" = 20261122-C2-2-KWD ]
	log-history --event undone --reminder 20261122-C1-2 --invoice 2026-2
	post --reverse --undone
	[ "$(cells invoice | sort -u | tr '\n' ' ')" = "2026-2 2026-4 " ]
	expect 66 post-fees --reverse --undone --history none.csv proposal.csv
	silent
	expect 64 post-fees --undone proposal.csv
	says "--undone goes with --reverse"
}

@test "the tables of many runs are booked and taken back together, each reminder once" {
	items 'C1,2026-1,2026-10-23,1000.00,EUR' 'C1,2026-2,2026-11-01,250.10,EUR'
	cp proposal.csv first.csv
	[ "$(column reminder first.csv | sort -u)" = 20261122-C1-2 ]
	for invoice in 1 2; do
		echo "2026-11-22T09:00:00Z,reminded,C1,2026-$invoice,,standard,2,1,20261122-C1-2,2026-11-22,2026-11-30,20.00,1.25,100.00,5.00,150.00,31.50" >>history.csv
	done
	sed -i '0,/^        after_due: 14$/s//&\n        after_last: 5/; 0,/escalate: jump/s//escalate: step/' policy.yaml
	select-overdue -a 2026-11-29 items.csv | compute-fees >second.csv
	[ "$(column reminder second.csv | sort -u)" = 20261129-C1-2 ]
	{ post-fees first.csv && post-fees second.csv | tail -n +2; } >apart.csv
	post-fees first.csv second.csv | same apart.csv -
	log-history --event undone --date 2026-11-29 --reminder 20261122-C1-2 --invoice 2026-2
	post-fees --reverse first.csv >all.csv
	expect 0 post-fees --reverse --undone first.csv second.csv
	[ "$output" = "$(grep -e ^id, -e ,2026-2, all.csv)" ]
	# A proposal that was not sent and made again the next day charges the same once.
	compute-fees --as-of 2026-11-23 first.csv >next.csv
	expect 65 post-fees first.csv next.csv
	silent
	says 'next.csv:2: customer "C1", invoice "2026-1" is charged the same reminder in "20261122-C1-2" already (first.csv:2)'
}

@test "--reminder takes one reminder, and a wrong number is told with the nearest" {
	post --reminder 20261122-C1-2
	[ "$(cells customer | sort -u)" = C1 ]
	post --reverse --reminder 20261122-C2-2-KWD --reminder 20261122-C2-2-JPY
	[ "$(cells customer | sort -u)" = C2 ]
	expect 64 post-fees --reminder 20261122-C1-3 proposal.csv
	silent
	says 'the proposal has no reminder "20261122-C1-3"; did you mean "20261122-C1-2"?'
}

@test "of rows that mail-out gave, those that went out are booked" {
	{
		sed -n '1s/$/,delivery_status/p' proposal.csv
		sed -n '2,$s/$/,sent/p' proposal.csv | sed '/C2.*JPY/s/sent$/failed/; /C2.*KWD/s/sent$/printed/'
	} >sent.csv
	expect 0 post-fees sent.csv
	says "1 row with charges is not booked: not sent or printed"
	printf '%s\n' "$output" >entries.csv
	[ "$(cells currency | sort -u | tr '\n' ' ')" = "EUR KWD " ]
}

@test "a proposal that was changed, is not whole or has no fees is refused" {
	sed '2s/250.10/250.11/' proposal.csv >changed.csv
	expect 65 post-fees changed.csv
	silent
	says "was changed by another program"
	sed 2d proposal.csv >fewer.csv
	expect 65 post-fees fewer.csv
	silent
	says "rows"
	expect 65 post-fees selected.csv
	silent
	says "a proposal goes through compute-fees first"
	expect 65 post-fees proposal.csv proposal.csv
	silent
}

@test "bad rows go to --rejects with their customer, the others are booked" {
	sed '/2026-4/s/75.125/75.126/' proposal.csv >changed.csv
	expect 1 post-fees --rejects bad.csv changed.csv
	printf '%s\n' "$output" >entries.csv
	[ "$(cells customer | sort -u)" = C1 ]
	[ "$(column customer bad.csv | sort -u)" = C2 ]
}

@test "hostile names of customers and levels are text in every program" {
	cat >customers.csv <<-'CSV'
	customer,name,email,terms
	C1,"; account Assets:Fraude  ""x"" \ | [2026-99-99] (x) = 5 EUR @ 3",een@example.org,
	C2,"* ! Böse  GmbH ; date:2020-01-01, [=1/1] {{x}} 日本 C:\new\""",twee@example.org,abroad
	CSV
	sed -i 's/name: Aanmaning/name: "a: \\"b\\" [2026-88-88] :tag: ; key:: 1\/0"/' policy.yaml
	sed -i 's/2026-1,/:x: [1999-99-99] date2:9; "",/; s/^\(C1,\)\(:x[^,]*\),/\1"\2",/' items.csv
	select-overdue items.csv | compute-fees >proposal.csv || return 1
	demanded >wanted
	accepted
	for program in ledger hledger beancount; do
		"from_$program" "books.$program" >got
		same wanted got
	done
	bean-query -f csv books.beancount "select payee where account = 'Assets:1300'" | grep -qF 'Assets:Fraude ""x"" \ |'
}

@test "hostile names of accounts too: each program takes them, none becomes another" {
	cat >>policy.yaml <<-'YAML'
	accounts: {receivable: "(debiteuren)  ; nu  5 EUR", fees: "[x]:*y", interest: "état 日本", damages: "Income:Été-schade", vat: "a::b"}
	YAML
	accepted
	[ "$(from_ledger books.ledger | wc -l)" -eq 13 ]
	[ "$(from_hledger books.hledger | wc -l)" -eq 13 ]
	[ "$(from_beancount books.beancount | wc -l)" -eq 13 ]
	grep -q ' open Income:Été-schade$' books.beancount
	post
	cells account | grep -qF '(debiteuren)  ; nu  5 EUR'
}

@test "whatever kind of blank stands in the name of an account is one blank" {
	cat >>policy.yaml <<-'YAML'
	accounts: {receivable: "de\_\u3000bi", fees: "fe\u2000\u200aes", interest: "in\u2007\u202fterest", damages: "\u1680dam\u205fages ", vat: "v\u2009\u2002at"}
	YAML
	accepted
	for program in ledger hledger; do
		[ "$("from_$program" "books.$program" | cut -f1 | sort -u | paste -sd,)" = \
			'Assets:de bi,Income:dam ages,Income:fe es,Income:in terest,Liabilities:v at' ]
	done
}

@test "two accounts that a program would take for one are refused" {
	echo 'accounts: {interest: "80/95", damages: "80.95"}' >>policy.yaml
	expect 78 post-fees --format beancount proposal.csv
	silent
	says 'accounts: "80/95" and "80.95" are both Income:80-95 in beancount'
	expect 0 post-fees --format hledger proposal.csv
}

@test "one account for several charges is one account" {
	echo 'accounts: {fees: "8000", interest: "8000", damages: "8000"}' >>policy.yaml
	accepted
	[ "$(grep -c ' open ' books.beancount)" -eq 3 ]
}

@test "--no-open leaves the declarations out, for books that have them" {
	post-fees --format beancount proposal.csv >all
	post-fees --format beancount --no-open proposal.csv >few
	diff all few | grep '^[<>]' | grep -v ' open ' >rest || true
	[ ! -s rest ]
	expect 0 post-fees --format hledger --no-open proposal.csv
	hides "account "
	hides "commodity"
}

@test "a format that is not there is told" {
	expect 64 post-fees --format gnucash proposal.csv
	says 'option --format: "gnucash" is not csv, ledger, hledger or beancount'
}

@test "entries balance and can be taken back, whatever is charged" {
	expect 0 "$UNITS/booking"
	shows " refused"
}
