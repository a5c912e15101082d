/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Names on ext2 and on tmpfs: processes create, rename, link, remove, open and
 * look up the same few names at once.  Afterwards each directory can be emptied
 * and removed, its link count is right, and no blocks or inodes are missing.
 */

#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "h_main.h"

#define	NCHILDREN	3
#define	NROUNDS		8
#define	NNAMES		3

static const char *top;

static void
name(char *buf, size_t size)
{
	static const char *const dirs[] = { "", "d0/", "d1/" };

	snprintf(buf, size, "%s/%sn%d", top, dirs[sim_random(3)],
	    sim_random(NNAMES));
}

/* What a name can fail with while others work on it. */
static void
result(int r)
{

	CHECK(r >= 0 || errno == ENOENT || errno == EEXIST || errno == EISDIR ||
	    errno == ENOTDIR || errno == ENOTEMPTY || errno == EPERM ||
	    errno == EINVAL);
}

/* A file is written once, whole, before it can be seen to be so. */
static void
look(const char *a)
{
	char buf[8];
	struct stat st, again;
	ssize_t n;
	int fd;

	fd = open(a, O_RDONLY);
	if (fd < 0) {
		result(fd);
		return;
	}
	CHECK(fstat(fd, &st) == 0);
	if (S_ISREG(st.st_mode)) {
		n = read(fd, buf, sizeof(buf));
		CHECK(n == 0 || (n == 5 && memcmp(buf, "whole", 5) == 0));
	}
	CHECK(fstat(fd, &again) == 0);
	CHECK(again.st_ino == st.st_ino && again.st_mode == st.st_mode);
	CHECK(close(fd) == 0);
}

static void
step(void)
{
	char a[64], b[64];
	int fd;

	name(a, sizeof(a));
	name(b, sizeof(b));
	switch (sim_random(8)) {
	case 0:
		fd = open(a, O_WRONLY | O_CREAT | O_EXCL, 0644);
		result(fd);
		if (fd >= 0) {
			CHECK(write(fd, "whole", 5) == 5);
			CHECK(close(fd) == 0);
		}
		break;
	case 1:
	case 2:
		result(rename(a, b));
		break;
	case 3:
		result(link(a, b));
		break;
	case 4:
		result(unlink(a));
		break;
	case 5:
		result(mkdir(a, 0755));
		break;
	case 6:
		result(rmdir(a));
		break;
	default:
		look(a);
		break;
	}
}

static void
empty(const char *path)
{
	char sub[300];
	struct dirent *d;
	struct stat st;
	DIR *dir;

	while ((dir = opendir(path)) != NULL) {
		do
			d = readdir(dir);
		while (d != NULL && (strcmp(d->d_name, ".") == 0 ||
		    strcmp(d->d_name, "..") == 0));
		if (d == NULL)
			break;
		snprintf(sub, sizeof(sub), "%s/%s", path, d->d_name);
		CHECK(closedir(dir) == 0);
		CHECK(lstat(sub, &st) == 0);
		if (S_ISDIR(st.st_mode))
			empty(sub);
		else
			CHECK(unlink(sub) == 0);
	}
	CHECK(dir != NULL && closedir(dir) == 0);
	CHECK(stat(path, &st) == 0);
	CHECK(st.st_nlink == 2);
	CHECK(rmdir(path) == 0);
}

static void
mkdirs(void)
{
	char path[64];
	int i;

	CHECK(mkdir(top, 0755) == 0);
	for (i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s/d%d", top, i);
		CHECK(mkdir(path, 0755) == 0);
	}
}

static void
race(void)
{
	struct statvfs before, after;
	int i, j, pid[NCHILDREN];

	mkdirs();
	empty(top);
	sync();
	CHECK(statvfs("/tmp", &before) == 0);
	mkdirs();
	for (i = 0; i < NCHILDREN; i++) {
		pid[i] = fork();
		CHECK(pid[i] >= 0);
		if (pid[i] != 0)
			continue;
		for (j = 0; j < NROUNDS; j++)
			step();
		_exit(0);
	}
	for (i = 0; i < NCHILDREN; i++)
		wait_ok(pid[i]);
	empty(top);
	sync();
	CHECK(statvfs("/tmp", &after) == 0);
	CHECK(after.f_ffree == before.f_ffree);
	CHECK(after.f_bfree == before.f_bfree);
}

void
sim_finish(int status)
{

	if (status != 0)
		(void)unmount("/tmp", MNT_FORCE);
}

int
sim_main(void)
{

	top = "/tmp/top";
	race();
	CHECK(mount("tmpfs", "/tmp", 0, NULL, 0) == 0);
	race();
	CHECK(unmount("/tmp", 0) == 0);
	return (0);
}
