#!/bin/sh
# run-reminders: an automation of the policy, from the ledger to the history. See run-reminders(1).
#
# This script is the process: what each action of an automation does stands in the function of its
# name. Every stage writes a file into the run's folder, runs/DATE-NAME, beside its place, and
# renames it, so a run that was cut off goes on where it was when it is started again that day.
set -u
umask 077
trap '' XFSZ # a limit to the size of files is an error, as a full disk is
LC_ALL=C
export LC_ALL
# The other commands lie beside this one, where cron may not look.
case $0 in
*/*) PATH=$PATH:${0%/*} && export PATH ;;
esac

readonly EX_USAGE=64 EX_NOINPUT=66 EX_OSERR=71 EX_CANTCREAT=73 EX_IOERR=74 EX_TEMPFAIL=75

# show: standard input on standard output. Who has read enough of it need not be told.
show() {
	cat 2>/dev/null && return
	status=$?
	[ "$status" -gt 128 ] || {
		echo 'run-reminders: standard output cannot be written' >&2
		status=$EX_IOERR
	}
	return "$status"
}

usage() {
	show <<'TEXT'
usage: run-reminders [OPTION ...] NAME

Run an automation of the policy: select, charge, write, send, record.

  -a, --as-of DATE             the day of the run (default: $DUN_AS_OF, today)
      --policy FILE            the policy (default: $DUN_POLICY, policy.yaml)
  -n, --dry-run                show who would be reminded; nothing is written
      --only ACTIONS           only these actions, by name or type, as A,B
      --now                    also when its day has not come, or it is paused
      --send                   a person has looked: send
      --redirect-to ADDRESS    all mails to this address; nothing counts as sent
      --plan WEEKS             what would go out when if nobody pays, as CSV
  -q, --quiet                  print no notes
  -v, --verbose                print more notes
  -h, --help                   print this help
  -V, --version                print the version
TEXT
}

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
	--help) usage; exit ;;
	--version) echo 'run-reminders (dun) @VERSION@' | show; exit ;;
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
[ "$(date -u -d "$as_of" +%F 2>/dev/null)" = "$as_of" ] || usage_error "\"$as_of\" is not a date (YYYY-MM-DD)"
DUN_POLICY=$policy DUN_AS_OF=$as_of
export DUN_POLICY DUN_AS_OF
case $policy in
*/*) book=${policy%/*}/ ;;
*) book= ;;
esac

# --- The automation, as the policy has it

# of KEY: a value of the automation, or a list's a line each; nothing where it names none
of() { check-policy --get "automations.$name.$1" 2>/dev/null; }

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

# The types of its actions, between commas; and each name that --only gives is an action's.
check_actions() {
	place=0 names=, has=,
	while type=$(of "actions.$place.type"); [ -n "$type" ]; do
		has=$has$type,
		[ -z "$only" ] || names="$names$type,$(of "actions.$place.name"),"
		place=$((place + 1))
	done
	[ "$has" != , ] || usage_error "$policy has no automation \"$name\""
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

# plain COMMAND...: a command of the system, for which 1 is a failure
plain() { "$@" || return $EX_IOERR; }

# write_down TEXT FILE
write_down() {
	if ! printf '%s\n' "$1" 2>/dev/null >"$2"; then
		echo "run-reminders: $2 cannot be written" >&2
		return $EX_IOERR
	fi
}

# --- Stages: each makes one file of the run

# stage FILE COMMAND...: make the file, unless it was made before the run was cut off. A command
# that ends with 1 has done its work; what it says is for a person, and is kept. Until then it is in
# no file, for it may be that the disk is full.
stage() {
	makes=$1
	shift
	if [ -e "$run/$makes" ]; then
		more "$run/$makes is there already"
		return 0
	fi
	touch "$run/.$makes" || return $EX_CANTCREAT
	said=$("$@" 2>&1 >"$run/.$makes")
	ended=$?
	if [ -n "$said" ] && { [ "$volume" != quiet ] || [ "$ended" -ne 0 ]; }; then
		printf '%s\n' "$said" >&2
	fi
	[ "$ended" -le 1 ] || return "$ended"
	rm -f "$run/.attention-$makes"
	[ "$ended" -eq 0 ] || write_down "$said" "$run/.attention-$makes" || return
	sync "$run/.$makes" && mv "$run/.$makes" "$run/$makes" || return $EX_CANTCREAT
}

# The ledger as a table of open items. A bad row goes to rejects.csv with its customer's others.
read_ledger() {
	set --
	profile=$(of profile)
	[ -z "$profile" ] || set -- --profile "$profile"
	ledger=$(of ledger)
	if [ -n "$ledger" ]; then
		ledger=$(in_book "$ledger")
	else
		ledger=$run/.ledger
		ledger_command >"$ledger" || return
	fi
	import-ledger -q "$@" --rejects "$run/rejects.csv" "$ledger" >"$run/.items"
	read=$?
	[ "$read" -le 1 ] || return "$read"
	dated "$run/.items" "$ledger" && return "$read"
}

# The program that gives the ledger, in the book's folder. Whatever its status, but 0, it failed.
ledger_command() {
	set --
	while IFS= read -r word; do
		set -- "$@" "$word"
	done <<-WORDS
		$(of ledger_command)
	WORDS
	(cd "${book:-.}" && "$@") && return
	status=$?
	echo "run-reminders: ledger_command ended with $status: $*" >&2
	[ "$status" -ne 1 ] || status=$EX_NOINPUT
	return "$status"
}

has_column() { head -n 1 "$2" | tr , '\n' | grep -qx "$1"; }

# dated ITEMS EXPORT: an export that does not say what day it is of is of the day on which its file
# was written: that is held against max_ledger_age.
dated() {
	if [ -z "$(check-policy --get max_ledger_age 2>/dev/null)" ] || has_column ledger_date "$1"; then
		plain cat "$1"
	else
		plain sed "1s/\$/,ledger_date/; 1!s/\$/,$(date -r "$2" +%F)/" "$1"
	fi
}

# The ledger stays what it is while a plan's days pass.
items() {
	if [ $planning = no ]; then
		read_ledger
	else
		import-ledger -q --ledger-date "$as_of" "$work/ledger.csv"
	fi
}

# choose PLACE FILE: who is reminded, by the conditions of the automation and the action
choose() {
	place=$1 items=$2
	set --
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
	select-overdue --as-of "$as_of" --history "$history" "$@" "$items" >"$run/.chosen"
	chose=$?
	[ "$chose" -le 1 ] || return "$chose"
	stamped "$run/.chosen" && return "$chose"
}

# stamped FILE: with the day on which the proposal was made, which goes into the history
stamped() {
	if has_column created "$1"; then
		plain cat "$1"
	else
		plain sed "1s/\$/,created/; 1!s/\$/,$as_of/" "$1"
	fi
}

# keep PLACE FILE: the rows of the reminders that the action's conditions hold for, and those of the
# automation where another one chose them. Reminders stay whole: one row that they hold for is enough.
keep() {
	place=$1 rows=$2 terms=
	set --
	while IFS= read -r condition; do
		[ -z "$condition" ] || set -- "$@" --where "$condition"
	done <<-CONDITIONS
		$([ $adopted = no ] || of where; of "actions.$place.where")
	CONDITIONS
	delivery=$(of "actions.$place.delivery")
	[ -z "$delivery" ] || set -- "$@" --where "delivery = $delivery"
	[ $adopted = no ] || terms=$(of terms)
	if [ $# -eq 0 ] && [ -z "$terms" ]; then
		plain cat "$rows"
		return
	fi
	settled list-items -q --history "$history" --format csv --columns reminder,terms "$@" \
		"$rows" >"$run/.kept" || return
	TERMS=$terms awk -F, '
		NR == 1 { n = split(ENVIRON["TERMS"], list, "\n"); for (i in list) terms[list[i]] }
		NR == FNR { if (!n || NR == 1 || $2 in terms) kept[$1]; next }
		$1 in kept' "$run/.kept" "$rows" || return $EX_IOERR
}

# together FILE...: the rows of tables of one kind
together() { plain awk 'NR == 1 || FNR > 1' "$@"; }

# gather FILE PART...: the parts' rows as one table, made anew when a person changed a part
gather() {
	all=$1
	shift
	[ ! -e "$run/$all" ] || [ -z "$(find "$@" -newer "$run/$all")" ] || rm -f "$run/$all"
	stage "$all" together "$@"
}

# adopt MADE TAKEN: the newest table that another run made and none has taken, which is seen from
# the table that comes of it: what was created and not issued, or rendered and not sent. An
# automation that makes its own takes no other's, and a run that took one takes no second.
adopt() {
	found='' own=no table=$1 untaken=$id
	[ ! -e "$run/$2$suffix.csv" ] || untaken=
	case $1,$has in
	created,*,create,* | rendered,*,issue,*) own=yes ;;
	*) adopted=yes ;;
	esac
	[ "$1" = rendered ] || table=proposal
	for file in "$runs"/??????????-*/"$table"*.csv; do
		folder=${file%/*}
		if [ -e "$file" ] && ! [ -e "$folder/$2.csv" ] &&
			[ "$(cat "$folder/.$2-by" 2>/dev/null || echo "$untaken")" = "$id" ] &&
			{ [ $own = no ] || [ "${folder##*/??????????-}" = "$name" ]; } &&
			before "${folder##*/}" "$as_of."; then
			found=$file
		fi
	done
	if [ -n "$found" ]; then
		echo "$id" >"${found%/*}/.$2-by" || return $EX_CANTCREAT
		note "takes $found"
		case $found in
		*/proposal_all*)
			mine=$run run=${found%/*}
			gather "${found##*/}" "$run/proposal.csv" "$run"/proposal-*.csv
			status=$? run=$mine
			return "$status" ;;
		esac
	else
		note "there is nothing in $runs that was $1 and not $2"
		[ -z "$only" ] || return $EX_NOINPUT
	fi
}

# --- Actions. What create made is in $proposal, what issue made in $letters: files, or nothing.

# create: who is reminded of what, with which charges
create() {
	begin_create
	stage items.csv items &&
		stage "selected$suffix.csv" choose "$1" "$run/items.csv" &&
		stage "proposal$suffix.csv" compute-fees --history "$history" \
			"$run/selected$suffix.csv" || return
	created && set_status "$1" "$run/proposal$suffix.csv"
}

# What was not charged yet is selected anew, from the ledger as it is now: a fault in it may have
# been mended since.
begin_create() {
	[ ! -e "$run/proposal$suffix.csv" ] || return 0
	rm -f "$run/selected$suffix.csv"
	[ -n "$suffix" ] || rm -f "$run/items.csv"
}

# The proposals of several creates are issued together.
created() {
	[ $issued = no ] || proposal=
	issued=no
	if [ -n "$proposal" ]; then
		gather "proposal_all$suffix.csv" "$proposal" "$run/proposal$suffix.csv" || return
		proposal=$run/proposal_all$suffix.csv
	else
		proposal=$run/proposal$suffix.csv
	fi
}

# issue: the letters and the entries. Rows may have been taken out of the proposal by hand.
issue() {
	case $proposal,$tried in
	,*,create,*) ;;
	,*) adopt created issued && proposal=$found || return ;;
	esac
	[ -n "$proposal" ] || return 0
	begin_issue
	stage "issued$suffix.csv" renew "$1" "$proposal" &&
		stage "rendered$suffix.csv" render "$run/issued$suffix.csv" || return
	[ $planning = yes ] || stage "entries$suffix.csv" post-fees "$run/rendered$suffix.csv" || return
	rendered && set_status "$1" "$run/rendered$suffix.csv"
}

# A proposal that a person changed after it was issued is issued anew, until it is sent; and so is
# one whose letters are not there any more, or gave way to those of another automation.
begin_issue() {
	for file in "$run"/delivered*.csv; do
		[ ! -e "$file" ] || return 0
	done
	[ -e "$run/issued$suffix.csv" ] || return 0
	[ -n "$(find "$proposal" -newer "$run/issued$suffix.csv")" ] ||
		! letters_stand "$run/rendered$suffix.csv" || return 0
	rm -f "$run/issued$suffix.csv" "$run/rendered$suffix.csv" "$run/entries$suffix.csv" \
		"$run"/rendered_all*.csv "$run"/to-send*.csv
}

# letters_stand FILE: whether the letters of the table are those that were rendered
letters_stand() {
	[ -e "$1" ] || return 0
	sums=$(listed document,letter "$1" | sort -u | sed 's/,/  /')
	[ -z "$sums" ] || printf '%s\n' "$sums" | sha256sum --check --status 2>/dev/null
}

# renew PLACE FILE: the proposal as it is issued today
renew() {
	set -- "$1" "$2" --renew --history "$history"
	[ "$(of "actions.$1.dates")" = keep ] || set -- "$@" --as-of "$as_of"
	place=$1 table=$2
	shift 2
	settled compute-fees "$@" "$table" >"$run/.renewed" && keep "$place" "$run/.renewed"
}

render() {
	if [ $planning = no ]; then
		render-letter --history "$history" "$1"
	else
		plain sed '1s/$/,letter,document/; 1!s/$/,,/' "$1"
	fi
}

# What several issues made is sent together.
rendered() {
	[ $mailed = no ] || letters=
	issued=yes mailed=no
	if [ -n "$letters" ]; then
		stage "rendered_all$suffix.csv" together "$letters" "$run/rendered$suffix.csv" || return
		letters=$run/rendered_all$suffix.csv
	else
		letters=$run/rendered$suffix.csv
	fi
}

# send: the mails and the post, and the history. What was sent is not sent again, so this is done
# again while something waits for a better answer.
send() {
	case $letters,$tried in
	,*,issue,*) ;;
	,*) adopt rendered sent && letters=$found || return ;;
	esac
	[ -n "$letters" ] || return 0
	approved || { outcome=waits && return; }
	if [ -e "$run/to-send$suffix.csv" ] && [ ! -e "$run/delivered$suffix.csv" ] &&
		[ -n "$(find "$letters" -newer "$run/to-send$suffix.csv")" ]; then
		rm -f "$run/to-send$suffix.csv"
	fi
	stage "to-send$suffix.csv" keep "$1" "$letters" || return
	rm -f "$run/redirected$suffix.csv" "$run/.attention-redirected$suffix.csv"
	if [ -n "$redirect" ]; then
		stage "redirected$suffix.csv" deliver "$1" --redirect-to "$redirect"
		return
	fi
	if waits "$run/delivered$suffix.csv"; then
		rm -f "$run/delivered$suffix.csv" "$run/sent$suffix.csv"
	fi
	stage "delivered$suffix.csv" deliver "$1" &&
		stage "sent$suffix.csv" log-history --history "$history" "$run/delivered$suffix.csv" || return
	mailed=yes
	for way in sent printed; do
		set_status "$1" "$run/sent$suffix.csv" --where "delivery_status = $way" || return
	done
	again "$1"
}

# deliver PLACE [OPTION...]: what became of each row of to-send
deliver() {
	if [ $planning = yes ]; then
		arrived
		return
	fi
	attach=$(of "actions.$1.attach_invoices")
	shift
	mail-out --send --history "$history" --attach-invoices "$attach" "$@" "$run/to-send$suffix.csv"
}

# again PLACE: what mail.resend lets go out once more, of the reminders that this automation sent in
# the year before. When and how often is mail-out's to know.
again() {
	[ $planning = no ] && [ -e "$run/items.csv" ] || return 0
	[ "$(check-policy --get mail.resend.times)" -gt 0 ] || return 0
	listed "$(item "$run/items.csv"),open_amount,level,last_reminded" "$run/items.csv" \
		>"$run/.open" || return
	year=$(date -u -d "$as_of - 1 year" +%F) || return
	for file in "$runs"/??????????-"$name"/sent*.csv; do
		folder=${file%/*}
		day=$(basename "${folder%-"$name"}")
		if [ -e "$file" ] && before "$year" "$day" && before "$day" "$as_of"; then
			table=${file##*/sent}
			stage "again-$day$table" resend "$1" "$file" &&
				settled log-history --history "$history" "$run/again-$day$table" >"$run/.logged" || return
		fi
	done
}

# resend PLACE FILE: those of the table whose items all are open as they were, and were not reminded
# of since, nor undone; of customers without a credit or payment that the table does not show.
resend() {
	attach=$(of "actions.$1.attach_invoices")
	listed "reminder,section,$(item "$2"),open_amount,level,as_of" "$2" \
		--where 'delivery_status = sent' >"$run/.sent" || return
	awk -F, '
		{ row = $0 }
		FILENAME == ARGV[1] {
			open[row]
			sub(/,[^,]*,[^,]*$/, "", row)
			amount[row]
			if (row ~ /,-[^,]*$/) credit[row] = $1
			next
		}
		FILENAME == ARGV[2] {
			sent[$1]
			sub(/^[^,]*,[^,]*,/, "", row)
			if ($2 == "overdue" && !(row in open)) gone[$1]
			sub(/,[^,]*,[^,]*$/, "", row)
			if (!(row in amount)) gone[$1]
			delete credit[row]
			next
		}
		FNR == 1 { for (row in credit) in_credit[credit[row]] }
		FNR == 1 || $1 in sent && !($1 in gone) && !($2 in in_credit)' \
		"$run/.open" "$run/.sent" "$2" >"$run/.again" || return $EX_IOERR
	mail-out -q --send --history "$history" --attach-invoices "$attach" "$run/.again"
}

waits() { [ -e "$1" ] && [ -n "$(listed reminder "$1" --where 'delivery_status = queued')" ]; }

# report: what is open, by age
report() {
	stage items.csv items &&
		stage "ageing$suffix.txt" age "$1" text &&
		stage "ageing$suffix.pdf" age "$1" pdf
}

# age PLACE FORMAT
age() {
	place=$1
	set -- --format "$2"
	while IFS= read -r condition; do
		[ -z "$condition" ] || set -- "$@" --where "$condition"
	done <<-CONDITIONS
		$(of where; of "actions.$place.where")
	CONDITIONS
	report-aging --as-of "$as_of" "$@" "$run/items.csv"
}

# The rows as if each had been taken by the mail server or the printer on its day.
arrived() {
	settled list-items -q --history "$history" --format csv --columns reminder,delivery \
		"$run/to-send$suffix.csv" >"$run/.ways" || return
	DAY=$as_of awk -F, '
		NR == FNR { way[$1] = $2; next }
		FNR == 1 { print $0 ",delivery_status,delivered_to,message_id,delivered_at,delivery_error"; next }
		{ print $0 (way[$1] == "none" ? ",skipped" : ",sent") ",,," ENVIRON["DAY"] "T12:00:00Z," }
	' "$run/.ways" "$run/to-send$suffix.csv" || return $EX_IOERR
}

# The columns that name an item of the table.
item() { if has_column instalment "$1"; then echo customer,invoice,instalment; else echo customer,invoice; fi; }

# set_status PLACE FILE [OPTION...]: the action's status for the items that were reminded, as events;
# once in a run, for what came after it goes before it
set_status() {
	text=$(of "actions.$1.set_status") place=$1 rows=$2
	shift 2
	[ -n "$text" ] || return 0
	settled list-items -q --history "$history" --format csv --columns "$(item "$rows")" \
		--where 'section = overdue' "$@" "$rows" >"$run/.status" || return
	told=$run/.told-$place
	touch "$told" || return $EX_CANTCREAT
	awk 'FILENAME == ARGV[1] { told[$0]; next } FNR == 1 || !($0 in told)' "$told" "$run/.status" \
		>"$run/.untold" || return $EX_IOERR
	log-history -q --history "$history" --event status --status "$text" --items "$run/.untold" || return
	cat "$run/.untold" >>"$told" || return $EX_IOERR
}

# --- May it send?

# listed COLUMNS FILE [OPTION...]: columns of short words or numbers, without their heading
listed() {
	columns=$1 table=$2
	shift 2
	text=$(settled list-items -q --history "$history" --format csv --columns "$columns" "$@" \
		"$table") || return
	printf '%s\n' "$text" | tail -n +2
}

# How many reminders the automation's last run before this one brought that brought any.
reminded_last() {
	text=$(settled show-history -q --history "$history" --event reminded --format csv \
		--where "automation = $name" --where "run != $id" --columns date,run,reminder) || return
	printf '%s\n' "$text" | awk -F, '
		NR == 1 { next }
		$1 >= last { last = $1; which = $2 }
		!seen[$2, $3]++ { count[$2]++ }
		END { print count[which] + 0 }'
}

# Whether a person has looked, or need not. Who has looked once has for this run. What cannot be
# counted is for a person.
approved() {
	[ -z "$redirect" ] && [ $planning = no ] || return 0
	if [ "$send" = yes ] && [ "$seen" = yes ]; then touch "$run/approved" || return; fi
	[ ! -e "$run/approved" ] || return 0
	why='the reminders could not be counted'
	rows=$(listed reminder "$letters" --where 'section = overdue') || return
	[ -n "$rows" ] || return 0
	if [ "$send" = yes ]; then
		why="it was made anew today, and the run that waited before was never sent"
		return 1
	fi
	if [ "$(of approve)" = by-hand ]; then
		why='its sending is to be approved by hand'
		return 1
	fi
	count=$(printf '%s\n' "$rows" | sort -u | wc -l)
	last=$(reminded_last) || return
	[ "$last" -eq 0 ] || [ "$count" -le $((2 * last)) ] && return 0
	why="there are $count reminders, more than twice the $last of the last run"
	return 1
}

# Whether what --send approves was there to be looked at: not when another day's run waited, and
# this one has not shown yet what it would send.
was_seen() {
	[ ! -e "$run/.waits" ] || return 0
	for waiting in "$runs"/??????????-"$name"/.waits; do
		[ ! -e "$waiting" ] || return 1
	done
}

# --- The run

# The actions in their order. A second action of a type makes files with -2 in their names.
act() {
	place=0 types='' outcome='done' worst=0 why='' tried=,
	proposal='' letters='' issued=no mailed=no adopted=no left=${has#,}
	while [ -n "$left" ]; do
		type=${left%%,*}
		left=${left#*,}
		types="$types$type
"
		count=$(printf '%s' "$types" | grep -cx "$type")
		suffix=
		[ "$count" -eq 1 ] || suffix=-$count
		at=$place
		if wanted "$at" "$type"; then
			[ "$volume" != verbose ] || note "$(of "actions.$at.name")"
			tried=$tried$type,
			"$type" "$at" || failed "$at" $? || return
		else
			outcome=partly
			already "$type" || failed "$at" $? || return
		fi
		[ $outcome != waits ] || return 0
		place=$((at + 1))
	done
}

# What an action that is left out today made before.
already() {
	case $1 in
	create) [ ! -e "$run/proposal$suffix.csv" ] || created ;;
	issue) [ ! -e "$run/rendered$suffix.csv" ] || rendered ;;
	send) [ ! -e "$run/sent$suffix.csv" ] || mailed=yes ;;
	esac
}

# failed PLACE STATUS: go on, where the action does not stop the others
failed() {
	[ "$2" -le "$worst" ] || worst=$2
	echo "run-reminders: $id: $(of "actions.$1.name") ended with $2" >&2
	[ "$(of "actions.$1.stop_on_error")" = no ] || outcome=stopped
	[ $outcome != stopped ]
}

# reminded STAGE COLUMNS: columns of what is reminded, from all tables of the stage
reminded() {
	for file in "$run/$1.csv" "$run/$1"-[0-9]*.csv; do
		[ ! -e "$file" ] || listed "$2" "$file" --where 'section = overdue'
	done
}

# The stage that shows what the run is about: the letters, or else the proposal.
latest() {
	for file in "$run"/rendered*.csv; do
		[ ! -e "$file" ] || { echo rendered; return; }
	done
	echo proposal
}

reminders() { reminded "$1" reminder | sort -u | wc -l; }
rows() { if [ -e "$1" ]; then tail -n +2 "$1" | wc -l; else echo 0; fi; }

# Who is reminded of how much, by currency.
amounts() {
	reminded "$(latest)" currency,reminder,open_amount,fees | sort | awk -F, '
		function minor(text) { sub(/\./, "", text); return text + 0 }
		function amount(sum,    text) {
			text = sprintf("%0*.0f", decimals + 1, sum)
			if (!decimals) return " " currency " " text
			return " " currency " " substr(text, 1, length(text) - decimals) "." substr(text, length(text) - decimals + 1)
		}
		function tell() {
			if (currency == "") return
			overdue = overdue amount(open)
			charged = charged amount(fees)
		}
		$1 != currency { tell(); open = fees = 0; currency = $1; n = index($3, "."); decimals = n ? length($3) - n : 0 }
		{ selected++; reminders += !seen[$2]++; open += minor($3); fees += minor($4) }
		END {
			tell()
			printf "%-12s%d\n%-12s%d\n", "selected", selected, "reminders", reminders
			printf "%-12s%s\n%-12s%s\n", "overdue", substr(overdue, 2), "charged", substr(charged, 2)
		}' | sed 's/ *$//'
}

# What became of the reminders that were sent.
deliveries() {
	for file in "$run"/delivered*.csv; do
		[ ! -e "$file" ] || listed delivery_status,reminder "$file"
	done | sort -u | awk -F, '
		{ count[$1]++ }
		END {
			n = split("sent printed queued failed unsure skipped", ways, " ")
			for (i = 1; i <= n; i++) printf "%-12s%d\n", ways[i], count[ways[i]]
		}'
}

# How many went out once more, where the policy lets any.
resent() {
	[ "$(check-policy --get mail.resend.times)" -gt 0 ] || return 0
	numbers=$(settled show-history -q --history "$history" --event resent --run "$id" --format csv \
		--columns reminder) || return
	printf '%-12s%s\n' again "$(printf '%s\n' "$numbers" | tail -n +2 | sort -u | wc -l)"
}

headline() {
	case $outcome,$worst in
	done,0) echo "$id: done" ;;
	done,*) echo "$id: done but for an error, exit $worst" ;;
	partly,*) echo "$id: ${only#,} done" ;;
	waits,*) echo "$id: waits before it sends, for $why" ;;
	stopped,*) echo "$id: stopped by an error, exit $worst" ;;
	esac
}

summary() {
	headline
	printf '%-12s%s\n' items "$(rows "$run/items.csv")" refused "$(rows "$run/rejects.csv")"
	amounts
	printf '%-12s%s\n' letters "$(reminders rendered)"
	deliveries
	resent
	[ ! -e "$run/attention.txt" ] || echo "look at      $run/attention.txt"
	[ $outcome != waits ] || cat <<-TEXT
		look at      $letters
		then         $(how_to_send)
	TEXT
}

# The call that goes on, as it is typed.
how_to_send() {
	set -- "$(quoted "$name")"
	[ "$policy" = policy.yaml ] || set -- "--policy $(quoted "$policy")" "$@"
	echo "run-reminders --send $*"
}

quoted() {
	case $1 in
	*[!A-Za-z0-9_./-]*) printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")" ;;
	*) printf '%s' "$1" ;;
	esac
}

# What a person has to look at is gathered, and what waits for one is marked until it was sent.
leave_notes() {
	set -- "$run"/.attention-*
	rm -f "$run/attention.txt"
	[ ! -e "$1" ] || cat "$@" >"$run/attention.txt" || return $EX_IOERR
	case $outcome in
	waits) touch "$run/.waits" ;;
	done) [ -n "$redirect" ] || rm -f "$runs"/??????????-"$name"/.waits ;;
	esac
}

# The run is over: it stands in the history, and the next one is due from there. One that only
# takes what another made, and found nothing, comes again.
log_run() {
	[ -n "$proposal$letters" ] || [ $adopted = no ] || return 0
	[ -z "$(show-history -q --history "$history" --event run --run "$id" --format csv | tail -n +2)" ] ||
		return 0
	log-history -q --history "$history" --event run --note "$(reminders "$(latest)") reminders"
}

# --- Looking ahead: nothing of the book is written

# The work goes into a folder that is taken away, and events into a copy of the history.
look_ahead() {
	work=$(mktemp -d "${TMPDIR:-/tmp}/run-reminders.XXXXXX") || exit $EX_CANTCREAT
	trap 'rm -rf "$work"' EXIT
	trap 'exit 129' HUP
	trap 'exit 130' INT
	trap 'exit 143' TERM
	case $has in
	*,create,*) ;;
	*) fail $EX_USAGE "$name creates no proposals: there is nothing to look ahead at" ;;
	esac
	cp "$history" "$work/history.csv" || exit $EX_NOINPUT
	history=$work/history.csv
	run=$work planning=yes
	settled read_ledger >"$work/ledger.csv" || exit
}

dry_run() {
	look_ahead
	only=,create
	act 2>"$work/.said"
	sed "s|$work/||g" "$work/.said" >&2
	[ "$worst" -eq 0 ] || return "$worst"
	settled list-items --history "$history" --format table "$proposal"
}

# The real commands over a history in which all that goes out did arrive, and nobody paid.
plan() {
	look_ahead
	heading=yes told=no
	end=$(date -u -d "$as_of + $weeks weeks" +%F) || return
	day=$due
	case $due in
	manual | paused) day=$as_of ;;
	*) ! before "$due" "$as_of" || day=$as_of ;;
	esac
	while ! before "$end" "$day"; do
		plan_day || return
		next=$(check-policy --due "$name" --history "$history") || return
		case $next in
		manual | paused) day=$(date -u -d "$day + 1 week" +%F) ;;
		*) day=$next ;;
		esac
	done
}

plan_day() {
	as_of=$day id=$day-$name run=$work/$day
	DUN_AS_OF=$as_of DUN_RUN=$id
	mkdir "$run" || return $EX_CANTCREAT
	begun
	act 2>"$work/.said"
	# What is wrong with the ledger is so on each day: once is enough.
	if [ $told = no ] || [ "$worst" -ne 0 ]; then
		sed "s|$run/||g" "$work/.said" >&2
	fi
	told=yes
	[ "$worst" -eq 0 ] || return "$worst"
	plan_rows && log_run && rm -rf "$run"
}

# A run that was begun goes on from its proposal, out of which a person may have taken rows.
begun() {
	for file in "$runs/$id"/items.csv "$runs/$id"/selected*.csv "$runs/$id"/proposal*.csv; do
		[ ! -e "$file" ] || cp -p "$file" "$run" || return
	done
}

# What goes out on that day; where the automation itself sends nothing, what it makes.
plan_rows() {
	case $has in
	*,send,*)
		for file in "$run/sent.csv" "$run"/sent-*.csv; do
			[ ! -e "$file" ] || plan_table "$file" --where 'delivery_status = sent' || return
		done ;;
	*) plan_table "${letters:-$proposal}" ;;
	esac
}

plan_table() {
	table=$1
	shift
	settled list-items -q --history "$history" --format csv --where 'section = overdue' --columns \
		"as_of,reminder,$(item "$table"),level,delivery,currency,open_amount,fees,total_due" \
		"$@" "$table" >"$run/rows.csv" || return
	if [ $heading = yes ]; then cat "$run/rows.csv"; else tail -n +2 "$run/rows.csv"; fi | show || return
	heading=no
}

# --- Main

check-policy --print >/dev/null || exit
check_actions
due=$(check-policy --due "$name") || exit
history=$(in_book "$(check-policy --get files.history)") || exit
runs=${book}runs id=$as_of-$name planning=no
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
if [ "$due" = paused ] && [ $now$send = nono ]; then
	note "$name is paused"
	exit 0
fi
if [ $now = no ] && [ ! -d "$run" ] && [ "$due" != manual ] && [ "$due" != paused ] &&
	before "$as_of" "$due"; then
	note "$name is due on $due"
	exit 0
fi

mkdir -p "$runs" && touch "$runs/.lock" || exit $EX_CANTCREAT
# Who works for this run holds the lock too, so it lasts as long as any of them.
exec 9<"$runs/.lock"
flock -n 9
case $? in
0) ;;
1) fail $EX_TEMPFAIL "another run is going on in $runs" ;;
*) fail $EX_OSERR "$runs/.lock cannot be locked" ;;
esac
settled log-history --history "$history" --recover || exit
settled show-history -q --history "$history" --verify >/dev/null || exit
mkdir -p "$run" || exit $EX_CANTCREAT

seen=no
was_seen && seen=yes
act
if [ $outcome = 'done' ] && [ -z "$redirect" ]; then log_run || failed_at_end=$?; fi
leave_notes || failed_at_end=$?
summary=$(summary)
printf '%s\n' "$summary" | show || failed_at_end=$?
write_down "$summary" "$run/.summary.txt" && mv "$run/.summary.txt" "$run/summary.txt" ||
	failed_at_end=$EX_CANTCREAT
[ "$worst" -eq 0 ] || exit "$worst"
[ -z "${failed_at_end:-}" ] || exit "$failed_at_end"
[ $outcome != waits ] && [ ! -e "$run/attention.txt" ]
