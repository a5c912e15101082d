/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * fork(2) and _exit(2).
 */

#include <sys/mman.h>
#include <sys/resource.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include "h_kern.h"

ATF_TC_WITHOUT_HEAD(fork__child_is_independent);
ATF_TC_BODY(fork__child_is_independent, tc)
{
	static volatile int data = 1;
	volatile int stack = 2;
	int status;
	pid_t pid;

	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		data = 10;
		stack = 20;
		_exit(data == 10 && stack == 20 ? 7 : 8);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
	ATF_CHECK(WIFEXITED(status));
	ATF_CHECK_EQ(7, WEXITSTATUS(status));
	ATF_CHECK_EQ(1, data);
	ATF_CHECK_EQ(2, stack);
}

ATF_TC_WITHOUT_HEAD(fork__ids_and_family);
ATF_TC_BODY(fork__ids_and_family, tc)
{
	pid_t self = getpid(), pid;
	int fds[2];
	pid_t told[4];

	ATF_REQUIRE_EQ(0, pipe(fds));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		told[0] = getpid();
		told[1] = getppid();
		told[2] = getpgid(0);
		told[3] = getsid(0);
		(void)write(fds[1], told, sizeof(told));
		_exit(0);
	}
	ATF_REQUIRE_EQ((ssize_t)sizeof(told), read(fds[0], told,
	    sizeof(told)));
	ATF_CHECK_EQ(pid, told[0]);
	ATF_CHECK(pid != self);
	ATF_CHECK_EQ(self, told[1]);
	ATF_CHECK_EQ(getpgid(0), told[2]);
	ATF_CHECK_EQ(getsid(0), told[3]);
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(fork__shares_files);
ATF_TC_BODY(fork__shares_files, tc)
{
	char c;
	int fd;
	pid_t pid;

	fd = open("file", O_RDWR | O_CREAT | O_TRUNC, 0600);
	ATF_REQUIRE(fd >= 0);
	ATF_REQUIRE_EQ(4, write(fd, "abcd", 4));
	ATF_REQUIRE_EQ(0, lseek(fd, 0, SEEK_SET));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		WANT(read(fd, &c, 1) == 1 && c == 'a');
		WANT(close(fd) == 0);
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
	ATF_REQUIRE_EQ(1, read(fd, &c, 1));
	ATF_CHECK_EQ('b', c);
}

static void
child_signals(void)
{
	struct sigaction sa;
	sigset_t set;

	/* What is pending is not inherited; masks and actions are. */
	WANT(sigpending(&set) == 0);
	WANT(!sigismember(&set, SIGUSR1));
	WANT(sigprocmask(SIG_BLOCK, NULL, &set) == 0);
	WANT(sigismember(&set, SIGUSR1));
	WANT(sigaction(SIGUSR2, NULL, &sa) == 0);
	WANT(sa.sa_handler == h_catch);
}

ATF_TC_WITHOUT_HEAD(fork__signals);
ATF_TC_BODY(fork__signals, tc)
{
	sigset_t set;

	catch_signal(SIGUSR2, 0);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	ATF_REQUIRE_EQ(0, sigprocmask(SIG_BLOCK, &set, NULL));
	ATF_REQUIRE_EQ(0, kill(getpid(), SIGUSR1));
	in_child(0, child_signals);
}

#define	STRIKES		60
#define	NBORN		5

static void
wait_for_death(void)
{

	for (;;)
		(void)pause();
}

static void *
forker(void *arg)
{
	int i;

	for (i = 0; i < NBORN; i++) {
		if (fork() == 0)
			wait_for_death();
	}
	wait_for_death();
	return (NULL);
}

/*
 * A group is killed while a thread makes children, and the signal is another
 * thread's to take: who holds the pipe after that has escaped.
 */
ATF_TC_WITHOUT_HEAD(fork__child_of_a_thread_does_not_escape_killpg);
ATF_TC_BODY(fork__child_of_a_thread_does_not_escape_killpg, tc)
{
	struct pollfd pfd;
	pthread_t thread;
	int fd[2], i, status;
	pid_t pid;
	char c;

	for (i = 0; i < STRIKES; i++) {
		ATF_REQUIRE_EQ(0, pipe(fd));
		pid = fork();
		ATF_REQUIRE(pid >= 0);
		if (pid == 0) {
			WANT(setpgid(0, 0) == 0);
			WANT(write(fd[1], "x", 1) == 1);
			WANT(pthread_create(&thread, NULL, forker, NULL) == 0);
			wait_for_death();
		}
		ATF_REQUIRE_EQ(0, close(fd[1]));
		ATF_REQUIRE_EQ(1, read(fd[0], &c, 1));
		(void)usleep((useconds_t)(i * 20));
		ATF_REQUIRE_EQ(0, killpg(pid, SIGKILL));
		pfd.fd = fd[0];
		pfd.events = POLLIN;
		status = poll(&pfd, 1, 20000);
		(void)killpg(pid, SIGKILL);
		ATF_REQUIRE_MSG(status == 1, "a child escaped in round %d", i);
		ATF_REQUIRE_EQ(0, read(fd[0], &c, 1));
		ATF_REQUIRE_EQ(0, close(fd[0]));
		ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
		ATF_CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	}
}

ATF_TC_WITHOUT_HEAD(fork__private_and_shared_memory);
ATF_TC_BODY(fork__private_and_shared_memory, tc)
{
	volatile int *priv, *shared;
	pid_t pid;

	priv = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_ANON | MAP_PRIVATE,
	    -1, 0);
	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_ANON |
	    MAP_SHARED, -1, 0);
	ATF_REQUIRE(priv != MAP_FAILED && shared != MAP_FAILED);
	*priv = *shared = 1;
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		*priv = *shared = 2;
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
	ATF_CHECK_EQ(1, *priv);
	ATF_CHECK_EQ(2, *shared);
}

static void
child_nproc(void)
{
	struct rlimit rl = { 1, 1 };
	int status;
	pid_t pid;

	WANT(setrlimit(RLIMIT_NPROC, &rl) == 0);
	WANT_ERRNO(EAGAIN, fork() == -1);
	/* Nothing was left behind: no child, and no count. */
	WANT_ERRNO(ECHILD, waitpid(-1, &status, WNOHANG) == -1);
	WANT_ERRNO(EAGAIN, (pid = fork()) == -1);
}

ATF_TC(fork__eagain_when_nproc_limit_is_reached);
ATF_TC_HEAD(fork__eagain_when_nproc_limit_is_reached, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(fork__eagain_when_nproc_limit_is_reached, tc)
{

	in_child(NOBODY, child_nproc);
}

static void
child_nproc_two(void)
{
	struct rlimit rl = { 2, 2 };
	int i;
	pid_t pid;

	WANT(setrlimit(RLIMIT_NPROC, &rl) == 0);
	/* A child that was waited for does not count any more. */
	for (i = 0; i < 20; i++) {
		pid = fork();
		if (pid == 0)
			_exit(0);
		WANT(pid > 0);
		WANT_ERRNO(EAGAIN, fork() == -1);
		WANT(waitpid(pid, NULL, 0) == pid);
	}
}

ATF_TC(fork__nproc_counts_zombies);
ATF_TC_HEAD(fork__nproc_counts_zombies, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(fork__nproc_counts_zombies, tc)
{

	in_child(NOBODY, child_nproc_two);
}

ATF_TC_WITHOUT_HEAD(fork__many_children);
ATF_TC_BODY(fork__many_children, tc)
{
	pid_t pids[50];
	int i, j, status;

	for (i = 0; i < 50; i++) {
		pids[i] = fork();
		ATF_REQUIRE(pids[i] >= 0);
		if (pids[i] == 0)
			_exit(i);
		for (j = 0; j < i; j++)
			ATF_REQUIRE(pids[i] != pids[j]);
	}
	for (i = 49; i >= 0; i--) {
		ATF_REQUIRE_EQ(pids[i], waitpid(pids[i], &status, 0));
		ATF_CHECK_EQ(i, WEXITSTATUS(status));
	}
	ATF_CHECK_ERRNO(ECHILD, wait(NULL) == -1);
}

ATF_TC_WITHOUT_HEAD(_exit__status_has_eight_bits);
ATF_TC_BODY(_exit__status_has_eight_bits, tc)
{
	static const int values[] = { 0, 1, 127, 128, 255, 256, -1 };
	int status;
	size_t i;
	pid_t pid;

	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		pid = fork();
		ATF_REQUIRE(pid >= 0);
		if (pid == 0)
			_exit(values[i]);
		ATF_REQUIRE_EQ(pid, waitpid(pid, &status, 0));
		ATF_CHECK(WIFEXITED(status));
		ATF_CHECK_EQ(values[i] & 0xff, WEXITSTATUS(status));
	}
}

ATF_TC_WITHOUT_HEAD(_exit__closes_files);
ATF_TC_BODY(_exit__closes_files, tc)
{
	int fds[2];
	char c;
	pid_t pid;

	ATF_REQUIRE_EQ(0, pipe(fds));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0)
		_exit(0);
	close(fds[1]);
	ATF_CHECK_EQ(0, read(fds[0], &c, 1));
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
}

ATF_TC_WITHOUT_HEAD(_exit__gives_children_to_init);
ATF_TC_BODY(_exit__gives_children_to_init, tc)
{
	pid_t ppid = -1, pid;
	int fds[2], i;

	ATF_REQUIRE_EQ(0, pipe(fds));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (pid == 0) {
		if (fork() == 0) {
			for (i = 0; i < 500 && getppid() != 1; i++)
				msleep(10);
			ppid = getppid();
			(void)write(fds[1], &ppid, sizeof(ppid));
		}
		_exit(0);
	}
	ATF_REQUIRE_EQ(pid, waitpid(pid, NULL, 0));
	ATF_REQUIRE_EQ((ssize_t)sizeof(ppid), read(fds[0], &ppid,
	    sizeof(ppid)));
	ATF_CHECK_EQ(1, ppid);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, fork__child_is_independent);
	ATF_TP_ADD_TC(tp, fork__ids_and_family);
	ATF_TP_ADD_TC(tp, fork__shares_files);
	ATF_TP_ADD_TC(tp, fork__signals);
	ATF_TP_ADD_TC(tp, fork__child_of_a_thread_does_not_escape_killpg);
	ATF_TP_ADD_TC(tp, fork__private_and_shared_memory);
	ATF_TP_ADD_TC(tp, fork__eagain_when_nproc_limit_is_reached);
	ATF_TP_ADD_TC(tp, fork__nproc_counts_zombies);
	ATF_TP_ADD_TC(tp, fork__many_children);
	ATF_TP_ADD_TC(tp, _exit__status_has_eight_bits);
	ATF_TP_ADD_TC(tp, _exit__closes_files);
	ATF_TP_ADD_TC(tp, _exit__gives_children_to_init);
	return (atf_no_error());
}
