load ../helper

# Each call of the C library that can fail does so in turn, in every filter: memory, opening, reading,
# writing, syncing, renaming; and reads and writes that do a part of their work. What must hold
# then: an exit status of the table; the whole output or none of it; a message; no file half made.

ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
BIN=${DUN_BUILD:-$ROOT/build}/bin
UNITS=${DUN_BUILD:-$ROOT/build}/tests
MOST=${MOST:-250} # runs a command and a call: beyond that, of more calls evenly many

prepare() {
	[[ ${DUN_BUILD-} != *sanitize* ]] || skip "the sanitizer has an allocator of its own"
	export DUN_AS_OF=2026-11-22
	cp -R "$DUN_DATADIR/book" book
	cd book || return 1
	import-ledger --profile exact-online openstaand.csv >items.csv 2>log
	select-overdue items.csv 2>log | compute-fees >proposal.csv
}

failing() { # failing CALL AT ERRNO COMMAND...
	local call=$1 number=$2 error=$3
	shift 3
	FAIL_CALL=$call FAIL_AT=$number FAIL_ERRNO=$error FAIL_COUNT=$PWD/../count \
		LD_PRELOAD=$UNITS/failing.so "$@" <"${input:-/dev/null}" >../out 2>../err
}

# Empty, or the first bytes of the good output where it was the output that failed, or the file that it was
# kept in.
partly() { # partly CALL
	[ -s ../out ] || return 0
	[ -n "${varies-}" ] || { [[ $1 == write || $1 == close || -n ${kept-} ]] && cmp -s -n "$(stat -c %s ../out)" ../out ../good; }
}

sound() { # sound CALL STATUS ERRNO
	# What was interrupted is done again.
	[ "$3" -ne 4 ] || [ "$2" -le 1 ] || { echo "interrupted, status $2"; return 1; }
	case $2 in
	0 | 1) [ -n "${varies-}" ] || cmp ../out ../good || { echo "status $2, another output"; return 1; } ;;
	65 | 66 | 70 | 71 | 73 | 74 | 75 | 78)
		partly "$1" || { echo "status $2, and output"; return 1; }
		[ -s ../err ] || { echo "status $2 without a word"; return 1; } ;;
	134 | 139) # HarfBuzz itself, at a few of its allocations: what matters is that nothing came of it
		[ "$1" = malloc ] && [ -n "${fonts-}" ] && [ ! -s ../out ] || { echo "status $2"; return 1; } ;;
	*) echo "status $2"; return 1 ;;
	esac
}

# The file that the command writes, where it writes one, is as it was or as it will be. A seal is never
# twice the same.
whole() {
	[ -z "${written-}" ] || cmp -s "$written" "../was/$written" ||
		if [ -n "${varies-}" ]; then
			[ "$(wc -l <"$written")" -eq "$(wc -l <../written)" ] && show-history -q --history "$written" --verify >../verified
		else
			cmp -s "$written" ../written
		fi
}

left_behind() {
	find . -name '.*' ! -name .
}

# What a run had to leave behind, since it could not even take it away, the next one takes.
cleared() { # cleared COMMAND...
	[ -n "$(left_behind)" ] || return 0
	"$@" >../out 2>../err || true
	[ -z "$(left_behind)" ] || { echo "left behind: $(left_behind)"; return 1; }
}

# each CALL ERRNO COMMAND...: every one of these calls fails once. The folder is made anew each time.
each() {
	local call=$1 error=$2 status total step i
	shift 2
	rm -rf ../was && cp -R . ../was
	FAIL_CALL=$call FAIL_COUNT=$PWD/../count LD_PRELOAD=$UNITS/failing.so "$@" <"${input:-/dev/null}" >../good 2>../err || true
	[ -z "${written-}" ] || cp "$written" ../written
	total=$(cat ../count)
	[ "$total" -gt 0 ] || [ "$call" = other ] || { echo "no $call that could fail: $*"; return 1; }
	step=$(((total + MOST - 1) / MOST))
	for ((i = 1; i <= total; i += step)); do
		rm -rf "$PWD" && cp -R ../was "$PWD" && cd "$PWD" || return 1
		status=0
		failing "$call" "$i" "$error" "$@" || status=$?
		{ sound "$call" "$status" "$error" && whole && cleared "$@"; } || {
			echo "$call $i of $total, errno $error: $*"
			head -3 ../err
			return 1
		}
	done
	rm -rf "$PWD" && cp -R ../was "$PWD" && cd "$PWD" || return 1
}

# mails CALL ERRNO: the same for a run of four mails. How ever it ends, the next one tells of each of them that
# it was sent, which it then was once, or that it may have been. Where GLib has no memory, it ends the process.
mails() {
	local call=$1 error=$2 status total step i
	head -n 1 proposal.csv >few.csv && grep '^20261122-1000[128]-' proposal.csv >>few.csv
	sed -i 's|^mail:|&\n  command: ["sh", "-c", "cat >/dev/null; echo $4 >>../taken", "sh"]|' policy.yaml
	render-letter -q few.csv >rendered.csv
	rm -rf ../was && cp -R . ../was
	: >../taken
	failing "$call" 0 "$error" mail-out --send rendered.csv
	[ "$(sort ../taken | uniq | wc -l)" -eq 4 ] && [ "$(wc -l <../taken)" -eq 4 ]
	total=$(cat ../count)
	[ "$total" -gt 0 ] || { echo "no $call that could fail"; return 1; }
	step=$(((total + MOST - 1) / MOST))
	for ((i = 1; i <= total; i += step)); do
		rm -rf "$PWD" && cp -R ../was "$PWD" && cd "$PWD" && : >../taken || return 1
		status=0
		failing "$call" "$i" "$error" mail-out --send rendered.csv || status=$?
		case $status in
		0 | 1) ;;
		*) [ "$error" -ne 4 ] ;;&
		65 | 66 | 70 | 73 | 74 | 75 | 78) [ -s ../err ] ;;
		133 | 134 | 139) [ "$call" = malloc ] ;;
		*) false ;;
		esac && all_told || {
			echo "$call $i of $total, errno $error: exit $status"
			head -3 ../err
			return 1
		}
	done
}

all_told() {
	local status=0
	mail-out --send rendered.csv >../out 2>../err || status=$?
	[ "$status" -le 1 ] && [ -z "$(left_behind | grep -v 'outbox/\.')" ] || return 1
	paste -d' ' <(column delivery_status ../out) <(column delivered_to ../out) | sort -u | awk '
		NR == FNR { taken[$1]++; if (taken[$1] > 1) { print $1 " arrived twice"; bad = 1 } next }
		$1 != "sent" && $1 != "unsure" { print $2 " is " $1; bad = 1 }
		$1 == "sent" { gsub(/;/, " "); for (i = 2; i <= NF; i++) if (taken[$i] != 1) { print $i ", told as sent, did not arrive"; bad = 1 } }
		END { exit bad }' ../taken -
}

# ENOMEM 12, EIO 5, ENOSPC 28, EMFILE 24, EINTR is a retry and no failure
filters() { # filters CALL ERRNO
	each "$1" "$2" import-ledger --profile exact-online openstaand.csv
	each "$1" "$2" import-ledger openstaand.csv
	each "$1" "$2" select-overdue items.csv
	each "$1" "$2" select-overdue --explain items.csv
	each "$1" "$2" compute-fees proposal.csv
	each "$1" "$2" payment-reference --make ogm items.csv
	each "$1" "$2" post-fees --format ledger proposal.csv
	each "$1" "$2" check-policy --law nl
	each "$1" "$2" check-policy --print
	each "$1" "$2" show-history --format csv
	each "$1" "$2" show-history --verify
}
reports() { # reports CALL ERRNO
	each "$1" "$2" list-items --format csv items.csv
	each "$1" "$2" report-aging --format text items.csv
	each "$1" "$2" report-aging --format pdf items.csv
	each "$1" "$2" forecast-cash --format text items.csv
}
writers() { # writers CALL ERRNO
	sed '3s/,2026-[0-9-]*,/,x,/' items.csv >bad.csv
	sed 's/[^,]*$//; 1s/$/hash/' history.csv >bare.csv
	cp history.csv noted.csv
	DUN_AS_OF=2026-01-02 log-history --history noted.csv --event note --customer 10001 --note hello
	sed 's/00000000000010001,[^,]*/00000000000019999,Nieuw/' openstaand.csv >new.csv
	local written varies
	written=customers.csv each "$1" "$2" import-ledger --profile exact-online --customers customers.csv new.csv
	echo reason >rejects.csv
	written=rejects.csv each "$1" "$2" select-overdue --rejects rejects.csv bad.csv
	echo %PDF >merged.pdf
	written=merged.pdf fonts=yes each "$1" "$2" render-letter --merge merged.pdf proposal.csv
	each "$1" "$2" render-letter --jobs 2 proposal.csv
	varies=yes
	written=bare.csv each "$1" "$2" show-history --history bare.csv --seal
	written=noted.csv each "$1" "$2" show-history --history noted.csv --forget 2026-11-01
}
@test "no memory, in the filters" { filters malloc 12; }
@test "no memory, in the reports" { fonts=yes reports malloc 12; }
@test "no memory, in letters" { fonts=yes each malloc 12 render-letter proposal.csv; }
# Its fifteen thousand allocations are of HarfBuzz, libharu, libpng, zlib, libqrencode and ours: more of them fail.
@test "no memory, in a letter with a logo, links and characters of another font" {
	base64 -d >logo.png <<<'iVBORw0KGgoAAAANSUhEUgAAAEAAAABAAQAAAACCEkxzAAAAD0lEQVR42mNgGAWjgHwAAAJAAAHgTR1EAAAAAElFTkSuQmCC'
	sed -i 's/^company:/&\n  logo: logo.png/' policy.yaml
	sed -i 's/De Gouden Korrel/Gouden ☃ Korrel/' customers.csv
	mkdir -p templates/nl
	printf '# T\n\n*Een* **[koppeling](http://x.example/)**.\n\n%%items%%\n\n%%qr%%\n' >templates/nl/reminder-3.letter.md
	head -n 1 proposal.csv >one.csv && grep '^20261122-10001-3,' proposal.csv >>one.csv
	echo %PDF >merged.pdf
	export DUN_FONT_FALLBACK='DejaVu Sans'
	written=merged.pdf fonts=yes MOST=${MOST_LETTER:-1000} each malloc 12 render-letter --merge merged.pdf --all one.csv
}
@test "no memory, in the history" { each malloc 12 log-history --event note --customer 10001 --note called; }
@test "no memory, in mails" { mails malloc 12; }
@test "mails whose files cannot be opened" { mails open 24; }
@test "mails that cannot be read" { mails read 5; }
@test "mails that are read in pieces" { mails read 0; }
@test "mails that cannot be written" { mails write 28; }
@test "mails that are written in pieces" { mails write 0; }
@test "mails that cannot be made certain" { mails fsync 5; }
@test "mails that cannot be renamed" { mails rename 5; }
@test "mails that are not whole when they are closed" { mails close 122; }
@test "mails whose reading is interrupted" { mails read 4; }
@test "mails whose writing is interrupted" { mails write 4; }
@test "mails that cannot be looked at or locked" { mails other 5; }
@test "a file that cannot be opened" { filters open 24; reports open 24; writers open 24; }
@test "a file that cannot be read" { filters read 5; reports read 5; writers read 5; }
@test "a read that gives less than was asked for" { filters read 0; reports read 0; writers read 0; }
@test "a read that is interrupted" { filters read 4; reports read 4; writers read 4; }
@test "an output that cannot be written" { filters write 28; reports write 28; writers write 28; }
@test "a write that takes less than it was given" { filters write 0; reports write 0; writers write 0; }
@test "a write that is interrupted" { filters write 4; reports write 4; writers write 4; }
@test "a file that cannot be made certain" { writers fsync 5; each fsync 5 log-history --event note --customer 10001 --note called; }
@test "a file that cannot be renamed" { writers rename 5; }
@test "a file that is not whole when it is closed" { filters close 122; reports close 122; writers close 122; }
@test "a file that cannot be looked at, mapped, locked" { filters other 5; reports other 5; writers other 5; }
@test "rows that are too many for memory, and a call that fails" {
	local fault kept=yes
	perl -we 'print "customer,invoice,due_date,open_amount,text\n"; my $text = "x" x 2000;
		printf "10001,F%06d,2026-01-01,1.00,%s\n", $_, $text for 1 .. 80000' >../many.csv
	MOST=$((MOST / 20 + 4))
	for fault in 'open 24' 'read 5' 'read 0' 'read 4' 'write 28' 'write 0' 'write 4' 'other 5'; do
		# shellcheck disable=SC2086 # two words
		{ each $fault payment-reference --make rf ../many.csv && each $fault select-overdue ../many.csv; } || return
	done
}
@test "an export through a pipe that is too long for memory, and a call that fails" {
	local fault input=../long.csv
	perl -we 'print "customer,invoice,due_date,open_amount,text\n"; my $text = "x" x 20000;
		printf "10001,F%06d,2026-01-01,1.00,%s\n", $_, $text for 1 .. 4000' >../long.csv
	MOST=$((MOST / 10 + 4))
	for fault in 'open 24' 'read 5' 'read 0' 'read 4' 'write 28' 'write 0' 'write 4' 'other 5'; do
		# shellcheck disable=SC2086 # two words
		each $fault import-ledger || return
	done
}
