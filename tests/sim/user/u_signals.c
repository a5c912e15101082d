/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Signals: an interrupted read ends with EINTR or is restarted, as the handler
 * was installed; blocked signals wait; sigsuspend() loses none.
 */

#include <sys/wait.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "h_main.h"

#define	NKICKS	12

static volatile sig_atomic_t kicks, infos;

static void
kicked(int sig)
{

	kicks++;
}

static void
informed(int sig, siginfo_t *si, void *ctx)
{

	if (si->si_signo == sig && si->si_pid == getppid())
		infos++;
}

static void
install(int sig, int flags)
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_flags = flags;
	if ((flags & SA_SIGINFO) != 0)
		sa.sa_sigaction = informed;
	else
		sa.sa_handler = kicked;
	CHECK(sigaction(sig, &sa, NULL) == 0);
}

/* Read one byte while signals come. */
static void
reader(int in, int out, int flags)
{
	char c = 0;
	ssize_t n;

	install(SIGUSR1, flags);
	CHECK(write(out, "r", 1) == 1);
	while ((n = read(in, &c, 1)) < 0) {
		CHECK(errno == EINTR);
		CHECK((flags & SA_RESTART) == 0);
		CHECK(kicks > 0);
	}
	CHECK(n == 1 && c == 'x');
	_exit(0);
}

static void
interrupt(int flags)
{
	int in[2], out[2], i, pid;
	char c;

	CHECK(pipe(in) == 0 && pipe(out) == 0);
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0)
		reader(in[0], out[1], flags);
	CHECK(read(out[0], &c, 1) == 1);
	for (i = 0; i < NKICKS; i++)
		CHECK(kill(pid, SIGUSR1) == 0);
	CHECK(write(in[1], "x", 1) == 1);
	wait_ok(pid);
	for (i = 0; i < 2; i++)
		CHECK(close(in[i]) == 0 && close(out[i]) == 0);
}

/* Each token that the other side sends wakes one sigsuspend(). */
static void
suspend(void)
{
	sigset_t block, wait, pending;
	int i, pid;

	sigemptyset(&block);
	sigaddset(&block, SIGUSR1);
	CHECK(sigprocmask(SIG_BLOCK, &block, &wait) == 0);
	install(SIGUSR1, 0);
	kicks = 0;
	pid = fork();
	CHECK(pid >= 0);
	for (i = 0; i < NKICKS; i++) {
		if (pid == 0 || i > 0) {
			CHECK(sigsuspend(&wait) == -1 && errno == EINTR);
			CHECK(kicks == i + (pid == 0));
		}
		CHECK(sigpending(&pending) == 0);
		CHECK(!sigismember(&pending, SIGUSR1));
		CHECK(kill(pid == 0 ? getppid() : pid, SIGUSR1) == 0);
	}
	if (pid == 0)
		_exit(0);
	CHECK(sigsuspend(&wait) == -1 && errno == EINTR);
	wait_ok(pid);
	CHECK(sigprocmask(SIG_SETMASK, &wait, NULL) == 0);
}

/* Stop, go on, and end, as the parent sees them. */
static void
job(void)
{
	int i, pid, status;

	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		install(SIGUSR2, SA_SIGINFO);
		while (infos == 0)
			(void)pause();
		for (;;)
			(void)pause();
	}
	for (i = 0; i < 3; i++) {
		CHECK(kill(pid, SIGSTOP) == 0);
		CHECK(waitpid(pid, &status, WUNTRACED) == pid);
		CHECK(WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP);
		CHECK(kill(pid, SIGCONT) == 0);
		CHECK(waitpid(pid, &status, WCONTINUED) == pid);
		CHECK(WIFCONTINUED(status));
	}
	CHECK(kill(pid, SIGSTOP) == 0);
	CHECK(kill(pid, SIGKILL) == 0);
	do
		CHECK(waitpid(pid, &status, WUNTRACED) == pid);
	while (WIFSTOPPED(status));
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	CHECK(waitpid(pid, &status, 0) == -1 && errno == ECHILD);
}

int
sim_main(void)
{

	interrupt(0);
	interrupt(SA_RESTART);
	suspend();
	job();
	return (0);
}
