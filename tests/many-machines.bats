load helper

# examples/many-machines over hosts that this test makes itself: an sshd on loopback, reached under
# two names.

prepare() {
	cp -R "$ROOT/examples/book/." .
	export DUN_AS_OF=2026-11-22
	import-ledger -q --profile exact-online openstaand.csv >items.csv
	select-overdue -q items.csv >selected.csv 2>/dev/null || [ $? -eq 1 ]
	compute-fees selected.csv | render-letter >one.csv
	mv letters one
}

# hosts: start it, and make "$PWD/ssh/ssh" reach it as host1 and host2.
hosts() {
	mkdir ssh
	ssh-keygen -q -t ed25519 -N '' -f ssh/host
	ssh-keygen -q -t ed25519 -N '' -f ssh/user
	port=$((20000 + RANDOM % 20000))
	cat >ssh/sshd_config <<-END
	Port $port
	ListenAddress 127.0.0.1
	HostKey $PWD/ssh/host
	AuthorizedKeysFile $PWD/ssh/user.pub
	PidFile $PWD/ssh/pid
	StrictModes no
	UsePAM no
	SetEnv PATH=$PATH DUN_DATADIR=$DUN_DATADIR
	END
	cat >ssh/config <<-END
	Host host1 host2
	  HostName 127.0.0.1
	  Port $port
	  IdentityFile $PWD/ssh/user
	  IdentitiesOnly yes
	  StrictHostKeyChecking no
	  UserKnownHostsFile $PWD/ssh/known
	  LogLevel ERROR
	END
	printf '#!/bin/sh\nexec /usr/bin/ssh -F %s/ssh/config "$@"\n' "$PWD" >ssh/ssh
	chmod +x ssh/ssh
	[ "$(id -u)" -ne 0 ] || mkdir -p /run/sshd
	/usr/sbin/sshd -f "$PWD/ssh/sshd_config"
	until "$PWD/ssh/ssh" host1 true; do sleep 0.1; done
}

teardown() {
	[ ! -e ssh/pid ] || kill "$(cat ssh/pid)"
}

@test "shards on one machine give what the commands give at once" {
	mkdir "a folder"
	TMPDIR="$PWD/a folder" REMINDERS=3 expect 0 "$ROOT/examples/many-machines" : selected.csv
	same one.csv - <<<"$output"
	expect 0 diff -r one letters
}

@test "two hosts over ssh give what one machine gives, byte for byte, and keep nothing" {
	hosts
	export PARALLEL_SSH=$PWD/ssh/ssh RSYNC_RSH=$PWD/ssh/ssh REMINDERS=9
	"$ROOT/examples/many-machines" 1/host1,1/host2 selected.csv >many.csv
	same one.csv many.csv
	expect 0 diff -r one letters
	[ -z "$(find ~ -maxdepth 1 -name 'many-machines-*')" ]
}

@test "a shard that fails stops it, and no rows come out" {
	sed -i 's/^\(20261122-10004[^,]*,\)10004,/\119999,/' selected.csv
	REMINDERS=3 try "$ROOT/examples/many-machines" : selected.csv
	[ "$status" -ne 0 ]
	silent
}

@test "nobody to remind is a table without rows" {
	head -n 1 selected.csv >none.csv
	REMINDERS=3 expect 0 "$ROOT/examples/many-machines" : none.csv
	[ "$output" = "$(head -n 1 one.csv)" ]
}
