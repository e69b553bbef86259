load helper
load mail

# A reminder that goes out again (mail.resend), and the thread that a customer's reminders are.

# resend TIMES AFTER: what the policy allows.
resend() {
	sed -i "s/^mail:/mail:\n  resend: {times: $1, after: $2}/" policy.yaml
}

# log [FILE]: the rows into the history.
log() {
	log-history -q "${1-out.csv}" >/dev/null
}

# events: how many of each event the history has.
events() {
	column event history.csv | sort | uniq -c | awk '{ printf "%s%s %s", sep, $2, $1; sep = ", " }'
}

@test "a reminder goes out again when so many days have passed, as often as the policy says" {
	resend 2 7
	server
	mail 0 --send rendered.csv
	log
	DUN_AS_OF=2026-11-28 mail 0 --send rendered.csv
	mails 3
	statuses "sent sent sent"
	says 'reminder "20261122-C1-1" went out on 2026-11-22, and goes out again from 2026-11-29'
	DUN_AS_OF=2026-11-29 mail 0 --send rendered.csv
	mails 6
	statuses "sent sent sent"
	[ "$(column message_id out.csv | sort -u | head -n 1)" = '<20261122-C1-1.r1@v.example>' ]
	[ "$(column as_of out.csv | sort -u)" = 2026-11-29 ]
	[ "$(column reminder out.csv | sort -u | head -n 1)" = 20261122-C1-1 ]
	log
	[ "$(events)" = 'listed 1, reminded 3, resent 4' ]
	grep C3 history.csv | tail -n 1 | cut -d, -f2,10,26 | grep -qx 'resent,2026-11-29,<20261122-C3-1.r1@v.example>'
	DUN_AS_OF=2026-12-05 mail 0 --send rendered.csv
	mails 6
	DUN_AS_OF=2026-12-06 mail 0 --send rendered.csv
	mails 9
	[ "$(column message_id out.csv | sort -u | tail -n 1)" = '<20261122-C3-1.r2@v.example>' ]
	log
	DUN_AS_OF=2027-01-06 mail 0 --send rendered.csv
	mails 9
	says 'reminder "20261122-C1-1" went out on 2026-12-06, and so often as mail.resend allows'
	cp history.csv before.csv
	log
	same before.csv history.csv
	box 0 0 9 0
}

@test "what goes out again is the same mail of another day, answering the first" {
	resend 1 7
	server
	mail 0 --send rendered.csv
	log
	DUN_AS_OF=2026-11-30 mail 0 rendered.csv
	statuses "queued queued queued"
	again=outbox/queued/20261122-C1-1~r1.eml
	first=outbox/sent/20261122-C1-1.eml
	[ "$(header Message-ID $again)" = '<20261122-C1-1.r1@v.example>' ]
	[ "$(header In-Reply-To $again)" = '<20261122-C1-1@v.example>' ]
	[ "$(header Date $again)" = 'Mon, 30 Nov 2026 12:00:00 +0000' ]
	[ "$(header Subject $again)" = "$(header Subject $first)" ]
	same <(part text/plain $first) <(part text/plain $again)
	part application/pdf $again | cmp - letters/20261122-C1-1.pdf
	cp $again copy.eml
	rm outbox/queued/*
	DUN_AS_OF=2026-11-30 mail 0 rendered.csv
	cmp copy.eml $again
}

@test "what waits in the outbox to go out again goes once, by --flush or by the rows" {
	resend 3 7
	server
	mail 0 --send rendered.csv
	log
	export DUN_AS_OF=2026-11-30
	mail 0 rendered.csv
	mail 0 rendered.csv
	statuses "queued queued queued"
	box 3 0 3 0
	mail 0 --flush
	mails 6
	cp out.csv flushed.csv
	mail 0 --send rendered.csv
	mails 6
	cp history.csv before.csv
	log flushed.csv
	cp history.csv flushed-history.csv
	[ "$(events)" = 'listed 1, reminded 3, resent 4' ]
	cp before.csv history.csv
	log out.csv
	same <(column message_id flushed-history.csv | sort) <(column message_id history.csv | sort)
	same <(column date flushed-history.csv | sort) <(column date history.csv | sort)
	cp before.csv history.csv
	log-history -q --recover
	same <(column event flushed-history.csv | sort) <(column event history.csv | sort)
	same <(column date flushed-history.csv | sort) <(column date history.csv | sort)
}

@test "nothing goes out again before the history has it, nor while it is on its way" {
	resend 1 1
	server
	mail 0 --send rendered.csv
	DUN_AS_OF=2026-11-24 mail 0 --send rendered.csv
	mails 3
	statuses "sent sent sent"
	log
	mv outbox/sent/20261122-C2-1.eml outbox/queued
	DUN_AS_OF=2026-11-24 mail 0 rendered.csv
	statuses "queued queued queued"
	[ ! -e outbox/queued/20261122-C2-1~r1.eml ]
}

@test "a reminder that the history has without how it was delivered is not sent, nor does it stop the log" {
	cat >foreign.csv <<-END
		time,event,customer,invoice,terms,level,n
		2026-11-22T09:00:00Z,reminded,C1,F1,standard,1,1
	END
	server
	expect 1 mail-out --send --history foreign.csv rendered.csv
	says 'invoice "F1" is skipped: the history has this reminder, and not how it was delivered'
	printf '%s\n' "$output" >delivered.csv
	mails 2
	[ "$(awk -F, 'NR == 1 {for (i = 1; i <= NF; i++) if ($i == "delivery_status") c = i} NR > 1 {print $3, $c}' \
		delivered.csv | sort | paste -sd,)" = 'F1 skipped,F2 skipped,F3 sent,F4 sent' ]
	expect 0 log-history --history foreign.csv delivered.csv
	[ "$(grep -c ,reminded, foreign.csv)" -eq 3 ]
}

@test "who was reminded by hand after the selection gets no letter of the same level, whatever its terms" {
	log-history --event reminded --customer C1 --invoice F1 --level 1
	server
	expect 1 mail-out --send rendered.csv
	says 'invoice "F1" is skipped'
	mails 2
}

@test "nothing goes out again to whom it would be wrong: on hold, blocked, reminded since" {
	resend 1 7
	server
	mail 0 --send rendered.csv
	log
	log-history --event paused --customer C1 --date 2026-11-23
	log-history --event arranged --customer C2 --invoice F3 --date 2026-11-23 --until 2026-12-31
	log-history --event reminded --customer C3 --invoice F4 --level 2 --date 2026-11-28
	DUN_AS_OF=2026-11-30 mail 0 --send rendered.csv
	mails 3
	statuses "sent sent sent"
	says 'reminder "20261122-C1-1" does not go out again: invoice "F1": it is on hold'
	says 'reminder "20261122-C2-1" does not go out again: invoice "F3": it is on hold'
	says 'reminder "20261122-C3-1" does not go out again: invoice "F4": it was reminded of again since'
	sed -i '1s/$/,reminders/; 2,$s/$/,no/' customers.csv
	log-history --event resumed --customer C1 --date 2026-11-30
	DUN_AS_OF=2026-11-30 mail 0 --send rendered.csv
	mails 3
	says 'invoice "F1": it is on hold'
	# Who left the customer file, and whose terms the policy gave up.
	sed -i '/^C3,/d' customers.csv
	DUN_AS_OF=2026-11-30 mail 0 --send rendered.csv
	mails 3
	says 'reminder "20261122-C3-1" does not go out again: invoice "F4": its customer or its terms are not in the book any more'
}

@test "one that failed to go out again is tried again, and its level stays" {
	resend 1 7
	server
	mail 0 --send rendered.csv
	log
	server reply dot 550 only c1@x.example
	export DUN_AS_OF=2026-11-30
	mail 1 --send rendered.csv
	statuses "failed sent sent"
	log-history -q out.csv >/dev/null 2>&1 || [ $? -eq 1 ]
	[ "$(events)" = 'failed 2, listed 1, reminded 3, resent 2' ]
	server
	mail 0 --send rendered.csv
	statuses "sent sent sent"
	mails 6
	log
	[ "$(events)" = 'failed 2, listed 1, reminded 3, resent 4' ]
}

@test "without mail.resend nothing goes out again; letters on paper never do" {
	server
	by_post
	sed -i "s|^mail:|mail:\n  print_command: [\"true\"]|" policy.yaml
	mail 0 --send rendered.csv
	log
	DUN_AS_OF=2026-12-22 mail 0 --send rendered.csv
	mails 2
	refute grep -q 'goes out again\|mail.resend' err
	resend 1 7
	DUN_AS_OF=2026-12-22 mail 0 --send rendered.csv
	mails 4
	statuses "sent sent printed"
	log
	[ "$(events)" = 'listed 1, reminded 3, resent 3' ]
}

@test "killed at any moment while it goes out again, it goes out once or is in doubt" {
	cat >mta <<-'END'
	#!/bin/sh
	cat >/dev/null
	echo "$4" >>taken
	END
	chmod +x mta
	sed -i "s|command: .*|command: [$PWD/mta]|; s/timeout: 1/timeout: 20/" policy.yaml
	resend 1 7
	sed -i '/^C[23]/d' customers.csv items.csv
	propose
	mail 0 --send rendered.csv
	log
	cp -R outbox before
	export DUN_AS_OF=2026-11-30 ASAN_OPTIONS=detect_leaks=0
	strace -o trace -e trace=renameat,renameat2,unlinkat mail-out --send rendered.csv >out.csv
	sed -n 's/^\([a-z0-9]*\)(.*/\1/p' trace | awk '{ print $1, ++n[$1] }' >points
	while read -r call n; do
		rm -rf outbox taken
		cp -R before outbox
		: >taken
		strace -o trace -e trace="$call" -e inject="$call:signal=KILL:when=$n" \
			mail-out --send rendered.csv >killed.csv 2>err || killed=$?
		rc=0
		mail-out --send rendered.csv >out.csv 2>err || rc=$?
		unsure=$(find outbox/sending -name '*.eml' | wc -l)
		[ "$rc" -eq "$unsure" ]
		[ $(($(wc -l <taken) + unsure)) -ge 1 ]
		[ "$(wc -l <taken)" -le 1 ]
	done <points
}

@test "a customer's reminders of the same items are one thread" {
	server
	mail 0 --send rendered.csv
	log
	sed -i 's/^C1,F2,.*/&\nC1,F9,2026-11-15,10.00,10.00/' items.csv
	propose 2026-12-10
	[ "$(column reminder rendered.csv | sort -u | xargs)" = '20261210-C1-2 20261210-C2-2 20261210-C3-2' ]
	DUN_AS_OF=2026-12-10 mail 0 --send rendered.csv
	log
	eml=outbox/sent/20261210-C1-2.eml
	[ "$(header In-Reply-To $eml)" = '<20261122-C1-1@v.example>' ]
	[ "$(header References $eml)" = '<20261122-C1-1@v.example>' ]
	refute grep -qi '^\(references\|in-reply-to\):' outbox/sent/20261122-C1-1.eml
	log-history --event reminded --customer C3 --invoice F4 --level 2 --date 2026-12-11
	sed -i 's/after_pay_by: 1/&, after_last: 1/' policy.yaml
	propose 2026-12-30
	DUN_AS_OF=2026-12-30 mail 0 rendered.csv
	eml=outbox/queued/20261230-C2-2.eml
	[ "$(header In-Reply-To $eml)" = '<20261210-C2-2@v.example>' ]
	[ "$(header References $eml)" = '<20261122-C2-1@v.example> <20261210-C2-2@v.example>' ]
}

@test "a long thread keeps its first mail and its last ones; what is no Message-ID is left out" {
	head -n 1 history.csv >h.csv
	for i in $(seq 10 29); do
		echo "2026-10-${i}T10:00:00Z,reminded,C2,F3,,standard,x,1,R$i,2026-10-$i,,,,,,,,,,,,,,,,<R$i@v.example>,,,"
	done >>h.csv
	{
		echo '2026-11-01T10:00:00Z,reminded,C2,F3,,standard,x,1,S1,2026-11-01,,,,,,,,,,,,,,,,no id,,,'
		echo '2026-11-02T10:00:00Z,reminded,C2,F3,,standard,x,1,S2,2026-11-02,,,,,,,,,,,,,,,,<a@b> <c@d>,,,'
		echo '2026-11-03T10:00:00Z,reminded,C2,F3,,standard,x,1,S3,2026-11-03,,,,,,,,,,,,,,,,<ü@v.example>,,,'
		echo '2026-12-03T10:00:00Z,reminded,C2,F3,,standard,x,1,S4,2026-12-03,,,,,,,,,,,,,,,,<later@v.example>,,,'
	} >>h.csv
	mail 0 --history h.csv rendered.csv
	eml=outbox/queued/20261122-C2-1.eml
	[ "$(header References $eml)" = "$(printf '<R%s@v.example> ' 10 21 22 23 24 25 26 27 28 29 | sed 's/ $//')" ]
	[ "$(header In-Reply-To $eml)" = '<R29@v.example>' ]
}
