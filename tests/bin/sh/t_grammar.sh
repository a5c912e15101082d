# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# The shell's grammar: lists, compound commands, functions, aliases.

: ${SH:=/bin/sh}

atf_test_case list_sequence
list_sequence_head()
{
	atf_set "descr" "commands separated by ; and newline run in order"
}
list_sequence_body()
{
	cat >script <<'SCRIPT'
echo a; echo b
echo c;echo d
SCRIPT
	cat >expout <<'OUT'
a
b
c
d
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case and_or
and_or_head()
{
	atf_set "descr" "&& and || are left associative with equal precedence"
}
and_or_body()
{
	cat >script <<'SCRIPT'
true && echo 1 || echo 2
false && echo 3 || echo 4
false || false || echo 5
true || echo no && echo 6
SCRIPT
	cat >expout <<'OUT'
1
4
5
6
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case not
not_head()
{
	atf_set "descr" "! negates the status of a pipeline"
}
not_body()
{
	cat >script <<'SCRIPT'
! true; echo $?
! false | false; echo $?
! { false; }; echo $?
SCRIPT
	cat >expout <<'OUT'
1
0
0
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case pipeline
pipeline_head()
{
	atf_set "descr" "a pipeline connects output to input"
}
pipeline_body()
{
	cat >script <<'SCRIPT'
echo a b | tr a-z A-Z | cat
true | false; echo $?
false | true; echo $?
SCRIPT
	cat >expout <<'OUT'
A B
1
0
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case pipefail
pipefail_head()
{
	atf_set "descr" "with pipefail the last failure counts"
}
pipefail_body()
{
	cat >script <<'SCRIPT'
set -o pipefail
(exit 3) | (exit 4) | true; echo $?
true | true; echo $?
SCRIPT
	cat >expout <<'OUT'
4
0
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case brace_group
brace_group_head()
{
	atf_set "descr" "a group in braces runs in the shell itself"
}
brace_group_body()
{
	cat >script <<'SCRIPT'
x=1; { x=2; echo in; }; echo $x
SCRIPT
	cat >expout <<'OUT'
in
2
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case subshell
subshell_head()
{
	atf_set "descr" "a group in parentheses does not change the shell"
}
subshell_body()
{
	cat >script <<'SCRIPT'
x=1; (x=2; echo $x); echo $x; (exit 7); echo $?
SCRIPT
	cat >expout <<'OUT'
2
1
7
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case if_elif_else
if_elif_else_head()
{
	atf_set "descr" "if takes the first branch whose condition holds"
}
if_elif_else_body()
{
	cat >script <<'SCRIPT'
for i in 1 2 3; do
	if [ $i = 1 ]; then echo one
	elif [ $i = 2 ]; then echo two
	else echo more
	fi
done
if false; then :; fi; echo $?
SCRIPT
	cat >expout <<'OUT'
one
two
more
0
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case while_until
while_until_head()
{
	atf_set "descr" "while and until loop on the status of their condition"
}
while_until_body()
{
	cat >script <<'SCRIPT'
i=0; while [ $i -lt 3 ]; do echo w$i; i=$((i + 1)); done
until [ $i -eq 0 ]; do echo u$i; i=$((i - 1)); done
while false; do :; done; echo $?
SCRIPT
	cat >expout <<'OUT'
w0
w1
w2
u3
u2
u1
0
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case for_words
for_words_head()
{
	atf_set "descr" "for takes its words after expansion"
}
for_words_body()
{
	cat >script <<'SCRIPT'
x='b c'
for i in a $x "$x"; do echo "[$i]"; done
for i in; do echo no; done; echo $?
SCRIPT
	cat >expout <<'OUT'
[a]
[b]
[c]
[b c]
0
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case for_args
for_args_head()
{
	atf_set "descr" "for without in takes the positional parameters"
}
for_args_body()
{
	cat >script <<'SCRIPT'
set -- a "b c"; for i; do echo "[$i]"; done
for i do echo $i; done
for i
do echo $i; done
SCRIPT
	cat >expout <<'OUT'
[a]
[b c]
a
b c
a
b c
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case for_set_in_body
for_set_in_body_head()
{
	atf_set "descr" "set in the body does not change what for loops over"
}
for_set_in_body_body()
{
	cat >script <<'SCRIPT'
set -- 1 2 3; for i; do set -- x; echo $i; done; echo $#
SCRIPT
	cat >expout <<'OUT'
1
2
3
1
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case case_patterns
case_patterns_head()
{
	atf_set "descr" "case takes the first pattern that matches"
}
case_patterns_body()
{
	cat >script <<'SCRIPT'
for w in abc x y '*' 'a b' ''; do
	case $w in
	a*c) echo 1;;
	x | y) echo 2;;
	(\*) echo 3;;
	"a b") echo 4;;
	'') echo 5
	esac
done
case x in esac; echo $?
SCRIPT
	cat >expout <<'OUT'
1
2
2
3
4
5
0
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case case_fallthrough
case_fallthrough_head()
{
	atf_set "descr" ";& goes on with the next list"
}
case_fallthrough_body()
{
	cat >script <<'SCRIPT'
case a in a) echo 1;& b) echo 2;; c) echo 3;; esac
SCRIPT
	cat >expout <<'OUT'
1
2
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case case_status
case_status_head()
{
	atf_set "descr" "case without a match has status 0"
}
case_status_body()
{
	cat >script <<'SCRIPT'
false; case x in y) ;; esac; echo $?
case x in x) (exit 3);; esac; echo $?
SCRIPT
	cat >expout <<'OUT'
0
3
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case break_continue
break_continue_head()
{
	atf_set "descr" "break and continue take a number of loops"
}
break_continue_body()
{
	cat >script <<'SCRIPT'
for i in 1 2 3; do for j in a b; do [ $j = b ] && continue 2; echo $i$j; done; done
for i in 1 2 3; do for j in a b; do echo $i$j; break 2; done; done
while :; do break 9; done; echo $?
SCRIPT
	cat >expout <<'OUT'
1a
2a
3a
1a
0
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case function_args
function_args_head()
{
	atf_set "descr" "a function has positional parameters of its own"
}
function_args_body()
{
	cat >script <<'SCRIPT'
f() { echo "$# $1 $2 $0" | sed 's, [^ ]*$,,'; shift; echo "$1"; return 3; }
set -- x; f a "b c"; echo $? $1
SCRIPT
	cat >expout <<'OUT'
2 a b c
b c
3 x
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case function_compound
function_compound_head()
{
	atf_set "descr" "the body of a function is any compound command"
}
function_compound_body()
{
	cat >script <<'SCRIPT'
f() ( x=2; echo sub ); g() if true; then echo if; fi
h() for i in 1 2; do echo $i; done
x=1; f; g; h; echo $x
SCRIPT
	cat >expout <<'OUT'
sub
if
1
2
1
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case function_redirection
function_redirection_head()
{
	atf_set "descr" "redirections behind a body hold for each call"
}
function_redirection_body()
{
	cat >script <<'SCRIPT'
f() { echo r; } >out
f; cat out; f >&2; cat out
SCRIPT
	cat >expout <<'OUT'
r
r
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case function_redefine
function_redefine_head()
{
	atf_set "descr" "a function may redefine or unset itself"
}
function_redefine_body()
{
	cat >script <<'SCRIPT'
f() { f() { echo new; }; echo old; }
f; f; unset -f f; f 2>/dev/null; echo $?
SCRIPT
	cat >expout <<'OUT'
old
new
127
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case function_recursion
function_recursion_head()
{
	atf_set "descr" "functions call themselves"
}
function_recursion_body()
{
	cat >script <<'SCRIPT'
fact() { if [ $1 -le 1 ]; then echo 1; else echo $(($1 * $(fact $(($1 - 1))))); fi; }
fact 10
SCRIPT
	atf_check -s exit:0 -o inline:"3628800\n" -e empty \
	    "$SH" script
}

atf_test_case async_list
async_list_head()
{
	atf_set "descr" "an asynchronous list runs in the background"
}
async_list_body()
{
	cat >script <<'SCRIPT'
(sleep 0.2; echo late) & echo early; wait
SCRIPT
	cat >expout <<'OUT'
early
late
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case comments
comments_head()
{
	atf_set "descr" "a comment begins with # at the beginning of a word"
}
comments_body()
{
	cat >script <<'SCRIPT'
echo a # b
echo a#b '#c' \#d
# echo no
SCRIPT
	cat >expout <<'OUT'
a
a#b #c #d
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case continuation
continuation_head()
{
	atf_set "descr" "a backslash at the end of a line joins lines"
}
continuation_body()
{
	cat >script <<'SCRIPT'
ec\
ho one \
two; echo "a\
b" 'c\
d'
SCRIPT
	cat >expout <<'OUT'
one two
ab c\
d
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case reserved_as_words
reserved_as_words_head()
{
	atf_set "descr" "reserved words are words where none is expected"
}
reserved_as_words_body()
{
	cat >script <<'SCRIPT'
echo if then done { } !
for in in in; do echo $in; done
case in in in) echo case;; esac
SCRIPT
	cat >expout <<'OUT'
if then done { } !
in
case
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case alias_basic
alias_basic_head()
{
	atf_set "descr" "an alias is substituted in the command word"
}
alias_basic_body()
{
	cat >script <<'SCRIPT'
alias e='echo hi'
e there
\e 2>/dev/null; echo $?
unalias e; e 2>/dev/null; echo $?
SCRIPT
	cat >expout <<'OUT'
hi there
127
hi
0
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case alias_blank
alias_blank_head()
{
	atf_set "descr" "an alias that ends in a blank lets the next word be one"
}
alias_blank_body()
{
	cat >script <<'SCRIPT'
alias run='echo ' w=word
run w w
SCRIPT
	atf_check -s exit:0 -o inline:"word w\n" -e empty \
	    "$SH" script
}

atf_test_case alias_recursive
alias_recursive_head()
{
	atf_set "descr" "an alias is not substituted in its own text"
}
alias_recursive_body()
{
	cat >script <<'SCRIPT'
alias ls='ls -d' a=b b='echo loop; a'
ls /
a 2>/dev/null; echo $?
SCRIPT
	cat >expout <<'OUT'
/
loop
127
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case alias_keyword
alias_keyword_head()
{
	atf_set "descr" "an alias may stand for reserved words"
}
alias_keyword_body()
{
	cat >script <<'SCRIPT'
alias begin='{' end='}'
begin echo x; end
SCRIPT
	atf_check -s exit:0 -o inline:"x\n" -e empty \
	    "$SH" script
}

atf_test_case alias_list
alias_list_head()
{
	atf_set "descr" "alias prints what can be read back"
}
alias_list_body()
{
	cat >script <<'SCRIPT'
alias q="it's" z='echo z'
alias z; alias
SCRIPT
	cat >expout <<'OUT'
z='echo z'
q='it'\''s'
z='echo z'
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case nested_substitution
nested_substitution_head()
{
	atf_set "descr" "command substitutions nest, and may hold any command"
}
nested_substitution_body()
{
	cat >script <<'SCRIPT'
echo $(echo $(echo $(echo deep))) "$(echo "$(echo "a  b")")"
echo $(case x in x) echo paren;; esac) $(echo ')')
echo `echo a \`echo b\`` "`echo \"q\"`"
SCRIPT
	cat >expout <<'OUT'
deep a  b
paren )
a b q
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case prefix_assignment
prefix_assignment_head()
{
	atf_set "descr" "assignments in front of a command hold for it alone"
}
prefix_assignment_body()
{
	cat >script <<'SCRIPT'
x=1; x=2 sh -c 'echo $x'; echo $x
f() { echo $x; }; x=3 f; echo $x; x=4 eval 'echo $x'; echo $x
SCRIPT
	cat >expout <<'OUT'
2
1
3
1
4
4
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case assignment_order
assignment_order_head()
{
	atf_set "descr" "assignments happen from left to right"
}
assignment_order_body()
{
	cat >script <<'SCRIPT'
a=1 b=$a c=$b$b; echo $a$b$c
SCRIPT
	atf_check -s exit:0 -o inline:"1111\n" -e empty \
	    "$SH" script
}

atf_test_case deep_nesting
deep_nesting_head()
{
	atf_set "descr" "nesting that is too deep is an error, not a crash"
}
deep_nesting_body()
{
	cat >script <<'SCRIPT'
i=0; s='('
while [ $i -lt 17 ]; do s=$s$s; i=$((i + 1)); done
eval "$s" 2>/dev/null
echo no
SCRIPT
	atf_check -s exit:2 -o empty -e empty \
	    "$SH" script
}

atf_test_case recursion_limit
recursion_limit_head()
{
	atf_set "descr" "endless recursion is an error, not a crash"
}
recursion_limit_body()
{
	cat >script <<'SCRIPT'
f() { f; }
f 2>/dev/null
echo no
SCRIPT
	atf_check -s exit:2 -o empty -e empty \
	    "$SH" script
}

atf_init_test_cases()
{
	atf_add_test_case list_sequence
	atf_add_test_case and_or
	atf_add_test_case not
	atf_add_test_case pipeline
	atf_add_test_case pipefail
	atf_add_test_case brace_group
	atf_add_test_case subshell
	atf_add_test_case if_elif_else
	atf_add_test_case while_until
	atf_add_test_case for_words
	atf_add_test_case for_args
	atf_add_test_case for_set_in_body
	atf_add_test_case case_patterns
	atf_add_test_case case_fallthrough
	atf_add_test_case case_status
	atf_add_test_case break_continue
	atf_add_test_case function_args
	atf_add_test_case function_compound
	atf_add_test_case function_redirection
	atf_add_test_case function_redefine
	atf_add_test_case function_recursion
	atf_add_test_case async_list
	atf_add_test_case comments
	atf_add_test_case continuation
	atf_add_test_case reserved_as_words
	atf_add_test_case alias_basic
	atf_add_test_case alias_blank
	atf_add_test_case alias_recursive
	atf_add_test_case alias_keyword
	atf_add_test_case alias_list
	atf_add_test_case nested_substitution
	atf_add_test_case prefix_assignment
	atf_add_test_case assignment_order
	atf_add_test_case deep_nesting
	atf_add_test_case recursion_limit
}
