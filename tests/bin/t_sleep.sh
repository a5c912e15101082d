# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# sleep waits.

atf_test_case waits
waits_head()
{
	atf_set "descr" "not less than it should"
}
waits_body()
{
	for n in 1 1.2 0.5 0.6 1s 0.02m; do
		atf_check sleep $n
	done
	a=$(date +%s)
	sleep 1 0.5 0.5
	b=$(date +%s)
	[ $((b - a)) -ge 2 ] || atf_fail "2 seconds took $((b - a))"
}

atf_test_case nothing
nothing_head()
{
	atf_set "descr" "zero is no time"
}
nothing_body()
{
	atf_check sleep 0
	atf_check sleep 0.0
	atf_check sleep 0s 0h
}

atf_test_case signals
signals_head()
{
	atf_set "descr" "SIGINFO reports, SIGTERM ends"
}
signals_body()
{
	sleep 60 2> err &
	pid=$!
	i=0
	until grep -q 'left of 60' err; do
		i=$((i + 1))
		[ $i -lt 50 ] || atf_fail "no report"
		sleep 0.1
		kill -INFO $pid || atf_fail "SIGINFO ended it"
	done
	kill $pid
	wait $pid
	[ $? -eq 143 ] || atf_fail "status $?"
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "what is no time"
}
errors_body()
{
	for n in x 1x 1ss '' nan 1,5 0x; do
		atf_check -s exit:1 -e match:'invalid time' sleep "$n"
	done
	atf_check -s exit:1 -e match:'invalid time' sleep 0 x
	atf_check -s exit:1 -e match:'^usage: sleep' sleep
	atf_check -s exit:1 -e match:'usage: sleep' sleep -1
}

atf_test_case huge
huge_head()
{
	atf_set "descr" "a time without end can be waited for"
}
huge_body()
{
	sleep 99999999999999999999 &
	pid=$!
	sleep 0.3
	kill $pid || atf_fail "it did not wait"
	wait $pid
	[ $? -eq 143 ] || atf_fail "status $?"
	sleep infinity &
	pid=$!
	sleep 0.3
	kill $pid || atf_fail "infinity: it did not wait"
}

atf_init_test_cases()
{
	atf_add_test_case waits
	atf_add_test_case nothing
	atf_add_test_case signals
	atf_add_test_case errors
	atf_add_test_case huge
}
