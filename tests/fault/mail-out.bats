load ../helper
load ../mail

# make fault: what a crash, a broken disk and a bad mail server do to a run of fifty mails. Takes
# half an hour; tests/mail-out.bats and tests/mail-resend.bats have the short forms.

ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
BIN=${DUN_BUILD:-$ROOT/build}/bin
UNITS=${DUN_BUILD:-$ROOT/build}/tests
COUNT=50

eval "$(declare -f prepare | sed '1s/prepare/prepare_three/')"
prepare() {
	export ASAN_OPTIONS=detect_leaks=0 # which cannot look while strace does
	prepare_three
	customers "$COUNT"
	sed -i "s|command: .*|command: [\"$UNITS/takemail\", \"$PWD\"]|; s/timeout: 1/timeout: 20/" policy.yaml
	cp policy.yaml takemail.yaml
}

# customers N: so many, with an invoice each.
customers() {
	{ echo customer,name,email,delivery; seq -f "C%03g" "$1" | sed "s/C\\(.*\\)/&,Klant \\1,c\\1@x.example,email/"; } >customers.csv
	{ echo customer,invoice,due_date,open_amount; seq -f 'C%03g,F,2026-11-01,100.00' "$1"; } >items.csv
	propose
}

# points [FILTER]: each call of a run, "CALL N" a line, as strace names them.
points() {
	rm -rf outbox taken begun
	strace -o trace "$@" mail-out --send rendered.csv >out.csv
	sed -n 's/^\([a-z0-9_]*\)(.*/\1/p' trace | awk '{ print $1, ++n[$1] }'
}

fresh() {
	settled
	rm -rf outbox taken begun
	: >taken
	: >begun
}

# The mail program that a killed run leaves behind comes to its end.
settled() {
	while [ -e begun ] && [ "$(wc -l <begun)" -ne "$(wc -l <taken)" ]; do sleep 0.01; done
}

# judge WHAT: the next run tells of every mail that it was sent, which it then was once, or that
# it may have been.
judge() {
	local rc=0
	settled
	mail-out --send rendered.csv >out.csv 2>err || rc=$?
	settled
	paste -d, <(column email out.csv) <(column delivery_status out.csv) |
		awk -F, -v rc="$rc" -v count="$COUNT" '
			NR == FNR { taken[$1]++; next }
			{ rows++; state[$2]++ }
			$2 == "sent" && taken[$1] != 1 { print "told as sent: " $1 ", arrived " taken[$1] + 0 " times"; bad = 1 }
			$2 == "unsure" && taken[$1] > 1 { print "in doubt: " $1 ", arrived " taken[$1] " times"; bad = 1 }
			$2 != "sent" && $2 != "unsure" { print $1 " is " $2; bad = 1 }
			END {
				if (rows != count || rc != (state["unsure"] > 0)) bad = 1
				print state["sent"] + 0, state["unsure"] + 0 >"state"
				if (bad) print rows " rows, exit " rc
				exit bad
			}' taken - || { echo "after: $*"; cat err; return 1; }
	cat state >>states
}

# told WHAT: the figures of a test, among its results.
told() {
	awk -v what="$1" '{ sent += $1; unsure += $2; if ($2 > most) most = $2; if ($2) some++ }
		END { printf "# %s: %d runs of %d mails, %d sent, %d in doubt (in %d runs, at most %d at once), none lost, none twice\n",
			what, NR, (sent + unsure) / NR, sent, unsure, some, most }' states >&3
}

# killed K OF: at every K-th of OF of the calls that a run makes.
killed() {
	local call n
	points >points
	: >states
	while read -r call n; do
		fresh
		strace -o trace -e trace="$call" -e inject="$call:signal=KILL:when=$n" \
			mail-out --send rendered.csv >killed.csv 2>err || true
		judge "killed at $call $n"
	done < <(awk -v k="$1" -v of="$2" 'NR % of == k' points)
	told "killed at each of $(wc -l <states) of $(wc -l <points) calls"
}

@test "killed at any call, it loses nothing and sends nothing twice without a word: 1 of 4" {
	killed 0 4
}

@test "killed at any call, it loses nothing and sends nothing twice without a word: 2 of 4" {
	killed 1 4
}

@test "killed at any call, it loses nothing and sends nothing twice without a word: 3 of 4" {
	killed 2 4
}

@test "killed at any call, it loses nothing and sends nothing twice without a word: 4 of 4" {
	killed 3 4
}

@test "killed at any time of the clock, again and again, until all are sent" {
	: >states
	for ms in $(seq 10 20 250); do
		fresh
		for _ in 1 2 3; do
			timeout --foreground -s KILL "0.$(printf %03d "$ms")" mail-out --send --resend-unsure rendered.csv >killed.csv 2>err || true
			settled
		done
		mail-out --send --resend-unsure rendered.csv >out.csv
		[ "$(column delivery_status out.csv | sort | uniq -c | xargs)" = "$COUNT sent" ]
		[ "$(sort -u taken | wc -l)" -eq "$COUNT" ]
	done
}

@test "any call may fail: an error is told, nothing is lost and nothing sent twice" {
	COUNT=3
	customers 3
	: >states
	while read -r call n; do
		fresh
		timeout 60 strace -o trace -e trace="$call" -e inject="$call:error=EIO:when=$n" \
			mail-out --send --jobs 1 rendered.csv >failed.csv 2>err || true
		judge "$call $n fails"
	done < <(points -e "trace=!execve,wait4,arch_prctl,set_tid_address,set_robust_list,rseq,prlimit64,read,exit_group,close,rt_sigprocmask,mmap,munmap,mprotect,brk")
	told "each call failed once"
}

@test "a disk that is full from any write on" {
	COUNT=5
	customers 5
	: >states
	for n in $(points -e trace=write,openat,mkdir | grep -c '^write'  | xargs seq 1); do
		fresh
		timeout 60 strace -o trace -e trace=write -e inject="write:error=ENOSPC:when=$n+" \
			mail-out --send --jobs 1 rendered.csv >failed.csv 2>err || true
		judge "no write from the ${n}th on"
	done
	told "the disk is full from each write on"
}

# As root of a name space of its own, where a small disk can be mounted.
apart() {
	unshare --mount "$@" 2>/dev/null || unshare --user --map-root-user --mount "$@"
}

@test "a disk that is really full: told, nothing is lost, and it goes on when there is room" {
	apart true 2>/dev/null || skip "no disk can be mounted here"
	mkdir outbox
	cat >small <<-'END'
	mount -t tmpfs -o size=$1k none outbox || exit 99
	mail-out --send rendered.csv >first.csv 2>err
	echo $? >rc
	mount -o remount,size=20m outbox && mail-out --send rendered.csv >out.csv || echo $? >rc2
	END
	for size in 16 100 300 600; do
		: >taken
		rm -f rc2 begun
		apart sh small "$size"
		[ "$(cat rc)" = 73 ] || [ "$(cat rc)" = 74 ] || { echo "$size kB: exit $(cat rc)"; cat err; return 1; }
		grep -q 'No space left on device' err
		[ ! -s first.csv ]
		[ ! -e rc2 ]
		[ "$(column delivery_status out.csv | sort | uniq -c | xargs)" = "$COUNT sent" ]
		[ "$(sort taken | uniq -c | awk '{ print $1 }' | sort -u | xargs)" = 1 ]
		[ "$(wc -l <taken)" -eq "$COUNT" ]
	done
}

@test "an outbox that vanishes while mails leave: no more is begun, and nothing twice" {
	cat >mta <<-'END'
	#!/bin/sh
	cat >/dev/null
	echo "$4" >>taken
	[ "$(wc -l <taken)" -ne 7 ] || eval "$(cat deed)"
	END
	chmod +x mta
	sed -i "s|command: .*|command: [$PWD/mta]|" policy.yaml
	for deed in 'rm -rf outbox' 'mv outbox elsewhere' 'rm -rf outbox/queued' 'chmod 0 outbox'; do
		rm -rf outbox elsewhere taken
		echo "$deed" >deed
		rc=0
		mail-out --send --jobs 1 rendered.csv >out.csv 2>err || rc=$?
		chmod -f 700 outbox || true
		count=$(wc -l <taken)
		if [ "$deed" != 'chmod 0 outbox' ]; then
			[ "$rc" -eq 73 ] || [ "$rc" -eq 74 ] || { echo "$deed: exit $rc"; cat err; return 1; }
			[ "$count" -le 8 ] || { echo "$deed: $count were sent"; return 1; }
		fi
		[ "$(sort taken | uniq -d | wc -l)" -eq 0 ]
		# What was told as sent did arrive.
		paste -d, <(column email out.csv) <(column delivery_status out.csv) | sed -n 's/,sent$//p' | sort >told
		[ -z "$(comm -23 told <(sort taken))" ]
		refute grep -q ',failed,' out.csv
	done
}

@test "several mail-out on one outbox: every mail once" {
	for round in 1 2 3 4 5; do
		fresh
		mail-out rendered.csv >/dev/null
		for i in 1 2 3; do mail-out --send rendered.csv >"out$i.csv" 3>&- & done
		mail-out --flush >flush.csv 3>&- &
		wait
		[ "$(wc -l <taken)" -eq "$COUNT" ] || { echo "round $round: $(wc -l <taken)"; return 1; }
		[ "$(sort -u taken | wc -l)" -eq "$COUNT" ]
		for i in 1 2 3; do
			[ "$(column delivery_status "out$i.csv" | sort -u)" = sent ]
		done
	done
}

@test "a mail server that misbehaves for a while: all arrive in the end, once or in doubt" {
	sed -i "s|command: .*|command: [msmtp, \"--file=$PWD/rc\"]|; s/timeout: 20/timeout: 1/" policy.yaml
	while read -r fault; do
		rm -rf outbox inbox
		mkdir inbox
		# shellcheck disable=SC2086 # words
		server $fault first 20
		rc=0
		mail-out --send --jobs 8 rendered.csv >out.csv 2>err || rc=$?
		[ "$rc" -eq 1 ]
		unsure=$(column delivery_status out.csv | grep -c unsure || true)
		[ "$(column delivery_status out.csv | grep -c sent)" -eq 30 ]
		[ "$(cat inbox/*.env | sort | uniq -d | wc -l)" -eq 0 ]
		mail-out --send --jobs 8 rendered.csv >out.csv 2>err || [ $? -eq 1 ]
		[ "$(cat inbox/*.env | sort | uniq -d | wc -l)" -eq 0 ]
		mail-out --send --resend-unsure --jobs 8 rendered.csv >out.csv
		[ "$(column delivery_status out.csv | sort -u)" = sent ]
		[ "$(cat inbox/*.env | sort -u | wc -l)" -eq "$COUNT" ]
		[ "$(cat inbox/*.env | sort | uniq -d | wc -l)" -le "$unsure" ]
		echo "# $fault: $unsure in doubt, all $COUNT arrived" >&3
	done <<-END
	reply banner 421
	reply mail 451
	reply rcpt 450
	reply data 451
	reply dot 452
	reply mail 550
	reply rcpt 550
	reply data 554
	reply dot 554
	close banner
	close rcpt
	close data
	close dot
	mute banner
	mute rcpt
	mute dot
	END
}

@test "a later day before the first was logged, the history lost: nothing leaves" {
	mail-out --send rendered.csv >out.csv
	propose 2026-11-24
	DUN_AS_OF=2026-11-24 mail-out --send rendered.csv >again.csv
	[ "$(wc -l <taken)" -eq "$COUNT" ]
	[ "$(column delivery_status again.csv | sort -u)" = sent ]
	log-history -q again.csv >/dev/null
	[ "$(column date history.csv | sort -u)" = 2026-11-22 ]
	[ "$(column event history.csv | sort | uniq -c | xargs)" = "$COUNT reminded" ]
}
