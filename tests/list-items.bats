load helper

# The overview of items, and the look at a proposal.

prepare() {
	cat >policy.yaml <<-'END'
		company: {name: Voorbeeld BV, country: NL}
		defaults: {currency: EUR, language: nl, terms: standard, term_days: 14}
		files: {customers: customers.csv, history: history.csv}
		terms:
		  standard:
		    levels:
		      - {id: "1", after_due: 7, template: reminder-1}
		      - {id: "2", after_due: 14, after_last: 7, template: reminder-2}
		views:
		  late: {columns: [name, invoice, days_overdue], where: ["days_overdue > 30"], sort: [-days_overdue]}
	END
	cat >customers.csv <<-'END'
		customer,name,delivery,email,address1,city,reminders,term_days,manager
		C1,"Jansen, Piet",email,p@jansen.example,,,,,Ann
		C2,Café Noir,post,,Rue 1,Lille,,30,Bob
		C3,Geblokkeerd,email,g@x.example,,,no,,Bob
		C4,山田商店,email,y@x.example,,,,,Ann
	END
	cat >history.csv <<-'END'
		time,event,customer,invoice,level,n,reminder,date,until,note
		2026-10-20T08:00:00Z,reminded,C1,F1,1,1,20261020-C1-1,2026-10-20,2026-10-28,
		2026-11-01T08:00:00Z,paused,C2,,,,,2026-11-01,2026-12-15,Moves house
		2026-11-02T08:00:00Z,paused,C1,F3,,,,2026-11-02,,Complaint
		2026-12-01T08:00:00Z,reminded,C1,F2,1,1,20261201-C1-1,2026-12-01,2026-12-09,
	END
	cat >items.csv <<-'END'
		customer,invoice,invoice_date,due_date,currency,amount,open_amount,region
		C1,F1,2026-09-01,2026-10-01,EUR,100.00,100.5,north
		C2,F4,2026-10-01,,EUR,50.00,50.00,south
		C1,F2,2026-11-01,2026-11-15,EUR,20.00,20.00,north
		C1,F3,2026-10-01,2026-10-15,EUR,30.00,30.00,north
		C3,F5,2026-10-01,2026-10-15,USD,40.00,40.00,north
		C4,F6,2026-11-20,2026-12-20,EUR,70.00,70.00,north
		C9,F7,2026-10-01,2026-10-15,EUR,80.00,80.00,north
		C1,K8,2026-10-01,,EUR,-5.00,-5.00,north
		C2,F9,2026-10-01,2026-10-15,EUR,60.00,0,south
	END
	export DUN_AS_OF=2026-11-22
	unset COLUMNS
}

# The proposal of the book above, charged.
propose() {
	select-overdue -q items.csv >selected.csv 2>/dev/null || [ $? -eq 1 ]
	compute-fees selected.csv >proposal.csv
}

@test "every item is listed with its days, what was reminded and what comes next" {
	expect 0 list-items items.csv
	same - <(printf '%s\n' "$output") <<-'END'
		customer,invoice,invoice_date,due_date,currency,amount,open_amount,region,days_overdue,level,last_reminded,next_level,next_date,paused_until,arranged_until,last_note,bucket,status
		C1,F1,2026-09-01,2026-10-01,EUR,100.00,100.5,north,52,1,2026-10-20,2,2026-11-22,,,,31-60,
		C2,F4,2026-10-01,2026-10-31,EUR,50.00,50.00,south,22,0,,1,2026-12-16,2026-12-15,,Moves house,1-30,
		C1,F2,2026-11-01,2026-11-15,EUR,20.00,20.00,north,7,0,,1,2026-11-22,,,,1-30,
		C1,F3,2026-10-01,2026-10-15,EUR,30.00,30.00,north,38,0,,,,blocked,,Complaint,31-60,
		C3,F5,2026-10-01,2026-10-15,USD,40.00,40.00,north,38,0,,,,blocked,,,31-60,
		C4,F6,2026-11-20,2026-12-20,EUR,70.00,70.00,north,-28,0,,1,2026-12-27,,,,not_due,
		C9,F7,2026-10-01,2026-10-15,EUR,80.00,80.00,north,38,0,,,,,,,31-60,
		C1,K8,2026-10-01,2026-10-15,EUR,-5.00,-5.00,north,38,0,,,,,,,31-60,
		C2,F9,2026-10-01,2026-10-15,EUR,60.00,0,south,,0,,,,,,Moves house,,
	END
}

@test "the overview of its own output is the same" {
	list-items items.csv >once.csv
	expect 0 list-items once.csv
	printf '%s\n' "$output" | same once.csv -
}

@test "another day gives another overview" {
	expect 0 list-items --as-of 2026-12-02 --columns invoice,days_overdue,level,last_reminded -w 'invoice = F2' items.csv
	[ "${lines[1]}" = F2,17,1,2026-12-01 ]
	sed '1s/$/,as_of/; 2,$s/$/,2026-10-05/' items.csv >dated.csv
	expect 0 list-items --columns invoice,days_overdue -w 'invoice = F1' dated.csv
	[ "${lines[1]}" = F1,4 ]
	expect 65 list-items <(sed '3s/2026-10-05/2026-10-06/' dated.csv)
	says 'as_of: is 2026-10-06, but 2026-10-05 in the rows before'
	expect 64 list-items --as-of 22-11-2026 items.csv
	says 'option --as-of: "22-11-2026" is not a date'
}

@test "a table to look at is aligned, and its amounts are summed by currency" {
	expect 0 list-items --format table items.csv
	same - <(printf '%s\n' "$output") <<-'END'
		                                 due_          days_            open_                   last_       next_  next_       paused_     last_
		customer  name          invoice  date        overdue  bucket   amount  currency  level  reminded    level  date        until       note
		--------  ------------  -------  ----------  -------  -------  ------  --------  -----  ----------  -----  ----------  ----------  -----------
		C1        Jansen, Piet  F1       2026-10-01       52  31-60    100.50  EUR       1      2026-10-20  2      2026-11-22
		C2        Café Noir     F4       2026-10-31       22  1-30      50.00  EUR       0                  1      2026-12-16  2026-12-15  Moves house
		C1        Jansen, Piet  F2       2026-11-15        7  1-30      20.00  EUR       0                  1      2026-11-22
		C1        Jansen, Piet  F3       2026-10-15       38  31-60     30.00  EUR       0                                     blocked     Complaint
		C3        Geblokkeerd   F5       2026-10-15       38  31-60     40.00  USD       0                                     blocked
		C4        山田商店      F6       2026-12-20      -28  not_due   70.00  EUR       0                  1      2026-12-27
		C9                      F7       2026-10-15       38  31-60     80.00  EUR       0
		C1        Jansen, Piet  K8       2026-10-15       38  31-60     -5.00  EUR       0
		C2        Café Noir     F9       2026-10-15                      0.00  EUR       0                                                 Moves house
		--------  ------------  -------  ----------  -------  -------  ------  --------  -----  ----------  -----  ----------  ----------  -----------
		total EUR, 8 items                                             345.50
		total USD, 1 item                                               40.00
	END
}

@test "an arrangement is shown until its last day, beside a pause" {
	cat >>history.csv <<-'END'
		2026-11-10T08:00:00Z,arranged,C1,F1,,,,2026-11-10,2026-12-31,Pays in two parts
		2026-11-11T08:00:00Z,arranged,C4,,,,,2026-11-11,2026-12-05,
		2026-11-12T08:00:00Z,paused,C4,,,,,2026-11-12,2026-12-20,
	END
	expect 0 list-items --columns invoice,paused_until,arranged_until,next_date,last_note -w 'arranged_until != ""' items.csv
	[ "${lines[1]}" = 'F1,2026-12-31,2026-12-31,2027-01-01,Pays in two parts' ]
	[ "${lines[2]}" = 'F6,2026-12-20,2026-12-05,2026-12-27,' ]
	[ "${#lines[@]}" -eq 3 ]
	expect 0 list-items --as-of 2026-12-31 --columns invoice -w 'arranged_until != ""' items.csv
	[ "$output" = $'invoice\nF1' ]
	expect 0 list-items --as-of 2027-01-01 --columns invoice -w 'arranged_until != ""' items.csv
	[ "$output" = invoice ]
	echo '2026-11-13T08:00:00Z,arranged,C1,F1,,,,2026-11-13,,Pays when the roof is done' >>history.csv
	expect 0 list-items --as-of 2027-01-01 --columns invoice,paused_until,arranged_until,next_date -w 'arranged_until != ""' items.csv
	[ "${lines[1]}" = 'F1,blocked,blocked,' ]
}

@test "a status of the history wins over the ledger's, also in a condition" {
	sed -i '1s/note$/note,status/; 2,$s/$/,/' history.csv
	cat >>history.csv <<-'END'
		2026-11-10T08:00:00Z,status,C1,F1,,,,2026-11-10,,,disputed
		2026-11-11T08:00:00Z,status,C1,F3,,,,2026-11-11,,,promised
		2026-11-12T08:00:00Z,status,C1,F3,,,,2026-11-12,,,with the lawyer
		2026-12-12T08:00:00Z,status,C4,F6,,,,2026-12-12,,,later
	END
	sed '1s/$/,status/; 2,$s/$/,open/' items.csv >x.csv
	expect 0 list-items --columns invoice,status x.csv
	[ "$(tr '\n' ' ' <<<"${output// /_}")" = 'invoice,status F1,disputed F4,open F2,open F3,with_the_lawyer F5,open F6,open F7,open K8,open F9,open ' ]
	expect 0 list-items --columns invoice -w 'status = disputed' x.csv
	[ "$output" = $'invoice\nF1' ]
	expect 0 list-items --columns invoice -w 'status = open' -w 'customer = C1' x.csv
	[ "$output" = $'invoice\nF2\nK8' ]
	# The column stands where the ledger has it, and a second pass changes nothing.
	list-items x.csv >once.csv
	[ "$(column status once.csv | sort -u | tr '\n' ' ')" = 'disputed open with the lawyer ' ]
	expect 0 list-items once.csv
	printf '%s\n' "$output" | same once.csv -
}

@test "what creditors are owed is listed beside it, and summed apart" {
	sed '1s/$/,side,paid_date/; 2,$s/$/,,/' items.csv >x.csv
	cat >>x.csv <<-'END'
		L1,P1,2026-09-01,2026-10-01,EUR,900.00,900.00,south,payable,
		L1,P2,2026-09-01,2026-12-01,EUR,50.00,50.00,south,payable,
		L1,P3,2026-09-01,2026-10-01,EUR,70.00,0.00,south,payable,2026-10-05
	END
	expect 0 list-items --columns invoice,days_overdue,bucket,level,next_level,paid_date -w 'side = payable' x.csv
	[ "$output" = $'invoice,days_overdue,bucket,level,next_level,paid_date\nP1,52,31-60,0,,\nP2,-9,not_due,0,,\nP3,,,0,,2026-10-05' ]
	expect 0 list-items --format table x.csv
	shows 'side'
	shows 'total EUR, 8 items'
	shows 'total EUR payable, 3 items'
	[ "$(grep -c '^total EUR.* 345.50' <<<"$output")" -eq 1 ]
	[ "$(grep -c '^total EUR payable.* 950.00' <<<"$output")" -eq 1 ]
	# A column that says the same in every row is left out.
	expect 0 list-items --format table items.csv
	hides side
	expect 0 list-items --format table -w 'side != payable' x.csv
	hides side
}

@test "columns come from the overview, the items and the customer file" {
	expect 0 list-items --columns manager,name,invoice,level,region -w 'customer = C2' items.csv
	[ "$output" = $'manager,name,invoice,level,region\nBob,Café Noir,F4,0,south\nBob,Café Noir,F9,0,south' ]
	sed 's/,EUR,/,,/' items.csv >x.csv
	expect 0 list-items --columns invoice,currency -w 'currency = EUR' -w 'invoice ~ *[12]' x.csv
	[ "$output" = $'invoice,currency\nF1,EUR\nF2,EUR' ]
}

@test "a column that nobody has is an error with the nearest name" {
	expect 64 list-items --columns name,nextdate items.csv
	says 'option --columns: no column "nextdate"; did you mean "next_date"?'
	expect 64 list-items -w 'mannager = Ann' items.csv
	says 'option --where: no column "mannager"; did you mean "manager"?'
	expect 64 list-items --sort opn_amount items.csv
	says 'option --sort: no column "opn_amount"; did you mean "open_amount"?'
	expect 64 list-items --group-by zzzzzzzzzz items.csv
	says 'option --group-by: no column "zzzzzzzzzz"'
	expect 64 list-items --columns name,,invoice items.csv
	says 'empty name'
	expect 64 list-items --view nothing items.csv
	says 'option --view: policy.yaml has no view "nothing"'
	says 'policy.yaml has no view "nothing"'
	expect 64 list-items --view lat items.csv
	says 'has no view "lat"; did you mean "late"?'
	expect 64 list-items --format xls items.csv
	says '"xls" is not csv, table, html or pdf'
	expect 64 list-items --color red items.csv
	says '"red" is not auto, always or never'
}

@test "kind, terms and amount are known of items that have no such column" {
	printf 'customer,invoice,due_date,open_amount\nC1,A,2026-10-01,10.00\nC1,B,2026-10-01,-4.00\nC2,C,2026-10-01,30.00\n' >x.csv
	expect 0 list-items --columns invoice,kind,terms,amount -w 'kind = invoice' -w 'amount > 20' -w 'terms = standard' x.csv
	[ "$output" = $'invoice,kind,terms,amount\nC,invoice,standard,30.00' ]
	expect 0 list-items -w 'kind = credit' x.csv
	[ "${#lines[@]}" -eq 2 ]
	expect 64 list-items -w 'kinds = credit' x.csv
}

@test "rows are sorted by several columns, numbers by their value" {
	expect 0 list-items --columns invoice --sort customer,-open_amount items.csv
	[ "$(tr '\n' ' ' <<<"$output")" = 'invoice F1 F3 F2 K8 F4 F9 F5 F6 F7 ' ]
	expect 0 list-items --columns invoice --sort days_overdue items.csv
	[ "$(tr '\n' ' ' <<<"$output")" = 'invoice F9 F6 F2 F4 F3 F5 F7 K8 F1 ' ]
	expect 0 list-items --columns bucket --sort bucket items.csv
	[ "$(uniq <<<"$output" | paste -sd' ')" = 'bucket  not_due 1-30 31-60' ]
	expect 0 list-items --columns bucket --sort -bucket items.csv
	[ "$(uniq <<<"$output" | paste -sd' ')" = 'bucket 31-60 1-30 not_due' ]
}

@test "groups have subtotals by currency" {
	sed 's/C3,F5,/C1,F5,/' items.csv >x.csv
	COLUMNS=200 expect 0 list-items --format table --group-by customer --columns customer,invoice,open_amount,days_overdue -w 'open_amount > 20' x.csv
	same - <(printf '%s\n' "$output") <<-'END'
		                     open_    days_
		customer   invoice  amount  overdue
		---------  -------  ------  -------
		C1         F1       100.50       52
		C1         F3        30.00       38
		C1         F5        40.00       38
		C1 EUR, 2 items     130.50
		C1 USD, 1 item       40.00

		C2         F4        50.00       22
		C2 EUR, 1 item       50.00

		C4         F6        70.00      -28
		C4 EUR, 1 item       70.00

		C9         F7        80.00       38
		C9 EUR, 1 item       80.00

		total EUR, 5 items  330.50
		total USD, 1 item    40.00
	END
}

@test "groups within groups have subtotals of both, where they differ" {
	sed 's/C3,F5,/C1,F5,/' items.csv >x.csv
	COLUMNS=200 expect 0 list-items --format table --group-by bucket,customer --columns bucket,customer,invoice,open_amount -w 'open_amount > 20' x.csv
	same - <(printf '%s\n' "$output") <<-'END'
		                             open_
		bucket   customer  invoice  amount
		-------  --------  -------  ------
		not_due  C4        F6        70.00
		not_due, C4 EUR, 1 item      70.00

		1-30     C2        F4        50.00
		1-30, C2 EUR, 1 item         50.00

		31-60    C1        F1       100.50
		31-60    C1        F3        30.00
		31-60    C1        F5        40.00
		31-60, C1 EUR, 2 items      130.50
		31-60, C1 USD, 1 item        40.00

		31-60    C9        F7        80.00
		31-60, C9 EUR, 1 item        80.00
		31-60 EUR, 3 items          210.50
		31-60 USD, 1 item            40.00

		total EUR, 5 items          330.50
		total USD, 1 item            40.00
	END
	expect 0 list-items --format html --group-by bucket,customer -w 'open_amount > 20' x.csv
	shows '>31-60, C1 USD, 1 item<'
	shows '>31-60 EUR, 3 items<'
}

@test "a view of the policy gives columns, conditions and order" {
	expect 0 list-items --view late items.csv
	[ "$output" = $'name,invoice,days_overdue\n"Jansen, Piet",F1,52\n"Jansen, Piet",F3,38\nGeblokkeerd,F5,38\n,F7,38\n"Jansen, Piet",K8,38' ]
	expect 0 list-items --view late --columns invoice -w 'customer = C1' --sort open_amount items.csv
	[ "$output" = $'invoice\nK8\nF3\nF1' ]
	# Without columns it has the usual ones.
	sed -i '/^  late:/s/columns: [^]]*], //; /^  late:/s/days_overdue > 30/open_amount > 50/; /^  late:/s/-days_overdue/-open_amount/' policy.yaml
	list-items -w 'open_amount > 50' --sort -open_amount items.csv >wanted.csv
	list-items --view late items.csv | same wanted.csv -
}

@test "a proposal is listed with its own columns" {
	propose
	expect 0 list-items --format table --group-by reminder proposal.csv
	shows '20261122-C1-2'
	shows 'total_'
	expect 0 list-items proposal.csv
	printf '%s\n' "$output" | same proposal.csv -
	expect 0 list-items --columns invoice,level --sort invoice selected.csv
	shows 'F1,2'
}

@test "a status that was logged since goes before that of a proposal, also where it has none" {
	propose
	log-history --event status --customer C1 --invoice F1 --status disputed
	expect 0 list-items --columns invoice -w 'status = disputed' proposal.csv
	[ "$output" = $'invoice\nF1' ]
	expect 0 list-items proposal.csv
	printf '%s\n' "$output" | same proposal.csv -
	sed '1s/$/,status/; 2,$s/$/,open/' items.csv >x.csv
	select-overdue -q x.csv >before.csv || [ $? -eq 1 ]
	log-history --event status --customer C1 --invoice F1 --status promised
	expect 0 list-items --columns invoice,status -w 'status != open' before.csv
	[ "$output" = $'invoice,status\nF1,promised' ]
}

@test "a proposal that another program changed is refused" {
	propose
	sed '2s/100.5/101.5/' proposal.csv >x.csv
	expect 65 list-items x.csv
	says 'check: the row was changed by another program'
	silent
}

@test "a reminder that is not whole is listed and named" {
	propose
	sed 3d proposal.csv >x.csv
	expect 1 list-items --columns invoice x.csv
	says 'reminder "20261122-C1-2" has'
	says 'compute-fees --renew'
}

@test "a reminder whose rows went to the rejects is not told to lack them too" {
	propose
	sed '3s/$/,x/' proposal.csv >x.csv
	expect 1 list-items --rejects bad.csv --columns invoice x.csv
	says 'x.csv:3:'
	[ "$(grep -c . <<<"$stderr")" -eq 1 ]
}

@test "what select-overdue tells with --all and --explain is listed too" {
	select-overdue --explain items.csv >explained.csv 2>/dev/null || [ $? -eq 1 ]
	expect 0 list-items --format table explained.csv
	shows 'unknown-customer'
	select-overdue --all items.csv >all.csv
	expect 0 list-items --format table all.csv
	shows 'F7'
}

@test "an empty list says so" {
	propose
	head -n 1 proposal.csv >none.csv
	expect 0 list-items --check-list none.csv
	shows 'Check list: Proposed reminders on 2026-11-22'
	shows 'no rows'
	list-items --check-list --format pdf none.csv | pdftotext - none.txt
	grep -q 'no rows' none.txt
	expect 0 list-items --format table -w 'customer = nobody' items.csv
	shows 'no items'
	expect 0 list-items -w 'customer = nobody' items.csv
	[ "$(wc -l <<<"$output")" -eq 1 ]
}

@test "a table fits the width: texts are shortened, spare columns left out and named" {
	for width in 200 120 100 90; do
		export W=$width
		COLUMNS=$width expect 0 list-items --format table items.csv
		# Wide characters take two columns.
		perl -Mutf8 -CSD -ne 'chomp; s/\p{Han}/xx/g; if (length > $ENV{W}) {print length, ": $_\n"; exit 1}' \
			<<<"$output" || return 1
		shows F1
		shows 345.50
	done
	says 'note: to fit 90 columns these are not shown: last_note'
	COLUMNS=32 expect 0 list-items --format table --columns name,manager,region,invoice items.csv
	shows '…'
	[ -z "$stderr" ]
	COLUMNS=20 expect 0 list-items --format table --columns name,manager,region,invoice items.csv
	says 'note: to fit 20 columns these are not shown: invoice, region'
}

@test "control characters of the data do not reach the terminal" {
	printf 'customer,invoice,due_date,open_amount,text\nC1,F1,2026-10-01,1,"a\033[2Jb\xe2\x80\xaec"\n' >x.csv
	expect 0 list-items --format table --columns invoice,text x.csv
	shows 'a?[2Jb?c'
}

@test "bad rows are refused, or go to the rejects with their customer's others" {
	sed '2s/2026-10-01/01-10-2026/' items.csv >x.csv
	expect 65 list-items x.csv
	says 'x.csv:2: due_date: "01-10-2026" is not a date'
	silent
	expect 1 list-items --rejects r.csv --columns invoice x.csv
	[ "$(tr '\n' ' ' <<<"$output")" = 'invoice F4 F5 F6 F7 F9 ' ]
	[ "$(column invoice r.csv | tr '\n' ' ')" = 'F1 F2 F3 K8 ' ]
	# Of a plan a row is held back once, whatever number of lines it has.
	expect 1 list-items --planned --rejects r.csv --columns invoice x.csv
	[ "$(tr '\n' ' ' <<<"$output")" = 'invoice F4 F4 F6 F6 ' ]
	[ "$(column invoice r.csv | tr '\n' ' ')" = 'F1 F2 ' ]
}

@test "an item that stands twice is an error" {
	{ cat items.csv; sed -n 2p items.csv; } >x.csv
	expect 65 list-items x.csv
	says 'customer "C1", invoice "F1" stands already in x.csv:2'
}

@test "terms that the policy does not have are an error" {
	sed '1s/region/terms/; s/,north/,/; 2s/$/strict/; s/,south/,/' items.csv >x.csv
	expect 65 list-items x.csv
	says 'x.csv:2: terms: "strict" is not among the terms of policy.yaml'
}

@test "a missing history or customer file is an error" {
	rm history.csv
	expect 66 list-items items.csv
	says history.csv
	expect 66 list-items --history /dev/null/x --customers nowhere.csv items.csv
	says nowhere.csv
}

@test "amounts that cannot be added are an error" {
	printf 'customer,invoice,due_date,open_amount\nC1,F1,2026-10-01,92233720368547758.07\nC1,F2,2026-10-01,1\n' >x.csv
	local format
	for format in table html pdf; do
		expect 65 list-items --format "$format" x.csv
		silent
		says 'open_amount: the amounts are too large to be added'
	done
}

# What comes, on which day.

@test "a plan has a row for each reminder to come, and sums nothing twice" {
	expect 0 list-items --planned --columns invoice,level,next_level,next_date items.csv
	same - <(printf '%s\n' "$output") <<-'END'
		invoice,level,next_level,next_date
		F1,1,2,2026-11-22
		F4,0,1,2026-12-16
		F4,0,2,2026-12-23
		F2,0,1,2026-11-22
		F2,0,2,2026-11-29
		F6,0,1,2026-12-27
		F6,0,2,2027-01-03
	END
	expect 0 list-items --planned --columns invoice -w 'next_date <= 2026-11-30' -w 'next_level = 2' items.csv
	[ "$output" = $'invoice\nF1\nF2' ]
	COLUMNS=80 expect 0 list-items --planned --format table --sort next_date,invoice items.csv
	[[ ${lines[3]} == '2026-11-22  C1        Jansen, Piet  F1  '*'100.50  1      2' ]]
	[ "${lines[${#lines[@]} - 1]}" = 'total EUR, 7 reminders' ]
	expect 0 list-items --planned --format table -w 'customer = C3' items.csv
	shows 'no reminders'
	propose
	expect 65 list-items --planned proposal.csv
	says '--planned takes open items'
	silent
}

@test "on each planned day select-overdue takes that level, and not the day before" {
	cat >policy.yaml <<-'END'
		company: {name: Voorbeeld BV, country: NL}
		defaults: {currency: EUR, language: nl, terms: standard, term_days: 14}
		terms:
		  standard:
		    levels:
		      - {id: "1", after_due: 7, pay_within: 14, transit_days: {email: 0, post: 3}, template: t}
		      - {id: "2", after_due: 14, after_pay_by: 1, after_last: 7, pay_within: 10, transit_days: {email: 1, post: 4}, template: t}
		      - {id: "3", after_pay_by: 1, after_last: 7, pay_within: 8, template: t}
		  early:
		    max_reminders: 2
		    levels:
		      - {id: a, after_due: -3, template: t}
		      - {id: b, after_due: 1M+WD1, template: t}
		      - {id: c, after_due: 2M, template: t}
		  jump:
		    escalate: jump
		    levels:
		      - {id: "1", after_due: 5, after_last: 3, template: t}
		      - {id: "2", after_due: 20, after_last: 10, template: t}
		      - {id: "3", after_due: CM+5D, after_last: 30, template: t}
		  twice:
		    levels:
		      - {id: "1", after_due: 0, template: t}
		      - {id: "2", after_due: 0, template: t}
	END
	cat >customers.csv <<-'END'
		customer,name,delivery,email,address1,city
		E,E-mail,email,e@x.example,,
		P,Post,post,,Weg 1,Plaats
	END
	cat >history.csv <<-'END'
		time,event,customer,invoice,level,n,reminder,date,until
		2026-11-01T08:00:00Z,reminded,E,s3,1,1,r1,2026-11-01,2026-11-15
		2026-11-01T08:00:00Z,reminded,P,s4,3,1,r2,2026-11-01,2026-11-09
		2026-11-02T08:00:00Z,paused,P,s5,,,,2026-11-02,2026-12-04
		2026-11-02T08:00:00Z,arranged,E,j3,,,,2026-11-02,2027-01-15
		2026-11-12T08:00:00Z,reminded,E,j4,1,1,r3,2026-11-12,2026-11-20
		2026-11-12T08:00:00Z,reminded,E,j4,1,1,r3,2026-11-12,2026-11-20
	END
	{
		echo customer,invoice,due_date,open_amount,terms
		for customer in E P; do
			for terms in standard early jump twice; do
				echo "$customer,${terms:0:1}1,2026-09-30,100,$terms"
				echo "$customer,${terms:0:1}2,2026-11-20,100,$terms"
			done
		done
		printf '%s\n' E,s3,2026-10-15,1,standard P,s4,2026-09-01,1,standard P,s5,2026-10-30,1,standard \
			E,j3,2026-10-30,1,jump E,j4,2026-11-01,1,jump E,e4,2027-01-31,1,early
	} >items.csv
	list-items --planned --sort next_date --columns next_date,customer,invoice,next_level items.csv >plan.csv
	[ "$(wc -l <plan.csv)" -ge 35 ]
	# Each reminder that was planned is made and logged before the next is looked at.
	while IFS=, read -r day customer invoice level; do
		if [ "$day" != 2026-11-22 ]; then
			before=$(perl -MTime::Local -e '
				my ($y, $m, $d) = split /-/, shift; my @t = gmtime(timegm(0, 0, 0, $d, $m - 1, $y) - 86400);
				printf "%04d-%02d-%02d", $t[5] + 1900, $t[4] + 1, $t[3]' "$day")
			select-overdue -q --as-of "$before" -w "invoice = $invoice" -w "customer = $customer" items.csv >out.csv
			# Others of the customer may be listed in its letter, in another section.
			[ "$(awk -F, 'NR > 1 && /,overdue,/' out.csv | wc -l)" -eq 0 ] ||
				{ echo "$customer $invoice: $level on $before already"; cat out.csv; return 1; }
		fi
		select-overdue -q --as-of "$day" -w "invoice = $invoice" -w "customer = $customer" items.csv >out.csv
		[ "$(column section out.csv | paste -d, - <(column invoice out.csv) <(column level out.csv) | grep ^overdue)" = "overdue,$invoice,$level" ] ||
			{ echo "$customer $invoice: not $level on $day"; cat out.csv; return 1; }
		paste -d, <(column section out.csv) <(column as_of out.csv) <(column customer out.csv) \
			<(column invoice out.csv) <(column level out.csv) <(column n out.csv) \
			<(column reminder out.csv) <(column pay_by out.csv) |
			awk -F, '$1 == "overdue" {print $2 "T09:00:00Z,reminded," $3 "," $4 "," $5 "," $6 "," $7 "," $2 "," $8}' >>history.csv
	done < <(tail -n +2 plan.csv)
}

# A page, and a list to print.

@test "a page holds no control character, of whichever set" {
	printf 'customer,invoice,due_date,open_amount,text\nC1,F1,2026-10-01,1.5,a\302\2332Jb\302\240c\n' >x.csv
	expect 0 list-items --format html --columns invoice,text x.csv
	shows $'a\xef\xbf\xbd2Jb\xc2\xa0c'
}

@test "a page to look at holds the same rows, escaped, and loads nothing" {
	printf 'customer,invoice,due_date,open_amount,text\nC1,<F1>,2026-10-01,1.5,"<script>alert(1)</script> & \"\"x\"\"\033[2J"\n' | sed 's/\\""/""/g' >x.csv
	expect 0 list-items --format html --columns name,invoice,text,open_amount,due_date x.csv
	[ "${lines[0]}" = '<!DOCTYPE html>' ]
	shows '<title>Items on 2026-11-22</title>'
	shows '<td class="fixed">&lt;F1&gt;</td>'
	shows '&lt;script&gt;alert(1)&lt;/script&gt; &amp;'
	shows '<td class="number">1.50</td>'
	shows '<th class="fixed">due date</th>'
	shows '<tr class="total"><th scope="row" colspan="3">total EUR, 1 item</th><td class="number">1.50</td>'
	hides '<script'
	hides 'http'
	hides $'\033'
	# Every element that is opened is closed.
	perl -0ne 'my @open; while (m{<(/?)([a-z0-9]+)[^>]*>}g) { next if $2 eq "meta" || $2 eq "html" && 0;
		if ($1) { pop @open eq $2 or die "</$2>\n" } else { push @open, $2 } } die "@open\n" if @open' <<<"$output"
	expect 0 list-items --format html -w 'customer = nobody' x.csv
	shows '<p class="note">no items</p>'
}

@test "a page has its groups with subtotals" {
	expect 0 list-items --format html --group-by customer --columns invoice,open_amount items.csv
	shows '<tr class="sum"><th scope="row" colspan="1">C1 EUR, 4 items</th><td class="number">145.50</td></tr>'
	shows '<tr class="total"><th scope="row" colspan="1">total USD, 1 item</th><td class="number">40.00</td></tr>'
	expect 0 list-items --format html --columns open_amount,invoice items.csv
	shows '<tr class="total"><th scope="row" colspan="2">total EUR, 8 items</th></tr>'
}

@test "a check list has a box a row, the customers' names, and totals by level" {
	propose
	expect 0 list-items --check-list proposal.csv
	same - <(printf '%s\n' "$output") <<-'END'
		Check list: Proposed reminders on 2026-11-22

		              due_          days_                   open_        total_
		     invoice  date        overdue  level  section  amount  fees     due
		---  -------  ----------  -------  -----  -------  ------  ----  ------
		C1, Jansen, Piet, email
		[ ]  F1       2026-10-01       52  2      overdue  100.50  0.00  100.50
		[ ]  K8       2026-10-15       38         credit    -5.00  0.00   -5.00
		[ ]  F2       2026-11-15        7  1      overdue   20.00  0.00   20.00
		C1 EUR, 3 rows                                     115.50  0.00  115.50

		total EUR, 3 rows                                  115.50  0.00  115.50
		no level EUR, 1 row                                 -5.00  0.00   -5.00
		level 1 EUR, 1 row                                  20.00  0.00   20.00
		level 2 EUR, 1 row                                 100.50  0.00  100.50

		Checked by ______________________________ on ____________
	END
}

@test "on paper, on a page and on a check list it says which rows were chosen" {
	COLUMNS=80 expect 0 list-items --check-list -w 'days_overdue > 30' -w 'customer != 10001' items.csv
	shows 'Only rows with days_overdue > 30, customer != 10001'
	expect 0 list-items --format html -w 'name ~ <b>*' items.csv
	shows '<p>Only rows with name ~ &lt;b&gt;*</p>'
	list-items -q --format pdf -w 'customer = 10001' items.csv >one.pdf
	pdftotext one.pdf - | grep -qx 'Only rows with customer = 10001'
	COLUMNS=80 expect 0 list-items --check-list items.csv
	hides 'Only rows'
}

@test "a check list is for people, on a page or on paper" {
	propose
	expect 64 list-items --check-list --format csv proposal.csv
	says 'a check list is for people'
	expect 0 list-items --check-list --format html proposal.csv
	shows '<h1>Check list: Proposed reminders on 2026-11-22</h1>'
	shows '<tr class="group"><th scope="row" colspan="10">C1, Jansen, Piet, email</th></tr>'
	shows '<tr><td><span class="tick"></span></td>'
	shows '<p>Checked by ____'
	expect 0 list-items --check-list --planned items.csv
	shows 'Check list: Planned reminders on 2026-11-22'
	shows 'next level 2 EUR, 4 reminders'
	expect 0 list-items --check-list --columns invoice,total_due --group-by delivery proposal.csv
	shows '[ ]  F1'
}

@test "the same list is the same PDF, and says what the table says" {
	propose
	list-items --check-list --format pdf proposal.csv >a.pdf
	list-items --check-list --format pdf proposal.csv >b.pdf
	cmp a.pdf b.pdf
	qpdf --check a.pdf
	pdftotext -layout a.pdf a.txt
	grep -q 'Check list: Proposed reminders on 2026-11-22' a.txt
	grep -q 'C1, Jansen, Piet, email' a.txt
	grep -q 'total EUR, 3 rows' a.txt
	grep -q 'Checked by ____' a.txt
	list-items --format pdf --group-by customer items.csv | pdftotext -layout - b.txt
	grep -q 'Café Noir' b.txt
	grep -q 'C1 EUR, 4 items *145.50' b.txt
	# where no column has room for what a sum is of, it has a line of its own
	list-items --format pdf --columns days_overdue,open_amount --group-by customer items.csv | pdftotext -layout - c.txt
	grep -q 'C1 EUR, 4 items' c.txt
	grep -qx ' *145.50' c.txt
}

# On a terminal. script(1) makes one.

on_terminal() { # on_terminal ROWS COLUMNS COMMAND: its output, as a terminal of that size gets it
	script -qec "stty rows $1 cols $2; export TERM=xterm; $3" /dev/null </dev/null | tr -d '\r'
}

@test "on a terminal a table that fits is shown, elsewhere CSV" {
	run on_terminal 50 80 'list-items -q items.csv'
	[[ ${lines[0]} == *'days_ '* ]]
	shows '----'
	shows 'total EUR, 8 items'
	perl -Mutf8 -CSD -ne 'chomp; s/\e\[\d*m//g; s/\p{Han}/xx/g; length > 80 and die "$_\n"' <<<"$output"
	run on_terminal 50 80 'list-items -q --format csv items.csv'
	[[ ${lines[0]} == customer,invoice,* ]]
	expect 0 list-items -q items.csv
	[[ ${lines[0]} == customer,invoice,* ]]
	# The width is the terminal's, or what $COLUMNS says.
	run on_terminal 50 60 'list-items -q items.csv'
	perl -Mutf8 -CSD -ne 'chomp; s/\e\[\d*m//g; s/\p{Han}/xx/g; length > 60 and die "$_\n"' <<<"$output"
	run on_terminal 50 60 'COLUMNS=200 list-items -q items.csv'
	shows 'Moves house'
}

@test "colours come on a terminal alone, unless one says otherwise" {
	unset NO_COLOR
	run on_terminal 50 100 'list-items -q items.csv'
	shows $'\033[33m52\033[0m'
	shows $'\033[2mF9\033[0m'
	shows $'\033[1mtotal EUR'
	for plain in 'NO_COLOR=1 list-items' 'TERM=dumb list-items' 'unset TERM; list-items' 'list-items --color never'; do
		run on_terminal 50 100 "$plain -q items.csv"
		shows 'total EUR'
		hides $'\033'
	done
	run on_terminal 50 100 'NO_COLOR= list-items -q items.csv'
	shows $'\033[1m'
	expect 0 list-items --format table items.csv
	hides $'\033'
	NO_COLOR=1 expect 0 list-items --format table --color always items.csv
	shows $'\033[1m'
	# Without its colours it is the same table.
	printf '%s\n' "$output" | sed 's/\x1b\[[0-9]*m//g' >colored
	list-items --format table items.csv | same - colored
	for format in csv html; do
		expect 0 list-items --format $format --color always items.csv
		hides $'\033'
	done
}

@test "a table longer than the terminal goes through the pager, a shorter one does not" {
	run on_terminal 10 80 'PAGER="sed s/^/page:/" list-items -q items.csv'
	shows 'page:'
	shows 'total EUR'
	[ "$(grep -vc '^page:' <<<"$output")" -eq 0 ]
	run on_terminal 40 80 'PAGER="sed s/^/page:/" list-items -q items.csv'
	hides 'page:'
	run on_terminal 10 80 'PAGER="sed s/^/page:/" list-items -q --format csv items.csv'
	hides 'page:'
	COLUMNS=80 PAGER='sed s/^/page:/' expect 0 list-items -q --format table items.csv
	hides 'page:'
	for none in '' cat no-such-pager; do
		run on_terminal 10 80 "PAGER='$none' list-items -q items.csv; echo status=\$?"
		shows 'total EUR'
		shows 'status=0'
	done
	# One that does not read to the end is no error.
	run on_terminal 10 80 'PAGER="head -n 1" list-items -q items.csv; echo status=$?'
	hides 'total EUR'
	shows 'status=0'
	# shellcheck disable=SC2016
	run on_terminal 10 80 'unset PAGER LESS; PATH=$(dirname "$(command -v list-items)"); list-items -q items.csv; echo status=$?'
	shows 'total EUR'
	shows 'status=0'
	hides 'not found'
	# A terminal that does not know how long it is, and a full or missing folder for what the pager reads.
	for none in 'TMPDIR=/nowhere' 'ulimit -f 1;'; do
		run on_terminal 10 80 "PAGER='sed s/^/page:/'; export PAGER; $none list-items -q items.csv; echo status=\$?"
		shows 'total EUR'
		shows 'status=0'
		hides 'page:'
		hides 'list-items:'
	done
	run on_terminal 0 80 'PAGER="sed s/^/page:/" list-items -q items.csv'
	shows 'total EUR'
	hides 'page:'
	# A long one is the pager's as a whole.
	{ head -n 1 items.csv; sed -n 2p items.csv | awk '{ for (i = 0; i < 10000; i++) { line = $0; sub(/,[^,]*/, ",P" i, line); print line } }'; } >many.csv
	list-items -q --format table many.csv | wc -l >lines
	run on_terminal 10 80 'PAGER="wc -l" list-items -q many.csv'
	[ "$(tr -dc 0-9 <<<"$output")" -eq "$(cat lines)" ]
	[ "$(cat lines)" -gt 10000 ]
}

# What stands in the cells.

@test "no text is too long, too wide or too odd for a table" {
	long=$(printf '%01000d' 0)
	wide=$(printf '山%.0s' $(seq 300))
	{
		echo customer,invoice,instalment,due_date,open_amount,status,text
		echo "$long,F1,1,2026-10-01,1.00,$long,a"
		echo "C2,$long,1,2026-10-01,12345678901234.56,x,$wide"
		echo "C3,F3,$wide,2026-10-01,-1.00,$wide,$long"
		printf 'C4,"F\033]0;x\0074",1,2026-10-01,1.00,"\302\2332J",e\314\201\n'
	} >x.csv
	for options in '' '--group-by status' '--group-by customer,text' '--columns customer,invoice,instalment,status,text,open_amount'; do
		# shellcheck disable=SC2086
		COLUMNS=80 expect 0 list-items --format table $options x.csv
		perl -Mutf8 -CSD -ne 'chomp; /[^\P{Cc}]/ and die "control: $_\n"; s/\p{Mn}//g; s/\p{Han}/xx/g;
			length > 80 and die length, ": $_\n"' <<<"$output"
		shows 12345678901234.56
	done
	# Right-aligned figures end in one column.
	[ "$(grep -E '(\.[0-9]{2})$' <<<"$output" | perl -Mutf8 -CSD -ne 'chomp; s/\p{Mn}//g; s/\p{Han}/xx/g; print length, "\n"' | sort -u | wc -l)" -eq 1 ]
	expect 0 list-items --check-list --columns invoice,text,open_amount x.csv
	perl -Mutf8 -CSD -ne 'chomp; s/\p{Mn}//g; s/\p{Han}/xx/g; length > 80 and die length, ": $_\n"' <<<"$output"
	expect 0 list-items --format html x.csv
	hides $'\033'
}

@test "an amount of a proposal that is none is told with its column" {
	select-overdue -q items.csv 2>err | compute-fees >proposal.csv
	local amount
	for amount in abc 1.234 --1; do
		sed "2s/,[0-9.]*\$/,$amount/" proposal.csv >changed.csv
		expect 65 list-items changed.csv
		silent
		says "changed.csv:2: total_due: \"$amount\" is not an amount (1234.50)"
	done
}
