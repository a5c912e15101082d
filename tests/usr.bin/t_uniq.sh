# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# uniq leaves out lines that repeat the one before.

: ${UNIQ:=/usr/bin/uniq}

atf_test_case plain
plain_head()
{
	atf_set "descr" "repeated lines become one"
}
plain_body()
{
	printf 'a\na\nb\na\n' > f
	atf_check -o inline:'a\nb\na\n' "$UNIQ" f
	atf_check -o inline:'a\nb\na\n' sh -c '"$0" - < f' "$UNIQ"
}

atf_test_case choice
choice_head()
{
	atf_set "descr" "-c, -d, -D and -u"
}
choice_body()
{
	printf 'a\na\nb\na\n' > f
	atf_check -o inline:'   2 a\n   1 b\n   1 a\n' "$UNIQ" -c f
	atf_check -o inline:'a\n' "$UNIQ" -d f
	atf_check -o inline:'a\na\n' "$UNIQ" -D f
	atf_check -o inline:'b\na\n' "$UNIQ" -u f
	atf_check "$UNIQ" -du f
}

atf_test_case keys
keys_head()
{
	atf_set "descr" "-i, -f and -s choose what is compared"
}
keys_body()
{
	printf '1 a x\n2  a x\n3 A x\n' > f
	atf_check -o inline:'1 a x\n2  a x\n3 A x\n' "$UNIQ" -f 1 f
	printf '1 a x\n2 a x\n3 A x\n' > f
	atf_check -o inline:'1 a x\n3 A x\n' "$UNIQ" -f 1 f
	atf_check -o inline:'1 a x\n' "$UNIQ" -i -f 1 f
	atf_check -o inline:'1 a x\n' "$UNIQ" -s 4 f
	atf_check -o inline:'1 a x\n' "$UNIQ" -f 2 -s 1 f
	atf_check -o inline:'1 a x\n' "$UNIQ" -f 99 f
	printf '\303\251a\nea\n' > f
	atf_check -o inline:'\303\251a\n' "$UNIQ" -s 1 f
}

atf_test_case odd_input
odd_input_head()
{
	atf_set "descr" "NULs, no newline at the end, an empty file, long lines"
}
odd_input_body()
{
	printf 'a\0b\na\0c\na\0c' > f
	atf_check -o inline:'a\0b\na\0c\n' "$UNIQ" f
	: > e
	atf_check "$UNIQ" e
	head -c 300000 /dev/zero | tr '\0' x > f
	atf_check -o inline:'300001\n' sh -c \
	    '{ cat f; echo; cat f; } | "$0" | wc -c | tr -d " "' "$UNIQ"
}

atf_test_case output
output_head()
{
	atf_set "descr" "the second operand is written"
}
output_body()
{
	printf 'a\na\n' > f
	atf_check "$UNIQ" f out
	atf_check -o inline:'a\n' cat out
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "missing files, bad numbers, a full disk"
}
errors_body()
{
	mkdir d
	echo x > f
	atf_check -s exit:1 -e \
	    inline:'uniq: none: No such file or directory\n' "$UNIQ" none
	atf_check -s exit:1 -e inline:'uniq: d: Is a directory\n' "$UNIQ" d
	atf_check -s exit:1 -e match:'^uniq: -f x: ' "$UNIQ" -f x
	atf_check -s exit:1 -e match:'^uniq: -s -1: ' "$UNIQ" -s -1
	atf_check -s exit:1 -e match:'^usage: uniq ' "$UNIQ" a b c
	atf_check -s exit:1 -e match:'^usage: uniq ' "$UNIQ" -cD
	atf_check -s exit:1 -e \
	    inline:'uniq: stdout: No space left on device\n' sh -c \
	    '"$0" f > /dev/full' "$UNIQ"
}

atf_init_test_cases()
{
	atf_add_test_case plain
	atf_add_test_case choice
	atf_add_test_case keys
	atf_add_test_case odd_input
	atf_add_test_case output
	atf_add_test_case errors
}
