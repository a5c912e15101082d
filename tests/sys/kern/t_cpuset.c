/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * cpuset_getaffinity(2), cpuset_setaffinity(2).  On one CPU there is one mask
 * to set; on more, that threads keep to theirs.
 */
#include <sys/types.h>
#include <sys/cpuset.h>
#include <sys/sysctl.h>
#include <sys/thr.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <atf-c.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#define	SELF	CPU_LEVEL_WHICH, CPU_WHICH_PID, -1
#define	LEN	sizeof(cpuset_t)

static cpuset_t
get(cpulevel_t level, cpuwhich_t which, id_t id)
{
	cpuset_t set;

	CPU_ZERO(&set);
	ATF_REQUIRE_EQ(0, cpuset_getaffinity(level, which, id, LEN, &set));
	return (set);
}

static cpuset_t
only(int cpu)
{
	cpuset_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	return (set);
}

static int
last_cpu(pid_t pid)
{
	int mib[4] = { CTL_KERN, KERN_PROC, KERN_PROC_PID, pid };
	struct kinfo_proc ki;
	size_t len = sizeof(ki);

	ATF_REQUIRE_EQ(0, sysctl(mib, 4, &ki, &len, NULL, 0));
	return (ki.ki_lastcpu);
}

ATF_TC_WITHOUT_HEAD(cpuset_getaffinity__all_by_default);
ATF_TC_BODY(cpuset_getaffinity__all_by_default, tc)
{
	cpuset_t all = get(CPU_LEVEL_ROOT, 0, 0), set;
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	ATF_CHECK_EQ(n, CPU_COUNT(&all));
	ATF_CHECK(CPU_ISSET(0, &all) && !CPU_ISSET(n, &all));
	set = get(SELF);
	ATF_CHECK_EQ(n, CPU_COUNT(&set));
	set = get(CPU_LEVEL_WHICH, CPU_WHICH_PID, getppid());
	ATF_CHECK_EQ(n, CPU_COUNT(&set));
	set = get(CPU_LEVEL_WHICH, CPU_WHICH_TID, -1);
	ATF_CHECK_EQ(n, CPU_COUNT(&set));
	set = get(CPU_LEVEL_WHICH, CPU_WHICH_TID, thr_self());
	ATF_CHECK_EQ(n, CPU_COUNT(&set));
}

ATF_TC_WITHOUT_HEAD(cpuset_setaffinity__moves_and_is_inherited);
ATF_TC_BODY(cpuset_setaffinity__moves_and_is_inherited, tc)
{
	cpuset_t all = get(CPU_LEVEL_ROOT, 0, 0), set;
	int cpu, i, n = CPU_COUNT(&all), status;
	pid_t pid;

	for (cpu = n - 1; cpu >= 0; cpu--) {
		set = only(cpu);
		/* CPUs that do not exist are left out. */
		CPU_SET(CPU_SETSIZE - 1, &set);
		ATF_REQUIRE_EQ(0, cpuset_setaffinity(SELF, LEN, &set));
		ATF_CHECK_EQ(cpu, last_cpu(getpid()));
		set = get(SELF);
		ATF_CHECK_EQ(1, CPU_COUNT(&set));
		ATF_CHECK(CPU_ISSET(cpu, &set));
		pid = fork();
		ATF_REQUIRE(pid >= 0);
		if (pid == 0) {
			for (i = 0; i < 20; i++) {
				if (last_cpu(getpid()) != cpu)
					_exit(1);
				(void)usleep(100);
			}
			_exit(0);
		}
		ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
		ATF_CHECK_EQ(0, status);
	}
	ATF_REQUIRE_EQ(0, cpuset_setaffinity(SELF, LEN, &all));
	set = get(SELF);
	ATF_CHECK_EQ(n, CPU_COUNT(&set));
}

/* Another process is moved while it runs, sleeps and waits for a CPU. */
static void
move_child(void (*work)(void))
{
	cpuset_t all = get(CPU_LEVEL_ROOT, 0, 0), set;
	int cpu, i, n = CPU_COUNT(&all), round;
	pid_t pid;

	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		for (;;)
			work();
	}
	for (round = 0; round < 20; round++) {
		cpu = round % n;
		set = only(cpu);
		ATF_REQUIRE_EQ(0, cpuset_setaffinity(CPU_LEVEL_WHICH,
		    CPU_WHICH_PID, pid, LEN, &set));
		/* It goes there soon, and stays. */
		while (last_cpu(pid) != cpu)
			(void)usleep(1000);
		for (i = 0; i < 10; i++) {
			ATF_CHECK_EQ(cpu, last_cpu(pid));
			(void)usleep(1000);
		}
	}
	ATF_REQUIRE_EQ(0, kill(pid, SIGKILL));
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

static void
work_spin(void)
{
}

static void
work_sleep(void)
{

	(void)usleep(1000);
}

static void
work_yield(void)
{

	(void)getppid();
}

ATF_TC_WITHOUT_HEAD(cpuset_setaffinity__of_another_process);
ATF_TC_BODY(cpuset_setaffinity__of_another_process, tc)
{

	move_child(work_spin);
	move_child(work_sleep);
	move_child(work_yield);
}

static volatile int stop;

static void *
spin(void *arg)
{

	*(volatile int *)arg = thr_self();
	while (!stop)
		continue;
	return (NULL);
}

ATF_TC_WITHOUT_HEAD(cpuset_setaffinity__of_one_thread);
ATF_TC_BODY(cpuset_setaffinity__of_one_thread, tc)
{
	cpuset_t all = get(CPU_LEVEL_ROOT, 0, 0), set;
	volatile int tid = 0;
	pthread_t thread;

	ATF_REQUIRE_EQ(0, pthread_create(&thread, NULL, spin,
	    (void *)(uintptr_t)&tid));
	while (tid == 0)
		(void)usleep(1000);
	set = only(0);
	ATF_REQUIRE_EQ(0, cpuset_setaffinity(CPU_LEVEL_WHICH, CPU_WHICH_TID,
	    tid, LEN, &set));
	set = get(CPU_LEVEL_WHICH, CPU_WHICH_TID, tid);
	ATF_CHECK_EQ(1, CPU_COUNT(&set));
	/* The process still has all: this thread may use them. */
	set = get(SELF);
	ATF_CHECK_EQ(CPU_COUNT(&all), CPU_COUNT(&set));
	stop = 1;
	ATF_REQUIRE_EQ(0, pthread_join(thread, NULL));
}

#define	NBURNERS	5

static pid_t
burner(int cpu)
{
	cpuset_t set = only(cpu);
	pid_t pid;

	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		for (;;)
			continue;
	}
	ATF_REQUIRE_EQ(0, cpuset_setaffinity(CPU_LEVEL_WHICH, CPU_WHICH_PID,
	    pid, LEN, &set));
	while (last_cpu(pid) != cpu)
		(void)usleep(1000);
	return (pid);
}

/*
 * The most crowded CPU has only threads that must stay there; an idle one finds
 * the thread that waits on another.  With fewer than three CPUs none is idle.
 */
ATF_TC_WITHOUT_HEAD(cpuset_setaffinity__idle_cpus_pass_over_pinned_threads);
ATF_TC_BODY(cpuset_setaffinity__idle_cpus_pass_over_pinned_threads, tc)
{
	cpuset_t all = get(CPU_LEVEL_ROOT, 0, 0), set;
	pid_t pid[NBURNERS];
	int i, round;

	if (CPU_COUNT(&all) < 3)
		return;
	for (i = 0; i < NBURNERS; i++)
		pid[i] = burner(i < 3 ? 0 : 1);
	for (round = 0; round < 4; round++) {
		/* Any CPU, or in turn one of two. */
		set = all;
		if (round % 2 != 0) {
			set = only(1);
			CPU_SET(2, &set);
		}
		for (i = 3; i < NBURNERS; i++)
			ATF_REQUIRE_EQ(0, cpuset_setaffinity(CPU_LEVEL_WHICH,
			    CPU_WHICH_PID, pid[i], LEN, &set));
		while (last_cpu(pid[3]) == last_cpu(pid[4]))
			(void)usleep(1000);
		for (i = 0; i < 3; i++)
			ATF_CHECK_EQ(0, last_cpu(pid[i]));
		set = only(1);
		for (i = 3; i < NBURNERS; i++) {
			ATF_REQUIRE_EQ(0, cpuset_setaffinity(CPU_LEVEL_WHICH,
			    CPU_WHICH_PID, pid[i], LEN, &set));
			while (last_cpu(pid[i]) != 1)
				(void)usleep(1000);
		}
	}
	for (i = 0; i < NBURNERS; i++) {
		ATF_REQUIRE_EQ(0, kill(pid[i], SIGKILL));
		ATF_REQUIRE_EQ(pid[i], waitpid(pid[i], NULL, 0));
	}
}

ATF_TC_WITHOUT_HEAD(cpuset_getaffinity__efault);
ATF_TC_BODY(cpuset_getaffinity__efault, tc)
{

	ATF_CHECK_ERRNO(EFAULT, cpuset_getaffinity(SELF, LEN,
	    (cpuset_t *)16) == -1);
}

ATF_TC_WITHOUT_HEAD(cpuset_getaffinity__einval);
ATF_TC_BODY(cpuset_getaffinity__einval, tc)
{
	cpuset_t set;

	ATF_CHECK_ERRNO(EINVAL, cpuset_getaffinity(0, CPU_WHICH_PID, -1, LEN,
	    &set) == -1);
	ATF_CHECK_ERRNO(EINVAL, cpuset_getaffinity(CPU_LEVEL_WHICH, 9, -1,
	    LEN, &set) == -1);
}

ATF_TC(cpuset_getaffinity__eperm_of_others);
ATF_TC_HEAD(cpuset_getaffinity__eperm_of_others, tc)
{

	atf_tc_set_md_var(tc, "require.user", "unprivileged");
}
ATF_TC_BODY(cpuset_getaffinity__eperm_of_others, tc)
{
	cpuset_t set;

	ATF_CHECK_ERRNO(EPERM, cpuset_getaffinity(CPU_LEVEL_WHICH,
	    CPU_WHICH_PID, 1, LEN, &set) == -1);
	set = get(SELF);
	ATF_CHECK_EQ(sysconf(_SC_NPROCESSORS_ONLN), CPU_COUNT(&set));
}

ATF_TC_WITHOUT_HEAD(cpuset_getaffinity__erange);
ATF_TC_BODY(cpuset_getaffinity__erange, tc)
{
	cpuset_t set;

	ATF_CHECK_ERRNO(ERANGE, cpuset_getaffinity(SELF, LEN - 1, &set) ==
	    -1);
}

ATF_TC_WITHOUT_HEAD(cpuset_getaffinity__esrch);
ATF_TC_BODY(cpuset_getaffinity__esrch, tc)
{
	cpuset_t set;

	ATF_CHECK_ERRNO(ESRCH, cpuset_getaffinity(CPU_LEVEL_WHICH,
	    CPU_WHICH_PID, 99999, LEN, &set) == -1);
	ATF_CHECK_ERRNO(ESRCH, cpuset_getaffinity(CPU_LEVEL_WHICH,
	    CPU_WHICH_TID, 7, LEN, &set) == -1);
	ATF_CHECK_ERRNO(ESRCH, cpuset_getaffinity(CPU_LEVEL_WHICH,
	    CPU_WHICH_PID, (1L << 32) + 1, LEN, &set) == -1);
}

ATF_TC_WITHOUT_HEAD(cpuset_setaffinity__edeadlk);
ATF_TC_BODY(cpuset_setaffinity__edeadlk, tc)
{
	cpuset_t set;

	CPU_ZERO(&set);
	ATF_CHECK_ERRNO(EDEADLK, cpuset_setaffinity(SELF, LEN, &set) == -1);
	CPU_SET(CPU_SETSIZE - 1, &set);
	ATF_CHECK_ERRNO(EDEADLK, cpuset_setaffinity(SELF, LEN, &set) == -1);
	set = get(SELF);
	ATF_CHECK_EQ(sysconf(_SC_NPROCESSORS_ONLN), CPU_COUNT(&set));
}

ATF_TC_WITHOUT_HEAD(cpuset_setaffinity__efault);
ATF_TC_BODY(cpuset_setaffinity__efault, tc)
{

	ATF_CHECK_ERRNO(EFAULT, cpuset_setaffinity(SELF, LEN,
	    (cpuset_t *)16) == -1);
}

ATF_TC_WITHOUT_HEAD(cpuset_setaffinity__einval);
ATF_TC_BODY(cpuset_setaffinity__einval, tc)
{
	cpuset_t set = only(0);

	ATF_CHECK_ERRNO(EINVAL, cpuset_setaffinity(CPU_LEVEL_ROOT,
	    CPU_WHICH_PID, -1, LEN, &set) == -1);
	ATF_CHECK_ERRNO(EINVAL, cpuset_setaffinity(CPU_LEVEL_WHICH, 9, -1,
	    LEN, &set) == -1);
}

ATF_TC(cpuset_setaffinity__eperm_of_others);
ATF_TC_HEAD(cpuset_setaffinity__eperm_of_others, tc)
{

	atf_tc_set_md_var(tc, "require.user", "unprivileged");
}
ATF_TC_BODY(cpuset_setaffinity__eperm_of_others, tc)
{
	cpuset_t set = only(0);

	ATF_CHECK_ERRNO(EPERM, cpuset_setaffinity(CPU_LEVEL_WHICH,
	    CPU_WHICH_PID, 1, LEN, &set) == -1);
	ATF_CHECK_EQ(0, cpuset_setaffinity(SELF, LEN, &set));
}

ATF_TC_WITHOUT_HEAD(cpuset_setaffinity__erange);
ATF_TC_BODY(cpuset_setaffinity__erange, tc)
{
	cpuset_t set = only(0);

	ATF_CHECK_ERRNO(ERANGE, cpuset_setaffinity(SELF, 8, &set) == -1);
}

ATF_TC_WITHOUT_HEAD(cpuset_setaffinity__esrch);
ATF_TC_BODY(cpuset_setaffinity__esrch, tc)
{
	cpuset_t set = only(0);

	ATF_CHECK_ERRNO(ESRCH, cpuset_setaffinity(CPU_LEVEL_WHICH,
	    CPU_WHICH_PID, 99999, LEN, &set) == -1);
	ATF_CHECK_ERRNO(ESRCH, cpuset_setaffinity(CPU_LEVEL_WHICH,
	    CPU_WHICH_TID, 7, LEN, &set) == -1);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, cpuset_getaffinity__all_by_default);
	ATF_TP_ADD_TC(tp, cpuset_setaffinity__moves_and_is_inherited);
	ATF_TP_ADD_TC(tp, cpuset_setaffinity__of_another_process);
	ATF_TP_ADD_TC(tp, cpuset_setaffinity__of_one_thread);
	ATF_TP_ADD_TC(tp,
	    cpuset_setaffinity__idle_cpus_pass_over_pinned_threads);
	ATF_TP_ADD_TC(tp, cpuset_getaffinity__efault);
	ATF_TP_ADD_TC(tp, cpuset_getaffinity__einval);
	ATF_TP_ADD_TC(tp, cpuset_getaffinity__eperm_of_others);
	ATF_TP_ADD_TC(tp, cpuset_getaffinity__erange);
	ATF_TP_ADD_TC(tp, cpuset_getaffinity__esrch);
	ATF_TP_ADD_TC(tp, cpuset_setaffinity__edeadlk);
	ATF_TP_ADD_TC(tp, cpuset_setaffinity__efault);
	ATF_TP_ADD_TC(tp, cpuset_setaffinity__einval);
	ATF_TP_ADD_TC(tp, cpuset_setaffinity__eperm_of_others);
	ATF_TP_ADD_TC(tp, cpuset_setaffinity__erange);
	ATF_TP_ADD_TC(tp, cpuset_setaffinity__esrch);
	return (atf_no_error());
}
