/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "dirent_impl.h"

static struct dirent *
next_entry(DIR *dirp)
{
	struct dirent *dp;
	ssize_t n;

	for (;;) {
		if (dirp->dd_loc >= dirp->dd_size) {
			n = __sys_getdirentries(dirp->dd_fd, dirp->dd_buf,
			    sizeof(dirp->dd_buf), NULL);
			if (n <= 0) {
				dirp->dd_loc = dirp->dd_size = 0;
				return (NULL);
			}
			dirp->dd_loc = 0;
			dirp->dd_size = (size_t)n;
		}
		dp = (struct dirent *)(void *)(dirp->dd_buf + dirp->dd_loc);
		if (dp->d_reclen < __offsetof(struct dirent, d_name) ||
		    dp->d_reclen > dirp->dd_size - dirp->dd_loc ||
		    (dp->d_reclen & 7) != 0) {
			errno = EIO;
			return (NULL);
		}
		dirp->dd_loc += dp->d_reclen;
		dirp->dd_pos = dp->d_off;
		if (dp->d_fileno != 0)
			return (dp);
	}
}

struct dirent *
readdir(DIR *dirp)
{
	struct dirent *dp;

	libc_lock(&dirp->dd_lock);
	dp = next_entry(dirp);
	libc_unlock(&dirp->dd_lock);
	return (dp);
}

int
readdir_r(DIR *dirp, struct dirent *entry, struct dirent **result)
{
	int saved = errno, error;
	struct dirent *dp;

	libc_lock(&dirp->dd_lock);
	errno = 0;
	dp = next_entry(dirp);
	error = errno;
	errno = saved;
	if (dp != NULL) {
		(void)memcpy(entry, dp, _GENERIC_DIRSIZ(dp));
		error = 0;
	}
	libc_unlock(&dirp->dd_lock);
	*result = dp != NULL ? entry : NULL;
	return (error);
}

ssize_t
getdents(int fd, char *buf, size_t n)
{
	return (__sys_getdirentries(fd, buf, n, NULL));
}

long
telldir(DIR *dirp)
{
	return (dirp->dd_pos);
}

void
seekdir(DIR *dirp, long pos)
{
	libc_lock(&dirp->dd_lock);
	(void)lseek(dirp->dd_fd, pos, SEEK_SET);
	dirp->dd_loc = dirp->dd_size = 0;
	dirp->dd_pos = pos;
	libc_unlock(&dirp->dd_lock);
}

void
rewinddir(DIR *dirp)
{
	seekdir(dirp, 0);
}
