# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# Expansions, field splitting and pathname expansion.

: ${SH:=/bin/sh}

atf_test_case default_values
default_values_head()
{
	atf_set "descr" ":- - := = :+ +"
}
default_values_body()
{
	cat >script <<'SCRIPT'
x=a y=; echo "${x:-1}${y:-2}${y-3}${z-4}${z:-5}"
echo "${x:+1}${y:+2}${y+3}${z+4}"
echo ${z:=new} $z ${y:=also} $y ${x=no}
SCRIPT
	cat >expout <<'OUT'
a245
13
new new also also a
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case error_value
error_value_head()
{
	atf_set "descr" ":? ends the shell with its message"
}
error_value_body()
{
	cat >script <<'SCRIPT'
echo a; : ${x:?my message}; echo no
SCRIPT
	atf_check -s exit:2 -o inline:"a\n" -e inline:"script: 1: x: my message\n" \
	    "$SH" script
}

atf_test_case error_value_null
error_value_null_head()
{
	atf_set "descr" "? lets null pass"
}
error_value_null_body()
{
	cat >script <<'SCRIPT'
x=; : ${x?no}; echo ok; (: ${x:?}) 2>/dev/null; echo $?
SCRIPT
	cat >expout <<'OUT'
ok
2
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case length
length_head()
{
	atf_set "descr" "# gives the length"
}
length_body()
{
	cat >script <<'SCRIPT'
x=hello; echo ${#x} ${#nope} ${#}
set -- a b; echo ${#} ${#1} ${##}
SCRIPT
	cat >expout <<'OUT'
5 0 0
2 1 1
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case length_utf8
length_utf8_head()
{
	atf_set "descr" "# counts characters"
}
length_utf8_body()
{
	cat >script <<'SCRIPT'
LC_ALL=C.UTF-8; x=äöü€; echo ${#x}; LC_ALL=C; echo ${#x}
SCRIPT
	cat >expout <<'OUT'
4
9
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case prefix_suffix
prefix_suffix_head()
{
	atf_set "descr" "# ## % %% remove what matches"
}
prefix_suffix_body()
{
	cat >script <<'SCRIPT'
x=/usr/local/lib.so.1
echo ${x#/usr} ${x##*/} ${x%.*} ${x%%.*} ${x#nope} ${x%/}
SCRIPT
	atf_check -s exit:0 -o inline:"/local/lib.so.1 lib.so.1 /usr/local/lib.so /usr/local/lib /usr/local/lib.so.1 /usr/local/lib.so.1\n" -e empty \
	    "$SH" script
}

atf_test_case prefix_pattern_quoting
prefix_pattern_quoting_head()
{
	atf_set "descr" "quotes quote the pattern even in double quotes"
}
prefix_pattern_quoting_body()
{
	cat >script <<'SCRIPT'
x='*ab*'; echo "${x#'*'}" "${x%\*}" "${x#"*"a}" "${x#*a}"
SCRIPT
	atf_check -s exit:0 -o inline:"ab* *ab b* b*\n" -e empty \
	    "$SH" script
}

atf_test_case nested_words
nested_words_head()
{
	atf_set "descr" "the word of an expansion is expanded itself"
}
nested_words_body()
{
	cat >script <<'SCRIPT'
echo ${a:-${b:-${c:-deep}}} "${a:-"$(echo 'x  y')"}" ${a:-`echo q`}
SCRIPT
	atf_check -s exit:0 -o inline:"deep x  y q\n" -e empty \
	    "$SH" script
}

atf_test_case quoted_word
quoted_word_head()
{
	atf_set "descr" "quotes in the word of an expansion"
}
quoted_word_body()
{
	cat >script <<'SCRIPT'
echo "${x-a  b}" ${x-a  b} ${x-"a  b"} "${x-'s'}" ${x-'s'} "${x-\}}"
SCRIPT
	cat >expout <<'OUT'
a  b a b a  b 's' s }
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case at_quoted
at_quoted_head()
{
	atf_set "descr" "\"\$@\" gives one field for each parameter"
}
at_quoted_body()
{
	cat >script <<'SCRIPT'
set -- 'a b' '' c; for i in "$@"; do echo "[$i]"; done
for i in x"$@"y; do echo "<$i>"; done
set --; for i in "$@"; do echo no; done; for i in "a$@"; do echo "$i"; done
SCRIPT
	cat >expout <<'OUT'
[a b]
[]
[c]
<xa b>
<>
<cy>
a
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case star_quoted
star_quoted_head()
{
	atf_set "descr" "\"\$*\" joins by the first character of IFS"
}
star_quoted_body()
{
	cat >script <<'SCRIPT'
set -- a b c; echo "$*"; IFS=-+; echo "$*"; IFS=; echo "$*"; unset IFS; echo "$*"
SCRIPT
	cat >expout <<'OUT'
a b c
a-b-c
abc
a b c
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case at_star_unquoted
at_star_unquoted_head()
{
	atf_set "descr" "unquoted \$@ and \$* are split further"
}
at_star_unquoted_body()
{
	cat >script <<'SCRIPT'
set -- 'a b' '' c; for i in $@; do echo "[$i]"; done; for i in $*; do echo "<$i>"; done
SCRIPT
	cat >expout <<'OUT'
[a]
[b]
[c]
<a>
<b>
<c>
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case at_conditional
at_conditional_head()
{
	atf_set "descr" "\${1+\"\$@\"} keeps the fields"
}
at_conditional_body()
{
	cat >script <<'SCRIPT'
set -- 'a b' c; for i in ${1+"$@"}; do echo "[$i]"; done
set --; for i in ${1+"$@"}; do echo no; done; echo $#
SCRIPT
	cat >expout <<'OUT'
[a b]
[c]
0
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case positional_many
positional_many_head()
{
	atf_set "descr" "parameters above 9 need braces"
}
positional_many_body()
{
	cat >script <<'SCRIPT'
set -- 1 2 3 4 5 6 7 8 9 ten; echo $10 ${10} ${11-none} $#
SCRIPT
	atf_check -s exit:0 -o inline:"10 ten none 10\n" -e empty \
	    "$SH" script
}

atf_test_case split_white
split_white_head()
{
	atf_set "descr" "IFS white space splits, and is trimmed"
}
split_white_body()
{
	cat >script <<'SCRIPT'
x='  a  b	c
d '; set -- $x; echo $#; echo $x; echo "$x"
SCRIPT
	cat >expout <<'OUT'
4
a b c d
  a  b	c
d 
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case split_other
split_other_head()
{
	atf_set "descr" "other separators make empty fields"
}
split_other_body()
{
	cat >script <<'SCRIPT'
IFS=:; x=a::b:; set -- $x; echo $#; for i; do echo "[$i]"; done
x=:a; set -- $x; echo $#
SCRIPT
	cat >expout <<'OUT'
3
[a]
[]
[b]
2
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case split_mixed
split_mixed_head()
{
	atf_set "descr" "white space around a separator belongs to it"
}
split_mixed_body()
{
	cat >script <<'SCRIPT'
IFS=' :'; x=' a : b :: c : '; set -- $x; for i; do echo "[$i]"; done
SCRIPT
	cat >expout <<'OUT'
[a]
[b]
[]
[c]
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case split_only_results
split_only_results_head()
{
	atf_set "descr" "literals are not split"
}
split_only_results_body()
{
	cat >script <<'SCRIPT'
IFS=,; x=a,b; set -- $x,c; echo $#; for i; do echo "[$i]"; done; echo x,y
SCRIPT
	cat >expout <<'OUT'
2
[a]
[b,c]
x,y
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case split_null_ifs
split_null_ifs_head()
{
	atf_set "descr" "a null IFS splits nothing"
}
split_null_ifs_body()
{
	cat >script <<'SCRIPT'
IFS=; x='a b'; set -- $x; echo $#
SCRIPT
	atf_check -s exit:0 -o inline:"1\n" -e empty \
	    "$SH" script
}

atf_test_case empty_fields
empty_fields_head()
{
	atf_set "descr" "an unquoted null expansion gives no field, a quoted one does"
}
empty_fields_body()
{
	cat >script <<'SCRIPT'
x=; set -- $x; echo $#; set -- "$x" ''; echo $#; set -- ''$x; echo $#; set -- $x$x; echo $#
SCRIPT
	cat >expout <<'OUT'
0
2
1
0
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case command_substitution
command_substitution_head()
{
	atf_set "descr" "newlines at the end are removed, others stay"
}
command_substitution_body()
{
	cat >script <<'SCRIPT'
x=$(printf 'a\n\nb\n\n\n'); echo "[$x]"; echo $(printf 'a\nb')
SCRIPT
	cat >expout <<'OUT'
[a

b]
a b
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case substitution_status
substitution_status_head()
{
	atf_set "descr" "the status of a substitution is that of an assignment"
}
substitution_status_body()
{
	cat >script <<'SCRIPT'
x=$(exit 3); echo $?; x=1$(false); echo $?; echo $(false); echo $?
x=$(exit 4) y=2; echo $?
SCRIPT
	cat >expout <<'OUT'
3
1

0
4
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case substitution_nul
substitution_nul_head()
{
	atf_set "descr" "NUL bytes in the output are dropped"
}
substitution_nul_body()
{
	cat >script <<'SCRIPT'
x=$(printf 'a\0b'); echo ${#x} $x
SCRIPT
	atf_check -s exit:0 -o inline:"1 a\n" -e empty \
	    "$SH" script
}

atf_test_case substitution_isolated
substitution_isolated_head()
{
	atf_set "descr" "a substitution cannot change the shell"
}
substitution_isolated_body()
{
	cat >script <<'SCRIPT'
x=1; y=$(x=2; echo $x); echo $x $y; y=$(cd /; pwd); [ "$PWD" = / ] || echo $y
SCRIPT
	cat >expout <<'OUT'
1 2
/
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case tilde
tilde_head()
{
	atf_set "descr" "~ is the home directory"
}
tilde_body()
{
	cat >script <<'SCRIPT'
HOME=/home/me; echo ~ ~/x "~" \~ a~ '~'; x=~:~/b; echo $x; echo ${y-~/z} "${y-~}"
SCRIPT
	cat >expout <<'OUT'
/home/me /home/me/x ~ ~ a~ ~
/home/me:/home/me/b
/home/me/z ~
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case tilde_user
tilde_user_head()
{
	atf_set "descr" "~user is that user's home directory"
}
tilde_user_body()
{
	cat >script <<'SCRIPT'
echo ~root/x ~nosuchuser
SCRIPT
	atf_check -s exit:0 -o inline:"/root/x ~nosuchuser\n" -e empty \
	    "$SH" script
}

atf_test_case glob_basic
glob_basic_head()
{
	atf_set "descr" "*, ? and brackets match names"
}
glob_basic_body()
{
	cat >script <<'SCRIPT'
mkdir t; cd t
touch a1 a2 b1 .h; echo *; echo a?; echo [!a]*; echo *1; echo z*; echo .h*
SCRIPT
	cat >expout <<'OUT'
a1 a2 b1
a1 a2
b1
a1 b1
z*
.h
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case glob_quoted
glob_quoted_head()
{
	atf_set "descr" "quoted characters match themselves"
}
glob_quoted_body()
{
	cat >script <<'SCRIPT'
touch 'a*b' axb; echo a\*b "a*"b; x='a*b'; echo $x; echo "$x"
SCRIPT
	cat >expout <<'OUT'
a*b a*b
a*b axb
a*b
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case glob_directories
glob_directories_head()
{
	atf_set "descr" "patterns in several components"
}
glob_directories_body()
{
	cat >script <<'SCRIPT'
mkdir t; cd t
mkdir -p d/e d/f; touch d/e/x d/f/x d/f/y; echo d/*/x; echo d/*; echo */; echo ./d/*/y; echo d//f/*
SCRIPT
	cat >expout <<'OUT'
d/e/x d/f/x
d/e d/f
d/
./d/f/y
d//f/x d//f/y
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case glob_class
glob_class_head()
{
	atf_set "descr" "classes and ranges"
}
glob_class_body()
{
	cat >script <<'SCRIPT'
touch a 1 B _; echo [[:digit:]] [[:lower:]] [A-Z] [!a-z]; echo []a] [a-]
SCRIPT
	cat >expout <<'OUT'
1 a B 1 B _
a a
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case glob_noglob
glob_noglob_head()
{
	atf_set "descr" "set -f switches pathname expansion off"
}
glob_noglob_body()
{
	cat >script <<'SCRIPT'
mkdir t; cd t
touch x; set -f; echo *; set +f; echo *
SCRIPT
	cat >expout <<'OUT'
*
x
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case glob_sorted
glob_sorted_head()
{
	atf_set "descr" "names come sorted"
}
glob_sorted_body()
{
	cat >script <<'SCRIPT'
mkdir t; cd t
touch c a b; echo *
SCRIPT
	atf_check -s exit:0 -o inline:"a b c\n" -e empty \
	    "$SH" script
}

atf_test_case pattern_literal_bracket
pattern_literal_bracket_head()
{
	atf_set "descr" "a bracket without an end is ordinary"
}
pattern_literal_bracket_body()
{
	cat >script <<'SCRIPT'
echo [a a[b; case '[' in [) echo ok;; esac; case 'a[' in a[) echo ok;; esac
SCRIPT
	cat >expout <<'OUT'
[a a[b
ok
ok
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case pattern_case
pattern_case_head()
{
	atf_set "descr" "patterns in case"
}
pattern_case_body()
{
	cat >script <<'SCRIPT'
case abc in [a-c]*) echo 1;; esac; case -x in [!-]*) echo no;; -*) echo 2;; esac
case ']' in []]) echo 3;; esac; x='a*'; case abc in $x) echo 4;; esac; case abc in "$x") echo no;; *) echo 5;; esac
SCRIPT
	cat >expout <<'OUT'
1
2
3
4
5
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case pattern_utf8
pattern_utf8_head()
{
	atf_set "descr" "? matches a character"
}
pattern_utf8_body()
{
	cat >script <<'SCRIPT'
LC_ALL=C.UTF-8; case ä in ?) echo one;; ??) echo two;; esac; case ä in [ä-ü]) echo range;; esac
x=äbc; echo ${x#?}
SCRIPT
	cat >expout <<'OUT'
one
range
bc
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case special_parameters
special_parameters_head()
{
	atf_set "descr" "\$# \$? \$\$ \$! \$- \$0"
}
special_parameters_body()
{
	cat >script <<'SCRIPT'
set -- a b; echo $#; false; echo $?; [ "$$" = "$(echo $$)" ] && echo same
echo "[$!]"; true & wait $!; [ -n "$!" ] && echo set; set -f; case $- in *f*) echo f;; esac; echo $0
SCRIPT
	cat >expout <<'OUT'
2
1
same
[]
set
f
script
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case nounset
nounset_head()
{
	atf_set "descr" "set -u makes unset variables an error"
}
nounset_body()
{
	cat >script <<'SCRIPT'
set -u; echo ${x-ok} ${x+no} "$@" $# $*
x=; echo $x
echo $nope; echo no
SCRIPT
	cat >expout <<'OUT'
ok 0

OUT
	atf_check -s exit:2 -o file:expout -e inline:"script: 3: nope: parameter not set\n" \
	    "$SH" script
}

atf_test_case lineno
lineno_head()
{
	atf_set "descr" "LINENO is the number of the line"
}
lineno_body()
{
	cat >script <<'SCRIPT'
echo $LINENO
echo \
$LINENO
f() {
	echo $LINENO; }; f
SCRIPT
	cat >expout <<'OUT'
1
2
5
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case deep_expansion
deep_expansion_head()
{
	atf_set "descr" "an expansion may nest deeply"
}
deep_expansion_body()
{
	cat >script <<'SCRIPT'
i=0; s=x; while [ $i -lt 200 ]; do s="\${y-$s}"; i=$((i + 1)); done; eval "echo $s"
SCRIPT
	atf_check -s exit:0 -o inline:"x\n" -e empty \
	    "$SH" script
}

atf_init_test_cases()
{
	atf_add_test_case default_values
	atf_add_test_case error_value
	atf_add_test_case error_value_null
	atf_add_test_case length
	atf_add_test_case length_utf8
	atf_add_test_case prefix_suffix
	atf_add_test_case prefix_pattern_quoting
	atf_add_test_case nested_words
	atf_add_test_case quoted_word
	atf_add_test_case at_quoted
	atf_add_test_case star_quoted
	atf_add_test_case at_star_unquoted
	atf_add_test_case at_conditional
	atf_add_test_case positional_many
	atf_add_test_case split_white
	atf_add_test_case split_other
	atf_add_test_case split_mixed
	atf_add_test_case split_only_results
	atf_add_test_case split_null_ifs
	atf_add_test_case empty_fields
	atf_add_test_case command_substitution
	atf_add_test_case substitution_status
	atf_add_test_case substitution_nul
	atf_add_test_case substitution_isolated
	atf_add_test_case tilde
	atf_add_test_case tilde_user
	atf_add_test_case glob_basic
	atf_add_test_case glob_quoted
	atf_add_test_case glob_directories
	atf_add_test_case glob_class
	atf_add_test_case glob_noglob
	atf_add_test_case glob_sorted
	atf_add_test_case pattern_literal_bracket
	atf_add_test_case pattern_case
	atf_add_test_case pattern_utf8
	atf_add_test_case special_parameters
	atf_add_test_case nounset
	atf_add_test_case lineno
	atf_add_test_case deep_expansion
}
