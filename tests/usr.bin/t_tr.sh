# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# tr translates, squeezes and deletes characters.

: ${TR:=/usr/bin/tr}

# Check what tr makes of an input: t output input argument ...
t()
{
	_want=$1
	printf "$2" > in
	shift 2
	atf_check -o inline:"$_want" sh -c '"$0" "$@" < in' "$TR" "$@"
}

atf_test_case translate
translate_head()
{
	atf_set "descr" "characters, ranges, classes, equivalences and repetitions"
}
translate_body()
{
	t 'xyyz' abbc abc xyz
	t 'ABC-' abc- a-z A-Z
	t 'ABC1' abc1 '[:lower:]' '[:upper:]'
	t 'abc1' ABC1 '[:upper:]' '[:lower:]'
	t 'xzz' abc abc xz
	t 'xyyyq' abcde abcde 'x[y*3]q'
	t 'xyyyz' abcde abcde 'x[y*]z'
	t 'xbc' abc '[=a=]' x
	t '#a#' '1a2' '[:digit:]' '#'
}

atf_test_case complement
complement_head()
{
	atf_set "descr" "-c takes the other characters"
}
complement_body()
{
	t 'a__b_' 'a1 b\n' -c '[:alpha:]' _
	t 'one\ntwo\n' 'one, two.' -cs '[:alpha:]' '\n'
}

atf_test_case delete
delete_head()
{
	atf_set "descr" "-d, also with -s"
}
delete_body()
{
	t 'bd' abcd -d ac
	t 'ab\n' 'a1b2\n' -d '[:digit:]'
	t 'ab' 'a1b2\n' -cd a-z
	t 'bb cc' 'aabb  cc' -ds a ' '
}

atf_test_case squeeze
squeeze_head()
{
	atf_set "descr" "-s"
}
squeeze_body()
{
	t 'abc' aabbcc -s '[:alpha:]'
	t 'xb' aabb -s ab xb
	t 'x x' 'a    a' -s 'a ' 'x '
}

atf_test_case escapes
escapes_head()
{
	atf_set "descr" "backslash sequences, NULs and all bytes"
}
escapes_body()
{
	t 'a\nb' 'a\tb' '\t' '\n'
	t 'a0b' 'a\0b' '\0' 0
	t 'x' '\377' '\377' x
	t '-' '\\' '\\' -
	t 'b-' 'a-' a b
}

atf_test_case large
large_head()
{
	atf_set "descr" "a million bytes"
}
large_body()
{
	atf_check -o inline:'1000000\n' sh -c \
	    'head -c 1000000 /dev/zero | "$0" "\0" y | "$0" -cd y | wc -c | "$0" -d " "' \
	    "$TR"
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "wrong strings and usage, a full disk"
}
errors_body()
{
	atf_check -s exit:1 -e inline:'tr: unknown class foo\n' "$TR" \
	    '[:foo:]' x
	atf_check -s exit:1 -e inline:'tr: range z-a is reversed\n' "$TR" z-a x
	atf_check -s exit:1 -e match:'second string only' "$TR" '[a*2]' x
	atf_check -s exit:1 -e inline:'tr: the second string is empty\n' "$TR" \
	    a ''
	atf_check -s exit:1 -e match:'^usage: tr ' "$TR" a
	atf_check -s exit:1 -e match:'^usage: tr ' "$TR" -d a b
	atf_check -s exit:1 -e match:'^usage: tr ' "$TR"
	atf_check -s exit:1 -e inline:'tr: stdout: No space left on device\n' \
	    sh -c 'echo x | "$0" a b > /dev/full' "$TR"
}

atf_init_test_cases()
{
	atf_add_test_case translate
	atf_add_test_case complement
	atf_add_test_case delete
	atf_add_test_case squeeze
	atf_add_test_case escapes
	atf_add_test_case large
	atf_add_test_case errors
}
