# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# atf-check judges a command by its status and output.

atf_test_case status
status_head()
{
	atf_set "descr" "-s"
}
status_body()
{
	c=/usr/libexec/atf-check
	$c true || atf_fail "true"
	$c false 2> /dev/null && atf_fail "false passed"
	$c -s exit:1 false || atf_fail "exit:1"
	$c -s 1 false || atf_fail "1"
	$c -s not-exit:0 false || atf_fail "not-exit:0"
	$c -s ignore false || atf_fail "ignore"
	$c -s signal:TERM sh -c 'kill $$' || atf_fail "signal:TERM"
	$c -s signal sh -c 'kill -9 $$' || atf_fail "signal"
	$c -s signal:INT sh -c 'kill $$' 2> /dev/null && atf_fail "the wrong signal passed"
	$c -s exit sh -c 'kill $$' 2> /dev/null && atf_fail "a signal was taken for an exit"
	true
}

atf_test_case output
output_head()
{
	atf_set "descr" "-o and -e"
}
output_body()
{
	c=/usr/libexec/atf-check
	$c -o inline:'a\tb\n' printf 'a\tb\n' || atf_fail "inline"
	$c -o inline:a printf b > /dev/null 2>&1 && atf_fail "another text passed"
	$c printf b > /dev/null 2>&1 && atf_fail "unexpected output passed"
	$c -e empty sh -c 'echo x >&2' > /dev/null 2>&1 && atf_fail "stderr passed"
	$c -o match:'^b+$' -o not-match:c printf 'a\nbb\n' || atf_fail "match"
	$c -o match:z printf a > /dev/null 2>&1 && atf_fail "no match passed"
	$c -o save:f -e save:g sh -c 'echo 1; echo 2 >&2' || atf_fail "save"
	[ "$(cat f)$(cat g)" = 12 ] || atf_fail "not saved"
	$c -o file:f echo 1 || atf_fail "file"
	$c -o not-empty echo || atf_fail "not-empty"
	$c -x 'exit 3' 2> /dev/null && atf_fail "-x passed"
	$c -s exit:3 -x 'exit 3' || atf_fail "-x"
}

atf_test_case missing
missing_head()
{
	atf_set "descr" "a command that is not there, wrong checks"
}
missing_body()
{
	c=/usr/libexec/atf-check
	$c -s exit:127 -e match:'nosuchcommand' nosuchcommand || atf_fail "127"
	$c -s nonsense true 2> /dev/null && atf_fail "a check that is none passed"
	$c -o nonsense true 2> /dev/null && atf_fail "a check that is none passed"
	$c 2> err && atf_fail "no command"
	grep -q usage err || atf_fail "no usage"
}

atf_init_test_cases()
{
	atf_add_test_case status
	atf_add_test_case output
	atf_add_test_case missing
}
