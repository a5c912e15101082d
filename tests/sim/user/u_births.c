/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * vfork(2), posix_spawn(2) and pdfork(2) against exit, wait and kill: a parent
 * goes on when its child has become a program or has ended, and at any moment
 * may be killed itself; a child of a call that failed has never been there; who
 * closes a process descriptor has killed.  At the end nothing is left.
 */

#include <sys/procdesc.h>
#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include "h_main.h"

#define	ROUNDS		3

static char *const noenv[] = { NULL };
static char *const test_true[] = { (char *)"test", (char *)"1", NULL };
static volatile int shared;

/* A child that fails and one that succeeds, in two threads at once. */
static void *
spawner(void *arg)
{
	pid_t pid = -1;

	CHECK(posix_spawn(&pid, "/bin/nothing", NULL, NULL, test_true,
	    noenv) == ENOENT);
	CHECK(pid == -1);
	CHECK(posix_spawn(&pid, "/bin/test", NULL, NULL, test_true,
	    noenv) == 0);
	wait_ok(pid);
	return (arg);
}

static void
spawned(void)
{
	pthread_t thread;

	CHECK(pthread_create(&thread, NULL, spawner, NULL) == 0);
	(void)spawner(NULL);
	CHECK(pthread_join(thread, NULL) == 0);
	CHECK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
}

/* The parent sees what the child has done, and its end. */
static void
vforked(void)
{
	pid_t pid;

	shared = 0;
	pid = vfork();
	CHECK(pid >= 0);
	if (pid == 0) {
		shared = 1;
		_exit(2);
	}
	CHECK(shared == 1);
	CHECK(waitpid_status(pid) == 2);
	pid = vfork();
	CHECK(pid >= 0);
	if (pid == 0) {
		shared = 2;
		(void)execve("/bin/test", test_true, noenv);
		_exit(1);
	}
	CHECK(shared == 2);
	wait_ok(pid);
}

/*
 * A process in vfork or posix_spawn, wherever it is, gets signal sig; its child
 * waits for the end of a pipe.
 */
static void
struck(int sig, int spawns)
{
	posix_spawn_file_actions_t fa;
	int fd[2], status;
	pid_t child, pid;
	char c;

	CHECK(pipe(fd) == 0);
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		CHECK(close(fd[1]) == 0);
		if (spawns) {
			CHECK(posix_spawn_file_actions_init(&fa) == 0);
			CHECK(posix_spawn_file_actions_adddup2(&fa, fd[0],
			    9) == 0);
			CHECK(posix_spawn(&child, "/bin/test", &fa, NULL,
			    test_true, noenv) == 0);
		} else {
			child = vfork();
			CHECK(child >= 0);
			if (child == 0) {
				(void)read(fd[0], &c, 1);
				_exit(0);
			}
		}
		_exit(waitpid_status(child));
	}
	CHECK(close(fd[0]) == 0);
	CHECK(kill(pid, sig) == 0);
	if (sig == SIGSTOP) {
		CHECK(waitpid(pid, &status, WUNTRACED) == pid);
		if (WIFSTOPPED(status))
			CHECK(kill(pid, SIGCONT) == 0);
		else
			sig = 0;
	}
	CHECK(close(fd[1]) == 0);
	if (sig == 0)
		return;
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK(status == 0 || (sig != SIGSTOP && WIFSIGNALED(status) &&
	    WTERMSIG(status) == sig));
}

/* Two threads wait for a process that ends, and a third holds it. */
static void *
pdwaiter(void *arg)
{
	int status;

	return (pdwait4(*(int *)arg, &status, 0, NULL) > 0 ? arg : NULL);
}

static void
held(void)
{
	struct pollfd pfd;
	pthread_t thread;
	void *a, *b;
	int fd;
	pid_t pid;

	pid = pdfork(&fd, 0);
	CHECK(pid >= 0);
	if (pid == 0)
		_exit(0);
	CHECK(pthread_create(&thread, NULL, pdwaiter, &fd) == 0);
	a = pdwaiter(&fd);
	CHECK(pthread_join(thread, &b) == 0);
	CHECK((a == NULL) != (b == NULL));
	pfd.fd = fd;
	pfd.events = POLLIN;
	CHECK(poll(&pfd, 1, -1) == 1 && pfd.revents == POLLHUP);
	CHECK(close(fd) == 0);
}

/* Closed while it runs, ends, or has ended. */
static void
dropped(int flags)
{
	int fd, pipes[2];
	pid_t pid;
	char c;

	CHECK(pipe(pipes) == 0);
	pid = pdfork(&fd, flags);
	CHECK(pid >= 0);
	if (pid == 0) {
		CHECK(close(pipes[1]) == 0);
		if (sim_random(2) != 0)
			(void)read(pipes[0], &c, 1);
		_exit(0);
	}
	CHECK(close(pipes[0]) == 0);
	if (sim_random(2) != 0)
		CHECK(pdkill(fd, SIGTERM) == 0);
	CHECK(close(fd) == 0);
	CHECK(close(pipes[1]) == 0);
	CHECK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD);
}

int
sim_main(void)
{
	static const int sigs[] = { SIGKILL, SIGTERM, SIGSTOP };
	int i;

	for (i = 0; i < ROUNDS; i++) {
		spawned();
		vforked();
		struck(sigs[i], 0);
		struck(sigs[i], 1);
		held();
		dropped(0);
		dropped(PD_DAEMON);
	}
	return (0);
}
