/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <sys/stat.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include "dirent_impl.h"

static DIR *
dir_make(int fd)
{
	DIR *dirp = malloc(sizeof(*dirp));

	if (dirp != NULL) {
		dirp->dd_lock = (struct libc_lock)LIBC_LOCK_INITIALIZER;
		dirp->dd_fd = fd;
		dirp->dd_loc = dirp->dd_size = 0;
		dirp->dd_pos = 0;
	}
	return (dirp);
}

DIR *
opendir(const char *path)
{
	int fd, saved;
	DIR *dirp;

	fd = open(path, O_RDONLY | O_NONBLOCK | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return (NULL);
	if ((dirp = dir_make(fd)) == NULL) {
		saved = errno;
		(void)close(fd);
		errno = saved;
	}
	return (dirp);
}

DIR *
fdopendir(int fd)
{
	struct stat sb;
	DIR *dirp;
	off_t pos;

	if (fstat(fd, &sb) == -1)
		return (NULL);
	if (!S_ISDIR(sb.st_mode)) {
		errno = ENOTDIR;
		return (NULL);
	}
	if (fcntl(fd, F_SETFD, FD_CLOEXEC) == -1)
		return (NULL);
	if ((dirp = dir_make(fd)) != NULL &&
	    (pos = lseek(fd, 0, SEEK_CUR)) != -1)
		dirp->dd_pos = pos;
	return (dirp);
}

/* Free the stream; the descriptor stays open. */
int
fdclosedir(DIR *dirp)
{
	int fd = dirp->dd_fd;

	free(dirp);
	return (fd);
}

int
closedir(DIR *dirp)
{
	return (close(fdclosedir(dirp)));
}

int
dirfd(DIR *dirp)
{
	return (dirp->dd_fd);
}
