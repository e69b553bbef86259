load helper

# The main job as a user types it, on the example book, with the real msmtp and a
# mail server on loopback.

prepare() {
	cp -R "$ROOT/examples/book/." .
	export DUN_AS_OF=2026-11-22 DUN_USER=test
	mkdir inbox
	printf '#!/bin/sh\nf=$(mktemp "%s/inbox/mail.XXXXXX") && cat >"$f" && mv "$f" "$f.eml"\n' "$PWD" >store
	chmod +x store
	start_server
	echo "  command: [msmtp, --file=$PWD/msmtprc]" >>policy.yaml
}

# On a port that nobody else has, and not before it answers.
start_server() {
	local port
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		port=$((20000 + RANDOM % 20000))
		msmtpd --port="$port" --command="$PWD/store --" 3>&- &
		server=$!
		until (: 4<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
			kill -0 "$server" 2>/dev/null || break
			sleep 0.02
		done
		sleep 0.1
		kill -0 "$server" 2>/dev/null && break
	done
	printf 'account default\nhost 127.0.0.1\nport %s\n' "$port" >msmtprc
}

teardown() {
	kill "$server" 2>/dev/null || true
}

job() {
	import-ledger -q --profile exact-online openstaand.csv >items.csv &&
		{ select-overdue items.csv || [ $? -eq 1 ]; } | compute-fees >proposal.csv &&
		render-letter proposal.csv | mail-out --send | log-history >sent.csv
}

@test "from the export to letters, mails and the history" {
	job 2>err || { cat err; return 1; }
	reminders=$(column reminder proposal.csv | sort -u | wc -l)
	[ "$reminders" -ge 14 ]
	[ "$(find letters -name '*.pdf' | wc -l)" -eq "$reminders" ]
	for letter in letters/*.pdf; do qpdf --check "$letter" >/dev/null; done
	[ "$(column delivery_status sent.csv | sort -u | tr '\n' ' ')" = "printed sent " ]
	mails=$(find inbox -name '*.eml' | wc -l)
	[ "$mails" -eq "$(find outbox/sent -type f ! -name '.*' | wc -l)" ]
	[ "$mails" -ge 8 ]
	overdue=$(column section sent.csv | grep -c '^overdue$')
	[ "$(grep -c ',reminded,' history.csv)" -eq "$((overdue + $(grep -c ',reminded,' "$ROOT/examples/book/history.csv")))" ]
}

@test "a second run sends nothing and logs nothing" {
	job 2>err
	mails=$(find inbox -name '*.eml' | wc -l)
	cp history.csv before.csv
	job 2>err || { cat err; return 1; }
	[ "$(wc -l <sent.csv)" -eq 1 ]
	[ "$(find inbox -name '*.eml' | wc -l)" -eq "$mails" ]
	same before.csv history.csv
}

@test "the log lost: the same reminders tried again, on a later day too, send nothing" {
	job 2>err
	mails=$(find inbox -name '*.eml' | wc -l)
	cp "$ROOT/examples/book/history.csv" history.csv
	job 2>err
	[ "$(find inbox -name '*.eml' | wc -l)" -eq "$mails" ]
	cp "$ROOT/examples/book/history.csv" history.csv
	DUN_AS_OF=2026-11-23 job 2>err
	# Items that reach their level only on the 23rd may go out; no item of the 22nd again to
	# the same address.
	for mail in outbox/sent/*.eml; do
		to=$(sed -n 's/^X-Dun-Envelope: //p' "$mail")
		grep -oE 'invoice=[0-9]+' "$mail" | sort -u | sed "s/^/$to /"
	done | sort | uniq -d >twice
	[ ! -s twice ] || { cat twice; return 1; }
}

@test "the same input gives the same bytes, letters and mails included" {
	job 2>err
	mv letters letters.1 && mv outbox outbox.1 && mv proposal.csv proposal.1
	cp "$ROOT/examples/book/history.csv" history.csv
	sleep 1
	job 2>err
	same proposal.1 proposal.csv
	diff -r letters.1 letters
	for mail in outbox.1/sent/*; do cmp "$mail" "outbox/sent/${mail##*/}"; done
}

@test "nothing is rendered or sent when an early stage fails" {
	sed -i 's/2026-09-21/2026-02-30/' openstaand.csv
	run bash -c 'set -o pipefail; import-ledger -q --profile exact-online openstaand.csv | select-overdue | compute-fees | render-letter | mail-out --send | log-history'
	[ "$status" -eq 65 ]
	[ ! -e letters ] || [ -z "$(ls letters)" ]
	[ -z "$(ls inbox)" ]
	same "$ROOT/examples/book/history.csv" history.csv
}

@test "a ledger of one's own in three layouts gives the same proposal" {
	for profile in exact-online snelstart afas; do
		import-ledger -q --profile "$profile" "$ROOT/tests/ledgers/$profile.csv" >"$profile.items"
		{ select-overdue "$profile.items" || [ $? -eq 1 ]; } 2>/dev/null | compute-fees >proposal.csv
		column total_due proposal.csv >"$profile.total"
		column invoice proposal.csv >"$profile.invoice"
	done
	[ -s afas.total ]
	same exact-online.total snelstart.total
	same exact-online.total afas.total
	same exact-online.invoice afas.invoice
}

@test "a day that is told must be the rows' own, in the stages that no longer change it" {
	cp -R "$DUN_DATADIR/book/." .
	import-ledger --profile exact-online openstaand.csv >items.csv 2>log
	select-overdue --as-of 2026-11-22 items.csv 2>log | compute-fees >proposal.csv
	for stage in render-letter post-fees; do
		expect 0 "$stage" --as-of 2026-11-22 proposal.csv
		expect 65 "$stage" --as-of 2026-11-23 proposal.csv
		silent
		says 'proposal.csv:2: as_of: the row is of 2026-11-22, not of 2026-11-23: compute-fees --as-of makes it anew'
	done
	render-letter proposal.csv >rendered.csv
	mail-out rendered.csv >delivered.csv
	expect 65 log-history --as-of 2026-11-23 delivered.csv
	silent
	says 'delivered.csv:2: as_of: the row is of 2026-11-22, not of 2026-11-23'
	expect 0 log-history --as-of 2026-11-22 delivered.csv
	[ "$output" = "$(<delivered.csv)" ]
	expect 1 mail-out --flush --as-of 2026-11-25
	shows ',failed,'
	hides ',sent,'
}
