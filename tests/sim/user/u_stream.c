/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Pipes between processes: what is written arrives, once and in order, also
 * when signals interrupt the writer; what fails leaves nothing behind.
 */

#include <sys/wait.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "h_main.h"

#define	TOTAL	100000		/* more than a pipe takes */

static unsigned char out[TOTAL], in[TOTAL];
static volatile sig_atomic_t got;

static void
handler(int sig)
{

	got++;
}

static unsigned char
byte_at(int i)
{

	return ((unsigned char)(i * 7 + i / 251));
}

/* Signal the writer while it writes, then read all. */
static void
reader(int fd, pid_t writer)
{
	ssize_t n;
	int all = 0, i, signals = 3;

	while ((n = read(fd, in, (size_t)(1 + sim_random(30000)))) > 0) {
		for (i = 0; i < n; i++, all++)
			CHECK(in[i] == byte_at(all));
		if (signals-- > 0)
			CHECK(kill(writer, SIGUSR1) == 0);
	}
	CHECK(n == 0 && all == TOTAL);
	_exit(0);
}

static void
writer(void)
{
	struct sigaction sa = { .sa_handler = handler, .sa_flags = SA_RESTART };
	ssize_t n;
	int fd[2], done, size;
	pid_t pid;

	CHECK(sigaction(SIGUSR1, &sa, NULL) == 0);
	CHECK(pipe(fd) == 0);
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		CHECK(close(fd[1]) == 0);
		reader(fd[0], getppid());
	}
	CHECK(close(fd[0]) == 0);
	/* A command that there is not takes no reference. */
	CHECK(fcntl(fd[1], 999) == -1 && errno == EINVAL);
	for (done = 0; done < TOTAL; done += (int)n) {
		size = done == 0 ? 5000 : TOTAL - done;
		n = write(fd[1], out + done, (size_t)size);
		CHECK(n > 0);
	}
	CHECK(close(fd[1]) == 0);
	wait_ok(pid);
}

static void
empty(void)
{
	char c;
	int fd[2], i;

	CHECK(pipe2(fd, O_NONBLOCK) == 0);
	for (i = 0; i < 2; i++)
		CHECK(read(fd[0], &c, 1) == -1 && errno == EAGAIN);
	CHECK(write(fd[1], "x", 1) == 1);
	CHECK(read(fd[0], &c, 1) == 1 && c == 'x');
	CHECK(close(fd[0]) == 0);
	CHECK(close(fd[1]) == 0);
}

int
sim_main(void)
{
	int i;

	for (i = 0; i < TOTAL; i++)
		out[i] = byte_at(i);
	empty();
	writer();
	return (0);
}
