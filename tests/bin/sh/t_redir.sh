# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# Redirection.

: ${SH:=/bin/sh}

atf_test_case output_append
output_append_head()
{
	atf_set "descr" "> truncates, >> appends"
}
output_append_body()
{
	cat >script <<'SCRIPT'
echo a >f; echo b >f; echo c >>f; cat f; >f; wc -c <f | tr -d ' '
SCRIPT
	cat >expout <<'OUT'
b
c
0
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case input
input_head()
{
	atf_set "descr" "< reads"
}
input_body()
{
	cat >script <<'SCRIPT'
printf 'l1\nl2\n' >f; cat <f; read x <f; echo $x
SCRIPT
	cat >expout <<'OUT'
l1
l2
l1
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case read_write
read_write_head()
{
	atf_set "descr" "<> opens for both and does not truncate"
}
read_write_body()
{
	cat >script <<'SCRIPT'
echo abcdef >f; printf XY 1<>f; cat f
SCRIPT
	atf_check -s exit:0 -o inline:"XYcdef\n" -e empty \
	    "$SH" script
}

atf_test_case noclobber
noclobber_head()
{
	atf_set "descr" "set -C protects files"
}
noclobber_body()
{
	cat >script <<'SCRIPT'
set -C; echo a >f; echo b >f; echo $?; cat f; echo c >|f; cat f; echo d >/dev/null; echo $?
SCRIPT
	cat >expout <<'OUT'
2
a
c
0
OUT
	atf_check -s exit:0 -o file:expout -e inline:"script: 1: f: File exists\n" \
	    "$SH" script
}

atf_test_case dup
dup_head()
{
	atf_set "descr" ">& copies a descriptor"
}
dup_body()
{
	cat >script <<'SCRIPT'
{ echo out; echo err >&2; } >f 2>&1; cat f; echo x 2>&1 >f; cat f
SCRIPT
	cat >expout <<'OUT'
out
err
x
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case order
order_head()
{
	atf_set "descr" "redirections happen from left to right"
}
order_body()
{
	cat >script <<'SCRIPT'
(echo o; echo e >&2) 2>&1 >f | sed 's/^/p:/'; cat f
SCRIPT
	cat >expout <<'OUT'
p:e
o
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case close
close_head()
{
	atf_set "descr" ">&- closes a descriptor"
}
close_body()
{
	cat >script <<'SCRIPT'
exec 3>f; echo a >&3; exec 3>&-; (echo b >&3) 2>/dev/null; echo $?; cat f
SCRIPT
	cat >expout <<'OUT'
2
a
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case bad_descriptor
bad_descriptor_head()
{
	atf_set "descr" "copying a closed descriptor fails"
}
bad_descriptor_body()
{
	cat >script <<'SCRIPT'
echo a >&7; echo $?
SCRIPT
	atf_check -s exit:0 -o inline:"2\n" -e inline:"script: 1: 7: Bad file descriptor\n" \
	    "$SH" script
}

atf_test_case exec_keeps
exec_keeps_head()
{
	atf_set "descr" "exec without a command makes redirections stay"
}
exec_keeps_body()
{
	cat >script <<'SCRIPT'
exec 5>&1 3>f; echo hi >&3; exec 3>&- >g; echo in; exec >&5 5>&-; cat f g
SCRIPT
	cat >expout <<'OUT'
hi
in
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case scoped
scoped_head()
{
	atf_set "descr" "redirections of a command end with it"
}
scoped_body()
{
	cat >script <<'SCRIPT'
echo a >f; echo b; { echo c; } >f; echo d; cat f
SCRIPT
	cat >expout <<'OUT'
b
d
c
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case compound
compound_head()
{
	atf_set "descr" "redirections of compound commands"
}
compound_body()
{
	cat >script <<'SCRIPT'
for i in 1 2; do echo $i; done >f; while read x; do echo "<$x>"; done <f
if true; then echo y; fi >f; (echo s) >>f; case x in x) echo c;; esac >>f; cat f
SCRIPT
	cat >expout <<'OUT'
<1>
<2>
y
s
c
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case expansion_of_target
expansion_of_target_head()
{
	atf_set "descr" "the target is expanded, but not split"
}
expansion_of_target_body()
{
	cat >script <<'SCRIPT'
mkdir t; cd t
x='a b'; echo 1 >$x; cat 'a b'; f=g; echo 2 >$f; cat g; ls
SCRIPT
	cat >expout <<'OUT'
1
2
a b
g
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case multi_digit
multi_digit_head()
{
	atf_set "descr" "descriptors above 9"
}
multi_digit_body()
{
	cat >script <<'SCRIPT'
exec 12>f; echo x >&12; exec 12>&-; cat f; { echo y >&25; } 25>g; cat g
SCRIPT
	cat >expout <<'OUT'
x
y
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case missing_file
missing_file_head()
{
	atf_set "descr" "a failed redirection is the command's failure"
}
missing_file_body()
{
	cat >script <<'SCRIPT'
cat </nonexistent; echo $?
SCRIPT
	atf_check -s exit:0 -o inline:"2\n" -e inline:"script: 1: /nonexistent: No such file or directory\n" \
	    "$SH" script
}

atf_test_case missing_file_special
missing_file_special_head()
{
	atf_set "descr" "for a special built-in it is the shell's"
}
missing_file_special_body()
{
	cat >script <<'SCRIPT'
: </nonexistent; echo no
SCRIPT
	atf_check -s exit:2 -o empty -e inline:"script: 1: /nonexistent: No such file or directory\n" \
	    "$SH" script
}

atf_test_case missing_file_compound
missing_file_compound_head()
{
	atf_set "descr" "for a compound command it is not"
}
missing_file_compound_body()
{
	cat >script <<'SCRIPT'
{ echo no; } 2>/dev/null </nonexistent
echo $?
f() { echo no; }; f 2>/dev/null </nonexistent || echo f
SCRIPT
	cat >expout <<'OUT'
2
f
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case no_command
no_command_head()
{
	atf_set "descr" "redirections without a command"
}
no_command_body()
{
	cat >script <<'SCRIPT'
mkdir t; cd t
>f; test -f f && echo made; x=1 >g; echo $x; ls
SCRIPT
	cat >expout <<'OUT'
made
1
f
g
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case builtin_write_error
builtin_write_error_head()
{
	atf_set "descr" "a write error is reported"
}
builtin_write_error_body()
{
	cat >script <<'SCRIPT'
test -w /dev/full || { echo 'script: 1: echo: write error: No space left on device' >&2; echo 1; exit; }; echo a >/dev/full; echo $?
SCRIPT
	atf_check -s exit:0 -o inline:"1\n" -e inline:"script: 1: echo: write error: No space left on device\n" \
	    "$SH" script
}

atf_test_case pipe_in_loop
pipe_in_loop_head()
{
	atf_set "descr" "a loop reads from a pipe"
}
pipe_in_loop_body()
{
	cat >script <<'SCRIPT'
printf '1\n2\n3\n' | while read x; do echo "r$x"; done; echo "[$x]"
SCRIPT
	cat >expout <<'OUT'
r1
r2
r3
[]
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case stdin_shared
stdin_shared_head()
{
	atf_set "descr" "commands read the rest of the script's input"
}
stdin_shared_body()
{
	cat >script <<'SCRIPT'
printf 'read x\ndata line\necho "got $x"\n' >s; sh <s; cat s | sh
SCRIPT
	cat >expout <<'OUT'
got data line
got data line
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_init_test_cases()
{
	atf_add_test_case output_append
	atf_add_test_case input
	atf_add_test_case read_write
	atf_add_test_case noclobber
	atf_add_test_case dup
	atf_add_test_case order
	atf_add_test_case close
	atf_add_test_case bad_descriptor
	atf_add_test_case exec_keeps
	atf_add_test_case scoped
	atf_add_test_case compound
	atf_add_test_case expansion_of_target
	atf_add_test_case multi_digit
	atf_add_test_case missing_file
	atf_add_test_case missing_file_special
	atf_add_test_case missing_file_compound
	atf_add_test_case no_command
	atf_add_test_case builtin_write_error
	atf_add_test_case pipe_in_loop
	atf_add_test_case stdin_shared
}
