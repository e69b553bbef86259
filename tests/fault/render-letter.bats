load ../helper

# render-letter killed (SIGKILL) at each system call that writes, in turn: whatever is in
# the folder then is a whole letter, and the next run makes the rest of them, byte for byte.

ROOT=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
BIN=${DUN_BUILD:-$ROOT/build}/bin

prepare() {
	export DUN_AS_OF=2026-11-22
	export ASAN_OPTIONS=detect_leaks=0 # which cannot look while strace does
	cat >policy.yaml <<-'YAML'
	company: {name: Voorbeeld BV, address: [Straat 1], country: NL, iban: NL91ABNA0417164300}
	defaults: {currency: EUR, language: nl}
	terms:
	  standard:
	    levels:
	      - {id: "1", after_due: 7, pay_within: 14, template: reminder-1}
	YAML
	echo time,event,customer >history.csv
	book 10
}
# book COUNT [AMOUNT]: so many customers, each with an item.
book() {
	local i
	{
		echo customer,name,address1,postal_code,city,country,language,delivery
		for i in $(seq 1 "$1"); do echo "C$i,Klant $i,Straat $i,1234 AB,Utrecht,NL,nl,post"; done
	} >customers.csv
	{
		echo customer,invoice,due_date,open_amount
		for i in $(seq 1 "$1"); do echo "C$i,F$i,2026-11-10,${2:-10.00}"; done
	} >items.csv
	select-overdue items.csv | compute-fees >proposal.csv
}
# The calls of a run that change a file, a folder, or what is certain to be on the disk.
changing='mkdir mkdirat openat write fsync syncfs rename unlink unlinkat rmdir fchmod flock'

# points COMMAND...: each of them from the moment on which the run makes its folder, as "CALL N".
points() {
	strace -o trace "$@" >out
	awk -v changing="$changing" '
		BEGIN { split(changing, names); for (i in names) wanted[names[i]] = 1 }
		{ call = $0; sub(/\(.*/, "", call); n[call]++ }
		/^mkdir/ { begun = 1 }
		begun && call in wanted && (call != "openat" || /O_CREAT|O_DIRECTORY/) { print call, n[call] }
	' trace
}
# killed CALL N COMMAND...: run it up to that call.
killed() {
	local point="$1:signal=KILL:when=$2" call=$1
	shift 2
	strace -qq -o trace -e trace="$call" -e inject="$point" "$@" >out 2>err || true
	grep -q '+++ killed by SIGKILL' trace
}
# whole FOLDER SUMS: no letter in it but those of the list (or, with a third argument, of that one).
whole() {
	local file sum
	for file in "$1"/*.pdf; do
		[ -e "$file" ] || continue
		sum=$(sha256sum <"$file")
		grep -qF "${sum%% *}" "${@:2}" || { echo "not whole: $file"; return 1; }
	done
}
same_letters() { # same_letters FOLDER SUMS: exactly these, and nothing else in the folder
	(cd "$1" && sha256sum -c --quiet "$OLDPWD/$2") && [ "$(ls -A "$1" | wc -l)" -eq "$(wc -l <"$2")" ]
}
sums() {
	(cd "$1" && sha256sum -- *.pdf)
}

@test "killed at any call that writes, it leaves whole letters or none, and the next run ends the work" {
	render-letter --letters good --merge good.pdf proposal.csv >good.csv
	sums good >good.sums
	local call n total=0
	rm -rf letters merged.pdf
	points render-letter --merge merged.pdf proposal.csv >points
	while read -r call n; do
		rm -rf letters merged.pdf
		killed "$call" "$n" render-letter --merge merged.pdf proposal.csv
		total=$((total + 1))
		[ ! -s out ] || cmp out <(sed 's,good/,letters/,' good.csv)
		whole letters good.sums
		[ ! -e merged.pdf ] || cmp merged.pdf good.pdf
		render-letter --merge merged.pdf proposal.csv >again.csv
		same_letters letters good.sums
		cmp merged.pdf good.pdf
		cmp again.csv <(sed 's,good/,letters/,' good.csv)
	done <points
	echo "killed $total times"
	[ "$total" -ge 40 ]
}

@test "killed while it replaces letters, each of them is the old one or the new one" {
	render-letter proposal.csv >/dev/null
	cp -r letters old
	sums old >old.sums
	book 10 20.00
	render-letter --letters new proposal.csv >/dev/null
	sums new >new.sums
	local call n total=0
	points render-letter proposal.csv >points
	while read -r call n; do
		rm -rf letters
		cp -r old letters
		killed "$call" "$n" render-letter proposal.csv
		total=$((total + 1))
		whole letters old.sums new.sums
		[ "$(find letters -maxdepth 1 -name '*.pdf' | wc -l)" -eq 10 ]
		render-letter proposal.csv >/dev/null
		same_letters letters new.sums
	done <points
	[ "$total" -ge 30 ]
}

@test "where no further process can be had, one makes all the letters" {
	render-letter --letters good proposal.csv >/dev/null
	sums good >good.sums
	local call
	for call in clone pipe pipe2; do
		rm -rf letters
		strace -qq -o trace -e trace="$call" -e inject="$call":error=EAGAIN \
			render-letter --jobs 2 proposal.csv >/dev/null
		same_letters letters good.sums
	done
}

@test "killed with its workers, it leaves whole letters or none" {
	render-letter --letters good proposal.csv >/dev/null
	sums good >good.sums
	local n
	for n in $(seq 1 20); do
		rm -rf letters
		strace -f -qq -o trace -e trace=write -e inject=write:signal=KILL:when="$n" \
			render-letter --jobs 2 proposal.csv >out 2>err || true
		whole letters good.sums
		render-letter --jobs 2 proposal.csv >/dev/null
		same_letters letters good.sums
	done
}

@test "a disk that is full is an error, and no letter is torn" {
	render-letter proposal.csv >/dev/null
	cp -r letters old
	sums old >old.sums
	book 10 20.00
	render-letter --letters new proposal.csv >/dev/null
	sums new >new.sums
	local call n total=0
	for call in write fsync syncfs; do
		for n in 1 2 5 9; do
			rm -rf letters
			cp -r old letters
			try strace -qq -o trace -e trace="$call" \
				-e inject="$call":error=ENOSPC:when="$n" render-letter proposal.csv
			[ "$status" -ne 0 ] || break
			[[ $status -eq 73 || $status -eq 74 ]]
			silent
			says 'No space left on device'
			# All are old, but where what failed came after the moving.
			whole letters old.sums new.sums
			[ "$(ls -A letters | wc -l)" -eq 10 ]
			total=$((total + 1))
		done
	done
	[ "$total" -ge 4 ]
}

@test "a rename that fails half-way is told, and the next run ends the work" {
	render-letter --letters good proposal.csv >/dev/null
	sums good >good.sums
	try strace -f -qq -o trace -e trace=rename -e inject=rename:error=EACCES:when=5 \
		render-letter proposal.csv
	[ "$status" -eq 73 ]
	silent
	says 'Permission denied'
	[ "$(ls letters/*.pdf | wc -l)" -eq 4 ]
	whole letters good.sums
	expect 0 render-letter proposal.csv
	same_letters letters good.sums
}

@test "a folder that cannot be written is an error and stays as it is" {
	mkdir letters
	try strace -f -qq -o trace -e trace=mkdir -e inject=mkdir:error=EROFS:when=1+ \
		render-letter proposal.csv
	[ "$status" -eq 73 ]
	silent
	says 'letters: Read-only file system'
	[ -z "$(ls -A letters)" ]
}
