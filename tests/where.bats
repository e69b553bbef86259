load helper

@test "conditions compare numbers as numbers, dates as dates, codes as text" {
	expect 0 "$UNITS/where"
	shows "all well"
}

book() {
	printf 'company: {name: V}\nterms: {standard: {levels: [{after_due: 7}]}}\n' >policy.yaml
	printf 'customer,name,delivery,email,term_days,vat\nC1,Jansen,email,a@b.example,14,high\n' >customers.csv
	printf 'time,event,customer,invoice,amount\n2026-10-01T09:00:00Z,note,C1,F1,10.00\n' >history.csv
	printf 'customer,invoice,due_date,open_amount,cost,code\nC1,F1,2026-10-01,10.00,K1,007\n' >items.csv
	export DUN_AS_OF=2026-11-22
}

# Compared as text, such a condition would find nothing, or everything, without a word.
@test "a column of numbers or of dates is compared with nothing else" {
	book
	select-overdue items.csv | compute-fees >proposal.csv
	local command condition holds
	while IFS='|' read -r command condition holds; do
		# shellcheck disable=SC2086
		expect 64 $command "$condition"
		[ -z "$output" ]
		says "\"$condition\": the column holds $holds"
	done <<-'EOF'
		list-items items.csv --where|days_overdue > abc|numbers, and a number is written as 1234.50
		list-items items.csv --where|open_amount = ten|numbers, and a number is written as 1234.50
		list-items items.csv --where|days_overdue > |numbers, and a number is written as 1234.50
		list-items items.csv --where|next_date < soon|dates, and a date is written as 2026-12-31
		list-items items.csv --where|due_date = 31-12-2026|dates, and a date is written as 2026-12-31
		list-items items.csv --where|due_date != 2026-02-30|dates
		list-items proposal.csv --where|total_due > x|numbers
		list-items proposal.csv --where|n = x|numbers
		list-items proposal.csv --where|as_of = today|dates
		select-overdue items.csv --where|term_days >= a week|numbers
		select-overdue items.csv --where|last_reminded > 2026|dates
		report-aging items.csv --where|open_amount < 1e3|numbers
		report-aging items.csv --where|invoice_date = 20261231|dates
		forecast-cash items.csv --where|credit_limit > none|numbers
		forecast-cash items.csv --hold|days_overdue > long|numbers
		show-history --where|interest != none|numbers
		show-history --where|date > yesterday|dates
	EOF
}

@test "a user's own columns, texts, patterns and empty cells are compared as they are" {
	book
	select-overdue items.csv | compute-fees >proposal.csv
	local command condition
	while IFS='|' read -r command condition; do
		# shellcheck disable=SC2086
		expect 0 $command "$condition"
		shows C1
	done <<-'EOF'
		list-items items.csv --where|cost = K1
		list-items items.csv --where|vat = high
		list-items items.csv --where|code = 007
		list-items items.csv --where|days_overdue > -1.5
		list-items items.csv --where|due_date ~ 2026-*
		list-items items.csv --where|open_amount ~ 10*
		list-items items.csv --where|last_reminded = ""
		list-items items.csv --where|open_amount != ""
		list-items proposal.csv --where|level = 1
		select-overdue items.csv --where|cost > K0
		report-aging items.csv --where|bucket = 31-60
		show-history --where|time > 2026-10
		show-history --where|level = ""
	EOF
}
