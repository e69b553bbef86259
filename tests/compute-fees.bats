load helper

# A book in the test's own folder: the policy's one level with charges is its
# second, and what it charges is for each test to say.

prepare() {
	export DUN_AS_OF=2026-11-22
	cat >customers.csv <<-'CSV'
	customer,name,email
	C1,Een BV,een@example.org
	C2,Twee BV,twee@example.org
	CSV
	echo time,event,customer,invoice,instalment,terms,level,n,reminder,date,until,interest,line_fee,damages,reminder_fee,cost,vat >history.csv
	charges 'reminder_fee: 10.00' 'interest: {rate: 12, from: due, min: 5.00}' \
		'damages: {percent: 10, min: 3.00, of: amount}'
	items 'C1,2026-1,2026-10-23,1000.00,EUR'
}

# charges LINE...: the second level's charges. $terms holds more keys of the terms, $defaults of the defaults.
charges() {
	{
		printf '%s\n' 'company: {name: Voorbeeld BV}' "${defaults-}" 'terms:' '  standard:' \
			'    escalate: jump' "    ${terms-}" '    levels:' \
			'      - {id: "1", after_due: 7, template: reminder-1}' \
			'      - id: "2"' '        after_due: 14' '        pay_within: 14' \
			'        template: reminder-2'
		[ $# -eq 0 ] || printf '        charges:\n'
		[ $# -eq 0 ] || printf '          %s\n' "$@"
	} >policy.yaml
}

# two_levels SCALE SCALE: the cost scales of both levels.
two_levels() {
	cat >policy.yaml <<-YAML
	company: {name: Voorbeeld BV}
	terms:
	  standard:
	    escalate: jump
	    levels:
	      - {id: "1", after_due: 7, charges: {cost_scale: {scale: $1}}}
	      - {id: "2", after_due: 14, charges: {cost_scale: {scale: $2}}}
	YAML
}

# items ROW...: customer, invoice, due date, open amount, currency; selected into selected.csv.
items() {
	{
		echo customer,invoice,due_date,open_amount,currency
		printf '%s\n' "$@"
	} >items.csv
	select-overdue items.csv >selected.csv
}

# reminded INVOICE DATE INTEREST DAMAGES FEE COST: an earlier reminder of C1, at level 1.
reminded() {
	echo "${2}T09:00:00Z,reminded,C1,$1,,standard,1,1,${2//-/}-C1-1,$2,,$3,,$4,$5,$6," >>history.csv
}

# fees COLUMN...: of proposal.csv, a line a row.
fees() {
	local c
	for c; do column "$c" proposal.csv >"column.$c"; done
	paste -d' ' "${@/#/column.}"
}

# compute [OPTION...]: selected.csv into proposal.csv.
compute() {
	expect 0 compute-fees "$@" selected.csv
	printf '%s\n' "$output" >proposal.csv
}

# becomes LINE...: what is on standard input is these lines.
becomes() {
	diff -u <(printf '%s\n' "$@") -
}

@test "1,000.00 at 12% with a minimum, damages of 10%, costs of 10.00, 30 days late" {
	compute
	fees interest_days interest damages reminder_fee line_fee cost vat fees earlier_fees total_due |
		becomes "30 9.86 100.00 10.00 0.00 0.00 0.00 119.86 0.00 1119.86"
	[ -z "$stderr" ]
}

@test "the columns are added in their order, and unknown ones pass through" {
	sed -i 's/$/,west/; 1s/,west$/,region/' items.csv
	select-overdue items.csv >selected.csv
	compute
	[ "$(head -n 1 proposal.csv)" = "$(head -n 1 selected.csv),interest_days,interest,line_fee,damages,reminder_fee,cost,vat,fees,earlier_fees,total_due" ]
	column region proposal.csv | becomes west
}

@test "on its own output, and through a pipe, it gives the same bytes" {
	items 'C1,2026-1,2026-10-23,1000.00,EUR' 'C1,2026-2,2026-11-02,250.00,EUR' 'C2,2026-3,2026-10-01,99.95,EUR'
	compute
	compute-fees proposal.csv >again.csv
	same proposal.csv again.csv
	compute-fees --renew proposal.csv >again.csv
	same proposal.csv again.csv
	compute-fees --as-of 2026-11-22 <proposal.csv >again.csv
	same proposal.csv again.csv
}

@test "a level without charges costs nothing" {
	items 'C1,2026-1,2026-11-12,1000.00,EUR'
	compute
	fees level interest fees total_due | becomes "1 0.00 0.00 1000.00"
}

@test "the reminder fee stands once, on the first overdue row, the line fee on each" {
	charges 'reminder_fee: 10.00' 'line_fee: 1.50'
	items 'C1,2026-1,2026-10-23,100.00,EUR' 'C1,2026-2,2026-10-24,100.00,EUR' 'C1,2026-3,2026-10-25,100.00,EUR'
	compute
	fees reminder_fee line_fee fees | becomes "10.00 1.50 11.50" "0.00 1.50 1.50" "0.00 1.50 1.50"
}

@test "each row bears the charges of its own level, the letter's level decides the reminder fee" {
	items 'C1,2026-1,2026-10-23,1000.00,EUR' 'C1,2026-2,2026-11-12,1000.00,EUR'
	compute
	fees level interest damages reminder_fee | becomes "2 9.86 100.00 10.00" "1 0.00 0.00 0.00"
}

@test "rows that are listed only bear no charge" {
	terms=$'include: open\n    on_hold: show'
	charges 'reminder_fee: 10.00' 'line_fee: 2.00' 'interest: {rate: 12}' 'damages: {percent: 10}'
	echo '2026-11-20T09:00:00Z,paused,C1,2026-3,,,,,,2026-11-20,2026-12-31,,,,,,' >>history.csv
	items 'C1,2026-1,2026-10-23,1000.00,EUR' 'C1,2026-2,2026-11-20,10.00,EUR' \
		'C1,2026-3,2026-10-23,10.00,EUR' 'C1,2026-4,2026-12-20,10.00,EUR' 'C1,2026-5,2026-10-01,-10.00,EUR'
	compute
	fees section fees | sort | becomes "credit 0.00" "not_due 0.00" "on_hold 0.00" "overdue 121.86" "reminded 0.00"
}

@test "interest is the sum over its days, within min and max" {
	charges 'interest: {rate: 12, min: 15.00}'
	compute
	fees interest | becomes 15.00
	charges 'interest: {rate: 12, max: 5.00}'
	compute
	fees interest | becomes 5.00
	charges 'interest: {rate: 12, day_count: act/360}'
	compute
	fees interest_days interest | becomes "30 10.00"
	charges 'interest: {rate: 12, day_count: 30e/360}'
	compute
	fees interest_days interest | becomes "29 9.67"
	charges 'interest: {rate: 12, compound: yearly, from: invoice}'
	printf '%s\n' customer,invoice,invoice_date,due_date,open_amount C1,2026-1,2024-11-22,2026-10-23,1000.00 >items.csv
	select-overdue items.csv >selected.csv
	compute
	fees interest_days interest | becomes "730 254.40"
}

@test "zero and empty are different" {
	charges 'interest: {rate: 0}'
	compute
	fees interest_days interest total_due | becomes "30 0.00 1000.00"
	charges 'interest: {rate: 12, max: 0}' 'damages: {percent: 10, max: 0}'
	compute
	fees interest damages total_due | becomes "0.00 0.00 1000.00"
	charges 'damages: {percent: 0, min: 3.00}' 'reminder_fee: 0' 'line_fee: 0.00'
	compute
	fees damages fees | becomes "3.00 3.00"
}

@test "no minimum of interest is owed on the due date itself" {
	charges 'interest: {rate: 12, from: last_reminder, min: 5.00}'
	reminded 2026-1 2026-11-22 0 0 0 0
	sed -i 's/,1,1,20261122-C1-1/,1,1,20261121-C1-1/' history.csv
	items 'C1,2026-1,2026-10-23,1000.00,EUR'
	compute
	fees interest_days interest | becomes "0 0.00"
}

@test "what was charged before is taken off, but for the fees, and is asked for again" {
	reminded 2026-1 2026-11-10 5.92 100.00 10.00 ''
	items 'C1,2026-1,2026-10-23,1000.00,EUR'
	compute
	fees interest damages reminder_fee fees earlier_fees total_due |
		becomes "3.94 0.00 10.00 13.94 115.92 1129.86"
}

@test "charges that are booked come back in the ledger, so they are not asked for twice" {
	defaults='defaults: {fees_booked: yes}'
	charges 'reminder_fee: 10.00' 'interest: {rate: 12}'
	reminded 2026-1 2026-11-10 5.92 100.00 10.00 ''
	items 'C1,2026-1,2026-10-23,1000.00,EUR'
	compute
	fees interest reminder_fee fees earlier_fees total_due | becomes "3.94 10.00 13.94 0.00 1013.94"
}

@test "a booked charge beside earlier fees is asked for twice: a note says so, once" {
	charges 'reminder_fee: 10.00'
	reminded 2026-1 2026-11-10 5.92 100.00 10.00 ''
	printf '%s\n' customer,invoice,due_date,open_amount,kind C1,2026-1,2026-10-23,1000.00, C1,R1,2026-11-10,115.92,fee \
		C1,R2,2026-11-11,1.00,fee >items.csv
	select-overdue items.csv >selected.csv
	expect 0 compute-fees selected.csv
	says 'selected.csv:3: kind: note: the ledger has a booked charge, and earlier_fees asks for charges once more'
	[ "$(printf '%s\n' "$stderr" | wc -l)" -eq 1 ]
	defaults='defaults: {fees_booked: yes}'
	charges 'reminder_fee: 10.00'
	expect 0 compute-fees selected.csv
	[ -z "$stderr" ]
}

@test "a charge never falls below zero when the item was paid in part" {
	reminded 2026-1 2026-11-10 50.00 200.00 10.00 ''
	items 'C1,2026-1,2026-10-23,100.00,EUR'
	compute
	fees interest damages earlier_fees | becomes "0.00 0.00 260.00"
}

@test "a reminder that was undone has charged nothing" {
	reminded 2026-1 2026-11-10 5.92 100.00 10.00 ''
	echo '2026-11-11T09:00:00Z,undone,C1,,,,,,20261110-C1-1,2026-11-11,,,,,,,' >>history.csv
	items 'C1,2026-1,2026-10-23,1000.00,EUR'
	compute
	fees interest damages earlier_fees | becomes "9.86 100.00 0.00"
}

@test "a reminder that is logged already is not taken for an earlier one" {
	compute
	echo '2026-11-22T09:00:00Z,reminded,C1,2026-1,,standard,2,1,20261122-C1-2,2026-11-22,2026-12-06,9.86,,100.00,10.00,,' >>history.csv
	compute-fees selected.csv >again.csv
	same proposal.csv again.csv

	# With one before that, which still counts.
	tail -n 1 history.csv >logged
	sed -i '$d' history.csv
	reminded 2026-1 2026-11-10 5.92 100.00 10.00 ''
	items 'C1,2026-1,2026-10-23,1000.00,EUR'
	compute
	fees interest earlier_fees | becomes '3.94 115.92'
	cat logged >>history.csv
	compute-fees selected.csv >again.csv
	same proposal.csv again.csv
}

@test "the same level again is another reminder: the one before is taken off" {
	echo '2026-11-12T09:00:00Z,reminded,C1,2026-1,,standard,2,1,20261112-C1-2,2026-11-12,2026-11-20,6.58,,100.00,10.00,,' >>history.csv
	sed -i 's/template: reminder-2/&\n        after_last: 7/; s/escalate: jump/escalate: step/' policy.yaml
	items 'C1,2026-1,2026-10-23,1000.00,EUR'
	compute
	fees n interest damages reminder_fee | becomes "2 3.28 0.00 10.00"
}

@test "from last_reminder: the days since, whatever was charged before" {
	charges 'interest: {rate: 12, from: last_reminder}'
	reminded 2026-1 2026-11-12 500.00 '' '' ''
	items 'C1,2026-1,2026-10-23,1000.00,EUR'
	compute
	fees interest_days interest earlier_fees | becomes "10 3.29 500.00"
}

@test "from last_reminder: a courtesy reminder before the due date starts nothing, none at all starts at the due date" {
	charges 'interest: {rate: 12, from: last_reminder}'
	reminded 2026-1 2026-10-01 '' '' '' ''
	items 'C1,2026-1,2026-10-23,1000.00,EUR' 'C2,2026-2,2026-10-23,1000.00,EUR'
	compute
	fees interest_days interest | becomes "30 9.86" "30 9.86"
}

@test "damages of the gross amount, or of what is open" {
	printf '%s\n' customer,invoice,due_date,amount,open_amount C1,2026-1,2026-10-23,1000.00,400.00 >items.csv
	select-overdue items.csv >selected.csv
	charges 'damages: {percent: 10}'
	compute
	fees damages | becomes 100.00
	charges 'damages: {percent: 10, of: open_amount}'
	compute
	fees damages | becomes 40.00
}

@test "a cost scale over the reminder stands once; netted credits lower its principal" {
	charges 'cost_scale: {scale: nl-wik, of: reminder}'
	items 'C1,2026-1,2026-10-23,600.00,EUR' 'C1,2026-2,2026-10-24,400.00,EUR' 'C1,2026-9,2026-10-24,-200.00,EUR'
	compute
	fees invoice cost | sort | becomes "2026-1 120.00" "2026-2 0.00" "2026-9 0.00"
	terms='credits: list' charges 'cost_scale: {scale: nl-wik, of: reminder}'
	compute
	fees invoice cost | sort | becomes "2026-1 150.00" "2026-2 0.00" "2026-9 0.00"
}

@test "a cost scale of each line, with VAT and bounds of its own" {
	charges 'cost_scale: {scale: nl-wik, of: line, vat_percent: 21}'
	items 'C1,2026-1,2026-10-23,100.00,EUR' 'C1,2026-2,2026-10-24,1000.00,EUR'
	compute
	fees cost vat fees | becomes "40.00 8.40 48.40" "150.00 31.50 181.50"
	charges 'cost_scale: {scale: nl-wik, of: line, min: 50, max: 100}'
	compute
	fees cost | becomes 50.00 100.00
}

@test "a cost scale is owed once: what any of its rows was charged is taken off" {
	charges 'cost_scale: {scale: nl-wik, of: reminder, vat_percent: 21}'
	reminded 2026-2 2026-11-12 '' '' '' 40.00
	items 'C1,2026-1,2026-10-23,600.00,EUR' 'C1,2026-2,2026-10-24,400.00,EUR'
	compute
	fees cost vat | becomes "110.00 23.10" "0.00 0.00"
}

@test "rows of two levels that name one scale share it, by the rule of the higher; a credit lowers one scale only" {
	two_levels 'nl-wik, vat_percent: 21' 'nl-wik, max: 100.00'
	items 'C1,2026-1,2026-10-23,600.00,EUR' 'C1,2026-2,2026-11-12,400.00,EUR'
	compute
	fees level cost vat | becomes "2 100.00 0.00" "1 0.00 0.00"
	two_levels nl-wik be-consumer
	items 'C1,2026-1,2026-10-23,1000.00,EUR' 'C1,2026-2,2026-11-12,1000.00,EUR' 'C1,2026-9,2026-10-24,-500.00,EUR'
	compute
	fees level cost | sort | becomes " 0.00" "1 150.00" "2 65.00"
}

@test "the scale stands on the first row that names it, not on a row of a level without it" {
	charges 'cost_scale: {scale: nl-wik, of: reminder}'
	items 'C1,2026-1,2026-11-12,600.00,EUR' 'C1,2026-2,2026-10-24,400.00,EUR'
	compute
	fees invoice level cost | sort | becomes "2026-1 1 0.00" "2026-2 2 60.00"
}

@test "a dated table: the rates of its periods, its own keys before the defaults" {
	charges 'interest: {rate: nl-commercial}'
	items 'C1,2026-1,2024-11-30,10000.00,EUR'
	compute --as-of 2025-08-30
	fees interest_days interest | becomes "273 826.59"
	charges 'interest: {rate: uk-commercial}'
	items 'C1,2026-1,2023-06-29,1000.00,EUR'
	compute --as-of 2024-06-29
	fees interest | becomes 115.32
	charges 'interest: {rate: uk-commercial, rate_on: period}'
	compute --as-of 2024-06-29
	fees interest | becomes 131.55
}

@test "a date before a table's first rate is the row's fault, and says so" {
	charges 'interest: {rate: uk-commercial}'
	items 'C1,2026-1,2010-10-23,1000.00,EUR' 'C2,2026-2,2026-10-23,1000.00,EUR'
	expect 65 compute-fees selected.csv
	silent
	says 'selected.csv:2: interest: rate table "uk-commercial" begins on 2011-01-01, and interest runs from 2010-10-24'
	expect 1 compute-fees --rejects bad.csv selected.csv
	hides C1,
	shows C2,
	grep -q 'rate table' bad.csv
	refute grep -q 'rate table.*held back' bad.csv
}

@test "a table that ends too early is the policy's fault, told once with its place" {
	charges 'interest: {rate: nl-commercial}'
	items 'C1,2026-1,2026-10-23,1000.00,EUR' 'C2,2026-2,2026-10-23,1000.00,EUR'
	expect 78 compute-fees --as-of 2027-03-02 selected.csv
	silent
	says 'policy.yaml:14:21: interest: rate table "nl-commercial" is known until 2027-03-01, and a rate is wanted on 2027-03-02'
	[ "$(printf '%s\n' "$stderr" | wc -l)" -eq 1 ]
	expect 0 compute-fees --as-of 2027-03-01 selected.csv
	printf '%s\n' 'rates:' '  own: {valid_until: 2026-11-22, from: {2020-01-01: 10}}' >rates.yaml
	charges 'interest: {rate: own}'
	expect 0 compute-fees selected.csv
	expect 78 compute-fees --as-of 2026-11-23 selected.csv
	says 'is known until 2026-11-22'
}

@test "half a year after a table's last rate a note asks for the newer one, once" {
	charges 'interest: {rate: nl-commercial}'
	items 'C1,2026-1,2026-10-23,1000.00,EUR' 'C2,2026-2,2026-10-23,1000.00,EUR'
	expect 0 compute-fees --as-of 2026-12-31 selected.csv
	[ -z "$stderr" ]
	expect 0 compute-fees --as-of 2027-01-01 selected.csv
	says 'rates.yaml: note: interest is charged by the last rate of "nl-commercial", of 2026-07-01: is there a newer one?'
	[ "$(printf '%s\n' "$stderr" | wc -l)" -eq 1 ]
	# where the first day's rate holds, it is that day's
	charges 'interest: {rate: uk-commercial}'
	expect 0 compute-fees --as-of 2027-01-01 selected.csv
	[ -z "$stderr" ]
	printf '%s\n' 'rates:' '  own: {rate_on: start, from: {2026-01-01: 10}}' >rates.yaml
	charges 'interest: {rate: own}'
	items 'C1,2026-1,2026-08-23,1000.00,EUR'
	expect 0 compute-fees selected.csv
	says 'rates.yaml: note: interest is charged by the last rate of "own", of 2026-01-01'
	# who knows how long his rates hold says so
	printf '%s\n' 'rates:' '  own: {valid_until: 2030-01-01, from: {2020-01-01: 10}}' >rates.yaml
	charges 'interest: {rate: own}'
	expect 0 compute-fees selected.csv
	[ -z "$stderr" ]
}

@test "rates.yaml is needed only where a charge names a table or a scale" {
	export DUN_DATADIR=$PWD/empty
	compute
	charges 'interest: {rate: own}'
	expect 66 compute-fees selected.csv
	silent
	says rates.yaml
}

@test "a table or scale that is not there is told with its place and the nearest name" {
	charges 'interest: {rate: nl-comercial}' 'cost_scale: {scale: nl-wk}'
	expect 78 compute-fees selected.csv
	silent
	says 'policy.yaml:14:21:'
	says 'has no rate table "nl-comercial"; did you mean "nl-commercial"'
	says 'policy.yaml:15:23:'
	says 'has no scale "nl-wk"; did you mean "nl-wik"'
}

@test "every fault of rates.yaml is told with its place" {
	charges 'interest: {rate: own}'
	cat >rates.yaml <<-'YAML'
	rates:
	  own: {from: {2026-07-01: 10, 2026-01-01: 9, 2026-02-30: 8}, frm: {}}
	  two: {from: {2026-01-01: -1}, compound: monthly, day_count: act/366}
	  "12": {from: {}}
	  three: {source: [a, b], note: {a: b}, valid_until: 2025-01-01, from: {2026-01-01: 5}}
	  four: {}
	scales:
	  s: {currency: EURO, min: 5, max: 4, tiers: [{percent: 5}, {up_to: 10, percent: 4}]}
	  t: {tiers: [{up_to: 10.001}, {up_to: 5}, {base: x}]}
	  u: {tiers: []}
	rate: {}
	YAML
	expect 78 compute-fees selected.csv
	silent
	says 'rates.yaml:2:32: from: "2026-01-01" stands below a later date'
	says 'rates.yaml:2:47: from: "2026-02-30" is not a date like 2026-07-01'
	says 'rates.yaml:2:63: "frm" is no key of a rate table; did you mean "from"'
	says 'rates.yaml:3:28: from: "-1" is not a percentage from 0 to 1000'
	says 'rates.yaml:3:43: compound: "monthly" is not none or yearly'
	says 'rates.yaml:3:63: day_count: "act/366" is not act/365, act/360, act/act or 30e/360'
	says 'rates.yaml:4:3: rates: "12" cannot be a name'
	says 'rates.yaml:4:16: from: names no rate'
	says 'rates.yaml:5:33: note: is not a text or a list of texts'
	says 'rates.yaml:5:54: valid_until: "2025-01-01" is before the last rate'
	says 'rates.yaml:6:9: from: is missing'
	says 'rates.yaml:8:17: currency: "EURO" is not a currency code'
	says 'rates.yaml:8:28: min: is more than max'
	says 'rates.yaml:8:47: up_to: is missing'
	says 'rates.yaml:8:61: up_to: the last tier goes without it'
	says 'rates.yaml:9:23: up_to: "10.001" is not an amount'
	says 'rates.yaml:9:51: base: "x" is not an amount'
	says 'rates.yaml:10:14: tiers: is empty'
	says 'rates.yaml:11:1: "rate" is no key of a file of rates; did you mean "rates"'
}

@test "what stands in rates.yaml where something else belongs is told with its place" {
	charges 'interest: {rate: own}'
	cat >rates.yaml <<-'YAML'
	rates:
	  own: [2026-01-01]
	  two: {from: [10], source: {a: b}, note: [[a]], valid_until: [2027-01-01], compound: [none]}
	  three: {from: {2026-01-01: [10], 2026-07-01: 1001}, valid_until: soon, day_count: {a: b}}
	  "": {from: {2026-01-01: 1}}
	YAML
	expect 78 compute-fees selected.csv
	silent
	sed 's/^compute-fees: //' <<<"$stderr" >told
	same told - <<-'END'
	rates.yaml:5:3: rates: "" cannot be a name: it is a number or empty
	rates.yaml:2:8: own: is not a group of keys (key: value)
	rates.yaml:3:29: source: is not a text or a list of texts
	rates.yaml:3:43: note: is not a text or a list of texts
	rates.yaml:3:15: from: is not a group of keys (key: value)
	rates.yaml:3:63: valid_until: is not one value
	rates.yaml:3:87: compound: is not one value
	rates.yaml:4:30: from: is not one value
	rates.yaml:4:48: from: "1001" is not a percentage from 0 to 1000, like 8 or 11.15
	rates.yaml:4:68: valid_until: "soon" is not a date like 2026-07-01
	rates.yaml:4:85: day_count: is not one value
	END
	cat >rates.yaml <<-'YAML'
	scales:
	  s: 15
	  t: {currency: [EUR], min: [5], max: -1, tiers: {percent: 5}}
	  u: {tiers: [15, {up_to: [10]}, {up_to: 9, base: 1, percent: [5]}, {up_to: 9}, {percent: x}]}
	  v: {source: a}
	YAML
	expect 78 compute-fees selected.csv
	sed 's/^compute-fees: //' <<<"$stderr" >told
	same told - <<-'END'
	rates.yaml:2:6: s: is not a group of keys (key: value)
	rates.yaml:3:17: currency: is not one value
	rates.yaml:3:29: min: is not one value
	rates.yaml:3:39: max: "-1" is not an amount from 0 with at most 2 decimals
	rates.yaml:3:50: tiers: is not a list ([..., ...])
	rates.yaml:4:15: tiers: is not a group of keys (key: value)
	rates.yaml:4:27: up_to: is not one value
	rates.yaml:4:63: percent: is not one value
	rates.yaml:4:69: up_to: is not above the tier before
	rates.yaml:4:91: percent: "x" is not a percentage from 0 to 1000, like 8 or 11.15
	rates.yaml:5:6: tiers: is missing
	END
	echo '[rates]' >rates.yaml
	expect 78 compute-fees selected.csv
	says 'rates.yaml:1:1: the file: is not a group of keys (key: value)'
	echo 'rates: 10' >rates.yaml
	expect 78 compute-fees selected.csv
	says 'rates.yaml:1:8: rates: is not a group of keys (key: value)'
}

@test "a fixed amount without the row's currency is an error that names the row" {
	items 'C1,2026-1,2026-10-23,1000.00,EUR' 'C2,2026-2,2026-10-23,1000.00,GBP'
	expect 65 compute-fees selected.csv
	silent
	says 'selected.csv:3: reminder_fee: the policy (line 14) has no amount in GBP'
	expect 1 compute-fees --rejects bad.csv selected.csv
	hides GBP
	shows C1,
	grep -q GBP bad.csv
	charges 'reminder_fee: {EUR: 10.00, GBP: 9.00}' 'interest: {rate: 12}' 'line_fee: 0'
	compute
	fees currency reminder_fee interest | becomes "EUR 10.00 9.86" "GBP 9.00 9.86"
}

@test "a customer with a row at fault is held back as a whole: his other letters go to the rejects, nobody else's" {
	terms='letter_per: invoice'
	charges 'reminder_fee: {EUR: 5}'
	items C1,F1,2026-10-01,10,EUR C1,F2,2026-10-01,10,GBP C1,F3,2026-10-01,10,EUR C2,F4,2026-10-01,10,EUR
	expect 1 compute-fees --rejects bad.csv selected.csv
	says 'selected.csv:3: reminder_fee: the policy '
	[ "$(wc -l <<<"$stderr")" -eq 1 ]
	[ "$(column invoice <(printf '%s\n' "$output"))" = F4 ]
	[ "$(column invoice bad.csv | xargs)" = 'F2 F1 F3' ]
	[ "$(grep -c 'held back: the customer has a faulty row$' bad.csv)" -eq 2 ]
}

@test "bounds and scales keep to their currency too" {
	items 'C2,2026-2,2026-10-23,1000.00,GBP'
	charges 'interest: {rate: 12, min: 5.00}'
	expect 65 compute-fees selected.csv
	says 'interest: the policy (line 14) has no amount in GBP'
	charges 'cost_scale: {scale: nl-wik}'
	expect 65 compute-fees selected.csv
	says 'cost_scale: scale "nl-wik" is in EUR, the item in GBP'
	charges 'cost_scale: {scale: uk-fixed, of: line}'
	compute
	fees cost | becomes 70.00
	printf '%s\n' 'scales:' '  any: {tiers: [{percent: 10}]}' >rates.yaml
	charges 'cost_scale: {scale: any}'
	compute
	fees cost | becomes 100.00
	items 'C2,2026-2,2026-10-23,1000,JPY'
	expect 65 compute-fees selected.csv
	says 'names no currency'
}

@test "amounts have their currency's decimals" {
	charges 'interest: {rate: 12}' 'damages: {percent: 10}'
	items 'C1,2026-1,2026-10-23,1000,JPY' 'C2,2026-2,2026-10-23,1000.000,KWD'
	compute
	fees interest damages total_due | becomes "10 100 1110" "9.863 100.000 1109.863"
}

@test "charges that do not fit are an error, never a wrong amount" {
	items 'C1,2026-1,2026-10-23,90000000000000000.00,EUR'
	charges 'damages: {percent: 100}'
	expect 65 compute-fees selected.csv
	silent
	says 'selected.csv:2: open_amount: "90000000000000000.00" and its charges are too large together'
	charges 'damages: {percent: 1000}'
	expect 65 compute-fees selected.csv
	silent
	says 'selected.csv:2: damages: is too large to be computed'
}

@test "--explain says how each charge comes about, and changes nothing else" {
	charges 'reminder_fee: 10.00' 'interest: {rate: nl-commercial, min: 5.00}' \
		'damages: {percent: 10, max: 90.00}' 'cost_scale: {scale: nl-wik, vat_percent: 21}'
	reminded 2026-1 2026-11-10 4.00 '' '' ''
	items 'C1,2026-1,2026-06-15,1000.00,EUR' 'C1,2026-9,2026-10-24,-200.00,EUR'
	compute
	compute-fees --explain selected.csv >again.csv 2>sums
	same proposal.csv again.csv
	# 15 days at 10.15 and 145 at 10.40: 45.4863
	sed 's/^compute-fees: note: 20261122-C1-2: //' sums | becomes \
		'2026-1: reminder_fee: once for the reminder = 10.00' \
		'2026-1: interest: 1000.00 at 10.15% for 15 days (2026-06-16 to 2026-06-30), 10.4% for 145 days (2026-07-01 to 2026-11-22), act/365, rounded once = 45.49, less 4.00 charged before = 41.49' \
		'2026-1: damages: 10% of 1000.00, the invoice'\''s amount = 100.00, at most 90.00' \
		'2026-1: cost: scale "nl-wik" of 800.00, 200.00 of credits taken off: 15%, at least 40.00, at most 6775.00 = 120.00' \
		'2026-1: vat: 21% of 120.00 = 25.20'
}

@test "--explain names the tier of a scale" {
	charges 'cost_scale: {scale: nl-wik}'
	items 'C1,2026-1,2026-10-23,3000.00,EUR' 'C1,2026-2,2026-10-24,1000.00,EUR'
	compute --explain
	says '2026-1: cost: scale "nl-wik" of 4000.00 in 2 items: 375.00 and 10% of what is above 2500.00, at least 40.00, at most 6775.00 = 525.00'
	charges 'cost_scale: {scale: eu-fixed, of: line}'
	compute --explain
	says '2026-2: cost: scale "eu-fixed" of 1000.00: 40.00 = 40.00'
}

@test "--explain shows each year of compound interest, and each rounded period" {
	charges 'interest: {rate: 12, compound: yearly, round: period}'
	items 'C1,2026-1,2024-10-23,1000.00,EUR'
	compute --explain
	says '1000.00 at 12% for 365 days (2024-10-24 to 2025-10-23) = 120.00, a year is full: on 1120.00, 12% for 365 days (2025-10-24 to 2026-10-23) = 134.40, a year is full: on 1254.40, 12% for 30 days (2026-10-24 to 2026-11-22) = 12.37, act/365, rounded each period = 266.77'
}

@test "rows that were left out by hand are refused, and taken with --renew" {
	items 'C1,2026-1,2026-10-23,1000.00,EUR' 'C1,2026-2,2026-11-12,500.00,EUR' 'C2,2026-3,2026-10-23,100.00,EUR'
	compute
	grep -v 2026-1, proposal.csv >less.csv
	expect 65 compute-fees less.csv
	silent
	says 'reminder "20261122-C1-2" has 1 of its 2 rows'
	expect 0 compute-fees --renew less.csv
	printf '%s\n' "$output" >proposal.csv
	fees reminder invoice level rows template pay_by reminder_fee | becomes \
		"20261122-C1-1 2026-2 1 1 reminder-1 2026-11-30 0.00" \
		"20261122-C2-2 2026-3 2 1 reminder-2 2026-12-06 10.00"
	compute-fees proposal.csv >again.csv
	same proposal.csv again.csv
	compute-fees --renew proposal.csv >again.csv
	same proposal.csv again.csv
}

@test "--renew moves the fee of the reminder to the first row that is left" {
	items 'C1,2026-1,2026-10-23,1000.00,EUR' 'C1,2026-2,2026-10-24,500.00,EUR'
	compute
	fees reminder_fee | becomes 10.00 0.00
	grep -v 2026-1, proposal.csv >less.csv
	compute-fees --renew less.csv >proposal.csv
	fees reminder rows reminder_fee | becomes "20261122-C1-2 1 10.00"
}

@test "--renew leaves out a reminder that has no overdue row any more, and says so" {
	items 'C1,2026-1,2026-10-23,1000.00,EUR' 'C1,2026-2,2026-11-20,10.00,EUR' 'C2,2026-3,2026-10-23,100.00,EUR'
	grep -v 2026-1, selected.csv >less.csv
	expect 0 compute-fees --renew less.csv
	says 'reminder "20261122-C1-2" has no overdue row any more; it is left out'
	hides 2026-2
	shows 2026-3
}

@test "--renew leaves out a reminder of which credits cover what is left, and says so" {
	items 'C1,2026-1,2026-10-23,100.00,EUR' 'C1,2026-2,2026-10-23,50.00,EUR' 'C1,K-1,2026-10-23,-50.00,EUR'
	grep -v 2026-1, selected.csv >less.csv
	expect 0 compute-fees --renew less.csv
	says 'reminder "20261122-C1-2" asks for nothing any more, for credits cover it; it is left out'
	hides 2026-2
	grep -v 2026-2, selected.csv >less.csv
	expect 0 compute-fees --renew less.csv
	shows 2026-1
	terms='credits: list' charges 'reminder_fee: 10.00'
	items 'C1,2026-1,2026-10-23,100.00,EUR' 'C1,2026-2,2026-10-23,50.00,EUR' 'C1,K-1,2026-10-23,-50.00,EUR'
	grep -v 2026-1, selected.csv >less.csv
	expect 0 compute-fees --renew less.csv
	shows 2026-2
}

@test "--as-of makes the reminders for another day" {
	compute
	expect 0 compute-fees --as-of 2026-12-01 proposal.csv
	printf '%s\n' "$output" >proposal.csv
	fees reminder as_of days_overdue pay_by interest_days interest | becomes \
		"20261201-C1-2 2026-12-01 39 2026-12-15 39 12.82"
	expect 0 compute-fees --as-of 2026-11-22 proposal.csv
	printf '%s\n' "$output" >again.csv
	compute-fees selected.csv | same - again.csv
}

@test "--as-of: what is listed and not reminded is overdue by its day, or not due yet" {
	terms='include: open' charges 'reminder_fee: 10.00'
	items C1,2026-1,2026-10-23,1000.00,EUR C1,2026-2,2026-11-23,5.00,EUR C1,2026-3,2026-11-30,5.00,EUR
	compute
	fees section | becomes overdue not_due not_due
	compute-fees --as-of 2026-11-24 proposal.csv >later.csv
	column section later.csv | becomes overdue reminded not_due
	compute-fees --as-of 2026-11-22 later.csv | same - proposal.csv
}

@test "a renewed number keeps what followed the level, and avoids one that the history has" {
	terms='letter_per: invoice' charges 'reminder_fee: 10.00'
	items 'C1,2026/1,2026-10-23,1000.00,EUR' 'C1,2026/2,2026-10-23,1000.00,EUR'
	compute
	fees reminder | becomes 20261122-C1-2-2026_1 20261122-C1-2-2026_2
	echo '2026-11-23T09:00:00Z,reminded,C1,x,,standard,2,1,20261123-C1-2-2026_1,2026-11-23,,,,,,,' >>history.csv
	compute-fees --as-of 2026-11-23 proposal.csv >later.csv
	column reminder later.csv | sed 's/[0-9a-f]\{8\}$/HASH/' | becomes 20261123-C1-2-2026_1-HASH 20261123-C1-2-2026_2
	compute-fees --as-of 2026-11-23 later.csv | same - later.csv
}

@test "made anew, a reminder leaves its number to another that was sent with it since, and keeps it if that was itself" {
	items 'C1,2026-1,2026-10-23,1000.00,EUR' 'C1,2026-2,2026-10-23,500.00,EUR'
	compute
	fees reminder | sort -u | becomes 20261122-C1-2
	cp history.csv before.csv
	echo '2026-11-22T09:00:00Z,listed,C1,2026-1,,standard,,,20261122-C1-2,2026-11-22,,,,,,,' >>history.csv
	echo '2026-11-22T09:00:00Z,reminded,C1,2026-3,,standard,2,1,20261122-C1-2,2026-11-22,,,,,,,' >>history.csv
	compute-fees --renew proposal.csv >renewed.csv
	column reminder renewed.csv | sed 's/[0-9a-f]\{8\}$/HASH/' | sort -u | becomes 20261122-C1-2-HASH
	compute-fees --renew renewed.csv | same - renewed.csv
	cp before.csv history.csv
	echo '2026-11-22T09:00:00Z,reminded,C1,2026-1,,standard,2,1,20261122-C1-2,2026-11-22,,,,,,,' >>history.csv
	compute-fees --renew proposal.csv | column reminder | sort -u | becomes 20261122-C1-2
}

@test "a level whose name begins with another's is told apart in the number" {
	sed -i 's/id: "2"/id: 1-b/' policy.yaml
	items 'C1,2026-1,2026-10-23,1000.00,EUR' 'C1,2026-2,2026-11-12,500.00,EUR'
	grep -v 2026-1, selected.csv >less.csv
	compute-fees --renew less.csv >proposal.csv
	fees reminder template | becomes "20261122-C1-1 reminder-1"
}

@test "a template that a person chose stays, that of the level follows the level" {
	printf '%s\n' customer,invoice,due_date,open_amount,template C1,2026-1,2026-10-23,1000.00, \
		C1,2026-2,2026-11-12,500.00,special C1,2026-3,2026-11-12,500.00, >items.csv
	select-overdue items.csv >selected.csv
	grep -v 2026-1, selected.csv >less.csv
	compute-fees --renew less.csv >proposal.csv
	fees template | becomes special reminder-1
}

@test "a cell that another program changed is refused" {
	sed 's/1000.00/100.00/' selected.csv >changed.csv
	expect 65 compute-fees changed.csv
	silent
	says 'changed.csv:2: check:'
}

@test "a level or terms that the policy does not have are the row's fault" {
	items 'C1,2026-1,2026-10-23,1000.00,EUR' 'C2,2026-2,2026-10-23,100.00,EUR'
	sed 's/id: "2"/id: two/' policy.yaml >other.yaml
	expect 65 compute-fees --policy other.yaml selected.csv
	silent
	says 'selected.csv:2: level: "2" is not a level of its terms in the policy'
	says 'selected.csv:3: level: "2" is not a level of its terms in the policy'
	sed 's/standard:/other:/; s/^company/defaults: {terms: other}\ncompany/' policy.yaml >other.yaml
	DUN_POLICY=other.yaml expect 65 compute-fees selected.csv
	says 'selected.csv:2: terms: "standard" are not among the terms of the policy'
}

@test "the history must be there, and be in order" {
	rm history.csv
	expect 66 compute-fees selected.csv
	silent
	says history.csv
	echo time,event,customer >other.csv
	expect 0 compute-fees --history other.csv selected.csv
	cat >other.csv <<-'CSV'
	time,event,customer,invoice,terms,level,n,date,interest
	2026-11-01T09:00:00Z,reminded,C1,2026-1,standard,1,1,2026-11-01,1.234
	CSV
	expect 65 compute-fees --history other.csv selected.csv
	silent
	says 'selected.csv:2: invoice: "2026-1" has charges in the history that are no amounts'
}

@test "nothing to charge is no fault: a header gives a header" {
	head -n 1 selected.csv >none.csv
	expect 0 compute-fees none.csv
	[ "${#lines[@]}" -eq 1 ]
	shows total_due
}

@test "a proposal of --all, an empty stream and a wrong option are refused" {
	select-overdue --all items.csv >all.csv
	expect 65 compute-fees all.csv
	silent
	expect 65 compute-fees </dev/null
	silent
	expect 64 compute-fees --as-of yesterday selected.csv
	says 'option --as-of: "yesterday" is not a date'
}

@test "where the policy names a law, no consumer is charged while it does not allow that" {
	sed -i '1i law: [nl]' policy.yaml
	expect 78 compute-fees selected.csv
	silent
	says 'policy.yaml:9:9: pay_within: a consumer may be charged under these terms (selected.csv:2), which a law does not allow: terms "standard", level "1": '
	[ "$(wc -l <<<"$stderr")" -eq 1 ]
	items 'C1,2026-1,2026-11-12,1000.00,EUR'
	expect 0 compute-fees selected.csv
	[ -z "$stderr" ]
}

@test "a law that allows the consumer's terms, and other terms that only a business gets, stands in nobody's way" {
	cat >policy.yaml <<-'YAML'
	company: {name: Voorbeeld BV, country: NL}
	law: [nl]
	defaults: {language: nl, terms: business}
	terms_for: [{where: ["type = consumer"], terms: consumer}]
	terms:
	  business:
	    agreed_in: art. 7
	    levels: [{after_due: 7, charges: {reminder_fee: 50.00}}]
	  consumer:
	    letter_per: invoice
	    levels:
	      - {after_due: 7, pay_within: 14, transit_days: {email: 2, post: 4}, template: consumer-14-days}
	      - {after_pay_by: 1, charges: {cost_scale: {scale: nl-wik}}}
	YAML
	printf '%s\n' customer,name,email,type C1,Een,een@example.org,business C2,Twee,twee@example.org,consumer >customers.csv
	echo 2026-10-20T09:00:00Z,reminded,C2,2026-2,,consumer,1,1,R,2026-10-20,2026-11-12,,,,,, >>history.csv
	items 'C1,2026-1,2026-10-02,1000.00,EUR' 'C2,2026-2,2026-10-02,1000.00,EUR'
	compute
	fees reminder_fee cost | becomes "50.00 0.00" "0.00 150.00"
	# what the law does not allow a consumer is no matter of a business's reminder
	sed -i 's/pay_within: 14/pay_within: 13/' policy.yaml
	expect 78 compute-fees selected.csv
	says '[nl-14-days: '
	grep -v ^2026.*C2 selected.csv >c1.csv
	compute-fees c1.csv | column reminder_fee | becomes 50.00
	sed -i 's/type = consumer/type = business/; s/terms: consumer}]/terms: business}]/; s/terms: business}$/terms: consumer}/' policy.yaml
	expect 78 compute-fees selected.csv
	says '[nl-14-days: '
}

@test "a row that says itself that it is a business's is not a consumer's" {
	sed -i '1i law: [nl]' policy.yaml
	sed -i '1s/$/,type/; 2s/$/,business/' items.csv
	select-overdue items.csv >selected.csv
	expect 0 compute-fees selected.csv
	sed -i 's/business/consumer/' items.csv
	select-overdue items.csv >selected.csv
	expect 78 compute-fees selected.csv
}

@test "a consumer is one by the customer file too, whatever terms he or his invoice names" {
	sed -i '1i law: [nl]' policy.yaml
	sed -i 's/^company: .*/company: {name: Voorbeeld BV, country: NL}/' policy.yaml
	# nobody is a consumer: all are known to be businesses
	printf '%s\n' customer,name,email,type,country C1,Een,een@example.org,business,NL C2,Twee,twee@example.org,business, >customers.csv
	items 'C1,2026-1,2026-10-23,1000.00,EUR' 'C2,2026-2,2026-10-23,1000.00,EUR'
	expect 0 compute-fees selected.csv
	sed -i 's/^C2,\(.*\)business/C2,\1consumer/' customers.csv
	expect 78 compute-fees selected.csv
	silent
	says ': a consumer is charged under these terms (selected.csv:3), which a law does not allow: '
	# of another country, which this law is not for
	sed -i 's/^C2,\(.*\)consumer,/C2,\1consumer,FR/' customers.csv
	expect 0 compute-fees selected.csv
	# terms that terms_for gives businesses alone, and a consumer names, or his invoice
	cat >policy.yaml <<-'YAML'
	company: {name: Voorbeeld BV, country: NL}
	law: [nl]
	defaults: {terms: free}
	terms_for: [{where: ["type = business"], terms: business}]
	terms:
	  free: {levels: [{after_due: 7}]}
	  business:
	    agreed_in: art. 7
	    levels: [{after_due: 7, charges: {reminder_fee: 50.00}}]
	YAML
	printf '%s\n' customer,name,email,type,terms C1,Een,een@example.org,consumer, C2,Twee,twee@example.org,business, >customers.csv
	items 'C1,2026-1,2026-10-23,1000.00,EUR' 'C2,2026-2,2026-10-23,1000.00,EUR'
	compute
	fees terms fees | becomes "free 0.00" "business 50.00"
	sed -i 's/consumer,$/consumer,business/' customers.csv
	items 'C1,2026-1,2026-10-23,1000.00,EUR' 'C2,2026-2,2026-10-23,1000.00,EUR'
	expect 78 compute-fees selected.csv
	says 'a consumer is charged under these terms (selected.csv:2), which a law does not allow: terms "business", level "1": '
	says '[nl-free-letter: '
	sed -i 's/consumer,business/consumer,/' customers.csv
	sed -i '1s/$/,terms/; 2s/$/,business/; 3s/$/,/' items.csv
	select-overdue items.csv >selected.csv
	expect 78 compute-fees selected.csv
	says '(selected.csv:2)'
	# without the customer file the policy alone says who may be a consumer
	mv customers.csv elsewhere.csv
	expect 0 compute-fees selected.csv
}

@test "where the policy names a law, a customer file that is wrong is an error" {
	sed -i '1i law: [nl]' policy.yaml
	echo klant >customers.csv
	expect 65 compute-fees selected.csv
	silent
}

@test "interest from the invoice date needs one" {
	charges 'interest: {rate: 12, from: invoice}'
	expect 65 compute-fees selected.csv
	silent
	says 'selected.csv:2: interest: runs from the invoice date, and there is none'
}

@test "each shipped table and scale tells its source" {
	awk '/^  [a-z-]+:$/ { name = $1; names++ } /^    source:/ { sources++; if (name in seen) exit 1; seen[name] }
		END { exit !(names == 12 && sources == names) }' "$ROOT/examples/rates.yaml"
}

# Costs that one row bore for several.

@test "costs over a reminder count for each item that stood there, also when the row that bore them is paid and gone" {
	charges 'cost_scale: {scale: nl-wik, vat_percent: 21}'
	reminded 2026-1 2026-11-12 '' '' '' 150.00
	reminded 2026-2 2026-11-12 '' '' '' ''
	items 'C1,2026-2,2026-10-24,400.00,EUR'
	compute
	fees cost vat earlier_fees total_due | becomes "0.00 0.00 0.00 400.00"
	# 15% of 2400.00 for the two, of which 150.00 were demanded
	items 'C1,2026-2,2026-10-24,400.00,EUR' 'C1,2026-3,2026-10-25,2000.00,EUR'
	compute
	fees cost vat | becomes "210.00 44.10" "0.00 0.00"
	compute-fees --explain selected.csv 2>&1 >/dev/null | grep -q 'nl-wik" of 2400.00 in 2 items: 15%, at least 40.00, at most 6775.00 = 360.00, less 150.00 charged before = 210.00'
}

@test "costs that two reminders bore are each taken off once, whoever of their items is left" {
	charges 'cost_scale: {scale: nl-wik}'
	reminded 2026-1 2026-11-02 '' '' '' 60.00
	reminded 2026-2 2026-11-02 '' '' '' ''
	reminded 2026-2 2026-11-12 '' '' '' 20.00
	reminded 2026-3 2026-11-12 '' '' '' ''
	items 'C1,2026-1,2026-10-24,400.00,EUR' 'C1,2026-2,2026-10-24,400.00,EUR' 'C1,2026-3,2026-10-25,400.00,EUR'
	compute
	fees cost | becomes 100.00 0.00 0.00
	items 'C1,2026-3,2026-10-25,400.00,EUR'
	compute
	fees cost | becomes 40.00
	items 'C1,2026-2,2026-10-25,800.00,EUR'
	compute
	fees cost | becomes 40.00
}

@test "costs of a reminder that was undone, of each line, or of another level's items count for no other item" {
	charges 'cost_scale: {scale: nl-wik}'
	reminded 2026-1 2026-11-12 '' '' '' 90.00
	reminded 2026-2 2026-11-12 '' '' '' ''
	items 'C1,2026-2,2026-10-24,400.00,EUR'
	compute
	fees cost | becomes 0.00
	cp history.csv before.csv
	echo '2026-11-13T09:00:00Z,undone,C1,,,,,,20261112-C1-1,2026-11-13,,,,,,,' >>history.csv
	compute
	fees cost | becomes 60.00
	two_levels 'nl-wik, of: line' 'nl-wik, of: line'
	cp before.csv history.csv
	compute
	fees cost | becomes 60.00
	charges 'cost_scale: {scale: nl-wik}'
	sed -i '/,2026-1,/s/standard,1,1/standard,2,1/' history.csv
	compute
	fees cost | becomes 60.00
}

# Part payments.

# paid ROW...: customer, invoice, date, amount.
paid() {
	{
		echo customer,invoice,date,amount
		printf '%s\n' "$@"
	} >payments.csv
}

# owed AMOUNT OPEN: one invoice of C1, due on 23 October.
owed() {
	printf '%s\n' customer,invoice,due_date,amount,open_amount "C1,2026-1,2026-10-23,$1,$2" >items.csv
	select-overdue items.csv >selected.csv
}

# bears INTEREST [OPTION...]: what the one row charges with payments.csv.
bears() {
	local wanted=$1
	shift
	compute --payments payments.csv "$@"
	fees interest | becomes "$wanted"
}

@test "--payments: interest over what was open when it was open" {
	charges 'interest: {rate: 12}'
	owed 1000.00 600.00
	compute
	fees interest_days interest total_due | becomes "30 5.92 605.92"
	# 10 days of 1000.00 and 20 of 600.00
	paid C1,2026-1,2026-11-02,400.00
	compute --payments payments.csv --explain
	fees interest_days interest total_due | becomes "30 7.23 607.23"
	says '2026-1: payment: 400.00 on 2026-11-02: 400.00 of it on the principal'
	says '2026-1: interest: 1000.00 at 12% for 10 days (2026-10-24 to 2026-11-02), 400.00 paid by 2026-11-02: on 600.00, 12% for 20 days (2026-11-03 to 2026-11-22), act/365, rounded once = 7.23'
	compute-fees --payments payments.csv proposal.csv >again.csv
	same proposal.csv again.csv
	# 10 x 1000, 10 x 900 and 10 x 600, whatever the order of the rows
	paid C1,2026-1,2026-11-12,300.00 C1,2026-1,2026-11-02,100.00
	bears 8.22
}

@test "--payments: the day of a payment still bears interest; one before the due date changes nothing, one after as-of does not count" {
	charges 'interest: {rate: 12}'
	owed 1000.00 600.00
	paid C1,2026-1,2026-10-24,400.00
	bears 6.05
	paid C1,2026-1,2026-11-22,400.00
	bears 9.86
	paid C1,2026-1,2026-10-23,400.00
	bears 5.92
	paid C1,2026-1,2026-01-01,400.00
	bears 5.92
	paid C1,2026-1,2026-11-23,400.00
	bears 5.92
	compute --payments payments.csv --as-of 2026-11-23
	fees interest | becomes 10.19
}

@test "--payments: day counts, rounded periods, dated tables and compound interest" {
	owed 1000.00 600.00
	paid C1,2026-1,2026-11-02,400.00
	charges 'interest: {rate: 12, day_count: act/360}'
	bears 7.33
	charges 'interest: {rate: 12, round: period}'
	bears 7.24
	# 10 days of 1000.00 at 10%, 10 of 600.00 at 10%, 10 of 600.00 at 20%
	printf '%s\n' 'rates:' '  own: {from: {2020-01-01: 10, 2026-11-13: 20}}' >rates.yaml
	charges 'interest: {rate: own}'
	bears 7.67
	charges 'interest: {rate: own, rate_on: start}'
	bears 6.03
	# 10000.00 at 8%: 800.00; 181 days of 10800.00 and 184 of 5800.00, 662.36; 8% of 6462.36
	printf '%s\n' customer,invoice,due_date,amount,open_amount C1,2026-1,2024-12-31,10000.00,5000.00 >items.csv
	select-overdue items.csv >selected.csv
	paid C1,2026-1,2026-06-30,5000.00
	charges 'interest: {rate: 8, compound: yearly}'
	bears 1979.34 --as-of 2027-12-31
	charges 'interest: {rate: 8, compound: yearly, round: period}'
	bears 1979.35 --as-of 2027-12-31
}

@test "--payments: from the invoice date, and since the last reminder" {
	printf '%s\n' customer,invoice,invoice_date,due_date,amount,open_amount \
		C1,2026-1,2026-10-03,2026-10-23,1000.00,600.00 >items.csv
	paid C1,2026-1,2026-10-13,400.00
	charges 'interest: {rate: 12, from: invoice}'
	select-overdue items.csv >selected.csv
	# 10 days of 1000.00, 40 of 600.00
	bears 11.18
	reminded 2026-1 2026-11-02 5.00 '' '' ''
	charges 'interest: {rate: 12, from: last_reminder}'
	select-overdue items.csv >selected.csv
	bears 3.95
	# 15 days of 1000.00 - the 5.00 of interest pay first - and 5 of 605.00
	paid C1,2026-1,2026-11-17,400.00
	bears 5.93
}

@test "--payments: allocation says what a payment pays first; what is owed in all is the same but for the interest" {
	reminded 2026-1 2026-10-30 2.30 20.00 10.00 30.00
	paid C1,2026-1,2026-11-02,400.00
	# Of the 400.00 the principal gets 337.70; 340.00; 397.70; all.
	while read -r order interest; do
		terms="allocation: [${order//,/, }]" charges 'interest: {rate: 12}'
		owed 1000.00 600.00
		compute --payments payments.csv
		fees interest earlier_fees | becomes "$interest 62.30"
		[ "$(fees total_due)" = "$(awk -v i="$interest" 'BEGIN { printf "%.2f", 600 + 62.30 + i }')" ]
	done <<-'END'
	costs,interest,principal 5.34
	interest,costs,principal 5.34
	costs,principal,interest 5.33
	interest,principal,costs 4.95
	principal,costs,interest 4.93
	principal,interest,costs 4.93
	END
	# costs and interest first where the policy says nothing
	charges 'interest: {rate: 12}'
	owed 1000.00 600.00
	compute --payments payments.csv --explain
	fees interest | becomes 5.34
	says '2026-1: payment: 400.00 on 2026-11-02: 337.70 of it on the principal, 60.00 on costs demanded before, 2.30 on interest demanded before'
}

@test "--payments: a payment pays what was demanded before its day only, once, and nothing that was undone or is booked" {
	charges 'interest: {rate: 12}'
	reminded 2026-1 2026-11-02 '' '' 50.00 ''
	owed 1000.00 600.00
	paid C1,2026-1,2026-11-02,400.00
	bears 7.23
	paid C1,2026-1,2026-11-03,400.00
	# 11 x 1000.00, 19 x 650.00
	bears 7.68
	# 11 x 1000.00, 1 x 950.00, 18 x 650.00
	paid C1,2026-1,2026-11-03,100.00 C1,2026-1,2026-11-04,300.00
	bears 7.78
	cp history.csv before.csv
	echo '2026-11-20T09:00:00Z,undone,C1,,,,,,20261102-C1-1,2026-11-20,,,,,,,' >>history.csv
	paid C1,2026-1,2026-11-03,400.00
	bears 7.36
	cp before.csv history.csv
	defaults='defaults: {fees_booked: yes}' charges 'interest: {rate: 12}'
	bears 7.36
}

@test "--payments: interest that was paid bears no compound interest" {
	charges 'interest: {rate: 10, compound: yearly}'
	echo '2025-12-22T09:00:00Z,reminded,C1,2026-1,,standard,1,1,20251222-C1-1,2025-12-22,,109.04,,,,,' >>history.csv
	printf '%s\n' customer,invoice,due_date,amount,open_amount C1,2026-1,2024-11-22,1000.00,500.00 >items.csv
	select-overdue items.csv >selected.csv
	paid C1,2026-1,2026-01-21,500.00
	# 100.00 for the first year. 60 days of 1100.00; the payment pays 100.00 that had joined, 9.04 that had
	# not and 390.96 of the principal: 305 days of 609.04; 10 days of 609.04 + 68.97 - 9.04. In all 170.81.
	bears 61.77 --as-of 2026-12-02
}

@test "--payments: instalments and currencies are told apart" {
	charges 'interest: {rate: 12}'
	printf '%s\n' customer,invoice,instalment,due_date,amount,open_amount,currency \
		C1,2026-1,1,2026-10-23,1000.00,600.00,EUR C1,2026-1,2,2026-10-23,1000.00,600.00,EUR \
		C2,2026-1,,2026-10-23,1000,600,JPY >items.csv
	select-overdue items.csv >selected.csv
	printf '%s\n' customer,amount,currency,date,invoice,instalment C1,400.00,EUR,2026-11-02,2026-1,2 \
		C2,400,,2026-11-02,2026-1, >payments.csv
	compute --payments payments.csv
	fees interest | becomes 5.92 7.23 7
	sed -i s/EUR/GBP/ payments.csv
	expect 65 compute-fees --payments payments.csv selected.csv
	silent
	says 'payments.csv:2: currency: "GBP" is not the currency of the invoice (EUR)'
	sed -i 's/^C2,400,/C2,400.50,/; s/GBP/EUR/' payments.csv
	expect 65 compute-fees --payments payments.csv selected.csv
	says 'payments.csv:3: amount: "400.50" has more decimals than JPY has (0)'
}

@test "--payments: bad rows, all of them, with their places; nothing is written" {
	owed 1000.00 600.00
	paid C1,2026-1,02-11-2026,400.00 C1,2026-1,,400.00 C1,2026-1,2026-11-02,-400.00 C1,2026-1,2026-11-02,0 \
		'C1,2026-1,2026-11-02,"400,00"' ',2026-1,2026-11-02,1.00'
	expect 65 compute-fees --payments payments.csv selected.csv
	silent
	says 'payments.csv:2: date: "02-11-2026" is not a date (YYYY-MM-DD)'
	says 'payments.csv:3: date: is empty; the day of the payment must stand here'
	says 'payments.csv:4: amount: "-400.00" is not above zero; a payment that came back is left out of the table'
	says 'payments.csv:5: amount: "0" is not above zero'
	says 'payments.csv:6: amount: "400,00" is not an amount'
	says 'payments.csv:7: customer: is empty'
	echo customer,invoice,amount >payments.csv
	expect 65 compute-fees --payments payments.csv selected.csv
	says 'date'
	expect 66 compute-fees --payments none.csv selected.csv
	silent
	expect 65 compute-fees --payments /dev/null selected.csv
}

@test "--payments: two of one day and amount are two as far as the ledger has them, and told" {
	charges 'interest: {rate: 12}'
	owed 1000.00 600.00
	paid C1,2026-1,2026-11-02,200.00 C1,2026-1,2026-11-02,200.00
	compute --payments payments.csv
	says 'payments.csv:3: note: the same payment stands on line 2 already; it counts twice'
	fees interest | becomes 7.23
	# an export that holds it twice: the ledger says that it was one
	paid C1,2026-1,2026-11-02,400.00 C1,2026-1,2026-11-02,400.00
	expect 1 compute-fees --payments payments.csv selected.csv
	says 'the payments are 800.00 together; what is more is not counted'
	printf '%s\n' "$output" >proposal.csv
	fees interest | becomes 7.23
}

@test "--payments: those of other invoices are counted in a note, and change nothing" {
	charges 'interest: {rate: 12}'
	owed 1000.00 600.00
	paid C1,2026-1,2026-11-02,400.00 C1,2025-9,2026-11-02,40.00 C7,2026-1,2026-11-02,40.00
	compute --payments payments.csv
	says 'payments.csv:3: note: 2 payments are of no item of this proposal, this one the first'
	fees interest | becomes 7.23
	expect 0 compute-fees -q --payments payments.csv selected.csv
	[ -z "$stderr" ]
}

@test "--payments: more than the ledger says is a warning and is not counted, less is told with -v" {
	charges 'interest: {rate: 12}'
	owed 1000.00 600.00
	paid C1,2026-1,2026-11-02,400.00 C1,2026-1,2026-11-20,50.00
	expect 1 compute-fees --payments payments.csv selected.csv
	says 'payments.csv:3: invoice "2026-1": the ledger says that 400.00 were paid (amount less open_amount), the payments are 450.00 together; what is more is not counted'
	printf '%s\n' "$output" >proposal.csv
	fees interest | becomes 7.23
	# nothing tells of a payment in a ledger without the whole amount
	items 'C1,2026-1,2026-10-23,600.00,EUR'
	expect 1 compute-fees --payments payments.csv selected.csv
	says 'the ledger says that 0.00 were paid'
	printf '%s\n' "$output" >proposal.csv
	fees interest | becomes 5.92
	# a credit of 300.00 may have paid the rest: 10 x 700.00, 20 x 600.00
	owed 1000.00 600.00
	paid C1,2026-1,2026-11-02,100.00
	compute -v --payments payments.csv
	says 'selected.csv:2: note: invoice "2026-1": the ledger says that 400.00 were paid (amount less open_amount), the payments are 100.00 together; the rest counts as paid before interest began'
	fees interest | becomes 6.25
	compute --payments payments.csv
	[ -z "$stderr" ]
}

@test "--payments: a column says what another day adds, for the letter; without them there is none" {
	charges 'interest: {rate: 12}'
	reminded 2026-1 2026-10-30 '' '' 60.00 ''
	owed 1000.00 600.00
	compute
	[[ $(head -n 1 proposal.csv) == *,total_due ]]
	paid C1,2026-1,2026-11-02,400.00
	compute --payments payments.csv
	[[ $(head -n 1 proposal.csv) == *,total_due,interest_per_day ]]
	# 60.00 of the payment went to costs: 660.00 x 12% / 365
	fees interest_per_day | becomes 0.22
	compute-fees --payments payments.csv proposal.csv | same - proposal.csv
	# where the column stands, it is made anew
	compute-fees proposal.csv >again.csv
	column interest_per_day again.csv | becomes 0.20
}

@test "up to the largest amounts every cent is right, and one cent more is an error" {
	local charge
	charges 'interest: {rate: 1}'
	items 'C1,2026-1,2026-10-23,90000000000000000.00,EUR'
	compute
	fees interest total_due | becomes "73972602739726.03 90073972602739726.03"
	charges 'damages: {percent: 100}'
	items 'C1,2026-1,2026-10-23,46116860184273879.03,EUR'
	compute
	fees damages total_due | becomes "46116860184273879.03 92233720368547758.06"
	items 'C1,2026-1,2026-10-23,46116860184273879.04,EUR'
	expect 65 compute-fees selected.csv
	silent
	charges 'cost_scale: {scale: eu-fixed, of: line}'
	items 'C1,2026-1,2026-10-23,92233720368547718.07,EUR'
	compute
	fees total_due | becomes 92233720368547758.07
	items 'C1,2026-1,2026-10-23,92233720368547718.08,EUR'
	expect 65 compute-fees selected.csv
	# a principal of a letter that does not fit
	charges 'cost_scale: {scale: nl-wik}'
	items 'C1,2026-1,2026-10-23,92233720368547000.00,EUR' 'C1,2026-2,2026-10-23,92233720368547000.00,EUR'
	expect 65 compute-fees selected.csv
	says 'selected.csv:3: cost: is too large to be computed'
	# credits that do not fit together, whatever the reminder charges
	for charge in '' 'cost_scale: {scale: nl-wik}'; do
		charges ${charge:+"$charge"}
		items 'C1,2026-1,2026-10-23,46116860184273879.04,EUR' 'C1,2026-2,2026-10-23,46116860184273879.04,EUR' \
			'C1,2026-3,2026-10-23,10.00,EUR' 'C1,K1,2026-11-01,-46116860184273879.04,EUR' 'C1,K2,2026-11-01,-46116860184273879.04,EUR'
		expect 65 compute-fees selected.csv
		silent
		says 'selected.csv:6: cost: is too large to be computed'
	done
	# earlier charges that do not fit beside it
	charges 'interest: {rate: 0}'
	reminded 2026-1 2026-11-10 800.00 '' '' ''
	items 'C1,2026-1,2026-10-23,92233720368547000.00,EUR'
	expect 65 compute-fees selected.csv
	says 'and its charges are too large together'
}

@test "where rows of two levels name one scale, the higher level's rule holds, in whatever order they stand" {
	local younger
	cat >policy.yaml <<-'YAML'
	company: {name: Voorbeeld BV}
	terms:
	  standard:
	    levels:
	      - {id: "1", after_due: 7, charges: {cost_scale: {scale: nl-wik}}}
	      - {id: "2", after_due: 14, charges: {cost_scale: {scale: nl-wik, vat_percent: 21}}}
	YAML
	for younger in 2026-10-01 2026-09-01; do
		echo time,event,customer,invoice,instalment,terms,level,n,reminder,date,until,interest,line_fee,damages,reminder_fee,cost,vat >history.csv
		reminded F2 2026-11-10 '' '' '' ''
		items "C1,F1,2026-09-15,200.00,EUR" "C1,F2,$younger,300.00,EUR"
		compute
		# 15% of 500.00, on the first row
		fees level cost vat >got
		[ "$(cut -d' ' -f2,3 got | sort -r | xargs)" = '75.00 15.75 0.00 0.00' ] || { cat got; return 1; }
		[ "$(cut -d' ' -f1 got | sort | xargs)" = '1 2' ]
	done
}

@test "whichever charge does not fit, the row is told and nothing is charged" {
	local charge said
	cat >rates.yaml <<-'YAML'
	scales:
	  steep: {tiers: [{percent: 1000}]}
	  high: {tiers: [{base: 90000000000000000.00}]}
	rates:
	  old: {compound: yearly, from: {1900-01-01: 1000}, valid_until: 2030-01-01}
	YAML
	while IFS='|' read -r charge said; do
		charges "$charge"
		items 'C1,2026-1,2026-10-23,90000000000000000.00,EUR'
		expect 65 compute-fees selected.csv
		silent
		[ "$stderr" = "compute-fees: selected.csv:2: $said" ] || { echo "$charge: $stderr"; return 1; }
	done <<-'END'
	interest: {rate: 1000}|open_amount: "90000000000000000.00" and its charges are too large together
	cost_scale: {scale: steep}|cost: is too large to be computed
	cost_scale: {scale: steep, of: line}|cost: is too large to be computed
	cost_scale: {scale: high}|open_amount: "90000000000000000.00" and its charges are too large together
	cost_scale: {scale: high, vat_percent: 1000}|vat: is too large to be computed
	cost_scale: {scale: high, of: line, vat_percent: 1000}|vat: is too large to be computed
	reminder_fee: 90000000000000000.00|open_amount: "90000000000000000.00" and its charges are too large together
	line_fee: 90000000000000000.00|open_amount: "90000000000000000.00" and its charges are too large together
	END
	charges 'interest: {rate: old}'
	items 'C1,2026-1,1950-10-23,1000.00,EUR'
	expect 65 compute-fees selected.csv
	says 'selected.csv:2: interest: is too large to be computed'
	# what was charged before has more decimals than the currency
	charges 'cost_scale: {scale: high}'
	items 'C1,2026-1,2026-10-23,1000.00,EUR'
	reminded 2026-1 2026-10-30 0 0 0 1.234
	expect 65 compute-fees selected.csv
	says 'selected.csv:2: invoice: "2026-1" has charges in the history that are no amounts of its currency, or too large'
}

@test "the worked examples of dun-policy(5) are true" {
	local invoiced due amount open rule fees count=0
	while IFS='|' read -r invoiced due amount open rule fees; do
		charges "$rule"
		printf '%s\n' customer,invoice,invoice_date,due_date,amount,open_amount "C1,F1,$invoiced,$due,$amount,$open" >items.csv
		select-overdue items.csv | compute-fees >proposal.csv
		fees fees | becomes "$fees" || { echo "of $rule"; return 1; }
		count=$((count + 1))
	done < <(perl -nwe '
		our @case; @case = /^\.\\" example: (\S+) (\S+) (\S+) (\S+)$/ if /^\.\\"/;
		print join("|", @case, $1, $2), "\n" if /^([a-z_]+: .*?) {2,}([0-9.]+)(?:  .*)?$/ && @case;
	' "$ROOT/man/dun-policy.5")
	[ "$count" -eq 24 ]
}

# many: two thousand customers, each with up to three items, in selected.csv; some were reminded.
many() {
	awk 'BEGIN {
		print "customer,invoice,due_date,open_amount,currency,description"
		for (i = 10000; i < 12000; i++)
			for (j = 0; j <= i % 3; j++)
				printf "C%d,F%d-%d,2026-%02d-%02d,%d.50,EUR,%s\n", i, i, j, 8 + i % 3, 1 + (i + j) % 28, 10 + i % 900,
					i % 40 ? "a delivery" : "\"of \"\"all\"\", and more\""
	}' >items.csv
	awk 'BEGIN {
		for (i = 10000; i < 12000; i += 7)
			printf "2026-10-20T09:00:00Z,reminded,C%d,F%d-0,,standard,1,1,20261020-C%d-1,2026-10-20,,%s,,,%s,,\n", i, i, i,
				i % 2 ? "1.25" : "0.00", i % 3 ? "2.00" : ""
	}' >>history.csv
	seq -f 'C%.0f,Naam,klant@example.org' 10000 11999 >>customers.csv
	select-overdue items.csv >selected.csv
}

@test "a proposal of many parts is charged as one that is read whole" {
	many
	compute-fees selected.csv >parts.csv
	compute-fees --rejects bad.csv selected.csv >whole.csv
	cmp parts.csv whole.csv
	[ "$(wc -l <parts.csv)" -gt 3000 ]
	[ "$(column interest parts.csv | sort -u | wc -l)" -gt 100 ]
	[ "$(column earlier_fees parts.csv | sort -u | wc -l)" -gt 2 ]
	head -n 1500 selected.csv >begin.csv
	{ head -n 1 selected.csv && tail -n +1501 selected.csv; } >rest.csv
	compute-fees begin.csv rest.csv | cmp - parts.csv
}

@test "of many parts, what cannot be charged is told with its row, and what the policy lacks once" {
	many
	charges 'interest: {rate: own}'
	printf '%s\n' 'rates:' '  own: {valid_until: 2026-11-21, from: {2020-01-01: 10}}' >rates.yaml
	expect 78 compute-fees selected.csv
	silent
	says 'rate table "own" is known until 2026-11-21'
	[ "$(wc -l <<<"$stderr")" -eq 1 ]
	printf '%s\n' 'rates:' '  own: {from: {2026-10-08: 10}}' >rates.yaml
	expect 65 compute-fees selected.csv
	silent
	says 'rate table "own" begins on 2026-10-08, and interest runs from '
	says ' more of the kind, '
	expect 1 compute-fees -q --rejects bad.csv selected.csv
	[ "$(($(wc -l <<<"$output") + $(wc -l <bad.csv)))" -eq $(($(wc -l <selected.csv) + 1)) ]
}

@test "of many parts, a consumer whom a law does not let be charged is found in each" {
	many
	sed -i '1i law: [nl]' policy.yaml
	for consumer in 10000 10900 11999; do
		awk -v consumer="C$consumer" -F, 'NR > 1 && $1 == consumer { type = "consumer" } NR > 1 && $1 != consumer { type = "business" }
			NR == 1 { type = "type" } { print $0 "," type }' customers.csv >typed.csv
		mv customers.csv untyped.csv && mv typed.csv customers.csv
		line=$(grep -n ",C$consumer," selected.csv | cut -d: -f1 | head -n 1)
		expect 78 compute-fees selected.csv
		silent
		says "(selected.csv:$line), which a law does not allow"
		mv untyped.csv customers.csv
	done
}

@test "what is wrong in the midst of many parts is told in the order of its lines" {
	many
	cp selected.csv good.csv
	sed -i '700s/,standard,/,elsewhere,/; 1500s/a delivery/another/; 1501s/,overdue,/,reminded,/; 2800s/,EUR,/,USD,/' selected.csv
	expect 65 compute-fees selected.csv
	[ -z "$output" ]
	[ "$(printf '%s\n' "$stderr" | cut -d: -f2-4)" = \
' selected.csv:700: check
 selected.csv:1501: check
 selected.csv:2800: check' ]
	"$UNITS/proposal" seal selected.csv >sealed.csv
	expect 65 compute-fees sealed.csv
	[ "$(printf '%s\n' "$stderr" | cut -d: -f2-4)" = \
' sealed.csv:700: terms
 sealed.csv:2801: currency
 sealed.csv:2802: currency' ]
	awk 'NR == 1; NR > 1 { line[NR] = $0 } END { for (i = 2; i <= NR; i++) if (i < 900 || i > 910) print line[i]; for (i = 900; i <= 910; i++) print line[i]; print line[1700] }' good.csv >moved.csv
	expect 65 compute-fees moved.csv
	says 'is a table here twice?'
	[[ $stderr == *'is reminded in "'*'already (moved.csv:1689)'* ]]
}

@test "an item of a reminder that stands in two files is found there, should another reminder have it" {
	many
	at=$(awk -F, 'NR > 700 && $1 == one && $1 == two && $14 != "" { print NR; exit } { two = one; one = $1 }' selected.csv)
	head -n $((at - 1)) selected.csv >first.csv
	{ head -n 1 selected.csv && tail -n +"$at" selected.csv; } >second.csv
	expect 0 compute-fees selected.csv
	whole=$output
	expect 0 compute-fees first.csv second.csv
	[ "$output" = "$whole" ]
	sed -n "1p; ${at}s/,[^,]*\$/,/p" selected.csv | sed '2s/^[^,]*,/20261122-again-1,/; 2s/,[0-9]*,$/,1,/' >again.csv
	"$UNITS/proposal" seal again.csv >third.csv
	expect 65 compute-fees first.csv second.csv third.csv
	[[ $stderr == *"third.csv:2: customer "*"already (second.csv:2)"* ]]
}
