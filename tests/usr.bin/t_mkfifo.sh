# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# mkfifo makes named pipes.

: ${MKFIFO:=/usr/bin/mkfifo}

atf_test_case make
make_head()
{
	atf_set "descr" "pipes appear, and carry data"
}
make_body()
{
	umask 022
	atf_check "$MKFIFO" p 'q r'
	atf_check -o inline:'prw-r--r--\nprw-r--r--\n' stat -f %Sp p 'q r'
	echo hello > p &
	atf_check -o inline:'hello\n' cat p
	wait
}

atf_test_case mode
mode_head()
{
	atf_set "descr" "-m sets the mode"
}
mode_body()
{
	atf_check "$MKFIFO" -m 600 p
	atf_check "$MKFIFO" -m u=rw,go=r q
	atf_check -o inline:'600\n644\n' stat -f %Lp p q
	atf_check -s exit:1 -e match:'^mkfifo: ' "$MKFIFO" -m x r
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "what exists, what cannot be made"
}
errors_body()
{
	echo x > f
	atf_check -s exit:1 -e inline:'mkfifo: f: File exists\n' "$MKFIFO" f g
	atf_check test -p g
	atf_check -s exit:1 -e \
	    inline:'mkfifo: none/p: No such file or directory\n' "$MKFIFO" \
	    none/p
	atf_check -s exit:1 -e match:'^usage: mkfifo ' "$MKFIFO"
}

atf_init_test_cases()
{
	atf_add_test_case make
	atf_add_test_case mode
	atf_add_test_case errors
}
