/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Pipes, FIFOs and poll while an allocation fails; h_sweep.h.
 */

#include <sys/stat.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "h_sweep.h"

static int
sweep_work(void)
{
	char buf[8192];
	struct pollfd pfd[2];
	int fd[2], i, rd, wr;
	ssize_t n;

	WANT(pipe(fd) == 0);
	memset(buf, 'p', sizeof(buf));
	WANT(fcntl(fd[0], F_SETFL, O_NONBLOCK) == 0);
	WANT(fcntl(fd[1], F_SETFL, O_NONBLOCK) == 0);
	for (i = 0; i < 10; i++)
		WANT((n = write(fd[1], buf, sizeof(buf))) > 0 || i > 0);
	pfd[0].fd = fd[0];
	pfd[1].fd = fd[1];
	pfd[0].events = pfd[1].events = POLLIN | POLLOUT;
	WANT(poll(pfd, 2, 1) > 0);
	while ((n = read(fd[0], buf, sizeof(buf))) == sizeof(buf))
		continue;
	WANT(mkfifo("/tmp/fifo", 0600) == 0);
	WANT((rd = open("/tmp/fifo", O_RDONLY | O_NONBLOCK)) >= 0);
	WANT((wr = open("/tmp/fifo", O_WRONLY | O_NONBLOCK)) >= 0);
	WANT(write(wr, "x", 1) == 1);
	WANT(read(rd, buf, 1) == 1);
	pfd[0].fd = rd;
	pfd[0].events = POLLIN;
	WANT(poll(pfd, 1, 1) == 0);
	WANT(unlink("/tmp/fifo") == 0);
	return (0);
}

static void
sweep_undo(void)
{

	(void)unlink("/tmp/fifo");
}
