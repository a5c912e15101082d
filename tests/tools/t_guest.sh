# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# tools/guest: statuses, streams, files, limits.

guest=$TOP/tools/guest
export OBJROOT

atf_test_case status
status_body()
{
	atf_check "$guest" -- true
	atf_check -s exit:1 "$guest" -- false
	atf_check -s exit:42 "$guest" -- sh -c 'exit 42'
	atf_check -s exit:137 "$guest" -- sh -c 'kill -9 $$'
	atf_check -s exit:127 -e match:nosuch "$guest" -- nosuch
}

atf_test_case quick
quick_head()
{
	atf_set descr "a run of true takes under 3 s"
	atf_set X-level full
}
quick_body()
{
	start=$(date +%s%N)
	atf_check "$guest" -- true
	ms=$((($(date +%s%N) - start) / 1000000))
	echo "$ms ms"
	[ $ms -lt 3000 ] || atf_fail "$ms ms"
}

atf_test_case streams
streams_body()
{
	atf_check -o inline:'out\n' -e inline:'err\n' \
	    "$guest" -- sh -c 'echo out; echo err >&2'
	atf_check -o inline:'a  b\n*\n\n' \
	    "$guest" -- sh -c 'for a; do echo "$a"; done' sh 'a  b' '*' ''
}

atf_test_case input
input_body()
{
	head -c 1000000 /dev/urandom > data
	atf_check -o file:data sh -c "'$guest' -- cat < data"
	# A command that does not read its input does not stop the run.
	atf_check sh -c "'$guest' -- true < data"
}

atf_test_case files
files_body()
{
	mkdir -p tree/sub
	echo one > tree/one
	echo two > tree/sub/two
	chmod 600 tree/one
	chmod 711 tree/sub
	atf_check -o inline:'one\n' "$guest" -a tree:/tmp/tree \
	    -g /tmp/tree:back -- cat /tmp/tree/one
	atf_check diff -r tree back
	atf_check -o inline:'600\n' stat -c %a back/one
	atf_check -o inline:'711\n' stat -c %a back/sub
	# Fetched whatever the status.
	atf_check -s exit:3 "$guest" -g /tmp/x:x -- \
	    sh -c 'echo x > /tmp/x; exit 3'
	atf_check -o inline:'x\n' cat x
}

atf_test_case limit
limit_body()
{
	atf_check -s exit:124 -o inline:'start\n' \
	    "$guest" -t 4 -- sh -c 'echo start; sleep 100'
}

# Whoever ends guest ends its machine too.
atf_test_case ended
ended_body()
{
	"$guest" -- sh -c 'echo start; sleep 100' > out &
	pid=$!
	until [ -s out ]; do
		sleep 0.1
	done
	emulator=$(pgrep -P $pid qemu) || atf_fail "no emulator"
	kill $pid
	status=0
	wait $pid || status=$?
	[ $status -eq 143 ] || atf_fail "status $status"
	if kill -0 $emulator 2> err; then
		atf_fail "the emulator goes on"
	fi
}

atf_test_case panic
panic_head()
{
	atf_set descr "a panic gives 125, the console and a backtrace with names"
	atf_set X-level full
	atf_set timeout 120
}
panic_body()
{
	atf_check -s exit:125 -o save:out -e save:err \
	    "$guest" -t 300 -k DEBUG -- sysctl debug.panic=1
	grep -q 'panic: ' err || atf_fail "no panic"
	grep -Eq 'panic.*\+0x[0-9a-f]+' err || atf_fail "no names"
	grep -q 'sysctl' err || atf_fail "the caller is not named"
}

atf_test_case cpus
cpus_body()
{
	atf_check -o inline:'4\n' "$guest" -s 4 -- nproc
	atf_check -o inline:'1\n' "$guest" -- nproc
}

atf_test_case refused
refused_body()
{
	atf_check -s exit:126 -e match:'no network' "$guest" -n user -- true
	atf_check -s exit:126 -e match:'no network' "$guest" -p 1:2 -- true
	atf_check -s exit:126 -e match:'no command' "$guest"
	atf_check -s exit:126 -e match:'cannot be read' \
	    "$guest" -K /nonexistent -- true
	atf_check -s exit:126 -e match:'no such kernel' "$guest" -k X -- true
}

atf_test_case disk
disk_body()
{
	truncate -s 8M disk
	atf_check "$guest" -d disk -- \
	    sh -c 'echo written | dd of=/dev/vbd1 conv=sync 2>/dev/null'
	atf_check -o match:'^written' head -c 512 disk
}

atf_test_case counted
counted_head()
{
	atf_set descr "-i counts instructions: two runs of it agree"
}
counted_body()
{
	atf_check -o inline:'x\n' "$guest" -i -- echo x
}

atf_init_test_cases()
{
	for c in status quick streams input files limit ended panic cpus refused \
	    disk counted; do
		atf_add_test_case $c
	done
}
