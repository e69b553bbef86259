# Who is reminded at which level, in which letter, and why the others are not.
load helper

prepare() {
	export DUN_AS_OF=2026-11-22
	policy
	cat >customers.csv <<-'END'
		customer,name,email,delivery,address1,country,type,language
		C1,Een BV,een@x.example,,,NL,business,
		C2,Twee NV,twee@x.example,,,BE,business,fr
		C3,Drie GmbH,,post,Weg 3,DE,business,de
		C4,Vier,vier@x.example,,,NL,consumer,
	END
	events
}

# policy [TERMS-KEY ...]: a policy with three levels; the keys go into terms `standard`.
policy() {
	cat >policy.yaml <<-'END'
		company: {name: Voorbeeld BV, address: [Keizersgracht 1], country: NL, email: a@voorbeeld.example}
		defaults: {currency: EUR, language: nl, terms: standard, delivery: email, term_days: 14}
		files: {customers: customers.csv, history: history.csv}
		terms:
		  standard:
		    levels:
		      - {id: "1", name: Herinnering, after_due: 7, pay_within: 14, transit_days: {email: 0, post: 3}, template: reminder-1}
		      - {id: "2", name: Aanmaning, after_due: 14, after_pay_by: 1, pay_within: 8, template: reminder-2}
		      - {id: "3", name: Laatste, after_pay_by: 1, pay_within: 5, template: reminder-3}
	END
	for key; do sed -i "/^    levels:/i\\    $key" policy.yaml; done
}

events() { # events LINE...: the history, each line event,date,customer,invoice,level,until,reminder
	echo 'time,event,date,customer,invoice,level,until,reminder' >history.csv
	local second=10
	for line; do
		echo "2026-10-01T10:00:${second}Z,$line" >>history.csv
		second=$((second + 1))
	done
}

items() { # items [ROW...]: customer,invoice,due_date,open_amount
	echo customer,invoice,due_date,open_amount >items.csv
	for row; do echo "$row"; done >>items.csv
}

reasons() { # the items with their reasons, as customer/invoice=reason
	select-overdue -q --explain "$@" items.csv >explained.csv 2>err || [ $? -eq 1 ] || { cat err; return 1; }
	paste -d= <(paste -d/ <(column customer explained.csv) <(column invoice explained.csv)) \
		<(column reason explained.csv) | tr '\n' ' ' | sed 's/ $//'
}

rows() { # columns of the proposal that items.csv gives: rows "reminder invoice section" [OPTION...]
	local columns=$1
	shift
	select-overdue -q "$@" items.csv >proposal.csv 2>err || [ $? -eq 1 ] || { cat err; return 1; }
	local parts=()
	for name in $columns; do
		column "$name" proposal.csv >"part.$name"
		parts+=("part.$name")
	done
	paste -d' ' "${parts[@]}"
}

reason_is() { # reason_is EXPECTED [OPTION...]
	local expected=$1 found
	shift
	found=$(reasons "$@")
	[ "$found" = "$expected" ] || { printf 'expected: %s\nfound:    %s\n' "$expected" "$found"; return 1; }
}

rows_are() { # rows_are COLUMNS EXPECTED [OPTION...]
	local columns=$1 expected=$2 found
	shift 2
	found=$(rows "$columns" "$@")
	[ "$found" = "$expected" ] || { printf 'expected:\n%s\nfound:\n%s\n' "$expected" "$found"; return 1; }
}

# The rules, case by case and for random ledgers.

@test "levels, holds and reasons, case by case and at random" {
	expect 0 "$UNITS/decide" "$ROOT/tests/decide"
	shows "all well"
}

# The table that comes out.

@test "the whole proposal: columns, order, values" {
	cat >items.csv <<-'END'
		invoice,description,customer,due_date,open_amount
		F1,"paper, white",C3,2026-11-15,100.00
		F2,ink,C1,2026-11-01,50.00
		F3,pens,C1,2026-11-21,7.50
		F4,glue,C1,2026-12-21,7.50
		K1,credit note,C1,,-10.00
	END
	events reminded,2026-11-08,C1,F2,1,2026-11-21,20261108-C1-1
	expect 0 select-overdue items.csv
	[ -z "$stderr" ]
	[ "$(sed 's/,[a-p]\{8\}$/,CHECK/' <<<"$output")" = 'reminder,customer,invoice,description,due_date,open_amount,as_of,terms,level,level_name,n,section,days_overdue,last_level,last_reminded,pay_by,template,language,delivery,email,name,rows,check
20261122-C1-2,C1,K1,credit note,,-10.00,2026-11-22,standard,,,,credit,,,,2026-11-30,reminder-2,nl,email,een@x.example,Een BV,3,CHECK
20261122-C1-2,C1,F2,ink,2026-11-01,50.00,2026-11-22,standard,2,Aanmaning,1,overdue,21,1,2026-11-08,2026-11-30,reminder-2,nl,email,een@x.example,Een BV,3,CHECK
20261122-C1-2,C1,F3,pens,2026-11-21,7.50,2026-11-22,standard,,,,reminded,1,,,2026-11-30,reminder-2,nl,email,een@x.example,Een BV,3,CHECK
20261122-C3-1,C3,F1,"paper, white",2026-11-15,100.00,2026-11-22,standard,1,Herinnering,1,overdue,7,,,2026-12-09,reminder-1,de,post,,Drie GmbH,1,CHECK' ]
}

@test "each item keeps its own level, the letter has the highest one's text and time" {
	items C1,F1,2026-11-10,10 C1,F2,2026-10-01,10
	events reminded,2026-10-20,C1,F2,1,2026-10-30,
	rows_are "reminder invoice level template pay_by rows" \
		'20261122-C1-2 F2 2 reminder-2 2026-11-30 2
20261122-C1-2 F1 1 reminder-2 2026-11-30 2'
}

@test "rows come by customer, then due date, then invoice, bytewise, whatever the input's order" {
	items C2,b,2026-11-01,1 C1,z,2026-11-02,1 C2,B,2026-11-01,1 C1,a,2026-11-03,1 C1,y,2026-11-02,1 C2,10,2026-10-01,1 C2,9,2026-10-01,1
	rows_are "customer invoice" 'C1 y
C1 z
C1 a
C2 10
C2 9
C2 B
C2 b'
}

@test "the order of the input's rows and columns changes nothing" {
	perl -e 'srand 5; for (1..400) { printf "C%d,F%03d,2026-%02d-%02d,%.2f\n", 1+rand 4, $_, 8+rand 5, 1+rand 28, rand(100)-15 }' >list
	items && cat list >>items.csv
	events reminded,2026-11-01,C1,F001,1,2026-11-05, reminded,2026-11-01,C2,F007,1,2026-11-05, paused,2026-11-01,C3,F010,,,
	select-overdue items.csv >one.csv
	items && sort -t, -k4 list >>items.csv
	select-overdue items.csv >two.csv
	same one.csv two.csv
	{ echo open_amount,due_date,invoice,customer; awk -F, -v OFS=, '{print $4,$3,$2,$1}' list; } >items.csv
	select-overdue items.csv >three.csv
	for name in reminder invoice level section rows days_overdue check; do
		same <(column $name one.csv) <(column $name three.csv)
	done
}

@test "every item is accounted for, and what is selected is what is explained as selected" {
	perl -e 'srand 9; print "customer,invoice,due_date,open_amount,kind,side,reminders\n"; for (1..600) { printf "C%d,F%03d,2026-%02d-%02d,%.2f,%s,%s,%s\n", 1+rand 5, $_, 8+rand 5, 1+rand 28, rand(100)-10, (rand()<.05?"fee":""), (rand()<.05?"payable":""), (rand()<.05?"no":"") }' >items.csv
	events reminded,2026-11-01,C1,F001,1,2026-11-05, blocked,2026-11-01,C2,,,, arranged,2026-11-01,C3,F010,,2026-12-01,
	expect 1 select-overdue items.csv
	printf '%s\n' "$output" >proposal.csv
	expect 1 select-overdue --explain items.csv
	printf '%s\n' "$output" >explained.csv
	[ "$(column invoice explained.csv | sort | uniq | wc -l)" -eq 600 ]
	[ "$(wc -l <explained.csv)" -eq 601 ]
	same <(column decision explained.csv | sort -u) <(printf 'selected\nskipped\n')
	# The rows with a reminder are the proposal, in the same order.
	same <(sed 's/,[^,]*,[^,]*$//' explained.csv | grep -v '^,') proposal.csv
	# Selected are those of section overdue, and no others.
	same <(paste -d' ' <(column decision explained.csv) <(column section explained.csv) | sort -u) \
		<(printf 'selected overdue\nskipped \nskipped credit\nskipped reminded\n')
	# Each reminder has as many rows as it says.
	column reminder proposal.csv | sort | uniq -c | awk '{print $2, $1}' >counted
	same <(paste -d' ' <(column reminder proposal.csv) <(column rows proposal.csv) | sort -u) counted
}

@test "a stage on its own output gives the same, on the day of its rows" {
	items C1,F1,2026-11-10,10 C1,F2,2026-10-01,10 C2,F3,2026-11-01,5 C2,K1,2026-11-01,-1
	events reminded,2026-10-20,C1,F2,1,2026-10-30,
	select-overdue items.csv >once.csv
	unset DUN_AS_OF
	select-overdue once.csv >twice.csv
	same once.csv twice.csv
	select-overdue --explain once.csv >explained.csv
	select-overdue explained.csv | sed 's/,[^,]*,[^,]*$//' >again.csv
	sed 's/,[^,]*,[^,]*$//' once.csv >wanted.csv
	[ "$(column reminder again.csv)" = "$(column reminder once.csv)" ]
}

@test "what later stages made of a proposal is not kept for other letters" {
	sed -i 's/template: reminder-1/&, charges: {reminder_fee: 10.00, interest: {rate: 12}}/' policy.yaml
	items C1,F1,2026-10-01,100 C1,F2,2026-10-10,200 C2,F3,2026-10-10,50
	select-overdue items.csv | compute-fees | render-letter >rendered.csv
	echo C1,F1 >list
	select-overdue --skip list items.csv >wanted.csv
	select-overdue --skip list rendered.csv >found.csv
	same wanted.csv found.csv
	expect 65 render-letter found.csv
	says 'a proposal goes through compute-fees first'
	compute-fees rendered.csv >charged.csv
	[ "$(head -n 1 charged.csv)" = "$(head -n 1 rendered.csv | sed 's/,letter,document$//')" ]
	expect 65 mail-out charged.csv
	says 'render-letter makes them'
	# A column of that name in the ledger is the user's own.
	printf 'customer,invoice,due_date,open_amount,vat,document\nC1,F1,2026-10-01,100,21,scan.pdf\n' >items.csv
	expect 0 select-overdue items.csv
	shows ',21,scan.pdf,'
}

@test "rows of two days need to be told which one it is" {
	printf 'customer,invoice,due_date,open_amount,as_of\nC1,F1,2026-11-01,10,2026-11-22\nC1,F2,2026-11-01,10,2026-11-23\n' >items.csv
	expect 65 select-overdue items.csv
	silent
	says 'items.csv:3: as_of: is 2026-11-23, but 2026-11-22 in the rows before; say which day it is with --as-of'
	expect 0 select-overdue --as-of 2026-11-24 items.csv
	shows '20261124-C1-1'
}

@test "the user's own columns pass through, and a table may come through a pipe or in parts" {
	printf 'customer,invoice,due_date,open_amount,region\nC1,F1,2026-11-01,10,"North, east"\n' >a.csv
	printf 'customer,invoice,due_date,open_amount,region\nC2,F2,2026-11-01,10,South\n' >b.csv
	expect 0 select-overdue a.csv b.csv
	shows '"North, east"'
	shows ',South,'
	select-overdue - <a.csv >piped.csv
	cat a.csv | select-overdue >cat.csv
	same piped.csv cat.csv
	[ "$(column region piped.csv)" = "North, east" ]
}

@test "a quiet day: a header and exit 0" {
	items C1,F1,2026-12-01,10
	expect 0 select-overdue items.csv
	[ "$(wc -l <<<"$output")" -eq 1 ]
	items
	expect 0 select-overdue items.csv
	[ "$(wc -l <<<"$output")" -eq 1 ]
}

# Due dates.

@test "a due date that is missing is the invoice date and the term; the customer's goes first" {
	printf 'customer,name,email,term_days\nC1,Een,a@x.example,30\nC2,Twee,b@x.example,\n' >customers.csv
	printf 'customer,invoice,invoice_date,open_amount\nC1,F1,2026-10-01,10\nC2,F2,2026-10-01,10\n' >items.csv
	rows_are "invoice due_date days_overdue" 'F1 2026-10-31 22
F2 2026-10-15 38'
	# Added before as_of, and filled where it stands when the input has the column.
	[[ $(head -n 1 proposal.csv) == reminder,customer,invoice,invoice_date,open_amount,due_date,as_of,* ]]
	printf 'customer,due_date,invoice,invoice_date,open_amount\nC1,,F1,2026-10-01,10\nC2,2026-11-01,F2,2026-10-01,10\n' >items.csv
	rows_are "invoice due_date" 'F1 2026-10-31
F2 2026-11-01'
	[[ $(head -n 1 proposal.csv) == reminder,customer,invoice,due_date,invoice_date,open_amount,as_of,* ]]
}

@test "term 14 and 3 days after due is 17 days after the invoice" {
	sed -i 's/after_due: 7,/after_due: 3,/' policy.yaml
	printf 'customer,invoice,invoice_date,open_amount\nC1,F1,2026-11-05,10\n' >items.csv
	reason_is C1/F1=selected
	reason_is C1/F1=grace --as-of 2026-11-21
}

@test "a customer's term overrides the ledger's due date only where the policy says so" {
	printf 'customer,name,email,term_days\nC1,Een,a@x.example,60\nC2,Twee,b@x.example,\n' >customers.csv
	printf 'customer,invoice,invoice_date,due_date,open_amount\nC1,F1,2026-10-01,2026-10-15,10\nC1,F2,,2026-10-15,10\nC2,F3,2026-10-01,2026-10-16,10\n' >items.csv
	reason_is 'C1/F1=selected C1/F2=selected C2/F3=selected'
	sed -i '/^terms:/i customer_term_overrides: yes' policy.yaml
	reason_is 'C1/F2=selected C1/F1=not-due C2/F3=selected'
	[ "$(column due_date explained.csv | tr '\n' ' ')" = '2026-10-15 2026-11-30 2026-10-16 ' ]
}

@test "an instalment is due as its plan says, whatever the customer's term" {
	printf 'customer,name,email,term_days\nC1,Een,a@x.example,30\n' >customers.csv
	sed -i '/^terms:/i customer_term_overrides: yes' policy.yaml
	printf 'customer,invoice,instalment,invoice_date,due_date,open_amount\nC1,F1,1,2026-09-01,2026-09-15,10\nC1,F1,2,2026-09-01,2026-12-15,10\nC1,F1,3,2026-09-01,,10\nC1,F2,,2026-09-01,2026-12-15,10\n' >items.csv
	reason_is 'C1/F1=selected C1/F1=selected C1/F2=selected C1/F1=not-due'
	[ "$(column due_date explained.csv | tr '\n' ' ')" = '2026-09-15 2026-10-01 2026-10-01 2026-12-15 ' ]
}

@test "a term may be a date formula: the end of the month and thirty days" {
	printf 'customer,name,email,term_days\nC1,Een,a@x.example,CM+30D\nC2,Twee,b@x.example,<2W>\nC3,Drie,c@x.example,\n' >customers.csv
	sed -i 's/term_days: 14/term_days: 1M/' policy.yaml
	printf 'customer,invoice,invoice_date,open_amount\nC1,F1,2026-09-10,10\nC2,F2,2026-09-10,10\nC3,F3,2026-08-31,10\n' >items.csv
	rows_are "invoice due_date" 'F1 2026-10-30
F2 2026-09-24
F3 2026-09-30'
	printf 'customer,name,email,term_days\nC1,Een,a@x.example,-3\nC2,Twee,b@x.example,-CM\n' >customers.csv
	expect 65 select-overdue items.csv
	says 'customers.csv:2: term_days: "-3" is not a number of days from 0 to 3650, or a date formula such as CM+30D'
	says 'customers.csv:3: term_days: "-CM" is not a number of days'
}

# Conditions of levels, as the policy tells them; more in tests/decide/cases.txt.

@test "a level is reached on its day, and a day that was missed is caught up" {
	items C1,F1,2026-11-15,10
	reason_is C1/F1=grace --as-of 2026-11-21
	reason_is C1/F1=selected --as-of 2026-11-22
	reason_is C1/F1=selected --as-of 2026-12-22
}

@test "escalate: jump takes the highest level whose conditions hold" {
	policy 'escalate: jump'
	sed -i "s/after_pay_by: 1, pay_within: 5/after_due: 30/" policy.yaml
	items C1,F1,2026-10-01,10 C1,F2,2026-11-10,10
	rows_are "invoice level" 'F1 3
F2 1'
}

@test "level_of: customer puts every line at the highest level, and counts that level" {
	policy 'level_of: customer'
	items C1,F1,2026-11-10,10 C1,F2,2026-10-01,10 C2,F3,2026-11-10,10
	events reminded,2026-10-20,C1,F2,1,2026-10-30, reminded,2026-10-01,C1,F1,2,2026-10-10,R9 undone,2026-10-02,C1,,,,R9
	rows_are "invoice level n" 'F2 2 1
F1 2 2
F3 1 1'
}

@test "level_of: customer leaves a notice before the due date what it is" {
	policy 'level_of: customer'
	sed -i '/id: "1"/i \      - {id: notice, after_due: -3}' policy.yaml
	items C1,F1,2026-11-10,10 C1,F2,2026-10-01,10 C1,F3,2026-11-25,10 C1,F4,2026-11-22,10
	events reminded,2026-10-20,C1,F2,1,2026-10-30, reminded,2026-11-05,C1,F1,notice,2026-11-10,
	rows_are "invoice level" 'F2 2
F1 2
F4 2
F3 notice'
}

@test "max_reminders stops the reminders of an item" {
	policy 'max_reminders: 1'
	items C1,F1,2026-10-01,10 C1,F2,2026-10-01,10
	events reminded,2026-10-20,C1,F2,1,2026-10-30,
	reason_is 'C1/F1=selected C1/F2=max-reminders'
}

@test "date formulas are conditions too, and pay_by may be one" {
	sed -i 's/after_due: 7, pay_within: 14/after_due: CM, pay_within: 1M+5D/' policy.yaml
	items C1,F1,2026-10-02,10 C1,F2,2026-11-01,10
	rows_are "invoice level pay_by section" 'F1 1 2026-12-27 overdue
F2  2026-12-27 reminded'
}

@test "pay_by is as-of, the days until it is received, and pay_within" {
	items C1,F1,2026-11-01,10 C3,F2,2026-11-01,10
	rows_are "customer delivery pay_by" 'C1 email 2026-12-06
C3 post 2026-12-09'
}

@test "a level that the policy lost is named and waits for a person, never from the start" {
	items C1,F1,2026-10-01,10 C1,F2,2026-10-01,10
	events reminded,2026-10-20,C1,F1,1b,2026-10-30,
	expect 1 select-overdue items.csv
	says 'items.csv:2: customer "C1", invoice "F1": last reminded at level "1b", which the terms "standard" do not have any more; left out'
	reason_is 'C1/F1=unknown-level C1/F2=selected'
}

@test "a level that was inserted later comes after the one that was reminded last" {
	items C1,F1,2026-09-01,10 C1,F2,2026-09-01,10 C1,F3,2026-09-01,10
	events reminded,2026-10-01,C1,F1,1,2026-10-15, reminded,2026-10-01,C1,F2,2,2026-10-15,
	sed -i '/id: "2"/i \      - {id: 1b, name: Tweede, after_last: 7}' policy.yaml
	rows_are "invoice level last_level" 'F1 1b 1
F2 3 2
F3 1 '
}

@test "a reminder that was undone is made again, as the next time at its level" {
	items C1,F1,2026-11-01,10
	events reminded,2026-11-22,C1,F1,1,2026-12-06,20261122-C1-1 undone,2026-11-22,C1,,,,20261122-C1-1
	rows_are "invoice level n last_level" 'F1 1 2 '
	refute grep -q '^20261122-C1-1,' proposal.csv
}

@test "an undone number that was given again counts from then on" {
	items C1,F1,2026-10-01,10
	events reminded,2026-10-20,C1,F1,1,2026-10-30,R1 undone,2026-10-20,C1,,,,R1 reminded,2026-10-20,C1,F1,1,2026-10-30,R1
	rows_are "level last_level" '2 1'
}

@test "what another program reminded counts where the history is silent" {
	printf 'customer,invoice,due_date,open_amount,reminded_level,reminded_on\nC1,F1,2026-10-01,10,1,2026-10-20\nC1,F2,2026-10-02,10,1,2026-10-20\n' >items.csv
	events reminded,2026-10-25,C1,F2,2,2026-10-30,
	rows_are "invoice level n last_level last_reminded" 'F1 2 1 1 2026-10-20
F2 3 1 2 2026-10-25'
}

@test "a ledger that shows a later reminder than the history is told: two programs remind" {
	header=customer,invoice,due_date,open_amount,reminded_level,reminded_on
	printf '%s\n' "$header" C1,F1,2026-10-01,10,1,2026-10-30 C1,F2,2026-10-02,10,1,2026-10-25 C1,F3,2026-10-02,10,,2026-11-30 C1,F4,2026-10-02,0,1,2026-10-30 >items.csv
	events reminded,2026-10-25,C1,F1,1,2026-10-30, reminded,2026-10-25,C1,F2,1,2026-10-30, reminded,2026-10-25,C1,F3,1,2026-10-30, reminded,2026-10-25,C1,F4,1,2026-10-30,
	expect 1 select-overdue items.csv
	says 'items.csv:2: reminded_on: another program reminds as well: invoice "F1" on 2026-10-30'
	[ "$(grep -c 'another program' <<<"$stderr")" -eq 1 ]
}

@test "an instalment is an item of its own" {
	printf 'customer,invoice,instalment,due_date,open_amount\nC1,F1,1,2026-10-01,10\nC1,F1,2,2026-11-10,10\nC1,F1,3,2026-12-10,10\n' >items.csv
	printf 'time,event,date,customer,invoice,instalment,level,until,reminder\n2026-10-20T10:00:00Z,reminded,2026-10-20,C1,F1,1,1,2026-10-30,\n' >history.csv
	rows_are "instalment level" '1 2
2 1'
}

@test "the last level repeats when it says after how long, and n counts" {
	sed -i 's/{id: "3", name: Laatste,/{id: "3", name: Laatste, after_last: 10,/' policy.yaml
	items C1,F1,2026-08-01,10
	events reminded,2026-10-20,C1,F1,3,2026-10-30, reminded,2026-11-12,C1,F1,3,2026-11-15,
	sed -i '1s/$/,n/; 2s/$/,1/; 3s/$/,2/' history.csv
	rows_are "invoice level n" 'F1 3 3'
	reason_is C1/F1=recently-reminded --as-of 2026-11-21
}

# Which terms.

@test "the item's terms go before the customer's, these before terms_for, that before the default" {
	cat >>policy.yaml <<-'END'
		  own: {levels: [{after_due: 1}]}
		  customers: {levels: [{after_due: 1}]}
		  consumer: {levels: [{after_due: 1}]}
		terms_for:
		  - {where: ["type = consumer", "country = NL"], terms: consumer}
		  - {where: ["open_amount > 1000"], terms: own}
	END
	printf 'customer,name,email,type,country,terms\nC1,A,a@x.example,consumer,NL,\nC2,B,b@x.example,consumer,NL,customers\nC3,C,c@x.example,business,NL,\n' >customers.csv
	printf 'customer,invoice,due_date,open_amount,terms\nC1,F1,2026-11-01,10,\nC1,F2,2026-11-01,10,own\nC2,F3,2026-11-01,2000,\nC2,F4,2026-11-01,10,own\nC3,F5,2026-11-01,10,\nC3,F6,2026-11-01,2000.00,\n' >items.csv
	rows_are "invoice terms" 'F1 consumer
F2 own
F3 customers
F4 own
F5 standard
F6 own'
	# One letter a customer and terms, told apart.
	[ "$(column reminder proposal.csv | sort -u | wc -l)" -eq 6 ]
}

@test "terms that the policy lacks are bad data, wherever they are named" {
	printf 'customer,invoice,due_date,open_amount,terms\nC1,F1,2026-12-01,10,standrd\n' >items.csv
	expect 65 select-overdue items.csv
	says 'items.csv:2: terms: "standrd" is not among the terms of policy.yaml'
	items C1,F1,2026-12-01,10
	printf 'customer,name,terms\nC1,Een,x\n' >customers.csv
	expect 65 select-overdue items.csv
	says 'customers.csv:2: terms: "x" is not among the terms of policy.yaml'
}

@test "a terms_for on a column that nobody has is the policy's fault; one that may be absent is empty" {
	printf 'terms_for:\n  - {where: ["regoin = North"], terms: standard}\n' >>policy.yaml
	printf 'customer,invoice,due_date,open_amount,region\nC1,F1,2026-11-01,10,North\n' >items.csv
	expect 78 select-overdue items.csv
	silent
	says 'policy.yaml:'
	says 'a column "regoin"; did you mean "region"?'
	sed -i 's/regoin/template_group/' policy.yaml
	expect 0 select-overdue items.csv
}

# What stands in a letter.

@test "include: reached lists only what reaches a level; overdue and open list the rest" {
	items C1,F1,2026-11-01,10 C1,F2,2026-11-20,10 C1,F3,2026-11-22,10 C1,F4,2026-12-20,10 C2,F5,2026-12-01,10
	policy 'include: reached'
	rows_are "invoice section" 'F1 overdue'
	policy 'include: overdue'
	rows_are "invoice section" 'F1 overdue
F2 reminded'
	policy 'include: open'
	rows_are "invoice section level days_overdue" 'F1 overdue 1 21
F2 reminded  2
F3 not_due  0
F4 not_due  -28'
}

@test "an item on hold never causes a letter; on_hold: show lists it in one" {
	items C1,F1,2026-11-01,10 C1,F2,2026-11-01,20 C2,F3,2026-11-01,10 C1,F4,2026-12-01,10
	events paused,2026-11-20,C1,F2,,2026-11-30, paused,2026-11-20,C2,F3,,, paused,2026-11-20,C1,F4,,,
	rows_are "invoice section rows" 'F1 overdue 1'
	policy 'on_hold: show'
	rows_are "invoice section level rows" 'F1 overdue 1 2
F2 on_hold  2'
	policy 'on_hold: show' 'include: open'
	rows_are "invoice section" 'F1 overdue
F2 on_hold
F4 on_hold'
	reason_is 'C1/F1=selected C1/F2=paused C1/F4=paused C2/F3=paused'
}

@test "a blocked or wholly paused customer gets no letter at all" {
	items C1,F1,2026-11-01,10 C2,F2,2026-11-01,10 C3,F3,2026-11-01,10 C4,F4,2026-11-01,10
	sed -i '1s/$/,reminders/; 2s/$/,no/; 3,5s/$/,/' customers.csv
	events blocked,2026-11-01,C2,,,, paused,2026-11-01,C3,,,2026-11-22, arranged,2026-11-01,C4,,,2026-11-22,
	policy 'on_hold: show' 'include: open'
	reason_is 'C1/F1=customer-blocked C2/F2=customer-blocked C3/F3=paused C4/F4=arranged'
	expect 0 select-overdue items.csv
	[ "$(wc -l <<<"$output")" -eq 1 ]
	reason_is 'C1/F1=customer-blocked C2/F2=customer-blocked C3/F3=selected C4/F4=selected' --as-of 2026-11-23
}

@test "credits lower the total, are listed, or are ignored" {
	items C1,F1,2026-11-01,10 C1,K1,2026-11-20,-4 C2,F2,2026-11-01,10 C2,K2,2026-12-20,-10
	rows_are "invoice section" 'F1 overdue
K1 credit'
	reason_is 'C1/F1=selected C1/K1=credit C2/F2=credit C2/K2=credit'
	policy 'credits: list'
	rows_are "invoice section" 'F1 overdue
K1 credit'
	policy 'credits: ignore'
	rows_are "invoice section" 'F1 overdue'
}

@test "a customer in credit is never reminded, whatever the terms make of credits" {
	items C1,F1,2026-11-01,10 C1,K1,2026-11-20,-10.01 C2,F2,2026-11-01,10 C2,K2,2026-11-20,-9.99
	for how in net list ignore; do
		policy "credits: $how"
		reason_is 'C1/F1=credit C1/K1=credit C2/F2=selected C2/K2=credit'
		rows_are "customer" "$([ $how = ignore ] && echo C2 || printf 'C2\nC2')"
	done
	# It is looked at before the limit and the minimum.
	policy 'credit_limit: only_above' 'min_amount: 50.00'
	sed -i '1s/$/,credit_limit/; 2,5s/$/,5000/' customers.csv
	reason_is 'C1/F1=credit C1/K1=credit C2/F2=credit-limit C2/K2=credit'
}

@test "credits count towards min_amount only where they are netted" {
	items C1,F1,2026-11-01,60 C1,K1,2026-11-20,-20
	policy 'min_amount: 50.00'
	reason_is 'C1/F1=below-minimum C1/K1=credit'
	for how in list ignore; do
		policy 'min_amount: 50.00' "credits: $how"
		reason_is 'C1/F1=selected C1/K1=credit'
		policy 'min_amount: 60.01' "credits: $how"
		reason_is 'C1/F1=below-minimum C1/K1=credit'
	done
}

@test "credits of another currency or other terms are not netted" {
	printf '  own: {levels: [{after_due: 1}]}\n' >>policy.yaml
	printf 'customer,invoice,due_date,open_amount,currency,terms\nC1,F1,2026-11-01,10,EUR,\nC1,K1,2026-11-01,-10,GBP,\nC1,K2,2026-11-01,-10,EUR,own\n' >items.csv
	rows_are "invoice section" 'F1 overdue'
}

@test "a letter whose credits cover it is not made, though other items are open" {
	policy 'include: reached'
	items C1,F1,2026-11-01,10 C1,F2,2026-11-20,100 C1,K1,2026-11-01,-50
	reason_is 'C1/F1=credit C1/K1=credit C1/F2=grace'
}

@test "where a credit is more than its letter, the other letters do not demand more than is owed" {
	for per in invoice level; do
		policy "letter_per: $per"
		events reminded,2026-10-20,C1,F2,1,2026-10-28,R
		# 40.00 are owed: neither 100.00 nor 90.00 may be demanded.
		items C1,F1,2026-11-01,100 C1,F2,2026-10-02,90 C1,K1,2026-11-01,-150
		reason_is 'C1/F2=credit C1/F1=credit C1/K1=credit'
		# What one letter can take whole leaves the other as it is.
		items C1,F1,2026-11-01,100 C1,F2,2026-10-02,90 C1,K1,2026-11-01,-99
		reason_is 'C1/F2=selected C1/F1=selected C1/K1=credit'
		items C1,F1,2026-11-01,100 C1,F2,2026-10-02,90 C1,K1,2026-11-01,-100
		reason_is 'C1/F2=selected C1/F1=credit C1/K1=credit'
		policy "letter_per: $per" 'credits: list'
		items C1,F1,2026-11-01,100 C1,F2,2026-10-02,90 C1,K1,2026-11-01,-150
		reason_is 'C1/F2=selected C1/F1=selected C1/K1=credit'
	done
	policy 'letter_per: invoice'
	items C1,F1,2026-11-01,1000 C1,F2,2026-11-01,900 C1,F3,2026-11-01,10 C1,K1,2026-11-01,-700 C1,K2,2026-11-01,-950
	reason_is 'C1/F1=credit C1/F2=credit C1/F3=selected C1/K1=credit C1/K2=credit'
}

@test "below min_amount nobody is reminded: the customer's due items and credits in one currency" {
	policy 'min_amount: 5.00'
	items C1,F1,2026-11-01,4.99 C2,F2,2026-11-01,5.00 C3,F3,2026-11-01,2 C3,F4,2026-11-21,3 C4,F5,2026-11-01,9 C4,K1,2026-11-01,-5
	reason_is 'C1/F1=below-minimum C2/F2=selected C3/F3=selected C3/F4=grace C4/F5=below-minimum C4/K1=credit'
	# What is not due, on hold or payable does not help.
	printf 'customer,invoice,due_date,open_amount,side,reminders\nC1,F1,2026-11-01,4,,\nC1,F2,2026-12-01,100,,\nC1,F3,2026-11-01,100,,no\nC1,F4,2026-11-01,100,payable,\n' >items.csv
	reason_is 'C1/F1=below-minimum C1/F3=item-blocked C1/F4=payable C1/F2=not-due'
}

@test "min_amount is in the policy's currency; another one only needs to be owed" {
	policy 'min_amount: 5.00'
	printf 'customer,invoice,due_date,open_amount,currency\nC1,F1,2026-11-01,1,GBP\nC1,F2,2026-11-01,1,EUR\nC1,F3,2026-11-01,100,JPY\n' >items.csv
	reason_is 'C1/F1=selected C1/F2=below-minimum C1/F3=selected'
	policy 'min_amount: {EUR: 5.00, GBP: 3.00, JPY: 100}'
	reason_is 'C1/F1=below-minimum C1/F2=below-minimum C1/F3=selected'
}

@test "a booked fee is listed, never the cause" {
	printf 'customer,invoice,due_date,open_amount,kind\nC1,F1,2026-11-01,10,\nC1,A1,2026-11-10,10,fee\nC2,A2,2026-11-01,10,fee\n' >items.csv
	rows_are "invoice section level" 'F1 overdue 1
A1 reminded '
	reason_is 'C1/F1=selected C1/A1=fee C2/A2=fee'
}

@test "credit_limit: only_above reminds those whose open total exceeds their limit" {
	policy 'credit_limit: only_above'
	sed -i '1s/$/,credit_limit/; 2s/$/,100/; 3s/$/,100/; 4s/$/,/; 5s/$/,0/' customers.csv
	items C1,F1,2026-11-01,60 C1,F2,2027-01-01,40.01 C2,F3,2026-11-01,100 C3,F4,2026-11-01,9999 C4,F5,2026-11-01,1
	reason_is 'C1/F1=selected C1/F2=not-due C2/F3=credit-limit C3/F4=credit-limit C4/F5=selected'
	# Credits lower it; what is not in the policy's currency does not count.
	items C1,F1,2026-11-01,101 C1,K1,2026-11-01,-1
	reason_is 'C1/F1=credit-limit C1/K1=credit'
	printf 'customer,invoice,due_date,open_amount,currency\nC1,F1,2026-11-01,60,EUR\nC1,F2,2026-11-01,60,GBP\n' >items.csv
	reason_is 'C1/F1=credit-limit C1/F2=credit-limit'
}

@test "credit_limit: also_above reminds such customers of items not yet due, once" {
	policy 'credit_limit: also_above'
	sed -i '1s/$/,credit_limit/; 2s/$/,100/; 3,5s/$/,/' customers.csv
	items C1,F1,2026-11-20,60 C1,F2,2027-01-01,60 C1,F3,2027-01-02,60 C2,F4,2027-01-01,600 C2,F5,2026-11-01,600
	events reminded,2026-11-01,C1,F3,1,2026-11-15,
	reason_is 'C1/F1=selected C1/F2=selected C1/F3=not-due C2/F5=selected C2/F4=not-due'
	rows_are "invoice level section days_overdue" 'F1 1 overdue 2
F2 1 overdue -40
F5 1 overdue 21'
	items C1,F1,2027-01-01,120
	reason_is C1/F1=selected
	items C1,F1,2026-11-20,60 C1,F2,2027-01-01,60 C1,F3,2027-01-02,60 C2,F4,2027-01-01,600 C2,F5,2026-11-01,600
	# Within the limit nothing is different.
	sed -i 's/,100$/,1000/' customers.csv
	reason_is 'C1/F1=grace C1/F2=not-due C1/F3=not-due C2/F5=selected C2/F4=not-due'
}

@test "a notice before the due date is a level with a negative after_due" {
	sed -i '/id: "1"/i \      - {id: notice, after_due: -3}' policy.yaml
	items C1,F1,2026-11-25,10 C1,F2,2026-11-26,10
	rows_are "invoice level section days_overdue" 'F1 notice overdue -3'
	policy 'min_amount: 50.00'
	sed -i '/id: "1"/i \      - {id: notice, after_due: -3}' policy.yaml
	reason_is 'C1/F1=below-minimum C1/F2=not-due'
}

# Letters and their numbers.

@test "letter_per: level makes a letter a level; what else is open stands in the highest" {
	policy 'letter_per: level'
	items C1,F1,2026-11-10,10 C1,F2,2026-10-01,10 C1,F3,2026-11-20,10 C1,K1,2026-11-01,-2
	events reminded,2026-10-20,C1,F2,1,2026-10-30,
	rows_are "reminder invoice section template rows" '20261122-C1-2 F2 overdue reminder-2 3
20261122-C1-2 K1 credit reminder-2 3
20261122-C1-1 F1 overdue reminder-1 1
20261122-C1-2 F3 reminded reminder-2 3'
}

@test "letter_per: invoice makes a letter an invoice, its instalments together" {
	policy 'letter_per: invoice'
	printf 'customer,invoice,instalment,due_date,open_amount\nC1,F1,1,2026-11-01,10\nC1,F1,2,2026-11-20,10\nC1,F2,,2026-11-02,30\nC1,F3,,2026-11-20,10\nC1,K1,,2026-11-01,-5\n' >items.csv
	rows_are "reminder invoice instalment section rows" '20261122-C1-1-F1 F1 1 overdue 2
20261122-C1-1-F2 K1  credit 2
20261122-C1-1-F2 F2  overdue 2
20261122-C1-1-F1 F1 2 reminded 2'
}

@test "two currencies are two letters, each with its currency in the number" {
	printf 'customer,invoice,due_date,open_amount,currency\nC1,F1,2026-11-01,10,EUR\nC1,F2,2026-11-01,10,GBP\nC2,F3,2026-11-01,10,GBP\n' >items.csv
	rows_are "reminder currency rows" '20261122-C1-1-EUR EUR 1
20261122-C1-1-GBP GBP 1
20261122-C2-1 GBP 1'
}

@test "a number is a plain file name, and two customers never share one" {
	printf 'customer,name,email\nA/1,x,a@x.example\nA_1,y,b@x.example\nB é,z,c@x.example\n' >customers.csv
	items A/1,F1,2026-11-01,10 A_1,F2,2026-11-01,10 'B é,F3,2026-11-01,10'
	rows_are "customer" 'A/1
A_1
B é'
	[[ $(column reminder proposal.csv | sed -n 1p) =~ ^20261122-A_1-1-[0-9a-f]{8}$ ]]
	[[ $(column reminder proposal.csv | sed -n 2p) =~ ^20261122-A_1-1-[0-9a-f]{8}$ ]]
	[ "$(column reminder proposal.csv | sed -n 3p)" = 20261122-B___-1 ]
	[ "$(column reminder proposal.csv | sort -u | wc -l)" -eq 3 ]
	# The one alone has the plain number.
	items A/1,F1,2026-11-01,10
	rows_are "reminder" 20261122-A_1-1
}

@test "a second letter on the same day does not take the first one's number" {
	items C1,F1,2026-11-01,10 C1,F2,2026-11-01,10
	events reminded,2026-11-22,C1,F1,1,2026-12-06,20261122-C1-1
	rows_are "invoice section" 'F1 reminded
F2 overdue'
	[[ $(column reminder proposal.csv | sort -u) =~ ^20261122-C1-1-[0-9a-f]{8}$ ]]
}

@test "nor does a customer take the number that another one had this morning, paid since" {
	printf 'customer,name,email\nA/1,x,a@x.example\nA_1,y,b@x.example\n' >customers.csv
	items A_1,F2,2026-11-01,10
	rows_are reminder 20261122-A_1-1
	events reminded,2026-11-22,A/1,F1,1,2026-12-06,20261122-A_1-1
	[[ $(rows reminder) =~ ^20261122-A_1-1-[0-9a-f]{8}$ ]]
}

@test "a long customer number is cut, and still tells customers apart" {
	long=$(printf 'x%.0s' $(seq 300))
	printf 'customer,name,email\n%sA,x,a@x.example\n%sB,y,b@x.example\n' "$long" "$long" >customers.csv
	items "${long}A,F1,2026-11-01,10" "${long}B,F1,2026-11-01,10"
	rows_are rows '1
1'
	[ "$(column reminder proposal.csv | sort -u | wc -l)" -eq 2 ]
	[ "$(column reminder proposal.csv | awk '{ if (length > 200) print }')" = "" ]
}

@test "a row that names its own template keeps it" {
	printf 'customer,invoice,due_date,open_amount,template\nC1,F1,2026-11-01,10,gentle\nC2,F2,2026-11-01,10,\n' >items.csv
	rows_are "invoice template" 'F1 gentle
F2 reminder-1'
}

# The manual.

example() { # the ledger of dun-policy(5), "The rules by example"; more keys for the terms
	items C1,F1,2026-10-01,100.00 C1,F2,2026-11-10,50.00 C1,F3,2026-11-20,20.00 C1,F4,2026-12-01,80.00 \
		C1,F5,2026-11-01,40.00 C1,K1,2026-11-15,-30.00
	events reminded,2026-10-20,C1,F1,1,2026-10-28,20261020-C1-1 paused,2026-11-20,C1,F5,,,
	policy "$@"
	sed -i '/^ *- {id: "3"/d; s/after_due: 14, after_pay_by: 1/after_due: 14/' policy.yaml
}

asked() { # what the letters ask for, less the credits where they are netted
	select-overdue -q items.csv >proposal.csv
	paste -d' ' <(column section proposal.csv) <(column open_amount proposal.csv) |
		awk -v net="$1" '$1 ~ /overdue|reminded/ || (net && $1 == "credit") { sum += $2 } END { printf "%.2f\n", sum }'
}

@test "the rules by example, as dun-policy(5) tells them" {
	example 'include: reached' 'credits: ignore'
	rows_are "invoice level" 'F1 2
F2 1'
	events paused,2026-11-20,C1,F5,,,
	rows_are "invoice level" 'F1 1
F2 1'
	example 'include: reached' 'credits: ignore' 'escalate: jump'
	events paused,2026-11-20,C1,F5,,,
	rows_are "invoice level" 'F1 2
F2 1'
	example 'include: reached' 'credits: ignore' 'level_of: customer'
	rows_are "invoice level" 'F1 2
F2 2'
	example
	rows_are "reminder invoice section template" '20261122-C1-2 F1 overdue reminder-2
20261122-C1-2 F2 overdue reminder-2
20261122-C1-2 K1 credit reminder-2
20261122-C1-2 F3 reminded reminder-2'
	[ "$(asked net)" = 140.00 ]
	example 'letter_per: invoice'
	[ "$(rows "reminder invoice" | grep -v K1)" = '20261122-C1-2-F1 F1
20261122-C1-1-F2 F2' ]
	example 'letter_per: level' 'credits: ignore'
	rows_are "reminder invoice" '20261122-C1-2 F1
20261122-C1-1 F2
20261122-C1-2 F3'
	example 'include: open' 'credits: ignore' 'on_hold: show'
	rows_are "invoice section" 'F1 overdue
F5 on_hold
F2 overdue
F3 reminded
F4 not_due'
	example 'credits: list'
	[ "$(asked)" = 170.00 ]
	grep -q ,K1, proposal.csv
	example 'credits: ignore'
	[ "$(asked)" = 170.00 ]
	refute grep -q ,K1, proposal.csv
	for how in net list ignore; do
		example "credits: $how"
		sed -i 's/-30.00/-170.00/' items.csv
		rows_are invoice ''
	done
	example 'min_amount: 140.00'
	[ "$(asked net)" = 140.00 ]
	example 'min_amount: 140.01'
	rows_are invoice ''
	example 'min_amount: 170.00' 'credits: list'
	[ "$(asked)" = 170.00 ]
	example 'max_reminders: 1' 'credits: ignore'
	rows_are "invoice section" 'F1 reminded
F2 overdue
F3 reminded'
	sed -i '1s/$/,credit_limit/; 2s/$/,250.00/; 3,$s/$/,/' customers.csv
	example 'credit_limit: only_above' 'credits: ignore'
	rows_are invoice 'F1
F2
F3'
	example 'credit_limit: also_above' 'credits: ignore'
	rows_are "invoice level section" 'F1 2 overdue
F2 1 overdue
F3 1 overdue
F4 1 overdue'
	sed -i 's/,250.00$/,260.00/' customers.csv
	rows_are "invoice section" 'F1 overdue
F2 overdue
F3 reminded'
	example 'credit_limit: only_above'
	rows_are invoice ''
}

@test "the rules by example: credits, repetition, days of delivery, terms, age, pauses" {
	example 'letter_per: invoice'
	sed -i 's/-30.00/-120.00/' items.csv
	reason_is 'C1/F1=credit C1/F5=paused C1/F2=credit C1/K1=credit C1/F3=grace C1/F4=not-due'
	example 'credits: ignore' 'include: reached'
	events reminded,2026-10-20,C1,F1,1,2026-10-28, reminded,2026-11-12,C1,F1,2,2026-11-20, paused,2026-11-20,C1,F5,,,
	rows_are "invoice level" 'F2 1'
	sed -i 's/after_due: 14/&, after_last: 10/' policy.yaml
	rows_are "invoice level n" 'F1 2 2
F2 1 1'
	sed -i 's/after_last: 10/after_last: 11/' policy.yaml
	rows_are "invoice level" 'F2 1'
	[[ $(rows "invoice level n" --as-of 2026-11-23) == 'F1 2 2'* ]]
	example 'include: reached' 'credits: ignore'
	sed -i 's/pay_within: 8/&, transit_days: {email: 0, post: 3}/' policy.yaml
	sed -i '2s/,,NL/,Weg 1,NL/' customers.csv
	[ "$(rows pay_by | sort -u)" = 2026-11-30 ]
	[ "$(rows pay_by --delivery post | sort -u)" = 2026-12-03 ]
	example
	sed -i '1s/$/,term_days/; 2s/$/,30/; 3,$s/$/,/' customers.csv
	sed -i '1s/$/,invoice_date/; /F2/s/$/,2026-10-27/; /F2/!{2,$s/$/,/}' items.csv
	[ "$(column reason <(select-overdue --explain -w 'invoice = F2' items.csv) | sort -u | tr '\n' ' ')" = 'filtered selected ' ]
	sed -i '/^terms:/i customer_term_overrides: yes' policy.yaml
	select-overdue --explain items.csv >explained.csv
	grep -q '^,C1,F2,2026-11-26,50.00,.*,not-due$' explained.csv
	example
	sed -i '/^terms:/i max_ledger_age: 3' policy.yaml
	sed -i '1s/$/,ledger_date/; 2,$s/$/,2026-11-19/' items.csv
	expect 0 select-overdue items.csv
	sed -i 's/2026-11-19$/2026-11-18/' items.csv
	expect 65 select-overdue items.csv
	example
	events paused,2026-11-20,C1,F5,,2026-11-22,
	refute grep -q F5 <(rows "invoice level")
	grep -q 'F5 1' <(rows "invoice level" --as-of 2026-11-23)
	events paused,2026-11-20,C1,,,2026-11-22,
	rows_are invoice ''
	example
	sed -i '1s/$/,reminded_level/; /F2/s/$/,1/; /F2/!{2,$s/$/,/}' items.csv
	grep -q '^20261122-C1-2,C1,F2,.*,reminded,' <(select-overdue items.csv)
	grep -q 'F2 2 overdue' <(rows "invoice level section" --as-of 2026-11-24)
	refute grep -q 'F2 2' <(rows "invoice level section" --as-of 2026-11-23)
}

# Who cannot be reached.

@test "an unknown customer is named with its line, left out, and the exit is 1" {
	items C1,F1,2026-11-01,10 C9,F2,2026-12-01,10 C9,F3,2026-11-01,10 C8,F4,2026-11-01,0
	expect 1 select-overdue items.csv
	[ "$stderr" = 'select-overdue: items.csv:3: customer: "C9" is not in customers.csv; its items are left out' ]
	[ "$(wc -l <<<"$output")" -eq 2 ]
	reason_is 'C1/F1=selected C8/F4=paid C9/F3=unknown-customer C9/F2=unknown-customer'
}

@test "without an address for its way of delivery a customer is named and left out" {
	printf 'customer,name,email,delivery,address1\nC1,A,,,Straat 1\nC2,B,b@x.example,post,\nC3,C,,none,\nC4,D," ; ",email,\nC5,E,,post,Weg 5\n' >customers.csv
	items C1,F1,2026-11-01,10 C1,F0,2026-11-21,10 C2,F2,2026-11-01,10 C3,F3,2026-11-01,10 C4,F4,2026-11-01,10 C5,F5,2026-11-01,10
	expect 1 select-overdue items.csv
	says 'items.csv:2: customer: "C1" has no e-mail address, and its reminders go by email; left out'
	says 'items.csv:4: customer: "C2" has no postal address, and its reminders go by post; left out'
	says 'items.csv:6: customer: "C4" has no e-mail address'
	[ "$(wc -l <<<"$stderr")" -eq 3 ]
	printf '%s\n' "$output" >proposal.csv
	[ "$(column delivery proposal.csv | tr '\n' ' ')" = 'none post ' ]
	reason_is 'C1/F1=no-address C1/F0=grace C2/F2=no-address C3/F3=selected C4/F4=no-address C5/F5=selected'
}

@test "one wrong mail address among several leaves the customer out, before the mails are made" {
	printf 'customer,name,email,delivery,address1\nC1,A,a@x.example;b@,,\nC2,B,b@x.example; c@x.example ;,,\nC3,C,"c@x.example,d@x.example",,\nC4,D,no address,post,Straat 4\n' >customers.csv
	items C1,F1,2026-11-01,10 C2,F2,2026-11-01,10 C3,F3,2026-11-01,10 C4,F4,2026-11-01,10
	expect 1 select-overdue items.csv
	says 'items.csv:2: customer: "C1": the e-mail address "b@" has nothing after the @; left out'
	says 'items.csv:4: customer: "C3": the e-mail address "c@x.example,d@x.example" has a comma (several addresses are separated by ;); left out'
	[ "$(wc -l <<<"$stderr")" -eq 2 ]
	[ "$(column customer <(printf '%s\n' "$output") | tr '\n' ' ')" = 'C2 C4 ' ]
	reason_is 'C1/F1=no-address C2/F2=selected C3/F3=no-address C4/F4=selected'
}

@test "an address that nobody needs today is not asked for" {
	printf 'customer,name\nC1,A\n' >customers.csv
	items C1,F1,2026-11-21,10
	expect 0 select-overdue items.csv
	[ -z "$stderr" ]
}

# Options.

@test "--all gives every open item with its days, no conditions" {
	items C1,F1,2026-11-01,10 C1,F2,2026-12-01,10 C1,F3,2026-11-01,0 C1,K1,,-5 C9,F4,2026-11-01,10 C2,F5,2026-11-01,10
	events reminded,2026-11-10,C1,F1,1,2026-11-20, blocked,2026-11-10,C2,,,,
	expect 0 select-overdue --all items.csv
	[ -z "$stderr" ]
	rows_are "invoice days_overdue last_level reminder" 'K1   
F1 21 1 
F2 -9  
F5 21  
F4 21  ' --all
	rows_are "invoice" 'F5' --all --where 'customer = C2'
}

@test "--where narrows who causes a letter, not what stands in it or is netted" {
	items C1,F1,2026-11-01,10 C1,F2,2026-11-02,30 C1,K1,2026-11-01,-20 C2,F3,2026-11-01,10
	rows_are "invoice section" 'F1 reminded
K1 credit
F2 overdue' --where 'open_amount > 20'
	rows_are "invoice" F3 --where 'country = BE' --where 'customer ~ C*'
	reason_is 'C1/F1=filtered C1/K1=filtered C1/F2=filtered C2/F3=selected' --where 'name = "Twee NV"'
}

@test "an empty cell of the item leaves the word to the customer" {
	printf 'customer,invoice,due_date,open_amount,country\nC1,F1,2026-11-01,10,\nC1,F2,2026-11-01,10,DE\nC2,F3,2026-11-01,10,NL\n' >items.csv
	reason_is 'C1/F1=selected C1/F2=filtered C2/F3=selected' --where 'country = NL'
}

@test "a condition on delivery, language or currency knows what an empty cell means" {
	items C1,F1,2026-11-01,10 C2,F2,2026-11-01,10 C3,F3,2026-11-01,10
	rows_are customer 'C1
C2' --where 'delivery = email'
	rows_are customer C3 --where 'delivery = post'
	rows_are customer C1 --where 'language = nl'
	rows_are customer 'C1
C2
C3' --where 'currency = EUR'
	rows_are customer '' --where 'currency = GBP'
	printf 'terms_for:\n  - {where: ["delivery = email", "language = nl", "currency = EUR"], terms: own}\n' >>policy.yaml
	sed -i 's/^terms:/&\n  own: {levels: [{after_due: 1}]}/' policy.yaml
	rows_are "customer terms" 'C1 own
C2 standard
C3 standard'
}

@test "a condition may name what the proposal tells of an item, without a column for it" {
	printf '  own: {levels: [{after_due: 1}]}\nterms_for:\n  - {where: ["open_amount > 50"], terms: own}\n' >>policy.yaml
	printf 'customer,invoice,invoice_date,open_amount,as_of,days_overdue\nC1,F1,2026-10-01,10.5,,-3\nC1,F2,2026-10-20,60,,99\nC1,K1,2026-10-20,-2,,\n' >items.csv
	events reminded,2026-11-01,C1,F1,1,2026-11-05,
	for which in 'days_overdue > 30' 'days_overdue = 38' 'due_date < 2026-11-01' 'last_level = 1' \
		'last_reminded <= 2026-11-01' 'amount = 10.50'; do
		reason_is 'C1/F1=selected C1/F2=filtered C1/K1=filtered' --where "$which" || { echo "$which"; return 1; }
	done
	reason_is 'C1/F1=filtered C1/F2=selected C1/K1=filtered' --where 'last_level = ""' --where 'terms = own'
	reason_is 'C1/F1=selected C1/F2=filtered C1/K1=credit' --where 'terms = standard'
	reason_is 'C1/F1=selected C1/F2=selected C1/K1=filtered' --where 'kind = invoice' --where 'side = receivable'
	reason_is 'C1/F1=filtered C1/F2=filtered C1/K1=credit' --where 'kind = credit'
}

@test "a status in the history wins over the ledger's, in conditions and in the table" {
	printf 'customer,invoice,due_date,open_amount,status\nC1,F1,2026-11-01,10,open\nC1,F2,2026-11-01,10,disputed\nC2,F3,2026-11-01,10,open\n' >items.csv
	events() {
		printf 'time,event,date,customer,invoice,status\n2026-11-01T10:00:00Z,status,2026-11-01,C1,F1,disputed\n2026-11-02T10:00:00Z,status,2026-11-02,C1,F2,settled\n2026-11-30T10:00:00Z,status,2026-11-30,C2,F3,disputed\n' >history.csv
	}
	events
	rows_are "invoice status" 'F1 disputed
F2 settled
F3 open'
	reason_is 'C1/F1=filtered C1/F2=selected C2/F3=selected' --where 'status != disputed'
	reason_is 'C1/F1=selected C1/F2=filtered C2/F3=filtered' --where 'status = disputed'
	printf 'terms_for:\n  - {where: ["status = disputed"], terms: slow}\n' >>policy.yaml
	sed -i 's/^terms:/&\n  slow: {levels: [{after_due: 90}]}/' policy.yaml
	reason_is 'C1/F1=grace C1/F2=selected C2/F3=selected'
	# The ledger need not have the column.
	cut -d, -f1-4 items.csv >plain.csv
	expect 0 select-overdue --where 'status = settled' plain.csv
	[ "$(column invoice <(printf '%s\n' "$output"))" = F2 ]
	hides status
}

@test "a column that nobody has is a usage error with the nearest name" {
	items C1,F1,2026-11-01,10
	expect 64 select-overdue --where 'countr = NL' items.csv
	silent
	says 'option --where: neither the items nor the customers have a column "countr"; did you mean "country"?'
	# What is known of every item, without a column of its own, is near as well.
	expect 64 select-overdue --where 'days_overdu > 3' items.csv
	says '"days_overdu"; did you mean "days_overdue"?'
	expect 64 select-overdue --where 'country' items.csv
	says 'option --where: "country": '
}

@test "--skip leaves out customers and items, --pick takes them and no others" {
	items C1,F1,2026-11-01,10 C1,F2,2026-11-02,10 C2,F3,2026-11-01,10 C3,F4,2026-11-21,10 C3,F5,2026-12-21,10
	printf 'C2\r\nC1,F2\n' >list
	reason_is 'C1/F1=selected C1/F2=filtered C2/F3=filtered C3/F4=grace C3/F5=not-due' --skip list
	printf 'customer,invoice\nC3\nC1 , F2\n\n' >list
	reason_is 'C1/F1=filtered C1/F2=picked C2/F3=filtered C3/F4=picked C3/F5=not-due' --pick list
	printf 'C3,F5' >list
	reason_is 'C1/F1=filtered C1/F2=filtered C2/F3=filtered C3/F4=filtered C3/F5=picked' --pick list
	rows_are "invoice level section" 'F4  reminded
F5 1 overdue' --pick list
	# As a spreadsheet writes it, with a name that stands twice.
	printf '\357\273\277customer,invoice\r\nC3,F5\r\nC3,F5\r\n' >list
	reason_is 'C1/F1=filtered C1/F2=filtered C2/F3=filtered C3/F4=filtered C3/F5=picked' --pick list
	printf 'C1,F1,1,2\n' >list
	expect 65 select-overdue --skip list items.csv
	says 'list:1: "C1,F1,1,2" is not CUSTOMER or CUSTOMER,INVOICE or CUSTOMER,INVOICE,INSTALMENT'
	expect 66 select-overdue --skip nowhere items.csv
}

@test "an instalment is picked by its name, and the others of its invoice are not" {
	printf '%s\n' customer,invoice,instalment,due_date,open_amount C1,F1,1,2026-11-01,10 C1,F1,2,2026-11-01,10 C1,F2,,2026-11-01,10 >items.csv
	echo C1,F1,2 >list
	select-overdue --explain --pick list items.csv >out.csv
	[ "$(paste -d/ <(column instalment out.csv) <(column reason out.csv) | sort | xargs)" = '/filtered 1/filtered 2/picked' ]
}

@test "a picked item is taken at its next level; blocks and pauses are heeded" {
	items C1,F1,2026-11-01,10 C1,F2,2026-11-01,10 C1,F3,2026-11-01,10
	events reminded,2026-11-21,C1,F1,1,2026-12-05, paused,2026-11-01,C1,F2,,,
	printf 'C1\n' >list
	reason_is 'C1/F1=picked C1/F2=paused C1/F3=picked' --pick list
	rows_are "invoice level" 'F1 2
F3 1' --pick list
}

@test "a picked item that is not taken is told, with the reason" {
	items C1,F1,2026-11-01,10 C1,F2,2026-11-01,10 C2,F3,2026-11-01,3 C2,F4,2026-11-01,3
	policy 'min_amount: 5.00'
	events paused,2026-11-01,C1,F2,,,
	printf 'C1,F1\nC1,F2\nC2,F3\n' >list
	expect 0 select-overdue --pick list items.csv
	[ "$stderr" = 'select-overdue: items.csv:3: note: customer "C1", invoice "F2" is picked, but not reminded: paused' ]
	[ "$(column invoice <(printf '%s\n' "$output") | tr '\n' ' ')" = 'F1 F3 F4 ' ]
	sed -i 's/C2,F4,2026-11-01,3/C2,F4,2026-12-01,3/' items.csv
	expect 0 select-overdue --pick list items.csv
	says 'items.csv:4: note: customer "C2", invoice "F3" is picked, but not reminded: below-minimum'
	# A customer who is named is taken as far as that goes.
	echo C1 >list
	expect 0 select-overdue --pick list items.csv
	[ -z "$stderr" ]
}

@test "a name in a list that no item has is told" {
	items C1,F1,2026-11-01,10
	printf 'C1,F1\nC1,F9\nC7\n' >list
	expect 1 select-overdue --pick list items.csv
	says 'list:2: there is no item of customer "C1" with invoice "F9"'
	says 'list:3: there is no item of customer "C7"'
	# To skip what is settled since is no slip; a customer that does not exist is one.
	expect 1 select-overdue --skip list items.csv
	[ "$stderr" = 'select-overdue: list:3: there is no item of customer "C7"' ]
}

@test "--level makes only the reminders of that level" {
	items C1,F1,2026-11-10,10 C1,F2,2026-10-01,10 C2,F3,2026-11-10,10
	events reminded,2026-10-20,C1,F2,1,2026-10-30,
	rows_are "reminder" 20261122-C2-1 --level 1
	rows_are "reminder invoice" '20261122-C1-2 F2
20261122-C1-2 F1' --level 2
	reason_is 'C1/F2=filtered C1/F1=filtered C2/F3=selected' --level 1
	expect 64 select-overdue --level 7 items.csv
	says 'option --level: no terms of policy.yaml have a level "7"'
}

@test "--delivery is the way for this run, and whoever gets nothing still gets nothing" {
	printf 'customer,name,email,delivery,address1\nC1,A,a@x.example,,Straat 1\nC2,B,b@x.example,post,Straat 2\nC3,C,c@x.example,none,Straat 3\nC4,D,d@x.example,,\n' >customers.csv
	items C1,F1,2026-11-01,10 C2,F2,2026-11-01,10 C3,F3,2026-11-01,10 C4,F4,2026-11-01,10
	rows_are "customer delivery pay_by" 'C1 email 2026-12-06
C2 post 2026-12-09
C3 none 2026-12-06
C4 email 2026-12-06'
	rows_are "customer delivery pay_by" 'C1 post 2026-12-09
C2 post 2026-12-09
C3 none 2026-12-06' --delivery post
	reason_is 'C1/F1=selected C2/F2=selected C3/F3=selected C4/F4=no-address' --delivery post
	rows_are "customer delivery" 'C1 email
C2 email
C3 none
C4 email' --delivery email
	expect 64 select-overdue --delivery fax items.csv
	says 'option --delivery: "fax" is not email, post or none'
}

@test "--terms narrows to these, and may be given more than once" {
	printf '  own: {levels: [{after_due: 1}]}\n  other: {levels: [{after_due: 1}]}\n' >>policy.yaml
	printf 'customer,invoice,due_date,open_amount,terms\nC1,F1,2026-11-01,10,\nC1,F2,2026-11-01,10,own\nC1,F3,2026-11-01,10,other\n' >items.csv
	rows_are invoice F2 --terms own
	rows_are invoice 'F2
F3' --terms own --terms other
	reason_is 'C1/F1=filtered C1/F2=selected C1/F3=filtered' --terms own
	expect 64 select-overdue --terms own --terms nope items.csv
	expect 64 select-overdue --terms nope items.csv
	says 'option --terms: policy.yaml has no terms "nope"'
}

@test "-v counts the items by reason" {
	items C1,F1,2026-11-01,10 C1,F2,2026-12-01,10 C1,F3,2026-11-01,0
	expect 0 select-overdue -v items.csv
	says 'note: 3 items, 1 reminder, paid 1, not-due 1, selected 1'
}

@test "options that contradict each other are told" {
	items C1,F1,2026-11-01,10
	expect 64 select-overdue --all --explain items.csv
	expect 64 select-overdue --all --level 1 items.csv
	expect 64 select-overdue --as-of 22-11-2026 items.csv
	says 'option --as-of: "22-11-2026" is not a date (YYYY-MM-DD)'
	DUN_AS_OF=today expect 64 select-overdue items.csv
	says 'DUN_AS_OF: "today" is not a date'
}

# Bad input.

@test "each fault is a line with file, line and column, exit 65, and nothing on standard output" {
	printf 'customer,invoice,due_date,open_amount\nC1,F1,2026-02-30,10\nC1,F2,2026-11-01,1.5E+3\nC1,F3,2026-11-01\nC1,F4,2026-11-01,10\nC1,F4,2026-11-02,10\n' >items.csv
	expect 65 select-overdue items.csv
	silent
	says 'items.csv:2: due_date: "2026-02-30" is not a date'
	says 'items.csv:3: open_amount: "1.5E+3" is not an amount'
	says 'items.csv:4: '
	says 'items.csv:6: customer "C1", invoice "F4" stands already in items.csv:5'
}

@test "of a large ledger too the later of two rows is told, whichever of them is looked at first" {
	awk 'BEGIN {
		print "customer,invoice,invoice_date,due_date,amount,open_amount,currency"
		for (i = 0; i < 70000; i++) printf "C1,F%d,2026-11-01,2026-12-01,1.00,1.00,EUR\n", i
		print "C1,F,2026-10-01,2026-10-15,1.00,1.00,EUR"
		print "C1,F,2026-11-01,2026-12-01,1.00,1.00,EUR"
	}' >items.csv
	expect 65 select-overdue items.csv
	silent
	says 'items.csv:70003: this customer, invoice and instalment stand already in items.csv:70002'
}

@test "with --rejects the sound customers go on, those with a bad row are held back whole" {
	printf 'customer,invoice,due_date,open_amount\nC1,F1,2026-11-01,10\nC2,F2,2026-11-01,10\nC2,F3,2026-11-31,10\nC3,F4,2026-11-01\nC3,F5,2026-12-01,10\nC4,F6,2026-11-01,10\nC4,F6,2026-11-01,10\nC2,F7,2026-12-01,10\n' >items.csv
	expect 1 select-overdue --rejects bad.csv items.csv
	printf '%s\n' "$output" >proposal.csv
	[ "$(column invoice proposal.csv)" = F1 ]
	says 'items.csv:4: due_date: "2026-11-31"'
	[ "$(column invoice bad.csv | sort | tr '\n' ' ')" = 'F2 F3 F4 F5 F6 F6 F7 ' ]
	[ "$(grep -c 'held back: the customer has a faulty row' bad.csv)" -eq 4 ]
	# Mended, the rejects alone give what was held back.
	sed -i 's/2026-11-31/2026-11-30/; s/,$/,10/' bad.csv
	grep -v 'F4\|F6' bad.csv | sed 's/,[^,]*$//' >mended.csv
	expect 0 select-overdue mended.csv
}

@test "without bad rows the rejects are a header" {
	items C1,F1,2026-11-01,10
	expect 0 select-overdue --rejects bad.csv items.csv
	[ "$(cat bad.csv)" = customer,invoice,due_date,open_amount,reason ]
}

@test "a ledger that is too old is refused; one of a later day is a replay" {
	sed -i '/^terms:/i max_ledger_age: 3' policy.yaml
	printf 'customer,invoice,due_date,open_amount,ledger_date\nC1,F1,2026-11-01,10,2026-11-18\nC1,F2,2026-11-01,10,2026-11-18\n' >items.csv
	expect 65 select-overdue items.csv
	silent
	[ "$stderr" = 'select-overdue: items.csv:2: ledger_date: the ledger is of 2026-11-18, 4 days before 2026-11-22; max_ledger_age allows 3: export it anew' ]
	expect 0 select-overdue --as-of 2026-11-21 items.csv
	expect 0 select-overdue --as-of 2026-11-10 items.csv
	expect 65 select-overdue --rejects bad.csv items.csv
	[ ! -e bad.csv ]
}

@test "max_ledger_age may be a date formula" {
	sed -i '/^terms:/i max_ledger_age: 2WD' policy.yaml
	printf 'customer,invoice,due_date,open_amount,ledger_date\nC1,F1,2026-11-01,10,2026-11-20\n' >items.csv
	expect 0 select-overdue --as-of 2026-11-24 items.csv
	expect 65 select-overdue --as-of 2026-11-25 items.csv
	says 'the ledger is of 2026-11-20, 5 days before 2026-11-25; max_ledger_age allows 2WD: export it anew'
}

@test "a missing book is an error that names it" {
	items C1,F1,2026-11-01,10
	expect 66 select-overdue --history nowhere.csv items.csv
	says nowhere.csv
	expect 66 select-overdue --customers nowhere.csv items.csv
	says nowhere.csv
	expect 66 select-overdue --policy nowhere.yaml items.csv
	says nowhere.yaml
	mkdir elsewhere && cd elsewhere || return 1
	DUN_POLICY=../policy.yaml expect 0 select-overdue ../items.csv
}

@test "a day is replayed with what was known by then" {
	items C1,F1,2026-10-01,10
	select-overdue --as-of 2026-10-20 items.csv >before.csv
	events reminded,2026-10-20,C1,F1,1,2026-11-03,20261020-C1-1 reminded,2026-11-22,C1,F1,2,2026-11-30,20261122-C1-2 paused,2026-11-01,C1,F1,,,
	sed -n '1p; 3,$p' history.csv >without.csv
	select-overdue --as-of 2026-10-20 --history without.csv items.csv >after.csv
	same before.csv after.csv
}

@test "many events of one customer do not mix its items up" {
	perl -e 'print "customer,invoice,due_date,open_amount\n"; printf "C1,F%03d,2026-10-01,10\n", $_ for 1..200' >items.csv
	perl -e 'print "time,event,date,customer,invoice,level,until,reminder\n"; for (1..200) { printf "2026-10-15T10:%02d:%02dZ,reminded,2026-10-15,C1,F%03d,1,2026-10-29,20261015-C1-1\n", $_/60, $_%60, $_; printf "2026-10-16T10:%02d:%02dZ,paused,2026-10-16,C1,F%03d,,,\n", $_/60, $_%60, $_ if $_ % 10 == 0 } print "2026-10-17T10:00:00Z,undone,2026-10-17,C1,F007,,,20261015-C1-1\n2026-10-18T10:00:00Z,note,2026-10-18,C1,,,,\n"' >history.csv
	select-overdue items.csv >proposal.csv
	[ "$(column level proposal.csv | sort | uniq -c | awk '{print $2"="$1}' | tr '\n' ' ')" = '1=1 2=179 ' ]
	[ "$(grep F007 proposal.csv | cut -d, -f8)" = 1 ]
}

@test "customers whose numbers begin alike are put in order as any others" {
	perl -e 'print "customer,name,email\n"; printf "%d,Een,een\@x.example\n", 10000 + 7 * $_ % 500 for 1..500' >customers.csv
	perl -e 'print "customer,invoice,due_date,open_amount\n";
		printf "%d,F%04d,2026-10-%02d,10.00\n", 10000 + 11 * $_ % 500, $_, 1 + $_ % 20 for 1..3000' >items.csv
	select-overdue items.csv >short.csv
	sed -i '2,$s/^/DEBITEUR-/' customers.csv items.csv
	select-overdue items.csv >long.csv
	[ "$(column reminder short.csv | sort -u | wc -l)" -eq 500 ]
	same <(sed 's/,[^,]*$//' short.csv) <(sed 's/DEBITEUR-//g; s/,[^,]*$//' long.csv)
}

@test "a customer file without customers knows nobody" {
	items C1,F1,2026-10-01,10 C2,F2,2026-12-01,10 C3,F3,2026-10-01,0
	sed -i '2,$d' customers.csv
	expect 1 select-overdue --explain items.csv
	same <(column reason <(echo "$output")) <(printf '%s\n' unknown-customer unknown-customer paid)
	[ "$(grep -c 'is not in customers.csv' <<<"$stderr")" -eq 2 ]
}

@test "a ledger that comes through a pipe with a name is read once, and what it repeats is found" {
	items C1,F1,2026-10-01,10 C2,F2,2026-10-01,10
	select-overdue items.csv >file.csv
	select-overdue <(cat items.csv) >pipe.csv
	same file.csv pipe.csv
	items C1,F1,2026-10-01,10 C2,F2,2026-10-01,10 C1,F1,2026-10-01,10
	expect 65 select-overdue <(cat items.csv)
	says ':4: customer "C1", invoice "F1" stands already in /dev/fd/'
}

@test "a level that gives no date to pay by stops a large selection before anything is written" {
	items
	yes 'C1,F,9999-10-01,10.00' | head -n 4000 | awk -F, -v OFS=, '{ $2 = $2 NR; print }' >>items.csv
	run -78 --separate-stderr select-overdue --as-of 9999-12-25 items.csv
	[ -z "$output" ]
	[[ $stderr == *'policy.yaml:'*': transit_days and pay_within of this level give no date'* ]]
	# That much is more than one block of the output.
	[ "$(select-overdue -q --as-of 9999-12-01 items.csv | wc -c)" -gt 262144 ]
}
