# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# expr evaluates an expression.

: ${EXPR:=/bin/expr}

atf_test_case arithmetic
arithmetic_head()
{
	atf_set "descr" "the five operations and their precedence"
}
arithmetic_body()
{
	atf_check -s exit:0 -o inline:'14\n' -e empty "$EXPR" 2 + 3 '*' 4
	atf_check -s exit:0 -o inline:'20\n' -e empty \
	    "$EXPR" '(' 2 + 3 ')' '*' 4
	atf_check -s exit:0 -o inline:'-3\n' -e empty "$EXPR" 1 - 2 - 2
	atf_check -s exit:0 -o inline:'-1\n' -e empty "$EXPR" -7 % 2
}

atf_test_case overflow
overflow_head()
{
	atf_set "descr" "what does not fit into 64 bits is an error"
}
overflow_body()
{
	atf_check -s exit:2 -o empty -e inline:'expr: overflow\n' \
	    "$EXPR" 9223372036854775807 + 1
	atf_check -s exit:2 -o empty -e inline:'expr: overflow\n' \
	    "$EXPR" -9223372036854775808 / -1
	atf_check -s exit:1 -o inline:'0\n' -e empty \
	    "$EXPR" -9223372036854775808 % -1
	atf_check -s exit:2 -o empty \
	    -e inline:'expr: 9223372036854775808: out of range\n' \
	    "$EXPR" 9223372036854775808 + 0
}

atf_test_case division
division_head()
{
	atf_set "descr" "division by zero is an error"
}
division_body()
{
	atf_check -s exit:2 -o empty -e inline:'expr: division by zero\n' \
	    "$EXPR" 1 / 0
}

atf_test_case not_numbers
not_numbers_head()
{
	atf_set "descr" "words are no numbers"
}
not_numbers_body()
{
	atf_check -s exit:2 -o empty \
	    -e inline:'expr: a: not a decimal integer\n' "$EXPR" a + 1
}

atf_test_case comparison
comparison_head()
{
	atf_set "descr" "numbers and strings are compared"
}
comparison_body()
{
	atf_check -s exit:0 -o inline:'1\n' -e empty "$EXPR" 10 '>' 9
	atf_check -s exit:1 -o inline:'0\n' -e empty "$EXPR" 10 '>' 9a
	atf_check -s exit:0 -o inline:'1\n' -e empty "$EXPR" 01 = 1
	atf_check -s exit:0 -o inline:'1\n' -e empty "$EXPR" a '!=' b
}

atf_test_case logic
logic_head()
{
	atf_set "descr" "the operators for or and and"
}
logic_body()
{
	atf_check -s exit:0 -o inline:'b\n' -e empty "$EXPR" 0 '|' b
	atf_check -s exit:1 -o inline:'0\n' -e empty "$EXPR" 00 '|' ''
	atf_check -s exit:0 -o inline:'a\n' -e empty "$EXPR" a '&' b
	atf_check -s exit:1 -o inline:'0\n' -e empty "$EXPR" a '&' ''
}

atf_test_case match
match_head()
{
	atf_set "descr" "a colon matches at the beginning"
}
match_body()
{
	atf_check -s exit:0 -o inline:'3\n' -e empty "$EXPR" abcd : 'a.c'
	atf_check -s exit:0 -o inline:'name\n' -e empty \
	    "$EXPR" name.c : '\(.*\)\.c'
	atf_check -s exit:1 -o inline:'0\n' -e empty "$EXPR" abc : b
	atf_check -s exit:1 -o inline:'\n' -e empty "$EXPR" abc : '\(b\)'
}

atf_test_case syntax
syntax_head()
{
	atf_set "descr" "what is no expression ends with status 2"
}
syntax_body()
{
	atf_check -s exit:2 -o empty -e match:'syntax error' "$EXPR" 1 +
	atf_check -s exit:2 -o empty -e match:'syntax error' "$EXPR" 1 2
	atf_check -s exit:2 -o empty -e match:'syntax error' "$EXPR" '(' 1
	atf_check -s exit:2 -o empty -e match:'^usage: expr' "$EXPR"
}

atf_init_test_cases()
{
	atf_add_test_case arithmetic
	atf_add_test_case overflow
	atf_add_test_case division
	atf_add_test_case not_numbers
	atf_add_test_case comparison
	atf_add_test_case logic
	atf_add_test_case match
	atf_add_test_case syntax
}
