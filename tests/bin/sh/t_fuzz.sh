# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# The shell survives every script.

: ${SH:=/bin/sh}

atf_test_case tokens
tokens_head()
{
	atf_set "descr" "scripts of random tokens are read to their end or refused"
	atf_set "timeout" "300"
}
tokens_body()
{
	atf_check "$(atf_get_srcdir)/h_fuzz" 1 500 "$SH" -n
}

atf_test_case tokens_utf8
tokens_utf8_head()
{
	atf_set "descr" "the same where characters are UTF-8"
	atf_set "timeout" "300"
}
tokens_utf8_body()
{
	atf_check env LC_ALL=C.UTF-8 "$(atf_get_srcdir)/h_fuzz" 10001 300 "$SH" -n
}

atf_test_case bytes
bytes_head()
{
	atf_set "descr" "random bytes"
	atf_set "timeout" "300"
}
bytes_body()
{
	i=0
	while [ $i -lt 40 ]; do
		dd if=/dev/urandom of=s bs=700 count=1 status=none
		"$SH" -n s > out 2>&1
		st=$?
		[ $st -lt 128 ] || {
			od -An -tx1 s
			atf_fail "status $st"
		}
		i=$((i + 1))
	done
}

atf_test_case deep
deep_head()
{
	atf_set "descr" "nesting without end is refused"
}
deep_body()
{
	for t in '(' '{ ' '$(' '$((' '`' '${x:-' '"$(' 'if ' 'while ' '! ' 'f() ' \
	    'x=$(' 'case x in x) '; do
		i=0
		s=$t
		while [ $i -lt 13 ]; do
			s=$s$s
			i=$((i + 1))
		done
		printf '%s' "echo $s" > s
		"$SH" -n s > out 2>&1
		st=$?
		[ $st -lt 128 ] || atf_fail "$t: status $st"
	done
}

atf_init_test_cases()
{
	atf_add_test_case tokens
	atf_add_test_case tokens_utf8
	atf_add_test_case bytes
	atf_add_test_case deep
}
