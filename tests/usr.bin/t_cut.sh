# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# cut copies parts of lines.

: ${CUT:=/usr/bin/cut}

atf_test_case bytes
bytes_head()
{
	atf_set "descr" "-b takes bytes by number and range"
}
bytes_body()
{
	printf 'abcdef\nxy\n\n' > f
	atf_check -o inline:'bd\ny\n\n' "$CUT" -b 2,4 f
	atf_check -o inline:'cdef\n\n\n' "$CUT" -b 3- f
	atf_check -o inline:'ab\nxy\n\n' "$CUT" -b -2 f
	atf_check -o inline:'abef\nxy\n\n' "$CUT" -b '5- 1,2' f
	atf_check -o inline:'a' sh -c 'printf ab | "$0" -b 1 | tr -d "\n"' \
	    "$CUT"
}

atf_test_case characters
characters_head()
{
	atf_set "descr" "-c counts characters, -n does not split them"
}
characters_body()
{
	printf 'a\303\251b\n' > f
	atf_check -o inline:'\303\251b\n' "$CUT" -c 2- f
	atf_check -o inline:'\303\251\n' "$CUT" -n -b 2-3 f
	atf_check -o inline:'a\n' "$CUT" -n -b 1-2 f
}

atf_test_case fields
fields_head()
{
	atf_set "descr" "-f, -d, -s, -w and -O"
}
fields_body()
{
	printf 'a:b:c\nnone\n:x:\n' > f
	atf_check -o inline:'a:c\nnone\n:\n' "$CUT" -d : -f 1,3 f
	atf_check -o inline:'b\nx\n' "$CUT" -s -d : -f 2 f
	atf_check -o inline:'a-c\nnone\n-\n' "$CUT" -d : -O - -f 1,3 f
	printf '1 \t 2  3\n' > g
	atf_check -o inline:'2\n' "$CUT" -w -f 2 g
	printf '1\t2\n' > h
	atf_check -o inline:'2\n' "$CUT" -f 2 h
}

atf_test_case odd_input
odd_input_head()
{
	atf_set "descr" "NULs, long lines, no newline at the end, several files"
}
odd_input_body()
{
	printf 'a\0b\n' > f
	atf_check -o inline:'\0b\n' "$CUT" -b 2- f
	head -c 300000 /dev/zero | tr '\0' x > long
	atf_check -o inline:'300001\n' sh -c \
	    '"$0" -b 1- long | wc -c | tr -d " "' "$CUT"
	echo x > -f
	atf_check -o inline:'x\nx\n' sh -c '"$0" -b 1 -- -f - < -f' "$CUT"
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "bad lists, files and a full disk"
}
errors_body()
{
	for l in 0 3-2 - a 1-2-3 ''; do
		atf_check -s exit:1 -e \
		    inline:'cut: [-bcf] list: illegal list value\n' "$CUT" -b \
		    "$l" /dev/null
	done
	echo x > f
	mkdir d
	atf_check -s exit:1 -e inline:'cut: bad delimiter: ab\n' "$CUT" -d ab \
	    -f 1 f
	atf_check -s exit:1 -o inline:'x\n' -e \
	    inline:'cut: none: No such file or directory\n' "$CUT" -b 1 none f
	atf_check -s exit:1 -e inline:'cut: d: Is a directory\n' "$CUT" -b 1 d
	atf_check -s exit:1 -e match:'^usage: cut ' "$CUT"
	atf_check -s exit:1 -e match:'^usage: cut ' "$CUT" -b 1 -c 1
	atf_check -s exit:1 -e inline:'cut: stdout: No space left on device\n' \
	    sh -c '"$0" -b 1 f > /dev/full' "$CUT"
}

atf_init_test_cases()
{
	atf_add_test_case bytes
	atf_add_test_case characters
	atf_add_test_case fields
	atf_add_test_case odd_input
	atf_add_test_case errors
}
