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
interrupts_body()
{
	atf_check -o inline:'x\n' sh -c \
	    '{ sleep 1; kill -INT $(cat pid); echo x; } | sh -c "echo \$\$ > pid; exec $0 -i"' \
	    "$TEE"
	atf_check -o empty sh -c \
	    '{ sleep 1; kill -INT $(cat pid); echo x; } | sh -c "echo \$\$ > pid; exec $0"; exit 0' \
	    "$TEE"
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
