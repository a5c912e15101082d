# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# yes prints a line again and again.

: ${YES:=/usr/bin/yes}

atf_test_case lines
lines_head()
{
	atf_set "descr" "y, or the arguments"
}
lines_body()
{
	atf_check -o inline:'y\ny\n' sh -c '"$0" | head -n 2' "$YES"
	atf_check -o inline:'a b\na b\n' sh -c '"$0" a b | head -n 2' "$YES"
	atf_check -o inline:'   10000\n' sh -c \
	    '"$0" | head -n 10000 | uniq -c | cut -c 1-8 | sed "s/^ */   /;s/ y//"' \
	    "$YES"
}

atf_test_case pipe
pipe_head()
{
	atf_set "descr" "the end of the reader ends it, quietly"
}
pipe_body()
{
	atf_check -o inline:'y\n' sh -c \
	    '{ "$0"; echo $? > status; } | head -n 1' "$YES"
	atf_check -o inline:'141\n' cat status
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "a full disk"
}
errors_body()
{
	atf_check -s exit:1 -e inline:'yes: stdout: No space left on device\n' \
	    sh -c '"$0" > /dev/full' "$YES"
}

atf_init_test_cases()
{
	atf_add_test_case lines
	atf_add_test_case pipe
	atf_add_test_case errors
}
