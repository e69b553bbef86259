load helper

# `make spoil` does so with ten thousand for each.
@test "a few spoiled inputs of every kind: an answer with its place, or sound output, and never a crash" {
	BROKEN=$PWD/broken expect 0 "$ROOT/tests/spoil/run" 12 7
}

@test "a broken promise is noticed" {
	printf 'a,b\n1,2\n' >table
	printf '#!/bin/sh\necho out; echo "loose: spoiled:1: bad" >&2; exit 65\n' >loose
	printf '#!/bin/sh\nkill -SEGV $$\n' >crash
	printf '#!/bin/sh\nexit 70\n' >odd
	chmod +x loose crash odd
	for command in loose crash odd; do
		expect 1 "$UNITS/spoil" 1 3 table "./$command"
		shows 'run 0'
	done
}
