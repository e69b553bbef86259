# The table reader and writer (lib/table), through the program tests/lib/csv.c.
load helper

csv() {
	"$UNITS/csv" "$@"
}

table() { # table TEXT: the file t.csv, printf's escapes read
	printf "$1" >t.csv
}

fault() { # fault TEXT: t.csv is refused with 65, its line says TEXT, and nothing else is said
	expect 65 csv copy t.csv
	silent
	[ "$stderr" = "csv: t.csv:$1" ] || { echo "stderr: $stderr"; return 1; }
}

@test "commas and line ends are found alike with and without vector instructions" {
	expect 0 csv marks 1
}

@test "rows without quotes are split alike in both ways" {
	expect 0 csv common 1 3000
}

@test "random tables read as libcsv reads them" {
	expect 0 csv random 1 12000
	shows "records"
}

@test "rows that are kept folded up are unfolded as they were" {
	expect 0 csv pack 1 100000
}

@test "random rows are read back as they were written" {
	expect 0 csv write 1 50000
}

@test "plain rows keep every byte, blanks too" {
	table 'a,b\n 1 ,\t2\n,\n'
	expect 0 csv show t.csv
	[ "$output" = $'t.csv:2: [ 1 ][\t2]\nt.csv:3: [][]' ]
}

@test "quoted rows keep the blanks of their unquoted fields" {
	table 'a,b,c\n 1 ,"2, ""two""", 3 \n'
	expect 0 csv show t.csv
	[ "$output" = 't.csv:2: [ 1 ][2, "two"][ 3 ]' ]
}

@test "a line break in quotes is read as a blank and counted as a line" {
	table 'a,b\n"one\ntwo",x\n"one\r\ntwo",y\n3,z\n'
	expect 0 csv show t.csv
	[ "$output" = $'t.csv:2: [one two][x]\nt.csv:4: [one two][y]\nt.csv:6: [3][z]' ]
}

@test "CRLF and a byte order mark are accepted" {
	table '\xef\xbb\xbf"a",b\r\n1,2\r\n"3","4"\r\n'
	expect 0 csv show t.csv
	[ "$output" = $'t.csv:2: [1][2]\nt.csv:3: [3][4]' ]
}

@test "what is written is canonical" {
	table '\xef\xbb\xbfname,b\r\n"plain","with ""quote"""\r\n" blank ","two\r\nlines"\r\ncaf\xc3\xa9,"a,b"\r\n'
	expect 0 csv copy t.csv
	[ "$output" = $'name,b\nplain,"with ""quote"""\n" blank ",two lines\ncaf\xc3\xa9,"a,b"' ]
}

@test "writing a canonical table again gives the same bytes" {
	table 'a,b\n1,"x, y"\n,"say ""no"""\n" x",2\n'
	expect 0 csv copy t.csv
	printf '%s\n' "$output" | same t.csv -
}

@test "a header alone is a table without rows" {
	table 'a,b\n'
	expect 0 csv copy t.csv
	[ "$output" = 'a,b' ]
}

@test "a table of one column may have empty fields" {
	table 'foo\n\n1\n'
	expect 0 csv show t.csv
	[ "$output" = $'t.csv:2: []\nt.csv:3: [1]' ]
}

@test "an empty input is refused: the stage before it failed" {
	table ''
	fault ' no header: the input is empty (did the command before it fail?)'
	expect 65 csv copy </dev/null
	says '<stdin>: no header'
}

@test "a table that was cut off is refused" {
	table 'a,b\n1,2\n3,4'
	fault '3: the last line has no line end: the file was cut off (if it is whole, add one)'
	table 'a,b\n1,"2"\n3,"4"'
	fault '3: the last line has no line end: the file was cut off (if it is whole, add one)'
	table 'a,b'
	fault '1: the last line has no line end: the file was cut off (if it is whole, add one)'
}

@test "a table cut at any byte is refused, or lacks whole rows alone" {
	table 'a,b\n"x, y",2\n1,"line\nbreak"\n'
	size=$(wc -c <t.csv)
	for n in $(seq 0 "$size"); do
		head -c "$n" t.csv >cut.csv
		try csv copy cut.csv
		case $status in
		65) silent ;;
		0) case $(wc -l <cut.csv):$output in
			1:'a,b' | 2:$'a,b\n"x, y",2' | 4:$'a,b\n"x, y",2\n1,line break') ;;
			*) echo "cut at $n: $output"; return 1 ;;
			esac ;;
		*) return 1 ;;
		esac
	done
}

@test "too few or too many fields are faults of their line" {
	table 'a,b,c\n1,2\n1,2,3\n1,2,3,4\n'
	expect 65 csv copy t.csv
	silent
	says 't.csv:2: 2 fields, the header has 3'
	says 't.csv:4: 4 fields, the header has 3'
	hides 't.csv:3'
}

@test "an empty line is a fault, not skipped" {
	table 'a,b\n\n1,2\n'
	fault '2: an empty line'
}

@test "an unclosed quote is told where its row begins" {
	table 'a,b\n1,2\n3,"4\n5,6\n'
	fault '3: a quote is opened in this row and never closed'
}

@test "a stray quote spoils its own row alone, and its column is named" {
	table 'a,b\n1,5" pipe\n2,"he said "no", twice"\n3,"x" \n4,4\n'
	expect 65 csv show t.csv
	[ "$output" = 't.csv:5: [4][4]' ]
	says 't.csv:2: b: a quote that does not stand around a whole field'
	says 't.csv:3: b: a quote'
	says 't.csv:4: b: a quote'
}

@test "a carriage return within a line is a fault" {
	table 'a,b\n1\r2,3\n'
	fault '2: a carriage return within the line'
	table 'a,b\n1\r,"3"\n'
	fault '2: a carriage return outside quotes'
	table 'a,b\r1,2\r'
	expect 65 csv copy t.csv
}

@test "bytes that are not UTF-8 are a fault that names the column" {
	table 'a,b\n1,caf\xe9\n2,"caf\xe9, x"\n'
	expect 65 csv copy t.csv
	silent
	says 't.csv:2: b: is not UTF-8; import-ledger reads a file in another encoding'
	says 't.csv:3: b: is not UTF-8'
	table 'a,b\n\xc0\xaf,2\n'
	fault '2: a: is not UTF-8; import-ledger reads a file in another encoding'
	table 'a,b\n1,x\0y\n'
	fault '2: b: holds a NUL byte'
}

@test "a header must name every column, and once" {
	table 'a,,c\n1,2,3\n'
	fault '1: column 2 has no name'
	table 'a,b,a\n1,2,3\n'
	fault '1: the column "a" stands there twice'
}

@test "a table that a spreadsheet saved in its own dialect is refused and told how to read it" {
	table 'customer;invoice;open_amount\nC1;F1;1.234,50\n'
	fault '1: the columns are separated by semicolons, not by commas (a spreadsheet may have saved the table so); import-ledger reads it back'
	table '"customer";"invoice"\n"C1";"F1"\n'
	expect 65 csv copy t.csv
	says 'separated by semicolons'
	table 'customer\tinvoice\nC1\tF1\n'
	expect 65 csv copy t.csv
	says 'separated by tabs'
	table '\xff\xfec\0,\0'
	expect 65 csv copy t.csv
	says 'UTF-16'
}

@test "a missing file, a folder and a second standard input are told" {
	expect 66 csv copy nowhere.csv
	says 'nowhere.csv: No such file or directory'
	mkdir folder
	expect 66 csv copy folder
	says 'folder: Is a directory'
	expect 64 csv copy - -
	says 'standard input'
}

@test "standard input is read where no file is named, and as -" {
	table 'a,b\n1,2\n'
	expect 0 csv show <t.csv
	[ "$output" = '<stdin>:2: [1][2]' ]
	expect 0 csv show - t.csv <t.csv
	[ "$output" = $'<stdin>:2: [1][2]\nt.csv:2: [1][2]' ]
}

@test "several files are read in order; their headers are the same" {
	table 'a,b\n1,2\n'
	printf '\xef\xbb\xbfa,b\r\n3,4\r\n' >u.csv
	expect 0 csv show t.csv u.csv
	[ "$output" = $'t.csv:2: [1][2]\nu.csv:2: [3][4]' ]
	printf 'b,a\n' >u.csv
	expect 65 csv show t.csv u.csv
	says 'u.csv:1: its columns stand in another order than those of t.csv'
	printf 'a,b,c\n' >u.csv
	expect 65 csv show t.csv u.csv
	says 'u.csv:1: has a column "c" that t.csv lacks'
	printf 'a\n' >u.csv
	expect 65 csv show t.csv u.csv
	says 'u.csv:1: has 1 column, t.csv has 2'
	expect 66 csv show t.csv nowhere.csv
	says 'nowhere.csv: No such file'
	: >u.csv
	expect 65 csv show t.csv u.csv
	says 'u.csv: no header'
}

@test "a column that is not there is an error that offers the nearest" {
	table 'customer,open_amount\n'
	expect 0 csv need open_amount t.csv
	[ "$output" = 1 ]
	expect 65 csv need open_amuont t.csv
	says 't.csv:1: no column "open_amuont"; did you mean "open_amount"?'
	expect 65 csv need zzzzzzzz t.csv
	says 'no column "zzzzzzzz"; the columns are customer, open_amount'
	expect 64 csv need-named custmer t.csv
	says '--where: no column "custmer"; did you mean "customer"?'
}

@test "a row of 16 MiB is read, a longer one is not" {
	{ printf 'a,b\n1,'; head -c 16000000 /dev/zero | tr '\0' x; printf '\n2,3\n'; } >t.csv
	"$UNITS/csv" copy t.csv | same t.csv - >/dev/null
	{ printf 'a,b\n1,'; head -c 17000000 /dev/zero | tr '\0' x; printf '\n2,3\n'; } >t.csv
	fault '2: the row is longer than 16 MiB (is a quote not closed?)'
	{ printf 'a,b\n1,"'; head -c 40000000 /dev/zero | tr '\0' '\n'; printf '"\n2,3\n'; } >t.csv
	fault '2: the row is longer than 16 MiB (is a quote not closed?)'
}

@test "rows that cross the reader's buffer are whole" {
	perl -e 'print "a,b\n"; print "$_,", "x" x ($_ % 97), "\n" for 1 .. 40000' >t.csv
	"$UNITS/csv" copy t.csv | same t.csv -
	"$UNITS/csv" copy <t.csv | same t.csv -
}

@test "faults beyond the first twenty are counted" {
	perl -e 'print "a,b\n"; print "$_\n" for 1 .. 30' >t.csv
	expect 65 csv copy t.csv
	says '21: 1 field, the header has 2'
	says '30 in all'
	refute grep -q ':22:' <<<"$stderr"
}

@test "faulty rows go to the rejects file with their reasons, the others through" {
	table 'a,b,c\n1,2,3\nbad,x,3\n4,5\nbad,,3\n6,7,8,9,"10"\n"7",caf\xe9,x\n"q"q,1,2\n7,8,9\n'
	expect 1 csv rejects r.csv t.csv
	[ "$output" = $'t.csv:2: [1][2][3]\nt.csv:9: [7][8][9]' ]
	says 't.csv:3: a: "bad" is bad'
	same r.csv - <<-'END'
		a,b,c,reason
		bad,x,3,"a: ""bad"" is bad"
		4,5,,"2 fields, the header has 3"
		bad,,3,"a: ""bad"" is bad; b: is empty"
		6,7,8,"5 fields, the header has 3; left over: 9,10"
		7,caf?,x,b: is not UTF-8; import-ledger reads a file in another encoding
		"""q""q",1,2,"a: a quote that does not stand around a whole field, or is not doubled inside one"
	END
}

@test "a row held back with others is in the rejects without a message" {
	table 'a,b\nheld,2\nfree,3\n'
	expect 0 csv rejects r.csv t.csv
	same r.csv - <<<$'a,b,reason\nheld,2,held back: the customer has a faulty row'
}

@test "the rejects file of a sound table has a header alone, and rejects can be read again" {
	table 'a,b\n1,2\n'
	expect 0 csv rejects r.csv t.csv
	same r.csv - <<<'a,b,reason'
	table 'a,reason\nbad,1\n'
	expect 1 csv rejects r.csv t.csv
	same r.csv - <<<$'a,reason\nbad,"a: ""bad"" is bad"'
}

@test "a table that is torn leaves no rejects file, and the old one stays" {
	table 'a,b\n1\n1,"2\n'
	echo old >r.csv
	expect 65 csv rejects r.csv t.csv
	same r.csv - <<<old
}

@test "a rejects file that cannot be written is an error" {
	table 'a,b\n1\n'
	expect 73 csv rejects nowhere/r.csv t.csv
}

@test "added columns stand where the input has them, first ones first" {
	table 'first,x,second\n1,2,3\n'
	expect 0 csv columns t.csv
	[ "$output" = $'second,first,x,new\n2nd,1,2,"a,b"' ]
	printf '%s\n' "$output" >u.csv
	expect 0 csv columns u.csv
	[ "$output" = "$(cat u.csv)" ]
}

@test "a full disk is an error" {
	table 'a,b\n1,2\n'
	run -74 --separate-stderr bash -c "'$UNITS/csv' copy t.csv >/dev/full"
	says 'standard output'
}

# Public conformance tables, where they are: DUN_CORPORA names their folder.
@test "the tables of csv-spectrum and csv-test-data read as their JSON says" {
	[ -d "${DUN_CORPORA:-}" ] || skip "DUN_CORPORA is not set"
	perl -MJSON::PP -e 1 2>/dev/null || skip "perl has no JSON::PP"
	count=0
	for file in "$DUN_CORPORA"/*/csv/*.csv; do
		name=$(basename "$file" .csv)
		json=$(dirname "$file")/../json/$name.json
		cp "$file" t.csv
		# These tables may lack their last line end; ours may not.
		[ -z "$(tail -c 1 t.csv)" ] || echo >>t.csv
		try csv show t.csv
		case $name in
		# The first rows of header-no-rows and the like are data; bad ones are refused.
		bad-header-wrong-header) continue ;;
		location_coordinates) continue ;; # its JSON does not match
		all-empty) continue ;;            # a header without a name
		bad-header-no-header)
			[ "$status" -eq 65 ] ;;
		bad-*)
			[ "$status" -eq 65 ] || { echo "$name was accepted"; return 1; } ;;
		*)
			[ "$status" -eq 0 ] || { echo "$name: $stderr"; return 1; }
			printf '%s\n' "$output" | sed -n 's/^t.csv:[0-9]*: //p' >got
			perl -MJSON::PP -e '
				local $/; my $data = decode_json(<>);
				my @rows = ref $data->[0] eq "ARRAY" ? @$data[1 .. $#$data] : do {
					open my $f, "<", "t.csv"; my $h = <$f>; $h =~ s/^\xef\xbb\xbf//;
					my @names = split /,/, (split /\r?\n/, $h)[0];
					map { my $r = $_; [@$r{@names}] } @$data };
				for (@rows) { for (@$_) { my $s = $_; utf8::encode($s); $s =~ s/\r?\n/ /g;
					print "[$s]" } print "\n" }' "$json" >want
			same want got ;;
		esac
		count=$((count + 1))
	done
	[ "$count" -ge 25 ]
}

@test "a row of a million commas costs no memory to speak of" {
	perl -e 'print "a,b\n", "," x 8000000, "\n"; print "\"x\"", "," x 8000000, "\n"' >t.csv
	expect 65 csv copy t.csv
	says 't.csv:2: 8192 or more fields, the header has 2'
	says 't.csv:3: 8192 or more fields, the header has 2'
	(ulimit -v 150000 && "$UNITS/csv" copy t.csv 2>err || true)
	grep -q 't.csv:3: 8192 or more fields' err || grep -q 'AddressSanitizer' err
}

@test "reading ahead gives the records that reading one by one gives" {
	expect 0 "$UNITS/ahead" random 1 4000
	[ "${output%% *}" -gt 1000 ]
}

@test "a large table in two files is read ahead alike, with its faults in their places" {
	perl -e 'print "a,b\n";
		for (1 .. 60000) {
			print $_ % 7 ? "row $_,plain and long enough\n" : "\"row $_\",\"with a comma, and\na line break\"\n";
			print "one field\n" if $_ % 20011 == 0;
			print "x\ry,2\n" if $_ == 40000;
		}' >t.csv
	printf 'a,b\n1,2\n' >u.csv
	expect 65 csv show t.csv u.csv
	rows=$output said=${stderr//csv: }
	expect 65 "$UNITS/ahead" rows t.csv u.csv
	[ "$output" = "$rows" ]
	[ "${stderr//ahead: }" = "$said" ]
	says 't.csv:22871: 1 field'
	printf 'a,b\n1,2\n"3' >u.csv
	expect 65 "$UNITS/ahead" rows t.csv u.csv
	says 'u.csv:3: a quote is opened in this row and never closed'
}

@test "a large table on standard input is read ahead too" {
	perl -e 'print "a,b\n"; print "row $_,plain and long enough\n" for 1 .. 60000' >t.csv
	cat t.csv | "$UNITS/ahead" rows >one
	csv show t.csv | sed 's/^t.csv/<stdin>/' >other
	same one other
}
