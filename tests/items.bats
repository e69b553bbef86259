# Open items read from a table (lib/book/item.c) and told when they stand twice (seen.c).
load helper

items() { # items CURRENCY [FILE]
	"$UNITS/item" "$1" "${2:-t.csv}"
}

seen() { # seen LIMIT REJECTS FILE...
	"$UNITS/seen" "$@"
}

@test "the least table has four columns; the amount and the kind have defaults" {
	cat >t.csv <<-'END'
		due_date,open_amount,invoice,customer
		2026-10-01,12.50,F1,C1
		2026-10-01,-12.5,F2,C1
		,0,F3,C1
	END
	expect 65 items EUR
	says 't.csv:4: due_date: an invoice needs a due date or an invoice date'
	[ "$output" = 'C1/F1/ invoice 12.50 of 12.50 EUR due=2026-10-01
C1/F2/ credit -12.50 of -12.50 EUR due=2026-10-01' ]
}

@test "a row that is as most are is read quickly, and as any other" {
	echo customer,invoice,instalment,invoice_date,due_date,paid_date,ledger_date,currency,amount,open_amount,kind,side,reminders,terms,reminded_on >t.csv
	for seed in 1 2; do
		expect 0 "$UNITS/item" quick $seed 100000 t.csv
		[ "${output% quick}" -gt 20000 ]
	done
}

@test "every column is read by its meaning" {
	cat >t.csv <<-'END'
		customer,invoice,instalment,invoice_date,due_date,paid_date,ledger_date,currency,amount,open_amount,kind,side,reminders,terms,reference,description,payment_method,invoice_file,status,reminded_level,reminded_on
		C1,F1,2,2026-09-01,2026-10-01,2026-10-02,2026-11-20,KWD,100.125,0,payment,payable,no,net,RF1,paper,transfer,f.pdf,new,2,2026-10-20
		C1,F2,,2026-09-01,,,,,10,10,fee,receivable,yes,,,,,,,,
	END
	expect 0 items EUR
	[ "$output" = 'C1/F1/2 payment 0.000 of 100.125 KWD payable blocked invoiced=2026-09-01 due=2026-10-01 paid=2026-10-02 ledger=2026-11-20 reminded=2026-10-20 level=2 terms=net reference=RF1 description=paper method=transfer file=f.pdf status=new
C1/F2/ fee 10.00 of 10.00 EUR invoiced=2026-09-01' ]
}

@test "a paid credit is a credit by its amount" {
	printf 'customer,invoice,due_date,amount,open_amount\nC,F,2026-10-01,-5,0\n' >t.csv
	expect 0 items EUR
	shows 'credit 0.00 of -5.00'
}

@test "columns that are missing are all told, with the nearest name" {
	printf 'custmer,invoice,open\n' >t.csv
	expect 65 items EUR
	says 'no column "customer"; did you mean "custmer"?'
	says 'no column "open_amount"'
	says 'no column "due_date"'
}

@test "all faults of a row are told, each with its column and what was found" {
	cat >t.csv <<-'END'
		customer,invoice,due_date,invoice_date,currency,amount,open_amount,kind,side,reminders
		,,2026-02-31,2026-13-01,EUR,1,2,invoice,receivable,yes
		C1,F1,2026-10-01,,EURO,1,2,,,
		C1,F1,2026-10-01,,EUR,x,,,,
		C1,F1,2026-10-01,,EUR,1,2,bill,left,maybe
		C1,F1,2026-10-01,,JPY,1.5,2,,,
		"C,1","F,1",2026-10-01,,,1,2,,,
		C1,F1,2026-10-01,,EUR,1,99999999999999999999,,,
		C1,F1,2026-10-01,,EUR,-100.00,20.00,,,
	END
	expect 65 items EUR
	says 't.csv:2: customer: is empty'
	says 't.csv:2: invoice: is empty'
	says 't.csv:2: due_date: "2026-02-31" is not a date (YYYY-MM-DD)'
	says 't.csv:2: invoice_date: "2026-13-01" is not a date'
	says 't.csv:3: currency: "EURO" is not a currency (ISO 4217, as EUR)'
	says 't.csv:4: amount: "x" is not an amount (1234.50)'
	says 't.csv:4: open_amount: is empty'
	says 't.csv:5: kind: "bill" is not invoice, credit, payment or fee'
	says 't.csv:5: side: "left" is not receivable or payable'
	says 't.csv:5: reminders: "maybe" is not yes or no'
	says 't.csv:6: amount: "1.5" has more decimals than JPY has (0)'
	says 't.csv:7: customer: "C,1" has a comma'
	says 't.csv:7: invoice: "F,1" has a comma'
	says 't.csv:8: open_amount: "99999999999999999999" is not an amount'
	says 't.csv:9: amount: "-100.00" is below zero, and open_amount is not; of a credit both are'
}

@test "a cell that a spreadsheet changed is told as such" {
	cat >t.csv <<-'END'
		customer,invoice,due_date,open_amount
		C1,F1,31-12-2026,1.00
		C1,F2,12/31/26,1.00
		C1,F3,46292,1.00
		C1,F4,2026-10-01,"1.234,50"
		C1,F5,2026-10-01,"1,234.50"
		C1,F6,2026-10-01,1.5E+03
		C1,2.0260701E+07,2026-10-01,1.00
		C1,"2,0260701E+07",2026-10-01,1.00
		C1,2E-07,2026-10-01,1.00
	END
	expect 65 items EUR
	[ "$output" = 'C1/2E-07/ invoice 1.00 of 1.00 EUR due=2026-10-01' ]
	says 't.csv:2: due_date: "31-12-2026" is not a date (YYYY-MM-DD); where a spreadsheet changed the table, import-ledger reads it back'
	says 't.csv:3: due_date: "12/31/26" is not a date (YYYY-MM-DD); where a spreadsheet'
	says "t.csv:4: due_date: \"46292\" is not a date but a spreadsheet's day number; it stands for 2026-09-27"
	says 't.csv:5: open_amount: "1.234,50" is not an amount (1234.50); where a spreadsheet changed'
	says 't.csv:6: open_amount: "1,234.50" is not an amount (1234.50); where a spreadsheet changed'
	says 't.csv:7: open_amount: "1.5E+03" is not an amount (1234.50); where a spreadsheet changed'
	says 't.csv:8: invoice: "2.0260701E+07" is a number that a spreadsheet changed'
	says 't.csv:9: invoice: "2,0260701E+07" has a comma'
}

ledger() { # ledger FIRST LAST: items of so many invoices
	perl -e 'print "customer,invoice,instalment,due_date,open_amount\n";
		print "C", $_ % 7, ",F$_,", $_ % 3 || "", ",2026-10-01,1.00\n" for $ARGV[0] .. $ARGV[1]' "$@"
}

@test "an item that stands twice is told with both places" {
	{ ledger 1 5; echo C2,F2,2,2026-10-01,2.00; echo C2,F2,3,2026-10-01,2.00; echo C3,F3,,2026-10-01,1; } >t.csv
	expect 65 seen '' '' t.csv
	says 't.csv:7: customer "C2", invoice "F2", instalment "2" stands already in t.csv:3'
	says 't.csv:9: customer "C3", invoice "F3" stands already in t.csv:4'
	[ "$output" = 6 ]
}

@test "the parts of an item's name are held apart" {
	cat >t.csv <<-'END'
		customer,invoice,instalment,due_date,open_amount
		A,BC,,2026-10-01,1
		AB,C,,2026-10-01,1
		A,B,C,2026-10-01,1
		AB,C,1,2026-10-01,1
	END
	expect 0 seen '' '' t.csv
	expect 0 seen 0 '' t.csv
}

@test "an item that stands in two files is told" {
	ledger 1 5 >t.csv
	ledger 5 9 >u.csv
	expect 65 seen '' '' t.csv u.csv
	says 'u.csv:2: customer "C5", invoice "F5", instalment "2" stands already in t.csv:6'
}

@test "past the limit repetitions are found at the end, wherever they stand" {
	{ ledger 1 40000; ledger 39990 39992 | sed 1d; ledger 5 5 | sed 1d; } >t.csv
	expect 65 seen 1000 '' t.csv
	says 't.csv:40002: this customer, invoice and instalment stand already in t.csv:39991'
	says 't.csv:40004: this customer, invoice and instalment stand already in t.csv:39993'
	says 't.csv:40005: this customer, invoice and instalment stand already in t.csv:6'
	[ "$(wc -l <<<"$stderr")" -eq 4 ]
	expect 65 seen 0 '' t.csv
	says 't.csv:40005:'
	{ ledger 1 300000; ledger 5 5 | sed 1d; ledger 299999 299999 | sed 1d; } >t.csv
	expect 65 seen 1000 '' t.csv
	says 't.csv:300002: this customer, invoice and instalment stand already in t.csv:6'
	says 't.csv:300003: this customer, invoice and instalment stand already in t.csv:300000'
	ledger 1 40000 >t.csv
	expect 0 seen 1000 '' t.csv
	[ "$output" = 40000 ]
}

# told FILE...: what both readers of a ledger say of one, by name and through a pipe, which cannot be
# read again; the files' names are left out.
told() {
	local status=0
	for command in 'select-overdue --customers customers.csv --as-of 2026-09-01' 'report-aging --as-of 2026-09-01'; do
		$command "$@" >by-name 2>err || status=$?
		sed 's/^[a-z-]*: //' err >err.by-name
		[ $# -gt 1 ] || {
			cat "$@" | $command >by-pipe 2>err || [ $? -eq $status ]
			same by-name by-pipe
			same err.by-name <(sed "s/^[a-z-]*: //; s/<stdin>/$1/g" err)
		}
		cat err.by-name
	done
	return $status
}

@test "numbers that ascend are known not to repeat, and those that cease to are found" {
	cat >policy.yaml <<-'END'
		company: {name: Voorbeeld BV, address: [Keizersgracht 1], country: NL, email: a@voorbeeld.example}
		terms: {standard: {levels: [{id: "1", after_due: 7, pay_within: 14, template: reminder-1}]}}
	END
	{ echo customer,name,email; printf 'C%s,Een,een@x.example\n' {0..6}; } >customers.csv
	log-history --init
	for size in 3 2000 120000; do
		ledger 1 $size >t.csv
		expect 0 told t.csv
		[ -z "$output" ]
		# Again below: soon after it, far from it, and as the last of many.
		for again in 1 $((size / 2)) $size; do
			{ ledger 1 $size; ledger $again $again | sed 1d; } >u.csv
			expect 65 told u.csv
			grep -q "^u.csv:$((size + 2)): .*stands\? already in u.csv:$((again + 1))\$" <<<"$output"
			[ "$(wc -l <<<"$output")" -eq 2 ]
		done
		# One in between that is as new as the others; one that has a fault; and one in another file.
		{ ledger 1 $size; echo C1,E1,,2026-10-01,1.00; ledger $((size + 1)) $((size + 2000)) | sed 1d; } >u.csv
		expect 0 told u.csv
		{ ledger 1 $size; echo C1,G1,,2026-13-01,1.00; ledger $size $size | sed 1d; } >u.csv
		expect 65 told u.csv
		grep -q "^u.csv:$((size + 2)): due_date: " <<<"$output"
		grep -q "^u.csv:$((size + 3)): .*stands\? already in u.csv:$((size + 1))\$" <<<"$output"
		ledger $size $((size + 1)) >u.csv
		expect 65 told t.csv u.csv
		grep -q "^u.csv:2: .*stands\? already in t.csv:$((size + 1))\$" <<<"$output"
		ledger $((size + 1)) $((size + 2)) >u.csv
		expect 0 told t.csv u.csv
	done
}

@test "a ledger that was changed while it was read is told" {
	cat >policy.yaml <<-'END'
		company: {name: Voorbeeld BV, address: [Keizersgracht 1], country: NL, email: a@voorbeeld.example}
		terms: {standard: {levels: [{id: "1", after_due: 7, pay_within: 14, template: reminder-1}]}}
	END
	echo customer,name,email >customers.csv
	# What repeats a name is far behind: until then none is remembered, and all are read again.
	{ ledger 1 20000; ledger 9 9 | sed 1d; } >whole.csv
	ledger 1 20000 | sed '2,$s/,F/,G/' >other.csv
	ledger 1 100 >short.csv
	for changed in whole other short; do
		cp whole.csv t.csv
		cp $changed.csv u.csv
		expect 65 "$UNITS/changed" t.csv u.csv
		if [ $changed = whole ]; then
			says 't.csv:20002: customer "C2", invoice "F9" stands already in t.csv:10'
		else
			says 't.csv: was changed while it was read'
		fi
	done
}

@test "the order of names is that of their lengths, and then of their bytes" {
	expect 0 "$UNITS/seen" ascent 5 200000
	[ "$output" -gt 50000 ]
}

@test "a long name is an item's name as well" {
	long=$(printf 'x%.0s' {1..500})
	printf 'customer,invoice,due_date,open_amount\nC,%s,2026-10-01,1\nC,%sy,2026-10-01,1\nC,%s,2026-10-01,1\n' \
		"$long" "$long" "$long" >t.csv
	expect 65 seen '' '' t.csv
	says 't.csv:4:'
	[ "$(wc -l <<<"$stderr")" -eq 1 ]
}

@test "with rejects a repetition goes there" {
	{ ledger 1 3; ledger 2 2 | sed 1d; } >t.csv
	expect 1 seen '' r.csv t.csv
	[ "$output" = 3 ]
	[ "$(column reason r.csv)" = 'customer "C2", invoice "F2", instalment "2" stands already in t.csv:3' ]
}

@test "a temporary file that cannot be made is an error" {
	ledger 1 200000 >t.csv
	TMPDIR=$PWD/nowhere expect 74 seen 1000 '' t.csv
}
