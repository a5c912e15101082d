/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * vfork(2).
 */
#include <sys/param.h>
#include <sys/resource.h>
#include <fcntl.h>
#include <pthread.h>
#include "h_kern.h"

static volatile int shared;
static char *const noenv[] = { NULL };

/*
 * The wait status of pid.
 */
static int
status_of(pid_t pid)
{
	int status;

	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	return (status);
}

ATF_TC_WITHOUT_HEAD(vfork__shares_memory_until_exit);
ATF_TC_BODY(vfork__shares_memory_until_exit, tc)
{
	volatile int local = 1;
	pid_t pid;

	catch_signal(SIGCHLD, 0);
	pid = vfork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		shared = 2;
		local = 3;
		_exit(7);
	}
	/* All of it has happened, the signal too. */
	ATF_CHECK_EQ(2, shared);
	ATF_CHECK_EQ(3, local);
	ATF_CHECK_EQ(SIGCHLD, h_caught);
	ATF_CHECK_EQ(W_EXITCODE(7, 0), status_of(pid));
}

ATF_TC_WITHOUT_HEAD(vfork__parent_goes_on_after_exec);
ATF_TC_BODY(vfork__parent_goes_on_after_exec, tc)
{
	char *argv[] = { __DECONST(char *, "sh"), __DECONST(char *, "-c"),
	    __DECONST(char *, "read x && exit 9"), NULL };
	int fds[2];
	pid_t pid;

	ATF_REQUIRE_EQ(0, pipe(fds));
	shared = 0;
	pid = vfork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		shared = getpid();
		dup2(fds[0], 0);
		close(fds[0]);
		execve("/bin/sh", argv, noenv);
		_exit(1);
	}
	ATF_CHECK_EQ(pid, shared);
	/* Its descriptors are its own, and it runs. */
	ATF_CHECK_EQ(0, fcntl(fds[0], F_GETFD));
	ATF_REQUIRE_EQ(1, write(fds[1], "\n", 1));
	ATF_CHECK_EQ(W_EXITCODE(9, 0), status_of(pid));
}

ATF_TC_WITHOUT_HEAD(vfork__failed_exec);
ATF_TC_BODY(vfork__failed_exec, tc)
{
	pid_t pid;

	pid = vfork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		execve("nothing", noenv, noenv);
		/* The parent still waits. */
		shared = errno;
		_exit(0);
	}
	ATF_CHECK_EQ(ENOENT, shared);
	ATF_CHECK_EQ(0, status_of(pid));
}

ATF_TC_WITHOUT_HEAD(vfork__killed_child);
ATF_TC_BODY(vfork__killed_child, tc)
{
	pid_t pid;

	pid = vfork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		kill(getpid(), SIGKILL);
		_exit(0);
	}
	ATF_CHECK_EQ(SIGKILL, status_of(pid));
}

ATF_TC_WITHOUT_HEAD(vfork__returns_from_deep_calls);
ATF_TC_BODY(vfork__returns_from_deep_calls, tc)
{
	char big[4096];
	pid_t pid;
	int i;

	for (i = 0; i < 100; i++) {
		pid = vfork();
		ATF_REQUIRE(pid >= 0);
		if (pid == 0) {
			/* Uses the stack below the caller's frame. */
			(void)snprintf(big, sizeof(big), "%*d", 4000, i);
			_exit(i);
		}
		ATF_REQUIRE_EQ(i, atoi(big));
		ATF_REQUIRE_EQ(W_EXITCODE(i, 0), status_of(pid));
	}
}

/*
 * A child in vfork that sleeps until it reads something; the process that waits
 * for it in vfork is a child of ours.
 */
static pid_t
fork_waiter(int fds[2])
{
	pid_t pid;
	char c;

	ATF_REQUIRE_EQ(0, pipe(fds));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		catch_signal(SIGUSR1, 0);
		shared = 0;
		pid = vfork();
		WANT(pid >= 0);
		if (pid == 0) {
			while (read(fds[0], &c, 1) != 1)
				continue;
			shared = h_caught;
			_exit(0);
		}
		WANT(waitpid(pid, NULL, 0) == pid);
		/* No handler ran while the stack was the child's. */
		_exit(shared == 0 && h_caught == SIGUSR1 ? 3 :
		    shared == 0 ? 0 : 4);
	}
	await_sleep(pid);
	return (pid);
}

ATF_TC_WITHOUT_HEAD(vfork__handler_runs_afterwards);
ATF_TC_BODY(vfork__handler_runs_afterwards, tc)
{
	int fds[2];
	pid_t pid;

	pid = fork_waiter(fds);
	ATF_REQUIRE_EQ(0, kill(pid, SIGUSR1));
	msleep(20);
	ATF_CHECK_EQ(0, waitpid(pid, NULL, WNOHANG));
	ATF_REQUIRE_EQ(1, write(fds[1], "x", 1));
	ATF_CHECK_EQ(W_EXITCODE(3, 0), status_of(pid));
}

ATF_TC_WITHOUT_HEAD(vfork__parent_is_killed);
ATF_TC_BODY(vfork__parent_is_killed, tc)
{
	static const int sigs[] = { SIGKILL, SIGTERM, SIGHUP };
	int fds[2];
	pid_t pid;
	size_t i;

	for (i = 0; i < nitems(sigs); i++) {
		pid = fork_waiter(fds);
		ATF_REQUIRE_EQ(0, kill(pid, sigs[i]));
		ATF_CHECK_EQ(sigs[i], status_of(pid));
		/* The child has the memory to itself, and ends. */
		ATF_REQUIRE_EQ(0, close(fds[0]));
		ATF_REQUIRE_EQ(1, write(fds[1], "x", 1));
		ATF_REQUIRE_EQ(0, close(fds[1]));
	}
}

ATF_TC_WITHOUT_HEAD(vfork__parent_stops_and_continues);
ATF_TC_BODY(vfork__parent_stops_and_continues, tc)
{
	int fds[2], status;
	pid_t pid;

	pid = fork_waiter(fds);
	ATF_REQUIRE_EQ(0, kill(pid, SIGSTOP));
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, WUNTRACED));
	ATF_CHECK(WIFSTOPPED(status));
	ATF_REQUIRE_EQ(1, write(fds[1], "x", 1));
	msleep(20);
	ATF_CHECK_EQ(0, waitpid(pid, NULL, WNOHANG));
	ATF_REQUIRE_EQ(0, kill(pid, SIGCONT));
	ATF_CHECK_EQ(0, status_of(pid));
}

ATF_TC_WITHOUT_HEAD(vfork__child_does_not_stop_before_exec);
ATF_TC_BODY(vfork__child_does_not_stop_before_exec, tc)
{
	static const int sigs[] = { SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU };
	char *argv[] = { __DECONST(char *, "true"), NULL };
	int status;
	pid_t pid;
	size_t i;

	for (i = 0; i < nitems(sigs); i++) {
		pid = vfork();
		ATF_REQUIRE(pid >= 0);
		if (pid == 0) {
			kill(getpid(), sigs[i]);
			shared = sigs[i];
			execve("/bin/true", argv, noenv);
			_exit(1);
		}
		/* We are here, so it went on. */
		ATF_CHECK_EQ(sigs[i], shared);
		if (sigs[i] == SIGSTOP) {
			ATF_REQUIRE_EQ(pid, waitpid(pid, &status, WUNTRACED));
			ATF_CHECK(WIFSTOPPED(status));
		}
		ATF_REQUIRE_EQ(0, kill(pid, SIGCONT));
		ATF_CHECK_EQ(0, status_of(pid));
	}
}

ATF_TC_WITHOUT_HEAD(vfork__within_vfork);
ATF_TC_BODY(vfork__within_vfork, tc)
{
	static volatile pid_t inner;
	static volatile int status;
	pid_t pid;

	pid = vfork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		inner = vfork();
		if (inner == 0)
			_exit(5);
		/* A grandchild sleeps for nobody but its parent. */
		if (waitpid(inner, __DEVOLATILE(int *, &status), 0) != inner)
			_exit(1);
		_exit(6);
	}
	ATF_CHECK_EQ(W_EXITCODE(6, 0), status_of(pid));
	ATF_CHECK_EQ(W_EXITCODE(5, 0), status);
}

static void *
count(void *arg)
{
	volatile int *go = arg;

	while (*go == 1)
		shared++;
	return (NULL);
}

ATF_TC_WITHOUT_HEAD(vfork__other_threads_run_on);
ATF_TC_BODY(vfork__other_threads_run_on, tc)
{
	static volatile int go = 1, seen;
	pthread_t thread;
	pid_t pid;

	ATF_REQUIRE_EQ(0, pthread_create(&thread, NULL, count,
	    __DEVOLATILE(int *, &go)));
	pid = vfork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		seen = shared;
		while (shared == seen)
			continue;
		_exit(0);
	}
	go = 0;
	ATF_REQUIRE_EQ(0, pthread_join(thread, NULL));
	ATF_CHECK_EQ(0, status_of(pid));
}

static void *
vfork_blocked(void *arg)
{
	int fd = *(int *)arg;
	pid_t pid;
	char c;

	pid = vfork();
	if (pid == 0) {
		(void)read(fd, &c, 1);
		_exit(0);
	}
	return (NULL);
}

ATF_TC_WITHOUT_HEAD(vfork__exit_and_exec_of_another_thread);
ATF_TC_BODY(vfork__exit_and_exec_of_another_thread, tc)
{
	char *argv[] = { __DECONST(char *, "true"), NULL };
	pthread_t thread;
	int fds[2], i;
	pid_t pid;

	for (i = 0; i < 2; i++) {
		ATF_REQUIRE_EQ(0, pipe(fds));
		pid = fork();
		ATF_REQUIRE(pid >= 0);
		if (pid == 0) {
			close(fds[1]);
			WANT(pthread_create(&thread, NULL, vfork_blocked,
			    &fds[0]) == 0);
			msleep(20);
			if (i == 0)
				_exit(0);
			execve("/bin/true", argv, noenv);
			_exit(1);
		}
		ATF_CHECK_EQ(0, status_of(pid));
		close(fds[0]);
		close(fds[1]);
	}
}

static void
child_nproc(void)
{
	struct rlimit rl = { 1, 1 };

	WANT(setrlimit(RLIMIT_NPROC, &rl) == 0);
	WANT_ERRNO(EAGAIN, vfork() == -1);
	WANT_ERRNO(ECHILD, waitpid(-1, NULL, WNOHANG) == -1);
}

ATF_TC(vfork__eagain_when_nproc_limit_is_reached);
ATF_TC_HEAD(vfork__eagain_when_nproc_limit_is_reached, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(vfork__eagain_when_nproc_limit_is_reached, tc)
{

	in_child(NOBODY, child_nproc);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, vfork__shares_memory_until_exit);
	ATF_TP_ADD_TC(tp, vfork__parent_goes_on_after_exec);
	ATF_TP_ADD_TC(tp, vfork__failed_exec);
	ATF_TP_ADD_TC(tp, vfork__killed_child);
	ATF_TP_ADD_TC(tp, vfork__returns_from_deep_calls);
	ATF_TP_ADD_TC(tp, vfork__handler_runs_afterwards);
	ATF_TP_ADD_TC(tp, vfork__parent_is_killed);
	ATF_TP_ADD_TC(tp, vfork__parent_stops_and_continues);
	ATF_TP_ADD_TC(tp, vfork__child_does_not_stop_before_exec);
	ATF_TP_ADD_TC(tp, vfork__within_vfork);
	ATF_TP_ADD_TC(tp, vfork__other_threads_run_on);
	ATF_TP_ADD_TC(tp, vfork__exit_and_exec_of_another_thread);
	ATF_TP_ADD_TC(tp, vfork__eagain_when_nproc_limit_is_reached);
	return (atf_no_error());
}
