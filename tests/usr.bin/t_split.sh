# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# split cuts a file into pieces.

: ${SPLIT:=/usr/bin/split}

atf_test_case lines
lines_head()
{
	atf_set "descr" "1000 lines, or -l"
}
lines_body()
{
	seq 2001 > f
	atf_check "$SPLIT" f
	atf_check -o \
	    inline:'    1000 xaa\n    1000 xab\n       1 xac\n    2001 total\n' \
	    wc -l xaa xab xac
	atf_check "$SPLIT" -l 1500 f 'p q.'
	atf_check -o file:f cat 'p q.aa' 'p q.ab'
	atf_check sh -c 'printf "a\nb" | "$0" -l 1 - s'  "$SPLIT"
	atf_check -o inline:'b' cat sab
}

atf_test_case bytes
bytes_head()
{
	atf_set "descr" "-b with units"
}
bytes_body()
{
	head -c 3000 /dev/zero > f
	atf_check "$SPLIT" -b 1k f
	atf_check -o inline:'1024\n1024\n952\n' stat -f %z xaa xab xac
	atf_check -s exit:1 test -e xad
}

atf_test_case pieces
pieces_head()
{
	atf_set "descr" "-n, and -d with -a"
}
pieces_body()
{
	printf 0123456789 > f
	atf_check "$SPLIT" -d -a 1 -n 3 f
	atf_check -o inline:'012-345-6789' sh -c \
	    'printf %s-%s-%s "$(cat x0)" "$(cat x1)" "$(cat x2)"'
	atf_check -s exit:1 -e match:'too small' "$SPLIT" -n 11 f
	atf_check -s exit:1 -e match:'regular file' sh -c 'cat f | "$0" -n 2' \
	    "$SPLIT"
}

atf_test_case pattern
pattern_head()
{
	atf_set "descr" "-p begins a piece at each match"
}
pattern_body()
{
	printf 'x\nA\n1\nA\n2\n' > f
	atf_check "$SPLIT" -p '^A|^B' f
	atf_check -o inline:'x\n' cat xaa
	atf_check -o inline:'A\n1\n' cat xab
	atf_check -o inline:'A\n2\n' cat xac
	atf_check -s exit:1 -e match:'^split: \[: ' "$SPLIT" -p '[' f
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "too many pieces, bad numbers, missing files"
}
errors_body()
{
	seq 30 > f
	: > e
	atf_check "$SPLIT" e
	atf_check -s exit:1 test -e xaa
	atf_check -s exit:1 -e \
	    inline:'split: too many pieces for a suffix of 1\n' "$SPLIT" -a 1 \
	    -l 1 f
	atf_check -s exit:1 -e match:'^split: -l 0: ' "$SPLIT" -l 0 f
	atf_check -s exit:1 -e match:'^split: -b x: ' "$SPLIT" -b x f
	atf_check -s exit:1 -e \
	    inline:'split: none: No such file or directory\n' "$SPLIT" none
	atf_check -s exit:1 -e \
	    inline:'split: none/xaa: No such file or directory\n' "$SPLIT" f \
	    none/x
	atf_check -s exit:1 -e match:'^usage: split ' "$SPLIT" -l 1 -b 1 f
}

atf_init_test_cases()
{
	atf_add_test_case lines
	atf_add_test_case bytes
	atf_add_test_case pieces
	atf_add_test_case pattern
	atf_add_test_case errors
}
