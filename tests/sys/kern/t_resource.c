/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * getrlimit(2), setrlimit(2), getrusage(2), getpriority(2), setpriority(2),
 * sched_yield(2), reboot(2), sysarch(2), and calls that do not exist.
 */

#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/sysctl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <machine/sysarch.h>
#include <sched.h>
#include "h_kern.h"

ATF_TC_WITHOUT_HEAD(setrlimit__is_inherited_and_private);
ATF_TC_BODY(setrlimit__is_inherited_and_private, tc)
{
	struct rlimit rl, back;
	int status;
	pid_t pid;

	ATF_REQUIRE_EQ(0, getrlimit(RLIMIT_CORE, &rl));
	ATF_CHECK(rl.rlim_cur <= rl.rlim_max);
	rl.rlim_cur = 12345;
	ATF_REQUIRE_EQ(0, setrlimit(RLIMIT_CORE, &rl));
	pid = fork();
	if (pid == 0) {
		WANT(getrlimit(RLIMIT_CORE, &rl) == 0);
		WANT(rl.rlim_cur == 12345);
		rl.rlim_cur = 1;
		WANT(setrlimit(RLIMIT_CORE, &rl) == 0);
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(0, status);
	ATF_REQUIRE_EQ(0, getrlimit(RLIMIT_CORE, &back));
	ATF_CHECK_EQ(12345, back.rlim_cur);
}

ATF_TC_WITHOUT_HEAD(getrlimit__efault_when_the_pointer_is_bad);
ATF_TC_BODY(getrlimit__efault_when_the_pointer_is_bad, tc)
{

	ATF_CHECK_ERRNO(EFAULT, getrlimit(RLIMIT_CPU, BADPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(getrlimit__einval_when_there_is_no_such_limit);
ATF_TC_BODY(getrlimit__einval_when_there_is_no_such_limit, tc)
{
	struct rlimit rl;

	ATF_CHECK_ERRNO(EINVAL, getrlimit(RLIM_NLIMITS, &rl) == -1);
	ATF_CHECK_ERRNO(EINVAL, getrlimit(-1, &rl) == -1);
}

ATF_TC_WITHOUT_HEAD(setrlimit__efault_when_the_pointer_is_bad);
ATF_TC_BODY(setrlimit__efault_when_the_pointer_is_bad, tc)
{

	ATF_CHECK_ERRNO(EFAULT, setrlimit(RLIMIT_CPU, BADPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(setrlimit__einval_when_arguments_are_bad);
ATF_TC_BODY(setrlimit__einval_when_arguments_are_bad, tc)
{
	struct rlimit rl = { 10, 10 }, bad = { 11, 10 }, old, back;

	ATF_CHECK_ERRNO(EINVAL, setrlimit(RLIM_NLIMITS, &rl) == -1);
	ATF_CHECK_ERRNO(EINVAL, setrlimit(-1, &rl) == -1);
	ATF_REQUIRE_EQ(0, getrlimit(RLIMIT_CORE, &old));
	ATF_CHECK_ERRNO(EINVAL, setrlimit(RLIMIT_CORE, &bad) == -1);
	ATF_REQUIRE_EQ(0, getrlimit(RLIMIT_CORE, &back));
	ATF_CHECK_EQ(old.rlim_cur, back.rlim_cur);
}

static void
child_rlimit(void)
{
	struct rlimit rl = { 10, 20 };

	WANT(setrlimit(RLIMIT_CORE, &rl) == 0);
	rl.rlim_max = 21;
	WANT_ERRNO(EPERM, setrlimit(RLIMIT_CORE, &rl) == -1);
	rl = (struct rlimit){ 20, 20 };
	WANT(setrlimit(RLIMIT_CORE, &rl) == 0);
	WANT(getrlimit(RLIMIT_CORE, &rl) == 0 && rl.rlim_max == 20);
}

ATF_TC(setrlimit__eperm_when_raising_the_hard_limit);
ATF_TC_HEAD(setrlimit__eperm_when_raising_the_hard_limit, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(setrlimit__eperm_when_raising_the_hard_limit, tc)
{

	in_child(NOBODY, child_rlimit);
}

ATF_TC_WITHOUT_HEAD(setrlimit__cpu_time);
ATF_TC_BODY(setrlimit__cpu_time, tc)
{
	struct rlimit rl = { 1, 2 };
	int status;
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		WANT(setrlimit(RLIMIT_CPU, &rl) == 0);
		for (;;)
			continue;
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK(WIFSIGNALED(status));
	ATF_CHECK_EQ(SIGXCPU, WTERMSIG(status));
	pid = fork();
	if (pid == 0) {
		signal(SIGXCPU, SIG_IGN);
		WANT(setrlimit(RLIMIT_CPU, &rl) == 0);
		for (;;)
			continue;
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(SIGKILL, WTERMSIG(status));
}

ATF_TC_WITHOUT_HEAD(getrusage__counts);
ATF_TC_BODY(getrusage__counts, tc)
{
	struct rusage a, b;
	clock_t end;
	pid_t pid;
	int i;

	catch_signal(SIGUSR1, 0);
	ATF_REQUIRE_EQ(0, getrusage(RUSAGE_SELF, &a));
	raise(SIGUSR1);
	/* Several: a busy machine may be late for one. */
	for (i = 0; i < 10; i++)
		msleep(10);
	end = clock() + CLOCKS_PER_SEC / 10;
	while (clock() < end)
		continue;
	ATF_REQUIRE_EQ(0, getrusage(RUSAGE_SELF, &b));
	ATF_CHECK(b.ru_nsignals > a.ru_nsignals);
	ATF_CHECK(b.ru_nvcsw > a.ru_nvcsw);
	ATF_CHECK(b.ru_maxrss > 0);
	ATF_CHECK(b.ru_minflt > 0);
	ATF_CHECK(b.ru_utime.tv_usec + b.ru_stime.tv_usec +
	    1000000 * (b.ru_utime.tv_sec + b.ru_stime.tv_sec) >= 100000);
	ATF_REQUIRE_EQ(0, getrusage(RUSAGE_THREAD, &b));
	ATF_REQUIRE_EQ(0, getrusage(RUSAGE_CHILDREN, &a));
	pid = fork();
	if (pid == 0) {
		end = clock() + CLOCKS_PER_SEC / 10;
		while (clock() < end)
			continue;
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
	ATF_REQUIRE_EQ(0, getrusage(RUSAGE_CHILDREN, &b));
	ATF_CHECK(timercmp(&b.ru_utime, &a.ru_utime, >) ||
	    timercmp(&b.ru_stime, &a.ru_stime, >));
}

ATF_TC_WITHOUT_HEAD(getrusage__counts_requests_to_disks);
ATF_TC_BODY(getrusage__counts_requests_to_disks, tc)
{
	char name[] = "/root/rusage.XXXXXX";
	struct rusage a, b;
	int fd, one = 1;
	char c = 'x';

	ATF_REQUIRE((fd = mkstemp(name)) != -1);
	ATF_REQUIRE_EQ(0, unlink(name));
	ATF_REQUIRE_EQ(0, getrusage(RUSAGE_SELF, &a));
	ATF_REQUIRE_EQ(1, write(fd, &c, 1));
	ATF_REQUIRE_EQ(0, fsync(fd));
	ATF_REQUIRE_EQ(0, getrusage(RUSAGE_SELF, &b));
	ATF_CHECK(b.ru_oublock > a.ru_oublock);
	ATF_REQUIRE_EQ(0, sysctlbyname("vm.reclaim", NULL, NULL, &one,
	    sizeof(one)));
	ATF_REQUIRE_EQ(0, getrusage(RUSAGE_SELF, &a));
	ATF_REQUIRE_EQ(1, pread(fd, &c, 1, 0));
	ATF_REQUIRE_EQ(0, getrusage(RUSAGE_SELF, &b));
	ATF_CHECK(b.ru_inblock > a.ru_inblock);
	ATF_REQUIRE_EQ(1, pread(fd, &c, 1, 0));
	ATF_REQUIRE_EQ(0, getrusage(RUSAGE_SELF, &a));
	ATF_CHECK_EQ(a.ru_inblock, b.ru_inblock);
	ATF_CHECK_EQ(a.ru_oublock, b.ru_oublock);
}

ATF_TC_WITHOUT_HEAD(getrusage__efault_when_the_pointer_is_bad);
ATF_TC_BODY(getrusage__efault_when_the_pointer_is_bad, tc)
{

	ATF_CHECK_ERRNO(EFAULT, getrusage(RUSAGE_SELF, BADPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(getrusage__einval_when_who_is_bad);
ATF_TC_BODY(getrusage__einval_when_who_is_bad, tc)
{
	struct rusage ru;

	ATF_CHECK_ERRNO(EINVAL, getrusage(2, &ru) == -1);
	ATF_CHECK_ERRNO(EINVAL, getrusage(-2, &ru) == -1);
}

static void
child_prio(void)
{
	int i;

	for (i = -20; i <= 20; i++) {
		WANT(setpriority(PRIO_PROCESS, 0, i) == 0);
		errno = 0;
		WANT(getpriority(PRIO_PROCESS, getpid()) == i && errno == 0);
	}
	WANT(setpriority(PRIO_PROCESS, 0, 100) == 0);
	WANT(getpriority(PRIO_PROCESS, 0) == PRIO_MAX);
	WANT(setpriority(PRIO_PROCESS, 0, -3) == 0);
	WANT(setpgid(0, 0) == 0);
	WANT(getpriority(PRIO_PGRP, 0) == -3);
	WANT(setpriority(PRIO_PGRP, getpid(), 6) == 0);
	WANT(getpriority(PRIO_PROCESS, 0) == 6);
	WANT(setuid(12321) == 0);
	WANT(getpriority(PRIO_USER, 0) == 6);
	WANT(setpriority(PRIO_USER, 12321, 7) == 0);
	WANT(getpriority(PRIO_PROCESS, 0) == 7);
}

ATF_TC(setpriority__all_values);
ATF_TC_HEAD(setpriority__all_values, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(setpriority__all_values, tc)
{

	in_child(0, child_prio);
}

ATF_TC_WITHOUT_HEAD(getpriority__einval_when_which_is_bad);
ATF_TC_BODY(getpriority__einval_when_which_is_bad, tc)
{

	ATF_CHECK_ERRNO(EINVAL, getpriority(3, 0) == -1);
	ATF_CHECK_ERRNO(EINVAL, getpriority(-1, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(getpriority__esrch_when_there_is_no_process);
ATF_TC_BODY(getpriority__esrch_when_there_is_no_process, tc)
{

	ATF_CHECK_ERRNO(ESRCH, getpriority(PRIO_PROCESS, NOPID) == -1);
	ATF_CHECK_ERRNO(ESRCH, getpriority(PRIO_PGRP, NOPID) == -1);
	ATF_CHECK_ERRNO(ESRCH, getpriority(PRIO_USER, 987654) == -1);
}

ATF_TC_WITHOUT_HEAD(setpriority__einval_when_which_is_bad);
ATF_TC_BODY(setpriority__einval_when_which_is_bad, tc)
{

	ATF_CHECK_ERRNO(EINVAL, setpriority(3, 0, 0) == -1);
}

ATF_TC_WITHOUT_HEAD(setpriority__esrch_when_there_is_no_process);
ATF_TC_BODY(setpriority__esrch_when_there_is_no_process, tc)
{

	ATF_CHECK_ERRNO(ESRCH, setpriority(PRIO_PROCESS, NOPID, 0) == -1);
}

static void
child_prio_eacces(void)
{

	WANT(setpriority(PRIO_PROCESS, 0, 5) == 0);
	WANT_ERRNO(EACCES, setpriority(PRIO_PROCESS, 0, 4) == -1);
	WANT(getpriority(PRIO_PROCESS, 0) == 5);
	WANT_ERRNO(EPERM, setpriority(PRIO_PROCESS, 1, 10) == -1);
	WANT_ERRNO(EPERM, setpriority(PRIO_PROCESS, getppid(), 10) == -1);
}

ATF_TC(setpriority__eacces_when_lowering);
ATF_TC_HEAD(setpriority__eacces_when_lowering, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(setpriority__eacces_when_lowering, tc)
{

	in_child(NOBODY, child_prio_eacces);
}

ATF_TC(setpriority__eperm_when_it_is_anothers);
ATF_TC_HEAD(setpriority__eperm_when_it_is_anothers, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(setpriority__eperm_when_it_is_anothers, tc)
{

	in_child(NOBODY, child_prio_eacces);
}

ATF_TC_WITHOUT_HEAD(sched_yield__returns);
ATF_TC_BODY(sched_yield__returns, tc)
{

	ATF_CHECK_EQ(0, sched_yield());
}

static void
child_reboot(void)
{

	WANT_ERRNO(EPERM, reboot(RB_AUTOBOOT) == -1);
	WANT_ERRNO(EPERM, reboot(0x40000000) == -1);
}

ATF_TC(reboot__eperm_when_not_root);
ATF_TC_HEAD(reboot__eperm_when_not_root, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(reboot__eperm_when_not_root, tc)
{

	in_child(NOBODY, child_reboot);
}

ATF_TC(reboot__einval_when_flags_are_unknown);
ATF_TC_HEAD(reboot__einval_when_flags_are_unknown, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(reboot__einval_when_flags_are_unknown, tc)
{

	ATF_CHECK_ERRNO(EINVAL, reboot(0x40000000) == -1);
}

int	__sys_sysarch(int, void *);

ATF_TC_WITHOUT_HEAD(sysarch__einval_when_the_operation_is_unknown);
ATF_TC_BODY(sysarch__einval_when_the_operation_is_unknown, tc)
{
	unsigned long base = 0xffff800000000000UL;

	ATF_CHECK_ERRNO(EINVAL, __sys_sysarch(9999, &base) == -1);
	ATF_CHECK_ERRNO(EINVAL, __sys_sysarch(AMD64_SET_FSBASE, &base) == -1);
	ATF_CHECK_EQ(0, __sys_sysarch(AMD64_GET_FSBASE, &base));
	ATF_CHECK(base != 0 && base != 0xffff800000000000UL);
}

ATF_TC_WITHOUT_HEAD(sysarch__efault_when_the_pointer_is_bad);
ATF_TC_BODY(sysarch__efault_when_the_pointer_is_bad, tc)
{

	ATF_CHECK_ERRNO(EFAULT, __sys_sysarch(AMD64_GET_FSBASE, BADPTR) == -1);
	ATF_CHECK_ERRNO(EFAULT, __sys_sysarch(AMD64_SET_FSBASE, BADPTR) == -1);
}

static long
raw_syscall(long nr)
{
	long result;

	__asm__ volatile("syscall" : "=a" (result) : "a" (nr), "D" (0L),
	    "S" (0L), "d" (0L) : "rcx", "r11", "memory");
	return (result);
}

ATF_TC_WITHOUT_HEAD(syscall__unknown_numbers);
ATF_TC_BODY(syscall__unknown_numbers, tc)
{
	static const long numbers[] = { 0, SYS_MAXSYSCALL, 1000, -1, INT64_MIN,
	    INT64_MAX, 1L << 32 };
	int status;
	size_t i;
	pid_t pid;

	catch_signal(SIGSYS, 0);
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		h_caught = 0;
		ATF_CHECK_EQ(-ENOSYS, raw_syscall(numbers[i]));
		ATF_CHECK_EQ(SIGSYS, h_caught);
	}
	pid = fork();
	if (pid == 0) {
		signal(SIGSYS, SIG_DFL);
		raw_syscall(0);
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, setrlimit__is_inherited_and_private);
	ATF_TP_ADD_TC(tp, getrlimit__efault_when_the_pointer_is_bad);
	ATF_TP_ADD_TC(tp, getrlimit__einval_when_there_is_no_such_limit);
	ATF_TP_ADD_TC(tp, setrlimit__efault_when_the_pointer_is_bad);
	ATF_TP_ADD_TC(tp, setrlimit__einval_when_arguments_are_bad);
	ATF_TP_ADD_TC(tp, setrlimit__eperm_when_raising_the_hard_limit);
	ATF_TP_ADD_TC(tp, setrlimit__cpu_time);
	ATF_TP_ADD_TC(tp, getrusage__counts);
	ATF_TP_ADD_TC(tp, getrusage__counts_requests_to_disks);
	ATF_TP_ADD_TC(tp, getrusage__efault_when_the_pointer_is_bad);
	ATF_TP_ADD_TC(tp, getrusage__einval_when_who_is_bad);
	ATF_TP_ADD_TC(tp, setpriority__all_values);
	ATF_TP_ADD_TC(tp, getpriority__einval_when_which_is_bad);
	ATF_TP_ADD_TC(tp, getpriority__esrch_when_there_is_no_process);
	ATF_TP_ADD_TC(tp, setpriority__einval_when_which_is_bad);
	ATF_TP_ADD_TC(tp, setpriority__esrch_when_there_is_no_process);
	ATF_TP_ADD_TC(tp, setpriority__eacces_when_lowering);
	ATF_TP_ADD_TC(tp, setpriority__eperm_when_it_is_anothers);
	ATF_TP_ADD_TC(tp, sched_yield__returns);
	ATF_TP_ADD_TC(tp, reboot__eperm_when_not_root);
	ATF_TP_ADD_TC(tp, reboot__einval_when_flags_are_unknown);
	ATF_TP_ADD_TC(tp, sysarch__einval_when_the_operation_is_unknown);
	ATF_TP_ADD_TC(tp, sysarch__efault_when_the_pointer_is_bad);
	ATF_TP_ADD_TC(tp, syscall__unknown_numbers);
	return (atf_no_error());
}
