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
