/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Power cuts: what fsync(2) has returned for is there afterwards, once
 * e2fsck(8) has repaired the file system.
 */

#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "h_main.h"

#define	NFILES	6
#define	SIZE	3000

static void
fill(char *buf, int n)
{

	memset(buf, 'a' + n, SIZE);
}

static void
write_files(void)
{
	char buf[SIZE], name[32];
	int fd, i;

	for (i = 0; i < NFILES; i++) {
		snprintf(name, sizeof(name), "/data/f%d", i);
		fd = open(name, O_WRONLY | O_CREAT | O_EXCL, 0644);
		CHECK(fd >= 0);
		fill(buf, i);
		CHECK(write(fd, buf, SIZE) == SIZE);
		CHECK(fsync(fd) == 0);
		CHECK(close(fd) == 0);
		sync();
		sim_keep(i + 1);
	}
}

/* All files that were synced are there, whole. */
static void
check_files(void)
{
	char buf[SIZE], want[SIZE], name[32];
	const int count = sim_kept();
	int fd, i;

	for (i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "/data/f%d", i);
		fd = open(name, O_RDONLY);
		CHECK(fd >= 0);
		CHECK(read(fd, buf, SIZE) == SIZE);
		fill(want, i);
		CHECK(memcmp(buf, want, SIZE) == 0);
		CHECK(close(fd) == 0);
	}
}

int
sim_main(void)
{

	if (sim_boots() == 0)
		write_files();
	else
		check_files();
	return (0);
}
