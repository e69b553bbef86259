load helper

# What holds for every command, held against each of them.

prepare() {
	cp -R "$ROOT/examples/book/." .
	export DUN_AS_OF=2026-11-22 DUN_USER=test
	import-ledger -q --profile exact-online openstaand.csv >items.csv
	select-overdue items.csv >selected.csv 2>/dev/null || [ $? -eq 1 ]
	compute-fees selected.csv >proposal.csv
	render-letter proposal.csv >rendered.csv
	mail-out rendered.csv >delivered.csv
}

commands() { basename -a "$BIN"/*; }

# The filters with an input that is good for them, and what option they cannot do without.
filters() {
	cat <<-'LIST'
	import-ledger openstaand.csv
	select-overdue items.csv
	compute-fees selected.csv
	list-items items.csv
	report-aging items.csv
	payment-reference items.csv --make=rf
	post-fees proposal.csv
	forecast-cash items.csv
	render-letter proposal.csv
	mail-out rendered.csv
	log-history delivered.csv
	LIST
}

@test "every command prints --help and --version on standard output" {
	for command in $(commands); do
		expect 0 "$command" --help
		shows "usage: $command"
		[ -z "$stderr" ]
		# It fits a terminal.
		refute grep -E '.{81}| $' <<<"$output"
		expect 0 "$command" --version
		shows "$command (dun) "
	done
}

# A count of one with a noun of many behind it, as in "1 items" (not "1 was", "1 this", "1 thus").
@test "one of a thing is not told as many" {
	sed -n '1p;2p' items.csv >one.csv
	head -n 1 history.csv >empty.csv
	cp empty.csv one-line.csv
	log-history -q --history one-line.csv --event note --customer 10001 --note called --date 2026-01-05
	(head -n 1 one-line.csv; tail -n 1 one-line.csv | sed 's/[^,]*$//') >unsealed.csv
	echo customer >narrow.csv
	echo a >fields.csv; echo 'Klant;Factuur;Vervaldatum;Openstaand
	10001;F1;2026-01-01;10,00
	Totaal;;;10,00' | tr -d '\t' >export.csv
	sed 's/^Totaal.*/10001;F2;2026-13-01;1,00/' export.csv >faulty.csv
	sed 's/^Totaal.*/10001/' export.csv >short.csv
	printf '%s\n' customer,invoice,invoice_date,due_date,amount,open_amount,paid_date \
		10001,P1,2026-06-01,2026-06-15,100.00,0.00,2026-06-20 >paid.csv
	while IFS= read -r line; do
		bash -c "$line" >told 2>&1 || true
		[ -s told ] || { echo "nothing told: $line"; return 1; }
		refute grep -E '(^|[^0-9.,:-])1 ([a-z]+[^aiu]|IBAN)s( |,|;|:|\)|$)' told || { echo "$line"; return 1; }
	done <<-'LIST'
	payment-reference -v --make rf one.csv
	payment-reference -v --check one.csv
	payment-reference -v --check-iban customer one.csv
	payment-reference --check items.csv narrow.csv
	import-ledger -v export.csv
	import-ledger --rejects rejects.csv faulty.csv
	import-ledger short.csv
	select-overdue -v one.csv
	list-items one.csv --format table
	report-aging one.csv
	report-aging --months 3 paid.csv
	forecast-cash one.csv
	show-history --verify --history one-line.csv
	show-history --verify --history unsealed.csv
	show-history --forget 2026-11-01 --history one-line.csv
	show-history --verify --history one-line.csv
	LIST
}

@test "a wrong option is one line and where to look, exit 64" {
	for command in $(commands); do
		expect 64 "$command" --no-such-option
		silent
		says "$command: there is no option --no-such-option"
		says "Try '$command --help'"
		[ "$(printf '%s\n' "$stderr" | wc -l)" -eq 2 ]
	done
}

@test "a full disk is an error in every command" {
	while read -r command file option; do
		rc=0
		"$command" -q $option "$file" >/dev/full 2>err || rc=$?
		[ "$rc" -eq 74 ] || { echo "$command: $rc"; cat err; return 1; }
		grep -q "standard output" err || { cat err; return 1; }
	done < <(filters)
	rc=0
	check-policy --print >/dev/full 2>err || rc=$?
	[ "$rc" -eq 74 ]
}

@test "a file that is not there is an error that names it, exit 66" {
	while read -r command _ option; do
		expect 66 "$command" $option no-such-file.csv
		silent
		says "no-such-file.csv"
	done < <(filters)
}

@test "an empty input is an error, not a quiet success" {
	: >nothing.csv
	while read -r command _ option; do
		expect 65 "$command" $option /dev/null
		silent
		expect 65 "$command" $option nothing.csv
		silent
		says nothing.csv
		rc=0
		false | "$command" $option >out 2>err || rc=$?
		[ "$rc" -eq 65 ] || { echo "$command: $rc"; cat err; return 1; }
		[ ! -s out ]
		grep -q '<stdin>' err || { cat err; return 1; }
	done < <(filters)
}

@test "a torn input is refused, nothing is written" {
	while read -r command file option; do
		[ "$command" != import-ledger ] || continue
		head -c -1 "$file" >torn.csv
		expect 65 "$command" $option torn.csv
		silent
		says "torn.csv:"
	done < <(filters)
}

@test "a header alone is a quiet day: exit 0 and a header" {
	while read -r command file option; do
		[ "$command" != import-ledger ] || continue
		head -n 1 "$file" >header.csv
		expect 0 "$command" $option header.csv
	done < <(filters)
}

@test "a proposal without rows is of today in every report" {
	for file in selected.csv proposal.csv delivered.csv; do
		head -n 1 "$file" >header.csv
		for report in report-aging forecast-cash list-items; do
			for format in text csv html pdf; do
				case $report-$format in forecast-cash-html) continue ;; list-items-text) format=table ;; esac
				expect 0 "$report" --format "$format" header.csv
				case $format-$report in
				pdf-*) [[ $output = %PDF-* ]] ;;
				html-*) shows 2026-11-22 ;;
				esac
			done
		done
	done
}

@test "two standard inputs are a mistake" {
	while read -r command _ option; do
		expect 64 "$command" $option - -
		silent
	done < <(filters)
}

@test "the rejects never replace what is read" {
	while read -r command input options; do
		cp "$input" before
		ln -sf "$input" link
		for rejects in "$input" link "$PWD/$input"; do
			# shellcheck disable=SC2086 # words
			expect 64 "$command" $options --rejects "$rejects" "$input"
			silent
			says "\"$rejects\" is read here, and would be replaced"
			# shellcheck disable=SC2086
			expect 64 "$command" $options --rejects "$rejects" <"$input"
		done
		cmp "$input" before
	done < <(filters)
	for book in history.csv customers.csv policy.yaml; do
		cp "$book" before
		while read -r command input options; do
			case $command,$book in
			import-ledger,* | payment-reference,* | log-history,[cp]*) continue ;;
			esac
			# shellcheck disable=SC2086
			expect 64 "$command" $options --rejects "$book" "$input"
			silent
			cmp "$book" before
		done < <(filters)
	done
	cp proposal.csv before
	expect 64 render-letter --merge proposal.csv proposal.csv
	says '"proposal.csv" is read here, and would be replaced'
	cmp proposal.csv before
}

@test "a reader that goes away ends the filters quietly" {
	for _ in $(seq 3000); do tail -n +2 items.csv; done | awk -F, -v OFS=, '{$2 = NR; print}' >rows
	{ head -n 1 items.csv; cat rows; } >many.csv
	run bash -c 'set -o pipefail; select-overdue --all many.csv 2>err | head -n 1'
	[ "$status" -eq 141 ]
	[ ! -s err ] || { cat err; return 1; }
}

@test "a reader that is not there any more ends every command quietly" {
	alone() { perl -e 'pipe my $r, my $w or die; close $r; open STDOUT, ">&", $w or die; close $w; exec @ARGV or die' "$@"; }
	while read -r command file option; do
		# What became of mails is not lost in silence.
		[ "$command" != mail-out ] || { expect 74 alone mail-out "$file" && says 'standard output: Broken pipe' && continue; }
		rc=0
		alone "$command" -q $option $file 2>err || rc=$?
		[ "$rc" -eq 141 ] && ! grep -qi "pipe\|output" err || { echo "$command: $rc"; cat err; return 1; }
	done < <(filters; echo check-policy policy.yaml --print; echo show-history)
}

@test "no source lacks the banned list, and it stands last" {
	cd "$ROOT" || return 1
	for file in cmd/*.c lib/*/*.c tests/lib/*.c; do
		last=$(grep '^#include' "$file" | tail -n 1)
		[ "$last" = '#include "base/banned.h"' ] || { echo "$file: $last"; return 1; }
	done
}

@test "a room of lib uses those below it and never one above or beside" {
	cd "$ROOT/lib" || return 1
	order="base value table book rules stage text letter mail"
	for room in $order; do
		below=${order%%"$room"*}
		run grep -hoE '#include "[a-z]+/' "$room" -r
		for used in $(printf '%s\n' "$output" | sed 's/.*"//; s,/,,' | sort -u); do
			case " $below $room " in
			*" $used "*) ;;
			*) echo "lib/$room uses lib/$used"; return 1 ;;
			esac
		done
	done
}

@test "the banned list makes floating money a compile error" {
	for word in 'double x' 'int x = atoi("1")' 'float x' 'struct tm *x = localtime(0)'; do
		printf '#include <stdlib.h>\n#include <time.h>\n#include "base/banned.h"\n%s;\n' "$word" >bad.c
		run "${CC:-cc}" -std=c11 -I"$ROOT/lib" -c -o bad.o bad.c
		[ "$status" -ne 0 ]
		[[ $output == *poisoned* ]]
	done
}

@test "no assertion of the tests is dead" {
	run grep -nE '^[[:space:]]*! ' "$ROOT"/tests/*.bats
	[ "$status" -eq 1 ] || { echo "$output"; return 1; }
}

@test "no function of the library is dead" {
	local build=${BIN%/bin} work=$PWD
	[ -e "$build/libdun.a" ] || skip 'no library here'
	cd "$ROOT" || return 1
	# A word of the C files as often as it stands there, and what other objects want.
	grep -ohE '\<[a-z][a-z0-9_]+\>' lib/*/*.c cmd/*.c tests/lib/*.c tests/fuzz/*.c | sort | uniq -c >"$work/words"
	nm -u "$build/libdun.a" "$build"/cmd/*.o | awk '$1 == "U" { print 1, $2 }' >>"$work/words"
	nm -g --defined-only "$build/libdun.a" 2>/dev/null | awk '
		FNR == NR { named[$2] += $1; next }
		$2 == "T" && named[$3] == 1 { print $3 " is called by nobody"; dead = 1 }
		$2 == "T" { seen++ }
		END { exit dead || seen < 500 }' "$work/words" -
}

# Bash reads such an escape by the locale that it was started in.
@test "no test writes a character in a way that depends on the locale" {
	run grep -nE "\\$'[^']*\\\\u" "$ROOT"/tests/*.bats "$ROOT"/tests/*.bash
	[ "$status" -eq 1 ] || { echo "$output"; return 1; }
}

@test "shell scripts are clean" {
	cd "$ROOT" || return 1
	shellcheck .ci/run .ci/deps cmd/*.sh examples/demo examples/many-machines tests/*/run tests/lint/coverage tests/places/locales
}

@test "options that do not go together, and words that an option does not know, are said" {
	local command said
	while IFS='|' read -r command said; do
		# shellcheck disable=SC2086 # a command and its options
		expect 64 $command
		silent
		[ "${stderr%%$'\n'*}" = "${command%% *}: $said" ] || { echo "$command: $stderr"; return 1; }
	done <<-'END'
	select-overdue --all --explain items.csv|--all and --explain do not go together
	select-overdue --all --level 1 items.csv|--all takes every open item, so --level does not go with it
	select-overdue --all --pick x items.csv|--all takes every open item, so --pick does not go with it
	select-overdue --level 9 items.csv|option --level: no terms of policy.yaml have a level "9"
	select-overdue --terms 9 items.csv|option --terms: policy.yaml has no terms "9"
	select-overdue --delivery fax items.csv|option --delivery: "fax" is not email, post or none
	render-letter --arrears proposal.csv|--arrears goes with --statement alone
	render-letter --all proposal.csv|--all goes with --merge alone
	render-letter --duplex proposal.csv|--duplex goes with --merge alone
	render-letter --language nl proposal.csv|--language goes with --preview alone
	render-letter --preview reminder-1 --proof|--preview and --proof do not go together
	render-letter --proof proposal.csv|--proof reads no input
	mail-out --redirect-to a@x.example --resend-unsure x.csv|--redirect-to does not go with --resend-unsure
	mail-out --resend-unsure x.csv|--resend-unsure goes with --send or --flush
	mail-out --jobs 0 x.csv|option --jobs: "0" is not a whole number from 1 to 64
	mail-out --rate 5/hour x.csv|option --rate: "5/hour" is not a rate such as 90/min
	check-policy --due nix|option --due: policy.yaml has no automation "nix"
	check-policy --due weekly --print|only one of --law, --print, --get and --due can be answered at a time
	forecast-cash --hold status items.csv|option --hold: "status": it has no operator (=, !=, <, <=, >, >= or ~)
	show-history --verify --before-run x|--verify and --before-run do not go together
	show-history --head abc --verify|option --head: "abc" is no hash, as --verify prints it
	report-aging --format xml items.csv|option --format: "xml" is not text, csv, html or pdf
	list-items --format xml items.csv|option --format: "xml" is not csv, table, html or pdf
	payment-reference --make x items.csv|option --make: "x" is not ogm, rf or nl
	payment-reference items.csv|nothing to do: give --make, --check or --check-iban
	list-items -Z|there is no option -Z
	list-items -qZ items.csv|there is no option -Z
	list-items -a|option -a needs a value
	list-items --as-of|option --as-of needs a value
	list-items --quiet=yes items.csv|option --quiet=yes takes no value
	END
}

# script(1) makes a terminal.
@test "a terminal is sent no PDF, and who is to type the input is told" {
	local command
	for command in 'report-aging --format pdf items.csv' 'forecast-cash --format pdf items.csv' \
		'list-items --format pdf items.csv' 'render-letter --preview reminder-1' 'render-letter --proof'; do
		run script -qec "$command" /dev/null </dev/null
		[ "$status" -eq 64 ]
		shows "${command%% *}: a PDF is not for a terminal: write it to a file with > FILE"
	done
	run script -qec 'select-overdue' /dev/null < <(printf 'customer,invoice,due_date,open_amount\n\004')
	[ "$status" -eq 0 ]
	shows 'select-overdue: note: reads from the terminal; Ctrl-D ends the input'
}
