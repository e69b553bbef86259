# Loaded by every .bats file: the built commands first in PATH, a fixed zone,
# locale and day, and a folder of its own for each test to stand in.

bats_require_minimum_version 1.5.0

ROOT=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
BIN=${DUN_BUILD:-$ROOT/build}/bin
UNITS=${DUN_BUILD:-$ROOT/build}/tests

setup() {
	export PATH=$BIN:$PATH TZ=${DUN_TEST_TZ:-UTC} LC_ALL=${DUN_TEST_LOCALE:-C.UTF-8} DUN_DATADIR=$ROOT/examples
	unset DUN_POLICY DUN_AS_OF
	[[ $BIN != */valgrind/bin ]] || spare
	cd "$BATS_TEST_TMPDIR" || return 1
	if declare -F prepare >/dev/null; then prepare; fi
}

# The tests' own tools keep their alphabet in every place (tests/places/run): in Turkish, [a-z] has no i.
if [ -n "${DUN_TEST_LOCALE-}" ]; then
	for tool in awk comm grep hledger join ls pdfinfo readelf sed sort; do
		eval "$tool() { TZ=UTC LC_ALL=C.UTF-8 command $tool \"\$@\"; }"
	done
fi

# See tests/valgrind/run.
spare() {
	if grep -qxF -- "$BATS_TEST_DESCRIPTION" "$ROOT/tests/valgrind/spared"; then skip 'not under valgrind'; fi
}

# Run a command with its standard output and error apart: $status, $output, $stderr.
try() {
	run --separate-stderr "$@"
}

# expect STATUS COMMAND...: run it and hold its exit status against STATUS.
expect() {
	local wanted=$1
	shift
	try "$@"
	[ "$status" -eq "$wanted" ] || {
		echo "exit $status, expected $wanted: $*"
		echo "stdout: ${output:0:2000}"
		echo "stderr: ${stderr:0:2000}"
		return 1
	}
}

# As a user to whom permissions apply: root without its capabilities.
mortal() {
	if [ "$(id -u)" -eq 0 ]; then setpriv --bounding-set=-all --inh-caps=-all "$@"; else "$@"; fi
}

# Assertions that print what they saw. `! command` asserts nothing in bats.
says() { # says TEXT: standard error holds TEXT
	[[ $stderr == *"$1"* ]] || { printf 'stderr lacks: %s\nstderr: %s\n' "$1" "$stderr"; return 1; }
}
shows() { # shows TEXT: standard output holds TEXT
	[[ $output == *"$1"* ]] || { printf 'stdout lacks: %s\nstdout: %s\n' "$1" "$output"; return 1; }
}
hides() { # hides TEXT: standard output does not hold TEXT
	[[ $output != *"$1"* ]] || { printf 'stdout has: %s\nstdout: %s\n' "$1" "$output"; return 1; }
}
silent() { # nothing on standard output
	[ -z "$output" ] || { printf 'stdout: %s\n' "$output"; return 1; }
}
refute() { # refute COMMAND...: it fails
	if "$@"; then echo "succeeded: $*"; return 1; fi
}
same() { # same FILE FILE
	diff -u "$1" "$2"
}

# column NAME [FILE]: the values of one column of a CSV table, a line each. Perl reads the
# quotes, so that our own reader is not its own judge.
column() {
	perl -we '
		my $name = shift; local $/ = undef; my $text = <>; my (@rows, @row);
		while ($text =~ /\G(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|\z)/gc) {
			my ($quoted, $plain, $end) = ($1, $2, $3);
			push @row, defined $quoted ? $quoted =~ s/""/"/gr : $plain;
			next if $end eq ","; push @rows, [@row]; @row = (); last if pos($text) == length $text;
		}
		my ($i) = grep { $rows[0][$_] eq $name } 0 .. $#{$rows[0]};
		defined $i or die "no column $name\n"; print "$_->[$i]\n" for @rows[1 .. $#rows];
	' "$@"
}
