load helper

HEADER=time,event,customer,invoice,instalment,terms,level,n,reminder,date,until,amount,interest,line_fee,damages,reminder_fee,cost,vat,automation,run,user,created,delivery,address,document,message_id,status,note,hash

history() { "$UNITS/history" "$@"; }

@test "events are handed out by date, then time, then line, and a customer's apart" {
	cat >h.csv <<-'END'
		time,event,customer,invoice,date,level,n,until
		2026-11-03T10:00:00Z,note,B,,,,,
		2026-11-02T10:00:00Z,reminded,A,F1,2026-11-05,1,2,2026-11-19
		2026-11-02T10:00:00Z,reminded,A,F2,2026-11-01,1,,
		2026-11-01T23:59:59Z,paused,A,,,,,2026-12-31
		2026-11-01T09:00:00Z,paused,A,,,,,
		2026-11-01T09:00:00Z,note,"C, D",,,,,
		2026-11-06T09:00:00Z,run,,,,,,
	END
	expect 0 history h.csv
	[ "$output" = '6 2026-11-01 paused A  n=0 until=
7 2026-11-01 note C, D  n=0 until=
5 2026-11-01 paused A  n=0 until=2026-12-31
4 2026-11-01 reminded A F2 n=0 until=
2 2026-11-03 note B  n=0 until=
3 2026-11-05 reminded A F1 n=2 until=2026-11-19
8 2026-11-06 run   n=0 until=' ]
	expect 0 history h.csv A
	[ "$(printf '%s\n' "$output" | cut -d' ' -f1 | paste -sd,)" = 6,5,4,3 ]
	expect 0 history h.csv nobody
	silent
}

@test "events that name a reminder are handed out together, whoever's they are" {
	cat >h.csv <<-'END'
		time,event,customer,invoice,date,level,reminder
		2026-11-03T10:00:00Z,undone,A,,,,R1
		2026-11-02T10:00:00Z,reminded,A,F1,2026-11-02,1,R1
		2026-11-02T10:00:00Z,reminded,B,F2,2026-11-01,1,R1
		2026-11-02T10:00:00Z,reminded,A,F3,2026-11-02,1,R2
		2026-11-02T10:00:00Z,note,A,,,,
	END
	expect 0 history h.csv - R1
	[ "$(printf '%s\n' "$output" | cut -d' ' -f1 | paste -sd,)" = 4,3,2 ]
	expect 0 history h.csv - R2
	[ "$output" = '5 2026-11-02 reminded A F3 n=0 until=' ]
	expect 0 history h.csv - R3
	silent
}

@test "the events about an invoice are found among many of its customer, for every use of a history" {
	awk 'BEGIN {
		print "time,event,customer,invoice,date,level,terms,interest,cost,user,note"
		for (i = 0; i < 3000; i++)
			printf "2026-%02d-%02dT10:00:00Z,%s,%s,%s,,%s,%s,%s,%s,%s,%s\n", 1 + i * 7 % 9, 1 + i * 11 % 28,
				i % 9 ? "reminded" : "paused", i % 11 == 3 ? "N" i % 2 : i % 5 ? "A" : "B" i % 7, i % 9 ? "F" i * 13 % 400 : "", i % 9 ? i % 3 : "",
				i % 2 ? "standard" : "", i % 3 || i % 11 == 3 ? "0.00" : i ".5", i % 4 || i % 11 == 3 ? "" : "1.25", "user",
				i % 100 ? "" : sprintf("%" 200 + i "s", "long")
	}' >h.csv
	expect 0 history h.csv about
	expect 0 history "$ROOT/examples/book/history.csv" about
}

@test "what is wrong in a long history is told in the order of its lines" {
	awk 'BEGIN {
		print "time,event,customer,invoice,date,level"
		for (i = 2; i < 12000; i++)
			print "2026-11-0" (i == 9000 ? "x" : 1 + i % 9) "T10:00:00Z," (i == 5 ? "remindet" : "reminded") \
				(i == 11000 ? ",A" : ",A,F" i ",," (i == 11001 ? "" : 1))
	}' >h.csv
	expect 65 history h.csv
	[ "$stderr" = 'history: h.csv:5: event: "remindet" is not an event; did you mean "reminded"?
history: h.csv:9000: time: "2026-11-0xT10:00:00Z" is not a time such as 2026-11-22T20:05:01Z
history: h.csv:11000: 3 fields, the header has 6
history: h.csv:11001: level: is empty; a reminder has a level' ]
}

@test "the example book's history loads" {
	expect 0 history "$ROOT/examples/book/history.csv"
	[ "$(printf '%s\n' "$output" | wc -l)" -eq "$(($(wc -l <"$ROOT/examples/book/history.csv") - 1))" ]
}

@test "every faulty line is told, with its column" {
	cat >h.csv <<-'END'
		time,event,customer,invoice,date,level,n,until,amount,reminder
		2026-11-03T10:00:00Z,reminded,A,F1,2026-02-30,1,0,soon,"1.234,50",
		yesterday,remind,A,F1,,1,,,,
		2026-11-03T10:00:00Z,reminded,,F1,,,,,,
		2026-11-03T10:00:00Z,reminded,A,,,1,-1,,,
		2026-11-03T10:00:00Z,undone,A,,,,,,,
		2026-11-03T10:00:00Z,note,A
	END
	expect 65 history h.csv
	silent
	while IFS= read -r line; do says "history: h.csv:$line"; done <<-'LIST'
		2: date: "2026-02-30" is not a date
		2: until: "soon" is not a date
		2: n: "0" is not a whole number above zero
		2: amount: "1.234,50" is not an amount
		3: event: "remind" is not an event; did you mean "reminded"?
		3: time: "yesterday" is not a time such as
		4: customer: is empty
		4: level: is empty; a reminder has a level
		5: invoice: is empty; a reminder is of an invoice
		5: n: "-1" is not a whole number above zero
		6: reminder: is empty; "undone" names a reminder
		7:
	LIST
}

@test "a history that is not there is 66, and says how one begins" {
	expect 66 history h.csv
	says 'without it everyone would be reminded from the start; in a new book, log-history --init makes'
}

@test "an empty, torn, or foreign file is refused with what to do" {
	: >h.csv
	expect 65 history h.csv
	says 'h.csv: is empty, without even a header'
	printf '%s\n2026-11-03T10:00:00Z,note,A' "$HEADER" >h.csv
	expect 65 history h.csv
	says 'h.csv: its last line is torn; log-history --recover mends it'
	printf 'event,customer\n' >h.csv
	expect 65 history h.csv
	says 'no column "time"'
	mkdir d
	expect 65 history d
	says 'd: is not a plain file'
}

@test "an event comes back from a message's header as it was" {
	printf '%s\n' "$HEADER" >h.csv
	printf '2026-11-03T10:00:00Z,reminded,A&B=%%20,"F, ""1""",é,standard,1,1,N 1,2026-11-03,,100.00,,,,,,,,,me,,email,a+b@x.example,,<m@v.example>,,"  what? ~ é",0\n' >>h.csv
	printf '2026-11-03T10:00:00Z,note,A,,,,,,,,,,,,,,,,,,,,,,,,,%s,\n' "$(printf 'x%.0s' $(seq 3000))" >>h.csv
	expect 0 "$UNITS/eventline" check h.csv
	expect 0 "$UNITS/eventline" check "$ROOT/examples/book/history.csv"
	expect 0 "$UNITS/eventline" encode h.csv
	shows 'event=reminded&customer=A%26B%3D%2520&invoice=F%2C%20%221%22& instalment=%C3%A9&'
	shows 'note=%20%20what%3F%20~%20%C3%A9'
	[ "$(printf '%s\n' "$output" | tr ' ' '\n' | awk 'length > 600' | wc -l)" -eq 0 ]
	hides user=
	hides time=
}

@test "a line that is being written is waited for" {
	printf '%s\n2026-11-03T10:00:00Z,note,A' "$HEADER" >h.csv
	(flock 9 && sleep 0.3 && printf ',,,,,,,,,,,,,,,,,,,,,,,,,,\n' >&9) 9>>h.csv &
	sleep 0.1
	expect 0 history h.csv
	[ "$output" = '2 2026-11-03 note A  n=0 until=' ]
	wait
}
