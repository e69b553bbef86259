load helper

# dun-tutorial(7) and dun-cookbook(7), typed as a reader would. In their literal blocks a line after
# "$ " is a command, and one after "> " goes on with it. The lines below are all that it prints: "..."
# in a line of its own stands for any lines, and at a line's end for the rest of it. Blanks at a
# line's end do not count. A block without a command is there to be read.

prepare() {
	export DUN_AS_OF=2026-11-22 DUN_USER=test HOME=$PWD COLUMNS=80
	printed=$PWD/printed shown=$PWD/shown
}

# type_in: run the command in this shell, and hold what it prints against what the page shows.
type_in() {
	[ -n "$typed" ] || return 0
	local status=0
	eval "$typed" >"$printed" 2>&1 </dev/null || status=$?
	[ "$status" -le 1 ] && matches || {
		printf '$ %s\nexit %s\n' "$typed" "$status"
		diff -u "$shown" "$printed"
		return 1
	}
	typed=
}

matches() {
	awk '
		{ sub(/[ \t]+$/, "") }
		NR == FNR { want[++wanted] = $0; next }
		{ line[++lines] = $0 }
		function fits(text, pattern) {
			if (pattern !~ /\.\.\.$/) return text == pattern
			return index(text, substr(pattern, 1, length(pattern) - 3)) == 1
		}
		END {
			at = 1
			for (i = 1; i <= wanted; i++) {
				if (want[i] == "...") { gap = 1; continue }
				while (gap && at <= lines && !fits(line[at], want[i])) at++
				if (at > lines || !fits(line[at], want[i])) exit 1
				at++
				gap = 0
			}
			exit !(gap || at > lines)
		}' "$shown" "$printed"
}

# Where the page says the installed folder, the test has that of the checkout.
plain() {
	sed "s/\\\\(aq/'/g; s/\\\\(ga/\`/g; s/\\\\(ha/^/g; s/\\\\(ti/~/g; s/\\\\&//g; s/\\\\e/\\\\/g
		s|/usr/local/share/dun|$DUN_DATADIR|g" "$1"
}

# walk PAGE [FOLDER]: type all of its commands in, each part (.Ss) in a fresh copy of FOLDER if given.
walk() {
	local line block=no typed='' home=$PWD
	commands=0
	set -o pipefail
	plain "$ROOT/man/$1" >page
	while IFS= read -r line <&3; do
		case $block,$line in
		*,.Ss*)
			[ -n "${2-}" ] || continue
			cd "$home" && rm -rf part && cp -R "$2" part && cd part || return 1
			;;
		no,'.Bd -literal'*) block=yes ;;
		no,*) ;;
		*,.Ed) type_in || return 1; block=no ;;
		*,'$ '*)
			type_in || return 1
			typed=${line#'$ '} commands=$((commands + 1))
			: >"$shown"
			;;
		*,'> '*) typed+=$'\n'${line#'> '} ;;
		*) printf '%s\n' "$line" >>"$shown" ;;
		esac
	done 3<page
}

# A mail program that takes everything and sends nothing, in the place of the real one.
nothing_leaves() {
	mkdir bin
	printf '#!/bin/sh\ncat >/dev/null\necho smtpstatus=250 exitcode=EX_OK\n' >bin/msmtp
	chmod +x bin/msmtp
	PATH=$PWD/bin:$PATH
}

@test "the tutorial works from its first line to its last" {
	nothing_leaves
	unset DUN_AS_OF COLUMNS
	walk dun-tutorial.7
	[ "$commands" -ge 40 ]
	[ -s letters/20261122-D022-1.pdf ]
}

@test "each answer of the cookbook works by itself" {
	nothing_leaves
	cp -R "$ROOT/examples/book" book && cd book
	plain "$ROOT/man/dun-cookbook.7" | sed -n '/^\.Ed/q; /^\.Bd/,$p' | sed 1d >../begin
	[ "$(wc -l <../begin)" -eq 5 ]
	. ../begin 2>../said || return 1
	cd ..
	walk dun-cookbook.7 "$PWD/book"
	[ "$commands" -ge 60 ]
}

@test "every question has an answer that is typed, and there are thirty or more" {
	awk '
		/^\.Ss / { if (asked && !typed) bad = bad asked "\n"; asked = $0; typed = 0; n++ }
		/^\$ / { typed = 1 }
		END { printf "%s%d questions\n", bad, n; exit bad || !typed || n < 30 }
	' "$ROOT/man/dun-cookbook.7"
}

@test "no command of the tutorial sends" {
	refute grep -nE -- '^[$>] .*(--send|--flush|--redirect-to)' "$ROOT/man/dun-tutorial.7"
}

@test "what is shown is held against what is printed" {
	shown=$PWD/shown printed=$PWD/printed
	agrees() { printf "$1" >shown; printf "$2" >printed; matches; }
	agrees 'one\n...\nfour\n' 'one\ntwo\nthree\nfour  \n'
	agrees 'one ...\n' 'one and more\n'
	agrees '...\n' ''
	agrees '' ''
	refute agrees '' 'more\n'
	refute agrees 'one\n' 'one\ntwo\n'
	refute agrees 'one\ntwo\n' 'one\n'
	refute agrees 'one\n...\nfour\n' 'one\ntwo\n'
	refute agrees 'one\n...\nfour\n' 'one\nfour\nfive\n'
	refute agrees 'two ...\n' 'one and more\n'
}
