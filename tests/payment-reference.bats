load helper

# A ledger of four items; the third has a reference already, and no invoice is like another.

prepare() {
	cat >items.csv <<-'CSV'
	customer,invoice,open_amount,due_date,reference,region
	C1,2026-0001,100.00,2026-11-01,,west
	C1,2026-0002,50.00,2026-11-02,,west
	C2,INV20260001,25.00,2026-11-03,RF18 5390 0754 7034,"north, east"
	C3,77,10.00,2026-11-04,,
	CSV
}

# items ROW...: customer, invoice, reference; into items.csv.
items() {
	{
		echo customer,invoice,reference
		printf '%s\n' "$@"
	} >items.csv
}

# payment [OPTION...]: over items.csv into out.csv, without a word.
payment() {
	payment-reference "$@" items.csv >out.csv 2>err || { cat err; return 1; }
	[ ! -s err ] || { cat err; return 1; }
}

# becomes LINE...: what is on standard input is these lines.
becomes() {
	diff -u <(printf '%s\n' "$@") -
}

@test "the rules of the three schemes hold: tables of cases with their sources, and any number" {
	expect 0 "$UNITS/reference" "$ROOT/tests/reference"
	shows "checked, all well"
}

@test "a wrong expectation in a table of cases is told with its line" {
	cp -R "$ROOT/tests/reference" cases
	sed -i 's/RF712348231$/RF722348231/' cases/make.txt
	expect 1 "$UNITS/reference" cases
	shows 'make.txt:'
	shows 'got RF712348231, wanted RF722348231'
}

@test "an OGM is made for each item that has no reference; nothing else changes" {
	payment --make ogm
	becomes customer,invoice,open_amount,due_date,reference,region \
		C1,2026-0001,100.00,2026-11-01,+++002/0260/00196+++,west \
		C1,2026-0002,50.00,2026-11-02,+++002/0260/00297+++,west \
		'C2,INV20260001,25.00,2026-11-03,RF18 5390 0754 7034,"north, east"' \
		C3,77,10.00,2026-11-04,+++000/0000/07777+++, <out.csv
}

@test "an RF reference is made of the letters and digits" {
	payment --make rf
	column reference out.csv | becomes RF3120260001 RF0420260002 'RF18 5390 0754 7034' RF5977
}

@test "a betalingskenmerk is made of the digits" {
	payment --make nl
	column reference out.csv | becomes 2000000020260001 0000000020260002 'RF18 5390 0754 7034' 2000000000000077
}

@test "what was made is found to be valid, whatever the scheme" {
	for scheme in ogm rf nl; do
		payment --make "$scheme" --check
		column reference_ok out.csv | becomes yes yes yes yes
		payment-reference --check out.csv >again.csv
		same out.csv again.csv
	done
}

@test "the column is added at the end where the table has none" {
	cut -d, -f1,2 items.csv >bare.csv
	expect 0 payment-reference --make rf --check bare.csv
	[ "${lines[0]}" = customer,invoice,reference,reference_ok ]
	[ "${lines[1]}" = C1,2026-0001,RF3120260001,yes ]
}

@test "a cell with nothing but blanks is empty; any text is a reference and stays" {
	items 'C1,1,  ' 'C1,2,see our letter' 'C1,3,RF99'
	payment --make ogm --check
	column reference out.csv | becomes +++000/0000/00101+++ 'see our letter' RF99
	column reference_ok out.csv | becomes yes no no
}

@test "an item that we have to pay gets no reference of ours" {
	cat >items.csv <<-'CSV'
	customer,invoice,side,reference
	C1,1,receivable,
	S1,2,payable,
	C1,3,,
	CSV
	payment --make ogm
	column reference out.csv | becomes +++000/0000/00101+++ '' +++000/0000/00303+++
}

@test "on its own output, and through a pipe, it gives the same bytes" {
	payment --make rf --check --check-iban region
	payment-reference --make rf --check --check-iban region <out.csv >again.csv
	same out.csv again.csv
	payment-reference --make ogm --check --check-iban region - <out.csv >again.csv
	same out.csv again.csv
}

@test "the checks take the place of what they found before" {
	printf '%s\n' reference_ok,invoice,reference,iban,iban_ok 'yes,1,RF99,NL91ABNA0417164300,no' >items.csv
	payment --check --check-iban iban
	becomes reference_ok,invoice,reference,iban,iban_ok no,1,RF99,NL91ABNA0417164300,yes <out.csv
}

@test "an invoice number that is too long, or has nothing to use, is told with its place; nothing is written" {
	items 'C1,2026-1,' 'C2,123456789012,' 'C3,CN,' 'C4,,'
	expect 65 payment-reference --make ogm items.csv
	silent
	says 'payment-reference: items.csv:3: invoice: "123456789012" has more digits than the 10 that an OGM holds'
	says 'payment-reference: items.csv:4: invoice: "CN" has no digit to make a reference of'
	says 'payment-reference: items.csv:5: invoice: "" has no digit'
	expect 65 payment-reference --make nl items.csv
	silent
	refute grep -q 123456789012 <<<"$stderr"
	expect 65 payment-reference --make rf items.csv
	says 'items.csv:5: invoice: "" has no letter or digit'
	refute grep -q items.csv:4 <<<"$stderr"
}

@test "too long for RF" {
	items "C1,$(printf 'A%.0s' {1..21})," "C1,$(printf 'B%.0s' {1..22}),"
	expect 65 payment-reference --make rf items.csv
	silent
	says 'items.csv:3: invoice: "BBBBBBBBBBBBBBBBBBBBBB" has more letters and digits than the 21 that an RF reference holds'
	[ "$(wc -l <<<"$stderr")" -eq 1 ]
}

@test "an invoice number that cannot serve is no matter where the item has a reference" {
	items 'C1,CN,RF5977' 'C1,12345678901234567890,foreign'
	payment --make ogm
	same items.csv out.csv
}

@test "two invoices that would get the same reference are told, both with their places" {
	items 'C1,2026-1,' 'C2,20261,'
	expect 65 payment-reference --make rf items.csv
	silent
	says 'items.csv:3: invoice: "20261" would get the reference RF3720261, which items.csv:2 (invoice "2026-1") has'
}

@test "the same number of two customers would be one reference too" {
	items 'C1,5,' 'C2,5,'
	expect 65 payment-reference --make ogm items.csv
	says 'items.csv:3: invoice: "5" would get the reference +++000/0000/00505+++, which items.csv:2 (invoice "5") has'
}

@test "a reference that another item has already is not made again, however it is written and wherever it stands" {
	items 'C1,5,' 'C2,99,000 0000 00505'
	expect 65 payment-reference --make ogm items.csv
	silent
	says 'items.csv:2: invoice: "5" would get the reference +++000/0000/00505+++, which items.csv:3 (invoice "99") has'
	items 'C2,99,***000/0000/00505***' 'C1,5,'
	expect 65 payment-reference --make ogm items.csv
	says 'items.csv:3: invoice: "5" would get'
	items 'C1,2026-1,' 'C2,99,rf37 2026 1'
	expect 65 payment-reference --make rf items.csv
	says 'items.csv:2: invoice: "2026-1" would get the reference RF3720261, which items.csv:3'
}

@test "the instalments of an invoice share its reference" {
	printf '%s\n' customer,invoice,instalment,reference C1,7,1, C1,7,2, C1,7,3,+++000/0000/00707+++ >items.csv
	payment --make ogm
	column reference out.csv | sort -u | becomes +++000/0000/00707+++
	printf '%s\n' customer,invoice,instalment,reference C1,7,1, C1,7,1, >items.csv
	expect 65 payment-reference --make ogm items.csv
	says 'items.csv:3: invoice: "7" would get'
}

@test "references that stand there twice are the ledger's own matter" {
	items 'C1,1,RF5977' 'C2,2,RF5977'
	payment --make rf --check
	column reference_ok out.csv | becomes yes yes
}

@test "--check says yes or no of each reference and changes nothing" {
	items 'C1,1,+++090/9337/55493+++' 'C1,2,+++090/9337/55494+++' 'C1,3,RF9936' 'C1,4,' \
		'C1,5,5000056789012345' 'C1,6,rf18 5390 0754 7034' 'C1,7,RF18-5390-0754-7034' 'C1,8,INV-8'
	payment --check
	column reference_ok out.csv | becomes yes no no no yes yes no no
	cut -d, -f1-3 out.csv >same.csv
	same items.csv same.csv
}

@test "-v says why; without it a wrong reference is no word and no error" {
	items 'C1,1,RF9936' 'C1,2,' 'C1,3,RF18-5390'
	payment --check
	expect 0 payment-reference -v --check items.csv
	says 'items.csv:2: reference: note: "RF9936" has wrong check digits'
	says 'items.csv:4: reference: note: "RF18-5390" has a character that is no letter or digit'
	says 'note: 3 items, 3 references not valid'
	refute grep -q items.csv:3 <<<"$stderr"
	sed -i 2d items.csv
	expect 0 payment-reference -v --make rf --check items.csv
	says 'note: 2 items, '
	says ' 1 reference made, '
}

@test "--check-iban looks at country, length, structure and check digits; blanks and case are no fault" {
	printf '%s\n' name,account 'a,NL91ABNA0417164300' 'b,nl91 abna 0417 1643 00' 'c,NL91ABNA0417164301' \
		'd,NL91ABNA041716430' 'e,NL91-ABNA-0417-1643-00' 'f,XX91ABNA0417164300' 'g,' 'h,BE68539007547034' \
		'i,GB29NWBK60161331926819' 'j,NL91ABNA04I7164300' >items.csv
	payment --check-iban account
	[ "$(head -n 1 out.csv)" = name,account,iban_ok ]
	column iban_ok out.csv | becomes yes yes no no no no no yes yes no
}

@test "check digits that are never issued are wrong, though the sum is right" {
	printf '%s\n' iban GB01BARC20714583608387 GB00HLFX11016111455365 >items.csv
	payment --check-iban iban
	column iban_ok out.csv | becomes no no
	expect 0 payment-reference -v --check-iban iban items.csv
	says 'items.csv:2: iban: note: "GB01BARC20714583608387" has wrong check digits'
	says '2 items, 2 IBANs not valid'
}

@test "a column that is not there is told with the nearest name" {
	expect 64 payment-reference --check-iban regoin items.csv
	silent
	says '--check-iban: no column "regoin"; did you mean "region"?'
	sed -i '1s/reference/refrence/' items.csv
	expect 64 payment-reference --check items.csv
	silent
	says '--check: no column "reference"; did you mean "refrence"?'
	sed -i '1s/invoice/Invoice/' items.csv
	expect 65 payment-reference --make rf items.csv
	silent
	says 'items.csv:1: no column "invoice"; did you mean "Invoice"?'
}

@test "wrong calls are told in a line" {
	expect 64 payment-reference items.csv
	silent
	says 'nothing to do: give --make, --check or --check-iban'
	expect 64 payment-reference --make iban items.csv
	says 'option --make: "iban" is not ogm, rf or nl'
	expect 64 payment-reference --check-iban region --check-iban customer items.csv
	says '--check-iban can be given only once'
	expect 64 payment-reference --check - -
	silent
}

@test "--rejects takes the rows that get no reference, and their customers' others" {
	items 'C1,1,' 'C1,CN,' 'C2,2,' 'C3,3' 'C3,4,RF5977' 'C4,02,'
	expect 1 payment-reference --make ogm --check --rejects bad.csv items.csv
	becomes customer,invoice,reference,reference_ok 'C2,2,+++000/0000/00202+++,yes' <<<"$output"
	says 'items.csv:3: invoice: "CN" has no digit'
	says 'items.csv:7: invoice: "02" would get the reference +++000/0000/00202+++, which items.csv:4 (invoice "2") has'
	column invoice bad.csv | sort | becomes 02 1 3 4 CN
	column reason bad.csv | grep -c 'held back: the customer has a faulty row' | becomes 2
	[ "$(head -n 1 bad.csv)" = customer,invoice,reference,reason ]
	expect 1 payment-reference --check --rejects bad.csv items.csv
	[ "${#lines[@]}" -eq 5 ]
	column invoice bad.csv | sort | becomes 3 4
}

@test "a table of any kind will do, quoted fields and other columns included" {
	{ printf '\xef\xbb\xbf'; printf '%s\r\n' '"a ""b""",invoice' '"x, y",1' '" z",2'; } >items.csv
	payment --make rf
	becomes '"a ""b""",invoice,reference' '"x, y",1,RF741' '" z",2,RF472' <out.csv
}

@test "several files are read in order" {
	items 'C1,1,'
	sed 's/C1,1/C2,2/' items.csv >more.csv
	expect 0 payment-reference --make ogm items.csv more.csv
	column reference <(printf '%s\n' "$output") | becomes +++000/0000/00101+++ +++000/0000/00202+++
	sed -i 's/C2,2/C2,1/' more.csv
	expect 65 payment-reference --make ogm items.csv more.csv
	says 'more.csv:2: invoice: "1" would get the reference +++000/0000/00101+++, which items.csv:2'
}

@test "a header alone is a quiet day" {
	items
	sed -i 2d items.csv
	payment --make rf --check
	becomes customer,invoice,reference,reference_ok <out.csv
}

@test "no input, torn input, no file and a full disk are errors, and nothing is written" {
	expect 65 payment-reference --check /dev/null
	silent
	head -c -1 items.csv >torn.csv
	for option in --make=rf --check; do
		expect 65 payment-reference "$option" torn.csv
		silent
		says torn.csv:
	done
	expect 66 payment-reference --check none.csv
	says none.csv
	for option in --make=rf --check; do
		rc=0
		payment-reference "$option" items.csv >/dev/full 2>err || rc=$?
		[ "$rc" -eq 74 ]
		grep -q 'standard output' err
	done
}

@test "it stays light: no library but libcsv" {
	run bash -c 'ldd "$(command -v payment-reference)" | grep -oE "lib[a-z]+\.so" | grep -vE "libc\.so|libasan|libubsan|libm\.so|libgcc" | sort -u'
	[ "$output" = libcsv.so ]
}
