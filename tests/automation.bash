# An automation over a book of four customers. The mail program is a script that keeps what it is
# given as a file of its own: any program with sendmail's calling convention serves.

prepare() {
	export DUN_AS_OF=2026-11-22 DUN_USER=test
	mkdir inbox
	cat >store <<-'END'
	#!/bin/sh
	PATH=/usr/bin:/bin
	file=$(mktemp inbox/.new.XXXXXX) && cat >"$file" && mv "$file" "inbox/$(basename "$file" | tail -c 7).eml"
	END
	chmod +x store
	cat >policy.yaml <<-END
	company: {name: Voorbeeld BV, address: [Kade 1, 1000 AA Delft], country: NL, iban: NL91ABNA0417164300}
	defaults: {currency: EUR, language: nl, terms: standard, term_days: 14}
	terms:
	  standard:
	    agreed_in: art. 7
	    levels:
	      - {after_due: 7, pay_within: 7}
	      - {after_pay_by: 1, pay_within: 7, charges: {reminder_fee: 10.00}}
	mail: {from: deb@v.example, command: ["$PWD/store"]}
	automations:
	  weekly:
	    ledger: ledger.csv
	    approve: auto
	    actions:
	      - {type: create}
	      - {type: issue}
	      - {type: send}
	END
	cat >customers.csv <<-END
	customer,name,email,delivery,address1,postal_code,city,country
	C1,Één & Zoon,c1@x.example,email,Kade 1,1000 AA,Delft,NL
	C2,Two Ltd,c2@x.example,email,Kade 2,1000 AA,Delft,NL
	C3,"Drei, Vier",c3@x.example,email,Kade 3,1000 AA,Delft,NL
	C4,Quatre,,post,Kade 4,1000 AA,Delft,NL
	END
	cat >ledger.csv <<-END
	customer,invoice,invoice_date,due_date,amount,open_amount
	C1,F1,2026-10-18,2026-11-01,100.00,100.00
	C1,F2,2026-11-06,2026-11-20,50.00,50.00
	C2,F3,2026-10-18,2026-11-01,200.00,200.00
	C3,F4,2026-10-18,2026-11-01,300.00,300.00
	C4,F5,2026-10-18,2026-11-01,400.00,400.00
	END
	log-history --init
}

# automation TEXT: the automation weekly, as this YAML says
automation() {
	sed -i '/^automations:/,$d' policy.yaml
	printf 'automations:\n  weekly: %s\n' "$1" >>policy.yaml
}

events() { column event history.csv | sort | uniq -c | tr -s ' ' | sed 's/^ //'; }
mails() { find inbox -name '*.eml' | wc -l; }

# snapshot FILE: what a run leaves for good: letters, mails, and the history but for the clock's
snapshot() {
	{
		(cd letters && sha256sum ./*)
		cat inbox/*.eml | grep -v '^Date: ' | sort | sha256sum; grep -h ^Message-ID inbox/*.eml | sort
		cut -d, -f2- history.csv | sed 's/,[^,]*$//' | sort
	} >"$1"
}
