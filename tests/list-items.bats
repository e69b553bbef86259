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
		customer,invoice,invoice_date,due_date,currency,amount,open_amount,region,days_overdue,level,last_reminded,next_level,next_date,paused_until,last_note,bucket
		C1,F1,2026-09-01,2026-10-01,EUR,100.00,100.5,north,52,1,2026-10-20,2,2026-11-22,,,31-60
		C2,F4,2026-10-01,2026-10-31,EUR,50.00,50.00,south,22,0,,1,2026-12-16,2026-12-15,Moves house,1-30
		C1,F2,2026-11-01,2026-11-15,EUR,20.00,20.00,north,7,0,,1,2026-11-22,,,1-30
		C1,F3,2026-10-01,2026-10-15,EUR,30.00,30.00,north,38,0,,,,blocked,Complaint,31-60
		C3,F5,2026-10-01,2026-10-15,USD,40.00,40.00,north,38,0,,,,blocked,,31-60
		C4,F6,2026-11-20,2026-12-20,EUR,70.00,70.00,north,-28,0,,1,2026-12-27,,,not_due
		C9,F7,2026-10-01,2026-10-15,EUR,80.00,80.00,north,38,0,,,,,,31-60
		C1,K8,2026-10-01,2026-10-15,EUR,-5.00,-5.00,north,38,0,,,,,,31-60
		C2,F9,2026-10-01,2026-10-15,EUR,60.00,0,south,,0,,,,,Moves house,
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
	says 'as_of: "2026-10-06" is another day than in the rows before'
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
	expect 64 list-items --format html items.csv
	says 'html is not there yet'
	expect 64 list-items --format pdf items.csv
	says '"pdf" is not csv or table'
}

@test "rows are sorted by several columns, numbers by their value" {
	expect 0 list-items --columns invoice --sort customer,-open_amount items.csv
	[ "$(tr '\n' ' ' <<<"$output")" = 'invoice F1 F3 F2 K8 F4 F9 F5 F6 F7 ' ]
	expect 0 list-items --columns invoice --sort days_overdue items.csv
	[ "$(tr '\n' ' ' <<<"$output")" = 'invoice F9 F6 F2 F4 F3 F5 F7 K8 F1 ' ]
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

@test "a view of the policy gives columns, conditions and order" {
	expect 0 list-items --view late items.csv
	[ "$output" = $'name,invoice,days_overdue\n"Jansen, Piet",F1,52\n"Jansen, Piet",F3,38\nGeblokkeerd,F5,38\n,F7,38\n"Jansen, Piet",K8,38' ]
	expect 0 list-items --view late --columns invoice -w 'customer = C1' --sort open_amount items.csv
	[ "$output" = $'invoice\nK8\nF3\nF1' ]
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

@test "what select-overdue tells with --all and --explain is listed too" {
	select-overdue --explain items.csv >explained.csv 2>/dev/null || [ $? -eq 1 ]
	expect 0 list-items --format table explained.csv
	shows 'unknown-customer'
	select-overdue --all items.csv >all.csv
	expect 0 list-items --format table all.csv
	shows 'F7'
}

@test "an empty list says so" {
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
	COLUMNS=30 expect 0 list-items --format table --columns name,manager,region,invoice items.csv
	shows '…'
	[ -z "$stderr" ]
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
	expect 65 list-items --format table x.csv
	says 'open_amount: the amounts are too large to be added'
}
