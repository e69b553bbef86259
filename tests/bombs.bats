load helper

# Small inputs of a great cost, and great ones of no use: each is refused at once, within little memory, with its
# place, a status of dun(7) and nothing on standard output. `make bombs` does the same with ten gigabytes.

prepare() {
	export DUN_AS_OF=2026-11-22
	cp -R "$DUN_DATADIR/book/." .
	import-ledger --profile exact-online openstaand.csv >items.csv 2>log
	select-overdue items.csv 2>log | compute-fees >proposal.csv
	# The sanitizers take terabytes of addresses for their own.
	if grep -q __asan_init "$BIN/select-overdue"; then limit() { :; }; else limit() { ulimit -v 500000; }; fi
}

# refused STATUS TEXT COMMAND...: standard input is the bomb.
refused() {
	local wanted=$1 text=$2 status=0
	shift 2
	(limit; timeout 60 "$@" >out 2>err) || status=$?
	if [ "$status" -ne "$wanted" ] || [ -s out ] || ! grep -qF -e "$text" err || [ "$(wc -c <err)" -gt 100000 ]; then
		echo "$*: status $status, not $wanted"
		head -c 600 err
		return 1
	fi
}

# Every command that reads a table.
each_reader() { # each_reader TEXT MAKE [TEXT OF IMPORT-LEDGER]: MAKE prints the bomb
	local text=$1 make=$2 import=${3-$1} command
	for command in 'payment-reference --make rf' 'select-overdue' 'compute-fees' 'compute-fees --renew' \
		'list-items' 'post-fees --format csv' 'report-aging' 'forecast-cash' 'render-letter' 'mail-out' \
		'log-history' 'select-overdue --customers - items.csv' 'compute-fees --payments - proposal.csv'; do
		# shellcheck disable=SC2086 # words
		refused 65 "$text" $command < <($make)
	done
	refused 65 "$import" import-ledger < <($make)
	refused 65 "$import" import-ledger --profile exact-online < <($make)
}

endless_line() { head -c 40000000 /dev/zero | tr '\0' x; }
nuls() { head -c 40000000 /dev/zero; }
unclosed_quote() { echo 'customer,invoice,open_amount,due_date'; printf '"'; yes 2>&1 | head -c 40000000; }
large_cell() { echo 'customer,invoice,open_amount,due_date'; printf '1,"'; endless_line; echo '",1,1'; }
million_columns() { seq -s , 1000000; seq -s , 1000000; }
same_columns() { yes x | head -n 100000 | paste -sd ,; }

@test "a line without end" {
	each_reader ':1: the ' endless_line
	grep -q 'longer than 16 MiB' err
	# In a file, behind lines that end in three ways.
	{ printf 'a,b\r\n1,2\r3,4\n\r'; endless_line; } >ends.csv
	refused 65 'ends.csv:5: the line is longer than 16 MiB' import-ledger ends.csv
	refused 65 '<stdin>:5: the line is longer than 16 MiB' import-ledger <ends.csv
}

@test "a file of NUL bytes alone" {
	each_reader '1: the ' nuls
}

@test "a cell without end, in quotes" {
	refused 65 '<stdin>:2: the row is longer than 16 MiB' select-overdue < <(large_cell)
	refused 65 '<stdin>:2: the line is longer than 16 MiB' import-ledger < <(large_cell)
}

@test "a quote that is never closed, before much" {
	refused 65 '<stdin>:2: the row is longer than 16 MiB (is a quote not closed?)' select-overdue < <(unclosed_quote)
	unclosed_quote >x.csv
	refused 65 'x.csv:2: a quote opens here and is never closed' import-ledger x.csv
}

@test "a million columns, and a hundred thousand of one name" {
	each_reader ':1: more than 4096 columns' million_columns '<stdin>:1: more than 4096 fields; and no other row '
	refused 65 ':1: more than 4096 columns' select-overdue < <(same_columns)
	refused 65 '<stdin>:1: more than 4096 fields; and no other row ' import-ledger < <(same_columns)
	# A wrong delimiter makes faults of its own, which are not told.
	refused 65 '<stdin>: no row names a column of the profile exact-online' \
		import-ledger --profile exact-online < <(printf '"a";"b";"c"\n"x";"y";"z"\n')
}

@test "a million cells in a row" {
	million_cells() { echo customer,invoice,open_amount,due_date; seq -s , 1000000; }
	refused 65 '<stdin>:2: 8192 or more fields, the header has 4' select-overdue < <(million_cells)
	refused 65 '<stdin>:2: more than 4096 fields' import-ledger < <(million_cells)
}

@test "import-ledger: thousands of columns of one name, and rows of titles without end" {
	{ printf 'customer,invoice,open_amount,due_date'; printf ',x%.0s' {1..3000}; echo
		printf 'C1,F1,12.50,2026-09-01'; printf ',1%.0s' {1..3000}; echo; } >wide.csv
	(limit; timeout 60 import-ledger wide.csv >out 2>err)
	[ "$(column x_3000 out)" = 1 ]
	for _ in {1..100}; do printf 'x,%.0s' {1..4000}; echo; done >titles.csv
	refused 65 'titles.csv: no row looks like the header' import-ledger titles.csv
}

@test "import-ledger: a pipe of many megabytes is read as the file is" {
	{ echo customer,invoice,open_amount,due_date,description
		seq 700000 | awk '{ printf "C%d,F%d,%d.50,2026-09-01,a description that makes the row as long as rows are, and longer: %d\n", $1 % 999, $1, $1 % 5000 + 1, $1 }'; } >large.csv
	[ "$(wc -c <large.csv)" -gt $((66 << 20)) ]
	import-ledger -q large.csv | cksum >wanted
	import-ledger -q < <(cat large.csv) | cksum >got
	same wanted got
	# A line without end far behind in a pipe is told by its number there.
	refused 65 '<stdin>:700002: the line is longer than 16 MiB' import-ledger < <(cat large.csv; endless_line)
}

@test "import-ledger: an export that another program cuts off while it is read: 74, and nothing is written" {
	{ echo customer,invoice,open_amount,due_date
		seq 200000 | awk '{ printf "C1,F%d,1.00,2026-09-01\n", $1 }'; } >export.csv
	mkfifo second
	timeout 60 import-ledger export.csv second >out 2>err 3>&- &
	# The first file is mapped and looked through when the second one is opened.
	exec 4>second
	: >export.csv
	echo customer,invoice,open_amount,due_date >&4
	exec 4>&-
	status=0
	wait $! || status=$?
	[ "$status" -eq 74 ] || { echo "status $status"; cat err; return 1; }
	[ ! -s out ]
	grep -q '^import-ledger: an input cannot be read to its end: another program cut it shorter' err
}

@test "a history or a list of customers without end" {
	endless_line >endless
	refused 65 'endless: its last line is torn' select-overdue --history endless items.csv
	refused 65 'endless: its header is torn' log-history --event note --customer 1 --note x --history endless
	refused 65 'endless: its header is torn' log-history --recover --history endless
	refused 65 'endless: its header is torn' show-history --seal --history endless
	{ head -n 1 history.csv; endless_line; echo; } >endless
	refused 65 'endless' log-history --event note --customer 1 --note x --history endless
	refused 65 'endless:2: ' show-history --verify --history endless
	head -c 70000000 /dev/zero | tr '\0' x >endless
	refused 65 'endless: is larger than' select-overdue --skip endless items.csv
	refused 65 'endless: is larger than' select-overdue --pick endless items.csv
}

# As policy, rates and profile.
each_yaml() { # each_yaml TEXT MAKE
	$2 >bomb.yaml
	printf 'files: {rates: bomb.yaml}\n' | cat "$DUN_DATADIR/policies/nl-business.yaml" - >by-rates.yaml
	refused 78 "bomb.yaml:$1" check-policy bomb.yaml
	refused 78 "bomb.yaml:$1" select-overdue --policy bomb.yaml items.csv
	refused 78 "bomb.yaml:$1" check-policy by-rates.yaml
	refused 78 "bomb.yaml:$1" import-ledger --profile ./bomb.yaml openstaand.csv
}

@test "YAML that grows, nests or lists without end" {
	laughs() {
		echo 'a: &a [x, x, x, x, x, x, x, x, x, x]'
		printf '%s\n' 'b: &b [*a, *a, *a, *a, *a, *a]' 'c: &c [*b, *b, *b, *b, *b, *b]' 'd: [*c, *c, *c, *c]'
	}
	lists() { printf 'a: '; head -c 100000 /dev/zero | tr '\0' '['; }
	maps() { printf 'a: '; printf '{a: %.0s' {1..100000}; }
	dashes() { printf -- '- %.0s' {1..100000}; echo x; }
	blocks() { awk 'BEGIN { for (i = 0; i < 3000; i++) printf "%*sa:\n", i, "" }'; }
	long_list() { printf 'a: ['; yes x, | head -n 1000000; echo ']'; }
	long_keys() { seq 300000 | sed 's/.*/k&: 1/'; }
	large() { echo 'a: 1'; yes '# x' | head -c 20000000; }
	each_yaml '1:4: an anchor (&a) is not allowed' laughs
	each_yaml '1:67: is nested deeper than 64' lists
	each_yaml '1:253: is nested deeper than 64' maps
	each_yaml '1:129: is nested deeper than 64' dashes
	each_yaml '64:64: is nested deeper than 64' blocks
	each_yaml '499998:1: has more than 500000 values' long_list
	each_yaml '250000:' long_keys
	each_yaml ' is larger than 16777216 bytes' large
}

@test "a policy of sixty thousand levels is read in time" {
	{ printf 'defaults: {terms: t}\nterms:\n  t:\n    levels:\n'
		seq 60000 | sed 's/.*/      - {id: "x&", after_due: 1, template: reminder-1}/'; } >levels.yaml
	refused 78 'levels.yaml:60005:14: id: "x7" is the id of the level on line 11 already' \
		check-policy levels.yaml < <(echo '      - {id: "x7", after_due: 1}' >>levels.yaml)
}

# One template of each kind, of the book's own.
template() { # template KIND: its text is standard input
	mkdir -p templates/nl templates/fr templates/de templates/en
	cat >text
	for t in nl fr de en; do for n in 1 2 3; do cp text "templates/$t/reminder-$n.$1.md"; done; done
}

@test "templates: too long, too deep, or with tables without end" {
	cp -R "$DUN_DATADIR/templates" .
	head -c 2000000 /dev/zero | tr '\0' x | template letter
	refused 78 'is larger than 1048576 bytes' render-letter proposal.csv
	{ echo ---; printf 'a: '; head -c 1000 /dev/zero | tr '\0' '['; echo; echo ---; } | template letter
	refused 78 'reminder-3.letter.md:2:67: is nested deeper than 64' render-letter proposal.csv
	yes $'%items%\n' | head -n 100 | template letter
	refused 78 'stand there more than 20 times' render-letter proposal.csv
	yes $'%items%\n\n%qr%\n' | head -n 100000 | template letter
	refused 78 'stand there more than 20 times' render-letter proposal.csv
	{ head -c 50000 /dev/zero | tr '\0' '>'; echo ' a'; head -c 50000 /dev/zero | tr '\0' '['; echo
		printf '**a _b %.0s' {1..5000}; printf '\n\n%%items%%\n'; } | template letter
	(limit; timeout 60 render-letter proposal.csv >out 2>err)
	[ "$(column letter out | sort -u | wc -l)" -gt 3 ]
}

@test "texts of a million characters in a letter, a report and a list" {
	local column long
	perl -we 'print "x" x 1000000' >long
	printf 'customer,invoice,due_date,open_amount,description,reference\n10001,F1,2026-10-01,100.00,a,b\n' >few.csv
	for column in 2 5 6; do
		awk -F, -v OFS=, -v at="$column" 'NR == FNR {long = $0; next} FNR > 1 {$at = long} 1' long few.csv >long.csv
		(limit; ulimit -t 60; select-overdue -q long.csv | compute-fees -q | render-letter >out 2>err) || { head -c 500 err; return 1; }
		[ "$(wc -l <out)" -eq 2 ]
		(limit; ulimit -t 60; list-items --columns customer,invoice,description,reference --format pdf long.csv >list.pdf)
		(limit; ulimit -t 60; report-aging --by "$(head -n 1 few.csv | cut -d, -f"$column")" --format pdf long.csv >report.pdf)
	done
}

@test "a picture that claims to be immense, and one that is" {
	perl -MCompress::Zlib=crc32,compress -e 'binmode STDOUT; print "\x89PNG\r\n\x1a\n";
		for ([IHDR => pack "NNCCCCC", 65000, 65000, 8, 6, 0, 0, 0], [IDAT => compress("\0" x 1000000)], [IEND => ""]) {
			print pack("N", length $_->[1]), $_->[0], $_->[1], pack "N", crc32($_->[0] . $_->[1]) }' >immense.png
	sed 's/^  name: Voorbeeld BV/&\n  logo: logo.png/' policy.yaml >with-logo.yaml
	cp immense.png logo.png
	refused 78 'with-logo.yaml:5:9: logo: "logo.png" is larger than 4000 pixels' \
		render-letter --policy with-logo.yaml proposal.csv
	truncate -s 3G logo.png
	refused 78 'logo.png: is larger than 4194304 bytes' render-letter --policy with-logo.yaml proposal.csv
}

@test "an invoice of gigabytes is not attached" {
	render-letter proposal.csv >rendered.csv
	truncate -s 3G immense.pdf
	sed '1s/$/,invoice_file/; 1!s/$/,immense.pdf/' rendered.csv >attached.csv
	sed 's/^mail:/&\n  attach_invoices: all/' policy.yaml >attaching.yaml
	refused 65 'attached.csv:2: invoice_file: "immense.pdf": is no plain file, or larger than 64 MiB' \
		mail-out --policy attaching.yaml attached.csv
}

@test "a customer with a hundred thousand addresses is left out, and named" {
	perl -we 'my $all = join ";", map { "a$_\@x.example" } 1 .. 100000;
		while (<>) { s/[^,;]*\@[^,]*/$all/ if /^10001,/; print }' customers.csv >many.csv
	[ "$(wc -c <many.csv)" -gt 1000000 ]
	(limit; timeout 60 select-overdue --customers many.csv items.csv >out 2>err) || [ $? -eq 1 ]
	grep -q '10001": the e-mail address "a101@x.example" is one more than the 100 addresses' err
	refute grep -q '^[^,]*,10001,' out
	render-letter proposal.csv | perl -we 'my $all = join ";", map { "a$_\@x.example" } 1 .. 1000;
		while (<>) { s/[^,;]*\@[^,]*/$all/ if /,10001,/; print }' >rendered.csv
	refused 65 'rendered.csv:2: email' mail-out rendered.csv
}

@test "messages without end in the outbox" {
	render-letter proposal.csv | mail-out >out
	head -c 40000000 /dev/zero >outbox/queued/nuls.eml
	refused 65 'outbox/queued/nuls.eml: has no X-Dun-Reminder' mail-out --flush
	rm outbox/queued/nuls.eml
	{ printf 'From: a@x.example\nX-Dun-Key: '; endless_line; } >outbox/queued/line.eml
	refused 65 'outbox/queued/line.eml: has no X-Dun-Reminder' mail-out --flush
}

@test "values that make a message endless are told by their begin and end" {
	{ echo 'customer,invoice,open_amount,due_date'; printf 'C1,F1,'; head -c 10000000 /dev/zero | tr '\0' 7; echo ',2026-09-01'; } >long.csv
	refused 65 'long.csv:2: open_amount: ' select-overdue long.csv
	[ "$(wc -c <err)" -lt 10000 ]
	grep -q '777 \[\.\.\.\] 777' err
}

@test "options without number, and arguments as long as the system takes" {
	long=$(head -c 120000 /dev/zero | tr '\0' x)
	refused 64 'option --where: "xxx' select-overdue --where "$long" items.csv
	refused 64 'option --sort: no column "xxx' list-items --sort "$long" items.csv
	refused 66 'xxx' select-overdue "$long"
	many=()
	for _ in {1..10000}; do many+=(--where customer=10001); done
	(limit; timeout 60 select-overdue "${many[@]}" items.csv >out 2>err)
	same <(select-overdue --where customer=10001 items.csv 2>/dev/null) out
	many=()
	for _ in {1..10000}; do many+=(--by customer); done
	refused 64 'option --by: the report has a column "customer" already' report-aging "${many[@]}" items.csv
	stars=$(printf '*a%.0s' {1..2000})b
	{ echo customer,invoice,open_amount,due_date,t; printf '10001,F1,1.00,2026-09-01,'; head -c 1000000 /dev/zero | tr '\0' a; echo; } >cells.csv
	(limit; timeout 60 select-overdue --all --where "t ~ $stars" cells.csv >out 2>err) || [ $? -eq 1 ]
	[ "$(wc -l <out)" -eq 1 ]
}
