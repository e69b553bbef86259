load helper

@test "amounts, dates, formulas and account numbers are exact" {
	expect 0 "$UNITS/value"
	shows "all well"
}

@test "today is the day of the machine's own zone, summer time included" {
	TZ=Europe/Amsterdam expect 0 "$UNITS/value"
	TZ=Pacific/Auckland expect 0 "$UNITS/value"
}
