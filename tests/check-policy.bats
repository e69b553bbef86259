#!/usr/bin/env bats
# check-policy(1), dun-policy(5). A new kind of fault is a pair of files:
# tests/policies/NAME.yaml and NAME.err, what is to be said of it.

load helper

POLICIES=$BATS_TEST_DIRNAME/policies

prepare() {
	export DUN_DATADIR=$BATS_TEST_TMPDIR/data
}

# The sample policy with all that it names beside it.
whole_book() {
	cp "$POLICIES/design.yaml" policy.yaml
	printf '\211PNG\r\n\032\nrest' >logo.png
	mkdir -p templates/nl data
	local n
	for n in 1 2 3; do
		echo hello >"templates/nl/reminder-$n.letter.md"
		echo hello >"templates/nl/reminder-$n.mail.md"
	done
	cat >rates.yaml <<-'END'
		rates:
		  nl-commercial: {from: {2025-01-01: 11.15}}
		scales:
		  nl-wik: {min: 40.00, tiers: [{percent: 15}]}
	END
}

# small KEY-LINES: a policy that is right but for them.
small() {
	printf 'company: {name: Voorbeeld BV}\nterms: {standard: {levels: [{after_due: 7}]}}\n%s\n' "$1"
}

@test "each kind of fault is told with its place, as the files in tests/policies say" {
	cd "$POLICIES"
	local file count=0
	for file in *.err; do
		expect 78 check-policy "${file%.err}.yaml"
		silent
		printf '%s\n' "$stderr" | diff -u "$file" - || { echo "of $file"; return 1; }
		count=$((count + 1))
	done
	[ "$count" -ge 100 ]
	[ "$(ls -- *.yaml | grep -vcx design.yaml)" -eq "$count" ]
}

@test "a policy with every file that it names has no fault" {
	whole_book
	expect 0 check-policy -q
	silent
	[ -z "$stderr" ]
}

@test "policies that are right, whatever YAML would make of their texts" {
	local file
	for file in "$POLICIES"/good/*.yaml; do
		expect 0 check-policy --print "$file"
		[ -z "$stderr" ]
	done
}

@test "--print fills in every default" {
	expect 0 check-policy --print "$POLICIES/good/minimal.yaml"
	same "$POLICIES/good/minimal.print" <(printf '%s\n' "$output")
}

@test "--print leaves out nothing that was given" {
	expect 0 check-policy --print "$POLICIES/good/everything.yaml"
	same "$POLICIES/good/everything.print" <(printf '%s\n' "$output")
}

@test "--print gives a policy that prints the same again" {
	local file
	for file in "$POLICIES"/good/*.yaml "$POLICIES/design.yaml"; do
		check-policy --print "$file" >once
		check-policy --print once >twice
		same once twice
	done
}

@test "--get prints one value with its default" {
	local policy=$POLICIES/design.yaml
	expect 0 check-policy --get files.history "$policy"
	[ "$output" = history.csv ]
	expect 0 check-policy --get company.iban "$policy"
	[ "$output" = NL91ABNA0417164300 ]
	expect 0 check-policy --get terms.standard.levels.0.template "$policy"
	[ "$output" = reminder-1 ]
	expect 0 check-policy --get terms.standard.levels.1.name "$policy"
	[ "$output" = "Automatic reminder 2" ]
	expect 0 check-policy --get terms.standard.min_amount "$policy"
	[ "$output" = 5.00 ]
	expect 0 check-policy --get automations.weekly.actions.Mailen.set_status "$policy"
	[ "$output" = herinnerd ]
}

@test "--get finds a level by its id" {
	expect 0 check-policy --get terms.zakelijk.levels.tweede.template "$POLICIES/good/everything.yaml"
	[ "$output" = reminder-2 ]
	expect 0 check-policy --get terms.standard.levels.id=3.template "$POLICIES/design.yaml"
	[ "$output" = reminder-3 ]
}

@test "--get prints a list of texts a line each" {
	expect 0 check-policy --get mail.command "$POLICIES/good/everything.yaml"
	[ "$output" = $'sendmail\n-i' ]
	expect 0 check-policy --get terms_for.0.where "$POLICIES/design.yaml"
	[ "$output" = $'type = consumer\ncountry = NL' ]
}

@test "--get prints a group as YAML" {
	expect 0 check-policy --get mail.resend "$POLICIES/good/everything.yaml"
	[ "$output" = $'times: 2\nafter: 2W' ]
}

@test "--get prints a list of groups as YAML, a group that is empty as one" {
	check-policy --get terms_for "$POLICIES/good/everything.yaml" >out
	same out - <<-'END'
	- where: ["type = consumer", "country = NL"]
	  terms: consument
	- where: ["name ~ \"Groot*\""]
	  terms: zakelijk
	END
	check-policy --get terms.zakelijk.levels.1.charges "$POLICIES/good/everything.yaml" >out
	same out - <<-'END'
	interest:
	  rate: nl-commercial
	  compound: none
	END
	[ "$(check-policy --get automations "$POLICIES/good/minimal.yaml")" = '{}' ]
	for path in law terms_for; do
		[ -z "$(check-policy --get "$path" "$POLICIES/good/minimal.yaml")" ]
	done
}

@test "--get of a key that is not given prints an empty line" {
	check-policy --get mail.bcc "$POLICIES/good/minimal.yaml" >out
	printf '\n' | cmp - out
	check-policy --get terms.standard.levels.0.charges.interest.rate "$POLICIES/good/minimal.yaml" >out
	printf '\n' | cmp - out
}

@test "--get of a path that leads nowhere is a usage error" {
	local path
	for path in nothing files.nothing terms.standard.levels.9 terms.standard.levels.0.template.x . ''; do
		expect 64 check-policy --get "$path" "$POLICIES/good/minimal.yaml"
		silent
		says "the policy has no \"$path\""
	done
}

@test "names with points are found by --get" {
	printf 'company: {name: X}\nterms: {a.b: {levels: [{after_due: 7}]}, a: {levels: [{after_due: 9}]}}\ndefaults: {terms: a.b}\n' >p.yaml
	expect 0 check-policy --get terms.a.b.levels.0.after_due p.yaml
	[ "$output" = 7 ]
	expect 0 check-policy --get terms.a.levels.0.after_due p.yaml
	[ "$output" = 9 ]
}

@test "without a file it takes DUN_POLICY, then policy.yaml" {
	small '' >policy.yaml
	small 'defaults: {term_days: 21}' >other.yaml
	expect 0 check-policy --get defaults.term_days
	[ "$output" = 14 ]
	DUN_POLICY=other.yaml expect 0 check-policy --get defaults.term_days
	[ "$output" = 21 ]
	DUN_POLICY='' expect 0 check-policy --get defaults.term_days
	[ "$output" = 14 ]
}

@test "a policy on standard input" {
	small '' >p.yaml
	expect 0 check-policy --get defaults.terms - <p.yaml
	[ "$output" = standard ]
	small 'lawz: [nl]' >p.yaml
	expect 78 check-policy - <p.yaml
	says '<stdin>:3:1: "lawz"'
}

@test "a policy that is not there" {
	expect 66 check-policy
	says "policy.yaml: No such file"
	says "$DUN_DATADIR/policies has policies to begin with, see dun-policy(5)"
	expect 66 check-policy nowhere.yaml
	says "nowhere.yaml: No such file"
	expect 66 check-policy .
	silent
}

@test "wrong ways to call it" {
	expect 64 check-policy a.yaml b.yaml
	expect 64 check-policy --print --get files.history
	expect 64 check-policy --get
	expect 64 check-policy --nothing
}

@test "a template that is missing is told for the letter and the mail" {
	whole_book
	rm templates/nl/reminder-2.letter.md templates/nl/reminder-3.mail.md
	expect 78 check-policy
	says 'policy.yaml:44:19: template: "reminder-2" has no letter in the default language: there is no templates/nl/reminder-2.letter.md'
	says 'policy.yaml:52:19: template: "reminder-3" has no mail'
	[ "$(grep -c 'template:' <<<"$stderr")" -eq 2 ]
}

@test "templates are found in the shipped folder, and for a group in its language" {
	whole_book
	mkdir -p data
	mv templates data/templates
	sed -i 's/language: nl/language: nl-vip/' policy.yaml
	expect 0 check-policy
}

@test "a logo that is missing or no picture" {
	whole_book
	echo text >logo.png
	expect 78 check-policy
	says 'policy.yaml:11:9: logo: logo.png is not a PNG or JPEG picture'
	rm logo.png
	expect 78 check-policy
	says 'policy.yaml:11:9: logo: there is no file logo.png'
}

@test "rate tables and scales that rates.yaml lacks" {
	whole_book
	sed -i 's/nl-wik:/nl-wijk:/; s/nl-commercial:/nl-handel:/' rates.yaml
	expect 78 check-policy
	says 'policy.yaml:54:23: '
	says 'has no scale "nl-wik"'
	says 'policy.yaml:55:21: '
	says 'has no rate table "nl-commercial"'
}

@test "rates come from the shipped file where the book has none" {
	whole_book
	mv rates.yaml data/
	expect 0 check-policy
	[[ $stderr != *rates.yaml* ]]
	rm data/rates.yaml
	expect 0 check-policy
	says "there is no rates.yaml, which its charges need"
}

@test "files are sought beside the policy, wherever one stands" {
	mkdir book
	(cd book && whole_book)
	expect 0 check-policy -q book/policy.yaml
	rm book/logo.png
	expect 78 check-policy book/policy.yaml
	says 'book/policy.yaml:11:9: logo: there is no file book/logo.png'
}

@test "a policy with views and automations that is right gets no word" {
	whole_book
	expect 0 check-policy
	[ -z "$output$stderr" ]
}

@test "a byte order mark and the line ends of Windows" {
	{ printf '\357\273\277'; small 'lawz: [nl]' | sed 's/$/\r/'; } >p.yaml
	expect 78 check-policy p.yaml
	says 'p.yaml:3:1: "lawz"'
	{ printf '\357\273\277'; small 'law: [nl]' | sed 's/$/\r/'; } >p.yaml
	expect 0 check-policy --get law p.yaml
	[ "$output" = nl ]
}

@test "columns count characters, not bytes" {
	printf 'company: {name: "Café", countri: NL}\nterms: {standard: {levels: [{after_due: 7}]}}\n' >p.yaml
	expect 78 check-policy p.yaml
	says 'p.yaml:1:25: company: "countri" is not a key here; did you mean "country"?'
}

@test "more than twenty faults are all told" {
	small "$(for n in $(seq 50); do echo "wrong$n: 1"; done)" >p.yaml
	expect 78 check-policy p.yaml
	[ "$(wc -l <<<"$stderr")" -eq 50 ]
}

@test "what would forge a line of output is made harmless" {
	small "$(printf '"law\\n\\e[31mcheck-policy: fine": 1')" >p.yaml
	expect 78 check-policy p.yaml
	says 'law??[31mcheck-policy: fine'
	[ "$(wc -l <<<"$stderr")" -eq 1 ]
}

@test "the sender is the company where mail names none" {
	small 'x: y' >p.yaml
	printf 'company: {name: "Voorbeeld B.V.", email: post@voorbeeld.example}\nterms: {standard: {levels: [{after_due: 7}]}}\n' >p.yaml
	expect 0 check-policy --get mail.from p.yaml
	[ "$output" = '"Voorbeeld B.V." <post@voorbeeld.example>' ]
}

@test "hostile files are refused in no time and little memory" {
	# The sanitizers reserve more addresses than any limit allows.
	if grep -q __asan_init "$BIN/check-policy"; then limit() { :; }; else limit() { ulimit -v 1000000; }; fi
	local deep
	deep=$(head -c 200000 /dev/zero | tr '\0' '[')
	small "law: $deep" >deep.yaml
	small "law: [$(head -c 2000000 /dev/zero | sed 's/\x00/a,/g')a]" >many.yaml
	small "$(head -c 200000 /dev/zero | sed 's/\x00/? /g')" >keys.yaml
	small "law: [$(head -c 3000000 /dev/zero | tr '\0' 'x')]" >long.yaml
	{ small ''; head -c 17000000 /dev/zero | tr '\0' '#'; } >large.yaml
	perl -e 'my $x = 1; print map { $x = ($x * 1103515245 + 12345) % 2**31; chr($x >> 16 & 255) } 1 .. 100000' >noise.yaml
	local file
	for file in deep many keys long noise; do
		(limit; timeout 10 check-policy $file.yaml >out 2>err) && return 1
		[ $? -eq 78 ] || { echo "$file: $(head -c 300 err)"; return 1; }
		[ ! -s out ]
		[ "$(wc -c <err)" -lt 20000 ] || { echo "$file is told at length"; return 1; }
	done
	expect 78 check-policy large.yaml
	says "is larger than"
}

@test "a full disk is told" {
	expect 74 sh -c 'check-policy --print "$1" >/dev/full' sh "$POLICIES/design.yaml"
	says "standard output: No space left on device"
}

@test "--help names its options" {
	expect 0 check-policy --help
	shows "--print"
	shows "--get PATH"
}

@test "dun-policy(5) tells of every key" {
	local page=$ROOT/man/dun-policy.5 key count=0
	for key in $(sed -n 's/^[- ]*\([a-z_]*\):.*/\1/p' "$POLICIES/good/everything.print" | sort -u); do
		case $key in consument | zakelijk | weekly | daily | post | eigen) continue ;; esac
		count=$((count + 1))
		grep -q "^\.\(It \)\?Cm $key\b" "$page" || { echo "no $key"; return 1; }
	done
	[ "$count" -ge 90 ]
}

@test "with jump, a level that names no after_due is told in a note: an item never reminded reaches it at once" {
	export DUN_DATADIR=$ROOT/examples
	cat >policy.yaml <<-'YAML'
	company: {name: Voorbeeld BV}
	terms:
	  standard:
	    escalate: jump
	    levels:
	      - {id: "1", after_due: 7}
	      - {id: "2", after_pay_by: 1}
	      - {id: "3", after_due: 30, after_last: 7}
	YAML
	expect 0 check-policy
	[ "$stderr" = 'check-policy: policy.yaml:7:9: levels: note: under "escalate: jump" an item that was never reminded reaches level "2" as soon as it is due: it names no after_due' ]
	expect 0 check-policy -q
	[ -z "$stderr" ]
	sed -i 's/jump/step/' policy.yaml
	expect 0 check-policy
	[ -z "$stderr" ]
}

@test "of a key that stands twice the first counts, whatever the second holds" {
	printf 'company: {name: V}\nterms:\n  t:\n    levels:\n    levels: [{after_due: 7}]\n' >policy.yaml
	expect 78 check-policy
	says 'policy.yaml:5:5: "levels" stands here twice: first on line 4'
	says 'policy.yaml:4:12: levels: has no value'
}

@test "the policy is named by an option as for the other commands, or without one" {
	cp "$ROOT/examples/book/policy.yaml" other.yaml
	expect 0 check-policy --policy other.yaml --get company.name
	wanted=$output
	expect 0 check-policy --get company.name other.yaml
	[ "$output" = "$wanted" ]
	expect 64 check-policy --policy other.yaml policy.yaml
	says 'only one policy is checked at a time, not "policy.yaml" as well'
}
