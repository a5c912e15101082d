# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# Traps.

: ${SH:=/bin/sh}

atf_test_case exit_trap
exit_trap_head()
{
	atf_set "descr" "EXIT runs at the end, and keeps the status"
}
exit_trap_body()
{
	cat >script <<'SCRIPT'
trap 'echo bye $?' EXIT; (exit 2); exit 3
SCRIPT
	atf_check -s exit:3 -o inline:"bye 3\n" -e empty \
	    "$SH" script
}

atf_test_case exit_trap_exit
exit_trap_exit_head()
{
	atf_set "descr" "exit in an EXIT trap sets the status"
}
exit_trap_exit_body()
{
	cat >script <<'SCRIPT'
trap 'exit 5' EXIT; exit 4
SCRIPT
	atf_check -s exit:5 -o empty -e empty \
	    "$SH" script
}

atf_test_case exit_trap_error
exit_trap_error_head()
{
	atf_set "descr" "EXIT runs after an error of the shell"
}
exit_trap_error_body()
{
	cat >script <<'SCRIPT'
trap 'echo cleanup' EXIT; set -u; echo $x; echo no
SCRIPT
	atf_check -s exit:2 -o inline:"cleanup\n" -e inline:"script: 1: x: parameter not set\n" \
	    "$SH" script
}

atf_test_case exit_trap_set_e
exit_trap_set_e_head()
{
	atf_set "descr" "EXIT runs after set -e"
}
exit_trap_set_e_body()
{
	cat >script <<'SCRIPT'
trap 'echo e' EXIT; set -e; false
SCRIPT
	atf_check -s exit:1 -o inline:"e\n" -e empty \
	    "$SH" script
}

atf_test_case signal
signal_head()
{
	atf_set "descr" "a trap runs between commands"
}
signal_body()
{
	cat >script <<'SCRIPT'
trap 'echo usr1' USR1; kill -USR1 $$; echo after; trap - USR1; trap
SCRIPT
	cat >expout <<'OUT'
usr1
after
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case status_kept
status_kept_head()
{
	atf_set "descr" "a trap does not change \$?"
}
status_kept_body()
{
	cat >script <<'SCRIPT'
trap 'false' USR1; kill -USR1 $$; echo $?
SCRIPT
	atf_check -s exit:0 -o inline:"0\n" -e empty \
	    "$SH" script
}

atf_test_case ignore
ignore_head()
{
	atf_set "descr" "a null action ignores the signal"
}
ignore_body()
{
	cat >script <<'SCRIPT'
trap '' TERM; kill $$; echo alive; sh -c 'kill $$; echo child too'
SCRIPT
	cat >expout <<'OUT'
alive
child too
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case default_again
default_again_head()
{
	atf_set "descr" "- restores the default"
}
default_again_body()
{
	cat >script <<'SCRIPT'
sh -c 'trap "echo no" TERM; trap - TERM; kill $$; echo no'
status=$?; echo end; exit $status
SCRIPT
	atf_check -s exit:143 -o inline:"end\n" -e ignore \
	    "$SH" script
}

atf_test_case numbers_and_names
numbers_and_names_head()
{
	atf_set "descr" "signals by number and name"
}
numbers_and_names_body()
{
	cat >script <<'SCRIPT'
trap 'echo a' 15 sigint; trap; trap 2; trap; trap - TERM; trap
SCRIPT
	cat >expout <<'OUT'
trap -- 'echo a' INT
trap -- 'echo a' TERM
trap -- 'echo a' TERM
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case list_quoted
list_quoted_head()
{
	atf_set "descr" "trap prints what can be read back"
}
list_quoted_body()
{
	cat >script <<'SCRIPT'
trap "echo 'q'" USR1; trap >f; trap - USR1; . ./f; kill -USR1 $$
SCRIPT
	atf_check -s exit:0 -o inline:"q\n" -e empty \
	    "$SH" script
}

atf_test_case subshell_resets
subshell_resets_head()
{
	atf_set "descr" "a subshell has no traps, but shows its parent's"
}
subshell_resets_body()
{
	cat >script <<'SCRIPT'
trap 'echo t' EXIT USR2; (trap); (exit 1); x=$(trap); echo "$x" | wc -l | tr -d ' '; trap - EXIT
SCRIPT
	cat >expout <<'OUT'
trap -- 'echo t' EXIT
trap -- 'echo t' USR2
2
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case subshell_own
subshell_own_head()
{
	atf_set "descr" "a subshell may have traps"
}
subshell_own_body()
{
	cat >script <<'SCRIPT'
(trap 'echo sub' EXIT; echo in); echo out
SCRIPT
	cat >expout <<'OUT'
in
sub
out
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case ignored_inherited
ignored_inherited_head()
{
	atf_set "descr" "ignored signals stay ignored in children"
}
ignored_inherited_body()
{
	cat >script <<'SCRIPT'
trap '' USR1; (kill -USR1 $(sh -c 'echo $PPID'); echo still)
SCRIPT
	atf_check -s exit:0 -o inline:"still\n" -e empty \
	    "$SH" script
}

atf_test_case in_function
in_function_head()
{
	atf_set "descr" "return in a trap returns from the function"
}
in_function_body()
{
	cat >script <<'SCRIPT'
trap 'return 3' USR1; f() { kill -USR1 $$; echo no; }; f; echo $?
SCRIPT
	atf_check -s exit:0 -o inline:"3\n" -e empty \
	    "$SH" script
}

atf_test_case exit_in_trap
exit_in_trap_head()
{
	atf_set "descr" "exit in a trap ends the shell"
}
exit_in_trap_body()
{
	cat >script <<'SCRIPT'
trap 'exit 7' TERM; kill $$; echo no
SCRIPT
	atf_check -s exit:7 -o empty -e empty \
	    "$SH" script
}

atf_test_case wait_interrupted
wait_interrupted_head()
{
	atf_set "descr" "a trapped signal ends wait"
}
wait_interrupted_body()
{
	cat >script <<'SCRIPT'
sleep 100 & p=$!; trap 'echo got' USR1; (sleep 0.3; kill -USR1 $$) & wait $p; [ $? -gt 128 ] && echo interrupted; kill $p
SCRIPT
	cat >expout <<'OUT'
got
interrupted
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case bad_signal
bad_signal_head()
{
	atf_set "descr" "an unknown signal"
}
bad_signal_body()
{
	cat >script <<'SCRIPT'
trap 'x' NOSUCH; echo $?
SCRIPT
	atf_check -s exit:0 -o inline:"1\n" -e inline:"script: 1: trap: NOSUCH: no such signal\n" \
	    "$SH" script
}

atf_test_case kill_l
kill_l_head()
{
	atf_set "descr" "kill -l names signals"
}
kill_l_body()
{
	cat >script <<'SCRIPT'
kill -l 15; kill -l 143; kill -l 9 2
SCRIPT
	cat >expout <<'OUT'
TERM
TERM
KILL
INT
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_init_test_cases()
{
	atf_add_test_case exit_trap
	atf_add_test_case exit_trap_exit
	atf_add_test_case exit_trap_error
	atf_add_test_case exit_trap_set_e
	atf_add_test_case signal
	atf_add_test_case status_kept
	atf_add_test_case ignore
	atf_add_test_case default_again
	atf_add_test_case numbers_and_names
	atf_add_test_case list_quoted
	atf_add_test_case subshell_resets
	atf_add_test_case subshell_own
	atf_add_test_case ignored_inherited
	atf_add_test_case in_function
	atf_add_test_case exit_in_trap
	atf_add_test_case wait_interrupted
	atf_add_test_case bad_signal
	atf_add_test_case kill_l
}
