# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# tee copies its input to files.

: ${TEE:=/usr/bin/tee}

atf_test_case copies
copies_head()
{
	atf_set "descr" "the standard output and all files"
}
copies_body()
{
	atf_check -o inline:'a\0b' sh -c 'printf "a\0b" | "$0" f "g h"' "$TEE"
	atf_check -o inline:'a\0ba\0b' cat f 'g h'
}

atf_test_case append
append_head()
{
	atf_set "descr" "-a adds, without it files are cut off"
}
append_body()
{
	echo old > f
	echo old > g
	atf_check -o inline:'new\n' sh -c 'echo new | "$0" -a f' "$TEE"
	atf_check -o inline:'new\n' sh -c 'echo new | "$0" g' "$TEE"
	atf_check -o inline:'old\nnew\n' cat f
	atf_check -o inline:'new\n' cat g
}

atf_test_case interrupts
interrupts_head()
{
	atf_set "descr" "-i ignores SIGINT"
}
# tee with the arguments given gets SIGINT when it has copied x, and then y.
interrupted_tee()
{
	: > f
	{
		echo x
		until [ -s f ]; do
			continue
		done
		kill -INT "$(cat pid)"
		# Who is about to end does not read.
		trap '' PIPE
		echo y 2> /dev/null
	} | sh -c 'echo $$ > pid; exec "$@" f' sh "$TEE" "$@" > out
}
interrupts_body()
{
	interrupted_tee -i || atf_fail "-i: status $?"
	atf_check -o inline:'x\ny\n' cat out
	interrupted_tee && atf_fail "it is not interrupted"
	atf_check -o inline:'x\n' cat out
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "a file that fails does not stop the others"
}
errors_body()
{
	mkdir d
	atf_check -s exit:1 -o inline:'x\n' -e \
	    inline:'tee: d: Is a directory\n' sh -c 'echo x | "$0" d f' "$TEE"
	atf_check -o inline:'x\n' cat f
	atf_check -s exit:1 -o inline:'x\n' -e \
	    inline:'tee: /dev/full: No space left on device\n' sh -c \
	    'echo x | "$0" /dev/full' "$TEE"
	atf_check -s exit:1 -e inline:'tee: stdout: No space left on device\n' \
	    sh -c 'echo x | "$0" f > /dev/full' "$TEE"
	atf_check -s exit:1 -e match:'^usage: tee ' "$TEE" -K
}

atf_init_test_cases()
{
	atf_add_test_case copies
	atf_add_test_case append
	atf_add_test_case interrupts
	atf_add_test_case errors
}
