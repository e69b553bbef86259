load helper

@test "buffers, maps, arenas, begins, bins, halves, UTF-8, names and files hold what they promise" {
	expect 0 "$UNITS/base"
}

# What of the processors a process may use, as a container's share, is not what the machine has.
@test "with one processor no thread is begun, with two they are" {
	[ "$(nproc)" -gt 1 ] || skip 'one processor'
	export ASAN_OPTIONS=detect_leaks=0 # which cannot look while strace does
	perl -we 'print "customer,invoice,due_date,open_amount\n"; printf "C%06d,F%06d,2026-01-01,1.00\n", $_, $_ for 1 .. 100000' >items.csv
	local command
	for command in "$UNITS/base" 'import-ledger items.csv'; do
		# shellcheck disable=SC2086 # a command and its options
		taskset -c 0 strace -f -o trace -e trace=clone,clone3 $command >one.out 2>err
		refute grep CLONE_THREAD trace
		# shellcheck disable=SC2086
		strace -f -o trace -e trace=clone,clone3 $command >two.out 2>err
		grep -q CLONE_THREAD trace
		same one.out two.out
	done
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
	# 130 thousand rows of 1,140 bytes: 148 MB, of which 128 MiB are kept in memory
	perl -we 'print "customer,invoice,due_date,open_amount,reference,text\n"; my $text = "x" x 1100;
		printf "C%06d,F%06d,2026-01-01,1.00,,%s\n", $_, $_, $text for 1 .. 130000' >items.csv
	payment-reference --check items.csv >out.csv
	[ "$(wc -c <out.csv)" -gt 145000000 ]
	cut -d, -f1-6 out.csv | cmp - items.csv
	# The file that it goes through has no name any more, and cannot be made where there is no folder.
	mkdir tmp
	TMPDIR=$PWD/tmp payment-reference --check items.csv | cmp - out.csv
	[ -z "$(ls -A tmp)" ]
	# Where there is no room in memory, all of it goes there. The sanitizers take terabytes of addresses.
	(grep -q __asan_init "$BIN/payment-reference" || ulimit -v 60000; TMPDIR=$PWD/tmp payment-reference --check items.csv) | cmp - out.csv
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

@test "an output that is mostly its input is put together again as it should be; a file that was changed is not written" {
	local seed
	for seed in {1..12}; do
		"$UNITS/patched" "$seed" file wanted >out
		cmp wanted out
		"$UNITS/patched" "$seed" file wanted | cmp wanted -
	done
	[ "$(wc -c <wanted)" -gt 500000 ]
	expect 65 "$UNITS/patched" 1 file wanted longer
	silent
	says 'patched: file: was changed while it was read'
	# Where the time does not tell it, the bytes do, in their turn.
	rc=0
	"$UNITS/patched" 1 file wanted unseen >out 2>err || rc=$?
	[ "$rc" -eq 65 ]
	grep -q 'patched: file: was changed while it was read' err
	[ "$(wc -c <out)" -lt "$(wc -c <wanted)" ]
	cmp -n "$(wc -c <out)" out wanted
	# One that is written to is not read once more.
	cp wanted before
	"$UNITS/patched" 1 file wanted 1<>file
	cmp -n "$(wc -c <wanted)" file wanted
	rc=0
	"$UNITS/patched" 1 other wanted >/dev/full 2>err || rc=$?
	[ "$rc" -eq 74 ]
	grep -q 'standard output' err
}

@test "places that a file cannot have are told, with status and name" {
	local command said
	cp -R "$ROOT/examples/book/." .
	export DUN_AS_OF=2026-11-22
	import-ledger -q --profile exact-online openstaand.csv >items.csv
	select-overdue -q items.csv 2>log | compute-fees -q | render-letter -q >rendered.csv
	ln -s loop loop
	mkfifo pipe
	mkdir box box/.lock
	chmod 0 pipe
	while IFS='|' read -r wanted command said; do
		# shellcheck disable=SC2086 # a command and its options
		expect "$wanted" mortal $command
		silent
		says "${command%% *}: $said"
	done <<-'END'
	66|select-overdue --policy . items.csv|.: Is a directory
	73|select-overdue -q --rejects items.csv/bad.csv items.csv|items.csv/bad.csv: Not a directory
	73|list-items -q --rejects loop items.csv|loop: Too many levels of symbolic links
	73|list-items -q --rejects pipe items.csv|pipe: Permission denied
	73|render-letter --letters items.csv/letters rendered.csv|items.csv/letters
	73|render-letter --merge pipe rendered.csv|pipe: Permission denied
	73|mail-out --outbox box rendered.csv|box/.lock: Is a directory
	64|mail-out --jobs 99999999999999999999 rendered.csv|option --jobs: "99999999999999999999" is not a whole number from 1 to 64
	64|mail-out --jobs 5x rendered.csv|option --jobs: "5x" is not a whole number from 1 to 64
	66|select-overdue missing.csv|missing.csv: No such file or directory
	END
	expect 66 select-overdue "$(printf 'a\xe2\x82')"
	says 'select-overdue: a?: No such file'
}

@test "a width that is none is as wide as a table likes, and an empty TMPDIR is none" {
	cp -R "$ROOT/examples/book/." .
	export DUN_AS_OF=2026-11-22
	import-ledger -q --profile exact-online openstaand.csv >items.csv
	list-items -q --format table items.csv >wide
	local columns
	for columns in x -5 '' 99999999 5x; do
		COLUMNS=$columns TMPDIR='' list-items -q --format table items.csv >got
		[ "$columns" = 5x ] || same wide got
	done
	COLUMNS=30 list-items -q --format table items.csv >got
	[ "$(awk '{ if (length($0) > n) n = length($0) } END { print n }' got)" -le "$(awk '{ if (length($0) > n) n = length($0) } END { print n }' wide)" ]
	render-letter --preview reminder-1 >one.pdf
	TMPDIR='' render-letter --preview reminder-1 | cmp - one.pdf
	TMPDIR=$PWD/none expect 73 render-letter --preview reminder-1
	says "$PWD/none/dun-sample"
}
