# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
#
# tools/debug, and the commands of tools/gdb/tessera.py.

debug="timeout 60 $TOP/tools/debug -O $OBJROOT -d work -b"

atf_test_case lists
lists_head()
{
	atf_set descr "ps, threads, cpus and kbt on a machine at its prompt"
}
lists_body()
{
	atf_check -o save:out -e ignore $debug -w -e ps -e threads \
	    -e 'threads 1' -e cpus -e locks
	for line in '     1      0      1    1 normal   0x[0-9a-f]+ init' \
	    '     0      0      0 +[0-9]+ normal +0x[0-9a-f]+ kernel' \
	    '     1 +[0-9]+ +0 sleeping +sigsuspend +0x[0-9a-f]+ init' \
	    '     0 +[0-9]+ +0 sleeping +reaper +0x[0-9a-f]+ reaper' \
	    'held locks are recorded by DEBUG kernels only'; do
		grep -Eq "^$line\$" out || atf_fail "no line: $line"
	done
	[ "$(grep -c ' sigsuspend ' out)" -eq 2 ] || atf_fail "threads 1"
}

atf_test_case stack
stack_body()
{
	atf_check -o match:'^#[0-9]+ .* in sys_sigsuspend at .*/sys_signal.c:' \
	    -o match:'in syscall_dispatch' -e ignore \
	    $debug -w -e 'kbt initproc->p_threads.tqh_first->td_tid'
	atf_check -s exit:1 -o ignore -e match:'no thread 7' $debug -w -e 'kbt 7'
}

atf_test_case waits
waits_head()
{
	atf_set descr "locks shows who waits for a lock and who has it"
}
waits_body()
{
	# Give the lock to the idle thread just before another wants it.
	atf_check -o match:'^thread 0 waits for "proctree" 0x[0-9a-f]+ of thread 100001$' \
	    -e ignore $debug -e 'thbreak proc_insert' -e continue \
	    -e 'set var proctree_lock.rw_word = (unsigned long)cpus[0].pc_idle | 1' \
	    -e 'thbreak sched_idle_loop' -e continue -e locks
}

atf_test_case held
held_head()
{
	atf_set descr "locks shows what is held, on a DEBUG kernel"
}
held_body()
{
	atf_check -o match:'^thread [0-9]+ holds "proctree" 0x[0-9a-f]+ taken at .*/kern_prot.c:[0-9]+$' \
	    -e ignore $debug -k DEBUG -e 'thbreak pgrp_enter' -e continue \
	    -e locks
}

atf_init_test_cases()
{
	atf_add_test_case lists
	atf_add_test_case stack
	atf_add_test_case waits
	atf_add_test_case held
}
