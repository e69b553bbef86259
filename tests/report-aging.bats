load helper

prepare() {
	cp -R "$ROOT/examples/book/." .
	export DUN_AS_OF=2026-11-22
	import-ledger -q --profile exact-online openstaand.csv >items.csv
}

# items TEXT: a ledger of one's own, one line a row: customer,invoice,invoice_date,due_date,open_amount
items() {
	{ echo customer,invoice,invoice_date,due_date,open_amount; printf '%s\n' "$@"; } >items.csv
}

# total FILE COLUMN: the figure of the total row.
total() {
	awk -F, -v name="$2" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i } $1 == "total" { print $c }' "$1"
}

# sum FILE COLUMN [CONDITION]: added up in cents by perl, so that we are not our own judge.
sum() {
	paste -d, <(column "$2" "$1") <(column invoice_date "$1") | perl -we '
		my $day = shift; my $cents = 0;
		while (<STDIN>) { my ($amount, $date) = split /[,\n]/; next if $date gt $day; $amount =~ s/\.//; $cents += $amount }
		printf "%d.%02d\n", $cents / 100, abs($cents) % 100' "$3"
}

# --- what it adds up ---

@test "ages by customer, and the last row is the total" {
	expect 0 report-aging -q items.csv
	[ "${lines[0]}" = customer,currency,not_due,1-30,31-60,61-90,90+,total ]
	[ "${lines[1]}" = 10001,EUR,412.00,335.45,0.00,1000.00,0.00,1747.45 ]
	[ "${lines[-1]}" = total,EUR,2067.01,15687.11,17326.53,3600.00,0.00,38680.65 ]
}

@test "the total is the sum of what is open" {
	report-aging -q items.csv >report.csv
	[ "$(total report.csv total)" = "$(sum items.csv open_amount 2026-11-22)" ]
	[ "$(total report.csv total)" = 38680.65 ]
}

@test "every column adds up to the total row, and every row to its total" {
	report-aging -q --by account_manager --by customer --buckets 7,14,21,28,35,60 items.csv >report.csv || [ $? -eq 1 ]
	perl -we '
		my @sums; my $last; <>;
		while (<>) { chomp; my @f = split /,/; my @a = @f[3 .. $#f]; tr/.//d for @a; my $sum = 0; $sum += $_ for @a[0 .. $#a - 1];
			$sum == $a[-1] or die "row: $_\n"; if ($f[0] eq "total") { $last = 1; "@a" eq "@sums" or die "@a is not @sums\n"; next }
			$sums[$_] += $a[$_] for 0 .. $#a }
		$last or die "no total row\n"' report.csv
}

@test "the same from a ledger in another order" {
	report-aging -q --by name items.csv >one.csv || [ $? -eq 1 ]
	{ head -n 1 items.csv; tail -n +2 items.csv | sort -t, -k4,4r -k2,2; } >shuffled.csv
	report-aging -q --by name shuffled.csv >two.csv || [ $? -eq 1 ]
	[ -s one.csv ]
	same one.csv two.csv
	for format in text html pdf; do
		report-aging -q --format $format items.csv >"one.$format"
		report-aging -q --format $format shuffled.csv >"two.$format"
		cmp "one.$format" "two.$format"
	done
}

@test "random ledgers, past days and buckets: the units" {
	expect 0 "$UNITS/ageing"
	silent
}

@test "the eleven ledgers are aged, each to its own open total" {
	for ledger in "$ROOT"/tests/ledgers/*.csv; do
		profile=$(basename "$ledger" .csv)
		[ "$profile" != expected ] || continue
		import-ledger -q --profile "$profile" "$ledger" >"$profile.items"
		report-aging -q "$profile.items" >report.csv
		[ "$(total report.csv total)" = 56093.13 ] || { echo "$profile"; cat report.csv; return 1; }
		[ "$(total report.csv total)" = "$(sum "$profile.items" open_amount 9999)" ]
	done
}

@test "credits, payments and booked fees count with their sign" {
	cat >items.csv <<-'CSV'
	customer,invoice,invoice_date,due_date,open_amount,kind
	1,A,2026-10-01,2026-10-15,100.00,invoice
	1,B,2026-10-01,2026-10-15,-30.00,credit
	1,C,2026-10-01,2026-10-15,-20.00,payment
	1,D,2026-10-01,2026-10-15,12.50,fee
	CSV
	expect 0 report-aging items.csv
	[ "${lines[1]}" = 1,EUR,0.00,0.00,62.50,0.00,0.00,62.50 ]
}

@test "a row a currency, with the decimals of each" {
	cat >items.csv <<-'CSV'
	customer,invoice,due_date,open_amount,currency
	1,A,2026-11-01,100.00,EUR
	1,B,2026-11-01,5000,JPY
	2,C,2026-09-01,1.234,KWD
	2,D,2026-09-01,7,EUR
	CSV
	expect 0 report-aging --buckets 30 items.csv
	[ "$output" = "customer,currency,not_due,1-30,30+,total
1,EUR,0.00,100.00,0.00,100.00
1,JPY,0,5000,0,5000
2,EUR,0.00,0.00,7.00,7.00
2,KWD,0.000,0.000,1.234,1.234
total,EUR,0.00,100.00,7.00,107.00
total,JPY,0,5000,0,5000
total,KWD,0.000,0.000,1.234,1.234" ]
}

@test "sums that do not fit are an error, never a wrong figure" {
	items 1,A,,2026-11-01,92233720368547758.07 1,B,,2026-11-01,0.01
	expect 65 report-aging items.csv
	silent
	says 'items.csv:3: open_amount: with this amount the sums are too large'
}

# --- groups ---

@test "groups by columns of the items and of the customer file, the outer one first" {
	expect 1 report-aging -q --by account_manager --by type items.csv
	[ "${lines[0]}" = account_manager,type,currency,not_due,1-30,31-60,61-90,90+,total ]
	shows 'Anna,business,EUR,773.45,'
	says '"10099" is not in customers.csv'
	[ "$(printf '%s\n' "$stderr" | grep -c 10099)" -eq 1 ]
	[ "${lines[1]:0:5}" = ",,EUR" ]
}

@test "what is wrong in the customer file is told where the report takes something from it" {
	printf '10001,Twice,,,,,,,,,,,,,,,,\n' >>customers.csv
	expect 0 report-aging -q --format csv items.csv
	expect 65 report-aging --format text items.csv
	silent
	says 'customers.csv:24: customer: "10001" is already on line 2'
	expect 65 report-aging --by account_manager items.csv
	silent
	says 'customers.csv:24: customer: "10001" is already on line 2'
	sed -i '1s/,due_date,/,due,/' items.csv
	expect 65 report-aging --format csv items.csv
	silent
	says 'customers.csv:24: customer: "10001" is already on line 2'
	sed '1s/^customer,/kunde,/' customers.csv >faulty.csv
	expect 65 report-aging --format csv --customers faulty.csv items.csv
	says 'faulty.csv:1: no column "customer"'
	expect 66 report-aging --format csv --customers nowhere.csv items.csv
}

@test "a customer who is not in the file matters only where the file is asked" {
	expect 0 report-aging -q items.csv
	shows 10099,EUR
	expect 0 report-aging -q --where 'customer = 10099' items.csv
	expect 1 report-aging -q --where 'country = NL' items.csv
	hides 10099,EUR
}

@test "a column that nobody has is an error with the nearest name" {
	expect 64 report-aging --by acount_manager items.csv
	silent
	says 'did you mean "account_manager"?'
	expect 64 report-aging --where 'contry = NL' items.csv
	silent
	says 'did you mean "country"?'
}

@test "a column that the report has already cannot be grouped by" {
	expect 64 report-aging --by customer --by customer items.csv
	says 'option --by: the report has a column "customer" already'
	expect 64 report-aging --by currency items.csv
	expect 64 report-aging --by '' items.csv
}

@test "a value with a comma or a quote is quoted" {
	report-aging -q --by name items.csv >report.csv || [ $? -eq 1 ]
	grep -q '^"Jansen, P.A.",EUR,' report.csv
	grep -q '^"Drukkerij ""Het Zegel""",EUR,' report.csv
}

@test "only what the conditions hold for" {
	expect 0 report-aging -q --where 'customer = 10001' --where 'open_amount > 100' items.csv
	[ "${lines[-1]}" = total,EUR,412.00,245.50,0.00,1000.00,0.00,1657.50 ]
}

@test "conditions on what is known of an item, with or without a column" {
	items C1,A,2026-09-01,2026-09-15,10 C1,B,2026-09-20,,20 C1,C,2026-10-01,2026-12-01,40 C1,D,2026-10-01,2026-10-15,-5
	sum_of() { expect 0 report-aging -q "${@:2}" items.csv && [ "${lines[-1]##*,}" = "$1" ]; }
	sum_of 10.00 --where 'bucket = 61-90'
	sum_of 30.00 --where 'days_overdue > 40'
	sum_of 20.00 --where 'due_date = 2026-10-04' # 14 days by the policy
	sum_of -5.00 --where 'kind = credit'
	sum_of 40.00 --where 'kind = invoice' --where 'bucket = not_due'
	sum_of 20.00 --buckets 45 --where 'bucket = 45+' --where 'days_overdue < 60'
	sum_of 65.00 --where 'terms = standard'
	sum_of 60.00 --date invoice --buckets 63 --where 'bucket = 0-63' --where 'amount > 0'
	expect 64 report-aging --where 'last_level = 1' items.csv
}

@test "receivables by default, payables when asked" {
	cat >items.csv <<-'CSV'
	customer,invoice,due_date,open_amount,side
	1,A,2026-11-01,100.00,receivable
	S,B,2026-11-01,40.00,payable
	CSV
	expect 0 report-aging items.csv
	[ "${lines[-1]}" = total,EUR,0.00,100.00,0.00,0.00,0.00,100.00 ]
	expect 0 report-aging --side payable items.csv
	[ "${lines[-1]}" = total,EUR,0.00,40.00,0.00,0.00,0.00,40.00 ]
	expect 0 report-aging --side payable --format text items.csv
	[ "${lines[0]}" = 'Ageing of payables on 2026-11-22, by due date' ]
	sed -i /^S/d items.csv
	expect 0 report-aging --side payable items.csv
	says '1 open item is receivable (--side)'
	[ "${#lines[@]}" -eq 1 ]
	expect 64 report-aging --side both items.csv
	says '"both" is not receivable or payable'
}

# --- buckets ---

@test "a bucket ends with its last day" {
	items 1,A,,2026-11-23,1 1,B,,2026-11-22,2 1,C,,2026-11-21,4 1,D,,2026-10-23,8 1,E,,2026-10-22,16 1,F,,2026-08-24,32 1,G,,2026-08-23,64
	expect 0 report-aging items.csv
	[ "${lines[1]}" = 1,EUR,3.00,12.00,16.00,32.00,64.00,127.00 ]
}

@test "buckets of one's own, not yet due apart in any case" {
	heading() { report-aging "$@" items.csv 2>/dev/null | head -n 1; }
	[ "$(heading --buckets 0,30,60,90)" = customer,currency,not_due,1-30,31-60,61-90,90+,total ]
	[ "$(heading --buckets 30,60,90)" = customer,currency,not_due,1-30,31-60,61-90,90+,total ]
	[ "$(heading --buckets 0)" = customer,currency,not_due,overdue,total ]
	[ "$(heading --buckets '1, 7')" = customer,currency,not_due,1,2-7,7+,total ]
	[ "$(heading --date invoice)" = customer,currency,0-30,31-60,61-90,90+,total ]
	[ "$(heading --date invoice --buckets 60)" = customer,currency,0-60,60+,total ]
}

@test "buckets that make no sense are an error" {
	for days in '' 30,30 60,30 -1 30, x 1.5 99999999999 36501 "$(seq -s, 1 40)"; do
		expect 64 report-aging --buckets "$days" items.csv
		silent
		says 'option --buckets:'
	done
	expect 64 report-aging --buckets 0 --date invoice items.csv
	says 'must end after day 0'
}

@test "by invoice date" {
	items 1,A,2026-11-22,2026-12-06,1 1,B,2026-10-23,2026-11-06,2 1,C,2026-10-22,2026-12-30,4 1,D,2026-01-01,2026-02-01,8
	expect 0 report-aging --date invoice items.csv
	[ "${lines[1]}" = 1,EUR,3.00,4.00,0.00,8.00,15.00 ]
	expect 64 report-aging --date posting items.csv
	says '"posting" is not due or invoice'
}

@test "by invoice date an invoice needs one" {
	items 1,A,,2026-12-06,1
	expect 65 report-aging --date invoice items.csv
	silent
	says 'items.csv:2: invoice_date: is empty; an ageing by invoice date needs it'
	printf 'customer,invoice,due_date,open_amount\n1,A,2026-11-01,5\n' >items.csv
	expect 65 report-aging --date invoice items.csv
	says 'invoice_date'
}

@test "a due date that is missing is the invoice date and the customer's term" {
	items 10001,A,2026-10-23,,1 10002,B,2026-10-23,,2
	# 14 days by the policy, 30 by the customer file
	expect 0 report-aging items.csv
	[ "${lines[1]}" = 10001,EUR,0.00,1.00,0.00,0.00,0.00,1.00 ]
	[ "${lines[2]}" = 10002,EUR,2.00,0.00,0.00,0.00,0.00,2.00 ]
}

@test "a credit without a date stands in the first bucket, and that is said" {
	cat >items.csv <<-'CSV'
	customer,invoice,due_date,open_amount,kind
	1,A,2026-11-01,100.00,invoice
	1,B,,-30.00,payment
	CSV
	expect 0 report-aging items.csv
	[ "${lines[1]}" = 1,EUR,-30.00,100.00,0.00,0.00,0.00,70.00 ]
	says '1 credit or payment without a date stands under not_due'
}

# --- a day that has passed ---

# ledgers SEED DAY: now.csv, taken on 2026-11-22, and then.csv, as the same ledger was on DAY.
ledgers() {
	perl -we '
		use Time::Local; my ($state, $day) = @ARGV;
		sub draw { $state = ($state * 1103515245 + 12345) & 0x7fffffff; return ($state >> 8) % $_[0] }
		sub day { my @t = gmtime($_[0] * 86400); sprintf "%04d-%02d-%02d", $t[5] + 1900, $t[4] + 1, $t[3] }
		my $today = int(timegm(0, 0, 0, 22, 10, 2026) / 86400); my $head = "customer,invoice,invoice_date,due_date,amount,open_amount,paid_date\n";
		open my $now, ">", "now.csv"; open my $then, ">", "then.csv"; print $now $head; print $then $head;
		for my $n (1 .. 200) {
			my $on = $today - draw(200); my $paid = $on + draw(120); $paid = 0 if $paid > $today || !draw(4);
			my $amount = sprintf "%.2f", (draw(200000) - 20000) / 100; my @key = (draw(9) + 1, $n, day($on), day($on + 14), $amount);
			print $now join(",", @key, $paid ? "0.00" : $amount, $paid ? day($paid) : ""), "\n";
			next if day($on) gt $day; my $gone = $paid && day($paid) le $day;
			print $then join(",", @key, $gone ? "0.00" : $amount, $gone ? day($paid) : ""), "\n";
		}' "$1" "$2"
}

@test "the report of a past day is the one that was made on it" {
	for seed in 1 2 3; do
		for day in 2026-06-30 2026-09-30 2026-10-31 2026-11-22; do
			ledgers $seed $day
			report-aging -q --as-of $day then.csv >then.report
			report-aging -q --as-of $day now.csv >now.report
			[ -s now.report ]
			same then.report now.report
		done
	done
}

@test "how the ledger's total leads to the report's is told" {
	cat >items.csv <<-'CSV'
	customer,invoice,invoice_date,due_date,amount,open_amount,paid_date
	1,A,2026-10-01,2026-10-15,100.00,100.00,
	1,B,2026-10-01,2026-10-15,40.00,0.00,2026-11-05
	1,C,2026-11-05,2026-11-19,25.00,25.00,
	CSV
	expect 0 report-aging --as-of 2026-10-31 items.csv
	[ "${lines[-1]}" = total,EUR,0.00,140.00,0.00,0.00,0.00,140.00 ]
	says 'The ledger has EUR 125.00 open; less EUR 25.00 of 1 item dated after 2026-10-31; plus EUR 40.00 of 1 item paid after it.'
	expect 0 report-aging --as-of 2026-10-31 --format text items.csv
	shows 'The ledger has EUR 125.00 open; less EUR 25.00 of 1 item dated after'
	[ -z "$stderr" ]
	# Sentences have thousands marks where the tables have them.
	sed -i 's/\([0-9]\)\.00/\1000.00/g' items.csv
	expect 0 report-aging --as-of 2026-10-31 --format html items.csv
	shows 'The ledger has EUR 125,000.00 open; less EUR 25,000.00 of'
	report-aging --as-of 2026-10-31 --format pdf items.csv | pdftotext - - | grep -q 'has EUR 125,000.00 open'
}

@test "where the ledger does not tell when an item was paid, the report of a past day says so" {
	cat >items.csv <<-'CSV'
	customer,invoice,invoice_date,due_date,amount,open_amount,paid_date,ledger_date
	1,A,2026-10-01,2026-10-15,100.00,0.00,,2026-11-22
	1,B,2026-10-01,2026-10-15,40.00,15.00,2026-11-05,2026-11-22
	CSV
	expect 1 report-aging --as-of 2026-10-31 items.csv
	[ "${lines[-1]}" = total,EUR,0.00,15.00,0.00,0.00,0.00,15.00 ]
	says '1 paid item has no paid_date, and counts as paid by 2026-10-31'
	says '1 item was paid on in part after 2026-10-31'
	expect 0 report-aging --as-of 2026-11-22 items.csv
}

@test "the day may come from the rows" {
	select-overdue -q --all --as-of 2026-10-31 items.csv >all.csv
	unset DUN_AS_OF
	report-aging -q all.csv >rows.csv
	report-aging -q --as-of 2026-10-31 items.csv >told.csv
	same told.csv rows.csv
	{ cat all.csv; tail -n 1 all.csv | sed 's/2026-10-31/2026-11-01/; s/2026[0-9]*,/X,/'; } >two.csv
	expect 65 report-aging two.csv
	says 'in the rows before; say which day it is with --as-of'
}

@test "a control total that is not met is told, exit 1" {
	expect 0 report-aging -q --total 38680.65 --total USD=0 items.csv
	expect 1 report-aging -q --total EUR=38680.60 items.csv
	says 'the items add up to EUR 38680.65, and not to 38680.60: a difference of 0.05'
	[ "${lines[-1]}" = total,EUR,2067.01,15687.11,17326.53,3600.00,0.00,38680.65 ]
	expect 1 report-aging -q --total USD=5 items.csv
	says 'the items add up to USD 0.00, and not to 5.00'
	for total in '' 1.234,50 EURO=5 =5 EUR= 1,5; do
		expect 64 report-aging --total "$total" items.csv
		silent
		says 'option --total:'
	done
}

# --- by month ---

months() {
	perl -we '
		print "customer,invoice,invoice_date,due_date,amount,open_amount,paid_date\n";
		for my $m (1 .. 10) { my $p = $m + 2; my $paid = sprintf "2026-%02d-%02d", $p, $m % 2 ? 10 : 25;
			my $done = $m < 9; printf "1,%d,2026-%02d-01,2026-%02d-15,100.00,%s,%s\n", $m, $m, $p, $done ? ("0.00", $paid) : ("100.00", "") }' >items.csv
}

@test "days outstanding and what was paid late, by month" {
	months
	expect 0 report-aging -q --as-of 2026-10-31 --months 3 items.csv
	[ "${lines[0]}" = month,currency,invoiced,open_at_end,days_outstanding,paid_items,paid_amount,late_items,late_amount,late_percent ]
	# two invoices of 100.00 are open at the end of each month, 300.00 in 92 days were invoiced
	[ "${lines[1]}" = 2026-08,EUR,100.00,200.00,61.3,1,100.00,1,100.00,100.0 ]
	[ "${lines[2]}" = 2026-09,EUR,100.00,200.00,61.3,1,100.00,0,0.00,0.0 ]
	[ "${lines[3]}" = 2026-10,EUR,100.00,200.00,61.3,1,100.00,1,100.00,100.0 ]
	[ "${#lines[@]}" -eq 4 ]
}

@test "what the ledger does not tell of the months is left empty" {
	months
	report-aging -q --as-of 2026-10-31 --months 12 items.csv >report.csv
	# the first invoice is of January: nothing is told before April
	[ "$(grep ^2026-03 report.csv | cut -d, -f5)" = '' ]
	[ "$(grep ^2026-04 report.csv | cut -d, -f5)" = 59.3 ]
	[ "$(grep ^2026-01 report.csv | cut -d, -f6-)" = 0,0.00,0,0.00, ]
	cut -d, -f1-4,6 items.csv >open.csv
	expect 0 report-aging --format text --as-of 2026-10-31 --months 3 open.csv
	shows 'the ledger has no paid items with a paid_date'
	expect 0 report-aging --as-of 2026-10-31 --months 3 open.csv
	says 'note: EUR: the ledger has no paid items with a paid_date, so nothing can be told of its months'
	expect 0 report-aging -q --as-of 2026-10-31 --months 3 open.csv
	[ "${lines[3]}" = 2026-10,EUR,,,,,,,, ]
	expect 64 report-aging --months 0 items.csv
	expect 64 report-aging --months 1000 items.csv
}

# --- to look at ---

# Lines of a text that are wider than so many columns.
wider() {
	perl -CS -ne 'chomp; print if length > '"$1"
}

@test "as text it fits eighty columns, accents and all" {
	for by in customer name 'account_manager --by customer' 'account_manager --by city --by name'; do
		# shellcheck disable=SC2086
		report-aging --format text --months 6 --by $by items.csv >text 2>/dev/null || [ $? -eq 1 ]
		[ -s text ]
		[ -z "$(wider 80 <text)" ] || { wider 80 <text; return 1; }
	done
	report-aging -q --format text items.csv >text
	grep -q 'Café Été SARL  *- ' text
	grep -q '^  31-60 *17326.53  44.8%  █' text
	grep -q '^total .* 38680.65$' text
}

@test "where the amounts are too wide the cents go, and then the buckets stand below each other" {
	COLUMNS=70 report-aging -q --format text items.csv >text
	grep -q 'in whole EUR, rounded' text
	[ -z "$(wider 70 <text)" ]
	COLUMNS=40 report-aging -q --format text items.csv >text
	refute grep -q 'in whole EUR' text
	[ -z "$(wider 40 <text)" ] || { wider 40 <text; return 1; }
	grep -A 3 '^10001  Bakkerij' text | grep -q '61-90 *1000.00  57.2%'
	report-aging -q --format text --buckets "$(seq -s, 5 5 90)" items.csv >text
	[ -z "$(wider 80 <text)" ]
	COLUMNS=200 report-aging -q --format text items.csv >text
	grep -q 'Installatiebedrijf Bos' text
}

@test "subtotals where there are several columns" {
	COLUMNS=160 report-aging -q --format text --by account_manager --by customer items.csv >text || [ $? -eq 1 ]
	grep -q '^subtotal  .* 12790.95$' text
	grep -q '^subtotal  .* 25811.93$' text
	report-aging -q --format html --by account_manager --by customer items.csv >html || [ $? -eq 1 ]
	[ "$(grep -c '<tr class="sum"' html)" -eq "$(grep -c '^subtotal ' text)" ]
	[ "$(sed -n '/<tr class="sum"/,/<.tr>/p' html | grep -oE '(12,?790|25,?811)\.[0-9]+' | tr -d , | xargs)" = '12790.95 25811.93' ]
}

@test "nothing open is said, and is no error" {
	head -n 1 items.csv >empty.csv
	expect 0 report-aging --format text empty.csv
	shows 'nothing is open'
	expect 0 report-aging --format html empty.csv
	shows 'Nothing is open.'
	expect 0 report-aging empty.csv
	[ "$output" = customer,currency,not_due,1-30,31-60,61-90,90+,total ]
	report-aging --format pdf empty.csv >empty.pdf
	pdftotext empty.pdf - | grep -q 'Nothing is open.'
	DUN_FONT=Wingdings expect 66 report-aging --format pdf items.csv
	silent
}

@test "as HTML all that comes from the ledger is data" {
	sed -i "s/^10001,Bakkerij De Gouden Korrel/10001,\"<script>alert(\"\"x\"\")<\/script> \&amp; 'y'\"/" customers.csv
	expect 0 report-aging -q --format html items.csv
	hides '<script'
	shows '&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp;amp; &#39;y&#39;'
	shows '<html lang="en">'
	shows '<meta charset="utf-8">'
	shows '<td>Café Été SARL</td>'
	shows '<td class="number">38,680.65</td>'
	[ "$(printf '%s' "$output" | grep -o '<tr' | wc -l)" -eq "$(printf '%s' "$output" | grep -o '</tr>' | wc -l)" ]
	hides 'http'
}

@test "as PDF: searchable, embedded font, page numbers, the same bytes again" {
	report-aging -q --format pdf --months 6 items.csv >one.pdf
	report-aging -q --format pdf --months 6 items.csv >two.pdf
	cmp one.pdf two.pdf
	qpdf --check one.pdf >/dev/null
	pdftotext -layout one.pdf text
	grep -q 'Ageing of receivables on 2026-11-22, by due date' text
	grep -q 'Café Été SARL' text
	grep -q 'Özgür Import B.V.' text
	grep -q '38,680.65' text
	grep -Eq '1/[23]$' text
	pdffonts one.pdf | tail -n +3 | awk '{ if ($(NF - 4) != "yes") exit 1 }'
	pdfinfo one.pdf | grep -q 'CreationDate: *Sun Nov 22 2026\|CreationDate: *Sun Nov 22 00:00:00 2026'
}

@test "the months on a screen say what the CSV does" {
	months
	expect 0 report-aging -q --as-of 2026-10-31 --format text --months 12 items.csv
	sed -n '/^EUR by month$/,$p' <<<"$output" >text
	same <(grep '^20' text | tr -s ' ' | sed 's/ $//') <(report-aging -q --as-of 2026-10-31 --months 12 items.csv |
		sed 1d | awk -F, '{ print $1, $3, $4, $5, $7, $9, $10 }' | tr -s ' ' | sed 's/ $//')
	[ "$(grep -c '^20' text)" -eq 12 ]
	[ "$(sed -n 3p text | tr -s ' ')" = 'month invoiced at_end outstanding amount amount percent' ]
	perl -ne 'chomp; length > 80 and die "$_\n"' text
}

@test "the months on paper and as HTML" {
	months
	report-aging -q --as-of 2026-10-31 --format pdf --months 6 items.csv >one.pdf
	pdftotext -layout one.pdf text
	grep -q "EUR by month" text
	grep -q "2026-10  *100.00  *200.00  *61.3  *100.00  *100.00  *100.0" text
	expect 0 report-aging -q --as-of 2026-10-31 --format html --months 6 items.csv
	shows "<h2>EUR by month</h2>"
	shows "<td class=\"number\">61.3</td>"
}

@test "a character that no font has is a question mark and a warning" {
	sed -i 's/^10001,Bakkerij De Gouden Korrel/10001,中文/' customers.csv
	rc=0
	report-aging -q --format pdf items.csv >one.pdf 2>err || rc=$?
	[ "$rc" -eq 1 ]
	grep -q 'character U+4E2D is not in the font' err
	pdftotext one.pdf - | grep -q '10001 *??'
	report-aging -q --format text items.csv | grep -q '中文'
}

@test "a format that is not there is an error" {
	expect 64 report-aging --format xlsx items.csv
	says '"xlsx" is not text, csv, html or pdf'
	expect 66 report-aging --format csv no-such.csv
	DUN_FONT=/no/such.ttf expect 66 report-aging --format pdf items.csv
	silent
}

@test "bad rows stop the report" {
	items 1,A,,2026-11-01,5 1,A,,2026-11-01,5
	expect 65 report-aging items.csv
	silent
	says 'items.csv:3'
	items '1,A,,31-12-2026,5' '2,B,,2026-11-01,"1.234,50"'
	expect 65 report-aging items.csv
	silent
	says 'items.csv:2: due_date:'
	says 'items.csv:3: open_amount:'
}

@test "a report of some items says of which" {
	for format in text html; do
		expect 1 report-aging -q --where 'open_amount >= 1000' --where 'country = NL' --where 'customer != 10099' --format $format items.csv
		[[ $output == *"Only items with open_amount "*"= 1000, country = NL"* ]]
	done
	report-aging -q --where 'customer = 10001' --format pdf items.csv >one.pdf
	pdftotext one.pdf - | grep -qx 'Only items with customer = 10001'
}

# --- part payments ---

@test "part payments by day make the report of a past day exact" {
	cat >items.csv <<-'CSV'
	customer,invoice,invoice_date,due_date,amount,open_amount,paid_date
	1,A,2026-10-01,2026-10-15,100.00,30.00,2026-11-10
	1,B,2026-10-01,2026-10-15,50.00,0.00,2026-11-12
	2,C,2026-10-01,2026-10-15,80.00,80.00,
	CSV
	cat >payments.csv <<-'CSV'
	customer,invoice,date,amount
	1,A,2026-10-20,25.00
	1,A,2026-11-10,45.00
	1,B,2026-10-31,20.00
	1,B,2026-11-12,30.00
	9,X,2026-11-12,1.00
	CSV
	expect 0 report-aging --as-of 2026-10-31 --payments payments.csv items.csv
	[ "${lines[1]}" = 1,EUR,0.00,105.00,0.00,0.00,0.00,105.00 ]
	[ "${lines[-1]}" = total,EUR,0.00,185.00,0.00,0.00,0.00,185.00 ]
	says '1 payment is of no item of the ledger'
	says 'The ledger has EUR 110.00 open; plus EUR 75.00 of 2 items paid after it.'
	expect 0 report-aging -q --as-of 2026-11-22 --payments payments.csv items.csv
	[ "${lines[-1]}" = total,EUR,0.00,0.00,110.00,0.00,0.00,110.00 ]
}

@test "payments that cannot be true are an error" {
	printf 'customer,invoice,invoice_date,due_date,amount,open_amount,currency\n1,A,2026-10-01,2026-10-15,100,80,JPY\n' >items.csv
	pay() { printf 'customer,invoice,date,amount,currency\n%s\n' "$@" >payments.csv; }
	pay 1,A,2026-11-10,20,
	expect 0 report-aging -q --as-of 2026-10-31 --payments payments.csv items.csv
	[ "${lines[-1]}" = total,JPY,0,100,0,0,0,100 ]
	pay 1,A,2026-11-10,2.50,
	expect 65 report-aging --as-of 2026-10-31 --payments payments.csv items.csv
	says 'payments.csv:2: the amount has more decimals than JPY has'
	pay 1,A,2026-11-10,20,EUR
	expect 65 report-aging --as-of 2026-10-31 --payments payments.csv items.csv
	says '"EUR" is not the currency of the invoice (JPY)'
	pay 1,A,,20,
	expect 65 report-aging --payments payments.csv items.csv
	says 'the day of the payment must stand here'
	pay 1,A,2026-11-10,-20,
	expect 65 report-aging --payments payments.csv items.csv
	says 'is not above zero'
	expect 66 report-aging --payments no-such.csv items.csv
	silent
}

# open AMOUNT STATUS PAYMENT...: what was open on the last of October, with payments as DAY,AMOUNT.
open() {
	printf 'customer,invoice,date,amount\n' >payments.csv
	printf '1,A,%s\n' "${@:3}" >>payments.csv
	expect "$2" report-aging --as-of 2026-10-31 --payments payments.csv items.csv
	[ "${lines[-1]##*,}" = "$1" ] || {
		echo "open are ${lines[-1]##*,}, expected $1 ($*)"
		return 1
	}
}

@test "payments count as far as the ledger has them, the oldest first, as in compute-fees" {
	printf 'customer,invoice,invoice_date,due_date,amount,open_amount\n1,A,2026-10-01,2026-10-15,100.00,80.00\n' >items.csv
	# two of one day and amount are two, and told
	open 100.00 0 2026-11-10,10.00 2026-11-10,10.00
	says 'payments.csv:3: note: the same payment stands on line 2 already; it counts twice'
	# an export that holds it twice: the ledger says that it was one
	open 100.00 1 2026-11-10,20.00 2026-11-10,20.00
	says 'items.csv:2: invoice "A": the ledger says that 20.00 were paid (amount less open_amount), the payments are 40.00 together; what is more is not counted'
	open 85.00 1 2026-10-20,15.00 2026-11-10,15.00
	open 80.00 1 2026-10-20,25.00 2026-11-10,15.00
	open 90.00 0 2026-10-20,5.00 2026-11-10,10.00
	# paid since, with a day; and with none
	printf 'customer,invoice,due_date,amount,open_amount,paid_date\n1,A,2026-10-15,100.00,0.00,2026-11-12\n' >items.csv
	open 40.00 0 2026-10-20,60.00 2026-11-12,40.00
	open 40.00 1 2026-10-20,60.00 2026-11-12,60.00
	sed -i s/2026-11-12$// items.csv
	open 40.00 1 2026-10-20,60.00 2026-11-12,60.00
	# where the ledger tells no amount, the payments are believed
	printf 'customer,invoice,due_date,open_amount,paid_date\n1,A,2026-10-15,0.00,2026-11-12\n' >items.csv
	open 40.00 0 2026-10-20,60.00 2026-11-12,40.00
}

@test "a PDF names the largest of whatever it is told by, what it ages by, each currency and the subtotals" {
	# Each larger than the one before, so that the order is made.
	awk -F, -v OFS=, 'BEGIN { print "customer,invoice,invoice_date,due_date,currency,side,open_amount,region"
		for (i = 1; i <= 14; i++) {
			print "C" i, "F" i, "2026-08-01", "2026-09-01", (i % 7 ? "EUR" : "USD"), "receivable", i * 100 ".00", (i % 2 ? "Noord" : "Zuid")
			print "L" i, "K" i, "2026-08-01", "2026-09-01", "EUR", "payable", i * 10 ".00", "Zuid"
		} }' >items.csv
	local options words
	while IFS='|' read -r options words; do
		# shellcheck disable=SC2086 # several options
		report-aging -q --format pdf $options items.csv >one.pdf || [ $? -eq 1 ]
		[[ $(pdftotext -layout one.pdf - | tr -s '[:space:]' ' ') == *"$words"* ]] || { echo "$options: $words"; return 1; }
	done <<-'END'
	--by customer|The largest debtors not due 1-30 31-60 61-90 90+ C13 1,300 1,300 C12 1,200
	--by customer|EUR share not due 0.00 0.0% 1-30 0.00 0.0% 31-60 0.00 0.0% 61-90 8,400.00 100.0%
	--by customer|C14 – – – 1,400.00 – 1,400.00 C7 – – – 700.00 – 700.00 total – – – 2,100.00 – 2,100.00
	--side payable|The largest creditors not due 1-30 31-60 61-90 90+ L14 140 140 L13 130
	--by region|The largest not due 1-30 31-60 61-90 90+ Noord 4,200 4,200 Zuid 4,200
	--by region --by customer|subtotal – – – 4,200.00 – 4,200.00
	--date invoice|All, by days since the invoice 0-30 31-60 61-90 90+
	END
}

@test "faulty rows go to the rejects with the others of their customers, and the report says so" {
	grep -v '^1000[12],' items.csv >others.csv
	report-aging --format text others.csv >others.txt
	sed -e '4s/,2026-/,2026-x/' -e '/^10002,/s/,invoice,/,invoice,,/' items.csv >bad.csv
	expect 65 report-aging --format text bad.csv
	silent
	says 'bad.csv:4: invoice_date: "2026-x'
	expect 1 report-aging --format text --rejects refused.csv bad.csv
	says 'bad.csv:4: invoice_date: "2026-x'
	[ "$(grep -v ' left out: faulty' <<<"$output")" = "$(cat others.txt)" ]
	shows "$(grep -c '^1000[12],' items.csv) rows are left out: faulty, or of a customer who has a faulty one."
	same <(tail -n +2 refused.csv | cut -d, -f1,2 | sort) <(grep '^1000[12],' items.csv | cut -d, -f1,2 | sort)
	expect 0 report-aging --format text --rejects none.csv items.csv
	hides 'left out'
	[ "$output" = "$(report-aging --format text items.csv)" ]
}

@test "with rejects, an invoice that the report itself cannot place is one, and sums that do not fit are an error" {
	items 1,A,2026-11-01,2026-11-01,1.00 1,B,,2026-11-01,2.00 2,C,2026-11-02,2026-11-02,4.00
	expect 1 report-aging -q --date invoice --buckets 30 --rejects refused.csv items.csv
	[ "${lines[-1]}" = total,EUR,4.00,0.00,4.00 ]
	[ "$(sed -n 2p refused.csv)" = '1,B,,2026-11-01,2.00,invoice_date: is empty; an ageing by invoice date needs it' ]
	[ "$(sed -n 3p refused.csv | cut -d, -f1,2)" = 1,A ]
	items 1,A,,2026-11-01,92233720368547758.07 1,B,,2026-11-01,0.01
	rm refused.csv
	expect 65 report-aging --rejects refused.csv items.csv
	silent
	says 'items.csv:3: open_amount: with this amount the sums are too large'
	[ ! -e refused.csv ]
}

@test "with rejects, what the report does not ask for is not judged by what the report would need" {
	printf '%s\n' customer,invoice,invoice_date,due_date,open_amount,side,region,terms \
		1,A,2026-11-01,2026-11-01,4.00,,N, 1,B,,2026-11-01,2.00,payable,N, 1,C,,2026-11-01,3.00,,Z, \
		2,D,2026-11-01,2026-11-01,7.00,,N, 3,E,2026-11-01,,7.00,,N,nowhere 3,F,2026-11-01,2026-11-01,5.00,,N, >items.csv
	expect 0 report-aging -q --date invoice --buckets 30 --rejects refused.csv --where 'region = N' items.csv
	[ "${lines[-1]}" = total,EUR,23.00,0.00,23.00 ]
	[ "$(wc -l <refused.csv)" -eq 1 ]
	# Here its terms are asked for.
	expect 1 report-aging -q --rejects refused.csv --where 'terms != other' items.csv
	[ "${lines[-1]}" = total,EUR,0.00,14.00,0.00,0.00,0.00,14.00 ]
	[ "$(column invoice refused.csv | xargs)" = 'E F' ]
	grep -q '^3,E,.*terms: ""nowhere"" is not among the terms of policy.yaml' refused.csv
}
