# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# nl numbers lines.

: ${NL:=/usr/bin/nl}

atf_test_case body
body_head()
{
	atf_set "descr" "lines with text, all, none, or those that match"
}
body_body()
{
	printf 'a\n\nb\n' > f
	atf_check -o inline:'     1\ta\n       \n     2\tb\n' "$NL" f
	atf_check -o inline:'     1\ta\n     2\t\n     3\tb\n' "$NL" -b a f
	atf_check -o inline:'       a\n       \n       b\n' "$NL" -b n f
	atf_check -o inline:'       a\n       \n     1\tb\n' "$NL" -b pb f
	atf_check -o inline:'     1\ta\n' sh -c 'printf a | "$0"' "$NL"
}

atf_test_case numbers
numbers_head()
{
	atf_set "descr" "-i, -v, -w, -n and -s"
}
numbers_body()
{
	printf 'a\nb\n' > f
	atf_check -o inline:'10 a\n15 b\n' "$NL" -i 5 -v 10 -w 2 -s ' ' f
	atf_check -o inline:'001:a\n002:b\n' "$NL" -n rz -w 3 -s : f
	atf_check -o inline:'1  :a\n2  :b\n' "$NL" -n ln -w 3 -s : f
}

atf_test_case blank
blank_head()
{
	atf_set "descr" "-l numbers some of empty lines"
}
blank_body()
{
	printf '\n\n\n\na\n' > f
	atf_check -o inline:'  \n1 \n  \n2 \n3 a\n' "$NL" -b a -l 2 -w 1 -s \
	    ' ' f
}

atf_test_case pages
pages_head()
{
	atf_set "descr" "head, body and foot"
}
pages_body()
{
	printf '\\:\\:\\:\nh\n\\:\\:\nb\n\\:\nf\n\\:\\:\\:\nh\n\\:\\:\nb\n' > f
	atf_check -o inline:'\n  h\n\n1 b\n\n  f\n\n  h\n\n1 b\n' "$NL" -w 1 \
	    -s ' ' f
	atf_check -o inline:'\n  h\n\n1 b\n\n2 f\n\n  h\n\n3 b\n' "$NL" -p -f \
	    a -w 1 -s ' ' f
	printf '##\nf\n' > f
	atf_check -o inline:'\n1 f\n' "$NL" -d '##' -f a -b n -w 1 -s ' ' f
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "missing files, bad types, a full disk"
}
errors_body()
{
	echo a > f
	atf_check -s exit:1 -e inline:'nl: none: No such file or directory\n' \
	    "$NL" none
	atf_check -s exit:1 -e match:'^nl: -b x: ' "$NL" -b x f
	atf_check -s exit:1 -e match:'^nl: \[: ' "$NL" -b 'p[' f
	atf_check -s exit:1 -e match:'^nl: -n x: ' "$NL" -n x f
	atf_check -s exit:1 -e match:'^nl: -w 0: ' "$NL" -w 0 f
	atf_check -s exit:1 -e match:'^nl: -d abc: ' "$NL" -d abc f
	atf_check -s exit:1 -e match:'^usage: nl ' "$NL" f f
	atf_check -s exit:1 -e inline:'nl: stdout: No space left on device\n' \
	    sh -c '"$0" f > /dev/full' "$NL"
}

atf_init_test_cases()
{
	atf_add_test_case body
	atf_add_test_case numbers
	atf_add_test_case blank
	atf_add_test_case pages
	atf_add_test_case errors
}
