#!/bin/sh
# run-reminders: an automation of the policy, from the ledger to the history. See run-reminders(1).
#
# This script is the process: what each action of an automation does stands in the function of its
# name. Every stage writes a file into the run's folder, runs/DATE-NAME, beside its place, and
# renames it, so a run that was cut off goes on where it was when it is started again that day.
set -u
umask 077
LC_ALL=C
export LC_ALL

usage() {
	cat <<'TEXT'
usage: run-reminders [OPTION ...] NAME

Run an automation of the policy: select, charge, write, send and record reminders.

  -a, --as-of DATE             the day of the run (default: $DUN_AS_OF, today)
      --policy FILE            the policy (default: $DUN_POLICY, policy.yaml)
  -n, --dry-run                show who would be reminded; nothing is written
      --only ACTIONS           only these of its actions, by name or type, separated by commas
      --now                    also when its day has not come, or it is paused
      --send                   a person has looked: send
      --redirect-to ADDRESS    send all mails to this one address; nothing counts as sent
      --plan WEEKS             what would go out on which day if nobody pays, as CSV
  -q, --quiet                  print no notes
  -v, --verbose                print more notes
  -h, --help                   print this help
  -V, --version                print the version
TEXT
}

readonly EX_USAGE=64 EX_NOINPUT=66 EX_CANTCREAT=73 EX_TEMPFAIL=75

note() { [ "$volume" = quiet ] || echo "run-reminders: $*" >&2; }
more() { [ "$volume" != verbose ] || note "$*"; }
# fail STATUS TEXT
fail() {
	echo "run-reminders: $2" >&2
	exit "$1"
}
usage_error() {
	echo "run-reminders: $1" >&2
	echo "Try 'run-reminders --help'" >&2
	exit $EX_USAGE
}

# --- What was asked for

as_of='' policy='' dry_run=no only='' now=no send=no redirect='' weeks='' volume=usual name=''

# take OPTION [VALUE]
take() {
	case $1 in
	--as-of) as_of=$2 ;;
	--policy) policy=$2 ;;
	--only) only=$only,$2 ;;
	--redirect-to) redirect=$2 ;;
	--plan) weeks=$2 ;;
	--dry-run) dry_run=yes ;;
	--now) now=yes ;;
	--send) send=yes ;;
	--quiet) volume=quiet ;;
	--verbose) volume=verbose ;;
	--help) usage; exit 0 ;;
	--version) echo 'run-reminders (dun) @VERSION@'; exit 0 ;;
	esac
}

# The long form of a short option.
long_form() {
	case $1 in
	-a) echo --as-of ;;
	-n) echo --dry-run ;;
	-q) echo --quiet ;;
	-v) echo --verbose ;;
	-h) echo --help ;;
	-V) echo --version ;;
	*) echo "$1" ;;
	esac
}

take_name() {
	[ -z "$name" ] || usage_error "one automation is run at a time, not \"$1\" as well"
	[ -n "$1" ] || usage_error 'the name of the automation is empty'
	name=$1
}

while [ $# -gt 0 ]; do
	option=$(long_form "$1")
	case $option in
	--as-of=* | --policy=* | --only=* | --redirect-to=* | --plan=*)
		take "${option%%=*}" "${option#*=}" ;;
	--as-of | --policy | --only | --redirect-to | --plan)
		[ $# -gt 1 ] || usage_error "option $option needs a value"
		take "$option" "$2"
		shift ;;
	--dry-run | --now | --send | --quiet | --verbose | --help | --version)
		take "$option" ;;
	--)
		shift
		for operand in "$@"; do take_name "$operand"; done
		break ;;
	-?*) usage_error "there is no option $1" ;;
	*) take_name "$1" ;;
	esac
	shift
done
[ -n "$name" ] || usage_error 'name the automation to run'
case $weeks in
'' | [1-9] | [1-9][0-9] | [1-4][0-9][0-9] | 5[01][0-9] | 520) ;;
*) usage_error "option --plan: \"$weeks\" is not a number of weeks from 1 to 520" ;;
esac

policy=${policy:-${DUN_POLICY:-policy.yaml}}
as_of=${as_of:-${DUN_AS_OF:-$(date +%F)}}
[ "$(date -d "$as_of" +%F 2>/dev/null)" = "$as_of" ] || usage_error "\"$as_of\" is not a date (YYYY-MM-DD)"
DUN_POLICY=$policy DUN_AS_OF=$as_of
export DUN_POLICY DUN_AS_OF
case $policy in
*/*) book=${policy%/*}/ ;;
*) book= ;;
esac

# --- The automation, as the policy has it

# of KEY: a value of the automation, or a list's a line each; nothing where it names none
of() { check-policy --get "automations.$name.$1" "$policy" 2>/dev/null; }

# in_book PATH: a path of the policy is relative to it
in_book() {
	case $1 in
	/*) echo "$1" ;;
	*) echo "$book$1" ;;
	esac
}

before() { expr "x$1" \< "x$2" >/dev/null; }

# Whether --only leaves an action in, by its place among the actions and its type.
wanted() {
	[ -n "$only" ] || return 0
	case $only, in
	*",$(of "actions.$1.name"),"* | *",$2,"*) return 0 ;;
	esac
	return 1
}

# Each name that --only gives is an action's.
check_only() {
	place=0 names=,
	while type=$(of "actions.$place.type"); [ -n "$type" ]; do
		names="$names$type,$(of "actions.$place.name"),"
		place=$((place + 1))
	done
	rest=${only#,}
	while [ -n "$rest" ]; do
		case $names in
		*",${rest%%,*},"*) ;;
		*) usage_error "option --only: $name has no action \"${rest%%,*}\"" ;;
		esac
		case $rest in
		*,*) rest=${rest#*,} ;;
		*) rest= ;;
		esac
	done
}

# settled COMMAND...: 0 also when it ended with 1, which means that it is done and a person has to look
settled() {
	"$@"
	status=$?
	[ "$status" -ne 1 ] || status=0
	return "$status"
}

# --- Stages: each makes one file of the run

# stage FILE COMMAND...: make the file, unless it was made before the run was cut off. A command
# that ends with 1 has done its work; what it says is for a person, and is kept.
stage() {
	file=$1
	shift
	if [ -e "$run/$file" ]; then
		more "$run/$file is there already"
		return 0
	fi
	status=0
	"$@" >"$run/.$file" 2>"$run/.messages" || status=$?
	if [ "$volume" != quiet ] || [ "$status" -ne 0 ]; then
		cat "$run/.messages" >&2
	fi
	[ "$status" -le 1 ] || return "$status"
	rm -f "$run/.attention-$file"
	[ "$status" -eq 0 ] || mv "$run/.messages" "$run/.attention-$file" || return $EX_CANTCREAT
	sync "$run/.$file" && mv "$run/.$file" "$run/$file" || return $EX_CANTCREAT
}

# The ledger as a table of open items. A bad row goes to rejects.csv with its customer's others.
read_ledger() {
	set --
	profile=$(of profile)
	[ -z "$profile" ] || set -- --profile "$profile"
	if [ -z "$(of ledger)" ]; then
		(ledger_command) >"$run/.ledger" || return
		import-ledger -q "$@" --rejects "$run/rejects.csv" "$run/.ledger"
		return
	fi
	ledger=$(in_book "$(of ledger)")
	import-ledger -q "$@" --rejects "$run/rejects.csv" "$ledger" >"$run/.items"
	read=$?
	[ "$read" -le 1 ] || return "$read"
	dated_ledger && return "$read"
}

# The program that gives the ledger, in the book's folder.
ledger_command() {
	set --
	while IFS= read -r word; do
		set -- "$@" "$word"
	done <<-WORDS
		$(of ledger_command)
	WORDS
	cd "${book:-.}" && "$@"
}

# An export that does not say what day it is of is of the day on which its file was written: that
# is held against max_ledger_age.
dated_ledger() {
	if [ -z "$(check-policy --get max_ledger_age "$policy" 2>/dev/null)" ] ||
		head -n 1 "$run/.items" | tr , '\n' | grep -qx ledger_date; then
		cat "$run/.items"
	else
		sed "1s/\$/,ledger_date/; 1!s/\$/,$(date -r "$ledger" +%F)/" "$run/.items"
	fi
}

# choose PLACE FILE [OPTION...]: who is reminded, by the conditions of the automation and the action
choose() {
	place=$1 items=$2
	shift 2
	while IFS= read -r condition; do
		[ -z "$condition" ] || set -- "$@" --where "$condition"
	done <<-CONDITIONS
		$(of where; of "actions.$place.where")
	CONDITIONS
	while IFS= read -r terms; do
		[ -z "$terms" ] || set -- "$@" --terms "$terms"
	done <<-TERMS
		$(of terms)
	TERMS
	delivery=$(of "actions.$place.delivery")
	[ -z "$delivery" ] || set -- "$@" --delivery "$delivery"
	select-overdue --as-of "$as_of" "$@" "$items"
}

# keep PLACE FILE: the rows of the reminders that the action's conditions hold for. Reminders stay
# whole: one row that they hold for is enough.
keep() {
	place=$1 rows=$2
	set --
	while IFS= read -r condition; do
		[ -z "$condition" ] || set -- "$@" --where "$condition"
	done <<-CONDITIONS
		$(of "actions.$place.where")
	CONDITIONS
	delivery=$(of "actions.$place.delivery")
	[ -z "$delivery" ] || set -- "$@" --where "delivery = $delivery"
	if [ $# -eq 0 ]; then
		cat "$rows"
		return
	fi
	settled list-items -q --format csv --columns reminder "$@" "$rows" >"$run/.kept" || return
	awk -F, 'NR == FNR { kept[$1]; next } $1 in kept' "$run/.kept" "$rows"
}

# --- Actions. Each works on what the one before it made, in $made.

# create: who is reminded of what, with which charges
create() {
	begin_create
	stage items.csv read_ledger &&
		stage "selected$suffix.csv" choose "$1" "$run/items.csv" &&
		stage "proposal$suffix.csv" compute-fees "$run/selected$suffix.csv" || return
	made=$run/proposal$suffix.csv
	set_status "$1" "$made"
}

# What was not charged yet is selected anew, from the ledger as it is now: a fault in it may have
# been mended since.
begin_create() {
	[ ! -e "$run/proposal$suffix.csv" ] || return 0
	rm -f "$run/selected$suffix.csv"
	[ -n "$suffix" ] || rm -f "$run/items.csv"
}

# issue: the letters and the entries. Rows may have been taken out of the proposal by hand.
issue() {
	proposal || return
	stage "issued$suffix.csv" renew "$1" "$made" &&
		stage "rendered$suffix.csv" render-letter "$run/issued$suffix.csv" &&
		stage "entries$suffix.csv" post-fees "$run/rendered$suffix.csv" || return
	made=$run/rendered$suffix.csv
	set_status "$1" "$made"
}

# renew PLACE FILE: the proposal as it is issued today
renew() {
	keep "$1" "$2" >"$run/.proposal" || return
	if [ "$(of "actions.$1.dates")" = keep ]; then
		compute-fees --renew "$run/.proposal"
	else
		compute-fees --renew --as-of "$as_of" "$run/.proposal"
	fi
}

# An automation that does not create issues the newest proposal that no other run has issued.
proposal() {
	[ -z "$made" ] || return 0
	for file in "$runs"/*/proposal*.csv; do
		folder=${file%/*}
		[ -e "$file" ] && ! [ -e "$folder/issued${file##*/proposal}" ] &&
			[ "$(cat "$file.issued" 2>/dev/null || echo "$id")" = "$id" ] &&
			! before "$id" "${folder##*/}" && made=$file
	done
	if [ -z "$made" ]; then
		note "there is no proposal to issue: create one first"
		return $EX_NOINPUT
	fi
	echo "$id" >"$made.issued" || return $EX_CANTCREAT
	note "issues $made"
}

# send: the mails and the post, and the history. What was sent is not sent again, so this is done
# again while something waits for a better answer.
send() {
	if [ -z "$made" ]; then
		note "there is nothing to send: create and issue first"
		return $EX_NOINPUT
	fi
	stage "to-send$suffix.csv" keep "$1" "$made" || return
	attach=$(of "actions.$1.attach_invoices")
	rm -f "$run/redirected$suffix.csv" "$run/.attention-redirected$suffix.csv"
	if [ -n "$redirect" ]; then
		stage "redirected$suffix.csv" mail-out --send --redirect-to "$redirect" \
			--attach-invoices "$attach" "$run/to-send$suffix.csv"
		return
	fi
	if waits "$run/delivered$suffix.csv"; then
		rm -f "$run/delivered$suffix.csv" "$run/sent$suffix.csv"
	fi
	stage "delivered$suffix.csv" mail-out --send --attach-invoices "$attach" \
		"$run/to-send$suffix.csv" &&
		stage "sent$suffix.csv" log-history "$run/delivered$suffix.csv" || return
	for way in sent printed; do
		set_status "$1" "$run/sent$suffix.csv" --where "delivery_status = $way" || return
	done
}

# report: what is open, by age
report() {
	stage items.csv read_ledger &&
		stage "ageing$suffix.txt" report-aging --format text --as-of "$as_of" "$run/items.csv" &&
		stage "ageing$suffix.pdf" report-aging --format pdf --as-of "$as_of" "$run/items.csv"
}

# set_status PLACE FILE [OPTION...]: the action's status for the items that were reminded, as events
set_status() {
	text=$(of "actions.$1.set_status") rows=$2
	shift 2
	[ -n "$text" ] || return 0
	settled list-items -q --format csv --columns customer,invoice --where 'section = overdue' "$@" \
		"$rows" >"$run/.status" || return
	tail -n +2 "$run/.status" | while IFS=, read -r customer invoice; do
		log-history -q --event status --status "$text" \
			--customer "$customer" --invoice "$invoice" </dev/null || exit
	done
}

# --- May it send?

# values COLUMN FILE [OPTION...]: a column of short words or numbers, without its heading
values() {
	column=$1 table=$2
	shift 2
	[ -e "$table" ] || return 0
	settled list-items -q --format csv --columns "$column" "$@" "$table" >"$run/.values" || return
	tail -n +2 "$run/.values"
}
reminders() { values reminder "$1" --where 'section = overdue' | sort -u | wc -l; }
waits() { [ -n "$(values delivery_status "$1" --where 'delivery_status = queued')" ]; }

# How many reminders the automation's last run before this one brought that brought any.
reminded_last() {
	settled show-history -q --event reminded --format csv >"$run/.reminded" || return
	awk -F, -v automation="$name" -v run="$id" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$at["automation"] != automation || $at["run"] == run { next }
		$at["date"] >= last { last = $at["date"]; which = $at["run"] }
		!seen[$at["run"] FS $at["reminder"]]++ { count[$at["run"]]++ }
		END { print count[which] + 0 }' "$run/.reminded"
}

# Whether a person has looked, or need not. Who has looked once has for this run. What cannot be
# counted is for a person.
approved() {
	[ -z "$redirect" ] || return 0
	[ "$send" = no ] || : >"$run/approved"
	[ ! -e "$run/approved" ] || return 0
	why='the reminders could not be counted'
	rows=$(values reminder "$made" --where 'section = overdue') || return
	[ -n "$rows" ] || return 0
	count=$(printf '%s\n' "$rows" | sort -u | wc -l)
	if [ "$(of approve)" = by-hand ]; then
		why='its sending is to be approved by hand'
		return 1
	fi
	last=$(reminded_last) || return
	[ "$last" -eq 0 ] || [ "$count" -le $((2 * last)) ] && return 0
	why="there are $count reminders, more than twice the $last of the last run"
	return 1
}

# --- The run

# The actions in their order. A second action of a type makes files with -2 in their names.
act() {
	place=0 types='' outcome='done' worst=0 made='' why=''
	while type=$(of "actions.$place.type"); [ -n "$type" ]; do
		types="$types$type
"
		count=$(printf '%s' "$types" | grep -cx "$type")
		suffix=
		[ "$count" -eq 1 ] || suffix=-$count
		if ! wanted "$place" "$type"; then
			outcome=partly
			already "$type"
		elif [ "$type" = send ] && ! approved; then
			outcome=waits
			return
		else
			more "$(of "actions.$place.name")"
			"$type" "$place" || failed "$place" $? || return
		fi
		place=$((place + 1))
	done
}

# What an action that is left out today made before.
already() {
	case $1 in
	create) file=$run/proposal$suffix.csv ;;
	issue) file=$run/rendered$suffix.csv ;;
	*) return ;;
	esac
	[ ! -e "$file" ] || made=$file
}

# failed PLACE STATUS: go on, where the action does not stop the others
failed() {
	[ "$2" -le "$worst" ] || worst=$2
	echo "run-reminders: $id: $(of "actions.$1.name") ended with $2" >&2
	[ "$(of "actions.$1.stop_on_error")" = no ] || outcome=stopped
	[ $outcome != stopped ]
}

# sums COLUMN: what the proposal's reminded rows come to, by currency
sums() {
	values "currency,$1" "$shown" --where 'section = overdue' | sort | awk -F, '
		$1 != currency { tell(); currency = $1; sum = 0 }
		{ n = index($2, "."); decimals = n ? length($2) - n : 0; sum += $2 }
		function tell() { if (currency) printf " %s %.*f", currency, decimals, sum }
		END { tell() }'
}

summary() {
	shown=$(newest rendered proposal)
	cat "$run"/.attention-* >"$run/attention.txt" 2>/dev/null || rm -f "$run/attention.txt"
	case $outcome in
	done) echo "$id: done" ;;
	partly) echo "$id: ${only#,} done" ;;
	waits) echo "$id: waits before it sends, for $why" ;;
	stopped) echo "$id: stopped by an error, exit $worst" ;;
	esac
	printf '%-12s%s\n' \
		items "$(values invoice "$run/items.csv" | wc -l)" \
		refused "$(refused)" \
		selected "$(values invoice "$shown" --where 'section = overdue' | wc -l)" \
		reminders "$(reminders "$shown")" \
		overdue "$(sums open_amount)" \
		charged "$(sums fees)" | sed 's/ $//'
	for delivered in "$run"/delivered*.csv; do
		for way in sent printed queued failed unsure skipped; do
			printf '%-12s%s\n' $way "$(values reminder "$delivered" \
				--where "delivery_status = $way" | sort -u | wc -l)"
		done
	done
	[ ! -e "$run/attention.txt" ] || echo "look at      $run/attention.txt"
	[ $outcome != waits ] || cat <<-TEXT
		look at      $shown
		then         run-reminders --send $name
	TEXT
}

# newest STAGE...: the last file of the first of these stages that there is
newest() {
	for stage in "$@"; do
		for file in "$run/$stage"*.csv; do found=$file; done
		[ ! -e "$found" ] || break
	done
	echo "$found"
}

# Rows that were refused and stand in rejects.csv: a record is a line there too.
refused() {
	if [ -e "$run/rejects.csv" ]; then tail -n +2 "$run/rejects.csv" | wc -l; else echo 0; fi
}

# The run is over: it stands in the history, and the next one is due from there.
log_run() {
	[ -z "$(show-history -q --event run --run "$id" --format csv | tail -n +2)" ] || return 0
	log-history -q --event run --note "$(reminders "$(newest rendered proposal)") reminders"
}

# --- Looking ahead: nothing of the book is written

scratch() {
	run=$(mktemp -d "${TMPDIR:-/tmp}/run-reminders.XXXXXX") || exit $EX_CANTCREAT
	trap 'rm -rf "$run"' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM
}

dry_run() {
	scratch
	place=0 made=''
	settled read_ledger >"$run/items.csv" || return
	while type=$(of "actions.$place.type"); [ -n "$type" ]; do
		if [ "$type" = create ]; then
			settled choose "$place" "$run/items.csv" >"$run/selected.csv" || return
			settled compute-fees "$run/selected.csv" >"$run/proposal.csv" || return
			settled list-items --format table "$run/proposal.csv" || return
		fi
		place=$((place + 1))
	done
}

# The real commands over a history in which all that goes out did arrive, and nobody paid.
plan() {
	scratch
	heading=yes told=no
	real=$(in_book "$(check-policy --get files.history "$policy")")
	cp "$real" "$run/history.csv" || return $EX_NOINPUT
	settled read_ledger >"$run/ledger.csv" || return
	# The ledger stays what it is while the days pass.
	settled list-items -q --format csv --columns "$(head -n 1 "$run/ledger.csv" | tr , '\n' |
		grep -vx ledger_date | paste -s -d , -)" "$run/ledger.csv" >"$run/items.csv" || return
	end=$(date -d "$as_of + $weeks weeks" +%F) || return
	day=$due
	case $due in
	manual | paused) day=$as_of ;;
	*) ! before "$due" "$as_of" || day=$as_of ;;
	esac
	while ! before "$end" "$day"; do
		as_of=$day DUN_AS_OF=$day DUN_RUN=$day-$name
		plan_day 2>"$run/.messages"
		status=$?
		# What is wrong with the ledger is so on each day: once is enough.
		if [ $told = no ] || [ "$status" -ne 0 ]; then cat "$run/.messages" >&2; fi
		told=yes
		[ "$status" -eq 0 ] || return "$status"
		next=$(check-policy --due "$name" --history "$run/history.csv" "$policy") || return
		case $next in
		manual | paused) day=$(date -d "$day + 1 week" +%F) ;;
		*) day=$next ;;
		esac
	done
}

plan_day() {
	place=0
	while type=$(of "actions.$place.type"); [ -n "$type" ]; do
		case $type in
		create)
			settled choose "$place" "$run/items.csv" -q --history "$run/history.csv" \
				>"$run/selected.csv" || return
			settled compute-fees -q --history "$run/history.csv" "$run/selected.csv" \
				>"$run/proposal.csv" || return
			plan_rows || return
			;;
		send)
			keep "$place" "$run/proposal.csv" >"$run/to-send.csv" || return
			delivered <"$run/to-send.csv" >"$run/delivered.csv" || return
			log-history -q --history "$run/history.csv" "$run/delivered.csv" >/dev/null || return
			;;
		esac
		place=$((place + 1))
	done
	log-history -q --event run --history "$run/history.csv"
}

plan_rows() {
	settled list-items -q --format csv --where 'section = overdue' --columns \
		as_of,reminder,customer,invoice,level,delivery,currency,open_amount,fees,total_due \
		"$run/proposal.csv" >"$run/rows.csv" || return
	if [ $heading = yes ]; then cat "$run/rows.csv"; else tail -n +2 "$run/rows.csv"; fi
	heading=no
}

# The rows as if each had been taken by the mail server on its day.
delivered() {
	sed "1s/\$/,letter,document,delivery_status,delivered_to,message_id,delivered_at,delivery_error/
		1!s/\$/,,,sent,,,${as_of}T12:00:00Z,/"
}

# --- Main

check-policy --print "$policy" >/dev/null || exit
[ -n "$(of actions.0.type)" ] || usage_error "$policy has no automation \"$name\""
check_only
due=$(check-policy --due "$name" "$policy") || exit
runs=${book}runs id=$as_of-$name
run=$runs/$id
DUN_AUTOMATION=$name DUN_RUN=$id
export DUN_AUTOMATION DUN_RUN

if [ -n "$weeks" ]; then
	plan
	exit
fi
if [ $dry_run = yes ]; then
	dry_run
	exit
fi

# A run that was begun today goes on; else it waits for its day.
if [ $now = no ] && [ ! -d "$run" ]; then
	if [ "$due" = paused ]; then
		note "$name is paused"
		exit 0
	elif [ "$due" != manual ] && before "$as_of" "$due"; then
		note "$name is due on $due"
		exit 0
	fi
fi

mkdir -p "$runs" || exit $EX_CANTCREAT
# Who works for this run holds the lock too, so it lasts as long as any of them.
exec 9>"$runs/.lock" || exit $EX_CANTCREAT
flock -n 9 || fail $EX_TEMPFAIL "another run is going on in $runs"
settled log-history --recover || exit
settled show-history -q --verify >/dev/null || exit
mkdir -p "$run" || exit $EX_CANTCREAT

act
[ $outcome != 'done' ] || [ -n "$redirect" ] || log_run || failed_at_end=$?
summary >"$run/.summary.txt" && mv "$run/.summary.txt" "$run/summary.txt" && cat "$run/summary.txt" ||
	exit $EX_CANTCREAT
[ "$worst" -eq 0 ] || exit "$worst"
[ -z "${failed_at_end:-}" ] || exit "$failed_at_end"
[ $outcome != waits ] && [ ! -e "$run/attention.txt" ]
