# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# cmp compares two files.

: ${CMP:=/usr/bin/cmp}

atf_test_case equal
equal_head()
{
	atf_set "descr" "equal files have status 0"
}
equal_body()
{
	printf 'a\0b' > a
	cp a b
	: > e
	atf_check "$CMP" a b
	atf_check "$CMP" e e
	atf_check sh -c '"$0" - b < a' "$CMP"
}

atf_test_case differ
differ_head()
{
	atf_set "descr" "the first difference is named"
}
differ_body()
{
	printf 'a\nbc\n' > a
	printf 'a\nbX\n' > b
	atf_check -s exit:1 -o inline:'a b differ: char 4, line 2\n' "$CMP" a b
	atf_check -s exit:1 -o \
	    inline:'a b differ: char 4, line 2 is 143 130\n' "$CMP" -b a b
	atf_check -s exit:1 "$CMP" -s a b
}

atf_test_case list
list_head()
{
	atf_set "descr" "-l lists all differences"
}
list_body()
{
	printf 'abc' > a
	printf 'xbz' > b
	atf_check -s exit:1 -o inline:'     1 141 170\n     3 143 172\n' \
	    "$CMP" -l a b
}

atf_test_case hexadecimal
hexadecimal_head()
{
	atf_set "descr" "-x lists all differences in hexadecimal"
}
hexadecimal_body()
{
	printf 'abc' > a
	printf 'xbz' > b
	atf_check -s exit:1 -o inline:'00000000 61 78\n00000002 63 7a\n' \
	    "$CMP" -x a b
	atf_check "$CMP" -x a a
	atf_check -s exit:2 -e match:'^usage: cmp ' "$CMP" -xs a b
}

atf_test_case sizes
sizes_head()
{
	atf_set "descr" "-z compares the sizes first"
}
sizes_body()
{
	printf 'abc' > a
	printf 'abcd' > b
	printf 'abd' > c
	atf_check -s exit:1 -o inline:'a b differ: size\n' "$CMP" -z a b
	atf_check -s exit:1 "$CMP" -sz a b
	atf_check -s exit:1 -o inline:'a c differ: char 3, line 1\n' \
	    "$CMP" -z a c
	atf_check "$CMP" -z a a
	# Only regular files have a size to compare.
	atf_check -s exit:1 -e inline:'cmp: EOF on a\n' \
	    sh -c 'cat b | "$0" -z a -' "$CMP"
}

atf_test_case skip_option
skip_option_head()
{
	atf_set "descr" "-i skips in both files"
}
skip_option_body()
{
	printf 'xxabc' > a
	printf 'yabc' > b
	printf 'zzabc' > c
	atf_check "$CMP" -i 2:1 a b
	atf_check "$CMP" -i 2 a c
	atf_check "$CMP" -i 0 a b 2 1
	atf_check -s exit:1 -o ignore "$CMP" -i 1 a c
	for n in q 2:q :1 2: ''; do
		atf_check -s exit:2 -e match:'not a number' "$CMP" -i "$n" a b
	done
}

atf_test_case shorter
shorter_head()
{
	atf_set "descr" "a file that ends early"
}
shorter_body()
{
	printf 'abc' > a
	printf 'ab' > b
	atf_check -s exit:1 -e inline:'cmp: EOF on b\n' "$CMP" a b
	atf_check -s exit:1 "$CMP" -s a b
}

atf_test_case skip_limit
skip_limit_head()
{
	atf_set "descr" "skips and -n"
}
skip_limit_body()
{
	printf 'xxabc' > a
	printf 'yabcd' > b
	atf_check "$CMP" -n 3 a b 2 1
	atf_check -s exit:1 -e ignore "$CMP" a b 2 0x1
	atf_check -s exit:2 -e inline:'cmp: q: not a number\n' "$CMP" a b q
	atf_check -s exit:2 -e inline:'cmp: -n 0: not a number\n' "$CMP" -n 0 \
	    a b
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "missing files, directories, a full disk"
}
errors_body()
{
	echo a > a
	echo b > b
	mkdir d
	atf_check -s exit:2 -e inline:'cmp: none: No such file or directory\n' \
	    "$CMP" a none
	atf_check -s exit:2 "$CMP" -s a none
	atf_check -s exit:2 -e inline:'cmp: d: Is a directory\n' "$CMP" a d
	atf_check -s exit:2 -e match:'^usage: cmp ' "$CMP" a
	atf_check -s exit:2 -e match:'^usage: cmp ' "$CMP" -ls a b
	atf_check -s exit:2 -e inline:'cmp: stdout: No space left on device\n' \
	    sh -c '"$0" a b > /dev/full' "$CMP"
}

atf_init_test_cases()
{
	atf_add_test_case equal
	atf_add_test_case differ
	atf_add_test_case list
	atf_add_test_case hexadecimal
	atf_add_test_case sizes
	atf_add_test_case skip_option
	atf_add_test_case shorter
	atf_add_test_case skip_limit
	atf_add_test_case errors
}
