# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# echo writes its arguments.

: ${ECHO:=/bin/echo}

atf_test_case arguments
arguments_head()
{
	atf_set "descr" "arguments are separated by spaces"
}
arguments_body()
{
	atf_check -s exit:0 -o inline:'a b  c\n' -e empty \
	    "$ECHO" a 'b  c'
}

atf_test_case none
none_head()
{
	atf_set "descr" "without arguments a newline is written"
}
none_body()
{
	atf_check -s exit:0 -o inline:'\n' -e empty \
	    "$ECHO"
}

atf_test_case dash_n
dash_n_head()
{
	atf_set "descr" "-n leaves the newline out"
}
dash_n_body()
{
	atf_check -s exit:0 -o inline:'a b' -e empty \
	    "$ECHO" -n a b
	atf_check -s exit:0 -o empty -e empty \
	    "$ECHO" -n
}

atf_test_case not_options
not_options_head()
{
	atf_set "descr" "what holds another letter is an argument"
}
not_options_body()
{
	atf_check -s exit:0 -o inline:'-x -nx -- -n\n' -e empty \
	    "$ECHO" -x -nx -- -n
	atf_check -s exit:0 -o inline:'-\n' -e empty \
	    "$ECHO" -
}

atf_test_case backslash
backslash_head()
{
	atf_set "descr" "backslashes are ordinary without -e"
}
backslash_body()
{
	atf_check -s exit:0 -o inline:'a\\tb \\c\n' -e empty \
	    "$ECHO" 'a\tb' '\c'
	atf_check -s exit:0 -o inline:'a\\n\n' -e empty \
	    "$ECHO" -E 'a\n'
}

atf_test_case dash_e
dash_e_head()
{
	atf_set "descr" "-e replaces escape sequences"
}
dash_e_body()
{
	atf_check -s exit:0 -o inline:'a\tb\\AZ\n' -e empty \
	    "$ECHO" -e 'a\tb\\\0101Z'
	atf_check -s exit:0 -o inline:'a' -e empty \
	    "$ECHO" -e 'a\c' no
	atf_check -s exit:0 -o inline:'x' -e empty \
	    "$ECHO" -en 'x'
}

atf_init_test_cases()
{
	atf_add_test_case arguments
	atf_add_test_case none
	atf_add_test_case dash_n
	atf_add_test_case not_options
	atf_add_test_case backslash
	atf_add_test_case dash_e
}
