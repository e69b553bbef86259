load helper

customers() { "$UNITS/customers" "$@"; }

@test "a customer is found with every column, whatever their order" {
	cat >c.csv <<-'END'
		name,account_manager,customer,delivery,term_days,credit_limit,reminders,type,email
		"Jansen, Piet",Ann,C1,post,30,1500.00,no,consumer,a@x.example; not an address
		Café Noir,,C2,,,,,business,
	END
	expect 0 customers c.csv C1
	[ "$(printf '%s\n' "$output" | head -n 1)" = 'name=Jansen, Piet delivery=post days=30 limit=1500.00 blocked consumer line=2' ]
	shows 'account_manager=Ann'
	shows 'email=a@x.example; not an address'
	expect 0 customers c.csv C2
	[ "$(printf '%s\n' "$output" | head -n 1)" = 'name=Café Noir delivery= days= limit= business line=3' ]
	expect 0 customers c.csv C3
	[ "$output" = none ]
}

@test "a customer of many is found, however long its cells are" {
	awk 'BEGIN {
		print "country,customer,name"
		for (text = "long "; length(text) < 2000;) text = text text
		for (i = 0; i < 3000; i++) print "NL,C" i ",Name " i (i % 1000 ? "" : text "end")
	}' >c.csv
	expect 0 customers c.csv C2999
	shows 'name=Name 2999'
	expect 0 customers c.csv C2000
	[ "$(printf '%s\n' "$output" | grep -c 'long end$')" -eq 1 ]
	shows 'country=NL'
	expect 0 customers c.csv C3000
	[ "$output" = none ]
}

@test "the example book's customers load" {
	expect 0 customers "$ROOT/examples/book/customers.csv"
	[ "$output" = "$(($(wc -l <"$ROOT/examples/book/customers.csv") - 1)) customers" ]
}

@test "every fault of the file is told, with line and column" {
	cat >c.csv <<-'END'
		customer,name,country,language,delivery,term_days,credit_limit,template_group,reminders,type
		C1,Alfa,NL,nl-vip,email,14,0.00,vip,yes,business
		C1,Beta,,,,,,,,
		,Gamma,,,,,,,,
		"C,4",,,,,,,,,
		C5,Delta,nl,../nl,mail,two,"1.000,00",a/b,ja,firm
		C6,Epsilon,NLD,nl,e-mail,-1,-1.00,,nee,
	END
	expect 65 customers c.csv
	silent
	while IFS= read -r line; do says "customers: c.csv:$line"; done <<-'LIST'
		3: customer: "C1" is already on line 2
		4: customer: is empty
		5: customer: "C,4" has a comma
		5: name: is empty
		6: country: "nl" is not a country code of two capitals, such as NL
		6: language: "../nl" is not a language
		6: delivery: "mail" is not email, post or none
		6: term_days: "two" is not a number of days from 0 to 3650
		6: credit_limit: "1.000,00" is not an amount with at most 2 decimals, such as 1234.50
		6: template_group: "a/b" is not a group
		6: reminders: "ja" is not yes or no
		6: type: "firm" is not business or consumer
		7: country: "NLD"
		7: term_days: "-1"
		7: credit_limit: "-1.00" is below zero
	LIST
}

@test "a file that is not there is 66, one without the columns 65" {
	expect 66 customers c.csv
	says 'c.csv: No such file or directory'
	printf 'customer,nam\nC1,x\n' >c.csv
	expect 65 customers c.csv
	says 'no column "name"'
	says '"nam"'
}
