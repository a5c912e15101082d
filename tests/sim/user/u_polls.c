/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * poll(2) and select(2) on pipes, FIFOs and terminals: a waiter is woken by
 * data, by room, by the other end's close and by its timeout.
 */

#include <sys/select.h>
#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "h_main.h"

#define	NWRITERS	3
#define	NBYTES		8

/* One process polls the pipes of all; each byte is seen. */
static void
many(void)
{
	struct pollfd pfd[NWRITERS];
	int fd[2], i, j, left = NWRITERS, n, pid[NWRITERS], seen = 0;
	char buf[NBYTES];
	ssize_t got;

	for (i = 0; i < NWRITERS; i++) {
		CHECK(pipe(fd) == 0);
		pid[i] = fork();
		CHECK(pid[i] >= 0);
		if (pid[i] == 0) {
			for (j = 0; j < NBYTES; j++) {
				CHECK(write(fd[1], "x", 1) == 1);
				if (sim_random(2) == 0)
					(void)usleep(50);
			}
			_exit(0);
		}
		CHECK(close(fd[1]) == 0);
		pfd[i].fd = fd[0];
		pfd[i].events = POLLIN;
	}
	while (left != 0) {
		n = poll(pfd, NWRITERS, -1);
		CHECK(n > 0);
		for (i = 0; i < NWRITERS; i++) {
			if (pfd[i].fd < 0 || pfd[i].revents == 0)
				continue;
			n--;
			got = read(pfd[i].fd, buf, sizeof(buf));
			CHECK(got >= 0);
			seen += (int)got;
			if (got == 0) {
				CHECK((pfd[i].revents & POLLHUP) != 0);
				CHECK(close(pfd[i].fd) == 0);
				pfd[i].fd = -1;
				left--;
			}
		}
		CHECK(n == 0);
	}
	CHECK(seen == NWRITERS * NBYTES);
	for (i = 0; i < NWRITERS; i++)
		wait_ok(pid[i]);
}

static void
timeouts(void)
{
	struct timespec a, b;
	struct timeval tv = { 0, 2000 };
	struct pollfd pfd;
	fd_set set;
	int fd[2];

	CHECK(pipe(fd) == 0);
	pfd.fd = fd[0];
	pfd.events = POLLIN;
	CHECK(clock_gettime(CLOCK_MONOTONIC, &a) == 0);
	CHECK(poll(&pfd, 1, 3) == 0);
	CHECK(clock_gettime(CLOCK_MONOTONIC, &b) == 0);
	CHECK((b.tv_sec - a.tv_sec) * 1000000000 + b.tv_nsec - a.tv_nsec >=
	    3000000);
	FD_ZERO(&set);
	FD_SET(fd[0], &set);
	CHECK(select(fd[0] + 1, &set, NULL, NULL, &tv) == 0);
	CHECK(!FD_ISSET(fd[0], &set));
	CHECK(write(fd[1], "x", 1) == 1);
	FD_SET(fd[0], &set);
	CHECK(select(fd[0] + 1, &set, NULL, NULL, NULL) == 1);
	CHECK(FD_ISSET(fd[0], &set));
	CHECK(close(fd[1]) == 0);
	CHECK(poll(&pfd, 1, -1) == 1);
	CHECK((pfd.revents & (POLLIN | POLLHUP)) == (POLLIN | POLLHUP));
	CHECK(close(fd[0]) == 0);
	CHECK(poll(&pfd, 1, -1) == 1 && pfd.revents == POLLNVAL);
}

/* A FIFO's opens wait for each other; a full one wakes its writer's poll. */
static void
fifo(void)
{
	struct pollfd pfd;
	char buf[4096];
	int fd, pid;
	ssize_t n;
	long all = 0, sent = 0;

	CHECK(mkfifo("/tmp/fifo", 0600) == 0);
	CHECK(open("/tmp/fifo", O_WRONLY | O_NONBLOCK) == -1 && errno == ENXIO);
	pid = fork();
	CHECK(pid >= 0);
	if (pid == 0) {
		fd = open("/tmp/fifo", O_WRONLY);
		CHECK(fd >= 0 && fcntl(fd, F_SETFL, O_NONBLOCK) == 0);
		memset(buf, 'f', sizeof(buf));
		pfd.fd = fd;
		pfd.events = POLLOUT;
		while (sent < 200000) {
			CHECK(poll(&pfd, 1, -1) == 1);
			n = write(fd, buf, sizeof(buf));
			CHECK(n > 0 || errno == EAGAIN);
			sent += n > 0 ? n : 0;
		}
		CHECK(sent >= 200000);
		_exit(sent % 4096 == 0 ? 0 : 1);
	}
	fd = open("/tmp/fifo", O_RDONLY);
	CHECK(fd >= 0);
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		all += n;
	CHECK(n == 0 && all >= 200000 && all % 4096 == 0);
	CHECK(close(fd) == 0);
	wait_ok(pid);
	CHECK(unlink("/tmp/fifo") == 0);
}

int
sim_main(void)
{

	many();
	timeouts();
	fifo();
	return (0);
}
