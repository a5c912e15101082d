/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A signal to a process group meets a process of it with two threads, one of
 * which makes children: none of them escapes.
 */

#include <sys/wait.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "h_main.h"

#define	ROUNDS		4
#define	NCHILDREN	3

static void
wait_for_death(void)
{

	for (;;)
		(void)pause();
}

static void *
forker(void *arg)
{
	sigset_t set;
	int i, pid;

	CHECK(sigemptyset(&set) == 0);
	CHECK(sigaddset(&set, SIGTERM) == 0);
	/* Then the signal is for the other thread only. */
	if (arg != NULL)
		CHECK(pthread_sigmask(SIG_BLOCK, &set, NULL) == 0);
	for (i = 0; i < NCHILDREN; i++) {
		pid = fork();
		CHECK(pid >= 0);
		if (pid == 0) {
			if (arg != NULL)
				CHECK(pthread_sigmask(SIG_UNBLOCK, &set,
				    NULL) == 0);
			wait_for_death();
		}
	}
	wait_for_death();
	return (NULL);
}

/* Who holds the pipe is in the group, and alive. */
static void
struck(int sig)
{
	pthread_t thread;
	int fd[2], pid, status;
	char c = 0;

	CHECK(pipe(fd) == 0);
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		CHECK(setpgid(0, 0) == 0);
		CHECK(write(fd[1], &c, 1) == 1);
		CHECK(pthread_create(&thread, NULL, forker,
		    sig == SIGTERM ? &thread : NULL) == 0);
		wait_for_death();
	}
	CHECK(close(fd[1]) == 0);
	CHECK(read(fd[0], &c, 1) == 1);
	(void)usleep(sim_random(60));
	if (sig == SIGSTOP) {
		/* All stop, and so nobody is born until they go on. */
		CHECK(killpg(pid, SIGSTOP) == 0);
		CHECK(waitpid(pid, &status, WUNTRACED) == pid);
		CHECK(WIFSTOPPED(status));
		CHECK(killpg(pid, SIGCONT) == 0);
		(void)usleep(sim_random(30));
		sig = SIGKILL;
	}
	CHECK(killpg(pid, sig) == 0);
	CHECK(read(fd[0], &c, 1) == 0);
	CHECK(close(fd[0]) == 0);
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == sig);
}

int
sim_main(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		struck(SIGKILL);
		struck(SIGTERM);
		struck(SIGSTOP);
	}
	return (0);
}
