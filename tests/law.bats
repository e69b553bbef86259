load helper

# check-policy --law, and what compute-fees makes of it. Each rule has a pair of files in tests/law:
# ID.yaml, a policy that breaks it alone, and ID.err, what is said. good-LAW.yaml break none.

LAW=$BATS_TEST_DIRNAME/law

prepare() {
	export DUN_AS_OF=2026-11-22
}

# The ids of all rules, as the tables in lib/rules/law_LAW.c have them.
rules() {
	sed -n 's/.*LAW_[A-Z]*, "\([a-z0-9-]*\)".*/\1/p' "$ROOT"/lib/rules/law_[a-z][a-z].c | sort
}
# nl SED...: the good Dutch policy, changed.
nl() {
	local args=()
	for arg; do
		args+=(-e "$arg")
	done
	sed -E "${args[@]}" "$LAW/good-nl.yaml" >policy.yaml
	mkdir -p templates
	cp -R "$LAW/templates/." templates
	refute cmp -s "$LAW/good-nl.yaml" policy.yaml
}
# found [LAW]: the ids of what is found in policy.yaml, in order.
found() {
	try check-policy -q --law "${1:-nl}"
	[ "$status" -eq 0 ] || [ "$status" -eq 1 ] || { echo "$stderr"; return 1; }
	[ "$status" -eq 0 ] || [ -n "$stderr" ]
	printf '%s\n' "$stderr" | sed -n 's/.*\[\([a-z0-9-]*\): .*/\1/p' | tr '\n' ' '
}
finds() { # finds [LAW:] ID...: just these
	local law=nl got
	case $1 in *:) law=${1%:} && shift ;; esac
	got=$(found "$law")
	[ "$got" = "${*:+$* }" ] || { printf 'expected: %s\ngot:      %s\n' "$*" "$got"; return 1; }
}
# allowed SED...: the good policy so changed breaks no rule. breaks IDS SED...: these.
allowed() {
	breaks "" "$@"
}
breaks() {
	local ids=$1
	shift
	nl "$@" || { echo "nothing changed: $*"; return 1; }
	# shellcheck disable=SC2086
	finds $ids
}
customers() { # customers ROW...: customer, country, type, terms
	{
		echo customer,name,country,type,terms
		local row
		for row; do
			echo "${row/,/,Naam,}"
		done
	} >customers.csv
}

@test "each rule has a policy that breaks it alone, and what is said of it" {
	cd "$LAW" || return 1
	local id
	[ "$(rules | wc -l)" -ge 60 ]
	[ "$(rules)" = "$(ls -- *.err | sed 's/\.err$//' | LC_ALL=C sort)" ]
	for id in $(rules); do
		expect 1 check-policy --law "${id%%-*}" "$id.yaml"
		silent
		printf '%s\n' "$stderr" | diff -u "$id.err" - || { echo "of $id"; return 1; }
		[ "$(wc -l <"$id.err")" -eq 1 ]
		[[ $stderr =~ ^check-policy:\ $id\.yaml:[0-9]+:[0-9]+:\ .*\[$id:\ .+\]$ ]]
	done
}

@test "each rule stands in the manual, with its words, whom it protects and its source" {
	perl -we '
		my ($page, %rules) = shift;
		for my $file (@ARGV) {
			open my $f, "<", $file or die; local $/;
			<$f> =~ /^(.*) \[([a-z0-9-]+): (.*)\]$/ or die $file; $rules{$2} = [$1, $3];
		}
		open my $f, "<", $page or die; my @lines = <$f>; chomp @lines; my $default = "";
		for my $i (0 .. $#lines) {
			$default = $1 if $lines[$i] =~ /^A rule without a source here is of (.*)\.$/;
			next unless $lines[$i] =~ /^\.It Cm ((?:nl|be|de|fr|uk)-.*)/;
			my ($id, $words, $who) = ($1, $lines[$i + 1], $lines[$i + 2]);
			my $rule = delete $rules{$id} or die "$id is no rule\n";
			$words =~ s/^(.)(?=[a-z ])/lc $1/e; $words =~ s/\.$//;
			$rule->[0] =~ /; \Q$words\E$/i or die "$id: $words\n";
			$who =~ /^\.Pq (?:consumers|businesses|everyone)(?:; (.*))?$/ or die "$id: $who\n";
			($1 // $default) eq $rule->[1] or die "$id: $who, and not $rule->[1]\n";
		}
		die join(" ", keys %rules), " not told\n" if %rules;
	' "$ROOT/man/dun-law.7" "$LAW"/*.err
}

@test "a policy that a law allows has no finding" {
	local law
	for law in nl be de fr uk; do
		expect 0 check-policy --law "$law" "$LAW/good-$law.yaml"
		[ -z "$stderr" ]
	done
}

@test "several laws, repeated or with commas; one that is not known is a usage error" {
	cd "$LAW" || return 1
	expect 1 check-policy --law nl --law be,uk nl-14-days.yaml
	says '[nl-14-days: '
	says '[be-14-days: '
	says '[uk-simple: '
	hides '[de-'
	expect 1 check-policy --law nl,nl --law nl nl-14-days.yaml
	[ "$(printf '%s\n' "$stderr" | wc -l)" -eq 1 ]
	expect 64 check-policy --law us good-nl.yaml
	says '"us" is not a law that is known: nl, be, de, fr or uk'
	expect 64 check-policy --law '' good-nl.yaml
	expect 64 check-policy --law nl, good-nl.yaml
	expect 64 check-policy --law nl --print good-nl.yaml
}

@test "a plain run checks the laws that the policy names" {
	nl 's/pay_within: 14/pay_within: 13/'
	expect 0 check-policy
	[ -z "$stderr" ]
	sed -i '1i law: [be, nl]' policy.yaml
	expect 1 check-policy
	says '[nl-14-days: '
	says '[be-14-days: '
	expect 1 check-policy --law be
	says '[be-14-days: '
	[[ $stderr != *'[nl-'* ]]
}

@test "a policy that is wrong in itself is said to be that, exit 78" {
	nl 's/pay_within: 14/pay_within: soon/'
	expect 78 check-policy --law nl
	hides '[nl-'
	[[ $stderr != *'[nl-'* ]]
}

@test "a term is long enough by its days, however they are written" {
	allowed 's/pay_within: 14/pay_within: 2W/'
	allowed 's/pay_within: 14/pay_within: 1M/'
	breaks nl-14-days 's/pay_within: 14/pay_within: 13/'
	breaks nl-14-days 's/pay_within: 14/pay_within: CM/'
	breaks nl-14-days 's/, pay_within: 14//'
}

@test "a letter without transit_days is counted from its sending; a date that allows for it is not" {
	breaks nl-receipt 's/, transit_days: [^}]*}//'
	allowed 's/transit_days: [^}]*}/transit_days: 2/'
	breaks nl-receipt 's/post: 4/post: 1/'
	mkdir -p templates/nl
	printf '# Brief\n\n%%items%%\n\nUiterlijk %%pay_by%%, daarna %%next_cost%%.\n' >templates/nl/date.letter.md
	printf 'Subject: x\n\nx\n' >templates/nl/date.mail.md
	allowed 's/, transit_days: [^}]*}//; s/consumer-14-days/date/; s/pay_within: 14/pay_within: 16/'
	breaks nl-receipt 's/, transit_days: [^}]*}//; s/consumer-14-days/date/; s/pay_within: 14/pay_within: 15/'
	# a letter that promises 16 days from its receipt has to keep them
	breaks nl-receipt 's/, transit_days: [^}]*}//; s/pay_within: 14/pay_within: 16/'
}

@test "what may make a term short, now and then, is a note and no finding" {
	nl 's/post: 4/post: 3/'
	expect 0 check-policy --law nl
	says 'policy.yaml:19:54: transit_days: note: '
	says 'post that is sent before a weekend arrives later, so the term of its free letter may end 1 day early'
	nl 's/email: 2/email: 1/'
	expect 0 check-policy --law nl
	says 'a mail may wait in the outbox (mail.max_age), so the term of its free letter may end 1 day early'
	printf 'mail: {max_age: 1}\n' >>policy.yaml
	expect 0 check-policy --law nl
	[ -z "$stderr" ]
}

@test "costs that may follow within the term are found, also by formulas" {
	breaks nl-term-over 's/after_pay_by: 1/after_pay_by: 0/'
	breaks nl-term-over 's/after_pay_by: 1/after_due: 60/'
	breaks nl-term-over 's/after_pay_by: 1/after_last: 18/'
	allowed 's/after_pay_by: 1/after_last: 19/'
	allowed 's/after_pay_by: 1/after_last: 1M/'
	breaks nl-term-over 's/after_pay_by: 1/after_last: CM/'
	breaks nl-term-over 's/after_pay_by: 1/after_pay_by: CW/'
	allowed 's/after_pay_by: 1/after_pay_by: 1WD/'
}

@test "a letter before the due date is none: nobody is in default" {
	breaks nl-default 's/after_due: 7/after_due: 0/'
	allowed 's/after_due: 7/after_due: 1/'
	breaks nl-default 's/after_due: 7/after_due: CM/'
	allowed 's/after_due: 7/after_due: CM+1D/'
	breaks nl-default 's/letter_per: invoice/letter_per: invoice\n    credit_limit: also_above/'
}

@test "each invoice gets its own letter" {
	allowed 's/letter_per: invoice/letter_per: level/'
	breaks nl-own-letter 's/letter_per: invoice/letter_per: invoice\n    level_of: customer/'
	breaks nl-own-letter '/letter_per: invoice/d'
}

@test "terms that charge nothing may do as they like" {
	allowed '/^  consumer:/,$ {/^        charges:/,$d}' 's/letter_per: invoice/letter_per: customer\n    escalate: jump/' \
		's/pay_within: 14/pay_within: 3/'
}

@test "costs above the scale, whatever they are made of" {
	local scale='cost_scale: \{scale: nl-wik\}$' agreed='s/letter_per: invoice/letter_per: invoice\n    agreed_in: art. 7/'
	allowed "$agreed" "s/$scale/reminder_fee: 40.00/"
	breaks nl-scale "$agreed" "s/$scale/reminder_fee: 40.01/"
	breaks nl-scale "$agreed" "s/$scale/damages: {percent: 15, of: open_amount}/"
	allowed "$agreed" "s/$scale/damages: {percent: 15, of: open_amount, max: 40}/"
	allowed "$agreed" "s/$scale/damages: {percent: 0.5, of: open_amount, max: 6775}/"
	breaks nl-scale "$agreed" "s/$scale/damages: {percent: 0.5, of: amount, max: 6775}/"
	breaks nl-scale "$agreed" "s/$scale/damages: {percent: 0.5, of: open_amount, min: 41, max: 6775}/"
	breaks nl-scale "$agreed" "s/$scale/cost_scale: {scale: be-consumer}/"
	allowed "s/$scale/cost_scale: {scale: nl-wik, max: 100}/"
	allowed "s/$scale/cost_scale: {scale: nl-wik, of: line}/"
	breaks nl-scale "s/$scale/cost_scale: {scale: nl-wik, of: line}/" 's/letter_per: invoice/letter_per: level/'
}

@test "costs that no number holds are above the scale, and told as the largest" {
	nl 's/letter_per: invoice/letter_per: invoice\n    agreed_in: art. 7/' \
		's/cost_scale: \{scale: nl-wik\}$/reminder_fee: 40000000000000000\n          damages: {percent: 1, of: open_amount, min: 80000000000000000}/'
	expect 1 check-policy --law nl
	says '[nl-scale: '
	says 'the costs come to 92233720368547758.07'
}

@test "costs that exceed the scale between two of its bounds alone are found" {
	local scale='cost_scale: \{scale: nl-wik\}$' agreed='s/letter_per: invoice/letter_per: invoice\n    agreed_in: art. 7/'
	# 13.2% is below the scale at 2,500 and at 5,000, where 600.00 is; at 4,545 the scale gives 579.55
	breaks nl-scale "$agreed" "s/$scale/damages: {percent: 13.2, max: 600, of: open_amount}/"
	allowed "$agreed" "s/$scale/damages: {percent: 12.6, max: 600, of: open_amount}/"
	# a scale of one's own that is the law's but from 2,500.01 to 2,505.00
	sed '/^scales:/a\
  own: {min: 40, max: 375, tiers: [{up_to: 2500, percent: 15}, {percent: 10, base: 375}]}\
  high: {min: 40, max: 376, tiers: [{up_to: 2500, percent: 15}, {up_to: 2505, percent: 20, base: 375}, {base: 376}]}
	' "$DUN_DATADIR/rates.yaml" >rates.yaml
	allowed "$agreed" "s/$scale/cost_scale: {scale: own}/"
	breaks nl-scale "$agreed" "s/$scale/cost_scale: {scale: high}/"
}

@test "damages on top of the scale, and a rate above that of businesses" {
	breaks "nl-scale nl-stack" 's/letter_per: invoice/letter_per: invoice\n    agreed_in: art. 7/' \
		's/(cost_scale: \{scale: nl-wik\})$/\1\n          damages: {percent: 1}/'
	local law
	for law in fr uk; do
		sed 's/rate: '$law'-commercial/rate: 50/' "$LAW/$law-rate.yaml" >policy.yaml
		expect 1 check-policy --law "$law"
		says "[$law-rate: "
		says 'policy.yaml:24:21: interest: terms "consumer", level "2": '
	done
}

@test "fees add up over the levels, and without end where the last one repeats" {
	local two='- {after_pay_by: 1, charges: {reminder_fee: 25.00}}'
	nl 's/letter_per: invoice/letter_per: invoice\n    agreed_in: art. 7/' \
		's/cost_scale: \{scale: nl-wik\}$/reminder_fee: 20.00/' "\$a\\      ${two/25/20}"
	finds
	sed -i 's/reminder_fee: 20.00}}/reminder_fee: 20.01}}/' policy.yaml
	finds nl-scale
	nl 's/letter_per: invoice/letter_per: invoice\n    agreed_in: art. 7/' \
		's/cost_scale: \{scale: nl-wik\}$/reminder_fee: 10.00/' "\$a\\      - {after_last: 7, charges: {reminder_fee: 10.00}}"
	finds nl-scale
	sed -i 's/agreed_in: art. 7/agreed_in: art. 7\n    max_reminders: 4/' policy.yaml
	finds
}

@test "a rate above the cap, by whatever name" {
	local agreed='s/letter_per: invoice/letter_per: invoice\n    agreed_in: art. 7/'
	allowed "$agreed" 's/rate: nl-consumer/rate: 4/'
	breaks nl-rate "$agreed" 's/rate: nl-consumer/rate: 4.01/'
	breaks nl-rate "$agreed" 's/rate: nl-consumer/rate: 4, day_count: act\/360/'
	breaks nl-rate 's/rate: nl-consumer/rate: nl-consumer, day_count: act\/360/'
	breaks nl-rate 's/rate: nl-consumer/rate: nl-consumer, rate_on: start/'
	nl "$agreed" 's/rate: nl-consumer/rate: ours/'
	sed 's/^rates:/rates:\n  ours: {from: {2020-01-01: 3, 2026-06-01: 5}}/' "$DUN_DATADIR/rates.yaml" >rates.yaml
	finds nl-rate
	export DUN_AS_OF=2025-11-22 # 6% then
	finds
}

@test "a table that is old, or not there, is said and not guessed" {
	nl 's/rate: nl-consumer/rate: 4/' 's/letter_per: invoice/letter_per: invoice\n    agreed_in: art. 7/'
	export DUN_AS_OF=2027-03-02
	expect 0 check-policy --law nl
	says 'it is compared with a table, nl-consumer, that is known until 2027-03-01'
}

@test "charges that a business must have agreed to" {
	allowed 's/interest: \{rate: nl-commercial\}/interest: {rate: nl-consumer}/'
	breaks nl-agreed 's/interest: \{rate: nl-commercial\}/reminder_fee: 10.00/'
	breaks nl-agreed 's/interest: \{rate: nl-commercial\}/line_fee: {EUR: 1.00}/'
	breaks nl-agreed 's/interest: \{rate: nl-commercial\}/damages: {percent: 10}/'
	breaks nl-agreed 's/interest: \{rate: nl-commercial\}/interest: {rate: nl-commercial, min: 5}/'
	allowed 's/interest: \{rate: nl-commercial\}/reminder_fee: 0/'
	allowed 's/interest: \{rate: nl-commercial\}/reminder_fee: 10.00/; s/^  business:/  business:\n    agreed_in: art. 7/'
}

@test "VAT is allowed where a letter declares it" {
	breaks nl-vat 's/scale: nl-wik\}/scale: nl-wik, vat_percent: 21}/'
	mkdir -p templates/nl
	printf '# Brief\n\n%%items%%\n\nWij kunnen de btw niet verrekenen.\n' >templates/nl/btw.letter.md
	printf 'Subject: x\n\nx\n' >templates/nl/btw.mail.md
	allowed 's/scale: nl-wik\}/scale: nl-wik, vat_percent: 21}/; s/template: reminder-3/template: btw/'
	printf '# Brief\n\n%%items%%\n\n%%company_vat_number%% %%vat%% btwx\n' >templates/nl/btw.letter.md
	finds nl-vat
}

@test "words that count from the letter's date are found across lines, in any case" {
	mkdir -p templates/nl
	printf 'Subject: x\n\nx\n' >templates/nl/eigen.mail.md
	local words
	for words in 'binnen 14 dagen na heden' 'binnen 14 dagen NA\n\n DAGTEKENING.' 'within 14 days from the date of this letter'; do
		printf "# Brief\n\n%%items%% %%next_cost%% $words\n" >templates/nl/eigen.letter.md
		breaks nl-wording 's/consumer-14-days/eigen/'
	done
	printf '# Brief\n\n%%items%% %%next_cost%% binnen 14 dagen vanaf de dag nadat, diana heden, na hedens\n' >templates/nl/eigen.letter.md
	allowed 's/consumer-14-days/eigen/'
}

@test "a tag between doubled percent signs does not name the amount" {
	mkdir -p templates/nl templates/fr
	printf 'Subject: x\n\nx\n' >templates/nl/eigen.mail.md
	printf '# Brief\n\n%%items%% %%%%next_cost%%%%\n' >templates/nl/eigen.letter.md
	breaks nl-amount 's/consumer-14-days/eigen/'
	printf '# Brief\n\n%%items%% 15%% %%next_cost%%\n' >templates/nl/eigen.letter.md
	finds
}

@test "the letter is looked at in every language, the policy's own before the shipped" {
	nl 's/consumer-14-days/brief/'
	mkdir -p templates/nl templates/fr templates/nl-vip
	printf 'Subject: x\n\nx\n' >templates/nl/brief.mail.md
	printf '%%items%% %%next_cost%%\n' >templates/nl/brief.letter.md
	printf '%%items%%\n' >templates/fr/brief.letter.md
	expect 1 check-policy --law nl
	says 'templates/fr/brief.letter.md; '
	printf '%%items%%\n' >templates/nl-vip/brief.letter.md
	expect 1 check-policy --law nl
	says 'templates/fr/brief.letter.md, and 1 more in other languages; '
	allowed 's/consumer-14-days/consumer-14-days/; s/id/id/; $a # own'
	printf '%%items%%\n' >templates/nl/consumer-14-days.letter.md
	expect 1 check-policy --law nl
	says ': templates/nl/consumer-14-days.letter.md; '
}

@test "the default terms are a consumer's where nothing gives him others" {
	allowed '/type = consumer/d'
	breaks "nl-14-days nl-amount nl-own-letter nl-scale nl-rate nl-consumer-terms" \
		'/^terms_for:/d; /type = consumer/d; /type = business/d; s/terms: free/terms: business/'
	expect 1 check-policy --law nl
	says 'policy.yaml:5:3: terms: a consumer may get "business", the default terms: no terms_for gives each consumer others; '
}

@test "conditions that may hold count, and those that cannot do not" {
	nl 's/"type = consumer"\]/"type = consumer", "region = noord"]/; s/terms: free/terms: business/; /type = business/d'
	[[ $(found) == *nl-consumer-terms* ]]
	breaks nl-14-days 's/"type = consumer"\]/"type != business", "country = NL"]/; s/pay_within: 14/pay_within: 13/'
	breaks nl-14-days 's/"type = consumer"\]/"type ~ cons*"]/; s/pay_within: 14/pay_within: 13/'
	allowed 's/"type = consumer"\]/"type = consumer", "country = BE"]/; s/pay_within: 14/pay_within: 13/'
}

@test "the name of terms proves nothing, and who gets them decides" {
	breaks nl-14-days 's/^  consumer:/  zakelijk:/; s/terms: consumer\}/terms: zakelijk}/; s/pay_within: 14/pay_within: 13/'
	allowed 's/"type = consumer"\], terms: consumer/"type = consumer"], terms: free/; s/pay_within: 14/pay_within: 13/'
}

@test "terms that a customer names himself are a consumer's when he is one" {
	nl 's/"type = consumer"\], terms: consumer/"type = consumer"], terms: free/; s/pay_within: 14/pay_within: 13/'
	customers C1,NL,business,consumer && finds
	customers C1,NL,consumer,consumer && finds nl-14-days
	customers C1,BE,consumer,consumer && finds
	customers C1,,consumer,consumer && finds nl-14-days
}

@test "a consumer whose row fits no condition gets the default terms" {
	allowed 's/"type = consumer"\]/"type = consumer", "country = NL"]/; s/terms: free/terms: business/'
	customers C1,NL,consumer, && finds
	customers C1,NL,consumer, C2,,consumer, &&
		finds nl-14-days nl-amount nl-own-letter nl-scale nl-rate nl-consumer-terms
}

@test "customers without a type: the first, and how many" {
	cp "$LAW/good-nl.yaml" policy.yaml
	customers C1,NL,business, C2,NL,, C3,,, C4,BE,,
	expect 1 check-policy --law nl
	says 'customers.csv:3: type: customer "C2" and 1 more of NL have no type, business or consumer; '
	expect 1 check-policy --law be
	says 'customers.csv:5: type: customer "C4" has no type'
	customers C1,NL,business,
	expect 0 check-policy --law nl
	[ -z "$stderr" ]
	customers C1,NL,,
	sed -i '/^        charges:$/,/^          interest/d' policy.yaml
	expect 0 check-policy --law nl
	[ -z "$stderr" ]
}

@test "a customer file that is wrong is an error, and no law is looked at" {
	cp "$LAW/nl-14-days.yaml" policy.yaml
	echo 'klant,naam' >customers.csv
	expect 65 check-policy --law nl
	[[ $stderr != *'[nl-'* ]]
}

@test "all laws at once, on a policy for several countries" {
	cat >policy.yaml <<-'YAML'
		company: {name: Voorbeeld BV, country: NL, registration: "12345678"}
		law: [nl, be]
		defaults: {language: nl, terms: free}
		terms_for:
		  - {where: ["type = consumer", "country = BE"], terms: be}
		  - {where: ["type = consumer", "country = NL"], terms: nl}
		terms:
		  free: {levels: [{after_due: 7}]}
		  nl:
		    letter_per: invoice
		    levels:
		      - {after_due: 7, pay_within: 14, transit_days: {email: 2, post: 4}, template: consumer-14-days}
		      - {after_pay_by: 1, charges: {cost_scale: {scale: nl-wik}, interest: {rate: nl-consumer}}}
		  be:
		    agreed_in: art. 7
		    letter_per: invoice
		    levels:
		      - {after_due: 7, pay_within: 14, transit_days: {email: 2, post: 4}, template: consumer-first-reminder}
		      - {after_pay_by: 1, charges: {cost_scale: {scale: be-consumer}, interest: {rate: 10.5, from: last_reminder}}}
	YAML
	expect 0 check-policy
	[ -z "$stderr" ]
	sed -i 's/"country = BE"/"country = FR"/' policy.yaml
	expect 0 check-policy
	sed -i 's/, "country = FR"//' policy.yaml
	expect 1 check-policy
	says '[nl-rate: '
}

@test "the shipped figures are those of the sources" {
	expect 0 "$UNITS/rates" "$ROOT/examples/rates.yaml" "$LAW/rates.txt"
	shows "cases, all well"
	sed 's/^nl-consumer 2015-01-01 2/nl-consumer 2015-01-01 3/' "$LAW/rates.txt" >wrong
	expect 1 "$UNITS/rates" "$ROOT/examples/rates.yaml" wrong
	shows "nl-consumer on 2015-01-01: 2"
}
