# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# getty asks who is there and starts login(1).

atf_test_case asks
asks_head()
{
	atf_set "descr" "the message and the question, also after wrong answers"
}
asks_body()
{
	printf '\n-x\n' | atf_check -o match:'login: login: login: ' \
	    /usr/libexec/getty
}

atf_test_case unknown_type
unknown_type_head()
{
	atf_set "descr" "a type that is not in the table is told"
}
unknown_type_body()
{
	atf_check -o match:'login: ' -e ignore /usr/libexec/getty nosuchtype < /dev/null
}

atf_test_case no_line
no_line_head()
{
	atf_set "descr" "a line that is not there"
}
no_line_body()
{
	/usr/libexec/getty default nosuchline 2> err &
	pid=$!
	sleep 1
	kill $pid 2> /dev/null || atf_fail "it did not wait before it ends"
}

atf_test_case starts_login
starts_login_head()
{
	atf_set "descr" "a name goes to login"
}
starts_login_body()
{
	printf 'nosuchuser\n' | atf_check -s exit:1 -o match:'^login: ' \
	    -e match:'login: Login incorrect' /usr/libexec/getty
}

atf_init_test_cases()
{
	atf_add_test_case asks
	atf_add_test_case unknown_type
	atf_add_test_case no_line
	atf_add_test_case starts_login
}
