/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A disk that does not write, flush or read for a while.  fsync(2) fails as
 * long as something of what it promises is not on the disk, whoever else has
 * tried to write it meanwhile; when the disk works again nothing is lost.
 */

#include <sys/stat.h>
#include <sys/sysctl.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "h_main.h"

#define	FILE	"/dir/file"

static void
disk_fails(const char *how)
{

	CHECK(sysctlbyname("debug.fail", NULL, NULL, how, strlen(how)) == 0);
}

static void
reclaim(void)
{
	int one = 1;

	CHECK(sysctlbyname("vm.reclaim", NULL, NULL, &one, sizeof(one)) == 0);
}

static void
fsync_fails(int fd)
{

	CHECK(fsync(fd) == -1 && errno == EIO);
}

/* Metadata, with data and without, while how is set; off ends it. */
static void
unwritten(const char *how, const char *off)
{
	int fd;

	fd = open(FILE, O_RDWR | O_CREAT, 0600);
	CHECK(fd >= 0);
	CHECK(fsync(fd) == 0);
	disk_fails(how);
	CHECK(mkdir("/dir/sub", 0700) == 0);
	fsync_fails(fd);
	sync();
	fsync_fails(fd);
	CHECK(pwrite(fd, "hello", 5, 50000) == 5);
	fsync_fails(fd);
	CHECK(rename("/dir/sub", "/dir/moved") == 0);
	sync();
	fsync_fails(fd);
	disk_fails(off);
	CHECK(fsync(fd) == 0);
	CHECK(rmdir("/dir/moved") == 0);
	CHECK(close(fd) == 0);
}

static void
unread(void)
{
	char buf[5];
	int fd;

	sync();
	reclaim();
	disk_fails("disk_read=5");
	CHECK(open(FILE, O_RDONLY) == -1 && errno == EIO);
	disk_fails("disk_read=0");
	fd = open(FILE, O_RDONLY);
	CHECK(fd >= 0);
	disk_fails("disk_read=5");
	CHECK(pread(fd, buf, 5, 50000) == -1 && errno == EIO);
	disk_fails("disk_read=0");
	CHECK(pread(fd, buf, 5, 50000) == 5 && memcmp(buf, "hello", 5) == 0);
	CHECK(close(fd) == 0);
}

void
sim_finish(int status)
{

	if (status == 0)
		return;
	disk_fails("disk_read=0");
	disk_fails("disk_write=0");
	disk_fails("disk_flush=0");
}

int
sim_main(void)
{

	CHECK(mkdir("/dir", 0700) == 0);
	unwritten("disk_write=5", "disk_write=0");
	unwritten("disk_flush=5", "disk_flush=0");
	unread();
	CHECK(unlink(FILE) == 0 && rmdir("/dir") == 0);
	return (0);
}
