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
