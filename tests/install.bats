load helper

# What make install brings, used from where it was put.

setup_file() {
	export BATS_NO_PARALLELIZE_WITHIN_FILE=true
	put_in "$BATS_FILE_TMPDIR/root"
}

# put_in FOLDER: make install with this DESTDIR
put_in() {
	make -s -C "$ROOT" BUILD="${BIN%/bin}" DESTDIR="$1" install >/dev/null
}

prepare() {
	root=$BATS_FILE_TMPDIR/root/usr/local
}

@test "every command, its page and its completions are installed" {
	for command in $(basename -a "$BIN"/*); do
		[ -x "$root/bin/$command" ]
		[ -s "$root/share/man/man1/$command.1" ]
		[ -s "$root/share/bash-completion/completions/$command" ]
		[ -s "$root/share/zsh/site-functions/_$command" ]
		[ -s "$root/share/fish/vendor_completions.d/$command.fish" ]
	done
	[ -s "$root"/share/man/man5/dun-policy.5 ]
	[ -s "$root"/share/man/man7/dun.7 ]
}

@test "the example book runs on the installed files alone" {
	cp -R "$root/share/dun/book" book
	cd book
	export DUN_DATADIR=$root/share/dun DUN_AS_OF=2026-11-22 PATH=$root/bin:/usr/bin:/bin
	import-ledger -q --profile exact-online openstaand.csv >items.csv
	select-overdue -q items.csv 2>/dev/null | compute-fees | render-letter >rendered.csv
	[ "$(find letters -name '*.pdf' | wc -l)" -gt 10 ]
}

@test "an upgrade keeps the user's files, and an uninstall takes only its own" {
	put_in "$PWD/root"
	echo mine >root/usr/local/share/dun/templates/nl/mijn-brief.letter.md
	mkdir book && echo mine >book/policy.yaml
	put_in "$PWD/root"
	[ "$(cat root/usr/local/share/dun/templates/nl/mijn-brief.letter.md)" = mine ]
	make -s -C "$ROOT" BUILD="${BIN%/bin}" DESTDIR="$PWD/root" uninstall >/dev/null
	[ "$(find root -type f)" = root/usr/local/share/dun/templates/nl/mijn-brief.letter.md ]
	[ "$(cat book/policy.yaml)" = mine ]
}

@test "completions know the options that the synopsis tells" {
	for command in $(basename -a "$BIN"/*); do
		sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESCRIPTION/p' "$ROOT/man/$command.1" |
			grep -oE 'Fl (Fl |-)[a-z][a-z-]*' | sed -E 's/Fl (Fl |-)/--/' >synopsis
		printf -- '--%s\n' help quiet verbose version >>synopsis
		sort -u -o synopsis synopsis
		for file in bash-completion/completions/$command zsh/site-functions/_$command \
			fish/vendor_completions.d/$command.fish; do
			sed -E "s/-d '.*//; s/\[.*//; s/ -l ([a-z-]+)/ --\1/" "$root/share/$file" |
				grep -oE -- '--[a-z][a-z-]*' | sort -u >known
			diff -u synopsis known || { echo "$file: the synopsis (left) and what it knows differ"; return 1; }
		done
	done
}

@test "bash completes options and files" {
	touch items.csv
	cat >try <<-END
	. "$root"/share/bash-completion/completions/select-overdue
	COMP_WORDS=(select-overdue --ex) COMP_CWORD=1
	_select_overdue
	echo "\${COMPREPLY[@]}"
	COMP_WORDS=(select-overdue --as-of 2026) COMP_CWORD=2
	_select_overdue
	echo "\${#COMPREPLY[@]}"
	COMP_WORDS=(select-overdue ite) COMP_CWORD=1
	_select_overdue
	echo "\${COMPREPLY[@]}"
	END
	expect 0 bash try
	[ "$output" = "--explain
0
items.csv" ]
}

@test "zsh completes options, with what they do" {
	command -v zsh >/dev/null || skip 'no zsh'
	cat >try <<-END
	zmodload zsh/zpty
	comptest() {
		zpty shell zsh -f
		zpty -w shell "fpath=($root/share/zsh/site-functions \\\$fpath); autoload -Uz compinit; compinit -u -d $PWD/dump"
		# Ready is the line editor when it says so; the shell is, before.
		zpty -w shell "PS1=; LISTMAX=1000; zle-line-init() { print rea''dy }; zle -N zle-line-init"
		zpty -r shell line '*ready*'
		zpty -n -w shell \$'\$1\t'
		zpty -r shell line '*--explain*'
		print -r -- "\$line"
	}
	comptest
	END
	sed -i "s/\\\$1/select-overdue --ex/" try
	expect 0 timeout 20 zsh -f try
	shows 'select-overdue --explain'
}

@test "fish completes options, with what they do" {
	command -v fish >/dev/null || skip 'no fish'
	export HOME=$PWD
	files="set fish_complete_path $root/share/fish/vendor_completions.d"
	expect 0 fish --no-config -c "$files; complete -C 'select-overdue --ex'"
	shows '--explain'
	shows 'every item, with decision and reason'
	touch items.csv
	expect 0 fish --no-config -c "$files; complete -C 'select-overdue --skip ite'"
	shows items.csv
	expect 0 fish --no-config -c "$files; complete -C 'run-reminders ite'"
	hides items.csv
}

@test "a folder named *.d beside what was built does not stop make" {
	mkdir -p built/deb/of/vendor.d built/vendor.d
	make -s -n -C "$ROOT" BUILD="$PWD/built" all >/dev/null
}
