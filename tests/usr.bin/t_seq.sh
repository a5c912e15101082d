# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# seq prints sequences of numbers.

: ${SEQ:=/usr/bin/seq}

atf_test_case whole
whole_head()
{
	atf_set "descr" "one, two and three operands"
}
whole_body()
{
	atf_check -o inline:'1\n2\n3\n' "$SEQ" 3
	atf_check -o inline:'2\n3\n' "$SEQ" 2 3
	atf_check -o inline:'1\n3\n5\n' "$SEQ" 1 2 6
	atf_check -o inline:'3\n2\n1\n' "$SEQ" 3 -1 1
	atf_check -o inline:'3\n2\n' "$SEQ" 3 2
	atf_check "$SEQ" 1 1 0
	atf_check -o inline:'-2\n-1\n' "$SEQ" -2 -1
	atf_check -o inline:'9223372036854775806\n9223372036854775807\n' \
	    "$SEQ" 9223372036854775806 9223372036854775807
}

atf_test_case fractions
fractions_head()
{
	atf_set "descr" "numbers with a point"
}
fractions_body()
{
	atf_check -o inline:'0.1\n0.2\n0.3\n' "$SEQ" 0.1 0.1 0.3
	atf_check -o inline:'1.0\n1.5\n2.0\n' "$SEQ" 1 0.5 2
}

atf_test_case options
options_head()
{
	atf_set "descr" "-f, -s, -t and -w"
}
options_body()
{
	atf_check -o inline:'1,2,3\n' "$SEQ" -s , 3
	atf_check -o inline:'1,2,3.' "$SEQ" -s , -t . 3
	atf_check -o inline:'1\n2' "$SEQ" -t '' 2
	atf_check -o inline:'0.5 1.0 1.5;' "$SEQ" '-s ' '-t;' .5 .5 1.5
	atf_check -s exit:1 -e match:'^usage: seq ' "$SEQ" -t
	atf_check -o inline:'08\n09\n10\n' "$SEQ" -w 8 10
	atf_check -o inline:'<1.00>\n<2.00>\n' "$SEQ" -f '<%.2f>' 2
	atf_check -o inline:'08.5\n09.5\n' "$SEQ" -w 8.5 10
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "bad numbers and formats, a full disk"
}
errors_body()
{
	atf_check -s exit:1 -e inline:'seq: x: not a number\n' "$SEQ" x
	atf_check -s exit:1 -e inline:'seq: zero increment\n' "$SEQ" 1 0 2
	atf_check -s exit:1 -e match:'one conversion' "$SEQ" -f %d 2
	atf_check -s exit:1 -e match:'one conversion' "$SEQ" -f '%f%f' 2
	atf_check -s exit:1 -e match:'^usage: seq ' "$SEQ"
	atf_check -s exit:1 -e match:'^usage: seq ' "$SEQ" 1 2 3 4
	atf_check -s exit:1 -e inline:'seq: stdout: No space left on device\n' \
	    sh -c '"$0" 1000000000 > /dev/full' "$SEQ"
}

atf_init_test_cases()
{
	atf_add_test_case whole
	atf_add_test_case fractions
	atf_add_test_case options
	atf_add_test_case errors
}
