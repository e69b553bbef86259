load helper

ITEMS=customer,invoice,instalment,due_date,currency,amount,open_amount,region
SELECT=as_of,terms,level,level_name,n,section,days_overdue,last_level,last_reminded,pay_by,template,language,delivery,email,name,rows,check
FEES=interest_days,interest,line_fee,damages,reminder_fee,cost,vat,fees,earlier_fees,total_due
SHA=$(printf '%064d' 7)

# A book with an empty history, and d.csv: three reminders as mail-out delivered them. The first
# lists an invoice that it does not remind, and a credit.
prepare() {
	export DUN_AS_OF=2026-11-22 DUN_USER=anna
	unset DUN_RUN DUN_AUTOMATION
	cat >raw.csv <<-END
		reminder,$ITEMS,$SELECT,$FEES,document
		20261122-C1-2,C1,F1,,2026-08-31,EUR,100.00,90.00,"oost, west",2026-11-22,standard,2,Second,1,overdue,83,1,2026-10-01,2026-12-06,reminder-2,nl,email,a@x.example,"Jansen, Piet",3,,83,1.00,0.00,0.00,2.00,0.00,0.00,3.00,0.00,93.00,$SHA
		20261122-C1-2,C1,F2,,2026-10-01,EUR,50.00,50.00,,2026-11-22,standard,1,First,1,reminded,52,1,2026-11-01,2026-12-06,reminder-2,nl,email,a@x.example,"Jansen, Piet",3,,0,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,50.00,$SHA
		20261122-C1-2,C1,K3,,2026-10-01,EUR,-5.00,-5.00,,2026-11-22,standard,,,,credit,52,,,2026-12-06,reminder-2,nl,email,a@x.example,"Jansen, Piet",3,,0,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,-5.00,$SHA
		20261122-C2-1,C2,F4,1,2026-10-01,EUR,70.00,70.00,,2026-11-22,standard,1,First,1,overdue,52,,,2026-12-06,reminder-1,fr,post,,Café Noir,1,,0,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,70.00,$SHA
		20261122-C3-1,C3,F5,,2026-10-01,EUR,60.00,60.00,,2026-11-22,standard,1,First,1,overdue,52,,,2026-12-06,reminder-1,fr,email,c@x.example,Fleur,1,,0,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,60.00,$SHA
	END
	deliver sent printed sent >d.csv
	log-history --init
}

# deliver STATUS STATUS STATUS [SUFFIX]: the rows of the three reminders, so delivered; SUFFIX is
# of the Message-IDs, as a resend's .r1.
deliver() {
	"$UNITS/proposal" seal raw.csv | perl -pe '
		BEGIN { @status = splice @ARGV; $suffix = pop @status }
		chomp;
		if ($. == 1) { $_ .= ",delivery_status,delivered_to,message_id,delivered_at,delivery_error\n"; next }
		my ($number, $n) = /^(\d+-C(\d)-\d)/;
		my $s = $status[$n - 1];
		$_ .= ",$s," . ($s eq "printed" ? "," : "c$n\@x.example,<$number$suffix\@v.example>")
			. ",2026-11-22T10:00:00Z," . ($s eq "failed" ? "550 no such user" : "") . "\n";
	' "$1" "$2" "$3" "${4-}"
}

# The history without what only the clock and the chain decide.
plain() {
	perl -ne 'chomp; s/^[^,]*,//; s/,[^,]*$//; print "$_\n"' "${1:-history.csv}"
}

# The lines of dun-history(5) that check the seals, as check.sh: sha256sum is the judge.
checker() {
	sed -n '/^\.Ss The seal/,/^\.Ss Writing/p' "$ROOT/man/dun-history.5" |
		sed -n '/^\.Bd/,/^\.Ed/p' | sed '/^\.[A-Z]/d; s/\\e/\\/g' >check.sh
	grep -q sha256sum check.sh
}

# verify FILE: every line that has a hash has the right one, and so says show-history.
verify() {
	local changed
	[ -e check.sh ] || checker
	changed=$(sed "s,^}' history.csv,}' $1," check.sh | sh) && [ -z "$changed" ] || {
		echo "$changed"
		return 1
	}
	show-history -q --history "$1" --verify >head.txt 2>verify.err || [ $? -eq 1 ] || {
		cat verify.err
		return 1
	}
}

events() { column event history.csv | sort | uniq -c | awk '{printf "%s%s %s", s, $2, $1; s = ", "} END {print ""}'; }

@test "what was delivered stands in the history, and the rows come out as they went in" {
	DUN_RUN=2026-11-22-weekly DUN_AUTOMATION=weekly expect 0 log-history d.csv
	[ -z "$stderr" ]
	log-history d.csv | cmp - d.csv
	[ "$(events)" = 'listed 2, reminded 3' ]
	[ "$(sed -n 2p history.csv | cut -d, -f2-28)" = \
		"reminded,C1,F1,,standard,2,1,20261122-C1-2,2026-11-22,2026-12-06,90.00,1.00,0.00,0.00,2.00,0.00,0.00,weekly,2026-11-22-weekly,anna,,email,c1@x.example,$SHA,<20261122-C1-2@v.example>,," ]
	[ "$(sed -n 5p history.csv | cut -d, -f2-10)" = 'reminded,C2,F4,1,standard,1,1,20261122-C2-1,2026-11-22' ]
	[ "$(column time history.csv | grep -Evc '^20[0-9-]{8}T[0-9:]{8}Z$')" -eq 0 ]
	verify history.csv
}

@test "a day on which nothing was delivered is a header alone" {
	head -n 1 d.csv >h.csv
	expect 0 log-history h.csv
	[ "$output" = "$(cat h.csv)" ]
	[ "$(wc -l <history.csv)" -eq 1 ]
}

@test "the same rows logged again add nothing" {
	log-history d.csv >first
	cp history.csv before.csv
	log-history <d.csv >second
	same before.csv history.csv
	same first second
}

@test "a row that names no currency stands in a letter with one that names the default" {
	sed -i '3s/,EUR,/,,/' raw.csv
	deliver sent printed sent >mixed.csv
	expect 0 log-history mixed.csv
	[ "$(events)" = 'listed 2, reminded 3' ]
	sed -i '3s/2026-10-01,,/2026-10-01,GBP,/' raw.csv
	deliver sent printed sent >mixed.csv
	expect 65 log-history mixed.csv
	says 'began with another currency'
}

@test "rows that are there twice in one input are logged once" {
	cp d.csv e.csv
	expect 65 log-history d.csv e.csv
	says 'is a table here twice?'
	[ "$(wc -l <history.csv)" -eq 1 ]
}

@test "the login name is the user where DUN_USER is not set" {
	unset DUN_USER
	log-history d.csv >out
	[ "$(column user history.csv | sort -u)" = "$(id -un)" ]
}

@test "a failure is logged with its reason, and a person has to look" {
	deliver failed printed sent >f.csv
	expect 1 log-history f.csv
	says 'f.csv:2: reminder "20261122-C1-2" failed, and is logged so: 550 no such user'
	[ "$output" = "$(cat f.csv)" ]
	[ "$(events)" = 'failed 3, reminded 2' ]
	[ "$(column note history.csv | sort -u)" = $'\n550 no such user' ]
	[ "$(column reminder_fee history.csv | head -n 1)" = '' ]
}

@test "what is queued, skipped or unsure is not logged" {
	deliver queued skipped unsure >q.csv
	expect 1 log-history q.csv
	says 'reminder "20261122-C3-1" may have been sent or not'
	[ "$(wc -l <history.csv)" -eq 1 ]
	deliver queued skipped skipped >q.csv
	expect 0 log-history q.csv
	[ "$(wc -l <history.csv)" -eq 1 ]
}

@test "a reminder that failed and was sent later is reminded then" {
	deliver failed printed sent >f.csv
	log-history -q f.csv >out 2>err || [ $? -eq 1 ]
	log-history d.csv >out
	[ "$(events)" = 'failed 3, listed 2, reminded 3' ]
}

@test "a resend is logged as such, and charges nothing a second time" {
	log-history d.csv >out
	deliver sent printed sent .r1 >r.csv
	expect 0 log-history r.csv
	[ "$(events)" = 'listed 2, reminded 3, resent 4' ]
	[ "$(tail -n 1 history.csv | cut -d, -f2,12-18)" = 'resent,60.00,,,,,,' ]
	deliver sent printed sent .r2 >r.csv
	log-history r.csv >out
	[ "$(events)" = 'listed 2, reminded 3, resent 8' ]
}

@test "an overview without a level is a statement, and reminds of nothing" {
	perl -pi -e 's/^20261122-(C.)-./20261122-$1-statement/; s/,standard,[^,]*,[^,]*,[^,]*,[a-z]+,/,standard,,,,reminded,/' raw.csv
	deliver sent printed sent >s.csv
	expect 0 log-history s.csv
	[ "$(events)" = 'statement 5' ]
	[ "$(column reminder history.csv | tail -n 1)" = 20261122-C3-statement ]
}

@test "a reminder that is tried again on a later day, before it was logged, is logged once" {
	log-history d.csv >out
	# The same keys, another day, number and amount; the delivery is still the first one's.
	sed 's/20261122-/20261123-/; s/,2026-11-22,standard/,2026-11-23,standard/; s/,90.00,/,80.00,/' raw.csv >later.csv
	mv later.csv raw.csv
	deliver sent printed sent | sed 's/<20261123-/<20261122-/' >later.csv
	[ "$(column as_of later.csv | sort -u)" = 2026-11-23 ]
	expect 0 log-history later.csv
	[ "$(events)" = 'listed 2, reminded 3' ]
}

@test "logging the rows of an undone reminder again does not bring it back" {
	log-history d.csv >out
	log-history --event undone --reminder 20261122-C3-1
	log-history d.csv >out
	[ "$(events)" = 'listed 2, reminded 3, undone 1' ]
}

@test "the next time at the same level is another reminder" {
	log-history d.csv >out
	log-history --event undone --reminder 20261122-C3-1
	sed -i '/^20261122-C3/!{1!d}; s/20261122-C3/20261129-C3/; s/First,1,overdue/First,2,overdue/; s/,2026-11-22,/,2026-11-29,/' raw.csv
	deliver sent printed sent >n.csv
	log-history n.csv >out
	[ "$(events)" = 'listed 2, reminded 4, undone 1' ]
}

@test "a reminder that was undone and is sent anew a week later counts again; one that was not undone does not" {
	log-history d.csv >out
	log-history --event undone --reminder 20261122-C3-1
	sed -i '/^20261122-C1/d; s/20261122-/20261129-/; s/,2026-11-22,/,2026-11-29,/' raw.csv
	deliver sent printed sent >n.csv
	log-history n.csv >out
	[ "$(events)" = 'listed 2, reminded 4, undone 1' ]
	[ "$(tail -n 1 history.csv | cut -d, -f2-4,9)" = reminded,C3,F5,20261129-C3-1 ]
	log-history n.csv >out
	[ "$(events)" = 'listed 2, reminded 4, undone 1' ]
}

@test "where one invoice of a reminder was undone, it alone can be reminded at that level again" {
	sed -i 's/,1,First,1,reminded,52,1,2026-11-01,/,2,Second,1,overdue,52,1,2026-11-01,/' raw.csv
	deliver sent printed sent >d.csv
	log-history d.csv >out
	[ "$(events)" = 'listed 1, reminded 4' ]
	log-history --event undone --reminder 20261122-C1-2 --invoice F2
	sed -i '/^20261122-C[23]/d; s/20261122-/20261129-/; s/,2026-11-22,/,2026-11-29,/' raw.csv
	deliver sent printed sent >n.csv
	log-history n.csv >out
	[ "$(events)" = 'listed 2, reminded 5, undone 1' ]
	[ "$(grep ',reminded,.*20261129' history.csv | cut -d, -f3,4)" = C1,F2 ]
}

@test "a wrong row stops it before anything is written" {
	local edit
	for edit in '2s/,90.00,/,91.00,/' '3d' '4s/,sent,/,gone,/' '2s/,2026-12-06,/,06-12-2026,/'; do
		sed "$edit" d.csv >x.csv
		expect 65 log-history x.csv
		silent
		says x.csv:
		[ "$(wc -l <history.csv)" -eq 1 ]
	done
	head -c -1 d.csv >x.csv
	expect 65 log-history x.csv
	silent
	says x.csv:
	[ "$(wc -l <history.csv)" -eq 1 ]
}

@test "with --rejects the rows of other customers are logged, and what is mended is logged later" {
	sed '2s/,100.00,/,1oo.00,/; /^20261122-C2-1/s/,printed,/,delivered,/' d.csv >wrong.csv
	expect 65 log-history wrong.csv
	[ "$(wc -l <history.csv)" -eq 1 ]
	expect 1 log-history --rejects rejects.csv wrong.csv
	says 'wrong.csv:2: amount: "1oo.00" is not an amount'
	says 'wrong.csv:5: delivery_status: "delivered" is not sent, queued'
	[ "$(column customer history.csv)" = C3 ]
	same <(printf '%s\n' "$output") <(sed -n '1p; 6p' wrong.csv)
	[ "$(column customer rejects.csv | xargs)" = 'C1 C1 C1 C2' ]
	[ "$(column reason rejects.csv | grep -c '^held back: ')" -eq 2 ]
	refute grep -q '; held back' rejects.csv
	# Mended, the rejects give the rest.
	sed 's/,1oo.00,/,100.00,/; s/,delivered,/,printed,/' rejects.csv | log-history >/dev/null
	[ "$(column event history.csv | sort | uniq -c | xargs)" = '2 listed 3 reminded' ]
	# What cannot be told stops it before anything is logged.
	log-history -q --history h2.csv --init
	expect 73 log-history --history h2.csv --rejects no/where.csv wrong.csv
	[ "$(wc -l <h2.csv)" -eq 1 ]
	silent
	expect 64 log-history --rejects r.csv --event note --customer C1 --note x
	expect 0 log-history --history h2.csv --rejects none.csv d.csv
	[ "$(wc -l <none.csv)" -eq 1 ]
}

@test "rows that were not delivered are refused with the stage that is missing" {
	"$UNITS/proposal" seal raw.csv >p.csv
	expect 65 log-history p.csv
	silent
	says 'p.csv:1: no column "delivery_status": these rows were not delivered (mail-out does)'
}

@test "without a history there is advice, exit 66, and nothing is made" {
	rm history.csv
	expect 66 log-history d.csv
	silent
	says 'history.csv: there is no history here; in a new book, log-history --init makes an empty one'
	expect 66 log-history --event note --customer C1 --note hello
	expect 66 log-history --recover
	[ ! -e history.csv ]
}

@test "--init makes an empty history, and never over another" {
	rm history.csv
	expect 0 log-history --init
	silent
	[ "$(cat history.csv)" = time,event,customer,invoice,instalment,terms,level,n,reminder,date,until,amount,interest,line_fee,damages,reminder_fee,cost,vat,automation,run,user,created,delivery,address,document,message_id,status,note,hash ]
	log-history d.csv >out
	cp history.csv before.csv
	expect 73 log-history --init
	says 'history.csv: is there already'
	same before.csv history.csv
	expect 73 log-history --init --history no/such/folder.csv
}

@test "the history is the policy's, or the one that --history names" {
	mkdir book other
	mv history.csv book/log.csv
	cp book/log.csv other/h.csv
	cat >book/policy.yaml <<-'END'
		company: {name: Voorbeeld BV, country: NL}
		defaults: {currency: EUR, language: nl, terms: standard}
		files: {history: log.csv}
		terms: {standard: {levels: [{after_due: 7, template: reminder-1}]}}
	END
	log-history --policy book/policy.yaml d.csv >out
	[ "$(wc -l <book/log.csv)" -eq 6 ]
	DUN_POLICY=book/policy.yaml expect 0 log-history --event note --customer C1 --note hello
	[ "$(wc -l <book/log.csv)" -eq 7 ]
	log-history --policy book/policy.yaml --history other/h.csv d.csv >out
	[ "$(wc -l <other/h.csv)" -eq 6 ]
	(cd book && log-history --event note --customer C1 --note hello)
	[ "$(wc -l <book/log.csv)" -eq 8 ]
	# A policy that is broken is told; with --history none is read.
	echo 'nonsense: [' >policy.yaml
	expect 78 log-history d.csv
	says policy.yaml:
	expect 0 log-history --history other/h.csv d.csv
}

# Tearing, tampering, old files.

@test "a line that is whole but for its end is completed, wherever in its hash it was cut" {
	log-history d.csv >out
	cp history.csv whole.csv
	for cut in 1 2 30 64 65; do
		head -c "-$cut" whole.csv >history.csv
		expect 0 log-history --recover
		says 'history.csv: note: its last line lacked its end and is completed'
		same whole.csv history.csv
	done
	[ ! -e history.csv.torn ]
}

@test "a torn line is set aside and said, and its event can be logged again" {
	log-history d.csv >out
	cp history.csv whole.csv
	head -c -100 whole.csv >history.csv
	tail -n 1 history.csv >tail.txt
	expect 1 log-history d.csv
	says 'history.csv: its last line was torn and is set aside in "history.csv.torn"'
	[ "$(cat history.csv.torn)" = "$(cat tail.txt)" ]
	plain whole.csv >a
	plain history.csv >b
	same a b
	verify history.csv
	head -c -200 whole.csv >history.csv
	expect 1 log-history --recover
	[ "$(wc -l <history.csv.torn)" -eq 2 ]
	[ "$(wc -l <history.csv)" -eq 5 ]
}

@test "every place at which the last line can be torn leaves a sound history" {
	log-history d.csv >out
	cp history.csv whole.csv
	size=$(wc -c <whole.csv)
	last=$(tail -n 1 whole.csv | wc -c)
	for cut in $(seq 1 7 "$last"); do
		head -c $((size - cut)) whole.csv >history.csv
		log-history -q d.csv >out 2>err || [ $? -eq 1 ]
		plain whole.csv >a
		plain history.csv >b
		same a b
		verify history.csv
	done
}

@test "a torn last line is completed or set aside whatever the lines are like" {
	local n what expected
	for n in 1 2 3; do log-history --event note --customer "C$n" --note "n $n"; done
	cp history.csv whole.csv
	torn() { # torn WHAT: history.csv, torn and so written
		case $1 in
		windows) sed 's/$/\r/' whole.csv | head -c -4 ;;
		mark) printf '\xef\xbb\xbf'; head -c -3 whole.csv ;;
		not-an-event) sed '$s/,note,/,nota,/' whole.csv | head -c -1 ;;
		too-many-fields) sed '$s/,note,/,note,,/' whole.csv | head -c -1 ;;
		not-utf-8) sed '$s/n 3/n \xff/' whole.csv | head -c -1 ;;
		another-seal) sed '$s/.\{9\}$/x/' whole.csv | head -c -1 ;;
		no-seals) cut -d, -f1-4 whole.csv | head -c -1 ;;
		no-seals-torn) cut -d, -f1-4 whole.csv | head -c -4 ;;
		esac >history.csv
	}
	while read -r what expected; do
		torn "$what"
		expect "$([ "$expected" = completed ] && echo 0 || echo 1)" log-history --recover
		says "history.csv: ${expected/completed/note: its last line lacked its end and is completed}"
		[ "$(tail -c 1 history.csv | od -An -c | tr -d ' ')" = '\n' ]
		expect 0 show-history --format csv
		[ "$(wc -l <history.csv)" -eq "$([ "$expected" = completed ] && echo 4 || echo 3)" ] || { echo "$what"; return 1; }
	done <<-'END'
	windows completed
	mark completed
	not-an-event its last line was torn and is set aside
	too-many-fields its last line was torn and is set aside
	not-utf-8 its last line was torn and is set aside
	another-seal its last line was torn and is set aside
	no-seals completed
	no-seals-torn its last line was torn and is set aside
	END
}

@test "a torn line is mended however long it is, and the line before it" {
	local note
	note=$(head -c 90000 /dev/zero | tr '\0' x)
	log-history --event note --customer C1 --note "$note"
	cp history.csv whole.csv
	head -c -10 whole.csv >history.csv
	expect 0 log-history --recover
	same whole.csv history.csv
	log-history --event note --customer C1 --note short
	cp history.csv whole.csv
	head -c -10 whole.csv >history.csv
	expect 0 log-history --recover
	same whole.csv history.csv
}

@test "a torn header, an empty file and a folder are no history" {
	head -c 40 history.csv >torn
	mv torn history.csv
	expect 65 log-history d.csv
	silent
	says 'history.csv: its header is torn'
	: >history.csv
	expect 65 log-history d.csv
	says 'history.csv: is empty, without even a header'
	rm history.csv
	mkdir history.csv
	expect 73 log-history d.csv
	says 'history.csv: is not a plain file'
}

@test "a last line that was changed is noticed, and nothing is chained to it" {
	log-history d.csv >out
	cp history.csv whole.csv
	for edit in '$s/,60.00,/,6.00,/' '$s/,F5,/,F6,/' '$s/^2/3/' '5s/.$/x/' '$s/.$/-/'; do
		sed "$edit" whole.csv >history.csv
		cp history.csv before.csv
		expect 65 log-history --event note --customer C1 --note hello
		silent
		says 'history.csv:6: hash: does not fit'
		same before.csv history.csv
	done
	cp whole.csv history.csv
	expect 0 log-history --event note --customer C1 --note hello
	verify history.csv
}

@test "a line that another program added without a hash is told" {
	log-history d.csv >out
	tail -n 1 history.csv | sed 's/,[^,]*$/,/' >line
	cat line >>history.csv
	expect 1 log-history --event note --customer C1 --note hello
	says 'history.csv:7: hash: has none, though the line before has'
	expect 0 log-history --event note --customer C1 --note hello
}

@test "an invalid line in the history is an error that names it" {
	echo '2026-11-01T10:00:00Z,reminde,C1,F1,,,1,,,,,,,,,,,,,,,,,,,,,,' >>history.csv
	expect 65 log-history d.csv
	silent
	says 'history.csv:2: event: "reminde" is not an event; did you mean "reminded"?'
	[ "$(wc -l <history.csv)" -eq 2 ]
}

@test "a file with fewer columns is rewritten once with all of them" {
	cat >history.csv <<-'END'
		time,customer,event,invoice,level,until,note,colour
		2026-10-01T08:00:00Z,C1,reminded,F1,1,2026-10-15,,red
		2026-10-02T08:00:00Z,C9,paused,,,2026-12-31,"moved, no address",blue
	END
	chmod 640 history.csv
	mkdir kept
	mv history.csv kept/real.csv
	ln -s kept/real.csv history.csv
	expect 0 log-history d.csv
	says 'history.csv: note: is written anew with all columns of a history'
	[ -L history.csv ]
	[ "$(stat -c %a kept/real.csv)" = 640 ]
	[ "$(head -n 1 history.csv | tr , '\n' | tail -n 2 | paste -sd,)" = colour,hash ]
	[ "$(column colour history.csv | head -n 2 | paste -sd,)" = red,blue ]
	[ "$(column note history.csv | sed -n 2p)" = 'moved, no address' ]
	[ "$(column hash history.csv | head -n 2 | tr -d '\n')" = '' ]
	[ "$(wc -l <history.csv)" -eq 8 ]
	{ head -n 1 history.csv; tail -n +4 history.csv; } >own.csv
	verify own.csv
	expect 0 log-history d.csv
	[ -z "$stderr" ]
}

@test "a rewritten file that had hashes is verified first, and sealed anew" {
	log-history d.csv >out
	perl -pe 's/^(([^,]*,){21})[^,]*,/$1/' history.csv | cut -d, -f1-27 >short.csv   # without created, hash
	{
		head -n 1 short.csv | sed 's/$/,hash/'
		before=
		tail -n +2 short.csv | while IFS= read -r line; do
			before=$(printf '%s\n%s' "$before" "$line" | sha256sum | cut -c1-64)
			echo "$line,$before"
		done
	} >history.csv
	cp history.csv short.csv
	expect 0 log-history --event note --customer C1 --note hello
	verify history.csv
	[ "$(wc -l <history.csv)" -eq 7 ]
	sed '3s/,50.00,/,5.00,/' short.csv >history.csv
	cp history.csv before.csv
	expect 65 log-history --event note --customer C1 --note hello
	says 'history.csv:3: hash: does not fit'
	same before.csv history.csv
}

@test "a file in an order of its own keeps it" {
	tac <(head -n 1 history.csv | tr , '\n') | paste -sd, >turned.csv
	mv turned.csv history.csv
	log-history d.csv >out
	[ "$(column invoice history.csv | paste -sd,)" = F1,F2,K3,F4,F5 ]
	[ "$(head -n 1 history.csv | cut -d, -f1)" = hash ]
	log-history d.csv >out
	[ "$(wc -l <history.csv)" -eq 6 ]
}

@test "the lines of dun-history(5) that check the seals find a change" {
	log-history d.csv >out
	checker
	expect 0 sh check.sh
	silent
	sed -i '3s/,50.00,/,5.00,/' history.csv
	expect 0 sh check.sh
	[ "$(printf '%s\n' "$output" | cut -d, -f4)" = F2 ]
	sed -i 3d history.csv
	expect 0 sh check.sh
	[ "$(printf '%s\n' "$output" | cut -d, -f4)" = K3 ]
}

# Crashes, full disks, company.

@test "a full disk under standard output: 74, and what was delivered is logged" {
	rc=0
	log-history d.csv >/dev/full 2>err || rc=$?
	[ "$rc" -eq 74 ]
	grep -q 'standard output' err
	[ "$(events)" = 'listed 2, reminded 3' ]
	log-history d.csv | cmp - d.csv
	[ "$(wc -l <history.csv)" -eq 6 ]
	verify history.csv
}

@test "a full disk under the history: 74, nothing torn, nothing on standard output" {
	log-history --event note --customer C1 --note hello
	cp history.csv before.csv
	# The file may grow to 1 KiB, and the write ends in the middle.
	rc=0
	(trap '' XFSZ; ulimit -f 1; log-history d.csv >out 2>err) || rc=$?
	[ "$rc" -eq 74 ]
	[ ! -s out ]
	same before.csv history.csv
	log-history d.csv >out
	verify history.csv
	[ "$(events)" = 'listed 2, note 1, reminded 3' ]
}

@test "a history that is read-only is an error, exit 73" {
	chmod 444 history.csv
	expect 73 mortal log-history d.csv
	silent
	says 'history.csv: cannot be written: Permission denied'
	expect 73 mortal log-history --event note --customer C1 --note hello
	[ "$(wc -l <history.csv)" -eq 1 ]
}

@test "killed at any of its steps, it loses nothing and doubles nothing" {
	strace -V >/dev/null 2>&1 || skip 'no strace'
	log-history --event note --customer C1 --note hello
	cp history.csv before.csv
	for step in flock:when=1 lseek:when=1 write:when=1 fsync:when=1; do
		cp before.csv history.csv
		rc=0
		strace -qq -o /dev/null -e "trace=${step%%:*}" -e "inject=${step%%:*}:signal=KILL:${step#*:}" \
			"$BIN/log-history" d.csv >out 2>err || rc=$?
		[ "$rc" -eq 137 ] || { echo "$step: $rc"; cat err; return 1; }
		log-history -q d.csv >out
		[ "$(events)" = 'listed 2, note 1, reminded 3' ]
		verify history.csv
	done
}

@test "many writers at once, some of them killed, lose, tear and double nothing" {
	local w i
	writer() {
		for i in 1 2; do
			log-history -q --event note --customer "W$1" --note "$1-$i" 2>>errors ||
				[ $? -eq 1 ] || echo "$1-$i" >>lost
		done
		log-history -q d.csv >/dev/null 2>>errors || [ $? -eq 1 ] || echo "$1-rows" >>lost
	}
	killed() {
		for i in 1 2 3 4; do
			timeout -s KILL "0.00$((i % 4 + 1))" log-history -q --event note --customer K --note "K$1-$i" \
				2>/dev/null || true
		done
	}
	for w in $(seq 50); do writer "$w" 3>&- & done
	for w in $(seq 10); do killed "$w" 3>&- 2>/dev/null & done
	wait
	log-history -q --recover 2>err || [ $? -eq 1 ]
	verify history.csv
	[ ! -e lost ] || { cat lost errors; return 1; }
	[ "$(column event history.csv | grep -c reminded)" -eq 3 ]
	[ "$(column event history.csv | grep -c listed)" -eq 2 ]
	[ "$(column note history.csv | grep -cE '^[0-9]+-[12]$')" -ge 100 ]
	[ "$(column customer history.csv | grep -c W)" -eq 100 ]
	[ -z "$(column note history.csv | grep . | sort | uniq -d)" ]
}

@test "a history that someone else holds is waited for" {
	(flock 9 && sleep 0.3) 9<>history.csv &
	sleep 0.1
	expect 0 log-history --event note --customer C1 --note hello
	wait
	[ "$(events)" = 'note 1' ]
}

# Events by hand.

@test "a note, a status and a block are logged with the day and who did it" {
	expect 0 log-history --event note --customer C1 --invoice F1 --note $'Called:\nwill "pay", soon'
	silent
	[ -z "$stderr" ]
	expect 0 log-history --event status --customer C1 --invoice F1 --status disputed
	expect 0 log-history --event blocked --customer C2 --as-of 2026-11-20
	expect 0 log-history --event arranged --customer C3 --invoice F5 --until 2026-12-31 --note 'two parts'
	plain history.csv | tail -n +2 | cut -d, -f1-3,9,10,20 | paste -sd' ' >got
	[ "$(cat got)" = 'note,C1,F1,2026-11-22,,anna status,C1,F1,2026-11-22,,anna blocked,C2,,2026-11-20,,anna arranged,C3,F5,2026-11-22,2026-12-31,anna' ]
	[ "$(column note history.csv | head -n 1)" = 'Called: will "pay", soon' ]
	[ "$(column status history.csv | sed -n 2p)" = disputed ]
	verify history.csv
}

@test "a status that was logged wins over the ledger's, in lists and in conditions" {
	cat >policy.yaml <<-'END'
		company: {name: Voorbeeld BV, country: NL}
		defaults: {currency: EUR, language: nl, terms: standard}
		terms: {standard: {levels: [{after_due: 7, template: reminder-1}]}}
	END
	printf 'customer,name,email\nC1,Een,a@x.example\n' >customers.csv
	printf 'customer,invoice,due_date,open_amount,status\nC1,F1,2026-10-01,10.00,new\nC1,F2,2026-10-01,20.00,new\n' >items.csv
	log-history --event status --customer C1 --invoice F1 --status disputed
	list-items --columns invoice,status items.csv >out
	[ "$(tail -n +2 out | paste -sd' ')" = 'F1,disputed F2,new' ]
	[ "$(list-items --columns invoice --where 'status = disputed' items.csv | tail -n +2)" = F1 ]
	select-overdue --where 'status = disputed' items.csv >out
	[ "$(column section out | head -n 1)" = overdue ]
	[ "$(column invoice out | head -n 1)" = F1 ]
	expect 0 select-overdue --where 'status = lost' items.csv
	[ "$(printf '%s\n' "$output" | wc -l)" -eq 1 ]
	log-history --event status --customer C1 --invoice F1 --status new
	[ "$(list-items --columns invoice --where 'status = disputed' items.csv | tail -n +2)" = '' ]
}

@test "an event can be about each item of a table, all of them or none" {
	printf 'invoice,customer,instalment,note\nF1,C1,,x\n"F ""2""",C1,2,x\nF9,C2,,x\n' >items.csv
	expect 0 log-history --event status --status 'in handen, extern' --items items.csv
	[ "$(column invoice history.csv)" = $'F1\nF "2"\nF9' ]
	[ "$(column instalment history.csv | paste -s -d/)" = /2/ ]
	[ "$(column status history.csv | sort -u)" = 'in handen, extern' ]
	verify history.csv
	cp history.csv before.csv
	expect 0 log-history --event status --status 'in handen, extern' --items items.csv
	says 'says so already'
	same before.csv history.csv
	printf 'customer\nC1\nC2\n' >whole.csv
	expect 0 log-history --event paused --until 2026-12-24 --items - <whole.csv
	[ "$(events)" = 'paused 2, status 3' ]
	cp history.csv before.csv
	printf 'customer,invoice\nC1,\nC1,F1\n' >resume.csv
	expect 65 log-history --event resumed --items resume.csv
	same before.csv history.csv
	printf 'invoice\nF1\n' >nobody.csv
	expect 65 log-history --event note --note x --items nobody.csv
	says 'no column "customer"'
	while IFS='|' read -r arguments message; do
		eval "expect 64 log-history $arguments"
		says "$message"
	done <<-'LIST'
	--items items.csv|--items goes with --event
	--event status --status x --items items.csv --customer C1|--items says whom it is about
	--event undone --reminder R --items items.csv|--items does not go with --event undone
	--event reminded --level 1 --items items.csv|--items does not go with --event reminded
	--event run --run x --items items.csv|--items does not go with --event run
	LIST
	same before.csv history.csv
}

@test "whom and what nobody knows is a mistake, and nothing is logged" {
	mkdir book
	cd book
	cat >policy.yaml <<-'END'
		company: {name: Voorbeeld BV, country: NL}
		defaults: {currency: EUR, language: nl, terms: standard}
		terms: {standard: {levels: [{after_due: 7, template: reminder-1}]}}
	END
	log-history --init
	# Without a customer file nobody can tell.
	expect 0 log-history --event note --customer C9 --note hello
	printf 'customer,name,email\nC1001,Een,a@x.example\nC1002,Twee,b@x.example\n' >customers.csv
	cp history.csv before.csv
	expect 65 log-history --event paused --customer C101
	says 'customer "C101" is neither in customers.csv nor in the history; did you mean "C1001"?'
	expect 65 log-history --event note --customer nobody --note hello
	says 'customer "nobody" is neither in customers.csv nor in the history'
	expect 65 log-history --event reminded --customer C1001 --invoice F1 --level 4
	says '"4" is the id of no level in policy.yaml'
	expect 65 log-history --event note --customer C1001 --reminder 20261122-C1001-1 --note hello
	says 'the history has no reminder "20261122-C1001-1" of customer "C1001"'
	same before.csv history.csv
	expect 0 log-history --event paused --customer C9
	expect 0 log-history --event reminded --customer C1001 --invoice F1 --level 1
	expect 0 log-history --event failed --customer C1001 --invoice F1 --reminder 20261122-C1001-1-hand --note 'came back'
	# Two customers may have the same number, so that is only said.
	expect 1 log-history --event blocked --customer C1002 --invoice F1
	says 'the history knows invoice "F1" of customer "C1001" and not of "C1002"'
	[ "$(events)" = 'blocked 1, failed 1, note 1, paused 1, reminded 1' ]
}

@test "two notes that are the same are two notes" {
	log-history --event note --customer C1 --note 'no answer'
	log-history --event note --customer C1 --note 'no answer'
	[ "$(events)" = 'note 2' ]
}

@test "what holds already is not logged again, what was ended in between is" {
	log-history --event paused --customer C1 --until 2026-12-31
	expect 0 log-history --event paused --customer C1 --until 2026-12-31
	says 'history.csv: note: says so already; nothing is added'
	[ "$(events)" = 'paused 1' ]
	log-history --event paused --customer C1 --until 2027-01-31
	log-history --event paused --customer C1 --until 2026-12-31
	[ "$(events)" = 'paused 3' ]
	log-history --event resumed --customer C1
	log-history --event paused --customer C1 --until 2026-12-31
	[ "$(events)" = 'paused 4, resumed 1' ]
	log-history --event status --customer C1 --invoice F1 --status new
	log-history --event status --customer C1 --invoice F1 --status old
	log-history --event status --customer C1 --invoice F1 --status new
	log-history -q --event status --customer C1 --invoice F1 --status new
	[ "$(events)" = 'paused 4, resumed 1, status 3' ]
}

@test "only what is paused can be resumed, and only where it is" {
	expect 65 log-history --event resumed --customer C1
	says 'customer "C1" is not paused, blocked or under an arrangement on 2026-11-22'
	log-history --event paused --customer C1 --until 2026-11-23
	expect 65 log-history --event resumed --customer C1 --as-of 2026-11-24
	expect 65 log-history --event resumed --customer C1 --invoice F1
	says 'invoice "F1" is not paused itself, its customer "C1" is: leave --invoice out'
	expect 0 log-history --event resumed --customer C1
	expect 65 log-history --event resumed --customer C1
	log-history --event blocked --customer C2 --invoice F4
	expect 65 log-history --event resumed --customer C2
	says 'but invoice "F4" is: add --invoice'
	expect 0 log-history --event resumed --customer C2 --invoice F4
	[ "$(events)" = 'blocked 1, paused 1, resumed 2' ]
}

@test "a reminder is undone whole or for one invoice, the last one first" {
	expect 65 log-history --event undone --reminder 20261122-C1-2
	says 'the history has no reminder "20261122-C1-2"'
	log-history d.csv >out
	expect 65 log-history --event undone --reminder 20261122-C1-2 --invoice F2
	says 'reminder "20261122-C1-2" reminded no such item'
	log-history --event reminded --customer C1 --invoice F1 --level 3 --as-of 2026-12-08
	cp history.csv before.csv
	expect 65 log-history --event undone --reminder 20261122-C1-2
	says 'invoice "F1" was reminded again since, by "20261208-C1-3-hand": undo that one first'
	same before.csv history.csv
	expect 0 log-history --event undone --reminder 20261208-C1-3-hand
	expect 0 log-history --event undone --reminder 20261122-C1-2 --invoice F1 --note 'sent by mistake'
	[ "$(tail -n 1 history.csv | cut -d, -f2-4,9)" = undone,C1,F1,20261122-C1-2 ]
	expect 0 log-history --event undone --reminder 20261122-C1-2
	says 'says so already'
	[ "$(events)" = 'listed 2, reminded 4, undone 2' ]
}

@test "a reminder that was given by hand counts once" {
	expect 0 log-history --event reminded --customer C1 --invoice F1 --level 1 --until 2026-12-06
	expect 0 log-history --event reminded --customer C1 --invoice F1 --level 1 --until 2026-12-06
	says 'says so already'
	[ "$(plain history.csv | tail -n +2 | cut -d, -f1-10)" = 'reminded,C1,F1,,,1,1,20261122-C1-1-hand,2026-11-22,2026-12-06' ]
	expect 0 log-history --event reminded --customer C1 --invoice F1 --level 1 --as-of 2026-12-07
	[ "$(column n history.csv | paste -sd,)" = 1,2 ]
}

@test "a run is logged with its automation" {
	DUN_RUN=2026-11-22-weekly DUN_AUTOMATION=weekly expect 0 log-history --event run --note '3 sent'
	[ "$(plain history.csv | tail -n 1 | cut -d, -f1,2,18,19)" = run,,weekly,2026-11-22-weekly ]
	DUN_RUN=2026-11-22-weekly DUN_AUTOMATION=weekly log-history -q --event run --note '3 sent'
	[ "$(events)" = 'run 1' ]
	expect 0 log-history --event run --automation daily --run R7 --created 2026-11-22T19:00:00Z
	[ "$(plain history.csv | tail -n 1 | cut -d, -f1,18-21)" = run,daily,R7,anna,2026-11-22T19:00:00Z ]
}

@test "automation, run and time of the proposal are recorded with all that is logged" {
	DUN_RUN=other expect 0 log-history --automation weekly --run R7 --created 2026-11-22T19:00:00Z d.csv
	[ "$(column run history.csv | sort -u)" = R7 ]
	[ "$(column automation history.csv | sort -u)" = weekly ]
	[ "$(column created history.csv | sort -u)" = 2026-11-22T19:00:00Z ]
	expect 0 log-history --event note --customer C1 --note hello --run R8
	[ "$(column run history.csv | tail -n 1)" = R8 ]
	expect 0 log-history --automation weekly --run R9 d.csv
	[ "$(events)" = 'listed 2, note 1, reminded 3' ]
}

@test "an event lacks nothing that it needs, and has nothing that it cannot have" {
	while IFS='|' read -r wanted options; do
		eval "expect 64 log-history $options"
		silent
		says "$wanted"
	done <<-'LIST'
		--event paused needs --customer|--event paused --until 2026-12-31
		--event note needs --note|--event note --customer C1
		--event status needs --status|--event status --customer C1 --invoice F1
		--event undone needs --reminder|--event undone --customer C1
		--event arranged needs --until|--event arranged --customer C1
		--event reminded needs --level|--event reminded --customer C1 --invoice F1
		--until does not go with --event blocked|--event blocked --customer C1 --until 2026-12-31
		is before the day of the event, 2026-11-22|--event paused --customer C1 --until 2026-11-21
		"31-12-2026" is not a date|--event paused --customer C1 --until 31-12-2026
		"yesterday" is not a date|--event paused --customer C1 --date yesterday
		--instalment needs --invoice|--event paused --customer C1 --instalment 2
		"pause" is none of note, status,|--event pause --customer C1
		"listed" is logged from delivered rows alone|--event listed --customer C1
		has a comma|--event paused --customer C1,C2
		is empty|--event paused --customer ""
		do not go together|--event paused --customer C1 --init
		read no table|--event paused --customer C1 d.csv
		read no table|--recover d.csv
		--customer goes with --event|--customer C1 d.csv
		--as-of goes with --event, or with delivered rows|--recover --as-of 2026-11-22
		has a control character|--event note --customer C1 --note $'\e[2J'
		is not UTF-8|--event note --customer C1 --note $'\xe9'
		--event run needs --run or --automation|--event run --note done
		"soon" is not a time|--run R1 --created soon d.csv
		--customer does not go with --event run|--event run --run R1 --customer C1
	LIST
	[ "$(wc -l <history.csv)" -eq 1 ]
	DUN_USER=$'an\xffna' expect 64 log-history d.csv
	says 'DUN_USER'
	DUN_AS_OF=today expect 64 log-history --event blocked --customer C1
	says 'DUN_AS_OF: "today" is not a date'
	[ "$(wc -l <history.csv)" -eq 1 ]
}

# What a crash kept out.

# message NAME ITEM...: a message in the outbox's sent/ that brought these events.
message() {
	local name=$1
	shift
	mkdir -p outbox/sent
	{
		printf 'From: a@v.example\r\nX-Dun-Reminder: %s\r\n' "$name"
		printf 'X-Dun-Item: %s\r\n' "$@"
		printf 'Subject: x\r\n\r\nX-Dun-Item: event=reminded&customer=body\r\n'
	} >"outbox/sent/$name.eml"
}

@test "what was sent and is not in the history is found in the outbox, the very same event" {
	deliver sent skipped sent >d.csv
	log-history d.csv >out
	cp history.csv wanted.csv
	head -n 1 wanted.csv >history.csv
	"$UNITS/eventline" encode wanted.csv >items
	message 20261122-C1-2 "$(sed -n 1p items)" "$(sed -n 2p items)" "$(sed -n 3p items)"
	message 20261122-C3-1 "$(sed -n 4p items)"
	expect 0 log-history --recover
	silent
	says 'history.csv: note: was missing and is added: reminded "20261122-C1-2", customer "C1", invoice "F1"'
	plain wanted.csv >a
	plain history.csv >b
	same a b
	verify history.csv
	expect 0 log-history --recover
	[ -z "$stderr" ]
	log-history d.csv >out
	[ "$(wc -l <history.csv)" -eq 5 ]
}

@test "what is logged already is not recovered, even when another run logged it" {
	log-history d.csv >out
	"$UNITS/eventline" encode history.csv | sed -n 1p >item
	message 20261122-C1-2 "$(sed 's/&note=.*//; s/$/\&run=another/' item)"
	expect 0 log-history --recover
	[ "$(wc -l <history.csv)" -eq 6 ]
	log-history --event undone --reminder 20261122-C1-2
	expect 0 log-history --recover
	[ "$(events)" = 'listed 2, reminded 3, undone 1' ]
}

@test "a folded header is read whole, and a message of another program is passed over" {
	mkdir -p outbox/sent
	printf 'X-Dun-Item: event=reminded&customer=C1&invoice=F%%201&\r\n level=1&reminder=20261122-C1-1&\r\n\tdate=2026-11-22\r\n\r\nhello\r\n' \
		>outbox/sent/a
	printf 'Subject: hello\n\nX-Dun-Item: event=reminded\n' >outbox/sent/b
	echo 'X-Dun-Item: nonsense' >outbox/sent/.partial
	log-history --recover
	[ "$(plain history.csv | tail -n +2 | cut -d, -f1-9)" = 'reminded,C1,F 1,,,1,,20261122-C1-1,2026-11-22' ]
}

@test "a header that is not whole stops the recovery before anything is written" {
	for item in 'customer=C1' 'event=reminded&customer=C1&invoice=F%2' 'event=reminded&customer=C1&invoice=F1' \
		'event=dance&customer=C1' 'event=note&customer=C1&colour=red' 'event=note&customer=C1&customer=C2' \
		'event=note&customer=a b,c' 'event=note&customer=%ff&note=x' 'event=note&hash=12&customer=C1'; do
		rm -rf outbox
		message a 'event=note&customer=C1&note=fine' "$item"
		expect 65 log-history --recover
		says 'outbox/sent/a.eml: X-Dun-Item: '
		[ "$(wc -l <history.csv)" -eq 1 ]
	done
}

@test "without an outbox there is nothing to recover, but one that is named must be there" {
	expect 0 log-history --recover
	expect 66 log-history --recover --outbox nowhere
	says 'nowhere: there is no such folder'
	message a 'event=note&customer=C1&note=fine'
	mv outbox elsewhere
	expect 0 log-history --recover --outbox elsewhere
	[ "$(events)" = 'note 1' ]
}

@test "an instalment is reminded, paused and taken back by itself" {
	local options wanted added said count=1
	# options | exit status | lines added | what is said
	while IFS='|' read -r options wanted added said; do
		# shellcheck disable=SC2086 # the options of the case
		expect "$wanted" log-history --event $options
		says "$said"
		count=$((count + added))
		[ "$(wc -l <history.csv)" -eq "$count" ] || { echo "$options"; return 1; }
	done <<-'END'
	reminded --customer C1 --invoice F1 --instalment 1 --level 1 --reminder R1|0|1|
	reminded --customer C1 --invoice F1 --instalment 2 --level 1 --reminder R1|0|1|
	reminded --customer C2 --invoice F9 --level 1 --reminder R1|0|1|
	undone --reminder R1|65|0|"R1" names reminders of several customers: add --customer
	undone --reminder R1 --customer C1 --invoice F1 --instalment 2|0|1|
	undone --reminder R1 --customer C1 --invoice F1 --instalment 2|0|0|says so already
	undone --reminder R1 --customer C1 --invoice F1 --instalment 3|65|0|reminder "R1" reminded no such item
	undone --reminder R9|65|0|the history has no reminder "R9"
	reminded --customer C1 --invoice F1 --instalment 1 --level 1 --reminder R2|0|1|
	undone --reminder R1 --customer C1 --invoice F1|65|0|invoice "F1" was reminded again since, by "R2": undo that one first
	undone --reminder R2 --customer C1 --invoice F1 --instalment 1|0|1|
	undone --reminder R1 --customer C1 --invoice F1|0|1|
	undone --reminder R1 --customer C1|0|0|says so already
	paused --customer C1 --invoice F1 --instalment 1 --until 2026-12-01|0|1|
	resumed --customer C1 --invoice F1 --instalment 2|65|0|customer "C1", invoice F1 is not paused
	resumed --customer C1|65|0|customer "C1" is not paused as a whole, but invoice "F1" is: add --invoice
	resumed --customer C1 --invoice F1 --instalment 1 --date 2026-11-21|65|0|is not paused, blocked or under an arrangement on 2026-11-21
	resumed --customer C1 --invoice F1 --instalment 1|0|1|
	blocked --customer C1|0|1|
	resumed --customer C1 --invoice F1 --instalment 1|65|0|invoice "F1" is not paused itself, its customer "C1" is: leave --invoice out
	END
	plain | cut -d, -f1-4,8 >got
	same got - <<-'END'
	event,customer,invoice,instalment,reminder
	reminded,C1,F1,1,R1
	reminded,C1,F1,2,R1
	reminded,C2,F9,,R1
	undone,C1,F1,2,R1
	reminded,C1,F1,1,R2
	undone,C1,F1,1,R2
	undone,C1,F1,,R1
	paused,C1,F1,1,
	resumed,C1,F1,1,
	blocked,C1,,,
	END
}
