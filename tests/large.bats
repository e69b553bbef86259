load helper

# A firm of some size: a hundred thousand items of customers and creditors, in four currencies.
# What the reports say of them must be the same, from whichever side one looks.

setup_file() {
	"$BATS_TEST_DIRNAME/large-book" 100000 "$BATS_FILE_TMPDIR/book"
}

prepare() {
	export DUN_AS_OF=2026-11-22
	ln -s "$BATS_FILE_TMPDIR"/book/* .
}

# sums SIDE: what is open of the items that are there on the day, "CURRENCY AMOUNT", added up in
# whole units by Perl. No cell of this table is quoted.
sums() {
	perl -F, -sane '
		next if $. == 1 || $F[9] ne $side || $F[3] gt $ENV{DUN_AS_OF};
		$places{$F[7]} = $F[6] =~ /\.(\d+)$/ ? length $1 : 0;
		$sum{$F[7]} += $F[6] =~ s/\.//r;
		END { printf "%s %.*f\n", $_, $places{$_}, $sum{$_} / 10 ** $places{$_} for sort keys %sum }' -- -side="$1" items.csv
}

@test "a hundred thousand items are aged to what is open, by customer and by account manager" {
	for side in receivable payable; do
		for by in customer account_manager; do
			expect 0 report-aging -q --side $side --by $by items.csv
			diff -u <(sums $side) <(awk -F, '$1 == "total" { print $2, $NF }' <<<"$output")
			# Each row adds up to its total, and the rows of a currency to its last row.
			perl -F, -lane '
				next if $. == 1;
				s/\.// for @F[2 .. $#F];
				my $row = 0;
				$row += $_ for @F[2 .. $#F - 1];
				die "row: @F" if $row != $F[-1];
				if ($F[0] ne "total") { $sum{$F[1]} += $row } elsif ($row != $sum{$F[1]}) { die "total: @F" }' <<<"$output"
		done
	done
}

@test "a hundred thousand items are forecast: receipts and payments are what is open" {
	expect 0 forecast-cash --format csv items.csv
	awk -F, '$1 == "total"' <<<"$output" >totals
	diff -u <(sums receivable) <(cut -d, -f4,5 totals | tr , ' ')
	diff -u <(sums payable) <(cut -d, -f4,6 totals | tr , ' ')
	# Each period's items, those that come later and those that are held are all of them.
	awk -F, 'NR > 1 && $1 != "total" { n[$4] += $9 } $1 == "total" && n[$4] != $9 { print; bad = 1 } END { exit bad }' <<<"$output"
	# The paper that goes to the bank does not name every customer.
	forecast-cash --format pdf items.csv >cash.pdf || [ $? -eq 1 ]
	pdftotext -layout cash.pdf - | grep -qE '^and [0-9]+ more \(--explain tells all\)$'
	[ "$(pdfinfo cash.pdf | awk '/^Pages/ { print $2 }')" -lt 10 ]
}

@test "a hundred thousand items are listed within eighty columns, accents and wide characters and all" {
	list-items items.csv >all.csv
	[ "$(wc -l <all.csv)" -eq 100001 ]
	COLUMNS=80 list-items -q --format table --sort -open_amount -w 'invoice_date <= 2026-11-22' items.csv >wide.table
	perl -CSD -lne 'my $n = length; $n++ while /\p{East_Asian_Width=Wide}/g; die "$n: $_" if $n > 80' wide.table
	diff -u <(sums receivable) <(awk '/^total/ && !/payable/ { sub(",", ""); print $2, $NF }' wide.table)
	diff -u <(sums payable) <(awk '/^total/ && /payable/ { print $2, $NF }' wide.table)
}

@test "what a hundred thousand items are charged is booked to the unit" {
	select-overdue -q items.csv >selected.csv || [ $? -eq 1 ]
	compute-fees selected.csv >proposal.csv
	post-fees --format hledger proposal.csv >fees.journal
	hledger -s -f fees.journal check
	diff -u <(paste -d' ' <(column currency proposal.csv) <(column fees proposal.csv) |
		perl -lane '$sum{$F[0]} += $F[1] =~ s/\.//r; END { print "$_ $sum{$_}" for sort keys %sum }') \
		<(hledger -s -f fees.journal balance -N Assets |
			perl -lne '/([0-9.]+) ([A-Z]{3})/ or next; my ($n, $c) = ($1, $2); $n =~ s/\.//; print "$c $n"' | sort)
}

# A proposal is read in parts as long as its rows stand in order; the rest of it is one part.

selected() {
	select-overdue -q items.csv >selected.csv 2>/dev/null || [ $? -eq 1 ]
	[ "$(wc -c <selected.csv)" -gt 1000000 ]
}

# in_parts FILE...: its charges are those that it has when it is read whole, for --explain.
in_parts() {
	compute-fees -q --explain "$@" >whole.csv
	compute-fees -q "$@" >parts.csv
	cmp whole.csv parts.csv
}

@test "compute-fees: a proposal in any order, in quotes and in pieces, in parts and whole, has the same charges" {
	selected
	in_parts selected.csv
	compute-fees -q <selected.csv | cmp - parts.csv
	# On its own output: there, no line is written as it stands.
	compute-fees -q parts.csv | cmp - parts.csv
	sed 's/$/\r/' selected.csv >crlf.csv
	compute-fees -q crlf.csv | cmp - parts.csv
	perl -ne 'chomp; my @f = /("(?:[^"]|"")*"|[^,]*)(?:,|$)/g; pop @f while @f > 30;
		print join(",", map { /^"/ ? $_ : qq("$_") } @f), "\n"' selected.csv >quoted.csv
	compute-fees -q quoted.csv | cmp - parts.csv
	(head -n 1 selected.csv; tail -n +3001 selected.csv) >second.csv
	head -n 3000 selected.csv >first.csv
	compute-fees -q first.csv second.csv | cmp - parts.csv

	in_parts second.csv first.csv
	(head -n 1 selected.csv; tail -n +2 selected.csv | tac) >back.csv
	in_parts back.csv
	(head -n 5000 selected.csv; tail -n +5001 selected.csv | sort -t, -k3,3) >mixed.csv
	in_parts mixed.csv
}

@test "compute-fees: what is wrong far down in a proposal is told with its place, and nothing is written" {
	local row number
	selected
	number=$(sed -n '2s/,.*//p' selected.csv)
	row=$(sed -n 2p selected.csv)
	(cat selected.csv; echo "$row") >again.csv
	expect 65 compute-fees -q again.csv
	silent
	says "again.csv:2: rows: reminder \"$number\" has 5 rows and should have 4; is a table here twice?"
	says "again.csv:6986: customer \"10002\", invoice \"20004445\" is reminded in \"$number\" already (again.csv:2)"

	# A row left out near the beginning, then one near the end.
	sed 3d selected.csv >less.csv
	expect 65 compute-fees -q less.csv
	silent
	says "less.csv:2: rows: reminder \"$number\" has 3 of its 4 rows; where rows were left out"
	sed '6900s/^[^,]*,[^,]*/&0/' selected.csv >edited.csv
	expect 65 compute-fees -q edited.csv
	silent
	says 'edited.csv:6900: check: the row was changed by another program'
	head -c -1 selected.csv >torn.csv
	expect 65 compute-fees -q torn.csv
	silent
	says 'torn.csv:6985: the last line has no line end'

	# A customer after whom everything else comes has the number of the first one's reminder.
	(cat selected.csv; echo "$row" | sed 's/,10002,/,99999,/; s/,4,[a-p]*$/,1,/') >raw.csv
	"$UNITS/proposal" seal raw.csv >number.csv
	expect 65 compute-fees -q number.csv
	silent
	says "number.csv:2: rows: reminder \"$number\" has 5 rows and should have 4"
}

@test "rows that are too many for memory lie in a file meanwhile: the proposal is the same" {
	mkdir long short
	for folder in long short; do
		awk -v folder=$folder 'BEGIN {
			for (text = "x"; length(text) < 1024;) text = text text
			if (folder == "short") text = "x"
			print "customer,name,email" >folder "/customers.csv"
			for (c = 0; c < 700; c++) print "C" c ",Name " c ",c" c "@x.example" >folder "/customers.csv"
			print "customer,invoice,due_date,currency,open_amount,description" >folder "/items.csv"
			for (i = 0; i < 20000; i++)
				printf "C%d,F%d,2026-%02d-%02d,EUR,%d.00,%s\n", i * 7919 % 700, i, 1 + i % 9, 1 + i * 7 % 28, 1 + i % 50, text >folder "/items.csv"
		}'
		cp policy.yaml $folder
		echo time,event,customer >$folder/history.csv
	done
	(cd short && select-overdue items.csv >proposal.csv)
	(cd long && select-overdue items.csv | tr -s x >proposal.csv)
	[ "$(wc -l <short/proposal.csv)" -gt 10000 ]
	cmp short/proposal.csv long/proposal.csv
	cmp <(cd short && select-overdue --explain items.csv) <(cd long && select-overdue --explain items.csv | tr -s x)
	cd long
	TMPDIR=$PWD/none expect 74 select-overdue items.csv
	silent
	says "select-overdue: $PWD/none: No such file or directory"
}
