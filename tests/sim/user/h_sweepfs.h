/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Work on the files of whatever is at /tmp, for u_sweep_ext2 and u_sweep_vfs.
 */
#ifndef _H_SWEEPFS_H_
#define	_H_SWEEPFS_H_

#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "h_sweep.h"

static const char *const dirs[] = { "/tmp/s", "/tmp/s/d", "/tmp/s/e" };

static int
sweep_files(void)
{
	char buf[3000], path[64];
	struct stat st;
	int fd, i;

	for (i = 0; i < 3; i++)
		WANT(mkdir(dirs[i], 0755) == 0);
	WANT((fd = open("/tmp/s/a", O_RDWR | O_CREAT | O_EXCL, 0644)) >= 0);
	memset(buf, 'v', sizeof(buf));
	for (i = 0; i < 10; i++)
		WANT(pwrite(fd, buf, sizeof(buf), i * 5000L) == sizeof(buf));
	WANT(fsync(fd) == 0);
	WANT(pread(fd, buf, sizeof(buf), 4000) == sizeof(buf));
	WANT(ftruncate(fd, 7000) == 0);
	WANT(link("/tmp/s/a", "/tmp/s/d/b") == 0);
	WANT(symlink("d/b", "/tmp/s/l") == 0);
	WANT(stat("/tmp/s/l", &st) == 0 && st.st_nlink == 2);
	WANT(readlink("/tmp/s/l", buf, sizeof(buf)) == 3);
	WANT(rename("/tmp/s/d/b", "/tmp/s/e/c") == 0);
	WANT(rename("/tmp/s/e", "/tmp/s/d/f") == 0);
	WANT(chmod("/tmp/s/a", 0600) == 0);
	WANT(flock(fd, LOCK_EX) == 0);
	WANT(truncate("/tmp/s/a", 100000) == 0);
	WANT(chdir("/tmp/s/d/f") == 0);
	WANT(getcwd(path, sizeof(path)) != NULL);
	WANT((i = open(".", O_RDONLY | O_DIRECTORY)) >= 0);
	WANT(getdirentries(i, buf, sizeof(buf), NULL) > 0);
	WANT(unlink("/tmp/s/a") == 0);
	return (0);
}

static void
sweep_unlink(void)
{
	static const char *const names[] = { "/tmp/s/a", "/tmp/s/l",
	    "/tmp/s/d/b", "/tmp/s/e/c", "/tmp/s/d/f/c" };
	unsigned i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		(void)unlink(names[i]);
	(void)rmdir("/tmp/s/d/f");
	for (i = 3; i-- > 0; )
		(void)rmdir(dirs[i]);
}

#endif /* !_H_SWEEPFS_H_ */
