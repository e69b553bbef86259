load helper

prepare() {
	[[ ${DUN_BUILD-} != *sanitize* ]] || skip "the sanitizer's search for leaks starts a process"
	[ -e /proc/sys/kernel/seccomp/actions_avail ] || skip "this kernel has no filters"
}

# left RIGHTS WORD...: who gave these rights up can do this, and nothing else.
left() {
	expect 0 "$UNITS/confine" "$1"
	[ -z "$stderr" ]
	shift
	[ "$(echo "$output" | tr '\n' ' ')" = "$* " ] || { echo "left: $output"; return 1; }
}

@test "who gave nothing up can do all this" {
	# All but to trace another process, which no command ever needs.
	left 0 inet inet6 netlink local thread process program started
}

@test "a right that was given up is gone, and the others stay" {
	left 1 local thread process program started
	left 2 inet inet6 netlink local thread process program not
	left 4 inet inet6 netlink local thread program started
	left 7 local thread program not
}

# Tries, at the end of every command, what the command should have given up by then.
probe() {
	cat >probe.c <<-'END'
	#define _GNU_SOURCE
	#include <stdlib.h>
	#include <sys/socket.h>
	#include <sys/wait.h>
	#include <unistd.h>
	static void tell(const char *word, size_t n) { if (write(9, word, n) < 0) _exit(70); }
	__attribute__((destructor)) static void probe(void) {
		static char *const arguments[] = {"echo", "-n", "program", NULL};
		pid_t child;
		unsetenv("LD_PRELOAD");
		if (socket(AF_INET, SOCK_STREAM, 0) >= 0) tell("network ", 8);
		if ((child = fork()) == 0) _exit(0);
		if (child > 0) { tell("process ", 8); waitpid(child, NULL, 0); }
		tell("ended ", 6);
		if (dup2(9, STDOUT_FILENO) >= 0) execv("/bin/echo", arguments);
	}
	END
	"${CC:-cc}" -shared -fPIC -o probe.so probe.c
}

# keeps WORDS COMMAND...: at its end it could do just this.
keeps() {
	local wanted=$1
	shift
	LD_PRELOAD=$PWD/probe.so "$@" >output 2>err 9>could || true
	[ "$(cat could)" = "$wanted" ] || { echo "$*: $(cat could)"; cat err; return 1; }
}

@test "the commands that need no network and no program cannot have them" {
	probe
	cp -R "$DUN_DATADIR/book/." .
	export DUN_AS_OF=2026-11-22
	import-ledger -q --profile exact-online openstaand.csv >items.csv
	select-overdue -q items.csv >selected.csv 2>err || [ $? -eq 1 ]
	compute-fees selected.csv >proposal.csv
	render-letter proposal.csv >rendered.csv
	mail-out rendered.csv >delivered.csv
	keeps 'ended ' import-ledger -q --profile exact-online openstaand.csv
	keeps 'ended ' check-policy
	keeps 'ended ' select-overdue items.csv
	keeps 'ended ' compute-fees selected.csv
	keeps 'ended ' payment-reference --make=rf items.csv
	keeps 'ended ' list-items items.csv
	keeps 'ended ' report-aging items.csv
	keeps 'ended ' forecast-cash items.csv
	keeps 'ended ' post-fees proposal.csv
	keeps 'ended ' log-history delivered.csv
	keeps 'ended ' show-history
	keeps 'process ended ' render-letter proposal.csv
	keeps 'network process ended program' mail-out rendered.csv
}

@test "every command but the one that sends gives rights up" {
	for source in "$ROOT"/cmd/*.c; do
		[ "${source##*/}" = mail-out.c ] || grep -q '^	confine(.*CONFINE_' "$source" || { echo "$source"; return 1; }
	done
}
