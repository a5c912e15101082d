/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Two files with names in two directories, where two processes move them over
 * each other.
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
	int i, pid[2];

	make("/tmp/x");
	make("/tmp/y");
	CHECK(mkdir("/tmp/d", 0755) == 0);
	CHECK(mkdir("/tmp/e", 0755) == 0);
	CHECK(mkdir("/tmp/d/s", 0755) == 0);
	CHECK(rename("/tmp/d", "/tmp/d/s/d") == -1 && errno == EINVAL);
	CHECK(rename("/tmp/d/s", "/tmp/e/s") == 0);
	CHECK(link("/tmp/x", "/tmp/d/a") == 0);
	CHECK(link("/tmp/y", "/tmp/d/b") == 0);
	CHECK(link("/tmp/x", "/tmp/e/a") == 0);
	CHECK(link("/tmp/y", "/tmp/e/b") == 0);
	for (i = 0; i < 2; i++) {
		pid[i] = fork();
		CHECK(pid[i] >= 0);
		if (pid[i] != 0)
			continue;
		if (i == 0)
			mover("/tmp/d/a", "/tmp/d/b");
		mover("/tmp/e/b", "/tmp/e/a");
	}
	for (i = 0; i < 2; i++)
		wait_ok(pid[i]);
	return (0);
}
