# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# tty prints the name of the terminal.

: ${TTY:=/usr/bin/tty}

atf_test_case none
none_head()
{
	atf_set "descr" "no terminal is status 1"
}
none_body()
{
	atf_check -s exit:1 -o inline:'not a tty\n' sh -c '"$0" < /dev/null' \
	    "$TTY"
	atf_check -s exit:1 sh -c '"$0" -s < /dev/null' "$TTY"
}

atf_test_case terminal
terminal_head()
{
	atf_set "descr" "script gives one"
}
terminal_body()
{
	atf_check -o match:'/dev/pts/[0-9]+' script -qc "$TTY" /dev/null
	atf_check -o ignore script -qc "$TTY -s" /dev/null
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "wrong usage, a full disk"
}
errors_body()
{
	atf_check -s exit:2 -e inline:'usage: tty [-s]\n' "$TTY" x
	atf_check -s exit:2 -e match:'usage: tty' "$TTY" -K
	atf_check -s exit:2 -e inline:'tty: stdout: No space left on device\n' \
	    sh -c '"$0" < /dev/null > /dev/full' "$TTY"
}

atf_init_test_cases()
{
	atf_add_test_case none
	atf_add_test_case terminal
	atf_add_test_case errors
}
