# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# paste joins lines.

: ${PASTE:=/usr/bin/paste}

atf_test_case parallel
parallel_head()
{
	atf_set "descr" "lines of several files side by side"
}
parallel_body()
{
	seq 3 > a
	seq 11 12 > b
	: > e
	atf_check -o inline:'1\t11\n2\t12\n3\t\n' "$PASTE" a b
	atf_check -o inline:'1\t\t11\n2\t\t12\n3\t\t\n' "$PASTE" a e b
	atf_check -o inline:'1,2\n3,\n' sh -c '"$0" -d , - - < a' "$PASTE"
	atf_check -o inline:'1-11+1\n2-12+2\n3-+3\n' "$PASTE" -d -+ a b a
	atf_check -o inline:'111\n212\n3\n' "$PASTE" -d '\0' a b
	atf_check -o inline:'1\n2\n3\n' sh -c '"$0" < a' "$PASTE"
}

atf_test_case serial
serial_head()
{
	atf_set "descr" "-s joins the lines of each file"
}
serial_body()
{
	seq 3 > a
	printf 'x\ny' > b
	atf_check -o inline:'1\t2\t3\nx\ty\n' "$PASTE" -s a b
	atf_check -o inline:'1,2\n3\n' "$PASTE" -s -d ',\n' a
	atf_check -o inline:'\n' "$PASTE" -s /dev/null
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
	    inline:'paste: none: No such file or directory\n' "$PASTE" f none
	atf_check -s exit:1 -o inline:'a\n' -e \
	    inline:'paste: none: No such file or directory\n' "$PASTE" -s none f
	atf_check -s exit:1 -e match:'^usage: paste ' "$PASTE" -K
	atf_check -s exit:1 -e \
	    inline:'paste: stdout: No space left on device\n' sh -c \
	    '"$0" f > /dev/full' "$PASTE"
}

atf_init_test_cases()
{
	atf_add_test_case parallel
	atf_add_test_case serial
	atf_add_test_case errors
}
