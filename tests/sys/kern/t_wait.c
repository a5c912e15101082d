/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * wait6(2) and its relatives.
 */

#include <sys/resource.h>
#include <pthread.h>
#include "h_kern.h"

static pid_t
spawn_exit(int code)
{
	pid_t pid;

	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0)
		_exit(code);
	return (pid);
}

static pid_t
spawn_pause(void)
{
	pid_t pid;

	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		for (;;)
			pause();
	}
	return (pid);
}

ATF_TC_WITHOUT_HEAD(wait6__exit_status_and_siginfo);
ATF_TC_BODY(wait6__exit_status_and_siginfo, tc)
{
	struct wrusage wru;
	siginfo_t info;
	int status;
	pid_t pid;

	pid = spawn_exit(42);
	ATF_REQUIRE_EQ(pid, wait6(P_PID, pid, &status, WEXITED, &wru, &info));
	ATF_CHECK(WIFEXITED(status));
	ATF_CHECK_EQ(42, WEXITSTATUS(status));
	ATF_CHECK_EQ(SIGCHLD, info.si_signo);
	ATF_CHECK_EQ(CLD_EXITED, info.si_code);
	ATF_CHECK_EQ(pid, info.si_pid);
	ATF_CHECK_EQ(getuid(), info.si_uid);
	ATF_CHECK_EQ(42, info.si_status);
	ATF_CHECK(wru.wru_self.ru_maxrss > 0);
}

ATF_TC_WITHOUT_HEAD(wait6__killed);
ATF_TC_BODY(wait6__killed, tc)
{
	siginfo_t info;
	int status;
	pid_t pid;

	pid = spawn_pause();
	ATF_REQUIRE_EQ(0, kill(pid, SIGTERM));
	ATF_REQUIRE_EQ(pid, wait6(P_PID, pid, &status, WEXITED, NULL, &info));
	ATF_CHECK(WIFSIGNALED(status));
	ATF_CHECK_EQ(SIGTERM, WTERMSIG(status));
	ATF_CHECK_EQ(CLD_KILLED, info.si_code);
	ATF_CHECK_EQ(SIGTERM, info.si_status);
}

ATF_TC_WITHOUT_HEAD(wait6__stop_and_continue);
ATF_TC_BODY(wait6__stop_and_continue, tc)
{
	siginfo_t info;
	int status;
	pid_t pid;

	pid = spawn_pause();
	ATF_REQUIRE_EQ(0, kill(pid, SIGSTOP));
	ATF_REQUIRE_EQ(pid, wait6(P_PID, pid, &status, WUNTRACED, NULL,
	    &info));
	ATF_CHECK(WIFSTOPPED(status));
	ATF_CHECK_EQ(SIGSTOP, WSTOPSIG(status));
	ATF_CHECK_EQ(CLD_STOPPED, info.si_code);
	ATF_CHECK_EQ(SIGSTOP, info.si_status);
	/* Told once. */
	ATF_CHECK_EQ(0, wait6(P_PID, pid, &status, WUNTRACED | WNOHANG, NULL,
	    NULL));
	ATF_REQUIRE_EQ(0, kill(pid, SIGCONT));
	ATF_REQUIRE_EQ(pid, wait6(P_PID, pid, &status, WCONTINUED, NULL,
	    &info));
	ATF_CHECK(WIFCONTINUED(status));
	ATF_CHECK_EQ(CLD_CONTINUED, info.si_code);
	ATF_CHECK_EQ(SIGCONT, info.si_status);
	ATF_CHECK_EQ(0, wait6(P_PID, pid, &status, WCONTINUED | WNOHANG, NULL,
	    NULL));
	ATF_REQUIRE_EQ(0, kill(pid, SIGKILL));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(SIGKILL, WTERMSIG(status));
}

ATF_TC_WITHOUT_HEAD(wait6__kill_while_stopped);
ATF_TC_BODY(wait6__kill_while_stopped, tc)
{
	int status;
	pid_t pid;

	pid = spawn_pause();
	ATF_REQUIRE_EQ(0, kill(pid, SIGSTOP));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, WUNTRACED));
	/* SIGTERM waits until it is continued. */
	ATF_REQUIRE_EQ(0, kill(pid, SIGTERM));
	msleep(50);
	ATF_CHECK_EQ(0, waitpid(pid, &status, WNOHANG));
	ATF_REQUIRE_EQ(0, kill(pid, SIGCONT));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(SIGTERM, WTERMSIG(status));
	/* SIGKILL does not. */
	pid = spawn_pause();
	ATF_REQUIRE_EQ(0, kill(pid, SIGSTOP));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, WUNTRACED));
	ATF_REQUIRE_EQ(0, kill(pid, SIGKILL));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK_EQ(SIGKILL, WTERMSIG(status));
}

ATF_TC_WITHOUT_HEAD(wait6__wnohang);
ATF_TC_BODY(wait6__wnohang, tc)
{
	siginfo_t info;
	int status = 77;
	pid_t pid;

	pid = spawn_pause();
	memset(&info, 0xff, sizeof(info));
	ATF_CHECK_EQ(0, wait6(P_PID, pid, &status, WEXITED | WNOHANG, NULL,
	    &info));
	ATF_CHECK_EQ(0, info.si_pid);
	ATF_CHECK_EQ(0, info.si_signo);
	ATF_CHECK_EQ(77, status);
	kill(pid, SIGKILL);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(wait6__wnowait);
ATF_TC_BODY(wait6__wnowait, tc)
{
	int status, i;
	pid_t pid;

	pid = spawn_exit(3);
	for (i = 0; i < 3; i++) {
		ATF_REQUIRE_EQ(pid, wait6(P_PID, pid, &status,
		    WEXITED | WNOWAIT, NULL, NULL));
		ATF_CHECK_EQ(3, WEXITSTATUS(status));
	}
	ATF_REQUIRE_EQ(pid, wait6(P_PID, pid, &status, WEXITED, NULL, NULL));
	ATF_CHECK_ERRNO(ECHILD, wait6(P_PID, pid, &status, WEXITED, NULL,
	    NULL) == -1);
}

ATF_TC_WITHOUT_HEAD(wait6__groups);
ATF_TC_BODY(wait6__groups, tc)
{
	int status;
	pid_t a, b;

	a = spawn_pause();
	ATF_REQUIRE_EQ(0, setpgid(a, a));
	b = spawn_exit(5);
	/* a is not in our group, b is. */
	ATF_REQUIRE_EQ(b, wait6(P_PGID, 0, &status, WEXITED, NULL, NULL));
	ATF_CHECK_EQ(5, WEXITSTATUS(status));
	ATF_CHECK_ERRNO(ECHILD, wait6(P_PGID, 0, &status, WEXITED, NULL,
	    NULL) == -1);
	kill(a, SIGKILL);
	ATF_REQUIRE_EQ(a, wait6(P_PGID, a, &status, WEXITED, NULL, NULL));
}

ATF_TC_WITHOUT_HEAD(wait6__any);
ATF_TC_BODY(wait6__any, tc)
{
	int i, seen = 0, status;

	for (i = 0; i < 5; i++)
		(void)spawn_exit(i);
	for (i = 0; i < 5; i++) {
		ATF_REQUIRE(wait6(P_ALL, 0, &status, WEXITED, NULL, NULL) > 0);
		seen |= 1 << WEXITSTATUS(status);
	}
	ATF_CHECK_EQ(0x1f, seen);
}

static int64_t
used_us(const struct rusage *ru)
{

	return ((ru->ru_utime.tv_sec + ru->ru_stime.tv_sec) * 1000000 +
	    ru->ru_utime.tv_usec + ru->ru_stime.tv_usec);
}

ATF_TC_WITHOUT_HEAD(wait6__rusage_of_descendants);
ATF_TC_BODY(wait6__rusage_of_descendants, tc)
{
	struct timespec start, done;
	struct wrusage wru;
	volatile unsigned long n;
	clock_t end;
	pid_t pid;

	ATF_REQUIRE_EQ(0, clock_gettime(CLOCK_MONOTONIC, &start));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		pid = fork();
		if (pid == 0) {
			end = clock() + CLOCKS_PER_SEC * 3 / 10;
			for (n = 0; clock() < end; n++)
				continue;
			_exit(0);
		}
		WANT(waitpid(pid, NULL, 0) == pid);
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, wait6(P_PID, pid, NULL, WEXITED, &wru, NULL));
	ATF_REQUIRE_EQ(0, clock_gettime(CLOCK_MONOTONIC, &done));
	ATF_CHECK(used_us(&wru.wru_children) >= 100000);
	/* It slept meanwhile. */
	ATF_CHECK((done.tv_sec - start.tv_sec) * 1000000 + (done.tv_nsec -
	    start.tv_nsec) / 1000 - used_us(&wru.wru_self) >= 100000);
}

ATF_TC_WITHOUT_HEAD(wait6__echild_when_there_is_no_child);
ATF_TC_BODY(wait6__echild_when_there_is_no_child, tc)
{

	ATF_CHECK_ERRNO(ECHILD, wait6(P_ALL, 0, NULL, WEXITED, NULL,
	    NULL) == -1);
	ATF_CHECK_ERRNO(ECHILD, wait6(P_PID, getppid(), NULL, WEXITED, NULL,
	    NULL) == -1);
	ATF_CHECK_ERRNO(ECHILD, wait6(P_PID, NOPID, NULL, WEXITED, NULL,
	    NULL) == -1);
	ATF_CHECK_ERRNO(ECHILD, wait6(P_PID, 1, NULL, WEXITED | WNOHANG, NULL,
	    NULL) == -1);
}

ATF_TC_WITHOUT_HEAD(wait6__efault_when_status_is_bad);
ATF_TC_BODY(wait6__efault_when_status_is_bad, tc)
{

	(void)spawn_exit(0);
	ATF_CHECK_ERRNO(EFAULT, wait6(P_ALL, 0, BADPTR, WEXITED, NULL,
	    NULL) == -1);
	(void)spawn_exit(0);
	ATF_CHECK_ERRNO(EFAULT, wait6(P_ALL, 0, NULL, WEXITED, BADPTR,
	    NULL) == -1);
	(void)spawn_exit(0);
	ATF_CHECK_ERRNO(EFAULT, wait6(P_ALL, 0, NULL, WEXITED, NULL,
	    KERNPTR) == -1);
}

ATF_TC_WITHOUT_HEAD(wait6__eintr_when_a_signal_is_caught);
ATF_TC_BODY(wait6__eintr_when_a_signal_is_caught, tc)
{
	pid_t pid, other;

	catch_signal(SIGUSR1, 0);
	pid = spawn_pause();
	other = signal_asleep(SIGUSR1);
	ATF_CHECK_ERRNO(EINTR, wait6(P_PID, pid, NULL, WEXITED, NULL,
	    NULL) == -1);
	ATF_CHECK_EQ(SIGUSR1, h_caught);
	kill(pid, SIGKILL);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
	ATF_REQUIRE_EQ(other, waitpid(other, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(wait6__restarts);
ATF_TC_BODY(wait6__restarts, tc)
{
	pid_t parent = getpid(), pid;
	int status;

	catch_signal(SIGUSR1, SA_RESTART);
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		await_sleep(parent);
		WANT(kill(parent, SIGUSR1) == 0);
		await_sleep(parent);
		_exit(9);
	}
	ATF_REQUIRE_EQ(pid, wait6(P_PID, pid, &status, WEXITED, NULL, NULL));
	ATF_CHECK_EQ(SIGUSR1, h_caught);
	ATF_CHECK_EQ(9, WEXITSTATUS(status));
}

ATF_TC_WITHOUT_HEAD(wait6__einval_when_options_are_bad);
ATF_TC_BODY(wait6__einval_when_options_are_bad, tc)
{
	pid_t pid;

	pid = spawn_exit(0);
	ATF_CHECK_ERRNO(EINVAL, wait6(P_ALL, 0, NULL, 0, NULL, NULL) == -1);
	ATF_CHECK_ERRNO(EINVAL, wait6(P_ALL, 0, NULL, WNOHANG, NULL,
	    NULL) == -1);
	ATF_CHECK_ERRNO(EINVAL, wait6(P_ALL, 0, NULL, WEXITED | 0x4000, NULL,
	    NULL) == -1);
	ATF_CHECK_ERRNO(EINVAL, wait6((idtype_t)99, 0, NULL, WEXITED, NULL,
	    NULL) == -1);
	/* The child is still there. */
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(wait6__no_zombies_when_sigchld_is_ignored);
ATF_TC_BODY(wait6__no_zombies_when_sigchld_is_ignored, tc)
{
	struct sigaction sa;

	signal(SIGCHLD, SIG_IGN);
	(void)spawn_exit(0);
	ATF_CHECK_ERRNO(ECHILD, wait(NULL) == -1);
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = h_catch;
	sa.sa_flags = SA_NOCLDWAIT;
	ATF_REQUIRE_EQ(0, sigaction(SIGCHLD, &sa, NULL));
	(void)spawn_exit(0);
	while (wait(NULL) == -1 && errno == EINTR)
		continue;
	ATF_CHECK_EQ(ECHILD, errno);
}

#define	WAITERS	8

static void *
wait_for_own(void *arg)
{
	int i, status;
	pid_t pid;

	(void)arg;
	for (i = 0; i < 100; i++) {
		pid = fork();
		if (pid == 0)
			_exit(3);
		if (pid == -1 || waitpid(pid, &status, 0) != pid ||
		    !WIFEXITED(status) || WEXITSTATUS(status) != 3)
			return ("bad child");
	}
	return (NULL);
}

/* The news of a child is for all who wait. */
ATF_TC_WITHOUT_HEAD(wait6__many_threads);
ATF_TC_BODY(wait6__many_threads, tc)
{
	pthread_t t[WAITERS];
	void *rv;
	int i;

	for (i = 0; i < WAITERS; i++)
		ATF_REQUIRE_EQ(0, pthread_create(&t[i], NULL, wait_for_own,
		    NULL));
	for (i = 0; i < WAITERS; i++) {
		ATF_REQUIRE_EQ(0, pthread_join(t[i], &rv));
		ATF_CHECK_EQ(NULL, rv);
	}
	ATF_CHECK_ERRNO(ECHILD, wait(NULL) == -1);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, wait6__exit_status_and_siginfo);
	ATF_TP_ADD_TC(tp, wait6__killed);
	ATF_TP_ADD_TC(tp, wait6__stop_and_continue);
	ATF_TP_ADD_TC(tp, wait6__kill_while_stopped);
	ATF_TP_ADD_TC(tp, wait6__wnohang);
	ATF_TP_ADD_TC(tp, wait6__wnowait);
	ATF_TP_ADD_TC(tp, wait6__groups);
	ATF_TP_ADD_TC(tp, wait6__any);
	ATF_TP_ADD_TC(tp, wait6__rusage_of_descendants);
	ATF_TP_ADD_TC(tp, wait6__echild_when_there_is_no_child);
	ATF_TP_ADD_TC(tp, wait6__efault_when_status_is_bad);
	ATF_TP_ADD_TC(tp, wait6__eintr_when_a_signal_is_caught);
	ATF_TP_ADD_TC(tp, wait6__restarts);
	ATF_TP_ADD_TC(tp, wait6__einval_when_options_are_bad);
	ATF_TP_ADD_TC(tp, wait6__no_zombies_when_sigchld_is_ignored);
	ATF_TP_ADD_TC(tp, wait6__many_threads);
	return (atf_no_error());
}
