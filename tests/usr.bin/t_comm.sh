# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# comm compares sorted files line by line.

: ${COMM:=/usr/bin/comm}

atf_test_case columns
columns_head()
{
	atf_set "descr" "three columns, and fewer"
}
columns_body()
{
	printf 'a\nb\nd\n' > f
	printf 'b\nc\nd\n' > g
	atf_check -o inline:'a\n\t\tb\n\tc\n\t\td\n' "$COMM" f g
	atf_check -o inline:'b\nd\n' "$COMM" -12 f g
	atf_check -o inline:'a\n' "$COMM" -23 f g
	atf_check -o inline:'\tb\nc\n\td\n' "$COMM" -1 f g
	atf_check "$COMM" -123 f g
	atf_check -o inline:'a\n\t\tb\n\tc\n\t\td\n' sh -c '"$0" - g < f' \
	    "$COMM"
}

atf_test_case odd_input
odd_input_head()
{
	atf_set "descr" "case, NULs, no newline, empty files"
}
odd_input_body()
{
	printf 'A\nb\0x' > f
	printf 'a\nb\0x\n' > g
	: > e
	atf_check -o inline:'a\nb\0x\n' sh -c '"$0" -i g f | tr -d "\t"' "$COMM"
	atf_check -o inline:'A\n\ta\n\t\tb\0x\n' "$COMM" f g
	atf_check -o inline:'\ta\n\tb\0x\n' "$COMM" e g
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "missing files, wrong usage, a full disk"
}
errors_body()
{
	echo a > f
	atf_check -s exit:1 -e \
	    inline:'comm: none: No such file or directory\n' "$COMM" f none
	atf_check -s exit:1 -e match:'^usage: comm ' "$COMM" f
	atf_check -s exit:1 -e match:'only one' "$COMM" - -
	atf_check -s exit:1 -e \
	    inline:'comm: stdout: No space left on device\n' sh -c \
	    '"$0" f f > /dev/full' "$COMM"
}

atf_init_test_cases()
{
	atf_add_test_case columns
	atf_add_test_case odd_input
	atf_add_test_case errors
}
