# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# dmesg prints the kernel's messages.

atf_test_case prints
prints_head()
{
	atf_set "descr" "what the kernel says is there until -c takes it away"
}
prints_body()
{
	sh -c 'kill -SEGV $$' 2> /dev/null &
	pid=$!
	wait $pid
	dmesg > out
	grep -q "pid $pid (sh), uid 0: ended by signal 11" out ||
	    atf_fail "not there: $(tail -n 3 out | tr '\n' '|')"
	grep -q '^$' out && atf_fail "an empty line"
	atf_check -o match:"pid $pid " dmesg -a
	atf_check -s exit:1 -e match:'stdout' sh -c 'dmesg -a > /dev/full'
	atf_check -o match:"pid $pid " dmesg -c
	atf_check -o not-match:"pid $pid " dmesg
}

atf_test_case refused
refused_head()
{
	atf_set "descr" "only the super-user may clear it"
	atf_set "require.user" "unprivileged"
}
refused_body()
{
	atf_check -s exit:1 -o ignore -e match:'Operation not permitted' dmesg -c
}

atf_test_case usage
usage_head()
{
	atf_set "descr" "wrong arguments"
}
usage_body()
{
	atf_check -s exit:1 -e match:'^usage: dmesg \[-ac\]$' dmesg -Q
	atf_check -s exit:1 -e match:'^usage: dmesg' dmesg x
}

atf_init_test_cases()
{
	atf_add_test_case prints
	atf_add_test_case refused
	atf_add_test_case usage
}
