load ../helper

# Every call of mail-out that can fail is made to fail once, and the process is killed at every
# call that it makes, whole list. Takes some minutes; tests/mail-out.bats has the short form.

ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
BIN=${DUN_BUILD:-$ROOT/build}/bin

prepare() {
	export DUN_AS_OF=2026-11-22 ASAN_OPTIONS=detect_leaks=0
	cat >mta <<-'END'
	#!/bin/sh
	echo >>begun
	cat >/dev/null
	echo "$4" >>taken
	END
	chmod +x mta
	cat >policy.yaml <<-END
	company: {name: Voorbeeld BV, country: NL}
	defaults: {currency: EUR, language: nl}
	terms: {standard: {levels: [{after_due: 7, template: t}]}}
	mail: {from: deb@v.example, bcc: archief@v.example, timeout: 20, command: [$PWD/mta]}
	END
	printf 'customer,name,email\nC1,Een,c1@x.example\nC2,Twee,c2@x.example\n' >customers.csv
	printf 'customer,invoice,due_date,open_amount\nC1,F1,2026-11-01,100.00\nC2,F2,2026-11-01,200.00\n' >items.csv
	mkdir -p templates/nl
	printf 'Subject: Herinnering\n\n%%items%%\n' >templates/nl/t.mail.md
	printf '%%items%%\n' >templates/nl/t.letter.md
	log-history --init
	select-overdue items.csv | compute-fees | render-letter >rendered.csv
	strace -o trace -e trace='!brk,mmap,munmap,mprotect,rt_sigprocmask,rt_sigaction,close,exit_group' \
		mail-out --send --jobs 1 rendered.csv >out.csv
	sed -n 's/^\([a-z0-9_]*\)(.*/\1/p' trace | awk '{ print $1, ++n[$1] }' >points
}

# after CALL N: the second run tells of each message that it was sent, or may have been.
after() {
	while [ "$(wc -l <begun)" -ne "$(wc -l <taken)" ]; do sleep 0.01; done
	rc=0
	mail-out --send rendered.csv >out.csv 2>err || rc=$?
	unsure=$(find outbox/sending -name '[!.]*.eml' | wc -l)
	waiting=$(find outbox/queued outbox/failed -name '*+bcc.eml' | wc -l)
	total=$(wc -l <taken)
	[ "$rc" -eq "$unsure" ] && [ "$(wc -l <out.csv)" -eq 3 ] && [ "$total" -le 4 ] &&
		[ $((total + unsure + waiting)) -ge 4 ] || {
		echo "$*: exit $rc, $total sent, $unsure in doubt, $waiting wait"
		cat err
		return 1
	}
	refute grep -qE ',(queued|failed|skipped),' out.csv
}

@test "killed at any call, it loses nothing and sends nothing twice without a word" {
	while read -r call n; do
		rm -rf outbox taken begun
		touch taken begun
		strace -o trace -e trace="$call" -e inject="$call:signal=KILL:when=$n" \
			mail-out --send --jobs 1 rendered.csv >killed.csv 2>err || killed=$?
		after "killed at $call $n"
	done <points
}

@test "any call may fail: an error is told, nothing is lost and nothing sent twice" {
	while read -r call n; do
		case $call in
		execve | wait4 | read | arch_prctl | set_tid_address | set_robust_list | rseq | prlimit64) continue ;;
		esac
		rm -rf outbox taken begun
		touch taken begun
		timeout 60 strace -o trace -e trace="$call" -e inject="$call:error=EIO:when=$n" \
			mail-out --send --jobs 1 rendered.csv >failed.csv 2>err || failed=$?
		after "$call $n fails"
	done <points
}
