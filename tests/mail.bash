# Loaded by the tests of mail-out, after helper: three reminders of a book of its own, the real
# msmtp, and a mail server on loopback (tests/lib/smtpsink.c). Letters are stand-ins: any bytes with
# the right sha256 are one.

prepare() {
	export DUN_AS_OF=2026-11-22 DUN_USER=test
	cat >policy.yaml <<-END
	company: {name: Voorbeeld BV, address: [Kade 1, 1000 AA Delft], country: NL}
	defaults: {currency: EUR, language: nl, terms: standard, term_days: 14}
	files: {customers: customers.csv, history: history.csv, templates: templates, outbox: outbox}
	terms:
	  standard:
	    levels: [{after_due: 7, template: t}, {after_pay_by: 1, template: t}]
	mail:
	  from: Voorbeeld BV <deb@v.example>
	  reply_to: vragen@v.example
	  timeout: 1
	  command: [msmtp, "--file=$PWD/rc"]
	END
	cat >customers.csv <<-END
	customer,name,email,delivery,language
	C1,Één & Zoon,c1@x.example,email,nl
	C2,Two Ltd,c2@x.example,email,en
	C3,Drei,c3@x.example,email,nl
	END
	cat >items.csv <<-END
	customer,invoice,due_date,amount,open_amount
	C1,F1,2026-11-01,100.00,100.00
	C1,F2,2026-11-20,50.00,50.00
	C2,F3,2026-11-01,200.00,200.00
	C3,F4,2026-11-01,300.00,300.00
	END
	mkdir -p templates/nl inbox
	printf 'Subject: Herinnering %%name%% %%reminder%%\n\nGeachte **%%name%%**,\n\n%%items%%\n\n12%% rente, totaal %%total%%.\n' >templates/nl/t.mail.md
	printf 'Beste %%name%%,\n\n%%items%%\n' >templates/nl/t.letter.md
	log-history --init
	propose
	address none
}

# propose [AS-OF]: rows as render-letter writes them, in rendered.csv.
propose() {
	select-overdue --as-of "${1:-2026-11-22}" items.csv >selected.csv
	compute-fees selected.csv >proposal.csv
	mkdir -p letters
	{
		sed -n '1s/$/,letter,document/p' proposal.csv
		sed 1d proposal.csv | while IFS= read -r line; do
			pdf=letters/${line%%,*}.pdf
			[ -e "$pdf" ] || { printf '%%PDF-1.4\n%s\n' "$pdf"; head -c 40000 "$BATS_TEST_FILENAME"; printf '\0\r\n.\n\377'; } >"$pdf"
			printf '%s,%s,%s\n' "$line" "$pdf" "$(sha256sum <"$pdf" | cut -c 1-64)"
		done
	} >rendered.csv
}

# address PORT: where msmtp finds the server; none: nobody listens.
address() {
	printf 'account default\nhost 127.0.0.1\nport %s\n' "${1/none/1}" >rc
}

# server [OPTION ...]: a fresh mail server in place of the one before.
server() {
	no_server
	rm -f port
	"$UNITS/smtpsink" port inbox "$@" 3>&- &
	server=$!
	while [ ! -s port ]; do sleep 0.01; done
	address "$(cat port)"
}

no_server() {
	[ -z "${server-}" ] || kill "$server" 2>/dev/null || true
	server=''
}

teardown() {
	no_server
}

mails() { # mails N: that many messages arrived
	[ "$(find inbox -name '*.eml' | wc -l)" -eq "$1" ] || { echo "expected $1:"; cat inbox/*.env; return 1; }
}

box() { # box QUEUED SENDING SENT FAILED: so many messages lie in the folders
	local found
	found=$(for f in queued sending sent failed; do find outbox/$f -name '[!.]*.eml' | wc -l; done | xargs)
	[ "$found" = "$*" ] || { echo "outbox: $found, expected: $*"; ls -A outbox/*; return 1; }
}

statuses() { # statuses TEXT [FILE]: the delivery_status of each reminder in turn
	local found
	found=$(cut -d, -f1 "${2-out.csv}" | sed 1d | paste -d, - <(column delivery_status "${2-out.csv}") | sort -u | cut -d, -f2 | xargs)
	[ "$found" = "$1" ] || { echo "statuses: $found, expected: $1"; cat "${2-out.csv}"; return 1; }
}

# mail STATUS [OPTION ...]: mail-out on rendered.csv (or without input), rows in out.csv.
mail() {
	local wanted=$1 rc=0
	shift
	mail-out "$@" >out.csv 2>err || rc=$?
	stderr=$(cat err)
	[ "$rc" -eq "$wanted" ] || { echo "exit $rc, expected $wanted: mail-out $*"; cat err out.csv; return 1; }
}

# part TYPE FILE: the body of the first MIME part of that type, decoded.
part() {
	awk -v type="Content-Type: $1" '
		index($0, type) == 1 { on = 1; next }
		on == 1 && $0 == "" { on = 2; next }
		on == 2 && /^--=_dun/ { exit }
		on == 2' "$2" | case $1 in
		application/*) base64 -d ;;
		*) perl -pe 's/=\n//; s/=([0-9A-F]{2})/chr hex $1/ge' ;;
	esac
}

to() { # to ADDRESS: the message that came for it
	local env
	env=$(grep -l " $1\$" inbox/*.env) || { echo "nothing for $1"; return 1; }
	printf '%s\n' "${env%.env}.eml"
}


# by_post: the third customer gets letters on paper.
by_post() {
	sed -i 's/c3@x.example,email/,post/; s/delivery,/delivery,address1,city,/; s/,email,nl/,email,,,nl/; s/,email,en/,email,,,en/; s/,post,nl/,post,Weg 1,Delft,nl/' customers.csv
	propose
}

# header NAME FILE: the value of a message's header, unfolded.
header() {
	perl -0777 -ne '($h) = /^(.*?)\n\n/s; $h =~ s/\n[ \t]+/ /g; print "$1\n" if $h =~ /^\Q'"$1"'\E: (.*)$/m' "$2"
}
