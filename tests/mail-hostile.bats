load helper
load mail

# What comes out of the book and the ledger is data, whatever stands in it.

# put COLUMN FILE: the value in FILE into that column of the first reminder, and the rows sealed.
put() {
	perl -we '
		use strict;
		my ($column, $file) = @ARGV;
		sub slurp { local $/; open my $f, "<", $_[0] or die; <$f> }
		my $value = slurp($file);
		my $text = slurp("rendered.csv");
		my (@rows, @row);
		while ($text =~ /\G(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|\z)/gc) {
			my ($quoted, $plain, $end) = ($1, $2, $3);
			push @row, defined $quoted ? $quoted =~ s/""/"/gr : $plain;
			next if $end eq ","; push @rows, [@row]; @row = (); last if pos($text) == length $text;
		}
		my ($i) = grep { $rows[0][$_] eq $column } 0 .. $#{$rows[0]};
		my $number = $rows[1][0];
		for my $r (@rows[1 .. $#rows]) { $r->[$i] = $value if $r->[0] eq $number && ($column ne "invoice" || $r == $rows[1]) }
		print join(",", map { s/"/""/g; "\"$_\"" } @$_) . "\n" for @rows;
	' "$1" "$2" >unsealed.csv
	"$UNITS/proposal" seal unsealed.csv >hostile.csv
}

# The headers of a message, a name a line.
names() {
	perl -0777 -ne '($h) = /^(.*?)\n\n/s; $h =~ s/\n[ \t]+/ /g; print "$1\n" while $h =~ /^([^:\n]*):/mg' "$1"
}

# sound: nothing lies outside the outbox; every message has our headers and its own recipient alone.
sound() {
	local eml
	find . -newer stamp -type f ! -path './outbox/*' ! -name out.csv ! -name err ! -name hostile.csv ! -name unsealed.csv ! -name strange ! -name have >strange
	[ ! -s strange ] || { echo "written outside the outbox:"; cat strange; return 1; }
	find outbox -mindepth 1 |
		grep -Evx "outbox/(queued|sending|sent|failed|\.lock|\.keys)|outbox/queued/2026[^/]*\.eml" >strange || true
	[ ! -s strange ] || { echo "strange names:"; cat strange; return 1; }
	for eml in outbox/queued/*.eml; do
		[ -e "$eml" ] || continue
		names "$eml" | grep -v '^X-Dun-\(Item\|Row\)$' | sort >have
		same wanted have
		[ "$(header X-Dun-Envelope "$eml" | tr ' ' '\n' | tail -n 1 | grep -c '^c[123]@x\.example$')" -eq 1 ]
		header To "$eml" | grep -qx 'c[123]@x\.example'
		[ "$(awk '{ if (length > n) n = length } END { print n }' "$eml")" -le 998 ]
		refute grep -q "$(printf '[\001\033\r]')" "$eml"
	done
}

@test "no value of any column forges a header, adds a recipient or leaves the outbox" {
	mail 0 rendered.csv
	names outbox/queued/20261122-C2-1.eml | grep -v '^X-Dun-\(Item\|Row\)$' | sort >wanted
	printf 'x\r\nBcc: evil@x.example\r\n\r\nX-Dun-Envelope: a@x.example evil@x.example' >v1
	printf '../../../../evil' >v2
	printf '<script>x</script>%%name%% %%nosuch%% **b** [l](javascript:1) ![i](http://evil.example/i.png) `c` | # 100%%' >v3
	printf 'a\001b\033[31mc\342\200\256d\342\200\250e' >v4
	printf 'x\342\200\256fdp.exe' >v7
	printf '=cmd|"/c calc"!A1;"evil@x.example", c1@x.example;evil@y.example -oQ/tmp >x' >v5
	printf '%050000d\303\251%%41%%0A' 7 >v6
	touch stamp
	for column in $(head -n 1 rendered.csv | tr , ' '); do
		for value in v1 v2 v3 v4 v5 v6 v7; do
			put "$column" "$value"
			rm -rf outbox
			rc=0
			timeout 60 mail-out hostile.csv >out.csv 2>err || rc=$?
			case $rc in
			0 | 1 | 65 | 78) ;;
			*) echo "$column, $value: exit $rc"; cat err; return 1 ;;
			esac
			[ ! -d outbox ] || sound || { echo "$column, $value: exit $rc"; return 1; }
			[ "$rc" -le 1 ] || [ ! -s out.csv ]
			[ "$rc" -le 1 ] || grep -q . err
			refute grep -q "$(printf '[\001\033]')" err
		done
	done
}

@test "no value of any column of the customers forges a header or adds a recipient" {
	mail 0 rendered.csv
	names outbox/queued/20261122-C2-1.eml | grep -v '^X-Dun-\(Item\|Row\)$' | sort >wanted
	printf 'Subject: %%name%% %%contact%% %%city%% %%own%%\n\n%%name%% %%address1%% %%contact%%\n\n%%items%%\n\n%%own%%\n' >templates/nl/t.mail.md
	for value in $'x\r\nBcc: evil@x.example\r\n\r\nbody' '<b>%total%</b> **x**' $'\xe2\x80\xaeevil' "$(printf 'w%.0s' $(seq 1 3000))" '=1+1,"quoted"'; do
		rm -rf outbox
		V=$value perl -e 'my $v = $ENV{V} =~ s/"/""/gr; print "customer,name,contact,address1,city,email,delivery,language,own\n";
			print qq(C$_,"$v","$v","$v","$v",c$_\@x.example,email,nl,"$v"\n) for 1 .. 3' >customers.csv
		propose
		touch stamp
		mail 0 rendered.csv
		sound
		part text/html outbox/queued/20261122-C1-1.eml >html
		refute grep -q '<b>\|<strong>x\|100.00</b>' html
	done
}

@test "a value that looks like an encoded header is not decoded by anybody" {
	printf 'Subject: %%name%% voor u\n\n%%name%%\n' >templates/nl/t.mail.md
	name='=?utf-8?B?RXZpbA0KQmNjOiB4?= =?utf-8?Q?=0d=0aX:_y?= en Zoon 日本'
	sed -i "s/Één & Zoon/$name/; s/Drei/Drei/" customers.csv
	propose
	mail 0 rendered.csv
	header Subject outbox/queued/20261122-C1-1.eml >subject
	refute grep -q 'RXZpbA0KQmNjOiB4?=\|=0d=0a' subject
	# What a reader makes of it (RFC 2047): words of base64, the blanks between them left out.
	grep -o '?B?[^?]*' subject | cut -c 4- | while read -r word; do echo "$word" | base64 -d; done >decoded
	[ "$(cat decoded)" = "$name voor u" ] || { cat subject decoded; return 1; }
	[ "$(sed -n '/^Subject/,/^Message-ID/p' outbox/queued/20261122-C1-1.eml | awk 'length > 76' | wc -l)" -eq 0 ]
}

@test "a value turns nothing round that stands after it" {
	printf 'Subject: %%name%% moet %%total%%\n\n%%name%% moet %%total%%\n\n%%items%%\n' >templates/nl/t.mail.md
	for turn in $'\xe2\x80\xae' $'\xe2\x80\xaa' $'\xe2\x81\xa7' $'\xe2\x81\xa6'; do
		rm -rf outbox
		sed "s/Drei/${turn}Drei/" customers.csv >turned.csv
		sed "s/^C3,F4/C3,F${turn}4/" items.csv >turned-items.csv
		select-overdue --customers turned.csv turned-items.csv | compute-fees | render-letter -q >rendered.csv
		mail 0 --customers turned.csv rendered.csv
		eml=outbox/queued/20261122-C3-1.eml
		grep -q '^Subject: Drei moet =?' $eml
		for type in text/plain text/html; do
			part $type $eml >text
			grep -q 'Drei moet' text
			grep -q 'F4' text
			refute grep -q "$turn" text
		done
	done
}

@test "an address that a mail program would take for another, or for an option, is refused" {
	for bad in '-oQ/tmp/x@x.example' '--read-recipients' '-t' '"; rm -rf x"@x.example' 'a@x.example\' 'a@[127.0.0.1]' \
		'a@bücher.example' 'ü@x.example' 'a@x..example' '.a@x.example' 'a@x.example?bcc=b@x.example' 'a@x.example%0ab@y.example' \
		'a@x.example>b@y.example' 'mailto:a@x.example' "a@$(printf 'x%.0s' $(seq 1 300)).example" $'a@x.example\tb@x.example' \
		'-t@x.example' '-@x.example' 'a@x.example|cat' '|cat' '/etc/passwd' 'a!b@x.example, c' '(c) a@x.example'; do
		printf %s "$bad" >bad
		put email bad
		rc=0
		mail-out --send hostile.csv >out.csv 2>err || rc=$?
		[ "$rc" -eq 65 ] || { echo "$bad: exit $rc"; cat err; return 1; }
		grep -q 'email: ' err
		[ -z "$(find outbox -name '*.eml' 2>/dev/null)" ]
	done
}

@test "an invoice's file is a PDF, whatever the ledger names" {
	mkfifo pipe
	ln -s /etc/passwd link.pdf
	printf 'root:x' >secret
	sed -i '1s/$/,invoice_file/; 2,$s/$/,none.pdf/' items.csv
	printf '%%PDF-1.4 x' >none.pdf
	propose
	for path in /etc/passwd ../../../../../../etc/passwd secret link.pdf . pipe /dev/zero /dev/stdin "$(printf 'p%.0s' $(seq 1 5000))" '-'; do
		printf %s "$path" >path
		put invoice_file path
		rc=0
		timeout 20 mail-out --attach-invoices all hostile.csv >out.csv 2>err </dev/null || rc=$?
		[ "$rc" -eq 65 ] || { echo "$path: exit $rc"; cat err; return 1; }
		grep -q 'invoice_file: ' err
		[ -z "$(find outbox/queued -type f 2>/dev/null)" ]
	done
	mail 0 --attach-invoices all rendered.csv
	[ "$(grep -c '^Content-Type: application/pdf' outbox/queued/20261122-C1-1.eml)" -eq 2 ]
	rm -r outbox
	mail 0 --attach-invoices overdue rendered.csv
	[ "$(grep -c '^Content-Type: application/pdf' outbox/queued/20261122-C2-1.eml)" -eq 2 ]
	rm -r outbox
	mail 0 rendered.csv
	[ "$(grep -c '^Content-Type: application/pdf' outbox/queued/20261122-C2-1.eml)" -eq 1 ]
	expect 64 mail-out --attach-invoices some rendered.csv
}

@test "a file that another program put into the outbox sends nothing to whom it names" {
	mail 0 rendered.csv
	printf 'X-Dun-Reminder: x\nX-Dun-Envelope: deb@v.example a@x.example,b@x.example\n\nx\n' >outbox/queued/x.eml
	printf 'X-Dun-Reminder: y\nX-Dun-Envelope: -be@v.example;x c1@x.example\n\nx\n' >outbox/queued/y.eml
	printf 'Subject: hand-made\nTo: a@x.example\n\nx\n' >outbox/queued/z.eml
	server
	rc=0
	mail-out --flush >out.csv 2>err || rc=$?
	[ "$rc" -ge 1 ]
	mails 0 || mails 3
	refute grep -q 'a@x.example\|b@x.example' inbox/*.env
	rm outbox/queued/z.eml
	rc=0
	mail-out --flush >out.csv 2>err || rc=$?
	mails 3
	[ "$(find outbox/failed -name '[xy].eml' | wc -l)" -eq 2 ]
}

@test "a queued message whose own header was spoilt is told, and not sent" {
	mail 0 rendered.csv
	local eml=outbox/queued/20261122-C1-1.eml edit said
	cp $eml good.eml
	server
	while IFS='|' read -r edit said; do
		sed "$edit" good.eml >$eml
		refute cmp -s good.eml $eml
		mail 65 --flush
		says "$eml: $said"
		mails 0
	done <<-'END'
	s/section=overdue/section=%ff/|X-Dun-Row: has a value that is not percent-encoded UTF-8
	s/due_date=2026/due_date=%2g2026/|X-Dun-Row: has a value that is not percent-encoded UTF-8
	s/customer=C1&/customer=%zz\&/|X-Dun-Item: has a value that is not percent-encoded UTF-8
	s/event=reminded&/event\&/|X-Dun-Item: has a part without =
	s/customer=C1&/custmer=C1\&/|X-Dun-Item: has a name that no event has, or one twice
	s/customer=C1&/customer=C1\&customer=C2\&/|X-Dun-Item: has a name that no event has, or one twice
	s/event=reminded&/event=reminded\&time=2026-11-22T00:00:00Z\&/|X-Dun-Item: has a name that no event has, or one twice
	s/^X-Dun-Envelope:.*/X-Dun-Envelope: deb@v.example/|X-Dun-Envelope: cannot be understood
	/^X-Dun-Reminder:/d|has no X-Dun-Reminder: it is no message of mail-out; take it out of the outbox
	END
	# Small hexadecimal digits, and a name of the row that nobody knows, harm nothing.
	sed 's/section=overdue&/section=overdue\&weather=\&colour=%c3%a9\&/' good.eml >$eml
	mail 0 --flush
	mails 3
}
