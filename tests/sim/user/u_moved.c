/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A file that changes its name and its directory has a name after every power
 * cut, once e2fsck(8) has repaired the file system.
 */

#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "h_main.h"

#define	FROM	"/data/from/name"
#define	TO	"/data/to/name"

static void
move(void)
{
	int fd, i;

	CHECK(mkdir("/data/from", 0755) == 0);
	CHECK(mkdir("/data/to", 0755) == 0);
	fd = open(FROM, O_WRONLY | O_CREAT | O_EXCL, 0644);
	CHECK(fd >= 0);
	CHECK(write(fd, "contents", 8) == 8);
	CHECK(fsync(fd) == 0);
	CHECK(close(fd) == 0);
	sync();
	sim_keep(1);
	for (i = 0; i < 3; i++) {
		CHECK(rename(FROM, TO) == 0);
		sync();
		CHECK(rename(TO, FROM) == 0);
		sync();
	}
}

static void
check(void)
{
	char buf[8];
	int fd;

	if (sim_kept() == 0)
		return;
	fd = open(FROM, O_RDONLY);
	if (fd < 0)
		fd = open(TO, O_RDONLY);
	CHECK(fd >= 0);
	CHECK(read(fd, buf, 8) == 8);
	CHECK(memcmp(buf, "contents", 8) == 0);
	CHECK(close(fd) == 0);
}

int
sim_main(void)
{

	if (sim_boots() == 0)
		move();
	else
		check();
	return (0);
}
