# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# The shell on a terminal: editing, history, completion, job control.  The
# dialogues are played by h_pty.

: ${SH:=/bin/sh}

# Play the dialogue on standard input with an interactive shell.
talk()
{
	cat >dialogue
	atf_check -s exit:0 -o empty -e empty \
	    env "HOME=$PWD" "HISTFILE=$PWD/history" LC_ALL=C.UTF-8 "PS1=% " \
	    TERM="${TERM_FOR_TEST:-xterm}" \
	    "$(atf_get_srcdir)/h_pty" dialogue "$SH" -i
}

atf_test_case round_trip
round_trip_head()
{
	atf_set "descr" "commands are read, and exit ends the shell"
}
round_trip_body()
{
	talk <<'DIALOGUE'
e % 
s echo $((1 + 1))\r
e \n2\r
e % 
s exit 3\r
x 3
DIALOGUE
}

atf_test_case default_prompt
default_prompt_head()
{
	atf_set "descr" "the prompt of the superuser is #"
	atf_set "require.user" root
}
default_prompt_body()
{
	talk <<'DIALOGUE'
e % 
s (unset PS1; exec sh -i)\r
e \n# 
s exit\r
DIALOGUE
}

atf_test_case line_keys
line_keys_head()
{
	atf_set "descr" "moving and deleting with control keys"
}
line_keys_body()
{
	talk <<'DIALOGUE'
e % 
s cho one two\x01e\r
e \none two
e % 
s echo ac\x02b\r
e \nabc
e % 
s junk\x15echo clean\r
e \nclean
e % 
s echo abx\x7fc\r
e \nabc
e % 
s echo keep drop\eb\x0b\r
e \nkeep
e % 
s echo ba\x14\r
e \nab
DIALOGUE
}

atf_test_case kill_yank
kill_yank_head()
{
	atf_set "descr" "what was killed can be inserted again"
}
kill_yank_body()
{
	talk <<'DIALOGUE'
e % 
s echo one two\x17\x19\x19\r
e \none twotwo
e % 
s echo a b c\x17\x17\x19\r
e \na b c
e % 
s echo x y\eb\ed\x19\x19\r
e \nx yy
DIALOGUE
}

atf_test_case word_keys
word_keys_head()
{
	atf_set "descr" "Alt-B, Alt-F and changing case"
}
word_keys_body()
{
	talk <<'DIALOGUE'
e % 
s echo a c\ebb \r
e \na b c
e % 
s echo abc def\eb\eb\eu\ec\r
e \nABC Def
DIALOGUE
}

atf_test_case undo
undo_head()
{
	atf_set "descr" "control-underscore undoes"
}
undo_body()
{
	talk <<'DIALOGUE'
e % 
s echo u1\x17\x1f\r
e \nu1
DIALOGUE
}

atf_test_case history
history_head()
{
	atf_set "descr" "arrows and control-P walk through the history"
}
history_body()
{
	talk <<'DIALOGUE'
e % 
s echo first\r
e \nfirst
e % 
s echo second\r
e \nsecond
e % 
s \e[A\e[A\r
e \nfirst
e % 
s \x10\x10\x0e\r
e \nfirst
e % 
s fc -ln 1 2\r
e echo first
e echo second
DIALOGUE
}

atf_test_case search
search_head()
{
	atf_set "descr" "control-R searches the history"
}
search_body()
{
	talk <<'DIALOGUE'
e % 
s echo needle one\r
e \nneedle one
e % 
s echo other\r
e \nother
e % 
s \x12need\r
e \nneedle one
e % 
s \x12needle\x07echo aborted\r
e \naborted
DIALOGUE
}

atf_test_case history_file
history_file_head()
{
	atf_set "descr" "the history is saved and read again"
}
history_file_body()
{
	talk <<'DIALOGUE'
e % 
s echo saved one\r
e \nsaved one
e % 
s exit\r
x 0
DIALOGUE
	atf_check -o inline:"echo saved one\nexit\n" cat history
	talk <<'DIALOGUE'
e % 
s \e[A\e[A\r
e \nsaved one
DIALOGUE
}

atf_test_case multi_line
multi_line_head()
{
	atf_set "descr" "further lines get PS2, and one entry of the history"
}
multi_line_body()
{
	talk <<'DIALOGUE'
e % 
s for i in 1 2\r
e > 
s do echo n$i\r
e > 
s done\r
e \nn1\r\nn2
e % 
s \e[A\r
e \nn1\r\nn2
DIALOGUE
}

atf_test_case completion_file
completion_file_head()
{
	atf_set "descr" "Tab completes names of files"
}
completion_file_body()
{
	mkdir -p dir/e
	touch unique "with space" dir/e/file commonA commonB
	talk <<'DIALOGUE'
e % 
s echo uni\t\r
e \nunique
e % 
s echo "with s\t\r
e \nwith space
e % 
s echo with\t\r
e \nwith space
e % 
s echo dir\te\tf\t\r
e \ndir/e/file
DIALOGUE
}

atf_test_case completion_list
completion_list_head()
{
	atf_set "descr" "a second Tab lists what is possible"
}
completion_list_body()
{
	mkdir -p dir/e
	touch unique "with space" dir/e/file commonA commonB
	talk <<'DIALOGUE'
e % 
s echo com\t
e common
s \t
e commonA  commonB
s A\r
e \ncommonA
DIALOGUE
}

atf_test_case completion_command
completion_command_head()
{
	atf_set "descr" "Tab completes commands and variables"
}
completion_command_body()
{
	mkdir -p dir/e
	touch unique "with space" dir/e/file commonA commonB
	talk <<'DIALOGUE'
e % 
s my_variable=value\r
s my_function() { echo function ran; }\r
s my_fun\t\r
e \nfunction ran
e % 
s echo $my_var\t\r
e \nvalue
e % 
s echo ${my_var\t\r
e \nvalue
DIALOGUE
}

atf_test_case paste
paste_head()
{
	atf_set "descr" "pasted text does not run by itself"
}
paste_body()
{
	talk <<'DIALOGUE'
e % 
s \e[200~echo p1\necho p2\e[201~
e echo p2
n \np1
s \r
e \np1
e p2
DIALOGUE
}

atf_test_case utf8
utf8_head()
{
	atf_set "descr" "characters of several bytes and wide ones"
}
utf8_body()
{
	talk <<'DIALOGUE'
e % 
s echo \xc3\xa4\xc3\xb6\xe6\xbc\xa2x\x02\x02\x7f\r
e \n\xc3\xa4\xe6\xbc\xa2x
DIALOGUE
}

atf_test_case long_line
long_line_head()
{
	atf_set "descr" "lines longer than the window"
}
long_line_body()
{
	talk <<'DIALOGUE'
e % 
z 10 20
s echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\x01\x06\x06\x06\x06\x06B\x05C\r
e \nBaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaC
DIALOGUE
}

atf_test_case control_c
control_c_head()
{
	atf_set "descr" "control-C drops the line"
}
control_c_body()
{
	talk <<'DIALOGUE'
e % 
s garbage\x03
e ^C
s echo $?\r
e \n130
DIALOGUE
}

atf_test_case control_d
control_d_head()
{
	atf_set "descr" "control-D ends the shell, but not with ignoreeof"
}
control_d_body()
{
	talk <<'DIALOGUE'
e % 
s set -o ignoreeof\r
s \x04
e Use "exit" to leave the shell.
s set +o ignoreeof; echo off\r
e \noff
e % 
s \x04
x 0
DIALOGUE
}

atf_test_case interrupt_loop
interrupt_loop_head()
{
	atf_set "descr" "control-C ends a whole loop"
}
interrupt_loop_body()
{
	talk <<'DIALOGUE'
e % 
s for i in 1 2 3; do sleep 5; echo turn; done\r
f sleep
s \x03
f
n \nturn
s echo status $?\r
e \nstatus 130
DIALOGUE
}

atf_test_case stop_and_continue
stop_and_continue_head()
{
	atf_set "descr" "control-Z stops a job, fg and bg continue it"
}
stop_and_continue_body()
{
	talk <<'DIALOGUE'
e % 
s sleep 60\r
f sleep
s \x1a
e [1] + Stopped             sleep 60
s bg\r
e [1] sleep 60
s jobs\r
e [1] + Running             sleep 60
s fg\r
e \nsleep 60
f sleep
s \x03
f
s echo $?\r
e \n130
DIALOGUE
}

atf_test_case background_notice
background_notice_head()
{
	atf_set "descr" "background jobs are announced and reported"
}
background_notice_body()
{
	talk <<'DIALOGUE'
e % 
s sleep 0.3 &\r
e [1] 
d
s \r
e [1] + Done                sleep 0.3
DIALOGUE
}

atf_test_case notify
notify_head()
{
	atf_set "descr" "with set -b a job is reported at once"
}
notify_body()
{
	talk <<'DIALOGUE'
e % 
s set -b; sleep 0.5 &\r
e [1] 
s echo typ
e Done                sleep 0.5
e % echo typ
s ed\r
e \ntyped
DIALOGUE
}

atf_test_case kill_and_wait
kill_and_wait_head()
{
	atf_set "descr" "a killed job has status 143"
}
kill_and_wait_body()
{
	talk <<'DIALOGUE'
e % 
s sleep 100 & kill %1; wait %1; echo $?\r
e \n143
DIALOGUE
}

atf_test_case stopped_jobs_warning
stopped_jobs_warning_head()
{
	atf_set "descr" "leaving with stopped jobs needs a second exit"
}
stopped_jobs_warning_body()
{
	talk <<'DIALOGUE'
e % 
s sleep 60\r
f sleep
s \x1a
e Stopped
s exit 4\r
e there are stopped jobs
s kill %1\r
s exit 4\r
x 4
DIALOGUE
}

atf_test_case foreground_terminal
foreground_terminal_head()
{
	atf_set "descr" "a foreground job owns the terminal"
}
foreground_terminal_body()
{
	talk <<'DIALOGUE'
e % 
s cat\r
f cat
s typed\r
e typed\r\ntyped
s \x04
s echo back\r
e \nback
DIALOGUE
}

atf_test_case error_goes_on
error_goes_on_head()
{
	atf_set "descr" "errors do not end an interactive shell"
}
error_goes_on_body()
{
	talk <<'DIALOGUE'
e % 
s fi\r
e syntax error
s : ${x?no}\r
e x: no
s readonly r=1; r=2\r
e read only
s echo alive\r
e \nalive
DIALOGUE
}

atf_test_case trap_int
trap_int_head()
{
	atf_set "descr" "a trap for INT runs at the prompt"
}
trap_int_body()
{
	talk <<'DIALOGUE'
e % 
s trap 'echo trapped' INT; echo set\r
e \nset
e % 
s abc\x03
e \ntrapped
e % 
s echo go on\r
e \ngo on
DIALOGUE
}

atf_test_case ps1
ps1_head()
{
	atf_set "descr" "prompts are expanded"
}
ps1_body()
{
	talk <<'DIALOGUE'
s n=0\r
s PS1='<$((n+=1)):$?> '\r
e <1:0> 
s false\r
e <2:1> 
DIALOGUE
}

atf_test_case env_file
env_file_head()
{
	atf_set "descr" "\$ENV is run first"
}
env_file_body()
{
	echo 'from_env=yes' >startup
	ENV=$PWD/startup
	export ENV
	talk <<'DIALOGUE'
e % 
s echo $from_env\r
e \nyes
DIALOGUE
}

atf_test_case vi_basic
vi_basic_head()
{
	atf_set "descr" "vi: motions, changes, repetition"
}
vi_basic_body()
{
	talk <<'DIALOGUE'
e % 
s set -o vi; echo vi\r
e \nvi
e %\x20
s echo abc\e0wcwxyz\e\r
e \nxyz
e % 
s echo a b c\e0wx.\r
e \nb c
e % 
s junk\eddiecho v2\r
e \nv2
e % 
s echo a,b\eF,r;\r
e \na
e % 
s echo abcdef\eb3x\r
e \ndef
e % 
s echo one two\ebbdw\r
e \ntwo
e % 
s echo w1\ebywP\r
e \nw1w1
e % 
s echo abc\eb~~\r
e \nABc
e % 
s echo keep gone\ebD\r
e \nkeep
DIALOGUE
}

atf_test_case vi_history
vi_history_head()
{
	atf_set "descr" "vi: history and search"
}
vi_history_body()
{
	talk <<'DIALOGUE'
e % 
s echo needle\r
e \nneedle
e % 
s echo other\r
e \nother
e % 
s set -o vi; echo vi\r
e \nvi
e %\x20
s \ekk\r
e \nother
e % 
s \e/needle\r\r
e \nneedle
DIALOGUE
}

atf_test_case vi_undo_insert
vi_undo_insert_head()
{
	atf_set "descr" "vi: undo, insert and replace"
}
vi_undo_insert_body()
{
	talk <<'DIALOGUE'
e % 
s set -o vi; echo vi\r
e \nvi
e %\x20
s echo q1\exu\r
e \nq1
e % 
s echo x\eAyz\r
e \nxyz
e % 
s cho\eIe\eA i\r
e \ni
e % 
s echo abc\ebRxy\e\r
e \nxyc
DIALOGUE
}

atf_test_case vi_undo_all
vi_undo_all_head()
{
	atf_set "descr" "vi: U undoes all, _ appends a word of the command before"
}
vi_undo_all_body()
{
	talk <<'DIALOGUE'
e %\x20
s set -o vi; echo vi\r
e \nvi
e %\x20
s echo one two three\r
e \none two three
e %\x20
s junk\ex0xUiecho X\e_\r
e \nX three
e %\x20
s echo Y\e2_ Z\r
e \nY X Z
e %\x20
s echo Q\e9_\r
e \nQ\r
DIALOGUE
}

atf_test_case vi_alias
vi_alias_head()
{
	atf_set "descr" "vi: @x types what the alias _x stands for"
}
vi_alias_body()
{
	talk <<'DIALOGUE'
e %\x20
s set -o vi; echo vi\r
e \nvi
e %\x20
s alias _a='bcwnew' _b='@b' _c='Aé'\r
e %\x20
s echo one two\e@a\r
e \none new
e %\x20
s echo three\e@c\r
e \nthreeé
e %\x20
s echo loop\e@b\r
e \nloop
e %\x20
s echo none\e@z\r
e \nnone
DIALOGUE
}

atf_test_case vi_editor
vi_editor_head()
{
	atf_set "descr" "vi: v has an editor change the command"
}
vi_editor_body()
{
	cat > ed <<'EOF'
#!/bin/sh
sed 's/one/two/' "$1" > new && cat new > "$1"
EOF
	chmod +x ed
	talk <<'DIALOGUE'
e %\x20
s set -o vi; VISUAL=./ed\r
e %\x20
s echo "one"one\ev
e \ntwoone
e %\x20
s echo one more\r
e \none more
e %\x20
s unset VISUAL; EDITOR=./ed\r
e %\x20
s \ekkv
e \ntwo more
e %\x20
s unset EDITOR; PATH=/nonexistent\r
e %\x20
s echo x\ev
e vi: not found
e %\x20
s echo "still" here\r
e \nstill here
DIALOGUE
}

atf_test_case mail
mail_head()
{
	atf_set "descr" "MAIL, MAILPATH and MAILCHECK"
}
mail_body()
{
	talk <<'DIALOGUE'
e %\x20
s MAILCHECK=0 MAIL=box\r
e %\x20
s : > box\r
n you have
e %\x20
s echo letter > box\r
e you have mail
e %\x20
s echo quiet\r
e \nquiet
n you have
e %\x20
s echo old > two; MAILPATH='two%A $((1+1)) in two:a\\:b%colon:three'\r
e %\x20
s echo letter >> two\r
e A 2 in two
e %\x20
s echo x > a:b\r
e \ncolon
e %\x20
s echo x > three\r
e you have mail
e %\x20
s MAILCHECK=1000\r
e %\x20
s echo x >> three\r
e %\x20
s echo quiet\r
e \nquiet
n you have
DIALOGUE
}

atf_test_case noexec
noexec_head()
{
	atf_set "descr" "set -n does not lock a person out; errors are plain"
}
noexec_body()
{
	talk <<'DIALOGUE'
e %\x20
s set -n\r
e %\x20
s echo still alive\r
e \nstill alive
e %\x20
s nosuchcommand\r
e \nsh: nosuchcommand: not found
e %\x20
s cd nowhere\r
e \nsh: cd: nowhere: No such file or directory
e %\x20
s exit 5\r
x 5
DIALOGUE
}

atf_test_case dumb_terminal
dumb_terminal_head()
{
	atf_set "descr" "a dumb terminal is not edited"
}
dumb_terminal_body()
{
	TERM_FOR_TEST=dumb
	talk <<'DIALOGUE'
e % 
s echo plain\r
e \nplain
e % 
s exit\r
x 0
DIALOGUE
}

atf_init_test_cases()
{
	atf_add_test_case round_trip
	atf_add_test_case default_prompt
	atf_add_test_case line_keys
	atf_add_test_case kill_yank
	atf_add_test_case word_keys
	atf_add_test_case undo
	atf_add_test_case history
	atf_add_test_case search
	atf_add_test_case history_file
	atf_add_test_case multi_line
	atf_add_test_case completion_file
	atf_add_test_case completion_list
	atf_add_test_case completion_command
	atf_add_test_case paste
	atf_add_test_case utf8
	atf_add_test_case long_line
	atf_add_test_case control_c
	atf_add_test_case control_d
	atf_add_test_case interrupt_loop
	atf_add_test_case stop_and_continue
	atf_add_test_case background_notice
	atf_add_test_case notify
	atf_add_test_case kill_and_wait
	atf_add_test_case stopped_jobs_warning
	atf_add_test_case foreground_terminal
	atf_add_test_case error_goes_on
	atf_add_test_case trap_int
	atf_add_test_case ps1
	atf_add_test_case env_file
	atf_add_test_case vi_basic
	atf_add_test_case vi_history
	atf_add_test_case vi_undo_insert
	atf_add_test_case vi_undo_all
	atf_add_test_case vi_alias
	atf_add_test_case vi_editor
	atf_add_test_case mail
	atf_add_test_case noexec
	atf_add_test_case dumb_terminal
}
