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
