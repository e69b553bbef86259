load helper

# A small ledger: C1 pays 10 days late (three paid items), C2 has one paid item, P1 is a
# creditor that we pay on time. It is Sunday 22 November 2026.

prepare() {
	export DUN_AS_OF=2026-11-22 DUN_USER=test
	cat >policy.yaml <<-'YAML'
	company: {name: Voorbeeld BV}
	terms:
	  standard:
	    levels: [{id: "1", after_due: 7, template: reminder-1}]
	YAML
	cat >customers.csv <<-'CSV'
	customer,name,email,term_days
	C1,Een & Zn. “Café”,een@example.org,
	C2,Twee BV,twee@example.org,30
	C3,Drie,drie@example.org,
	CSV
	cat >paid.rows <<-'CSV'
	C1,a1,2026-08-01,2026-08-15,100.00,0.00,2026-08-25,receivable,EUR,
	C1,a2,2026-08-20,2026-09-03,100.00,0.00,2026-09-10,receivable,EUR,
	C1,a3,2026-09-10,2026-09-24,100.00,0.00,2026-11-01,receivable,EUR,
	C2,b1,2026-09-01,2026-10-01,100.00,0.00,2026-10-03,receivable,EUR,
	P1,k1,2026-09-01,2026-09-30,50.00,0.00,2026-09-30,payable,EUR,
	P1,k2,2026-10-01,2026-10-31,50.00,0.00,2026-10-30,payable,EUR,
	P1,k3,2026-10-05,2026-11-04,50.00,0.00,2026-11-05,payable,EUR,
	CSV
	cat >open.rows <<-'CSV'
	C1,n1,2026-11-10,2026-11-24,1000.00,1000.00,,receivable,EUR,
	C1,n2,2026-10-01,2026-10-15,200.00,200.00,,receivable,EUR,
	C2,n3,2026-11-01,2026-12-01,300.00,250.00,,receivable,EUR,
	C3,n4,2026-11-01,2027-03-01,4.00,4.00,,receivable,EUR,
	P1,k4,2026-11-01,2026-12-01,600.00,600.00,,payable,EUR,
	CSV
	ledger
}

# ledger [ROW...]: items.csv of the rows, the paid and the open ones, in both files.
ledger() {
	{
		echo customer,invoice,invoice_date,due_date,amount,open_amount,paid_date,side,currency,status
		cat paid.rows open.rows
		[ $# -eq 0 ] || printf '%s\n' "$@"
	} >items.csv
}

# event LINE...: customer, invoice, event, date, until.
history() {
	log-history --init
	local line
	for line; do
		IFS=, read -r customer invoice event day until <<<"$line"
		log-history --event "$event" --customer "$customer" ${invoice:+--invoice "$invoice"} --as-of "$day" \
			${until:+--until "$until"} || return 1
	done
}

# periods [OPTION...]: what is in each period, "PERIOD RECEIPTS PAYMENTS", none where both are zero.
periods() {
	expect 0 forecast-cash --format csv "$@" items.csv
	printf '%s\n' "$output" >forecast.csv
	awk -F, 'NR > 1 && ($5 != 0 || $6 != 0) { print $1, $5, $6 }' forecast.csv
}

# expected INVOICE [OPTION...]: its basis, delay, number, day and period.
expected() {
	local invoice=$1
	shift
	forecast-cash --explain "$@" items.csv | awk -F, -v i="$invoice" '$2 == i { print $8, $9, $10, $11, $12 }'
}

becomes() { # becomes LINE...: what is on standard input is these lines
	diff -u <(printf '%s\n' "$@") -
}

@test "an item is expected on its due date and the days that its customer is used to pay late" {
	expected n1 | becomes "own 10 3 2026-12-04 2026-W49"
	expected n3 | becomes "ledger 9 4 2026-12-10 2026-W50"
	expected k4 | becomes "own 0 3 2026-12-01 2026-W49"
	periods | becomes "2026-W47 200.00 0.00" "2026-W49 1000.00 600.00" "2026-W50 250.00 0.00" \
		"later 4.00 0.00" "total 1454.00 600.00"
}

@test "with too few paid items for a habit, the due date counts, and the page says so" {
	expected n1 --min-paid 4 | becomes "ledger 9 4 2026-12-03 2026-W49"
	expected n1 --min-paid 5 | becomes "due   2026-11-24 2026-W48"
	expected k4 --min-paid 4 | becomes "due   2026-12-01 2026-W49"
	expect 0 forecast-cash --min-paid 5 items.csv
	shows "because too little was paid to"
	expected n3 --min-paid 1 | becomes "own 2 1 2026-12-03 2026-W49"
}

@test "the median of two is their mean, half a day away from zero" {
	printf '%s\n' C2,b2,2026-09-01,2026-10-01,100.00,0.00,2026-10-06,receivable,EUR, >>paid.rows
	ledger
	expected n3 --min-paid 2 | becomes "own 4 2 2026-12-05 2026-W49"
	sed -i 's/2026-10-03/2026-09-29/; s/2026-10-06/2026-09-28/' paid.rows
	ledger
	expected n3 --min-paid 2 | becomes "own -3 2 2026-11-28 2026-W48"
}

@test "what is later already than expected is in the first period, and told" {
	expected n2 | becomes "own 10 3 2026-10-25 2026-W47"
	expect 0 forecast-cash items.csv
	shows "1 item (200.00) is later already than expected: in the first period"
}

@test "by month, and how many periods" {
	periods --by month | becomes "2026-11 200.00 0.00" "2026-12 1250.00 600.00" "2027-03 4.00 0.00" "total 1454.00 600.00"
	periods --by month --periods 1 | becomes "2026-11 200.00 0.00" "later 1254.00 600.00" "total 1454.00 600.00"
	periods --periods 3 | becomes "2026-W47 200.00 0.00" "2026-W49 1000.00 600.00" "later 254.00 0.00" "total 1454.00 600.00"
	[ "$(sed -n 2,4p forecast.csv | cut -d, -f2,3 | tr '\n' ' ')" = \
		"2026-11-22,2026-11-22 2026-11-23,2026-11-29 2026-11-30,2026-12-06 " ]
	for n in 0 121 -1 x; do
		expect 64 forecast-cash --periods "$n" items.csv
		silent
	done
	expect 64 forecast-cash --by year items.csv
	says 'option --by: "year" is not week or month'
}

@test "weeks are named as the calendar names them" {
	ledger C1,old,2000-01-01,2000-01-15,1.00,1.00,,receivable,EUR,
	for day in 2024-12-29 2024-12-30 2025-12-31 2026-12-27 2027-01-03 2027-01-04 2028-02-29; do
		expect 0 forecast-cash --format csv --periods 1 --as-of "$day" items.csv
		[ "$(printf '%s\n' "$output" | sed -n '2s/,.*//p')" = "$(date -u -d "$day" +%G-W%V)" ]
	done
}

@test "the columns of the CSV, a row a period and a currency" {
	ledger C1,u1,2026-11-10,2026-11-24,5.00,5.00,,receivable,USD, C1,j1,2026-11-10,2026-11-24,700,700,,receivable,JPY,
	expect 0 forecast-cash --format csv --periods 2 items.csv
	diff -u - <(printf '%s\n' "$output") <<-'CSV'
	period,from,to,currency,receipts,payments,net,cumulative,items
	2026-W47,2026-11-22,2026-11-22,EUR,200.00,0.00,200.00,200.00,1
	2026-W48,2026-11-23,2026-11-29,EUR,0.00,0.00,0.00,200.00,0
	later,,,EUR,1254.00,600.00,654.00,854.00,4
	held,,,EUR,0.00,0.00,0.00,,0
	total,,,EUR,1454.00,600.00,854.00,,5
	2026-W47,2026-11-22,2026-11-22,JPY,0,0,0,0,0
	2026-W48,2026-11-23,2026-11-29,JPY,0,0,0,0,0
	later,,,JPY,700,0,700,700,1
	held,,,JPY,0,0,0,,0
	total,,,JPY,700,0,700,,1
	2026-W47,2026-11-22,2026-11-22,USD,0.00,0.00,0.00,0.00,0
	2026-W48,2026-11-23,2026-11-29,USD,0.00,0.00,0.00,0.00,0
	later,,,USD,5.00,0.00,5.00,5.00,1
	held,,,USD,0.00,0.00,0.00,,0
	total,,,USD,5.00,0.00,5.00,,1
	CSV
}

@test "an arrangement is expected on its day, what is paused or blocked is held apart" {
	history C2,n3,arranged,2026-11-20,2026-12-24 C1,,paused,2026-11-20,2027-01-15 C3,n4,blocked,2026-11-20
	expected n3 | becomes "arranged   2026-12-24 2026-W52"
	expected n1 | becomes "paused    held"
	expected n4 | becomes "blocked    held"
	periods | becomes "2026-W49 0.00 600.00" "2026-W52 250.00 0.00" "held 1204.00 0.00" "total 1454.00 600.00"
	expect 0 forecast-cash items.csv
	shows "Held, because nobody can tell the day: 2 items (1200.00) paused, 1 item"
	# A pause that has ended holds nothing.
	expected n1 --as-of 2027-01-16 | becomes "own 10 3 2026-12-04 2027-W02"
}

@test "a disputed item is held, by the ledger's status or the history's; --hold knows other words" {
	sed -i '/n1/s/$/disputed/' open.rows
	ledger
	expected n1 | becomes "hold    held"
	history
	log-history --event status --customer C1 --invoice n1 --status 'agreed again' --as-of 2026-11-21
	log-history --event status --customer C2 --invoice n3 --status disputed --as-of 2026-11-21
	expected n1 | becomes "own 10 3 2026-12-04 2026-W49"
	expected n3 | becomes "hold    held"
	expected n1 --hold 'status ~ agreed*' | becomes "hold    held"
	expected n2 --hold 'open_amount < 210' --hold 'customer = C2' | becomes "hold    held"
	expect 64 forecast-cash --hold 'statsu = x' items.csv
	silent
	says 'option --hold: no column "statsu"; did you mean "status"?'
}

@test "what is owed to a creditor is held as well, by the history's word" {
	echo 'P1,Leverancier BV,,' >>customers.csv
	history P1,k4,arranged,2026-11-20,2026-12-18
	expected k4 | becomes "arranged   2026-12-18 2026-W51"
	log-history --event resumed --customer P1 --invoice k4 --as-of 2026-11-20
	log-history --event status --customer P1 --invoice k4 --status disputed --as-of 2026-11-21
	expected k4 | becomes "hold    held"
}

@test "credits are taken off, when they are due or at once" {
	ledger C1,c1,2026-11-01,,-30.00,-30.00,,receivable,EUR, C1,c2,2026-11-01,2026-12-08,-70.00,-70.00,,receivable,EUR, \
		P1,c3,2026-11-01,2026-11-02,-5.00,-5.00,,payable,EUR,
	expected c2 | becomes "credit   2026-12-08 2026-W50"
	periods | becomes "2026-W47 170.00 -5.00" "2026-W49 1000.00 600.00" "2026-W50 180.00 0.00" "later 4.00 0.00" "total 1354.00 595.00"
}

@test "every amount is in one period: they add up to what is open, in any order of the rows" {
	awk 'BEGIN {
		print "customer,invoice,invoice_date,due_date,amount,open_amount,paid_date,side,currency,status"
		for (i = 1; i <= 400; i++) {
			s = (s * 16807 + 11) % 2147483647
			due = sprintf("202%d-%02d-%02d", 5 + s % 3, 1 + s % 12, 1 + int(s / 7) % 28)
			amount = (s % 90000 - 9000) / 100 + 0.01
			paid = int(s / 13) % 3 == 0 && amount > 0 && due < "2026-10"
			printf "C%d,i%d,%s,%s,%.2f,%.2f,%s,%s,%s,%s\n", int(s / 5) % 9, i, due < "2026-11-22" ? due : "2026-11-01", due, amount,
				paid ? 0 : amount, paid ? substr(due, 1, 8) 28 : "", s % 4 ? "receivable" : "payable",
				s % 5 ? "EUR" : "USD", s % 17 ? "" : "disputed"
		}
	}' >items.csv
	periods --periods 12 >/dev/null
	for currency in EUR USD; do
		awk -F, -v c="$currency" 'NR > 1 && $9 == c { sum[$8] += $6; n++ }
			END { printf "%.2f %.2f %d\n", sum["receivable"], sum["payable"], n }' <(awk -F, '$6 != 0' items.csv) >wanted
		awk -F, -v c="$currency" '$4 == c && $1 != "total" { in_ += $5; out += $6; n += $9 }
			END { printf "%.2f %.2f %d\n", in_, out, n }' forecast.csv >got
		same wanted got
		awk -F, -v c="$currency" '$4 == c && $1 == "total" { printf "%.2f %.2f %d\n", $5, $6, $9 }' forecast.csv >got
		same wanted got
	done
	{ head -n 1 items.csv; tail -n +2 items.csv | tac; } >turned.csv
	for format in text csv; do
		forecast-cash --format "$format" items.csv >one
		forecast-cash --format "$format" turned.csv >two
		same one two
	done
	forecast-cash --explain items.csv >one
	forecast-cash --explain turned.csv >two
	same one two
	forecast-cash --backtest items.csv >one
	forecast-cash --backtest turned.csv >two
	same one two
}

@test "as it was on an earlier day: what was paid since was open, what came since was not there" {
	expected a3 --as-of 2026-10-10 | becomes "ledger 7 3 2026-10-01 2026-W41"
	[ -z "$(expected n1 --as-of 2026-10-10)" ]
	expect 0 forecast-cash --as-of 2026-10-10 items.csv
	shows "dated after 2026-10-10 are left out"
}

@test "the text fits 80 columns, with bars, and says what it assumes" {
	expect 0 forecast-cash items.csv
	diff -u - <(printf '%s\n' "$output") <<-'TEXT'
	Cash forecast of 2026-11-22, by week

	EUR
	week from   receipts  payments     net  cumulative
	--------------------------------------------------
	2026-11-22    200.00      0.00  200.00      200.00               │██
	2026-11-23      0.00      0.00    0.00      200.00               │
	2026-11-30   1000.00    600.00  400.00      600.00        ░░░░░░░│██████████████
	2026-12-07    250.00      0.00  250.00      850.00               │███
	2026-12-14      0.00      0.00    0.00      850.00               │
	2026-12-21      0.00      0.00    0.00      850.00               │
	2026-12-28      0.00      0.00    0.00      850.00               │
	2027-01-04      0.00      0.00    0.00      850.00               │
	later           4.00      0.00    4.00      854.00
	held            0.00      0.00    0.00
	total        1454.00    600.00  854.00

	Bars: █ comes in, ░ goes out.

	Assumed:
	- An item is expected as many days after its due date as its customer is used to
	  pay late: the median over the customer's paid items, where there are 3 or
	  more; else the median over all customers' paid items (receipts 9 days late,
	  over 4; payments 0 days late, over 3); else on the due date.
	- Tested on the 7 paid items, each expected from what was known when it was
	  invoiced: 2.0 days off (the median), and on average 8.1 days too early; with
	  the due dates alone 2.0 days off.
	- 3 items (600.00) rest on their customers' own delays, 2 items (254.00) rest on
	  the delay of all customers.
	- 1 item (200.00) is later already than expected: in the first period, as if
	  paid at once.
	- There is no history: no pause and no arrangement is known.
	- Nothing else comes in or goes out: no new invoices, wages or taxes.

	Who pays how late                   days late  paid items  open items
	---------------------------------------------------------------------
	Een & Zn. “Café”                           10           3           2
	P1                                          0           3           1  we pay
	TEXT
	[ -z "$stderr" ]
}

@test "large amounts and long names still fit 80 columns" {
	sed -i 's/1000.00,1000.00/99999999999.99,99999999999.99/; s/600.00,600.00/88888888888.88,88888888888.88/' open.rows
	sed -i 's/Een & Zn[^,]*/Een heel lange naam van een naamloze vennootschap in oprichting te Amsterdam é/' customers.csv
	ledger
	expect 0 forecast-cash items.csv
	[ "$(printf '%s\n' "$output" | LC_ALL=C.UTF-8 wc -L)" -le 80 ]
}

@test "with receipts alone the payments are left out of the text" {
	sed -i /payable/d open.rows
	ledger
	expect 0 forecast-cash items.csv
	hides payments.
	shows "week from   receipts  cumulative"
}

@test "nothing open is told, and is no error" {
	: >open.rows
	ledger
	expect 0 forecast-cash items.csv
	shows "Nothing is open."
	expect 0 forecast-cash --format csv items.csv
	[ "$(printf '%s\n' "$output" | wc -l)" -eq 1 ]
}

@test "the back-test holds what was expected against what came, beside the due date" {
	expect 0 forecast-cash --backtest --format csv --min-paid 1 items.csv
	# a1: the due date, 10 days off. a2 too (a1 was not paid yet): 7. a3: the 8.5 days of a1
	# and a2 (a2 paid on the day is not known): 10, off by 28. b1: a1's 10 days, off by 8.
	# k1, k2: 0; k2 was made when k1 had been paid: 0 days, off by 1. k3: -0, off by 1.
	diff -u - <(printf '%s\n' "$output") <<-'CSV'
	basis,items,error,bias,naive_error,naive_bias
	own,3,1.0,-9.3,1.0,-12.7
	ledger,1,8.0,8.0,2.0,-2.0
	due,3,7.0,-5.7,7.0,-5.7
	all,7,7.0,-5.3,2.0,-8.1
	CSV
	expect 0 forecast-cash --backtest items.csv
	shows "the due date alone"
	# Of no items nothing is told, and not that they were right to the day.
	forecast-cash --backtest --format csv --min-paid 9 items.csv | grep -E '^(own|ledger)' |
		becomes "own,0,,,," "ledger,0,,,,"
	grep -v ',0.00,20' items.csv >open.csv
	expect 0 forecast-cash --backtest open.csv
	shows "nothing is paid, so nothing can be told"
	expect 64 forecast-cash --backtest --explain items.csv
	expect 64 forecast-cash --backtest --format pdf items.csv
}

@test "the back-test looks at nothing that was not known: a later payment changes no earlier forecast" {
	forecast-cash --backtest --format csv --min-paid 1 items.csv | grep ^own >before
	sed -i '/,a3,/s/2026-11-01/2026-11-20/' paid.rows
	ledger
	forecast-cash --backtest --format csv --min-paid 1 items.csv | grep ^own >after
	[ "$(cut -d, -f2,3 before)" = "$(cut -d, -f2,3 after)" ]
}

@test "the forecast tells how far off it would have been, and of which items it is" {
	expect 0 forecast-cash --min-paid 1 -w 'customer = C2' -w 'open_amount < 1000' items.csv
	one=$(tr -s '\n ' ' ' <<<"$output")
	[[ $one == *"Tested on the 7 paid items, each expected from what was known when it was invoiced: 7.0 days off (the median), and on average 5.3 days too early; with the due dates alone 2.0 days off."* ]]
	[[ $one == *"Only open items with customer = C2, open_amount < 1000."* ]]
	grep -v ',0.00,20' items.csv >open.csv
	expect 0 forecast-cash open.csv
	hides Tested
}

@test "--where takes some of the open items; all paid ones still tell the delays" {
	periods --where 'customer = C2' | becomes "2026-W50 250.00 0.00" "total 250.00 0.00"
	expect 64 forecast-cash --where 'custmer = C2' items.csv
	silent
	says 'option --where: no column "custmer"; did you mean "customer"?'
}

@test "--where and --hold know the due date that counts, the days and what was reminded" {
	cat >items.csv <<-'CSV'
	customer,invoice,invoice_date,due_date,open_amount
	C1,A,2026-09-01,2026-09-15,10
	C1,B,2026-11-20,,20
	C2,C,2026-11-01,2026-12-01,-5
	CSV
	invoices() { expect 0 forecast-cash -q --explain "$@" items.csv && column invoice <(printf '%s\n' "$output") | paste -sd' '; }
	[ "$(invoices --where 'days_overdue > 0')" = A ]
	[ "$(invoices --where 'kind = credit')" = C ]
	[ "$(invoices --where 'due_date > 2026-11-30' --where 'kind = invoice')" = B ]
	[ "$(invoices --where 'bucket != not_due')" = A ]
	[ "$(invoices --where 'last_level = 1')" = '' ]
	expect 0 forecast-cash -q --explain --hold 'days_overdue > 60' items.csv
	[ "$(column basis <(printf '%s\n' "$output") | head -n 1)" = hold ]
}

@test "a history that is asked for must be there" {
	expect 66 forecast-cash --history none.csv items.csv
	silent
	says none.csv
}

@test "a row that is wrong stops the report" {
	sed -i '/n1/s/2026-11-24/24-11-2026/' open.rows
	ledger
	expect 65 forecast-cash items.csv
	silent
	says "items.csv:9: due_date:"
	prepare
	ledger C1,n1,2026-11-10,2026-11-24,1.00,1.00,,receivable,EUR,
	expect 65 forecast-cash items.csv
	silent
	sed -i 's/1000.00,1000.00/92233720368547758.07,92233720368547758.07/; s/200.00,200.00/9.00,9.00/' open.rows
	ledger
	expect 65 forecast-cash items.csv
	silent
	says "too large"
}

@test "the PDF is one, with the figures, the assumptions and the customers; twice the same bytes" {
	forecast-cash --format pdf items.csv >one.pdf
	forecast-cash --format pdf items.csv >two.pdf
	cmp one.pdf two.pdf
	qpdf --check one.pdf >/dev/null
	pdftotext -layout one.pdf text
	for words in "Cash forecast" "of 2026-11-22, by week" "2026-W49 +2026-11-30 +1,000.00 +600.00 +400.00 +600.00" \
		"total +1,454.00 +600.00 +854.00" "later already than expected" "Een & Zn. “Café” +10 +3 +2" cumulative; do
		grep -qE -- "$words" text || { echo "no $words"; cat text; return 1; }
	done
}

@test "the example book's year, in every format" {
	cp -R "$ROOT/examples/book/." .
	expect 0 forecast-cash year.csv
	shows "is expected on the last day of a payment arrangement"
	shows "paused"
	[ "$(printf '%s\n' "$output" | LC_ALL=C.UTF-8 wc -L)" -le 80 ]
	expect 0 forecast-cash --backtest --format csv year.csv
	# The customers' own delays are nearer than the due date.
	printf '%s\n' "$output" | awk -F, '$1 == "own" { exit !($2 > 50 && $3 * 2 < $5) }'
	forecast-cash --format pdf year.csv >year.pdf
	qpdf --check year.pdf >/dev/null
	# Sentences have thousands marks, as the table has.
	pdftotext year.pdf - | grep -qE '[0-9] items? \([0-9]+,[0-9]{3}\.[0-9]{2}\)'
}

@test "the parts of the forecast against plain ways to do the same" {
	expect 0 "$UNITS/forecast"
	silent
}

@test "a PDF by month, of very many who pay, and of nothing that is open" {
	forecast-cash --format pdf --by month items.csv | pdftotext -layout - - >text
	grep -q 'by month' text
	awk 'BEGIN { print "customer,invoice,invoice_date,due_date,amount,open_amount,paid_date"
		for (i = 1; i <= 75; i++) {
			print "D" i ",F" i ",2026-11-01,2026-11-30,100.00,100.00,"
			for (n = 1; n <= 3; n++) print "D" i ",P" i "-" n ",2026-07-01,2026-08-0" n ",5.00,0.00,2026-09-10"
		} }' >many.csv
	forecast-cash -q --format pdf many.csv >many.pdf || [ $? -eq 1 ]
	pdftotext -layout many.pdf - >text
	grep -q 'and 15 more (--explain tells all)' text
	[ "$(grep -c '^ *D[0-9]' text)" -eq 60 ]
	head -n 1 many.csv >none.csv
	forecast-cash --format pdf none.csv | pdftotext - - | grep -qx 'Nothing is open.'
	DUN_FONT=Wingdings expect 66 forecast-cash --format pdf items.csv
	silent
	says 'font "Wingdings" is not known'
}

@test "faulty rows go to the rejects with the others of their customers, and the forecast says so" {
	sed -i '/^C1,n1/s/2026-11-24/2026-13-24/' open.rows
	ledger
	cp items.csv bad.csv
	expect 65 forecast-cash bad.csv
	silent
	grep -v '^C1,' open.rows >others.rows
	cp others.rows open.rows
	grep -v '^C1,' paid.rows >others.rows
	cp others.rows paid.rows
	ledger
	forecast-cash items.csv >others.txt
	expect 1 forecast-cash --rejects refused.csv bad.csv
	says 'bad.csv:9: due_date: "2026-13-24" is not a date'
	same <(sed 's/ \{2,\}/ /g' <<<"$output" | grep -v 'left out: faulty\|who has a faulty') <(sed 's/ \{2,\}/ /g' others.txt)
	shows '5 rows are left out: faulty, or of a customer who has a faulty one.'
	[ "$(tail -n +2 refused.csv | cut -d, -f1,2 | sort | tr '\n' ' ')" = 'C1,a1 C1,a2 C1,a3 C1,n1 C1,n2 ' ]
}
