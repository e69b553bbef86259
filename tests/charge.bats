load helper

@test "interest and scales are exact: cases with their sources, and what holds for any numbers" {
	expect 0 "$UNITS/charge" "$ROOT/tests/charge" "$ROOT/examples/rates.yaml"
	shows "cases, all well"
}

@test "a wrong expectation in a table of cases is told with its line" {
	mkdir cases
	cp "$ROOT"/tests/charge/*.txt cases
	sed -i 's/ 9\.86 / 9.87 /' cases/interest.txt
	expect 1 "$UNITS/charge" cases "$ROOT/examples/rates.yaml"
	shows "interest.txt:"
	shows "got 9.86: 1000.00 12 act/365"
}

# A second opinion (tests/lib/oracle.c): books of 150 items made by number, with rules of every
# kind, part payments and earlier reminders, computed again day by day in exact fractions.

# charged BOOK: make the book of that number and charge it, into proposal.csv.
charged() {
	as_of=$("$UNITS/oracle" make "$1")
	select-overdue --as-of "$as_of" items.csv >selected.csv
	compute-fees --payments payments.csv selected.csv >proposal.csv
}

@test "thousands of charges are the same when they are computed another way, day by day" {
	local book rows=0
	for book in {1..40}; do
		charged "$book"
		expect 0 "$UNITS/oracle" check "$book" <proposal.csv
		shows ' rows, 0 wrong'
		rows=$((rows + ${output%% *}))
	done
	[ "$rows" -gt 5000 ]
}

@test "the second opinion notices a cent" {
	charged 1
	perl -pe 's/(\d),(?=[^,]*$)/($1 + 1) % 10 . ","/e if $. == 9' proposal.csv >wrong.csv
	refute cmp -s proposal.csv wrong.csv
	expect 1 "$UNITS/oracle" check 1 <wrong.csv
	shows ', and not '
}

@test "the order of the rows changes no charge, and charging twice changes no byte" {
	local book
	for book in 3 5 10 11 14; do
		charged "$book"
		compute-fees --payments payments.csv proposal.csv | same - proposal.csv
		cp proposal.csv before.csv
		for file in items payments history; do
			{ head -n 1 $file.csv; tail -n +2 $file.csv | sort -r -t, -k3; } >turned.csv
			mv turned.csv $file.csv
		done
		select-overdue --as-of "$as_of" items.csv | compute-fees --payments payments.csv | same - before.csv
	done
}
