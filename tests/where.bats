load helper

@test "conditions compare numbers as numbers, dates as dates, codes as text" {
	expect 0 "$UNITS/where"
	shows "all well"
}
