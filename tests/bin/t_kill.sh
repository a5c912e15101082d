# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# kill sends signals.

: ${KILL:=/bin/kill}

atf_test_case list_numbers
list_numbers_head()
{
	atf_set "descr" "-l names signals and exit statuses"
}
list_numbers_body()
{
	atf_check -s exit:0 -o inline:'TERM\n' -e empty \
	    "$KILL" -l 15
	atf_check -s exit:0 -o inline:'TERM\nKILL\n' -e empty \
	    "$KILL" -l 143 9
	atf_check -s exit:1 -o empty -e inline:'kill: 999: no such signal\n' \
	    "$KILL" -l 999
}

atf_test_case usage_errors
usage_errors_head()
{
	atf_set "descr" "wrong arguments have status 2"
}
usage_errors_body()
{
	atf_check -s exit:2 -o empty -e inline:'kill: NOSUCH: no such signal\n' \
	    "$KILL" -s NOSUCH 1
	atf_check -s exit:2 -o empty -e inline:'kill: XYZ: no such signal\n' \
	    "$KILL" -XYZ 1
}

atf_test_case bad_pid
bad_pid_head()
{
	atf_set "descr" "a process id must be a number"
}
bad_pid_body()
{
	atf_check -s exit:1 -o empty -e inline:'kill: abc: not a process id\n' \
	    "$KILL" abc
}

atf_test_case signals
signals_head()
{
	atf_set "descr" "signals by name and number reach the process"
}
signals_body()
{
	for sig in "" -TERM -15 "-s TERM" "-s SIGTERM" "-s term"; do
		sleep 60 &
		pid=$!
		atf_check -s exit:0 -o empty -e empty "$KILL" $sig $pid
		wait $pid
		[ $? -eq 143 ] || atf_fail "kill $sig: not ended by SIGTERM"
	done
	sleep 60 &
	pid=$!
	atf_check "$KILL" -9 $pid
	wait $pid
	[ $? -eq 137 ] || atf_fail "not ended by SIGKILL"
}

atf_test_case probe
probe_head()
{
	atf_set "descr" "signal 0 only looks"
}
probe_body()
{
	sleep 60 &
	pid=$!
	atf_check "$KILL" -0 $pid
	atf_check "$KILL" -s 0 $pid
	"$KILL" $pid
	wait $pid
	atf_check -s exit:1 -e inline:"kill: $pid: No such process\n" \
	    "$KILL" -0 $pid
}

atf_test_case several
several_head()
{
	atf_set "descr" "one failure does not keep others from their signal"
}
several_body()
{
	sleep 60 &
	pid=$!
	atf_check -s exit:1 -e match:"not a process id" "$KILL" abc $pid
	wait $pid
	[ $? -eq 143 ] || atf_fail "not ended by SIGTERM"
}

atf_test_case list_all
list_all_head()
{
	atf_set "descr" "-l lists all signals"
}
list_all_body()
{
	"$KILL" -l >list || atf_fail "kill -l failed"
	for sig in HUP INT QUIT KILL TERM CHLD USR1 USR2 STOP CONT TSTP; do
		grep -qw $sig list || atf_fail "no $sig"
	done
}

atf_test_case usage
usage_head()
{
	atf_set "descr" "without operands the usage is shown"
}
usage_body()
{
	atf_check -s exit:2 -e match:"^kill: usage: kill" "$KILL"
	atf_check -s exit:2 -e match:"usage" "$KILL" -9
	atf_check -s exit:2 -e match:"usage" "$KILL" -s
}

atf_init_test_cases()
{
	atf_add_test_case list_numbers
	atf_add_test_case usage_errors
	atf_add_test_case bad_pid
	atf_add_test_case signals
	atf_add_test_case probe
	atf_add_test_case several
	atf_add_test_case list_all
	atf_add_test_case usage
}
