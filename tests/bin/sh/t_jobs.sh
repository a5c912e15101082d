# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# Background commands, jobs, wait and kill.

: ${SH:=/bin/sh}

atf_test_case wait_status
wait_status_head()
{
	atf_set "descr" "wait gives the status"
}
wait_status_body()
{
	cat >script <<'SCRIPT'
(exit 3) & wait $!; echo $?; true & wait; echo $?; wait 99999; echo $?
SCRIPT
	cat >expout <<'OUT'
3
0
127
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case wait_all
wait_all_head()
{
	atf_set "descr" "wait waits for all"
}
wait_all_body()
{
	cat >script <<'SCRIPT'
for i in 1 2 3; do (sleep 0.$i; echo $i) & done; wait; echo done
SCRIPT
	cat >expout <<'OUT'
1
2
3
done
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case wait_several
wait_several_head()
{
	atf_set "descr" "the last operand counts"
}
wait_several_body()
{
	cat >script <<'SCRIPT'
(exit 1) & a=$!; (exit 2) & b=$!; wait $b $a; echo $?
SCRIPT
	atf_check -s exit:0 -o inline:"1\n" -e empty \
	    "$SH" script
}

atf_test_case wait_remembers
wait_remembers_head()
{
	atf_set "descr" "a status is remembered until it is asked for"
}
wait_remembers_body()
{
	cat >script <<'SCRIPT'
(exit 4) & p=$!; sleep 0.2; true; true; wait $p; echo $?; wait $p; echo $?
SCRIPT
	cat >expout <<'OUT'
4
127
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case kill_job
kill_job_head()
{
	atf_set "descr" "kill takes a job"
}
kill_job_body()
{
	cat >script <<'SCRIPT'
sleep 100 & kill %1; wait %1; echo $?
SCRIPT
	atf_check -s exit:0 -o inline:"143\n" -e ignore \
	    "$SH" script
}

atf_test_case kill_pid
kill_pid_head()
{
	atf_set "descr" "kill takes a process"
}
kill_pid_body()
{
	cat >script <<'SCRIPT'
sleep 100 & kill -9 $!; wait $!; echo $?; sleep 100 & kill -s HUP $!; wait $!; echo $?
SCRIPT
	cat >expout <<'OUT'
137
129
OUT
	atf_check -s exit:0 -o file:expout -e ignore \
	    "$SH" script
}

atf_test_case job_specs
job_specs_head()
{
	atf_set "descr" "%% %+ %- %n %str %?str"
}
job_specs_body()
{
	cat >script <<'SCRIPT'
sleep 101 & sleep 102 & sleep 103 & kill %-; wait %2; echo $?; kill %?101; wait %1; echo $?; kill %sleep; wait %%; echo $?
SCRIPT
	cat >expout <<'OUT'
143
143
143
OUT
	atf_check -s exit:0 -o file:expout -e ignore \
	    "$SH" script
}

atf_test_case jobs_list
jobs_list_head()
{
	atf_set "descr" "jobs lists jobs"
}
jobs_list_body()
{
	cat >script <<'SCRIPT'
sleep 101 & jobs | sed 's/  */ /g'; kill %1; wait %1 2>/dev/null; jobs
SCRIPT
	atf_check -s exit:0 -o inline:"[1] + Running sleep 101\n" -e empty \
	    "$SH" script
}

atf_test_case jobs_pid
jobs_pid_head()
{
	atf_set "descr" "jobs -p prints process ids"
}
jobs_pid_body()
{
	cat >script <<'SCRIPT'
sleep 1 & [ "$(jobs -p)" = $! ] && echo same; kill $!
SCRIPT
	atf_check -s exit:0 -o inline:"same\n" -e empty \
	    "$SH" script
}

atf_test_case no_such_job
no_such_job_head()
{
	atf_set "descr" "an unknown job"
}
no_such_job_body()
{
	cat >script <<'SCRIPT'
kill %5; echo $?; wait %5; echo $?
SCRIPT
	cat >expout <<'OUT'
2
127
OUT
	atf_check -s exit:0 -o file:expout -e inline:"script: 1: kill: %5: no such job\n" \
	    "$SH" script
}

atf_test_case no_job_control
no_job_control_head()
{
	atf_set "descr" "fg needs job control"
}
no_job_control_body()
{
	cat >script <<'SCRIPT'
fg; echo $?
SCRIPT
	atf_check -s exit:0 -o inline:"2\n" -e inline:"script: 1: fg: no job control\n" \
	    "$SH" script
}

atf_test_case background_stdin
background_stdin_head()
{
	atf_set "descr" "background commands read /dev/null"
}
background_stdin_body()
{
	cat >script <<'SCRIPT'
echo data | { cat & wait; echo end; }
SCRIPT
	atf_check -s exit:0 -o inline:"end\n" -e empty \
	    "$SH" script
}

atf_test_case background_ignores_int
background_ignores_int_head()
{
	atf_set "descr" "background commands ignore SIGINT"
}
background_ignores_int_body()
{
	cat >script <<'SCRIPT'
sh -c 'sh -c "kill -INT \$\$; echo alive" & wait'
SCRIPT
	atf_check -s exit:0 -o inline:"alive\n" -e empty \
	    "$SH" script
}

atf_test_case foreground_signal
foreground_signal_head()
{
	atf_set "descr" "a signal that kills a program is 128+n"
}
foreground_signal_body()
{
	cat >script <<'SCRIPT'
sh -c 'kill -KILL $$' 2>/dev/null; echo $?; sh -c 'kill -INT $$'; echo $?
SCRIPT
	cat >expout <<'OUT'
137
130
OUT
	atf_check -s exit:0 -o file:expout -e ignore \
	    "$SH" script
}

atf_test_case monitor_groups
monitor_groups_head()
{
	atf_set "descr" "with set -m a job is a process group"
}
monitor_groups_body()
{
	cat >script <<'SCRIPT'
set -m; sh -c 'ps -o pgid= -p $$ >/dev/null 2>&1; echo run' & wait; sleep 100 & kill -0 -- -$! && echo group; kill %1; wait %1 2>/dev/null; echo $?
SCRIPT
	cat >expout <<'OUT'
run
group
143
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case monitor_stopped
monitor_stopped_head()
{
	atf_set "descr" "a stopped job is seen, and goes on"
}
monitor_stopped_body()
{
	cat >script <<'SCRIPT'
set -m; sleep 100 & kill -STOP %1; sleep 0.3; jobs | sed 's/  */ /g'; bg >/dev/null; jobs | sed 's/  */ /g'; kill %1; wait %1 2>/dev/null; echo $?
SCRIPT
	cat >expout <<'OUT'
[1] + Stopped (SIGSTOP) sleep 100
[1] + Running sleep 100
143
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_test_case last_background
last_background_head()
{
	atf_set "descr" "\$! is the last one's id"
}
last_background_body()
{
	cat >script <<'SCRIPT'
true & a=$!; true & [ $a != $! ] && echo differ; wait
SCRIPT
	atf_check -s exit:0 -o inline:"differ\n" -e empty \
	    "$SH" script
}

atf_test_case pipeline_background
pipeline_background_head()
{
	atf_set "descr" "a pipeline in the background"
}
pipeline_background_body()
{
	cat >script <<'SCRIPT'
echo a | sed s/a/b/ & wait; echo $?
SCRIPT
	cat >expout <<'OUT'
b
0
OUT
	atf_check -s exit:0 -o file:expout -e empty \
	    "$SH" script
}

atf_init_test_cases()
{
	atf_add_test_case wait_status
	atf_add_test_case wait_all
	atf_add_test_case wait_several
	atf_add_test_case wait_remembers
	atf_add_test_case kill_job
	atf_add_test_case kill_pid
	atf_add_test_case job_specs
	atf_add_test_case jobs_list
	atf_add_test_case jobs_pid
	atf_add_test_case no_such_job
	atf_add_test_case no_job_control
	atf_add_test_case background_stdin
	atf_add_test_case background_ignores_int
	atf_add_test_case foreground_signal
	atf_add_test_case monitor_groups
	atf_add_test_case monitor_stopped
	atf_add_test_case last_background
	atf_add_test_case pipeline_background
}
