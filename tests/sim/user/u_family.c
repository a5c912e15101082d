/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Processes that begin and end at the same time: every child is waited for
 * once, and fork(2) returns the id of the child, though it be gone.  A child
 * that has become another program is out of its parent's hands.
 */

#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "h_main.h"

#define	ROUNDS		4
#define	CHILDREN	3

static void
waited_for(void)
{
	int i, n, status, seen = 0;
	pid_t pid;

	for (i = 0; i < CHILDREN; i++) {
		pid = fork();
		CHECK(pid >= 0);
		if (pid == 0)
			_exit(i);
	}
	for (n = 0; n < CHILDREN; n++) {
		CHECK(wait(&status) > 0);
		CHECK(WIFEXITED(status));
		seen |= 1 << WEXITSTATUS(status);
	}
	CHECK(seen == (1 << CHILDREN) - 1);
	CHECK(wait(&status) == -1 && errno == ECHILD);
}

/* Nobody waits for them: they are gone at once. */
static void
forgotten(void)
{
	pid_t pid, told;
	int fd[2];

	CHECK(pipe(fd) == 0);
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		told = getpid();
		CHECK(write(fd[1], &told, sizeof(told)) == sizeof(told));
		_exit(0);
	}
	CHECK(read(fd[0], &told, sizeof(told)) == sizeof(told));
	CHECK(told == pid);
	CHECK(close(fd[0]) == 0);
	CHECK(close(fd[1]) == 0);
}

/* Once a program has closed what exec closes, its parent cannot move it. */
static void
executed(void)
{
	char *argv[] = { (char *)"test", (char *)"1", NULL };
	pid_t pid;
	int fd[2], c;

	CHECK(pipe2(fd, O_CLOEXEC) == 0);
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		(void)execv("/bin/test", argv);
		_exit(1);
	}
	CHECK(close(fd[1]) == 0);
	CHECK(read(fd[0], &c, 1) == 0);
	CHECK(setpgid(pid, pid) == -1);
	CHECK(errno == EACCES || errno == ESRCH);
	CHECK(close(fd[0]) == 0);
	wait_ok(pid);
}

int
sim_main(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		waited_for();
	for (i = 0; i < ROUNDS; i++)
		executed();
	CHECK(signal(SIGCHLD, SIG_IGN) != SIG_ERR);
	for (i = 0; i < ROUNDS; i++)
		forgotten();
	return (0);
}
