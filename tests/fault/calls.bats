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
		LD_PRELOAD=$UNITS/failing.so "$@" >../out 2>../err
}

# Empty, or the first bytes of the good output where it was the output that failed.
partly() { # partly CALL
	[ -s ../out ] || return 0
	[ "$1" = write ] && cmp -s -n "$(stat -c %s ../out)" ../out ../good
}

sound() { # sound CALL STATUS
	case $2 in
	0 | 1) cmp ../out ../good || { echo "status $2, another output"; return 1; } ;;
	65 | 66 | 70 | 73 | 74 | 75 | 78)
		partly "$1" || { echo "status $2, and output"; return 1; }
		[ -s ../err ] || { echo "status $2 without a word"; return 1; } ;;
	134 | 139) # HarfBuzz itself, at a few of its allocations: what matters is that nothing came of it
		[ "$1" = malloc ] && [ -n "${fonts-}" ] && [ ! -s ../out ] || { echo "status $2"; return 1; } ;;
	*) echo "status $2"; return 1 ;;
	esac
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
	FAIL_CALL=$call FAIL_COUNT=$PWD/../count LD_PRELOAD=$UNITS/failing.so "$@" >../good 2>../err || true
	total=$(cat ../count)
	[ "$total" -gt 0 ] || { echo "no $call that could fail: $*"; return 1; }
	step=$(((total + MOST - 1) / MOST))
	for ((i = 1; i <= total; i += step)); do
		rm -rf "$PWD" && cp -R ../was "$PWD" && cd "$PWD" || return 1
		status=0
		failing "$call" "$i" "$error" "$@" || status=$?
		{ sound "$call" "$status" && cleared "$@"; } || {
			echo "$call $i of $total, errno $error: $*"
			head -3 ../err
			return 1
		}
	done
	rm -rf "$PWD" && cp -R ../was "$PWD" && cd "$PWD" || return 1
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
@test "no memory, in the filters" { filters malloc 12; }
@test "no memory, in the reports" { fonts=yes reports malloc 12; }
@test "no memory, in letters" { fonts=yes each malloc 12 render-letter proposal.csv; }
@test "no memory, in the history" { each malloc 12 log-history --event note --customer 10001 --note called; }
@test "a file that cannot be opened" { filters open 24; reports open 24; each open 24 render-letter proposal.csv; }
@test "a file that cannot be read" { filters read 5; reports read 5; each read 5 render-letter proposal.csv; }
@test "a read that gives less than was asked for" { filters read 0; reports read 0; each read 0 render-letter proposal.csv; }
@test "an output that cannot be written" { filters write 28; reports write 28; each write 28 render-letter proposal.csv; }
@test "a write that takes less than it was given" { filters write 0; reports write 0; each write 0 render-letter proposal.csv; }
@test "a file that cannot be made certain, or not be renamed" {
	local call
	for call in fsync rename; do
		each "$call" 5 render-letter proposal.csv
		each "$call" 5 import-ledger --profile exact-online --customers customers.csv openstaand.csv
	done
	each fsync 5 log-history --event note --customer 10001 --note called
}
