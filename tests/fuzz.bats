load helper

# The inputs that fuzzing kept, and those that it found faults with, through the same checks.
@test "what fuzzing kept goes through every target without a broken promise" {
	for target in "$UNITS"/fuzz-*; do
		name=${target##*/fuzz-}
		expect 0 "$target" "$ROOT/tests/fuzz/corpus/$name"/*
		[ "$(printf '%s\n' "$output" | wc -l)" -eq "$(find "$ROOT/tests/fuzz/corpus/$name" -type f | wc -l)" ]
	done
}

@test "every target has a corpus and a dictionary" {
	for source in "$ROOT"/tests/fuzz/*.c; do
		name=$(basename "$source" .c)
		case $name in file | replay) continue ;; esac
		[ -s "$ROOT/tests/fuzz/$name.dict" ]
		[ -n "$(ls "$ROOT/tests/fuzz/corpus/$name")" ]
		[ -x "$UNITS/fuzz-$name" ]
	done
}
