load ../helper

# log-history and show-history killed at every system call that they make, every call of theirs
# made to fail once, and a thousand writers at once. Takes some minutes; tests/log-history.bats
# has the short form.

ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
BIN=${DUN_BUILD:-$ROOT/build}/bin
UNITS=${DUN_BUILD:-$ROOT/build}/tests

prepare() {
	export DUN_AS_OF=2026-11-22 DUN_USER=anna ASAN_OPTIONS=detect_leaks=0
	strace -V >/dev/null 2>&1 || skip 'no strace'
	log-history --init
	for n in 1 2 3; do log-history --event note --customer "C$n" --note "note $n, old" --as-of 2026-10-0$n; done
	log-history --event blocked --customer C1
	cp history.csv before.csv
}

# points COMMAND...: each system call of it that can matter, and which time it is made.
points() {
	cp before.csv history.csv
	strace -o trace -e trace='!brk,mmap,munmap,mprotect,rt_sigprocmask,rt_sigaction,arch_prctl,prlimit64,rseq,set_tid_address,set_robust_list,getrandom' \
		"$@" >/dev/null 2>&1 || true
	sed -n 's/^\([a-z0-9_]*\)(.*/\1/p' trace | awk '$1 != "exit_group" { print $1, ++n[$1] }' >points
	[ "$(wc -l <points)" -gt 20 ]
}

# hit HOW CALL N COMMAND...: run it so that it is killed there, or the call fails.
hit() {
	local how=$1 call=$2 n=$3
	shift 3
	cp before.csv history.csv
	rm -f history.csv.torn
	timeout 60 strace -qq -o trace -e trace="$call" -e inject="$call:$how:when=$n" "$@" >out 2>err || hit=$?
}

# sound WHERE: the history can be read, added to and verified.
sound() {
	log-history -q --recover 2>>err || [ $? -eq 1 ] || { echo "$*"; cat err; return 1; }
	show-history -q --verify >head.txt 2>>err || { echo "$*"; cat err; cat history.csv; return 1; }
	[ "$(find . -name '.history.csv.*' | wc -l)" -le 1 ]
	rm -f .history.csv.*
}

bare() { cut -d, -f2-28 "$1"; }

@test "an append that is killed at any call is there whole or not at all, and once when done again" {
	local append=(log-history --event status --customer C2 --invoice F2 --status disputed)
	bare before.csv >wanted
	points "${append[@]}"
	while read -r call n; do
		hit signal=KILL "$call" "$n" "${append[@]}"
		sound "killed at $call $n"
		same <(bare history.csv | head -n 5) wanted
		"${append[@]}" 2>err || [ $? -eq 1 ]
		[ "$(column status history.csv | grep -c disputed)" -eq 1 ] || { echo "$call $n"; return 1; }
		[ "$(wc -l <history.csv)" -eq 6 ]
	done <points
}

@test "an append whose calls fail is told, and leaves the history as it was" {
	local append=(log-history --event status --customer C2 --invoice F2 --status disputed) errno
	points "${append[@]}"
	while read -r call n; do
		case $call in execve | access | openat | read | pread64 | newfstatat | futex) continue ;; esac
		for errno in EIO ENOSPC; do
			hit=0
			hit "error=$errno" "$call" "$n" "${append[@]}"
			sound "$call $n $errno"
			[ "$hit" -eq 0 ] || [ -s err ] || { echo "$call $n: exit $hit without a word"; return 1; }
			"${append[@]}" 2>err || [ $? -eq 1 ]
			[ "$(column status history.csv | grep -c disputed)" -eq 1 ] || { echo "$call $n $errno"; return 1; }
		done
	done <points
}

@test "a seal that is killed at any call leaves the old history or the new one" {
	sed -i 's/[^,]*$//; 1s/$/hash/' before.csv
	bare before.csv >wanted
	points show-history --seal
	while read -r call n; do
		hit signal=KILL "$call" "$n" show-history --seal
		same <(bare history.csv) wanted || { echo "$call $n"; return 1; }
		log-history -q --recover
		show-history -q --seal >head.txt
		sound "killed at $call $n"
		same <(bare history.csv) wanted
	done <points
}

@test "forgetting that is killed at any call leaves the old history or the new one" {
	head=$(show-history -q --verify)
	points show-history --forget 2026-11-01
	while read -r call n; do
		hit signal=KILL "$call" "$n" show-history --forget 2026-11-01
		sound "killed at $call $n"
		[ "$(cat head.txt)" = "$head" ]
		left=$(grep -c 'note ., old' history.csv || true)
		[ "$left" -eq 0 ] || [ "$left" -eq 3 ] || { echo "$call $n: $left"; return 1; }
		show-history -q --forget 2026-11-01 --history history.csv >head.txt
		[ "$(cat head.txt)" = "$head" ]
		refute grep -q 'note ., old' history.csv
		[ "$(wc -l <history.csv)" -eq 5 ]
	done <points
}

@test "a seal or a forgetting whose calls fail is told, and leaves the history as it was" {
	for command in '--seal' '--forget 2026-11-01'; do
		[ "$command" != --seal ] || sed -i.kept 's/[^,]*$//; 1s/$/hash/' before.csv
		# shellcheck disable=SC2086
		points show-history $command
		while read -r call n; do
			case $call in execve | access | openat | read | pread64 | newfstatat | close | futex) continue ;; esac
			hit=0
			# shellcheck disable=SC2086
			hit error=ENOSPC "$call" "$n" show-history $command
			# Once renamed it stands, though the folder could not be synced or the hash not printed.
			[ "$hit" -le 1 ] || cmp -s before.csv history.csv || [ "$call" = fsync ] ||
				grep -q 'standard output' err ||
				{ echo "$command: $call $n: exit $hit"; cat err; return 1; }
			[ "$hit" -le 1 ] || [ -s err ]
			[ "$(wc -l <history.csv)" -eq 5 ]
		done <points
		[ ! -e before.csv.kept ] || mv before.csv.kept before.csv
	done
}

@test "a disk that is full at any byte of a line: 74, nothing torn" {
	mkdir disk
	mount -t tmpfs -o size=16k none disk 2>err || skip 'no small disk can be mounted here'
	cp before.csv disk/history.csv
	logged=0 rc=0
	while [ "$rc" -eq 0 ] && [ "$logged" -lt 60 ]; do
		log-history --history disk/history.csv --event note --customer C1 \
			--note "$(printf 'x%.0s' {1..300}) $logged" 2>err || rc=$?
		[ "$rc" -ne 0 ] || logged=$((logged + 1))
	done
	cp disk/history.csv end.csv
	umount disk
	[ "$rc" -eq 74 ]
	expect 0 show-history --verify --history end.csv
	[ "$(wc -l <end.csv)" -eq $((5 + logged)) ]
}

@test "a thousand writers at once, a quarter of them killed, lose, tear and double nothing" {
	cp before.csv history.csv
	writer() {
		for i in 1 2; do
			log-history -q --event note --customer "W$1" --note "kept-$1-$i" 2>>"errors.$1" ||
				[ $? -eq 1 ] || echo "$1-$i" >>lost
		done
	}
	killed() {
		for i in 1 2; do
			timeout -s KILL "0.0$((($1 + i) % 9 + 1))" log-history -q --event note --customer K \
				--note "killed-$1-$i" 2>/dev/null || true
		done
	}
	for w in $(seq 750); do writer "$w" 3>&- & done
	for w in $(seq 250); do killed "$w" 3>&- 2>/dev/null & done
	wait
	sound 'after a thousand writers'
	[ ! -e lost ] || { cat lost errors.*; return 1; }
	[ "$(column note history.csv | grep -c '^kept-')" -eq 1500 ]
	[ "$(column note history.csv | grep '^kept-' | sort -u | wc -l)" -eq 1500 ]
	[ -z "$(column note history.csv | grep '^killed-' | sort | uniq -d)" ]
	same <(head -n 5 history.csv) before.csv
}
