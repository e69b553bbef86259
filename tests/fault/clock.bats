load ../helper
load ../automation

# make fault: a clock that jumps, between the runs of a command and within one. What is done does not depend on it: rows
# have their day from --as-of or the ledger, deadlines are kept by the clock that never jumps.

ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
BIN=${DUN_BUILD:-$ROOT/build}/bin
UNITS=${DUN_BUILD:-$ROOT/build}/tests
NOON=1795348800 # 2026-11-22T12:00:00Z

# at SECONDS STEP COMMAND...: so long after noon, and each time that the clock is asked so much on.
at() {
	local from=$1 step=$2
	shift 2
	CLOCK_FROM=$((NOON + from)) CLOCK_STEP=$step LD_PRELOAD=$UNITS/clock.so "$@"
}

skip_sanitized() {
	[[ ${DUN_BUILD-} != *sanitize* ]] || skip 'the sanitizer wants to be loaded first'
}

@test "events keep the order in which they were logged, whatever the clock says, and a clock behind the last one is told" {
	skip_sanitized
	at 0 0 log-history --event note --customer C1 --note first 2>err
	[ ! -s err ]
	at 30 0 log-history --event note --customer C1 --note second 2>err
	[ ! -s err ]
	at -7200 0 log-history --event note --customer C1 --note third 2>err
	grep -q 'note: the clock says 2026-11-22T10:00:00Z, before the last event.s 2026-11-22T12:00:30Z' err
	at -86400 86400 log-history -q --event note --customer C1 --note fourth 2>err
	[ ! -s err ]
	[ "$(column note history.csv | xargs)" = 'first second third fourth' ]
	expect 0 show-history --verify
	at -999999 -86400 show-history --verify >out
	# The same once more is not logged again, at whatever time.
	at 999999 0 log-history --event status --customer C1 --invoice F1 --status disputed 2>err
	at -999999 -60 log-history --event status --customer C1 --invoice F1 --status disputed 2>err || [ $? -eq 1 ]
	[ "$(column event history.csv | grep -c status)" -eq 1 ]
}

@test "many writers, each with a clock of its own" {
	skip_sanitized
	for w in {1..20}; do
		at $((w * 7919 % 20011 - 10000)) $((w * 31 % 201 - 100)) \
			log-history -q --event note --customer C1 --note "writer $w" 3>&- 2>>err &
	done
	wait
	[ "$(column note history.csv | sort -u | grep -c writer)" -eq 20 ]
	[ "$(wc -l <history.csv)" -eq 21 ]
	expect 0 show-history --verify
}

# One run by the true clock, and others by clocks that jump: the same letters, mails and events.
runs_alike() { # runs_alike FROM STEP
	local rc=0
	rm -rf "../jumping"
	cp -R . ../jumping
	cd ../jumping || return 1
	sed -i "s|command: .*/store\"\]|command: [\"$PWD/store\"]|" policy.yaml
	at "$1" "$2" run-reminders weekly >out 2>err || rc=$?
	[ "$rc" -eq 0 ] || { echo "from $1 step $2: exit $rc"; cat out err; return 1; }
	[ "$(mails)" -eq 3 ] || { echo "from $1 step $2: $(mails) mails"; cat out err; return 1; }
	[ -z "$(cat inbox/*.eml | grep '^To:' | sort | uniq -d)" ]
	same ../events <(events)
	(cd letters && sha256sum -- *.pdf) >sums; same ../letters.sums sums
	# Again, with the clock elsewhere: nothing more.
	at $((-$1)) "$2" run-reminders weekly >out 2>err || rc=$?
	[ "$(mails)" -eq 3 ]
	same ../reminded <(events | grep reminded)
	expect 0 show-history --verify
	cd "$OLDPWD" || return 1
}

@test "a run whose clock jumps sends and logs what one does whose clock does not" {
	skip_sanitized
	cp -R . ../plain
	(cd ../plain && sed -i "s|command: .*/store\"\]|command: [\"$PWD/store\"]|" policy.yaml && run-reminders weekly >out 2>err)
	(cd ../plain && events) >../events
	grep reminded ../events >../reminded
	(cd ../plain/letters && sha256sum -- *.pdf) >../letters.sums
	for jump in '0 0' '0 -1' '0 -3600' '-3000000 -86400' '3000000 86400' '43199 1'; do
		# shellcheck disable=SC2086 # two numbers
		runs_alike $jump
	done
}
