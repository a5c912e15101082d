# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# The built-in utilities.

: ${SH:=/bin/sh}

atf_test_case colon_true_false
colon_true_false_head()
{
	atf_set "descr" ": true false"
}
colon_true_false_body()
{
	cat >script <<'SCRIPT'
: a b; echo $?; true x; echo $?; false; echo $?
SCRIPT
	cat >expout <<'OUT'
0
0
1
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case cd_pwd
cd_pwd_head()
{
	atf_set "descr" "cd and pwd, logical and physical"
}
cd_pwd_body()
{
	cat >script <<'SCRIPT'
mkdir -p real/sub; ln -s real link; base=$(pwd -P); cd link/sub; [ "$(pwd)" = "$(cd "$base"; pwd)/link/sub" ] && echo logical
[ "$(pwd -P)" = "$base/real/sub" ] && echo physical; cd ..; [ "${PWD##*/}" = link ] && echo dotdot
cd -P .; [ "${PWD##*/}" = real ] && echo P; [ "${OLDPWD##*/}" = link ] && echo old
SCRIPT
	cat >expout <<'OUT'
logical
physical
dotdot
P
old
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case cd_dash
cd_dash_head()
{
	atf_set "descr" "cd - goes back and prints"
}
cd_dash_body()
{
	cat >script <<'SCRIPT'
cd /; cd /dev; cd -; pwd; cd -
SCRIPT
	cat >expout <<'OUT'
/
/
/dev
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case cd_home
cd_home_head()
{
	atf_set "descr" "cd without an operand goes home"
}
cd_home_body()
{
	cat >script <<'SCRIPT'
HOME=/dev; cd; pwd; unset HOME; cd 2>/dev/null; echo $?
SCRIPT
	cat >expout <<'OUT'
/dev
2
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case cd_cdpath
cd_cdpath_head()
{
	atf_set "descr" "CDPATH is searched"
}
cd_cdpath_body()
{
	cat >script <<'SCRIPT'
mkdir -p p/q; CDPATH=:$PWD/p; cd q >out 2>&1; echo ${PWD##*/}; cd ../..; test -s out && echo printed; CDPATH=; cd p; echo ${PWD##*/}
SCRIPT
	cat >expout <<'OUT'
q
printed
p
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case cd_error
cd_error_head()
{
	atf_set "descr" "cd to what is no directory"
}
cd_error_body()
{
	cat >script <<'SCRIPT'
cd /nonexistent; echo $?
SCRIPT
	atf_check -s exit:0 -o inline:"2\n" -e inline:"script: 1: cd: /nonexistent: No such file or directory\n" \
	    "$SH" script
}

atf_test_case eval
eval_head()
{
	atf_set "descr" "eval runs its arguments joined by spaces"
}
eval_body()
{
	cat >script <<'SCRIPT'
x='echo $y'; y=5; eval $x; eval 'a=1;' 'echo $a'; eval; echo $?; eval false; echo $?
SCRIPT
	cat >expout <<'OUT'
5
1
0
1
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case dot
dot_head()
{
	atf_set "descr" ". runs a file in the shell"
}
dot_body()
{
	cat >script <<'SCRIPT'
echo 'x=2; echo in $1; return 5; echo no' >f; x=1; . ./f; echo $? $x; . ./f arg; echo $1
SCRIPT
	cat >expout <<'OUT'
in
5 2
in arg

OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case dot_path
dot_path_head()
{
	atf_set "descr" ". searches PATH"
}
dot_path_body()
{
	cat >script <<'SCRIPT'
mkdir d; echo 'echo found' >d/lib; PATH=$PWD/d:$PATH; . lib
SCRIPT
	atf_check -s exit:0 -o inline:"found\n" -e empty \
	    "$SH" script
}

atf_test_case dot_missing
dot_missing_head()
{
	atf_set "descr" "a missing file ends the shell"
}
dot_missing_body()
{
	cat >script <<'SCRIPT'
. ./nope; echo no
SCRIPT
	atf_check -s exit:2 -o empty -e inline:"script: 1: .: ./nope: No such file or directory\n" \
	    "$SH" script
}

atf_test_case exec_replace
exec_replace_head()
{
	atf_set "descr" "exec replaces the shell"
}
exec_replace_body()
{
	cat >script <<'SCRIPT'
trap 'echo no' USR1; exec echo replaced; echo no
SCRIPT
	atf_check -s exit:0 -o inline:"replaced\n" -e empty \
	    "$SH" script
}

atf_test_case exec_missing
exec_missing_head()
{
	atf_set "descr" "exec of a missing program"
}
exec_missing_body()
{
	cat >script <<'SCRIPT'
exec nosuch-cmd; echo no
SCRIPT
	atf_check -s exit:127 -o empty -e inline:"script: 1: nosuch-cmd: not found\n" \
	    "$SH" script
}

atf_test_case exit_status
exit_status_head()
{
	atf_set "descr" "exit ends with its operand"
}
exit_status_body()
{
	cat >script <<'SCRIPT'
(exit); echo $?; (exit 3); echo $?; (false; exit); echo $?; (exit 256); echo $?
SCRIPT
	cat >expout <<'OUT'
0
3
1
0
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case export
export_head()
{
	atf_set "descr" "export puts variables into the environment"
}
export_body()
{
	cat >script <<'SCRIPT'
x=1; export x; sh -c 'echo $x'; x=2; sh -c 'echo $x'; export y='a b' z; z=3; sh -c 'echo $y $z'; unset x; sh -c 'echo ${x-unset}'
SCRIPT
	cat >expout <<'OUT'
1
2
a b 3
unset
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case export_print
export_print_head()
{
	atf_set "descr" "export -p prints what can be read back"
}
export_print_body()
{
	cat >script <<'SCRIPT'
export q="it's"; export -p | grep "^export q"
SCRIPT
	cat >expout <<'OUT'
export q='it'\''s'
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case readonly
readonly_head()
{
	atf_set "descr" "read-only variables cannot change"
}
readonly_body()
{
	cat >script <<'SCRIPT'
readonly r=1 s; readonly -p | grep '^readonly [rs]'; (unset r) 2>/dev/null; echo $?
r=2; echo no
SCRIPT
	cat >expout <<'OUT'
readonly r=1
readonly s
2
OUT
	atf_check -s exit:2 -o file:expout -e inline:"script: 2: r: is read only\n" \
	    "$SH" script
}

atf_test_case declaration_arguments
declaration_arguments_head()
{
	atf_set "descr" "assignments as arguments are not split"
}
declaration_arguments_body()
{
	cat >script <<'SCRIPT'
v='a b'; export x=$v; echo "$x"; readonly y=$v; echo "$y"; HOME=/h; export z=~/q:~; echo $z
SCRIPT
	cat >expout <<'OUT'
a b
a b
/h/q:/h
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case local
local_head()
{
	atf_set "descr" "local variables end with the function"
}
local_body()
{
	cat >script <<'SCRIPT'
f() { local x=1 y; y=2; echo $x$y; g; }; g() { echo g$x; x=3; }; x=0; f; echo $x ${y-unset}
SCRIPT
	cat >expout <<'OUT'
12
g1
0 unset
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case local_outside
local_outside_head()
{
	atf_set "descr" "local outside of a function fails"
}
local_outside_body()
{
	cat >script <<'SCRIPT'
local x; echo $?
SCRIPT
	atf_check -s exit:0 -o inline:"2\n" -e inline:"script: 1: local: not in a function\n" \
	    "$SH" script
}

atf_test_case unset
unset_head()
{
	atf_set "descr" "unset variables and functions"
}
unset_body()
{
	cat >script <<'SCRIPT'
x=1; unset x; echo ${x-u}; f() { echo f; }; unset -f f; f 2>/dev/null; echo $?; unset nope; echo $?
SCRIPT
	cat >expout <<'OUT'
u
127
0
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case shift
shift_head()
{
	atf_set "descr" "shift drops parameters"
}
shift_body()
{
	cat >script <<'SCRIPT'
set -- a b c d; shift; echo $*; shift 2; echo $*; shift 0; echo $*
shift 5; echo no
SCRIPT
	cat >expout <<'OUT'
b c d
d
d
OUT
	atf_check -s exit:2 -o file:expout -e inline:"script: 2: shift: cannot shift by 5\n" \
	    "$SH" script
}

atf_test_case set_positional
set_positional_head()
{
	atf_set "descr" "set gives positional parameters"
}
set_positional_body()
{
	cat >script <<'SCRIPT'
set a b; echo $*; set -- -x y; echo $*; set --; echo $#; set - p; echo $1
SCRIPT
	cat >expout <<'OUT'
a b
-x y
0
p
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case set_options
set_options_head()
{
	atf_set "descr" "set -o and +o"
}
set_options_body()
{
	cat >script <<'SCRIPT'
set -f; set -o | grep noglob; set +o | grep noglob; set +f; set -o noglob; echo *; set +o noglob; set -o | grep noglob
SCRIPT
	cat >expout <<'OUT'
noglob          on
set -o noglob
*
noglob          off
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case set_restore
set_restore_head()
{
	atf_set "descr" "the output of set +o restores the options"
}
set_restore_body()
{
	cat >script <<'SCRIPT'
old=$(set +o); set -fCu; eval "$old"; case $- in *[fCu]*) echo no;; *) echo restored;; esac
SCRIPT
	atf_check -s exit:0 -o inline:"restored\n" -e empty \
	    "$SH" script
}

atf_test_case set_bad
set_bad_head()
{
	atf_set "descr" "an unknown option is an error"
}
set_bad_body()
{
	cat >script <<'SCRIPT'
set -Z; echo no
SCRIPT
	atf_check -s exit:2 -o empty -e inline:"script: 1: set: -Z: unknown option\n" \
	    "$SH" script
}

atf_test_case errexit
errexit_head()
{
	atf_set "descr" "set -e ends the shell after a failure"
}
errexit_body()
{
	cat >script <<'SCRIPT'
set -e; if false; then :; fi; false || true; ! true; while false; do :; done; echo still; false; echo no
SCRIPT
	atf_check -s exit:1 -o inline:"still\n" -e empty \
	    "$SH" script
}

atf_test_case errexit_function
errexit_function_head()
{
	atf_set "descr" "set -e is off where the status is tested"
}
errexit_function_body()
{
	cat >script <<'SCRIPT'
set -e; f() { false; echo in; }; f || echo no; if f; then echo t; fi; f; echo no
SCRIPT
	cat >expout <<'OUT'
in
in
t
OUT
	atf_check -s exit:1 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case errexit_subshell
errexit_subshell_head()
{
	atf_set "descr" "a subshell's failure counts"
}
errexit_subshell_body()
{
	cat >script <<'SCRIPT'
set -e; (exit 2) || echo or; x=$(exit 3); echo no
SCRIPT
	atf_check -s exit:3 -o inline:"or\n" -e empty \
	    "$SH" script
}

atf_test_case xtrace
xtrace_head()
{
	atf_set "descr" "set -x shows commands"
}
xtrace_body()
{
	cat >script <<'SCRIPT'
set -x; echo a 'b c' $((1)); x='y z'; echo "$x"; : ""
SCRIPT
	cat >expout <<'OUT'
a b c 1
y z
OUT
	cat >experr <<'OUT'
+ echo a 'b c' 1
+ x='y z'
+ echo 'y z'
+ : ''
OUT
	atf_check -s exit:0 -o file:expout -e file:experr \
	    "$SH" script
}

atf_test_case verbose
verbose_head()
{
	atf_set "descr" "set -v shows the text"
}
verbose_body()
{
	cat >script <<'SCRIPT'
sh -vc 'echo a' 2>&1; printf 'echo b\n' >s; sh -v s 2>&1
SCRIPT
	cat >expout <<'OUT'
a
echo b
b
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case noexec
noexec_head()
{
	atf_set "descr" "set -n runs nothing"
}
noexec_body()
{
	cat >script <<'SCRIPT'
sh -c 'set -n; echo no'; echo $?; sh -c 'while :; do set -n; done; echo no'
sh -nc 'echo no'; echo $?; sh -nc 'if' 2>/dev/null; echo $?
SCRIPT
	cat >expout <<'OUT'
0
0
2
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case allexport
allexport_head()
{
	atf_set "descr" "set -a exports what is assigned"
}
allexport_body()
{
	cat >script <<'SCRIPT'
set -a; x=1; set +a; y=2; sh -c 'echo $x ${y-unset}'
SCRIPT
	atf_check -s exit:0 -o inline:"1 unset\n" -e empty \
	    "$SH" script
}

atf_test_case getopts_basic
getopts_basic_head()
{
	atf_set "descr" "getopts takes options apart"
}
getopts_basic_body()
{
	cat >script <<'SCRIPT'
set -- -a -b val -cfoo -- rest
while getopts ab:c: o; do echo "$o ${OPTARG-none} $OPTIND"; done; shift $((OPTIND - 1)); echo $*
SCRIPT
	cat >expout <<'OUT'
a none 2
b val 4
c foo 5
rest
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case getopts_cluster
getopts_cluster_head()
{
	atf_set "descr" "options in one argument"
}
getopts_cluster_body()
{
	cat >script <<'SCRIPT'
set -- -abx y; while getopts abx: o; do echo "$o ${OPTARG-none}"; done; echo $OPTIND
SCRIPT
	cat >expout <<'OUT'
a none
b none
x y
3
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case getopts_errors
getopts_errors_head()
{
	atf_set "descr" "unknown options and missing arguments"
}
getopts_errors_body()
{
	cat >script <<'SCRIPT'
set -- -z -b; while getopts ab: o; do echo "$o ${OPTARG-none}"; done
SCRIPT
	cat >expout <<'OUT'
? none
? none
OUT
	cat >experr <<'OUT'
script: 1: getopts: -z: unknown option
script: 1: getopts: -b: an argument is missing
OUT
	atf_check -s exit:0 -o file:expout -e file:experr \
	    "$SH" script
}

atf_test_case getopts_quiet
getopts_quiet_head()
{
	atf_set "descr" "a leading colon reports quietly"
}
getopts_quiet_body()
{
	cat >script <<'SCRIPT'
set -- -z -b; while getopts :ab: o; do echo "$o $OPTARG"; done
SCRIPT
	cat >expout <<'OUT'
? z
: b
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case getopts_reset
getopts_reset_head()
{
	atf_set "descr" "OPTIND=1 starts again"
}
getopts_reset_body()
{
	cat >script <<'SCRIPT'
f() { OPTIND=1; while getopts ab o; do printf $o; done; echo; }; f -a -b; f -ba
SCRIPT
	cat >expout <<'OUT'
ab
ba
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case getopts_args
getopts_args_head()
{
	atf_set "descr" "arguments may be given"
}
getopts_args_body()
{
	cat >script <<'SCRIPT'
getopts x o -x y; echo $o $OPTIND
SCRIPT
	atf_check -s exit:0 -o inline:"x 2\n" -e empty \
	    "$SH" script
}

atf_test_case read_fields
read_fields_head()
{
	atf_set "descr" "read splits a line"
}
read_fields_body()
{
	cat >script <<'SCRIPT'
echo 'a b  c d ' >f; read x y <f; echo "[$x][$y]"; read x y z w v <f; echo "[$w][$v]"; read x <f; echo "[$x]"
SCRIPT
	cat >expout <<'OUT'
[a][b  c d]
[d][]
[a b  c d]
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case read_ifs
read_ifs_head()
{
	atf_set "descr" "read uses IFS"
}
read_ifs_body()
{
	cat >script <<'SCRIPT'
for l in a:b:c a: :a:b a::b; do echo "$l" >f; IFS=: read x y <f; echo "[$x][$y]"; done
SCRIPT
	cat >expout <<'OUT'
[a][b:c]
[a][]
[][a:b]
[a][:b]
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case read_backslash
read_backslash_head()
{
	atf_set "descr" "a backslash quotes, and joins lines"
}
read_backslash_body()
{
	cat >script <<'SCRIPT'
printf 'a\\ b c\\\nd\n' >f; read x y <f; echo "[$x][$y]"; read -r x y <f; echo "[$x][$y]"
SCRIPT
	cat >expout <<'OUT'
[a b][cd]
[a\][b c\]
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case read_eof
read_eof_head()
{
	atf_set "descr" "read fails at the end"
}
read_eof_body()
{
	cat >script <<'SCRIPT'
printf 'no newline' >f; read x <f; echo $? "$x"; read x </dev/null; echo $? "[$x]"
SCRIPT
	cat >expout <<'OUT'
1 no newline
1 []
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case read_reply
read_reply_head()
{
	atf_set "descr" "read without a name sets REPLY"
}
read_reply_body()
{
	cat >script <<'SCRIPT'
echo ' a  b ' >f; read <f; echo "[$REPLY]"
SCRIPT
	atf_check -s exit:0 -o inline:"[ a  b ]\n" -e empty \
	    "$SH" script
}

atf_test_case read_timeout
read_timeout_head()
{
	atf_set "descr" "read -t gives up"
}
read_timeout_body()
{
	cat >script <<'SCRIPT'
mkfifo p; (sleep 2 >p) & read -t 0.2 x <>p; [ $? -gt 128 ] && echo timeout; echo a >f; read -t 5 x <f; echo $x
SCRIPT
	cat >expout <<'OUT'
timeout
a
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case command_v
command_v_head()
{
	atf_set "descr" "command -v says what a name means"
}
command_v_body()
{
	cat >script <<'SCRIPT'
command -v cd; command -v if; f() { :; }; command -v f; command -v nosuch-cmd; echo $?; alias a='b c'; command -v a
SCRIPT
	cat >expout <<'OUT'
cd
if
f
127
alias a='b c'
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case command_bypass
command_bypass_head()
{
	atf_set "descr" "command leaves functions out"
}
command_bypass_body()
{
	cat >script <<'SCRIPT'
echo() { printf 'f\n'; }; echo x; command echo x; command -p echo y; command false; echo $?
SCRIPT
	cat >expout <<'OUT'
f
x
y
f
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case command_special
command_special_head()
{
	atf_set "descr" "command takes the special out of special built-ins"
}
command_special_body()
{
	cat >script <<'SCRIPT'
command . ./nope 2>/dev/null; echo $?; command readonly x=1; command readonly x=2 2>/dev/null; echo still
SCRIPT
	cat >expout <<'OUT'
2
still
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case type
type_head()
{
	atf_set "descr" "type describes"
}
type_body()
{
	cat >script <<'SCRIPT'
type cd : if; f() { :; }; type f; type nosuch-cmd >/dev/null 2>&1; echo $?
SCRIPT
	cat >expout <<'OUT'
cd is a shell builtin
: is a special shell builtin
if is a shell keyword
f is a shell function
127
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case hash
hash_head()
{
	atf_set "descr" "hash remembers places"
}
hash_body()
{
	cat >script <<'SCRIPT'
hash -r; hash; ls / >/dev/null; hash | sed 's,.*/,,'; hash nosuch-cmd 2>/dev/null; echo $?; hash -r; hash
SCRIPT
	cat >expout <<'OUT'
ls
1
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case umask
umask_head()
{
	atf_set "descr" "umask prints and sets the mask"
}
umask_body()
{
	cat >script <<'SCRIPT'
umask 022; umask; umask -S; umask u=rwx,g=rx,o=; umask; umask g+w; umask; umask a-x; umask -S; umask 077; >f; ls -l f | cut -c1-10
SCRIPT
	cat >expout <<'OUT'
0022
u=rwx,g=rx,o=rx
0027
0007
u=rw,g=rw,o=
-rw-------
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case umask_bad
umask_bad_head()
{
	atf_set "descr" "a bad mask"
}
umask_bad_body()
{
	cat >script <<'SCRIPT'
umask 999; echo $?
SCRIPT
	atf_check -s exit:0 -o inline:"2\n" -e inline:"script: 1: umask: 999: not a mask\n" \
	    "$SH" script
}

atf_test_case ulimit
ulimit_head()
{
	atf_set "descr" "ulimit prints and sets limits"
}
ulimit_body()
{
	cat >script <<'SCRIPT'
ulimit -S -n 60; ulimit -n; ulimit -c 0; ulimit -c; ulimit -Hc; ulimit -a | grep -c files; sh -c 'ulimit -n'
SCRIPT
	cat >expout <<'OUT'
60
0
0
1
60
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case times
times_head()
{
	atf_set "descr" "times prints two lines"
}
times_body()
{
	cat >script <<'SCRIPT'
times | wc -l | tr -d ' '; times | grep -c '^[0-9]*m[0-9]*\.[0-9]*s [0-9]*m[0-9]*\.[0-9]*s$'
SCRIPT
	cat >expout <<'OUT'
2
2
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case test_strings
test_strings_head()
{
	atf_set "descr" "test on strings and numbers"
}
test_strings_body()
{
	cat >script <<'SCRIPT'
[ a = a ] && [ a != b ] && [ -n a ] && [ -z "" ] && [ a ] && ! [ "" ] && ! [ ] && echo s
[ 1 -lt 2 ] && [ 2 -ge 2 ] && [ -1 -gt -2 ] && [ 3 -ne 4 ] && [ 010 -eq 10 ] && echo n
[ ! = ! ] && [ = = = ] && [ -f = -f ] && [ '(' = '(' ] && [ ! a = b ] && [ '(' a ')' ] && echo p
SCRIPT
	cat >expout <<'OUT'
s
n
p
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case test_error
test_error_head()
{
	atf_set "descr" "test reports errors"
}
test_error_body()
{
	cat >script <<'SCRIPT'
[ a -eq 1 ]; echo $?; [ a; echo $?
SCRIPT
	cat >expout <<'OUT'
2
2
OUT
	cat >experr <<'OUT'
script: 1: [: a: not a number
script: 1: [: missing "]"
OUT
	atf_check -s exit:0 -o file:expout -e file:experr \
	    "$SH" script
}

atf_test_case echo_printf
echo_printf_head()
{
	atf_set "descr" "echo and printf are built in"
}
echo_printf_body()
{
	cat >script <<'SCRIPT'
echo -n a; echo b -n; echo -e 'x\ty'; printf '%s-%d|%5s|%-5s|%05.1f\n' a 1 b c 2.5; printf '%s,' 1 2 3; printf '\n%b' 'o\0101\n'
SCRIPT
	cat >expout <<'OUT'
ab -n
x	y
a-1|    b|c    |002.5
1,2,3,
oA
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case command_not_found
command_not_found_head()
{
	atf_set "descr" "127 and 126"
}
command_not_found_body()
{
	cat >script <<'SCRIPT'
mkdir d; : >f; nosuch-cmd; echo $?; ./nope; echo $?; ./d; echo $?; ./f; echo $?
SCRIPT
	cat >expout <<'OUT'
127
127
126
126
OUT
	cat >experr <<'OUT'
script: 1: nosuch-cmd: not found
script: 1: ./nope: No such file or directory
script: 1: ./d: Is a directory
script: 1: ./f: Permission denied
OUT
	atf_check -s exit:0 -o file:expout -e file:experr \
	    "$SH" script
}

atf_test_case script_without_interpreter
script_without_interpreter_head()
{
	atf_set "descr" "a script without #! is run by the shell"
}
script_without_interpreter_body()
{
	cat >script <<'SCRIPT'
echo 'echo script $1 $#' >f; chmod +x f; ./f a b; PATH=$PWD:$PATH; f c
SCRIPT
	cat >expout <<'OUT'
script a 2
script c 1
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case path_search
path_search_head()
{
	atf_set "descr" "PATH is searched in order, and again after it changed"
}
path_search_body()
{
	cat >script <<'SCRIPT'
mkdir a b; for d in a b; do echo "echo $d" >$d/prog; chmod +x $d/prog; done
PATH=$PWD/a:$PWD/b:$PATH; prog; PATH=$PWD/b:$PATH; prog; PATH=$PWD/a prog; rm b/prog; prog
SCRIPT
	cat >expout <<'OUT'
a
b
a
a
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_init_test_cases()
{
	atf_add_test_case colon_true_false
	atf_add_test_case cd_pwd
	atf_add_test_case cd_dash
	atf_add_test_case cd_home
	atf_add_test_case cd_cdpath
	atf_add_test_case cd_error
	atf_add_test_case eval
	atf_add_test_case dot
	atf_add_test_case dot_path
	atf_add_test_case dot_missing
	atf_add_test_case exec_replace
	atf_add_test_case exec_missing
	atf_add_test_case exit_status
	atf_add_test_case export
	atf_add_test_case export_print
	atf_add_test_case readonly
	atf_add_test_case declaration_arguments
	atf_add_test_case local
	atf_add_test_case local_outside
	atf_add_test_case unset
	atf_add_test_case shift
	atf_add_test_case set_positional
	atf_add_test_case set_options
	atf_add_test_case set_restore
	atf_add_test_case set_bad
	atf_add_test_case errexit
	atf_add_test_case errexit_function
	atf_add_test_case errexit_subshell
	atf_add_test_case xtrace
	atf_add_test_case verbose
	atf_add_test_case noexec
	atf_add_test_case allexport
	atf_add_test_case getopts_basic
	atf_add_test_case getopts_cluster
	atf_add_test_case getopts_errors
	atf_add_test_case getopts_quiet
	atf_add_test_case getopts_reset
	atf_add_test_case getopts_args
	atf_add_test_case read_fields
	atf_add_test_case read_ifs
	atf_add_test_case read_backslash
	atf_add_test_case read_eof
	atf_add_test_case read_reply
	atf_add_test_case read_timeout
	atf_add_test_case command_v
	atf_add_test_case command_bypass
	atf_add_test_case command_special
	atf_add_test_case type
	atf_add_test_case hash
	atf_add_test_case umask
	atf_add_test_case umask_bad
	atf_add_test_case ulimit
	atf_add_test_case times
	atf_add_test_case test_strings
	atf_add_test_case test_error
	atf_add_test_case echo_printf
	atf_add_test_case command_not_found
	atf_add_test_case script_without_interpreter
	atf_add_test_case path_search
}
