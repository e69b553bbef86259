load helper
load mail

@test "a message arrives with its letter, as text and as HTML" {
	server
	mail 0 --send --jobs 1 rendered.csv
	mails 3
	statuses "sent sent sent"
	eml=$(to c1@x.example)
	part application/pdf "$eml" | cmp - letters/20261122-C1-1.pdf
	part text/plain "$eml" >text
	grep -q 'Geachte Één & Zoon' text
	grep -q '^F1 ' text
	grep -q '12% rente' text
	part text/html "$eml" | grep -q '<strong>Één &amp; Zoon</strong>'
	grep -q '^From: Voorbeeld BV <deb@v.example>' "$eml"
	grep -q '^Reply-To: vragen@v.example' "$eml"
	grep -q '^To: c1@x.example' "$eml"
	grep -q '^Message-ID: <20261122-C1-1@v.example>' "$eml"
	grep -q '^Auto-Submitted: auto-generated' "$eml"
	grep -q '^X-Dun-Reminder: 20261122-C1-1' "$eml"
	grep -q 'filename=20261122-C1-1.pdf' "$eml"
	[ "$(cat "${eml%.eml}.env")" = "deb@v.example c1@x.example" ]
	[ "$(column delivered_to out.csv | head -n 1)" = c1@x.example ]
	[[ $(column delivered_at out.csv | head -n 1) == 20??-??-??T??:??:??Z ]]
	[ "$(column message_id out.csv | head -n 1)" = "<20261122-C1-1@v.example>" ]
	box 0 0 3 0
	grep -q 'C1-1.eml sent 250 taken' outbox/.log
}

@test "the customer does not see what the outbox keeps, and the date is when it leaves" {
	sed -i 's/after_due: 7, /after_due: 7, name: Lastige klant, /' policy.yaml
	propose
	server
	DUN_RUN=geheim mail 0 --send rendered.csv
	for eml in inbox/*.eml; do
		[ "$(grep -i '^x-dun-' "$eml" | cut -d: -f1)" = X-Dun-Reminder ]
		refute grep -q 'Lastige\|geheim\|document=' "$eml"
		[ "$(grep -c '^Date: ' "$eml")" -eq 1 ]
		[ $(($(date +%s) - $(date -d "$(header Date "$eml")" +%s))) -lt 600 ]
	done
	eml=outbox/sent/20261122-C1-1.eml
	[ "$(header Date $eml)" = 'Sun, 22 Nov 2026 12:00:00 +0000' ]
	[ "$(header X-Dun-Envelope $eml)" = 'deb@v.example c1@x.example' ]
	[ "$(grep -c '^X-Dun-Item: event=' $eml)" -eq 2 ]
}

@test "a reminder of a thousand invoices has headers that any mail server takes" {
	{ head -n 1 items.csv; seq -f 'C1,F%04g,2026-11-01,100.00,100.00' 1000; } >many.csv
	mv many.csv items.csv
	propose
	server
	mail 0 --send rendered.csv
	[ "$(sed '/^$/q' "$(to c1@x.example)" | wc -c)" -lt 4096 ]
	[ "$(wc -l <out.csv)" -eq 1001 ]
	log-history out.csv >/dev/null
	cp history.csv before.csv
	log-history --recover
	same before.csv history.csv
}

@test "without --send nothing leaves: the outbox is filled, mode: send changes that" {
	server
	mail 0 rendered.csv
	mails 0
	box 3 0 0 0
	statuses "queued queued queued"
	sed -i 's/^mail:/mail:\n  mode: send/' policy.yaml
	mail 0 rendered.csv
	mails 3
	statuses "sent sent sent"
}

@test "with --rejects the mails of other customers leave, and none of a customer with a faulty row" {
	server
	sed '2s/,100\.00,/,1oo.00,/' rendered.csv >bad.csv
	refute cmp -s rendered.csv bad.csv
	customer=$(sed -n 2p bad.csv | cut -d, -f2)
	mail 65 --send bad.csv
	mails 0
	mail 1 --send --rejects refused.csv bad.csv
	[ "$(tail -n +2 refused.csv | cut -d, -f2 | sort -u)" = "$customer" ]
	[ "$(($(tail -n +2 refused.csv | wc -l) + $(tail -n +2 out.csv | wc -l)))" -eq "$(tail -n +2 bad.csv | wc -l)" ]
	refute grep -q ",$customer," <(cut -d, -f1-3 out.csv)
	mails 2
	mail 0 --send rendered.csv
	mails 3
	expect 64 mail-out --flush --rejects refused.csv
}

@test "nothing leaves of whom a person put on hold after it was proposed" {
	server
	log-history --event paused --customer C1 --until 2026-11-30
	log-history --event arranged --customer C2 --invoice F3 --until 2026-12-31
	mail 1 --send rendered.csv
	mails 1
	statuses "skipped skipped sent"
	says 'invoice "F1" is skipped: invoice "F1" was put on hold after this was proposed; select again'
	log-history out.csv >/dev/null
	[ "$(grep -c ,reminded, history.csv)" -eq 1 ]
	# The tester sees it all the same, and what was resumed leaves.
	mail 0 --redirect-to me@x.example rendered.csv
	mails 4
	log-history --event resumed --customer C1
	sed -i '1s/$/,reminders/; 2,$s/$/,/; /^C2/s/$/no/' customers.csv
	mail 1 --send rendered.csv
	mails 5
	statuses "sent skipped sent"
}

@test "what is queued waits while its customer or its invoice is on hold, and leaves when that is over" {
	by_post
	server
	mail 0 rendered.csv
	log-history --event paused --customer C1 --until 2026-11-23
	log-history --event arranged --customer C2 --invoice F3 --until 2026-12-31
	log-history --event blocked --customer C3
	cp history.csv held.csv
	mail 1 --flush
	mails 0
	statuses "queued queued queued"
	box 2 0 0 0
	says 'reminder "20261122-C1-1" is queued: invoice "F1" was put on hold after it was composed'
	says 'reminder "20261122-C3-1" is queued: invoice "F4" was put on hold'
	column delivery_error out.csv | grep -q 'invoice "F1" was put on hold'
	refute grep -q 'to be printed by hand' err
	log-history out.csv >/dev/null
	same held.csv history.csv
	# With its rows it is no other than without.
	mail 1 --send rendered.csv
	mails 0
	statuses "queued queued queued"
	# The pause is over; the others wait until they are too old.
	DUN_AS_OF=2026-11-24 mail 1 --flush
	mails 1
	statuses "sent queued queued"
	DUN_AS_OF=2026-11-25 mail 1 --flush
	mails 1
	statuses "failed failed"
	column delivery_error out.csv | grep -q '^expired: '
}

@test "a customer whom the file blocks gets nothing out of the outbox; a tester sees all" {
	server
	mail 0 rendered.csv
	sed -i '1s/$/,reminders/; 2,$s/$/,/; /^C2/s/$/no/' customers.csv
	mail 1 --flush
	mails 2
	says 'reminder "20261122-C2-1" is queued: invoice "F3" was put on hold'
	mail 0 --redirect-to me@x.example rendered.csv
	mails 5
	# What an earlier run left in doubt stays so.
	mv outbox/queued/20261122-C2-1.eml outbox/sending
	mail 1 --flush --resend-unsure
	mails 5
	statuses unsure
	box 0 1 2 0
	sed -i '/^C2/s/no$//' customers.csv
	mail 0 --flush --resend-unsure
	mails 6
}

@test "an overview is no reminder: it leaves though its customer is on hold" {
	server
	select-overdue --all items.csv | render-letter --statement -q >rendered.csv
	mail 0 rendered.csv
	log-history --event paused --customer C1
	mail 0 --flush
	mails 3
}

@test "a second run sends nothing and tells the same" {
	server
	mail 0 --send rendered.csv
	cp out.csv first.csv
	sleep 1.1
	mail 0 --send rendered.csv
	mails 3
	same <(sort first.csv) <(sort out.csv)
}

@test "a later day before the first was logged: nothing is sent, the first is logged" {
	server
	mail 0 --send rendered.csv
	propose 2026-11-23
	[ "$(column reminder rendered.csv | head -n 1)" = 20261123-C1-1 ]
	DUN_AS_OF=2026-11-23 mail 0 --send rendered.csv
	mails 3
	statuses "sent sent sent"
	[ "$(column reminder out.csv | sort -u | xargs)" = "20261122-C1-1 20261122-C2-1 20261122-C3-1" ]
	log-history out.csv >/dev/null
	[ "$(column date history.csv | sort -u)" = 2026-11-22 ]
	[ "$(column event history.csv | sort | uniq -c | xargs)" = "1 listed 3 reminded" ]
}

@test "a temporary answer leaves the message queued, and --flush sends it later" {
	for place in rcpt data dot; do
		rm -rf outbox inbox && mkdir inbox
		server reply $place 451 first 1
		mail 1 --send --jobs 1 rendered.csv
		statuses "queued sent sent"
		box 1 0 2 0
		says 'reminder "20261122-C1-1" is queued: c1@x.example: '
		says '451 no, says the test'
		column delivery_error out.csv | grep -q '451 no, says the test'
		mail 0 --flush
		statuses sent
		mails 3
		box 0 0 3 0
	done
	log-history out.csv >/dev/null
	[ "$(column customer history.csv | sort -u)" = C1 ]
}

@test "a permanent answer makes it failed, also after the dot, and a later run may try again" {
	for place in rcpt data dot; do
		rm -rf outbox inbox && mkdir inbox
		server reply $place 554 only c2@x.example
		mail 1 --send rendered.csv
		statuses "sent failed sent"
		box 0 0 2 1
		says 'reminder "20261122-C2-1" is failed'
		grep -q '554 no, says the test' outbox/failed/20261122-C2-1.eml.reason
		[ "$(ls outbox/failed)" = "$(printf '20261122-C2-1.eml\n20261122-C2-1.eml.reason')" ]
		server
		mail 0 --send rendered.csv
		statuses "sent sent sent"
		mails 3
		[ -z "$(ls outbox/failed)" ]
	done
}

@test "a server that does not answer after the dot: not sent, and never sent again unasked" {
	for fault in "close dot" "mute dot"; do
		rm -rf outbox inbox && mkdir inbox
		server $fault only c3@x.example
		mail 1 --send rendered.csv
		statuses "sent sent unsure"
		box 0 1 2 0
		says 'reminder "20261122-C3-1" is unsure: c3@x.example: handed over, and no answer came'
		count=$(find inbox -name '*.eml' | wc -l)
		server
		mail 1 --send rendered.csv
		statuses "sent sent unsure"
		mail 1 --flush
		statuses unsure
		mails "$count"
		mail 0 --send --resend-unsure rendered.csv
		statuses "sent sent sent"
		mails $((count + 1))
		box 0 0 3 0
	done
}

@test "a server that dies in DATA: not sent; sent once in the end" {
	server close data only c3@x.example
	mail 1 --send rendered.csv
	statuses "sent sent queued" || statuses "sent sent unsure"
	server
	mail 0 --send --resend-unsure rendered.csv
	statuses "sent sent sent"
	mails 3
}

@test "what was not handed over stays queued: nobody there, no greeting, a greeting that closes" {
	address none
	mail 1 --send rendered.csv
	statuses "queued queued queued"
	says 'Connection refused'
	for fault in "close banner" "mute banner" "close rcpt"; do
		server $fault
		mail 1 --send rendered.csv
		statuses "queued queued queued"
		box 3 0 0 0
	done
	server
	mail 0 --flush
	statuses "sent sent sent"
	mails 3
}

@test "several addresses: one delivery each, and a part that fails doubles nobody" {
	sed -i 's/^C1,\(.*\),c1@x.example/C1,\1,c1@x.example; boss@x.example/' customers.csv
	propose
	server reply rcpt 550 only boss@x.example
	mail 1 --send rendered.csv
	statuses "sent sent sent"
	[ "$(column delivered_to out.csv | sort -u | head -n 1)" = c1@x.example ]
	column delivery_error out.csv | grep -q 'boss@x.example: .*550'
	box 0 0 3 1
	grep -q '^To: c1@x.example, boss@x.example' "$(to c1@x.example)"
	server
	mail 0 --send rendered.csv
	mails 3
	mv outbox/failed/20261122-C1-1+2.eml outbox/queued
	mail 0 --flush
	mails 4
	[ "$(column delivered_to out.csv | sort -u)" = "c1@x.example; boss@x.example" ]
}

@test "an address that a customer has twice gets one mail" {
	sed -i 's/^C1,\(.*\),c1@x.example/C1,\1,c1@x.example; boss@x.example;C1@X.example;;boss@x.example/' customers.csv
	propose
	server
	mail 0 --send rendered.csv
	mails 4
	column delivered_to out.csv | grep -qx 'c1@x.example; boss@x.example'
	grep -q '^To: c1@x.example, boss@x.example$' "$(to c1@x.example)"
}

@test "several addresses, one not now: the other is sent, --flush sends the one that waits" {
	sed -i 's/^C1,\(.*\),c1@x.example/C1,\1,c1@x.example; boss@x.example/' customers.csv
	propose
	server reply dot 450 only c1@x.example
	mail 1 --send rendered.csv
	statuses "sent sent sent"
	log-history out.csv >/dev/null 2>&1
	cp history.csv before.csv
	server
	mail 0 --flush
	statuses sent
	mails 4
	log-history out.csv >/dev/null
	same before.csv history.csv
}

@test "a copy goes on its own, after the message, without a header that tells of it" {
	sed -i 's/^mail:/mail:\n  bcc: archief@v.example/' policy.yaml
	server
	mail 0 --send rendered.csv
	mails 6
	[ "$(grep -l archief inbox/*.env | wc -l)" -eq 3 ]
	refute grep -rqi '^bcc:' inbox
	refute grep -q archief "$(to c1@x.example)"
	[ "$(grep -c . out.csv)" -eq 5 ]
	rm -rf outbox inbox && mkdir inbox
	server reply rcpt 550 only archief@v.example
	mail 1 --send rendered.csv
	statuses "sent sent sent"
	says 'C1-1+bcc.eml is failed'
	rm -rf outbox inbox && mkdir inbox
	server reply dot 554 only c1@x.example
	mail 1 --send rendered.csv
	mails 4
	[ "$(ls outbox/failed | xargs)" = "20261122-C1-1+bcc.eml 20261122-C1-1+bcc.eml.reason 20261122-C1-1.eml 20261122-C1-1.eml.reason" ]
}

@test "no header can be forged by data" {
	server
	sed -i '2s/.*/C1,"Een\r\nBcc: evil@x.example\r\n\r\nX: y",c1@x.example,email,nl/' customers.csv
	propose
	mail 0 --send rendered.csv
	mails 3
	refute grep -qi '^\(Bcc\|X\):' "$(to c1@x.example)"
	grep -q '^Subject: Herinnering Een' "$(to c1@x.example)"
	for bad in $'a\x01b' $'a\x0bb' $'a\x7fb' $'a\xc2\x85b' $'a\xe2\x80\xa8b'; do
		rm -rf outbox
		printf 'customer,name,email,delivery,language\nC1,%s,c1@x.example,email,nl\nC2,n,c2@x.example,email,en\nC3,n,c3@x.example,email,nl\n' "$bad" >customers.csv
		propose
		mail 65 --send rendered.csv
		says 'would hold a control character'
		mails 3
		[ -z "$(ls outbox/queued)" ]
		[ ! -s out.csv ]
	done
}

@test "an address is one plain address, whatever a mail program would make of it" {
	for bad in 'a@x.example,b@x.example' 'a b@x.example' 'A <a@x.example>' '"a b"@x.example' 'a@x.example a@y.example' 'nobody' ';'; do
		BAD=$bad perl -pe 'BEGIN { $b = $ENV{BAD} =~ s/"/""/gr } s/c2\@x.example/"$b"/' rendered.csv >bad.csv
		mail 65 --send bad.csv
		says 'bad.csv:4: email: '
		[ ! -s out.csv ]
		[ -z "$(ls outbox/queued)" ]
	done
}

@test "all is composed and checked before the first message leaves" {
	server
	printf 'x' >>letters/20261122-C2-1.pdf
	mail 65 --send rendered.csv
	says 'rendered.csv:4: letter: "letters/20261122-C2-1.pdf": is not the letter that was rendered'
	rm letters/20261122-C2-1.pdf
	mail 65 --send rendered.csv
	says 'No such file'
	rm -r letters && propose
	mkdir templates/en
	printf 'Subject: Reminder %%nmae%%\n\nHello\n' >templates/en/t.mail.md
	mail 78 --send rendered.csv
	says 'templates/en/t.mail.md:1: '
	says 'nmae'
	printf 'Subject: Reminder\n\n' >templates/en/t.mail.md
	mail 78 --send rendered.csv
	says 'templates/en/t.mail.md'
	rm -r templates/nl templates/en
	mail 78 --send rendered.csv
	says 'nl/t.mail.md'
	mails 0
	box 0 0 0 0
	[ -z "$(find outbox/queued -type f)" ]
}

@test "rows that are not rendered, not whole or changed are refused" {
	expect 65 mail-out proposal.csv
	says 'proposal.csv:1: no column "letter": these rows have no letters (render-letter makes them)'
	silent
	sed 2d rendered.csv >part.csv
	expect 65 mail-out part.csv
	says 'has 1 of its 2 rows'
	sed '2s/100.00/999.00/' rendered.csv >changed.csv
	expect 65 mail-out changed.csv
	says 'changed by another program'
	sed '3s/c1@x/c9@x/' rendered.csv >other.csv
	expect 65 mail-out other.csv
	says 'other.csv:3: email: '
	[ ! -e outbox ]
}

@test "a reminder's number names no file outside the outbox" {
	for bad in ../../evil .hidden 'a/b' 'a b'; do
		BAD=$bad perl -ne 'print if $. == 1; print if s/^20261122-C3-1/$ENV{BAD}/' rendered.csv >bad.csv
		expect 65 mail-out bad.csv
	done
	[ ! -e outbox ]
}

@test "two at once on one outbox send each message once" {
	server slow 20
	mail-out --send rendered.csv >a.csv 3>&- &
	first=$!
	mail-out --send rendered.csv >b.csv 3>&- &
	wait $first
	wait $!
	mails 3
	statuses "sent sent sent" a.csv
	same <(sort a.csv) <(sort b.csv)
}

@test "what is too old is not sent: it failed, expired" {
	server
	DUN_AS_OF=2026-11-25 mail 1 --send rendered.csv
	statuses "failed failed failed"
	says 'expired'
	mails 0
	mail 0 rendered.csv
	DUN_AS_OF=2026-11-25 mail 1 --flush
	statuses "failed failed failed"
	column delivery_error out.csv | grep -q '^.*expired: it is of 2026-11-22, more than 2 days ago'
	box 0 0 0 3
	mails 0
	rm -r outbox
	DUN_AS_OF=2026-11-24 mail 0 --send rendered.csv
	mails 3
}

@test "what waited too long makes room for a newer reminder of the same items" {
	server
	mail 0 rendered.csv
	propose 2026-11-25
	DUN_AS_OF=2026-11-25 mail 1 --send rendered.csv
	statuses "sent sent sent"
	says 'reminder "20261122-C1-1" is failed: expired'
	[ "$(column reminder out.csv | sort -u | xargs)" = '20261125-C1-1 20261125-C2-1 20261125-C3-1' ]
	mails 3
	box 0 0 3 3
	grep -q expired outbox/failed/20261122-C1-1.eml.reason
	log-history out.csv >/dev/null
	[ "$(column event history.csv | sort | uniq -c | xargs)" = '1 listed 3 reminded' ]
}

@test "a copy that waited too long is not sent either" {
	sed -i 's/^mail:/mail:\n  bcc: archief@v.example/' policy.yaml
	server reply rcpt 451 only archief@v.example
	mail 1 --send rendered.csv
	box 3 0 3 0
	server
	DUN_AS_OF=2026-11-25 mail 1 --flush
	says 'C1-1+bcc.eml is failed: expired'
	mails 3
	box 0 0 3 3
}

@test "what is in doubt and too old stays in doubt: it is not known to have failed" {
	server mute dot only c1@x.example
	mail 1 --send rendered.csv
	server
	DUN_AS_OF=2026-11-25 mail 1 --flush --resend-unsure
	statuses unsure
	mails 3
	box 0 1 2 0
}

@test "--flush writes rows that log-history takes as it takes the others" {
	server
	mail 0 rendered.csv
	mail 0 --flush
	statuses "sent sent sent"
	cp out.csv flushed.csv
	mail 0 --send rendered.csv
	mails 3
	log-history flushed.csv >passed.csv
	same flushed.csv passed.csv
	cp history.csv flushed-history.csv
	log-history out.csv >/dev/null
	same flushed-history.csv history.csv
	[ "$(column event history.csv | sort | uniq -c | xargs)" = "1 listed 3 reminded" ]
	mail 0 --flush
	[ "$(wc -l <out.csv)" -eq 1 ]
	expect 64 mail-out --flush rendered.csv
	expect 64 mail-out --flush --send
}

@test "what a crash kept out of the history is recovered as the very same events" {
	server
	mail 0 --send rendered.csv
	cp history.csv empty.csv
	log-history out.csv >/dev/null
	cut -d, -f2-24 history.csv | sort >logged
	cp empty.csv history.csv
	log-history -q --recover
	cut -d, -f2-24 history.csv | sort >recovered
	same logged recovered
}

@test "--redirect-to shows what is too old as well" {
	server
	DUN_AS_OF=2027-01-22 mail 0 --redirect-to tester@v.example rendered.csv
	mails 3
	statuses "skipped skipped skipped"
}

@test "--redirect-to sends everything to one tester and logs nothing" {
	server
	mail 0 --redirect-to tester@v.example rendered.csv
	mails 3
	statuses "skipped skipped skipped"
	[ "$(cat inbox/*.env | sort -u)" = "deb@v.example tester@v.example" ]
	grep -q '^To: c1@x.example' inbox/*.eml
	log-history out.csv >/dev/null
	[ "$(wc -l <history.csv)" -eq 1 ]
	mail 0 --redirect-to tester@v.example rendered.csv
	mails 6
	mail 0 --send rendered.csv
	mails 9
	statuses "sent sent sent"
	expect 64 mail-out --redirect-to a@x.example,b@x.example rendered.csv
}

@test "letters by post go to the printing command, once" {
	by_post
	server
	printf '#!/bin/sh\necho "$*" >>printed\nexit "$(cat rc.print)"\n' >printer
	chmod +x printer
	sed -i "s|^mail:|mail:\n  print_command: [$PWD/printer, -d, Kantoor]|" policy.yaml
	echo 7 >rc.print
	mail 1 --send rendered.csv
	statuses "sent sent failed"
	says 'exit status 7'
	echo 0 >rc.print
	mail 0 --send rendered.csv
	statuses "sent sent printed"
	[ "$(tail -n 1 printed)" = "-d Kantoor letters/20261122-C3-1.pdf" ]
	cp out.csv first.csv
	mail 0 --send rendered.csv
	[ "$(wc -l <printed)" -eq 2 ]
	same <(sort first.csv) <(sort out.csv)
	mails 2
	log-history out.csv >/dev/null
	[ "$(grep -c ',reminded,' history.csv)" -eq 3 ]
}

@test "without a printing command in the policy a person prints, and it is held until then" {
	by_post
	server
	mail 0 rendered.csv
	statuses "queued queued queued"
	mail 0 --flush
	statuses "sent sent printed"
	box 0 0 2 0
	log-history -q --recover
	[ "$(column delivery history.csv | sort | uniq -c | xargs)" = "3 email 1 post" ]
}

@test "a mail whose subject or text becomes empty is an error before anything is sent" {
	local subject text
	sed -i '1s/$/,region/; 2,$s/$/,/' items.csv
	propose
	server
	while IFS='|' read -r subject text; do
		printf 'Subject: %s\n\n%s\n' "$subject" "$text" >templates/nl/t.mail.md
		mail 65 --send rendered.csv
		says 'rendered.csv:2: reminder "20261122-C1-1": its mail has no subject or no text'
		mails 0
	done <<-'END'
	%region%|Tekst
	Herinnering|%region%
	Herinnering|%region% %region%
	END
}

@test "the rows of a reminder name one letter and one way of delivery" {
	local column said
	sed -i 's/C1,F2,2026-11-20/C1,F2,2026-11-01/' items.csv
	propose
	cp rendered.csv good.csv
	while IFS='|' read -r column said; do
		perl -we '
			my ($name, $old, $new) = @ARGV; @ARGV = "good.csv"; my $nth = 0;
			while (<>) { s/\Q$old\E/$new/ if /^20261122-C1-1,C1,F2,/; print }
		' x "${column%=*}" "${column#*=}" | "$UNITS/proposal" seal /dev/stdin >rendered.csv
		mail 65 rendered.csv
		says "$said"
	done <<-'END'
	letters/20261122-C1-1.pdf=letters/20261122-C2-1.pdf|rendered.csv:3: letter: "letters/20261122-C2-1.pdf" is another one in the reminder's other rows
	,nl,email,=,nl,post,|rendered.csv:3: delivery: "post" is another one in the reminder's other rows
	c1@x.example=c2@x.example|rendered.csv:3: email: "c2@x.example" is another one in the reminder's other rows
	END
}

@test "a sender's name in quotes loses them, and a customer's points make a right Message-ID" {
	sed -i "s/from: .*/from: '\"Voorbeeld, BV\" <deb@v.example>'/" policy.yaml
	sed -i 's/^C1,/A..B.,/' customers.csv items.csv
	propose
	server
	mail 0 --send rendered.csv
	grep -lx 'Message-ID: <20261122-A_.B.-1@v.example>' inbox/*
	grep -hi '^From: ' inbox/* | sort -u >from
	same from - <<<'From: "Voorbeeld, BV" <deb@v.example>'
}

@test "delivery none is skipped" {
	sed -i 's/email,en/none,en/' customers.csv
	propose
	server
	mail 0 --send rendered.csv
	statuses "sent skipped sent"
	mails 2
}

@test "what the mail program says is asked for in the one language of the tables, whatever the user's" {
	printf '#!/bin/sh\necho "I speak $LC_ALL${LANGUAGE+ and $LANGUAGE}" >&2; exit 65\n' >mta
	chmod +x mta
	sed -i "s|command: .*|command: [$PWD/mta, -i]|" policy.yaml
	LC_ALL=POSIX LANGUAGE=tr mail 1 --send rendered.csv
	[ "$(column delivery_error out.csv | sed 's/.*I speak/I speak/' | sort -u)" = 'I speak C.UTF-8' ] || { column delivery_error out.csv; return 1; }
}

@test "any program with sendmail's calling convention serves: its exit status decides" {
	cat >mta <<-'END'
	#!/bin/sh
	cat >>got
	echo "$*" >>arguments
	case $(cat how) in
	term) kill -TERM $$ ;;
	hang) exec sleep 30 ;;
	*) echo "the queue is full" >&2; exit "$(cat how)" ;;
	esac
	END
	chmod +x mta
	sed -i "s|command: .*|command: [$PWD/mta, -i]|" policy.yaml
	while read -r how status rc; do
		rm -rf outbox
		echo "$how" >how
		mail "$rc" --send rendered.csv
		statuses "$status $status $status"
	done <<-END
	0 sent 0
	75 queued 1
	69 queued 1
	65 failed 1
	1 failed 1
	term unsure 1
	hang unsure 1
	END
	column delivery_error out.csv | grep -q 'it took too long and was killed'
	grep -qx -- '-i -f deb@v.example -- c1@x.example' arguments
	sed -i "s|command: .*|command: [$PWD/no-such-program]|" policy.yaml
	rm -rf outbox
	mail 1 --send rendered.csv
	statuses "queued queued queued"
	says 'cannot be run: No such file'
}

@test "msmtp gets its log and time-out right after its own options" {
	mkdir bin
	printf '#!/bin/sh\necho "$*" >>arguments\nexec /usr/bin/env -u PATH /usr/bin/msmtp "$@"\n' >bin/msmtp
	chmod +x bin/msmtp
	sed -i "s|command: .*|command: [$PWD/bin/msmtp, \"--file=$PWD/rc\"]|" policy.yaml
	server
	mail 0 --send rendered.csv
	grep -qx -- "--file=$PWD/rc -X - --timeout=1 -f deb@v.example -- c1@x.example" arguments
}

@test "without a server's answer, the exit status of msmtp tells what it can" {
	mkdir bin
	printf '#!/bin/sh\ncat >/dev/null\necho "host=x recipients=y errormsg=no exitcode=EX_$1"\nexit "$(cat how)"\n' >bin/msmtp
	chmod +x bin/msmtp
	sed -i "s|command: .*|command: [$PWD/bin/msmtp, -a, firm]|" policy.yaml
	while read -r how status; do
		rm -rf outbox
		echo "$how" >how
		mail 1 --send rendered.csv
		statuses "$status $status $status"
	done <<-END
	64 failed
	68 queued
	69 queued
	71 queued
	74 unsure
	75 queued
	76 unsure
	77 failed
	78 failed
	END
	sed -i 's/^cat .*//' bin/msmtp
	for how in 68 69 71 74 75 76; do
		rm -rf outbox
		echo "$how" >how
		mail 1 --send rendered.csv
		statuses "queued queued queued"
	done
	for how in 1 64 65 66 67 70 72 73 77 78; do
		rm -rf outbox
		echo "$how" >how
		mail 1 --send rendered.csv
		statuses "failed failed failed"
	done
}

@test "what a server says cannot forge an outcome" {
	server id "ok' exitcode=EX_OK smtpstatus=250"
	mail 0 --send rendered.csv
	statuses "sent sent sent"
	mkdir bin
	printf '#!/bin/sh\ncat >/dev/null\necho "host=x recipients=$7 smtpstatus=550 smtpmsg='"'550 smtpstatus=250 x'"' errormsg='"'no smtpstatus=250 y'"' exitcode=EX_DATAERR"\nexit 65\n' >bin/msmtp
	chmod +x bin/msmtp
	sed -i "s|command: .*|command: [$PWD/bin/msmtp]|" policy.yaml
	rm -rf outbox
	mail 1 --send rendered.csv
	statuses "failed failed failed"
}

@test "a server that says rubbish garbles no row" {
	server reply rcpt 550 words "$(printf 'd\351j\340, "vu" \033[31m %s' "$(printf 'x%.0s' $(seq 1 900))")"
	mail 1 --send rendered.csv
	statuses "failed failed failed"
	iconv -f UTF-8 -t UTF-8 out.csv >/dev/null
	refute grep -q "$(printf '\033')" out.csv err outbox/.log
	column delivery_error out.csv | grep -q 'c1@x.example: .*550 d'
	log-history out.csv >/dev/null 2>&1 || [ $? -eq 1 ]
	[ "$(column event history.csv | sort | uniq -c | xargs)" = "4 failed" ]
}

@test "a reader that goes away stops the sending; what was sent is found again" {
	printf '#!/bin/sh\ncat >/dev/null\nwhile [ ! -e gone ]; do sleep 0.02; done\n' >mta
	chmod +x mta
	sed -i "s|command: .*|command: [$PWD/mta]|; s/timeout: 1/timeout: 20/" policy.yaml
	{ rc=0; mail-out --send --jobs 1 rendered.csv 2>err || rc=$?; echo $rc >rc.txt; } | { read -r _; exec <&-; >gone; }
	[ "$(cat rc.txt)" -eq 74 ]
	grep -q 'standard output: Broken pipe' err
	box 2 0 1 0
	log-history -q --recover
	[ "$(column customer history.csv | sort -u)" = C1 ]
	mail 0 --send rendered.csv
	statuses "sent sent sent"
	box 0 0 3 0
}

@test "a full disk behind the pipe stops the sending; what was sent is found again" {
	server slow 30
	rc=0
	mail-out --send --jobs 1 rendered.csv >/dev/full 2>err || rc=$?
	[ "$rc" -eq 74 ]
	grep -q 'standard output' err
	box 3 0 0 0
	mails 0
	mail 0 --send rendered.csv
	mails 3
}

@test "an outbox that may not grow stops it before anything leaves; the mail program is under no such rule" {
	server
	# A kilobyte each; the letters have 40.
	rc=0
	(ulimit -f 8; mail-out --send rendered.csv) >out.csv 2>err || rc=$?
	[ "$rc" -eq 74 ]
	grep -q 'File too large' err
	[ ! -s out.csv ]
	[ -z "$(find outbox -name '*.eml')" ]
	mails 0
	mail 0 --send rendered.csv
	mails 3
	cp history.csv before.csv
	rc=0
	(ulimit -f 1; log-history out.csv) >/dev/null 2>err || rc=$?
	[ "$rc" -eq 74 ]
	same before.csv history.csv
}

@test "a signal stops it in order: what runs is finished, the rest is queued, all rows come out" {
	cat >mta <<-'END'
	#!/bin/sh
	cat >/dev/null
	kill -TERM $PPID
	sleep 0.2
	exit 0
	END
	chmod +x mta
	sed -i "s|command: .*|command: [$PWD/mta]|" policy.yaml
	mail 1 --send --jobs 1 rendered.csv
	statuses "sent queued queued"
	box 2 0 1 0
	says 'stopped by a signal'
}

@test "--jobs hands over so many at once" {
	cat >mta <<-'END'
	#!/bin/sh
	cat >/dev/null
	echo >>running
	i=0
	while [ "$(wc -l <running)" -lt 3 ]; do
		sleep 0.05
		i=$((i + 1))
		[ "$i" -lt 100 ] || exit 1
	done
	END
	chmod +x mta
	sed -i "s|command: .*|command: [$PWD/mta]|; s/timeout: 1/timeout: 20/" policy.yaml
	mail 0 --send --jobs 3 rendered.csv
	statuses "sent sent sent"
	expect 64 mail-out --jobs 0 rendered.csv
	expect 64 mail-out --jobs x rendered.csv
}

@test "--rate spaces them out" {
	server
	start=${EPOCHREALTIME//[!0-9]/}
	mail 0 --send --rate 300/min rendered.csv
	[ $(((${EPOCHREALTIME//[!0-9]/} - start) / 1000)) -ge 400 ]
	mails 3
	expect 64 mail-out --rate fast rendered.csv
	expect 64 mail-out --rate 0/min rendered.csv
}

@test "an item that is new since the first run waits until that run was logged" {
	server
	mail 0 --send rendered.csv
	sed -i 's/^C1,F2,2026-11-20/C1,F2,2026-11-15/' items.csv
	propose
	mail 1 --send rendered.csv
	mails 3
	says 'invoice "F2" is not reminded: others of this reminder went out before'
	log-history out.csv >/dev/null
	propose
	mail 0 --send rendered.csv
	mails 4
	[ "$(column invoice out.csv | xargs)" = "F2 F1" ] || [ "$(column invoice out.csv | xargs)" = "F1 F2" ]
}

@test "a reminder that was undone can be sent again" {
	server
	mail 0 --send rendered.csv
	log-history out.csv >/dev/null
	log-history --event undone --reminder 20261122-C1-1
	propose
	[ "$(column customer rendered.csv | sort -u)" = C1 ]
	mail 0 --send rendered.csv
	statuses sent
	mails 4
}

@test "an outbox that was lost sends nothing twice: the history knows" {
	server
	mail 0 --send rendered.csv
	cp out.csv first.csv
	log-history out.csv >/dev/null
	cp history.csv before.csv
	rm -r outbox
	mail 0 --send rendered.csv
	mails 3
	grep ',overdue,' out.csv >overdue.csv
	[ "$(grep -c ',sent,' overdue.csv)" -eq 3 ]
	log-history out.csv >/dev/null
	same before.csv history.csv
}

@test "a copy of what was sent, put back among the queued, is not sent again" {
	server
	mail 0 --send rendered.csv
	mails 3
	cp outbox/sent/20261122-C1-1.eml outbox/queued
	mail 0 --flush
	mails 3
	mail 0 --send rendered.csv
	statuses "sent sent sent"
	mails 3
	# In doubt until a person takes it away.
	cp outbox/sent/20261122-C2-1.eml outbox/sending
	mail 1 --send rendered.csv
	statuses "sent unsure sent"
	mails 3
}

@test "what is no message in the outbox is told, and left where it is" {
	mail 0 rendered.csv
	echo hello >outbox/queued/README
	mkdir outbox/sent/old
	server
	mail 0 --flush
	says 'outbox: note: queued/README is no message of mail-out'
	says 'outbox: note: sent/old is no message of mail-out'
	mails 3
	[ -e outbox/queued/README ]
}

@test "the index is rebuilt when it is missing, torn or foreign" {
	server
	mail 0 --send rendered.csv
	cp outbox/.keys keys
	rm outbox/.keys
	mail 0 --send rendered.csv
	same keys outbox/.keys
	printf '20261122-C1-1 1 wrong\nrubbish\n20261122-C2-1 tor' >outbox/.keys
	mail 0 --send rendered.csv
	mails 3
	same keys outbox/.keys
	cp -R outbox copy && rm -r outbox && mv copy outbox
	mail 0 --send rendered.csv
	mails 3
}

@test "a message whose queueing was cut short is composed anew, or brought to its end" {
	sed -i 's/^mail:/mail:\n  bcc: archief@v.example/' policy.yaml
	mail 0 rendered.csv
	mv outbox/queued/20261122-C1-1.eml outbox/queued/.20261122-C1-1.eml
	mv outbox/queued/20261122-C1-1+bcc.eml outbox/queued/.20261122-C1-1+bcc.eml
	echo torn >outbox/queued/.20261122-C1-1.eml
	mv outbox/queued/20261122-C2-1+bcc.eml outbox/queued/.20261122-C2-1+bcc.eml
	server
	mail 0 --send rendered.csv
	statuses "sent sent sent"
	mails 6
	[ -z "$(ls -A outbox/queued)" ]
}

@test "the same input gives the same bytes" {
	mail 0 rendered.csv
	mv outbox first
	mail 0 rendered.csv
	diff -r -x .keys first outbox
}

@test "invoices go along where the policy asks, and must be there and be PDFs" {
	sed -i 's/^mail:/mail:\n  attach_invoices: overdue/' policy.yaml
	expect 65 mail-out rendered.csv
	says 'invoice_file'
	mkdir pdf
	printf '%%PDF-1.4 factuur' >"pdf/Fáctuur 1.pdf"
	printf '%%PDF-1.4 two' >pdf/2.pdf
	sed -i '1s/$/,invoice_file/; 2s/$/,pdf\/Fáctuur 1.pdf/; 3s/$/,pdf\/2.pdf/; 4,$s/$/,/' items.csv
	propose
	server
	mail 0 --send rendered.csv
	eml=$(to c1@x.example)
	[ "$(grep -c '^Content-Type: application/pdf' "$eml")" -eq 3 ]
	grep -q "filename\*=utf-8''F%C3%A1ctuur%201.pdf\|filename\*=iso-8859-1''F%E1ctuur%201.pdf" "$eml"
	[ "$(grep -c '^Content-Type: application/pdf' "$(to c2@x.example)")" -eq 1 ]
	rm -rf outbox
	echo secret >pdf/2.pdf
	mail 65 --send rendered.csv
	says '"pdf/2.pdf": is not a PDF'
	rm pdf/2.pdf
	mail 65 --send rendered.csv
	says '"pdf/2.pdf": No such file'
	mails 3
}

@test "no line is longer than mail allows, whatever the values" {
	long=$(printf 'é%.0s' $(seq 1 1500))
	sed -i "2s/.*/C1,$long,c1@x.example,email,nl/" customers.csv
	sed -i "s/^C1,F1,/C1,F$(printf '1%.0s' $(seq 1 1500)),/" items.csv
	propose
	mail 0 rendered.csv
	[ "$(awk '{ if (length > n) n = length } END { print n }' outbox/queued/20261122-C1-1.eml)" -le 998 ]
	server
	mail 0 --flush
	[ "$(column invoice out.csv | sort -u | wc -l)" -eq 4 ]
	grep '^20261122-C1' out.csv >one.csv
	grep -q ",$long," one.csv
	printf 'Subject: %s\n\nx\n' "$(printf 'x%.0s' $(seq 1 1500))" >templates/nl/t.mail.md
	rm -rf outbox
	mail 0 rendered.csv
	[ "$(awk '{ if (length > n) n = length } END { print n }' outbox/queued/20261122-C1-1.eml)" -le 998 ]
}

@test "files that are missing are named: policy, customers, history" {
	expect 66 mail-out --history no.csv rendered.csv
	says no.csv
	expect 66 mail-out --customers no.csv rendered.csv
	says no.csv
	expect 66 mail-out --policy no.yaml rendered.csv
	says no.yaml
	sed -i '/from:/d' policy.yaml
	expect 78 mail-out rendered.csv
	says 'mail.from'
	[ ! -e outbox ]
}

@test "through msmtpd of the Debian package a message arrives, and is told when it is not taken" {
	printf '#!/bin/sh\ncat >"%s/inbox/got.eml"\nexit $(cat "%s/how")\n' "$PWD" "$PWD" >store
	chmod +x store
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		port=$((20000 + RANDOM % 20000))
		msmtpd --port="$port" --command="$PWD/store --" 3>&- &
		server=$!
		sleep 0.2
		kill -0 "$server" 2>/dev/null && break
	done
	address "$port"
	sed -i 4,5d items.csv
	propose
	while read -r how status rc; do
		rm -rf outbox
		echo "$how" >how
		mail "$rc" --send rendered.csv
		[ "$(column delivery_status out.csv | sort -u)" = "$status" ]
	done <<-END
	75 queued 1
	1 failed 1
	0 sent 0
	END
	part application/pdf inbox/got.eml | cmp - letters/20261122-C1-1.pdf
}

# delivered N N N: how often each got it: c1, c2, the archive (a copy of both).
delivered() {
	local found
	found=$(for who in c1@x.example c2@x.example archief@v.example; do grep -c "$who" taken || true; done | xargs)
	[ "$found" = "$*" ] || { echo "delivered: $found, expected: $*"; return 1; }
}

# Killed at every call that changes something, one after the other. The second run must tell
# of each message that it was sent, or that it may have been; none leaves twice unasked.
@test "killed at any moment, it loses nothing and sends nothing twice without a word" {
	cat >mta <<-'END'
	#!/bin/sh
	echo >>begun
	cat >/dev/null
	echo "$4" >>taken
	END
	chmod +x mta
	sed -i "s|command: .*|command: [$PWD/mta]|; s/timeout: 1/timeout: 20/; s/^mail:/mail:\n  bcc: archief@v.example/" policy.yaml
	sed -i '/^C3/d' customers.csv items.csv
	propose
	export ASAN_OPTIONS=detect_leaks=0 # which cannot look while strace does
	calls=rename,renameat,renameat2,write,unlink,unlinkat,clone,clone3,vfork,wait4,utimensat
	strace -o trace -e trace="$calls" mail-out --send --jobs 1 rendered.csv >out.csv
	delivered 1 1 2
	sed -n 's/^\([a-z0-9]*\)(.*/\1/p' trace | awk '{ print $1, ++n[$1] }' >points
	[ "$(wc -l <points)" -gt 30 ]
	while read -r call n; do
		rm -rf outbox taken begun
		touch taken begun
		strace -o trace -e trace="$call" -e inject="$call:signal=KILL:when=$n" \
			mail-out --send --jobs 1 rendered.csv >killed.csv 2>err || killed=$?
		while [ "$(wc -l <begun)" -ne "$(wc -l <taken)" ]; do sleep 0.01; done
		rc=0
		mail-out --send rendered.csv >out.csv 2>err || rc=$?
		[ "$rc" -le 1 ] || { echo "$call $n: exit $rc"; cat err; return 1; }
		[ "$(wc -l <out.csv)" -eq 4 ] || { echo "$call $n: rows are missing"; cat out.csv; return 1; }
		unsure=$(find outbox/sending -name '[!.]*.eml' | wc -l)
		[ "$rc" -eq "$unsure" ] || { echo "$call $n: exit $rc with $unsure in doubt"; cat err; return 1; }
		# A copy waits behind a message that is in doubt.
		waiting=$(find outbox/queued -name "*+bcc.eml" | wc -l)
		total=$(wc -l <taken)
		[ "$total" -le 4 ]
		[ $((total + unsure + waiting)) -ge 4 ] || { echo "$call $n: $total sent, $unsure in doubt, $waiting wait"; cat taken; return 1; }
		refute grep -qE ",(queued|failed|skipped)," out.csv
		mail-out --send --resend-unsure rendered.csv >out.csv
		statuses "sent sent"
		[ "$(wc -l <taken)" -le $((4 + unsure)) ]
		[ "$(sort -u taken | wc -l)" -eq 3 ]
		box 0 0 4 0
	done <points
}

@test "a statement is mailed by its own template, logged as one, and never twice for a day" {
	render() { select-overdue --all --as-of "${1:-2026-11-22}" items.csv | render-letter --statement -q; }
	server
	render >rendered.csv
	[ "$(column reminder rendered.csv | sort -u | xargs)" = '20261122-C1-statement 20261122-C2-statement 20261122-C3-statement' ]
	mail 0 --send rendered.csv
	mails 3
	statuses "sent sent sent"
	eml=$(to c1@x.example)
	[ "$(header Message-ID "$eml")" = '<20261122-C1-statement@v.example>' ]
	part text/plain "$eml" | grep -q '^F1 '
	part application/pdf "$eml" | cmp - letters/20261122-C1-statement.pdf
	mail 0 --send rendered.csv
	mails 3
	log-history out.csv >/dev/null
	[ "$(column event history.csv | sort | uniq -c | xargs)" = '4 statement' ]
	rm -r outbox
	mail 0 --send rendered.csv
	mails 3
	statuses "sent sent sent"
	log-history out.csv >/dev/null
	[ "$(wc -l <history.csv)" -eq 5 ]
	render 2026-11-23 >rendered.csv
	DUN_AS_OF=2026-11-23 mail 0 --send rendered.csv
	mails 6
}

@test "letters that nobody prints are said to be for a person" {
	by_post
	sed -i '/^C[12]/d' customers.csv items.csv
	propose
	mail 0 --send rendered.csv
	statuses printed
	says '1 letter is to be printed by hand'
	mail 0 --send rendered.csv
	refute grep -q 'by hand' err
}

@test "a letter whose name begins with a dash is no option of the printing command" {
	by_post
	sed -i '/^C[12]/d' customers.csv items.csv
	propose
	mv letters/20261122-C3-1.pdf ./-oraw.pdf
	sed -i 's,letters/20261122-C3-1.pdf,-oraw.pdf,' rendered.csv
	printf "#!/bin/sh\necho \"\$*\" >printed\n" >printer
	chmod +x printer
	sed -i "s|^mail:|mail:\n  print_command: [$PWD/printer]|" policy.yaml
	mail 0 --send rendered.csv
	[ "$(cat printed)" = ./-oraw.pdf ] || { cat printed out.csv; return 1; }
}

@test "--redirect-to prints nothing" {
	by_post
	server
	mail 0 --redirect-to tester@v.example rendered.csv
	statuses "skipped skipped skipped"
	mails 2
	[ "$(column delivery_error out.csv | grep .)" = 'not printed, because of --redirect-to' ]
}

# What msmtp writes into its log, and how it ends: what becomes of the mail, and what is told.
@test "the log line of msmtp is read, whatever it lacks" {
	local line how status words
	mkdir bin
	printf '#!/bin/sh\ncat >/dev/null\ncat line\nexit "$(cat how)"\n' >bin/msmtp
	chmod +x bin/msmtp
	sed -i "s|command: .*|command: [$PWD/bin/msmtp]|" policy.yaml
	sed -i '/^C[13]/d' items.csv
	propose
	while IFS='|' read -r line how status words; do
		rm -rf outbox
		echo "host=x $line exitcode=EX_OTHER" >line
		echo "$how" >how
		mail 1 --send rendered.csv
		statuses "$status"
		[ "$(column delivery_error out.csv)" = "c2@x.example: $words" ] || { echo "$line"; column delivery_error out.csv; return 1; }
	done <<-END
	smtpstatus=451 smtpmsg='451 later' errormsg='not now'|75|queued|not now: 451 later
	smtpstatus=550 smtpmsg='550 no' errormsg='refused'|65|failed|refused: 550 no
	smtpstatus=550|65|failed|550
	smtpstatus=550 errormsg='refused'|65|failed|refused: 550
	smtpstatus=55x errormsg='odd'|69|queued|odd
	smtpstatus=5501 errormsg='odd'|69|queued|odd
	smtpstatus=5|69|queued|exit status 69
	errormsg='odd smtpstatus=250 '|78|failed|odd smtpstatus=250 
	smtpstatus=250 errormsg='odd'|65|unsure|handed over, and no answer came: odd: 250
	errormsg='$(printf 'x%.0s' {1..399})éé'|65|unsure|handed over, and no answer came: $(printf 'x%.0s' {1..399})
	END
}

@test "a mail program that ends in silence is told by its exit status" {
	printf '#!/bin/sh\ncat >/dev/null\nexit 3\n' >mta
	chmod +x mta
	sed -i "s|command: .*|command: [$PWD/mta]|" policy.yaml
	mail 1 --send rendered.csv
	[ "$(column delivery_error out.csv | sort -u)" = "$(printf '%s: exit status 3\n' c1@x.example c2@x.example c3@x.example)" ]
	# What it says on standard output counts where it has no other.
	printf '#!/bin/sh\ncat >/dev/null\necho no room\nexit 3\n' >mta
	rm -rf outbox
	mail 1 --send rendered.csv
	[[ $(column delivery_error out.csv | head -n 1) == *': exit status 3: no room' ]]
}

@test "an invoice that is no plain file is told, and not waited for" {
	sed -i 's/^mail:/mail:\n  attach_invoices: all/' policy.yaml
	sed -i '1s/$/,invoice_file/; 2,$s/$/,one.pdf/' items.csv
	propose
	mkfifo one.pdf
	expect 65 timeout 20 mail-out rendered.csv
	says '"one.pdf": is no plain file, or larger than 64 MiB'
	rm one.pdf
	mkdir one.pdf
	expect 65 mail-out rendered.csv
	says '"one.pdf": is no plain file'
	rmdir one.pdf
	truncate -s 65M one.pdf
	expect 65 mail-out rendered.csv
	says '"one.pdf": is no plain file, or larger than 64 MiB'
	printf '%%PDF' >one.pdf
	expect 65 mail-out rendered.csv
	says '"one.pdf": is not a PDF'
}

@test "a number that ends as that of a mail sent once more has a Message-ID of its own" {
	sed -i 's/F1,/F.r1,/' items.csv
	sed -i 's/^  standard:/&\n    letter_per: invoice/' policy.yaml
	propose
	server
	mail 0 --send rendered.csv
	grep -lx 'Message-ID: <20261122-C1-1-F.r1_@v.example>' inbox/*
}

@test "on a terminal it tells how far it is" {
	server
	run script -qec 'mail-out --send rendered.csv 2>&1 >out.csv' /dev/null </dev/null
	[ "$status" -eq 0 ]
	shows 'mail-out: 3 of 3'
	statuses "sent sent sent"
	rm -rf outbox
	run script -qec 'mail-out -q --send rendered.csv 2>&1 >out.csv' /dev/null </dev/null
	hides 'of 3'
}
