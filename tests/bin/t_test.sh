# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# test evaluates expressions.

: ${TEST:=/bin/test}

atf_test_case strings
strings_head()
{
	atf_set "descr" "strings"
}
strings_body()
{
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" a = a
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" a == a
	atf_check -s exit:1 -o empty -e empty \
	    "$TEST" a = b
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" a != b
	atf_check -s exit:1 -o empty -e empty \
	    "$TEST" a != a
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" a '<' b
	atf_check -s exit:1 -o empty -e empty \
	    "$TEST" a '>' b
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" -n a
	atf_check -s exit:1 -o empty -e empty \
	    "$TEST" -n ''
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" -z ''
	atf_check -s exit:1 -o empty -e empty \
	    "$TEST" -z a
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" a
	atf_check -s exit:1 -o empty -e empty \
	    "$TEST" ''
	atf_check -s exit:1 -o empty -e empty \
	    "$TEST"
}

atf_test_case integers
integers_head()
{
	atf_set "descr" "integers"
}
integers_body()
{
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" 1 -eq 1
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" -1 -lt 0
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" 2 -le 2
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" 3 -gt 2
	atf_check -s exit:1 -o empty -e empty \
	    "$TEST" 3 -ge 4
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" 3 -ne 4
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" ' 7 ' -eq 007
}

atf_test_case by_count
by_count_head()
{
	atf_set "descr" "the number of arguments decides"
}
by_count_body()
{
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" ! = !
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" = = =
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" -f = -f
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" '(' = '('
	atf_check -s exit:1 -o empty -e empty \
	    "$TEST" ! a
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" ! ''
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" ! a = b
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" '(' a ')'
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" '(' -n a ')'
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" -n = -n
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" -z
}

atf_test_case combined
combined_head()
{
	atf_set "descr" "-a, -o, ! and parentheses"
}
combined_body()
{
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" a = a -a b = b
	atf_check -s exit:1 -o empty -e empty \
	    "$TEST" a = a -a b = c
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" a = b -o b = b
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" a = b -a c = d -o e = e
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" '(' a = b -o c = c ')' -a d = d
	atf_check -s exit:0 -o empty -e empty \
	    "$TEST" ! '(' a = b -o c = d ')' -a e
}

atf_test_case errors
errors_head()
{
	atf_set "descr" "errors have status 2"
}
errors_body()
{
	atf_check -s exit:2 -o empty -e inline:'test: a: not a number\n' \
	    "$TEST" a -eq 1
	atf_check -s exit:2 -o empty -e inline:'test: 99999999999999999999: number too large\n' \
	    "$TEST" 1 -eq 99999999999999999999
	atf_check -s exit:2 -o empty -e inline:'test: b: unexpected operator\n' \
	    "$TEST" a b
	atf_check -s exit:2 -o empty -e inline:'test: -foo: unexpected operator\n' \
	    "$TEST" a -foo b
}

atf_test_case files
files_head()
{
	atf_set "descr" "file types and permissions"
}
files_body()
{
	mkdir dir
	echo x >file
	: >empty
	ln -s file link
	ln -s nope dangling
	mknod fifo p
	chmod 700 file
	for expr in "-e file" "-f file" "-s file" "-x file" "-r file" \
	    "-w file" "-d dir" "-h link" "-L dangling" "-f link" "-p fifo" \
	    "-c /dev/null" "-O file" "file -ef link"; do
		atf_check -s exit:0 -o empty -e empty "$TEST" $expr
	done
	for expr in "-e nope" "-e dangling" "-d file" "-f dir" "-s empty" \
	    "-x empty" "-L file" "-p file" "-c file" "-b file" "-S file" \
	    "-u file" "-g file" "-k file" "file -ef empty"; do
		atf_check -s exit:1 -o empty -e empty "$TEST" $expr
	done
}

atf_test_case times
times_head()
{
	atf_set "descr" "-nt and -ot compare the times of modification"
}
times_body()
{
	touch -t 202001010000 old
	touch -t 202101010000 new
	atf_check -s exit:0 "$TEST" new -nt old
	atf_check -s exit:1 "$TEST" old -nt new
	atf_check -s exit:0 "$TEST" old -ot new
	atf_check -s exit:0 "$TEST" old -nt nope
	atf_check -s exit:0 "$TEST" nope -ot old
}

atf_test_case bracket
bracket_head()
{
	atf_set "descr" "[ wants a closing bracket"
}
bracket_body()
{
	atf_check -s exit:0 "${TEST%test}[" a = a ]
	atf_check -s exit:1 "${TEST%test}[" a = b ]
	atf_check -s exit:1 "${TEST%test}[" ]
	atf_check -s exit:2 -e inline:'[: missing "]"\n' "${TEST%test}[" a
}

atf_init_test_cases()
{
	atf_add_test_case strings
	atf_add_test_case integers
	atf_add_test_case by_count
	atf_add_test_case combined
	atf_add_test_case errors
	atf_add_test_case files
	atf_add_test_case times
	atf_add_test_case bracket
}
