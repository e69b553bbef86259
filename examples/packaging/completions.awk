# A completion file from what COMMAND --help prints, and so from the command's option table:
#   COMMAND --help | awk -v shell=bash|zsh|fish -v command=COMMAND -f completions.awk

# "  -a, --as-of DATE             the reference date": short, long, argument, help
/^  (-.,|   ) --/ {
	line = $0
	short[++count] = substr(line, 3, 1) == "-" ? substr(line, 4, 1) : ""
	line = substr(line, 9)
	match(line, /^[a-z-]+/)
	long[count] = substr(line, 1, RLENGTH)
	line = substr(line, RLENGTH + 1)
	argument[count] = ""
	if (match(line, /^ [^ ]+/)) {
		argument[count] = substr(line, 2, RLENGTH - 1)
		line = substr(line, RLENGTH + 1)
	}
	sub(/^ +/, "", line)
	help[count] = line
}

/^usage: / { operands = $0 ~ /FILE/ }

function is_file(name) { return name ~ /FILE|FOLDER|DIR/ }

END {
	if (count == 0) {
		print "completions: " command " --help shows no options" >"/dev/stderr"
		exit 1
	}
	if (shell == "bash") bash()
	else if (shell == "zsh") zsh()
	else fish()
}

function bash(    i, all, files, others, name) {
	for (i = 1; i <= count; i++) {
		all = all " --" long[i] (short[i] != "" ? " -" short[i] : "")
		name = "--" long[i] (short[i] != "" ? " | -" short[i] : "")
		if (argument[i] == "") continue
		if (is_file(argument[i])) files = files (files == "" ? "" : " | ") name
		else others = others (others == "" ? "" : " | ") name
	}
	name = "_" command
	gsub(/-/, "_", name)
	print "# bash completion for " command "(1)"
	print name "() {"
	print "\tlocal word=${COMP_WORDS[COMP_CWORD]}"
	print "\tcase ${COMP_WORDS[COMP_CWORD - 1]} in"
	if (files != "") print "\t" files ")\n\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n\t\treturn ;;"
	if (others != "") print "\t" others ")\n\t\tCOMPREPLY=()\n\t\treturn ;;"
	print "\tesac"
	print "\tcase $word in"
	print "\t-*) mapfile -t COMPREPLY < <(compgen -W '" substr(all, 2) "' -- \"$word\") ;;"
	print "\t*) " (operands ? "mapfile -t COMPREPLY < <(compgen -f -- \"$word\")" : "COMPREPLY=()") " ;;"
	print "\tesac"
	print "}"
	print "complete -o filenames -F " name " " command
}

# In '...' of the shell, and in [...] of _arguments.
function zsh_text(text) {
	gsub(/\[|\]|:|\\/, "\\\\&", text)
	gsub(/'/, "'\\''", text)
	return text
}

function zsh(    i, what) {
	print "#compdef " command
	print "_arguments -s -S \\"
	for (i = 1; i <= count; i++) {
		what = "[" zsh_text(help[i]) "]"
		if (argument[i] != "")
			what = what ":" zsh_text(argument[i]) ":" (is_file(argument[i]) ? "_files" : " ")
		if (short[i] != "")
			print "\t'(-" short[i] " --" long[i] ")'{-" short[i] ",--" long[i] "}'" what "' \\"
		else
			print "\t'--" long[i] what "' \\"
	}
	print "\t'*:" (operands ? "file:_files" : "name: ") "'"
}

function fish(    i, text) {
	if (!operands) print "complete -c " command " -f"
	for (i = 1; i <= count; i++) {
		text = help[i]
		gsub(/[\\']/, "\\\\&", text)
		print "complete -c " command (short[i] != "" ? " -s " short[i] : "") " -l " long[i] \
			(argument[i] == "" ? "" : is_file(argument[i]) ? " -r -F" : " -x") " -d '" text "'"
	}
}
