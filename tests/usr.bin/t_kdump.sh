# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# kdump(1): how records are shown, and files that are none.

trace()
{
	atf_check -o ignore -e ignore -s ignore ktrace "$@"
}

atf_test_case arguments
arguments_head()
{
	atf_set descr "names of constants, descriptors, modes and errors"
}
arguments_body()
{
	trace sh -c 'umask 027; echo < /nonexistent; echo > out; cd /'
	atf_check \
	    -o match:'CALL +openat\(AT_FDCWD,0x[0-9a-f]+,O_RDONLY[^,]*,' \
	    -o match:'CALL +openat\(AT_FDCWD,0x[0-9a-f]+,O_WRONLY\|[^,]*O_CREAT\|O_TRUNC[^,]*,0666\)' \
	    -o match:'RET +openat -1 ENOENT No such file or directory' \
	    -o match:'CALL +umask\(027\)' -o match:'CALL +chdir\(0x' \
	    -o match:'PROT_READ\|PROT_WRITE,MAP_PRIVATE\|MAP_ANON,-1,0\)' \
	    kdump
	trace kill -0 $$
	atf_check -o match:"CALL +kill\($$,0\)" kdump
	trace sh -c 'sh -c "kill -TERM \$\$"; :'
	atf_check -o match:'CALL +wait6\(P_ALL,0,0x[0-9a-f]+,[^,]*WEXITED' \
	    kdump
	trace sh -c 'kill -TERM $$'
	atf_check -o match:'CALL +kill\([0-9]+,SIGTERM\)' \
	    -o match:'PSIG +SIGTERM SIG_DFL code=SI_USER' \
	    -o match:'DTOR +killed by SIGTERM' kdump
}

atf_test_case numbers
numbers_body()
{
	trace sh -c 'echo < /nonexistent; kill -TERM $$'
	atf_check -o match:'CALL +openat\(0xffffffffffffff9c,0x[0-9a-f]+,0x' \
	    -o match:'RET +openat -1 errno 2$' -o match:'PSIG +15 ' kdump -n
	atf_check -o match:'CALL +openat\(-100,[0-9]+,' kdump -dn
	atf_check -o match:'CALL +openat\[41\]\(' -o match:'RET +openat\[41\]' \
	    kdump -S
}

atf_test_case data
data_body()
{
	trace printf 'one "two"\\\n\tthree\n'
	atf_check -o match:'GIO +fd 1 wrote 18 bytes$' \
	    -o match:'^       "one \\"two\\"\\\\\\n"$' \
	    -o match:'^       "\\tthree\\n"$' kdump -t i
	trace printf '\001\002\003'
	atf_check -o match:'^       0000  01 02 03 +\.\.\.$' kdump -t i
	atf_check -o match:'GIO +fd 1 wrote 3 bytes$' -o not-match:'01 02' \
	    kdump -s
	trace printf 'abcdefghij'
	atf_check -o match:'^       "abcd"$' -o match:'^       \.\.\.$' \
	    kdump -m 4
	atf_check -o not-match:abcd kdump -m 0
}

atf_test_case columns
columns_body()
{
	trace true
	atf_check -o match:'^ *[0-9]+ true     CALL  _exit\(0\)$' kdump
	atf_check -o match:'^ *[0-9]+ +[0-9]+ true     CALL  _exit' kdump -H
	atf_check -o match:'true     [0-9]{10,}\.[0-9]{6} CALL  _exit' kdump -T
	atf_check -o match:'true     [0-9]+\.[0-9]{6} CALL  _exit' kdump -R
	atf_check -o match:'ktrace   0\.000000 CTOR' kdump -E
}

atf_test_case selection
selection_body()
{
	trace -i sh -c 'cat /etc/motd; :'
	atf_check -o not-match:'CALL|RET|GIO' -o match:NAMI kdump -t n
	pid=$(kdump -t x | sed -n 's/^ *\([0-9]*\) cat .*/\1/p')
	atf_check -o match:"^ *$pid cat" -o not-match:' wait6' kdump -p "$pid"
	tid=$(kdump -H -t x | sed -n 's/^ *[0-9]* *\([0-9]*\) cat .*/\1/p')
	atf_check -o match:"^ *$pid cat" -o not-match:' wait6' kdump -p "$tid"
	kdump > whole
	atf_check -o file:whole sh -c 'kdump -f - < ktrace.out'
}

atf_test_case json
json_body()
{
	trace -t cni cat /nonexistent /etc/motd
	atf_check -o match:'^\[$' -o match:'^\]$' \
	    -o match:'"type": "NAMI", "path": "/etc/motd"' \
	    -o match:'"type": "RET", "call": "openat", "error": "ENOENT", "errno": 2' \
	    -o match:'"type": "GIO", "fd": 3, "direction": "read"' kdump --json
	atf_check -o match:'"type": "DTOR", "status": 256' kdump -J -t x
	: > empty
	atf_check -o inline:'[\n]\n' kdump -J -f empty
}

atf_test_case loop
loop_head()
{
	atf_set descr "-l waits for more"
}
loop_body()
{
	trace -f t true
	kdump -l -f t > out &
	pid=$!
	while ! grep -q DTOR out; do sleep 0.1; done
	trace -a -f t cat /etc/motd
	while ! grep -q 'cat *DTOR' out; do sleep 0.1; done
	kill $pid
	wait $pid || true
}

atf_test_case broken
broken_head()
{
	atf_set descr "files that are no traces, or end too early"
}
broken_body()
{
	atf_check -s exit:1 -e match:'ktrace.out: No such file' kdump
	: > ktrace.out
	atf_check kdump
	atf_check -s exit:1 -e match:'not a trace' kdump -f /bin/sh
	trace cat /etc/motd
	size=$(wc -c < ktrace.out)
	n=1
	while [ $n -lt 200 ]; do
		head -c $((size - n)) ktrace.out > short
		kdump -f short > out 2> err
		rval=$?
		[ $rval -eq 0 ] || [ $rval -eq 1 ] ||
		    atf_fail "$n bytes less: status $rval"
		n=$((n + 7))
	done
	head -c $((size - 1)) ktrace.out > short
	atf_check -s exit:1 -o ignore -e match:'ends within a record' \
	    kdump -f short
	# A record of a type that nobody knows, and a short one of each.
	type=0
	while [ $type -lt 20 ]; do
		printf "\\001\\0\\0\\0\\$(printf %03o $type)\\0\\001\\0" > odd
		head -c 64 /dev/zero >> odd
		printf x >> odd
		atf_check -o match:'record of type|"x"|1 byte' kdump -f odd
		type=$((type + 1))
	done
	# Lost records are said.
	printf '\000\0\0\0\003\200\001\0' > odd
	head -c 24 /dev/zero >> odd
	printf '\005\0\0\0' >> odd
	head -c 36 /dev/zero >> odd
	atf_check -o match:'5 records lost here' kdump -f odd
}

atf_test_case usage
usage_body()
{
	for args in -x true '-E -R' '-p 1 x'; do
		# shellcheck disable=SC2086  # a list
		atf_check -s exit:1 -e match:'^usage: kdump' kdump $args
	done
	atf_check -s exit:1 -e match:'length is invalid' kdump -m x
	atf_check -s exit:1 -e match:'process id is too small' kdump -p 0
	atf_check -s exit:1 -e match:'no such trace points' kdump -t z
}

atf_init_test_cases()
{
	atf_add_test_case arguments
	atf_add_test_case numbers
	atf_add_test_case data
	atf_add_test_case columns
	atf_add_test_case selection
	atf_add_test_case json
	atf_add_test_case loop
	atf_add_test_case broken
	atf_add_test_case usage
}
