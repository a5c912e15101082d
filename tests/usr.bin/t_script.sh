# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# script records what a command prints on a terminal of its own.

atf_test_case record
record_head()
{
	atf_set "descr" "what the command prints goes to both, with both notes"
}
record_body()
{
	atf_check -o save:out script rec echo hello < /dev/null
	grep -q '^Script started, output file is rec$' out || atf_fail "no note: $(head -n 1 out)"
	grep -q '^Script done, output file is rec$' out || atf_fail "no end shown"
	grep -q hello out || atf_fail "no output shown"
	grep -q '^Script started on ' rec || atf_fail "no beginning"
	grep -q hello rec || atf_fail "no output"
	grep -q 'Script done on ' rec || atf_fail "no end"
}

atf_test_case quiet
quiet_head()
{
	atf_set "descr" "-q leaves the notes out"
}
quiet_body()
{
	atf_check -o save:out script -q rec echo hello < /dev/null
	atf_check -o not-match:Script -o match:hello cat out
	atf_check cmp out rec
}

atf_test_case append
append_head()
{
	atf_set "descr" "-a appends, otherwise the file is emptied first"
}
append_body()
{
	echo before > rec
	atf_check -o match:one script -aq rec echo one < /dev/null
	atf_check -o match:'^before$' -o match:one cat rec
	atf_check -o match:two script -q rec echo two < /dev/null
	atf_check -o not-match:before -o not-match:one -o match:two cat rec
}

atf_test_case command
command_head()
{
	atf_set "descr" "-c has the shell run a line"
}
command_body()
{
	atf_check -o match:'a-b' script -qc 'x=b; echo a-$x' rec < /dev/null
	atf_check -o match:'a-b' cat rec
	# Without a name it is typescript.
	atf_check -o match:'PTY OK' script -qc 'echo PTY OK' < /dev/null
	atf_check -o match:'PTY OK' cat typescript
	# Without a command $SHELL runs, and reads what we read.
	atf_check -o match:'sum 5' env SHELL=/bin/sh \
	    sh -c 'echo "echo sum \$((2 + 3)); exit" | script -q rec'
}

atf_test_case terminal
terminal_head()
{
	atf_set "descr" "the command has a terminal, and gets our input"
}
terminal_body()
{
	atf_check -s exit:1 test -t 0 < /dev/null
	atf_check -o match:'in out err' script -qc \
	    '[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && echo in out err' rec < /dev/null
	atf_check -o match:'/dev/pts/[0-9]' script -qc tty rec < /dev/null
	atf_check -o match:'got line' sh -c \
	    'echo line | script -qc "read x; echo got \$x" rec'
	# The end of our input is the end of the command's.
	atf_check -o match:'0 *$' script -qc 'cat | wc -c | tr -d "\n"' rec \
	    < /dev/null
}

atf_test_case status
status_head()
{
	atf_set "descr" "the command's status, with and without -e"
}
status_body()
{
	for o in -q -eq; do
		atf_check -o ignore script $o rec true < /dev/null
		atf_check -s exit:42 -o ignore script $o -c 'exit 42' rec \
		    < /dev/null
		atf_check -s exit:143 -o ignore script $o -c 'kill $$' rec \
		    < /dev/null
	done
	atf_check -s exit:127 -o match:'nosuch: .*No such file' \
	    script -q rec nosuch < /dev/null
	touch plain
	atf_check -s exit:126 -o match:'Permission denied' \
	    script -q rec ./plain < /dev/null
}

atf_test_case flush
flush_head()
{
	atf_set "descr" "-f writes while the command still runs"
}
flush_body()
{
	script -qf rec sh -c 'echo early; sleep 77' < /dev/null > out &
	pid=$!
	i=0
	until grep -q early rec; do
		i=$((i + 1))
		[ $i -lt 100 ] || atf_fail "nothing in the file"
		sleep 0.1
	done
	kill -0 $pid || atf_fail "it has ended already"
	kill $pid
	wait $pid
	true
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "files that cannot be written, wrong options"
}
errors_body()
{
	atf_check -s exit:1 -e inline:'script: no/rec: No such file or directory\n' \
	    script no/rec true
	atf_check -s exit:1 -o ignore -e match:'/dev/full: ' \
	    script /dev/full echo x < /dev/null
	atf_check -s exit:1 -e match:'^usage: script' script -Q
	atf_check -s exit:1 -e match:'^usage: script' script -c
	atf_check -s exit:1 -e match:'^usage: script' script -c true rec true
	[ ! -e rec ] || atf_fail "a file in spite of an error"
}

atf_init_test_cases()
{
	atf_add_test_case record
	atf_add_test_case quiet
	atf_add_test_case append
	atf_add_test_case command
	atf_add_test_case terminal
	atf_add_test_case status
	atf_add_test_case flush
	atf_add_test_case errors
}
