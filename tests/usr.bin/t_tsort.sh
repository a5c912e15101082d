# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# tsort sorts by precedence.

: ${TSORT:=/usr/bin/tsort}

atf_test_case order
order_head()
{
	atf_set "descr" "every name stands before those it precedes"
}
order_body()
{
	printf 'a b\nb c a\tc\nd d\n' > f
	atf_check -o inline:'a\nd\nb\nc\n' "$TSORT" f
	atf_check -o inline:'a\nd\nb\nc\n' sh -c '"$0" - < f' "$TSORT"
	atf_check "$TSORT" /dev/null
}

atf_test_case cycle
cycle_head()
{
	atf_set "descr" "a cycle is printed and broken"
}
cycle_body()
{
	printf 'a b\nb c\nc b\nc d\n' > f
	atf_check -s exit:1 -o inline:'a\nb\nc\nd\n' -e \
	    inline:'tsort: cycle in data\ntsort: b\ntsort: c\n' "$TSORT" f
	atf_check -s exit:1 -o inline:'a\nb\nc\nd\n' "$TSORT" -q f
}

atf_test_case large
large_head()
{
	atf_set "descr" "a chain of many names"
}
large_body()
{
	seq 20000 | sed 's/.*/& &/' | tr ' ' '\n' | sed -e 1d -e '$d' > f
	atf_check -o inline:'20000\n' sh -c '"$0" f | tail -n 1' "$TSORT"
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "an odd number of names, missing files, a full disk"
}
errors_body()
{
	printf 'a b c\n' > f
	atf_check -s exit:1 -e inline:'tsort: f: an odd number of names\n' \
	    "$TSORT" f
	atf_check -s exit:1 -e \
	    inline:'tsort: none: No such file or directory\n' "$TSORT" none
	atf_check -s exit:1 -e match:'^usage: tsort ' "$TSORT" a b
	atf_check -s exit:1 -e \
	    inline:'tsort: stdout: No space left on device\n' sh -c \
	    'echo a a | "$0" > /dev/full' "$TSORT"
}

atf_init_test_cases()
{
	atf_add_test_case order
	atf_add_test_case cycle
	atf_add_test_case large
	atf_add_test_case errors
}
