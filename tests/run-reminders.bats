load helper
load automation

@test "an automation runs from the ledger to the history" {
	expect 0 run-reminders weekly
	shows '2026-11-22-weekly: done'
	shows 'reminders   4'
	shows 'sent        3'
	shows 'printed     1'
	[ "$(mails)" -eq 3 ]
	[ "$(events)" = "1 listed
4 reminded
1 run" ]
	[ "$(ls letters)" = "20261122-C1-1.pdf
20261122-C2-1.pdf
20261122-C3-1.pdf
20261122-C4-1.pdf" ]
	[ "$(column automation history.csv | sort -u)" = weekly ]
	[ "$(column run history.csv | sort -u)" = 2026-11-22-weekly ]
	same runs/2026-11-22-weekly/summary.txt - <<<"$output"
}

@test "run again on the same day it sends nothing, and is no error" {
	run-reminders weekly
	cp history.csv before.csv
	expect 0 run-reminders weekly
	[ "$(mails)" -eq 3 ]
	same before.csv history.csv
}

@test "it waits for its day, and a missed day is caught up" {
	run-reminders weekly
	expect 0 run-reminders --as-of 2026-11-28 weekly
	silent
	says 'weekly is due on 2026-11-29'
	[ ! -e runs/2026-11-28-weekly ]
	expect 0 run-reminders --as-of 2026-12-02 weekly
	[ -e runs/2026-12-02-weekly/sent.csv ]
	[ "$(check-policy --due weekly --as-of 2026-12-02)" = 2026-12-09 ]
	expect 0 run-reminders --quiet --as-of 2026-12-03 weekly
	[ -z "$stderr" ]
}

@test "--now runs before its day" {
	run-reminders weekly
	expect 0 run-reminders --now --as-of 2026-11-30 weekly
	shows '2026-11-30-weekly: done'
	shows 'sent        3'
}

@test "a cadence is a word or a date formula, counted from the last run" {
	while IFS='|' read -r cadence next; do
		automation "{ledger: ledger.csv, cadence: $cadence, actions: [{type: create}]}"
		[ "$(check-policy --due weekly)" = 2026-11-22 ] || [ "$cadence" = manual ]
		DUN_AUTOMATION=weekly log-history --event run --note "$cadence"
		[ "$(check-policy --due weekly)" = "$next" ] || { echo "$cadence: $(check-policy --due weekly)"; return 1; }
		log-history --init --history empty.csv && mv empty.csv history.csv
	done <<-'LIST'
	daily|2026-11-23
	weekly|2026-11-29
	monthly|2026-12-22
	1M+5D|2026-12-27
	WD1|2026-11-23
	manual|manual
	LIST
}

@test "an automation that is paused does nothing, and says so" {
	automation '{ledger: ledger.csv, paused: yes, actions: [{type: create}]}'
	[ "$(check-policy --due weekly)" = paused ]
	expect 0 run-reminders weekly
	says 'weekly is paused'
	[ ! -e runs ]
}

@test "a pause holds a run that was begun, and a person may go on" {
	automation '{ledger: ledger.csv, approve: auto, actions: [{type: create}, {type: issue}, {type: send}]}'
	run-reminders --only create weekly
	sed -i 's/approve: auto/paused: yes/' policy.yaml
	expect 0 run-reminders weekly
	says 'weekly is paused'
	[ ! -e letters ]
	expect 0 run-reminders --send weekly
	[ "$(mails)" -eq 3 ]
}

@test "by hand it stops before it sends, and goes on when told" {
	automation '{ledger: ledger.csv, actions: [{type: create}, {type: issue}, {type: send}]}'
	expect 1 run-reminders weekly
	shows 'waits before it sends, for its sending is to be approved by hand'
	shows 'run-reminders --send weekly'
	[ "$(mails)" -eq 0 ]
	[ -z "$(column event history.csv)" ]
	expect 1 run-reminders weekly
	[ "$(mails)" -eq 0 ]
	expect 0 run-reminders --send weekly
	[ "$(mails)" -eq 3 ]
	expect 0 run-reminders weekly
	[ "$(mails)" -eq 3 ]
}

@test "whom a person pauses while the run waits is not reminded" {
	automation '{ledger: ledger.csv, actions: [{type: create}, {type: issue}, {type: send}]}'
	expect 1 run-reminders weekly
	log-history --event paused --customer C2 --until 2026-12-31
	expect 1 run-reminders --send weekly
	[ "$(mails)" -eq 2 ]
	shows 'skipped     1'
	grep -q 'was put on hold after this was proposed' runs/2026-11-22-weekly/attention.txt
	[ -z "$(show-history -q --event reminded --customer C2 --format csv | tail -n +2)" ]
}

@test "what a person takes out of the proposal is not sent, also after the letters were made" {
	automation '{ledger: ledger.csv, actions: [{type: create}, {type: issue, where: ["country = NL"]}, {type: send}]}'
	expect 1 run-reminders weekly
	shows 'letters     4'
	sed -i '/^20261122-C2/d; /,F2,/d' runs/2026-11-22-weekly/proposal.csv
	expect 0 run-reminders --send weekly
	shows 'letters     3'
	[ "$(column invoice runs/2026-11-22-weekly/sent.csv | sort | paste -s -d,)" = F1,F4,F5 ]
	[ "$(mails)" -eq 2 ]
}

@test "what a person takes out of one of several proposals is not sent, whichever automation issues them" {
	creates='{type: create, where: ["customer = C1"]}, {type: create, where: ["customer = C2"]}, {type: create, where: ["customer > C2"]}'
	automation "{ledger: ledger.csv, actions: [$creates, {type: issue}, {type: send}]}"
	expect 1 run-reminders weekly
	shows 'letters     4'
	sed -i '/^20261122-C1/d' runs/2026-11-22-weekly/proposal.csv
	expect 1 run-reminders weekly
	shows 'letters     3'
	sed -i '/^20261122-C3/d' runs/2026-11-22-weekly/proposal-3.csv
	expect 0 run-reminders --send weekly
	shows 'letters     2'
	[ "$(column customer runs/2026-11-22-weekly/sent.csv | sort | paste -s -d,)" = C2,C4 ]
	automation "{ledger: ledger.csv, cadence: daily, actions: [$creates]}"
	expect 0 run-reminders --as-of 2026-11-23 weekly
	sed -i '/^20261123-C1/d' runs/2026-11-23-weekly/proposal.csv
	automation '{ledger: ledger.csv, cadence: daily, actions: [{type: issue}]}'
	expect 0 run-reminders --as-of 2026-11-24 weekly
	[ "$(column customer runs/2026-11-24-weekly/rendered.csv | sort | paste -s -d,)" = C3 ]
}

@test "who approves on a later day has not seen what is made anew then" {
	automation '{ledger: ledger.csv, actions: [{type: create}, {type: issue}, {type: send}]}'
	run-reminders weekly || [ $? -eq 1 ]
	sed -i '/^C2/d' ledger.csv
	expect 1 run-reminders --as-of 2026-11-23 --send weekly
	shows 'it was made anew today'
	[ "$(mails)" -eq 0 ]
	expect 0 run-reminders --as-of 2026-11-23 --send weekly
	[ "$(mails)" -eq 2 ]
	expect 0 run-reminders --as-of 2026-12-01 --send weekly
	[ "$(mails)" -eq 4 ]
}

@test "the call that goes on can be typed as it is shown" {
	mkdir "my book"
	mv policy.yaml customers.csv ledger.csv history.csv inbox "my book"
	sed -i '/^automations:/,$d' "my book/policy.yaml"
	cat >>"my book/policy.yaml" <<-END
	automations:
	  d'hiver \$x: {ledger: ledger.csv, actions: [{type: create}, {type: issue}, {type: send}]}
	END
	mkdir inbox
	try run-reminders --policy "my book/policy.yaml" "d'hiver \$x"
	[ "$status" -eq 1 ]
	call=$(sed -n 's/^then *//p' <<<"$output")
	eval "expect 0 $call"
	shows "d'hiver \$x: done"
	[ "$(mails)" -eq 3 ]
	[ "$(find . -maxdepth 1 -name runs -o -name letters)" = "" ]
}

@test "nobody to remind needs no approval" {
	automation '{ledger: ledger.csv, actions: [{type: create}, {type: issue}, {type: send}]}'
	sed -i 's/2026-11-01/2026-12-01/' ledger.csv
	expect 0 run-reminders weekly
	shows 'done'
	shows 'reminders   0'
}

@test "more than twice as many reminders as the last time wait for a person" {
	cp ledger.csv all.csv
	sed -i '/^C[234]/d' ledger.csv
	run-reminders weekly
	cp all.csv ledger.csv
	expect 1 run-reminders --as-of 2026-11-29 weekly
	shows 'there are 4 reminders, more than twice the 1 of the last run'
	[ "$(mails)" -eq 1 ]
	expect 0 run-reminders --as-of 2026-11-29 --send weekly
	[ "$(mails)" -eq 4 ]
}

@test "a person takes a reminder out between create and issue" {
	expect 0 run-reminders --only create weekly
	shows 'create done'
	[ ! -e letters ]
	sed -i '/^20261122-C2/d' runs/2026-11-22-weekly/proposal.csv
	expect 0 run-reminders weekly
	[ "$(column delivered_to runs/2026-11-22-weekly/sent.csv | sort -u | tr '\n' ' ')" = " c1@x.example c3@x.example " ]
}

@test "--only names actions by name or by type, and a wrong name is an error" {
	automation '{ledger: ledger.csv, approve: auto, actions: [{name: Maken, type: create}, {name: Uitgeven, type: issue}, {type: send}]}'
	expect 0 run-reminders --only Maken,issue weekly
	[ -e runs/2026-11-22-weekly/rendered.csv ]
	[ "$(mails)" -eq 0 ]
	expect 0 run-reminders --only send weekly
	[ "$(mails)" -eq 3 ]
	expect 64 run-reminders --only Uitgevn weekly
	says 'has no action "Uitgevn"'
}

@test "each action takes the reminders that its conditions hold for" {
	automation '{ledger: ledger.csv, approve: auto, where: ["customer != C3"], actions: [{type: create}, {type: issue}, {type: send, where: ["customer = C1"]}, {type: send, delivery: post}]}'
	expect 0 run-reminders weekly
	[ "$(mails)" -eq 1 ]
	[ "$(column customer runs/2026-11-22-weekly/sent.csv)" = "C1
C1" ]
	[ "$(column customer runs/2026-11-22-weekly/sent-2.csv)" = C4 ]
	[ "$(column customer runs/2026-11-22-weekly/proposal.csv | sort -u | tr '\n' ' ')" = "C1 C2 C4 " ]
}

@test "an action gives the items that it reminded a status" {
	automation '{ledger: ledger.csv, approve: auto, actions: [{type: create}, {type: issue}, {type: send, set_status: herinnerd}]}'
	run-reminders weekly
	[ "$(events | grep status)" = "4 status" ]
	[ "$(column status history.csv | grep -c herinnerd)" -eq 4 ]
	list-items --columns invoice,status ledger.csv >statuses
	grep -qx 'F1,herinnerd' statuses
	grep -qx 'F2,' statuses
}

@test "the conditions of an action know the status that the one before it gave" {
	automation '{ledger: ledger.csv, approve: auto, actions: [
	  {type: create, set_status: proposed}, {type: issue, where: ["status = proposed", "customer != C4"], set_status: issued},
	  {type: send, where: ["status = issued", "open_amount >= 300"], set_status: large},
	  {type: send, where: ["status = issued"], set_status: small}]}'
	expect 0 run-reminders weekly
	shows 'sent        3'
	[ "$(mails)" -eq 3 ]
	[ "$(list-items --columns invoice,status ledger.csv | tail -n +2 | xargs)" = 'F1,small F2, F3,small F4,large F5,proposed' ]
}

@test "a status is given once in a run: doing it again changes nothing, nor what a person said since" {
	automation '{ledger: ledger.csv, actions: [{type: create, set_status: proposed}, {type: issue, set_status: issued}, {type: send, set_status: sent}]}'
	expect 1 run-reminders weekly
	log-history --event status --customer C1 --invoice F1 --status disputed
	cp history.csv before.csv
	expect 1 run-reminders weekly
	same before.csv history.csv
	expect 0 run-reminders --send weekly
	cp history.csv before.csv
	expect 0 run-reminders weekly
	same before.csv history.csv
	[ "$(events | grep status)" = "13 status" ]
}

@test "an error stops the actions after it, unless the action says go on" {
	sed -i 's/C1,F1,2026-10-18,2026-11-01/C1,F1,2026-10-18,2026-11-01/; s/^customer,/klant,/' customers.csv
	expect 65 run-reminders weekly
	shows 'stopped by an error'
	says 'create ended with 65'
	[ ! -e letters ]
	[ -z "$(events)" ]
	automation '{ledger: ledger.csv, approve: auto, actions: [{type: create, stop_on_error: no}, {type: report}]}'
	expect 65 run-reminders weekly
	[ -s runs/2026-11-22-weekly/items.csv ]
}

@test "what needs a person is no error: it is kept, and the run goes on" {
	sed -i 's/c2@x.example//' customers.csv
	echo 'C1,F9,2026-99-99,2026-11-01,1.00,1.00' >>ledger.csv
	expect 1 run-reminders weekly
	shows 'refused'
	shows 'attention.txt'
	grep -q 'C2' runs/2026-11-22-weekly/attention.txt
	grep -q '2026-99-99' runs/2026-11-22-weekly/rejects.csv
	[ "$(mails)" -eq 1 ]
}

@test "a mail that has to wait is tried again on the same day" {
	cp store works
	printf '#!/bin/sh\nexit 75\n' >store
	expect 1 run-reminders weekly
	shows 'queued      3'
	[ "$(mails)" -eq 0 ]
	cp works store
	expect 0 run-reminders weekly
	shows 'sent        3'
	[ "$(mails)" -eq 3 ]
	[ "$(events | grep reminded)" = "4 reminded" ]
}

@test "two automations that wait on one day, each with a letter to one customer, are both sent" {
	sed -i '/^automations:/,$d' policy.yaml
	cat >>policy.yaml <<-END
	automations:
	  north: {ledger: ledger.csv, where: ["invoice = F1"], actions: [{type: create}, {type: issue}, {type: send}]}
	  south: {ledger: ledger.csv, where: ["invoice = F6"], actions: [{type: create}, {type: issue}, {type: send}]}
	END
	sed -i '$a C1,F6,2026-10-18,2026-11-01,600.00,600.00' ledger.csv
	expect 1 run-reminders north
	expect 1 run-reminders south
	expect 0 run-reminders --send north
	expect 0 run-reminders --send south
	[ "$(show-history --event reminded --columns invoice,reminder | tail -n +2 | sort -u | cut -c 1-16 | xargs)" = \
		'F1,20261122-C1-1 F6,20261122-C1-1' ]
	[ "$(mails)" -eq 2 ]
	[ "$(show-history --open | sort -u | wc -l)" -eq 2 ]
}

@test "mail.resend: the same mail goes out again where nothing was paid and no reminder came after it" {
	sed -i 's/^mail: {/mail: {resend: {times: 1, after: 7D}, /; s/after_pay_by: 1,/after_pay_by: 1, after_last: 20,/' policy.yaml
	sed -i '$a C5,F6,2026-10-18,2026-11-01,500.00,500.00\nC6,F7,2026-10-18,2026-11-01,600.00,600.00\nC6,F8,2026-10-18,2026-11-01,60.00,60.00' ledger.csv
	printf '%s,Zes,%s@x.example,email,Kade 5,1000 AA,Delft,NL\n' C5 c5 C6 c6 >>customers.csv
	expect 0 run-reminders weekly
	[ "$(mails)" -eq 5 ]
	# Too early.
	expect 0 run-reminders --now --as-of 2026-11-25 weekly
	[ "$(mails)" -eq 5 ]
	# C2 has paid, C5 in part, one of the two invoices of C6 is paid; C3 is on hold.
	sed -i '/,F3,/d; /,F8,/d; /,F6,/s/500.00$/499.00/' ledger.csv
	log-history --event paused --customer C3 --date 2026-11-24 --until 2026-12-01
	expect 0 run-reminders --as-of 2026-12-02 --now weekly
	[ "$(grep -l 'X-Dun-Reminder: 20261122-' inbox/*.eml | wc -l)" -eq 7 ]
	grep -l 'Message-ID: <20261122-C1-1.r1@' inbox/*.eml
	grep -l 'Message-ID: <20261122-C3-1.r1@' inbox/*.eml
	shows 'again       2'
	[ "$(show-history --event resent --columns customer,run --format csv | tail -n +2 | sort -u | xargs)" = \
		'C1,2026-12-02-weekly C3,2026-12-02-weekly' ]
	# The same day again, and a later one: no more than so often.
	expect 0 run-reminders --as-of 2026-12-02 weekly
	expect 0 run-reminders --as-of 2026-12-10 weekly
	[ "$(grep -ho '^Message-ID: <.*[.]r.*@' inbox/*.eml | sort | cut -c 14- | xargs)" = \
		'20261122-C1-1.r1@ 20261122-C3-1.r1@ 20261202-C1-1.r1@' ]
}

@test "mail.resend: a letter of which a listed item was paid, or a payment came that it lacks, does not go out again" {
	sed -i 's/^mail: {/mail: {resend: {times: 1, after: 7D}, /; s/after_pay_by: 1,/after_pay_by: 1, after_last: 20,/' policy.yaml
	sed -i '$a C2,F6,2026-11-06,2026-11-20,20.00,20.00\nC3,K1,2026-11-06,2026-11-20,-30.00,-30.00\nC5,F7,2026-10-18,2026-11-01,500.00,500.00\nC5,K2,2026-11-06,2026-11-20,-40.00,-40.00' ledger.csv
	printf '%s,Vijf,%s@x.example,email,Kade 5,1000 AA,Delft,NL\n' C5 c5 >>customers.csv
	expect 0 run-reminders weekly
	[ "$(mails)" -eq 4 ]
	# C1 paid the invoice that was listed only; C2 paid, but nobody has matched it yet; the credit of
	# C3 is as it was; that of C5 was taken by an invoice which the letter does not have.
	sed -i '/,F2,/d; /,K2,/d' ledger.csv
	sed -i '$a C2,P1,2026-11-25,2026-11-25,-200.00,-200.00' ledger.csv
	expect 0 run-reminders --as-of 2026-11-29 weekly
	[ "$(show-history --event resent --columns customer --format csv | tail -n +2 | sort -u | xargs)" = C3 ]
}

@test "mail.resend: what was undone, and what goes to a tester, does not go out again" {
	sed -i 's/^mail: {/mail: {resend: {times: 2, after: 1D}, /; s/after_pay_by: 1,/after_pay_by: 1, after_last: 20,/' policy.yaml
	expect 0 run-reminders weekly
	log-history --event undone --reminder 20261122-C1-1 --date 2026-11-23
	log-history --event paused --customer C1 --date 2026-11-23
	expect 0 run-reminders --now --as-of 2026-11-24 --redirect-to me@x.example weekly
	[ "$(mails)" -eq 3 ]
	expect 0 run-reminders --now --as-of 2026-11-24 weekly
	[ "$(show-history --event resent --columns customer --format csv | tail -n +2 | sort -u | xargs)" = 'C2 C3' ]
	expect 0 run-reminders --plan 2 --as-of 2026-11-24 weekly
	hides resent
}

@test "two runs never go on at once" {
	mkdir runs
	exec 8>runs/.lock
	flock 8
	expect 75 run-reminders weekly
	says 'another run is going on'
	[ ! -e letters ]
	exec 8>&-
	expect 0 run-reminders weekly
}

@test "the whole run is sent to a tester, and counts for nothing" {
	automation '{ledger: ledger.csv, actions: [{type: create}, {type: issue}, {type: send}]}'
	expect 0 run-reminders --redirect-to me@v.example weekly
	[ "$(mails)" -eq 3 ]
	[ -z "$(column event history.csv)" ]
	rm inbox/*
	expect 0 run-reminders --send weekly
	[ "$(mails)" -eq 3 ]
}

@test "what standard output does not take is an error" {
	for asked in --help --version '--dry-run weekly' '--plan 2 weekly' weekly; do
		status=0
		# shellcheck disable=SC2086 # words
		run-reminders $asked >/dev/full 2>err || status=$?
		[ "$status" -eq 74 ] || { echo "$asked: $status"; cat err; return 1; }
		grep -q 'standard output' err
	done
	# The run itself is done, and whoever reads no further is no error.
	grep -q '2026-11-22-weekly: done' runs/2026-11-22-weekly/summary.txt
	run-reminders --plan 2 weekly 2>err | head -n 1
	[ ! -s err ]
}

@test "--dry-run shows who would be reminded, and writes nothing" {
	find . | grep -v -e before -e separate-stderr | sort >before
	expect 0 run-reminders --dry-run weekly
	shows 20261122-C1-1
	find . | sort | grep -v -e before -e after -e separate-stderr >after
	same before after
}

@test "the ledger comes from a program, in the book's folder" {
	automation '{ledger_command: [sh, -c, "cat ledger.csv"], approve: auto, actions: [{type: create}]}'
	mkdir elsewhere
	cd elsewhere
	expect 0 run-reminders --policy ../policy.yaml weekly
	[ -s ../runs/2026-11-22-weekly/proposal.csv ]
	cd ..
	automation '{ledger_command: [sh, -c, "cat ledger.csv; exit 3"], approve: auto, actions: [{type: create}]}'
	expect 3 run-reminders --as-of 2026-11-29 weekly
	[ ! -e runs/2026-11-29-weekly/items.csv ]
	automation '{ledger_command: [sh, -c, "cat ledger.csv; exit 1"], approve: auto, actions: [{type: create}]}'
	expect 66 run-reminders --as-of 2026-11-29 weekly
	says 'ledger_command ended with 1'
	[ ! -e runs/2026-11-29-weekly/items.csv ]
}

@test "an export that nobody made anew is refused" {
	sed -i '1s/^/max_ledger_age: 3\n/' policy.yaml
	touch -d 2026-11-10 ledger.csv
	expect 65 run-reminders weekly
	says 'max_ledger_age'
	[ ! -e letters ]
	touch -d 2026-11-20 ledger.csv
	expect 0 run-reminders weekly
}

@test "an automation without create issues the newest proposal, for today" {
	automation '{ledger: ledger.csv, approve: auto, actions: [{type: create}]}'
	run-reminders weekly
	automation '{ledger: ledger.csv, approve: auto, actions: [{type: issue, dates: replace}, {type: send}]}'
	expect 0 run-reminders --now --as-of 2026-11-24 weekly
	[ "$(column as_of runs/2026-11-24-weekly/sent.csv | sort -u)" = 2026-11-24 ]
	[ "$(events | grep reminded)" = "4 reminded" ]
	expect 0 run-reminders --now --as-of 2026-11-25 weekly
	says 'there is nothing in runs that was created and not issued'
	[ "$(events | grep run)" = "2 run" ]
	expect 66 run-reminders --now --as-of 2026-11-25 --only issue weekly
}

# three TEXT: create, issue and send as automations of their own; TEXT is more of each one's.
three() {
	sed -i '/^automations:/,$d' policy.yaml
	cat >>policy.yaml <<-END
	automations:
	  maken: {ledger: ledger.csv, approve: auto, actions: [{type: create}]}
	  issue-it: {approve: auto, ${1-}actions: [{type: issue}]}
	  a send: {approve: auto, ${1-}actions: [{type: send, set_status: weg}]}
	END
}

@test "create, issue and send can be three automations, of one day or of several" {
	three
	expect 0 run-reminders 'a send'
	says 'there is nothing in runs that was rendered and not sent'
	[ -z "$(events)" ]
	run-reminders maken
	run-reminders issue-it
	expect 0 run-reminders 'a send'
	shows 'sent        3'
	[ "$(events)" = "1 listed
4 reminded
3 run
4 status" ]
	[ "$(column automation history.csv | sort | uniq -c | tr -s ' ')" = " 10 a send
 1 issue-it
 1 maken" ]
	expect 0 run-reminders --as-of 2026-11-29 maken
	expect 0 run-reminders --as-of 2026-11-30 issue-it
	expect 0 run-reminders --as-of 2026-12-01 'a send'
	[ "$(mails)" -eq 4 ]
	expect 0 run-reminders --now --as-of 2026-12-02 'a send'
	says 'there is nothing in runs'
	[ "$(mails)" -eq 4 ]
}

@test "what another automation issued anew after a tester had seen it is sent as it is now" {
	three
	run-reminders maken
	run-reminders issue-it
	expect 0 run-reminders --redirect-to me@x.example 'a send'
	[ "$(mails)" -eq 3 ]
	sed -i '/^20261122-C1/d' runs/2026-11-22-maken/proposal.csv
	run-reminders issue-it
	expect 0 run-reminders 'a send'
	[ "$(mails)" -eq 5 ]
	[ -z "$(show-history --customer C1 --event reminded --columns invoice | tail -n +2)" ]
}

@test "what comes after an automation has sent waits for its next run, and is not forgotten" {
	three
	sed -i '/^  maken:/a\  later: {ledger: ledger.csv, approve: auto, where: ["customer = C2"], actions: [{type: create}, {type: issue}]}' policy.yaml
	sed -i '/^  maken:/s/approve/where: ["customer = C1"], approve/; /^  a send:/s/approve/cadence: daily, approve/' policy.yaml
	run-reminders maken
	run-reminders issue-it
	expect 0 run-reminders 'a send'
	[ "$(mails)" -eq 1 ]
	expect 0 run-reminders later
	expect 0 run-reminders 'a send'
	[ "$(mails)" -eq 1 ]
	expect 0 run-reminders --as-of 2026-11-23 'a send'
	[ "$(mails)" -eq 2 ]
	expect 0 run-reminders --as-of 2026-11-24 'a send'
	says 'there is nothing in runs'
	[ "$(mails)" -eq 2 ]
}

@test "the history tells when a reminder was proposed, and when and by which automation it was sent" {
	three
	run-reminders maken
	run-reminders --as-of 2026-11-23 issue-it
	run-reminders --as-of 2026-11-24 'a send'
	[ "$(show-history --event reminded --columns created,date,automation,run | tail -n +2 | sort -u)" = \
		'2026-11-22,2026-11-23,a send,2026-11-24-a send' ]
	head -n 1 history.csv >empty.csv
	log-history --recover --history empty.csv
	[ "$(show-history --history empty.csv --event reminded --columns created | tail -n +2 | sort -u)" = 2026-11-22 ]
}

@test "an automation's conditions and terms hold for what another one made" {
	three 'where: ["customer != C3"], terms: [standard], '
	run-reminders maken
	run-reminders issue-it
	[ "$(column customer runs/2026-11-22-issue-it/rendered.csv | sort -u | paste -s -d,)" = C1,C2,C4 ]
	three 'terms: [other], '
	sed -i 's/^  standard:/  other: {levels: [{after_due: 7}]}\n&/' policy.yaml
	rm -r runs/*-issue-it runs/*/.issued-by
	run-reminders --now issue-it
	[ -z "$(column customer runs/2026-11-22-issue-it/rendered.csv)" ]
}

@test "where create fails, nothing of another day is issued in its place" {
	automation '{ledger: ledger.csv, approve: auto, actions: [{type: create, stop_on_error: no}, {type: issue}, {type: send}]}'
	run-reminders --only create weekly
	mv ledger.csv away.csv
	expect 66 run-reminders --as-of 2026-11-23 weekly
	shows 'done but for an error, exit 66'
	shows 'letters     0'
	[ ! -e letters ]
	[ "$(mails)" -eq 0 ]
}

@test "what several actions created is issued together, and what several issued is sent together" {
	automation '{ledger: ledger.csv, approve: auto, actions: [
	  {type: create, where: ["customer = C1"]}, {type: create, where: ["customer = C2"]}, {type: issue},
	  {type: create, where: ["customer > C2"]}, {type: issue, where: ["customer = C3"]}, {type: issue, where: ["customer = C4"]},
	  {type: send, delivery: email}, {type: send, delivery: post}]}'
	expect 0 run-reminders weekly
	run=runs/2026-11-22-weekly
	[ "$(column customer $run/rendered.csv | sort -u | paste -s -d,)" = C1,C2 ]
	[ "$(column customer $run/rendered-2.csv)" = C3 ]
	[ "$(column customer $run/rendered-3.csv)" = C4 ]
	shows 'letters     4'
	shows 'sent        3'
	shows 'printed     1'
	[ "$(mails)" -eq 3 ]
	[ "$(events | grep reminded)" = "4 reminded" ]
	cp history.csv before.csv
	expect 0 run-reminders weekly
	[ "$(mails)" -eq 3 ]
	same before.csv history.csv
}

@test "what an earlier action sent is not sent again by a later one" {
	printf '#!/bin/sh\necho "$*" >>printed\n' >printer
	chmod +x printer
	sed -i "s|^mail: {|&print_command: [\"$PWD/printer\"], |" policy.yaml
	automation '{ledger: ledger.csv, approve: auto, actions: [
	  {type: create, where: ["customer = C4"]}, {type: issue}, {type: send},
	  {type: create, where: ["customer != C4"]}, {type: issue}, {type: send}]}'
	expect 0 run-reminders weekly
	[ "$(wc -l <printed)" -eq 1 ]
	[ "$(mails)" -eq 3 ]
	[ "$(events | grep reminded)" = "4 reminded" ]
}

@test "dates: keep leaves the proposal's dates as they were" {
	automation '{ledger: ledger.csv, approve: auto, actions: [{type: create}]}'
	run-reminders weekly
	automation '{ledger: ledger.csv, approve: auto, actions: [{type: issue, dates: keep}]}'
	expect 0 run-reminders --now --as-of 2026-11-23 weekly
	[ "$(column as_of runs/2026-11-23-weekly/rendered.csv | sort -u)" = 2026-11-22 ]
}

@test "a report is one of its actions" {
	automation '{ledger: ledger.csv, actions: [{type: report}]}'
	expect 0 run-reminders weekly
	grep -q 1050 runs/2026-11-22-weekly/ageing.txt || grep -q '1,050' runs/2026-11-22-weekly/ageing.txt
	head -c 5 runs/2026-11-22-weekly/ageing.pdf | grep -q %PDF
}

@test "a report takes the conditions of the automation and its own" {
	automation '{ledger: ledger.csv, where: ["customer != C4"], actions: [{type: report, where: ["customer != C3"]}]}'
	run-reminders weekly
	grep -q 350.00 runs/2026-11-22-weekly/ageing.txt
}

# as_planned WEEKS STAGE...: run on each day that the plan names; what is reminded in the tables of
# these stages is what it told.
as_planned() {
	local weeks=$1 day
	shift
	run-reminders --plan "$weeks" weekly >plan.csv 2>plan.err || { cat plan.err; return 1; }
	[ ! -e runs ]
	head -n 1 plan.csv >real.csv
	for day in $(column as_of plan.csv | sort -u); do
		run-reminders -q --send --as-of "$day" weekly >out 2>err || [ $? -eq 1 ] || { cat out err; return 1; }
		for table in "$@"; do
			list-items -q --format csv --where 'section = overdue' --where 'delivery != none' \
				--columns "$(head -n 1 plan.csv)" "runs/$day-weekly/$table.csv" | tail -n +2 >>real.csv
		done
	done
	same plan.csv real.csv
	[ "$(wc -l <plan.csv)" -gt 1 ]
}

@test "the plan of the example book is what its runs do, week after week" {
	cp -R "$ROOT/examples/book" book && cd book
	sed -i 's/^mail:/&\n  command: ["true"]/' policy.yaml
	unset DUN_AS_OF
	DUN_AS_OF=2026-11-22 as_planned 9 to-send
	[ "$(column as_of plan.csv | sort -u | wc -l)" -ge 5 ]
}

@test "the plan of any book is what its runs do, with conditions, statuses and several actions" {
	for seed in 2 7; do
		mkdir $seed && cd $seed
		"$ROOT/tests/random-book" $seed 80
		cat >>policy.yaml <<-END
		mail: {from: a@b.example, command: ["true"]}
		automations:
		  weekly:
		    ledger: items.csv
		    cadence: 5D
		    where: ["status != klaar"]
		    terms: [plain, other]
		    actions:
		      - {type: create}
		      - {type: issue, where: ["delivery != none"]}
		      - {type: send, where: ["open_amount > 30"], set_status: wacht}
		      - {type: create, where: ["status != wacht"]}
		      - {type: issue}
		      - {type: send, where: ["open_amount > 60"], set_status: later}
		END
		as_planned 4 to-send to-send-2
		cd ..
	done
}

@test "a plan goes on from a proposal that a person changed today" {
	run-reminders --only create weekly
	sed -i '/^20261122-C2/d' runs/2026-11-22-weekly/proposal.csv
	expect 0 run-reminders --plan 1 weekly
	[ "$(grep -c ,C2, <<<"$output")" -eq 1 ]
	grep -q '^2026-11-29,20261129-C2-1,' <<<"$output"
}

@test "nothing is looked ahead at where nothing is created" {
	three
	expect 64 run-reminders --plan 2 issue-it
	says 'creates no proposals'
	expect 64 run-reminders --dry-run issue-it
}

@test "the plan tells what goes out on which day, and the next run does just that" {
	expect 0 run-reminders --plan 3 weekly
	echo "$output" >plan.csv
	[ "$(column as_of plan.csv | sort | uniq -c | tr -s ' ')" = " 4 2026-11-22
 1 2026-11-29
 4 2026-12-06
 1 2026-12-13" ] || { cat plan.csv; return 1; }
	[ -z "$(column event history.csv)" ]
	[ ! -e runs ]
	run-reminders weekly
	list-items --where 'section = overdue' --columns "$(head -n 1 plan.csv)" runs/2026-11-22-weekly/proposal.csv >first.csv
	grep -e as_of -e ^2026-11-22 plan.csv | same - first.csv
	run-reminders --as-of 2026-11-29 weekly
	list-items --where 'section = overdue' --columns "$(head -n 1 plan.csv)" runs/2026-11-29-weekly/proposal.csv >second.csv
	grep -e as_of -e ^2026-11-29 plan.csv | same - second.csv
}

@test "days are days in every zone, also where one has no midnight" {
	for case in Africa/Cairo,2026-04-24 America/Santiago,2026-09-06; do
		TZ=${case%,*} expect 0 run-reminders --dry-run --as-of "${case#*,}" weekly
	done
	TZ=America/Santiago expect 0 run-reminders --as-of 2026-08-23 --plan 3 weekly
}

@test "cron's environment is enough" {
	expect 0 env -i DUN_DATADIR="$DUN_DATADIR" "$BIN/run-reminders" --as-of 2026-11-22 weekly
	[ "$(mails)" -eq 3 ]
	rm -r runs outbox letters history.csv inbox/*
	log-history --init
	expect 0 env -i DUN_DATADIR="$DUN_DATADIR" HOME=/ PATH=/usr/bin:/bin sh "$BIN/run-reminders" --as-of 2026-11-22 weekly
}

@test "a mail program that stays at work holds no run up" {
	cat >store <<-'END'
	#!/bin/sh
	cat >/dev/null
	sleep 60 >/dev/null 2>&1 & echo $! >>sleepers
	END
	run-reminders weekly
	expect 0 run-reminders weekly
	xargs kill <sleepers
}

@test "what cannot be written stops it, with the status that tells so" {
	ln -s /nowhere/at/all runs
	expect 73 run-reminders weekly
	rm runs
	mkdir runs
	ln -s /nowhere/at/all runs/.lock
	expect 73 run-reminders weekly
	[ ! -e letters ]
	rm -r runs
	: >runs
	expect 73 run-reminders weekly
	[ "$(mails)" -eq 0 ]
}

@test "a folder or a history that is closed stops it before anything leaves, and is named" {
	local closed
	for closed in . runs letters outbox history.csv; do
		rm -rf runs letters outbox
		mkdir runs letters outbox
		[ "$closed" != . ] || rmdir runs letters outbox
		chmod a-w "$closed"
		expect 73 mortal run-reminders weekly
		chmod u+w "$closed"
		says "${closed/#./runs}"
		says 'Permission denied'
		[ "$(mails)" -eq 0 ]
	done
	expect 0 run-reminders weekly
	[ "$(mails)" -eq 3 ]
}

@test "a table that the system could write in part only is not taken for whole" {
	automation '{ledger: ledger.csv, approve: auto, actions: [{type: create}, {type: issue}, {type: send, where: ["country = NL"]}]}'
	mkdir full
	for tool in cat awk sed; do
		printf '#!/bin/sh\ncase " $* " in *" runs/"*/.[rk]e[np]*) "%s" "$@" | head -n 2; exit 1 ;; esac\nexec "%s" "$@"\n' \
			"$(type -P $tool)" "$(type -P $tool)" >full/$tool
		chmod +x full/$tool
	done
	PATH=$PWD/full:$PATH expect 74 run-reminders weekly
	shows 'stopped by an error, exit 74'
	[ "$(mails)" -eq 0 ]
	expect 0 run-reminders weekly
	[ "$(mails)" -eq 3 ]
}

# A limit to the size of a file stands for a full disk: at none of them, or at larger and larger ones.
@test "a disk that is full at whatever the run writes stops it, and the next run ends as an uncut one" {
	# A history that is larger than any letter: it is the last to be full, when mails have left.
	awk 'BEGIN {
		print "time,event,customer,note"
		text = sprintf("%500s", ""); gsub(/ /, "x", text)
		for (i = 0; i < 100; i++) print "2025-01-01T10:00:00Z,note,C1," text i
	}' >history.csv
	log-history -q --event note --customer C1 --note 'all columns from here on'
	show-history -q --seal >log
	local size late=$(($(stat -c %s history.csv) + 100))
	mkdir book
	mv policy.yaml customers.csv ledger.csv history.csv store inbox book
	for size in unlimited 0 60 300 1000 5000 20000 "$late"; do
		rm -rf try && cp -R book try && cd try
		sed -i "s|command: .*/store\"\]|command: [\"$PWD/store\"]|" policy.yaml
		status=0
		if [ "$size" != unlimited ]; then
			prlimit --fsize="$size" run-reminders weekly 2>&1 | cat >log
			status=${PIPESTATUS[0]}
			[ "$status" -eq 74 ] && grep -q '^[a-z]*-[a-z]*: .*: File too large' log || { echo "$size: exit $status"; cat log; return 1; }
			[ "$(mails)" -eq "$([ "$size" = "$late" ] && echo 3 || echo 0)" ]
		fi
		expect 0 run-reminders weekly
		[ "$(mails)" -eq 3 ]
		show-history -q --verify >log
		snapshot "../$size.txt"
		same ../unlimited.txt "../$size.txt" || { echo "$size"; return 1; }
		cd ..
	done
}

@test "the summary is printed where the folder has no room for it" {
	mkdir runs runs/2026-11-22-weekly
	ln -s /dev/full runs/2026-11-22-weekly/.summary.txt
	expect 73 run-reminders weekly
	shows 'sent        3'
	says 'runs/2026-11-22-weekly/.summary.txt cannot be written'
}

@test "what the run leaves is for its owner alone" {
	(umask 022; run-reminders weekly >/dev/null 2>&1)
	[ -z "$(find runs letters outbox -perm /077)" ]
}

@test "wrong calls are one line and where to look" {
	while IFS='|' read -r arguments message; do
		eval "expect 64 run-reminders $arguments"
		silent
		says "$message"
		says "Try 'run-reminders --help'"
	done <<-'LIST'
	|name the automation
	weekly monthly|one automation
	monthly|has no automation "monthly"
	--plan x weekly|not a number of weeks
	--plan 0 weekly|not a number of weeks
	--only|needs a value
	--as-of 2026-31-12 weekly|is not a date
	LIST
}

# --- A run that is cut off

# Stand-ins for the commands that make something: the one that is called as the Nth kills the
# whole run: before it begins, when it has written half, or when it is done. Within mail-out a mail
# may be in nobody's hands: the next test is about that.
stand_ins() {
	mkdir "$1"
	for command in import-ledger select-overdue compute-fees render-letter post-fees mail-out log-history mv; do
		real=$(command -v "$command")
		cat >"$1/$command" <<-END
		#!/bin/bash
		echo x >>"\$COUNTER"
		[ "\$(wc -l <"\$COUNTER")" -eq "\$CUT_AT" ] || exec "$real" "\$@"
		case \$CUT_WHEN in
		before) kill -KILL 0 ;;
		within) [ $command != mail-out ] || exec "$real" "\$@"
			"$real" "\$@" | { head -c 150; kill -KILL 0; } ;;
		after) "$real" "\$@"; kill -KILL 0 ;;
		esac
		END
		chmod +x "$1/$command"
	done
}

@test "cut off anywhere, the next run ends with the same letters, mails and history" {
	stand_ins cut
	mkdir whole
	cp -R policy.yaml customers.csv ledger.csv history.csv store whole
	cd whole
	mkdir inbox
	sed -i "s|command: .*/store\"\]|command: [\"$PWD/store\"]|" policy.yaml
	: >"$BATS_TEST_TMPDIR/calls"
	COUNTER=$BATS_TEST_TMPDIR/calls CUT_AT=0 PATH=$BATS_TEST_TMPDIR/cut:$PATH run-reminders weekly
	snapshot ../whole.txt
	cd ..
	calls=$(wc -l <"$BATS_TEST_TMPDIR/calls")
	[ "$calls" -gt 15 ]
	for when in before within after; do
		for at in $(seq 1 "$calls"); do
			rm -rf try && cp -R whole try && cd try
			rm -rf inbox letters outbox runs && mkdir inbox
			log-history --init --history new.csv && mv new.csv history.csv
			sed -i "s|command: .*/store\"\]|command: [\"$PWD/store\"]|" policy.yaml
			: >calls
			COUNTER=$PWD/calls CUT_AT=$at CUT_WHEN=$when PATH=$BATS_TEST_TMPDIR/cut:$PATH \
				setsid -w run-reminders weekly >out 2>err || true
			flock runs/.lock true 2>/dev/null || true
			run-reminders weekly >out 2>err || [ $? -eq 1 ] || { echo "$when $at"; cat out err; return 1; }
			snapshot ../try.txt
			cmp ../whole.txt ../try.txt || { echo "cut $when call $at"; diff ../whole.txt ../try.txt || true; cat out err; ls -a . runs/*; return 1; }
			cd ..
		done
	done
}

@test "cut off while a mail is handed over, it is told unsure and nothing arrives twice" {
	cat >store <<-'END'
	#!/bin/sh
	cat >inbox/$$.new
	mv inbox/$$.new inbox/$$.eml
	if [ ! -e killed ] && grep -q '^To: .*c2@x' inbox/$$.eml; then : >killed; kill -KILL 0; fi
	END
	setsid -w run-reminders weekly >out 2>err || true
	[ -e killed ]
	flock runs/.lock true
	expect 1 run-reminders weekly
	shows attention.txt
	[ "$(column delivery_status runs/2026-11-22-weekly/delivered.csv | grep -c -e unsure -e sent)" -eq 4 ]
	[ "$(cat inbox/*.eml | grep -c "^To: .*c1@x")" -le 1 ]
	[ "$(cat inbox/*.eml | grep -c "^To: .*c3@x")" -le 1 ]
	[ "$(cat inbox/*.eml | grep -c "^To: .*c2@x")" -eq 1 ]
	refute grep -q ',reminded,C2,' history.csv
}

@test "the service and its timer are in order" {
	cp "$ROOT"/examples/systemd/* .
	for unit in dun@.service dun@.timer dun-failed@.service; do mv "$unit" "${unit/@/@weekly}"; done
	expect 0 systemd-analyze verify --man=no ./dun@weekly.service ./dun@weekly.timer ./dun-failed@weekly.service
	[ -z "$output$stderr" ]
	for unit in dun@weekly.service dun-failed@weekly.service; do
		systemd-analyze security --no-pager --offline=true --threshold=25 ./$unit >exposed || { cat exposed; return 1; }
	done
	grep -q 'run-reminders --quiet' "$ROOT/examples/cron/crontab"
}

@test "the service tells its owner what waits for a person, and of nothing else" {
	automation '{ledger: ledger.csv, actions: [{type: create}, {type: issue}, {type: send}]}'
	sed -n "s/^ExecStopPost=.*-c '\(.*\)'$/\1/p" "$ROOT/examples/systemd/dun@.service" |
		sed 's/%%/%/g; s/%i/weekly/g' >after
	[ -s after ]
	mkdir bin
	printf '#!/bin/sh\ncat >told\necho "$*" >to\n' >bin/msmtp
	chmod +x bin/msmtp
	run-reminders -q weekly || [ $? -eq 1 ]
	EXIT_STATUS=0 OWNER=me@v.example PATH=$PWD/bin:$PATH sh after
	[ ! -e told ]
	EXIT_STATUS=1 OWNER=me@v.example PATH=$PWD/bin:$PATH sh after
	[ "$(cat to)" = "-- me@v.example" ]
	grep -qx 'Subject: payment reminders weekly: please look' told
	grep -q 'waits before it sends' told
}

@test "a history that was changed stops it" {
	run-reminders weekly
	sed -i 's/,C1,F1,/,C1,F7,/' history.csv
	expect 65 run-reminders --as-of 2026-11-29 weekly
	[ ! -e runs/2026-11-29-weekly ]
}

@test "a ledger that cannot be read stops it, with the status that tells so" {
	rm ledger.csv
	expect 66 run-reminders weekly
	[ ! -e runs/2026-11-22-weekly/items.csv ]
	expect 66 run-reminders --dry-run weekly
}

@test "sending what nobody made is an error" {
	expect 66 run-reminders --only send weekly
	says 'there is nothing in runs that was rendered and not sent'
}

@test "reminders that cannot be counted are not sent without a person" {
	run-reminders --only create,issue weekly
	mkdir broken
	printf '#!/bin/sh\ncase "$*" in *"--columns reminder"*) exit 70 ;; esac\nexec "%s/list-items" "$@"\n' "$BIN" >broken/list-items
	chmod +x broken/list-items
	PATH=$PWD/broken:$PATH expect 1 run-reminders weekly
	shows 'could not be counted'
	[ "$(mails)" -eq 0 ]
}

@test "amounts in several currencies are told one by one, in order" {
	sed -i '1s/$/,currency/; 2,$s/$/,EUR/; s/^\(C2.*\),EUR$/\1,GBP/' ledger.csv
	expect 0 run-reminders weekly
	shows 'EUR 800.00 GBP 200.00'
}

@test "a plan tells what is wrong with the ledger once, not for each of its days" {
	echo 'C9,F9,2026-10-18,2026-11-01,1.00,1.00' >>ledger.csv
	expect 0 run-reminders --plan 4 weekly
	[ "$(printf '%s\n' "$stderr" | grep -c '"C9"')" -eq 1 ]
}
