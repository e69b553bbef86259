load helper

# What a template becomes, against golden files in tests/text.

markdown() { # markdown FORMAT NAME
	"$UNITS/text" markdown "$1" "$ROOT/tests/text/$2.md" "$ROOT/tests/text/values"
}
subject() {
	expect 0 "$UNITS/text" subject "$1" "$ROOT/tests/text/values"
	[ "$output" = "$2" ] || { printf 'got: %s\n' "$output"; return 1; }
}

@test "a template becomes plain text, wrapped, with its lists and quotes" {
	markdown text plain >got
	same "$ROOT/tests/text/plain.text" got
}

@test "a template becomes HTML in which every value is escaped" {
	markdown html plain >got
	same "$ROOT/tests/text/plain.html" got
}

@test "a template becomes blocks with their styles and places" {
	markdown blocks plain >got
	same "$ROOT/tests/text/plain.blocks" got
}

@test "an empty item of a list takes nothing with it" {
	local format
	for format in text html blocks; do
		markdown "$format" empty >got
		same "$ROOT/tests/text/empty.$format" got
	done
}

@test "a value in a link cannot change where the link leads, and raw HTML is left out" {
	local format
	for format in text html blocks; do
		markdown "$format" links >got
		same "$ROOT/tests/text/links.$format" got
	done
}

@test "an unknown tag is found with its line, also within a list and bold text" {
	expect 1 markdown html unknown
	[ "$output" = "line 4: unknown totaal" ]
	expect 1 markdown html inside
	[ "$output" = "line 1: unknown items" ]
}

@test "percent signs are tags only where a name stands between two of them" {
	subject '12% rente, 5%korting, 100%' '12% rente, 5%korting, 100%'
	subject '%%total%% en 3%%' '%total% en 3%'
	subject '%address1%' 'Straat 1'
	subject '%c3%a9 %Total% %1total%' '%c3%a9 %Total% %1total%'
	subject '%' '%'
	subject '%%' '%'
	subject '%empty%' ''
}

@test "a value that looks like a tag is not read as one" {
	subject '%percent%' '100% %total%'
}

@test "an unknown tag of a subject is named" {
	expect 1 "$UNITS/text" subject 'a %nope% b' "$ROOT/tests/text/values"
	[ "$output" = "unknown nope" ]
}

@test "amounts, dates and countries are written as each language writes them" {
	local language
	for language in nl en fr de; do
		"$UNITS/text" locale "$language" >got
		same "$ROOT/tests/text/locale.$language" got
	done
}

@test "a group or an unknown language is written as its first part, else as English" {
	"$UNITS/text" locale nl-vip >got
	same "$ROOT/tests/text/locale.nl" got
	"$UNITS/text" locale qq >got
	same "$ROOT/tests/text/locale.en" got
}

@test "the machine's own language and zone change nothing" {
	TZ=Pacific/Kiritimati LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8 "$UNITS/text" locale nl >got
	same "$ROOT/tests/text/locale.nl" got
}

@test "a region of the language is heeded, and what is no language is English" {
	local language expected
	while IFS='|' read -r language expected; do
		"$UNITS/text" locale "$language" | LC_ALL=C sed 's/\xc2\xa0/ /g; s/\xe2\x80\xaf/ /g' |
			sed -n '1p;7p;8p' | paste -sd '|' >got
		[ "$(cat got)" = "$expected" ] || { echo "of $language: $(cat got), not $expected"; return 1; }
	done <<-'END'
	nl-BE|€ 1.234,50|1 maart 2026|01/03/2026
	fr_BE|1 234,50 €|1er mars 2026|01/03/2026
	deu-AT|€ 1.234,50|1. März 2026|01.03.2026
	en-US|€1,234.50|March 1, 2026|03/01/2026
	EN|€1,234.50|1 March 2026|01/03/2026
	nl-b2|€ 1.234,50|1 maart 2026|01-03-2026
	x|€1,234.50|1 March 2026|01/03/2026
	12|€1,234.50|1 March 2026|01/03/2026
	dutch|€1,234.50|1 March 2026|01/03/2026
	|€1,234.50|1 March 2026|01/03/2026
	END
}

@test "a country's name is in the letter's language, and a code that has none stands for itself" {
	local language code name
	while read -r language code name; do
		[ "$("$UNITS/text" country "$language" "$code")" = "$name" ] || { echo "$language $code"; return 1; }
	done <<-'END'
	nl NL NEDERLAND
	de us VEREINIGTE STAATEN
	tr IT İTALYA
	en XK KOSOVO
	nl XX XX
	nl 1A 1A
	nl A1 A1
	nl NLD NLD
	END
}

@test "characters are those of UTF-8, and of other bytes each is one that cannot be read" {
	"$UNITS/text" characters $'aé€😀\xe2\x80\xaa\t\xe2\x80\xa8\x01\x7f\xc2\xad\xe3\x85\xa4\xd8\xa7\xd7\x90\xe0\xa4\x95\xc3' >got
	same got - <<-END
	0061 visible
	00E9 visible
	20AC visible
	1F600 visible
	202A ignored
	0009 blank
	2028 blank
	0001 control
	007F control
	00AD ignored
	3164 ignored
	0627 right-to-left
	05D0 right-to-left
	0915 joined
	FFFD visible
	$(printf 'aé€😀\xe2\x80\xaa\t\xe2\x80\xa8\x01\x7f\xc2\xad\xe3\x85\xa4\xd8\xa7\xd7\x90\xe0\xa4\x95\xef\xbf\xbd')
	END
	local bytes
	# cut off, too long, half of a pair, past the last, no beginning, a wrong continuation
	for bytes in $'\xe2\x82' $'\xf0\x9f\x98' $'\xc0\x80' $'\xe0\x80\x80' $'\xf0\x80\x80\x80' $'\xed\xa0\x80' \
		$'\xf4\x90\x80\x80' $'\xf5\x80\x80\x80' $'\x80' $'\xff' $'\xc3\x28' $'\xe2\x28\xa1'; do
		[ "$("$UNITS/text" characters "$bytes" | grep -c FFFD)" -ge 1 ] || { printf '%q\n' "$bytes"; return 1; }
		refute grep -qv 'FFFD\|0028\|00A1' <("$UNITS/text" characters "$bytes" | sed '$d')
	done
}
