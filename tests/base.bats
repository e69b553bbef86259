load helper

@test "buffers, maps, arenas, bins, halves, UTF-8, names and files hold what they promise" {
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

@test "what turns the direction of a text shows as ? in a message, what stands beside it as it is" {
	local bytes shown
	while read -r bytes shown; do
		expect 65 "$UNITS/diagnose" "$(printf '%b' "$bytes")"
		[ "$stderr" = "diagnose: items.csv:2: due_date: \"$(printf '%b' "$shown")\" is not a date" ] || { echo "$bytes: $stderr"; return 1; }
	done <<-'END'
	\xe2\x80\x8d \xe2\x80\x8d
	\xe2\x80\x8e ?
	\xe2\x80\x8f ?
	\xe2\x80\x90 \xe2\x80\x90
	\xe2\x80\xa9 \xe2\x80\xa9
	\xe2\x80\xaa ?
	\xe2\x80\xae ?
	\xe2\x80\xaf \xe2\x80\xaf
	\xe2\x81\xa5 \xe2\x81\xa5
	\xe2\x81\xa6 ?
	\xe2\x81\xa9 ?
	\xe2\x81\xaa \xe2\x81\xaa
	\xe2\x82\xac \xe2\x82\xac
	\xc2\x85 ?
	\xc2\xa0 \xc2\xa0
	\x7f ?
	\xf0\x9f\x98\x80 \xf0\x9f\x98\x80
	a\xe2\x82 a?
	END
}

@test "an output that is larger than memory is kept for goes through a file, whole or not at all" {
	# 130 thousand rows of 140 bytes: 18 MB
	perl -we 'print "customer,invoice,due_date,open_amount,reference,text\n"; my $text = "x" x 100;
		printf "C%06d,F%06d,2026-01-01,1.00,,%s\n", $_, $_, $text for 1 .. 140000' >items.csv
	payment-reference --check items.csv >out.csv
	[ "$(wc -c <out.csv)" -gt 17000000 ]
	cut -d, -f1-6 out.csv | cmp - items.csv
	# The file that it goes through has no name any more, and cannot be made where there is no folder.
	mkdir tmp
	TMPDIR=$PWD/tmp payment-reference --check items.csv | cmp - out.csv
	[ -z "$(ls -A tmp)" ]
	TMPDIR=$PWD/nowhere expect 73 payment-reference --check items.csv
	silent
	says 'nowhere/dun-'
	rc=0
	payment-reference --check items.csv >/dev/full 2>err || rc=$?
	[ "$rc" -eq 74 ]
	grep -q 'standard output' err
	rc=0
	(ulimit -f 8000 && TMPDIR=$PWD/tmp payment-reference --check items.csv 2>err) >part.csv || rc=$?
	[ "$rc" -eq 74 ]
	[ ! -s part.csv ]
	grep -q "$PWD/tmp: File too large" err
}
