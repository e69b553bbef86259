# What holds for any ledger: books made at random, and no two of their tables may contradict
# each other.
load helper

SEEDS='1 2 3 4 5 6'

prepare() {
	export DUN_AS_OF=2026-11-22
	WORK=$PWD
}

# The book of a seed, in a folder of its own.
book() {
	mkdir -p "$WORK/$1" && cd "$WORK/$1" || return 1
	"$ROOT/tests/random-book" "$@"
}

# Run a command that may have something to tell, but no fault.
quiet() { "$@" 2>err || [ $? -eq 1 ] || { cat err; return 1; }; }

# Some columns of a table, a line a row, with / between.
cells() { # cells FILE NAME ...
	perl -we '
		my ($file, @names) = @ARGV; local $/ = undef; open my $in, "<", $file or die; my (@rows, @row);
		my $text = <$in>;
		while ($text =~ /\G(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/gc) {
			my ($quoted, $plain, $end) = ($1, $2, $3);
			push @row, defined $quoted ? $quoted =~ s/""/"/gr : $plain;
			next if $end eq ","; push @rows, [@row]; @row = ();
		}
		my %at = map { $rows[0][$_] => $_ } 0 .. $#{$rows[0]};
		print join("/", map { $_ // die } @$_[@at{@names}]), "\n" for @rows[1 .. $#rows];
	' "$@"
}

# The items of a table by name, with further columns behind.
named() { # named FILE [COLUMN ...]
	local file=$1
	shift
	cells "$file" customer invoice instalment "$@"
}

# The sum of the open amounts by currency, in minor units of two decimals.
sums() {
	cells "$1" currency open_amount | sed 's|^/|EUR/|' |
		awk -F/ '{ sum[$1] += int($2 * 100 + ($2 < 0 ? -0.5 : 0.5)) } END { for (c in sum) print c, sum[c] }' | sort
}

shuffled() { # the table with its rows in another order
	head -n 1 "$1"
	tail -n +2 "$1" | perl -e 'srand 7; my @l = <>; print splice @l, rand @l, 1 while @l'
}

@test "every row comes out once with its reason, and the sums are kept" {
	for seed in $SEEDS; do
		book "$seed"
		quiet select-overdue --explain items.csv >explained.csv
		same <(named items.csv | sort) <(named explained.csv | sort)
		same <(sums items.csv) <(sums explained.csv)
		refute grep -qvE '^(selected|skipped)/.' <(cells explained.csv decision reason)
	done
}

@test "what is explained as selected is what is selected, and nothing else stands in section overdue" {
	for seed in $SEEDS; do
		book "$seed"
		quiet select-overdue items.csv >proposal.csv
		quiet select-overdue --explain items.csv >explained.csv
		same proposal.csv <(sed 's/,[^,]*,[^,]*$//' explained.csv | grep -v '^,')
		# Sections and reasons that go together, row by row.
		cells explained.csv decision reason section level | sort -u >kinds
		refute grep -Ev '^selected/selected/overdue/[a-d]$|^skipped/[a-z-]+/(|credit|on_hold|reminded|not_due)/$' kinds
		refute grep -E '/credit/$' <(grep -v '^skipped/credit/' kinds)
		refute grep -E '/on_hold/' <(grep -vE '^skipped/(fee|item-blocked|paused|arranged)/' kinds)
		refute grep -E '/(payable|paid|unknown-customer|customer-blocked|no-address|below-minimum|credit-limit)/.' \
			<(sed 's|/$||' kinds)
	done
}

@test "a reminder is whole, one customer's, with a cause, and the same on all its rows" {
	for seed in $SEEDS; do
		book "$seed"
		quiet select-overdue items.csv >proposal.csv
		cells proposal.csv reminder | sort | uniq -c | awk '{ print $2 "/" $1 }' | sort >counted
		same <(cells proposal.csv reminder rows | sort -u) counted
		[ "$(cells proposal.csv reminder customer terms currency pay_by template | sed 's|//|/EUR/|' | sort -u | wc -l)" -eq \
			"$(wc -l <counted)" ]
		# Each has a row that it reminds of, and no item stands in two.
		same <(cells proposal.csv section reminder | sed -n 's|^overdue/||p' | sort -u) <(cut -d/ -f1 counted | sort)
		[ -z "$(named proposal.csv | sort | uniq -d)" ]
	done
}

@test "the order of the rows changes nothing" {
	for seed in $SEEDS; do
		book "$seed"
		quiet select-overdue --explain items.csv >one.csv
		shuffled items.csv >other.csv
		quiet select-overdue --explain other.csv >two.csv
		same one.csv two.csv
		shuffled customers.csv >others.csv
		quiet select-overdue --explain --customers others.csv items.csv >two.csv
		same one.csv two.csv
	done
}

# What each filter that reads items says of them: its rows, and its messages without the places.
told() { # told FILE ... | told - for a pipe
	local rc
	for filter in select-overdue 'select-overdue --explain' report-aging forecast-cash list-items; do
		rc=0
		# shellcheck disable=SC2086 # words
		$filter "$@" < <(cat items.csv) 2>err || rc=$?
		sed 's/^\([^:]*\): [^:]*:[0-9]*:/\1:/' err
		[ $rc -le 1 ] || { cat err >&2; return 1; }
	done
}

@test "how a ledger is written changes nothing: quotes, line ends, a pipe, two files, one processor" {
	while read -r seed rows; do
		book "$seed" "$rows"
		told items.csv >whole
		[ "$(wc -l <whole)" -gt "$rows" ]
		sed 's/$/\r/' items.csv >crlf.csv
		perl -lpe 's/(?:^|,)\K("(?:[^"]|"")*"|[^",]*)(?=,|$)/my $f = $1; $f =~ m(^") ? $f : qq("$f")/ge' items.csv >quoted.csv
		awk 'NR % 3 == 0 { sub(/^[^,]*/, "\"&\"") } 1' items.csv >mixed.csv
		for form in crlf quoted mixed; do
			same whole <(told $form.csv)
		done
		same whole <(taskset -c 0 bash -c "$(declare -f told); told items.csv")
		same whole <(told -)
		(head -n 1 items.csv; tail -n +$((rows / 3)) items.csv) >second.csv
		head -n $((rows / 3 - 1)) items.csv >first.csv
		same whole <(told first.csv second.csv)
	done <<-END
	1 80
	2 6000
	END
}

# In one piece for --explain; else in parts, by as many threads as there are processors.
@test "how a proposal is written changes no charge: quotes, line ends, a pipe, two files, one processor, in parts or not" {
	while read -r seed rows; do
		book "$seed" "$rows"
		sed -i 's/ pay_within:/ charges: {interest: {rate: 8.25}, reminder_fee: {EUR: 3.50, GBP: 2.05, JPY: 300}},&/' policy.yaml
		quiet select-overdue items.csv >selected.csv
		[ "$(wc -l <selected.csv)" -gt $((rows / 10)) ]
		compute-fees --explain selected.csv >whole.csv
		cmp whole.csv <(compute-fees selected.csv)
		cmp whole.csv <(compute-fees whole.csv)
		cmp whole.csv <(taskset -c 0 compute-fees selected.csv)
		cmp whole.csv <(compute-fees < <(cat selected.csv))
		cmp whole.csv <(sed 's/$/\r/' selected.csv | compute-fees)
		cmp whole.csv <(perl -lpe 's/(?:^|,)\K("(?:[^"]|"")*"|[^",]*)(?=,|$)/my $f = $1; $f =~ m(^") ? $f : qq("$f")/ge' selected.csv | compute-fees)
		head -n $((rows / 12)) selected.csv >first.csv
		(head -n 1 selected.csv; tail -n +$((rows / 12 + 1)) selected.csv) >second.csv
		cmp whole.csv <(compute-fees first.csv second.csv)
	done <<-END
	1 80
	2 6000
	9 6000
	END
}

@test "a stage on its own output gives the same" {
	for seed in $SEEDS; do
		book "$seed"
		for how in --explain --all; do
			quiet select-overdue $how items.csv >once.csv
			DUN_AS_OF='' quiet select-overdue $how once.csv >twice.csv
			same once.csv twice.csv
		done
		# Totals look at the whole ledger, so what counts must stand in the letters.
		sed -i 's/min_amount: .*/min_amount: 0/; s/credit_limit: .*/credit_limit: ignore/
			s/include: .*/include: overdue/; s/credits: .*/credits: net/
			s/letter_per: .*/letter_per: customer/' policy.yaml
		quiet select-overdue items.csv >once.csv
		quiet select-overdue once.csv >twice.csv
		same once.csv twice.csv
	done
}

@test "a day is the same again, whatever the history tells of later days" {
	for seed in $SEEDS; do
		book "$seed"
		quiet select-overdue --as-of 2026-11-01 --explain items.csv >all.csv
		awk -F, 'NR == 1 || $3 <= "2026-11-01"' history.csv >then.csv
		[ "$(wc -l <then.csv)" -lt "$(wc -l <history.csv)" ]
		quiet select-overdue --as-of 2026-11-01 --explain --history then.csv items.csv >known.csv
		same all.csv known.csv
	done
}

@test "bad rows and their customers go to the rejects, and nobody else's reminder changes" {
	for seed in $SEEDS; do
		book "$seed"
		quiet select-overdue --explain items.csv >whole.csv
		{ cat items.csv; echo 'C2,bad,,,31-12-2026,10.00,,,,,,,,'; echo 'C3,short'; } >faulty.csv
		expect 65 select-overdue faulty.csv
		silent
		for how in --explain ''; do
			quiet select-overdue $how --rejects "rejects$how.csv" faulty.csv >"good$how.csv"
		done
		same rejects.csv rejects--explain.csv
		[ "$(($(named good--explain.csv | wc -l) + $(cells rejects.csv customer | wc -l)))" -eq \
			"$(($(named items.csv | wc -l) + 2))" ]
		[ "$(cells rejects.csv customer | sort -u | tr '\n' ' ')" = 'C2 C3 ' ]
		same good--explain.csv <(grep -vE '^[^,]*,C[23],' whole.csv)
	done
}

# With -v each row is looked at, and counted.
@test "rows that are passed over where they are read change nothing" {
	for seed in $SEEDS; do
		book "$seed"
		quiet select-overdue items.csv >passed.csv
		quiet select-overdue -v items.csv >looked.csv
		same passed.csv looked.csv
	done
}

@test "what narrows a run never adds to it" {
	for seed in $SEEDS; do
		book "$seed"
		printf 'C1\nC2\nC4\n' >list
		quiet select-overdue --explain items.csv >all.csv
		named all.csv reason | sed -n 's|/selected$||p' | sort >selected
		for how in '--where region=South' '--where open_amount>50' '--skip list' '--terms other' '--level a'; do
			# shellcheck disable=SC2086
			quiet select-overdue --explain $how items.csv >some.csv
			[ "$(wc -l <some.csv)" -eq "$(wc -l <all.csv)" ]
			named some.csv reason | sed -n 's|/selected$||p' | sort >fewer
			[ -z "$(comm -13 selected fewer)" ]
		done
		quiet select-overdue --explain --skip list items.csv >some.csv
		refute grep -qE '^C[124]/.*/selected$' <(named some.csv reason)
		quiet select-overdue --explain --pick list items.csv >some.csv
		refute grep -qvE '^C[124]/' <(named some.csv decision | sed -n 's|/selected$||p')
	done
}

# The rows of a proposal as the history will have them.
log() { # log DAY
	cells proposal.csv customer invoice instalment section level n reminder pay_by |
		awk -F/ -v OFS=, -v day="$1" '$4 == "overdue" {
			print day "T12:00:00Z", "reminded", day, $1, $2, $3, $5, $8, $7, $6 }' >>history.csv
}

@test "week after week nothing is reminded twice, and with step no level is skipped" {
	for seed in $SEEDS; do
		book "$seed" 60
		sed -i 's/escalate: jump/escalate: step/; s/level_of: customer/level_of: invoice/' policy.yaml
		cut -d, -f1-11 items.csv >ledger.csv
		echo time,event,date,customer,invoice,instalment,level,until,reminder,n >history.csv
		for day in 2026-10-01 2026-10-02 2026-10-20 2026-11-10 2026-12-01 2027-01-15; do
			quiet select-overdue --as-of "$day" ledger.csv >proposal.csv
			log "$day"
			quiet select-overdue --as-of "$day" ledger.csv >proposal.csv
			log "$day"
		done
		awk -F, 'NR > 1 { print $4 "/" $5 "/" $6 "/" $7 "/" $10 }' history.csv >keys
		[ -s keys ]
		[ -z "$(sort keys | uniq -d)" ]
		# Of each item: the first level is a, and then the next or the same one again.
		awk -F, 'NR > 1 { item = $4 "/" $5 "/" $6; was = item in last ? last[item] : "";
			now = index("abcd", $7); if (now != was + 1 && now != was) { print; bad = 1 } last[item] = now }
			END { exit bad }' history.csv
	done
}

@test "an export in our own form is read back byte for byte" {
	for seed in $SEEDS; do
		book "$seed"
		quiet import-ledger -q items.csv >items.once
		quiet import-ledger -q items.once >items.twice
		same items.once items.twice
		same <(named items.csv | sort) <(named items.once | sort)
		same <(sums items.csv) <(sums items.once)
		# Only what was empty may be gone: the decisions are the same.
		quiet select-overdue --explain items.csv >one.csv
		quiet select-overdue --explain items.once >two.csv
		same <(named one.csv reason) <(named two.csv reason)
	done
}
