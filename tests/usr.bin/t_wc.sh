# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# wc counts lines, words, characters and bytes.

: ${WC:=/usr/bin/wc}

atf_test_case counts
counts_head()
{
	atf_set "descr" "the default and each option"
}
counts_body()
{
	printf 'one two\n three\n' > f
	atf_check -o inline:'       2       3      15 f\n' "$WC" f
	atf_check -o inline:'       2 f\n' "$WC" -l f
	atf_check -o inline:'       3 f\n' "$WC" -w f
	atf_check -o inline:'      15 f\n' "$WC" -c f
	atf_check -o inline:'       7 f\n' "$WC" -L f
	atf_check -o inline:'       2       3      15\n' sh -c '"$0" < f' "$WC"
}

atf_test_case characters
characters_head()
{
	atf_set "descr" "-m counts characters, whose bytes separate no words"
}
characters_body()
{
	printf 'a\303\205b \303\240c\n' > f
	atf_check -o inline:'       7 f\n' "$WC" -m f
	atf_check -o inline:'       2 f\n' "$WC" -w f
	atf_check -o inline:'       9 f\n' "$WC" -c f
	printf '\377\377' > f
	atf_check -o inline:'       1       2 f\n' "$WC" -wm f
}

atf_test_case total
total_head()
{
	atf_set "descr" "several files have a sum"
}
total_body()
{
	printf 'a\n' > a
	printf 'b c\n' > 'b c'
	atf_check -o \
	    inline:'       1       1       2 a\n       1       2       4 b c\n       2       3       6 total\n' \
	    "$WC" a 'b c'
}

atf_test_case odd_input
odd_input_head()
{
	atf_set "descr" "empty files, NULs, no newline, large ones"
}
odd_input_body()
{
	: > e
	atf_check -o inline:'       0       0       0 e\n' "$WC" e
	printf 'a\0b' > f
	atf_check -o inline:'       0       1       3 f\n' "$WC" f
	head -c 1000000 /dev/zero > f
	atf_check -o inline:'       0       1 1000000 f\n' "$WC" f
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "missing files, directories, a full disk"
}
errors_body()
{
	echo x > f
	mkdir d
	atf_check -s exit:1 -o inline:'       1 f\n       1 total\n' -e \
	    inline:'wc: none: No such file or directory\n' "$WC" -l none f
	atf_check -s exit:1 -e inline:'wc: d: Is a directory\n' "$WC" d
	atf_check -s exit:1 -e match:'^usage: wc ' "$WC" -K
	atf_check -s exit:1 -e inline:'wc: stdout: No space left on device\n' \
	    sh -c '"$0" f > /dev/full' "$WC"
}

atf_init_test_cases()
{
	atf_add_test_case counts
	atf_add_test_case characters
	atf_add_test_case total
	atf_add_test_case odd_input
	atf_add_test_case errors
}
