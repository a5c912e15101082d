# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# ktrace(1): what it traces, and what it refuses.

atf_test_case command
command_head()
{
	atf_set descr "a command is traced, and its status returned"
}
command_body()
{
	atf_check ktrace true
	atf_check -o match:'true +DTOR +exit 0' kdump
	atf_check -s exit:7 ktrace sh -c 'exit 7'
	atf_check -o match:'sh +DTOR +exit 7' kdump
	atf_check -o inline:'-rw-------\n' sh -c \
	    "ls -l ktrace.out | cut -c 1-10"
	atf_check -s exit:127 -e match:'nonexistent: No such file' \
	    ktrace nonexistent
	atf_check -s exit:126 -e match:'Permission denied' ktrace ./ktrace.out
}

atf_test_case files
files_body()
{
	atf_check ktrace -f a true
	atf_check -s exit:1 ktrace -a -f a false
	atf_check -o inline:"2\n" sh -c "kdump -f a | grep -c CTOR"
	atf_check ktrace -f a true
	atf_check -o inline:'1\n' sh -c "kdump -f a | grep -c CTOR"
	atf_check mkdir d
	atf_check -s exit:1 -e match:'Is a directory' ktrace -f d true
	atf_check ln -s a link
	atf_check -s exit:1 -e match:'link: Too many levels' \
	    ktrace -f link true
	atf_check -s exit:1 -e match:'No such file' ktrace -f no/dir true
	atf_check -s exit:1 -e ignore ktrace -f /dev/null true
}

atf_test_case append_others
append_others_head()
{
	atf_set require.user root
}
append_others_body()
{
	atf_check touch theirs
	atf_check chown nobody theirs
	atf_check -s exit:1 -e match:'belongs to somebody else' \
	    ktrace -a -f theirs true
	atf_check test ! -s theirs
}

atf_test_case points
points_body()
{
	atf_check -o ignore ktrace -t n cat /etc/motd
	atf_check -o match:'NAMI +"/etc/motd"' -o not-match:'CALL|RET|GIO' kdump
	atf_check -o ignore ktrace -t ci cat /etc/motd
	atf_check -o match:'CALL +openat' -o match:'GIO +fd 3 read' \
	    -o not-match:'NAMI|STRU' kdump
	atf_check -o ignore ktrace -t t stat /etc/motd
	atf_check -o match:'STRU +fstatat sb <- \{.*mode=0100644' kdump
	atf_check ktrace -t w sleep 0.01
	atf_check -o match:'CSW +stop kernel "' -o match:'CSW +resume kernel' \
	    kdump
	atf_check ktrace -t f true
	atf_check -o match:'PFLT +0x[0-9a-f]+ PROT_READ' \
	    -o match:'PRET +resolved' kdump
	atf_check ktrace -t s sh -c 'trap : USR1; kill -USR1 $$'
	atf_check -o match:'PSIG +SIGUSR1 caught handler=.* code=SI_USER' kdump
	atf_check -s exit:1 -e match:'no such trace points' ktrace -t cq true
	atf_check -s exit:1 -e match:'no such trace points' ktrace -t '' true
}

atf_test_case children
children_body()
{
	atf_check -o ignore ktrace sh -c 'cat /etc/motd; :'
	atf_check -o not-match:' cat ' kdump
	atf_check -o ignore ktrace -i sh -c 'cat /etc/motd; :'
	atf_check -o match:' cat +CALL +openat' kdump
}

# Wait until file $1 has $2 lookups of the puppet, by fstatat.
wait_for()
{
	while [ "$(kdump -f "$1" -p $pid -t c 2> /dev/null |
	    grep -c 'RET *fstatat')" -ne "$2" ]; do
		sleep 0.01
	done
}

atf_test_case processes
processes_head()
{
	atf_set descr "-p, -g, -d, -c and -C on processes that run"
}
processes_body()
{
	mkfifo go
	sh -c 'while read x; do [ -e $x ]; done' < go &
	pid=$!
	exec 3> go
	atf_check ktrace -p $pid
	echo /first >&3
	wait_for ktrace.out 1
	atf_check -o match:'NAMI +"/first"' kdump
	# Without one point.
	atf_check ktrace -c -t n -p $pid
	echo /second >&3
	wait_for ktrace.out 2
	atf_check -o not-match:/second kdump
	# Not at all, then with its ancestor.
	atf_check ktrace -c -p $pid
	echo /third >&3
	atf_check ktrace -f other -d -p $$
	echo /fourth >&3
	wait_for other 1
	atf_check -o match:'NAMI +"/fourth"' kdump -f other -p $pid
	atf_check -o not-match:/third kdump -f other -p $pid
	atf_check -o not-match:/third kdump
	atf_check ktrace -c -f other
	# The end of everything.
	atf_check ktrace -f third -p $pid
	echo /fifth >&3
	wait_for third 1
	atf_check ktrace -C
	exec 3>&-
	wait $pid || true
	atf_check -o not-match:DTOR kdump -f third
	atf_check -s exit:1 -e match:'process 99999: No such process' \
	    ktrace -p 99999
	atf_check -s exit:1 -e match:'process -99999: No such process' \
	    ktrace -g 99999
}

atf_test_case others
others_head()
{
	atf_set require.user unprivileged
}
others_body()
{
	atf_check -s exit:1 -e match:'process 1: Operation not permitted' \
	    ktrace -p 1
	atf_check -s exit:1 -e match:'process 1: Operation not permitted' \
	    ktrace -c -p 1
}

atf_test_case usage
usage_body()
{
	for args in '' -C\ true -c\ true '-p 1 true' '-p 1 -g 1' '-C -c' \
	    '-C -p 1' -x; do
		# shellcheck disable=SC2086  # a list
		atf_check -s exit:1 -e match:'^usage: ktrace' ktrace $args
	done
	atf_check -s exit:1 -e match:'process id is invalid' ktrace -p x
	atf_check -s exit:1 -e match:'process id is too small' ktrace -p 0
}

atf_init_test_cases()
{
	atf_add_test_case command
	atf_add_test_case files
	atf_add_test_case append_others
	atf_add_test_case points
	atf_add_test_case children
	atf_add_test_case processes
	atf_add_test_case others
	atf_add_test_case usage
}
