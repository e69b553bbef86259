load ../helper
load ../automation

# make fault: a run is killed, with all that works for it, at every call by which one of its commands
# changes something. The next run ends with the same letters, mails and history as one that nobody
# killed. Takes some minutes; tests/run-reminders.bats has the short form.

ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
BIN=${DUN_BUILD:-$ROOT/build}/bin
CHANGES=write,pwrite64,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,ftruncate,link,linkat

# Stand-ins, counted as they are called. The one that is called as the TRACE_ATth writes down its
# calls, or, where CUT says "CALL N", is killed at that one and takes the whole run with it.
stand_ins() {
	mkdir cut
	for command in import-ledger select-overdue compute-fees render-letter post-fees mail-out log-history; do
		cat >"cut/$command" <<-END
		#!/bin/bash
		echo $command >>"\$COUNTER"
		[ "\$(wc -l <"\$COUNTER")" -eq "\$TRACE_AT" ] || exec "$BIN/$command" "\$@"
		set -- "$BIN/$command" "\$@"
		[ -n "\$CUT" ] || exec strace -qq -o "\$TRACE" -e trace=$CHANGES "\$@"
		strace -qq -o /dev/null -e trace="\${CUT% *}" -e inject="\${CUT% *}:signal=KILL:when=\${CUT#* }" "\$@"
		kill -KILL 0
		END
		chmod +x "cut/$command"
	done
}

# fresh: the book as it was, to run in.
fresh() {
	cd "$BATS_TEST_TMPDIR"
	rm -rf try
	cp -R book try
	cd try
	sed -i "s|command: .*/store\"\]|command: [\"$PWD/store\"]|" policy.yaml
	: >calls
}

# traced AT [CALL N]: a run whose ATth command is traced, or cut off there
traced() {
	COUNTER=$PWD/calls TRACE=$PWD/trace TRACE_AT=$1 CUT=${2-} PATH=$BATS_TEST_TMPDIR/cut:$PATH \
		setsid -w run-reminders weekly >out 2>err || true
}

# judge WHERE: a second run ends as one that was never cut off; of a mail that was being handed over
# it may say that it is not sure, and nobody gets one twice.
judge() {
	local rc=0
	flock runs/.lock true 2>/dev/null || true
	run-reminders weekly >out 2>err || rc=$?
	[ "$rc" -le 1 ] || { echo "$1: exit $rc"; cat out err; return 1; }
	[ -z "$(cat inbox/*.eml | grep '^To:' | sort | uniq -d)" ] || { echo "$1: a mail arrived twice"; return 1; }
	if column delivery_status runs/*/delivered.csv | grep -qx unsure; then
		[ "$rc" -eq 1 ]
		echo unsure >>"$BATS_TEST_TMPDIR/states"
		return
	fi
	snapshot ../try.txt
	cmp ../whole.txt ../try.txt || {
		echo "cut off at $1"
		diff ../whole.txt ../try.txt
		cat out err
		return 1
	}
	echo same >>"$BATS_TEST_TMPDIR/states"
}

@test "killed at any change that any of its commands makes, the next run ends as an uncut one" {
	export ASAN_OPTIONS=detect_leaks=0 # which cannot look while strace does
	strace -V >/dev/null 2>&1 || skip 'no strace'
	automation '{ledger: ledger.csv, approve: auto, actions: [{type: create}, {type: issue}, {type: send, set_status: herinnerd}]}'
	stand_ins
	mkdir book
	mv policy.yaml customers.csv ledger.csv history.csv store inbox book
	fresh
	traced 0
	snapshot ../whole.txt
	calls=$(wc -l <calls)
	[ "$calls" -ge 8 ]
	for at in $(seq 1 "$calls"); do
		fresh
		traced "$at"
		sed -n 's/^\([a-z0-9]*\)(.*/\1/p' trace | awk '{ print $1, ++n[$1] }' >../points
		cat ../points >>../tried
		command=$(sed -n "${at}p" calls)
		while read -r point <&5; do
			fresh
			traced "$at" "$point"
			judge "$command, command $at of the run, $point"
		done 5<../points
	done
	sort ../states | uniq -c | awk -v calls="$calls" '
		{ n[$2] = $1 }
		END { printf "# %d commands, killed at %d changes: the same after %d, a mail in doubt after %d\n",
			calls, n["same"] + n["unsure"], n["same"], n["unsure"] }' >&3
	[ "$(wc -l <../states)" -eq "$(wc -l <../tried)" ]
	[ "$(wc -l <../states)" -ge 80 ]
}
