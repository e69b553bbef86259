# The proposal between the stages (lib/book/proposal.c).
load helper

ITEMS=customer,invoice,invoice_date,due_date,currency,amount,open_amount,account_manager
SELECT=as_of,terms,level,level_name,n,section,days_overdue,last_level,last_reminded,pay_by,template,language,delivery,email,name,rows,check
FEES=interest_days,interest,line_fee,damages,reminder_fee,cost,vat,fees,earlier_fees,total_due

# Two reminders, of three rows and of one, sealed: p.csv, and with fees: f.csv.
prepare() {
	cat >raw.csv <<-END
		reminder,$ITEMS,$SELECT
		20261122-C1-2,C1,F1,2026-08-01,2026-08-31,EUR,100.00,90.00,Ann,2026-11-22,standard,2,Second,1,overdue,83,1,2026-10-01,2026-12-06,reminder-2,nl,email,a@x.example,"Jansen, Piet",3,
		20261122-C1-2,C1,F2,2026-09-01,2026-10-01,EUR,50.00,50.00,Ann,2026-11-22,standard,1,First,1,overdue,52,,,2026-12-06,reminder-2,nl,email,a@x.example,"Jansen, Piet",3,
		20261122-C2-1,C2,F4,2026-09-01,2026-10-01,EUR,70.00,70.00,Bob,2026-11-22,standard,1,First,1,overdue,52,,,2026-12-06,reminder-1,fr,post,,Café Noir,1,
		20261122-C1-2,C1,K3,2026-09-01,2026-10-01,EUR,-5.00,-5.00,Ann,2026-11-22,standard,,,,credit,52,,,2026-12-06,reminder-2,nl,email,a@x.example,"Jansen, Piet",3,
	END
	"$UNITS/proposal" seal raw.csv >p.csv
	awk -v fees="$FEES" 'NR == 1 {print $0 "," fees; next} {print $0 ",83,1.00,0.00,0.00,2.00,0.00,0.00,3.00,0.00,93.00"}' \
		raw.csv >rawfees.csv
	"$UNITS/proposal" seal rawfees.csv >f.csv
}

proposal() { # proposal FLAGS REJECTS FILE...
	"$UNITS/proposal" read "$@"
}

@test "rows are gathered into their reminders, in the order of the input" {
	expect 0 proposal '' '' p.csv
	[ "$output" = '20261122-C1-2
  0 F1 level=2 n=1 overdue days=83 pay_by=2026-12-06 total=- (p.csv:2)
  1 F2 level=1 n=1 overdue days=52 pay_by=2026-12-06 total=- (p.csv:3)
  3 K3 level= n=0 credit days=52 pay_by=2026-12-06 total=- (p.csv:5)
20261122-C2-1
  2 F4 level=1 n=1 overdue days=52 pay_by=2026-12-06 total=- (p.csv:4)' ]
	expect 0 proposal f '' f.csv
	shows 'total=93.00 (f.csv:2)'
}

@test "a date stands for its day, whatever stood in the row before" {
	# What is quick to read, what is not, and what is no date; then the first one again.
	head -1 raw.csv >rawdays.csv
	local i=0
	for day in 2026-12-06 2100-01-04 2026-12-06 2026-12-99 2026-12-06; do
		i=$((i + 1))
		sed -n "s/C2-1,C2,F4/C$i-1,C$i,F$i/; s/2026-12-06,reminder-1/$day,reminder-1/p" raw.csv >>rawdays.csv
	done
	"$UNITS/proposal" seal rawdays.csv >days.csv
	expect 1 proposal '' r.csv days.csv
	says 'days.csv:5: pay_by: "2026-12-99" is not a date'
	[ "$(grep -o 'pay_by=[^ ]*' <<<"$output" | tr '\n' ' ')" = \
		'pay_by=2026-12-06 pay_by=2100-01-04 pay_by=2026-12-06 pay_by=2026-12-06 ' ]
}

@test "a proposal without rows is valid" {
	head -1 f.csv >e.csv
	expect 0 proposal f '' e.csv
	silent
}

@test "the check is eight letters from a to p" {
	[ "$(column check p.csv | grep -Ec '^[a-p]{8}$')" -eq 4 ]
	[ "$(column check p.csv | sort -u | wc -l)" -eq 4 ]
}

@test "the check is the same on every machine, and made of every byte and of where a cell ends" {
	# Computed by another program, in whole numbers of any size.
	printf '%s\n' '' a 1234.50 12345678 2026-11-22 '20261122-C1-2|C1|F1' '20261122-C1-2|C1F|1' \
		'Café Noir|ÿ' abcdefghijklmnopqrstuvwxyz0123456789 | "$UNITS/proposal" sums >is
	printf '%s\n' dlfahagi mbgampfk nbdffgbd nghfefcm imkdcilm lenokhef dphaeelc hlbomplg dlifceia | diff - is
	awk 'BEGIN {srand(7); for (i = 0; i < 5000; i++) {s = ""; for (n = int(rand() * 60); n > 0; n--)
		s = s sprintf("%c", 33 + int(rand() * 94)); print s}}' | sort -u >lines
	"$UNITS/proposal" sums <lines >is
	refute grep another is
	[ "$(sort -u is | wc -l)" -eq "$(wc -l <lines)" ]
	# Each letter of a line changed in turn.
	awk 'BEGIN {t = "20261122-C1-2|C1|F1|2026-08-01|1234.50|x"; print t; for (i = 1; i <= length(t); i++)
		print substr(t, 1, i - 1) (substr(t, i, 1) == "~" ? "!" : "~") substr(t, i + 1)}' |
		"$UNITS/proposal" sums | sort | uniq -d | refute grep .
}

@test "a cell that another program changed is found" {
	for edit in s/90.00/91.00/ s/90.00/90.0/ s/2026-08-31/2026-08-30/ s/,83,/,84,/ s/,F1,/,F9,/ \
		s/2026-10-01,2026-12-06/2026-10-02,2026-12-06/ s/2026-12-06/2026-12-07/ s/standard,2,/standard,3,/; do
		sed "2$edit" p.csv >x.csv
		expect 65 proposal '' '' x.csv
		says 'x.csv:2: check: the row was changed by another program'
		silent
	done
	for edit in s/,3.00,0.00/,3.01,0.00/ s/,93.00/,93.10/ s/,1.00,0.00/,0.00,1.00/; do
		sed "2$edit" f.csv >x.csv
		expect 65 proposal f '' x.csv
		says 'x.csv:2: check: the row was changed'
	done
	sed '2s/[a-p]*$/aaaaaaaa/' p.csv >x.csv
	expect 65 proposal '' '' x.csv
	says 'x.csv:2: check: the row was changed'
}

@test "what a person may change by hand is not under the check" {
	sed '2,$s/a@x.example/b@x.example/; s/,Ann,/,Eve,/; 2,$s/,email,/,post,/' p.csv >x.csv
	refute cmp -s p.csv x.csv
	expect 0 proposal '' '' x.csv
}

@test "a reminder that is not whole is refused, and renew is named" {
	sed 3d p.csv >x.csv
	expect 65 proposal '' '' x.csv
	says 'x.csv:2: rows: reminder "20261122-C1-2" has 2 of its 3 rows'
	says 'compute-fees --renew'
	expect 0 proposal p '' x.csv
	shows '20261122-C1-2'
}

@test "a row that is at fault is not told to be missing too" {
	for edit in s/90.00/91.00/ s/2026-12-06/soon/ 's/$/,x/' 's/,[a-p]*$//'; do
		sed "3$edit; 3s/50.00/51.00/" p.csv >x.csv
		expect 65 proposal '' '' x.csv
		says 'x.csv:3:'
		[ "$(grep -c . <<<"$stderr")" -eq 1 ]
		expect 1 proposal '' r.csv x.csv
		[ "$(grep -c . <<<"$stderr")" -eq 1 ]
		[ "$(column invoice r.csv | sort)" = $'F1\nF2\nK3' ]
	done
	# One that lacks another row still does.
	sed '3s/50.00/51.00/; 5d' p.csv >x.csv
	expect 65 proposal '' '' x.csv
	says 'x.csv:3: check:'
	says 'x.csv:2: rows: reminder "20261122-C1-2" has 2 of its 3 rows'
}

@test "rows that tell different numbers of rows are refused: another program changed one" {
	sed '3s/,3,\([a-p]*\)$/,2,\1/' p.csv >x.csv
	expect 65 proposal '' '' x.csv
	says 'x.csv:3: rows: reminder "20261122-C1-2" began with another number in line 2'
	expect 0 proposal p '' x.csv
}

@test "a reminder left out whole is fine" {
	sed 4d p.csv >x.csv
	expect 0 proposal '' '' x.csv
	hides 20261122-C2-1
}

@test "a proposal given twice is refused" {
	expect 65 proposal '' '' p.csv p.csv
	says 'reminder "20261122-C1-2" has 6 rows and should have 3; is a table here twice?'
}

@test "an item in two reminders is refused: it would be charged twice" {
	sed 's/20261122/20261123/; s/2026-11-22/2026-11-23/' raw.csv >raw2.csv
	"$UNITS/proposal" seal raw2.csv >q.csv
	expect 65 proposal '' '' p.csv q.csv
	says 'q.csv:2: customer "C1", invoice "F1" is reminded in "20261122-C1-2" already (p.csv:2)'
	says 'q.csv:4:'
	refute grep -q 'q.csv:5' <<<"$stderr"
}

@test "rows of one reminder have one customer, currency and day" {
	sed '3s/2026-11-22/2026-11-21/; 5s/,EUR,/,USD,/; 5s/,C1,/,C2,/' raw.csv >raw2.csv
	"$UNITS/proposal" seal raw2.csv >q.csv
	expect 65 proposal '' '' q.csv
	says 'q.csv:3: as_of: reminder "20261122-C1-2" began with another as_of in line 2'
	says 'q.csv:5: customer: reminder "20261122-C1-2" began with another customer in line 2'
}

@test "bad cells are told by what is wrong with them, not by the check" {
	sed '2s/,overdue,83,/,late,83.5,/; 3s/2026-12-06/06-12-2026/; 4s/,post,/,fax,/' p.csv >x.csv
	expect 65 proposal '' '' x.csv
	says 'x.csv:2: section: "late" is not overdue, reminded, not_due, on_hold or credit'
	says 'x.csv:2: days_overdue: "83.5" is not a whole number'
	says 'x.csv:3: pay_by: "06-12-2026" is not a date'
	says 'x.csv:4: delivery: "fax" is not email, post or none'
	refute grep -q 'check:' <<<"$stderr"
}

@test "a table that is no proposal is told so" {
	printf 'customer,invoice,due_date,open_amount\nC,F,2026-10-01,1\n' >x.csv
	expect 65 proposal '' '' x.csv
	says 'x.csv:1: no column "reminder": this is not a proposal (select-overdue makes one)'
	expect 65 proposal f '' p.csv
	says 'p.csv:1: no column "interest_days"; a proposal goes through compute-fees first'
	sed '4s/^20261122-C2-1//' p.csv >x.csv
	expect 65 proposal '' '' x.csv
	says 'x.csv:4: reminder: is empty; a table of select-overdue --all or --explain is no proposal'
	sed '1s/,pay_by,/,payby,/' p.csv >x.csv
	expect 65 proposal '' '' x.csv
	says 'no column "pay_by"; did you mean "payby"?'
}

@test "with rejects every reminder of a customer with a faulty row is held back" {
	sed '2s/90.00/91.00/' p.csv >x.csv
	expect 1 proposal '' r.csv x.csv
	[ "$output" = '20261122-C2-1
  2 F4 level=1 n=1 overdue days=52 pay_by=2026-12-06 total=- (x.csv:4)' ]
	[ "$(column invoice r.csv)" = $'F1\nF2\nK3' ]
	[ "$(column reason r.csv | tail -1)" = 'held back: the customer has a faulty row' ]
}

@test "with rejects a malformed row holds its customer back too" {
	sed '5s/$/,surplus/' p.csv >x.csv
	expect 1 proposal '' r.csv x.csv
	hides 20261122-C1-2
	shows 20261122-C2-1
	[ "$(column invoice r.csv | sort)" = $'F1\nF2\nK3' ]
}

@test "with rejects a reminder that is not whole is held back, each row once" {
	sed 3d p.csv >x.csv
	expect 1 proposal '' r.csv x.csv
	hides 20261122-C1-2
	[ "$(column invoice r.csv)" = $'F1\nK3' ]
}
