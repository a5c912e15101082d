/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A name that one process makes and writes to while another removes it.
 */

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "h_main.h"

#define	ROUNDS	12

static void
opener(void)
{
	int fd, i;
	char c;

	for (i = 0; i < ROUNDS; i++) {
		fd = open("/tmp/z", O_RDWR | O_CREAT, 0644);
		CHECK(fd >= 0);
		CHECK(write(fd, "z", 1) == 1);
		CHECK(pread(fd, &c, 1, 0) == 1 && c == 'z');
		CHECK(close(fd) == 0);
	}
	_exit(0);
}

static void
remover(void)
{
	int i;

	for (i = 0; i < ROUNDS; i++)
		if (unlink("/tmp/z") != 0)
			CHECK(errno == ENOENT);
	_exit(0);
}

int
sim_main(void)
{
	int pid[2];

	pid[0] = fork();
	CHECK(pid[0] >= 0);
	if (pid[0] == 0)
		opener();
	pid[1] = fork();
	CHECK(pid[1] >= 0);
	if (pid[1] == 0)
		remover();
	wait_ok(pid[0]);
	wait_ok(pid[1]);
	return (0);
}
