# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# Syntax errors, messages and the command line.

: ${SH:=/bin/sh}

atf_test_case unexpected_word
unexpected_word_head()
{
	atf_set "descr" "a reserved word out of place"
}
unexpected_word_body()
{
	cat >script <<'SCRIPT'
echo a
echo b

done
SCRIPT
	cat >expout <<'OUT'
a
b
OUT
	cat >experr <<'OUT'
script: 4: syntax error: unexpected "done"
OUT
	atf_check -s exit:2 -o file:expout -e file:experr \
	    "$SH" script
}

atf_test_case unexpected_operator
unexpected_operator_head()
{
	atf_set "descr" "an operator out of place"
}
unexpected_operator_body()
{
	cat >script <<'SCRIPT'
echo a ||| echo b
SCRIPT
	cat >experr <<'OUT'
script: 1: syntax error: unexpected "|"
OUT
	atf_check -s exit:2 -o empty -e file:experr \
	    "$SH" script
}

atf_test_case unexpected_eof
unexpected_eof_head()
{
	atf_set "descr" "a command that does not end"
}
unexpected_eof_body()
{
	cat >script <<'SCRIPT'
if true; then
	echo a
SCRIPT
	cat >experr <<'OUT'
script: 3: syntax error: unexpected end of file (expecting "fi")
OUT
	atf_check -s exit:2 -o empty -e file:experr \
	    "$SH" script
}

atf_test_case unexpected_newline
unexpected_newline_head()
{
	atf_set "descr" "a newline out of place"
}
unexpected_newline_body()
{
	cat >script <<'SCRIPT'
echo >
SCRIPT
	atf_check -s exit:2 -o empty -e inline:"script: 1: syntax error: unexpected newline\n" \
	    "$SH" script
}

atf_test_case unterminated_quote
unterminated_quote_head()
{
	atf_set "descr" "a quote that does not end"
}
unterminated_quote_body()
{
	cat >script <<'SCRIPT'
echo "abc
SCRIPT
	atf_check -s exit:2 -o empty -e inline:"script: 1: syntax error: unterminated double quote\n" \
	    "$SH" script
}

atf_test_case missing_paren
missing_paren_head()
{
	atf_set "descr" "a parenthesis that does not end"
}
missing_paren_body()
{
	cat >script <<'SCRIPT'
echo $(echo a
SCRIPT
	cat >experr <<'OUT'
script: 2: syntax error: unexpected end of file (expecting ")")
OUT
	atf_check -s exit:2 -o empty -e file:experr \
	    "$SH" script
}

atf_test_case empty_group
empty_group_head()
{
	atf_set "descr" "an empty group"
}
empty_group_body()
{
	cat >script <<'SCRIPT'
( )
SCRIPT
	cat >experr <<'OUT'
script: 1: syntax error: unexpected ")"
OUT
	atf_check -s exit:2 -o empty -e file:experr \
	    "$SH" script
}

atf_test_case bad_for_name
bad_for_name_head()
{
	atf_set "descr" "a loop variable must be a name"
}
bad_for_name_body()
{
	cat >script <<'SCRIPT'
for 1x in a; do :; done
SCRIPT
	cat >experr <<'OUT'
script: 1: syntax error: "1x" is not a name for a loop variable
OUT
	atf_check -s exit:2 -o empty -e file:experr \
	    "$SH" script
}

atf_test_case bad_substitution
bad_substitution_head()
{
	atf_set "descr" "an operator that there is not, only if it is expanded"
}
bad_substitution_body()
{
	cat >script <<'SCRIPT'
false && echo ${x/a/b}; echo ok
echo ${x/a/b}; echo no
SCRIPT
	cat >experr <<'OUT'
script: 2: ${x...}: bad substitution
OUT
	atf_check -s exit:2 -o inline:"ok\n" -e file:experr \
	    "$SH" script
}

atf_test_case earlier_commands_run
earlier_commands_run_head()
{
	atf_set "descr" "commands before the error have run"
}
earlier_commands_run_body()
{
	cat >script <<'SCRIPT'
echo first
fi
SCRIPT
	cat >experr <<'OUT'
script: 2: syntax error: unexpected "fi"
OUT
	atf_check -s exit:2 -o inline:"first\n" -e file:experr \
	    "$SH" script
}

atf_test_case eval_error
eval_error_head()
{
	atf_set "descr" "an error in eval"
}
eval_error_body()
{
	cat >script <<'SCRIPT'
eval ')'; echo no
SCRIPT
	cat >experr <<'OUT'
script: 1: syntax error: unexpected ")"
OUT
	atf_check -s exit:2 -o empty -e file:experr \
	    "$SH" script
}

atf_test_case subshell_error
subshell_error_head()
{
	atf_set "descr" "an error in a subshell ends only that"
}
subshell_error_body()
{
	cat >script <<'SCRIPT'
(eval 'if') 2>/dev/null; echo $?; (: ${x?}) 2>/dev/null; echo $?
SCRIPT
	cat >expout <<'OUT'
2
2
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case readonly_assignment
readonly_assignment_head()
{
	atf_set "descr" "assigning to a read-only variable ends the shell"
}
readonly_assignment_body()
{
	cat >script <<'SCRIPT'
readonly x=1; x=2; echo no
SCRIPT
	atf_check -s exit:2 -o empty -e inline:"script: 1: x: is read only\n" \
	    "$SH" script
}

atf_test_case c_option
c_option_head()
{
	atf_set "descr" "-c takes a command, a name and arguments"
}
c_option_body()
{
	cat >script <<'SCRIPT'
sh -c 'echo $0 $1 $2 $#' name a b; sh -c 'echo $#'; sh -c ''; echo $?; sh -c 'exit 42'; echo $?
SCRIPT
	cat >expout <<'OUT'
name a b 2
0
0
42
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case s_option
s_option_head()
{
	atf_set "descr" "-s reads standard input"
}
s_option_body()
{
	cat >script <<'SCRIPT'
echo 'echo $1 $#' | sh -s a b; echo 'exit 3' | sh; echo $?
SCRIPT
	cat >expout <<'OUT'
a 2
3
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case script_missing
script_missing_head()
{
	atf_set "descr" "a script that is not there"
}
script_missing_body()
{
	cat >script <<'SCRIPT'
sh ./nope; echo $?
SCRIPT
	atf_check -s exit:0 -o inline:"127\n" -e inline:"sh: ./nope: No such file or directory\n" \
	    "$SH" script
}

atf_test_case options_on_command_line
options_on_command_line_head()
{
	atf_set "descr" "options may be given at the start"
}
options_on_command_line_body()
{
	cat >script <<'SCRIPT'
sh -ec 'false; echo no'; echo $?; sh -o noglob -c 'echo *'; sh -f +f -c 'echo [x' ; sh -uc 'echo $x' 2>/dev/null; echo $?
SCRIPT
	cat >expout <<'OUT'
1
*
[x
2
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case bad_option
bad_option_head()
{
	atf_set "descr" "an unknown option"
}
bad_option_body()
{
	cat >script <<'SCRIPT'
sh -Z; echo $?; sh -c 2>/dev/null; echo $?
SCRIPT
	cat >expout <<'OUT'
2
2
OUT
	atf_check -s exit:0 -o file:expout -e inline:"sh: -Z: unknown option\n" \
	    "$SH" script
}

atf_test_case nul_in_script
nul_in_script_head()
{
	atf_set "descr" "NUL bytes in a script are skipped"
}
nul_in_script_body()
{
	cat >script <<'SCRIPT'
printf 'ec\0ho a\n' >s; sh s
SCRIPT
	atf_check -s exit:0 -o inline:"a\n" -e empty \
	    "$SH" script
}

atf_test_case no_newline_at_end
no_newline_at_end_head()
{
	atf_set "descr" "the last line needs no newline"
}
no_newline_at_end_body()
{
	cat >script <<'SCRIPT'
printf 'echo a\necho b' >s; sh s
SCRIPT
	cat >expout <<'OUT'
a
b
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case long_line
long_line_head()
{
	atf_set "descr" "a long line and many arguments"
}
long_line_body()
{
	cat >script <<'SCRIPT'
i=0; s=x; while [ $i -lt 15 ]; do s="$s $s"; i=$((i + 1)); done; set -- $s; echo $#; echo "echo $s" >f; sh f | wc -w | tr -d ' '
SCRIPT
	cat >expout <<'OUT'
32768
32768
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case environment_names
environment_names_head()
{
	atf_set "descr" "odd environment entries are harmless"
}
environment_names_body()
{
	cat >script <<'SCRIPT'
env 'a.b=1' x=2 sh -c 'echo $x'
SCRIPT
	atf_check -s exit:0 -o inline:"2\n" -e empty \
	    "$SH" script
}

atf_test_case ifs_not_inherited
ifs_not_inherited_head()
{
	atf_set "descr" "IFS is not taken from the environment"
}
ifs_not_inherited_body()
{
	cat >script <<'SCRIPT'
IFS=: sh -c 'x=a:b; set -- $x; echo $#'
SCRIPT
	atf_check -s exit:0 -o inline:"1\n" -e empty \
	    "$SH" script
}

atf_init_test_cases()
{
	atf_add_test_case unexpected_word
	atf_add_test_case unexpected_operator
	atf_add_test_case unexpected_eof
	atf_add_test_case unexpected_newline
	atf_add_test_case unterminated_quote
	atf_add_test_case missing_paren
	atf_add_test_case empty_group
	atf_add_test_case bad_for_name
	atf_add_test_case bad_substitution
	atf_add_test_case earlier_commands_run
	atf_add_test_case eval_error
	atf_add_test_case subshell_error
	atf_add_test_case readonly_assignment
	atf_add_test_case c_option
	atf_add_test_case s_option
	atf_add_test_case script_missing
	atf_add_test_case options_on_command_line
	atf_add_test_case bad_option
	atf_add_test_case nul_in_script
	atf_add_test_case no_newline_at_end
	atf_add_test_case long_line
	atf_add_test_case environment_names
	atf_add_test_case ifs_not_inherited
}
