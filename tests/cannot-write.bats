load helper

# Every file that a command writes, where it cannot be written: the folder is closed, the file is
# read-only, the disk is full at once or half-way. The answer is the design's: 73 or 74, a message that
# names the file, nothing on standard output, and all files as they were. What is left out (-) does
# not concern that command: who appends needs no leave of the folder.

prepare() {
	export DUN_AS_OF=2026-11-22 DUN_USER=test
	mkdir base && cd base || return 1
	cp -R "$ROOT/examples/book/." .
	sed -i 's/^mail:/&\n  command: ["true"]/' policy.yaml
	import-ledger -q --profile exact-online openstaand.csv >items.csv
	select-overdue -q items.csv >selected.csv || [ $? -eq 1 ]
	compute-fees selected.csv >proposal.csv
	render-letter proposal.csv >rendered.csv
	mail-out --outbox sent --send rendered.csv >delivered.csv
	spoil items.csv selected.csv proposal.csv rendered.csv
	sed '2s/2026-09-21/x/' openstaand.csv >bad-openstaand.csv
	sed 's/00000000000010001,[^,]*/00000000000019999,Nieuw/' openstaand.csv >new.csv
	mkdir out
	cp customers.csv history.csv out
	echo reason >out/bad.csv
	echo '%PDF-of-yesterday' >out/all.pdf
	cut -d, -f 1-27 history.csv >out/old.csv
	sed 's/[^,]*$//; 1s/$/hash/' history.csv >out/bare.csv
	head -c -9 history.csv >out/torn.csv
	cp history.csv out/noted.csv
	DUN_AS_OF=2026-01-02 log-history --history out/noted.csv --event note --customer 10001 --note hello
	cd ..
}

# A row of each of these that is none any more, in bad-FILE.
spoil() {
	local file
	for file in "$@"; do
		awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "due_date") due = i }
			NR == 3 { $due = "x" } { print }' "$file" >"bad-$file"
	done
}

# The command, the file that it says, and its exit status where the folder is closed, where the file is
# read-only, and where the disk is full.
writers() {
	cat <<-'LIST'
	import-ledger --profile exact-online --customers out/customers.csv new.csv|out/customers.csv|73|73|74
	import-ledger --rejects out/bad.csv bad-openstaand.csv|out/bad.csv|73|73|74
	select-overdue --rejects out/bad.csv bad-items.csv|out/bad.csv|73|73|74
	compute-fees --rejects out/bad.csv bad-selected.csv|out/bad.csv|73|73|74
	list-items --rejects out/bad.csv bad-items.csv|out/bad.csv|73|73|74
	payment-reference --make rf --rejects out/bad.csv bad-items.csv|out/bad.csv|73|73|74
	post-fees --rejects out/bad.csv bad-proposal.csv|out/bad.csv|73|73|74
	render-letter --rejects out/bad.csv bad-proposal.csv|out/bad.csv|73|73|74
	report-aging --rejects out/bad.csv bad-items.csv|out/bad.csv|73|73|74
	mail-out --rejects out/bad.csv bad-rendered.csv|out/bad.csv|73|73|74
	forecast-cash --rejects out/bad.csv bad-items.csv|out/bad.csv|73|73|74
	render-letter --letters out proposal.csv|out|73|-|74
	render-letter --letters out/new --jobs 2 proposal.csv|out/new|73|-|74
	render-letter --merge out/all.pdf proposal.csv|out/all.pdf|73|73|74
	mail-out --outbox out/outbox rendered.csv|out/outbox|73|-|74
	mail-out --outbox out/outbox --send rendered.csv|out/outbox|73|-|74
	log-history --history out/history.csv delivered.csv|out/history.csv|-|73|74
	log-history --history out/history.csv --event note --customer 10001 --note x|out/history.csv|-|73|74
	log-history --history out/history.csv --recover --outbox sent|out/history.csv|-|73|74
	log-history --history out/new.csv --init|out/new.csv|73|-|74
	log-history --history out/old.csv --event note --customer 10001 --note x|out/old.csv|73|73|74
	show-history --history out/bare.csv --seal|out/bare.csv|73|73|74
	show-history --history out/noted.csv --forget 2026-11-01|out/noted.csv|73|73|74
	LIST
}

# try_in FOLDER COMMAND...: $status, and in out and err what it said. They are behind pipes, for which there
# is no limit.
try_in() {
	local folder=$1
	shift
	status=0
	(
		cd "$folder" && set -o pipefail
		{ "$@" 2>&1 >&4 4>&- </dev/null | cat >../err; } 4>&1 | cat >../out
	) || status=$?
	chmod -R u+w "$folder"
}

# The files of a folder; empty locks are none of them.
files() {
	(cd "$1" && find . -type f ! -name .lock -exec sha256sum {} + | sort -k2)
}

# fails STATUS FILE COMMAND...: in a copy of the book; then, where it can be written, all is well.
fails() {
	local wanted=$1 file=$2
	shift 2
	{ [ "$status" -eq "$wanted" ] && [ ! -s out ] && grep -q "^$1: .*$file.*: [A-Z][a-z ]*$" err && diff <(files base) <(files try); } || {
		echo "exit $status, expected $wanted: $*"
		cat err
		return 1
	}
	try_in try "$@"
	[ "$status" -le 1 ] || { echo "afterwards exit $status: $*"; cat err; return 1; }
}

@test "a folder that cannot be written to" {
	while IFS='|' read -r command file folder _; do
		[ "$folder" != - ] || continue
		rm -rf try && cp -R base try && chmod 555 try/out
		# shellcheck disable=SC2086 # a command and its options
		try_in try mortal $command
		fails "$folder" "$file" $command
	done < <(writers)
}

@test "a file that may not be written to" {
	while IFS='|' read -r command file _ readonly _; do
		[ "$readonly" != - ] || continue
		rm -rf try && cp -R base try && chmod 444 try/out/*
		# shellcheck disable=SC2086
		try_in try mortal $command
		fails "$readonly" "$file" $command
	done < <(writers)
}

@test "a disk that is full at once, or after some bytes" {
	local size
	while IFS='|' read -r command file folder _ full; do
		size=7
		[ "$folder" != - ] || size=$(($(stat -c %s "base/$file") + 7)) # who appends has written all before
		for size in 0 "$size"; do
			rm -rf try && cp -R base try
			# shellcheck disable=SC2086
			try_in try prlimit --fsize="$size" $command
			fails "$full" "$file" $command
		done
	done < <(writers)
}

@test "a torn line that cannot be completed stays one that can be" {
	local more
	for more in 0 1 7 8; do
		rm -rf try && cp -R base try
		try_in try prlimit --fsize=$(($(stat -c %s base/out/torn.csv) + more)) \
			log-history --history out/torn.csv --recover --outbox sent
		[ "$status" -eq 74 ] && grep -q 'out/torn.csv: File too large$' err
		try_in try log-history --history out/torn.csv --recover --outbox sent
		cmp -n "$(stat -c %s base/history.csv)" try/out/torn.csv base/history.csv || { echo "$more"; cat err; return 1; }
	done
}

@test "standard output is full, whatever is written on it" {
	cd base || return 1
	while read -r -a command; do
		rc=0
		"${command[@]}" >/dev/full 2>err </dev/null || rc=$?
		[ "$rc" -eq 74 ] && grep -q ': standard output: No space left on device$' err || {
			echo "exit $rc: ${command[*]}"
			cat err
			return 1
		}
	done <<-'LIST'
	import-ledger --list-profiles
	import-ledger --show-profile --profile exact-online
	check-policy --get company.name
	check-policy --print
	show-history
	show-history --verify
	show-history --event reminded --format html
	list-items --format table items.csv
	list-items --format html items.csv
	list-items --format pdf items.csv
	list-items --planned items.csv
	list-items --check-list proposal.csv
	report-aging --format text items.csv
	report-aging --format html items.csv
	report-aging --format pdf items.csv
	forecast-cash --format text items.csv
	forecast-cash --format pdf items.csv
	post-fees --format ledger proposal.csv
	post-fees --format hledger proposal.csv
	post-fees --format beancount proposal.csv
	render-letter --preview reminder-1
	render-letter --proof
	mail-out --flush --outbox sent
	select-overdue --explain items.csv
	list-items --help
	list-items --version
	LIST
}

@test "what a user names that is no file is written to, not replaced" {
	cd base || return 1
	mkfifo pipe
	ln -s pipe link
	cat pipe >read.pdf &
	expect 0 render-letter --merge link proposal.csv
	wait
	[ -p pipe ] && [ "$(head -c 5 read.pdf)" = %PDF- ]
	cat pipe >read.csv &
	expect 1 select-overdue --rejects pipe bad-items.csv
	wait
	[ -p pipe ] && [ "$(wc -l <read.csv)" -gt 1 ]
	# A link stays, also one to a file that is not there yet.
	ln -s out/merged.pdf post.pdf
	expect 0 render-letter --merge post.pdf proposal.csv
	[ -L post.pdf ] && [ "$(head -c 5 out/merged.pdf)" = %PDF- ]
	# Yesterday's letters are taken away where today has none; what is no file stays.
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "delivery") way = i } NR == 1 || $way == "email"' proposal.csv >mails.csv
	expect 0 render-letter --merge post.pdf mails.csv
	[ ! -e out/merged.pdf ]
	expect 0 render-letter --merge link mails.csv
	[ -p pipe ]
	cp proposal.csv out/merged.pdf
	chmod 555 out
	expect 73 mortal render-letter --merge post.pdf mails.csv
	silent
	says 'post.pdf: cannot be taken away: Permission denied'
	chmod 755 out
}

@test "bad rows that are to go where the others go are not lost, and neither are the others" {
	cd base || return 1
	select-overdue --rejects /dev/stdout bad-items.csv >both 2>err || [ $? -eq 1 ]
	select-overdue --rejects bad bad-items.csv >good 2>err || [ $? -eq 1 ]
	cat bad good | cmp - both
	select-overdue --rejects /dev/stderr bad-items.csv >good2 2>err || [ $? -eq 1 ]
	cmp good good2
	grep -qxFf bad err && grep -q '10099' err
}

@test "no room for temporary files is told by their folder" {
	perl -we 'print "customer,invoice,due_date,open_amount,text\n"; my $text = "x" x 4000;
		printf "10001,F%06d,2026-01-01,1.00,%s\n", $_, $text for 1 .. 40000' >base/many.csv
	mkdir tmp
	cd base || return 1
	while read -r -a command; do
		rc=0
		(TMPDIR=$PWD/../tmp exec prlimit --fsize=100000 "${command[@]}" 2>../err | cat >../out; exit "${PIPESTATUS[0]}") || rc=$?
		[ "$rc" -eq 74 ] && [ ! -s ../out ] && grep -q "^${command[0]}: .*/tmp: File too large$" ../err || {
			echo "exit $rc: ${command[*]}"
			cat ../err
			return 1
		}
		[ -z "$(ls -A ../tmp)" ]
	done <<-'LIST'
	select-overdue many.csv
	select-overdue --all many.csv
	payment-reference --make rf many.csv
	list-items --format csv many.csv
	list-items --format html --columns invoice,text many.csv
	LIST
}

@test "a book on a disk that cannot be written to is read as any other, and what would be written is told" {
	unshare --mount true 2>/dev/null || skip 'no disk can be mounted here'
	cd base || return 1
	cat >../read-only <<-'END'
	mount --bind . . && cd "$PWD" && mount -o remount,ro,bind . || exit 99
	"$@"
	END
	while IFS='|' read -r wanted command; do
		# shellcheck disable=SC2086 # a command and its options
		expect "$wanted" unshare --mount sh ../read-only $command
		[ "$wanted" -le 1 ] || { silent && says 'Read-only file system'; }
	done <<-'LIST'
	0|import-ledger --profile exact-online openstaand.csv
	1|select-overdue items.csv
	0|compute-fees selected.csv
	0|list-items items.csv
	0|report-aging items.csv
	0|forecast-cash items.csv
	0|payment-reference --make rf items.csv
	0|post-fees proposal.csv
	0|check-policy
	0|show-history --verify
	0|check-policy --print
	0|render-letter --letters ../elsewhere proposal.csv
	73|render-letter --letters out proposal.csv
	73|render-letter --letters ../elsewhere --merge all.pdf proposal.csv
	73|mail-out rendered.csv
	73|log-history delivered.csv
	73|log-history --history fresh.csv --init
	73|show-history --history out/bare.csv --seal
	73|import-ledger -q --profile exact-online --customers customers.csv new.csv
	73|select-overdue -q --rejects bad.csv bad-items.csv
	0|run-reminders --dry-run weekly
	0|run-reminders -q --plan 4 weekly
	73|run-reminders weekly
	LIST
}
