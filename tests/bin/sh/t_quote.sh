# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# Quoting.

: ${SH:=/bin/sh}

atf_test_case single
single_head()
{
	atf_set "descr" "single quotes quote everything"
}
single_body()
{
	cat >script <<'SCRIPT'
echo '$x `y` \z "q"'
SCRIPT
	cat >expout <<'OUT'
$x `y` \z "q"
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case double
double_head()
{
	atf_set "descr" "double quotes leave \$ \` and \\"
}
double_body()
{
	cat >script <<'SCRIPT'
x=1; echo "$x `echo y` \$x \` \" \\ \z 'q'"
SCRIPT
	cat >expout <<'OUT'
1 y $x ` " \ \z 'q'
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case backslash
backslash_head()
{
	atf_set "descr" "a backslash quotes the next character"
}
backslash_body()
{
	cat >script <<'SCRIPT'
echo \$x \"q\" \'s\' a\ b \\ \a
SCRIPT
	cat >expout <<'OUT'
$x "q" 's' a b \ a
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case dollar_single
dollar_single_head()
{
	atf_set "descr" "\$'...' has the escapes of C"
}
dollar_single_body()
{
	cat >script <<'SCRIPT'
printf '%s\n' $'a\tb' $'\x41\102' $'q\'s' $'\\n' $'\u00e4' "$'no'"
SCRIPT
	cat >expout <<'OUT'
a	b
AB
q's
\n
ä
$'no'
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case adjacent
adjacent_head()
{
	atf_set "descr" "quoted and unquoted pieces make one word"
}
adjacent_body()
{
	cat >script <<'SCRIPT'
x=B; echo a"$x"'c'\d"e f"
SCRIPT
	atf_check -s exit:0 -o inline:"aBcde f\n" -e empty \
	    "$SH" script
}

atf_test_case empty_string
empty_string_head()
{
	atf_set "descr" "quotes make an empty word"
}
empty_string_body()
{
	cat >script <<'SCRIPT'
set -- '' "" x; echo $#; "" 2>/dev/null; echo $?
SCRIPT
	cat >expout <<'OUT'
3
127
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case newline_in_quotes
newline_in_quotes_head()
{
	atf_set "descr" "a newline in quotes is kept"
}
newline_in_quotes_body()
{
	cat >script <<'SCRIPT'
echo "a
b" 'c
d'
SCRIPT
	cat >expout <<'OUT'
a
b c
d
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case quoted_keyword
quoted_keyword_head()
{
	atf_set "descr" "a quoted reserved word is none"
}
quoted_keyword_body()
{
	cat >script <<'SCRIPT'
'if' 2>/dev/null; echo $?; i\f 2>/dev/null; echo $?
SCRIPT
	cat >expout <<'OUT'
127
127
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case quoted_assignment
quoted_assignment_head()
{
	atf_set "descr" "a quoted name is no assignment"
}
quoted_assignment_body()
{
	cat >script <<'SCRIPT'
"x"=1 2>/dev/null; echo $?; x"="1 2>/dev/null; echo $?
SCRIPT
	cat >expout <<'OUT'
127
127
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case quoted_operators
quoted_operators_head()
{
	atf_set "descr" "quoted operators are ordinary"
}
quoted_operators_body()
{
	cat >script <<'SCRIPT'
echo '|' "&&" \; ">" \<
SCRIPT
	atf_check -s exit:0 -o inline:"| && ; > <\n" -e empty \
	    "$SH" script
}

atf_test_case quotes_in_backquotes
quotes_in_backquotes_head()
{
	atf_set "descr" "backslashes in backquotes"
}
quotes_in_backquotes_body()
{
	cat >script <<'SCRIPT'
echo `echo '\$x'` "`echo \"a b\"`" `echo \\\\`
SCRIPT
	cat >expout <<'OUT'
$x a b \
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case set_output
set_output_head()
{
	atf_set "descr" "set prints values that can be read back"
}
set_output_body()
{
	cat >script <<'SCRIPT'
x="it's a \$test"; set | grep '^x=' >f; x=; . ./f; echo "$x"
SCRIPT
	cat >expout <<'OUT'
it's a $test
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_init_test_cases()
{
	atf_add_test_case single
	atf_add_test_case double
	atf_add_test_case backslash
	atf_add_test_case dollar_single
	atf_add_test_case adjacent
	atf_add_test_case empty_string
	atf_add_test_case newline_in_quotes
	atf_add_test_case quoted_keyword
	atf_add_test_case quoted_assignment
	atf_add_test_case quoted_operators
	atf_add_test_case quotes_in_backquotes
	atf_add_test_case set_output
}
