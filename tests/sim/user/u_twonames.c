/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Names that several processes make, move and remove at the same time.
 */

#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "h_main.h"

#define	ROUNDS	8

/* Two names that change places, in one of two directories. */
static void
mover(const char *from, const char *to)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		if (rename(from, to) != 0)
			CHECK(errno == ENOENT);
		(void)link("/tmp/y", to);
		if (rename(to, from) != 0)
			CHECK(errno == ENOENT);
		(void)link("/tmp/x", from);
		(void)link("/tmp/y", to);
	}
	_exit(0);
}

static void
opener(void)
{
	int fd, i;

	for (i = 0; i < ROUNDS; i++) {
		fd = open("/tmp/z", O_RDWR | O_CREAT, 0644);
		CHECK(fd >= 0);
		CHECK(write(fd, "z", 1) == 1);
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

static void
make(const char *path)
{
	int fd;

	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0644);
	CHECK(fd >= 0);
	CHECK(close(fd) == 0);
}

int
sim_main(void)
{
	int i, pid[4];

	make("/tmp/x");
	make("/tmp/y");
	CHECK(mkdir("/tmp/d", 0755) == 0);
	CHECK(mkdir("/tmp/e", 0755) == 0);
	CHECK(link("/tmp/x", "/tmp/d/a") == 0);
	CHECK(link("/tmp/y", "/tmp/d/b") == 0);
	CHECK(link("/tmp/x", "/tmp/e/a") == 0);
	CHECK(link("/tmp/y", "/tmp/e/b") == 0);
	for (i = 0; i < 4; i++) {
		pid[i] = fork();
		CHECK(pid[i] >= 0);
		if (pid[i] != 0)
			continue;
		if (i == 0)
			mover("/tmp/d/a", "/tmp/d/b");
		if (i == 1)
			mover("/tmp/e/b", "/tmp/e/a");
		if (i == 2)
			opener();
		remover();
	}
	for (i = 0; i < 4; i++)
		wait_ok(pid[i]);
	return (0);
}
