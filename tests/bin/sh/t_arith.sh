# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# Arithmetic expansion.

: ${SH:=/bin/sh}

atf_test_case operators
operators_head()
{
	atf_set "descr" "the operators of C"
}
operators_body()
{
	cat >script <<'SCRIPT'
echo $((1 + 2 * 3)) $((7 / 2)) $((-7 / 2)) $((-7 % 3)) $((1 << 4)) $((-16 >> 2))
echo $((5 > 3)) $((5 <= 3)) $((2 >= 2)) $((1 == 1)) $((1 != 1)) $((6 & 3)) $((6 | 3)) $((6 ^ 3))
echo $((!5)) $((~0)) $((+3)) $((- -3)) $((2 && 0)) $((2 || 0))
SCRIPT
	cat >expout <<'OUT'
7 3 -3 -1 16 -4
1 0 1 1 0 2 7 5
0 -1 3 3 0 1
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case precedence
precedence_head()
{
	atf_set "descr" "operators bind as in C"
}
precedence_body()
{
	cat >script <<'SCRIPT'
echo $((1 | 2 ^ 3 & 4)) $((1 + 2 << 1)) $((2 - 3 - 4)) $((100 / 10 / 2)) $((!0 + 1)) $((1 < 2 == 1))
SCRIPT
	atf_check -s exit:0 -o inline:"3 6 -5 5 2 1\n" -e empty \
	    "$SH" script
}

atf_test_case parentheses
parentheses_head()
{
	atf_set "descr" "parentheses group"
}
parentheses_body()
{
	cat >script <<'SCRIPT'
echo $(((1 + 2) * 3)) $(( (2) )) $((((1))))
SCRIPT
	atf_check -s exit:0 -o inline:"9 2 1\n" -e empty \
	    "$SH" script
}

atf_test_case constants
constants_head()
{
	atf_set "descr" "decimal, octal and hexadecimal numbers"
}
constants_body()
{
	cat >script <<'SCRIPT'
echo $((0x1f)) $((010)) $((0xFF)) $((9223372036854775807))
SCRIPT
	atf_check -s exit:0 -o inline:"31 8 255 9223372036854775807\n" -e empty \
	    "$SH" script
}

atf_test_case overflow
overflow_head()
{
	atf_set "descr" "overflow wraps around"
}
overflow_body()
{
	cat >script <<'SCRIPT'
echo $((9223372036854775807 + 1)) $((-9223372036854775807 - 2)) $((-9223372036854775807 - 1)) $(((-9223372036854775807 - 1) / -1))
SCRIPT
	atf_check -s exit:0 -o inline:"-9223372036854775808 9223372036854775807 -9223372036854775808 -9223372036854775808\n" -e empty \
	    "$SH" script
}

atf_test_case variables
variables_head()
{
	atf_set "descr" "variables need no \$"
}
variables_body()
{
	cat >script <<'SCRIPT'
x=3 y=; echo $((x + 1)) $(($x * 2)) $((y)) $((nope)) $((-x))
SCRIPT
	atf_check -s exit:0 -o inline:"4 6 0 0 -3\n" -e empty \
	    "$SH" script
}

atf_test_case variable_expression
variable_expression_head()
{
	atf_set "descr" "a variable may hold an expression"
}
variable_expression_body()
{
	cat >script <<'SCRIPT'
x=1+2 y=x; echo $((x * 2)) $((y))
SCRIPT
	atf_check -s exit:0 -o inline:"6 3\n" -e empty \
	    "$SH" script
}

atf_test_case assignment
assignment_head()
{
	atf_set "descr" "all assignment operators"
}
assignment_body()
{
	cat >script <<'SCRIPT'
echo $((x = 5)) $x; echo $((x += 2)) $((x -= 1)) $((x *= 3)) $((x /= 2)) $((x %= 5)) $((x <<= 2)) $((x >>= 1)) $((x |= 1)) $((x ^= 3)) $((x &= 14)); echo $x
echo $((a = b = 2)) $a $b
SCRIPT
	cat >expout <<'OUT'
5 5
7 6 18 9 4 16 8 9 10 10
10
2 2 2
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case increment
increment_head()
{
	atf_set "descr" "++ and --"
}
increment_body()
{
	cat >script <<'SCRIPT'
i=5; echo $((i++)) $i $((++i)) $i $((i--)) $((--i))
SCRIPT
	atf_check -s exit:0 -o inline:"5 6 7 7 7 5\n" -e empty \
	    "$SH" script
}

atf_test_case conditional
conditional_head()
{
	atf_set "descr" "?: evaluates one side only"
}
conditional_body()
{
	cat >script <<'SCRIPT'
x=2; echo $((x > 1 ? 10 : 20)) $((x > 5 ? 10 : x ? 30 : 40)); echo $((1 ? (a = 1) : (b = 2))) $a ${b-unset}
SCRIPT
	cat >expout <<'OUT'
10 30
1 1 unset
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case shortcut
shortcut_head()
{
	atf_set "descr" "&& and || evaluate the right side only if needed"
}
shortcut_body()
{
	cat >script <<'SCRIPT'
echo $((0 && (a = 1))) $((1 || (b = 1))) ${a-unset} ${b-unset} $((0 && 1 / 0)) $((1 || 1 / 0))
SCRIPT
	atf_check -s exit:0 -o inline:"0 1 unset unset 0 1\n" -e empty \
	    "$SH" script
}

atf_test_case comma
comma_head()
{
	atf_set "descr" "the comma gives its right side"
}
comma_body()
{
	cat >script <<'SCRIPT'
echo $((1, 2, 3)) $((x = 1, x + 1))
SCRIPT
	atf_check -s exit:0 -o inline:"3 2\n" -e empty \
	    "$SH" script
}

atf_test_case nested_expansion
nested_expansion_head()
{
	atf_set "descr" "expansions are expanded first"
}
nested_expansion_body()
{
	cat >script <<'SCRIPT'
x='1 + 2'; echo $(($x * 2)) $(($(echo 3) + `echo 4`)) $((${nope:-5} + ${#x})) $(( "3" ))
SCRIPT
	atf_check -s exit:0 -o inline:"5 7 10 3\n" -e empty \
	    "$SH" script
}

atf_test_case newlines
newlines_head()
{
	atf_set "descr" "newlines are white space"
}
newlines_body()
{
	cat >script <<'SCRIPT'
echo $((1 +
2))
SCRIPT
	atf_check -s exit:0 -o inline:"3\n" -e empty \
	    "$SH" script
}

atf_test_case not_arithmetic
not_arithmetic_head()
{
	atf_set "descr" "\$(( may be two parentheses"
}
not_arithmetic_body()
{
	cat >script <<'SCRIPT'
echo $((echo a; echo b) | cat)
SCRIPT
	atf_check -s exit:0 -o inline:"a b\n" -e empty \
	    "$SH" script
}

atf_test_case division_by_zero
division_by_zero_head()
{
	atf_set "descr" "division by zero is an error"
}
division_by_zero_body()
{
	cat >script <<'SCRIPT'
echo $((1 / 0)); echo no
SCRIPT
	cat >experr <<'OUT'
script: 1: arithmetic: division by zero: "1 / 0"
OUT
	atf_check -s exit:2 -o empty -e file:experr \
	    "$SH" script
}

atf_test_case bad_number
bad_number_head()
{
	atf_set "descr" "a digit that is none is an error"
}
bad_number_body()
{
	cat >script <<'SCRIPT'
echo $((08)); echo no
SCRIPT
	cat >experr <<'OUT'
script: 1: arithmetic: bad number: "08"
OUT
	atf_check -s exit:2 -o empty -e file:experr \
	    "$SH" script
}

atf_test_case missing_operand
missing_operand_head()
{
	atf_set "descr" "an operand is missing"
}
missing_operand_body()
{
	cat >script <<'SCRIPT'
echo $((1 +)); echo no
SCRIPT
	cat >experr <<'OUT'
script: 1: arithmetic: operand missing: "1 +"
OUT
	atf_check -s exit:2 -o empty -e file:experr \
	    "$SH" script
}

atf_test_case syntax_error
syntax_error_head()
{
	atf_set "descr" "junk is an error"
}
syntax_error_body()
{
	cat >script <<'SCRIPT'
echo $((1 2)); echo no
SCRIPT
	cat >experr <<'OUT'
script: 1: arithmetic: syntax error: "1 2"
OUT
	atf_check -s exit:2 -o empty -e file:experr \
	    "$SH" script
}

atf_test_case endless_variable
endless_variable_head()
{
	atf_set "descr" "a variable that names itself is an error"
}
endless_variable_body()
{
	cat >script <<'SCRIPT'
x=x; echo $((x)); echo no
SCRIPT
	cat >experr <<'OUT'
script: 1: arithmetic: too many variables in variables: "x"
OUT
	atf_check -s exit:2 -o empty -e file:experr \
	    "$SH" script
}

atf_test_case readonly
readonly_head()
{
	atf_set "descr" "assignment to a read-only variable"
}
readonly_body()
{
	cat >script <<'SCRIPT'
readonly x=1; echo $((x = 2)); echo no
SCRIPT
	atf_check -s exit:2 -o empty -e inline:"script: 1: x: is read only\n" \
	    "$SH" script
}

atf_init_test_cases()
{
	atf_add_test_case operators
	atf_add_test_case precedence
	atf_add_test_case parentheses
	atf_add_test_case constants
	atf_add_test_case overflow
	atf_add_test_case variables
	atf_add_test_case variable_expression
	atf_add_test_case assignment
	atf_add_test_case increment
	atf_add_test_case conditional
	atf_add_test_case shortcut
	atf_add_test_case comma
	atf_add_test_case nested_expansion
	atf_add_test_case newlines
	atf_add_test_case not_arithmetic
	atf_add_test_case division_by_zero
	atf_add_test_case bad_number
	atf_add_test_case missing_operand
	atf_add_test_case syntax_error
	atf_add_test_case endless_variable
	atf_add_test_case readonly
}
