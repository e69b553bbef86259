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

# filtered COMMAND...: it waits for its input, and the kernel says that a filter is on it.
filtered() {
	mkfifo input
	"$@" <input >output 2>&1 3>&- &
	local pid=$! tries=0
	exec {open}>input
	until grep -q '^Seccomp:.*2' "/proc/$pid/status"; do
		((tries += 1))
		[ "$tries" -lt 100 ] || { echo "not filtered: $*"; cat output; return 1; }
		sleep 0.05
	done
	exec {open}>&-
	wait "$pid" || true
	rm input
}

@test "the commands that need no network and no program cannot have them" {
	cp -R "$DUN_DATADIR/book/." .
	for command in import-ledger select-overdue compute-fees "payment-reference --check" post-fees log-history \
		forecast-cash render-letter list-items report-aging; do
		# shellcheck disable=SC2086 # a command and its options
		filtered $command
	done
}

@test "every command but the one that sends gives rights up" {
	for source in "$ROOT"/cmd/*.c; do
		[ "${source##*/}" = mail-out.c ] || grep -q '^	confine(CONFINE_' "$source" || { echo "$source"; return 1; }
	done
}
