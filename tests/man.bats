load helper

# The manual: complete, well formed, true.

@test "every command has a man page" {
	for command in $(basename -a "$BIN"/*); do
		[ -f "$ROOT/man/$command.1" ] || { echo "no man/$command.1"; return 1; }
	done
}

@test "the pages are well formed" {
	cd "$ROOT" || return 1
	run mandoc -T lint -W warning man/*.[157]
	[ "$status" -eq 0 ] || { echo "$output"; return 1; }
}

@test "each page of a command has its sections in order, exit statuses and examples" {
	for page in "$ROOT"/man/*.1; do
		sections=$(sed -n 's/^\.Sh //p' "$page" | tr '\n' ' ')
		[[ $sections == "NAME SYNOPSIS DESCRIPTION "*"EXIT STATUS EXAMPLES "*"SEE ALSO "* ]] ||
			{ echo "$page: $sections"; return 1; }
	done
}

@test "where a file may not be made, as that of the rejects, the exit status is told" {
	for page in $(grep -l -- '-rejects' "$ROOT"/man/*.1); do
		sed -n '/^\.Sh EXIT STATUS/,$p' "$page" | grep -qE '^\.It 73( |$)' || { echo "$page"; return 1; }
	done
}

@test "each other page says what it is, tells it, and leads on" {
	for page in "$ROOT"/man/*.[57]; do
		sections=$(sed -n 's/^\.Sh //p' "$page" | tr '\n' ' ')
		[[ $sections == "NAME DESCRIPTION "*"SEE ALSO "* ]] || { echo "$page: $sections"; return 1; }
	done
}

@test "each page has the title and the name of its file" {
	for page in "$ROOT"/man/*.[157]; do
		file=$(basename "$page") name=$(sed -n 's/^\.Nm //p' "$page" | head -n 1)
		grep -qx "\.Dt $(echo "${file%.*} ${file##*.}" | tr a-z A-Z)" "$page" || { echo "$page: .Dt"; return 1; }
		[ "$name" = "${file%.*}" ] || { echo "$page: .Nm $name"; return 1; }
	done
}

# What is not ours is named here.
@test "pages that are referred to exist" {
	cd "$ROOT/man" || return 1
	for name in $(sed -nE 's/^\..*\<Xr ([a-z0-9-]+) ([1-9]).*/\1.\2/p' ./*.[157] | sort -u); do
		case $name in
		awk.1 | join.1 | msmtp.1 | parallel.1 | sort.1 | flock.2 | fnmatch.3 | crontab.5 | cron.8) continue ;;
		esac
		[ -f "$name" ] || { echo "no man/$name"; return 1; }
	done
}

@test "--help tells the options that the man page tells" {
	for command in $(basename -a "$BIN"/*); do
		"$command" --help | grep -oE -- '--[a-z][a-z-]*' | sort -u | grep -vxE -- '--(help|version|quiet|verbose)' >help
		sed -n '/^\.Sh DESCRIPTION/,/^\.Sh EXIT/p' "$ROOT/man/$command.1" |
			sed -n 's/^\.It .*Fl Fl \([a-z-]*\).*/--\1/p; s/^\.It .*Fl -\([a-z-]*\).*/--\1/p' |
			sort -u | grep -vxE -- '--(help|version|quiet|verbose)' >page
		diff -u help page || { echo "$command: --help (left) and man page differ"; return 1; }
		sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESCRIPTION/p' "$ROOT/man/$command.1" |
			grep -oE 'Fl (Fl |-)[a-z][a-z-]*' | sed -E 's/Fl (Fl |-)/--/' | sort -u |
			grep -vxE -- '--(help|version|quiet|verbose)' >synopsis
		diff -u help synopsis || { echo "$command: --help (left) and SYNOPSIS differ"; return 1; }
	done
}

# The lines of EXAMPLES that begin with "$ ", in a copy of the example book.
@test "the examples of every page run" {
	for page in "$ROOT"/man/*.[157]; do
		rm -rf book && cp -R "$ROOT/examples/book" book && cd book || return 1
		export DUN_AS_OF=2026-11-22 DUN_USER=test
		import-ledger -q --profile exact-online openstaand.csv >items.csv
		select-overdue items.csv 2>/dev/null | compute-fees >proposal.csv
		render-letter proposal.csv >rendered.csv
		mail-out rendered.csv >delivered.csv
		sed -n '/^\.Sh EXAMPLES/,/^\.Sh SEE ALSO/s/^\$ //p' "$page" | sed 's/\\(aq/'"'"'/g; s/\\(ga/`/g; s/\\(ha/^/g; s/\\(ti/~/g; s/\\&//g; s/\\e/\\/g' >commands
		while IFS= read -r line; do
			rc=0
			bash -c "set -o pipefail; $line" >out 2>err </dev/null || rc=$?
			[ "$rc" -le 1 ] || { echo "$page: $line: exit $rc"; cat err; return 1; }
		done <commands
		cd .. || return 1
	done
}
