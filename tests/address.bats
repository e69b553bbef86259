load helper

@test "an address is one plain addr-spec, and what is wrong with another is said" {
	long=$(printf 'a%.0s' $(seq 64))
	domain=$long.${long%?}.${long%?}.example
	expect 0 "$UNITS/address" <<-END
		ok	jan@voorbeeld.example
		ok	a@b
		ok	jan.de-boer+facturen@mail.voorbeeld.example
		ok	o'hara/x=y_z{1}@xn--caf-dma.example
		ok	$long@x.example
		is empty	
		has no @	jan
		has more than one @	jan@x@y.example
		nothing before the @	@x.example
		nothing after the @	jan@
		has a comma	a@x.example,b@y.example
		has a blank	jan @x.example
		has a blank	a@x.example b@y.example
		has a control character	jan@x.example$(printf '\r')
		has a control character	jan@x.example$(printf '\001')
		has < or >	Jan <jan@x.example>
		two dots in a row	jan..b@x.example
		dot at an end	.jan@x.example
		dot at an end	jan.@x.example
		begins with a dash	-oQ/tmp@x.example
		cannot have	"jan"@x.example
		cannot have	jan(boekhouding)@x.example
		cannot have	a;b@x.example
		outside ASCII before	café@x.example
		write its xn-- form	jan@café.example
		dot too many	jan@x..example
		dot too many	jan@x.example.
		dot too many	jan@.example
		cannot have	jan@[127.0.0.1]
		cannot have	jan@x_y.example
		hyphen at an end	jan@-x.example
		hyphen at an end	jan@x-.example
		more than 64	a$long@x.example
		more than 63	jan@$long.example
		more than 254	$long@$domain
	END
	shows '35 cases, 0 bad'
}
