load helper

# Other places: nothing of the machine, of the shell or of a path changes what comes out.

prepare() {
	export DUN_AS_OF=2026-11-22
	cp -R "$DUN_DATADIR/book" book
	cd book || return 1
	import-ledger --profile exact-online openstaand.csv >items.csv 2>log
}

# The main job up to the mails in the outbox; all that it makes, as sums.
job() { # job FOLDER
	local status=0
	select-overdue items.csv 2>log | compute-fees >"$1.csv" &&
		render-letter --letters "$1" "$1.csv" | mail-out --outbox "$1-outbox" >"$1.out" 2>log || status=$?
	[ "$status" -le 1 ] || { cat log; return 1; }
	cat "$1.csv" "$1"/*.pdf | sha256sum
	grep -rhv '^X-Dun-Created:' "$1-outbox/queued" | LC_ALL=C sort | sha256sum
}

@test "another zone, another locale and another day on the clock change no byte" {
	job here >want
	# A comma in numbers, other words for the months, an i of its own; made here, for the machine may have none.
	"$ROOT/tests/places/locales" "$PWD/locales" tr_TR.UTF-8
	export LOCPATH=$PWD/locales
	[ "$(LC_ALL=tr_TR.UTF-8 locale decimal_point)" = , ]
	for place in 'TZ=Pacific/Kiritimati' 'TZ=America/Anchorage' 'LC_ALL=C' 'LC_ALL=tr_TR.UTF-8'; do
		rm -rf here here-outbox
		(export "${place?}" && job here) >got
		same want got || { echo "$place"; return 1; }
	done
}

@test "letters and mails are their owner's alone, whatever the umask; the history is as the umask says" {
	for mask in 077 007 000; do
		rm -rf made made-outbox history
		(umask "$mask" && job made >/dev/null && log-history --init --history history)
		[ -z "$(find made made-outbox -type f ! -perm 0600)" ] || { find made made-outbox -type f ! -perm 0600; return 1; }
		[ "$(stat -c %a history)" = "$(printf '%o' $((0666 & ~mask)))" ]
	done
}

@test "paths with blanks, and names that begin with a dash" {
	mkdir 'a b'
	cp items.csv 'a b/open items.csv'
	cp items.csv ./-x
	expect 1 select-overdue items.csv
	wanted=$output
	expect 1 select-overdue 'a b/open items.csv'
	[ "$output" = "$wanted" ]
	expect 1 select-overdue -- -x
	[ "$output" = "$wanted" ]
	select-overdue items.csv 2>log | compute-fees >proposal.csv
	expect 0 render-letter --letters 'a b/-letters' proposal.csv
	shows 'a b/-letters/20261122-'
}

@test "a standard input, output or error that is closed is told, or does without" {
	local status=0
	select-overdue items.csv 2>log >want || true
	select-overdue <&- 2>err >out || status=$?
	[ "$status" -ge 64 ] && [ ! -s out ] && [ -s err ]
	status=0
	select-overdue items.csv >&- 2>err || status=$?
	[ "$status" -eq 74 ] && grep -q 'standard output' err
	status=0
	select-overdue items.csv 2>&- >out || status=$?
	[ "$status" -eq 1 ]
	same want out
}

# A file that the command itself opens must never get the number of a stream that was closed.
@test "with all three streams closed, what is written is still what was to be written" {
	local status=0
	render-letter --letters sound proposal.csv >/dev/null 2>&1 || true
	select-overdue items.csv 2>log | compute-fees >proposal.csv
	expect 0 render-letter --letters sound proposal.csv
	render-letter --letters closed proposal.csv <&- >&- 2>&- || status=$?
	[ "$status" -eq 74 ]
	for letter in closed/*.pdf; do
		[ ! -e "$letter" ] || cmp "$letter" "sound/${letter##*/}"
	done
	show-history --seal >log 2>&1
	cp history.csv before.csv
	log-history --event note --customer 10001 --note called <&- >&- 2>&- || true
	expect 0 show-history --verify
	head -c "$(stat -c %s before.csv)" history.csv | cmp - before.csv
}

# The history is the file that a command opens first, and the rows are what it prints last.
@test "with one stream closed, the history gets its lines and nothing else" {
	select-overdue items.csv 2>log | compute-fees | render-letter >rendered.csv
	mail-out -q rendered.csv >queued.csv
	sed '1!s/,queued,/,sent,/' queued.csv >delivered.csv
	show-history --seal >log 2>&1
	cp history.csv before.csv
	for stream in 0 1 2; do
		for logging in 'delivered.csv' '--event note --customer 10001 --note called' \
			'--event paused --customer 10002' '--recover'; do
			cp before.csv history.csv
			# shellcheck disable=SC2086 # words
			eval "log-history -q $logging $stream>&-" >out 2>err || true
			head -c "$(stat -c %s before.csv)" history.csv | cmp - before.csv
			expect 0 show-history --verify
		done
		for showing in '--verify' '--seal' '--forget 2026-11-11' ''; do
			eval "show-history $showing $stream>&-" >out 2>err || true
			expect 0 show-history --verify
		done
	done
}


# later FILE...: the same 28 years on, when the days of the week and the leap years are the same again.
later() {
	perl -pe 's/20(2[4-9])(?=-\d\d-\d\d|\d{4}-1|\b(?!-))/20 . ($1 + 28)/ge' "$@"
}

# Every command on the book of a folder; what they make, but for what is a sum of bytes.
all_of_them() { # all_of_them FOLDER DAY
	(
		cd "$1"
		export DUN_AS_OF=$2
		sed -i 's/{rate: nl-consumer}/{rate: 6}/' policy.yaml # no table knows the rates of 2054
		perl -i -pe 's/,[^,]*$/,\n/ if $. > 1' history.csv
		show-history --seal >/dev/null
		import-ledger --profile exact-online openstaand.csv >items.csv
		select-overdue items.csv >selected.csv || [ $? -eq 1 ]
		compute-fees selected.csv >proposal.csv
		render-letter proposal.csv >rendered.csv
		mail-out rendered.csv >delivered.csv
		log-history --event arranged --customer 10001 --until "${2%%-*}-12-24"
		show-history --verify >/dev/null
		list-items --columns invoice,level,section,due_date,days_overdue,pay_by,interest,fees,total_due proposal.csv
		report-aging items.csv
		forecast-cash items.csv
		post-fees proposal.csv
		run-reminders --plan 8 weekly
		show-history --customer 10001 --columns event,customer,level,date,until
		for letter in letters/*.pdf; do pdftotext -layout "$letter" -; done
		cut -d, -f 1-24 delivered.csv
	) 2>log
}

@test "after January 2038, where 32 bits of seconds end, all goes on as before" {
	cp -R "$DUN_DATADIR/book" then
	for file in openstaand.csv customers.csv history.csv; do later then/$file >file && mv file then/$file; done
	all_of_them . 2026-11-22 >now.out
	all_of_them then 2054-11-22 >then.out
	later now.out >want
	[ "$(grep -c 2054 want)" -gt 200 ]
	same want then.out
}
