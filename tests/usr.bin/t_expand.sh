# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# expand and unexpand turn tabs into blanks and back.

: ${EXPAND:=/usr/bin/expand}
: ${UNEXPAND:=/usr/bin/unexpand}

atf_test_case tabs
tabs_head()
{
	atf_set "descr" "tab stops of 8, -t and lists"
}
tabs_body()
{
	printf 'a\tb\n\tc\n' > f
	atf_check -o inline:'a       b\n        c\n' "$EXPAND" f
	atf_check -o inline:'a   b\n    c\n' "$EXPAND" -t 4 f
	printf '\ta\tb\tc\n' > f
	atf_check -o inline:'  a  b c\n' "$EXPAND" -t 2,5 f
	atf_check -o inline:'  a  b c\n' "$EXPAND" -t '2 5' f
	printf 'ab\b\tc\303\251\td\n' > f
	atf_check -o inline:'ab\b   c\303\251  d\n' "$EXPAND" -t 4 f
}

atf_test_case blanks
blanks_head()
{
	atf_set "descr" "unexpand at the beginning, with -a everywhere"
}
blanks_body()
{
	printf '        a       b\n   c\n          d\n' > f
	atf_check -o inline:'\ta       b\n   c\n\t  d\n' "$UNEXPAND" f
	atf_check -o inline:'\ta\tb\n   c\n\t  d\n' "$UNEXPAND" -a f
	printf '    a   b c\n' > f
	atf_check -o inline:'\ta\tb c\n' "$UNEXPAND" -t 4 f
	printf '  \ta \tb\n' > f
	atf_check -o inline:'\ta \tb\n' "$UNEXPAND" f
	atf_check -o inline:'\ta\tb\n' "$UNEXPAND" -a f
	printf 'abcdefg h\n' > f
	atf_check -o inline:'abcdefg h\n' "$UNEXPAND" -a f
}

atf_test_case round
round_head()
{
	atf_set "descr" "what unexpand makes expand undoes"
}
round_body()
{
	seq 1 200 | sed 's/1/   /g;s/2/        /' > f
	atf_check -o file:f sh -c '"$0" -a f | "$1"' "$UNEXPAND" "$EXPAND"
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "missing files, bad stops, a full disk"
}
errors_body()
{
	echo a > f
	atf_check -s exit:1 -o inline:'a\n' -e \
	    inline:'expand: none: No such file or directory\n' "$EXPAND" none f
	for t in 0 x 4,2 1, ''; do
		atf_check -s exit:1 -e match:'^expand: -t' "$EXPAND" -t "$t" f
	done
	atf_check -s exit:1 -e match:'^usage: expand ' "$EXPAND" -a
	atf_check -s exit:1 -e match:'^usage: unexpand ' "$UNEXPAND" -K
	atf_check -s exit:1 -e \
	    inline:'expand: stdout: No space left on device\n' sh -c \
	    '"$0" f > /dev/full' "$EXPAND"
}

atf_init_test_cases()
{
	atf_add_test_case tabs
	atf_add_test_case blanks
	atf_add_test_case round
	atf_add_test_case errors
}
