# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# fold breaks long lines.

: ${FOLD:=/usr/bin/fold}

atf_test_case width
width_head()
{
	atf_set "descr" "80 columns, or -w"
}
width_body()
{
	atf_check -o inline:'80\n20\n' sh -c \
	    'head -c 100 /dev/zero | tr "\0" x | "$0" | while read l || [ -n "$l" ]; do echo ${#l}; done' \
	    "$FOLD"
	printf 'abcdefg\nxy\n\n' > f
	atf_check -o inline:'abc\ndef\ng\nxy\n\n' "$FOLD" -w 3 f
}

atf_test_case blanks
blanks_head()
{
	atf_set "descr" "-s breaks behind blanks"
}
blanks_body()
{
	printf 'to be or not\n' > f
	atf_check -o inline:'to be \nor not\n' "$FOLD" -s -w 7 f
	printf 'abcdefghij kl\n' > f
	atf_check -o inline:'abcdef\nghij \nkl\n' "$FOLD" -s -w 6 f
	printf 'a bcdefgh\n' > f
	atf_check -o inline:'a \nbcdef\ngh\n' "$FOLD" -s -w 5 f
}

atf_test_case columns
columns_head()
{
	atf_set "descr" "tabs, backspaces and wide characters; -b counts bytes"
}
columns_body()
{
	printf 'a\tb\n' > f
	atf_check -o inline:'a\t\nb\n' "$FOLD" -w 8 f
	atf_check -o inline:'a\tb\n' "$FOLD" -b -w 3 f
	printf 'ab\b\bcd\n' > f
	atf_check -o inline:'ab\b\bcd\n' "$FOLD" -w 2 f
	printf '\303\251\303\251\303\251\n' > f
	atf_check -o inline:'\303\251\303\251\n\303\251\n' "$FOLD" -w 2 f
	atf_check -o inline:'\303\251\n\303\251\n\303\251\n' "$FOLD" -b -w 2 f
	printf '\377\377\377' > f
	atf_check -o inline:'\377\377\n\377' "$FOLD" -w 2 f
}

atf_test_case large
large_head()
{
	atf_set "descr" "a long line in linear time"
}
large_body()
{
	atf_check -o inline:'1000000\n' sh -c \
	    'head -c 1000000 /dev/zero | tr "\0" x | "$0" -s -w 79 | tr -d "\n" | wc -c | tr -d " "' \
	    "$FOLD"
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "missing files, bad widths, a full disk"
}
errors_body()
{
	echo a > f
	atf_check -s exit:1 -o inline:'a\n' -e \
	    inline:'fold: none: No such file or directory\n' "$FOLD" none f
	atf_check -s exit:1 -e match:'^fold: -w 0: ' "$FOLD" -w 0 f
	atf_check -s exit:1 -e match:'^usage: fold ' "$FOLD" -K
	atf_check -s exit:1 -e \
	    inline:'fold: stdout: No space left on device\n' sh -c \
	    '"$0" f > /dev/full' "$FOLD"
}

atf_init_test_cases()
{
	atf_add_test_case width
	atf_add_test_case blanks
	atf_add_test_case columns
	atf_add_test_case large
	atf_add_test_case errors
}
