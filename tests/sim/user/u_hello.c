/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The least that shows a program works: memory of its own, a child, a pipe, a
 * signal, a file.
 */

#include <sys/mman.h>
#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "h_main.h"

static volatile sig_atomic_t got;

static void
handler(int sig)
{

	got = sig;
}

static void
child(int fd)
{
	char *p;

	p = malloc(100000);
	CHECK(p != NULL);
	memset(p, 'x', 100000);
	CHECK(write(fd, p, 5000) == 5000);
	_exit(0);
}

int
sim_main(void)
{
	char buf[5000];
	ssize_t n, all = 0;
	int fd[2], pid;

	CHECK(pipe(fd) == 0);
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0)
		child(fd[1]);
	CHECK(close(fd[1]) == 0);
	while ((n = read(fd[0], buf, sizeof(buf))) > 0)
		all += n;
	CHECK(n == 0 && all == 5000);
	wait_ok(pid);

	CHECK(signal(SIGUSR1, handler) != SIG_ERR);
	CHECK(kill(getpid(), SIGUSR1) == 0);
	CHECK(got == SIGUSR1);

	fd[0] = open("/tmp/f", O_RDWR | O_CREAT | O_EXCL, 0644);
	CHECK(fd[0] >= 0);
	CHECK(write(fd[0], "hello", 5) == 5);
	CHECK(pread(fd[0], buf, sizeof(buf), 0) == 5);
	CHECK(memcmp(buf, "hello", 5) == 0);
	return (0);
}
