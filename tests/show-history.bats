load helper

HEADER=time,event,customer,invoice,instalment,terms,level,n,reminder,date,until,amount,interest,line_fee,damages,reminder_fee,cost,vat,automation,run,user,created,delivery,address,document,message_id,status,note,hash

# A history of a year, as log-history writes it: two runs, notes with accents and commas.
prepare() {
	export DUN_USER=anna COLUMNS=200
	unset DUN_RUN DUN_AUTOMATION
	log-history --init
	event 2026-10-01 reminded C1 --invoice F1 --level 1 --until 2026-10-15 --run R1 --automation weekly
	event 2026-10-01 reminded C2 --invoice F2 --level 1 --run R1 --automation weekly
	event 2026-10-05 note C2 --note 'Søren, "le café" rappelle'
	DUN_USER=bram event 2026-10-06 paused C3 --until 2026-12-31
	event 2026-10-20 reminded C1 --invoice F1 --level 2 --run R2 --automation weekly
	event 2026-10-20 undone C1 --reminder 20261020-C1-2-hand --note 'sent by mistake'
	cp history.csv whole.csv
}

event() {
	local day=$1 event=$2 customer=$3
	shift 3
	log-history --event "$event" --customer "$customer" --as-of "$day" "$@"
}

lines() { tail -n +2 | wc -l; }

# old FILE: a history from before the column `hash`.
old() {
	{
		echo time,event,customer,invoice,level,date,note
		echo 2026-09-01T08:00:00Z,reminded,C1,F1,1,2026-09-01,
		echo '2026-09-02T08:00:00Z,note,C1,F1,,2026-09-02,"Müller, moved"'
	} >"$1"
}

# What is listed.

@test "every event comes out as CSV, in the order in which they count" {
	expect 0 show-history
	[ -z "$stderr" ]
	[ "$(head -n 1 <<<"$output")" = "$HEADER" ]
	[ "$(column event <<<"$output" | paste -sd,)" = reminded,reminded,note,paused,reminded,undone ]
	event 2026-10-02 note C9 --note 'told late'
	show-history >out.csv
	[ "$(column customer out.csv | paste -sd,)" = C1,C2,C9,C2,C3,C1,C1 ]
	# What it prints is a history, which prints the same.
	show-history --history out.csv >again.csv
	same out.csv again.csv
}

@test "by customer, invoice, run, user and event, several of each" {
	while IFS='|' read -r wanted options; do
		eval "expect 0 show-history $options"
		[ "$(printf '%s\n' "$output" | lines)" -eq "$wanted" ] || { echo "$options: $output"; return 1; }
	done <<-'LIST'
		3|--customer C1
		5|--customer C1,C2
		5|--customer C1 --customer C2
		2|--invoice F1
		2|--run R1
		3|--run R1,R2
		5|--user anna
		1|--user bram
		3|--event reminded
		2|--event paused,note
		2|--event paused --event note
		2|--event reminded --customer C1
		1|--event reminded --customer C1 --run R2
		1|--since 2026-10-02 --until 2026-10-05
		2|--since 2026-10-20
		2|--until 2026-10-01
		1|--where 'level = 2'
		1|--where 'note ~ *mistake'
		0|--customer C7
	LIST
	says 'history.csv: note: has no such event'
}

@test "an event without a date counts from the day of its time" {
	printf 'time,event,customer\n2026-10-02T23:59:59Z,note,C1\n' >h.csv
	expect 0 show-history --history h.csv --since 2026-10-02 --until 2026-10-02
	[ "$(column date <<<"$output")" = 2026-10-02 ]
}

@test "a table fits its width, and says what it leaves out" {
	COLUMNS=80 expect 0 show-history --format table
	perl -CSD -lne 'die $_ if length > 80' <<<"$output"
	shows 'Søren, "le ca'
	says 'to fit 80 columns these are not shown'
	COLUMNS=200 expect 0 show-history --format table
	shows '20261020-C1-2-hand'
	shows 'total, 6 events'
	hides instalment
	# Until when something is paused is told before who did it.
	event 2026-10-21 paused C1 --until 2027-01-15 --note 'a long story about a delivery that went wrong on its way'
	COLUMNS=80 expect 0 show-history --format table
	shows 2027-01-15
}

@test "a page holds data as text" {
	event 2026-10-21 note C1 --note '<script>alert(1)</script>'
	expect 0 show-history --format html
	shows '&lt;script&gt;'
	hides '<script>'
	shows '<h1>'
}

@test "columns are chosen by name, and one that is not there is an error with the nearest" {
	expect 0 show-history --columns run,customer,date --event reminded
	[ "$output" = $'run,customer,date\nR1,C1,2026-10-01\nR1,C2,2026-10-01\nR2,C1,2026-10-20' ]
	expect 64 show-history --columns custommer
	silent
	says 'option --columns: no column "custommer"; did you mean "customer"?'
	expect 64 show-history --where 'leval = 2'
	silent
	says 'option --where: no column "leval"; did you mean "level"?'
	printf 'time,event,customer,colour\n2026-10-02T10:00:00Z,note,C1,red\n' >own.csv
	expect 64 show-history --history own.csv --columns color
	says 'did you mean "colour"?'
}

@test "columns of the user's own are shown" {
	printf 'time,event,customer,colour\n2026-10-02T10:00:00Z,note,C1,red\n' >h.csv
	expect 0 show-history --history h.csv --columns customer,colour --where 'colour = red'
	[ "$output" = $'customer,colour\nC1,red' ]
	show-history --history h.csv >out.csv
	[ "$(column colour out.csv)" = red ]
}

@test "the history is the policy's, or the one that --history names" {
	mkdir book
	mv history.csv book/log.csv
	cat >book/policy.yaml <<-'END'
		company: {name: Voorbeeld BV, country: NL}
		defaults: {currency: EUR, language: nl, terms: standard}
		files: {history: log.csv}
		terms: {standard: {levels: [{after_due: 7, template: reminder-1}]}}
	END
	expect 66 show-history
	silent
	says 'history.csv: there is no history here'
	expect 0 show-history --policy book/policy.yaml
	DUN_POLICY=book/policy.yaml expect 0 show-history
	cd book
	expect 0 show-history --verify
	expect 66 show-history --history nowhere.csv
}

@test "a wrong call is told, and nothing is shown" {
	export DUN_AS_OF=2026-11-22
	while IFS='|' read -r wanted options; do
		eval "expect 64 show-history $options"
		silent
		says "$wanted"
	done <<-'LIST'
		"remind" is no event; did you mean "reminded"?|--event remind
		"31-12-2026" is not a date|--since 31-12-2026
		--since is after --until|--since 2026-10-02 --until 2026-10-01
		"" has an empty name|--customer ""
		"A,,B" has an empty name|--customer A,,B
		"pdf" is not csv, table or html|--format pdf
		"history.csv": the history is named by --history|history.csv
		--verify and --seal do not go together|--verify --seal
		--head goes with --verify|--head 0000000000000000000000000000000000000000000000000000000000000000
		is no hash, as --verify prints it|--verify --head abc
		--verify is about all lines|--verify --customer C1
		--format and --columns do not go with --open|--open --format csv
		2026-12-01 is still to come|--forget 2026-12-01 --history x.csv
		"soon" is not a date|--forget soon
	LIST
	same whole.csv history.csv
}

# Letters.

@test "--open prints where a letter is, and says when it is not there or not what was sent" {
	mkdir letters
	for n in 1 2 3 4; do echo "letter $n" >"letters/N-$n.pdf"; done
	{
		echo time,event,customer,invoice,level,reminder,document
		for n in 1 2 3; do
			echo "2026-10-02T10:00:00Z,reminded,C$n,F$n,1,N-$n,$(sha256sum "letters/N-$n.pdf" | cut -c1-64)"
		done
		echo "2026-10-02T10:00:00Z,listed,C1,F9,1,N-1,$(sha256sum letters/N-1.pdf | cut -c1-64)"
		echo "2026-10-02T10:00:00Z,reminded,C4,F4,1,N-4,"
		echo "2026-10-02T10:00:00Z,reminded,C5,F5,1,../N-5,"
		echo "2026-10-02T10:00:00Z,undone,C1,,,N-1,"
	} >h.csv
	expect 0 show-history --history h.csv --open --customer C1
	[ "$output" = letters/N-1.pdf ]
	echo other >letters/N-2.pdf
	rm letters/N-3.pdf
	expect 1 show-history --history h.csv --open
	[ "$output" = $'letters/N-1.pdf\nletters/N-4.pdf' ]
	says 'h.csv:3: document: "letters/N-2.pdf" is not the letter that was sent'
	says 'h.csv:4: document: the letter is not there: "letters/N-3.pdf"'
	says 'h.csv:6: document: does not say what was sent'
	says 'h.csv:7: reminder: "../N-5" is no number of a letter'
}

@test "--open finds what a run of the example book sent" {
	cp -R "$ROOT/examples/book" book
	cd book
	export DUN_AS_OF=2026-11-22
	import-ledger -q --profile exact-online openstaand.csv >items.csv
	select-overdue -q items.csv 2>err | compute-fees | render-letter >rendered.csv
	sed '1s/$/,delivery_status/; 1!s/$/,printed/' rendered.csv | log-history --run R9 >out.csv
	expect 0 show-history --open --run R9
	[ "$(printf '%s\n' "$output" | wc -l)" -eq "$(column letter rendered.csv | sort -u | wc -l)" ]
	while read -r letter; do [ -s "$letter" ]; done <<<"$output"
}

# The proof.

@test "--verify prints the last hash, and says how many lines there are" {
	expect 0 show-history --verify
	[ "$output" = "$(tail -n 1 history.csv | sed 's/.*[,:]//')" ]
	says 'history.csv: note: 6 lines, all as they were written'
	same whole.csv history.csv
	head -n 1 whole.csv >history.csv
	expect 0 show-history --verify
	silent
}

# Each edit, and all that --verify says of it.
@test "what was changed, missing, added or moved is found and named with its line" {
	local name edit wanted
	while IFS='|' read -r name edit wanted; do
		eval "$edit" <whole.csv >history.csv
		expect 65 show-history --verify
		silent
		got=$(printf '%s\n' "$stderr" | sed 's/^show-history: history.csv:\([0-9]*\): hash: /\1 /; s/does not fit: this line //; s/after it was written, or lines before it are missing/or gap/; s/, line \(.*\) was written where it stands/ before \1/; s/, it was written after line / after /; s/, it was written as the first one/ from the top/; s/does not fit: this is a copy of line/copy of/; s/, with the hash of line/ as/; s/has none.*/unsealed/' | paste -sd';')
		[ "$got" = "$wanted" ] || { echo "$name: $got"; return 1; }
	done <<-'LIST'
		a level|sed '3s/standard,1/standard,2/; 3s/,1,1,/,2,1,/'|3 was changed or gap
		a note|sed '4s/rappelle/rappellera/'|4 was changed or gap
		an address put in|sed '2s/,,,,,,,\([^,]*\)$/,,x@y.example,,,,,\1/'|2 was changed or gap
		the last|sed '$s/mistake/intent/'|7 was changed or gap
		the first|sed '2s/C1/C9/'|2 was changed or gap
		a hash|sed '3s/.$/-/'|3 was changed or gap;4 was changed or gap
		a salt|sed '4s/,[0-9a-f]\{8\}\([0-9a-f]*:\)/,00000000\1/'|4 was changed or gap
		no salt|sed '4s/,[0-9a-f]*:/,/'|4 was changed or gap
		one out|sed 4d|4 was changed or gap
		the first out|sed 2d|2 was changed or gap
		two out|sed 4,5d|4 was changed or gap
		twice|sed 4p|5 copy of 4
		one put in|sed '4{p;s/Søren/Sören/}'|5 was added as 4
		one put in without a hash|awk '{print} NR == 4 {print "2026-10-05T10:00:00Z,blocked,C1,,,,,,,,,,,,,,,,,,,,,,,,,,"}'|5 was added before 6
		one put at the top|awk 'NR == 2 {s = $0; sub("C1", "C8"); print; print s; next} {print}'|2 was added before 3
		two swapped|awk 'NR == 4 {s = $0; next} {print} NR == 5 {print s}'|4 was moved after 5;5 was moved after 3;6 was moved after 4
		one moved to the end|awk 'NR == 3 {s = $0; next} {print} END {print s}'|3 was moved after 7;7 was moved after 2
		the first moved down|awk 'NR == 2 {s = $0; next} {print} NR == 3 {print s}'|2 was moved after 3;3 was moved from the top;4 was moved after 2
		its hash taken out|sed '4s/[^,]*$//'|4 unsealed;5 was changed or gap
		the last one's hash taken out|sed '$s/[^,]*$//'|7 unsealed
	LIST
	expect 0 show-history --verify --history whole.csv
}

@test "every single character that is changed is noticed" {
	size=$(wc -c <whole.csv)
	head -n 1 whole.csv >history.csv
	start=$(wc -c <history.csv)
	for at in $(seq "$start" 23 $((size - 2))); do
		perl -e 'local $/; $_ = <STDIN>; my $c = substr $_, $ARGV[0], 1;
			substr($_, $ARGV[0], 1) = $c eq "\n" ? "x" : $c eq "5" ? "6" : "5"; print' "$at" <whole.csv >history.csv
		rc=0
		show-history -q --verify >out 2>err || rc=$?
		[ "$rc" -eq 65 ] || { echo "at $at: exit $rc"; diff whole.csv history.csv; return 1; }
	done
}

@test "lines that were cut off at the end are found with a hash that was kept" {
	head=$(show-history -q --verify)
	event 2026-10-25 note C1 --note more
	event 2026-10-25 blocked C1
	expect 0 show-history --verify --head "$head"
	says '2 lines were added since that hash'
	head=$(show-history -q --verify)
	event 2026-10-25 resumed C1
	expect 0 show-history --verify --head "$head"
	says '1 line was added since that hash'
	head=$(show-history -q --verify)
	sed '$d' history.csv >short.csv
	expect 0 show-history --verify --history short.csv
	expect 65 show-history --verify --history short.csv --head "$head"
	silent
	says "no line has the hash $head: the last lines were cut off"
}

@test "a file of thousands of changed lines is judged in a moment" {
	seq 20000 | sed 's/.*/2026-10-01T10:00:00Z,note,C1,,,,,,,,,,,,,,,,,,,,,,,,,hello,00000000000000000000000000000000000000000000000000000000&/' >more
	cat more >>history.csv
	expect 65 show-history --verify
	says 'and 19980 more'
}

# Sealing.

@test "a history from before the hashes is sealed, and then proves itself" {
	old history.csv
	expect 1 show-history --verify
	silent
	says '2 of 2 lines have no hash and no proof'
	event 2026-10-01 note C1 --note later
	cp history.csv before.csv
	expect 1 show-history --verify
	says '2 of 3 lines have no hash'
	expect 0 show-history --seal
	says 'history.csv: note: is sealed'
	head=$output
	expect 0 show-history --verify --head "$head"
	[ "$output" = "$head" ]
	same <(cut -d, -f1-28 before.csv) <(cut -d, -f1-28 history.csv)
	sed -i '2s/,F1,/,F2,/' history.csv
	expect 65 show-history --verify
	says history.csv:2:
}

@test "sealing again changes nothing" {
	expect 0 show-history --seal
	says 'was sealed already'
	same whole.csv history.csv
}

@test "what does not verify is not sealed, and not forgotten" {
	sed -i '3s/,C2,/,C3,/' history.csv
	cp history.csv before.csv
	expect 65 show-history --seal
	silent
	says history.csv:3:
	same before.csv history.csv
	DUN_AS_OF=2026-11-22 expect 65 show-history --forget 2026-11-01
	silent
	same before.csv history.csv
}

@test "a line that another program added at the end is sealed when asked" {
	echo "2026-10-21T10:00:00Z,blocked,C1$(printf ',%.0s' $(seq 26))" >>history.csv
	expect 65 show-history --verify
	says 'history.csv:8: hash: has none, though lines before have'
	expect 0 show-history --seal
	expect 0 show-history --verify
	same <(head -n 7 history.csv) whole.csv
}

@test "a history of the first versions, whose hashes have no salt, still verifies" {
	plain=
	{
		echo "$HEADER"
		while IFS= read -r line; do
			plain=$(printf '%s\n%s' "$plain" "$line" | sha256sum | cut -c1-64)
			echo "$line,$plain"
		done < <(tail -n +2 whole.csv | sed 's/,[^,]*$//')
	} >history.csv
	expect 0 show-history --verify
	[ "$output" = "$plain" ]
	event 2026-10-25 note C1 --note more
	expect 0 show-history --verify --head "$plain"
	export DUN_AS_OF=2026-11-22
	expect 65 show-history --forget 2026-11-01
	says 'history.csv:4: hash: covers the address and the note as they stand, so they cannot be taken out; show-history --seal makes it anew'
	expect 0 show-history --seal
	expect 0 show-history --forget 2026-11-01
	expect 0 show-history --verify
}

# Forgetting.

@test "old notes and addresses are taken out, and every hash stays" {
	export DUN_AS_OF=2026-11-22
	head=$(show-history -q --verify)
	expect 0 show-history --forget 2026-10-20
	[ "$output" = "$head" ]
	says 'the note and the address of 1 line were taken out'
	refute grep -q Søren history.csv
	grep -q mistake history.csv
	same <(sed 's/.*[,:]//' whole.csv) <(sed 's/.*[,:]//' history.csv)
	same <(cut -d, -f1-27 whole.csv) <(cut -d, -f1-27 history.csv)
	expect 0 show-history --verify --head "$head"
	says 'of 1 line the note and the address were taken out since'
	cp history.csv once.csv
	expect 0 show-history --forget 2026-10-20
	same once.csv history.csv
	expect 0 show-history --forget 2026-11-01
	refute grep -q mistake history.csv
	expect 0 show-history --verify --head "$head"
	event 2026-11-22 note C1 --note 'a new one'
	expect 0 show-history --verify --head "$head"
}

@test "forgetting is no way to change a level, an amount or a note unnoticed" {
	local edit
	DUN_AS_OF=2026-11-22 show-history -q --forget 2026-11-01 >out
	cp history.csv forgotten.csv
	for edit in '7s/C1/C2/' '7s/,undone,/,resumed,/' '4s/2026-10-05/2026-10-06/' '4s/,,\([0-9a-f]*:\)/,a note,\1/' \
		'4s/,,,,,\([0-9a-f]*:\)/,x@y.example,,,,\1/' '4s/,[0-9a-f]\{8\}\([0-9a-f]*:\)/,00000000\1/' '4s/,[0-9a-f]*:/,/'; do
		sed "$edit" forgotten.csv >history.csv
		refute cmp -s forgotten.csv history.csv
		expect 65 show-history --verify
		says "history.csv:${edit%%s*}:"
	done
	# A line that is whole is not let pass as one that was forgotten.
	perl -pe 's/1,1,20261001-C1/2,1,20261001-C1/, s/,([0-9a-f]{64})$/"," . "0" x 64 . ":$1"/e if $. == 2' whole.csv >history.csv
	expect 65 show-history --verify
	says history.csv:2:
}

@test "nobody can find out a forgotten address by trying some" {
	export DUN_AS_OF=2026-11-22
	show-history -q --forget 2026-11-01 >out
	digest=$(sed -n '4s/.*,\([0-9a-f]*\):.*/\1/p' history.csv)
	[ "${#digest}" -eq 64 ]
	[ "$(printf '\n\nSøren, "le café" rappelle' | sha256sum | cut -c1-64)" != "$digest" ]
	salt=$(sed -n '4s/.*,\([0-9a-f]*\):.*/\1/p' whole.csv)
	[ "$(printf '%s\n\nSøren, "le café" rappelle' "$salt" | sha256sum | cut -c1-64)" = "$digest" ]
	refute grep -q "$salt" history.csv
}

@test "lines without a hash are forgotten as well, and the file keeps its place and mode" {
	old real.csv
	rm history.csv
	ln -s real.csv history.csv
	chmod 640 real.csv
	DUN_AS_OF=2026-11-22 expect 1 show-history --forget 2026-10-01
	[ -L history.csv ]
	[ "$(stat -c %a real.csv)" = 640 ]
	refute grep -q Müller real.csv
	[ "$(column level history.csv | head -n 1)" = 1 ]
}

# Replays.

@test "--before-run gives the history that the run began with, byte for byte" {
	expect 0 show-history --before-run R2
	printf '%s\n' "$output" >before.csv
	same before.csv <(head -n 5 whole.csv)
	expect 0 show-history --verify --history before.csv
	expect 0 show-history --before-run R1
	[ "$output" = "$HEADER" ]
	expect 65 show-history --before-run R3
	silent
	says 'history.csv: has no line of a run "R3"'
}

@test "a torn last line is refused by all that reads" {
	head -c -5 whole.csv >history.csv
	for options in '' --verify '--before-run R1' --open; do
		eval "expect 65 show-history $options"
		silent
		says 'its last line is torn; log-history --recover mends it'
	done
}

@test "a full disk and a read-only history are errors" {
	for options in '' --verify '--before-run R2'; do
		rc=0
		eval "show-history -q $options" >/dev/full 2>err || rc=$?
		[ "$rc" -eq 74 ]
		grep -q 'standard output' err
	done
	chmod 444 history.csv
	expect 73 mortal show-history --seal
	DUN_AS_OF=2026-11-22 expect 73 mortal show-history --forget 2026-11-01
	same whole.csv history.csv
	chmod 644 history.csv
	old history.csv
	cp history.csv before.csv
	mkdir ro
	mv history.csv ro
	chmod 555 ro
	expect 73 mortal show-history --history ro/history.csv --seal
	silent
	same before.csv ro/history.csv
	chmod 755 ro
}
