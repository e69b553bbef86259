load helper

# A report of every part, as a PDF: what commands that print share. tests/lib/report.c makes them.

@test "a report is a sound PDF, the same bytes each time, its text in order" {
	"$UNITS/report" all >one.pdf
	"$UNITS/report" all >two.pdf
	cmp one.pdf two.pdf
	qpdf --check one.pdf >/dev/null
	pdftotext -layout one.pdf text
	grep -q '^ *A report of every part' text
	grep -q 'Café Été SARL .* 1.234,50' text
	grep -q 'The largest debtors' text
	grep -q 'receipts *payments *balance' text
	grep -q 'Voorbeeld BV · report · 22 november 2026 .* 1/2' text
	pdfinfo one.pdf | grep -q '^Title: *A report of every part'
}

@test "a table that is longer than a page has its headings on every page" {
	"$UNITS/report" long >long.pdf
	pages=$(pdfinfo long.pdf | awk '/^Pages/ { print $2 }')
	[ "$pages" -gt 3 ]
	for page in $(seq "$pages"); do
		pdftotext -layout -f "$page" -l "$page" long.pdf text
		grep -q 'customer *name' text
		grep -q "$page/$pages\$" text
	done
	# the sums do not stand alone
	grep -q 'Café Été SARL' text
	grep -c '1.225,50' text | grep -qx 2
	[ "$(pdftotext -layout long.pdf - | grep -c 'Café Été SARL\|Müller & Söhne')" -eq 200 ]
}

@test "a table of many figures gets smaller until all are on the page" {
	"$UNITS/report" wide >wide.pdf
	pdftotext -bbox wide.pdf boxes
	[ "$(grep -c '12.345.678,90' boxes)" -eq 24 ]
	perl -we 'while (<>) { die $_ if /<word.*xMax="([0-9.]+)"/ && $1 > 595.3 - 56 }' boxes
}

@test "a character that cannot be drawn is a question mark, and said" {
	local text said
	while IFS='|' read -r text said; do
		printf -v text '%b' "$text"
		expect 1 "$UNITS/report" "$text"
		says "$said; it is drawn as \"?\""
		"$UNITS/report" "$text" >strange.pdf 2>/dev/null || [ $? -eq 1 ]
		pdftotext strange.pdf - | grep -q '?? and ? end'
	done <<-'END'
	\xe4\xb8\xad\xe6\x96\x87 and \xd7\xa9 end|character U+4E2D is not in the font Liberation Sans
	\xd7\xa9\xd7\xa9 and \xe4\xb8\xad end|character U+05E9 is of a script that runs from right to left
	\xe0\xa4\x95\xe0\xa4\x95 and \x01 end|character U+0915 is of a script whose letters join or stack
	\x01\x01 and \xe4\xb8\xad end|character U+0001 is a control character
	END
}

@test "texts that crowd a table are broken into lines, and the figures are whole" {
	"$UNITS/report" crowded >crowded.pdf
	pdftotext -bbox crowded.pdf boxes
	[ "$(grep -c '12.345.678,90' boxes)" -eq 3 ]
	[ "$(grep -c 'Korrel' boxes)" -eq 10 ]
	perl -we 'while (<>) { die $_ if /<word.*xMax="([0-9.]+)"/ && $1 > 595.3 - 56 }' boxes
}

@test "charts of the largest amounts, of none, of many periods and steps" {
	"$UNITS/report" extremes >extremes.pdf
	qpdf --check extremes.pdf >/dev/null
	pdftotext -bbox extremes.pdf boxes
	perl -we 'while (<>) { die $_ if /<word xMin="([-0-9.]+)" yMin="([-0-9.]+)" xMax="([0-9.]+)" yMax="([0-9.]+)"/
		&& ($1 < 0 || $2 < 0 || $3 > 595.3 || $4 > 841.9) }' boxes
}
