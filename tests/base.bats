load helper

@test "buffers, maps, arenas, UTF-8, names and files hold what they promise" {
	expect 0 "$UNITS/base"
}

@test "a diagnostic names the command, file, line and column" {
	expect 65 "$UNITS/diagnose" 31-02-2026
	[ "$stderr" = 'diagnose: items.csv:2: due_date: "31-02-2026" is not a date' ]
}

@test "twenty faults are shown and the others counted" {
	expect 65 "$UNITS/diagnose" x 25
	[ "$(printf '%s\n' "$stderr" | grep -c 'is not a date')" -eq 20 ]
	says 'and 5 more of the kind, 25 in all'
}

@test "control characters in data cannot forge a line of a message" {
	expect 65 "$UNITS/diagnose" $'a\nselect-overdue: all is well\e[2Jb\xff\xe2\x80\xaec é'
	[ "$stderr" = 'diagnose: items.csv:2: due_date: "a?select-overdue: all is well?[2Jb??c é" is not a date' ]
}
